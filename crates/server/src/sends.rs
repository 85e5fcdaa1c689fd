//! Answers to writes, stored so that a repeated write happens once and is answered alike. They may contain links and names, so they are
//! sealed, and returned only to the sender of the write.

use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, SendId};
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{StoreError, Tx, params};

use crate::problem::Refusal;

const READ: &str = "SELECT hash, sent_by, sealed IS NULL, reply, sealed FROM sends WHERE tenant = $1 AND id = $2";
const INSERT: &str =
    "INSERT INTO sends (tenant, id, hash, status, reply, at, sent_by, sealed) VALUES ($1, $2, $3, 200, '', $4, $5, $6)";
const FORGET: &str = "DELETE FROM sends WHERE tenant = $1 AND id IN (SELECT id FROM sends WHERE tenant = $1 AND at < $2 ORDER BY at LIMIT $3)";
const CLEAR: &str = "SELECT id, reply FROM sends WHERE tenant = $1 AND sealed IS NULL ORDER BY id LIMIT $2";
const SEAL: &str = "UPDATE sends SET sealed = $3, reply = '' WHERE tenant = $1 AND id = $2 AND sealed IS NULL";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("sends.READ", READ),
    ("sends.INSERT", INSERT),
    ("sends.FORGET", FORGET),
    ("sends.CLEAR", CLEAR),
    ("sends.SEAL", SEAL),
];

/// The idempotency key and hash of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sending {
    /// Key made by the client.
    pub key: SendId,
    /// Hash of the request.
    pub hash: [u8; 32],
}

/// The context that binds a sealed answer to its write.
pub fn seal_context(street: &GridCode, key: Uuid) -> String {
    format!("sends {street} {key} sealed")
}

/// The stored answer to the same write by the same person. A client that is not signed in is identified only by the key and the whole
/// request, both of which only their browser has.
///
/// # Errors
/// [`Refusal::KeyReused`] if the key was used with another request or by somebody else; the store's errors.
pub fn replay<T: DeserializeOwned>(
    tx: &mut Tx<'_>,
    street: &GridCode,
    by: AccountId,
    send: Sending,
) -> Result<Option<T>, Refusal> {
    let key = send.key.uuid();
    let before = tx.one(READ, params![street.as_str(), key], |row| {
        let reply = if row.get(2)? { row.get(3)? } else { row.open_text(4, &seal_context(street, key))? };
        Ok((row.get::<[u8; 32]>(0)?, row.get::<Option<Uuid>>(1)?, reply))
    })?;
    let Some((hash, sent_by, reply)) = before else { return Ok(None) };
    // Older versions did not record who sent a write; their answers expire after some days.
    if hash != send.hash || sent_by.is_some_and(|sent_by| sent_by != by.uuid()) {
        return Err(Refusal::KeyReused);
    }
    serde_json::from_str(&reply).map(Some).map_err(|e| Refusal::Internal(e.to_string()))
}

/// Stores the answer to a write.
///
/// # Errors
/// The store's errors.
pub fn keep<T: Serialize>(
    tx: &mut Tx<'_>,
    street: &GridCode,
    by: AccountId,
    send: Sending,
    value: &T,
    now: Moment,
) -> Result<(), Refusal> {
    let (key, reply) = (send.key.uuid(), serde_json::to_vec(value).map_err(|e| Refusal::Internal(e.to_string()))?);
    let sealed = tx.seal(&seal_context(street, key), &reply)?;
    tx.exec(INSERT, params![street.as_str(), key, &send.hash, now.micros(), by.uuid(), sealed])?;
    Ok(())
}

/// Deletes some answers of a street that are too old to be requested again. Returns their number.
///
/// # Errors
/// The store's errors.
pub fn forget(tx: &mut Tx<'_>, street: &GridCode, before: Moment, limit: i64) -> Result<u64, StoreError> {
    tx.exec(FORGET, params![street.as_str(), before.micros(), limit])
}

/// Seals some answers of a street that an older version stored in clear. Returns their number.
///
/// # Errors
/// The store's errors.
pub fn seal_some(tx: &mut Tx<'_>, street: &GridCode, limit: i64) -> Result<u64, StoreError> {
    let clear =
        tx.query(CLEAR, params![street.as_str(), limit], |row| Ok((row.get::<Uuid>(0)?, row.get::<String>(1)?)))?;
    let mut sealed = 0;
    for (key, reply) in clear {
        let bytes = tx.seal(&seal_context(street, key), reply.as_bytes())?;
        sealed += tx.exec(SEAL, params![street.as_str(), key, bytes])?;
    }
    Ok(sealed)
}
