//! SQL of re-grids: plans, moves from old to new codes, and the assignments that move along.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::grid::regrid::{Mapping, Plan, Regrid, State};
use weiguang_domain::kernel::ids::{AccountId, RegridId};
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_store::{Row, StoreError, Tx, params};

pub use crate::app::happening::{Left, Post};
use crate::outside::columns::{code_at, unreadable};

const INSERT: &str = "INSERT INTO regrids (tenant, id, day, state, plan, report, drafted_by, created_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)";
const UPDATE: &str = "UPDATE regrids SET day = $4, state = $5, plan = $6, report = $7, drafted_by = $8, version = version + 1 WHERE tenant = $1 AND id = $2 AND version = $3";
const READ: &str = "SELECT plan, report, version, created_at FROM regrids WHERE tenant = $1 AND id = $2";
const LIST: &str =
    "SELECT plan, report, version, created_at FROM regrids WHERE tenant = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
const DUE: &str = "SELECT id FROM regrids WHERE tenant = $1 AND state = 'reviewed' AND day <= $2 ORDER BY day, id";
const INSERT_MOVE: &str =
    "INSERT INTO cell_moves (tenant, regrid, old, new, share, rank) VALUES ($1, $2, $3, $4, $5, $6)";
const MOVES: &str = "SELECT m.regrid, m.old, m.new, m.share FROM cell_moves m JOIN regrids r ON r.tenant = m.tenant AND r.id = m.regrid \
 WHERE m.tenant = $1 AND r.day >= $2 ORDER BY r.day, m.regrid, m.old, m.rank";
const OPEN_AT: &str = "SELECT open FROM rollup WHERE tenant = $1 AND code = $2";
const POSTS_AT: &str = "SELECT COUNT(*) FROM assignments WHERE tenant = $1 AND code = $2 AND until >= $3";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("regrids.POSTS_AT", POSTS_AT),
    ("regrids.INSERT", INSERT),
    ("regrids.UPDATE", UPDATE),
    ("regrids.READ", READ),
    ("regrids.LIST", LIST),
    ("regrids.DUE", DUE),
    ("regrids.INSERT_MOVE", INSERT_MOVE),
    ("regrids.MOVES", MOVES),
    ("regrids.OPEN_AT", OPEN_AT),
];

/// What a re-grid did when it was put into effect.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = GridRegridReport)]
pub struct Report {
    /// Cells that ended.
    pub ended: Vec<String>,
    /// Cells that began.
    pub begun: Vec<String>,
    /// Open cases that went along.
    pub cases: u64,
    /// Open care alerts that went along.
    #[serde(default)]
    pub alerts: u64,
    /// Doors of households, and people without a door, that went along.
    #[serde(default)]
    pub doors: u64,
    /// Rows of the address directory that went along.
    pub places: u64,
    /// Assignments that went along or were planned.
    pub posts: u64,
    /// New cells that nobody holds yet; until somebody does, the level above answers.
    pub holes: Vec<String>,
    /// Destinations of messages, tokens and saved views that went along.
    #[serde(default)]
    pub followed: u64,
    /// Destinations and tokens that still name a cell which several others took the place of: somebody must choose.
    #[serde(default)]
    pub left: Vec<Left>,
}

#[derive(Serialize, Deserialize)]
struct StoredPlan {
    regrid: Regrid,
    #[serde(default)]
    posts: Vec<Post>,
}

/// A stored re-grid.
#[derive(Clone, Debug)]
pub struct Record {
    /// Plan and state.
    pub regrid: Regrid,
    /// The planned posts at new cells.
    pub posts: Vec<Post>,
    /// Its result, once applied.
    pub report: Option<Report>,
    /// Counts changes, from 1.
    pub version: i64,
    /// When it was first drafted.
    pub created_at: Moment,
}

/// The key of a state.
#[must_use]
pub const fn state_key(state: &State) -> &'static str {
    match state {
        State::Drafted { .. } => "drafted",
        State::Reviewed { .. } => "reviewed",
        State::Effective { .. } => "effective",
        State::Withdrawn { .. } => "withdrawn",
    }
}

const fn drafter(state: &State) -> AccountId {
    match state {
        State::Drafted { drafted }
        | State::Reviewed { drafted, .. }
        | State::Effective { drafted, .. }
        | State::Withdrawn { drafted, .. } => drafted.by,
    }
}

fn texts(r: &Record) -> Result<(String, String), StoreError> {
    let kept = StoredPlan { regrid: r.regrid.clone(), posts: r.posts.clone() };
    let plan = serde_json::to_string(&kept).map_err(|e| unreadable("plan", e))?;
    let report = r.report.as_ref().map(serde_json::to_string).transpose().map_err(|e| unreadable("report", e))?;
    Ok((plan, report.unwrap_or_default()))
}

fn record(row: &Row<'_>) -> Result<Record, StoreError> {
    let (plan, report): (String, String) = (row.get(0)?, row.get(1)?);
    let kept: StoredPlan = serde_json::from_str(&plan).map_err(|e| unreadable("plan", e))?;
    let report = (!report.is_empty()).then(|| serde_json::from_str(&report)).transpose();
    Ok(Record {
        regrid: kept.regrid,
        posts: kept.posts,
        report: report.map_err(|e| unreadable("report", e))?,
        version: row.get(2)?,
        created_at: Moment::from_micros(row.get(3)?),
    })
}

/// Stores a new draft.
pub fn insert(tx: &mut Tx<'_>, street: &GridCode, r: &Record) -> Result<(), StoreError> {
    let (plan, report) = texts(r)?;
    let (id, by, state) = (r.regrid.id.uuid(), drafter(&r.regrid.state).uuid(), state_key(&r.regrid.state));
    let day = r.regrid.plan.day.to_string();
    tx.exec(INSERT, params![street.as_str(), id, day, state, plan, report, by, r.created_at.micros()]).map(drop)
}

/// Stores a changed one, unless somebody changed it since it was read; returns whether it was stored.
pub fn update(tx: &mut Tx<'_>, street: &GridCode, r: &Record) -> Result<bool, StoreError> {
    let (plan, report) = texts(r)?;
    let (id, by, state) = (r.regrid.id.uuid(), drafter(&r.regrid.state).uuid(), state_key(&r.regrid.state));
    let day = r.regrid.plan.day.to_string();
    let changed = tx.exec(UPDATE, params![street.as_str(), id, r.version, day, state, plan, report, by])?;
    Ok(changed == 1)
}

/// One re-grid.
pub fn read(tx: &mut Tx<'_>, street: &GridCode, id: RegridId) -> Result<Option<Record>, StoreError> {
    tx.one(READ, params![street.as_str(), id.uuid()], record)
}

/// A street's re-grids, newest first, older than one.
pub fn list(tx: &mut Tx<'_>, street: &GridCode, before: Uuid, limit: i64) -> Result<Vec<Record>, StoreError> {
    tx.query(LIST, params![street.as_str(), before, limit], record)
}

/// Reviewed ones whose day has come.
pub fn due(tx: &mut Tx<'_>, street: &GridCode, day: Day) -> Result<Vec<RegridId>, StoreError> {
    tx.query(DUE, params![street.as_str(), day.to_string()], |row| row.get(0).map(RegridId::new))
}

/// Stores the successors of the old cells.
pub fn insert_moves(tx: &mut Tx<'_>, street: &GridCode, id: RegridId, mapping: &Mapping) -> Result<(), StoreError> {
    for (rank, (old, new, share)) in (0_i64..).zip(mapping.rows()) {
        tx.exec(INSERT_MOVE, params![street.as_str(), id.uuid(), old.as_str(), new.as_str(), share, rank])?;
    }
    Ok(())
}

/// A part of an old cell: old, new, share.
type Moved = (GridCode, GridCode, f64);

/// A street's maps from old to new cells, of every re-grid in effect since a day, in order.
pub fn mappings(tx: &mut Tx<'_>, street: &GridCode, since: Day) -> Result<Vec<Mapping>, StoreError> {
    let rows = tx.query(MOVES, params![street.as_str(), since.to_string()], |row| {
        Ok((row.get::<Uuid>(0)?, (code_at(row, 1)?, code_at(row, 2)?, row.get::<f64>(3)?)))
    })?;
    let mut parts: Vec<(Uuid, Vec<Moved>)> = Vec::new();
    for (id, moved) in rows {
        match parts.last_mut().filter(|(last, _)| *last == id) {
            Some((_, list)) => list.push(moved),
            None => parts.push((id, vec![moved])),
        }
    }
    Ok(parts.into_iter().map(|(_, rows)| Mapping::from_rows(rows, |_| None)).collect())
}

/// The same for every re-grid ever, so that a code that ended years ago is still resolved.
pub fn every_mapping(tx: &mut Tx<'_>, street: &GridCode) -> Result<Vec<Mapping>, StoreError> {
    mappings(tx, street, Day::MIN.max(jiff::civil::date(1, 1, 1)))
}

/// Converts figures by former cells to today's cells. Their sum is unchanged.
pub fn restate(
    tx: &mut Tx<'_>,
    street: &GridCode,
    since: Day,
    figures: BTreeMap<GridCode, f64>,
) -> Result<BTreeMap<GridCode, f64>, StoreError> {
    Ok(mappings(tx, street, since)?.iter().fold(figures, |figures, mapping| mapping.restate(&figures)))
}

/// Open cases at exactly a code.
pub fn open_at(tx: &mut Tx<'_>, code: &GridCode) -> Result<i64, StoreError> {
    let street = code.street().unwrap_or(*code);
    Ok(tx.one(OPEN_AT, params![street.as_str(), code.as_str()], |row| row.get(0))?.unwrap_or(0))
}

/// Number of assignments at a code on a day or later.
pub fn posts_at(tx: &mut Tx<'_>, code: &GridCode, day: Day) -> Result<i64, StoreError> {
    let street = code.street().unwrap_or(*code);
    let count = tx.one(POSTS_AT, params![street.as_str(), code.as_str(), day.to_string()], |row| row.get(0))?;
    Ok(count.unwrap_or(0))
}

/// Every code that a plan names.
#[must_use]
pub fn codes(plan: &Plan) -> Vec<GridCode> {
    use weiguang_domain::grid::regrid::Move as M;
    let mut codes: Vec<GridCode> = plan
        .moves
        .iter()
        .flat_map(|step| match step {
            M::Split { old, into, .. } => std::iter::once(*old).chain(into.iter().map(|n| n.code)).collect::<Vec<_>>(),
            M::Merge { olds, into } => olds.iter().copied().chain([into.code]).collect(),
            M::Move { old, to: new } | M::Renumber { old, new } => vec![*old, *new],
            M::Rename { code, .. } => vec![*code],
        })
        .collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}
