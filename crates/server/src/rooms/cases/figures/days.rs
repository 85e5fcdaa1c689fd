//! Totals of cases, updated in the transaction of the case itself: by cell, by status of the open ones, and by day. A screen adds up some
//! thousand small rows however many cases there are.

use weiguang_domain::cases::count::{Flow, Stock, flows};
use weiguang_domain::cases::{Case, Fact};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_store::{Row, StoreError, Tx, params};

use crate::chain;
use crate::outside::columns::code_at;
use crate::rooms::cases::record::Totals;
use crate::rooms::cases::store;

const ADD_STOCK: &str = "INSERT INTO case_stock (tenant, code, kind, submitted, accepted, in_progress, returned, paused, resolved, late) \
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (tenant, code, kind) DO UPDATE SET submitted = case_stock.submitted + excluded.submitted, \
 accepted = case_stock.accepted + excluded.accepted, in_progress = case_stock.in_progress + excluded.in_progress, returned = case_stock.returned + excluded.returned, \
 paused = case_stock.paused + excluded.paused, resolved = case_stock.resolved + excluded.resolved, late = case_stock.late + excluded.late";
const ADD_DAY: &str = "INSERT INTO case_days (tenant, day, code, kind, hours, received, late, closed, answered, satisfied, recorded, recorded_satisfied) \
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (tenant, day, code, kind, hours) DO UPDATE SET received = case_days.received + excluded.received, \
 late = case_days.late + excluded.late, closed = case_days.closed + excluded.closed, answered = case_days.answered + excluded.answered, \
 satisfied = case_days.satisfied + excluded.satisfied, recorded = case_days.recorded + excluded.recorded, \
 recorded_satisfied = case_days.recorded_satisfied + excluded.recorded_satisfied";
const STOCK: &str = "SELECT substr(code, 1, $4) AS part, kind, CAST(SUM(submitted) AS BIGINT), CAST(SUM(accepted) AS BIGINT), CAST(SUM(in_progress) AS BIGINT), \
 CAST(SUM(returned) AS BIGINT), CAST(SUM(paused) AS BIGINT), CAST(SUM(resolved) AS BIGINT), CAST(SUM(late) AS BIGINT) \
 FROM case_stock WHERE tenant = $1 AND code >= $2 AND code < $3 GROUP BY 1, 2 ORDER BY 1, 2";
macro_rules! flow {
    ($by:literal, $rest:literal) => {
        concat!(
            "SELECT ", $by, ", CAST(SUM(received) AS BIGINT), CAST(SUM(late) AS BIGINT), CAST(SUM(closed) AS BIGINT), CAST(SUM(answered) AS BIGINT), \
 CAST(SUM(satisfied) AS BIGINT), CAST(SUM(recorded) AS BIGINT), CAST(SUM(recorded_satisfied) AS BIGINT) FROM case_days WHERE tenant = $1 AND day >= $4 AND code >= $2 AND code < $3", $rest
        )
    };
}
const BY_DAY: &str = flow!("day", " GROUP BY day ORDER BY day");
const BY_PART: &str = flow!("substr(code, 1, $5) AS part, kind", " GROUP BY 1, 2 ORDER BY 1, 2");
const HOURS: &str = "SELECT kind, hours, CAST(SUM(closed) AS BIGINT) FROM case_days WHERE tenant = $1 AND day >= $4 AND code >= $2 AND code < $3 AND hours >= 0 \
 GROUP BY kind, hours ORDER BY kind, hours";
/// The newest steps: the engine scans backwards in time and looks up each one's case, never the other way round.
const STEPS: &str = "SELECT e.seq, e.kind, e.at, e.actor, e.digest, e.body, e.hash, e.stream, c.code, c.kind, c.kind_version, c.status, c.received_at FROM events e CROSS JOIN cases c WHERE e.tenant = $1 AND e.at > $4 \
 AND c.tenant = e.tenant AND c.id = e.stream AND c.code >= $2 AND c.code < $3 AND ($5 = '' OR e.kind = $5) ORDER BY e.at DESC LIMIT $6";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("days.ADD_STOCK", ADD_STOCK),
    ("days.ADD_DAY", ADD_DAY),
    ("days.STOCK", STOCK),
    ("days.BY_DAY", BY_DAY),
    ("days.BY_PART", BY_PART),
    ("days.HOURS", HOURS),
    ("days.STEPS", STEPS),
];

/// A civil day of China as it is stored: days since 1970.
#[must_use]
pub fn number(day: Day) -> i64 {
    (Moment::start_of(day) - Moment::start_of(jiff::civil::date(1970, 1, 1))).as_micros() / 86_400_000_000
}

/// Counts a step of a case: `before` is the case before it, `None` for a new one.
pub fn count(
    tx: &mut Tx<'_>,
    before: Option<&Case>,
    after: &Case,
    facts: &[Fact],
    now: Moment,
) -> Result<(), StoreError> {
    let (totals, stock) = (Totals::of(after), Stock::of(after));
    match before {
        None => {
            store::add_totals(tx, &after.code, totals)?;
            add_stock(tx, after, stock)?;
        }
        Some(before) => {
            let (old_totals, old_stock) = (Totals::of(before), Stock::of(before));
            if before.code == after.code {
                store::add_totals(tx, &after.code, totals.minus(old_totals))?;
            } else {
                store::add_totals(tx, &before.code, Totals::default().minus(old_totals))?;
                store::add_totals(tx, &after.code, totals)?;
            }
            if before.code == after.code && before.kind.id == after.kind.id {
                add_stock(tx, after, stock.plus(old_stock.taken_off()))?;
            } else {
                add_stock(tx, before, old_stock.taken_off())?;
                add_stock(tx, after, stock)?;
            }
        }
    }
    for (day, hours, flow) in flows(before, after, facts, now) {
        add_day(tx, after, number(day), hours.unwrap_or(-1), flow)?;
    }
    Ok(())
}

fn add_stock(tx: &mut Tx<'_>, case: &Case, s: Stock) -> Result<(), StoreError> {
    if s == Stock::default() {
        return Ok(());
    }
    let street = case.code.street().unwrap_or(case.code);
    let [submitted, accepted, in_progress, returned, paused, resolved] = s.by;
    let (code, kind) = (case.code.as_str(), &case.kind.id);
    tx.exec(
        ADD_STOCK,
        params![street.as_str(), code, kind, submitted, accepted, in_progress, returned, paused, resolved, s.late],
    )
    .map(drop)
}

fn add_day(tx: &mut Tx<'_>, case: &Case, day: i64, hours: i64, f: Flow) -> Result<(), StoreError> {
    let street = case.code.street().unwrap_or(case.code);
    let (code, kind) = (case.code.as_str(), &case.kind.id);
    tx.exec(
        ADD_DAY,
        params![
            street.as_str(),
            day,
            code,
            kind,
            hours,
            f.received,
            f.late,
            f.closed,
            f.answered,
            f.satisfied,
            f.recorded,
            f.recorded_satisfied
        ],
    )
    .map(drop)
}

/// A part of the territory, by the first digits of its code, and a kind of matter.
pub type Part = (String, String);

/// Open matters under a code by part and kind.
pub fn stock(tx: &mut Tx<'_>, under: &GridCode, digits: i32) -> Result<Vec<(Part, Stock)>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    tx.query(STOCK, params![street.as_str(), from, to, digits], |row| {
        let by = [row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?];
        Ok(((row.get(0)?, row.get(1)?), Stock { by, late: row.get(8)? }))
    })
}

fn flow_at(row: &Row<'_>, index: usize) -> Result<Flow, StoreError> {
    Ok(Flow {
        received: row.get(index)?,
        late: row.get(index + 1)?,
        closed: row.get(index + 2)?,
        answered: row.get(index + 3)?,
        satisfied: row.get(index + 4)?,
        recorded: row.get(index + 5)?,
        recorded_satisfied: row.get(index + 6)?,
    })
}

/// Events under a code since a day, by day.
pub fn by_day(tx: &mut Tx<'_>, under: &GridCode, since: Day) -> Result<Vec<(i64, Flow)>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    tx.query(BY_DAY, params![street.as_str(), from, to, number(since)], |row| Ok((row.get(0)?, flow_at(row, 1)?)))
}

/// The same by part and kind.
pub fn by_part(tx: &mut Tx<'_>, under: &GridCode, since: Day, digits: i32) -> Result<Vec<(Part, Flow)>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    tx.query(BY_PART, params![street.as_str(), from, to, number(since), digits], |row| {
        Ok(((row.get(0)?, row.get(1)?), flow_at(row, 2)?))
    })
}

/// Hours until matters were solved that were closed since a day: kind, hours, number.
pub fn hours(tx: &mut Tx<'_>, under: &GridCode, since: Day) -> Result<Vec<(String, i64, i64)>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    tx.query(HOURS, params![street.as_str(), from, to, number(since)], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    })
}

/// A step of a case, with the public data of the case.
#[derive(Clone, Debug)]
pub struct Stepped {
    /// The time.
    pub at: Moment,
    /// The fact.
    pub fact: Option<Fact>,
    /// The code of the case.
    pub code: GridCode,
    /// Its kind and version.
    pub kind: (String, u32),
    /// Its status.
    pub status: String,
    /// When it came in.
    pub received: Moment,
}

/// The newest steps under a code since a moment, newest first; of one kind of event, or all if it is empty.
pub fn steps(
    tx: &mut Tx<'_>,
    under: &GridCode,
    since: Moment,
    kind: &str,
    limit: i64,
) -> Result<Vec<Stepped>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    tx.query(STEPS, params![street.as_str(), from, to, since.micros(), kind, limit], |row| {
        let (event, _) = chain::entry(row, street.as_str(), row.get(7)?)?;
        Ok(Stepped {
            at: event.at,
            fact: serde_json::from_str(event.text()).ok(),
            code: code_at(row, 8)?,
            kind: (row.get(9)?, row.get(10)?),
            status: row.get(11)?,
            received: Moment::from_micros(row.get(12)?),
        })
    })
}
