//! Actions on a case, the verb that each needs, and the reasons for refusal.

use serde::{Deserialize, Serialize};

use super::state::{Answer, Recorded, Status};
use crate::access::Verb;
use crate::kernel::ids::{AccountId, CaseId};
use crate::kernel::time::Moment;

/// An action that may change the state of a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Action {
    /// Accepted by the holder.
    Accept,
    /// Taken over from another holder.
    TakeOver,
    /// Work begins.
    Start,
    /// Adds a note to the timeline.
    Note {
        /// Its text.
        text: String,
    },
    /// Returned as wrongly placed.
    Return {
        /// The reason.
        reason: String,
    },
    /// Assigned to a person or code.
    Dispatch,
    /// Requests a pause of both clocks until a given time.
    AskPause {
        /// The reason.
        reason: String,
        /// The party that it waits for.
        waiting_for: String,
        /// The latest end.
        until: Moment,
    },
    /// Approves the requested pause.
    ApprovePause,
    /// Refuses the requested pause; the clocks were never paused.
    RefusePause {
        /// The reason.
        reason: String,
    },
    /// Ends the pause early.
    Resume,
    /// Work is done.
    Resolve {
        /// The result.
        outcome: String,
    },
    /// The resident's answer.
    Answer {
        /// The answer.
        answer: Answer,
        /// Their remarks.
        words: String,
        /// Set if staff record the answer; `None` if residents answer themselves.
        recorded: Option<Recorded>,
    },
    /// Closes a confirmed case.
    Close,
    /// Reopens a closed case.
    Reopen {
        /// The reason.
        reason: String,
    },
    /// Withdraws it.
    Withdraw {
        /// The reason.
        reason: String,
    },
    /// A duplicate of another case.
    Duplicate {
        /// The case that remains.
        of: CaseId,
    },
    /// Escalates it manually.
    Escalate {
        /// The reason.
        reason: String,
    },
}

impl Action {
    /// The permission needed.
    #[must_use]
    pub const fn verb(&self) -> Verb {
        match self {
            Self::Accept
            | Self::TakeOver
            | Self::Start
            | Self::Note { .. }
            | Self::Resolve { .. }
            | Self::Escalate { .. } => Verb::CasesWork,
            Self::Return { .. } => Verb::CasesReturn,
            Self::Dispatch | Self::Duplicate { .. } => Verb::CasesDispatch,
            Self::AskPause { .. } | Self::Resume => Verb::CasesPause,
            Self::ApprovePause | Self::RefusePause { .. } => Verb::CasesApprovePause,
            Self::Answer { .. } => Verb::CasesAnswer,
            Self::Close | Self::Reopen { .. } | Self::Withdraw { .. } => Verb::CasesClose,
        }
    }

    /// The stable key on the wire.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::TakeOver => "take_over",
            Self::Start => "start",
            Self::Note { .. } => "note",
            Self::Return { .. } => "return",
            Self::Dispatch => "dispatch",
            Self::AskPause { .. } => "pause_ask",
            Self::ApprovePause => "pause_approve",
            Self::RefusePause { .. } => "pause_refuse",
            Self::Resume => "resume",
            Self::Resolve { .. } => "resolve",
            Self::Answer { .. } => "answer",
            Self::Close => "close",
            Self::Reopen { .. } => "reopen",
            Self::Withdraw { .. } => "withdraw",
            Self::Duplicate { .. } => "duplicate",
            Self::Escalate { .. } => "escalate",
        }
    }

    /// Whether it is allowed in this status; all pairs are in a snapshot test.
    #[must_use]
    pub const fn fits(&self, status: Status) -> bool {
        use Status as S;
        match self {
            Self::Accept | Self::TakeOver => matches!(status, S::Submitted),
            Self::Start => matches!(status, S::Submitted | S::Accepted),
            Self::Note { .. } => true,
            Self::Return { .. } => matches!(status, S::Submitted | S::Accepted | S::InProgress),
            Self::Dispatch => matches!(status, S::Submitted | S::Accepted | S::InProgress | S::Returned),
            Self::AskPause { .. } | Self::ApprovePause | Self::RefusePause { .. } => {
                matches!(status, S::Accepted | S::InProgress)
            }
            Self::Resume => matches!(status, S::Paused),
            Self::Resolve { .. } => matches!(status, S::Accepted | S::InProgress),
            Self::Answer { .. } => matches!(status, S::Resolved),
            Self::Close => matches!(status, S::Confirmed),
            Self::Reopen { .. } => matches!(status, S::Confirmed | S::Closed),
            Self::Withdraw { .. } | Self::Duplicate { .. } | Self::Escalate { .. } => status.is_owed(),
        }
    }
}

/// Why an action is refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refused {
    /// The status does not allow it.
    #[error("a case that is {} cannot take {action}", status.key())]
    Transition {
        /// The action.
        action: &'static str,
        /// The status.
        status: Status,
    },
    /// A reason, outcome or other text is empty.
    #[error("{0} must not be empty")]
    Empty(&'static str),
    /// A text is too long: field, limit in characters.
    #[error("{0} is longer than {1} characters")]
    TooLong(&'static str, usize),
    /// Somebody else holds it; [`Action::TakeOver`] is needed.
    #[error("somebody else holds this case: take it over, or leave it with them")]
    HeldByAnother(AccountId),
    /// There is no other holder to take it over from.
    #[error("there is nobody to take this case over from: accept it")]
    NobodyToTakeOverFrom,
    /// Own work cannot be confirmed.
    #[error("whoever did the work cannot record the resident's answer: somebody else must ask")]
    OwnWork,
    /// The link that confirms one's own work cannot be issued or withdrawn.
    #[error("whoever holds or did the work does not hand out the reporter's link: somebody else must")]
    OwnLink,
    /// Only the reporter can say that it is solved.
    #[error("only the one who brought it says that it is solved")]
    OnlyTheReporter,
    /// Already answered for this resolution.
    #[error("you have said so already")]
    SaidAlready,
    /// A recorded answer must be later than the resolution, and not in the future.
    #[error("the answer was given between the end of the work and now")]
    AnswerTime,
    /// No pause was requested.
    #[error("no pause was asked for")]
    NoPauseAsked,
    /// One's own request cannot be approved.
    #[error("who asked for the pause cannot approve it")]
    OwnPause,
    /// A pause must end in the future and within the limit of days.
    #[error("a pause must end between now and {0} days from now")]
    PauseTooLong(i64),
    /// The time for reopening has passed.
    #[error("it could be reopened until {0}")]
    ReopenOver(Moment),
    /// A case cannot be a duplicate of itself, of a duplicate or of a closed case.
    #[error("this is not a case that another can join")]
    NotJoinable,
    /// There is no level above the street.
    #[error("it is already with the street")]
    AtTheTop,
    /// The person does not serve there.
    #[error("{0} does not serve under this street")]
    NotServing(AccountId),
}
