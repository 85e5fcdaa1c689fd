//! SQL of people who booked without an account: sealed, one for each phone and day by a keyed hash of both, and deleted as soon as the
//! person need not be known any more.

use std::collections::HashMap;
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{StationId, TicketId};
use weiguang_domain::kernel::time::Day;
use weiguang_domain::station::own_booking::Asker;
use weiguang_store::{StoreError, Tx, params};

use crate::outside::seal::Seal;
use crate::outside::sealed_row::{open, seal};

const INSERT: &str = "INSERT INTO ticket_askers (tenant, id, station, day, mark, sealed) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
const READ: &str = "SELECT sealed FROM ticket_askers WHERE tenant = $1 AND id = $2";
const OF_DAY: &str = "SELECT id, sealed FROM ticket_askers WHERE tenant = $1 AND day = $2 AND station = $3 ORDER BY id";
const OVER: &str = "SELECT id FROM ticket_askers WHERE tenant = $1 AND day < $2 ORDER BY day, id LIMIT $3";
const DELETE: &str = "DELETE FROM ticket_askers WHERE tenant = $1 AND id = $2";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("ticket_askers.INSERT", INSERT),
    ("ticket_askers.READ", READ),
    ("ticket_askers.OF_DAY", OF_DAY),
    ("ticket_askers.OVER", OVER),
    ("ticket_askers.DELETE", DELETE),
];

/// The table's name, which seals are bound to.
const TABLE: &str = "ticket_askers";

/// Stores who booked a ticket; returns whether this phone had no booking on that day yet.
pub fn insert(
    tx: &mut Tx<'_>,
    keys: &Seal,
    street: &GridCode,
    (id, station, day): (TicketId, StationId, Day),
    asker: &Asker,
) -> Result<bool, StoreError> {
    let mark = keys.term(street, &format!("{TABLE} {day} {}", asker.phone.reveal()));
    let sealed = seal(tx, street, TABLE, id.uuid(), asker)?;
    let row = params![street.as_str(), id.uuid(), station.uuid(), day.to_string(), mark, sealed];
    Ok(tx.exec(INSERT, row)? == 1)
}

/// Who booked a ticket, as long as that is stored.
pub fn read(tx: &mut Tx<'_>, street: &GridCode, id: TicketId) -> Result<Option<Asker>, StoreError> {
    tx.one(READ, params![street.as_str(), id.uuid()], |row| open(row, 0, street, TABLE, id.uuid()))
}

/// Who booked the tickets of a day; their number is limited by that of the tickets.
pub fn of_day(
    tx: &mut Tx<'_>,
    street: &GridCode,
    station: StationId,
    day: Day,
) -> Result<HashMap<TicketId, Asker>, StoreError> {
    let found = tx.query(OF_DAY, params![street.as_str(), day.to_string(), station.uuid()], |row| {
        let id: Uuid = row.get(0)?;
        Ok((TicketId::new(id), open(row, 1, street, TABLE, id)?))
    })?;
    Ok(found.into_iter().collect())
}

/// Tickets of days before one for which the person is still stored.
pub fn over(tx: &mut Tx<'_>, street: &GridCode, before: Day, limit: i64) -> Result<Vec<TicketId>, StoreError> {
    tx.query(OVER, params![street.as_str(), before.to_string(), limit], |row| row.get(0).map(TicketId::new))
}

/// Deletes who booked a ticket; returns whether it was stored.
pub fn delete(tx: &mut Tx<'_>, street: &GridCode, id: TicketId) -> Result<bool, StoreError> {
    Ok(tx.exec(DELETE, params![street.as_str(), id.uuid()])? == 1)
}
