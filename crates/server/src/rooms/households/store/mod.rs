//! The SQL of households, by what is kept: doors, residents, contacts, needs, merges, teams. A record is sealed whole; the columns beside
//! it say what a list must know, and where the two differ (a re-grid moved the cell), the column is right.

pub mod contacts;
pub mod doors;
pub mod merges;
pub mod needs;
pub mod residents;
pub mod retention;
pub mod teams;

use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::sealed::Plain;
use weiguang_domain::kernel::time::Day;
use weiguang_store::{Row, StoreError, Tx};

/// What binds a sealed record to its row.
#[must_use]
pub fn seal_context(street: &GridCode, table: &str, id: Uuid) -> String {
    format!("{table} {street} {id}")
}

fn unreadable(column: &str, why: impl std::fmt::Display) -> StoreError {
    StoreError::Row { column: column.into(), why: why.to_string() }
}

/// Seals a record for its row.
fn seal<T: Serialize>(
    tx: &Tx<'_>,
    street: &GridCode,
    table: &str,
    id: Uuid,
    record: &T,
) -> Result<Vec<u8>, StoreError> {
    let plain = Plain::of(record).map_err(|e| unreadable("sealed", e))?;
    tx.seal(&seal_context(street, table, id), plain.expose())
}

/// Opens a record in its row.
fn open<T: DeserializeOwned>(
    row: &Row<'_>,
    index: usize,
    street: &GridCode,
    table: &str,
    id: Uuid,
) -> Result<T, StoreError> {
    let plain = Plain::from_bytes(row.open(index, &seal_context(street, table, id))?);
    plain.read().map_err(|e| unreadable("sealed", e))
}

fn day_at(row: &Row<'_>, index: usize) -> Result<Day, StoreError> {
    let text: String = row.get(index)?;
    text.parse().map_err(|e| unreadable("day", format!("{text}: {e}")))
}
