//! SQL of tickets: sealed, found by day and owner.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{ResidentId, StationId, TicketId};
use weiguang_domain::kernel::time::Day;
use weiguang_domain::station::queue::{Arrival, Ticket, TicketStatus};
use weiguang_store::{Row, StoreError, Tx, params};

use crate::outside::columns::unreadable;
use crate::outside::sealed_row::{open, seal};
use crate::rooms::station::record::{Beside, TicketRecord};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, station, day, resident, sealed, version, COALESCE((SELECT r.state FROM residents r WHERE r.tenant = tickets.tenant AND r.id = tickets.resident), '') \
             FROM tickets WHERE tenant = $1 AND ",
            $rest
        )
    };
}

const INSERT: &str =
    "INSERT INTO tickets (tenant, id, station, day, resident, sealed, version) VALUES ($1, $2, $3, $4, $5, $6, 1)";
const UPDATE: &str = "UPDATE tickets SET resident = $4, sealed = $5, version = version + 1 WHERE tenant = $1 AND id = $2 AND version = $3";
const READ: &str = select!("id = $2");
const OF_DAY: &str = select!("station = $2 AND day = $3 ORDER BY id");
const BETWEEN: &str = select!("station = $2 AND day >= $3 AND day <= $4 ORDER BY id");
const OF_PERSON: &str = select!("resident = $2 AND day >= $3 ORDER BY day, id LIMIT $4");
const IDS_OF: &str = "SELECT id FROM tickets WHERE tenant = $1 AND resident = $2 ORDER BY id";
const GIVE: &str = "UPDATE tickets SET resident = $3, version = version + 1 WHERE tenant = $1 AND id = $2";
const DELETE_OF: &str = "DELETE FROM tickets WHERE tenant = $1 AND resident = $2";
const OVER: &str = "SELECT id FROM tickets WHERE tenant = $1 AND day < $2 ORDER BY day, id LIMIT $3";
const DELETE: &str = "DELETE FROM tickets WHERE tenant = $1 AND id = $2";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("tickets.INSERT", INSERT),
    ("tickets.UPDATE", UPDATE),
    ("tickets.READ", READ),
    ("tickets.OF_DAY", OF_DAY),
    ("tickets.BETWEEN", BETWEEN),
    ("tickets.OF_PERSON", OF_PERSON),
    ("tickets.IDS_OF", IDS_OF),
    ("tickets.GIVE", GIVE),
    ("tickets.DELETE_OF", DELETE_OF),
    ("tickets.OVER", OVER),
    ("tickets.DELETE", DELETE),
];

/// The table's name, which seals are bound to.
pub const TABLE: &str = "tickets";

#[derive(Serialize, Deserialize)]
struct Sealed {
    number: u32,
    came: Arrival,
    standing: TicketStatus,
    beside: Beside,
}

fn sealed(tx: &Tx<'_>, street: &GridCode, r: &TicketRecord) -> Result<Vec<u8>, StoreError> {
    let Ticket { id, number, came, standing, .. } = r.ticket;
    seal(tx, street, TABLE, id.uuid(), &Sealed { number, came, standing, beside: r.beside.clone() })
}

fn record(row: &Row<'_>, street: &GridCode) -> Result<TicketRecord, StoreError> {
    let (id, day): (Uuid, String) = (row.get(0)?, row.get(2)?);
    let Sealed { number, came, standing, beside } = open(row, 4, street, TABLE, id)?;
    // The ticket of a dead person is not called. Its stored state is unchanged, and applies again once the death is undone.
    let standing = match standing {
        TicketStatus::Expected if matches!(row.get::<String>(6)?.as_str(), "died" | "erased") => {
            TicketStatus::Cancelled
        }
        standing => standing,
    };
    let resident = row.get::<Option<Uuid>>(3)?.map(ResidentId::new);
    Ok(TicketRecord {
        ticket: Ticket { id: TicketId::new(id), number, came, resident, standing },
        station: StationId::new(row.get(1)?),
        day: day.parse().map_err(|_| unreadable("day", &day))?,
        beside,
        version: row.get(5)?,
    })
}

/// Stores a new ticket.
pub fn insert(tx: &mut Tx<'_>, street: &GridCode, r: &TicketRecord) -> Result<(), StoreError> {
    let sealed = sealed(tx, street, r)?;
    let (id, resident) = (r.ticket.id.uuid(), r.ticket.resident.map(ResidentId::uuid));
    tx.exec(INSERT, params![street.as_str(), id, r.station.uuid(), r.day.to_string(), resident, sealed]).map(drop)
}

/// Stores a change, unless the ticket was changed since its version; returns whether it was stored.
pub fn update(tx: &mut Tx<'_>, street: &GridCode, r: &TicketRecord) -> Result<bool, StoreError> {
    let sealed = sealed(tx, street, r)?;
    let (id, resident) = (r.ticket.id.uuid(), r.ticket.resident.map(ResidentId::uuid));
    Ok(tx.exec(UPDATE, params![street.as_str(), id, r.version, resident, sealed])? == 1)
}

/// One number.
pub fn read(tx: &mut Tx<'_>, street: &GridCode, id: TicketId) -> Result<Option<TicketRecord>, StoreError> {
    tx.one(READ, params![street.as_str(), id.uuid()], |row| record(row, street))
}

/// The tickets of a day; their number is limited when they are created.
pub fn of_day(
    tx: &mut Tx<'_>,
    street: &GridCode,
    station: StationId,
    day: Day,
) -> Result<Vec<TicketRecord>, StoreError> {
    let mut all =
        tx.query(OF_DAY, params![street.as_str(), station.uuid(), day.to_string()], |row| record(row, street))?;
    all.sort_by_key(|t| t.ticket.number);
    Ok(all)
}

/// The tickets of a station in a period.
pub fn between(
    tx: &mut Tx<'_>,
    street: &GridCode,
    station: StationId,
    (from, to): (Day, Day),
) -> Result<Vec<TicketRecord>, StoreError> {
    let row = params![street.as_str(), station.uuid(), from.to_string(), to.to_string()];
    tx.query(BETWEEN, row, |row| record(row, street))
}

/// A person's tickets from a day on.
pub fn of_person(
    tx: &mut Tx<'_>,
    street: &GridCode,
    of: ResidentId,
    from: Day,
    limit: i64,
) -> Result<Vec<TicketRecord>, StoreError> {
    let row = params![street.as_str(), of.uuid(), from.to_string(), limit];
    tx.query(OF_PERSON, row, |row| record(row, street))
}

/// The ids of a person's tickets.
pub fn ids_of(tx: &mut Tx<'_>, street: &GridCode, of: ResidentId) -> Result<Vec<Uuid>, StoreError> {
    tx.query(IDS_OF, params![street.as_str(), of.uuid()], |row| row.get(0))
}

/// Moves a ticket to another record of the same person.
pub fn give(tx: &mut Tx<'_>, street: &GridCode, id: TicketId, to: ResidentId) -> Result<(), StoreError> {
    tx.exec(GIVE, params![street.as_str(), id.uuid(), to.uuid()]).map(drop)
}

/// Deletes all tickets of a person; returns their number.
pub fn delete_of(tx: &mut Tx<'_>, street: &GridCode, of: ResidentId) -> Result<u64, StoreError> {
    tx.exec(DELETE_OF, params![street.as_str(), of.uuid()])
}

/// Tickets of days before one.
pub fn over(tx: &mut Tx<'_>, street: &GridCode, before: Day, limit: i64) -> Result<Vec<TicketId>, StoreError> {
    tx.query(OVER, params![street.as_str(), before.to_string(), limit], |row| row.get(0).map(TicketId::new))
}

/// Deletes one ticket.
pub fn delete(tx: &mut Tx<'_>, street: &GridCode, id: TicketId) -> Result<u64, StoreError> {
    tx.exec(DELETE, params![street.as_str(), id.uuid()])
}
