//! What an operator's doctor looks at: the engine's own integrity, statements, hash chains, orphans, holes in duty, years without
//! a calendar. It reads only.

mod statements;
mod tampering;
#[cfg(test)]
mod tampering_tests;

use serde::Serialize;
use std::path::PathBuf;
use weiguang_domain::grid::GridCode;
use weiguang_domain::manual::kind::Words;
use weiguang_domain::people::duty::{answers, ladder};
use weiguang_store::{Tx, params};

use crate::config::Settings;
use crate::outside::outgoing::{self, Denied};
use crate::rooms::cases::files::stored_files;
use crate::rooms::grid::territory::Territory;
use crate::rooms::manual::CurrentCalendar;
use crate::rooms::manual::CurrentManual;
use crate::rooms::outbox::{hold, messages};
use crate::rooms::people;
use crate::walk;
use crate::web::Refusal;
use crate::{App, leap};

const ORPHAN_EVENTS: &str = "SELECT COUNT(*) FROM case_parts p WHERE p.tenant = $1 AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.tenant = p.tenant AND c.id = p.case_id)";
const ORPHAN_FILES: &str = "SELECT COUNT(*) FROM attachments a WHERE a.tenant = $1 AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.tenant = a.tenant AND c.id = a.case_id)";
const LOST_OWNERS: &str = "SELECT COUNT(*) FROM cases c WHERE c.tenant = $1 AND c.open AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = c.owner AND a.state = 'active')";
const ROLLUP_OPEN: &str = "SELECT CAST(COALESCE(SUM(open), 0) AS BIGINT), CAST(COALESCE(SUM(late), 0) AS BIGINT), CAST(COALESCE(SUM(total), 0) AS BIGINT) FROM rollup WHERE tenant = $1";
const CASES_OPEN: &str = "SELECT COUNT(*) FROM cases WHERE tenant = $1 AND open";
const CASES_LATE: &str = "SELECT COUNT(*) FROM cases WHERE tenant = $1 AND open AND late";
const CASES_ALL: &str = "SELECT COUNT(*) FROM cases WHERE tenant = $1";
const STOCK: &str = "SELECT CAST(COALESCE(SUM(submitted + accepted + in_progress + returned + paused + resolved), 0) AS BIGINT), CAST(COALESCE(SUM(late), 0) AS BIGINT) FROM case_stock WHERE tenant = $1";
const DAYS: &str = "SELECT CAST(COALESCE(SUM(received), 0) AS BIGINT), CAST(COALESCE(SUM(closed), 0) AS BIGINT) FROM case_days WHERE tenant = $1";
const CONFIRMED: &str = "SELECT COUNT(*) FROM events WHERE tenant = $1 AND kind = 'cases.confirmed'";
const DOORS: &str = "SELECT COUNT(*) FROM campaign_doors d WHERE d.tenant = $1 AND d.outcome <> COALESCE((SELECT MAX(CASE v.outcome WHEN 'not_reached' THEN 1 \
 WHEN 'vacant' THEN 2 WHEN 'moved' THEN 3 WHEN 'refused' THEN 4 ELSE 5 END) FROM visits v WHERE v.tenant = d.tenant AND v.campaign = d.campaign AND v.dwelling = d.dwelling \
 AND NOT EXISTS (SELECT 1 FROM visits c WHERE c.tenant = v.tenant AND c.corrects = v.id)), 0)";
const STUCK: &str = "SELECT COUNT(*) FROM messages WHERE tenant = $1 AND state = 'given_up'";
const ALARMS_DUE: &str =
    "SELECT (SELECT COUNT(*) FROM cases WHERE alarm_at < $1) + (SELECT COUNT(*) FROM care_alerts WHERE alarm_at < $1)";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("doctor.ORPHAN_EVENTS", ORPHAN_EVENTS),
    ("doctor.ORPHAN_FILES", ORPHAN_FILES),
    ("doctor.LOST_OWNERS", LOST_OWNERS),
    ("doctor.ROLLUP_OPEN", ROLLUP_OPEN),
    ("doctor.CASES_OPEN", CASES_OPEN),
    ("doctor.CASES_LATE", CASES_LATE),
    ("doctor.CASES_ALL", CASES_ALL),
    ("doctor.STOCK", STOCK),
    ("doctor.DAYS", DAYS),
    ("doctor.CONFIRMED", CONFIRMED),
    ("doctor.DOORS", DOORS),
    ("doctor.STUCK", STUCK),
    ("doctor.ALARMS_DUE", ALARMS_DUE),
];

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at.
    pub what: String,
    /// Whether it is as it should be. A hole in duty is a warning, not a fault.
    pub verdict: Verdict,
    /// What was found, in Chinese.
    pub zh: String,
    /// What was found, in English.
    pub en: String,
}

/// How a finding ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// As it should be.
    Good,
    /// Somebody should look.
    Warning,
    /// Data is not as it was written.
    Fault,
}

fn finding(what: &str, verdict: Verdict, zh: String, en: String) -> Finding {
    Finding { what: what.into(), verdict, zh, en }
}

fn counted(what: &str, n: i64, bad: Verdict, zh: &str, en: &str) -> Finding {
    finding(what, if n == 0 { Verdict::Good } else { bad }, format!("{zh}：{n}"), format!("{en}: {n}"))
}

/// How many alarms of cases and of care, in all streets, were due before now and did not ring. One statement: looking costs the clocks little.
///
/// # Errors
/// The store's.
pub async fn alarms_due(app: &App) -> Result<i64, Refusal> {
    let now = app.now().micros();
    Ok(app.read(move |tx| Ok(tx.one(ALARMS_DUE, params![now], |row| row.get(0))?)).await?.unwrap_or(0))
}

/// Looks at everything. Chains are walked a thousand at a time, so memory is bounded however many there are.
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
    let (today, rooms) = (app.now().day(), app.rooms());
    for street in app.state::<Territory>().streets() {
        found.extend(chains(app, street)?);
        let figures = db.read_blocking(move |tx| {
            let tenant = street.as_str();
            let mut count =
                |sql: &'static str| Ok::<i64, Refusal>(tx.one(sql, params![tenant], |row| row.get(0))?.unwrap_or(0));
            let counts = [
                count(ORPHAN_EVENTS)?,
                count(ORPHAN_FILES)?,
                count(LOST_OWNERS)?,
                count(STUCK)?,
                count(CASES_OPEN)?,
                count(CASES_LATE)?,
                count(CASES_ALL)?,
                count(DOORS)?,
            ];
            let rollup = tx.one(ROLLUP_OPEN, params![tenant], |row| {
                Ok((row.get::<i64>(0)?, row.get::<i64>(1)?, row.get::<i64>(2)?))
            })?;
            let lost = people::with_lost_work(rooms, tx, &street, today)?.len();
            Ok::<_, Refusal>((counts, rollup.unwrap_or_default(), i64::try_from(lost).unwrap_or(i64::MAX)))
        })?;
        let ([parts, files, owners, stuck, open, late, all, doors], rollup, lost) = figures;
        found.push(counted(
            &format!("visits {street}"),
            doors,
            Verdict::Fault,
            "与走访不一致的门户",
            "doors of campaigns that differ from their visits",
        ));
        found.push(counted(
            &format!("orphans {street}"),
            parts + files,
            Verdict::Fault,
            "没有事项的协同任务和附件",
            "parts and files without a case",
        ));
        found.push(counted(
            &format!("owners {street}"),
            owners,
            Verdict::Warning,
            "没有在职负责人的未办结事项",
            "open cases without an active owner",
        ));
        found.push(counted(
            &format!("ended posts {street}"),
            lost,
            Verdict::Warning,
            "岗位已结束、手上还有未办事项的人",
            "people whose posts ended and with whom open work still rests",
        ));
        found.push(counted(
            &format!("messages {street}"),
            stuck,
            Verdict::Warning,
            "放弃投递的消息",
            "messages that were given up",
        ));
        let same = rollup == (open, late, all);
        found.push(finding(
            &format!("totals {street}"),
            if same { Verdict::Good } else { Verdict::Fault },
            format!("汇总 {rollup:?}，实数 {:?}", (open, late, all)),
            format!("totals {rollup:?}, counted {:?}", (open, late, all)),
        ));
        found.push(figures_by_day(app, street, (open, late, all))?);
        found.push(holes(app, street)?);
        found.extend(let_out(app, street)?);
    }
    found.extend(tampering::examine(app)?);
    found.extend(manual(app));
    found.push(private(app.settings()));
    found.push(clock(app)?);
    Ok(found)
}

/// Whether endings wait because the clock leapt.
fn clock(app: &App) -> Result<Finding, Refusal> {
    let leapt = app.db().read_blocking(|tx| leap::kept(tx).map_err(Refusal::from))?;
    let (verdict, words) = match leapt {
        Some(leapt) => (Verdict::Warning, leap::words(leapt)),
        None => (Verdict::Good, Words::new("时钟没有跳变", "the clock did not leap")),
    };
    Ok(finding("clock", verdict, words.zh, words.en))
}

/// What of a street may be let out: stored files that are not cleaned, sending that is held, addresses that are not sent to.
fn let_out(app: &App, street: GridCode) -> Result<[Finding; 3], Refusal> {
    let read = move |tx: &mut Tx<'_>| {
        Ok::<_, Refusal>((stored_files::left(tx, &street)?, hold::is_held(tx)?, messages::destinations(tx, &street)?))
    };
    let ((waiting, unreadable), held, destinations) = app.db().read_blocking(read)?;
    let warn = |bad: bool| if bad { Verdict::Warning } else { Verdict::Good };
    let named = |bad: &dyn Fn(&str) -> bool| {
        let bad = destinations.iter().filter(|d| d.active && bad(&d.url));
        bad.map(|d| d.name.as_str()).collect::<Vec<_>>().join(" ")
    };
    let inside = named(&|url| app.outgoing().read(url) == Err(Denied::Network));
    let password = named(&outgoing::has_password);
    Ok([
        finding(
            &format!("files {street}"),
            warn(unreadable > 0),
            format!("待清理的附件 {waiting}，无法清理、保留原样的附件 {unreadable}"),
            format!("stored files to be cleaned {waiting}, that cannot be read and are as they came {unreadable}"),
        ),
        finding(
            &format!("sending {street}"),
            warn(held),
            if held { "恢复后推送仍暂停：weiguang resume-sending".into() } else { "推送正常".into() },
            if held { "held since a restore: weiguang resume-sending".into() } else { "messages are sent".into() },
        ),
        finding(
            &format!("destinations {street}"),
            warn(!inside.is_empty() || !password.is_empty()),
            format!("在内网而设置未写明、不会发送：[{inside}]；地址带密码（已密封）：[{password}]"),
            format!(
                "inside of a network that no setting names, and not sent to: [{inside}]; with a password in the address (sealed): [{password}]"
            ),
        ),
    ])
}

/// Whether others on this machine can read what only its owner should.
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

/// What the manual lacks: notices of holidays, from November also of the next year; numbers that the street has yet to write; citations that
/// nobody has read for half a year.
fn manual(app: &App) -> [Finding; 3] {
    let (calendar, manual, today) = (app.state::<CurrentCalendar>(), app.state::<CurrentManual>(), app.now().day());
    let warn = |bad: bool| if bad { Verdict::Warning } else { Verdict::Good };
    let missed: Vec<String> = calendar.missed(today).iter().map(ToString::to_string).collect();
    let open: Vec<&str> = manual.open_calls().map(|(kind, _)| kind.id.as_str()).collect();
    let cited = manual.citations(today);
    [
        finding(
            "calendar",
            warn(!missed.is_empty()),
            format!("缺失的放假通知：{}", if missed.is_empty() { "无".into() } else { missed.join("、") }),
            format!("missing holiday notices: {}", if missed.is_empty() { "none".into() } else { missed.join(", ") }),
        ),
        finding(
            "manual numbers",
            warn(!open.is_empty()),
            format!("手册里街道待填的电话：{} 个 {}", open.len(), open.join("、")),
            format!("numbers of the manual that the street has yet to write: {} {}", open.len(), open.join(", ")),
        ),
        finding(
            "manual sources",
            warn(cited.stale > 0),
            format!("手册依据：180 天内核对 {}，过期 {}，从未核对 {}", cited.fresh, cited.stale, cited.never),
            format!(
                "sources of the manual: read within 180 days {}, longer ago {}, never {}",
                cited.fresh, cited.stale, cited.never
            ),
        ),
    ]
}

/// The chains of a street, kind by kind, with the records whose chains do not hold.
fn chains(app: &App, street: GridCode) -> Result<Vec<Finding>, Refusal> {
    let all = walk::street(app, street)?;
    let told = all.into_iter().map(|(subject, walked)| {
        let (records, entries, broken) = (walked.records, walked.entries, walked.broken);
        let few = || walked.named.iter().take(20);
        let zh: Vec<String> = few().map(|(id, fault)| format!("{id} {}", fault.chinese())).collect();
        let en: Vec<String> = few().map(|(id, fault)| format!("{id}: {fault}")).collect();
        finding(
            &format!("chains {street} {}", subject.key()),
            if broken == 0 { Verdict::Good } else { Verdict::Fault },
            format!("{} {records} 条、{entries} 个条目，断链 {broken} 条 {}", subject.chinese(), zh.join("；")),
            format!("{} {records}, entries {entries}, broken {broken} {}", subject.english(), en.join("; ")),
        )
    });
    Ok(told.collect())
}

/// Whether what screens add up is what there is: open matters by kind, and those that came and were closed day by day.
fn figures_by_day(app: &App, street: GridCode, there: (i64, i64, i64)) -> Result<Finding, Refusal> {
    let (stock, days, confirmed) = app.db().read_blocking(move |tx| {
        let pair = |row: &weiguang_store::Row<'_>| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?));
        let stock = tx.one(STOCK, params![street.as_str()], pair)?.unwrap_or_default();
        let days = tx.one(DAYS, params![street.as_str()], pair)?.unwrap_or_default();
        let confirmed = tx.one(CONFIRMED, params![street.as_str()], |row| row.get::<i64>(0))?.unwrap_or(0);
        Ok::<_, Refusal>((stock, days, confirmed))
    })?;
    let (open, late, all) = there;
    let same = stock == (open, late) && days == (all, confirmed);
    Ok(finding(
        &format!("days {street}"),
        if same { Verdict::Good } else { Verdict::Fault },
        format!("在办 {stock:?}、逐日 {days:?}，实数 {:?}、{:?}", (open, late), (all, confirmed)),
        format!("open {stock:?}, by day {days:?}; counted {:?}, {:?}", (open, late), (all, confirmed)),
    ))
}

/// Micro-grids for which nobody of their own answers today.
fn holes(app: &App, street: GridCode) -> Result<Finding, Refusal> {
    let (territory, day) = (app.state::<Territory>(), app.now().day());
    let codes: Vec<_> = territory
        .cells_under(&street)
        .into_iter()
        .map(|(c, _)| c)
        .filter(|c| c.level() == weiguang_domain::grid::Level::MicroGrid)
        .collect();
    let open = app.db().read_blocking(move |tx| {
        let mut open = Vec::new();
        for code in &codes {
            let rungs = ladder(None, *code);
            let seats = people::store::seats(tx, &street, &rungs, day)?;
            if answers(&rungs, &seats).code != Some(*code) {
                open.push(code.to_string());
            }
        }
        Ok::<_, Refusal>(open)
    })?;
    let list = open.iter().take(20).cloned().collect::<Vec<_>>().join(" ");
    let verdict = if open.is_empty() { Verdict::Good } else { Verdict::Warning };
    Ok(finding(
        &format!("duty {street}"),
        verdict,
        format!("无人在岗的微网格 {} 个 {list}", open.len()),
        format!("{} micro-grids without a holder {list}", open.len()),
    ))
}
