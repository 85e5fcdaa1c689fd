//! SQL of series of service days.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{SeriesId, StationId, TeamId};
use weiguang_domain::kernel::time::Day;
use weiguang_domain::station::plan::{Exception, Hours, Series, Share};
use weiguang_store::{Row, StoreError, Tx, params};

use crate::outside::columns::{day_at, unreadable};
use crate::rooms::station::record::SeriesRecord;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, station, team, rule, first_day, last_day, opens, closes, slot, places, rests, exceptions, version, own_share \
             FROM station_series WHERE tenant = $1 AND ",
            $rest
        )
    };
}

const INSERT: &str = "INSERT INTO station_series (tenant, id, station, team, rule, first_day, last_day, opens, closes, slot, places, rests, exceptions, own_share, version) \
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1)";
const UPDATE: &str = "UPDATE station_series SET team = $4, rule = $5, first_day = $6, last_day = $7, opens = $8, closes = $9, slot = $10, places = $11, \
 rests = $12, exceptions = $13, own_share = $14, version = version + 1 WHERE tenant = $1 AND id = $2 AND version = $3";
const READ: &str = select!("id = $2");
const OF_STATION: &str = select!("station = $2 ORDER BY id");

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("station_series.INSERT", INSERT),
    ("station_series.UPDATE", UPDATE),
    ("station_series.READ", READ),
    ("station_series.OF_STATION", OF_STATION),
];

#[derive(Default, Serialize, Deserialize)]
struct Differs {
    exceptions: BTreeMap<Day, Exception>,
    extra: BTreeSet<Day>,
}

fn record(row: &Row<'_>) -> Result<SeriesRecord, StoreError> {
    let minute = |index: usize| -> Result<u16, StoreError> {
        let n: i64 = row.get(index)?;
        u16::try_from(n).map_err(|_| unreadable("minutes", n))
    };
    let share: i64 = row.get(13)?;
    let share = u8::try_from(share).ok().and_then(Share::percent).ok_or_else(|| unreadable("own_share", share))?;
    let text: String = row.get(11)?;
    let differs: Differs = serde_json::from_str(&text).map_err(|e| unreadable("exceptions", e))?;
    let series = Series {
        station: StationId::new(row.get::<Uuid>(1)?),
        team: TeamId::new(row.get::<Uuid>(2)?),
        rule: row.get(3)?,
        hours: Hours { from: minute(6)?, until: minute(7)? },
        slot: minute(8)?,
        places: minute(9)?,
        exceptions: differs.exceptions,
        extra: differs.extra,
        rests: row.get(10)?,
        share,
    };
    let id = SeriesId::new(row.get::<Uuid>(0)?);
    Ok(SeriesRecord { id, series, first: day_at(row, 4)?, last: day_at(row, 5)?, version: row.get(12)? })
}

fn differs(s: &Series) -> Result<String, StoreError> {
    let all = Differs { exceptions: s.exceptions.clone(), extra: s.extra.clone() };
    serde_json::to_string(&all).map_err(|e| unreadable("exceptions", e))
}

/// Stores a new series.
pub fn insert(tx: &mut Tx<'_>, street: &GridCode, r: &SeriesRecord) -> Result<(), StoreError> {
    let (s, differs) = (&r.series, differs(&r.series)?);
    let row = params![
        street.as_str(),
        r.id.uuid(),
        s.station.uuid(),
        s.team.uuid(),
        &s.rule,
        r.first.to_string(),
        r.last.to_string(),
        i64::from(s.hours.from),
        i64::from(s.hours.until),
        i64::from(s.slot),
        i64::from(s.places),
        s.rests,
        differs,
        i64::from(s.share.get())
    ];
    tx.exec(INSERT, row).map(drop)
}

/// Stores a change, unless the series was changed since its version; returns whether it was stored.
pub fn update(tx: &mut Tx<'_>, street: &GridCode, r: &SeriesRecord) -> Result<bool, StoreError> {
    let (s, differs) = (&r.series, differs(&r.series)?);
    let row = params![
        street.as_str(),
        r.id.uuid(),
        r.version,
        s.team.uuid(),
        &s.rule,
        r.first.to_string(),
        r.last.to_string(),
        i64::from(s.hours.from),
        i64::from(s.hours.until),
        i64::from(s.slot),
        i64::from(s.places),
        s.rests,
        differs,
        i64::from(s.share.get())
    ];
    Ok(tx.exec(UPDATE, row)? == 1)
}

/// One series.
pub fn read(tx: &mut Tx<'_>, street: &GridCode, id: SeriesId) -> Result<Option<SeriesRecord>, StoreError> {
    tx.one(READ, params![street.as_str(), id.uuid()], record)
}

/// The series of a station: one, or a few.
pub fn of_station(tx: &mut Tx<'_>, street: &GridCode, station: StationId) -> Result<Vec<SeriesRecord>, StoreError> {
    tx.query(OF_STATION, params![street.as_str(), station.uuid()], record)
}
