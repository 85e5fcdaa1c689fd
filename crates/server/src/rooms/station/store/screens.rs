//! SQL of calling screens: a link is valid as long as its row exists.

use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, ScreenId, StationId};
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{Row, StoreError, Tx, params};

use crate::rooms::station::record::ScreenRecord;

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT id, station, name, made_by, made_at FROM screens WHERE tenant = $1 AND ", $rest)
    };
}

const INSERT: &str =
    "INSERT INTO screens (tenant, id, station, name, made_by, made_at) VALUES ($1, $2, $3, $4, $5, $6)";
const READ: &str = select!("id = $2");
const OF_STATION: &str = select!("station = $2 ORDER BY id");
const DELETE: &str = "DELETE FROM screens WHERE tenant = $1 AND id = $2";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("screens.INSERT", INSERT),
    ("screens.READ", READ),
    ("screens.OF_STATION", OF_STATION),
    ("screens.DELETE", DELETE),
];

fn record(row: &Row<'_>) -> Result<ScreenRecord, StoreError> {
    Ok(ScreenRecord {
        id: ScreenId::new(row.get::<Uuid>(0)?),
        station: StationId::new(row.get::<Uuid>(1)?),
        name: row.get(2)?,
        made_by: AccountId::new(row.get::<Uuid>(3)?),
        made_at: Moment::from_micros(row.get(4)?),
    })
}

/// Stores a new screen.
pub fn insert(tx: &mut Tx<'_>, street: &GridCode, r: &ScreenRecord) -> Result<(), StoreError> {
    let row = params![street.as_str(), r.id.uuid(), r.station.uuid(), &r.name, r.made_by.uuid(), r.made_at.micros()];
    tx.exec(INSERT, row).map(drop)
}

/// One screen, as long as its link is valid.
pub fn read(tx: &mut Tx<'_>, street: &GridCode, id: ScreenId) -> Result<Option<ScreenRecord>, StoreError> {
    tx.one(READ, params![street.as_str(), id.uuid()], record)
}

/// The screens of a station.
pub fn of_station(tx: &mut Tx<'_>, street: &GridCode, station: StationId) -> Result<Vec<ScreenRecord>, StoreError> {
    tx.query(OF_STATION, params![street.as_str(), station.uuid()], record)
}

/// Withdraws a link.
pub fn delete(tx: &mut Tx<'_>, street: &GridCode, id: ScreenId) -> Result<u64, StoreError> {
    tx.exec(DELETE, params![street.as_str(), id.uuid()])
}
