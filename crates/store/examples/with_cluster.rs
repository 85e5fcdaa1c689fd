//! Runs a command with one PostgreSQL cluster for all the tests it starts:
//! `cargo run -p weiguang-store --example with_cluster -- cargo nextest run`.

use std::process::{Command, ExitCode};

use weiguang_store::testing::{Cluster, Disk, ENVIRONMENT};

fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let program = words.next().ok_or("say which command to run")?;
    let cluster = Cluster::start(Disk::Careless)?;
    let status = Command::new(program).args(words).env(ENVIRONMENT, cluster.url("postgres")).status()?;
    drop(cluster);
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}
