//! The program `weiguang-tools`, which `weiguang` starts for what a street's own installation never does: the demonstration and the
//! measuring. It is started with the command line of `weiguang`, and speaks under that name.

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
    /// Make the demonstration street in a folder of its own (`weiguang-demo` unless --folder says otherwise).
    Demo(demo::Wishes),
    /// Measure one of the performance goals and print its figures.
    Bench(bench::Args),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    ended(match cli.command {
        Command::Demo(args) => {
            for_the_owner_only();
            cli.place.settings().and_then(|settings| demo::run(settings, &args))
        }
        // A bench runs other people's programs, whose files may be read by others.
        Command::Bench(args) => bench::run(args),
    })
}
