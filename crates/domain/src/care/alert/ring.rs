//! What rings by itself. An open alert always has a next alarm; ringing raises it, tells of a look that was missed, or sends it up, and never
//! ends anything.

use super::clocks::Clock;
use super::fact::{Because, Fact};
use super::machine::{Alert, Step};
use super::state::{Cause, State};
use crate::kernel::time::{Moment, Span};
use crate::people::Answer as Duty;

impl Alert {
    /// When this alert must next be looked at, if nobody does anything. `None` only for one that a person ended.
    #[must_use]
    pub fn next_alarm(&self) -> Option<Moment> {
        self.state.status().is_open().then_some(self.clock.due)
    }

    /// Whether it rings by `now`. A deadline is met up to and including its moment.
    #[must_use]
    pub fn is_due(&self, now: Moment) -> bool {
        self.next_alarm().is_some_and(|due| due < now)
    }

    /// How long until the next level is told, once the clock of this step ran out.
    fn climb_every(&self) -> Span {
        match self.state {
            State::FollowUp { .. } => self.clocks.follow_climb,
            State::Owed { .. } => self.clocks.outcome,
            _ => self.clocks.climb,
        }
    }

    /// Lets the clock ring. `duty` is who answers along [`Alert::posts_above`]. One that is not due, or is over, stays as it is.
    #[must_use]
    pub fn ring(mut self, duty: &Duty, now: Moment) -> Step {
        let mut facts = Vec::new();
        if !self.is_due(now) {
            return Step { alert: self, facts };
        }
        let due = self.clock.due;
        if self.state.status().is_measuring() {
            self.raise(Cause::Silence, String::new(), duty, now, &mut facts);
            return Step { alert: self, facts };
        }
        self.clock = Clock { due: now + self.climb_every(), ran_out: self.clock.ran_out + 1 };
        if let State::Watching { watches, .. } = &mut self.state {
            let grace = self.clocks.look_grace;
            for watch in watches.iter_mut().filter(|w| w.next + grace < now) {
                facts.push(Fact::LookMissed { watcher: watch.watcher, due: watch.next });
                watch.missed += 1;
                // The next look is counted from now, so that a server that was down for a night tells of one missed look.
                watch.next = now + watch.every;
            }
            let next = watches.iter().map(|w| w.next + grace).min();
            self.clock.due = next.map_or(self.clock.due, |next| next.min(self.clock.due));
        }
        facts.push(Fact::Late { status: self.state.status(), due, times: self.clock.ran_out });
        let from = self.post;
        self.give(duty, Because::Late, &mut facts);
        self.escalated += u32::from(self.post != from);
        // Told before the one who has it now, so that the line reads: late, went up, is with.
        let at = facts.len() - 1;
        facts.insert(at, Fact::Climbed { from, to: self.post });
        Step { alert: self, facts }
    }
}
