//! Danger words in a matter make it urgent whatever its kind; grid leader and street are notified at once.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use weiguang_domain::access::Permit;
use weiguang_domain::cases::clocks::Promise;
use weiguang_domain::cases::danger::rings;
use weiguang_domain::cases::{Fact, Step, danger};
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::time::Moment;
use weiguang_domain::manual::{Allowance, Elsewhere, Kind, Noticed, Pace, default_danger};
use weiguang_domain::people::duty;

use crate::app::UnitOfWork;
use crate::chain;
use crate::rooms::cases::life::recount;
use crate::rooms::cases::notices;
use crate::rooms::cases::ops::keep;
use crate::rooms::cases::record::Record;
use crate::rooms::manual::danger::NoticedView;
use crate::rooms::manual::{CurrentCalendar, CurrentManual};
use crate::rooms::people;
use crate::web::Refusal;
use crate::web::words::Bilingual;

/// Who else takes a matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CaseTakenElsewhere)]
pub struct TakenElsewhere {
    /// Who.
    pub who: Bilingual,
    /// Their number, where they have one.
    pub number: Option<String>,
    /// What to say.
    pub say: Bilingual,
}

/// What the words of a matter show besides its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// Resulting facts.
    pub facts: Vec<Fact>,
    /// Instructions shown to the reporter at once.
    pub noticed: Vec<NoticedView>,
    /// Other authority that is responsible for it.
    pub elsewhere: Option<TakenElsewhere>,
}

impl Judged {
    /// Whether somebody must be called at once.
    #[must_use]
    pub fn rings(&self) -> bool {
        !self.noticed.is_empty()
    }
}

/// The danger words of a matter. The title is a sentence of its own.
#[must_use]
pub fn noticed(title: &str, detail: &str) -> Vec<Noticed<'static>> {
    default_danger().notice(&format!("{title}。{detail}"))
}

/// Judges the words of a matter, with the moment when it was reported and the one when it arrived here, and shortens its deadlines.
#[must_use]
pub fn judge(
    work: &UnitOfWork<'_, '_>,
    kind: &Kind,
    (title, detail): (&str, &str),
    told: Moment,
    brought: Moment,
    received: Moment,
) -> (Promise, Judged) {
    let (calendar, manual) = (work.state::<CurrentCalendar>(), work.state::<CurrentManual>());
    let found = if rings(told, brought) { noticed(title, detail) } else { Vec::new() };
    if let Some(fact) = danger::noticed(&found) {
        let judged =
            Judged { facts: vec![fact], noticed: found.iter().map(NoticedView::from).collect(), elsewhere: None };
        return (Promise::of(kind).sooner(danger::PROMISE, received, &calendar), judged);
    }
    let Some(other) = manual.taken_elsewhere(&format!("{title}\n{detail}")) else {
        return (Promise::of(kind), Judged::default());
    };
    let Elsewhere { number, who, say, .. } = other;
    let fact = Fact::TakenElsewhere { zh: who.zh.clone(), en: who.en.clone(), number: number.clone() };
    let day = Allowance { pace: Pace::Working, span: calendar.working_day() };
    let handed_over = Promise { resolve: day, ..Promise::of(kind) };
    let elsewhere = TakenElsewhere {
        who: Bilingual::new(&who.zh, &who.en),
        number: number.clone(),
        say: Bilingual::new(&say.zh, &say.en),
    };
    let judged = Judged { facts: vec![fact], noticed: Vec::new(), elsewhere: Some(elsewhere) };
    (Promise::of(kind).sooner(handed_over, received, &calendar), judged)
}

/// The deadlines of a matter under another kind: danger stays urgent until somebody removes the urgency.
///
/// # Errors
/// The store's errors.
pub fn promise_under(work: &mut UnitOfWork<'_, '_>, record: &Record, kind: &Kind) -> Result<Promise, Refusal> {
    let street = work.tenant;
    if !record.urgent || !chain::happened(work.tx, &street, record.case.id.uuid(), "cases.danger-noticed")? {
        return Ok(Promise::of(kind));
    }
    Ok(Promise::of(kind).sooner(danger::PROMISE, record.case.clocks.received, &work.state::<CurrentCalendar>()))
}

/// Notifies everybody responsible for the matter's grid and for its street, besides its owner.
///
/// # Errors
/// The store's errors.
pub fn notify(work: &mut UnitOfWork<'_, '_>, record: &Record, fact: &Fact) -> Result<(), Refusal> {
    let street = work.tenant;
    let grid = record.case.code.climb().find(|code| code.level() == Level::Grid);
    let codes: Vec<GridCode> = grid.into_iter().chain([street]).collect();
    let mut to: Vec<AccountId> = people::seats(work.tx, &street, &codes, work.now.day())?
        .into_iter()
        .filter(|seat| duty::roles_for(seat.code.level()).contains(&seat.role))
        .filter_map(|seat| if seat.away { seat.deputy } else { Some(seat.account) })
        .filter(|account| *account != work.actor.account)
        .collect();
    to.sort_unstable();
    to.dedup();
    for account in to {
        notices::tell(work, account, record, fact)?;
    }
    Ok(())
}

/// Removes the urgency, with a reason; everybody who was called is notified.
///
/// # Errors
/// No reason; nothing urgent; the store's errors.
pub fn calm(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    mut record: Record,
    reason: &str,
) -> Result<Record, Refusal> {
    if !record.urgent {
        return Err(Refusal::rule("cases.not-urgent", "该事项不是紧急事项。", "This matter is not urgent."));
    }
    let manual = work.state::<CurrentManual>();
    let kind = manual.kind(&record.case.kind.id, record.case.kind.version).ok_or(Refusal::NotFound("kind"))?;
    let pauses = recount::pauses(work.tx, &record)?;
    let step: Step = record.case.clone().calm(reason, Promise::of(kind), &pauses, &work.state::<CurrentCalendar>())?;
    record.urgent = false;
    let fact = step.facts.first().cloned();
    let record = keep(work, permit, record, step)?;
    if let Some(fact) = fact {
        notify(work, &record, &fact)?;
    }
    Ok(record)
}
