//! SQL of the desk to call back: one row for each street, and none until it was set.

use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{StoreError, Tx, params};

use crate::rooms::care::record::CallBack;

const READ: &str = "SELECT name, number, by_account, at, version FROM call_backs WHERE tenant = $1";
/// Two concurrent changes conflict at the version.
const PUT: &str = "INSERT INTO call_backs (tenant, name, number, by_account, at, version) VALUES ($1, $2, $3, $4, $5, 1) \
 ON CONFLICT (tenant) DO UPDATE SET name = $2, number = $3, by_account = $4, at = $5, version = call_backs.version + 1 WHERE call_backs.version = $6";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[("call_backs.READ", READ), ("call_backs.PUT", PUT)];

/// The desk to call back in a street, if it was set.
pub fn read(tx: &mut Tx<'_>, street: &GridCode) -> Result<Option<CallBack>, StoreError> {
    tx.one(READ, params![street.as_str()], |row| {
        Ok(CallBack {
            name: row.get(0)?,
            number: row.get(1)?,
            by: AccountId::new(row.get(2)?),
            at: Moment::from_micros(row.get(3)?),
            version: row.get(4)?,
        })
    })
}

/// Stores it, if its present version is the one before this; returns whether it was stored.
pub fn put(tx: &mut Tx<'_>, street: &GridCode, c: &CallBack) -> Result<bool, StoreError> {
    let before = c.version - 1;
    let row = params![street.as_str(), &c.name, &c.number, c.by.uuid(), c.at.micros(), before];
    Ok(tx.exec(PUT, row)? == 1)
}
