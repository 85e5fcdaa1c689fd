//! Contacts of a household: stored, reordered, removed.

use serde_json::json;
use weiguang_domain::households::{Contact, Reach, Refused};
use weiguang_domain::kernel::ids::{ContactId, HouseholdId};

use super::doors::{changeable, touch};
use super::{Receipt, tell};
use crate::app::UnitOfWork;
use crate::rooms::households::store::{contacts as rows, doors as homes, residents};
use crate::web::{FieldFault, Refusal};

/// The longest text for a contact's relation, hours or way.
const WORDS: usize = 60;
/// The most contacts of one household, and ways to reach one of them.
const MOST: usize = 20;

fn check(work: &mut UnitOfWork<'_, '_>, household: HouseholdId, contact: &Contact) -> Result<(), Refusal> {
    let street = work.tenant;
    let words = contact.reach.iter().filter_map(|r| if let Reach::Words(w) = r { Some(("reach", w)) } else { None });
    for (field, text) in [("relation", &contact.relation), ("when", &contact.when)].into_iter().chain(words) {
        if text.chars().count() > WORDS {
            return Err(Refusal::field(FieldFault::too_long(field, WORDS)));
        }
    }
    if contact.reach.len() > MOST {
        let (zh, en) = (format!("最多 {MOST} 种联系方式"), format!("at most {MOST} ways"));
        return Err(Refusal::field(FieldFault::new("reach", "households.reach", zh, en)));
    }
    let unknown = |field: &str| {
        let (zh, en) = ("没有这个人", "there is no such person");
        Refusal::field(FieldFault::new(field, "households.unknown-person", zh, en))
    };
    if let Some(of) = contact.of
        && residents::read(work.tx, &street, of)?.is_none_or(|k| k.resident.household != Some(household))
    {
        return Err(unknown("of"));
    }
    if let Some(is) = contact.resident
        && residents::read(work.tx, &street, is)?.is_none_or(|k| !k.resident.is_served())
    {
        return Err(unknown("resident"));
    }
    for reach in &contact.reach {
        if let Reach::Door(door) = reach
            && homes::read_door(work.tx, &street, *door)?.is_none()
        {
            return Err(unknown("reach"));
        }
    }
    Ok(())
}

/// Stores a contact: a new one at the end of the list, or a changed one at the version that was seen.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Denied`], [`Refusal::VersionMoved`], [`Refused`].
pub fn put(
    work: &mut UnitOfWork<'_, '_>,
    household: HouseholdId,
    version: Option<i64>,
    contact: &Contact,
) -> Result<Receipt, Refusal> {
    let street = work.tenant;
    let (mut home, permit) = changeable(work, household, version)?;
    let there = home.household.contacts.iter().any(|c| c.id == contact.id);
    if there != version.is_some() {
        return Err(if there { Refused::ContactTwice.into() } else { Refusal::NotFound("contact") });
    }
    if !there && home.household.contacts.len() >= MOST {
        let (zh, en) = (format!("最多 {MOST} 位联系人"), format!("at most {MOST} contacts"));
        return Err(Refusal::rule("households.contacts-full", zh, en));
    }
    check(work, household, contact)?;
    if rows::household_of(work.tx, &street, contact.id)?.is_some_and(|of| of != household) {
        return Err(Refused::ContactTwice.into());
    }
    home.household = home.household.with_contact(contact.clone())?;
    let rank = home.household.contacts.iter().position(|c| c.id == contact.id).unwrap_or_default();
    rows::put(work.tx, &street, household, rank, contact)?;
    let version = touch(work, &home)?;
    let body = json!({ "contact": contact.id, "kind": contact.kind.key() });
    tell(work, permit, household.uuid(), "households.contact-kept", &body)?;
    Ok(Receipt { id: household.uuid(), version })
}

/// Reorders the contacts.
///
/// # Errors
/// As [`put`]; [`Refused::Order`].
pub fn order(
    work: &mut UnitOfWork<'_, '_>,
    household: HouseholdId,
    version: i64,
    order: &[ContactId],
) -> Result<Receipt, Refusal> {
    let street = work.tenant;
    let (mut home, permit) = changeable(work, household, Some(version))?;
    home.household = home.household.in_order(order)?;
    rows::rank(work.tx, &street, &home.household.contacts)?;
    let version = touch(work, &home)?;
    tell(work, permit, household.uuid(), "households.contacts-ordered", &json!({ "order": order }))?;
    Ok(Receipt { id: household.uuid(), version })
}

/// Removes a contact.
///
/// # Errors
/// As [`put`].
pub fn remove(
    work: &mut UnitOfWork<'_, '_>,
    household: HouseholdId,
    version: i64,
    contact: ContactId,
) -> Result<Receipt, Refusal> {
    let street = work.tenant;
    let (mut home, permit) = changeable(work, household, Some(version))?;
    if !home.household.contacts.iter().any(|c| c.id == contact) {
        return Err(Refusal::NotFound("contact"));
    }
    home.household.contacts.retain(|c| c.id != contact);
    rows::delete(work.tx, &street, contact)?;
    rows::rank(work.tx, &street, &home.household.contacts)?;
    let version = touch(work, &home)?;
    tell(work, permit, household.uuid(), "households.contact-removed", &json!({ "contact": contact }))?;
    Ok(Receipt { id: household.uuid(), version })
}
