//! SQL of days with tickets: a change of a day's queue locks its row first, which serialises concurrent desks.

use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::StationId;
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_store::{Row, StoreError, Tx, params};

use crate::outside::columns::unreadable;
use crate::rooms::station::record::DayRecord;

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT station, day, closed_at, counts, version FROM station_days WHERE tenant = $1 AND ", $rest)
    };
}

const TAKE: &str = "INSERT INTO station_days (tenant, station, day, closed_at, counts, version) VALUES ($1, $2, $3, 0, '', 1) \
 ON CONFLICT (tenant, station, day) DO UPDATE SET version = station_days.version + 1 RETURNING station, day, closed_at, counts, version";
const CLOSE: &str =
    "UPDATE station_days SET closed_at = $4, counts = $5 WHERE tenant = $1 AND station = $2 AND day = $3";
const READ: &str = select!("station = $2 AND day = $3");
const BETWEEN: &str = select!("station = $2 AND day >= $3 AND day <= $4 ORDER BY day");
const OPEN_BEFORE: &str = select!("day < $2 AND closed_at = 0 ORDER BY day, station LIMIT $3");

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("station_days.TAKE", TAKE),
    ("station_days.CLOSE", CLOSE),
    ("station_days.READ", READ),
    ("station_days.BETWEEN", BETWEEN),
    ("station_days.OPEN_BEFORE", OPEN_BEFORE),
];

fn record(row: &Row<'_>) -> Result<DayRecord, StoreError> {
    let (day, closed, counts): (String, i64, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
    let counts = if counts.is_empty() { Ok(Default::default()) } else { serde_json::from_str(&counts) }
        .map_err(|e| unreadable("counts", e))?;
    Ok(DayRecord {
        station: StationId::new(row.get::<Uuid>(0)?),
        day: day.parse().map_err(|_| unreadable("day", &day))?,
        closed: (closed != 0).then(|| Moment::from_micros(closed)),
        counts,
        version: row.get(4)?,
    })
}

/// Locks a day for this transaction, creating it if needed, and increments its version.
pub fn take(tx: &mut Tx<'_>, street: &GridCode, station: StationId, day: Day) -> Result<DayRecord, StoreError> {
    let taken = tx.one(TAKE, params![street.as_str(), station.uuid(), day.to_string()], record)?;
    taken.ok_or_else(|| unreadable("day", "the row that was taken is not there"))
}

/// Stores that a locked day is closed, or open again, and its counts.
pub fn close(tx: &mut Tx<'_>, street: &GridCode, r: &DayRecord) -> Result<(), StoreError> {
    let counts = serde_json::to_string(&r.counts).map_err(|e| unreadable("counts", e))?;
    let closed = r.closed.map_or(0, Moment::micros);
    tx.exec(CLOSE, params![street.as_str(), r.station.uuid(), r.day.to_string(), closed, counts]).map(drop)
}

/// One stored day.
pub fn read(tx: &mut Tx<'_>, street: &GridCode, station: StationId, day: Day) -> Result<Option<DayRecord>, StoreError> {
    tx.one(READ, params![street.as_str(), station.uuid(), day.to_string()], record)
}

/// The stored days of a station in a period.
pub fn between(
    tx: &mut Tx<'_>,
    street: &GridCode,
    station: StationId,
    (from, to): (Day, Day),
) -> Result<Vec<DayRecord>, StoreError> {
    tx.query(BETWEEN, params![street.as_str(), station.uuid(), from.to_string(), to.to_string()], record)
}

/// Past days that nobody closed.
pub fn open_before(tx: &mut Tx<'_>, street: &GridCode, day: Day, limit: i64) -> Result<Vec<DayRecord>, StoreError> {
    tx.query(OPEN_BEFORE, params![street.as_str(), day.to_string(), limit], record)
}
