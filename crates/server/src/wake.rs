//! Wakes the jobs before their own time: for new messages, and for alarms that are due before the clocks check again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;
use weiguang_domain::kernel::time::{Moment, Span};

/// The longest sleep of a job that waits for a moment: a clock that was set forward is noticed within this time.
pub const LONGEST_SLEEP: Span = Span::seconds(20);
/// The signal of the job that sends messages.
pub const MESSAGES: &str = "messages";

/// A signal for each job, by its name.
#[derive(Debug, Default)]
pub struct Wake(Mutex<BTreeMap<&'static str, Arc<Notify>>>);

/// Events of a transaction that jobs must know after its commit.
#[derive(Clone, Debug, Default)]
pub struct Wakes {
    messages: i64,
    /// By the name of a clock: its first new alarm, in microseconds.
    alarms: BTreeMap<&'static str, i64>,
}

impl Wakes {
    /// Counts a message to a destination; returns how many were written before it.
    pub fn message(&mut self) -> i64 {
        self.messages += 1;
        self.messages - 1
    }
    /// Records an alarm of this clock at a moment, in microseconds.
    pub fn alarm(&mut self, clock: &'static str, at: i64) {
        let first = self.alarms.entry(clock).or_insert(at);
        *first = at.min(*first);
    }
}

impl Wake {
    /// The signal of a job.
    #[must_use]
    pub fn bell(&self, job: &'static str) -> Arc<Notify> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(job).or_default().clone()
    }
    /// Wakes one.
    pub fn ring(&self, job: &'static str) {
        self.bell(job).notify_one();
    }
    /// Wakes all jobs: the clock was moved.
    pub fn all(&self) {
        for bell in self.0.lock().unwrap_or_else(PoisonError::into_inner).values() {
            bell.notify_one();
        }
    }
    /// Wakes the jobs concerned after a commit.
    pub fn after(&self, wakes: &Wakes, now: Moment) {
        if wakes.messages > 0 {
            self.ring(MESSAGES);
        }
        // Most alarms are minutes ahead, and the clocks check again before that by themselves.
        let soon = (now + LONGEST_SLEEP).micros();
        for (clock, _) in wakes.alarms.iter().filter(|(_, at)| **at < soon) {
            self.ring(clock);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[tokio::test]
    async fn a_clock_is_woken_for_what_is_due_before_it_looks_again() {
        let (wake, now, mut wakes) = (Wake::default(), Moment::from_micros(0), Wakes::default());
        let rings = async |job: &'static str| {
            let bell = wake.bell(job);
            tokio::time::timeout(Duration::ZERO, bell.notified()).await.is_ok()
        };
        wakes.alarm("cases", (now + LONGEST_SLEEP).micros() - 1);
        wakes.alarm("care", (now + LONGEST_SLEEP).micros());
        wake.after(&wakes, now);
        assert!(rings("cases").await, "it would sleep through it");
        assert!(!rings("care").await && !rings(MESSAGES).await);
        wakes.message();
        wakes.alarm("care", now.micros());
        wake.after(&wakes, now);
        assert!(rings("care").await && rings(MESSAGES).await);
    }
}
