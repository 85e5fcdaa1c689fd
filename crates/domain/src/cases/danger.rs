//! A matter in whose words danger was noticed: urgent whatever its kind, with clocks of its own, until somebody says why it is not.

use super::act::Refused;
use super::case::{Case, Step, said};
use super::clocks::{Pause, Promise};
use super::fact::Fact;
use crate::kernel::time::{Moment, Span};
use crate::manual::clock::{Allowance, Pace, deadline};
use crate::manual::{Calendar, Noticed};

/// How old a matter may be when it is taken in, and still ring: an older one is history.
pub const RINGS_FOR: Span = Span::hours(24);

/// What is promised where life may be in danger, day and night: accepted within 10 minutes, resolved within a day, one level up
/// every 10 minutes.
pub const PROMISE: Promise = Promise {
    accept: Allowance { pace: Pace::Natural, span: Span::minutes(10) },
    resolve: Allowance { pace: Pace::Natural, span: Span::hours(24) },
    climb: Allowance { pace: Pace::Natural, span: Span::minutes(10) },
};

/// Whether danger in the words of a matter still calls anybody: not once a day has passed since it was told.
#[must_use]
pub fn rings(told: Moment, now: Moment) -> bool {
    now - told <= RINGS_FOR
}

impl Promise {
    /// Of each clock the one that ends sooner, counted from the same moment.
    #[must_use]
    pub fn sooner(self, other: Self, from: Moment, calendar: &Calendar) -> Self {
        let pick = |a: Allowance, b: Allowance| {
            if deadline(from, b, calendar) < deadline(from, a, calendar) { b } else { a }
        };
        Self {
            accept: pick(self.accept, other.accept),
            resolve: pick(self.resolve, other.resolve),
            climb: pick(self.climb, other.climb),
        }
    }
}

/// The fact that danger was noticed; `None` where there is none.
#[must_use]
pub fn noticed(found: &[Noticed<'_>]) -> Option<Fact> {
    let mut numbers: Vec<String> = Vec::new();
    for call in found.iter().flat_map(|n| &n.emergency.calls) {
        if !numbers.contains(&call.number) {
            numbers.push(call.number.clone());
        }
    }
    let emergencies = found.iter().map(|n| n.emergency.id.as_str().to_owned()).collect();
    let words = found.iter().flat_map(|n| n.because.iter().cloned()).collect();
    (!found.is_empty()).then_some(Fact::DangerNoticed { emergencies, numbers, words })
}

impl Case {
    /// Takes the urgency off: the clocks run from receipt under what the kind promises; what was met stays met.
    ///
    /// # Errors
    /// No reason; a matter on which nothing is owed any more.
    pub fn calm(
        mut self,
        reason: &str,
        promise: Promise,
        pauses: &[Pause],
        calendar: &Calendar,
    ) -> Result<Step, Refused> {
        let reason = said("reason", reason)?;
        let status = self.state.status();
        if !status.is_owed() {
            return Err(Refused::Transition { action: "urgency_off", status });
        }
        self.clocks = self.clocks.recounted(promise, pauses, calendar);
        let fact =
            Fact::UrgencyTakenOff { reason, accept_due: self.clocks.accept.due, resolve_due: self.clocks.resolve.due };
        Ok(Step { case: self, facts: vec![fact] })
    }
}

#[cfg(test)]
#[path = "danger_tests.rs"]
mod tests;
