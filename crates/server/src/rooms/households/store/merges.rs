//! SQL of merges, of records marked as two people, and of a resident's belongings that move along.

use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::Merge;
use weiguang_domain::households::merge::{Belonging, Belongs};
use weiguang_domain::kernel::ids::{AccountId, HouseholdId, MergeId, ResidentId};
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{StoreError, Tx, params};

use crate::outside::sealed_row::{open, seal};

const PUT: &str = "INSERT INTO merges (tenant, id, kept, gone, at, undone, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7)";
const UNDO: &str = "UPDATE merges SET undone = $3, sealed = $4 WHERE tenant = $1 AND id = $2 AND NOT undone";
const READ: &str = "SELECT id, sealed FROM merges WHERE tenant = $1 AND id = $2";
const INTO: &str = "SELECT id, sealed FROM merges WHERE tenant = $1 AND kept = $2 ORDER BY id DESC";
const CONTACTS_OF: &str = "SELECT id FROM contacts WHERE tenant = $1 AND of_resident = $2 ORDER BY id";
const CONTACTS_AS: &str = "SELECT id FROM contacts WHERE tenant = $1 AND as_resident = $2 ORDER BY id";
const NEEDS: &str = "SELECT id FROM needs WHERE tenant = $1 AND resident = $2 ORDER BY id";
const GIVE_CONTACT: &str = "UPDATE contacts SET of_resident = $3, household = $4 WHERE tenant = $1 AND id = $2";
const GIVE_AS_CONTACT: &str = "UPDATE contacts SET as_resident = $3 WHERE tenant = $1 AND id = $2";
const GIVE_NEED: &str = "UPDATE needs SET resident = $3 WHERE tenant = $1 AND id = $2";
const SET_APART: &str =
    "INSERT INTO apart (tenant, first, second, by_account, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
const ALL_APART: &str = "SELECT first, second FROM apart WHERE tenant = $1 ORDER BY first, second";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("merges.PUT", PUT),
    ("merges.UNDO", UNDO),
    ("merges.READ", READ),
    ("merges.INTO", INTO),
    ("merges.CONTACTS_OF", CONTACTS_OF),
    ("merges.CONTACTS_AS", CONTACTS_AS),
    ("merges.NEEDS", NEEDS),
    ("merges.GIVE_CONTACT", GIVE_CONTACT),
    ("merges.GIVE_AS_CONTACT", GIVE_AS_CONTACT),
    ("merges.GIVE_NEED", GIVE_NEED),
    ("merges.SET_APART", SET_APART),
    ("merges.ALL_APART", ALL_APART),
];

/// Stores a merge.
pub fn insert(tx: &mut Tx<'_>, street: &GridCode, m: &Merge) -> Result<(), StoreError> {
    let sealed = seal(tx, street, "merges", m.id.uuid(), m)?;
    let (kept, gone) = (m.before.0.id.uuid(), m.before.1.id.uuid());
    tx.exec(PUT, params![street.as_str(), m.id.uuid(), kept, gone, m.at.micros(), false, sealed]).map(drop)
}

/// Marks a merge as undone; returns whether it was not undone before.
pub fn undo(tx: &mut Tx<'_>, street: &GridCode, m: &Merge) -> Result<bool, StoreError> {
    let sealed = seal(tx, street, "merges", m.id.uuid(), m)?;
    Ok(tx.exec(UNDO, params![street.as_str(), m.id.uuid(), true, sealed])? == 1)
}

/// One merge.
pub fn read(tx: &mut Tx<'_>, street: &GridCode, id: MergeId) -> Result<Option<Merge>, StoreError> {
    tx.one(READ, params![street.as_str(), id.uuid()], |row| open(row, 1, street, "merges", row.get(0)?))
}

/// The merges into a record, latest first.
pub fn into(tx: &mut Tx<'_>, street: &GridCode, kept: ResidentId) -> Result<Vec<Merge>, StoreError> {
    tx.query(INTO, params![street.as_str(), kept.uuid()], |row| open(row, 1, street, "merges", row.get(0)?))
}

/// A resident's belongings in this room.
pub fn belongings(tx: &mut Tx<'_>, street: &GridCode, of: ResidentId) -> Result<Vec<Belonging>, StoreError> {
    let mut all = Vec::new();
    for (what, sql) in [(Belongs::Contact, CONTACTS_OF), (Belongs::AsContact, CONTACTS_AS), (Belongs::Need, NEEDS)] {
        all.extend(tx.query(sql, params![street.as_str(), of.uuid()], |row| Ok(Belonging { what, id: row.get(0)? }))?);
    }
    Ok(all)
}

/// Moves one of a resident's own contacts to another resident and their household.
pub fn give_contact(
    tx: &mut Tx<'_>,
    street: &GridCode,
    id: Uuid,
    to: ResidentId,
    household: HouseholdId,
) -> Result<(), StoreError> {
    tx.exec(GIVE_CONTACT, params![street.as_str(), id, to.uuid(), household.uuid()]).map(drop)
}

/// Links a contact to a resident.
pub fn give_as_contact(tx: &mut Tx<'_>, street: &GridCode, id: Uuid, to: ResidentId) -> Result<(), StoreError> {
    tx.exec(GIVE_AS_CONTACT, params![street.as_str(), id, to.uuid()]).map(drop)
}

/// Moves a need to a resident.
pub fn give_need(tx: &mut Tx<'_>, street: &GridCode, id: Uuid, to: ResidentId) -> Result<(), StoreError> {
    tx.exec(GIVE_NEED, params![street.as_str(), id, to.uuid()]).map(drop)
}

/// Stores that two records are two people.
pub fn set_apart(
    tx: &mut Tx<'_>,
    street: &GridCode,
    (a, b): (ResidentId, ResidentId),
    by: AccountId,
    at: Moment,
) -> Result<(), StoreError> {
    let (first, second) = (a.min(b), a.max(b));
    tx.exec(SET_APART, params![street.as_str(), first.uuid(), second.uuid(), by.uuid(), at.micros()]).map(drop)
}

/// Pairs of records marked as two people.
pub fn all_apart(tx: &mut Tx<'_>, street: &GridCode) -> Result<Vec<(ResidentId, ResidentId)>, StoreError> {
    tx.query(ALL_APART, params![street.as_str()], |row| {
        Ok((ResidentId::new(row.get(0)?), ResidentId::new(row.get(1)?)))
    })
}
