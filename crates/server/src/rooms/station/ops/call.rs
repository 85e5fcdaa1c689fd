//! The desk: the next ticket, one more call, served, gone, back again; and the end of the day. Two concurrent desks are serialised by the
//! lock of the day's row, so they call two tickets.

use weiguang_domain::access::{Permit, Verb};
use weiguang_domain::kernel::ids::{DeskSessionId, ResidentId, StationId, TicketId};
use weiguang_domain::kernel::time::Day;
use weiguang_domain::station::desk::MOST;
use weiguang_domain::station::finish::Confirmations;
use weiguang_domain::station::queue::{Refused, TicketStatus};

use super::sit::{may_act, no_desk};
use super::{Moved, StationDay, book, desk, finish, station};
use crate::app::UnitOfWork;
use crate::rooms::households;
use crate::rooms::station::store::{days, tickets};
use crate::web::Refusal;

/// An act on a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The person who booked has arrived, or one who was passed over is back.
    Arrive,
    /// Called again; after the third call it is passed over.
    CallAgain(Option<DeskSessionId>),
    /// Served.
    Serve(Option<DeskSessionId>, Confirmations),
    /// The person went home.
    Leave(Option<DeskSessionId>, Confirmations),
    /// The booking is cancelled.
    Cancel,
    /// It belongs to this person.
    Identify(ResidentId),
}

impl Act {
    const fn kind(self) -> &'static str {
        match self {
            Self::Arrive => "care.number-here",
            Self::CallAgain(_) => "care.number-called-again",
            Self::Serve(..) => "care.number-served",
            Self::Leave(..) => "care.number-left",
            Self::Cancel => "care.number-cancelled",
            Self::Identify(_) => "care.number-named",
        }
    }

    /// The desk's session, for acts on the person at a desk.
    const fn session(self) -> Option<DeskSessionId> {
        match self {
            Self::CallAgain(session) | Self::Serve(session, _) | Self::Leave(session, _) => session,
            Self::Arrive | Self::Cancel | Self::Identify(_) => None,
        }
    }

    /// Whether it ends or repeats a call, which only the desk's own session may do.
    const fn is_at_desk(self) -> bool {
        matches!(self, Self::CallAgain(_) | Self::Serve(..) | Self::Leave(..))
    }
}

/// A request to call.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// The station.
    pub station: StationId,
    /// The day.
    pub day: Day,
    /// The calling desk.
    pub desk: u8,
    /// Whether the present ticket of this desk is marked as served by the same request.
    pub finish: bool,
    /// This ticket, out of turn.
    pub ticket: Option<TicketId>,
    /// The session of the desk.
    pub session: Option<DeskSessionId>,
    /// Confirmations for the ticket that is marked as served.
    pub said: Confirmations,
}

fn today(work: &UnitOfWork<'_, '_>, day: Day) -> Result<(), Refusal> {
    if day == work.now.day() {
        return Ok(());
    }
    let (zh, en) = ("叫号只限当天", "numbers are called on their own day");
    Err(Refusal::rule("care.not-today", zh, en))
}

/// Calls the next ticket to a desk, or one out of turn. If nobody waits, the result says so.
///
/// # Errors
/// [`Refusal::NotFound`]; another day; a desk with an open ticket.
pub fn call(work: &mut UnitOfWork<'_, '_>, wish: &Call) -> Result<Moved, Refusal> {
    let (station, permit) = desk(work, wish.station)?;
    today(work, wish.day)?;
    if !(1..=MOST).contains(&wish.desk) {
        return Err(no_desk());
    }
    let line = StationDay::open(work, station, wish.day)?;
    may_act(work, wish.station, wish.desk, wish.session)?;
    let (mut queue, now) = (line.queue(), work.now);
    let standing = queue.at_desk(wish.desk).map(|t| t.id);
    if let (Some(id), true) = (standing, wish.finish) {
        let leave = finish::leave(work, line.ticket(id)?, wish.said)?;
        queue = queue.serve(id, leave, now)?;
    }
    let called = match wish.ticket {
        Some(id) => {
            queue = queue.call_this(id, wish.desk, now)?;
            Some(id)
        }
        None => match queue.clone().call(wish.desk, now) {
            Ok((after, id)) => {
                queue = after;
                Some(id)
            }
            Err(Refused::Nobody) => None,
            Err(other) => return Err(other.into()),
        },
    };
    let served = standing.filter(|_| wish.finish).map(TicketId::uuid);
    let line = line.keep(work, permit, &queue, "care.number-called")?;
    Ok(line.moved(called.map(TicketId::uuid), served))
}

/// Applies an act to a ticket at `version`.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::VersionMoved`]; a ticket in a state that does not permit the act.
pub fn act(work: &mut UnitOfWork<'_, '_>, id: TicketId, version: i64, act: Act) -> Result<Moved, Refusal> {
    let street = work.tenant;
    let gone = Refusal::NotFound("number");
    let record = tickets::read(work.tx, &street, id)?.ok_or(gone.clone())?;
    let station = station(work, record.station).map_err(|_| gone.clone())?;
    let permit = match (work.actor.may(Verb::CareStation, &station.station.code, false), &act) {
        (Ok(permit), _) => permit,
        (Err(_), Act::Cancel) => book::may_cancel(work, &record)?,
        (Err(_), _) => return Err(gone),
    };
    if act != Act::Cancel {
        today(work, record.day)?;
    }
    let line = StationDay::open(work, station, record.day)?;
    // Read again under the day's lock: another desk may have been first.
    let current = line.ticket(id)?.clone();
    if current.version != version {
        return Err(Refusal::VersionMoved(current.version));
    }
    if let (TicketStatus::Called { desk, .. }, true) = (current.ticket.standing, act.is_at_desk()) {
        may_act(work, current.station, desk, act.session())?;
    }
    let (queue, now) = (line.queue(), work.now);
    let after = match act {
        Act::Arrive => queue.arrive(id)?,
        Act::CallAgain(_) => queue.call_again(id, now)?,
        Act::Serve(_, said) => queue.serve(id, finish::leave(work, &current, said)?, now)?,
        Act::Leave(_, said) => {
            // A person who goes home unmeasured needs no further confirmation; an open question or a second reading does.
            finish::leave(work, &current, Confirmations { unmeasured: true, ..said })?;
            queue.leave(id)?
        }
        Act::Cancel => queue.cancel(id)?,
        Act::Identify(who) => {
            let known = households::resident(work.tx, &street, who)?.filter(|k| k.resident.is_served());
            let code = known.ok_or(Refusal::NotFound("resident"))?.resident.code;
            work.actor.may(Verb::CareBook, &code, false).map_err(|_| Refusal::NotFound("resident"))?;
            queue.identify(id, who)?
        }
    };
    let line = line.keep(work, permit, &after, act.kind())?;
    Ok(line.moved(Some(id.uuid()), None))
}

/// Closes a day after its last ticket: its list remains.
///
/// # Errors
/// [`Refusal::NotFound`]; somebody still waits; a future day.
pub fn close(work: &mut UnitOfWork<'_, '_>, id: StationId, day: Day) -> Result<Moved, Refusal> {
    let (station, _) = desk(work, id)?;
    if day > work.now.day() {
        return Err(Refusal::rule("care.not-today", "这一天还没有到", "this day has not come"));
    }
    let line = StationDay::open(work, station, day)?;
    line.queue().closable()?;
    end(work, line)
}

/// Stores that a day is closed, and its counts.
fn end(work: &mut UnitOfWork<'_, '_>, mut line: StationDay) -> Result<Moved, Refusal> {
    let street = work.tenant;
    line.day.closed = Some(work.now);
    line.day.counts = line.queue().counts();
    days::close(work.tx, &street, &line.day)?;
    line.tell(work, "closed");
    Ok(line.moved(None, None))
}

/// Closes a past day that nobody closed; people still in its queue count as gone home. Returns whether it was open.
///
/// # Errors
/// The store's errors.
pub fn close_past(work: &mut UnitOfWork<'_, '_>, id: StationId, day: Day) -> Result<bool, Refusal> {
    let permit = Permit::system(work.actor, Verb::CareStation)?;
    let Ok(station) = station(work, id) else { return Ok(false) };
    let line = StationDay::take(work, station, day)?;
    if line.day.closed.is_some() || day >= work.now.day() {
        return Ok(false);
    }
    let mut queue = line.queue();
    let here: Vec<TicketId> = queue.tickets.iter().filter(|t| t.standing.is_here()).map(|t| t.id).collect();
    for id in here {
        queue = queue.leave(id)?;
    }
    let line = line.keep(work, permit, &queue, "care.number-left")?;
    end(work, line)?;
    Ok(true)
}

/// Reopens a day that was closed too early, on the day itself.
///
/// # Errors
/// [`Refusal::NotFound`]; another day.
pub fn reopen(work: &mut UnitOfWork<'_, '_>, id: StationId, day: Day) -> Result<Moved, Refusal> {
    let (street, (station, _)) = (work.tenant, desk(work, id)?);
    today(work, day)?;
    let mut line = StationDay::take(work, station, day)?;
    if line.day.closed.take().is_some() {
        days::close(work.tx, &street, &line.day)?;
        line.tell(work, "open");
    }
    Ok(line.moved(None, None))
}
