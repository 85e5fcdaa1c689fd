//! The queue of a service day: numbers, calls, and returning after a missed call. Screens show numbers, not names.

use serde::{Deserialize, Serialize};

use super::finish::Finish;
use crate::kernel::ids::{ResidentId, TicketId};
use crate::kernel::time::{Moment, Span};

/// How early a booking may be called, and how long it has precedence after its slot.
pub const BOOKED_WINDOW: Span = Span::minutes(10);
/// Calls before a number is passed over.
pub const CALLS: u8 = 3;
/// How many waiting people go first when a passed-over one returns.
pub const BACK_BEHIND: usize = 2;

/// How somebody came.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Arrival {
    /// Booked for a slot.
    Booked(Moment),
    /// Walked in.
    WalkIn,
}

/// The status of a ticket.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum TicketStatus {
    /// Booked, not arrived.
    Expected,
    /// Arrived and waiting, in order of `turn`.
    Waiting {
        /// Smaller is earlier.
        turn: u32,
    },
    /// Called to a desk.
    Called {
        /// Since when.
        at: Moment,
        /// The desk.
        desk: u8,
        /// Number of calls.
        times: u8,
    },
    /// Called [`CALLS`] times without appearing.
    PassedOver,
    /// Served.
    Served {
        /// When.
        at: Moment,
    },
    /// Left before being served.
    Gone,
    /// Booked and cancelled.
    Cancelled,
}

impl TicketStatus {
    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Expected => "expected",
            Self::Waiting { .. } => "waiting",
            Self::Called { .. } => "called",
            Self::PassedOver => "passed_over",
            Self::Served { .. } => "served",
            Self::Gone => "gone",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether the person is present and not yet served.
    #[must_use]
    pub const fn is_here(self) -> bool {
        matches!(self, Self::Waiting { .. } | Self::Called { .. })
    }

    /// Whether the number is still in use, so that its owner needs no second one.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Served { .. } | Self::Gone | Self::Cancelled)
    }
}

/// A number in the queue.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ticket {
    /// Client-generated id.
    pub id: TicketId,
    /// The number within the day, from 1.
    pub number: u32,
    /// Booked or walk-in.
    pub came: Arrival,
    /// The resident; may be unknown for walk-ins.
    pub resident: Option<ResidentId>,
    /// Its status.
    pub standing: TicketStatus,
}

impl Ticket {
    /// The displayed number: A for booked, B for walk-in: A07.
    #[must_use]
    pub fn label(&self) -> String {
        let letter = if matches!(self.came, Arrival::Booked(_)) { 'A' } else { 'B' };
        format!("{letter}{:02}", self.number)
    }
}

/// The queue of one day at one station.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Queue {
    /// Sorted by number.
    pub tickets: Vec<Ticket>,
}

/// Why an operation is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refused {
    /// No such ticket.
    #[error("there is no such number")]
    NoTicket,
    /// The status does not allow it.
    #[error("this number does not stand where that could be done")]
    Standing,
    /// Nobody is waiting.
    #[error("nobody waits")]
    Nobody,
    /// The resident has a number already.
    #[error("this person has a number already")]
    Twice,
    /// The desk has an unfinished number.
    #[error("a number stands at this desk")]
    Busy,
    /// Somebody is waiting or called.
    #[error("somebody still waits")]
    Waiting,
    /// A question about a reading is unanswered.
    #[error("a question about the reading is open: answer it first")]
    Question,
    /// A second reading or a clinical decision is awaited.
    #[error("a second reading is awaited: finish this number all the same?")]
    Awaited,
    /// Nothing was measured.
    #[error("nothing was measured for this number: finish it all the same?")]
    Unmeasured,
    /// Another session holds the desk.
    #[error("somebody else holds this desk")]
    Held,
}

impl Refused {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoTicket => "care.no-number",
            Self::Standing => "care.number-standing",
            Self::Nobody => "care.nobody-waits",
            Self::Twice => "care.number-already",
            Self::Busy => "care.desk-busy",
            Self::Waiting => "care.still-waiting",
            Self::Question => "care.question-open",
            Self::Awaited => "care.second-awaited",
            Self::Unmeasured => "care.nothing-measured",
            Self::Held => "care.desk-held",
        }
    }

    /// The message in Chinese.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::NoTicket => "没有这个号",
            Self::Standing => "这个号当前的状态不能这样办理",
            Self::Nobody => "没有人在等候",
            Self::Twice => "这位居民当天已有号",
            Self::Busy => "本台还有一个号在办理，请先办结",
            Self::Waiting => "还有人在等候或正在办理，请先叫完",
            Self::Question => "这次测量还有疑问没有回答，请先回答",
            Self::Awaited => "这位还要再量一次，确定先叫下一位吗？",
            Self::Unmeasured => "这个号还没有测量，确定完成吗？",
            Self::Held => "这张桌正由别人使用",
        }
    }
}

impl Queue {
    fn ticket(&mut self, id: TicketId) -> Result<&mut Ticket, Refused> {
        self.tickets.iter_mut().find(|t| t.id == id).ok_or(Refused::NoTicket)
    }

    /// Whether the resident has an open number.
    #[must_use]
    pub fn holds(&self, who: ResidentId) -> bool {
        self.tickets.iter().any(|t| t.standing.is_open() && t.resident == Some(who))
    }

    fn last_turn(&self) -> u32 {
        let turn = |t: &Ticket| if let TicketStatus::Waiting { turn } = t.standing { Some(turn) } else { None };
        self.tickets.iter().filter_map(turn).max().unwrap_or(0)
    }

    /// Issues a number. Idempotent by ticket id.
    ///
    /// # Errors
    /// [`Refused::Twice`].
    pub fn take(mut self, id: TicketId, came: Arrival, resident: Option<ResidentId>) -> Result<(Self, u32), Refused> {
        if let Some(known) = self.tickets.iter().find(|t| t.id == id) {
            let number = known.number;
            return Ok((self, number));
        }
        if resident.is_some_and(|who| self.holds(who)) {
            return Err(Refused::Twice);
        }
        let number = self.tickets.iter().map(|t| t.number).max().unwrap_or(0) + 1;
        let standing = match came {
            Arrival::Booked(_) => TicketStatus::Expected,
            Arrival::WalkIn => TicketStatus::Waiting { turn: self.last_turn() + 10 },
        };
        self.tickets.push(Ticket { id, number, came, resident, standing });
        Ok((self, number))
    }

    /// A booked person arrives, or a passed-over one returns, behind [`BACK_BEHIND`] others.
    ///
    /// # Errors
    /// [`Refused::NoTicket`], [`Refused::Standing`].
    pub fn arrive(mut self, id: TicketId) -> Result<Self, Refused> {
        let last = self.last_turn();
        let mut turns: Vec<u32> = self
            .tickets
            .iter()
            .filter_map(|t| if let TicketStatus::Waiting { turn } = t.standing { Some(turn) } else { None })
            .collect();
        turns.sort_unstable();
        let ticket = self.ticket(id)?;
        ticket.standing = match ticket.standing {
            TicketStatus::Expected => TicketStatus::Waiting { turn: last + 10 },
            TicketStatus::PassedOver => {
                TicketStatus::Waiting { turn: turns.get(BACK_BEHIND - 1).map_or(last + 10, |t| t + 1) }
            }
            _ => return Err(Refused::Standing),
        };
        Ok(self)
    }

    /// The next to call: bookings whose slot has begun before walk-ins; then by turn.
    #[must_use]
    pub fn next(&self, now: Moment) -> Option<&Ticket> {
        let waiting = |t: &&Ticket| matches!(t.standing, TicketStatus::Waiting { .. });
        self.tickets.iter().filter(waiting).min_by_key(|t| {
            let turn = if let TicketStatus::Waiting { turn } = t.standing { turn } else { u32::MAX };
            match t.came {
                Arrival::Booked(at) if at <= now + BOOKED_WINDOW && now <= at + BOOKED_WINDOW => (0, at, turn),
                _ => (1, Moment::default(), turn),
            }
        })
    }

    /// The waiting tickets in calling order.
    #[must_use]
    pub fn order(&self, now: Moment) -> Vec<TicketId> {
        let (mut line, mut order) = (self.clone(), Vec::new());
        while let Some(next) = line.next(now).map(|t| t.id) {
            line.tickets.retain(|t| t.id != next);
            order.push(next);
        }
        order
    }

    /// The number at a desk.
    #[must_use]
    pub fn at_desk(&self, wanted: u8) -> Option<&Ticket> {
        self.tickets.iter().find(|t| matches!(t.standing, TicketStatus::Called { desk, .. } if desk == wanted))
    }

    /// Calls the next number to a desk.
    ///
    /// # Errors
    /// [`Refused::Nobody`], [`Refused::Busy`].
    pub fn call(self, desk: u8, now: Moment) -> Result<(Self, TicketId), Refused> {
        let id = self.next(now).ok_or(Refused::Nobody)?.id;
        Ok((self.call_this(id, desk, now)?, id))
    }

    /// Calls a waiting number out of turn, for somebody who feels unwell.
    ///
    /// # Errors
    /// [`Refused::NoTicket`], [`Refused::Standing`], [`Refused::Busy`].
    pub fn call_this(mut self, id: TicketId, desk: u8, now: Moment) -> Result<Self, Refused> {
        if self.at_desk(desk).is_some() {
            return Err(Refused::Busy);
        }
        let ticket = self.ticket(id)?;
        if !matches!(ticket.standing, TicketStatus::Waiting { .. }) {
            return Err(Refused::Standing);
        }
        ticket.standing = TicketStatus::Called { at: now, desk, times: 1 };
        Ok(self)
    }

    /// Calls the same number again; after the last call it is passed over.
    ///
    /// # Errors
    /// [`Refused::NoTicket`], [`Refused::Standing`].
    pub fn call_again(mut self, id: TicketId, now: Moment) -> Result<Self, Refused> {
        let ticket = self.ticket(id)?;
        ticket.standing = match ticket.standing {
            TicketStatus::Called { times, .. } if times >= CALLS => TicketStatus::PassedOver,
            TicketStatus::Called { desk, times, .. } => TicketStatus::Called { at: now, desk, times: times + 1 },
            _ => return Err(Refused::Standing),
        };
        Ok(self)
    }

    /// Finishes a number, with proof that it can be finished.
    ///
    /// # Errors
    /// [`Refused::NoTicket`], [`Refused::Standing`].
    pub fn serve(mut self, id: TicketId, _leave: Finish, now: Moment) -> Result<Self, Refused> {
        let ticket = self.ticket(id)?;
        if !matches!(ticket.standing, TicketStatus::Called { .. }) {
            return Err(Refused::Standing);
        }
        ticket.standing = TicketStatus::Served { at: now };
        Ok(self)
    }

    /// Left before being served.
    ///
    /// # Errors
    /// [`Refused::NoTicket`], [`Refused::Standing`].
    pub fn leave(mut self, id: TicketId) -> Result<Self, Refused> {
        let ticket = self.ticket(id)?;
        if !ticket.standing.is_open() {
            return Err(Refused::Standing);
        }
        ticket.standing = TicketStatus::Gone;
        Ok(self)
    }

    /// Cancels a booking before arrival.
    ///
    /// # Errors
    /// [`Refused::NoTicket`], [`Refused::Standing`].
    pub fn cancel(mut self, id: TicketId) -> Result<Self, Refused> {
        let ticket = self.ticket(id)?;
        if ticket.standing != TicketStatus::Expected {
            return Err(Refused::Standing);
        }
        ticket.standing = TicketStatus::Cancelled;
        Ok(self)
    }

    /// Sets the resident of a number that has none.
    ///
    /// # Errors
    /// [`Refused::NoTicket`], [`Refused::Standing`], [`Refused::Twice`].
    pub fn identify(mut self, id: TicketId, who: ResidentId) -> Result<Self, Refused> {
        let twice = self.holds(who);
        let ticket = self.ticket(id)?;
        match ticket.resident {
            Some(known) if known == who => return Ok(self),
            None if twice => return Err(Refused::Twice),
            None if ticket.standing.is_open() => ticket.resident = Some(who),
            _ => return Err(Refused::Standing),
        }
        Ok(self)
    }

    /// Whether the day can be closed: nobody is called or waiting.
    ///
    /// # Errors
    /// [`Refused::Waiting`].
    pub fn closable(&self) -> Result<(), Refused> {
        if self.tickets.iter().any(|t| t.standing.is_here()) { Err(Refused::Waiting) } else { Ok(()) }
    }
}
