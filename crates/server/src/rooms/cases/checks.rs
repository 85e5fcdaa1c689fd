//! Doctor's checks of cases: parts and files without a case, open cases without an owner, and wrong totals.

use weiguang_domain::cases::{Placed, Status};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{Row, StoreError, Tx, params};

use crate::app::App;
use crate::finding::{Finding, Verdict, counted, finding, warn};
use crate::problem::Refusal;
use crate::rooms::cases::files::stored_files;
use crate::rooms::cases::store;

const ORPHAN_EVENTS: &str = "SELECT COUNT(*) FROM case_parts p WHERE p.tenant = $1 AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.tenant = p.tenant AND c.id = p.case_id)";
const ORPHAN_FILES: &str = "SELECT COUNT(*) FROM attachments a WHERE a.tenant = $1 AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.tenant = a.tenant AND c.id = a.case_id)";
const LOST_OWNERS: &str = "SELECT COUNT(*) FROM cases c WHERE c.tenant = $1 AND c.open AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = c.owner AND a.state = 'active')";
const ROLLUP_OPEN: &str = "SELECT CAST(COALESCE(SUM(open), 0) AS BIGINT), CAST(COALESCE(SUM(late), 0) AS BIGINT), CAST(COALESCE(SUM(total), 0) AS BIGINT) FROM rollup WHERE tenant = $1";
/// By status and whether the place is sure, which the tabs of the queue count.
const TABS: &str = "SELECT status, placed, COUNT(*) FROM cases WHERE tenant = $1 AND open GROUP BY status, placed";
const CASES_OPEN: &str = "SELECT COUNT(*) FROM cases WHERE tenant = $1 AND open";
const CASES_LATE: &str = "SELECT COUNT(*) FROM cases WHERE tenant = $1 AND open AND late";
const CASES_ALL: &str = "SELECT COUNT(*) FROM cases WHERE tenant = $1";
const STOCK: &str = "SELECT CAST(COALESCE(SUM(submitted + accepted + in_progress + returned + paused + resolved), 0) AS BIGINT), CAST(COALESCE(SUM(late), 0) AS BIGINT) FROM case_stock WHERE tenant = $1";
const DAYS: &str = "SELECT CAST(COALESCE(SUM(received), 0) AS BIGINT), CAST(COALESCE(SUM(closed), 0) AS BIGINT) FROM case_days WHERE tenant = $1";
const DUE: &str = "SELECT COUNT(*) FROM cases WHERE alarm_at < $1";
const CONFIRMED: &str = "SELECT COUNT(*) FROM events WHERE tenant = $1 AND kind = 'cases.confirmed'";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("doctor.ORPHAN_EVENTS", ORPHAN_EVENTS),
    ("doctor.ORPHAN_FILES", ORPHAN_FILES),
    ("doctor.LOST_OWNERS", LOST_OWNERS),
    ("doctor.ROLLUP_OPEN", ROLLUP_OPEN),
    ("doctor.TABS", TABS),
    ("doctor.CASES_OPEN", CASES_OPEN),
    ("doctor.CASES_LATE", CASES_LATE),
    ("doctor.CASES_ALL", CASES_ALL),
    ("doctor.STOCK", STOCK),
    ("doctor.DAYS", DAYS),
    ("doctor.CONFIRMED", CONFIRMED),
    ("doctor.CASES_DUE", DUE),
];

/// Checks the cases of a street.
///
/// # Errors
/// The store's errors.
pub fn street(app: &App, street: GridCode) -> Result<Vec<Finding>, Refusal> {
    app.db().read_blocking(move |tx| {
        let tenant = street.as_str();
        let mut count =
            |sql: &'static str| Ok::<i64, Refusal>(tx.one(sql, params![tenant], |row| row.get(0))?.unwrap_or(0));
        let orphans = count(ORPHAN_EVENTS)? + count(ORPHAN_FILES)?;
        let owners = count(LOST_OWNERS)?;
        let there = (count(CASES_OPEN)?, count(CASES_LATE)?, count(CASES_ALL)?);
        let rollup = tx.one(ROLLUP_OPEN, params![tenant], |row| {
            Ok((row.get::<i64>(0)?, row.get::<i64>(1)?, row.get::<i64>(2)?))
        })?;
        let rollup = rollup.unwrap_or_default();
        let (waiting, unreadable) = stored_files::left(tx, &street)?;
        Ok(vec![
            counted(
                &format!("orphans {street}"),
                orphans,
                Verdict::Fault,
                "没有事项的协同任务和附件",
                "parts and files without a case",
            ),
            counted(
                &format!("owners {street}"),
                owners,
                Verdict::Warning,
                "没有在职负责人的未办结事项",
                "open cases without an active owner",
            ),
            finding(
                &format!("totals {street}"),
                if rollup == there { Verdict::Good } else { Verdict::Fault },
                format!("汇总 {rollup:?}，实数 {there:?}"),
                format!("totals {rollup:?}, counted {there:?}"),
            ),
            tabs(tx, street)?,
            by_day(tx, street, there)?,
            finding(
                &format!("files {street}"),
                warn(unreadable > 0),
                format!("待清理的附件 {waiting}，无法清理、保留原样的附件 {unreadable}"),
                format!("stored files to be cleaned {waiting}, that cannot be read and are as they came {unreadable}"),
            ),
        ])
    })
}

/// How many alarms of all streets were due before a moment.
///
/// # Errors
/// The store's errors.
pub fn due(tx: &mut Tx<'_>, before: Moment) -> Result<i64, StoreError> {
    Ok(tx.one(DUE, params![before.micros()], |row| row.get(0))?.unwrap_or(0))
}

/// Whether the counts of the queue's tabs match the cases: waiting, returned, paused, resolved, unplaced.
fn tabs(tx: &mut Tx<'_>, street: GridCode) -> Result<Finding, Refusal> {
    let mut there = [0; 5];
    let mut add = |status: &str, placed: &str, n: i64| {
        let statuses = [Status::Submitted, Status::Returned, Status::Paused, Status::Resolved];
        if let Some(at) = statuses.iter().position(|s| s.key() == status) {
            there[at] += n;
        }
        there[4] += if placed == Placed::Sure.key() { 0 } else { n };
    };
    for (status, placed, n) in tx.query(TABS, params![street.as_str()], |row| {
        Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<i64>(2)?))
    })? {
        add(&status, &placed, n);
    }
    let t = store::totals(tx, &street)?;
    let stored = [t.submitted, t.returned, t.paused, t.resolved, t.unplaced];
    Ok(finding(
        &format!("tabs {street}"),
        if stored == there { Verdict::Good } else { Verdict::Fault },
        format!("待受理、退回、暂停、待评价、位置待定：汇总 {stored:?}，实数 {there:?}"),
        format!("waiting, returned, paused, resolved, unplaced: totals {stored:?}, counted {there:?}"),
    ))
}

/// Whether the stored totals match the cases: open ones by kind, and received and closed ones by day.
fn by_day(tx: &mut Tx<'_>, street: GridCode, there: (i64, i64, i64)) -> Result<Finding, Refusal> {
    let pair = |row: &Row<'_>| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?));
    let stock = tx.one(STOCK, params![street.as_str()], pair)?.unwrap_or_default();
    let days = tx.one(DAYS, params![street.as_str()], pair)?.unwrap_or_default();
    let confirmed = tx.one(CONFIRMED, params![street.as_str()], |row| row.get::<i64>(0))?.unwrap_or(0);
    let (open, late, all) = there;
    let same = stock == (open, late) && days == (all, confirmed);
    Ok(finding(
        &format!("days {street}"),
        if same { Verdict::Good } else { Verdict::Fault },
        format!("在办 {stock:?}、逐日 {days:?}，实数 {:?}、{:?}", (open, late), (all, confirmed)),
        format!("open {stock:?}, by day {days:?}; counted {:?}, {:?}", (open, late), (all, confirmed)),
    ))
}
