//! SQL of care needs: sealed, with an unsealed column for the last valid day.

use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::CareNeed;
use weiguang_domain::households::retention::NEED_DAYS;
use weiguang_domain::kernel::ids::{NeedId, ResidentId};
use weiguang_domain::kernel::time::Day;
use weiguang_store::{Row, StoreError, Tx, params};

use crate::outside::sealed_row::{open, seal};

const PUT: &str = "INSERT INTO needs (tenant, id, resident, until, forget, sealed) VALUES ($1, $2, $3, $4, $5, $6) \
 ON CONFLICT (tenant, id) DO UPDATE SET until = excluded.until, forget = excluded.forget, sealed = excluded.sealed";
const READ: &str = "SELECT id, resident, sealed FROM needs WHERE tenant = $1 AND id = $2";
const OF_RESIDENT: &str = "SELECT id, resident, sealed FROM needs WHERE tenant = $1 AND resident = $2 ORDER BY id";
const HOLDING_UNDER: &str = "SELECT n.id, n.resident, n.sealed FROM needs n JOIN residents r ON r.tenant = n.tenant AND r.id = n.resident \
 WHERE n.tenant = $1 AND r.code >= $2 AND r.code < $3 AND n.until >= $4 ORDER BY n.id";
const DELETE: &str = "DELETE FROM needs WHERE tenant = $1 AND id = $2";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("needs.PUT", PUT),
    ("needs.READ", READ),
    ("needs.OF_RESIDENT", OF_RESIDENT),
    ("needs.HOLDING_UNDER", HOLDING_UNDER),
    ("needs.DELETE", DELETE),
];

fn need(street: &GridCode, row: &Row<'_>) -> Result<CareNeed, StoreError> {
    let id: Uuid = row.get(0)?;
    let mut need: CareNeed = open(row, 2, street, "needs", id)?;
    need.resident = ResidentId::new(row.get(1)?);
    Ok(need)
}

/// The last valid day of a need, and the day from which on it is deleted.
fn days(need: &CareNeed) -> (Day, Day) {
    match need.consent.withdrawn {
        Some(on) => (need.expires.min(on.yesterday().unwrap_or(on)), on),
        None => {
            let span = jiff::Span::new().days(NEED_DAYS + 1);
            (need.expires, need.expires.checked_add(span).unwrap_or(need.expires))
        }
    }
}

/// Stores a need, new or changed.
pub fn put(tx: &mut Tx<'_>, street: &GridCode, need: &CareNeed) -> Result<(), StoreError> {
    let sealed = seal(tx, street, "needs", need.id.uuid(), need)?;
    let (until, forget) = days(need);
    let row =
        params![street.as_str(), need.id.uuid(), need.resident.uuid(), until.to_string(), forget.to_string(), sealed];
    tx.exec(PUT, row).map(drop)
}

/// One need.
pub fn read(tx: &mut Tx<'_>, street: &GridCode, id: NeedId) -> Result<Option<CareNeed>, StoreError> {
    tx.one(READ, params![street.as_str(), id.uuid()], |row| need(street, row))
}

/// All recorded needs of a person, expired ones included.
pub fn of_resident(tx: &mut Tx<'_>, street: &GridCode, id: ResidentId) -> Result<Vec<CareNeed>, StoreError> {
    tx.query(OF_RESIDENT, params![street.as_str(), id.uuid()], |row| need(street, row))
}

/// Needs under a code that are valid on a day.
pub fn holding_under(tx: &mut Tx<'_>, under: &GridCode, today: Day) -> Result<Vec<CareNeed>, StoreError> {
    let (street, (from, to)) = (under.street().unwrap_or(*under), under.range());
    tx.query(HOLDING_UNDER, params![street.as_str(), from, to, today.to_string()], |row| need(&street, row))
}

/// Removes a need.
pub fn delete(tx: &mut Tx<'_>, street: &GridCode, id: NeedId) -> Result<u64, StoreError> {
    tx.exec(DELETE, params![street.as_str(), id.uuid()])
}
