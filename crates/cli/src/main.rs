//! The program `weiguang` that a street runs: serves, and does from a terminal what an operator needs. `demo` and `bench` are another
//! program beside it.

mod form;
mod import;
mod keep;
mod second;
mod setup;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;
use weiguang_terminal::{Place, ended, for_the_owner_only, serve};

#[derive(Parser)]
#[command(name = "weiguang", version, about = "Weiguang 微光: micro-grid governance for a street and its neighbours")]
struct Cli {
    #[command(flatten)]
    place: Place,
    /// Make new keys first: only for an empty store whose key file is gone.
    #[arg(long, global = true)]
    new_keys: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    #[command(flatten)]
    Own(Own),
    #[command(flatten)]
    Second(second::Second),
}

/// What this program does itself.
#[derive(Subcommand)]
enum Own {
    /// Serve the pages and the API.
    Serve(serve::Args),
    /// Begin a real installation: print a new one-time link, or ask for the street and its administrator here. On SQLite the server
    /// must be stopped; the link then holds for 24 hours, until it is used.
    Setup(setup::Args),
    /// Take in a table: areas, grids, the address directory, the roster, tickets of a hotline, or residents.
    Import(import::Args),
    /// Publish a form of visits from an XLSForm workbook.
    Form(form::Args),
    /// Print the OpenAPI document.
    Openapi,
    /// Bring the store to the newest migration.
    Migrate,
    /// Read the settings, say what holds, and start nothing. Fails while the manual has a number that the street has yet to write.
    CheckConfig,
    /// Write a whole copy of the store to a file while it is in use. The key file is not in it: keep that elsewhere.
    Backup {
        /// The file to write.
        file: PathBuf,
    },
    /// Put a backup in place of the store, after it was checked. The server must be stopped.
    Restore {
        /// The file to read.
        file: PathBuf,
    },
    /// Write all tables as lines of JSON, for moving to another engine.
    Export {
        /// The file to write.
        file: PathBuf,
    },
    /// Read what `export` wrote into an empty store.
    Load {
        /// The file to read.
        file: PathBuf,
    },
    /// Let messages to other systems go again, which a restored copy holds. On SQLite the server must be stopped.
    ResumeSending,
    /// Say that the machine's clock is right after it leapt by more than a day, so that what waited may end. The server must be stopped.
    ConfirmClock,
    /// Add a key to the key file. It seals from the next start on, when all that older keys sealed is sealed anew while people work.
    AddKey,
    /// Look for damage: the database, hash chains, orphans, totals, holes in duty.
    Doctor {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Verify the hash chain of every record that keeps one, or of one record.
    Verify {
        /// The id of a record of any kind: a case, a care alert, a resident.
        record: Option<String>,
    },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    ended(match &cli.command {
        Command::Own(own) => run(&cli, own),
        Command::Second(_) => Err(second::become_it()),
    })
}

fn run(cli: &Cli, command: &Own) -> Result<ExitCode> {
    for_the_owner_only();
    let settings = cli.place.settings()?;
    if cli.new_keys {
        keep::new_keys(&settings)?;
    }
    match command {
        Own::Serve(args) => serve::run(&settings, args).map(|()| ExitCode::SUCCESS),
        Own::Setup(args) => setup::run(&settings, args),
        Own::Import(args) => import::run(&settings, args),
        Own::Form(args) => form::run(&settings, args),
        Own::Openapi => {
            println!("{}", weiguang_server::router::document());
            Ok(ExitCode::SUCCESS)
        }
        Own::Migrate => keep::migrate(&settings),
        Own::CheckConfig => keep::check_config(&settings),
        Own::Backup { file } => keep::backup(&settings, file),
        Own::Restore { file } => keep::restore(&settings, file),
        Own::Export { file } => keep::export(&settings, file),
        Own::ResumeSending => keep::resume_sending(&settings),
        Own::ConfirmClock => keep::confirm_clock(&settings),
        Own::AddKey => keep::add_key(&settings),
        Own::Load { file } => keep::load(&settings, file),
        Own::Doctor { json } => keep::doctor(&settings, *json),
        Own::Verify { record } => keep::verify(&settings, record.as_deref()),
    }
}
