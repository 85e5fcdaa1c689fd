//! The program `weiguang-tools`: demonstration and benchmarks, which an installation of a street does not need.
//! `weiguang` starts it with its own command line and name.

mod bench;
mod demo;

use clap::{Parser, Subcommand};
use std::process::ExitCode;
use weiguang_terminal::{Place, ended, for_the_owner_only};

#[derive(Parser)]
#[command(
    name = "weiguang-tools",
    bin_name = "weiguang",
    version,
    about = "Weiguang 微光: the demonstration street, and the measuring"
)]
struct Cli {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Create the demonstration street in its own folder (`weiguang-demo`, or --folder).
    Demo(demo::Wishes),
    /// Run a benchmark of the performance goals.
    Bench(bench::Args),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    ended(match cli.command {
        Command::Demo(args) => {
            for_the_owner_only();
            cli.place.settings().and_then(|settings| demo::run(settings, &args))
        }
        // A benchmark runs other programs, whose files others may have to read.
        Command::Bench(args) => bench::run(args),
    })
}
