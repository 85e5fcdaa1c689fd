//! A care need, recorded only with consent, purpose, source and expiry.

use serde::{Deserialize, Serialize};

use super::refused::Refused;
use crate::kernel::ids::{AccountId, NeedId, ResidentId};
use crate::kernel::time::Day;

/// Maximum days until consent must be renewed.
pub const LONGEST_DAYS: i64 = 366;

/// The kinds of need. A closed list: nothing else can be recorded.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NeedKind {
    /// Lives alone, and wants somebody to look in.
    LookIn,
    /// Cannot go downstairs without help.
    Stairs,
    /// Hears badly: knock loudly, or write.
    Hearing,
    /// Sees badly.
    Sight,
    /// Forgets the way.
    FindsWay,
    /// Depends on an electric medical device.
    Power,
    /// Needs to be accompanied to the clinic.
    Company,
    /// Needs meals brought.
    Meals,
    /// Wants follow-up of a chronic illness.
    FollowUp,
    /// Pregnant, or has a newborn.
    NewMother,
    /// A child is alone at home after school.
    ChildAlone,
    /// Speaks another language or sign language.
    Language,
}

impl NeedKind {
    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::LookIn => "look_in",
            Self::Stairs => "stairs",
            Self::Hearing => "hearing",
            Self::Sight => "sight",
            Self::FindsWay => "finds_way",
            Self::Power => "power",
            Self::Company => "company",
            Self::Meals => "meals",
            Self::FollowUp => "follow_up",
            Self::NewMother => "new_mother",
            Self::ChildAlone => "child_alone",
            Self::Language => "language",
        }
    }

    /// Whether it is health data, which only care staff may see.
    #[must_use]
    pub const fn is_health(self) -> bool {
        matches!(self, Self::FollowUp | Self::NewMother | Self::Power | Self::FindsWay)
    }

    /// The word on a Chinese screen.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::LookIn => "独居，愿意有人常来看看",
            Self::Stairs => "上下楼要人扶",
            Self::Hearing => "听力不好，敲门要重或写字",
            Self::Sight => "视力不好",
            Self::FindsWay => "容易迷路",
            Self::Power => "家中设备不能断电",
            Self::Company => "就医要人陪",
            Self::Meals => "需要送餐",
            Self::FollowUp => "愿意接受慢病随访",
            Self::NewMother => "孕期或家有新生儿",
            Self::ChildAlone => "孩子放学后独自在家",
            Self::Language => "需要翻译或手语",
        }
    }

    /// The word on an English screen.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::LookIn => "lives alone and wishes to be looked in on",
            Self::Stairs => "needs help on stairs",
            Self::Hearing => "hears badly: knock hard, or write",
            Self::Sight => "sees badly",
            Self::FindsWay => "may lose the way",
            Self::Power => "a device at home must not lose power",
            Self::Company => "needs company to the clinic",
            Self::Meals => "needs meals brought",
            Self::FollowUp => "wishes follow-up of a long illness",
            Self::NewMother => "with child or a new-born",
            Self::ChildAlone => "a child is alone after school",
            Self::Language => "needs an interpreter",
        }
    }
}

/// The form of consent.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentForm {
    /// Spoken, noted by staff.
    Spoken,
    /// On paper.
    Written,
    /// Online, by the person.
    Online,
}

/// The consent to a record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Consent {
    /// The guardian (母亲, 监护人); empty if the resident consented.
    pub guardian: String,
    /// When.
    pub on: Day,
    /// The form.
    pub given: ConsentForm,
    /// Who asked.
    pub asked_by: AccountId,
    /// When it was withdrawn.
    pub withdrawn: Option<Day>,
}

/// A care need of a resident.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CareNeed {
    /// The id.
    pub id: NeedId,
    /// The resident.
    pub resident: ResidentId,
    /// The kind.
    pub kind: NeedKind,
    /// The consent.
    pub consent: Consent,
    /// The purpose, as explained to the resident.
    pub purpose: String,
    /// The source: 本人, 走访, 家庭医生.
    pub source: String,
    /// Last day of validity.
    pub expires: Day,
}

impl CareNeed {
    /// Validates the need.
    ///
    /// # Errors
    /// What is missing: consent, purpose, source, or expiry.
    pub fn check(&self, today: Day) -> Result<(), Refused> {
        if self.consent.withdrawn.is_some() {
            return Err(Refused::Withdrawn);
        }
        if self.consent.on > today {
            return Err(Refused::NoConsent);
        }
        if self.purpose.trim().is_empty() {
            return Err(Refused::NoPurpose);
        }
        if self.source.trim().is_empty() {
            return Err(Refused::NoSource);
        }
        let days = i64::from((self.expires - today).get_days());
        if (1..=LONGEST_DAYS).contains(&days) { Ok(()) } else { Err(Refused::Expiry) }
    }

    /// Whether it may be shown and used on a day.
    #[must_use]
    pub fn holds(&self, day: Day) -> bool {
        day <= self.expires && self.consent.withdrawn.is_none_or(|withdrawn| day < withdrawn)
    }

    /// Renews it with new consent.
    ///
    /// # Errors
    /// As [`Self::check`].
    pub fn renewed(mut self, consent: Consent, expires: Day, today: Day) -> Result<Self, Refused> {
        self.consent = consent;
        self.expires = expires;
        self.check(today).map(|()| self)
    }
}
