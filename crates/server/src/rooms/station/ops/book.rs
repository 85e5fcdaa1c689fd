//! Taking a ticket: for a booked time, or for a walk-in. And cancelling a booking, by those who may book for its owner.

use serde_json::json;
use weiguang_domain::access::{Permit, Verb};
use weiguang_domain::households::Phone;
use weiguang_domain::kernel::ids::{ResidentId, StationId, TicketId};
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_domain::station::own_booking::TakenPlace;
use weiguang_domain::station::queue::{Arrival, Ticket, TicketStatus};

use super::{Moved, StationDay, service, station};
use crate::app::UnitOfWork;
use crate::rooms::households;
use crate::rooms::households::Mark;
use crate::rooms::station::dates::slots;
use crate::rooms::station::record::{Beside, TicketRecord};
use crate::rooms::station::store::tickets;
use crate::web::{FieldFault, Refusal};

/// The most tickets of one day.
const MOST: usize = 500;
/// How many days ahead a time can be booked.
pub const AHEAD_DAYS: i64 = 92;

/// The owner of a ticket.
#[derive(Clone, Debug)]
pub enum Who {
    /// A record.
    Resident(ResidentId),
    /// The person with exactly this phone.
    Phone(Phone),
    /// Not known by name yet.
    Nobody,
}

/// A request for a ticket.
#[derive(Clone, Debug)]
pub struct New {
    /// Id made by the client.
    pub id: TicketId,
    /// The station.
    pub station: StationId,
    /// The day.
    pub day: Day,
    /// The booked time; `None` for a person at the desk.
    pub at: Option<Moment>,
    /// Its owner.
    pub who: Who,
}

/// A person for whom the actor may book; any other is not found.
fn bookable(work: &mut UnitOfWork<'_, '_>, id: ResidentId) -> Result<Permit, Refusal> {
    let street = work.tenant;
    let kept = households::resident(work.tx, &street, id)?.filter(|k| k.resident.is_served());
    let resident = kept.ok_or(Refusal::NotFound("resident"))?.resident;
    work.actor.may(Verb::CareBook, &resident.code, false).map_err(|_| Refusal::NotFound("resident"))
}

fn by_phone(work: &mut UnitOfWork<'_, '_>, phone: &Phone) -> Result<(ResidentId, Permit), Refusal> {
    let (street, seal, scope) = (work.tenant, work.seal().clone(), work.actor.scope(Verb::CareBook));
    let mut found = households::find(work.tx, &seal, &[street], &scope, &Mark::Phone(phone.clone()))?;
    found.retain(|k| k.resident.is_served());
    let fault = |code: &str, zh: &str, en: &str| Err(Refusal::field(FieldFault::new("phone", code, zh, en)));
    match found.as_slice() {
        [one] => Ok((one.resident.id, work.actor.may(Verb::CareBook, &one.resident.code, false)?)),
        [] => fault("care.phone-unknown", "没有登记这个电话的居民", "nobody is recorded with this phone"),
        _ => fault(
            "care.phone-several",
            "有多位居民登记了这个电话，请选择一位",
            "several people have this phone: choose one",
        ),
    }
}

/// Takes a ticket.
///
/// # Errors
/// [`Refusal::NotFound`] for a station or person outside of the actor's scope; no service, no such time, no free place, a ticket already.
pub fn take(work: &mut UnitOfWork<'_, '_>, new: &New) -> Result<Moved, Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let station = station(work, new.station)?;
    let at_desk = work.actor.may(Verb::CareStation, &station.station.code, false);
    if at_desk.is_err() && (new.at.is_none() || work.actor.scope(Verb::CareBook).under(&street).is_empty()) {
        return Err(Refusal::NotFound("station"));
    }
    let (resident, permit) = match &new.who {
        Who::Resident(id) => (Some(*id), bookable(work, *id)?),
        Who::Phone(phone) => {
            let (id, permit) = by_phone(work, phone)?;
            (Some(id), permit)
        }
        Who::Nobody if new.at.is_some() => return Err(Refusal::field(FieldFault::missing("resident"))),
        Who::Nobody => (None, at_desk?),
    };
    let service = service(work, &station, new.day)?;
    let Some(sessions) = service.sessions.get(&new.day) else { return Err(no_service()) };
    let line = StationDay::open(work, station, new.day)?;
    let came = match new.at {
        None if new.day != today => {
            let (zh, en) = ("现场取号只限当天", "who walks in gets a number of today");
            return Err(Refusal::field(FieldFault::new("at", "care.walk-in-today", zh, en)));
        }
        None => Arrival::WalkIn,
        Some(at) => Arrival::Booked(free(at, work.now, &slots(sessions, &taken(&line.tickets)))?),
    };
    let beside = Beside { by: work.actor.account, readings: Vec::new(), own: None };
    give(work, permit, line, (new.id, came, resident), beside)
}

/// The refusal for a day without service.
pub(super) fn no_service() -> Refusal {
    Refusal::rule("care.no-service", "这一天没有服务", "there is no service on this day")
}

/// Creates the next ticket of a day.
pub(super) fn give(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    line: StationDay,
    (id, came, resident): (TicketId, Arrival, Option<ResidentId>),
    beside: Beside,
) -> Result<Moved, Refusal> {
    let street = work.tenant;
    if line.tickets.len() >= MOST {
        return Err(Refusal::rule("care.queue-full", "当天号已发完", "all numbers of the day are given"));
    }
    let (queue, number) = line.queue().take(id, came, resident)?;
    let Some(ticket) = queue.tickets.iter().find(|t| t.number == number) else {
        return Err(Refusal::Internal("a number that was given is not there".into()));
    };
    let (station, day, own) = (line.station.station.id, line.day.day, beside.own.is_some());
    let record = TicketRecord { ticket: *ticket, station, day, beside, version: 1 };
    tickets::insert(work.tx, &street, &record)?;
    let body = json!({ "booked": matches!(came, Arrival::Booked(_)), "day": day, "own": own }).to_string();
    work.append_to(permit, id.uuid(), "care.number-given", body)?;
    line.tell(work, "changed");
    Ok(line.moved(Some(id.uuid()), None))
}

/// The time at which a ticket occupies a place.
fn booked(ticket: &Ticket) -> Option<Moment> {
    match (ticket.came, ticket.standing) {
        (_, TicketStatus::Cancelled) | (Arrival::WalkIn, _) => None,
        (Arrival::Booked(at), _) => Some(at),
    }
}

/// The times at which some tickets occupy a place.
#[must_use]
pub fn taken(all: &[TicketRecord]) -> Vec<Moment> {
    all.iter().filter_map(|t| booked(&t.ticket)).collect()
}

/// The same, and for each whether its owner booked it without an account.
#[must_use]
pub fn kept_places(all: &[TicketRecord]) -> Vec<TakenPlace> {
    all.iter().filter_map(|t| Some((booked(&t.ticket)?, t.beside.own.is_some()))).collect()
}

fn free(at: Moment, now: Moment, slots: &std::collections::BTreeMap<Moment, (u16, u16)>) -> Result<Moment, Refusal> {
    let fault = |code: &str, zh: &str, en: &str| Err(Refusal::field(FieldFault::new("at", code, zh, en)));
    match slots.get(&at) {
        None => fault("care.no-slot", "不是可预约的时段", "not a time that can be booked"),
        Some(_) if at < now => fault("care.slot-past", "这个时段已过", "this time is over"),
        Some(_) if at > now + weiguang_domain::kernel::time::Span::days(AHEAD_DAYS) => {
            fault("care.slot-far", "最多提前 92 天预约", "at most 92 days ahead")
        }
        Some((0, _)) => fault("care.slot-full", "这个时段已约满", "this time is full"),
        Some(_) => Ok(at),
    }
}

/// Whether the actor may cancel a booking: those at the desk, and those who may book for its owner.
///
/// # Errors
/// [`Refusal::NotFound`].
pub fn may_cancel(work: &mut UnitOfWork<'_, '_>, record: &TicketRecord) -> Result<Permit, Refusal> {
    match record.ticket.resident {
        Some(id) => bookable(work, id).map_err(|_| Refusal::NotFound("number")),
        None => Err(Refusal::NotFound("number")),
    }
}
