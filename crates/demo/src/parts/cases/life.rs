//! Simulates the days: creates cases, performs actions by their present owners, and runs every alarm at its moment, all
//! by the operations of real requests.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::Arc;
use weiguang_domain::access::{Actor, Permit, Role, Via};
use weiguang_domain::cases::{Action, Answer, PartFact, Recorded, Status, Way};
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::ids::{AccountId, AttachmentId, PartId};
use weiguang_domain::kernel::time::{Day, Moment, Span};

use super::fates::{Deed, When};
use super::stories::Story;
use crate::data::{Data, Matter};
use crate::dice::Dice;
use crate::staff::Staff;
use weiguang_server::access::actors;
use weiguang_server::app::UnitOfWork;
use weiguang_server::rooms::cases::files::attachments::{self, CheckedFile, SentFile};
use weiguang_server::rooms::cases::life::moves;
use weiguang_server::rooms::cases::ops::{self, Act};
use weiguang_server::rooms::cases::record::Record;
use weiguang_server::rooms::cases::{parts, store};
use weiguang_server::web::Refusal;

/// The next event: a new case, an action, or an overdue part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Next {
    Bring(usize),
    Act(usize),
    Parts,
}

/// The simulation of a street. Cloned for each transaction, which may be repeated.
#[derive(Clone)]
pub struct Life {
    data: Arc<Data>,
    staff: Arc<Staff>,
    pictures: Arc<[CheckedFile; 2]>,
    stories: Vec<Story>,
    coming: BinaryHeap<Reverse<(Moment, Next)>>,
    actors: HashMap<(AccountId, Day), Option<Actor>>,
    parts: HashMap<usize, PartId>,
    dice: Dice,
    end: Moment,
    /// Refused actions, for tests: a demonstration in which everything is refused shows nothing.
    pub refused: Vec<String>,
}

impl Life {
    /// Starts before the first day.
    ///
    /// # Errors
    /// If a picture cannot be read.
    pub fn new(
        data: Arc<Data>,
        staff: Arc<Staff>,
        stories: Vec<Story>,
        seed: u64,
        end: Moment,
    ) -> Result<Self, Refusal> {
        let coming = stories.iter().enumerate().map(|(at, s)| Reverse((s.at, Next::Bring(at)))).collect();
        let picture = |name: &str, kind: &str, bytes: &[u8]| {
            attachments::check(SentFile {
                name: name.into(),
                kind: kind.into(),
                bytes: bytes.to_vec(),
                keep_place: false,
            })
        };
        let pictures = Arc::new([
            picture("现场.png", "before", include_bytes!("../../../../../demo/pictures/before.png"))?,
            picture("处理后.png", "after", include_bytes!("../../../../../demo/pictures/after.png"))?,
        ]);
        let (actors, parts, dice) = (HashMap::new(), HashMap::new(), Dice::new(seed));
        Ok(Self { data, staff, pictures, stories, coming, actors, parts, dice, end, refused: Vec::new() })
    }

    /// The moment of the first event.
    #[must_use]
    pub fn begins(&self) -> Option<Moment> {
        self.coming.peek().map(|Reverse((at, _))| *at)
    }

    /// Simulates until a moment.
    ///
    /// # Errors
    /// Errors of the store. Refused actions are recorded and skipped.
    pub fn until(&mut self, work: &mut UnitOfWork<'_, '_>, moment: Moment) -> Result<(), Refusal> {
        let street = work.tenant;
        loop {
            let next = self.coming.peek().map(|Reverse((at, _))| *at).filter(|at| *at <= moment);
            // An alarm follows its moment.
            let alarm = store::next_alarm(work.tx, &street)?.map(|at| at + Span::seconds(1));
            match (alarm.filter(|at| *at <= moment), next) {
                (Some(alarm), next) if next.is_none_or(|next| alarm <= next) => {
                    let system = Actor::system();
                    for case in store::alarms(work.tx, &street, alarm, 200)? {
                        moves::ring(&mut work.lived(&system, alarm), case)?;
                    }
                }
                (_, Some(_)) => {
                    if let Some(Reverse((at, next))) = self.coming.pop() {
                        self.happen(work, at, next)?;
                    }
                }
                (_, None) => return Ok(()),
            }
        }
    }

    fn happen(&mut self, work: &mut UnitOfWork<'_, '_>, at: Moment, next: Next) -> Result<(), Refusal> {
        let done = match next {
            Next::Bring(story) => self.bring(work, at, story).map(|()| Some(story)),
            Next::Act(story) => self.act(work, at, story).map(|()| Some(story)),
            Next::Parts => {
                let (street, system) = (work.tenant, Actor::system());
                for (case, part) in parts::due(work.tx, &street, at, 50)? {
                    parts::ring(&mut work.lived(&system, at), case, part)?;
                }
                Ok(None)
            }
        };
        match done {
            Ok(Some(story)) => self.plan(work, at, story),
            Ok(None) => Ok(()),
            Err(error @ (Refusal::Store(_) | Refusal::Internal(_))) => Err(error),
            Err(refusal) => {
                self.refused.push(format!("{next:?} at {at}: {refusal}"));
                Ok(())
            }
        }
    }

    fn actor(&mut self, work: &mut UnitOfWork<'_, '_>, account: AccountId, day: Day) -> Result<Option<Actor>, Refusal> {
        if let Some(actor) = self.actors.get(&(account, day)) {
            return Ok(actor.clone());
        }
        let actor = actors::actor(work.tx, account, day, Via::Session)?;
        self.actors.insert((account, day), actor.clone());
        Ok(actor)
    }

    fn bring(&mut self, work: &mut UnitOfWork<'_, '_>, at: Moment, story: usize) -> Result<(), Refusal> {
        let (by, submit) = (self.stories[story].by, self.stories[story].submit.clone());
        let actor = match by {
            Some(account) => self.actor(work, account, at.day())?,
            None => None,
        };
        let actor = actor.unwrap_or_else(Actor::public);
        ops::submit(&mut work.lived(&actor, at), &submit).map(drop)
    }

    /// Sets the moment of the next action.
    fn plan(&mut self, work: &mut UnitOfWork<'_, '_>, now: Moment, index: usize) -> Result<(), Refusal> {
        let story = &self.stories[index];
        let Some((when, _)) = story.steps.front() else { return Ok(()) };
        let (street, id) = (work.tenant, story.submit.id);
        let Some(record) = store::read(work.tx, &street, id)? else { return Ok(()) };
        let clocks = &record.case.clocks;
        let part = |due: Moment, f: f64| {
            clocks.received + Span::micros(((due - clocks.received).as_micros() as f64 * f) as i64)
        };
        let at = match when {
            When::Accept(f) => part(clocks.accept.due, *f),
            When::Resolve(f) => part(clocks.resolve.due, *f),
            When::After(span) => now + *span,
            When::Before(span) => self.end - *span,
        };
        let mut at = Moment::from_micros(at.max(now + Span::minutes(2)).micros() / 1_000_000 * 1_000_000);
        let (hour, night) = (at.civil().hour(), !(8..21).contains(&at.civil().hour()));
        if night && matches!(when, When::Before(_)) {
            // It must happen by the end, so the evening before, unless that is too early.
            let day = if hour < 8 { (at - Span::hours(8)).day() } else { at.day() };
            let evening = Moment::start_of(day) + Span::hours(20) + Span::minutes(self.dice.between(5, 50));
            at = if evening > now { evening } else { at };
        } else if night && !story.urgent {
            // The morning after, a little after eight.
            let day = if hour < 8 { at.day() } else { (at + Span::hours(5)).day() };
            at = Moment::start_of(day) + Span::hours(8) + Span::minutes(self.dice.between(20, 70));
        }
        if at <= self.end {
            self.coming.push(Reverse((at, Next::Act(index))));
        }
        Ok(())
    }

    fn act(&mut self, work: &mut UnitOfWork<'_, '_>, at: Moment, index: usize) -> Result<(), Refusal> {
        let Some((_, deed)) = self.stories[index].steps.pop_front() else { return Ok(()) };
        let (street, id) = (work.tenant, self.stories[index].submit.id);
        let Some(record) = store::read(work.tx, &street, id)? else { return Ok(()) };
        if deed == Deed::Escalate && record.case.at_the_top() {
            return Ok(());
        }
        let who = self.who(&record, deed, index, street);
        let mut actor = None;
        for account in who {
            actor = self.actor(work, account, at.day())?;
            if actor.is_some() {
                break;
            }
        }
        let Some(actor) = actor else { return Err(Refusal::NotFound("actor")) };
        let data = self.data.clone();
        let matter = &data.matters.matter[self.stories[index].matter];
        if deed == Deed::Photo {
            let photo = &self.pictures[usize::from(record.case.state.status() == Status::Resolved)];
            let photo_id = AttachmentId::at(at, self.dice.bytes());
            return attachments::attach(&mut work.lived(&actor, at), id, photo_id, photo).map(drop);
        }
        let Some(act) = self.words(&record, deed, index, matter, at) else { return Ok(()) };
        if let Act::AskPart(ask) = &act {
            let due = ask.due.unwrap_or(at + Span::days(2)) + Span::seconds(1);
            self.coming.push(Reverse((due, Next::Parts)));
        }
        // Residents answer on the public page.
        if let Act::Plain(answer @ Action::Answer { recorded: None, .. }) = &act {
            let resident = Actor::public();
            return ops::plain(&mut work.lived(&resident, at), Permit::own(&resident), record, answer).map(drop);
        }
        // A deputy of an absent owner takes the case over.
        let held =
            record.case.state.status() == Status::Submitted && record.case.held_by_another(actor.account).is_some();
        let act = match act {
            Act::Plain(Action::Accept | Action::Start) if held => Act::Plain(Action::TakeOver),
            other => other,
        };
        ops::act(&mut work.lived(&actor, at), id, record.head.seq, &act).map(drop)
    }

    /// Who acts: the first who is present.
    fn who(&self, record: &Record, deed: Deed, index: usize, street: GridCode) -> Vec<AccountId> {
        let holding = |role: Role, level: Level| {
            let code = record.case.code.at(level).unwrap_or(street);
            self.staff.holding(role, code).map(|p| p.id).next()
        };
        let dispatchers: Vec<AccountId> = self.staff.holding(Role::StreetDispatcher, street).map(|p| p.id).collect();
        let dispatcher = dispatchers.get(index % dispatchers.len().max(1)).copied();
        let manager = holding(Role::StreetManager, Level::Street);
        let secretary = holding(Role::CommunitySecretary, Level::Community);
        let who = match deed {
            Deed::ApprovePause | Deed::RefusePause => {
                let wish = record.case.pause_wish.as_ref().map(|w| w.by);
                let leader = holding(Role::GridLeader, Level::Grid).filter(|l| Some(*l) != wish);
                [leader, secretary.filter(|s| Some(*s) != wish), manager]
            }
            Deed::AskPart => [secretary, manager, dispatcher],
            Deed::PartAccepted | Deed::PartDone | Deed::PartRefused => [self.contact(index, street), manager, None],
            Deed::Accept | Deed::Start | Deed::Note | Deed::Resolve | Deed::Return => {
                [record.case.owner, dispatcher, None]
            }
            Deed::AskPause { .. } | Deed::Escalate | Deed::Photo => [record.case.owner, dispatcher, None],
            Deed::Satisfied | Deed::NotSolved => {
                let other = |account: &AccountId| !record.case.resolved_by(*account);
                [dispatcher.filter(other), manager.filter(other), None]
            }
            _ => [dispatcher, manager, None],
        };
        who.into_iter().flatten().collect()
    }

    fn contact(&self, index: usize, street: GridCode) -> Option<AccountId> {
        let department = self.data.matters.matter[self.stories[index].matter].department.as_deref()?;
        let mut contacts = self.staff.holding(Role::DepartmentContact, street);
        contacts.find(|p| p.login.split('-').next() == Some(department)).map(|p| p.id)
    }

    /// The action with its texts.
    fn words(&mut self, record: &Record, deed: Deed, index: usize, matter: &Matter, at: Moment) -> Option<Act> {
        let (said, dice) = (&self.data.matters.said, &self.dice);
        let part = |what: PartFact, words: String| {
            self.parts.get(&index).map(|id| Act::Part(parts::Say { id: *id, what, words }))
        };
        // One in four is asked by phone, and said something.
        let answered = |answer, words: String| {
            let asked = !words.is_empty() && dice.percent(25);
            Action::Answer { answer, words, recorded: asked.then_some(Recorded { way: Way::Phone, at }) }
        };
        Some(Act::Plain(match deed {
            Deed::Accept => Action::Accept,
            Deed::Start => Action::Start,
            Deed::Note => {
                let own = dice.percent(50) && !matter.notes.is_empty();
                Action::Note { text: dice.word(if own { &matter.notes } else { &said.notes }) }
            }
            Deed::Return => Action::Return { reason: dice.word(&said.returned) },
            Deed::AskPause { days } => {
                let [reason, waiting_for] = dice.pick(&said.paused).cloned().unwrap_or_default();
                Action::AskPause { reason, waiting_for, until: at + Span::days(days) }
            }
            Deed::ApprovePause => Action::ApprovePause,
            Deed::RefusePause => Action::RefusePause { reason: dice.word(&said.pause_refused) },
            Deed::Resolve => Action::Resolve { outcome: dice.word(&matter.outcomes) },
            Deed::Satisfied => answered(Answer::Satisfied, dice.word(&said.satisfied)),
            Deed::NotSolved => answered(Answer::Not, dice.word(&said.not_solved)),
            Deed::Reopen => Action::Reopen { reason: dice.word(&said.reopened) },
            Deed::Escalate => Action::Escalate { reason: dice.word(&said.escalated) },
            Deed::Withdraw => Action::Withdraw { reason: dice.word(&said.withdrawn) },
            Deed::Photo => return None,
            Deed::Dispatch => return Some(Act::Dispatch { account: None, code: None }),
            Deed::Place(code) => return Some(Act::Place { code, learn: dice.percent(30) }),
            Deed::Duplicate(of) => return Some(Act::Duplicate { of }),
            Deed::AskPart => {
                let account = self.contact(index, record.street())?;
                let login = matter.department.as_deref()?;
                let department = self.data.matters.department.iter().find(|d| d.login == login)?.name.clone();
                let id = PartId::at(at, dice.bytes());
                let due = Some(at + Span::days(2));
                let ask = parts::Ask { id, department, account, task: matter.task.clone(), due };
                self.parts.insert(index, id);
                return Some(Act::AskPart(ask));
            }
            Deed::PartAccepted => return part(PartFact::Accepted, String::new()),
            Deed::PartDone => return part(PartFact::Done, dice.word(&said.part_done)),
            Deed::PartRefused => return part(PartFact::Refused, dice.word(&said.part_refused)),
        }))
    }
}
