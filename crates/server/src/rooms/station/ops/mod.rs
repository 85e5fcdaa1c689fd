//! Operations on stations: each checks the permission, applies the domain's rule, then stores the rows. An operation that changes a day's
//! queue locks the day first.

pub mod belonging;
pub mod book;
pub mod call;
mod finish;
pub mod measured;
pub mod own;
pub mod plan;
pub mod screens;
pub mod sit;

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use weiguang_domain::access::{Permit, Verb};
use weiguang_domain::kernel::ids::{StationId, TicketId};
use weiguang_domain::kernel::time::Day;
use weiguang_domain::station::queue::{Queue, TicketStatus};

use super::dates::{self, Days};
use super::record::{DayRecord, StationRecord, TicketRecord, queue};
use super::store::{days, series, stations, tickets};
use crate::app::UnitOfWork;
use crate::live::Change;
use crate::rooms::manual::CurrentCalendar;
use crate::web::Refusal;

/// The answer to a change of a day's queue, as it is also stored: without name or resident.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The ticket that was created, changed or called.
    pub ticket: Option<Uuid>,
    /// The ticket marked as served by the same request.
    pub served: Option<Uuid>,
    /// The day's present version.
    pub version: i64,
}

/// What another write answers, and what is remembered of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = StationReceipt)]
pub struct Receipt {
    /// Which station, series or screen.
    pub id: Uuid,
    /// Its version now.
    pub version: i64,
}

/// A day of a station, locked by this transaction.
#[derive(Clone, Debug)]
struct StationDay {
    station: StationRecord,
    day: DayRecord,
    tickets: Vec<TicketRecord>,
}

/// A station of the street; an unknown one and one elsewhere give the same answer.
fn station(work: &mut UnitOfWork<'_, '_>, id: StationId) -> Result<StationRecord, Refusal> {
    let street = work.tenant;
    stations::read(work.tx, &street, id)?.ok_or(Refusal::NotFound("station"))
}

/// A station at whose desk the actor may sit.
fn desk(work: &mut UnitOfWork<'_, '_>, id: StationId) -> Result<(StationRecord, Permit), Refusal> {
    let found = station(work, id)?;
    let may = work.actor.may(Verb::CareStation, &found.station.code, false);
    Ok((found, may.map_err(|_| Refusal::NotFound("station"))?))
}

/// The service of one day.
fn service(work: &mut UnitOfWork<'_, '_>, station: &StationRecord, day: Day) -> Result<Days, Refusal> {
    if station.closed {
        return Ok(Days::default());
    }
    let street = work.tenant;
    let all = series::of_station(work.tx, &street, station.station.id)?;
    Ok(dates::days(&all, &work.state::<CurrentCalendar>(), (day, day)))
}

impl StationDay {
    fn take(work: &mut UnitOfWork<'_, '_>, station: StationRecord, day: Day) -> Result<Self, Refusal> {
        let (street, id) = (work.tenant, station.station.id);
        let day = days::take(work.tx, &street, id, day)?;
        let tickets = tickets::of_day(work.tx, &street, id, day.day)?;
        Ok(Self { station, day, tickets })
    }

    /// The same for a day that is not closed.
    fn open(work: &mut UnitOfWork<'_, '_>, station: StationRecord, day: Day) -> Result<Self, Refusal> {
        let line = Self::take(work, station, day)?;
        match line.day.closed {
            Some(_) => Err(Refusal::rule("care.day-closed", "当天已结束叫号", "the day is closed")),
            None => Ok(line),
        }
    }

    fn queue(&self) -> Queue {
        queue(&self.tickets)
    }

    fn ticket(&self, id: TicketId) -> Result<&TicketRecord, Refusal> {
        self.tickets.iter().find(|t| t.ticket.id == id).ok_or(Refusal::NotFound("number"))
    }

    /// Stores the result of a rule on the queue: each changed ticket, its entry in the chain, and the broadcast of the change.
    fn keep(
        mut self,
        work: &mut UnitOfWork<'_, '_>,
        permit: Permit,
        after: &Queue,
        kind: &str,
    ) -> Result<Self, Refusal> {
        let street = work.tenant;
        for (record, ticket) in self.tickets.iter_mut().zip(&after.tickets) {
            if record.ticket == *ticket {
                continue;
            }
            if record.ticket.resident.is_none() && ticket.resident.is_some() {
                own::forget(work, permit, ticket.id, "known")?;
            }
            if ticket.standing == TicketStatus::Cancelled {
                own::forget(work, permit, ticket.id, "cancelled")?;
            }
            record.ticket = *ticket;
            if !tickets::update(work.tx, &street, record)? {
                return Err(Refusal::VersionMoved(record.version));
            }
            record.version += 1;
            work.append_to(permit, ticket.id.uuid(), kind, format!("{{\"now\":\"{}\"}}", ticket.standing.key()))?;
        }
        self.tell(work, "changed");
        Ok(self)
    }

    fn tell(&self, work: &mut UnitOfWork<'_, '_>, status: &'static str) {
        changed(work, &self.station, self.day.version, status);
    }

    fn moved(&self, ticket: Option<Uuid>, served: Option<Uuid>) -> Moved {
        Moved { ticket, served, version: self.day.version }
    }
}

/// Notifies the desks and screens of a station of a change.
fn changed(work: &mut UnitOfWork<'_, '_>, station: &StationRecord, version: i64, status: &'static str) {
    work.tell(Change {
        kind: "station.changed",
        verb: Verb::CareStation,
        code: station.station.code,
        id: station.station.id.uuid(),
        version,
        status,
        parties: Vec::new(),
    });
}
