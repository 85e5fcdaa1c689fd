//! What people do to an alert, which verb each act needs, and why one may be refused.

use serde::{Deserialize, Serialize};

use super::ladder::{How, Went};
use super::state::{Outcome, Status, Void, Watcher, With};
use crate::access::Verb;
use crate::households::ContactKind;
use crate::kernel::ids::{ContactId, ReadingId};
use crate::kernel::time::{Moment, Span};

/// An act on an alert.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Action {
    /// Measured again.
    Remeasured {
        /// The reading.
        reading: ReadingId,
        /// Whether the rules call it critical.
        critical: bool,
    },
    /// The reading that began it was a slip: what was meant, or that it is nothing, is not critical. Measured again or a word, it is
    /// still for a person to say so.
    Corrected {
        /// The reading.
        reading: ReadingId,
    },
    /// A doctor's or nurse's word: it is one, whatever the second reading says.
    Word {
        /// Why.
        text: String,
    },
    /// A doctor's or nurse's word: it is nothing. Only after a second reading that was not critical.
    StandDown {
        /// Why.
        reason: String,
    },
    /// A doctor's word, after it was raised: the readings on which it rests do not count.
    VoidReadings {
        /// Why.
        why: Void,
        /// In words.
        reason: String,
    },
    /// A doctor has seen them, and follows up in person: nobody needs to be looked for.
    UnderCare {
        /// What was seen, and what comes next.
        reason: String,
    },
    /// The owner answers.
    Acknowledge,
    /// A line.
    Note {
        /// What.
        text: String,
    },
    /// Somebody on the ladder was tried.
    Try {
        /// Which rung, counted from 0.
        rung: u16,
        /// How.
        how: How,
        /// How it went.
        went: Went,
        /// In words.
        words: String,
    },
    /// Somebody was found by asking around; they are in the household's contacts now.
    Found {
        /// What they are.
        kind: ContactKind,
        /// Who.
        contact: ContactId,
    },
    /// The owner brings the person somewhere.
    Escort {
        /// Where to.
        to: String,
    },
    /// Seen, and safe for now.
    SafeNow {
        /// With whom.
        with: With,
        /// Where.
        place: String,
    },
    /// Somebody says that they look in.
    AskWatch {
        /// Who.
        watcher: Watcher,
        /// How often.
        every: Span,
        /// The first time.
        first: Moment,
    },
    /// Somebody looked in.
    LookedIn {
        /// Who.
        watcher: Watcher,
        /// Whether all is well.
        well: bool,
        /// In words.
        words: String,
    },
    /// The kin are there.
    KinThere {
        /// Who of the contacts.
        kin: Option<ContactId>,
    },
    /// Sent to a doctor or hospital.
    Refer {
        /// Where to.
        to: String,
        /// How, with whom.
        how: String,
    },
    /// Arrived there.
    Arrived {
        /// Who says so, and what comes next.
        words: String,
    },
    /// A doctor says that they stay at home.
    StayHome {
        /// Why, and who is with them.
        words: String,
    },
    /// Asked after.
    FollowedUp {
        /// Whether they are well.
        well: bool,
        /// In words.
        words: String,
    },
    /// Ended, with an outcome, once both follow-ups are done. A death is an act of its own.
    Close {
        /// How.
        outcome: Outcome,
        /// In words.
        words: String,
    },
    /// They died.
    Died {
        /// Who says so, and how it was learned.
        words: String,
    },
    /// The death was written down by mistake.
    UndoDeath {
        /// In words.
        words: String,
    },
}

impl Action {
    /// The stable key.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Remeasured { .. } => "remeasured",
            Self::Corrected { .. } => "corrected",
            Self::Word { .. } => "word",
            Self::StandDown { .. } => "stand_down",
            Self::VoidReadings { .. } => "void_readings",
            Self::UnderCare { .. } => "under_care",
            Self::Acknowledge => "acknowledge",
            Self::Note { .. } => "note",
            Self::Try { .. } => "try",
            Self::Found { .. } => "found",
            Self::Escort { .. } => "escort",
            Self::SafeNow { .. } => "safe_now",
            Self::AskWatch { .. } => "ask_watch",
            Self::LookedIn { .. } => "looked_in",
            Self::KinThere { .. } => "kin_there",
            Self::Refer { .. } => "refer",
            Self::Arrived { .. } => "arrived",
            Self::StayHome { .. } => "stay_home",
            Self::FollowedUp { .. } => "followed_up",
            Self::Close { .. } => "close",
            Self::Died { .. } => "died",
            Self::UndoDeath { .. } => "undo_death",
        }
    }

    /// The permission that it needs.
    #[must_use]
    pub const fn verb(&self) -> Verb {
        match self {
            Self::Remeasured { .. } | Self::Corrected { .. } => Verb::CareMeasure,
            Self::Word { .. }
            | Self::StandDown { .. }
            | Self::VoidReadings { .. }
            | Self::UnderCare { .. }
            | Self::StayHome { .. } => Verb::CareWord,
            Self::Close { .. } | Self::Died { .. } | Self::UndoDeath { .. } => Verb::CareClose,
            _ => Verb::CareAlert,
        }
    }

    /// Whether it can be done to an alert that stands there.
    #[must_use]
    pub const fn fits(&self, status: Status) -> bool {
        use Status as S;
        match self {
            // While it is about measuring it decides; later it is kept, and a critical one after care was reached begins the search again.
            Self::Remeasured { .. } => status.is_open(),
            Self::Corrected { .. } => matches!(status, S::Remeasuring),
            Self::Word { .. } => matches!(status, S::Remeasuring | S::Lower),
            Self::StandDown { .. } => matches!(status, S::Lower),
            Self::VoidReadings { .. } => matches!(status, S::Raised | S::Reaching | S::Watching | S::WithKin),
            Self::UnderCare { .. } => matches!(status, S::Raised | S::Reaching),
            Self::Acknowledge => matches!(status, S::Raised),
            Self::Note { .. } => status.is_open(),
            Self::Try { .. } | Self::Found { .. } => {
                matches!(status, S::Raised | S::Reaching | S::Watching | S::WithKin | S::Referred)
            }
            Self::Escort { .. } => matches!(status, S::Reaching | S::Watching),
            Self::SafeNow { .. } => matches!(status, S::Reaching | S::Watching),
            Self::AskWatch { .. } | Self::LookedIn { .. } => matches!(status, S::Watching),
            Self::KinThere { .. } => matches!(status, S::Reaching | S::Watching),
            Self::Refer { .. } => matches!(status, S::Raised | S::Reaching | S::Watching | S::WithKin | S::FollowUp),
            Self::Arrived { .. } => matches!(status, S::Referred),
            Self::StayHome { .. } => matches!(status, S::WithKin | S::Watching),
            Self::FollowedUp { .. } => matches!(status, S::FollowUp),
            // Whoever writes an outcome chooses among outcomes; a death is never one choice of a list.
            Self::Close { outcome, .. } => matches!(status, S::Owed) && !matches!(outcome, Outcome::Died),
            Self::Died { .. } => status.is_open(),
            Self::UndoDeath { .. } => matches!(status, S::Closed),
        }
    }
}

/// Why an act is refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refused {
    /// The alert does not stand where this could be done.
    #[error("an alert that is {} cannot take {action}", status.key())]
    Transition {
        /// What was wanted.
        action: &'static str,
        /// Where it stands.
        status: Status,
    },
    /// A text is empty.
    #[error("{0} must not be empty")]
    Empty(&'static str),
    /// A text is longer than it may be.
    #[error("{0} is longer than {1} characters")]
    TooLong(&'static str, usize),
    /// The same reading is no second one.
    #[error("this reading is part of the alert already")]
    SameReading,
    /// No such rung.
    #[error("there is no such contact on the ladder")]
    NoRung,
    /// A watch is at least every quarter of an hour and at most every twelve hours, and begins within that time.
    #[error("a watch looks in every 15 minutes to 12 hours, the first time within 12 hours from now")]
    WatchTimes,
    /// Nobody of that name watches.
    #[error("this person was not asked to look in")]
    NoWatch,
    /// A death that was not written down here, or longer ago than it may be taken back.
    #[error("there is no death to take back, or it was written down more than 24 hours ago")]
    NoDeath,
}

impl Refused {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Transition { .. } => "care.transition-refused",
            Self::Empty(_) => "care.empty",
            Self::TooLong(..) => "care.too-long",
            Self::SameReading => "care.same-reading",
            Self::NoRung => "care.no-rung",
            Self::WatchTimes => "care.watch-times",
            Self::NoWatch => "care.no-watch",
            Self::NoDeath => "care.no-death",
        }
    }

    /// The sentence in Chinese.
    #[must_use]
    pub fn chinese(&self) -> String {
        match self {
            Self::Transition { .. } => "预警现在的状态不能这样做，请刷新后再看。".into(),
            Self::Empty(_) => "此项不能为空".into(),
            Self::TooLong(_, limit) => format!("最多 {limit} 个字"),
            Self::SameReading => "这次测量已在预警中，请重新测量".into(),
            Self::NoRung => "联系人名单中没有此人".into(),
            Self::WatchTimes => "看护间隔为 15 分钟至 12 小时，第一次须在 12 小时之内".into(),
            Self::NoWatch => "没有请过此人看护".into(),
            Self::NoDeath => "没有可撤销的去世登记，或已超过 24 小时".into(),
        }
    }
}

/// The longest text in an alert, in characters.
pub const TEXT_LIMIT: usize = 1_000;

/// A text that somebody must say.
pub(super) fn said(field: &'static str, text: &str) -> Result<String, Refused> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refused::Empty(field));
    }
    short(field, text)
}

/// A text that somebody may say.
pub(super) fn short(field: &'static str, text: &str) -> Result<String, Refused> {
    let text = text.trim();
    if text.chars().count() > TEXT_LIMIT { Err(Refused::TooLong(field, TEXT_LIMIT)) } else { Ok(text.to_owned()) }
}
