//! The states of an alert, each with its data.
//!
//! ```text
//! remeasuring → raised → reaching → watching → with_kin → referred → follow_up → owed → closed
//!      ↓          ↑         ↑          |                                 |
//!    lower ───────┘         └──────────┴──── not well ───────────────────┘
//!      └→ stood_down (by a person)
//! ```

use serde::{Deserialize, Serialize};

use crate::kernel::ids::{AccountId, ContactId, ReadingId};
use crate::kernel::time::{Moment, Span};
use crate::manual::kind::Words;

/// Why it was raised.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The second reading was critical, too.
    SecondCritical,
    /// A clinician raised it.
    Word,
    /// No second reading and no decision in time.
    Silence,
    /// It was reported from outside the station.
    Reported,
    /// A danger sign: a second measurement would not help.
    Sign,
}

/// Why a reading is void.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Void {
    /// It was somebody else's.
    WrongPerson,
    /// A defective meter.
    BrokenMeter,
}

impl Void {
    /// All, in order.
    pub const ALL: [Self; 2] = [Self::WrongPerson, Self::BrokenMeter];

    /// On screen.
    #[must_use]
    pub fn words(self) -> Words {
        match self {
            Self::WrongPerson => Words::new("量的是别人", "somebody else's reading"),
            Self::BrokenMeter => Words::new("仪器有问题", "the meter was at fault"),
        }
    }
}

/// With whom the person is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum With {
    /// Relatives.
    Kin(Option<ContactId>),
    /// Somebody of the contacts who is no kin: landlord, neighbour.
    Contact(ContactId),
    /// A member of staff.
    #[serde(rename = "Server")]
    Staff(AccountId),
    /// A doctor, nurse or ambulance.
    Medical,
    /// Nobody: safe for now, so somebody must look in.
    Alone,
}

/// Who looks in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Watcher {
    /// A contact.
    Contact(ContactId),
    /// A member of staff.
    #[serde(rename = "Server")]
    Staff(AccountId),
}

/// The person is safe for now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Safe {
    /// With whom.
    pub with: With,
    /// Where, in words.
    pub place: String,
    /// Who saw it.
    pub seen_by: AccountId,
    /// When.
    pub at: Moment,
}

/// A watch 看护: who agreed to look in, how often, and the result.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Watch {
    /// Who watches.
    pub watcher: Watcher,
    /// The interval.
    pub every: Span,
    /// The next look.
    pub next: Moment,
    /// Confirmed looks.
    pub kept: Vec<Moment>,
    /// Number of missed looks.
    pub missed: u32,
    /// When to remind; `None` after the reminder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remind: Option<Moment>,
}

/// Time between the reminder and the look.
pub const REMIND: Span = Span::minutes(10);

impl Watch {
    /// A new watch.
    #[must_use]
    pub const fn new(watcher: Watcher, every: Span, next: Moment) -> Self {
        Self { watcher, every, next, kept: Vec::new(), missed: 0, remind: None }
    }

    /// Sets the next look. The reminder is ten minutes before, or half-way if the look is in less than twenty minutes;
    /// none if the look is due at once.
    pub fn plan(&mut self, next: Moment, now: Moment) {
        let half = Span::micros((next - now).as_micros() / 2);
        self.next = next;
        self.remind = (half >= Span::minutes(1)).then(|| next - half.min(REMIND));
    }
}

/// An escort to a place.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Escort {
    /// Who escorts.
    pub by: AccountId,
    /// Where to.
    pub to: String,
    /// Since when.
    pub since: Moment,
}

/// Which of the two follow-ups 随访.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Within 24 hours.
    First,
    /// Within 14 days.
    Second,
}

/// How it ended. Without one of these it is open.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Treated, and well at home.
    Recovered,
    /// In hospital.
    Admitted,
    /// Under the family doctor's follow-up.
    UnderCare,
    /// Declined further help, knowing what that means, in the doctor's presence.
    Declined,
    /// Moved away; handed to the doctor there.
    HandedOn,
    /// Died.
    Died,
}

impl Outcome {
    /// All, in order.
    pub const ALL: [Self; 6] =
        [Self::Recovered, Self::Admitted, Self::UnderCare, Self::Declined, Self::HandedOn, Self::Died];

    /// On a Chinese screen.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Recovered => "已好转，在家",
            Self::Admitted => "已住院",
            Self::UnderCare => "由家庭医生继续随访",
            Self::Declined => "本人在医生面前表示不需要进一步帮助",
            Self::HandedOn => "已搬离，转交当地医生",
            Self::Died => "已去世",
        }
    }

    /// On an English screen.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::Recovered => "recovered, at home",
            Self::Admitted => "in hospital",
            Self::UnderCare => "under the family doctor's follow-up",
            Self::Declined => "declined further help before a doctor",
            Self::HandedOn => "moved away, handed to the doctor there",
            Self::Died => "died",
        }
    }
}

/// The state of an alert.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum State {
    /// One critical reading; a second one is due. Has an alarm.
    Remeasuring {
        /// Since when.
        since: Moment,
        /// Who measured.
        by: AccountId,
    },
    /// The second reading is not critical; a clinician decides. Has an alarm.
    Lower {
        /// Since when.
        since: Moment,
        /// Who measured.
        by: AccountId,
        /// The second reading.
        second: ReadingId,
    },
    /// Raised, and not acknowledged.
    Raised {
        /// Since when.
        since: Moment,
        /// Why.
        because: Cause,
        /// Whether who measured was asked to call.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        told: bool,
    },
    /// The owner looks for the person and the relatives.
    Reaching {
        /// Since when.
        since: Moment,
        /// Who acknowledged.
        by: AccountId,
        /// The escort, if there is one.
        escort: Option<Escort>,
    },
    /// Safe for now and watched, until relatives arrive.
    Watching {
        /// Since when.
        since: Moment,
        /// With whom, where.
        safe: Safe,
        /// The watches; empty until somebody was asked, while the deadline runs.
        watches: Vec<Watch>,
    },
    /// Relatives are there; the next step is being decided.
    WithKin {
        /// Since when.
        since: Moment,
        /// Which contact.
        kin: Option<ContactId>,
    },
    /// On the way to a doctor.
    Referred {
        /// Since when.
        since: Moment,
        /// Destination.
        to: String,
        /// Transport and company.
        how: String,
    },
    /// Care was reached, or a doctor decided that the person stays at home; two follow-ups are due.
    FollowUp {
        /// Since when.
        since: Moment,
        /// Which.
        stage: Stage,
    },
    /// Both follow-ups are done; an outcome is due.
    Owed {
        /// Since when.
        since: Moment,
    },
    /// Closed with an outcome.
    Closed {
        /// When.
        since: Moment,
        /// By whom.
        by: AccountId,
        /// How.
        outcome: Outcome,
    },
    /// A clinician ended it as no alert: the second reading was not critical, or the readings are void.
    StoodDown {
        /// When.
        since: Moment,
        /// By whom.
        by: AccountId,
    },
}

/// The name of a state.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the name of the variant of `State` that is called the same")]
pub enum Status {
    Remeasuring,
    Lower,
    Raised,
    Reaching,
    Watching,
    WithKin,
    Referred,
    FollowUp,
    Owed,
    Closed,
    StoodDown,
}

impl Status {
    /// All, in order of an alert's life.
    pub const ALL: [Self; 11] = [
        Self::Remeasuring,
        Self::Lower,
        Self::Raised,
        Self::Reaching,
        Self::Watching,
        Self::WithKin,
        Self::Referred,
        Self::FollowUp,
        Self::Owed,
        Self::Closed,
        Self::StoodDown,
    ];

    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Remeasuring => "remeasuring",
            Self::Lower => "lower",
            Self::Raised => "raised",
            Self::Reaching => "reaching",
            Self::Watching => "watching",
            Self::WithKin => "with_kin",
            Self::Referred => "referred",
            Self::FollowUp => "follow_up",
            Self::Owed => "owed",
            Self::Closed => "closed",
            Self::StoodDown => "stood_down",
        }
    }

    /// Reads the stable key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.key() == key)
    }

    /// Whether it is open.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Closed | Self::StoodDown)
    }

    /// Whether it is acknowledged, and the person is not yet in care.
    #[must_use]
    pub const fn is_under_way(self) -> bool {
        matches!(self, Self::Reaching | Self::Watching | Self::WithKin | Self::Referred)
    }

    /// Whether it is in the measuring phase, in which only the station is notified.
    #[must_use]
    pub const fn is_measuring(self) -> bool {
        matches!(self, Self::Remeasuring | Self::Lower)
    }
}

impl State {
    /// The name of the state.
    #[must_use]
    pub const fn status(&self) -> Status {
        match self {
            Self::Remeasuring { .. } => Status::Remeasuring,
            Self::Lower { .. } => Status::Lower,
            Self::Raised { .. } => Status::Raised,
            Self::Reaching { .. } => Status::Reaching,
            Self::Watching { .. } => Status::Watching,
            Self::WithKin { .. } => Status::WithKin,
            Self::Referred { .. } => Status::Referred,
            Self::FollowUp { .. } => Status::FollowUp,
            Self::Owed { .. } => Status::Owed,
            Self::Closed { .. } => Status::Closed,
            Self::StoodDown { .. } => Status::StoodDown,
        }
    }
}
