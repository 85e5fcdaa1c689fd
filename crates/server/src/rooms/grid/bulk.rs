//! Bulk access for imports to a street's territory and directory: everything at once, or row by row.

use uuid::Uuid;
use weiguang_domain::grid::unit::Alias;
use weiguang_domain::grid::{Cell, GridCode};
use weiguang_domain::kernel::time::Day;
use weiguang_store::{Row, StoreError, Tx, params};

use super::store::{self, Changed};
use super::territory::Territory;
use crate::app::UnitOfWork;
use crate::outside::columns::{code_at, day_at};

const AREAS: &str = "SELECT code, name FROM areas";
const COMMUNITIES: &str = "SELECT code, name FROM areas WHERE code >= $1 AND code < $2";
const ALIASES: &str = "SELECT code, authority, alias FROM area_aliases";
const PARENTS: &str = "SELECT code, parent FROM area_parents";
const STREETS: &str = "SELECT tenant, name FROM streets";
const CELLS: &str = "SELECT code, since, until, name, kind, home, takes, households, shape FROM cells WHERE tenant = $1 ORDER BY code, since";
const UPDATE_CELL: &str = "UPDATE cells SET name = $4, kind = $5, home = $6, takes = $7, households = $8, shape = $9 WHERE tenant = $1 AND code = $2 AND since = $3";
const PLACES: &str = "SELECT path, kind, code, name, road, building, unit, room, aliases FROM places WHERE tenant = $1";
const PLACE: &str =
    "SELECT path, kind, code, name, road, building, unit, room, aliases FROM places WHERE tenant = $1 AND path = $2";
const INSERT_PLACE: &str = "INSERT INTO places (tenant, id, kind, path, code, name, road, building, unit, room, aliases) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const UPDATE_PLACE: &str = "UPDATE places SET kind = $3, code = $4, name = $5, road = $6, building = $7, unit = $8, room = $9, aliases = $10 WHERE tenant = $1 AND path = $2";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("bulk.AREAS", AREAS),
    ("bulk.COMMUNITIES", COMMUNITIES),
    ("bulk.ALIASES", ALIASES),
    ("bulk.PARENTS", PARENTS),
    ("bulk.STREETS", STREETS),
    ("bulk.CELLS", CELLS),
    ("bulk.UPDATE_CELL", UPDATE_CELL),
    ("bulk.PLACES", PLACES),
    ("bulk.PLACE", PLACE),
    ("bulk.INSERT_PLACE", INSERT_PLACE),
    ("bulk.UPDATE_PLACE", UPDATE_PLACE),
];

/// Calls `take` for every area: code, name.
pub fn areas(tx: &mut Tx<'_>, mut take: impl FnMut(GridCode, String)) -> Result<(), StoreError> {
    tx.query(AREAS, params![], |row| {
        take(code_at(row, 0)?, row.get(1)?);
        Ok(())
    })
    .map(drop)
}

/// The areas under a street, itself included: code, name.
pub fn areas_under(tx: &mut Tx<'_>, street: &GridCode) -> Result<Vec<(GridCode, String)>, StoreError> {
    let (from, to) = street.range();
    tx.query(COMMUNITIES, params![from, to], |row| Ok((code_at(row, 0)?, row.get(1)?)))
}

/// Stores an area's name.
pub fn name_area(tx: &mut Tx<'_>, code: &GridCode, name: &str) -> Result<(), StoreError> {
    store::insert_area(tx, code, name, "import")
}

/// Stores another authority's code for an area.
pub fn add_alias(tx: &mut Tx<'_>, code: &GridCode, authority: &str, alias: GridCode) -> Result<(), StoreError> {
    store::insert_alias(tx, code, &Alias { authority: store::authority_of(authority), code: alias })
}

/// Stores a second parent of an area.
pub fn add_parent(tx: &mut Tx<'_>, code: &GridCode, authority: &str, parent: GridCode) -> Result<(), StoreError> {
    store::insert_parent(tx, code, &Alias { authority: store::authority_of(authority), code: parent })
}

/// Adds a street that this installation serves.
pub fn serve(tx: &mut Tx<'_>, street: &GridCode, name: &str) -> Result<(), StoreError> {
    store::insert_street(tx, street, name, false)
}

/// Marks the territory of a street as changed.
pub fn territory_changed(work: &mut UnitOfWork<'_, '_>, street: &GridCode) -> Result<(), StoreError> {
    work.changes::<Territory>();
    store::touch(work.tx, street, Changed::Territory)
}

/// Marks the directory of a street as changed.
pub fn directory_changed(work: &mut UnitOfWork<'_, '_>, street: &GridCode) -> Result<(), StoreError> {
    work.changes::<Territory>();
    store::touch(work.tx, street, Changed::Directory)
}

/// Every alias: area, authority, that authority's code.
pub fn aliases(tx: &mut Tx<'_>) -> Result<Vec<(GridCode, String, String)>, StoreError> {
    tx.query(ALIASES, params![], |row| Ok((code_at(row, 0)?, row.get(1)?, row.get(2)?)))
}

/// Every second parent: area, parent.
pub fn parents(tx: &mut Tx<'_>) -> Result<Vec<(GridCode, String)>, StoreError> {
    tx.query(PARENTS, params![], |row| Ok((code_at(row, 0)?, row.get(1)?)))
}

/// Served streets: code, name.
pub fn streets(tx: &mut Tx<'_>) -> Result<Vec<(GridCode, String)>, StoreError> {
    tx.query(STREETS, params![], |row| Ok((code_at(row, 0)?, row.get(1)?)))
}

/// A stored cell, its shape as bytes: most are only compared.
#[derive(Clone, Debug, PartialEq)]
pub struct CellRow {
    /// Its code.
    pub code: GridCode,
    /// First day.
    pub since: Day,
    /// The first day after its end.
    pub until: Day,
    /// Its name.
    pub name: String,
    /// `general`, `dedicated`, `functional`.
    pub kind: String,
    /// The home of a functional one, or empty.
    pub home: String,
    /// The kinds that a functional one handles, separated by spaces.
    pub takes: String,
    /// Households, if counted.
    pub households: Option<u32>,
    /// Its shape as it is stored.
    pub shape: Option<Vec<u8>>,
}

/// Every cell of a street that ever was.
pub fn cells(tx: &mut Tx<'_>, street: &GridCode) -> Result<Vec<CellRow>, StoreError> {
    tx.query(CELLS, params![street.as_str()], |row| {
        Ok(CellRow {
            code: code_at(row, 0)?,
            since: day_at(row, 1)?,
            until: day_at(row, 2)?,
            name: row.get(3)?,
            kind: row.get(4)?,
            home: row.get(5)?,
            takes: row.get(6)?,
            households: row.get(7)?,
            shape: row.get(8)?,
        })
    })
}

/// Stores a new cell.
pub fn insert_cell(tx: &mut Tx<'_>, cell: &Cell) -> Result<(), StoreError> {
    store::insert_cell(tx, cell, None)
}

/// Corrects a cell in place.
pub fn update_cell(tx: &mut Tx<'_>, street: &GridCode, c: &CellRow) -> Result<(), StoreError> {
    tx.exec(
        UPDATE_CELL,
        params![
            street.as_str(),
            c.code.as_str(),
            c.since.to_string(),
            &c.name,
            &c.kind,
            &c.home,
            &c.takes,
            c.households,
            c.shape.clone()
        ],
    )
    .map(drop)
}

/// A stored row of the directory; fields that do not apply are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PlaceLine {
    /// Its key within the street.
    pub path: String,
    /// `quarter`, `building`, `unit`, `room`, `road_number`, `village` or `poi`.
    pub kind: String,
    /// Its cell.
    pub code: String,
    /// The quarter, village or place.
    pub name: String,
    /// The road.
    pub road: String,
    /// 栋; of a road the door number; of a village the group.
    pub building: String,
    /// 单元.
    pub unit: String,
    /// 室; of a village the house.
    pub room: String,
    /// Other names, one a line.
    pub aliases: String,
}

fn place_line(row: &Row<'_>) -> Result<PlaceLine, StoreError> {
    Ok(PlaceLine {
        path: row.get(0)?,
        kind: row.get(1)?,
        code: row.get(2)?,
        name: row.get(3)?,
        road: row.get(4)?,
        building: row.get(5)?,
        unit: row.get(6)?,
        room: row.get(7)?,
        aliases: row.get(8)?,
    })
}

/// Calls `take` for every row of a street's directory.
pub fn places(tx: &mut Tx<'_>, street: &GridCode, mut take: impl FnMut(&PlaceLine)) -> Result<(), StoreError> {
    tx.query(PLACES, params![street.as_str()], |row| {
        take(&place_line(row)?);
        Ok(())
    })
    .map(drop)
}

/// One row of the directory.
pub fn place(tx: &mut Tx<'_>, street: &GridCode, path: &str) -> Result<Option<PlaceLine>, StoreError> {
    tx.one(PLACE, params![street.as_str(), path], place_line)
}

/// Stores a new row.
pub fn insert_place(tx: &mut Tx<'_>, street: &GridCode, id: Uuid, p: &PlaceLine) -> Result<(), StoreError> {
    tx.exec(
        INSERT_PLACE,
        params![
            street.as_str(),
            id,
            &p.kind,
            &p.path,
            &p.code,
            &p.name,
            &p.road,
            &p.building,
            &p.unit,
            &p.room,
            &p.aliases
        ],
    )
    .map(drop)
}

/// Stores a changed row.
pub fn update_place(tx: &mut Tx<'_>, street: &GridCode, p: &PlaceLine) -> Result<(), StoreError> {
    tx.exec(
        UPDATE_PLACE,
        params![
            street.as_str(),
            &p.path,
            &p.kind,
            &p.code,
            &p.name,
            &p.road,
            &p.building,
            &p.unit,
            &p.room,
            &p.aliases
        ],
    )
    .map(drop)
}
