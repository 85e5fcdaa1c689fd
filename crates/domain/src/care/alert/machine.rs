//! The alert, and how each action changes it. All functions are pure.

use std::collections::BTreeSet;

use super::act::{Action, Refused, said, short};
use super::clocks::{Clock, Clocks};
use super::death::Death;
use super::fact::{Because, Fact};
use super::ladder::{Rung, Try};
use super::ring::Home;
use super::state::{Cause, Escort, Safe, Stage, State, Watch, With};
use crate::grid::{GridCode, Level};
use crate::kernel::ids::{AccountId, AlertId, ReadingId, ResidentId};
use crate::kernel::time::{Moment, Span};
use crate::people::{Answer as Duty, duty};

/// Minimum and maximum interval of a watch.
const WATCH_EVERY: (Span, Span) = (Span::minutes(15), Span::hours(12));

/// An alert: the content of one row.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Alert {
    /// Its id.
    pub id: AlertId,
    /// The resident.
    pub resident: ResidentId,
    /// The resident's cell, or the station's if the address is not known.
    pub code: GridCode,
    /// Its state.
    pub state: State,
    /// The owner; always set.
    pub owner: AccountId,
    /// The code of the post that is responsible.
    pub post: GridCode,
    /// Number of escalations.
    pub escalated: u32,
    /// The readings that it is based on, in order.
    pub readings: Vec<ReadingId>,
    /// The contact ladder.
    pub ladder: Vec<Rung>,
    /// The time limits, fixed when it began.
    pub clocks: Clocks,
    /// The current deadline; meaningless once it is closed.
    pub clock: Clock,
    /// Accounts that acted on it or owned it before an escalation; they can see it until it ends.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub hands: BTreeSet<AccountId>,
    /// The owner before a missed look escalated it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<Home>,
    /// The state before a death ended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub death: Option<Box<Death>>,
}

/// Input of a new alert.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct New {
    /// Client-generated id.
    pub id: AlertId,
    /// The resident.
    pub resident: ResidentId,
    /// Their cell, or the station's if that is not known.
    pub code: GridCode,
    /// The critical reading.
    pub reading: ReadingId,
    /// Who measured.
    pub by: AccountId,
    /// When.
    pub at: Moment,
    /// From [`super::ladder::build`].
    pub ladder: Vec<Rung>,
    /// From the table of rules.
    pub clocks: Clocks,
}

/// Context of an action.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The acting account.
    pub by: AccountId,
    /// Now.
    pub now: Moment,
    /// Who is responsible at [`Alert::first_posts`]; looked up beforehand, used by actions that raise it.
    pub duty: &'a Duty,
}

/// The result of a change: the new alert and its timeline entries.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// The alert now.
    pub alert: Alert,
    /// What happened, in order.
    pub facts: Vec<Fact>,
}

impl Alert {
    /// Starts with the first critical reading: owned by who measured, with a deadline for the second reading.
    #[must_use]
    pub fn begin(new: New) -> Step {
        let due = new.at + new.clocks.remeasure;
        let alert = Self {
            id: new.id,
            resident: new.resident,
            code: new.code,
            state: State::Remeasuring { since: new.at, by: new.by },
            owner: new.by,
            post: new.code,
            escalated: 0,
            readings: vec![new.reading],
            ladder: new.ladder,
            clocks: new.clocks,
            clock: Clock::until(due),
            hands: BTreeSet::from([new.by]),
            home: None,
            death: None,
        };
        Step { facts: vec![Fact::Began { reading: new.reading, due }], alert }
    }

    /// The codes searched for the first owner: from the grid, whose leader can go there at once, up to the street.
    #[must_use]
    pub fn first_posts(&self) -> Vec<GridCode> {
        duty::ladder(None, self.code.at(Level::Grid).unwrap_or(self.code))
    }

    /// The codes searched after an expired deadline: from the level above the post, or the street again.
    #[must_use]
    pub fn posts_above(&self) -> Vec<GridCode> {
        if self.state.status().is_measuring() {
            return self.first_posts();
        }
        duty::ladder(None, self.post.parent().filter(|p| p.level() >= Level::Street).unwrap_or(self.post))
    }

    /// Assigns it to the result of `duty`; unchanged if nobody is found up to the street.
    pub(super) fn give(&mut self, duty: &Duty, because: Because, facts: &mut Vec<Fact>) {
        if let Some(holder) = &duty.holder {
            self.owner = holder.account;
        }
        self.post = duty.code.unwrap_or(self.post);
        facts.push(Fact::Dispatched {
            to: self.owner,
            deputy_for: duty.holder.as_ref().and_then(|h| h.deputy_for),
            code: self.post,
            holes: duty.holes.clone(),
            because,
            due: self.clock.due,
        });
    }

    pub(super) fn raise(&mut self, because: Cause, words: String, duty: &Duty, now: Moment, facts: &mut Vec<Fact>) {
        self.state = State::Raised { since: now, because, told: false };
        self.clock = Clock::until(now + self.clocks.acknowledge);
        facts.push(Fact::Raised { because, words });
        self.give(duty, Because::Raised, facts);
    }

    fn reach(&mut self, by: AccountId, now: Moment) {
        self.state = State::Reaching { since: now, by, escort: None };
        self.clock = Clock::until(now + self.clocks.safe);
    }

    /// Not well: the owner has to find the person again.
    fn worse(&mut self, by: AccountId, now: Moment, facts: &mut Vec<Fact>) {
        facts.push(Fact::Worse);
        self.reach(by, now);
    }

    fn follow_up(&mut self, now: Moment) -> Moment {
        let due = now + self.clocks.first_follow_up;
        self.state = State::FollowUp { since: now, stage: Stage::First };
        self.clock = Clock::until(due);
        due
    }

    /// The deadline of a watch: the nearest look plus grace, also while nobody watches. A long watch is notified to the
    /// level above, however well it is done.
    pub(super) fn watch_clock(&mut self, now: Moment) {
        if let State::Watching { since, watches, .. } = &self.state {
            let look = watches.iter().map(|w| w.next).min().unwrap_or(now) + self.clocks.look_grace;
            let whole = *since + self.clocks.watch;
            let lasts = if whole > now { whole } else { now + self.clocks.follow_climb };
            self.clock = Clock { due: look.min(lasts), ..self.clock };
        }
    }

    /// Applies an action.
    ///
    /// # Errors
    /// If the status does not allow it, or its content is invalid.
    pub fn act(mut self, action: &Action, context: &Context<'_>) -> Result<Step, Refused> {
        let status = self.state.status();
        if !action.fits(status) {
            return Err(Refused::Transition { action: action.key(), status });
        }
        let (now, by) = (context.now, context.by);
        let mut facts = Vec::new();
        self.lend_hand(by);
        match action {
            Action::Remeasured { reading, critical } => self.remeasured(*reading, *critical, context, &mut facts)?,
            Action::Corrected { reading } => {
                // The deadline is unchanged: it ends with a person's decision.
                self.state = State::Lower { since: now, by, second: *reading };
                facts.push(Fact::Corrected { reading: *reading, due: self.clock.due });
            }
            Action::Word { text } => {
                let words = said("text", text)?;
                self.raise(Cause::Word, words, context.duty, now, &mut facts);
            }
            Action::StandDown { reason } => {
                facts.push(Fact::StoodDown { reason: said("reason", reason)? });
                self.state = State::StoodDown { since: now, by };
            }
            Action::VoidReadings { why, reason } => {
                facts.push(Fact::Voided { why: *why, reason: said("reason", reason)? });
                self.state = State::StoodDown { since: now, by };
            }
            Action::UnderCare { reason } => {
                let reason = said("reason", reason)?;
                let due = now + self.clocks.second_follow_up;
                self.owner = by;
                self.home = None;
                self.state = State::FollowUp { since: now, stage: Stage::Second };
                self.clock = Clock::until(due);
                facts.push(Fact::UnderCare { reason, due });
            }
            Action::Acknowledge => {
                self.owner = by;
                self.home = None;
                self.reach(by, now);
                facts.push(Fact::Acknowledged { due: self.clock.due });
            }
            Action::Note { text } => facts.push(Fact::Noted { text: said("text", text)? }),
            Action::Try { rung, how, went, words } => {
                let words = short("words", words)?;
                let rung = self.ladder.get_mut(usize::from(*rung)).ok_or(Refused::NoRung)?;
                rung.tries.push(Try { at: now, by, how: *how, went: *went });
                facts.push(Fact::Tried { kind: rung.kind, contact: rung.contact, how: *how, went: *went, words });
            }
            Action::Found { kind, contact } => {
                match self.ladder.iter_mut().find(|r| r.kind == *kind && r.contact.is_none()) {
                    // The tries to find somebody remain with the rung.
                    Some(rung) => rung.contact = Some(*contact),
                    None => self.ladder.push(Rung::new(*kind, Some(*contact))),
                }
                self.ladder.sort_by_key(|rung| rung.kind);
                facts.push(Fact::Found { kind: *kind, contact: *contact });
            }
            Action::Escort { to } => {
                let to = said("to", to)?;
                let due = now + self.clocks.escort;
                self.state =
                    State::Reaching { since: now, by, escort: Some(Escort { by, to: to.clone(), since: now }) };
                self.clock = Clock::until(due);
                facts.push(Fact::Escorted { to, due });
            }
            Action::SafeNow { with, place } => {
                let place = said("place", place)?;
                facts.push(Fact::Safe { with: *with, place: place.clone() });
                if let With::Kin(kin) = with {
                    self.kin_there(*kin, now, &mut facts);
                } else {
                    let (since, watches) = match self.state {
                        State::Watching { since, watches, .. } => (since, watches),
                        _ => (now, Vec::new()),
                    };
                    let safe = Safe { with: *with, place, seen_by: by, at: now };
                    self.state = State::Watching { since, safe, watches };
                    self.clock = Clock::until(now);
                    self.watch_clock(now);
                }
            }
            Action::AskWatch { watcher, every, first } => {
                let (least, most) = WATCH_EVERY;
                if *every < least || *every > most || *first < now || *first > now + most {
                    return Err(Refused::WatchTimes);
                }
                if let State::Watching { watches, .. } = &mut self.state {
                    if !watches.iter().any(|w| w.watcher == *watcher) {
                        watches.push(Watch::new(*watcher, *every, *first));
                    }
                    for watch in watches.iter_mut().filter(|w| w.watcher == *watcher) {
                        watch.every = *every;
                        watch.plan(*first, now);
                    }
                }
                self.watch_clock(now);
                facts.push(Fact::WatchAsked { watcher: *watcher, every: *every, first: *first });
            }
            Action::LookedIn { watcher, well, words } => {
                let words = short("words", words)?;
                let State::Watching { watches, .. } = &mut self.state else { return Err(Refused::NoWatch) };
                let watch = watches.iter_mut().find(|w| w.watcher == *watcher).ok_or(Refused::NoWatch)?;
                watch.kept.push(now);
                watch.plan(now + watch.every, now);
                facts.push(Fact::LookedIn { watcher: *watcher, well: *well, words });
                if *well {
                    self.clock.ran_out = 0;
                    self.watch_clock(now);
                    self.bring_back(&mut facts);
                } else {
                    self.worse(self.owner, now, &mut facts);
                }
            }
            Action::KinThere { kin } => self.kin_there(*kin, now, &mut facts),
            Action::Refer { to, how } => {
                let (to, how) = (said("to", to)?, said("how", how)?);
                let due = now + self.clocks.arrive;
                self.state = State::Referred { since: now, to: to.clone(), how: how.clone() };
                self.clock = Clock::until(due);
                facts.push(Fact::Referred { to, how, due });
            }
            Action::Arrived { words } => {
                let words = said("words", words)?;
                let due = self.follow_up(now);
                facts.push(Fact::Arrived { words, due });
            }
            Action::StayHome { words } => {
                let words = said("words", words)?;
                let due = self.follow_up(now);
                facts.push(Fact::StaysHome { words, due });
            }
            Action::FollowedUp { well, words } => self.followed_up(*well, said("words", words)?, context, &mut facts),
            Action::Close { outcome, words } => {
                facts.push(Fact::Closed { outcome: *outcome, words: said("words", words)? });
                self.state = State::Closed { since: now, by, outcome: *outcome };
            }
            Action::Died { words } => self.died(said("words", words)?, by, now, &mut facts),
            Action::UndoDeath { words } => self.undo_death(short("words", words)?, now, &mut facts)?,
        }
        Ok(Step { alert: self, facts })
    }

    fn remeasured(
        &mut self,
        reading: ReadingId,
        critical: bool,
        context: &Context<'_>,
        facts: &mut Vec<Fact>,
    ) -> Result<(), Refused> {
        if self.readings.contains(&reading) {
            return Err(Refused::SameReading);
        }
        self.readings.push(reading);
        if !self.state.status().is_measuring() {
            facts.push(Fact::Measured { reading, critical });
            if critical && matches!(self.state, State::FollowUp { .. } | State::Owed { .. }) {
                self.worse(self.owner, context.now, facts);
            }
            return Ok(());
        }
        // Counted from the first critical reading: measuring again does not postpone the alarm.
        facts.push(Fact::Remeasured { reading, critical, due: self.clock.due });
        if critical {
            self.raise(Cause::SecondCritical, String::new(), context.duty, context.now, facts);
        } else {
            self.state = State::Lower { since: context.now, by: context.by, second: reading };
        }
        Ok(())
    }

    fn kin_there(&mut self, kin: Option<crate::kernel::ids::ContactId>, now: Moment, facts: &mut Vec<Fact>) {
        self.state = State::WithKin { since: now, kin };
        self.clock = Clock::until(now + self.clocks.kin);
        facts.push(Fact::KinThere { kin });
    }

    fn followed_up(&mut self, well: bool, words: String, context: &Context<'_>, facts: &mut Vec<Fact>) {
        let State::FollowUp { since, stage } = self.state else { return };
        let now = context.now;
        facts.push(Fact::FollowedUp { stage, well, words });
        if !well {
            self.worse(self.owner, now, facts);
            return;
        }
        match stage {
            Stage::First => {
                // Fourteen days from the day care was reached, however late the first follow-up was.
                self.state = State::FollowUp { since, stage: Stage::Second };
                self.clock = Clock::until((since + self.clocks.second_follow_up).max(now + self.clocks.follow_climb));
            }
            Stage::Second => {
                let due = now + self.clocks.outcome;
                self.state = State::Owed { since: now };
                self.clock = Clock::until(due);
                facts.push(Fact::OutcomeOwed { due });
            }
        }
    }
}
