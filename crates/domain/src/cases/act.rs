//! What people do to a case, which verb each needs, and why one may be refused.

use serde::{Deserialize, Serialize};

use super::state::{Answer, Recorded, Status};
use crate::access::Verb;
use crate::kernel::ids::{AccountId, CaseId};
use crate::kernel::time::Moment;

/// An act on a case that may change its state.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Action {
    /// Take it: by the one who holds it.
    Accept,
    /// Take it from the one who holds it.
    TakeOver,
    /// Begin work.
    Start,
    /// Add a line to the timeline.
    Note {
        /// What.
        text: String,
    },
    /// Send it back: not ours.
    Return {
        /// Why.
        reason: String,
    },
    /// Hand it to a person or code.
    Dispatch,
    /// Ask that the clocks stand until a named day.
    AskPause {
        /// Why.
        reason: String,
        /// For whom it waits.
        waiting_for: String,
        /// Until when at the latest.
        until: Moment,
    },
    /// Approve what was asked.
    ApprovePause,
    /// Refuse what was asked; the clocks never stood.
    RefusePause {
        /// Why.
        reason: String,
    },
    /// Go on before the pause ends by itself.
    Resume,
    /// Say that it is done.
    Resolve {
        /// What was done.
        outcome: String,
    },
    /// What the resident says.
    Answer {
        /// The answer.
        answer: Answer,
        /// Their words, if any.
        words: String,
        /// How it came, if somebody who serves records it; `None` if residents answer themselves.
        recorded: Option<Recorded>,
    },
    /// Close what was confirmed.
    Close,
    /// Open again what was closed.
    Reopen {
        /// Why.
        reason: String,
    },
    /// Take back.
    Withdraw {
        /// Why.
        reason: String,
    },
    /// The same as another.
    Duplicate {
        /// The one that goes on.
        of: CaseId,
    },
    /// Tell the level above by hand.
    Escalate {
        /// Why.
        reason: String,
    },
}

impl Action {
    /// The permission that it needs.
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

    /// Whether a case in this status can take it. The table of all pairs is a snapshot.
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

/// Why an act is refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refused {
    /// The case does not stand where this could be done.
    #[error("a case that is {} cannot take {action}", status.key())]
    Transition {
        /// What was wanted.
        action: &'static str,
        /// Where it stands.
        status: Status,
    },
    /// A reason, outcome or other text is empty.
    #[error("{0} must not be empty")]
    Empty(&'static str),
    /// A text is longer than it may be: field, limit in characters.
    #[error("{0} is longer than {1} characters")]
    TooLong(&'static str, usize),
    /// Somebody else holds it: whoever wants it must say that they take it over.
    #[error("somebody else holds this case: take it over, or leave it with them")]
    HeldByAnother(AccountId),
    /// Nobody holds it, or the one who wants to take it over does.
    #[error("there is nobody to take this case over from: accept it")]
    NobodyToTakeOverFrom,
    /// Nobody confirms their own work.
    #[error("whoever did the work cannot record the resident's answer: somebody else must ask")]
    OwnWork,
    /// Nobody hands out, or withdraws, the link that confirms their own work.
    #[error("whoever holds or did the work does not hand out the reporter's link: somebody else must")]
    OwnLink,
    /// Only the one who brought it says that it is solved.
    #[error("only the one who brought it says that it is solved")]
    OnlyTheReporter,
    /// It was said of this work already.
    #[error("you have said so already")]
    SaidAlready,
    /// An answer is recorded with the time at which it was given: after the work was done, and not in the future.
    #[error("the answer was given between the end of the work and now")]
    AnswerTime,
    /// Nobody asked for a pause.
    #[error("no pause was asked for")]
    NoPauseAsked,
    /// One cannot approve one's own wish.
    #[error("who asked for the pause cannot approve it")]
    OwnPause,
    /// A pause must end later than now and within the limit of days.
    #[error("a pause must end between now and {0} days from now")]
    PauseTooLong(i64),
    /// The days in which it could be reopened are over.
    #[error("it could be reopened until {0}")]
    ReopenOver(Moment),
    /// It cannot be a duplicate of itself, or of one that is itself a duplicate or over.
    #[error("this is not a case that another can join")]
    NotJoinable,
    /// Nobody stands above the street.
    #[error("it is already with the street")]
    AtTheTop,
    /// The person to whom it should go does not serve there.
    #[error("{0} does not serve under this street")]
    NotServing(AccountId),
}
