//! The rows of those who joined a matter: sealed contacts, never listed.

use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{CaseId, ReporterId};
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{StoreError, Tx, params};

use crate::rooms::cases::record::Record;

const INSERT: &str = "INSERT INTO case_followers (tenant, case_id, id, contact, from_case, at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
const SAID_NOT: &str = "SELECT not_solved_at FROM case_followers WHERE tenant = $1 AND case_id = $2 AND id = $3";
const SET_SAID_NOT: &str =
    "UPDATE case_followers SET not_solved_at = $4 WHERE tenant = $1 AND case_id = $2 AND id = $3";
const COUNT_NOT: &str =
    "SELECT COUNT(*) FROM case_followers WHERE tenant = $1 AND case_id = $2 AND not_solved_at >= $3";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("followers.INSERT", INSERT),
    ("followers.SAID_NOT", SAID_NOT),
    ("followers.SET_SAID_NOT", SET_SAID_NOT),
    ("followers.COUNT_NOT", COUNT_NOT),
];

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

/// When a follower last said that it is not solved for them.
pub fn said_not(
    tx: &mut Tx<'_>,
    street: &GridCode,
    case: CaseId,
    id: ReporterId,
) -> Result<Option<Moment>, StoreError> {
    let key = params![street.as_str(), case.uuid(), id.uuid()];
    let at = tx.one(SAID_NOT, key, |row| row.get::<Option<i64>>(0))?.flatten();
    Ok(at.map(Moment::from_micros))
}

/// Records when a follower said that it is not solved for them.
pub fn set_said_not(
    tx: &mut Tx<'_>,
    street: &GridCode,
    case: CaseId,
    id: ReporterId,
    at: Moment,
) -> Result<(), StoreError> {
    tx.exec(SET_SAID_NOT, params![street.as_str(), case.uuid(), id.uuid(), at.micros()])?;
    Ok(())
}

/// How many followers said that it is not solved for them since the work was done; nobody where it is not.
pub fn not_solved_for(tx: &mut Tx<'_>, street: &GridCode, record: &Record) -> Result<i64, StoreError> {
    let case = &record.case;
    let Some(done) = case.clocks.resolve.met.filter(|_| record.joined > 0) else { return Ok(0) };
    Ok(tx.one(COUNT_NOT, params![street.as_str(), case.id.uuid(), done.micros()], |row| row.get(0))?.unwrap_or(0))
}
