//! Totals of cases, updated in the transaction of the case itself: by cell, by status of the open ones, and by day. A screen adds up some
//! thousand small rows however many cases there are.

use std::cmp::Reverse;
use uuid::Uuid;
use weiguang_domain::cases::count::{Flow, Stock, flows};
use weiguang_domain::cases::{Case, Fact};
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_store::{Row, StoreError, Tx, Value, params};

use crate::chain;
use crate::outside::columns::code_at;
use crate::rooms::cases::carried::{WIDTH, ids};
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
// A street and a community have many codes and are read by the days of a month; a grid and a micro-grid have few codes and are read by
// these. Each text is written so that no engine can choose the other index.
macro_rules! of_days {
    () => {
        "FROM case_days WHERE tenant = $1 AND day >= $4 AND code || '' >= $2 AND code || '' < $3 "
    };
}
macro_rules! of_codes {
    () => {
        "FROM case_days WHERE tenant = $1 AND code >= $2 AND code < $3 AND day + 0 >= $4 "
    };
}
macro_rules! flow {
    ($by:literal, $of:expr, $rest:literal) => {
        concat!(
            "SELECT ", $by, ", CAST(SUM(received) AS BIGINT), CAST(SUM(late) AS BIGINT), CAST(SUM(closed) AS BIGINT), CAST(SUM(answered) AS BIGINT), \
 CAST(SUM(satisfied) AS BIGINT), CAST(SUM(recorded) AS BIGINT), CAST(SUM(recorded_satisfied) AS BIGINT) ", $of, $rest
        )
    };
}
macro_rules! solved {
    ($of:expr) => {
        concat!(
            "SELECT kind, hours, CAST(SUM(closed) AS BIGINT) ",
            $of,
            "AND hours >= 0 GROUP BY kind, hours ORDER BY kind, hours"
        )
    };
}
const BY_DAY: &str = flow!("day", of_days!(), "GROUP BY day ORDER BY day");
const BY_DAY_OF_CODES: &str = flow!("day", of_codes!(), "GROUP BY day ORDER BY day");
const BY_PART: &str = flow!("substr(code, 1, $5) AS part, kind", of_days!(), "GROUP BY 1, 2 ORDER BY 1, 2");
const BY_PART_OF_CODES: &str = flow!("substr(code, 1, $5) AS part, kind", of_codes!(), "GROUP BY 1, 2 ORDER BY 1, 2");
const HOURS: &str = solved!(of_days!());
const HOURS_OF_CODES: &str = solved!(of_codes!());
/// The newest steps: the engine scans backwards in time and looks up each one's case, never the other way round.
const STEPS: &str = "SELECT e.seq, e.kind, e.at, e.actor, e.digest, e.body, e.hash, e.stream, c.code, c.kind, c.kind_version, c.status, c.received_at FROM events e CROSS JOIN cases c WHERE e.tenant = $1 AND e.at > $4 \
 AND c.tenant = e.tenant AND c.id = e.stream AND c.code >= $2 AND c.code < $3 AND ($5 = '' OR e.kind = $5) ORDER BY e.at DESC LIMIT $6";

/// The codes under one that ever had a case.
const CODES: &str = "SELECT code FROM rollup WHERE tenant = $1 AND code >= $2 AND code < $3 ORDER BY code";
/// The cases of one code that changed last. A code's newest steps are steps of these.
const CHANGED: &str = "SELECT id, updated_at FROM cases WHERE tenant = $1 AND code = $2 AND updated_at > $3 ORDER BY updated_at DESC LIMIT $4";
/// The newest steps of some cases. Events are first, so that a damaged one is reported as such.
const STEPS_OF: &str = concat!(
    "SELECT e.seq, e.kind, e.at, e.actor, e.digest, e.body, e.hash, e.stream, c.code, c.kind, c.kind_version, c.status, c.received_at \
 FROM events e CROSS JOIN cases c WHERE e.tenant = $1 AND +e.at > $2 AND e.stream IN ",
    ids!(),
    " AND c.tenant = e.tenant AND c.id = e.stream ORDER BY e.at DESC"
);

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("days.ADD_STOCK", ADD_STOCK),
    ("days.ADD_DAY", ADD_DAY),
    ("days.STOCK", STOCK),
    ("days.BY_DAY", BY_DAY),
    ("days.BY_PART", BY_PART),
    ("days.HOURS", HOURS),
    ("days.BY_DAY_OF_CODES", BY_DAY_OF_CODES),
    ("days.BY_PART_OF_CODES", BY_PART_OF_CODES),
    ("days.HOURS_OF_CODES", HOURS_OF_CODES),
    ("days.CODES", CODES),
    ("days.CHANGED", CHANGED),
    ("days.STEPS_OF", STEPS_OF),
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
    let text = if is_wide(under) { BY_DAY } else { BY_DAY_OF_CODES };
    tx.query(text, params![street.as_str(), from, to, number(since)], |row| Ok((row.get(0)?, flow_at(row, 1)?)))
}

/// The same by part and kind.
pub fn by_part(tx: &mut Tx<'_>, under: &GridCode, since: Day, digits: i32) -> Result<Vec<(Part, Flow)>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    let text = if is_wide(under) { BY_PART } else { BY_PART_OF_CODES };
    tx.query(text, params![street.as_str(), from, to, number(since), digits], |row| {
        Ok(((row.get(0)?, row.get(1)?), flow_at(row, 2)?))
    })
}

/// Hours until matters were solved that were closed since a day: kind, hours, number.
pub fn hours(tx: &mut Tx<'_>, under: &GridCode, since: Day) -> Result<Vec<(String, i64, i64)>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    let text = if is_wide(under) { HOURS } else { HOURS_OF_CODES };
    tx.query(text, params![street.as_str(), from, to, number(since)], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
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
    if kind.is_empty() && under.level() >= Level::Grid {
        return steps_of_cells(tx, under, since, limit);
    }
    tx.query(STEPS, params![street.as_str(), from, to, since.micros(), kind, limit], |row| {
        stepped(row, street.as_str())
    })
}

/// The same of a grid or a micro-grid. In the street's whole log they would be too far apart.
fn steps_of_cells(tx: &mut Tx<'_>, under: &GridCode, since: Moment, limit: i64) -> Result<Vec<Stepped>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut changed: Vec<(i64, Uuid)> = Vec::new();
    for code in tx.query(CODES, params![street.as_str(), from, to], |row| row.get::<String>(0))? {
        let values = params![street.as_str(), &code, since.micros(), limit];
        changed.extend(tx.query(CHANGED, values, |row| Ok((row.get(1)?, row.get(0)?)))?);
    }
    changed.sort_unstable_by_key(|(at, _)| Reverse(*at));
    changed.truncate(most);
    let mut steps = Vec::new();
    for some in changed.chunks(WIDTH) {
        let ids = some.iter().map(|(_, id)| *id).chain(std::iter::repeat(Uuid::nil())).take(WIDTH);
        let values: Vec<Value<'_>> = [Value::from(street.as_str()), Value::from(since.micros())]
            .into_iter()
            .chain(ids.map(Value::from))
            .collect();
        steps.extend(tx.query(STEPS_OF, &values, |row| stepped(row, street.as_str()))?);
    }
    steps.sort_by_key(|step: &Stepped| Reverse(step.at));
    steps.truncate(most);
    Ok(steps)
}

fn stepped(row: &Row<'_>, street: &str) -> Result<Stepped, StoreError> {
    let (event, _) = chain::entry(row, street, row.get(7)?)?;
    Ok(Stepped {
        at: event.at,
        fact: serde_json::from_str(event.text()).ok(),
        code: code_at(row, 8)?,
        kind: (row.get(9)?, row.get(10)?),
        status: row.get(11)?,
        received: Moment::from_micros(row.get(12)?),
    })
}

fn is_wide(code: &GridCode) -> bool {
    code.level() <= Level::Community
}
