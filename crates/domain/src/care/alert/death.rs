//! A death ends an alert in any state. Since it may be recorded by mistake, the state before it is stored for a day and
//! can be restored.

use serde::{Deserialize, Serialize};

use super::act::Refused;
use super::clocks::Clock;
use super::fact::Fact;
use super::machine::Alert;
use super::state::{Outcome, State};
use crate::households::Presence;
use crate::kernel::ids::AccountId;
use crate::kernel::time::{Moment, Span};

/// How long a death can be undone.
pub const TAKE_BACK: Span = Span::hours(24);

/// The alert before a death ended it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Death {
    /// The state.
    pub state: State,
    /// Its deadline.
    pub clock: Clock,
    /// The presence in the resident's record, if the death changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presence: Option<Presence>,
}

impl Alert {
    /// Until when the death can be undone; `None` for records from before undo existed.
    #[must_use]
    pub fn undo_until(&self) -> Option<Moment> {
        match (&self.state, &self.death) {
            (State::Closed { since, outcome: Outcome::Died, .. }, Some(_)) => Some(*since + TAKE_BACK),
            _ => None,
        }
    }

    pub(super) fn died(&mut self, words: String, by: AccountId, now: Moment, facts: &mut Vec<Fact>) {
        let ended = State::Closed { since: now, by, outcome: Outcome::Died };
        let state = std::mem::replace(&mut self.state, ended);
        self.death = Some(Box::new(Death { state, clock: self.clock, presence: None }));
        facts.push(Fact::Died { words, until: now + TAKE_BACK });
    }

    /// Restores state, watches, follow-ups and deadline. Deadlines that passed meanwhile are moved, so that there is
    /// time to act.
    pub(super) fn undo_death(&mut self, words: String, now: Moment, facts: &mut Vec<Fact>) -> Result<(), Refused> {
        if self.undo_until().is_none_or(|until| now > until) {
            return Err(Refused::NoDeath);
        }
        let Death { state, clock, .. } = *self.death.take().ok_or(Refused::NoDeath)?;
        let soonest = now + self.clocks.acknowledge;
        self.state = state;
        self.clock = Clock { due: clock.due.max(soonest), ..clock };
        if let State::Watching { watches, .. } = &mut self.state
            && !watches.is_empty()
        {
            for watch in watches.iter_mut() {
                watch.plan(watch.next.max(soonest), now);
            }
            self.watch_clock(now);
        }
        facts.push(Fact::DeathUndone { words, due: self.clock.due });
        Ok(())
    }
}
