//! SQL of people who joined a matter: sealed contacts, never listed.

use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{CaseId, ReporterId};
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{StoreError, Tx, params};

use crate::rooms::cases::record::Record;

const INSERT: &str = "INSERT INTO case_followers (tenant, case_id, id, contact, from_case, at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
/// Those who joined, to be moved to the case that theirs is joined to.
const ALL: &str =
    "SELECT id, contact, from_case, at FROM case_followers WHERE tenant = $1 AND case_id = $2 ORDER BY at, id";
const JOINED_TO: &str = "SELECT from_case FROM case_followers WHERE tenant = $1 AND case_id = $2 AND from_case IS NOT NULL ORDER BY at, id LIMIT 200";
const SAID_NOT: &str = "SELECT not_solved_at FROM case_followers WHERE tenant = $1 AND case_id = $2 AND id = $3";
/// Older versions did not move those who had joined a case when it was joined to another, so the row may be missing.
const SET_SAID_NOT: &str = "INSERT INTO case_followers (tenant, case_id, id, at, not_solved_at) VALUES ($1, $2, $3, $4, $4) \
 ON CONFLICT (tenant, case_id, id) DO UPDATE SET not_solved_at = excluded.not_solved_at";
const COUNT_NOT: &str =
    "SELECT COUNT(*) FROM case_followers WHERE tenant = $1 AND case_id = $2 AND not_solved_at >= $3";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("followers.INSERT", INSERT),
    ("followers.ALL", ALL),
    ("followers.JOINED_TO", JOINED_TO),
    ("followers.SAID_NOT", SAID_NOT),
    ("followers.SET_SAID_NOT", SET_SAID_NOT),
    ("followers.COUNT_NOT", COUNT_NOT),
];

/// Adds a follower; returns whether they were new.
pub fn insert_follower(tx: &mut Tx<'_>, street: &GridCode, case: CaseId, new: Follower) -> Result<bool, StoreError> {
    let from = new.from.map(CaseId::uuid);
    let row = params![street.as_str(), case.uuid(), new.id.uuid(), new.contact, from, new.at.micros()];
    Ok(tx.exec(INSERT, row)? == 1)
}

/// A person who joined a matter.
#[derive(Clone, Debug)]
pub struct Follower {
    /// Their id; nothing else is known of them.
    pub id: ReporterId,
    /// A sealed phone.
    pub contact: Option<Vec<u8>>,
    /// The matter that they reported themselves.
    pub from: Option<CaseId>,
    /// When they joined.
    pub at: Moment,
}

/// All who joined a matter.
pub fn followers(tx: &mut Tx<'_>, street: &GridCode, case: CaseId) -> Result<Vec<Follower>, StoreError> {
    tx.query(ALL, params![street.as_str(), case.uuid()], |row| {
        Ok(Follower {
            id: ReporterId::new(row.get(0)?),
            contact: row.get(1)?,
            from: row.get::<Option<Uuid>>(2)?.map(CaseId::new),
            at: Moment::from_micros(row.get(3)?),
        })
    })
}

/// The matters that were joined to one, oldest first.
pub fn joined_to(tx: &mut Tx<'_>, street: &GridCode, case: CaseId) -> Result<Vec<CaseId>, StoreError> {
    tx.query(JOINED_TO, params![street.as_str(), case.uuid()], |row| Ok(CaseId::new(row.get(0)?)))
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

/// Number of followers who said that it is not solved for them since the work was done; 0 if it is not done.
pub fn not_solved_for(tx: &mut Tx<'_>, street: &GridCode, record: &Record) -> Result<i64, StoreError> {
    let case = &record.case;
    let Some(done) = case.clocks.resolve.met.filter(|_| record.joined > 0) else { return Ok(0) };
    Ok(tx.one(COUNT_NOT, params![street.as_str(), case.id.uuid(), done.micros()], |row| row.get(0))?.unwrap_or(0))
}
