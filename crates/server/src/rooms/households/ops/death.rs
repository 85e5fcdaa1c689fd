//! Marking a resident as dead on behalf of another room, and undoing it after a mistake. Nothing of the record is deleted: queries for
//! served residents skip it, and find it again once it is undone.

use serde_json::json;
use weiguang_domain::access::Permit;
use weiguang_domain::households::Presence;
use weiguang_domain::kernel::ids::ResidentId;

use super::keep;
use crate::app::UnitOfWork;
use crate::rooms::households::store::residents;
use crate::web::Refusal;

/// Marks a served resident as dead today. Returns the former presence; `None` if the record has another state already.
///
/// # Errors
/// The store's errors.
pub fn mark_died(work: &mut UnitOfWork<'_, '_>, permit: Permit, id: ResidentId) -> Result<Option<Presence>, Refusal> {
    let (street, on) = (work.tenant, work.now.day());
    let Some(kept) = residents::read(work.tx, &street, id)?.filter(|k| k.resident.is_served()) else { return Ok(None) };
    let mut resident = kept.resident;
    let before = std::mem::replace(&mut resident.presence, Presence::Died { on });
    keep(work, permit, &resident, kept.version, "households.changed", &json!({ "fields": ["presence"] }))?;
    Ok(Some(before))
}

/// Restores the former presence of a record, unless it was changed since.
///
/// # Errors
/// The store's errors.
pub fn unmark_died(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    id: ResidentId,
    before: &Presence,
) -> Result<(), Refusal> {
    let street = work.tenant;
    let dead = |k: &residents::StoredResident| matches!(k.resident.presence, Presence::Died { .. });
    let Some(mut kept) = residents::read(work.tx, &street, id)?.filter(dead) else { return Ok(()) };
    kept.resident.presence = before.clone();
    keep(work, permit, &kept.resident, kept.version, "households.changed", &json!({ "fields": ["presence"] })).map(drop)
}
