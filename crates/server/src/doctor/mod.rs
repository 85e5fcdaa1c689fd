//! The checks of `weiguang doctor`: the database engine's own integrity check, statements, hash chains, orphaned rows, cells without a
//! holder, years without a holiday calendar. They only read.

mod statements;
mod tampering;
#[cfg(test)]
mod tampering_tests;

use std::path::PathBuf;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::words::Words;

use crate::config::Settings;
pub use crate::finding::{Finding, Verdict};
use crate::finding::{counted, finding};
use crate::rooms::grid::Territory;
use crate::web::Refusal;
use crate::{App, leap, walk};

/// Runs all checks. Chains are read a thousand entries at a time, so that memory use does not grow with their number.
///
/// # Errors
/// If the store cannot be read at all.
pub fn examine(app: &App) -> Result<Vec<Finding>, Refusal> {
    let db = app.db();
    let mut found = Vec::new();
    let faults = db.integrity()?;
    found.push(finding(
        "store",
        if faults.is_empty() { Verdict::Good } else { Verdict::Fault },
        if faults.is_empty() { "数据库完整".into() } else { format!("数据库损坏：{}", faults.join("；")) },
        if faults.is_empty() {
            "the database is whole".into()
        } else {
            format!("the database is damaged: {}", faults.join("; "))
        },
    ));
    let unprepared = db.prepare_all(&statements::all())?;
    let names: Vec<&str> = unprepared.iter().map(|(name, _)| *name).collect();
    found.push(counted(
        "statements",
        i64::try_from(names.len()).unwrap_or(0),
        Verdict::Fault,
        "不能执行的语句",
        "statements that cannot run",
    ));
    for street in app.state::<Territory>().streets() {
        found.extend(chains(app, street)?);
        for room in app.rooms() {
            found.extend(room.check_street(app, street)?);
        }
    }
    found.extend(tampering::examine(app)?);
    for room in app.rooms() {
        found.extend(room.check(app)?);
    }
    found.push(private(app.settings()));
    found.push(clock(app)?);
    Ok(found)
}

/// Checks whether expiries are postponed because the clock leapt.
fn clock(app: &App) -> Result<Finding, Refusal> {
    let leapt = app.db().read_blocking(|tx| leap::kept(tx).map_err(Refusal::from))?;
    let (verdict, words) = match leapt {
        Some(leapt) => (Verdict::Warning, leap::words(leapt)),
        None => (Verdict::Good, Words::new("时钟没有跳变", "the clock did not leap")),
    };
    Ok(finding("clock", verdict, words.zh, words.en))
}

/// Checks whether files that only their owner may read are readable by other users of this machine.
fn private(settings: &Settings) -> Finding {
    use std::os::unix::fs::PermissionsExt as _;
    let store = settings.store_url().strip_prefix("sqlite:").map(PathBuf::from);
    let open: Vec<String> = [Some(settings.key_file()), store]
        .into_iter()
        .flatten()
        .filter(|path| std::fs::metadata(path).is_ok_and(|m| m.permissions().mode() & 0o077 != 0))
        .map(|path| path.display().to_string())
        .collect();
    finding(
        "private",
        if open.is_empty() { Verdict::Good } else { Verdict::Warning },
        format!("本机其他用户也能读的文件：{}", if open.is_empty() { "无".into() } else { open.join(" ") }),
        format!(
            "files that others on this machine can read: {}",
            if open.is_empty() { "none".into() } else { open.join(" ") }
        ),
    )
}

/// Verifies the hash chains of a street, by kind of record, and names the records whose chains are broken.
fn chains(app: &App, street: GridCode) -> Result<Vec<Finding>, Refusal> {
    let all = walk::street(app, street)?;
    let told = all.into_iter().map(|(subject, walked)| {
        let (records, entries, broken) = (walked.records, walked.entries, walked.broken);
        let few = || walked.named.iter().take(20);
        let zh: Vec<String> = few().map(|(id, fault)| format!("{id} {}", fault.chinese())).collect();
        let en: Vec<String> = few().map(|(id, fault)| format!("{id}: {fault}")).collect();
        finding(
            &format!("chains {street} {}", subject.key),
            if broken == 0 { Verdict::Good } else { Verdict::Fault },
            format!("{} {records} 条、{entries} 个条目，断链 {broken} 条 {}", subject.chinese, zh.join("；")),
            format!("{} {records}, entries {entries}, broken {broken} {}", subject.english, en.join("; ")),
        )
    });
    Ok(told.collect())
}
