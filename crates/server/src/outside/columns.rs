//! Reads columns with a code or a day, and the error if they have other values.

use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::time::Day;
use weiguang_store::{Row, StoreError};

/// The error for a column with an invalid value.
pub fn unreadable(column: &str, why: impl std::fmt::Display) -> StoreError {
    StoreError::Row { column: column.into(), why: why.to_string() }
}

/// Reads a column with a code.
///
/// # Errors
/// If the value is not a code.
pub fn code_at(row: &Row<'_>, index: usize) -> Result<GridCode, StoreError> {
    let text: String = row.get(index)?;
    GridCode::parse(&text).map_err(|e| unreadable(&index.to_string(), format!("{text}: {e}")))
}

/// Reads a column with a day, `YYYY-MM-DD`.
///
/// # Errors
/// If the value is not a day.
pub fn day_at(row: &Row<'_>, index: usize) -> Result<Day, StoreError> {
    let text: String = row.get(index)?;
    text.parse().map_err(|e| unreadable(&index.to_string(), format!("{text}: {e}")))
}
