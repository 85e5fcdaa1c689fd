//! Corrects a visit that was recorded by mistake by another one that names it: the first stays in the history and counts nowhere, and what
//! the ledger learned from it is undone.

use std::collections::BTreeSet;
use weiguang_domain::access::{Permit, Verb};
use weiguang_domain::kernel::ids::{CampaignId, DwellingId, VisitId};
use weiguang_domain::visits::{Correction, Outcome, Plan, Recorded, may_correct};

use super::answers::edit_id;
use super::learn::take_back;
use crate::app::UnitOfWork;
use crate::rooms::households;
use crate::rooms::visits::store::visits::{self as rows, StoredVisit};
use crate::rooms::visits::store::{campaigns, edits, forms};
use crate::web::{FieldFault, Refusal};

/// The stored visit that is corrected by another one, if it may be.
///
/// # Errors
/// [`Refusal::NotFound`] for an unknown or invisible one; [`may_correct`]; another dwelling.
pub fn original(
    work: &mut UnitOfWork<'_, '_>,
    of: VisitId,
    door: DwellingId,
) -> Result<(StoredVisit, Permit), Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let kept =
        rows::read(work.tx, &street, of)?.filter(|kept| kept.door.is_some()).ok_or(Refusal::NotFound("visit"))?;
    if kept.by != work.actor.account {
        households::may(work.tx, work.actor, Verb::VisitsRead, &street, &kept.cell, today)
            .map_err(|_| Refusal::NotFound("visit"))?;
    }
    let permit =
        may_correct(work.actor, &Recorded { by: kept.by, code: kept.cell, corrected: kept.corrected.is_some() })?;
    if kept.door != Some(door) {
        let (zh, en) = ("更正的须是同一户的走访", "a correction is of the same door");
        return Err(Refusal::field(FieldFault::new("corrects", "visits.other-door", zh, en)));
    }
    Ok((kept, permit))
}

/// The corrected visit: by the same person, at the same time and place, with the new content.
#[must_use]
pub fn put_right(work: &UnitOfWork<'_, '_>, wrong: &StoredVisit, right: StoredVisit) -> StoredVisit {
    let corrects = Some(Correction { of: wrong.id, by: work.actor.account });
    StoredVisit { by: wrong.by, at: wrong.at, code: wrong.code, campaign: wrong.campaign, corrects, ..right }
}

/// The purpose of the corrected visit: a correction does not change it.
#[must_use]
pub fn plan_of(wrong: &StoredVisit, said: Plan) -> Plan {
    match (wrong.told.as_ref().and_then(|told| told.plan), wrong.campaign) {
        (Some(plan), _) => plan,
        (None, Some(campaign)) => Plan::Campaign { campaign, round: 1 },
        (None, None) => said,
    }
}

/// Recomputes the result of a dwelling from its visits; returns whether it is on the list.
///
/// # Errors
/// The store's errors.
pub fn settle(work: &mut UnitOfWork<'_, '_>, campaign: CampaignId, door: DwellingId) -> Result<bool, Refusal> {
    let street = work.tenant;
    let end: Option<Outcome> = rows::tries_at(work.tx, &street, campaign, door)?.iter().map(|went| went.outcome).max();
    Ok(campaigns::settle(work.tx, &street, campaign, door, end)?)
}

/// Undoes what the ledger learned from a wrong visit, where nobody has stated anything since and the right one says nothing itself: the
/// former value applies again.
///
/// # Errors
/// The store's errors.
pub fn unlearn(work: &mut UnitOfWork<'_, '_>, wrong: &StoredVisit, answered: &BTreeSet<String>) -> Result<(), Refusal> {
    let street = work.tenant;
    let Some((id, version)) = &wrong.form else { return Ok(()) };
    let Some(form) = forms::read(work.tx, &street, id, *version)?.map(|published| published.form) else {
        return Ok(());
    };
    let learned = form.questions.iter().filter(|q| q.field.is_some()).map(|q| &q.name);
    for name in learned.filter(|name| !answered.contains(*name)) {
        if let Some((of, edit)) = edits::one(work.tx, &street, edit_id(wrong.id, name))? {
            take_back(work, of, &edit, "更正走访")?;
        }
    }
    Ok(())
}
