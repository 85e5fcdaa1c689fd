//! Answers to writes, remembered so that a write that is sent again happens once and is answered alike.

use serde::Serialize;
use serde::de::DeserializeOwned;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{StoreError, Tx, params};

use crate::web::Refusal;
use crate::web::extract::Send as Sending;

const READ: &str = "SELECT hash, reply FROM sends WHERE tenant = $1 AND id = $2";
const INSERT: &str = "INSERT INTO sends (tenant, id, hash, status, reply, at) VALUES ($1, $2, $3, 200, $4, $5)";
const FORGET: &str = "DELETE FROM sends WHERE tenant = $1 AND id IN (SELECT id FROM sends WHERE tenant = $1 AND at < $2 ORDER BY at LIMIT $3)";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[("sends.READ", READ), ("sends.INSERT", INSERT), ("sends.FORGET", FORGET)];

/// What an earlier sending of the same write was answered.
///
/// # Errors
/// [`Refusal::KeyReused`] if the key came before with another request; the store's.
pub fn replay<T: DeserializeOwned>(tx: &mut Tx<'_>, street: &GridCode, send: Sending) -> Result<Option<T>, Refusal> {
    let before = tx.one(READ, params![street.as_str(), send.key.uuid()], |row| {
        Ok((row.get::<[u8; 32]>(0)?, row.get::<String>(1)?))
    })?;
    let Some((hash, reply)) = before else { return Ok(None) };
    if hash != send.hash {
        return Err(Refusal::KeyReused);
    }
    serde_json::from_str(&reply).map(Some).map_err(|e| Refusal::Internal(e.to_string()))
}

/// Keeps what a write is answered.
///
/// # Errors
/// The store's.
pub fn keep<T: Serialize>(
    tx: &mut Tx<'_>,
    street: &GridCode,
    send: Sending,
    value: &T,
    now: Moment,
) -> Result<(), Refusal> {
    let reply = serde_json::to_string(value).map_err(|e| Refusal::Internal(e.to_string()))?;
    tx.exec(INSERT, params![street.as_str(), send.key.uuid(), &send.hash, reply, now.micros()])?;
    Ok(())
}

/// Forgets some answers of a street that are older than anybody would still send again. Gives how many.
///
/// # Errors
/// The store's.
pub fn forget(tx: &mut Tx<'_>, street: &GridCode, before: Moment, limit: i64) -> Result<u64, StoreError> {
    tx.exec(FORGET, params![street.as_str(), before.micros(), limit])
}
