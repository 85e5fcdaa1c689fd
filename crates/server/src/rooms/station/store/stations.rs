//! SQL of stations.

use std::collections::HashMap;
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::geo::Point;
use weiguang_domain::kernel::ids::StationId;
use weiguang_domain::station::plan::Station;
use weiguang_store::{Row, StoreError, Tx, params};

use crate::outside::columns::code_at;
use crate::rooms::station::record::StationRecord;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, code, name, place, lon, lat, closed, version, phone FROM stations WHERE tenant = $1 AND ",
            $rest
        )
    };
}

const INSERT: &str = "INSERT INTO stations (tenant, id, code, name, place, lon, lat, closed, phone, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)";
const UPDATE: &str = "UPDATE stations SET code = $4, name = $5, place = $6, lon = $7, lat = $8, closed = $9, phone = $10, version = version + 1 \
 WHERE tenant = $1 AND id = $2 AND version = $3";
const READ: &str = select!("id = $2");
const UNDER: &str = select!("code >= $2 AND code < $3 ORDER BY code, id LIMIT 500");
const RECODE: &str = "UPDATE stations SET code = $3, version = version + 1 WHERE tenant = $1 AND id = $2";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("stations.INSERT", INSERT),
    ("stations.UPDATE", UPDATE),
    ("stations.READ", READ),
    ("stations.UNDER", UNDER),
    ("stations.RECODE", RECODE),
];

fn record(row: &Row<'_>) -> Result<StationRecord, StoreError> {
    let (lon, lat): (Option<f64>, Option<f64>) = (row.get(4)?, row.get(5)?);
    let station = Station {
        id: StationId::new(row.get::<Uuid>(0)?),
        code: code_at(row, 1)?,
        name: row.get(2)?,
        place: row.get(3)?,
        phone: row.get(8)?,
        point: lon.zip(lat).map(|(lon, lat)| Point::new(lon, lat)),
    };
    Ok(StationRecord { station, closed: row.get(6)?, version: row.get(7)? })
}

fn point(s: &Station) -> (Option<f64>, Option<f64>) {
    (s.point.map(|p| p.lon), s.point.map(|p| p.lat))
}

/// Stores a new station.
pub fn insert(tx: &mut Tx<'_>, r: &StationRecord) -> Result<(), StoreError> {
    let (street, s, (lon, lat)) = (r.street(), &r.station, point(&r.station));
    let row = params![street.as_str(), s.id.uuid(), s.code.as_str(), &s.name, &s.place, lon, lat, r.closed, &s.phone];
    tx.exec(INSERT, row).map(drop)
}

/// Stores a change, unless the station was changed since its version; returns whether it was stored.
pub fn update(tx: &mut Tx<'_>, r: &StationRecord) -> Result<bool, StoreError> {
    let (street, s, (lon, lat)) = (r.street(), &r.station, point(&r.station));
    let row = params![
        street.as_str(),
        s.id.uuid(),
        r.version,
        s.code.as_str(),
        &s.name,
        &s.place,
        lon,
        lat,
        r.closed,
        &s.phone
    ];
    Ok(tx.exec(UPDATE, row)? == 1)
}

/// One station.
pub fn read(tx: &mut Tx<'_>, street: &GridCode, id: StationId) -> Result<Option<StationRecord>, StoreError> {
    tx.one(READ, params![street.as_str(), id.uuid()], record)
}

/// Stations under a code, by code; a street has a handful.
pub fn under(tx: &mut Tx<'_>, under: &GridCode) -> Result<Vec<StationRecord>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    tx.query(UNDER, params![street.as_str(), from, to], record)
}

/// All of a street, for a page that names some of them.
pub fn by_id(tx: &mut Tx<'_>, street: &GridCode) -> Result<HashMap<StationId, Station>, StoreError> {
    Ok(under(tx, street)?.into_iter().map(|r| (r.station.id, r.station)).collect())
}

/// Moves a station to another cell.
pub fn recode(tx: &mut Tx<'_>, street: &GridCode, id: StationId, to: &GridCode) -> Result<(), StoreError> {
    tx.exec(RECODE, params![street.as_str(), id.uuid(), to.as_str()]).map(drop)
}
