//! Where an alert stands, with what is true only there.
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
    /// A doctor or nurse said so.
    Word,
    /// No second reading and no word came in time.
    Silence,
    /// It was reported from outside the station.
    Reported,
    /// A danger sign: nothing is gained by measuring again.
    Sign,
}

/// Why a reading does not count.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Void {
    /// It was somebody else's.
    WrongPerson,
    /// The meter was at fault.
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

/// With whom somebody is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum With {
    /// Their own people.
    Kin(Option<ContactId>),
    /// Somebody of the contacts who is no kin: landlord, neighbour.
    Contact(ContactId),
    /// Somebody who serves.
    Server(AccountId),
    /// A doctor, nurse or ambulance.
    Medical,
    /// Nobody: safe for now, and so looked in on.
    Alone,
}

/// Who looks in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Watcher {
    /// A contact.
    Contact(ContactId),
    /// Somebody who serves.
    Server(AccountId),
}

/// That somebody is safe for now.
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

/// A watch 看护: somebody who said that they look in, how often, and how it went.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Watch {
    /// Who.
    pub watcher: Watcher,
    /// How often.
    pub every: Span,
    /// The next look.
    pub next: Moment,
    /// Looks that were confirmed, each at its time.
    pub kept: Vec<Moment>,
    /// Looks that nobody confirmed.
    pub missed: u32,
    /// When the next look is to be called to mind; nothing once it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remind: Option<Moment>,
}

/// How long before a look it is called to mind.
pub const REMIND: Span = Span::minutes(10);

impl Watch {
    /// A watch that nobody has kept or missed.
    #[must_use]
    pub const fn new(watcher: Watcher, every: Span, next: Moment) -> Self {
        Self { watcher, every, next, kept: Vec::new(), missed: 0, remind: None }
    }

    /// Sets the next look. It is called to mind ten minutes before, or half-way where it is nearer than twenty minutes; one that is
    /// asked for at once is not.
    pub fn plan(&mut self, next: Moment, now: Moment) {
        let half = Span::micros((next - now).as_micros() / 2);
        self.next = next;
        self.remind = (half >= Span::minutes(1)).then(|| next - half.min(REMIND));
    }
}

/// The way on which somebody is brought.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Escort {
    /// Who brings them.
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

/// How it ended. One of these, or it stays open.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Treated, and well at home.
    Recovered,
    /// In hospital, and in good hands.
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

/// Where an alert stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum State {
    /// One critical reading; measured again at once. It rings by itself.
    Remeasuring {
        /// Since when.
        since: Moment,
        /// Who measured.
        by: AccountId,
    },
    /// The second reading was not critical: a doctor or nurse says whether it is nothing. It rings by itself, too.
    Lower {
        /// Since when.
        since: Moment,
        /// Who measured.
        by: AccountId,
        /// The second reading.
        second: ReadingId,
    },
    /// An alert with an owner who has not answered.
    Raised {
        /// Since when.
        since: Moment,
        /// Why.
        because: Cause,
        /// Whether who measured was told that nobody answers.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        told: bool,
    },
    /// The owner finds the person, and those who belong to them.
    Reaching {
        /// Since when.
        since: Moment,
        /// Who answered.
        by: AccountId,
        /// If they are on the way with somebody.
        escort: Option<Escort>,
    },
    /// Safe for now, and looked in on, until the kin are there.
    Watching {
        /// Since when.
        since: Moment,
        /// With whom, where.
        safe: Safe,
        /// Who looks in. Empty only until somebody was asked, and then the clock runs.
        watches: Vec<Watch>,
    },
    /// Their own people are there; it is settled where they go.
    WithKin {
        /// Since when.
        since: Moment,
        /// Who of the contacts.
        kin: Option<ContactId>,
    },
    /// On the way to a doctor.
    Referred {
        /// Since when.
        since: Moment,
        /// Where to.
        to: String,
        /// How, with whom.
        how: String,
    },
    /// Care was reached, or a doctor settled that they stay at home; asked after, twice.
    FollowUp {
        /// Since when.
        since: Moment,
        /// Which.
        stage: Stage,
    },
    /// Both follow-ups are done: an outcome is owed.
    Owed {
        /// Since when.
        since: Moment,
    },
    /// Over, with an outcome.
    Closed {
        /// When.
        since: Moment,
        /// By whom.
        by: AccountId,
        /// How.
        outcome: Outcome,
    },
    /// A doctor or nurse said that it is nothing: the second reading was not critical, or the readings do not count.
    StoodDown {
        /// When.
        since: Moment,
        /// By whom.
        by: AccountId,
    },
}

/// The state's name alone.
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
    /// All, in the order of an alert's life.
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

    /// Whether something is still owed.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Closed | Self::StoodDown)
    }

    /// Whether somebody is in the middle of it: they answered, and the person is not in good hands yet.
    #[must_use]
    pub const fn is_under_way(self) -> bool {
        matches!(self, Self::Reaching | Self::Watching | Self::WithKin | Self::Referred)
    }

    /// Whether it is still about measuring, and nobody beyond the station has been told.
    #[must_use]
    pub const fn is_measuring(self) -> bool {
        matches!(self, Self::Remeasuring | Self::Lower)
    }
}

impl State {
    /// The name alone.
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
