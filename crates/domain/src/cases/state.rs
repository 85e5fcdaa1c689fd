//! The states of a case: an enum whose variants hold what is true only in that state.
//!
//! ```text
//! submitted → accepted → in_progress → resolved → confirmed → closed
//! side doors: returned, paused, withdrawn, duplicate; not solved and reopened lead back to in_progress
//! ```

use serde::{Deserialize, Serialize};

use crate::kernel::ids::{AccountId, CaseId};
use crate::kernel::time::Moment;

/// What the resident said, or that nothing came.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It is solved.
    Satisfied,
    /// It is not.
    Not,
    /// Nobody answered in the days given.
    NoAnswer,
}

/// How a resident's answer came to the one who recorded it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// By phone.
    Phone,
    /// Face to face.
    InPerson,
    /// By text or chat message.
    Message,
    /// By letter, through somebody else, or otherwise.
    Other,
}

/// That an answer was recorded for the resident by somebody who serves.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Recorded {
    /// How it came.
    pub way: Way,
    /// When it was given.
    pub at: Moment,
}

/// Where a case stands, with what belongs to standing there.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum State {
    /// Brought, and with its owner; waits to be accepted.
    Submitted {
        /// Since when.
        since: Moment,
    },
    /// Its owner has taken it.
    Accepted {
        /// Since when.
        since: Moment,
        /// Who took it.
        by: AccountId,
    },
    /// Work has begun.
    InProgress {
        /// Since when.
        since: Moment,
        /// Who began, or who must take it up again.
        by: Option<AccountId>,
    },
    /// Sent back as wrongly placed; waits to be dispatched again, with its clocks running.
    Returned {
        /// Since when.
        since: Moment,
        /// Who sent it back.
        by: AccountId,
        /// Why, in their words.
        reason: String,
    },
    /// Waits for a named party until a named time; the clocks stand.
    Paused {
        /// Since when.
        since: Moment,
        /// When it goes on by itself.
        until: Moment,
        /// Why.
        reason: String,
        /// For whom it waits.
        waiting_for: String,
        /// Who approved.
        approver: AccountId,
        /// Who held it, and goes on.
        by: Option<AccountId>,
        /// Whether work had begun before the pause.
        begun: bool,
    },
    /// Done, says the one who did it; the resident is asked.
    Resolved {
        /// Since when.
        since: Moment,
        /// Who did it.
        by: AccountId,
        /// What was done.
        outcome: String,
        /// Until when an answer is awaited.
        ask_until: Moment,
    },
    /// The resident said that it is solved, or said nothing in the days given.
    Confirmed {
        /// Since when.
        since: Moment,
        /// What was said.
        answer: Answer,
        /// Whether somebody who serves recorded it for the resident.
        #[serde(default)]
        recorded: bool,
        /// When it closes by itself.
        close_at: Moment,
    },
    /// Over; it can be opened again for some days.
    Closed {
        /// Since when.
        since: Moment,
        /// What the resident had said.
        answer: Answer,
        /// Whether somebody who serves recorded it for the resident.
        #[serde(default)]
        recorded: bool,
        /// Until when it may be reopened.
        reopen_until: Moment,
    },
    /// Taken back by the one who brought it, or no matter at all.
    Withdrawn {
        /// Since when.
        since: Moment,
        /// Why.
        reason: String,
    },
    /// The same matter as another, which goes on; all who brought this one hear of that one.
    Duplicate {
        /// Since when.
        since: Moment,
        /// The case that goes on.
        of: CaseId,
    },
}

/// The state's name alone, for lists and filters.
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
    /// All, in the order of a case's life.
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

    /// Whether somebody still owes something: everything before the resident's word, resolved included.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::Submitted | Self::Accepted | Self::InProgress | Self::Returned | Self::Paused | Self::Resolved
        )
    }

    /// Whether the work itself is owed: open, and not yet said to be done.
    #[must_use]
    pub const fn is_owed(self) -> bool {
        matches!(self, Self::Submitted | Self::Accepted | Self::InProgress | Self::Returned | Self::Paused)
    }
}

impl State {
    /// The name alone.
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
