//! SQL of desks in use. A desk is taken under the day's lock; a renewal is one statement.

use std::collections::BTreeMap;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, DeskSessionId, StationId};
use weiguang_domain::kernel::time::Moment;
use weiguang_domain::station::desk::{Desks, Hold};
use weiguang_store::{StoreError, Tx, params};

use crate::outside::columns::unreadable;

const OF_STATION: &str =
    "SELECT desk, session, account, since, until FROM station_desks WHERE tenant = $1 AND station = $2 ORDER BY desk";
const TAKE: &str = "INSERT INTO station_desks (tenant, station, desk, session, account, since, until) VALUES ($1, $2, $3, $4, $5, $6, $7) \
 ON CONFLICT (tenant, station, desk) DO UPDATE SET session = EXCLUDED.session, account = EXCLUDED.account, since = EXCLUDED.since, until = EXCLUDED.until";
const RELEASE: &str = "DELETE FROM station_desks WHERE tenant = $1 AND station = $2 AND session = $3 AND desk <> $4";
const OVER: &str = "DELETE FROM station_desks WHERE tenant = $1 AND until < $2";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("station_desks.OF_STATION", OF_STATION),
    ("station_desks.TAKE", TAKE),
    ("station_desks.RELEASE", RELEASE),
    ("station_desks.OVER", OVER),
];

/// The desks of a station, including those whose use has expired.
pub fn of_station(tx: &mut Tx<'_>, street: &GridCode, station: StationId) -> Result<Desks, StoreError> {
    let rows = tx.query(OF_STATION, params![street.as_str(), station.uuid()], |row| {
        let desk: i64 = row.get(0)?;
        let hold = Hold {
            session: DeskSessionId::new(row.get(1)?),
            account: AccountId::new(row.get(2)?),
            since: Moment::from_micros(row.get(3)?),
            until: Moment::from_micros(row.get(4)?),
        };
        Ok((u8::try_from(desk).map_err(|e| unreadable("desk", e))?, hold))
    })?;
    Ok(Desks(rows.into_iter().collect::<BTreeMap<_, _>>()))
}

/// Stores who uses a desk.
pub fn take(tx: &mut Tx<'_>, street: &GridCode, station: StationId, desk: u8, hold: &Hold) -> Result<(), StoreError> {
    let row = params![
        street.as_str(),
        station.uuid(),
        i64::from(desk),
        hold.session.uuid(),
        hold.account.uuid(),
        hold.since.micros(),
        hold.until.micros()
    ];
    tx.exec(TAKE, row).map(drop)
}

/// Releases the desks of a session except one; 0 releases all. Returns their number.
pub fn release(
    tx: &mut Tx<'_>,
    street: &GridCode,
    station: StationId,
    session: DeskSessionId,
    but: u8,
) -> Result<u64, StoreError> {
    tx.exec(RELEASE, params![street.as_str(), station.uuid(), session.uuid(), i64::from(but)])
}

/// Deletes uses that expired before a moment.
pub fn forget_before(tx: &mut Tx<'_>, street: &GridCode, at: Moment) -> Result<(), StoreError> {
    tx.exec(OVER, params![street.as_str(), at.micros()]).map(drop)
}
