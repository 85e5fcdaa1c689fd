//! The binary `weiguang`: the server and the operator's commands. `demo` and `bench` are in another program beside it.

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

/// The commands of this program.
#[derive(Subcommand)]
enum Own {
    /// Serve the pages and the API.
    Serve(serve::Args),
    /// Start a real installation: print a new one-time link, or ask for street and administrator here. On SQLite the
    /// server must be stopped; the link is valid for 24 hours and one use.
    Setup(setup::Args),
    /// Import a table: areas, grids, address directory, roster, hotline tickets, or residents.
    Import(import::Args),
    /// Publish a form of visits from an XLSForm workbook.
    Form(form::Args),
    /// Print the OpenAPI document.
    Openapi,
    /// Migrate the store.
    Migrate,
    /// Check and print the settings without starting. Fails while the manual has numbers that the street has not
    /// entered.
    CheckConfig,
    /// Write a backup of the store while it is in use. The key file is not included: store it elsewhere.
    Backup {
        /// The file to write.
        file: PathBuf,
    },
    /// Replace the store by a verified backup. The server must be stopped.
    Restore {
        /// The file to read.
        file: PathBuf,
    },
    /// Export all tables as JSON lines, for moving to another engine.
    Export {
        /// The file to write.
        file: PathBuf,
    },
    /// Load an export into an empty store.
    Load {
        /// The file to read.
        file: PathBuf,
    },
    /// Resume sending messages, which a restore pauses. On SQLite the server must be stopped.
    ResumeSending,
    /// Confirm the machine's clock after it leapt by more than a day, so that waiting deadlines take effect. The server
    /// must be stopped.
    ConfirmClock,
    /// Add a key to the key file. From the next start it encrypts new data, and old data is re-encrypted in the
    /// background.
    AddKey,
    /// Check for damage: database, hash chains, orphans, totals, vacant posts.
    Doctor {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Verify the hash chains of all records, or of one.
    Verify {
        /// The id of any record: a case, a care alert, a resident.
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
