//! SQL of follow-up data: one row for each person, indexed by the due day for the overdue list.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;
use weiguang_domain::care::recheck::Recheck;
use weiguang_domain::care::verdict::Illness;
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::ids::ResidentId;
use weiguang_domain::kernel::time::Day;
use weiguang_store::{Row, StoreError, Tx, params};

use super::community;
use crate::outside::columns::code_at;
use crate::outside::sealed_row::{open, seal};
use crate::rooms::care::record::{Followed, Joined};

/// Locks a person's row for this transaction, creating it if needed: changes of one person's care are serialised.
const TAKE: &str = "INSERT INTO care_people (tenant, id, code, community, due, sealed, version) VALUES ($1, $2, $3, $4, $5, $6, 1) \
 ON CONFLICT (tenant, id) DO UPDATE SET version = care_people.version + 1 RETURNING id, code, sealed";
const PUT: &str =
    "UPDATE care_people SET code = $3, community = $4, due = $5, sealed = $6 WHERE tenant = $1 AND id = $2";
const READ: &str = "SELECT id, code, sealed FROM care_people WHERE tenant = $1 AND id = $2";
const UNDER: &str = "SELECT id, code, sealed FROM care_people WHERE tenant = $1 AND code >= $2 AND code < $3 AND id > $4 ORDER BY id LIMIT $5";
const OVERDUE_STREET: &str = "SELECT id, code, due FROM care_people WHERE tenant = $1 AND due < $4 AND (due, id) > ($5, $6) AND code >= $2 AND code < $3 AND EXISTS (SELECT 1 FROM residents r WHERE r.tenant = care_people.tenant AND r.id = care_people.id AND r.state = 'here') ORDER BY due, id LIMIT $7";
const OVERDUE_COMMUNITY: &str = "SELECT id, code, due FROM care_people WHERE tenant = $1 AND community = $8 AND due < $4 AND (due, id) > ($5, $6) AND code >= $2 AND code < $3 AND EXISTS (SELECT 1 FROM residents r WHERE r.tenant = care_people.tenant AND r.id = care_people.id AND r.state = 'here') ORDER BY due, id LIMIT $7";

const DELETE: &str = "DELETE FROM care_people WHERE tenant = $1 AND id = $2";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("care_people.TAKE", TAKE),
    ("care_people.PUT", PUT),
    ("care_people.READ", READ),
    ("care_people.UNDER", UNDER),
    ("care_people.DELETE", DELETE),
    ("care_people.OVERDUE_STREET", OVERDUE_STREET),
    ("care_people.OVERDUE_COMMUNITY", OVERDUE_COMMUNITY),
];

/// The table's name, which seals are bound to.
pub const TABLE: &str = "care_people";

#[derive(Default, Serialize, Deserialize)]
struct Sealed {
    rechecks: Vec<Recheck>,
    illnesses: BTreeSet<Illness>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    joined: Option<Joined>,
}

fn sealed(tx: &Tx<'_>, street: &GridCode, f: &Followed) -> Result<Vec<u8>, StoreError> {
    let plain = Sealed { rechecks: f.rechecks.clone(), illnesses: f.illnesses.clone(), joined: f.joined.clone() };
    seal(tx, street, TABLE, f.resident.uuid(), &plain)
}

fn followed(row: &Row<'_>, street: &GridCode) -> Result<Followed, StoreError> {
    let id: Uuid = row.get(0)?;
    let Sealed { rechecks, illnesses, joined } = open(row, 2, street, TABLE, id)?;
    Ok(Followed { resident: ResidentId::new(id), code: code_at(row, 1)?, rechecks, illnesses, joined })
}

/// Locks a person for this transaction, in their present cell.
pub fn take(tx: &mut Tx<'_>, street: &GridCode, resident: ResidentId, code: GridCode) -> Result<Followed, StoreError> {
    let new = Followed::new(resident, code);
    let (sealed, community, due) = (sealed(tx, street, &new)?, community(&code), new.due().to_string());
    let row = params![street.as_str(), resident.uuid(), code.as_str(), community.as_str(), due, sealed];
    let taken = tx.one(TAKE, row, |row| followed(row, street))?;
    Ok(Followed { code, ..taken.unwrap_or(new) })
}

/// Stores the follow-up data of a locked person.
pub fn put(tx: &mut Tx<'_>, street: &GridCode, f: &Followed) -> Result<(), StoreError> {
    let sealed = sealed(tx, street, f)?;
    let (due, community) = (f.due().to_string(), community(&f.code));
    let row = params![street.as_str(), f.resident.uuid(), f.code.as_str(), community.as_str(), due, sealed];
    tx.exec(PUT, row).map(drop)
}

/// A person's follow-up data.
pub fn read(tx: &mut Tx<'_>, street: &GridCode, id: ResidentId) -> Result<Option<Followed>, StoreError> {
    tx.one(READ, params![street.as_str(), id.uuid()], |row| followed(row, street))
}

/// Follow-up data under a code in order of id, after one.
pub fn under(tx: &mut Tx<'_>, under: &GridCode, after: Uuid, limit: i64) -> Result<Vec<Followed>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    tx.query(UNDER, params![street.as_str(), from, to, after, limit], |row| followed(row, &street))
}

/// A person with an overdue re-measurement: who, where, and its last day. The quantity is not included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overdue {
    /// The resident.
    pub resident: ResidentId,
    /// Their cell.
    pub code: GridCode,
    /// The day that has passed.
    pub due: Day,
}

/// People under a code whose re-measurement was due before a day, the longest overdue first, after a (day, id).
pub fn overdue(
    tx: &mut Tx<'_>,
    under: &GridCode,
    today: Day,
    after: (&str, Uuid),
    limit: i64,
) -> Result<Vec<Overdue>, StoreError> {
    let (street, (from, to), day) = (under.street().unwrap_or(*under), under.range(), today.to_string());
    let line = |row: &Row<'_>| {
        let due: String = row.get(2)?;
        let due = due.parse().map_err(|_| StoreError::Row { column: "due".into(), why: format!("no day: {due}") })?;
        Ok(Overdue { resident: ResidentId::new(row.get(0)?), code: code_at(row, 1)?, due })
    };
    let (street, at, id) = (street.as_str(), after.0, after.1);
    match under.at(Level::Community) {
        None => tx.query(OVERDUE_STREET, params![street, from, to, day, at, id, limit], line),
        Some(c) => tx.query(OVERDUE_COMMUNITY, params![street, from, to, day, at, id, limit, c.as_str()], line),
    }
}

/// Deletes a person's follow-up data; returns whether there was any.
pub fn delete(tx: &mut Tx<'_>, street: &GridCode, id: ResidentId) -> Result<u64, StoreError> {
    tx.exec(DELETE, params![street.as_str(), id.uuid()])
}
