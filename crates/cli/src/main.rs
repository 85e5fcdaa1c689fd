//! The binary `weiguang`: the server and the operator's commands.

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

/// Location of settings and data.
#[derive(clap::Args, Clone)]
struct Place {
    /// A TOML settings file; omitted settings have defaults.
    #[arg(long, global = true, env = "WEIGUANG_CONFIG")]
    config: Option<PathBuf>,
    /// The folder for data and keys.
    #[arg(long, global = true, env = "WEIGUANG_FOLDER")]
    folder: Option<PathBuf>,
    /// The store: `sqlite:FILE` or `postgres://…`.
    #[arg(long, global = true, env = "WEIGUANG_STORE")]
    store: Option<String>,
    /// Create new keys first: only for an empty store without a key file.
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
    /// Start a real installation: print a new one-time link, or ask for street and administrator here. On SQLite the
    /// server must be stopped; the link is valid for 24 hours and one use.
    Setup(setup::Args),
    /// Create the demonstration street in its own folder (`weiguang-demo`, or --folder).
    Demo(demo::Wishes),
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
    /// Run a benchmark of the performance goals.
    Bench {
        /// Its name; `list` prints all.
        name: String,
        /// The store.
        #[arg(long, value_enum, default_value_t = Engine::Sqlite)]
        engine: Engine,
        /// A folder of real data, if supported.
        #[arg(long)]
        data: Option<PathBuf>,
        /// `address`: typed lines with the expected results.
        #[arg(long)]
        lines: Option<PathBuf>,
        /// `address`: the directory for these lines; default: `directory.csv` beside them.
        #[arg(long)]
        directory: Option<PathBuf>,
        /// `address`: also print figures by kind of line.
        #[arg(long)]
        kinds: bool,
        /// Size of the benchmark.
        #[arg(long)]
        n: Option<u64>,
        /// Folder for a filled SQLite store that is reused.
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
    // All files written (store, log, backups, keys, reports) are readable by their owner only. A benchmark also runs
    // other programs.
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
