//! Records a visit or a patrol, which may be late or repeated: it is checked, stored once, counted in its campaign, and its answers are
//! transferred to the ledger. Later changes of the campaign, the cell or the dwelling are no reason to refuse it.

use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use uuid::Uuid;
use weiguang_domain::access::{Permit, Verb};
use weiguang_domain::grid::regrid::heirs_of;
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::households::{Dwelling, Presence};
use weiguang_domain::kernel::ids::{CampaignId, CaseId, ResidentId, VisitId};
use weiguang_domain::kernel::time::{Moment, Span};
use weiguang_domain::visits::campaign::State;
use weiguang_domain::visits::retention::{LATE_DAYS, WORDS_DAYS};
use weiguang_domain::visits::{Outcome, Plan, Refused};
use weiguang_store::StoreError;

use super::answers::{self, Answered};
use super::correct;
use crate::access::actors;
use crate::app::UnitOfWork;
use crate::live::Change;
use crate::rooms::grid::regrids;
use crate::rooms::grid::territory::Territory;
use crate::rooms::households::{self, At};
use crate::rooms::visits::store::campaigns;
use crate::rooms::visits::store::visits::{self as rows, StoredVisit, VisitContent};
use crate::web::{FieldFault, Refusal};

/// The longest text about what was seen.
pub const SEEN: usize = 1_000;
/// The most people met in one visit, and cases of one patrol.
pub const MOST: usize = 20;

/// A visit sent by a phone.
#[derive(Clone, Debug)]
pub struct New {
    /// Id made by the phone.
    pub id: VisitId,
    /// The dwelling.
    pub door: At,
    /// Its cell, as known to the phone.
    pub code: GridCode,
    /// When, by the phone's clock.
    pub at: Moment,
    /// The purpose.
    pub plan: Plan,
    /// Its result.
    pub outcome: Outcome,
    /// The people met.
    pub met: Vec<ResidentId>,
    /// The person to whom the personal questions refer.
    pub about: Option<ResidentId>,
    /// What was seen.
    pub seen: String,
    /// The form, outside of a campaign.
    pub form: Option<(String, u32)>,
    /// The answers.
    pub answers: BTreeMap<String, Answered>,
    /// The case that was opened in the same request.
    pub case: Option<CaseId>,
    /// The visit that this one corrects.
    pub corrects: Option<VisitId>,
}

/// A patrol sent by a phone.
#[derive(Clone, Debug)]
pub struct NewPatrol {
    /// Id made by the phone.
    pub id: VisitId,
    /// Which cell.
    pub code: GridCode,
    /// The beginning.
    pub from: Moment,
    /// The end.
    pub until: Moment,
    /// What was seen.
    pub seen: String,
    /// The cases that were opened on the way.
    pub cases: Vec<CaseId>,
}

/// What a phone has in its hand for a visit: without it, it forgets nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = VisitReceipt)]
pub struct Receipt {
    /// Which visit.
    pub id: Uuid,
    /// The door; none on a patrol.
    #[schema(required = true)]
    pub dwelling: Option<Uuid>,
    /// Whether it counts in the coverage of its campaign.
    pub counts: bool,
    /// Fields of the ledger for which two values stand now.
    pub disputed: Vec<String>,
}

/// The moment of a visit to store: one in the future becomes now, and one that is too old is refused.
fn moment(work: &UnitOfWork<'_, '_>, at: Moment) -> Result<Moment, Refusal> {
    if at < work.now - Span::days(LATE_DAYS) {
        return Err(Refused::TooLate(LATE_DAYS).into());
    }
    Ok(at.min(work.now))
}

pub(super) fn bounded(field: &str, text: &str, most: usize) -> Result<(), Refusal> {
    if text.chars().count() > most { Err(Refusal::field(FieldFault::too_long(field, most))) } else { Ok(()) }
}

/// A former record under this id: the same person gets its answer, for anybody else it is a conflict.
fn before(work: &mut UnitOfWork<'_, '_>, id: VisitId) -> Result<Option<Receipt>, Refusal> {
    let street = work.tenant;
    let Some(kept) = rows::read(work.tx, &street, id)? else { return Ok(None) };
    if kept.corrects.map_or(kept.by, |c| c.by) != work.actor.account {
        return Err(StoreError::Conflict { constraint: "visits(tenant,id)".into() }.into());
    }
    let (dwelling, disputed) = (kept.door.map(Uuid::from), Vec::new());
    Ok(Some(Receipt { id: id.uuid(), dwelling, counts: kept.campaign.is_some(), disputed }))
}

/// Checks whether the actor may record anywhere: today, or before a re-grid ended their cell while they were offline.
fn may_somewhere(work: &mut UnitOfWork<'_, '_>) -> Result<(), Refusal> {
    let today = work.now.day();
    if work.actor.may_somewhere(Verb::VisitsRecord).is_ok() {
        return Ok(());
    }
    Ok(actors::before_regrids(work.tx, work.actor, today)?.may_somewhere(Verb::VisitsRecord)?)
}

/// Whether the actor may record at a code: today, or, for late input of a phone, before a re-grid ended `then`.
fn may(work: &mut UnitOfWork<'_, '_>, code: GridCode, then: GridCode) -> Result<Permit, Refusal> {
    if let Ok(permit) = work.actor.may(Verb::VisitsRecord, &code, false) {
        return Ok(permit);
    }
    let (street, today) = (work.tenant, work.now.day());
    let was = actors::before_regrids(work.tx, work.actor, today)?;
    if let Ok(permit) = was.may(Verb::VisitsRecord, &then, false) {
        let heirs = heirs_of(then, &regrids::every_mapping(work.tx, &street)?);
        if heirs.iter().any(|heir| heir.contains(&code)) {
            return Ok(permit);
        }
    }
    Err(Refusal::NotFound("door"))
}

/// A person met at a dwelling, by their present record: of that dwelling, or visible to the actor.
fn person(work: &mut UnitOfWork<'_, '_>, door: &Dwelling, id: ResidentId) -> Result<Option<ResidentId>, Refusal> {
    let (street, today, mut id) = (work.tenant, work.now.day(), id);
    // A record that was merged into another one while the phone was offline; the number of steps is limited.
    for _ in 0..8 {
        let Some(kept) = households::resident(work.tx, &street, id)? else { break };
        match kept.resident.presence {
            Presence::Merged { into, .. } => id = into,
            Presence::Erased { .. } => return Ok(None),
            _ => {
                let home = match kept.resident.household {
                    Some(home) => households::household(work.tx, &street, home)?.map(|h| h.household.dwelling),
                    None => None,
                };
                let code = kept.resident.code;
                let asked = Verb::HouseholdsRead;
                if home == Some(door.id) || households::may(work.tx, work.actor, asked, &street, &code, today).is_ok() {
                    return Ok(Some(id));
                }
                break;
            }
        }
    }
    let (zh, en) = ("没有这位居民", "there is no such resident");
    Err(Refusal::field(FieldFault::new("met", "visits.unknown-person", zh, en)))
}

/// Stores a visit.
///
/// # Errors
/// An unknown dwelling or campaign, or one outside of the actor's scope; answers that the form does not permit; [`Refused::TooLate`].
pub fn record(work: &mut UnitOfWork<'_, '_>, new: &New) -> Result<Receipt, Refusal> {
    let street = work.tenant;
    may_somewhere(work)?;
    if let Some(receipt) = before(work, new.id)? {
        return Ok(receipt);
    }
    bounded("seen", &new.seen, SEEN)?;
    let at = moment(work, new.at)?;
    let door = households::door_of(work, new.door)?;
    let (wrong, permit) = match new.corrects {
        Some(of) => correct::original(work, of, door.id).map(|(wrong, permit)| (Some(wrong), permit))?,
        None => (None, may(work, door.code, new.code)?),
    };
    let plan = wrong.as_ref().map_or(new.plan, |wrong| correct::plan_of(wrong, new.plan));
    let campaign = match plan {
        Plan::Campaign { campaign, .. } => {
            Some(campaigns::read(work.tx, &street, campaign)?.ok_or(Refusal::NotFound("campaign"))?)
        }
        _ => None,
    };
    let form = answers::form(work, campaign.as_ref(), new.form.as_ref())?;
    let mut given = answers::check(form.as_ref(), new)?;
    if let Some(wrong) = &wrong {
        correct::unlearn(work, wrong, &given.keys().cloned().collect())?;
    }
    let mut met = Vec::new();
    for id in new.met.iter().copied().chain(new.about) {
        if let Some(id) = person(work, &door, id)?
            && !met.contains(&id)
        {
            met.push(id);
        }
    }
    let about = match new.about {
        Some(id) => person(work, &door, id)?,
        None if met.len() == 1 => met.first().copied(),
        None => None,
    };
    let disputed = match &form {
        Some(form) => answers::learn(work, new, form, (&door, about), at, &mut given, campaign.as_ref())?,
        None => Vec::new(),
    };
    // The visit counts for the cell in which it was made, as long as that is in this street.
    let fits = new.code.street() == Some(street) && new.code.level() >= Level::Community;
    let mut kept = StoredVisit {
        id: new.id,
        door: Some(door.id),
        code: if fits { new.code } else { door.code },
        cell: door.code,
        by: work.actor.account,
        at,
        received_at: work.now,
        campaign: campaign.as_ref().map(|c| c.campaign.id),
        outcome: Some(new.outcome),
        form: form.filter(|_| !given.is_empty()).map(|f| (f.id, f.version)),
        told: Some(VisitContent {
            plan: Some(plan),
            seen: new.seen.trim().to_owned(),
            answers: given,
            cases: new.case.into_iter().collect(),
            until: None,
        }),
        corrects: None,
        corrected: None,
    };
    if let Some(wrong) = &wrong {
        kept = correct::put_right(work, wrong, kept);
    }
    keep(work, permit, &kept)?;
    let on_list = match (&campaign, &wrong) {
        (Some(of), None) => campaigns::raise(work.tx, &street, of.campaign.id, door.id, new.outcome)?,
        (Some(of), Some(_)) => correct::settle(work, of.campaign.id, door.id)?,
        (None, _) => false,
    };
    let counts = on_list && campaign.as_ref().is_some_and(|c| !matches!(c.campaign.state, State::Withdrawn { .. }));
    for id in met {
        rows::meet(work.tx, &street, new.id, id, about == Some(id))?;
    }
    tell(work, kept.campaign, &kept, new.outcome.key());
    Ok(Receipt { id: new.id.uuid(), dwelling: Some(door.id.uuid()), counts, disputed })
}

/// Stores a patrol: a cell, a duration and what was seen, without a track.
///
/// # Errors
/// A cell outside of the actor's scope; [`Refused::TooLate`].
pub fn patrol(work: &mut UnitOfWork<'_, '_>, new: &NewPatrol) -> Result<Receipt, Refusal> {
    may_somewhere(work)?;
    if let Some(receipt) = before(work, new.id)? {
        return Ok(receipt);
    }
    bounded("seen", &new.seen, SEEN)?;
    let (at, until) = (moment(work, new.from)?, moment(work, new.until)?);
    if until < at {
        let (zh, en) = ("结束时间不能早于开始时间", "the end cannot be before the beginning");
        return Err(Refusal::field(FieldFault::new("until", "visits.until", zh, en)));
    }
    let (street, now) = (work.tenant, new.code);
    let heirs = if work.state::<Territory>().knows(&now) {
        Vec::new()
    } else {
        heirs_of(now, &regrids::every_mapping(work.tx, &street)?)
    };
    let cell = GridCode::common(heirs.iter().copied()).unwrap_or(now);
    let permit = may(work, heirs.first().copied().unwrap_or(now), now).map_err(|_| Refusal::NotFound("cell"))?;
    let kept = StoredVisit {
        id: new.id,
        door: None,
        code: new.code,
        cell,
        by: work.actor.account,
        at,
        received_at: work.now,
        campaign: None,
        outcome: None,
        form: None,
        told: Some(VisitContent {
            plan: None,
            seen: new.seen.trim().to_owned(),
            answers: BTreeMap::new(),
            cases: new.cases.clone(),
            until: Some(until),
        }),
        corrects: None,
        corrected: None,
    };
    keep(work, permit, &kept)?;
    tell(work, None, &kept, "patrol");
    Ok(Receipt { id: new.id.uuid(), dwelling: None, counts: false, disputed: Vec::new() })
}

/// Stores the row and its entry.
fn keep(work: &mut UnitOfWork<'_, '_>, permit: Permit, kept: &StoredVisit) -> Result<(), Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let forget = today.checked_add(jiff::Span::new().days(WORDS_DAYS)).unwrap_or(today);
    rows::insert(work.tx, &street, kept, forget)?;
    let body = json!({ "code": kept.code.as_str(), "dwelling": kept.door, "campaign": kept.campaign,
        "outcome": kept.outcome.map(Outcome::key), "corrects": kept.corrects.map(|c| c.of) });
    let kind = match (kept.door, kept.corrects) {
        (None, _) => "visits.patrolled",
        (Some(_), None) => "visits.visited",
        (Some(_), Some(_)) => "visits.corrected",
    };
    work.append_to(permit, kept.id.uuid(), kind, body.to_string())
}

fn tell(work: &mut UnitOfWork<'_, '_>, campaign: Option<CampaignId>, kept: &StoredVisit, status: &'static str) {
    work.tell(Change {
        kind: "visits.changed",
        verb: Verb::VisitsRead,
        code: kept.cell,
        id: campaign.map_or(kept.id.uuid(), CampaignId::uuid),
        version: 1,
        status,
        parties: vec![kept.by],
    });
}
