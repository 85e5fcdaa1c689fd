//! Care needs: recorded with leave, purpose, source and an end; kept on with fresh leave; gone on the day on which leave is taken back.

use serde_json::json;
use weiguang_domain::access::{Permit, Verb};
use weiguang_domain::households::need::ConsentForm;
use weiguang_domain::households::{CareNeed, Consent, NeedKind, Refused};
use weiguang_domain::kernel::ids::{NeedId, ResidentId};
use weiguang_domain::kernel::time::Day;

use super::{Receipt, changeable, keep};
use crate::app::UnitOfWork;
use crate::rooms::households::store::needs as rows;
use crate::web::{FieldFault, Refusal};

/// The longest purpose, source or guardian.
const WORDS: usize = 100;
/// The most needs of one person at a time: there are no more kinds than that.
const MOST: usize = 12;

/// By whose leave.
#[derive(Clone, Debug)]
pub struct Leave {
    /// A guardian in words; empty for the resident.
    pub guardian: String,
    /// When; today if not said.
    pub on: Option<Day>,
    /// How.
    pub given: ConsentForm,
}

/// A need as it is recorded.
#[derive(Clone, Debug)]
pub struct New {
    /// Made by the client.
    pub id: NeedId,
    /// What.
    pub kind: NeedKind,
    /// By whose leave; nothing is recorded without.
    pub leave: Option<Leave>,
    /// What for, in words that the resident was told.
    pub purpose: String,
    /// Where it comes from.
    pub source: String,
    /// The last day.
    pub expires: Day,
}

fn consent(work: &UnitOfWork<'_, '_>, leave: Option<&Leave>) -> Result<Consent, Refusal> {
    let leave = leave.ok_or(Refused::NoConsent)?;
    if leave.guardian.chars().count() > WORDS {
        return Err(Refusal::field(FieldFault::too_long("guardian", WORDS)));
    }
    Ok(Consent {
        guardian: leave.guardian.trim().to_owned(),
        on: leave.on.unwrap_or(work.now.day()),
        given: leave.given,
        asked_by: work.actor.account,
        withdrawn: None,
    })
}

/// Records a need.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Denied`], [`Refused`].
pub fn record(work: &mut UnitOfWork<'_, '_>, id: ResidentId, new: &New) -> Result<Receipt, Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let (kept, permit) = changeable(work, Verb::HouseholdsEdit, id, None)?;
    if !kept.resident.is_served() {
        return Err(Refused::Gone.into());
    }
    for (field, text) in [("purpose", &new.purpose), ("source", &new.source)] {
        if text.chars().count() > WORDS {
            return Err(Refusal::field(FieldFault::too_long(field, WORDS)));
        }
    }
    let need = CareNeed {
        id: new.id,
        resident: id,
        kind: new.kind,
        consent: consent(work, new.leave.as_ref())?,
        purpose: new.purpose.trim().to_owned(),
        source: new.source.trim().to_owned(),
        expires: new.expires,
    };
    need.check(today)?;
    let known = rows::of_resident(work.tx, &street, id)?;
    if known.iter().any(|n| n.id == need.id) {
        return Err(weiguang_store::StoreError::Conflict { constraint: "needs(tenant,id)".into() }.into());
    }
    let holding = known.iter().filter(|n| n.holds(today));
    if holding.clone().any(|n| n.kind == need.kind) || holding.count() >= MOST {
        let (zh, en) = ("这项需求已登记，可以续期", "this need is recorded already: renew it");
        return Err(Refusal::rule("households.need-twice", zh, en));
    }
    rows::put(work.tx, &street, &need)?;
    let body = json!({ "need": need.id, "expires": need.expires.to_string() });
    keep(work, permit, &kept.resident, kept.version, "households.need-recorded", &body)
}

/// A need that the actor may change.
fn of(
    work: &mut UnitOfWork<'_, '_>,
    id: ResidentId,
    need: NeedId,
) -> Result<(super::StoredResident, CareNeed, Permit), Refusal> {
    let street = work.tenant;
    let (kept, permit) = changeable(work, Verb::HouseholdsEdit, id, None)?;
    let need = rows::read(work.tx, &street, need)?.filter(|n| n.resident == id).ok_or(Refusal::NotFound("need"))?;
    Ok((kept, need, permit))
}

/// Keeps a need on, with fresh leave.
///
/// # Errors
/// As [`record`].
pub fn renew(
    work: &mut UnitOfWork<'_, '_>,
    id: ResidentId,
    need: NeedId,
    leave: Option<&Leave>,
    expires: Day,
) -> Result<Receipt, Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let (kept, need, permit) = of(work, id, need)?;
    let need = need.renewed(consent(work, leave)?, expires, today)?;
    rows::put(work.tx, &street, &need)?;
    let body = json!({ "need": need.id, "expires": need.expires.to_string() });
    keep(work, permit, &kept.resident, kept.version, "households.need-renewed", &body)
}

/// Takes back the leave for a need: it is forgotten at once.
///
/// # Errors
/// As [`record`].
pub fn withdraw(work: &mut UnitOfWork<'_, '_>, id: ResidentId, need: NeedId) -> Result<Receipt, Refusal> {
    let street = work.tenant;
    let (kept, need, permit) = of(work, id, need)?;
    rows::delete(work.tx, &street, need.id)?;
    keep(work, permit, &kept.resident, kept.version, "households.need-withdrawn", &json!({ "need": need.id }))
}
