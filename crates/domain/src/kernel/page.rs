//! Keyset pages: a list is asked for "after this place" and "at most so many", never by page number.

use serde::{Deserialize, Serialize};

/// The most rows that one page may hold.
pub const MAX_LIMIT: i64 = 200;
/// Rows on a page when nobody says.
pub const DEFAULT_LIMIT: i64 = 50;

/// A bounded wish for rows.
#[must_use]
pub fn limit(wish: Option<i64>) -> i64 {
    wish.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT)
}

/// A page of rows and where the next one starts; `next` is `None` at the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows, in the list's order.
    pub items: Vec<T>,
    /// An opaque cursor for the next page.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Cuts `rows`, of which one more than `limit` was asked for, and names the place after the last kept one.
    pub fn cut(mut rows: Vec<T>, limit: i64, cursor: impl Fn(&T) -> String) -> Self {
        let limit = usize::try_from(limit).unwrap_or(0);
        let more = rows.len() > limit;
        // A row at least, so that there is a place after it, where some could not be read.
        rows.truncate(limit.max(1));
        let next = if more { rows.last().map(cursor) } else { None };
        Self { items: rows, next }
    }
}
