//! The one binary `weiguang`: serves, and does from a terminal what an operator needs.

use anyhow::Result;
use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Parser)]
#[command(name = "weiguang", version, about = "Weiguang 微光: micro-grid governance for a street and its neighbours")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
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
        /// How many of what the bench counts.
        #[arg(long)]
        n: Option<u64>,
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

fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Bench { name, engine, data, n, json } => {
            let engine = match engine {
                Engine::Sqlite => weiguang_bench::Engine::Sqlite,
                Engine::Postgres => weiguang_bench::Engine::Postgres,
            };
            let figures = weiguang_bench::run(&name, &weiguang_bench::Options { engine, data, n })?;
            if json {
                println!("{figures}")
            } else {
                println!("{figures:#}")
            }
            Ok(())
        }
    }
}
