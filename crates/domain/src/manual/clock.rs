//! Time limits in natural or working time, their deadline and half-time. Deadlines of a case are in `cases/clocks.rs`.

use serde::{Deserialize, Serialize};

use super::calendar::Calendar;
use crate::kernel::time::{Moment, Span};

/// Natural or working time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// Round the clock.
    Natural,
    /// Working hours of workdays only.
    Working,
}

impl Pace {
    /// The moment `span` after `from` at this pace.
    #[must_use]
    pub fn add(self, from: Moment, span: Span, calendar: &Calendar) -> Moment {
        match self {
            Self::Natural => from + span,
            Self::Working => calendar.add_working(from, span),
        }
    }

    /// The time from one moment to another at this pace; negative if the second is earlier.
    #[must_use]
    pub fn between(self, from: Moment, to: Moment, calendar: &Calendar) -> Span {
        match self {
            Self::Natural => to - from,
            Self::Working => calendar.working_between(from, to),
        }
    }
}

/// A time limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Allowance {
    /// Its pace.
    pub pace: Pace,
    /// Its length.
    pub span: Span,
}

impl Allowance {
    /// In natural time.
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

/// The deadline of a time limit that counts from receipt.
#[must_use]
pub fn deadline(received: Moment, allowance: Allowance, calendar: &Calendar) -> Moment {
    allowance.pace.add(received, allowance.span, calendar)
}

/// When half of a time limit has passed, at its own pace: the moment of the reminder.
#[must_use]
pub fn halfway(received: Moment, allowance: Allowance, calendar: &Calendar) -> Moment {
    allowance.pace.add(received, allowance.span.half(), calendar)
}

#[cfg(test)]
#[path = "clock_tests.rs"]
mod tests;
