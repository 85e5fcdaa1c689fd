//! `weiguang demo` and `weiguang bench`: a program of their own beside this one, so that the program that a street runs holds neither.

use anyhow::{Context as _, Error, Result};
use std::env;
use std::ffi::OsString;
use std::io::ErrorKind;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::Command;

/// The name of the other program.
const NAME: &str = "weiguang-tools";

/// The commands of the other program.
#[derive(clap::Subcommand)]
pub enum Second {
    /// Make the demonstration street in a folder of its own (`weiguang-demo` unless --folder says otherwise).
    #[command(disable_help_flag = true)]
    Demo(Words),
    /// Measure one of the performance goals and print its figures.
    #[command(disable_help_flag = true)]
    Bench(Words),
}

/// What is said behind the command. The other program reads the whole command line itself.
#[derive(clap::Args)]
pub struct Words {
    /// Options of this command; `--help` after it lists them.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    words: Vec<OsString>,
}

/// Becomes the other program, with the same command line, environment, input and output: signals and exit codes are its own. Comes back
/// only if it cannot be started.
pub fn become_it() -> Error {
    match beside() {
        Ok(program) => {
            let error = Command::new(&program).args(env::args_os().skip(1)).exec();
            if error.kind() != ErrorKind::NotFound {
                return Error::new(error).context(program.display().to_string());
            }
            let place = program.display();
            anyhow::anyhow!(
                "缺少程序 {place}：demo 和 bench 由它运行。请把它和 weiguang 放在同一目录；从源码构建用 cargo build --release。\n\
                 {place} is missing: it runs demo and bench. Put it into the folder of weiguang; `cargo build --release` builds both."
            )
        }
        Err(error) => error,
    }
}

fn beside() -> Result<PathBuf> {
    Ok(env::current_exe().context("the folder of this program")?.with_file_name(NAME))
}
