//! Keyset pagination: rows after a cursor, with a limit; no page numbers.

use serde::{Deserialize, Serialize};

/// Maximum rows per page.
pub const MAX_LIMIT: i64 = 200;
/// Rows per page by default.
pub const DEFAULT_LIMIT: i64 = 50;

/// The requested limit, clamped.
#[must_use]
pub fn limit(wish: Option<i64>) -> i64 {
    wish.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT)
}

/// A page of rows; `next` is `None` at the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows, in the list's order.
    pub items: Vec<T>,
    /// An opaque cursor for the next page.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Builds a page from `limit` + 1 queried rows, with the cursor after the last row of the page.
    pub fn cut(mut rows: Vec<T>, limit: i64, cursor: impl Fn(&T) -> String) -> Self {
        let limit = usize::try_from(limit).unwrap_or(0);
        let more = rows.len() > limit;
        // At least one row, because the cursor needs it.
        rows.truncate(limit.max(1));
        let next = if more { rows.last().map(cursor) } else { None };
        Self { items: rows, next }
    }
}
