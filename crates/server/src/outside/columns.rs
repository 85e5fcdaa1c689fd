//! Columns that hold a code or a day, and what is said of one that holds something else.

use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::time::Day;
use weiguang_store::{Row, StoreError};

/// A column that holds something else than it should.
pub fn unreadable(column: &str, why: impl std::fmt::Display) -> StoreError {
    StoreError::Row { column: column.into(), why: why.to_string() }
}

/// Reads a column that holds a code.
///
/// # Errors
/// If it holds something else.
pub fn code_at(row: &Row<'_>, index: usize) -> Result<GridCode, StoreError> {
    let text: String = row.get(index)?;
    GridCode::parse(&text).map_err(|e| unreadable(&index.to_string(), format!("{text}: {e}")))
}

/// Reads a column that holds a day, `YYYY-MM-DD`.
///
/// # Errors
/// If it holds something else.
pub fn day_at(row: &Row<'_>, index: usize) -> Result<Day, StoreError> {
    let text: String = row.get(index)?;
    text.parse().map_err(|e| unreadable(&index.to_string(), format!("{text}: {e}")))
}
