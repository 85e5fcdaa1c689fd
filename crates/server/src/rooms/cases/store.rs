//! The SQL of cases: one row read and written whole, the queue by the nearness of its deadlines, totals, terms.

use uuid::Uuid;
use weiguang_domain::cases::{Case, KindPin, Placed};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::geo::Point;
use weiguang_domain::kernel::ids::{AccountId, CaseId};
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{Row, StoreError, Tx, params};

use super::record::{Record, Tally};
use crate::auth::store::code_at;
use crate::events::chain::Head;

/// The columns that `record` reads, in its order; the queue's statements name them by this too.
macro_rules! columns {
    () => {
        "id, number, kind, kind_version, code, placed, urgent, made_up, source, title, detail, address, lon, lat, evidence, reporter, \
         brought_by, owner, post, state, clocks, pause_wish, updated_at, returns, reopened, escalated, joined, external, version, chain"
    };
}
pub(super) use columns;

const INSERT: &str = "INSERT INTO cases (tenant, id, number, kind, kind_version, code, community, placed, status, open, late, urgent, made_up, source, title, \
 detail, address, lon, lat, evidence, reporter, brought_by, owner, post, state, clocks, pause_wish, due_at, alarm_at, received_at, updated_at, \
 returns, reopened, escalated, joined, external, version, chain) \
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, \
 $32, $33, $34, $35, $36, $37, $38)";
const UPDATE: &str = "UPDATE cases SET kind = $4, kind_version = $5, code = $6, community = $7, placed = $8, status = $9, open = $10, late = $11, urgent = $12, \
 owner = $13, post = $14, state = $15, clocks = $16, pause_wish = $17, due_at = $18, alarm_at = $19, updated_at = $20, returns = $21, reopened = $22, \
 escalated = $23, joined = $24, version = $25, chain = $26, evidence = $27 WHERE tenant = $1 AND id = $2 AND version = $3";
const READ: &str = concat!("SELECT ", columns!(), " FROM cases WHERE tenant = $1 AND id = $2");
const READ_NUMBER: &str = concat!("SELECT ", columns!(), " FROM cases WHERE tenant = $1 AND number = $2");
const READ_EXTERNAL: &str = "SELECT id FROM cases WHERE tenant = $1 AND external = $2";
const NEXT_NUMBER: &str = "INSERT INTO counters (tenant, name, value) VALUES ($1, $2, 1) ON CONFLICT (tenant, name) DO UPDATE SET value = counters.value + 1 RETURNING value";
const ADD_ROLLUP: &str = "INSERT INTO rollup (tenant, code, open, late, total, closed) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant, code) DO UPDATE \
 SET open = rollup.open + excluded.open, late = rollup.late + excluded.late, total = rollup.total + excluded.total, closed = rollup.closed + excluded.closed";
const ROLLUP: &str = "SELECT substr(code, 1, $4) AS part, CAST(SUM(open) AS BIGINT), CAST(SUM(late) AS BIGINT), CAST(SUM(total) AS BIGINT), CAST(SUM(closed) AS BIGINT) \
 FROM rollup WHERE tenant = $1 AND code >= $2 AND code < $3 GROUP BY 1 ORDER BY 1";
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
const NEAR: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM cases WHERE tenant = $1 AND community = $2 AND open AND received_at >= $3 ORDER BY due_at, id LIMIT 400"
);
/// A fixed width lets one prepared text take any title; what is not needed repeats the last term and meets the conflict.
const INSERT_TERMS: &str = "INSERT INTO case_terms (tenant, term, id) VALUES ($1, $3, $2), ($1, $4, $2), ($1, $5, $2), ($1, $6, $2), ($1, $7, $2), \
 ($1, $8, $2), ($1, $9, $2), ($1, $10, $2), ($1, $11, $2), ($1, $12, $2), ($1, $13, $2), ($1, $14, $2) ON CONFLICT DO NOTHING";
const ALL_STREAMS: &str = "SELECT id, version, chain FROM cases WHERE tenant = $1 AND id > $2 ORDER BY id LIMIT $3";

/// How many terms of a case are kept.
pub const TERMS: usize = 12;

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
    ("cases.ALARMS", ALARMS),
    ("cases.NEXT_ALARM", NEXT_ALARM),
    ("cases.OPEN_UNDER", OPEN_UNDER),
    ("cases.OPEN_OF", OPEN_OF),
    ("cases.NEAR", NEAR),
    ("cases.INSERT_TERMS", INSERT_TERMS),
    ("cases.ALL_STREAMS", ALL_STREAMS),
];

fn unreadable(column: &str, why: impl std::fmt::Display) -> StoreError {
    StoreError::Row { column: column.into(), why: why.to_string() }
}

fn json_at<T: serde::de::DeserializeOwned>(row: &Row<'_>, index: usize, column: &str) -> Result<T, StoreError> {
    serde_json::from_str(&row.get::<String>(index)?).map_err(|e| unreadable(column, e))
}

/// The owner as it is kept: nil means that the code alone answers.
fn owner_key(owner: Option<AccountId>) -> Uuid {
    owner.map_or(Uuid::nil(), AccountId::uuid)
}

/// Reads the columns of `columns!` in their order.
pub fn record(row: &Row<'_>) -> Result<Record, StoreError> {
    let placed: String = row.get(5)?;
    let owner: Uuid = row.get(17)?;
    let wish: String = row.get(21)?;
    let (lon, lat): (Option<f64>, Option<f64>) = (row.get(12)?, row.get(13)?);
    let chain: Vec<u8> = row.get(29)?;
    let case = Case {
        id: CaseId::new(row.get(0)?),
        kind: KindPin { id: row.get(2)?, version: row.get(3)? },
        code: code_at(row, 4)?,
        placed: Placed::from_key(&placed).ok_or_else(|| unreadable("placed", &placed))?,
        state: json_at(row, 19, "state")?,
        owner: (!owner.is_nil()).then(|| AccountId::new(owner)),
        post: code_at(row, 18)?,
        clocks: json_at(row, 20, "clocks")?,
        returns: row.get(23)?,
        reopened: row.get(24)?,
        escalated: row.get(25)?,
        pause_wish: if wish.is_empty() {
            None
        } else {
            Some(serde_json::from_str(&wish).map_err(|e| unreadable("pause_wish", e))?)
        },
    };
    Ok(Record {
        case,
        number: row.get(1)?,
        urgent: row.get(6)?,
        made_up: row.get(7)?,
        source: row.get(8)?,
        title: row.get(9)?,
        detail: row.get(10)?,
        address: row.get(11)?,
        point: lon.zip(lat).map(|(lon, lat)| Point::new(lon, lat)),
        evidence: row.get(14)?,
        reporter: row.get(15)?,
        brought_by: AccountId::new(row.get(16)?),
        updated_at: Moment::from_micros(row.get(22)?),
        joined: row.get(26)?,
        external: row.get(27)?,
        head: Head {
            seq: row.get(28)?,
            hash: chain.try_into().map_err(|_| unreadable("chain", "a hash has 32 bytes"))?,
        },
    })
}

fn text(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|e| unreadable("state", e))
}

/// The community of a code, or the street while the place is not known that far.
fn community(code: &GridCode) -> GridCode {
    code.at(weiguang_domain::grid::Level::Community).unwrap_or(*code)
}

/// Keeps a new case.
pub fn insert(tx: &mut Tx<'_>, r: &Record) -> Result<(), StoreError> {
    let (street, community, case) = (r.street(), community(&r.case.code), &r.case);
    let wish = case.pause_wish.as_ref().map(text).transpose()?.unwrap_or_default();
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
            &r.title,
            &r.detail,
            &r.address,
            r.point.map(|p| p.lon),
            r.point.map(|p| p.lat),
            &r.evidence,
            r.reporter.clone(),
            r.brought_by.uuid(),
            owner_key(case.owner),
            case.post.as_str(),
            text(&case.state)?,
            text(&case.clocks)?,
            wish,
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

/// Keeps a changed case, if nobody changed it since it was read at `version`; gives whether it was kept.
pub fn update(tx: &mut Tx<'_>, r: &Record, version: i64) -> Result<bool, StoreError> {
    let (street, community, case) = (r.street(), community(&r.case.code), &r.case);
    let wish = case.pause_wish.as_ref().map(text).transpose()?.unwrap_or_default();
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
            text(&case.state)?,
            text(&case.clocks)?,
            wish,
            r.due_at(),
            r.alarm_at(),
            r.updated_at.micros(),
            case.returns,
            case.reopened,
            case.escalated,
            r.joined,
            r.head.seq,
            &r.head.hash,
            &r.evidence
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

/// The case that another system's number stands for.
pub fn read_external(tx: &mut Tx<'_>, street: &GridCode, external: &str) -> Result<Option<CaseId>, StoreError> {
    tx.one(READ_EXTERNAL, params![street.as_str(), external], |row| row.get(0).map(CaseId::new))
}

/// The next number of a street on a day, from 1.
pub fn next_number(tx: &mut Tx<'_>, street: &GridCode, name: &str) -> Result<i64, StoreError> {
    Ok(tx.one(NEXT_NUMBER, params![street.as_str(), name], |row| row.get(0))?.unwrap_or(1))
}

/// Adds to the totals of a cell.
pub fn add_rollup(tx: &mut Tx<'_>, code: &GridCode, t: Tally) -> Result<(), StoreError> {
    if t.is_nothing() {
        return Ok(());
    }
    let street = code.street().unwrap_or(*code);
    tx.exec(ADD_ROLLUP, params![street.as_str(), code.as_str(), t.open, t.late, t.total, t.closed]).map(drop)
}

/// Totals under a code, by its parts of a length in digits: (digits, totals).
pub fn rollup(tx: &mut Tx<'_>, under: &GridCode, digits: i32) -> Result<Vec<(String, Tally)>, StoreError> {
    let (from, to) = under.range();
    let street = under.street().unwrap_or(*under);
    tx.query(ROLLUP, params![street.as_str(), from, to, digits], |row| {
        Ok((row.get(0)?, Tally { open: row.get(1)?, late: row.get(2)?, total: row.get(3)?, closed: row.get(4)? }))
    })
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

/// Open cases of a community since a moment: what could be the same matter.
pub fn near(tx: &mut Tx<'_>, code: &GridCode, since: Moment) -> Result<Vec<Record>, StoreError> {
    let street = code.street().unwrap_or(*code);
    tx.query(NEAR, params![street.as_str(), community(code).as_str(), since.micros()], record)
}

/// Keeps the terms by which a case is found, at most [`TERMS`].
pub fn insert_terms(tx: &mut Tx<'_>, street: &GridCode, id: CaseId, terms: &[String]) -> Result<(), StoreError> {
    let Some(last) = terms.last() else { return Ok(()) };
    let term = |n: usize| terms.get(n).unwrap_or(last);
    tx.exec(
        INSERT_TERMS,
        params![
            street.as_str(),
            id.uuid(),
            term(0),
            term(1),
            term(2),
            term(3),
            term(4),
            term(5),
            term(6),
            term(7),
            term(8),
            term(9),
            term(10),
            term(11)
        ],
    )
    .map(drop)
}

/// Every case of a street in order of id with what its row says of its chain, for verifying.
pub fn all_streams(
    tx: &mut Tx<'_>,
    street: &GridCode,
    after: Uuid,
    limit: i64,
) -> Result<Vec<(Uuid, Head)>, StoreError> {
    tx.query(ALL_STREAMS, params![street.as_str(), after, limit], |row| {
        let chain: Vec<u8> = row.get(2)?;
        Ok((
            row.get(0)?,
            Head { seq: row.get(1)?, hash: chain.try_into().map_err(|_| unreadable("chain", "a hash has 32 bytes"))? },
        ))
    })
}
