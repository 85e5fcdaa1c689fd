//! A resident 居民: who is served, registered here or elsewhere, with a record that can begin with two fields.

use serde::{Deserialize, Serialize};

use super::identity::{IdentityNumber, Sex};
use super::phone::Phone;
use super::refused::Refused;
use super::surname::family_name;
use crate::grid::GridCode;
use crate::kernel::ids::{HouseholdId, MergeId, ResidentId};
use crate::kernel::time::Day;

/// The longest name, in characters.
pub const NAME_LIMIT: usize = 40;

/// What is known of a birth.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Birth {
    /// Nothing.
    Unknown,
    /// The year, or what somebody guessed: 八十多岁.
    Year(i16),
    /// The day.
    Day(Day),
}

impl Birth {
    /// The age in whole years on a day; by the year alone it is the age reached in that year.
    #[must_use]
    pub fn age(self, on: Day) -> Option<u16> {
        let years = match self {
            Self::Unknown => return None,
            Self::Year(year) => on.year() - year,
            Self::Day(day) => {
                let before = (on.month(), on.day()) < (day.month(), day.day());
                on.year() - day.year() - i16::from(before)
            }
        };
        u16::try_from(years).ok()
    }
}

/// Where the household register 户籍 has somebody. It is asked because help may come from there, and for nothing else.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Registered {
    /// Not asked.
    Unknown,
    /// In this street.
    Here,
    /// Somewhere else, in words: 资阳市安岳县.
    Elsewhere(String),
}

/// Whether somebody lives here now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Presence {
    /// Lives here.
    Here {
        /// Since when, as far as is known.
        since: Day,
    },
    /// Moved away.
    Left {
        /// When.
        on: Day,
    },
    /// Died.
    Died {
        /// When.
        on: Day,
    },
    /// The same person as another record, which goes on.
    Merged {
        /// The record that goes on.
        into: ResidentId,
        /// By which merge.
        merge: MergeId,
    },
    /// Forgotten: nothing personal is left.
    Erased {
        /// When.
        on: Day,
    },
}

/// Who is served. Only what helps them is kept; there is no field for what anybody thinks of them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Resident {
    /// Which.
    pub id: ResidentId,
    /// As they are called.
    pub name: String,
    /// The cell where they live, or a code above while that is not sure.
    pub code: GridCode,
    /// With whom they live, once a door is known.
    pub household: Option<HouseholdId>,
    /// What is known of their birth.
    pub birth: Birth,
    /// As they say.
    pub sex: Option<Sex>,
    /// Their number, if a service needs it.
    pub identity: Option<IdentityNumber>,
    /// Their own phones.
    pub phones: Vec<Phone>,
    /// Where they are registered.
    pub registered: Registered,
    /// Whether they live here.
    pub presence: Presence,
}

impl Resident {
    /// A record in two fields, a name and a place: for the woman on the bench who needs help now. All else can come later.
    ///
    /// # Errors
    /// [`Refused::Name`].
    pub fn in_two_fields(id: ResidentId, name: &str, code: GridCode, today: Day) -> Result<Self, Refused> {
        let name = name.trim();
        if !(1..=NAME_LIMIT).contains(&name.chars().count()) {
            return Err(Refused::Name);
        }
        Ok(Self {
            id,
            name: name.to_owned(),
            code,
            household: None,
            birth: Birth::Unknown,
            sex: None,
            identity: None,
            phones: Vec::new(),
            registered: Registered::Unknown,
            presence: Presence::Here { since: today },
        })
    }

    /// Whether there is still somebody to serve behind this record.
    #[must_use]
    pub const fn is_served(&self) -> bool {
        matches!(self.presence, Presence::Here { .. } | Presence::Left { .. })
    }

    /// This record with an identity number. What was not known of birth and sex is taken from it; what was known must agree.
    ///
    /// # Errors
    /// [`Refused::IdentityDisagrees`], [`Refused::Gone`].
    pub fn identified(mut self, number: IdentityNumber) -> Result<Self, Refused> {
        if !self.is_served() {
            return Err(Refused::Gone);
        }
        let (birth, sex) = (number.birth(), number.sex());
        // A year that somebody guessed gives way.
        let other_day = matches!((self.birth, birth), (Birth::Day(day), Some(birth)) if day != birth);
        let other_sex = matches!((self.sex, sex), (Some(known), Some(sex)) if known != sex);
        if other_day || other_sex {
            return Err(Refused::IdentityDisagrees);
        }
        self.birth = birth.map_or(self.birth, Birth::Day);
        self.sex = sex.or(self.sex);
        self.identity = Some(number);
        Ok(self)
    }

    /// Whether they are known to be 65 or older.
    #[must_use]
    pub fn is_old(&self, today: Day) -> bool {
        self.birth.age(today).is_some_and(|age| age >= 65)
    }

    /// As somebody is spoken of where a full name would say too much: 王奶奶, 李先生, 张女士, or 王某 where nothing is known.
    #[must_use]
    pub fn salutation(&self, today: Day) -> String {
        let family = family_name(&self.name);
        let old = self.is_old(today);
        let title = match (self.sex, old) {
            (Some(Sex::Female), true) => "奶奶",
            (Some(Sex::Male), true) => "爷爷",
            (Some(Sex::Female), false) => "女士",
            (Some(Sex::Male), false) => "先生",
            (None, true) => "老人家",
            (None, false) => "某",
        };
        format!("{family}{title}")
    }
}
