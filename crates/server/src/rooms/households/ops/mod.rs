//! Operations on households: each checks the permission, applies the domain's rule, then stores the row and its entry in the chain. An
//! entry says which field was changed and why, never its value.

pub mod contacts;
pub mod death;
pub mod doors;
pub mod forgetting;
pub mod merging;
pub mod moving;
pub mod needs;
pub mod pairing;
pub mod register;
pub mod unmask;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashMap;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Permit, Scope, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::{CareNeed, Contact, Dwelling, Household, Presence, Resident, Unreachable};
use weiguang_domain::kernel::ids::{ContactId, ResidentId};
use weiguang_domain::kernel::time::Day;
use weiguang_store::{StoreError, Tx};

use super::store::residents::{self, Mark, StoredResident};
use super::store::{doors as door_rows, needs as need_rows, teams};
use crate::app::UnitOfWork;
use crate::outside::seal::Seal;
use crate::web::Refusal;

/// What a write on a record answers, and what is remembered of it for a resend: nothing of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = HouseholdReceipt)]
pub struct Receipt {
    /// Which record.
    pub id: Uuid,
    /// Its version now.
    pub version: i64,
}

/// A person with everything needed to help them: for a care alert's ladder, a visit's form, the person's page.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The resident, with cell, birth and sex.
    pub kept: StoredResident,
    /// Their household, with the contacts in the household's order; [`Profile::ladder`] returns them in the order of trying.
    pub household: Option<Household>,
    /// The version of the household.
    pub household_version: Option<i64>,
    /// Their dwelling.
    pub door: Option<Dwelling>,
    /// Their needs, expired ones included: see [`CareNeed::holds`].
    pub needs: Vec<CareNeed>,
    /// Contacts who cannot be asked any more, according to their own records.
    pub out_of_reach: HashMap<ContactId, Unreachable>,
}

impl Profile {
    /// Why a contact cannot be asked any more.
    #[must_use]
    pub fn gone(&self, contact: ContactId) -> Option<Unreachable> {
        self.out_of_reach.get(&contact).copied()
    }

    /// The contacts in the order of trying: kin, landlord, neighbours, employer, records elsewhere, doctor.
    #[must_use]
    pub fn ladder(&self) -> Vec<&Contact> {
        self.household.as_ref().map_or_else(Vec::new, |h| h.contacts_for(self.kept.resident.id))
    }

    /// One contact.
    #[must_use]
    pub fn contact(&self, id: ContactId) -> Option<&Contact> {
        self.household.as_ref()?.contacts.iter().find(|c| c.id == id)
    }

    /// The age on a day.
    #[must_use]
    pub fn age(&self, on: Day) -> Option<u16> {
        self.kept.resident.birth.age(on)
    }
}

/// A person with household, dwelling and needs. It checks no permission: its caller must.
///
/// # Errors
/// The store's errors.
pub fn profile(tx: &mut Tx<'_>, street: &GridCode, id: ResidentId) -> Result<Option<Profile>, StoreError> {
    let Some(kept) = residents::read(tx, street, id)? else { return Ok(None) };
    profile_of(tx, street, kept).map(Some)
}

/// The same for a record that was read already.
pub(super) fn profile_of(tx: &mut Tx<'_>, street: &GridCode, kept: StoredResident) -> Result<Profile, StoreError> {
    let home = match kept.resident.household {
        Some(id) => door_rows::read(tx, street, id)?,
        None => None,
    };
    let door = match &home {
        Some(home) => door_rows::read_door(tx, street, home.household.dwelling)?,
        None => None,
    };
    let needs = need_rows::of_resident(tx, street, kept.resident.id)?;
    let household_version = home.as_ref().map(|h| h.version);
    let out_of_reach = match &home {
        Some(home) => out_of_reach(tx, street, &home.household)?,
        None => HashMap::new(),
    };
    Ok(Profile { kept, household: home.map(|h| h.household), household_version, door, needs, out_of_reach })
}

/// The most merges followed in a row.
const MERGES: usize = 8;

/// Contacts of a household who cannot be asked any more, according to their own records. For a merged record, the remaining one decides.
///
/// # Errors
/// The store's errors.
pub fn out_of_reach(
    tx: &mut Tx<'_>,
    street: &GridCode,
    household: &Household,
) -> Result<HashMap<ContactId, Unreachable>, StoreError> {
    let of = |c: &Contact| c.resident.map(|id| (c.id, c.kind, id));
    let mut open: Vec<_> = household.contacts.iter().filter_map(of).collect();
    let mut found = HashMap::new();
    for _ in 0..MERGES {
        if open.is_empty() {
            break;
        }
        let records = residents::read_all(tx, street, open.iter().map(|(_, _, id)| *id))?;
        let mut next = Vec::new();
        for (contact, kind, id) in open {
            match records.get(&id).map(|k| &k.resident.presence) {
                Some(Presence::Merged { into, .. }) => next.push((contact, kind, *into)),
                Some(presence) => found.extend(presence.out_of_reach(kind).map(|gone| (contact, gone))),
                None => {}
            }
        }
        open = next;
    }
    Ok(found)
}

/// Checks whether an actor may use a verb at a code. A doctor is a party where their team is paired with the cell.
///
/// # Errors
/// [`Refusal::Denied`]; the store's errors.
pub fn may(
    tx: &mut Tx<'_>,
    actor: &Actor,
    verb: Verb,
    street: &GridCode,
    code: &GridCode,
    day: Day,
) -> Result<Permit, Refusal> {
    let party = teams::is_party(tx, actor, verb, street, code, day)?;
    Ok(actor.may(verb, code, party)?)
}

/// A record that the actor may see: an unknown and an invisible one give the same answer. For a merged record, the remaining one is
/// returned.
///
/// # Errors
/// [`Refusal::NotFound`]; the store's errors.
pub fn seen(
    tx: &mut Tx<'_>,
    actor: &Actor,
    street: &GridCode,
    id: ResidentId,
    day: Day,
) -> Result<(StoredResident, Permit), Refusal> {
    let kept = residents::read(tx, street, id)?.ok_or(Refusal::NotFound("resident"))?;
    let permit = may(tx, actor, Verb::HouseholdsRead, street, &kept.resident.code, day)
        .map_err(|_| Refusal::NotFound("resident"))?;
    Ok((kept, permit))
}

/// Residents found by a whole number, phone or name within a scope: with more than fifty of one name, more must be given.
///
/// # Errors
/// The store's errors.
pub fn find(
    tx: &mut Tx<'_>,
    seal: &Seal,
    streets: &[GridCode],
    scope: &Scope,
    mark: &Mark,
) -> Result<Vec<StoredResident>, StoreError> {
    let mut found = Vec::new();
    for street in streets {
        found.extend(residents::marked(tx, seal, street, mark)?);
    }
    found.retain(|k| scope.covers(&k.resident.code));
    found.truncate(50);
    Ok(found)
}

/// A record that the actor may see and change, at the version on which the change was decided, if one is given; with the permit for it.
fn changeable(
    work: &mut UnitOfWork<'_, '_>,
    verb: Verb,
    id: ResidentId,
    version: Option<i64>,
) -> Result<(StoredResident, Permit), Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let (kept, _) = seen(work.tx, work.actor, &street, id, today)?;
    let permit = may(work.tx, work.actor, verb, &street, &kept.resident.code, today)?;
    match version {
        Some(version) if version != kept.version => Err(Refusal::VersionMoved(kept.version)),
        _ => Ok((kept, permit)),
    }
}

/// Stores a changed resident and its entry.
fn keep(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    resident: &Resident,
    version: i64,
    kind: &str,
    body: &Value,
) -> Result<Receipt, Refusal> {
    let (street, now, keys) = (work.tenant, work.now, work.seal().clone());
    if !residents::update(work.tx, &keys, &street, resident, version, now)? {
        return Err(Refusal::VersionMoved(version));
    }
    tell(work, permit, resident.id.uuid(), kind, body)?;
    Ok(Receipt { id: resident.id.uuid(), version: version + 1 })
}

/// Appends one entry to the chain of a resident or household.
fn tell(work: &mut UnitOfWork<'_, '_>, permit: Permit, stream: Uuid, kind: &str, body: &Value) -> Result<(), Refusal> {
    work.append_to(permit, stream, kind, body.to_string())
}
