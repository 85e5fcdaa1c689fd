//! SQL of territory: streets with their change counters, areas and their other names, cells with their days.

use weiguang_domain::grid::unit::{Alias, Area, Authority, Cell, Kind};
use weiguang_domain::grid::{GridCode, Shape};
use weiguang_domain::kernel::ids::RegridId;
use weiguang_domain::kernel::time::{Day, FOREVER};
use weiguang_store::{Row, StoreError, Tx, params};

use crate::outside::columns::{code_at, day_at, unreadable};

const PING: &str = "SELECT COUNT(*) FROM settings";
const STREETS: &str = "SELECT tenant, name, made_up, territory, directory, lessons FROM streets ORDER BY tenant";
const INSERT_STREET: &str = "INSERT INTO streets (tenant, name, made_up, territory, directory, lessons) VALUES ($1, $2, $3, 1, 1, 1) ON CONFLICT (tenant) DO UPDATE SET name = excluded.name, territory = streets.territory + 1";
const TOUCH: &str = "UPDATE streets SET territory = territory + $2, directory = directory + $3, lessons = lessons + $4 WHERE tenant = $1";
const AREA_NAME: &str = "SELECT name FROM areas WHERE code = $1";
const AREA_NAMES: &str = "SELECT code, name FROM areas WHERE code >= $1 AND code < $2";
const INSERT_AREA: &str = "INSERT INTO areas (code, name, source) VALUES ($1, $2, $3) ON CONFLICT (code) DO UPDATE SET name = excluded.name, source = excluded.source";
const ALIASES: &str = "SELECT code, authority, alias FROM area_aliases ORDER BY code, authority, alias";
const PARENTS: &str = "SELECT code, authority, parent FROM area_parents ORDER BY code, parent";
const INSERT_ALIAS: &str =
    "INSERT INTO area_aliases (code, authority, alias) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
const INSERT_PARENT: &str =
    "INSERT INTO area_parents (code, parent, authority) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

macro_rules! cells {
    ($rest:literal) => {
        concat!("SELECT code, since, until, name, kind, home, takes, households, shape FROM cells WHERE ", $rest)
    };
}
const CELLS: &str = cells!("tenant = $1 AND until > $2 ORDER BY code, since");
const CELLS_EVER: &str = cells!("tenant = $1 ORDER BY code, since");
const CELLS_ON: &str =
    cells!("tenant = $1 AND code >= $2 AND code < $3 AND since <= $4 AND until > $4 ORDER BY code, since");
const CELL_ON: &str = cells!("tenant = $1 AND code = $2 AND since <= $3 AND until > $3");
const CODE_USED: &str = "SELECT COUNT(*) FROM cells WHERE tenant = $1 AND code = $2";
const INSERT_CELL: &str = "INSERT INTO cells (tenant, code, since, until, name, kind, home, takes, households, shape, regrid) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const END_CELL: &str = "UPDATE cells SET until = $4 WHERE tenant = $1 AND code = $2 AND since = $3";
const DELETE_CELL: &str = "DELETE FROM cells WHERE tenant = $1 AND code = $2 AND since = $3";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("grid.PING", PING),
    ("grid.STREETS", STREETS),
    ("grid.INSERT_STREET", INSERT_STREET),
    ("grid.TOUCH", TOUCH),
    ("grid.AREA_NAME", AREA_NAME),
    ("grid.AREA_NAMES", AREA_NAMES),
    ("grid.INSERT_AREA", INSERT_AREA),
    ("grid.ALIASES", ALIASES),
    ("grid.PARENTS", PARENTS),
    ("grid.INSERT_ALIAS", INSERT_ALIAS),
    ("grid.INSERT_PARENT", INSERT_PARENT),
    ("grid.CELLS", CELLS),
    ("grid.CELLS_EVER", CELLS_EVER),
    ("grid.CELLS_ON", CELLS_ON),
    ("grid.CELL_ON", CELL_ON),
    ("grid.CODE_USED", CODE_USED),
    ("grid.INSERT_CELL", INSERT_CELL),
    ("grid.END_CELL", END_CELL),
    ("grid.DELETE_CELL", DELETE_CELL),
];

/// A served street, with change counters of its territory, its directory and its lessons. A transaction that changes one of them increments
/// its counter ([`touch`]), so that every process knows what to reload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreetRow {
    /// Nine digits.
    pub code: GridCode,
    /// Its name.
    pub name: String,
    /// Whether it is fictitious, for a demonstration.
    pub made_up: bool,
    /// Changes of cells and areas.
    pub territory: i64,
    /// Changes of the address directory.
    pub directory: i64,
    /// Lessons.
    pub lessons: i64,
}

/// The part of a street that changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Cells, or names of areas.
    Territory,
    /// Rows of the address directory.
    Directory,
    /// Lessons from dispatchers' picks.
    Lessons,
}

/// Whether the store answers.
pub fn ping(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.one(PING, params![], |_| Ok(())).map(drop)
}

/// The served streets, in order of code.
pub fn streets(tx: &mut Tx<'_>) -> Result<Vec<StreetRow>, StoreError> {
    tx.query(STREETS, params![], |row| {
        Ok(StreetRow {
            code: code_at(row, 0)?,
            name: row.get(1)?,
            made_up: row.get(2)?,
            territory: row.get(3)?,
            directory: row.get(4)?,
            lessons: row.get(5)?,
        })
    })
}

/// Stores a street that this installation serves.
pub fn insert_street(tx: &mut Tx<'_>, street: &GridCode, name: &str, made_up: bool) -> Result<(), StoreError> {
    tx.exec(INSERT_STREET, params![street.as_str(), name, made_up]).map(drop)
}

/// Increments a change counter, so that all processes reload that part.
pub fn touch(tx: &mut Tx<'_>, street: &GridCode, what: Changed) -> Result<(), StoreError> {
    let one = |changed| i64::from(what == changed);
    let (t, d, l) = (one(Changed::Territory), one(Changed::Directory), one(Changed::Lessons));
    tx.exec(TOUCH, params![street.as_str(), t, d, l]).map(drop)
}

/// The name of one area.
pub fn area_name(tx: &mut Tx<'_>, code: &GridCode) -> Result<Option<String>, StoreError> {
    tx.one(AREA_NAME, params![code.as_str()], |row| row.get(0))
}

/// The names of areas under a code.
pub fn area_names(tx: &mut Tx<'_>, under: &GridCode) -> Result<Vec<(GridCode, String)>, StoreError> {
    let (from, to) = under.range();
    tx.query(AREA_NAMES, params![from, to], |row| Ok((code_at(row, 0)?, row.get(1)?)))
}

/// Stores an area's name.
pub fn insert_area(tx: &mut Tx<'_>, code: &GridCode, name: &str, source: &str) -> Result<(), StoreError> {
    tx.exec(INSERT_AREA, params![code.as_str(), name, source]).map(drop)
}

/// An authority as stored.
#[must_use]
pub fn authority_key(authority: &Authority) -> String {
    match authority {
        Authority::Statistics => "statistics".into(),
        Authority::CivilAffairs => "civil_affairs".into(),
        Authority::DevelopmentZone => "development_zone".into(),
        Authority::Other(name) => name.clone(),
    }
}

/// Reads an authority as stored or as typed.
#[must_use]
pub fn authority_of(key: &str) -> Authority {
    match key {
        "statistics" | "统计" => Authority::Statistics,
        "civil_affairs" | "民政" => Authority::CivilAffairs,
        "development_zone" | "开发区" => Authority::DevelopmentZone,
        other => Authority::Other(other.to_owned()),
    }
}

/// Stores another authority's code for an area.
pub fn insert_alias(tx: &mut Tx<'_>, code: &GridCode, alias: &Alias) -> Result<(), StoreError> {
    let authority = authority_key(&alias.authority);
    tx.exec(INSERT_ALIAS, params![code.as_str(), authority, alias.code.as_str()]).map(drop)
}

/// Stores a second parent of an area.
pub fn insert_parent(tx: &mut Tx<'_>, code: &GridCode, parent: &Alias) -> Result<(), StoreError> {
    let authority = authority_key(&parent.authority);
    tx.exec(INSERT_PARENT, params![code.as_str(), parent.code.as_str(), authority]).map(drop)
}

/// The areas that have other codes or further parents; all others have only their own.
pub fn areas(tx: &mut Tx<'_>) -> Result<Vec<Area>, StoreError> {
    let alias = |row: &Row<'_>| {
        let authority = authority_of(&row.get::<String>(1)?);
        Ok((code_at(row, 0)?, Alias { authority, code: code_at(row, 2)? }))
    };
    let mut areas: std::collections::BTreeMap<GridCode, Area> = std::collections::BTreeMap::new();
    let new = |code| Area { code, name: String::new(), aliases: Vec::new(), also_under: Vec::new() };
    for (code, alias) in tx.query(ALIASES, params![], alias)? {
        areas.entry(code).or_insert_with(|| new(code)).aliases.push(alias);
    }
    for (code, parent) in tx.query(PARENTS, params![], alias)? {
        areas.entry(code).or_insert_with(|| new(code)).also_under.push(parent);
    }
    Ok(areas.into_values().collect())
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

/// Passes every present or future cell of a street, one by one: shapes are large, and few are needed at a time.
pub fn each_cell(
    tx: &mut Tx<'_>,
    street: &GridCode,
    day: Day,
    mut take: impl FnMut(Cell) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    tx.query(CELLS, params![street.as_str(), day.to_string()], |row| take(cell(row)?)).map(drop)
}

/// Every past, present and future cell of a street.
pub fn cells_ever(tx: &mut Tx<'_>, street: &GridCode) -> Result<Vec<Cell>, StoreError> {
    tx.query(CELLS_EVER, params![street.as_str()], cell)
}

/// The cells under a code on a day, with their shapes.
pub fn cells_on(tx: &mut Tx<'_>, under: &GridCode, day: Day) -> Result<Vec<Cell>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    tx.query(CELLS_ON, params![street.as_str(), from, to, day.to_string()], cell)
}

/// One cell on a day.
pub fn cell_on(tx: &mut Tx<'_>, code: &GridCode, day: Day) -> Result<Option<Cell>, StoreError> {
    let street = code.street().unwrap_or(*code);
    tx.one(CELL_ON, params![street.as_str(), code.as_str(), day.to_string()], cell)
}

/// Whether a code is or was that of a cell.
pub fn code_used(tx: &mut Tx<'_>, code: &GridCode) -> Result<bool, StoreError> {
    let street = code.street().unwrap_or(*code);
    let count = tx.one(CODE_USED, params![street.as_str(), code.as_str()], |row| row.get::<i64>(0))?;
    Ok(count.unwrap_or(0) > 0)
}

/// Stores a cell with its first and last day.
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

/// Ends a cell: `until` is the first day after its end.
pub fn end_cell(tx: &mut Tx<'_>, cell: &Cell, until: Day) -> Result<(), StoreError> {
    let street = cell.code.street().unwrap_or(cell.code);
    tx.exec(END_CELL, params![street.as_str(), cell.code.as_str(), cell.since.to_string(), until.to_string()]).map(drop)
}

/// Replaces a cell by its changed state from a day on; its former state stays on record.
pub fn change_cell(
    tx: &mut Tx<'_>,
    before: &Cell,
    after: &Cell,
    day: Day,
    regrid: Option<RegridId>,
) -> Result<(), StoreError> {
    if before.since == day {
        let street = before.code.street().unwrap_or(before.code);
        tx.exec(DELETE_CELL, params![street.as_str(), before.code.as_str(), before.since.to_string()])?;
    } else {
        end_cell(tx, before, day)?;
    }
    insert_cell(tx, &Cell { since: day, until: before.until.max(day), ..after.clone() }, regrid)
}

/// Whether a cell has no end.
#[must_use]
pub fn is_open(cell: &Cell) -> bool {
    cell.until == FOREVER
}
