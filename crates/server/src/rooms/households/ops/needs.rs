//! Care needs: recorded with consent, purpose, source and an end; renewed with a new consent; deleted on the day on which consent is
//! withdrawn.

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
/// The most needs of one person at a time: there are no more kinds.
const MOST: usize = 12;

/// The consent.
#[derive(Clone, Debug)]
pub struct Leave {
    /// A guardian as text; empty for the resident.
    pub guardian: String,
    /// When; today by default.
    pub on: Option<Day>,
    /// How.
    pub given: ConsentForm,
}

/// A new need.
#[derive(Clone, Debug)]
pub struct New {
    /// Id made by the client.
    pub id: NeedId,
    /// The need.
    pub kind: NeedKind,
    /// The consent; without it nothing is recorded.
    pub leave: Option<Leave>,
    /// The purpose, as explained to the resident.
    pub purpose: String,
    /// The source.
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

/// Renews a need, with a new consent.
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

/// Withdraws the consent for a need: it is deleted at once.
///
/// # Errors
/// As [`record`].
pub fn withdraw(work: &mut UnitOfWork<'_, '_>, id: ResidentId, need: NeedId) -> Result<Receipt, Refusal> {
    let street = work.tenant;
    let (kept, need, permit) = of(work, id, need)?;
    rows::delete(work.tx, &street, need.id)?;
    keep(work, permit, &kept.resident, kept.version, "households.need-withdrawn", &json!({ "need": need.id }))
}
