//! `weiguang bench`: measures one of the performance goals and prints its figures.

use anyhow::Result;
use clap::ValueEnum;
use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

/// What a bench is told.
#[derive(clap::Args)]
pub struct Args {
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
}

#[derive(Clone, Copy, ValueEnum)]
enum Engine {
    Sqlite,
    Postgres,
}

/// Measures.
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
        // What is measured is the program that a street runs, and not this one.
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
