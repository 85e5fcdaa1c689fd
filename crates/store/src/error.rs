//! Errors of the store, the same for both engines.

/// An error of the store.
///
/// Table, column and constraint names inside are for code and operators, not for users.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The queue is full: nothing was done; answer 503 with Retry-After.
    #[error("the store's queue is full")]
    Full,
    /// The store is shutting down: nothing was done.
    #[error("the store is closed")]
    Closed,
    /// A unique or primary key conflict. `constraint` is `table(column,column)` in the order of the key on both
    /// engines; for an index over expressions its name. If a row violates two keys, the engines differ in which they
    /// report.
    #[error("a row with the same key exists: {constraint}")]
    Conflict {
        /// `table(column,column)`, or the name of an index over expressions.
        constraint: String,
    },
    /// A reference to a missing row, or a referenced row was deleted.
    #[error("a reference does not hold: {constraint}")]
    ForeignKey {
        /// The constraint's name on PostgreSQL; empty on SQLite.
        constraint: String,
    },
    /// A CHECK is violated.
    #[error("a check does not hold: {constraint}")]
    Check {
        /// The constraint's name: name every CHECK, so that both engines report the same.
        constraint: String,
    },
    /// NULL in a NOT NULL column.
    #[error("a value is missing: {column}")]
    Missing {
        /// `table.column`.
        column: String,
    },
    /// Serialization failure, deadlock or busy file after all retries: nothing was done, the caller may resend.
    #[error("the store gave way to another transaction: {0}")]
    Retry(String),
    /// The connection was lost before the commit, or could not be made: nothing was done, the caller may resend.
    #[error("no connection to the database: {0}")]
    Lost(String),
    /// The commit was sent and its outcome is unknown: the caller may resend only idempotent requests.
    #[error("it is not known whether the commit took place: {0}")]
    Unknown(String),
    /// A read used up its budget in the normal lane; the store runs it again in the long one.
    #[error("a read used up its budget")]
    Budget,
    /// The disk is full: nothing was done. Every write tries again.
    #[error("no space is left for the database: {0}")]
    NoSpace(String),
    /// The engine found a damaged page or index.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// A write inside [`crate::Db::read`].
    #[error("a read may not write: {0}")]
    ReadOnly(String),
    /// A column could not be converted to the requested type.
    #[error("column {column}: {why}")]
    Row {
        /// Index, from 0, and name.
        column: String,
        /// The types found and requested.
        why: String,
    },
    /// An invalid parameter.
    #[error("parameter ${number}: {why}")]
    Parameter {
        /// The n of `$n`.
        number: usize,
        /// What does not fit.
        why: String,
    },
    /// The closure panicked and was rolled back.
    #[error("a closure of the store panicked: {0}")]
    Panicked(String),
    /// Another process owns the SQLite file.
    #[error("{file} is in use by another process ({owner}); only one weiguang may open it at a time")]
    Owned {
        /// The database file.
        file: String,
        /// What is known about the owner.
        owner: String,
    },
    /// An invalid setting.
    #[error("store setting: {0}")]
    Settings(String),
    /// Migrations and store do not match.
    #[error("migration: {0}")]
    Migration(String),
    /// An invalid dump or backup; nothing was changed.
    #[error("dump: {0}")]
    Dump(String),
    /// A file could not be read or written.
    #[error("file: {0}")]
    Io(String),
    /// Another engine error, with its causes.
    #[error("database: {0}")]
    Database(String),
}

impl StoreError {
    /// Whether nothing was done and a retry may succeed: answered with 503.
    #[must_use]
    pub fn may_resend(&self) -> bool {
        matches!(self, StoreError::Full | StoreError::Retry(_) | StoreError::Lost(_))
    }

    /// The conflicting key, for [`StoreError::Conflict`].
    #[must_use]
    pub fn conflict(&self) -> Option<&str> {
        match self {
            StoreError::Conflict { constraint } => Some(constraint),
            _ => None,
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        StoreError::Io(error.to_string())
    }
}

/// An error with its causes in one line: drivers' `Display` often omits the cause.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        next = cause.source();
    }
    text
}
