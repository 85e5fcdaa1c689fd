//! `weiguang demo` and `weiguang bench` are a separate program, so that a street's program contains neither.

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
    /// Create the demonstration street in its own folder (`weiguang-demo`, or --folder).
    #[command(disable_help_flag = true)]
    Demo(Words),
    /// Run a benchmark of the performance goals.
    #[command(disable_help_flag = true)]
    Bench(Words),
}

/// The arguments after the command, which the other program parses.
#[derive(clap::Args)]
pub struct Words {
    /// Options of this command; `--help` after it lists them.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    words: Vec<OsString>,
}

/// Replaces this process by the other program, with the same arguments and environment. Returns only if it cannot be started.
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
