//! A record that is sealed whole in the row that it belongs to: the one way in which it becomes bytes and a record again.

use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::sealed::Plain;
use weiguang_store::{Row, StoreError, Tx};

use crate::outside::columns::unreadable;

/// What binds what is sealed of a row to its table, street and id.
#[must_use]
pub fn context(street: &GridCode, table: &str, id: Uuid) -> String {
    format!("{table} {street} {id}")
}

/// Seals a record for its row.
///
/// # Errors
/// If it cannot be written; the seal's.
pub fn seal<T: Serialize>(
    tx: &Tx<'_>,
    street: &GridCode,
    table: &str,
    id: Uuid,
    record: &T,
) -> Result<Vec<u8>, StoreError> {
    let plain = Plain::of(record).map_err(|e| unreadable("sealed", e))?;
    tx.seal(&context(street, table, id), plain.expose())
}

/// Opens a record in its row.
///
/// # Errors
/// The seal's; if it is no such record.
pub fn open<T: DeserializeOwned>(
    row: &Row<'_>,
    index: usize,
    street: &GridCode,
    table: &str,
    id: Uuid,
) -> Result<T, StoreError> {
    let plain = Plain::from_bytes(row.open(index, &context(street, table, id))?);
    plain.read().map_err(|e| unreadable("sealed", e))
}
