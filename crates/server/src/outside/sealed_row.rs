//! Records that are sealed as a whole in their row: the only conversion to bytes and back.

use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::sealed::Plain;
use weiguang_store::{Row, StoreError, Tx};

use crate::outside::columns::unreadable;

/// The context that binds a sealed value to its table, street and id.
#[must_use]
pub fn context(street: &GridCode, table: &str, id: Uuid) -> String {
    format!("{table} {street} {id}")
}

/// Seals a record for its row.
///
/// # Errors
/// If it cannot be serialised; errors of sealing.
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
/// Errors of opening; if it is no such record.
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
