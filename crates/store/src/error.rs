//! What can go wrong between a room and its rows, in the same words for both engines.

/// A refusal or failure of the store.
///
/// Names inside a variant are the engine's own table, column and constraint names; they are for the code and the operator, not
/// for the person at the screen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The queue is at its bound: nothing was done; answer 503 with Retry-After.
    #[error("the store's queue is full")]
    Full,
    /// The store is shutting down: nothing was done.
    #[error("the store is closed")]
    Closed,
    /// A unique or primary key is taken. `constraint` is `table(column,column)` in the order of the key on both engines;
    /// for an index over expressions it is the index's name. When a row offends two keys at once, the engines differ in which
    /// they tell first.
    #[error("a row with the same key exists: {constraint}")]
    Conflict {
        /// `table(column,column)`, or the name of an index over expressions.
        constraint: String,
    },
    /// A row refers to one that is not there, or is still referred to.
    #[error("a reference does not hold: {constraint}")]
    ForeignKey {
        /// The constraint's name on PostgreSQL; SQLite does not tell, there it is empty.
        constraint: String,
    },
    /// A CHECK does not hold.
    #[error("a check does not hold: {constraint}")]
    Check {
        /// The constraint's name: give every CHECK one, so that both engines say the same.
        constraint: String,
    },
    /// A column that must not be NULL would be.
    #[error("a value is missing: {column}")]
    Missing {
        /// `table.column`.
        column: String,
    },
    /// Serialization failure, deadlock or a busy file, after all tries: nothing was done, the caller may resend.
    #[error("the store gave way to another transaction: {0}")]
    Retry(String),
    /// The connection was lost before the commit was sent, or none could be made: nothing was done, the caller may resend.
    #[error("no connection to the database: {0}")]
    Lost(String),
    /// The commit was sent and its outcome is not known: the caller may resend only what is safe to apply twice.
    #[error("it is not known whether the commit took place: {0}")]
    Unknown(String),
    /// The disk is full: nothing was done. It is tried anew with every write.
    #[error("no space is left for the database: {0}")]
    NoSpace(String),
    /// The engine found a page or an index that is not what it should be.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// A write inside [`crate::Db::read`].
    #[error("a read may not write: {0}")]
    ReadOnly(String),
    /// A column could not be read as the type asked for.
    #[error("column {column}: {why}")]
    Row {
        /// Place, from 0, and name.
        column: String,
        /// What was found and what was asked for.
        why: String,
    },
    /// A parameter does not fit its place.
    #[error("parameter ${number}: {why}")]
    Parameter {
        /// The n of `$n`.
        number: usize,
        /// What does not fit.
        why: String,
    },
    /// The closure panicked; its transaction was rolled back.
    #[error("a closure of the store panicked: {0}")]
    Panicked(String),
    /// Another process owns the SQLite file.
    #[error("{file} is in use by another process ({owner}); only one weiguang may open it at a time")]
    Owned {
        /// The database file.
        file: String,
        /// What is known of the owner.
        owner: String,
    },
    /// A setting cannot be used.
    #[error("store setting: {0}")]
    Settings(String),
    /// The migrations and the store do not fit together.
    #[error("migration: {0}")]
    Migration(String),
    /// A dump or backup cannot be used; nothing was changed.
    #[error("dump: {0}")]
    Dump(String),
    /// A file could not be read or written.
    #[error("file: {0}")]
    Io(String),
    /// Anything else the engine says, with its causes.
    #[error("database: {0}")]
    Database(String),
}

impl StoreError {
    /// Whether nothing was done and the same request may succeed later: the edge answers 503.
    #[must_use]
    pub fn may_resend(&self) -> bool {
        matches!(self, StoreError::Full | StoreError::Retry(_) | StoreError::Lost(_))
    }

    /// The key that is taken, if that is the trouble.
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

/// An error and its causes in one line: the driver's own `Display` often keeps the cause to itself.
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
