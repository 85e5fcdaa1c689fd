//! How long something may take, in which time, when that is over and when half of it is over. The clocks of a case that are made of it are
//! in `cases/clocks.rs`.

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

#[cfg(test)]
#[path = "clock_tests.rs"]
mod tests;
