//! The stored address directory: one row for a quarter, building, unit, room, door number or named place; and the lessons from dispatchers'
//! picks.

use uuid::Uuid;
use weiguang_domain::grid::address::{Directory, Handle, Lesson, Lessons, Row as Columns, Teaches, road_and_number};
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::geo::Point;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{Row, StoreError, Tx, params};

use super::store::{Changed, touch};
use crate::outside::columns::{code_at, unreadable};
use crate::web::Refusal;

macro_rules! places {
    ($rest:literal) => {
        concat!(
            "SELECT id, kind, path, code, name, road, building, unit, room, aliases, lon, lat FROM places WHERE ",
            $rest
        )
    };
}
const DIRECTORY: &str =
    "SELECT id, kind, code, name, road, building, unit, room, aliases FROM places WHERE tenant = $1";
const PLACES: &str = places!("tenant = $1 AND code >= $2 AND code < $3 AND path > $4 ORDER BY path LIMIT $5");
const PLACES_FOUND: &str = places!(
    "tenant = $1 AND code >= $2 AND code < $3 AND path > $4 AND path LIKE $6 ESCAPE '!' ORDER BY path LIMIT $5"
);
const DOORS: &str = places!(
    "tenant = $1 AND code >= $2 AND code < $3 AND (kind IN ('room', 'road_number') OR (kind = 'village' AND room <> '')) ORDER BY code, path LIMIT $4"
);
const PLACE: &str = places!("tenant = $1 AND id = $2");
const PLACES_AT: &str = places!("tenant = $1 AND code = $2 AND path > $3 ORDER BY path LIMIT $4");
const COUNT_AT: &str = "SELECT COUNT(*), COUNT(lon) FROM places WHERE tenant = $1 AND code = $2";
const PUT_PLACE: &str = "INSERT INTO places (tenant, id, kind, path, code, name, road, building, unit, room, aliases, lon, lat) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
 ON CONFLICT (tenant, path) DO UPDATE SET kind = excluded.kind, code = excluded.code, name = excluded.name, road = excluded.road, building = excluded.building, unit = excluded.unit, room = excluded.room, aliases = excluded.aliases, lon = excluded.lon, lat = excluded.lat";
const RECODE: &str = "UPDATE places SET code = $3 WHERE tenant = $1 AND code = $2";
const RECODE_ONE: &str = "UPDATE places SET code = $3, path = $4 WHERE tenant = $1 AND id = $2";
const LESSONS: &str = "SELECT id, text, teaches FROM lessons WHERE tenant = $1 ORDER BY id";
const ALL_LESSONS: &str = "SELECT id, teaches FROM lessons WHERE tenant = $1 ORDER BY id";
const SET_LESSON: &str = "UPDATE lessons SET teaches = $3 WHERE tenant = $1 AND id = $2";
const DELETE_LESSON: &str = "DELETE FROM lessons WHERE tenant = $1 AND id = $2";
const INSERT_LESSON: &str =
    "INSERT INTO lessons (tenant, id, text, teaches, by_account, at) VALUES ($1, $2, $3, $4, $5, $6)";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("grid.DIRECTORY", DIRECTORY),
    ("grid.PLACES", PLACES),
    ("grid.PLACES_FOUND", PLACES_FOUND),
    ("grid.DOORS", DOORS),
    ("grid.PLACE", PLACE),
    ("grid.PLACES_AT", PLACES_AT),
    ("grid.COUNT_AT", COUNT_AT),
    ("grid.PUT_PLACE", PUT_PLACE),
    ("grid.RECODE", RECODE),
    ("grid.RECODE_ONE", RECODE_ONE),
    ("grid.LESSONS", LESSONS),
    ("grid.ALL_LESSONS", ALL_LESSONS),
    ("grid.SET_LESSON", SET_LESSON),
    ("grid.DELETE_LESSON", DELETE_LESSON),
    ("grid.INSERT_LESSON", INSERT_LESSON),
];

/// A row of the directory. Fields that do not apply are empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceRow {
    /// Its id; unchanged as long as its path is.
    pub id: Uuid,
    /// `community`, `quarter`, `building`, `unit`, `room`, `road_number`, `village`, `poi`.
    pub kind: String,
    /// Its cell.
    pub code: Option<GridCode>,
    /// The quarter, village, community or place; of a `road_number` the place there, if known.
    pub name: String,
    /// The road of a `road_number`; of a quarter or place its road, with its number there if known.
    pub road: String,
    /// 栋; of a `road_number` the number; of a `village` the group 组.
    pub building: String,
    /// 单元.
    pub unit: String,
    /// 室; of a `village` the house.
    pub room: String,
    /// Other names of the quarter, road, village or place.
    pub aliases: Vec<String>,
    /// Its point, if known, WGS-84. A re-grid moves it to the cell that contains it.
    pub point: Option<Point>,
}

/// The kinds of rows.
pub const KINDS: &[&str] = &["community", "quarter", "building", "unit", "room", "road_number", "village", "poi"];

impl PlaceRow {
    /// The key of the row within its street: two rows with one path are one place. A row with a community includes its last three digits,
    /// since two communities may each have a quarter of one name; a road is one throughout the street.
    #[must_use]
    pub fn path(&self) -> String {
        let community = self.code.map_or(String::new(), |c| c.as_str().chars().skip(9).take(3).collect());
        let parts: Vec<&str> = if self.kind == "road_number" {
            vec![&self.road, &self.building]
        } else {
            vec![&self.name, &community, &self.building, &self.unit, &self.room]
        };
        let last = parts.iter().rposition(|p| !p.is_empty()).map_or(0, |at| at + 1);
        let prefix = if matches!(self.kind.as_str(), "community" | "poi") { self.kind.as_str() } else { "" };
        let path = parts[..last].join("/");
        if prefix.is_empty() { path } else { format!("{prefix}:{path}") }
    }

    /// The address as text: 锦绣花园3栋2单元501.
    #[must_use]
    pub fn words(&self) -> String {
        if self.kind == "road_number" {
            return format!("{}{}", self.road, self.building);
        }
        [&self.name, &self.building, &self.unit, &self.room].into_iter().map(String::as_str).collect()
    }
}

/// The directory's handle of a row: the last 64 bits of its id, which are random or a hash, so that a handle in an old lesson still means
/// the same row after the directory was reloaded.
#[must_use]
pub fn handle(id: Uuid) -> Handle {
    id.as_u64_pair().1
}

/// A stored row as the columns of a table; `None` for an unknown kind.
#[must_use]
pub fn columns<'a>(place: &'a PlaceRow, aliases: &'a [&'a str]) -> Option<Columns<'a>> {
    let PlaceRow { kind, name, road, building, unit, room, .. } = place;
    let (road, number) = road_and_number(road);
    Some(match kind.as_str() {
        "quarter" | "building" | "unit" | "room" => {
            Columns { quarter: name, building, unit, room, road, number, aliases, ..Columns::default() }
        }
        "road_number" => Columns { road: &place.road, number: building, name, aliases, ..Columns::default() },
        "village" => Columns { village: name, group: building, number: room, aliases, ..Columns::default() },
        "poi" => Columns { name, road, number, aliases, ..Columns::default() },
        _ => return None,
    })
}

/// Builds a street's directory row by row. `areas` are the street and its communities.
pub fn directory(tx: &mut Tx<'_>, street: &GridCode, areas: &[(GridCode, String)]) -> Result<Directory, StoreError> {
    let mut builder = Directory::builder();
    builder.areas(areas.iter().map(|(code, name)| (*code, name.as_str())));
    tx.query(DIRECTORY, params![street.as_str()], |row| {
        let text = |n| row.get::<String>(n);
        let place = PlaceRow {
            id: row.get(0)?,
            kind: text(1)?,
            code: Some(code_at(row, 2)?),
            name: text(3)?,
            road: text(4)?,
            building: text(5)?,
            unit: text(6)?,
            room: text(7)?,
            ..PlaceRow::default()
        };
        let (code, id) = (code_at(row, 2)?, handle(place.id));
        if place.kind == "community" {
            builder.areas([(code, place.name.as_str())]);
            return Ok(());
        }
        let aliases = text(8)?;
        let aliases: Vec<&str> = aliases.split('\n').filter(|a| !a.is_empty()).collect();
        let columns = columns(&place, &aliases)
            .ok_or_else(|| unreadable("kind", format!("unknown kind of place {}", place.kind)))?;
        builder.row(&columns, code, id);
        Ok(())
    })?;
    Ok(builder.build())
}

fn row_of(row: &Row<'_>) -> Result<(String, PlaceRow), StoreError> {
    let (lon, lat): (Option<f64>, Option<f64>) = (row.get(10)?, row.get(11)?);
    let place = PlaceRow {
        id: row.get(0)?,
        kind: row.get(1)?,
        code: Some(code_at(row, 3)?),
        name: row.get(4)?,
        road: row.get(5)?,
        building: row.get(6)?,
        unit: row.get(7)?,
        room: row.get(8)?,
        aliases: row.get::<String>(9)?.split('\n').filter(|a| !a.is_empty()).map(str::to_owned).collect(),
        point: lon.zip(lat).map(|(lon, lat)| Point::new(lon, lat)),
    };
    Ok((row.get(2)?, place))
}

/// Rows under a code after a path, with their paths; `words` filters for paths that contain these words.
pub fn page(
    tx: &mut Tx<'_>,
    under: &GridCode,
    words: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<(String, PlaceRow)>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    if words.is_empty() {
        return tx.query(PLACES, params![street.as_str(), from, to, after, limit], row_of);
    }
    let escaped: String =
        words.chars().flat_map(|c| ['%', '_', '!'].contains(&c).then_some('!').into_iter().chain([c])).collect();
    // Spaces match anything in between: 锦绣 3栋 finds 锦绣花园/006/3栋.
    let pattern = format!("%{}%", escaped.split_whitespace().collect::<Vec<_>>().join("%"));
    tx.query(PLACES_FOUND, params![street.as_str(), from, to, after, limit, pattern], row_of)
}

/// The dwellings and addresses under a code, cell by cell: rooms, houses of a village, numbers of a road.
pub fn doors(tx: &mut Tx<'_>, under: &GridCode, limit: i64) -> Result<Vec<PlaceRow>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    tx.query(DOORS, params![street.as_str(), from, to, limit], |row| row_of(row).map(|(_, place)| place))
}

/// One row.
pub fn read(tx: &mut Tx<'_>, street: &GridCode, id: Uuid) -> Result<Option<PlaceRow>, StoreError> {
    tx.one(PLACE, params![street.as_str(), id], |row| row_of(row).map(|(_, place)| place))
}

/// Stores a row; one with the same path is changed and keeps its id. The caller increments the directory's counter (`store::touch(…,
/// Changed::Directory)`) once in the same transaction.
pub fn put(tx: &mut Tx<'_>, street: &GridCode, p: &PlaceRow) -> Result<(), StoreError> {
    let code = p.code.unwrap_or(*street);
    tx.exec(
        PUT_PLACE,
        params![
            street.as_str(),
            p.id,
            &p.kind,
            p.path(),
            code.as_str(),
            &p.name,
            &p.road,
            &p.building,
            &p.unit,
            &p.room,
            p.aliases.join("\n"),
            p.point.map(|at| at.lon),
            p.point.map(|at| at.lat)
        ],
    )
    .map(drop)
}

/// Number of rows at a code, and how many of them have a point.
pub fn count_at(tx: &mut Tx<'_>, code: &GridCode) -> Result<(i64, i64), StoreError> {
    let street = code.street().unwrap_or(*code);
    let counts = tx.one(COUNT_AT, params![street.as_str(), code.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(counts.unwrap_or_default())
}

/// Moves all rows of an ended cell, each to the code that `target` returns for its point; all at once if they all have one target within
/// their community. Returns their number.
pub fn carry(
    tx: &mut Tx<'_>,
    old: &GridCode,
    alike: bool,
    target: &dyn Fn(Option<Point>) -> GridCode,
) -> Result<u64, StoreError> {
    let street = old.street().unwrap_or(*old);
    let default = target(None);
    if alike && default.at(Level::Community) == old.at(Level::Community) {
        return tx.exec(RECODE, params![street.as_str(), old.as_str(), default.as_str()]);
    }
    let (mut after, mut moved) = (String::new(), 0);
    loop {
        let batch = tx.query(PLACES_AT, params![street.as_str(), old.as_str(), &after, 500_i64], row_of)?;
        let Some((last, _)) = batch.last() else { return Ok(moved) };
        after.clone_from(last);
        for (_, row) in batch {
            let code = target(row.point);
            let path = PlaceRow { code: Some(code), ..row.clone() }.path();
            moved += tx.exec(RECODE_ONE, params![street.as_str(), row.id, code.as_str(), path])?;
        }
    }
}

/// Moves the lessons of ended cells: a lesson moves with a cell that has one successor. Where a cell was divided nobody knows which part
/// was meant, so the lesson is deleted and a person is asked again.
pub fn carry_lessons(
    tx: &mut Tx<'_>,
    street: &GridCode,
    heir: &dyn Fn(GridCode) -> Option<Option<GridCode>>,
) -> Result<(), Refusal> {
    let rows =
        tx.query(ALL_LESSONS, params![street.as_str()], |row| Ok((row.get::<Uuid>(0)?, row.get::<String>(1)?)))?;
    let mut changed = false;
    for (id, text) in rows {
        let teaches = serde_json::from_str(&text).map_err(|e| Refusal::Internal(e.to_string()))?;
        let Teaches::Address { code, entry } = teaches else { continue };
        match heir(code) {
            None => continue,
            Some(None) => tx.exec(DELETE_LESSON, params![street.as_str(), id])?,
            Some(Some(code)) => {
                let text = serde_json::to_string(&Teaches::Address { code, entry })
                    .map_err(|e| Refusal::Internal(e.to_string()))?;
                tx.exec(SET_LESSON, params![street.as_str(), id, text])?
            }
        };
        changed = true;
    }
    if changed {
        touch(tx, street, Changed::Lessons)?;
    }
    Ok(())
}

/// The context that binds the sealed address of a lesson to its row.
pub(crate) fn lesson_context(street: &GridCode, id: Uuid) -> String {
    format!("lessons {street} {id}")
}

/// The lessons from dispatchers' picks, in order.
pub fn lessons(tx: &mut Tx<'_>, street: &GridCode) -> Result<Lessons, StoreError> {
    let lessons = tx.query(LESSONS, params![street.as_str()], |row| {
        let (id, teaches): (Uuid, String) = (row.get(0)?, row.get(2)?);
        let teaches = serde_json::from_str(&teaches).map_err(|e| unreadable("teaches", e))?;
        Ok(Lesson { text: row.open_text(1, &lesson_context(street, id))?, teaches })
    })?;
    Ok(Lessons::new(lessons))
}

/// Stores the lesson of a pick.
pub fn insert_lesson(
    tx: &mut Tx<'_>,
    street: &GridCode,
    id: Uuid,
    lesson: &Lesson,
    by: AccountId,
    at: Moment,
) -> Result<(), Refusal> {
    let teaches = serde_json::to_string(&lesson.teaches).map_err(|e| Refusal::Internal(e.to_string()))?;
    let text = tx.seal(&lesson_context(street, id), lesson.text.as_bytes())?;
    tx.exec(INSERT_LESSON, params![street.as_str(), id, text, teaches, by.uuid(), at.micros()])?;
    touch(tx, street, Changed::Lessons)?;
    Ok(())
}
