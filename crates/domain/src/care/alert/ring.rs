//! Alarms of an alert. An open alert always has a next alarm; an alarm raises, notifies or escalates it, and never
//! closes it.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use super::clocks::Clock;
use super::fact::{Because, Fact};
use super::machine::{Alert, Step};
use super::state::{Cause, State, Watch, Watcher};
use crate::grid::GridCode;
use crate::kernel::ids::AccountId;
use crate::kernel::time::{Moment, Span};
use crate::people::Answer as Duty;

/// The owner before a missed look escalated the alert.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Home {
    /// The owner.
    pub owner: AccountId,
    /// The code of the post.
    pub post: GridCode,
    /// Number of escalations then.
    pub escalated: u32,
}

/// Time without acknowledgement after which who measured is asked to call.
pub const UNANSWERED: Span = Span::minutes(3);

impl Alert {
    /// The deadline of the step; `None` for a closed alert.
    #[must_use]
    pub fn due(&self) -> Option<Moment> {
        self.state.status().is_open().then_some(self.clock.due)
    }

    /// The next alarm if nobody acts: the deadline, an earlier reminder of a look, or the time limit for
    /// acknowledgement. `None` for a closed alert.
    #[must_use]
    pub fn next_alarm(&self) -> Option<Moment> {
        let due = self.due()?;
        let before = match &self.state {
            State::Raised { since, told: false, .. } => Some(*since + UNANSWERED),
            State::Watching { watches, .. } => watches.iter().filter_map(|w| w.remind).min(),
            _ => None,
        };
        Some(before.map_or(due, |before| before.min(due)))
    }

    /// Since when it has not been acknowledged, once [`UNANSWERED`] has passed.
    #[must_use]
    pub fn unanswered_since(&self, now: Moment) -> Option<Moment> {
        match self.state {
            State::Raised { since, .. } if now >= since + UNANSWERED => Some(since),
            _ => None,
        }
    }

    /// Whether the alarm is due at `now`. A deadline is met up to and including its moment.
    #[must_use]
    pub fn is_due(&self, now: Moment) -> bool {
        self.next_alarm().is_some_and(|due| due < now)
    }

    /// Time until the next level is notified, after this step's deadline expired.
    fn climb_every(&self) -> Span {
        match self.state {
            State::FollowUp { .. } => self.clocks.follow_climb,
            State::Owed { .. } => self.clocks.outcome,
            _ => self.clocks.climb,
        }
    }

    /// Sends reminders that are due before the deadline.
    fn tell_ahead(&mut self, now: Moment, facts: &mut Vec<Fact>) {
        match &mut self.state {
            State::Raised { since, told, .. } if !*told && *since + UNANSWERED < now => {
                *told = true;
                facts.push(Fact::Unanswered { since: *since });
            }
            State::Watching { watches, .. } => {
                for watch in watches.iter_mut().filter(|w| w.remind.is_some_and(|at| at < now)) {
                    watch.remind = None;
                    // No reminder after the look is due (the server may have been down).
                    if now < watch.next {
                        facts.push(Fact::LookSoon { watcher: watch.watcher, due: watch.next });
                    }
                }
            }
            _ => {}
        }
    }

    /// Handles an alarm. `duty`: who is responsible along [`Alert::posts_above`]. Unchanged if not due or closed.
    #[must_use]
    pub fn ring(mut self, duty: &Duty, now: Moment) -> Step {
        let mut facts = Vec::new();
        if !self.is_due(now) {
            return Step { alert: self, facts };
        }
        self.tell_ahead(now, &mut facts);
        let due = self.clock.due;
        if due >= now {
            return Step { alert: self, facts };
        }
        if self.state.status().is_measuring() {
            self.raise(Cause::Silence, String::new(), duty, now, &mut facts);
            return Step { alert: self, facts };
        }
        self.clock = Clock { due: now + self.climb_every(), ran_out: self.clock.ran_out + 1 };
        let (mut missed, mut lasts) = (false, false);
        if let State::Watching { since, watches, .. } = &mut self.state {
            let grace = self.clocks.look_grace;
            lasts = due >= *since + self.clocks.watch;
            for watch in watches.iter_mut().filter(|w| w.next + grace < now) {
                facts.push(Fact::LookMissed { watcher: watch.watcher, due: watch.next });
                watch.missed += 1;
                missed = true;
                // Counted from now, so that a night of downtime counts as one missed look.
                watch.plan(now + watch.every, now);
            }
            let next = watches.iter().map(|w| w.next + grace).min();
            self.clock.due = next.map_or(self.clock.due, |next| next.min(self.clock.due));
        }
        facts.push(Fact::Late { status: self.state.status(), due, times: self.clock.ran_out });
        // A missed look escalates until somebody looks; an escalation because the watch lasts is no missed look.
        let comes_back = missed || (self.home.is_some() && !lasts);
        self.climb(comes_back, duty, &mut facts);
        Step { alert: self, facts }
    }

    /// Escalates. The former owner can still see it; if `comes_back`, a later look returns it to the first owner.
    fn climb(&mut self, comes_back: bool, duty: &Duty, facts: &mut Vec<Fact>) {
        let (from, owner, escalated) = (self.post, self.owner, self.escalated);
        let at = facts.len();
        self.give(duty, Because::Late, facts);
        self.escalated += u32::from(self.post != from);
        self.lend_hand(owner);
        let before = self.home.take().unwrap_or(Home { owner, post: from, escalated });
        self.home = (comes_back && self.post != before.post).then_some(before);
        // Inserted before the assignment, so that the timeline reads: late, escalated, assigned.
        facts.insert(at, Fact::Climbed { from, to: self.post });
    }

    /// Returns it to the owner from before a missed look.
    pub(super) fn bring_back(&mut self, facts: &mut Vec<Fact>) {
        if let Some(Home { owner, post, escalated }) = self.home.take() {
            (self.owner, self.post, self.escalated) = (owner, post, escalated);
            facts.push(Fact::BroughtBack { to: owner, code: post, due: self.clock.due });
        }
    }

    /// The accounts named by alerts stored before `hands` existed: who tried a contact, acknowledged, or saw the person
    /// safe.
    fn named(&self) -> BTreeSet<AccountId> {
        let mut all: BTreeSet<AccountId> =
            self.ladder.iter().flat_map(|rung| rung.tries.iter().map(|one| one.by)).collect();
        match &self.state {
            State::Reaching { by, .. } => all.extend([*by]),
            State::Watching { safe, .. } => all.extend([safe.seen_by]),
            _ => {}
        }
        all
    }

    /// Adds an account to `hands`.
    pub fn lend_hand(&mut self, who: AccountId) {
        if self.hands.is_empty() {
            self.hands = self.named();
        }
        self.hands.insert(who);
    }

    /// Whether the account owns it or watches.
    #[must_use]
    pub fn is_with(&self, who: AccountId) -> bool {
        let looks_in = |watch: &Watch| watch.watcher == Watcher::Staff(who);
        self.owner == who || matches!(&self.state, State::Watching { watches, .. } if watches.iter().any(looks_in))
    }

    /// Everybody who can see it until it ends: owner, `hands`, watchers.
    #[must_use]
    pub fn parties(&self) -> BTreeSet<AccountId> {
        let mut all = if self.hands.is_empty() { self.named() } else { self.hands.clone() };
        all.insert(self.owner);
        // Watchers remain parties while a death can be undone.
        let state = self.death.as_ref().map_or(&self.state, |death| &death.state);
        if let State::Watching { watches, .. } = state {
            all.extend(watches.iter().filter_map(|watch| match watch.watcher {
                Watcher::Staff(account) => Some(account),
                Watcher::Contact(_) => None,
            }));
        }
        all
    }
}
