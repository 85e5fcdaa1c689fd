//! SQL of contacts: sealed, in their household's order; unsealed columns are used to move them.

use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::Contact;
use weiguang_domain::kernel::ids::{ContactId, HouseholdId, ResidentId};
use weiguang_store::{Row, StoreError, Tx, params};

use crate::outside::sealed_row::{open, seal};

const PUT: &str = "INSERT INTO contacts (tenant, id, household, rank, of_resident, as_resident, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7) \
 ON CONFLICT (tenant, id) DO UPDATE SET household = excluded.household, rank = excluded.rank, of_resident = excluded.of_resident, \
 as_resident = excluded.as_resident, sealed = excluded.sealed";
const OF_HOUSEHOLD: &str =
    "SELECT id, of_resident, as_resident, sealed FROM contacts WHERE tenant = $1 AND household = $2 ORDER BY rank, id";
const UNDER: &str = "SELECT c.id, c.of_resident, c.as_resident, c.sealed, c.household FROM contacts c \
 JOIN households h ON h.tenant = c.tenant AND h.id = c.household WHERE c.tenant = $1 AND h.code >= $2 AND h.code < $3 ORDER BY c.household, c.rank, c.id LIMIT 20000";
const SET_RANK: &str = "UPDATE contacts SET rank = $3 WHERE tenant = $1 AND id = $2";
const DELETE: &str = "DELETE FROM contacts WHERE tenant = $1 AND id = $2";
const HOUSEHOLD: &str = "SELECT household FROM contacts WHERE tenant = $1 AND id = $2";
const FOLLOW: &str = "UPDATE contacts SET household = $3, rank = rank + 100 WHERE tenant = $1 AND of_resident = $2";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("contacts.PUT", PUT),
    ("contacts.OF_HOUSEHOLD", OF_HOUSEHOLD),
    ("contacts.UNDER", UNDER),
    ("contacts.SET_RANK", SET_RANK),
    ("contacts.DELETE", DELETE),
    ("contacts.HOUSEHOLD", HOUSEHOLD),
    ("contacts.FOLLOW", FOLLOW),
];

fn contact(street: &GridCode, row: &Row<'_>) -> Result<Contact, StoreError> {
    let id: Uuid = row.get(0)?;
    let mut contact: Contact = open(row, 3, street, "contacts", id)?;
    contact.of = row.get::<Option<Uuid>>(1)?.map(ResidentId::new);
    contact.resident = row.get::<Option<Uuid>>(2)?.map(ResidentId::new);
    Ok(contact)
}

/// Stores a contact, new or changed, at a position in its household's order.
pub fn put(
    tx: &mut Tx<'_>,
    street: &GridCode,
    household: HouseholdId,
    rank: usize,
    c: &Contact,
) -> Result<(), StoreError> {
    let sealed = seal(tx, street, "contacts", c.id.uuid(), c)?;
    let (of, is) = (c.of.map(ResidentId::uuid), c.resident.map(ResidentId::uuid));
    let rank = i64::try_from(rank).unwrap_or(i64::MAX);
    tx.exec(PUT, params![street.as_str(), c.id.uuid(), household.uuid(), rank, of, is, sealed]).map(drop)
}

/// The contacts of a household in its order.
pub fn of_household(tx: &mut Tx<'_>, street: &GridCode, id: HouseholdId) -> Result<Vec<Contact>, StoreError> {
    tx.query(OF_HOUSEHOLD, params![street.as_str(), id.uuid()], |row| contact(street, row))
}

/// The contacts of all households under a code, each household's in its order.
pub fn under(tx: &mut Tx<'_>, code: &GridCode) -> Result<Vec<(HouseholdId, Contact)>, StoreError> {
    let (street, (from, to)) = (code.street().unwrap_or(*code), code.range());
    tx.query(UNDER, params![street.as_str(), from, to], |row| {
        Ok((HouseholdId::new(row.get(4)?), contact(&street, row)?))
    })
}

/// Stores the order of contacts.
pub fn rank(tx: &mut Tx<'_>, street: &GridCode, contacts: &[Contact]) -> Result<(), StoreError> {
    for (place, contact) in contacts.iter().enumerate() {
        let rank = i64::try_from(place).unwrap_or(i64::MAX);
        tx.exec(SET_RANK, params![street.as_str(), contact.id.uuid(), rank])?;
    }
    Ok(())
}

/// Removes a contact.
pub fn delete(tx: &mut Tx<'_>, street: &GridCode, id: ContactId) -> Result<u64, StoreError> {
    tx.exec(DELETE, params![street.as_str(), id.uuid()])
}

/// The household of a contact.
pub fn household_of(tx: &mut Tx<'_>, street: &GridCode, id: ContactId) -> Result<Option<HouseholdId>, StoreError> {
    tx.one(HOUSEHOLD, params![street.as_str(), id.uuid()], |row| row.get(0).map(HouseholdId::new))
}

/// Moves a resident's own contacts to another household, after those that it has.
pub fn follow(tx: &mut Tx<'_>, street: &GridCode, of: ResidentId, to: HouseholdId) -> Result<u64, StoreError> {
    tx.exec(FOLLOW, params![street.as_str(), of.uuid(), to.uuid()])
}
