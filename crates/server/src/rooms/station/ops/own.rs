//! Booking without an account: the returned link permits cancelling it. The person's data is stored until the desk links it to a record,
//! the booking is cancelled, or its day has passed.

use serde_json::json;
use weiguang_domain::access::{Actor, Permit, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::Resident;
use weiguang_domain::kernel::ids::{StationId, TicketId};
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_domain::station::own_booking::{Asker, Purpose, Refused, in_time};
use weiguang_domain::station::queue::Arrival;
use weiguang_store::Tx;

use super::book::{self, give};
use super::{Moved, StationDay, service, station};
use crate::app::UnitOfWork;
use crate::outside::seal::Seal;
use crate::rooms::households::{self, Mark};
use crate::rooms::station::dates;
use crate::rooms::station::record::{Beside, Own, TicketRecord};
use crate::rooms::station::store::{askers, stations, tickets};
use crate::web::Refusal;

/// A request to book.
#[derive(Clone, Debug)]
pub struct New {
    /// Id made by the client.
    pub id: TicketId,
    /// The station.
    pub station: StationId,
    /// The day.
    pub day: Day,
    /// The time.
    pub at: Moment,
    /// The person.
    pub asker: Asker,
    /// The purpose.
    pub purpose: Option<Purpose>,
}

/// Books a place.
///
/// # Errors
/// [`Refusal::NotFound`] for an unknown or closed station; the rules for bookings by residents; a phone with a booking on that day.
pub fn book(work: &mut UnitOfWork<'_, '_>, new: &New) -> Result<Moved, Refusal> {
    let street = work.tenant;
    let station = station(work, new.station)?;
    if station.closed {
        return Err(Refusal::NotFound("station"));
    }
    in_time(new.day, work.now.day())?;
    let service = service(work, &station, new.day)?;
    let Some(sessions) = service.sessions.get(&new.day) else { return Err(book::no_service()) };
    let line = StationDay::open(work, station, new.day)?;
    dates::offer(sessions, &book::kept_places(&line.tickets), work.now).take(new.at)?;
    let keys = work.seal().clone();
    if !askers::insert(work.tx, &keys, &street, (new.id, new.station, new.day), &new.asker)? {
        return Err(Refused::Twice.into());
    }
    let own = Some(Own { purpose: new.purpose });
    let beside = Beside { by: work.actor.account, readings: Vec::new(), own };
    give(work, Permit::own(work.actor), line, (new.id, Arrival::Booked(new.at), None), beside)
}

/// A ticket that was booked without an account.
///
/// # Errors
/// [`Refusal::NotFound`].
pub fn booked(record: Option<TicketRecord>) -> Result<TicketRecord, Refusal> {
    record.filter(|r| r.beside.own.is_some()).ok_or(Refusal::NotFound("booking"))
}

/// Cancels a booking, by its link.
///
/// # Errors
/// [`Refusal::NotFound`]; a ticket whose owner has arrived already, or whose day has passed.
pub fn cancel(work: &mut UnitOfWork<'_, '_>, id: TicketId) -> Result<Moved, Refusal> {
    let street = work.tenant;
    let record = booked(tickets::read(work.tx, &street, id)?)?;
    let station = station(work, record.station).map_err(|_| Refusal::NotFound("booking"))?;
    if record.day < work.now.day() {
        return Err(Refused::Late.into());
    }
    let line = StationDay::open(work, station, record.day)?;
    let after = line.queue().cancel(id)?;
    let line = line.keep(work, Permit::own(work.actor), &after, "care.number-cancelled")?;
    Ok(line.moved(Some(id.uuid()), None))
}

/// Erases who booked a ticket without an account. That it was erased, and why, remains.
pub(super) fn forget(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    id: TicketId,
    because: &str,
) -> Result<bool, Refusal> {
    let street = work.tenant;
    let known = askers::delete(work.tx, &street, id)?;
    if known {
        work.append_to(permit, id.uuid(), "care.asker-forgotten", json!({ "because": because }).to_string())?;
    }
    Ok(known)
}

/// Erases who booked a ticket of a past day.
///
/// # Errors
/// The store's errors.
pub fn forget_over(work: &mut UnitOfWork<'_, '_>, id: TicketId) -> Result<bool, Refusal> {
    let permit = Permit::system(work.actor, Verb::CareStation)?;
    forget(work, permit, id, "over")
}

/// Who booked a ticket at the actor's desk, as long as that is stored.
fn at_desk(tx: &mut Tx<'_>, actor: &Actor, street: &GridCode, id: TicketId) -> Result<(Asker, Permit), Refusal> {
    let gone = || Refusal::NotFound("number");
    let record = tickets::read(tx, street, id)?.ok_or_else(gone)?;
    let station = stations::read(tx, street, record.station)?.ok_or_else(gone)?;
    let permit = actor.may(Verb::CareStation, &station.station.code, false).map_err(|_| gone())?;
    Ok((askers::read(tx, street, id)?.ok_or_else(gone)?, permit))
}

/// Residents within the actor's scope with exactly the phone of a booking: offered to the desk, which asks the person.
///
/// # Errors
/// [`Refusal::NotFound`].
pub fn matches(
    tx: &mut Tx<'_>,
    seal: &Seal,
    actor: &Actor,
    street: &GridCode,
    id: TicketId,
) -> Result<Vec<Resident>, Refusal> {
    let (asker, _) = at_desk(tx, actor, street, id)?;
    let found = households::find(tx, seal, &[*street], &actor.scope(Verb::CareBook), &Mark::Phone(asker.phone))?;
    Ok(found.into_iter().map(|k| k.resident).filter(Resident::is_served).collect())
}

/// The whole phone of the person who booked a ticket, to tell them that the day is cancelled. The chain records who looked.
///
/// # Errors
/// [`Refusal::NotFound`].
pub fn phone(work: &mut UnitOfWork<'_, '_>, id: TicketId) -> Result<String, Refusal> {
    let (street, actor) = (work.tenant, work.actor);
    let (asker, permit) = at_desk(work.tx, actor, &street, id)?;
    work.append_to(permit, id.uuid(), "care.asker-called", json!({ "by": work.actor.account }).to_string())?;
    Ok(asker.phone.reveal().to_owned())
}
