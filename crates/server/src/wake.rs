//! What wakes the jobs besides their own time: messages that were written, and alarms that are due sooner than the clocks look again.

use tokio::sync::Notify;
use weiguang_domain::kernel::time::{Moment, Span};

/// The longest sleep of a job that waits for a moment: a clock that was set forward is noticed within this.
pub const LONGEST_SLEEP: Span = Span::seconds(20);

/// One bell for each job.
#[derive(Debug, Default)]
pub struct Wake {
    /// For the sender.
    pub messages: Notify,
    /// For the clock of care.
    pub care: Notify,
    /// For the clock of cases.
    pub cases: Notify,
    /// For what counts clocks by another calendar.
    pub calendar: Notify,
}

/// What a transaction did that jobs must know after its commit.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wakes {
    messages: i64,
    care: Option<i64>,
    cases: Option<i64>,
}

fn first(known: &mut Option<i64>, at: i64) {
    *known = Some(known.map_or(at, |k| k.min(at)));
}

impl Wakes {
    /// Counts a message to a destination; gives how many were written before it.
    pub fn message(&mut self) -> i64 {
        self.messages += 1;
        self.messages - 1
    }
    /// An alert of care rings at this moment, in microseconds.
    pub fn care(&mut self, at: i64) {
        first(&mut self.care, at);
    }
    /// A case or one of its parts rings at this moment, in microseconds.
    pub fn case(&mut self, at: i64) {
        first(&mut self.cases, at);
    }
}

impl Wake {
    /// Wakes everybody: the clock was moved.
    pub fn all(&self) {
        for bell in [&self.messages, &self.care, &self.cases] {
            bell.notify_one();
        }
    }
    /// Wakes who has something to do after a commit.
    pub fn after(&self, wakes: Wakes, now: Moment) {
        if wakes.messages > 0 {
            self.messages.notify_one();
        }
        // Most alarms lie minutes ahead, and the clocks look again before that by themselves.
        let soon = (now + LONGEST_SLEEP).micros();
        for (at, bell) in [(wakes.care, &self.care), (wakes.cases, &self.cases)] {
            if at.is_some_and(|at| at < soon) {
                bell.notify_one();
            }
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
        let rings = async |bell: &Notify| tokio::time::timeout(Duration::ZERO, bell.notified()).await.is_ok();
        wakes.case((now + LONGEST_SLEEP).micros() - 1);
        wakes.care((now + LONGEST_SLEEP).micros());
        wake.after(wakes, now);
        assert!(rings(&wake.cases).await, "it would sleep through it");
        assert!(!rings(&wake.care).await && !rings(&wake.messages).await);
        wakes.message();
        wakes.care(now.micros());
        wake.after(wakes, now);
        assert!(rings(&wake.care).await && rings(&wake.messages).await);
    }
}
