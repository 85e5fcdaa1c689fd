//! Shared by the programs: settings, serving, refusals in both languages, and exit codes.

pub mod entry;
pub mod place;
pub mod serve;

use anyhow::Result;
use std::error::Error;
use std::process::ExitCode;
use weiguang_server::keys;
use weiguang_server::web::Refusal;

pub use place::Place;

/// Makes all files written from now on (store, log, backups, keys, reports) readable by their owner only.
pub fn for_the_owner_only() {
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
}

/// Prints an error; key errors have their own exit code.
pub fn ended(outcome: Result<ExitCode>) -> ExitCode {
    let error = match outcome {
        Ok(code) => return code,
        Err(error) => error,
    };
    eprintln!("weiguang: {error:#}");
    let by_keys = |cause: &(dyn Error + 'static)| {
        cause.is::<keys::Trouble>() || matches!(cause.downcast_ref(), Some(Refusal::Keys(_)))
    };
    if error.chain().any(by_keys) { ExitCode::from(keys::EXIT) } else { ExitCode::FAILURE }
}

/// A refusal in both languages.
#[must_use]
pub fn said(refusal: &Refusal) -> anyhow::Error {
    if let Refusal::Invalid(faults) = refusal {
        let lines = faults.iter().map(|f| format!("{}：{}\n{}: {}", f.field, f.zh, f.field, f.en));
        return anyhow::anyhow!(lines.collect::<Vec<_>>().join("\n"));
    }
    if let Refusal::Keys(trouble) = refusal {
        return trouble.clone().into();
    }
    let (code, zh, en) = refusal.told();
    anyhow::anyhow!("{zh}\n{en} ({code}: {refusal})")
}
