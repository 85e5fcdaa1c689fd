//! The one binary `weiguang`: serves, and does from a terminal what an operator needs.

mod demo;
mod form;
mod import;
mod keep;
mod serve;
mod setup;

use anyhow::Result;
use clap::{Parser, Subcommand, ValueEnum};
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use weiguang_server::web::Refusal;
use weiguang_server::{Settings, keys};

#[derive(Parser)]
#[command(name = "weiguang", version, about = "Weiguang 微光: micro-grid governance for a street and its neighbours")]
struct Cli {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    command: Command,
}

/// Where settings and data are.
#[derive(clap::Args, Clone)]
struct Place {
    /// A TOML file of settings; what it leaves out stays at its default.
    #[arg(long, global = true, env = "WEIGUANG_CONFIG")]
    config: Option<PathBuf>,
    /// The folder of data and keys.
    #[arg(long, global = true, env = "WEIGUANG_FOLDER")]
    folder: Option<PathBuf>,
    /// The store: `sqlite:FILE` or `postgres://…`.
    #[arg(long, global = true, env = "WEIGUANG_STORE")]
    store: Option<String>,
    /// Make new keys first: only for an empty store whose key file is gone.
    #[arg(long, global = true)]
    new_keys: bool,
}

impl Place {
    /// The settings: defaults, then the file, then the flags.
    fn settings(&self) -> Result<Settings> {
        let mut settings = match &self.config {
            Some(file) => Settings::from_file(file)?,
            None => Settings::default(),
        };
        if let Some(folder) = &self.folder {
            settings.folder.clone_from(folder);
        }
        if let Some(store) = &self.store {
            settings.store.url.clone_from(store);
        }
        Ok(settings)
    }
}

#[derive(Subcommand)]
enum Command {
    /// Serve the pages and the API.
    Serve(serve::Args),
    /// Begin a real installation: print a new one-time link, or ask for the street and its administrator here. On SQLite the server
    /// must be stopped; the link then holds for 24 hours, until it is used.
    Setup(setup::Args),
    /// Make the demonstration street in a folder of its own (`weiguang-demo` unless --folder says otherwise).
    Demo(demo::Wishes),
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
    /// Measure one of the performance goals and print its figures.
    Bench {
        /// Which goal; `list` names them all.
        name: String,
        /// The store to run on.
        #[arg(long, value_enum, default_value_t = Engine::Sqlite)]
        engine: Engine,
        /// A folder of real data, where the bench knows some.
        #[arg(long)]
        data: Option<PathBuf>,
        /// `address`: lines that people typed, with what is wanted of each.
        #[arg(long)]
        lines: Option<PathBuf>,
        /// `address`: the directory for these lines; otherwise `directory.csv` beside them.
        #[arg(long)]
        directory: Option<PathBuf>,
        /// `address`: the figures of the lines by kind as well.
        #[arg(long)]
        kinds: bool,
        /// How many of what the bench counts.
        #[arg(long)]
        n: Option<u64>,
        /// Where a filled SQLite store is kept for the next run.
        #[arg(long)]
        keep: Option<PathBuf>,
        /// Print one line of JSON.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Engine {
    Sqlite,
    Postgres,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    // Whatever is written, the store and its log, backups, keys, reports, is for its owner only. A bench runs other people's programs.
    if !matches!(cli.command, Command::Bench { .. }) {
        rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    }
    match run(&cli) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("weiguang: {error:#}");
            let by_keys = |cause: &(dyn Error + 'static)| {
                cause.is::<keys::Trouble>() || matches!(cause.downcast_ref(), Some(Refusal::Keys(_)))
            };
            if error.chain().any(by_keys) { ExitCode::from(keys::EXIT) } else { ExitCode::FAILURE }
        }
    }
}

fn run(cli: &Cli) -> Result<ExitCode> {
    if cli.place.new_keys {
        keep::new_keys(&cli.place.settings()?)?;
    }
    match &cli.command {
        Command::Serve(args) => serve::run(&cli.place.settings()?, args).map(|()| ExitCode::SUCCESS),
        Command::Setup(args) => setup::run(&cli.place.settings()?, args),
        Command::Demo(args) => demo::run(cli.place.settings()?, args),
        Command::Import(args) => import::run(&cli.place.settings()?, args),
        Command::Form(args) => form::run(&cli.place.settings()?, args),
        Command::Openapi => {
            println!("{}", weiguang_server::router::document());
            Ok(ExitCode::SUCCESS)
        }
        Command::Migrate => keep::migrate(&cli.place.settings()?),
        Command::CheckConfig => keep::check_config(&cli.place.settings()?),
        Command::Backup { file } => keep::backup(&cli.place.settings()?, file),
        Command::Restore { file } => keep::restore(&cli.place.settings()?, file),
        Command::Export { file } => keep::export(&cli.place.settings()?, file),
        Command::ResumeSending => keep::resume_sending(&cli.place.settings()?),
        Command::ConfirmClock => keep::confirm_clock(&cli.place.settings()?),
        Command::AddKey => keep::add_key(&cli.place.settings()?),
        Command::Load { file } => keep::load(&cli.place.settings()?, file),
        Command::Doctor { json } => keep::doctor(&cli.place.settings()?, *json),
        Command::Verify { record } => keep::verify(&cli.place.settings()?, record.as_deref()),
        Command::Bench { name, engine, data, lines, directory, kinds, n, keep, json } => {
            if name == "list" {
                for (name, what) in weiguang_bench::NAMES {
                    println!("{name:<10} {what}");
                }
                return Ok(ExitCode::SUCCESS);
            }
            let engine = match engine {
                Engine::Sqlite => weiguang_bench::Engine::Sqlite,
                Engine::Postgres => weiguang_bench::Engine::Postgres,
            };
            let program = std::env::current_exe()?;
            let options = weiguang_bench::Options {
                engine,
                data: data.clone(),
                lines: lines.clone(),
                directory: directory.clone(),
                kinds: *kinds,
                n: *n,
                folder: keep.clone(),
                program,
            };
            let figures = weiguang_bench::run(name, &options)?;
            if *json {
                println!("{figures}")
            } else {
                println!("{figures:#}")
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}
