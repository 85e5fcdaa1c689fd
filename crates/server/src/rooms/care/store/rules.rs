//! SQL of the rules of care: texts as they were published, parsed again by the domain.

use weiguang_domain::kernel::time::Moment;
use weiguang_store::{StoreError, Tx, params};

const ALL: &str = "SELECT version, text, published_at FROM care_rules ORDER BY version";
const INSERT: &str = "INSERT INTO care_rules (version, text, published_at) VALUES ($1, $2, $3)";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[("care_rules.ALL", ALL), ("care_rules.INSERT", INSERT)];

/// Every published version with its text, from the first.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<(u32, String, Moment)>, StoreError> {
    tx.query(ALL, params![], |row| Ok((row.get(0)?, row.get(1)?, Moment::from_micros(row.get(2)?))))
}

/// Stores a published version.
pub fn insert(tx: &mut Tx<'_>, version: u32, text: &str, now: Moment) -> Result<(), StoreError> {
    tx.exec(INSERT, params![version, text, now.micros()]).map(drop)
}
