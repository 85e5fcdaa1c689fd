//! `weiguang bench`: runs a benchmark and prints its figures.

use anyhow::Result;
use clap::ValueEnum;
use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

/// Options.
#[derive(clap::Args)]
pub struct Args {
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
}

#[derive(Clone, Copy, ValueEnum)]
enum Engine {
    Sqlite,
    Postgres,
}

/// Runs a benchmark.
pub fn run(args: Args) -> Result<ExitCode> {
    if args.name == "list" {
        for (name, what) in weiguang_bench::NAMES {
            println!("{name:<10} {what}");
        }
        return Ok(ExitCode::SUCCESS);
    }
    let engine = match args.engine {
        Engine::Sqlite => weiguang_bench::Engine::Sqlite,
        Engine::Postgres => weiguang_bench::Engine::Postgres,
    };
    let options = weiguang_bench::Options {
        engine,
        data: args.data,
        lines: args.lines,
        directory: args.directory,
        kinds: args.kinds,
        n: args.n,
        folder: args.keep,
        // The measured program is `weiguang`, not this one.
        program: env::current_exe()?.with_file_name("weiguang"),
    };
    let figures = weiguang_bench::run(&args.name, &options)?;
    if args.json {
        println!("{figures}");
    } else {
        println!("{figures:#}");
    }
    Ok(ExitCode::SUCCESS)
}
