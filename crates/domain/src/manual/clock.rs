//! The clocks of a matter: how long it may take, when that is over, when half of it is over, and what a pause keeps.
//!
//! A clock runs from receipt. No edit, return or missing owner stops one; only an approved pause does, and the time that was
//! left when the pause began is the time that is left when it ends, in the clock's own pace.

use serde::{Deserialize, Serialize};

use super::calendar::Calendar;
use crate::kernel::time::{Moment, Span};

/// Which time counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// Round the clock.
    Natural,
    /// Working hours of workdays only.
    Working,
}

impl Pace {
    /// The moment at which so much has run since `from` at this pace.
    #[must_use]
    pub fn add(self, from: Moment, span: Span, calendar: &Calendar) -> Moment {
        match self {
            Self::Natural => from + span,
            Self::Working => calendar.add_working(from, span),
        }
    }

    /// How much has run from one moment to another at this pace; negative where the second comes first.
    #[must_use]
    pub fn between(self, from: Moment, to: Moment, calendar: &Calendar) -> Span {
        match self {
            Self::Natural => to - from,
            Self::Working => calendar.working_between(from, to),
        }
    }
}

/// How long something may take, at a pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Allowance {
    /// Which time counts.
    pub pace: Pace,
    /// How much of it.
    pub span: Span,
}

impl Allowance {
    /// Round the clock.
    #[must_use]
    pub const fn natural(span: Span) -> Self {
        Self { pace: Pace::Natural, span }
    }

    /// In working time; a working day is [`Calendar::working_day`].
    #[must_use]
    pub const fn working(span: Span) -> Self {
        Self { pace: Pace::Working, span }
    }
}

/// When an allowance that runs from receipt is over.
#[must_use]
pub fn deadline(received: Moment, allowance: Allowance, calendar: &Calendar) -> Moment {
    allowance.pace.add(received, allowance.span, calendar)
}

/// When half of an allowance has run, in its own pace: the moment to remind.
#[must_use]
pub fn halfway(received: Moment, allowance: Allowance, calendar: &Calendar) -> Moment {
    allowance.pace.add(received, allowance.span.half(), calendar)
}

/// Whether what was done came in time: at the deadline is still in time.
#[must_use]
pub fn on_time(done: Moment, due: Moment) -> bool {
    done <= due
}

/// When a breached clock climbs for the `step`-th time: first at the breach itself, then after every `every`.
/// Step 0 is the deadline, too.
#[must_use]
pub fn climbs_at(due: Moment, every: Allowance, step: u32, calendar: &Calendar) -> Moment {
    every.pace.add(due, every.span * i64::from(step.saturating_sub(1)), calendar)
}

/// How many levels a clock has climbed by a moment: 0 until the deadline, 1 right after it, one more after every `every`.
#[must_use]
pub fn climbed(due: Moment, every: Allowance, at: Moment, calendar: &Calendar) -> u32 {
    if on_time(at, due) {
        return 0;
    }
    let late = every.pace.between(due, at, calendar).as_micros().max(0);
    let more = late.checked_div(every.span.as_micros().max(0)).unwrap_or(0);
    u32::try_from(more).unwrap_or(u32::MAX).saturating_add(1)
}

/// One running or paused clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// How long it may take.
    pub allowance: Allowance,
    /// Receipt, or the end of the last pause.
    pub since: Moment,
    /// How much of the allowance had run before `since`.
    pub ran: Span,
    /// When it was paused, if it stands now.
    pub paused: Option<Moment>,
    /// When half of the allowance has run.
    pub half: Moment,
    /// When all of it has run.
    pub due: Moment,
}

impl Clock {
    /// A clock that runs from receipt.
    #[must_use]
    pub fn start(received: Moment, allowance: Allowance, calendar: &Calendar) -> Self {
        Self {
            allowance,
            since: received,
            ran: Span::ZERO,
            paused: None,
            half: halfway(received, allowance, calendar),
            due: deadline(received, allowance, calendar),
        }
    }

    /// How much of the allowance has run by a moment; it does not grow while the clock stands.
    #[must_use]
    pub fn used(&self, at: Moment, calendar: &Calendar) -> Span {
        let until = self.stands(at).max(self.since);
        self.ran + self.allowance.pace.between(self.since, until, calendar)
    }

    /// How much is left at a moment; negative once the deadline has passed.
    #[must_use]
    pub fn left(&self, at: Moment, calendar: &Calendar) -> Span {
        self.allowance.span - self.used(at, calendar)
    }

    /// Whether the deadline has passed at a moment. A clock that was paused in time stays in time.
    #[must_use]
    pub fn late(&self, at: Moment) -> bool {
        !on_time(self.stands(at), self.due)
    }

    /// Whether half has run at a moment.
    #[must_use]
    pub fn past_half(&self, at: Moment) -> bool {
        self.stands(at) >= self.half
    }

    /// The moment that counts: now, or the beginning of the pause.
    fn stands(&self, at: Moment) -> Moment {
        self.paused.map_or(at, |paused| at.min(paused))
    }

    /// The clock, standing from this moment. A clock that stands already stays as it is; a pause cannot begin before the clock.
    #[must_use]
    pub fn paused(mut self, at: Moment) -> Self {
        self.paused = self.paused.or(Some(at.max(self.since)));
        self
    }

    /// The clock, running again, with what was left when the pause began. A clock that runs stays as it is. What had passed
    /// before the pause, half or deadline, stays passed: a pause mends no breach.
    #[must_use]
    pub fn resumed(mut self, at: Moment, calendar: &Calendar) -> Self {
        let Some(paused) = self.paused else { return self };
        let ran = self.used(paused, calendar);
        let since = at.max(paused);
        let pace = self.allowance.pace;
        if paused < self.half {
            self.half = pace.add(since, self.allowance.span.half() - ran, calendar).max(since);
        }
        if on_time(paused, self.due) {
            self.due = pace.add(since, self.allowance.span - ran, calendar).max(since);
        }
        Self { since, ran, paused: None, ..self }
    }
}

/// A clock that stood from one moment to another, and runs on.
#[must_use]
pub fn resume(clock: Clock, paused_at: Moment, resumed_at: Moment, calendar: &Calendar) -> Clock {
    clock.paused(paused_at).resumed(resumed_at, calendar)
}

#[cfg(test)]
#[path = "clock_tests.rs"]
mod tests;
