//! Actions on an alert, closing included: the verb that each needs, the status in which it is possible, and the reasons for
//! refusal. Which roles have a verb is in `access/policy.rs`.

use serde::{Deserialize, Serialize};

use super::ladder::{How, TryResult};
use super::state::{Outcome, Status, Void, Watcher, With};
use crate::access::Verb;
use crate::households::ContactKind;
use crate::kernel::ids::{ContactId, ReadingId};
use crate::kernel::time::{Moment, Span};

/// An action on an alert.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Action {
    /// A repeated measurement.
    Remeasured {
        /// The reading.
        reading: ReadingId,
        /// Whether the rules call it critical.
        critical: bool,
    },
    /// The reading that began the alert was a slip, and the corrected one is not critical. A second reading or a
    /// clinician still has to confirm.
    Corrected {
        /// The reading.
        reading: ReadingId,
    },
    /// A clinician raises it, whatever the second reading says.
    Word {
        /// Why.
        text: String,
    },
    /// A clinician ends it as no alert; only after a second reading that is not critical.
    StandDown {
        /// Why.
        reason: String,
    },
    /// A doctor voids the readings on which a raised alert is based.
    VoidReadings {
        /// The category.
        why: Void,
        /// The reason.
        reason: String,
    },
    /// A doctor has seen the person and follows up; the search ends.
    UnderCare {
        /// Findings and next step.
        reason: String,
    },
    /// The owner acknowledges it.
    Acknowledge,
    /// A note.
    Note {
        /// Its text.
        text: String,
    },
    /// A contact of the ladder was tried.
    Try {
        /// Index of the rung, from 0.
        rung: u16,
        /// The channel.
        how: How,
        /// The result.
        went: TryResult,
        /// Remarks.
        words: String,
    },
    /// A missing contact was found, and is now recorded in the household.
    Found {
        /// The kind of contact.
        kind: ContactKind,
        /// The contact.
        contact: ContactId,
    },
    /// The owner accompanies the person somewhere.
    Escort {
        /// Destination.
        to: String,
    },
    /// The person was seen and is safe for now.
    SafeNow {
        /// With whom.
        with: With,
        /// Where.
        place: String,
    },
    /// Somebody agrees to look in.
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
        /// Whether the person is well.
        well: bool,
        /// Remarks.
        words: String,
    },
    /// Relatives have arrived.
    KinThere {
        /// Which contact.
        kin: Option<ContactId>,
    },
    /// Referral to a doctor or hospital.
    Refer {
        /// Destination.
        to: String,
        /// Transport and company.
        how: String,
    },
    /// Arrival there.
    Arrived {
        /// Source, and next step.
        words: String,
    },
    /// A doctor decides that the person stays at home.
    StayHome {
        /// The reason, and who is with them.
        words: String,
    },
    /// A follow-up.
    FollowedUp {
        /// Whether the person is well.
        well: bool,
        /// Remarks.
        words: String,
    },
    /// Closes it with an outcome, after both follow-ups. A death has its own action.
    Close {
        /// The outcome.
        outcome: Outcome,
        /// Remarks.
        words: String,
    },
    /// The person died.
    Died {
        /// Source of the information.
        words: String,
    },
    /// The death was recorded by mistake.
    UndoDeath {
        /// Remarks.
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

    /// The permission needed.
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

    /// Whether it is allowed in this status.
    #[must_use]
    pub const fn fits(&self, status: Status) -> bool {
        use Status as S;
        match self {
            // Before the alert is raised it decides; later it is stored, and a critical one after care was reached
            // starts the search again.
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
            // A death is never an option in a list of outcomes.
            Self::Close { outcome, .. } => matches!(status, S::Owed) && !matches!(outcome, Outcome::Died),
            Self::Died { .. } => status.is_open(),
            Self::UndoDeath { .. } => matches!(status, S::Closed),
        }
    }
}

/// Why an action is refused.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refused {
    /// The status does not allow it.
    #[error("an alert that is {} cannot take {action}", status.key())]
    Transition {
        /// The action.
        action: &'static str,
        /// The status.
        status: Status,
    },
    /// A text is empty.
    #[error("{0} must not be empty")]
    Empty(&'static str),
    /// A text is too long.
    #[error("{0} is longer than {1} characters")]
    TooLong(&'static str, usize),
    /// The second reading is the first one.
    #[error("this reading is part of the alert already")]
    SameReading,
    /// No rung with this index.
    #[error("there is no such contact on the ladder")]
    NoRung,
    /// A watch interval is 15 minutes to 12 hours, and the first look is within it.
    #[error("a watch looks in every 15 minutes to 12 hours, the first time within 12 hours from now")]
    WatchTimes,
    /// Nobody with this id watches.
    #[error("this person was not asked to look in")]
    NoWatch,
    /// No recorded death, or the time to undo it has passed.
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

    /// The message in Chinese.
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

/// Maximum characters of a text in an alert.
pub const TEXT_LIMIT: usize = 1_000;

/// A required text.
pub(super) fn said(field: &'static str, text: &str) -> Result<String, Refused> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refused::Empty(field));
    }
    short(field, text)
}

/// An optional text.
pub(super) fn short(field: &'static str, text: &str) -> Result<String, Refused> {
    let text = text.trim();
    if text.chars().count() > TEXT_LIMIT { Err(Refused::TooLong(field, TEXT_LIMIT)) } else { Ok(text.to_owned()) }
}
