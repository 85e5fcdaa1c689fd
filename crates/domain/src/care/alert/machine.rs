//! The alert itself, and how each act changes it. Everything here is a function from an alert to the next.

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

/// How often a watch looks in, at least and at most.
const WATCH_EVERY: (Span, Span) = (Span::minutes(15), Span::hours(12));

/// An alert, whole: what one row holds.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Alert {
    /// Which.
    pub id: AlertId,
    /// For whom.
    pub resident: ResidentId,
    /// Where they live, or where they were measured while that is not known.
    pub code: GridCode,
    /// Where it stands.
    pub state: State,
    /// Who answers for it: always somebody.
    pub owner: AccountId,
    /// The code at which it is answered for.
    pub post: GridCode,
    /// How many levels it climbed.
    pub escalated: u32,
    /// The readings that it rests on, in order.
    pub readings: Vec<ReadingId>,
    /// Whom to ask, and every try.
    pub ladder: Vec<Rung>,
    /// How long each step may take, as it was when it began.
    pub clocks: Clocks,
    /// The clock that runs now; it means nothing once it is over.
    pub clock: Clock,
    /// Who has had a hand in it: who did something, and who had it when it climbed. They see it until it ends.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub hands: BTreeSet<AccountId>,
    /// With whom it was before a missed look took it up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<Home>,
    /// Where it stood when a death ended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub death: Option<Box<Death>>,
}

/// What a new alert is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct New {
    /// Made by the client with the reading.
    pub id: AlertId,
    /// For whom.
    pub resident: ResidentId,
    /// Their cell, or the station's while that is not known.
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

/// What an act is judged against.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Who acts.
    pub by: AccountId,
    /// Now.
    pub now: Moment,
    /// Who answers for [`Alert::first_posts`]: asked beforehand, for acts that raise it.
    pub duty: &'a Duty,
}

/// An alert after something happened, with the facts to be told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// The alert now.
    pub alert: Alert,
    /// What happened, in order.
    pub facts: Vec<Fact>,
}

impl Alert {
    /// Begins with the first critical reading: the one who measured has it, and the clock runs to the second.
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

    /// The codes to ask for the first owner: the grid, whose leader can leave everything and go, and up to the street.
    #[must_use]
    pub fn first_posts(&self) -> Vec<GridCode> {
        duty::ladder(None, self.code.at(Level::Grid).unwrap_or(self.code))
    }

    /// The codes to ask when a clock ran out: from the level above the post, or the street once more.
    #[must_use]
    pub fn posts_above(&self) -> Vec<GridCode> {
        if self.state.status().is_measuring() {
            return self.first_posts();
        }
        duty::ladder(None, self.post.parent().filter(|p| p.level() >= Level::Street).unwrap_or(self.post))
    }

    /// Gives it to whom duty names; where nobody answers up to the street it stays with whoever has it.
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

    /// Not well: whoever has it must find them again.
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

    /// The clock of a watch: the nearest look with its grace, and while nobody looks in, as if a look were due; but a watch that
    /// lasts, however well it is kept, is told above, too.
    pub(super) fn watch_clock(&mut self, now: Moment) {
        if let State::Watching { since, watches, .. } = &self.state {
            let look = watches.iter().map(|w| w.next).min().unwrap_or(now) + self.clocks.look_grace;
            let whole = *since + self.clocks.watch;
            let lasts = if whole > now { whole } else { now + self.clocks.follow_climb };
            self.clock = Clock { due: look.min(lasts), ..self.clock };
        }
    }

    /// Does an act.
    ///
    /// # Errors
    /// If the alert does not stand where it could be done, or what the act says is not sound.
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
                // The clock goes on: it ends with a person's word, not with a keystroke.
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
                    // Who was to be found is found; the tries of asking around stay with the rung.
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
        // The clock runs from the first critical reading: measuring again and again does not put the alarm off.
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
                // Fourteen days from the day on which care was reached, however late the first one was.
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
