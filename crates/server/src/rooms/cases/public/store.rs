//! The rows of those who joined a matter: sealed contacts, never listed.

use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{CaseId, ReporterId};
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{StoreError, Tx, params};

const INSERT: &str = "INSERT INTO case_followers (tenant, case_id, id, contact, from_case, at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
const COUNT: &str = "SELECT COUNT(*) FROM case_followers WHERE tenant = $1 AND case_id = $2";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[("followers.INSERT", INSERT), ("followers.COUNT", COUNT)];

/// Adds a follower; gives whether they were new.
pub fn insert_follower(
    tx: &mut Tx<'_>,
    street: &GridCode,
    case: CaseId,
    id: ReporterId,
    contact: Option<Vec<u8>>,
    from: Option<CaseId>,
    at: Moment,
) -> Result<bool, StoreError> {
    let from = from.map(CaseId::uuid);
    Ok(tx.exec(INSERT, params![street.as_str(), case.uuid(), id.uuid(), contact, from, at.micros()])? == 1)
}

/// How many joined.
pub fn followers(tx: &mut Tx<'_>, street: &GridCode, case: CaseId) -> Result<i64, StoreError> {
    Ok(tx.one(COUNT, params![street.as_str(), case.uuid()], |row| row.get(0))?.unwrap_or(0))
}
