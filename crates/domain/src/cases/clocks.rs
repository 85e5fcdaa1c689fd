//! The two clocks of a case: accept by, resolve by. They run from receipt, and only an approved pause stops them.

use serde::{Deserialize, Serialize};

use crate::kernel::time::Moment;
use crate::manual::clock::{Allowance, Pace, deadline, halfway};
use crate::manual::{Calendar, Kind};

/// What a kind of matter promises, taken from the version of the manual under which the case began.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Promise {
    /// Accept by.
    pub accept: Allowance,
    /// Resolve by.
    pub resolve: Allowance,
    /// After a breach, how long each level has before the next is told.
    pub climb: Allowance,
}

impl Promise {
    /// What a kind of matter promises.
    #[must_use]
    pub const fn of(kind: &Kind) -> Self {
        Self { accept: kind.accept_by, resolve: kind.resolve_by, climb: kind.climb_every }
    }
}

/// One clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Due {
    /// When it runs out.
    pub due: Moment,
    /// When it was met, if it was.
    pub met: Option<Moment>,
    /// When its breach was told, if it was.
    pub breached: Option<Moment>,
}

impl Due {
    const fn at(due: Moment) -> Self {
        Self { due, met: None, breached: None }
    }

    /// Whether it was, or by now is, too late.
    #[must_use]
    pub fn late(&self, now: Moment) -> bool {
        match self.met {
            Some(met) => met > self.due,
            None => now > self.due,
        }
    }
}

/// Both clocks of a case with what they promised.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Clocks {
    /// What was promised.
    pub promise: Promise,
    /// When the matter came in. Clocks run from here, whatever happens afterwards.
    pub received: Moment,
    /// Accept by.
    pub accept: Due,
    /// Resolve by.
    pub resolve: Due,
    /// When half of the time to resolve has run.
    pub half: Moment,
    /// Whether the half-way reminder was given, or is no longer needed.
    pub half_told: bool,
    /// After a breach: when the next level up is told.
    pub climb_at: Option<Moment>,
}

/// A stretch during which both clocks stood.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pause {
    /// Since when.
    pub from: Moment,
    /// When they ran on.
    pub until: Moment,
}

impl Clocks {
    /// Starts both at receipt.
    #[must_use]
    pub fn start(received: Moment, promise: Promise, calendar: &Calendar) -> Self {
        Self {
            promise,
            received,
            accept: Due::at(deadline(received, promise.accept, calendar)),
            resolve: Due::at(deadline(received, promise.resolve, calendar)),
            half: halfway(received, promise.resolve, calendar),
            half_told: false,
            climb_at: None,
        }
    }

    /// The clocks as they run from receipt under a promise, a calendar and the pauses that there were; what was met or told stays so.
    #[must_use]
    pub fn recounted(&self, promise: Promise, pauses: &[Pause], calendar: &Calendar) -> Self {
        let fresh = Self::start(self.received, promise, calendar);
        let run = |at: Moment, pace: Pace, met: Option<Moment>| {
            let before = pauses.iter().filter(|pause| met.is_none_or(|met| pause.from < met));
            before.fold(at, |at, pause| shifted(at, pace, pause.from, pause.until, calendar))
        };
        Self {
            promise,
            accept: Due { due: run(fresh.accept.due, promise.accept.pace, self.accept.met), ..self.accept },
            resolve: Due { due: run(fresh.resolve.due, promise.resolve.pace, self.resolve.met), ..self.resolve },
            half: run(fresh.half, promise.resolve.pace, self.resolve.met),
            ..*self
        }
    }

    /// When the next level is told, if nothing happens after a breach told at `now`.
    #[must_use]
    pub fn next_climb(&self, now: Moment, calendar: &Calendar) -> Moment {
        deadline(now, self.promise.climb, calendar)
    }

    /// Moves every clock that still ran when the case was paused, so that each keeps the time it had left, in its own pace.
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

/// A future moment pushed back by a pause; one that had passed when the pause began stays where it was.
fn shifted(at: Moment, pace: Pace, paused: Moment, resumed: Moment, calendar: &Calendar) -> Moment {
    if at <= paused {
        return at;
    }
    pace.add(resumed, pace.between(paused, at, calendar), calendar)
}
