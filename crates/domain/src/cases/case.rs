//! The case, and how each action and alarm changes it. All functions are pure.

use super::act::{Action, Refused};
use super::alarm::Alarm;
use super::clocks::{Clocks, Pause, Promise};
use super::fact::{Because, Fact};
pub use super::placed::Placed;
use super::state::{Answer, State, Status};
use crate::grid::{GridCode, Level};
use crate::kernel::ids::{AccountId, CaseId, RegridId};
use crate::kernel::time::{Moment, Span};
use crate::manual::Calendar;
use crate::people::{Answer as DutyAnswer, Holder};

/// Days for the resident's answer after "resolved".
pub const ANSWER_DAYS: i64 = 5;
/// Days in which a closed case can be reopened.
pub const REOPEN_DAYS: i64 = 15;
/// Days after which a confirmed case closes by itself.
pub const CLOSE_OUT_DAYS: i64 = 1;
/// Maximum pause in days.
pub const PAUSE_DAYS: i64 = 60;
/// Maximum characters of a reason, outcome or note.
pub const TEXT_LIMIT: usize = 2_000;

/// The kind of matter and the version of the manual under which the case began.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KindPin {
    /// The kind's stable id.
    pub id: String,
    /// The version.
    pub version: u32,
}

/// A requested pause.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct PauseWish {
    /// Who requested it.
    pub by: AccountId,
    /// The reason.
    pub reason: String,
    /// The party that it would wait for.
    pub waiting_for: String,
    /// The requested end.
    pub until: Moment,
}

/// A case with the data that its rules need.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// Its kind, at a pinned version.
    pub kind: KindPin,
    /// Its micro-grid, or a code above while the place is uncertain.
    pub code: GridCode,
    /// Whether the place is known.
    pub placed: Placed,
    /// Its state.
    pub state: State,
    /// The current owner.
    pub owner: Option<AccountId>,
    /// The responsible code: its cell, or a level that it was escalated to.
    pub post: GridCode,
    /// Accept and resolve deadlines.
    pub clocks: Clocks,
    /// Number of returns.
    pub returns: u32,
    /// Number of times that it was not solved or reopened.
    pub reopened: u32,
    /// Number of escalations.
    pub escalated: u32,
    /// A pause that awaits approval.
    pub pause_wish: Option<PauseWish>,
}

/// Input of a new case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct New {
    /// Client-generated id.
    pub id: CaseId,
    /// Its kind.
    pub kind: KindPin,
    /// The time limits of the kind.
    pub promise: Promise,
    /// Its code.
    pub code: GridCode,
    /// Whether the place is known.
    pub placed: Placed,
    /// The channel: resident, member, hotline, phone, api, import.
    pub source: String,
    /// Time of receipt; in the past for imports.
    pub received: Moment,
}

/// Context of an action.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The acting account.
    pub by: AccountId,
    /// Now.
    pub now: Moment,
    /// The working calendar.
    pub calendar: &'a Calendar,
    /// Who is responsible where the action sends the case; looked up beforehand along [`Case::ladder_up`].
    pub duty: Option<&'a DutyAnswer>,
    /// Whether the acting account did, or owes, a part of the work as a collaborator.
    pub worked: bool,
}

/// The result of a change: the new case and its timeline entries.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// The new case.
    pub case: Case,
    /// Its timeline entries, in order.
    pub facts: Vec<Fact>,
}

/// Checks a required text.
pub(super) fn said(field: &'static str, text: &str) -> Result<String, Refused> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refused::Empty(field));
    }
    if text.chars().count() > TEXT_LIMIT {
        return Err(Refused::TooLong(field, TEXT_LIMIT));
    }
    Ok(text.to_owned())
}

impl Case {
    /// Creates a case with its owner; a case is never without one.
    #[must_use]
    pub fn submit(new: New, duty: &DutyAnswer, calendar: &Calendar) -> Step {
        let clocks = Clocks::start(new.received, new.promise, calendar);
        let mut case = Self {
            id: new.id,
            kind: new.kind,
            code: new.code,
            placed: new.placed,
            state: State::Submitted { since: new.received },
            owner: None,
            post: new.code,
            clocks,
            returns: 0,
            reopened: 0,
            escalated: 0,
            pause_wish: None,
        };
        let mut facts = vec![Fact::Submitted {
            source: new.source,
            kind: case.kind.id.clone(),
            version: case.kind.version,
            code: case.code,
            placed: case.placed == Placed::Sure,
            accept_due: clocks.accept.due,
            resolve_due: clocks.resolve.due,
        }];
        facts.push(case.give(duty, Because::Intake));
        Step { case, facts }
    }

    /// Assigns it to the result of `duty`.
    fn give(&mut self, duty: &DutyAnswer, because: Because) -> Fact {
        self.owner = duty.holder.as_ref().map(|h| h.account);
        self.post = duty.code.unwrap_or(self.post);
        Fact::Dispatched {
            to: self.owner,
            deputy_for: duty.holder.as_ref().and_then(|h| h.deputy_for),
            code: self.post,
            holes: duty.holes.clone(),
            because,
        }
    }

    /// The codes searched for a holder on escalation: from the level above the post upwards.
    #[must_use]
    pub fn ladder_up(&self) -> Vec<GridCode> {
        let above = self.post.parent().filter(|p| p.level() >= Level::Street).unwrap_or(self.post);
        crate::people::duty::ladder(None, above)
    }

    /// Whether the post is the street, the top level.
    #[must_use]
    pub fn at_the_top(&self) -> bool {
        self.post.level() <= Level::Street
    }

    /// The current deadline: to accept, then to resolve, then for the answer.
    #[must_use]
    pub fn pressing(&self) -> Option<Moment> {
        match &self.state {
            State::Submitted { .. } => Some(self.clocks.accept.due.min(self.clocks.resolve.due)),
            State::Accepted { .. } | State::InProgress { .. } | State::Returned { .. } => Some(self.clocks.resolve.due),
            State::Paused { until, .. } => Some(*until),
            State::Resolved { ask_until, .. } => Some(*ask_until),
            State::Confirmed { .. } | State::Closed { .. } | State::Withdrawn { .. } | State::Duplicate { .. } => None,
        }
    }

    /// Whether a deadline of outstanding work has passed and was notified.
    #[must_use]
    pub fn late(&self) -> bool {
        let clocks = &self.clocks;
        self.state.status().is_owed()
            && ((clocks.resolve.breached.is_some() && clocks.resolve.met.is_none())
                || (clocks.accept.breached.is_some() && clocks.accept.met.is_none()))
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
        match action {
            Action::Accept => self.accept(context, &mut facts)?,
            Action::TakeOver => self.take_over(context, &mut facts)?,
            Action::Start => {
                if status == Status::Submitted {
                    self.accept(context, &mut facts)?;
                }
                self.state = State::InProgress { since: now, by: Some(by) };
                facts.push(Fact::Started);
            }
            Action::Note { text } => facts.push(Fact::Noted { text: said("text", text)? }),
            Action::Return { reason } => {
                let reason = said("reason", reason)?;
                self.returns += 1;
                self.pause_wish = None;
                facts.push(Fact::Returned { reason: reason.clone(), count: self.returns });
                self.state = State::Returned { since: now, by, reason };
                // Returned with an owner, so that nobody can pass it back and forth.
                if let Some(duty) = context.duty {
                    facts.push(self.give(duty, Because::Returned));
                }
            }
            Action::Dispatch => {
                self.state = State::Submitted { since: now };
                self.pause_wish = None;
                // The deadline to accept was met by the former owner; the new owner has to accept as well, without a
                // new deadline.
                self.clocks.accept.met = None;
                if let Some(duty) = context.duty {
                    facts.push(self.give(duty, Because::Dispatcher));
                }
            }
            Action::AskPause { reason, waiting_for, until } => {
                let wish = PauseWish {
                    by,
                    reason: said("reason", reason)?,
                    waiting_for: said("waiting_for", waiting_for)?,
                    until: *until,
                };
                if *until <= now || *until > now + Span::days(PAUSE_DAYS) {
                    return Err(Refused::PauseTooLong(PAUSE_DAYS));
                }
                facts.push(Fact::PauseAsked {
                    reason: wish.reason.clone(),
                    waiting_for: wish.waiting_for.clone(),
                    until: *until,
                });
                self.pause_wish = Some(wish);
            }
            Action::ApprovePause => {
                let wish = self.pause_wish.take().ok_or(Refused::NoPauseAsked)?;
                if wish.by == by {
                    return Err(Refused::OwnPause);
                }
                if wish.until <= now {
                    return Err(Refused::PauseTooLong(PAUSE_DAYS));
                }
                facts.push(Fact::Paused {
                    reason: wish.reason.clone(),
                    waiting_for: wish.waiting_for.clone(),
                    until: wish.until,
                    asked_by: wish.by,
                });
                self.state = State::Paused {
                    since: now,
                    until: wish.until,
                    reason: wish.reason,
                    waiting_for: wish.waiting_for,
                    approver: by,
                    by: self.owner,
                    begun: status == Status::InProgress,
                };
            }
            Action::RefusePause { reason } => {
                self.pause_wish.take().ok_or(Refused::NoPauseAsked)?;
                facts.push(Fact::PauseRefused { reason: said("reason", reason)? });
            }
            Action::Resume => facts.push(self.resume(now, false, context.calendar)),
            Action::Resolve { outcome } => {
                let outcome = said("outcome", outcome)?;
                let ask_until = now + Span::days(ANSWER_DAYS);
                self.clocks.resolve.met = Some(now);
                self.clocks.climb_at = None;
                self.clocks.half_told = true;
                self.pause_wish = None;
                self.state = State::Resolved { since: now, by, outcome: outcome.clone(), ask_until };
                facts.push(Fact::Resolved { outcome, ask_until });
            }
            Action::Answer { answer, words, recorded } => {
                if words.chars().count() > TEXT_LIMIT {
                    return Err(Refused::TooLong("words", TEXT_LIMIT));
                }
                if let Some(recorded) = recorded {
                    self.may_record(recorded, words, context)?;
                }
                facts.push(Fact::Answered { answer: *answer, words: words.trim().to_owned(), recorded: *recorded });
                match answer {
                    Answer::Satisfied | Answer::NoAnswer => {
                        facts.push(self.confirm(*answer, recorded.is_some(), now));
                    }
                    Answer::Not => self.take_up_again(words, Because::NotSolved, context, &mut facts),
                }
            }
            Action::Close => facts.push(self.close(now)),
            Action::Reopen { reason } => {
                let reason = said("reason", reason)?;
                if let State::Closed { reopen_until, .. } = self.state
                    && now > reopen_until
                {
                    return Err(Refused::ReopenOver(reopen_until));
                }
                self.take_up_again(&reason, Because::Reopened, context, &mut facts);
            }
            Action::Withdraw { reason } => {
                let reason = said("reason", reason)?;
                self.end();
                facts.push(Fact::Withdrawn { reason: reason.clone() });
                self.state = State::Withdrawn { since: now, reason };
            }
            Action::Duplicate { of } => {
                if *of == self.id {
                    return Err(Refused::NotJoinable);
                }
                self.end();
                facts.push(Fact::Duplicate { of: *of, number: String::new() });
                self.state = State::Duplicate { since: now, of: *of };
            }
            Action::Escalate { reason } => {
                let reason = said("reason", reason)?;
                let duty = context.duty.filter(|_| !self.at_the_top()).ok_or(Refused::AtTheTop)?;
                self.go_up(duty, Because::Asked, reason, &mut facts);
            }
        }
        Ok(Step { case: self, facts })
    }

    /// Handles a due alarm. `duty`: who is responsible along [`Case::ladder_up`]; used by escalating alarms only.
    #[must_use]
    pub fn ring(mut self, due: Moment, alarm: Alarm, duty: &DutyAnswer, now: Moment, calendar: &Calendar) -> Step {
        let mut facts = Vec::new();
        match alarm {
            Alarm::HalfWay => {
                self.clocks.half_told = true;
                facts.push(Fact::HalfWay { resolve_due: self.clocks.resolve.due });
            }
            Alarm::AcceptBreached => {
                self.clocks.accept.breached = Some(now);
                facts.push(Fact::Breached { clock: "accept".into(), due });
                self.climb(duty, now, calendar, &mut facts);
            }
            Alarm::ResolveBreached => {
                self.clocks.resolve.breached = Some(now);
                facts.push(Fact::Breached { clock: "resolve".into(), due });
                self.climb(duty, now, calendar, &mut facts);
            }
            Alarm::Climb => self.climb(duty, now, calendar, &mut facts),
            Alarm::PauseOver => facts.push(self.resume(now, true, calendar)),
            Alarm::Silence => facts.push(self.confirm(Answer::NoAnswer, false, now)),
            Alarm::CloseOut => facts.push(self.close(now)),
        }
        Step { case: self, facts }
    }

    /// Escalates by one level after a breach. The next level's time counts from now, so that downtime does not escalate
    /// a case through all levels at once.
    fn climb(&mut self, duty: &DutyAnswer, now: Moment, calendar: &Calendar, facts: &mut Vec<Fact>) {
        if self.at_the_top() {
            self.clocks.climb_at = None;
            return;
        }
        self.go_up(duty, Because::Breach, String::new(), facts);
        self.clocks.climb_at = (!self.at_the_top()).then(|| self.clocks.next_climb(now, calendar));
    }

    fn go_up(&mut self, duty: &DutyAnswer, because: Because, reason: String, facts: &mut Vec<Fact>) {
        let from = self.post;
        let given = self.give(duty, because);
        self.escalated += 1;
        facts.push(Fact::Escalated { from, to: self.post, because, reason });
        facts.push(given);
    }

    /// Acceptance stops an escalation for not accepting; one for not resolving goes on.
    pub(super) fn settle_climb(&mut self) {
        if self.clocks.resolve.breached.is_none() {
            self.clocks.climb_at = None;
        }
    }

    fn resume(&mut self, now: Moment, by_itself: bool, calendar: &Calendar) -> Fact {
        if let State::Paused { since, by, begun, .. } = &self.state {
            let (since, by, begun) = (*since, *by, *begun);
            self.clocks = self.clocks.after_pause(since, now, calendar);
            self.state = match by {
                Some(by) if !begun => State::Accepted { since: now, by },
                by => State::InProgress { since: now, by },
            };
        }
        Fact::Resumed { accept_due: self.clocks.accept.due, resolve_due: self.clocks.resolve.due, by_itself }
    }

    fn confirm(&mut self, answer: Answer, recorded: bool, now: Moment) -> Fact {
        self.state = State::Confirmed { since: now, answer, recorded, close_at: now + Span::days(CLOSE_OUT_DAYS) };
        Fact::Confirmed { answer, recorded }
    }

    fn close(&mut self, now: Moment) -> Fact {
        let (answer, recorded) = match self.state {
            State::Confirmed { answer, recorded, .. } => (answer, recorded),
            _ => (Answer::NoAnswer, false),
        };
        let reopen_until = now + Span::days(REOPEN_DAYS);
        self.state = State::Closed { since: now, answer, recorded, reopen_until };
        Fact::Closed { answer, recorded, reopen_until }
    }

    /// Back to work at the level above. Deadlines are unchanged.
    fn take_up_again(&mut self, reason: &str, because: Because, context: &Context<'_>, facts: &mut Vec<Fact>) {
        self.reopened += 1;
        self.clocks.resolve.met = None;
        facts.push(Fact::Reopened { reason: reason.trim().to_owned() });
        self.state = State::InProgress { since: context.now, by: None };
        if let Some(duty) = context.duty.filter(|_| !self.at_the_top()) {
            self.go_up(duty, because, String::new(), facts);
        }
        if self.clocks.resolve.late(context.now) {
            // It was just escalated as unsolved; the breach does not escalate it again at once.
            self.clocks.resolve.breached.get_or_insert(context.now);
            self.clocks.climb_at = (!self.at_the_top()).then(|| self.clocks.next_climb(context.now, context.calendar));
        }
    }

    fn end(&mut self) {
        self.clocks.climb_at = None;
        self.clocks.half_told = true;
        self.pause_wish = None;
    }

    /// Sets a place that was found or picked, and assigns the case to who is responsible there.
    #[must_use]
    pub fn place(mut self, code: GridCode, duty: &DutyAnswer) -> Step {
        let from = self.code;
        self.code = code;
        self.placed = Placed::Sure;
        let mut facts = vec![Fact::Placed { from, code }];
        if self.state.status().is_owed() {
            if let State::Returned { since, .. } = self.state {
                self.state = State::Submitted { since };
                self.clocks.accept.met = None;
            }
            facts.push(self.give(duty, Because::Placed));
        }
        Step { case: self, facts }
    }

    /// Transfers an open case to the cells of a re-grid. An escalated one remains with the level that it reached.
    #[must_use]
    pub fn carry(mut self, code: GridCode, regrid: RegridId, duty: &DutyAnswer) -> Step {
        let from = self.code;
        let climbed = self.post.level() < self.code.level();
        self.code = code;
        let mut facts = vec![Fact::Moved { from, code, regrid }];
        if !climbed || !self.post.contains(&code) {
            facts.push(self.give(duty, Because::Regrid));
        }
        Step { case: self, facts }
    }

    /// Reassigns it when its owner leaves.
    #[must_use]
    pub fn pass_on(mut self, duty: &DutyAnswer) -> Step {
        let fact = self.give(duty, Because::Left);
        Step { case: self, facts: vec![fact] }
    }

    /// Corrects the kind. Deadlines are recomputed from receipt; what was met remains met.
    #[must_use]
    pub fn change_kind(
        mut self,
        kind: KindPin,
        promise: Promise,
        duty: Option<&DutyAnswer>,
        (pauses, calendar): (&[Pause], &Calendar),
    ) -> Step {
        let from = std::mem::replace(&mut self.kind, kind);
        self.clocks = self.clocks.recounted(promise, pauses, calendar);
        let mut facts = vec![Fact::KindChanged {
            from: from.id,
            kind: self.kind.id.clone(),
            version: self.kind.version,
            accept_due: self.clocks.accept.due,
            resolve_due: self.clocks.resolve.due,
        }];
        if let Some(duty) = duty.filter(|_| self.state.status().is_owed()) {
            facts.push(self.give(duty, Because::Kind));
        }
        Step { case: self, facts }
    }

    /// A duty answer for a manually picked person.
    #[must_use]
    pub fn picked(account: AccountId, role: crate::access::Role, code: GridCode) -> DutyAnswer {
        DutyAnswer {
            holder: Some(Holder { account, role, code, deputy_for: None }),
            code: Some(code),
            holes: Vec::new(),
        }
    }
}
