//! Operations of people and clocks on cases: each checks the permission, applies the domain's rule, then stores the row, the facts, the
//! totals, the messages.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use weiguang_domain::access::{Permit, Verb};
use weiguang_domain::cases::case::{New, Placed};
use weiguang_domain::cases::{Action, Answer, Case, Context, Fact, KindPin, Step, may_bring};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::geo::Point;
use weiguang_domain::kernel::ids::{AccountId, AttachmentId, CaseId};
use weiguang_domain::kernel::time::Moment;
use weiguang_domain::manual::Urgency;

use crate::app::UnitOfWork;
use crate::app::since;
use crate::chain::Head;
use crate::live::Change;
use crate::rooms::cases::CLOCK;
use crate::rooms::cases::intake::danger::TakenElsewhere;
pub use crate::rooms::cases::life::on_duty::{on_duty, on_duty_for};
use crate::rooms::cases::notices;
use crate::rooms::cases::public::files;
use crate::rooms::cases::queue::terms::Unindexed;
use crate::rooms::cases::record::{Record, Reporter};
use crate::rooms::cases::{
    figures::days, files::attachments, intake::danger, intake::late, joined, joined::joining, life::sorting, parts,
    queue::terms, store,
};
use crate::rooms::manual::CurrentCalendar;
use crate::rooms::manual::CurrentManual;
use crate::rooms::manual::danger::NoticedView;
use crate::web::{FieldFault, Refusal};

/// A new matter with its place already found. An import stores it as JSON until it is submitted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Submit {
    /// Id made by the client.
    pub id: CaseId,
    /// The kind's id.
    pub kind: String,
    /// A short summary.
    pub title: String,
    /// The full description.
    pub detail: String,
    /// The address as typed.
    pub address: String,
    /// On the map, WGS-84.
    pub point: Option<Point>,
    /// The code found for its place.
    pub code: GridCode,
    /// Whether that is certain.
    pub placed: Placed,
    /// Evidence and candidates, as JSON.
    pub evidence: String,
    /// The channel by which it arrived.
    pub source: String,
    /// Whether somebody marked it as urgent; a kind can make it urgent by itself.
    pub urgent: bool,
    /// The reporter.
    pub reporter: Reporter,
    /// Blind search terms, computed before the transaction.
    pub terms: Vec<i64>,
    /// The number in another system, or empty.
    pub external: String,
    /// Waiting photos of it.
    pub photos: Vec<AttachmentId>,
    /// When it was received, if that lies in the past.
    pub received: Option<Moment>,
    /// When it was reported, if an imported table says so: a matter older than a day is history and raises no alarm.
    pub told: Option<Moment>,
    /// When it was stored to be submitted later, if so: danger at that time raises an alarm whenever it is submitted.
    #[serde(default)]
    pub laid_down: Option<Moment>,
    /// Whether it belongs to a demonstration.
    pub made_up: bool,
}

/// What a write on a case answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = CaseReceipt)]
pub struct Receipt {
    /// Which.
    pub id: Uuid,
    /// The number on screen.
    pub number: String,
    /// The version now.
    pub version: i64,
    /// Where it stands.
    #[schema(value_type = crate::rooms::cases::wire::CaseStatus)]
    pub status: String,
    /// Where it belongs.
    pub code: String,
    /// Whether its place is `sure`, `unsure` or `nothing`.
    #[schema(value_type = crate::rooms::grid::wire::GridPlacing)]
    pub placing: String,
    /// Accept by, RFC 3339.
    pub accept_by: String,
    /// Resolve by, RFC 3339.
    pub resolve_by: String,
    /// Dangers to life in its words, the likeliest first: whom to call, and what to say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub danger: Vec<NoticedView>,
    /// Who else takes it; it is handed over all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<TakenElsewhere>,
}

impl Receipt {
    fn of(r: &Record) -> Self {
        Self {
            id: r.case.id.uuid(),
            number: r.number.clone(),
            version: r.head.seq,
            status: r.case.state.status().key().to_owned(),
            code: r.case.code.to_string(),
            placing: r.case.placed.key().to_owned(),
            accept_by: r.case.clocks.accept.due.to_string(),
            resolve_by: r.case.clocks.resolve.due.to_string(),
            danger: Vec::new(),
            elsewhere: None,
        }
    }
}

/// Submits a new matter: sets its place, its owner, its deadlines and its first facts in one transaction.
///
/// # Errors
/// [`Refusal::Denied`]; an unknown kind; the same id or external number with another content.
pub fn submit(work: &mut UnitOfWork<'_, '_>, new: &Submit) -> Result<Receipt, Refusal> {
    let permit = may_bring(work.actor, &new.code)?;
    let manual = work.state::<CurrentManual>();
    let kind = manual.newest(&new.kind).ok_or_else(|| unknown_kind(&new.kind))?;
    let duty = on_duty_for(work, kind.id.as_str(), new.code, new.placed)?;
    let received = new.received.unwrap_or(work.now);
    let told = new.told.or(new.received).unwrap_or(work.now);
    let (promise, judged) =
        danger::judge(work, kind, (&new.title, &new.detail), told, new.laid_down.unwrap_or(work.now), received);
    let photos = files::take(work, new.id, &new.photos)?;
    let mut step = Case::submit(
        New {
            id: new.id,
            kind: KindPin { id: kind.id.as_str().to_owned(), version: kind.version },
            promise,
            code: new.code,
            placed: new.placed,
            source: new.source.clone(),
            received,
        },
        &duty,
        &work.state::<CurrentCalendar>(),
    );
    step.facts.extend(photos);
    step.facts.extend(judged.facts.iter().cloned());
    let day = received.day().strftime("%Y%m%d").to_string();
    let serial = store::next_number(work.tx, &work.tenant.clone(), &day)?;
    let mut record = Record {
        case: step.case,
        number: format!("{day}-{serial:04}"),
        title: new.title.clone(),
        detail: new.detail.clone(),
        address: new.address.clone(),
        point: new.point,
        evidence: new.evidence.clone(),
        urgent: new.urgent || kind.urgency == Urgency::Urgent || judged.rings(),
        made_up: new.made_up,
        source: new.source.clone(),
        reporter: None,
        brought_by: work.actor.account,
        joined: 0,
        external: new.external.clone(),
        told: new.told,
        updated_at: work.now,
        head: Head::START,
    };
    record.reporter = new.reporter.sealed(work, &record.seal_context())?;
    keep_new(work, permit, &mut record, &step.facts, &new.terms)?;
    announce(work, &record, &step.facts, None)?;
    if let Some(fact) = judged.facts.first().filter(|_| judged.rings()) {
        danger::notify(work, &record, fact)?;
    } else if record.urgent && new.placed != Placed::Sure && new.received.is_none() {
        crate::rooms::cases::life::on_duty::tell_the_street(work, &record, &step.facts)?;
    }
    Ok(Receipt { danger: judged.noticed, elsewhere: judged.elsewhere, ..Receipt::of(&record) })
}

/// Stores a new case: its chain from the first fact on, its row, its terms and its cell's totals.
///
/// # Errors
/// The same id or external number exists already; the store's errors.
pub fn keep_new(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    record: &mut Record,
    facts: &[Fact],
    terms: &[i64],
) -> Result<(), Refusal> {
    tell_facts(work, permit, record, facts)?;
    store::insert(work.tx, record)?;
    work.wakes.alarm(CLOCK, record.alarm_at());
    terms::insert(work.tx, &record.street(), record.case.id, terms)?;
    if !terms.is_empty() {
        let street = work.tenant;
        work.then(move |app| app.local::<Unindexed>().add(street, 1));
    }
    days::count(work.tx, None, &record.case, facts, work.now)?;
    Ok(())
}

pub(super) fn unknown_kind(id: &str) -> Refusal {
    Refusal::field(FieldFault::new(
        "kind",
        "manual.unknown-kind",
        format!("没有“{id}”这一类别"),
        format!("there is no kind {id}"),
    ))
}

/// Appends the facts to the case's chain.
fn tell_facts(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    record: &mut Record,
    facts: &[Fact],
) -> Result<(), Refusal> {
    for fact in facts {
        let body = serde_json::to_string(fact).map_err(|e| Refusal::Internal(e.to_string()))?;
        work.append(permit, record.case.id.uuid(), &mut record.head, fact.kind(), body)?;
    }
    Ok(())
}

/// Sends the messages about facts, and broadcasts the change.
fn announce(
    work: &mut UnitOfWork<'_, '_>,
    record: &Record,
    facts: &[Fact],
    owner_before: Option<AccountId>,
) -> Result<(), Refusal> {
    notices::react(work, record, facts, owner_before)?;
    let parties = [owner_before, record.case.owner, Some(record.brought_by)].into_iter().flatten().collect();
    work.tell(Change {
        kind: "cases.changed",
        verb: Verb::CasesRead,
        code: record.case.code,
        id: record.case.id.uuid(),
        version: record.head.seq,
        status: record.case.state.status().key(),
        parties,
    });
    Ok(())
}

/// Stores a step: chain, row, totals, messages. `record` is the case before it; returns the one after it.
pub fn keep(work: &mut UnitOfWork<'_, '_>, permit: Permit, mut record: Record, step: Step) -> Result<Record, Refusal> {
    let (version, owner_before) = (record.head.seq, record.case.owner);
    let before = std::mem::replace(&mut record.case, step.case);
    record.updated_at = work.now;
    tell_facts(work, permit, &mut record, &step.facts)?;
    if !store::update(work.tx, &record, version)? {
        return Err(Refusal::VersionMoved(version));
    }
    work.wakes.alarm(CLOCK, record.alarm_at());
    days::count(work.tx, Some(&before), &record.case, &step.facts, work.now)?;
    if !record.case.state.status().is_open() {
        attachments::forget_places(work.tx, &record.street(), record.case.id)?;
    }
    announce(work, &record, &step.facts, owner_before)?;
    Ok(record)
}

/// Adds a fact that the program wrote by itself: the case does not count as changed, and nobody is notified.
pub(super) fn note_quietly(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    mut record: Record,
    fact: &Fact,
) -> Result<(), Refusal> {
    let version = record.head.seq;
    tell_facts(work, permit, &mut record, std::slice::from_ref(fact))?;
    if store::update(work.tx, &record, version)? { Ok(()) } else { Err(Refusal::VersionMoved(version)) }
}

/// An act on a case over HTTP.
#[derive(Clone, Debug)]
pub enum Act {
    /// An act of the domain.
    Plain(Action),
    /// Hands it to a person, or to the one responsible at a code.
    Dispatch {
        /// The person.
        account: Option<AccountId>,
        /// The code.
        code: Option<GridCode>,
    },
    /// Sets the place picked by a dispatcher.
    Place {
        /// The code.
        code: GridCode,
        /// Whether the directory should learn from the pick.
        learn: bool,
    },
    /// Corrects its kind.
    Kind {
        /// The kind's id.
        id: String,
    },
    /// Removes the urgency.
    Calm {
        /// The reason.
        reason: String,
    },
    /// Joins it to another.
    Duplicate {
        /// The one that remains open.
        of: CaseId,
    },
    /// Calls in a collaborator.
    AskPart(parts::Ask),
    /// A message of a collaborator.
    Part(parts::Say),
}

/// Reads a case for an act or a page: an unknown and an invisible one give the same answer.
///
/// # Errors
/// [`Refusal::NotFound`].
pub fn visible(work: &mut UnitOfWork<'_, '_>, id: CaseId) -> Result<(Record, bool), Refusal> {
    let street = work.tenant;
    let record = store::read(work.tx, &street, id)?.ok_or(Refusal::NotFound("case"))?;
    let party = joined::is_party(work.tx, &street, &record, work.actor.account)?;
    work.actor.may(Verb::CasesRead, &record.case.code, party).map_err(|_| Refusal::NotFound("case"))?;
    Ok((record, party))
}

/// Does an act that was decided on the case at `version`.
///
/// # Errors
/// Refusals of permission, version and the domain.
pub fn act(work: &mut UnitOfWork<'_, '_>, id: CaseId, version: i64, act: &Act) -> Result<Receipt, Refusal> {
    let Some((record, party)) = visible(work, id).map(Some).or_else(late::unseen)? else {
        return late::act(work, id, act).map(|record| Receipt::of(&record));
    };
    let may = |verb: Verb| work.actor.may(verb, &record.case.code, party);
    let permit = match act {
        Act::Plain(action) => may(action.verb())?,
        Act::Dispatch { .. } | Act::Place { .. } | Act::Kind { .. } | Act::Calm { .. } | Act::Duplicate { .. } => {
            may(Verb::CasesDispatch)?
        }
        Act::AskPart(_) => may(Verb::CasesCall)?,
        Act::Part(_) => may(Verb::CasesPart)?,
    };
    since::still_holds(work, id.uuid(), record.head, version, |fact: &Fact| fact.is_in_the_way(act.rests_on()))?;
    let record = match act {
        Act::Plain(action) => plain(work, permit, record, action)?,
        Act::Dispatch { account, code } => sorting::dispatch(work, permit, record, *account, *code)?,
        Act::Place { code, learn } => sorting::place(work, permit, record, *code, *learn)?,
        Act::Kind { id } => sorting::change_kind(work, permit, record, id)?,
        Act::Calm { reason } => danger::calm(work, permit, record, reason)?,
        Act::Duplicate { of } => joining::duplicate(work, permit, record, *of)?,
        Act::AskPart(ask) => parts::ask(work, permit, record, ask)?,
        Act::Part(say) => parts::say(work, permit, record, say)?,
    };
    Ok(Receipt::of(&record))
}

/// An act of the domain; acts that escalate the case first determine who is responsible there.
pub fn plain(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    record: Record,
    action: &Action,
) -> Result<Record, Refusal> {
    let goes_up = matches!(
        action,
        Action::Return { .. }
            | Action::Escalate { .. }
            | Action::Reopen { .. }
            | Action::Answer { answer: Answer::Not, .. }
    );
    let duty = if goes_up { Some(on_duty(work, &record.case.ladder_up())?) } else { None };
    let (street, by) = (work.tenant, work.actor.account);
    let worked = matches!(action, Action::Answer { .. }) && parts::has_part(work.tx, &street, record.case.id, by)?;
    let calendar = work.state::<CurrentCalendar>();
    let context = Context { by, now: work.now, calendar: &calendar, duty: duty.as_ref(), worked };
    let step = record.case.clone().act(action, &context)?;
    keep(work, permit, record, step)
}

/// Adds a fact that changes nothing else: an attachment, a look at the reporter.
pub fn note_fact(work: &mut UnitOfWork<'_, '_>, permit: Permit, record: Record, fact: Fact) -> Result<Record, Refusal> {
    let step = Step { case: record.case.clone(), facts: vec![fact] };
    keep(work, permit, record, step)
}
