//! The SQL of care, table by table, and the one way in which what tells of health becomes bytes.

pub mod alerts;
pub mod people;
pub mod readings;
pub mod rules;

use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;
use weiguang_domain::grid::{GridCode, Level};
use weiguang_store::{Row, StoreError, Tx};

/// What binds what is sealed of a row to its table, street and id.
#[must_use]
pub fn seal_context(street: &GridCode, table: &str, id: Uuid) -> String {
    format!("{table} {street} {id}")
}

fn unreadable(why: impl std::fmt::Display) -> StoreError {
    StoreError::Row { column: "sealed".into(), why: why.to_string() }
}

fn seal<T: Serialize>(tx: &Tx<'_>, street: &GridCode, table: &str, id: Uuid, value: &T) -> Result<Vec<u8>, StoreError> {
    let plain = serde_json::to_vec(value).map_err(unreadable)?;
    tx.seal(&seal_context(street, table, id), &plain)
}

fn open<T: DeserializeOwned>(
    row: &Row<'_>,
    index: usize,
    street: &GridCode,
    table: &str,
    id: Uuid,
) -> Result<T, StoreError> {
    let plain = row.open(index, &seal_context(street, table, id))?;
    serde_json::from_slice(&plain).map_err(unreadable)
}

/// The community of a code, or the street while the place is not known that far.
fn community(code: &GridCode) -> GridCode {
    code.at(Level::Community).unwrap_or(*code)
}
