//! What rings by itself. An open alert always has a next alarm; ringing raises it, tells of a look that was missed, or sends it up, and never
//! ends anything.

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

/// With whom an alert was before a missed look took it up.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Home {
    /// Who had it.
    pub owner: AccountId,
    /// At which code.
    pub post: GridCode,
    /// How many levels it had climbed by then.
    pub escalated: u32,
}

/// How long nobody may answer until who measured is asked to call.
pub const UNANSWERED: Span = Span::minutes(3);

impl Alert {
    /// When the clock of the step runs out. `None` only for one that a person ended.
    #[must_use]
    pub fn due(&self) -> Option<Moment> {
        self.state.status().is_open().then_some(self.clock.due)
    }

    /// When this alert must next be looked at, if nobody does anything: the clock, or before it a look to be called to mind, or that nobody
    /// answers. `None` only for one that a person ended.
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

    /// Since when nobody has answered, once that is long enough to call somebody.
    #[must_use]
    pub fn unanswered_since(&self, now: Moment) -> Option<Moment> {
        match self.state {
            State::Raised { since, .. } if now >= since + UNANSWERED => Some(since),
            _ => None,
        }
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

    /// Tells what has to be told before a clock runs out.
    fn tell_ahead(&mut self, now: Moment, facts: &mut Vec<Fact>) {
        match &mut self.state {
            State::Raised { since, told, .. } if !*told && *since + UNANSWERED < now => {
                *told = true;
                facts.push(Fact::Unanswered { since: *since });
            }
            State::Watching { watches, .. } => {
                for watch in watches.iter_mut().filter(|w| w.remind.is_some_and(|at| at < now)) {
                    watch.remind = None;
                    // A server that was down until after the look does not call it to mind any more.
                    if now < watch.next {
                        facts.push(Fact::LookSoon { watcher: watch.watcher, due: watch.next });
                    }
                }
            }
            _ => {}
        }
    }

    /// Lets the clock ring. `duty` is who answers along [`Alert::posts_above`]. One that is not due, or is over, stays as it is.
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
                // The next look is counted from now, so that a server that was down for a night tells of one missed look.
                watch.plan(now + watch.every, now);
            }
            let next = watches.iter().map(|w| w.next + grace).min();
            self.clock.due = next.map_or(self.clock.due, |next| next.min(self.clock.due));
        }
        facts.push(Fact::Late { status: self.state.status(), due, times: self.clock.ran_out });
        // A look that was missed goes on climbing until somebody looks; what climbs because it lasts is no missed look any more.
        let comes_back = missed || (self.home.is_some() && !lasts);
        self.climb(comes_back, duty, &mut facts);
        Step { alert: self, facts }
    }

    /// Goes up. Who had it keeps it in sight, and where it comes back, it comes back to whom it was with first.
    fn climb(&mut self, comes_back: bool, duty: &Duty, facts: &mut Vec<Fact>) {
        let (from, owner, escalated) = (self.post, self.owner, self.escalated);
        let at = facts.len();
        self.give(duty, Because::Late, facts);
        self.escalated += u32::from(self.post != from);
        self.lend_hand(owner);
        let before = self.home.take().unwrap_or(Home { owner, post: from, escalated });
        self.home = (comes_back && self.post != before.post).then_some(before);
        // Told before the one who has it now, so that the line reads: late, went up, is with.
        facts.insert(at, Fact::Climbed { from, to: self.post });
    }

    /// Gives it back to whom it was with before a look was missed.
    pub(super) fn bring_back(&mut self, facts: &mut Vec<Fact>) {
        if let Some(Home { owner, post, escalated }) = self.home.take() {
            (self.owner, self.post, self.escalated) = (owner, post, escalated);
            facts.push(Fact::BroughtBack { to: owner, code: post, due: self.clock.due });
        }
    }

    /// Whom an alert names that was kept before hands were: who tried somebody, who answered, who saw them safe.
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

    /// Somebody has a hand in it.
    pub fn lend_hand(&mut self, who: AccountId) {
        if self.hands.is_empty() {
            self.hands = self.named();
        }
        self.hands.insert(who);
    }

    /// Whether it is with somebody now: they have it, or look in.
    #[must_use]
    pub fn is_with(&self, who: AccountId) -> bool {
        let looks_in = |watch: &Watch| watch.watcher == Watcher::Server(who);
        self.owner == who || matches!(&self.state, State::Watching { watches, .. } if watches.iter().any(looks_in))
    }

    /// Everybody who sees it until it ends: who has it, who had a hand in it, who looks in.
    #[must_use]
    pub fn parties(&self) -> BTreeSet<AccountId> {
        let mut all = if self.hands.is_empty() { self.named() } else { self.hands.clone() };
        all.insert(self.owner);
        // Who looked in until a death ended it has a part in it for as long as that can be a mistake.
        let state = self.death.as_ref().map_or(&self.state, |death| &death.state);
        if let State::Watching { watches, .. } = state {
            all.extend(watches.iter().filter_map(|watch| match watch.watcher {
                Watcher::Server(account) => Some(account),
                Watcher::Contact(_) => None,
            }));
        }
        all
    }
}
