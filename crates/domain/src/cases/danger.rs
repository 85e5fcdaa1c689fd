//! Cases whose text mentions danger: urgent whatever their kind, with own deadlines, until somebody gives a reason
//! against it.

use super::act::Refused;
use super::case::{Case, Step, said};
use super::clocks::{Pause, Promise};
use super::fact::Fact;
use crate::kernel::time::{Moment, Span};
use crate::manual::clock::{Allowance, Pace, deadline};
use crate::manual::{Calendar, Noticed};

/// Maximum age of a report that still triggers an alarm.
pub const RINGS_FOR: Span = Span::hours(24);

/// Time limits where life may be in danger, day and night: accept within 10 minutes, resolve within a day, escalate
/// every 10 minutes.
pub const PROMISE: Promise = Promise {
    accept: Allowance { pace: Pace::Natural, span: Span::minutes(10) },
    resolve: Allowance { pace: Pace::Natural, span: Span::hours(24) },
    climb: Allowance { pace: Pace::Natural, span: Span::minutes(10) },
};

/// Whether danger in a report still triggers an alarm: for a day after it was reported.
#[must_use]
pub fn rings(told: Moment, now: Moment) -> bool {
    now - told <= RINGS_FOR
}

impl Promise {
    /// The shorter of both limits each, counted from the same moment.
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

/// The timeline entry for noticed danger; `None` without any.
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
    /// Removes the urgency: deadlines are recomputed from receipt with the kind's limits; what was met remains met.
    ///
    /// # Errors
    /// No reason given, or nothing is owed any more.
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
