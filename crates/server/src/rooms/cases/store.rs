//! SQL of cases: one row read and written whole, the queue in order of deadlines, totals, terms.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use uuid::Uuid;
use weiguang_domain::cases::{Case, KindPin, PauseWish, Placed, State};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::geo::Point;
use weiguang_domain::kernel::ids::{AccountId, CaseId};
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{Row, StoreError, Tx, params};

use crate::chain::Head;
use crate::outside::columns::{code_at, unreadable};
use crate::rooms::cases::record::{Record, Tally, Totals};

/// The columns that `record` reads, in its order; the queue's statements use them, too.
macro_rules! columns {
    () => {
        "id, number, kind, kind_version, code, placed, urgent, made_up, source, sealed, reporter, brought_by, owner, post, clocks, \
         updated_at, returns, reopened, escalated, joined, external, version, chain"
    };
}
pub(super) use columns;

const INSERT: &str = "INSERT INTO cases (tenant, id, number, kind, kind_version, code, community, placed, status, open, late, urgent, made_up, source, sealed, \
 reporter, brought_by, owner, post, clocks, due_at, alarm_at, received_at, updated_at, returns, reopened, escalated, joined, external, version, chain) \
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31)";
const UPDATE: &str = "UPDATE cases SET kind = $4, kind_version = $5, code = $6, community = $7, placed = $8, status = $9, open = $10, late = $11, urgent = $12, \
 owner = $13, post = $14, sealed = $15, clocks = $16, due_at = $17, alarm_at = $18, updated_at = $19, returns = $20, reopened = $21, \
 escalated = $22, joined = $23, version = $24, chain = $25 WHERE tenant = $1 AND id = $2 AND version = $3";
const READ: &str = concat!("SELECT ", columns!(), " FROM cases WHERE tenant = $1 AND id = $2");
const READ_NUMBER: &str = concat!("SELECT ", columns!(), " FROM cases WHERE tenant = $1 AND number = $2");
/// The condition of its partial index is in the text: without it the engine reads every case of the street.
const READ_EXTERNAL: &str =
    concat!("SELECT ", columns!(), " FROM cases WHERE tenant = $1 AND external = $2 AND external <> ''");
const NEXT_NUMBER: &str = "INSERT INTO counters (tenant, name, value) VALUES ($1, $2, 1) ON CONFLICT (tenant, name) DO UPDATE SET value = counters.value + 1 RETURNING value";
const ADD_ROLLUP: &str = "INSERT INTO rollup (tenant, code, open, late, total, closed, submitted, returned, paused, resolved, unplaced) \
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (tenant, code) DO UPDATE SET open = rollup.open + excluded.open, late = rollup.late + excluded.late, total = rollup.total + excluded.total, \
 closed = rollup.closed + excluded.closed, submitted = rollup.submitted + excluded.submitted, returned = rollup.returned + excluded.returned, \
 paused = rollup.paused + excluded.paused, resolved = rollup.resolved + excluded.resolved, unplaced = rollup.unplaced + excluded.unplaced";
const ROLLUP: &str = "SELECT substr(code, 1, $4) AS part, CAST(SUM(open) AS BIGINT), CAST(SUM(late) AS BIGINT), CAST(SUM(total) AS BIGINT), CAST(SUM(closed) AS BIGINT) \
 FROM rollup WHERE tenant = $1 AND code >= $2 AND code < $3 GROUP BY 1 ORDER BY 1";
const TOTALS: &str = "SELECT CAST(COALESCE(SUM(open), 0) AS BIGINT), CAST(COALESCE(SUM(late), 0) AS BIGINT), CAST(COALESCE(SUM(total), 0) AS BIGINT), \
 CAST(COALESCE(SUM(closed), 0) AS BIGINT), CAST(COALESCE(SUM(submitted), 0) AS BIGINT), CAST(COALESCE(SUM(returned), 0) AS BIGINT), \
 CAST(COALESCE(SUM(paused), 0) AS BIGINT), CAST(COALESCE(SUM(resolved), 0) AS BIGINT), CAST(COALESCE(SUM(unplaced), 0) AS BIGINT) \
 FROM rollup WHERE tenant = $1 AND code >= $2 AND code < $3";
const RING_HELD: &str = "UPDATE cases SET alarm_at = 0 WHERE tenant = $1 AND open AND alarm_at < 9000000000000000000 AND status IN ('resolved', 'confirmed')";
const RING_LATER: &str = "UPDATE cases SET alarm_at = $3 WHERE tenant = $1 AND id = $2";
const ALARMS: &str = "SELECT id FROM cases WHERE tenant = $1 AND alarm_at < $2 AND alarm_at < 9000000000000000000 ORDER BY alarm_at, id LIMIT $3";
const NEXT_ALARM: &str =
    "SELECT alarm_at FROM cases WHERE tenant = $1 AND alarm_at < 9000000000000000000 ORDER BY alarm_at LIMIT 1";
const OPEN_UNDER: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM cases WHERE tenant = $1 AND open AND code >= $2 AND code < $3 AND id > $4 ORDER BY id LIMIT $5"
);
const OPEN_OF: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM cases WHERE tenant = $1 AND owner = $2 AND open ORDER BY due_at, id LIMIT $3"
);
const OWNERS: &str = "SELECT owner FROM cases WHERE tenant = $1 AND open AND owner IS NOT NULL \
 UNION SELECT owner FROM case_parts WHERE tenant = $1 AND state IN ('asked', 'accepted')";
const NEAR: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM cases WHERE tenant = $1 AND community = $2 AND open ORDER BY received_at DESC, id LIMIT 1000"
);
const ALL_STREAMS: &str = "SELECT id, version, chain FROM cases WHERE tenant = $1 AND id > $2 ORDER BY id LIMIT $3";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("cases.INSERT", INSERT),
    ("cases.UPDATE", UPDATE),
    ("cases.READ", READ),
    ("cases.READ_NUMBER", READ_NUMBER),
    ("cases.READ_EXTERNAL", READ_EXTERNAL),
    ("cases.NEXT_NUMBER", NEXT_NUMBER),
    ("cases.ADD_ROLLUP", ADD_ROLLUP),
    ("cases.ROLLUP", ROLLUP),
    ("cases.TOTALS", TOTALS),
    ("cases.RING_HELD", RING_HELD),
    ("cases.RING_LATER", RING_LATER),
    ("cases.ALARMS", ALARMS),
    ("cases.NEXT_ALARM", NEXT_ALARM),
    ("cases.OPEN_UNDER", OPEN_UNDER),
    ("cases.OPEN_OF", OPEN_OF),
    ("cases.OWNERS", OWNERS),
    ("cases.NEAR", NEAR),
    ("cases.ALL_STREAMS", ALL_STREAMS),
];

fn json_at<T: serde::de::DeserializeOwned>(row: &Row<'_>, index: usize, column: &str) -> Result<T, StoreError> {
    serde_json::from_str(&row.get::<String>(index)?).map_err(|e| unreadable(column, e))
}

/// The sealed part of a row: all typed text, and the place. The reporter is sealed separately, since it is opened only for a reason.
#[derive(Serialize, Deserialize)]
struct Sealed<'a> {
    #[serde(borrow)]
    title: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "str::is_empty", borrow)]
    detail: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "str::is_empty", borrow)]
    address: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    point: Option<(f64, f64)>,
    #[serde(default, borrow)]
    evidence: Cow<'a, str>,
    state: Cow<'a, State>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pause_wish: Option<Cow<'a, PauseWish>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    told: Option<i64>,
}

fn seal(tx: &Tx<'_>, r: &Record) -> Result<Vec<u8>, StoreError> {
    let sealed = Sealed {
        title: Cow::Borrowed(&r.title),
        detail: Cow::Borrowed(&r.detail),
        address: Cow::Borrowed(&r.address),
        point: r.point.map(|p| (p.lon, p.lat)),
        evidence: Cow::Borrowed(&r.evidence),
        state: Cow::Borrowed(&r.case.state),
        pause_wish: r.case.pause_wish.as_ref().map(Cow::Borrowed),
        told: r.told.map(Moment::micros),
    };
    let plain = serde_json::to_vec(&sealed).map_err(|e| unreadable("sealed", e))?;
    tx.seal(&seal_context(&r.street(), r.case.id, "sealed"), &plain)
}

/// The context that binds a sealed value of a case to its row and column.
#[must_use]
pub fn seal_context(street: &GridCode, id: CaseId, column: &str) -> String {
    format!("cases {street} {id} {column}")
}

/// The owner as stored: nil means that nobody owns it and the code is responsible.
fn owner_key(owner: Option<AccountId>) -> Uuid {
    owner.map_or(Uuid::nil(), AccountId::uuid)
}

/// Reads the columns of `columns!` in their order.
pub fn record(row: &Row<'_>) -> Result<Record, StoreError> {
    let placed: String = row.get(5)?;
    let owner: Uuid = row.get(12)?;
    let (id, code) = (CaseId::new(row.get(0)?), code_at(row, 4)?);
    let plain = row.open(9, &seal_context(&code.street().unwrap_or(code), id, "sealed"))?;
    let sealed: Sealed<'_> = serde_json::from_slice(&plain).map_err(|e| unreadable("sealed", e))?;
    let case = Case {
        id,
        kind: KindPin { id: row.get(2)?, version: row.get(3)? },
        code,
        placed: Placed::from_key(&placed).ok_or_else(|| unreadable("placed", &placed))?,
        state: sealed.state.into_owned(),
        owner: (!owner.is_nil()).then(|| AccountId::new(owner)),
        post: code_at(row, 13)?,
        clocks: json_at(row, 14, "clocks")?,
        returns: row.get(16)?,
        reopened: row.get(17)?,
        escalated: row.get(18)?,
        pause_wish: sealed.pause_wish.map(Cow::into_owned),
    };
    Ok(Record {
        case,
        number: row.get(1)?,
        urgent: row.get(6)?,
        made_up: row.get(7)?,
        source: row.get(8)?,
        title: sealed.title.into_owned(),
        detail: sealed.detail.into_owned(),
        address: sealed.address.into_owned(),
        point: sealed.point.map(|(lon, lat)| Point::new(lon, lat)),
        evidence: sealed.evidence.into_owned(),
        reporter: row.get(10)?,
        brought_by: AccountId::new(row.get(11)?),
        updated_at: Moment::from_micros(row.get(15)?),
        joined: row.get(19)?,
        external: row.get(20)?,
        told: sealed.told.map(Moment::from_micros),
        head: Head { seq: row.get(21)?, hash: row.get(22)? },
    })
}

fn text(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|e| unreadable("clocks", e))
}

/// The community of a code, or the street while the community is unknown.
fn community(code: &GridCode) -> GridCode {
    code.at(weiguang_domain::grid::Level::Community).unwrap_or(*code)
}

/// Stores a new case.
pub fn insert(tx: &mut Tx<'_>, r: &Record) -> Result<(), StoreError> {
    let (street, community, case) = (r.street(), community(&r.case.code), &r.case);
    let sealed = seal(tx, r)?;
    tx.exec(
        INSERT,
        params![
            street.as_str(),
            case.id.uuid(),
            &r.number,
            &case.kind.id,
            case.kind.version,
            case.code.as_str(),
            community.as_str(),
            case.placed.key(),
            case.state.status().key(),
            case.state.status().is_open(),
            case.late(),
            r.urgent,
            r.made_up,
            &r.source,
            sealed,
            r.reporter.clone(),
            r.brought_by.uuid(),
            owner_key(case.owner),
            case.post.as_str(),
            text(&case.clocks)?,
            r.due_at(),
            r.alarm_at(),
            case.clocks.received.micros(),
            r.updated_at.micros(),
            case.returns,
            case.reopened,
            case.escalated,
            r.joined,
            &r.external,
            r.head.seq,
            &r.head.hash
        ],
    )
    .map(drop)
}

/// Stores a changed case, unless somebody changed it since `version`; returns whether it was stored.
pub fn update(tx: &mut Tx<'_>, r: &Record, version: i64) -> Result<bool, StoreError> {
    let (street, community, case) = (r.street(), community(&r.case.code), &r.case);
    let sealed = seal(tx, r)?;
    let changed = tx.exec(
        UPDATE,
        params![
            street.as_str(),
            case.id.uuid(),
            version,
            &case.kind.id,
            case.kind.version,
            case.code.as_str(),
            community.as_str(),
            case.placed.key(),
            case.state.status().key(),
            case.state.status().is_open(),
            case.late(),
            r.urgent,
            owner_key(case.owner),
            case.post.as_str(),
            sealed,
            text(&case.clocks)?,
            r.due_at(),
            r.alarm_at(),
            r.updated_at.micros(),
            case.returns,
            case.reopened,
            case.escalated,
            r.joined,
            r.head.seq,
            &r.head.hash
        ],
    )?;
    Ok(changed == 1)
}

/// One case.
pub fn read(tx: &mut Tx<'_>, street: &GridCode, id: CaseId) -> Result<Option<Record>, StoreError> {
    tx.one(READ, params![street.as_str(), id.uuid()], record)
}

/// One case by the number on screen.
pub fn read_number(tx: &mut Tx<'_>, street: &GridCode, number: &str) -> Result<Option<Record>, StoreError> {
    tx.one(READ_NUMBER, params![street.as_str(), number], record)
}

/// The case with another system's number.
pub fn read_external(tx: &mut Tx<'_>, street: &GridCode, external: &str) -> Result<Option<Record>, StoreError> {
    tx.one(READ_EXTERNAL, params![street.as_str(), external], record)
}

/// The next number of a street on a day, from 1.
pub fn next_number(tx: &mut Tx<'_>, street: &GridCode, name: &str) -> Result<i64, StoreError> {
    Ok(tx.one(NEXT_NUMBER, params![street.as_str(), name], |row| row.get(0))?.unwrap_or(1))
}

/// Adds to the totals of a cell.
pub fn add_totals(tx: &mut Tx<'_>, code: &GridCode, t: Totals) -> Result<(), StoreError> {
    if t == Totals::default() {
        return Ok(());
    }
    let (street, of) = (code.street().unwrap_or(*code), t.tally);
    tx.exec(
        ADD_ROLLUP,
        params![
            street.as_str(),
            code.as_str(),
            of.open,
            of.late,
            of.total,
            of.closed,
            t.submitted,
            t.returned,
            t.paused,
            t.resolved,
            t.unplaced
        ],
    )
    .map(drop)
}

/// All totals under a code.
pub fn totals(tx: &mut Tx<'_>, under: &GridCode) -> Result<Totals, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    let sums = tx.one(TOTALS, params![street.as_str(), from, to], |row| {
        Ok(Totals {
            tally: Tally { open: row.get(0)?, late: row.get(1)?, total: row.get(2)?, closed: row.get(3)? },
            submitted: row.get(4)?,
            returned: row.get(5)?,
            paused: row.get(6)?,
            resolved: row.get(7)?,
            unplaced: row.get(8)?,
        })
    })?;
    Ok(sums.unwrap_or_default())
}

/// Totals under a code, by its parts of a length in digits: (digits, totals).
pub fn rollup(tx: &mut Tx<'_>, under: &GridCode, digits: i32) -> Result<Vec<(String, Tally)>, StoreError> {
    let (from, to) = under.range();
    let street = under.street().unwrap_or(*under);
    tx.query(ROLLUP, params![street.as_str(), from, to, digits], |row| {
        Ok((row.get(0)?, Tally { open: row.get(1)?, late: row.get(2)?, total: row.get(3)?, closed: row.get(4)? }))
    })
}

/// Makes every case due whose expiry may have been postponed.
pub fn ring_held(tx: &mut Tx<'_>, street: &GridCode) -> Result<(), StoreError> {
    tx.exec(RING_HELD, params![street.as_str()]).map(drop)
}

/// Postpones the alarm of a case, and changes nothing else of it.
pub fn ring_later(tx: &mut Tx<'_>, street: &GridCode, id: CaseId, at: Moment) -> Result<(), StoreError> {
    tx.exec(RING_LATER, params![street.as_str(), id.uuid(), at.micros()]).map(drop)
}

/// Cases of a street whose alarm is due before now, first due first.
pub fn alarms(tx: &mut Tx<'_>, street: &GridCode, now: Moment, limit: i64) -> Result<Vec<CaseId>, StoreError> {
    tx.query(ALARMS, params![street.as_str(), now.micros(), limit], |row| row.get(0).map(CaseId::new))
}

/// When the next alarm of a street is due.
pub fn next_alarm(tx: &mut Tx<'_>, street: &GridCode) -> Result<Option<Moment>, StoreError> {
    tx.one(NEXT_ALARM, params![street.as_str()], |row| row.get(0).map(Moment::from_micros))
}

/// Open cases under a code in order of id, after one.
pub fn open_under(tx: &mut Tx<'_>, under: &GridCode, after: CaseId, limit: i64) -> Result<Vec<Record>, StoreError> {
    let (from, to) = under.range();
    let street = under.street().unwrap_or(*under);
    tx.query(OPEN_UNDER, params![street.as_str(), from, to, after.uuid(), limit], record)
}

/// Open cases that somebody owns.
pub fn open_of(tx: &mut Tx<'_>, street: &GridCode, owner: AccountId, limit: i64) -> Result<Vec<Record>, StoreError> {
    tx.query(OPEN_OF, params![street.as_str(), owner.uuid(), limit], record)
}

/// Owners of open cases or parts of a street.
pub fn owners(tx: &mut Tx<'_>, street: &GridCode) -> Result<Vec<AccountId>, StoreError> {
    tx.query(OWNERS, params![street.as_str()], |row| Ok(AccountId::new(row.get(0)?)))
}

/// Open cases of a community, the newest first: those that could be the same matter, however old.
pub fn near(tx: &mut Tx<'_>, code: &GridCode) -> Result<Vec<Record>, StoreError> {
    let street = code.street().unwrap_or(*code);
    tx.query(NEAR, params![street.as_str(), community(code).as_str()], record)
}

/// Every case of a street in order of id with its row's copy of the chain's end, for verifying.
pub fn all_streams(
    tx: &mut Tx<'_>,
    street: &GridCode,
    after: Uuid,
    limit: i64,
) -> Result<Vec<(Uuid, Head)>, StoreError> {
    tx.query(ALL_STREAMS, params![street.as_str(), after, limit], |row| {
        Ok((row.get(0)?, Head { seq: row.get(1)?, hash: row.get(2)? }))
    })
}
