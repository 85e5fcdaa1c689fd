//! The states of a case, each with its data.
//!
//! ```text
//! submitted → accepted → in_progress → resolved → confirmed → closed
//! other states: returned, paused, withdrawn, duplicate; not solved and reopened lead back to in_progress
//! ```

use serde::{Deserialize, Serialize};

use crate::kernel::ids::{AccountId, CaseId};
use crate::kernel::time::Moment;

/// The resident's answer, or none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It is solved.
    Satisfied,
    /// It is not.
    Not,
    /// No answer in time.
    NoAnswer,
}

/// The channel of a recorded answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// By phone.
    Phone,
    /// Face to face.
    InPerson,
    /// By text or chat message.
    Message,
    /// By letter, through another person, or otherwise.
    Other,
}

/// An answer recorded by staff.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Recorded {
    /// The channel.
    pub way: Way,
    /// When it was given.
    pub at: Moment,
}

/// The state of a case with its data.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum State {
    /// Assigned; not yet accepted.
    Submitted {
        /// Since when.
        since: Moment,
    },
    /// Accepted by its owner.
    Accepted {
        /// Since when.
        since: Moment,
        /// Who accepted.
        by: AccountId,
    },
    /// In work.
    InProgress {
        /// Since when.
        since: Moment,
        /// Who works on it.
        by: Option<AccountId>,
    },
    /// Returned as wrongly placed; to be dispatched again, deadlines running.
    Returned {
        /// Since when.
        since: Moment,
        /// Who returned it.
        by: AccountId,
        /// The reason.
        reason: String,
    },
    /// Waits for a named party until a given time; deadlines are paused.
    Paused {
        /// Since when.
        since: Moment,
        /// When the pause ends.
        until: Moment,
        /// The reason.
        reason: String,
        /// The party that it waits for.
        waiting_for: String,
        /// Who approved.
        approver: AccountId,
        /// The holder before and after the pause.
        by: Option<AccountId>,
        /// Whether work had begun before the pause.
        begun: bool,
    },
    /// Resolved by its owner; the resident is asked.
    Resolved {
        /// Since when.
        since: Moment,
        /// Who did it.
        by: AccountId,
        /// The result.
        outcome: String,
        /// Until when an answer is awaited.
        ask_until: Moment,
    },
    /// Confirmed by the resident, or no answer in time.
    Confirmed {
        /// Since when.
        since: Moment,
        /// The answer.
        answer: Answer,
        /// Whether staff recorded it.
        #[serde(default)]
        recorded: bool,
        /// When it closes by itself.
        close_at: Moment,
    },
    /// Closed; can be reopened for some days.
    Closed {
        /// Since when.
        since: Moment,
        /// The answer.
        answer: Answer,
        /// Whether staff recorded it.
        #[serde(default)]
        recorded: bool,
        /// Until when it may be reopened.
        reopen_until: Moment,
    },
    /// Withdrawn by the reporter, or not a valid matter.
    Withdrawn {
        /// Since when.
        since: Moment,
        /// The reason.
        reason: String,
    },
    /// A duplicate of another case; its reporters follow that one.
    Duplicate {
        /// Since when.
        since: Moment,
        /// The case that remains.
        of: CaseId,
    },
}

/// The name of a state.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// See [`State::Submitted`].
    Submitted,
    /// See [`State::Accepted`].
    Accepted,
    /// See [`State::InProgress`].
    InProgress,
    /// See [`State::Returned`].
    Returned,
    /// See [`State::Paused`].
    Paused,
    /// See [`State::Resolved`].
    Resolved,
    /// See [`State::Confirmed`].
    Confirmed,
    /// See [`State::Closed`].
    Closed,
    /// See [`State::Withdrawn`].
    Withdrawn,
    /// See [`State::Duplicate`].
    Duplicate,
}

impl Status {
    /// All, in order of a case's life.
    pub const ALL: [Self; 10] = [
        Self::Submitted,
        Self::Accepted,
        Self::InProgress,
        Self::Returned,
        Self::Paused,
        Self::Resolved,
        Self::Confirmed,
        Self::Closed,
        Self::Withdrawn,
        Self::Duplicate,
    ];

    /// The stable key in the store and on the wire.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Accepted => "accepted",
            Self::InProgress => "in_progress",
            Self::Returned => "returned",
            Self::Paused => "paused",
            Self::Resolved => "resolved",
            Self::Confirmed => "confirmed",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
            Self::Duplicate => "duplicate",
        }
    }

    /// Reads the stable key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.key() == key)
    }

    /// Whether it is not yet confirmed or ended; includes resolved.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::Submitted | Self::Accepted | Self::InProgress | Self::Returned | Self::Paused | Self::Resolved
        )
    }

    /// Whether work is outstanding: open and not yet resolved.
    #[must_use]
    pub const fn is_owed(self) -> bool {
        matches!(self, Self::Submitted | Self::Accepted | Self::InProgress | Self::Returned | Self::Paused)
    }
}

impl State {
    /// The name of the state.
    #[must_use]
    pub const fn status(&self) -> Status {
        match self {
            Self::Submitted { .. } => Status::Submitted,
            Self::Accepted { .. } => Status::Accepted,
            Self::InProgress { .. } => Status::InProgress,
            Self::Returned { .. } => Status::Returned,
            Self::Paused { .. } => Status::Paused,
            Self::Resolved { .. } => Status::Resolved,
            Self::Confirmed { .. } => Status::Confirmed,
            Self::Closed { .. } => Status::Closed,
            Self::Withdrawn { .. } => Status::Withdrawn,
            Self::Duplicate { .. } => Status::Duplicate,
        }
    }
}
