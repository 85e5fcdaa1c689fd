//! The SQL of territory.

use std::collections::HashMap;
use std::sync::Arc;
use weiguang_domain::grid::address::Lesson;
use weiguang_domain::grid::unit::{Alias, Authority, Cell, Kind};
use weiguang_domain::grid::{GridCode, Shape};
use weiguang_domain::kernel::ids::{AccountId, RegridId};
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_store::{Row, StoreError, Tx, params};

use super::ground::{Addresses, Ground};
use crate::auth::store::code_at;
use crate::web::Refusal;

const STREETS: &str = "SELECT tenant, name, made_up FROM streets ORDER BY tenant";
const CELLS: &str = "SELECT code, since, until, name, kind, home, takes, households, shape FROM cells WHERE tenant = $1 AND since <= $2 AND until > $2 ORDER BY code";
const AREA_NAMES: &str = "SELECT code, name FROM areas WHERE code >= $1 AND code < $2";
const INSERT_LESSON: &str =
    "INSERT INTO lessons (tenant, id, text, teaches, by_account, at) VALUES ($1, $2, $3, $4, $5, $6)";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("grid.STREETS", STREETS),
    ("grid.CELLS", CELLS),
    ("grid.AREA_NAMES", AREA_NAMES),
    ("grid.INSERT_LESSON", INSERT_LESSON),
    ("grid.PING", PING),
    ("grid.INSERT_STREET", INSERT_STREET),
    ("grid.INSERT_AREA", INSERT_AREA),
    ("grid.INSERT_CELL", INSERT_CELL),
    ("grid.INSERT_ALIAS", INSERT_ALIAS),
    ("grid.INSERT_PARENT", INSERT_PARENT),
];

/// Everything that the ground is made of.
#[derive(Debug, Default)]
pub struct Loaded {
    /// Cells that are on.
    pub cells: Vec<Cell>,
    /// Directories by street.
    pub addresses: HashMap<GridCode, Arc<Addresses>>,
    /// Names of streets and communities.
    pub names: HashMap<GridCode, String>,
    /// Streets, and whether each is made up.
    pub streets: Vec<(GridCode, bool)>,
}

fn unreadable(column: &str, why: impl std::fmt::Display) -> StoreError {
    StoreError::Row { column: column.into(), why: why.to_string() }
}

fn day_at(row: &Row<'_>, index: usize) -> Result<Day, StoreError> {
    let text: String = row.get(index)?;
    text.parse().map_err(|e| unreadable("day", e))
}

fn cell(row: &Row<'_>) -> Result<Cell, StoreError> {
    let kind: String = row.get(4)?;
    let kind = match kind.as_str() {
        "general" => Kind::General,
        "dedicated" => Kind::Dedicated,
        "functional" => Kind::Functional {
            home: code_at(row, 5)?,
            takes: row.get::<String>(6)?.split(' ').filter(|t| !t.is_empty()).map(str::to_owned).collect(),
        },
        other => return Err(unreadable("kind", format!("unknown kind of cell {other}"))),
    };
    let shape: Option<Vec<u8>> = row.get(8)?;
    Ok(Cell {
        code: code_at(row, 0)?,
        since: day_at(row, 1)?,
        until: day_at(row, 2)?,
        name: row.get(3)?,
        kind,
        households: row.get(7)?,
        shape: shape.map(|bytes| Shape::from_bytes(&bytes)).transpose().map_err(|e| unreadable("shape", e))?,
    })
}

/// Reads the ground as it is on a day.
pub fn load(tx: &mut Tx<'_>, day: Day) -> Result<Ground, Refusal> {
    let mut loaded = Loaded::default();
    let streets =
        tx.query(STREETS, params![], |row| Ok((code_at(row, 0)?, row.get::<String>(1)?, row.get::<bool>(2)?)))?;
    for (street, name, made_up) in streets {
        loaded.streets.push((street, made_up));
        loaded.names.insert(street, name);
        let (from, to) = street.range();
        loaded.names.extend(tx.query(AREA_NAMES, params![from, to], |row| Ok((code_at(row, 0)?, row.get(1)?)))?);
        loaded.cells.extend(tx.query(CELLS, params![street.as_str(), day.to_string()], cell)?);
    }
    Ground::new(day, loaded)
}

/// Keeps what a pick taught.
pub fn insert_lesson(
    tx: &mut Tx<'_>,
    street: &GridCode,
    id: uuid::Uuid,
    lesson: &Lesson,
    by: AccountId,
    at: Moment,
) -> Result<(), Refusal> {
    let teaches = serde_json::to_string(&lesson.teaches).map_err(|e| Refusal::Internal(e.to_string()))?;
    tx.exec(INSERT_LESSON, params![street.as_str(), id, &lesson.text, teaches, by.uuid(), at.micros()])?;
    Ok(())
}

const PING: &str = "SELECT COUNT(*) FROM settings";

/// Whether the store answers.
pub fn ping(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.one(PING, params![], |_| Ok(())).map(drop)
}

const INSERT_STREET: &str = "INSERT INTO streets (tenant, name, made_up, territory, directory) VALUES ($1, $2, $3, 1, 1) ON CONFLICT (tenant) DO UPDATE SET name = excluded.name";
const INSERT_AREA: &str = "INSERT INTO areas (code, name, source) VALUES ($1, $2, $3) ON CONFLICT (code) DO UPDATE SET name = excluded.name, source = excluded.source";
const INSERT_CELL: &str = "INSERT INTO cells (tenant, code, since, until, name, kind, home, takes, households, shape, regrid) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

/// Keeps a street that this installation serves.
pub fn insert_street(tx: &mut Tx<'_>, street: &GridCode, name: &str, made_up: bool) -> Result<(), StoreError> {
    tx.exec(INSERT_STREET, params![street.as_str(), name, made_up]).map(drop)
}

/// Keeps an area's name.
pub fn insert_area(tx: &mut Tx<'_>, code: &GridCode, name: &str, source: &str) -> Result<(), StoreError> {
    tx.exec(INSERT_AREA, params![code.as_str(), name, source]).map(drop)
}

/// Keeps a cell for the days on which it is.
pub fn insert_cell(tx: &mut Tx<'_>, c: &Cell, regrid: Option<RegridId>) -> Result<(), StoreError> {
    let (kind, home, takes) = match &c.kind {
        Kind::General => ("general", String::new(), String::new()),
        Kind::Dedicated => ("dedicated", String::new(), String::new()),
        Kind::Functional { home, takes } => ("functional", home.to_string(), takes.join(" ")),
    };
    let street = c.code.street().unwrap_or(c.code);
    let shape = c.shape.as_ref().map(Shape::to_bytes);
    let regrid = regrid.map(RegridId::uuid);
    tx.exec(
        INSERT_CELL,
        params![
            street.as_str(),
            c.code.as_str(),
            c.since.to_string(),
            c.until.to_string(),
            &c.name,
            kind,
            home,
            takes,
            c.households,
            shape,
            regrid
        ],
    )
    .map(drop)
}

const INSERT_ALIAS: &str =
    "INSERT INTO area_aliases (code, authority, alias) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
const INSERT_PARENT: &str =
    "INSERT INTO area_parents (code, parent, authority) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

/// Keeps the code that another office has for an area.
pub fn insert_alias(tx: &mut Tx<'_>, code: &GridCode, alias: &Alias) -> Result<(), StoreError> {
    let authority = authority_key(&alias.authority);
    tx.exec(INSERT_ALIAS, params![code.as_str(), authority, alias.code.as_str()]).map(drop)
}

/// Keeps who else runs an area.
pub fn insert_parent(tx: &mut Tx<'_>, code: &GridCode, parent: &Alias) -> Result<(), StoreError> {
    let authority = authority_key(&parent.authority);
    tx.exec(INSERT_PARENT, params![code.as_str(), parent.code.as_str(), authority]).map(drop)
}

/// An office as it is kept.
#[must_use]
pub fn authority_key(authority: &Authority) -> String {
    match authority {
        Authority::Statistics => "statistics".into(),
        Authority::CivilAffairs => "civil_affairs".into(),
        Authority::DevelopmentZone => "development_zone".into(),
        Authority::Other(name) => name.clone(),
    }
}
