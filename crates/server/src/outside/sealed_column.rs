//! Sealed columns: each room declares its own (`Room::sealed`), so that all are resealed under a new key and checked by doctor.

use uuid::Uuid;
use weiguang_domain::grid::GridCode;

/// The key of a row besides its street: an id; a stream and a number; a case and an id within it.
pub type Key = (Uuid, Uuid, i64);

/// Key by which the rows of a table are paged.
#[derive(Clone, Copy, Debug)]
pub enum Walk {
    /// By street and id.
    Id,
    /// By street, stream and number.
    Stream,
    /// By street, case and id.
    OfCase,
    /// By street, account and id.
    OfAccount,
    /// By id alone: a catalogue.
    Catalogue,
}

/// A sealed column of one table.
#[derive(Clone, Copy, Debug)]
pub struct SealedColumn {
    /// `table.column`.
    pub name: &'static str,
    /// Key by which its rows are paged.
    pub walk: Walk,
    /// Reads a page of values after a key.
    pub page: &'static str,
    /// Replaces a value, unless it was changed meanwhile.
    pub put: &'static str,
    /// The context that binds a value to its row.
    pub context: fn(&GridCode, Key) -> String,
}

/// Declares a sealed column: its table, its name, how its rows are paged, and the context that binds a value to its row.
macro_rules! column {
    ($table:literal, $column:literal, $walk:ident, $context:expr) => {
        $crate::outside::sealed_column::SealedColumn {
            name: concat!($table, ".", $column),
            walk: $crate::outside::sealed_column::Walk::$walk,
            page: $crate::outside::sealed_column::column!(@page $walk, $table, $column),
            put: $crate::outside::sealed_column::column!(@put $walk, $table, $column),
            context: $context,
        }
    };
    (@page Id, $table:literal, $column:literal) => {
        concat!("SELECT id, ", $column, " FROM ", $table, " WHERE tenant = $1 AND id > $2 AND ", $column, " IS NOT NULL ORDER BY id LIMIT $3")
    };
    (@put Id, $table:literal, $column:literal) => {
        concat!("UPDATE ", $table, " SET ", $column, " = $3 WHERE tenant = $1 AND id = $2 AND ", $column, " = $4")
    };
    (@page Stream, $table:literal, $column:literal) => {
        concat!("SELECT stream, seq, ", $column, " FROM ", $table, " WHERE tenant = $1 AND (stream, seq) > ($2, $3) AND ", $column, " IS NOT NULL ORDER BY stream, seq LIMIT $4")
    };
    (@put Stream, $table:literal, $column:literal) => {
        concat!("UPDATE ", $table, " SET ", $column, " = $4 WHERE tenant = $1 AND stream = $2 AND seq = $3 AND ", $column, " = $5")
    };
    (@page OfCase, $table:literal, $column:literal) => {
        concat!("SELECT case_id, id, ", $column, " FROM ", $table, " WHERE tenant = $1 AND (case_id, id) > ($2, $3) AND ", $column, " IS NOT NULL ORDER BY case_id, id LIMIT $4")
    };
    (@put OfCase, $table:literal, $column:literal) => {
        concat!("UPDATE ", $table, " SET ", $column, " = $4 WHERE tenant = $1 AND case_id = $2 AND id = $3 AND ", $column, " = $5")
    };
    (@page OfAccount, $table:literal, $column:literal) => {
        concat!("SELECT account, id, ", $column, " FROM ", $table, " WHERE tenant = $1 AND (account, id) > ($2, $3) AND ", $column, " IS NOT NULL ORDER BY account, id LIMIT $4")
    };
    (@put OfAccount, $table:literal, $column:literal) => {
        concat!("UPDATE ", $table, " SET ", $column, " = $4 WHERE tenant = $1 AND account = $2 AND id = $3 AND ", $column, " = $5")
    };
    (@page Catalogue, $table:literal, $column:literal) => {
        concat!("SELECT id, ", $column, " FROM ", $table, " WHERE id > $1 AND ", $column, " IS NOT NULL ORDER BY id LIMIT $2")
    };
    (@put Catalogue, $table:literal, $column:literal) => {
        concat!("UPDATE ", $table, " SET ", $column, " = $2 WHERE id = $1 AND ", $column, " = $3")
    };
}
pub(crate) use column;

/// The statements of some columns, for `prepare_all`.
pub fn statements(columns: impl Iterator<Item = &'static SealedColumn>) -> Vec<(&'static str, &'static str)> {
    columns.flat_map(|c| [(c.page, c.page), (c.put, c.put)]).collect()
}
