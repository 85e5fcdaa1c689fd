//! A reading is taken for a ticket: the ticket records that something was measured, but not what.

use weiguang_domain::access::Verb;
use weiguang_domain::kernel::ids::{ReadingId, ResidentId, StationId, TicketId};

use super::{StationDay, own, station};
use crate::app::UnitOfWork;
use crate::rooms::station::store::tickets;
use crate::web::{FieldFault, Refusal};

/// Links a reading to a ticket; a ticket without a name gets one. Returns the station.
///
/// # Errors
/// An unknown ticket, one at another desk than the actor's, or of another person.
pub fn join(
    work: &mut UnitOfWork<'_, '_>,
    id: TicketId,
    who: ResidentId,
    reading: ReadingId,
) -> Result<StationId, Refusal> {
    let street = work.tenant;
    let fault = |code: &str, zh: &str, en: &str| Refusal::field(FieldFault::new("ticket", code, zh, en));
    let unknown = || fault("care.no-number", "没有这个号", "there is no such number");
    let record = tickets::read(work.tx, &street, id)?.ok_or_else(unknown)?;
    let station = station(work, record.station).map_err(|_| unknown())?;
    let permit = work.actor.may(Verb::CareStation, &station.station.code, false).map_err(|_| unknown())?;
    let mut line = StationDay::take(work, station, record.day)?;
    let mut after = line.queue();
    match record.ticket.resident {
        Some(known) if known == who => {}
        None => {
            after = after.identify(id, who)?;
            own::forget(work, permit, id, "known")?;
        }
        Some(_) => {
            return Err(fault("care.ticket-other", "这个号是另一位居民的", "this number is somebody else's"));
        }
    }
    for ticket in line.tickets.iter_mut().filter(|t| t.ticket.id == id) {
        ticket.beside.readings.push(reading);
        ticket.ticket.resident = Some(who);
        if !tickets::update(work.tx, &street, ticket)? {
            return Err(Refusal::VersionMoved(ticket.version));
        }
        ticket.version += 1;
    }
    line.keep(work, permit, &after, "care.number-measured")?;
    Ok(record.station)
}
