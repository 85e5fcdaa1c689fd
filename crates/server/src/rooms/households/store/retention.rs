//! SQL of erasure: due records, deletions, and the remaining tombstones.

use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::retention::{Because, Tombstone};
use weiguang_domain::kernel::ids::{AccountId, HouseholdId, NeedId, ResidentId};
use weiguang_domain::kernel::time::Day;
use weiguang_store::{StoreError, Tx, params};

use crate::outside::columns::{code_at, day_at, unreadable};

const DUE: &str = "SELECT id FROM residents WHERE tenant = $1 AND state = $2 AND state <> 'here' AND state_day < $3 ORDER BY state_day, id LIMIT $4";
const NEEDS_DUE: &str =
    "SELECT id, resident FROM needs WHERE tenant = $1 AND forget <= $2 ORDER BY forget, id LIMIT $3";
const DELETE_NEEDS: &str = "DELETE FROM needs WHERE tenant = $1 AND resident = $2";
const DELETE_CONTACTS_OF: &str = "DELETE FROM contacts WHERE tenant = $1 AND of_resident = $2";
const DELETE_CONTACTS_AS: &str = "DELETE FROM contacts WHERE tenant = $1 AND as_resident = $2";
const DELETE_CONTACTS_AT: &str = "DELETE FROM contacts WHERE tenant = $1 AND household = $2";
const DELETE_MERGES: &str = "DELETE FROM merges WHERE tenant = $1 AND (kept = $2 OR gone = $2)";
const DELETE_APART: &str = "DELETE FROM apart WHERE tenant = $1 AND (first = $2 OR second = $2)";
const MERGED_INTO: &str = "SELECT gone FROM merges WHERE tenant = $1 AND kept = $2 AND NOT undone ORDER BY id";
const INSERT: &str =
    "INSERT INTO tombstones (tenant, id, code, day, because, by_account, removed) VALUES ($1, $2, $3, $4, $5, $6, $7)";
const UNDER: &str = "SELECT id, code, day, because, by_account, removed FROM tombstones WHERE tenant = $1 AND code >= $2 AND code < $3 AND id < $4 ORDER BY id DESC LIMIT $5";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("retention.DUE", DUE),
    ("retention.NEEDS_DUE", NEEDS_DUE),
    ("retention.DELETE_NEEDS", DELETE_NEEDS),
    ("retention.DELETE_CONTACTS_OF", DELETE_CONTACTS_OF),
    ("retention.DELETE_CONTACTS_AS", DELETE_CONTACTS_AS),
    ("retention.DELETE_CONTACTS_AT", DELETE_CONTACTS_AT),
    ("retention.DELETE_MERGES", DELETE_MERGES),
    ("retention.DELETE_APART", DELETE_APART),
    ("retention.MERGED_INTO", MERGED_INTO),
    ("retention.INSERT", INSERT),
    ("retention.UNDER", UNDER),
];

/// Records that have been in a state since before a day.
pub fn due(
    tx: &mut Tx<'_>,
    street: &GridCode,
    state: &'static str,
    before: Day,
    limit: i64,
) -> Result<Vec<ResidentId>, StoreError> {
    tx.query(DUE, params![street.as_str(), state, before.to_string(), limit], |row| row.get(0).map(ResidentId::new))
}

/// Needs to be deleted on a day.
pub fn needs_due(
    tx: &mut Tx<'_>,
    street: &GridCode,
    today: Day,
    limit: i64,
) -> Result<Vec<(NeedId, ResidentId)>, StoreError> {
    tx.query(NEEDS_DUE, params![street.as_str(), today.to_string(), limit], |row| {
        Ok((NeedId::new(row.get(0)?), ResidentId::new(row.get(1)?)))
    })
}

/// Deletes everything that this room stores besides the record itself; returns kinds and numbers.
pub fn remove(tx: &mut Tx<'_>, street: &GridCode, id: ResidentId) -> Result<Vec<(String, u32)>, StoreError> {
    let mut removed: Vec<(String, u32)> = Vec::new();
    for (what, sql) in [
        ("need", DELETE_NEEDS),
        ("contact", DELETE_CONTACTS_OF),
        ("as_contact", DELETE_CONTACTS_AS),
        ("merge", DELETE_MERGES),
        ("apart", DELETE_APART),
    ] {
        let count = tx.exec(sql, params![street.as_str(), id.uuid()])?;
        if count > 0 {
            removed.push((what.to_owned(), u32::try_from(count).unwrap_or(u32::MAX)));
        }
    }
    Ok(removed)
}

/// Deletes all contacts of a household without people.
pub fn empty_household(tx: &mut Tx<'_>, street: &GridCode, id: HouseholdId) -> Result<u64, StoreError> {
    tx.exec(DELETE_CONTACTS_AT, params![street.as_str(), id.uuid()])
}

/// Records merged into one and not separated again.
pub fn merged_into(tx: &mut Tx<'_>, street: &GridCode, kept: ResidentId) -> Result<Vec<ResidentId>, StoreError> {
    tx.query(MERGED_INTO, params![street.as_str(), kept.uuid()], |row| row.get(0).map(ResidentId::new))
}

const fn because_key(because: Because) -> &'static str {
    match because {
        Because::Asked => "asked",
        Because::Left => "left",
        Because::Died => "died",
        Because::Merged => "merged",
    }
}

/// Stores a tombstone.
pub fn insert(tx: &mut Tx<'_>, street: &GridCode, t: &Tombstone) -> Result<(), StoreError> {
    let removed = serde_json::to_string(&t.removed).map_err(|e| unreadable("removed", e))?;
    let row = params![
        street.as_str(),
        t.id.uuid(),
        t.code.as_str(),
        t.on.to_string(),
        because_key(t.because),
        t.by.map(AccountId::uuid),
        removed
    ];
    tx.exec(INSERT, row).map(drop)
}

/// Tombstones under a code, latest records first, before one.
pub fn under(tx: &mut Tx<'_>, under: &GridCode, before: Uuid, limit: i64) -> Result<Vec<Tombstone>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    tx.query(UNDER, params![street.as_str(), from, to, before, limit], |row| {
        let because = match row.get::<String>(3)?.as_str() {
            "asked" => Because::Asked,
            "left" => Because::Left,
            "died" => Because::Died,
            "merged" => Because::Merged,
            other => return Err(unreadable("because", other)),
        };
        Ok(Tombstone {
            id: ResidentId::new(row.get(0)?),
            code: code_at(row, 1)?,
            on: day_at(row, 2)?,
            because,
            by: row.get::<Option<Uuid>>(4)?.map(AccountId::new),
            removed: serde_json::from_str(&row.get::<String>(5)?).map_err(|e| unreadable("removed", e))?,
        })
    })
}
