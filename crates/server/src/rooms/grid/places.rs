//! The address directory as it is kept: one row for a quarter, building, unit, room, door number or place with a name.

use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::geo::Point;
use weiguang_store::{StoreError, Tx, params};

const PUT_PLACE: &str = "INSERT INTO places (tenant, id, kind, path, code, name, road, building, unit, room, aliases, lon, lat) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
 ON CONFLICT (tenant, path) DO UPDATE SET kind = excluded.kind, code = excluded.code, name = excluded.name, road = excluded.road, building = excluded.building, unit = excluded.unit, room = excluded.room, aliases = excluded.aliases, lon = excluded.lon, lat = excluded.lat";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[("grid.PUT_PLACE", PUT_PLACE)];

/// A row of the directory. What does not apply is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceRow {
    /// Its id; stays the same while its path does.
    pub id: Uuid,
    /// `community`, `quarter`, `building`, `unit`, `room`, `road_number`, `village`, `poi`.
    pub kind: String,
    /// Its cell.
    pub code: Option<GridCode>,
    /// The quarter, village, community or place; empty for a `road_number`.
    pub name: String,
    /// The road of a `road_number`, or on which a quarter stands.
    pub road: String,
    /// 栋; of a `road_number` the number; of a `village` the group 组.
    pub building: String,
    /// 单元.
    pub unit: String,
    /// 室; of a `village` the house.
    pub room: String,
    /// Other names of the quarter, road, village or place.
    pub aliases: Vec<String>,
    /// Where, if known, WGS-84.
    pub point: Option<Point>,
}

impl PlaceRow {
    /// The key of the row within its street: two rows of one path are one place. What has a community carries its last three
    /// digits, since two communities may each have a quarter of one name; a road is one throughout the street.
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
}

/// Keeps a row; one of the same path is changed and keeps its id.
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
