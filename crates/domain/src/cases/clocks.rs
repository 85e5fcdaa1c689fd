//! The two deadlines of a case: accept by, resolve by. They count from receipt; only an approved pause stops them.

use serde::{Deserialize, Serialize};

use crate::kernel::time::Moment;
use crate::manual::clock::{Allowance, Pace, deadline, halfway};
use crate::manual::{Calendar, Kind};

/// The time limits of a kind, from the version of the manual under which the case began.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Promise {
    /// Accept by.
    pub accept: Allowance,
    /// Resolve by.
    pub resolve: Allowance,
    /// After a breach, the time of each level before the next is notified.
    pub climb: Allowance,
}

impl Promise {
    /// The time limits of a kind.
    #[must_use]
    pub const fn of(kind: &Kind) -> Self {
        Self { accept: kind.accept_by, resolve: kind.resolve_by, climb: kind.climb_every }
    }
}

/// A deadline.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Deadline {
    /// When it expires.
    pub due: Moment,
    /// When it was met.
    pub met: Option<Moment>,
    /// When its breach was notified.
    pub breached: Option<Moment>,
}

impl Deadline {
    const fn at(due: Moment) -> Self {
        Self { due, met: None, breached: None }
    }

    /// Whether it was met too late, or is overdue at `now`.
    #[must_use]
    pub fn late(&self, now: Moment) -> bool {
        match self.met {
            Some(met) => met > self.due,
            None => now > self.due,
        }
    }
}

/// Both deadlines of a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Clocks {
    /// The time limits.
    pub promise: Promise,
    /// Time of receipt, from which both count.
    pub received: Moment,
    /// Accept by.
    pub accept: Deadline,
    /// Resolve by.
    pub resolve: Deadline,
    /// When half of the time to resolve has passed.
    pub half: Moment,
    /// Whether the half-time reminder was sent or is obsolete.
    pub half_told: bool,
    /// After a breach: when the next level is notified.
    pub climb_at: Option<Moment>,
}

/// A period in which both deadlines were paused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pause {
    /// Its start.
    pub from: Moment,
    /// Its end.
    pub until: Moment,
}

impl Clocks {
    /// Computes both from receipt.
    #[must_use]
    pub fn start(received: Moment, promise: Promise, calendar: &Calendar) -> Self {
        Self {
            promise,
            received,
            accept: Deadline::at(deadline(received, promise.accept, calendar)),
            resolve: Deadline::at(deadline(received, promise.resolve, calendar)),
            half: halfway(received, promise.resolve, calendar),
            half_told: false,
            climb_at: None,
        }
    }

    /// Recomputes both from receipt with other limits, calendar and pauses; what was met or notified is unchanged.
    #[must_use]
    pub fn recounted(&self, promise: Promise, pauses: &[Pause], calendar: &Calendar) -> Self {
        let fresh = Self::start(self.received, promise, calendar);
        let run = |at: Moment, pace: Pace, met: Option<Moment>| {
            let before = pauses.iter().filter(|pause| met.is_none_or(|met| pause.from < met));
            before.fold(at, |at, pause| shifted(at, pace, pause.from, pause.until, calendar))
        };
        Self {
            promise,
            accept: Deadline { due: run(fresh.accept.due, promise.accept.pace, self.accept.met), ..self.accept },
            resolve: Deadline { due: run(fresh.resolve.due, promise.resolve.pace, self.resolve.met), ..self.resolve },
            half: run(fresh.half, promise.resolve.pace, self.resolve.met),
            ..*self
        }
    }

    /// When the next level is notified after a breach notified at `now`.
    #[must_use]
    pub fn next_climb(&self, now: Moment, calendar: &Calendar) -> Moment {
        deadline(now, self.promise.climb, calendar)
    }

    /// Moves every deadline that was open when the pause began, so that each has the same time left at its own pace.
    #[must_use]
    pub fn after_pause(mut self, paused: Moment, resumed: Moment, calendar: &Calendar) -> Self {
        let shift = |at: Moment, pace: Pace| shifted(at, pace, paused, resumed, calendar);
        if self.accept.met.is_none() {
            self.accept.due = shift(self.accept.due, self.promise.accept.pace);
        }
        if self.resolve.met.is_none() {
            self.resolve.due = shift(self.resolve.due, self.promise.resolve.pace);
        }
        if !self.half_told {
            self.half = shift(self.half, self.promise.resolve.pace);
        }
        self.climb_at = self.climb_at.map(|at| shift(at, self.promise.climb.pace));
        self
    }
}

/// A deadline moved by a pause; unchanged if it had passed before the pause.
fn shifted(at: Moment, pace: Pace, paused: Moment, resumed: Moment, calendar: &Calendar) -> Moment {
    if at <= paused {
        return at;
    }
    pace.add(resumed, pace.between(paused, at, calendar), calendar)
}
