//! The SQL of bulletins.

use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::BulletinId;
use weiguang_store::{StoreError, Tx, params};

use crate::outside::columns::code_at;

const INSERT: &str = "INSERT INTO bulletins (tenant, id, code, title) VALUES ($1, $2, $3, $4)";
const UNDER: &str =
    "SELECT id, code, title FROM bulletins WHERE tenant = $1 AND code >= $2 AND code < $3 ORDER BY id DESC LIMIT 200";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[("bulletins.INSERT", INSERT), ("bulletins.UNDER", UNDER)];

/// A row.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its id.
    pub id: BulletinId,
    /// Where it belongs.
    pub code: GridCode,
    /// Its title.
    pub title: String,
}

/// Stores a new one.
///
/// # Errors
/// The store's.
pub fn insert(tx: &mut Tx<'_>, street: &GridCode, one: &Record) -> Result<(), StoreError> {
    tx.exec(INSERT, params![street.as_str(), one.id.uuid(), one.code.as_str(), &one.title]).map(drop)
}

/// The newest under a code.
///
/// # Errors
/// The store's.
pub fn under(tx: &mut Tx<'_>, street: &GridCode, under: &GridCode) -> Result<Vec<Record>, StoreError> {
    let (from, to) = under.range();
    tx.query(UNDER, params![street.as_str(), from, to], |row| {
        Ok(Record { id: BulletinId::new(row.get(0)?), code: code_at(row, 1)?, title: row.get(2)? })
    })
}
