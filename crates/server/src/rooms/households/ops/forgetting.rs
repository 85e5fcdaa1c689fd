//! A resident's rights: a copy of all data, and erasure, at once on request and by itself when retention ends.

use serde_json::json;
use uuid::Uuid;
use weiguang_domain::access::{Permit, Verb, Via};
use weiguang_domain::households::disclosure::{self, OwnCopy};
use weiguang_domain::households::retention::{self, Because, Tombstone};
use weiguang_domain::households::{Presence, Refused};
use weiguang_domain::kernel::events::Event;
use weiguang_domain::kernel::ids::{NeedId, ResidentId};

use super::unmask::{Look, looks_of, reason};
use super::{StoredResident, changeable, profile_of, tell};
use crate::app::UnitOfWork;
use crate::app::happening::Happening;
use crate::app::room::OwnPart;
use crate::chain;
use crate::rooms::households::store::{needs, residents, retention as rows};
use crate::web::Refusal;

/// All data about a person, for themselves.
#[derive(Clone, Debug)]
pub struct Copy {
    /// The record, with needs and contacts.
    pub own: OwnCopy,
    /// The address.
    pub door: String,
    /// Who looked at whole numbers, when and why.
    pub looks: Vec<Look>,
    /// Acts on the record, by the event's name, without their content.
    pub history: Vec<Event>,
    /// Data that other rooms store about them.
    pub parts: Vec<OwnPart>,
}

/// Creates a resident's copy, and logs that it was made and why.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Denied`], [`Refused::Reason`], [`Refused::Gone`].
pub fn copy(work: &mut UnitOfWork<'_, '_>, id: ResidentId, why: &str) -> Result<Copy, Refusal> {
    let street = work.tenant;
    let why = reason(why)?;
    let (kept, permit) = changeable(work, Verb::HouseholdsErase, id, None)?;
    if matches!(kept.resident.presence, Presence::Erased { .. }) {
        return Err(Refused::Gone.into());
    }
    let profile = profile_of(work.tx, &street, kept)?;
    let mut parts = Vec::new();
    for room in work.rooms() {
        parts.extend(room.own_copy(work, permit, id)?);
    }
    tell(work, permit, id.uuid(), "households.copied", &json!({ "reason": why }))?;
    let entries = chain::stream(work.tx, street.as_str(), Uuid::from(id), 0, i64::from(u32::MAX))?;
    let history: Vec<Event> = entries.into_iter().map(|(event, _)| event).collect();
    Ok(Copy {
        own: disclosure::copy(permit, &profile.kept.resident, profile.household.as_ref(), &profile.needs),
        door: profile.door.map_or_else(String::new, |d| d.label),
        looks: looks_of(&history),
        history,
        parts,
    })
}

/// Erases one record: its belongings, the content of its chain, and whatever the household needed only for it.
fn forget_one(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    kept: StoredResident,
    because: Because,
) -> Result<Tombstone, Refusal> {
    let (street, today, now) = (work.tenant, work.now.day(), work.now);
    let id = kept.resident.id;
    let by = (work.actor.via != Via::System).then_some(work.actor.account);
    let mut removed = rows::remove(work.tx, &street, id)?;
    removed.extend(work.react(permit, &Happening::ResidentErased { resident: id, because })?.removed);
    let household = kept.resident.household;
    let (empty, _) = retention::forget(&kept.resident, because, by, Vec::new(), today);
    let keys = work.seal().clone();
    if !residents::update(work.tx, &keys, &street, &empty, kept.version, now)? {
        return Err(Refusal::VersionMoved(kept.version));
    }
    if let Some(household) = household
        && residents::of_household(work.tx, &street, household)?.is_empty()
    {
        let count = rows::empty_household(work.tx, &street, household)?;
        if count > 0 {
            removed.push(("household_contact".into(), u32::try_from(count).unwrap_or(u32::MAX)));
        }
    }
    chain::erase(work.tx, &street, id.uuid())?;
    let (_, stone) = retention::forget(&kept.resident, because, by, removed, today);
    rows::insert(work.tx, &street, &stone)?;
    tell(work, permit, id.uuid(), "households.erased", &json!({ "because": because, "removed": stone.removed }))?;
    Ok(stone)
}

/// Erases a person on request, at once, with every record that was merged into theirs.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Denied`], [`Refusal::VersionMoved`], [`Refused::Gone`].
pub fn erase(work: &mut UnitOfWork<'_, '_>, id: ResidentId, version: i64) -> Result<Tombstone, Refusal> {
    let street = work.tenant;
    let (kept, permit) = changeable(work, Verb::HouseholdsErase, id, Some(version))?;
    match kept.resident.presence {
        Presence::Erased { .. } => return Err(Refused::Gone.into()),
        // The remaining record must be named: otherwise only half of a person would be erased.
        Presence::Merged { .. } => return Err(Refused::NotMergeable.into()),
        Presence::Here { .. } | Presence::Left { .. } | Presence::Died { .. } => {}
    }
    let mut ahead = vec![id];
    while let Some(next) = ahead.pop() {
        for gone in rows::merged_into(work.tx, &street, next)? {
            if let Some(record) = residents::read(work.tx, &street, gone)?
                && matches!(record.resident.presence, Presence::Merged { .. })
            {
                ahead.push(gone);
                forget_one(work, permit, record, Because::Asked)?;
            }
        }
    }
    forget_one(work, permit, kept, Because::Asked)
}

/// Erases one record whose retention ended; returns whether it was still due.
///
/// # Errors
/// The store's errors.
pub fn retire(work: &mut UnitOfWork<'_, '_>, id: ResidentId) -> Result<bool, Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let permit = Permit::system(work.actor, Verb::HouseholdsErase)?;
    let Some(kept) = residents::read(work.tx, &street, id)? else { return Ok(false) };
    // A person with an open alert is not erased by a clock.
    for room in work.rooms() {
        if room.must_stay(work.tx, &street, id)? {
            return Ok(false);
        }
    }
    let Some(because) = retention::due(&kept.resident, Some(kept.state_day), today) else { return Ok(false) };
    forget_one(work, permit, kept, because)?;
    Ok(true)
}

/// Removes one expired need.
///
/// # Errors
/// The store's errors.
pub fn drop_need(work: &mut UnitOfWork<'_, '_>, need: NeedId, of: ResidentId) -> Result<bool, Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let permit = Permit::system(work.actor, Verb::HouseholdsErase)?;
    let over = needs::read(work.tx, &street, need)?.is_some_and(|n| retention::need_is_over(&n, today));
    if over {
        needs::delete(work.tx, &street, need)?;
        tell(work, permit, of.uuid(), "households.need-forgotten", &json!({ "need": need }))?;
    }
    Ok(over)
}
