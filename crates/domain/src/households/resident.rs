//! A resident 居民, registered here or elsewhere; a record needs only two fields.

use serde::{Deserialize, Serialize};
use std::fmt;

use super::identity::{IdentityNumber, Sex};
use super::phone::Phone;
use super::refused::Refused;
use super::surname::family_name;
use crate::grid::GridCode;
use crate::kernel::ids::{HouseholdId, MergeId, ResidentId};
use crate::kernel::text::fold;
use crate::kernel::time::Day;

/// Maximum characters of a name.
pub const NAME_LIMIT: usize = 40;

/// A date of birth with its precision.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Birth {
    /// Nothing.
    Unknown,
    /// The year, possibly estimated: 八十多岁.
    Year(i16),
    /// The month, as in most office tables: 1950年3月.
    Month(i16, i8),
    /// The day.
    Day(Day),
}

/// Why a text is no date of birth.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoBirth {
    /// Neither a year, nor a month, nor a day.
    #[error("a year, a month or a day was expected, as 1950, 1950-03 or 1950-03-05")]
    Unread,
    /// 1950.1 is January, or October without the zero that a spreadsheet dropped.
    #[error("January or October? A sheet makes 1950.1 of 1950.10: write 1950-01 or 1950-10")]
    MonthUnclear,
}

impl NoBirth {
    /// The sentence in Chinese.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Unread => "应为出生年份、年月或日期，如 1950、1950-03 或 1950-03-05",
            Self::MonthUnclear => "分不清是 1 月还是 10 月（表格会把 1950.10 变成 1950.1）：请写 1950-01 或 1950-10",
        }
    }
}

impl Birth {
    /// Parses a date of birth: 1950, 1950年, 1950年3月, 1950.03, 1950-3, 195003, 1950/3/5, 19500305. Empty text is
    /// unknown.
    ///
    /// # Errors
    /// [`NoBirth`].
    pub fn read(text: &str) -> Result<Self, NoBirth> {
        let folded = fold(text).replace(' ', "");
        if folded.is_empty() {
            return Ok(Self::Unknown);
        }
        let bare = folded.trim_end_matches(['日', '号', '月', '年', '生']);
        let numbers: Vec<&str> = bare.split(['年', '月', '-', '/', '.']).collect();
        let packed;
        let numbers = match numbers[..] {
            [all] if matches!(all.len(), 6 | 8) && all.is_ascii() => {
                packed = [&all[..4], &all[4..6], &all[6..]];
                if all.len() == 6 { &packed[..2] } else { &packed[..] }
            }
            _ => &numbers[..],
        };
        let read = |at: usize| {
            let digits = numbers.get(at).filter(|n| n.len() <= 4 && n.bytes().all(|b| b.is_ascii_digit()))?;
            digits.parse::<i16>().ok()
        };
        let small = |at: usize| read(at).and_then(|n| i8::try_from(n).ok()).ok_or(NoBirth::Unread);
        let year = read(0).filter(|year| *year >= 1000).ok_or(NoBirth::Unread)?;
        match numbers.len() {
            1 => Ok(Self::Year(year)),
            2 if folded == format!("{year}.1") => Err(NoBirth::MonthUnclear),
            2 => small(1)
                .ok()
                .filter(|month| (1..=12).contains(month))
                .map(|m| Self::Month(year, m))
                .ok_or(NoBirth::Unread),
            3 => Day::new(year, small(1)?, small(2)?).map(Self::Day).map_err(|_| NoBirth::Unread),
            _ => Err(NoBirth::Unread),
        }
    }

    /// The year, if known.
    #[must_use]
    pub fn year(self) -> Option<i16> {
        match self {
            Self::Unknown => None,
            Self::Year(year) | Self::Month(year, _) => Some(year),
            Self::Day(day) => Some(day.year()),
        }
    }

    /// Its precision.
    const fn exactness(self) -> u8 {
        match self {
            Self::Unknown => 0,
            Self::Year(_) => 1,
            Self::Month(..) => 2,
            Self::Day(_) => 3,
        }
    }

    /// Whether both can be the same date: 1950 and 1950-03 can.
    #[must_use]
    pub fn agrees(self, other: Self) -> bool {
        let month = |birth: Self| match birth {
            Self::Month(_, month) => Some(month),
            Self::Day(day) => Some(day.month()),
            Self::Unknown | Self::Year(_) => None,
        };
        let same = |a: Option<i16>, b: Option<i16>| a.zip(b).is_none_or(|(a, b)| a == b);
        let days = matches!((self, other), (Self::Day(a), Self::Day(b)) if a != b);
        same(self.year(), other.year()) && same(month(self).map(i16::from), month(other).map(i16::from)) && !days
    }

    /// The more precise one; of two equally precise, this one.
    #[must_use]
    pub const fn or_finer(self, other: Self) -> Self {
        if other.exactness() > self.exactness() { other } else { self }
    }

    /// The age in whole years on a day; with only year or month known, the age reached in it.
    #[must_use]
    pub fn age(self, on: Day) -> Option<u16> {
        let before = match self {
            Self::Unknown | Self::Year(_) => false,
            Self::Month(_, month) => on.month() < month,
            Self::Day(day) => (on.month(), on.day()) < (day.month(), day.day()),
        };
        u16::try_from(on.year() - self.year()? - i16::from(before)).ok()
    }
}

/// The normal form: `1950`, `1950-03`, `1950-03-05`; empty if unknown.
impl fmt::Display for Birth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => Ok(()),
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(day) => write!(f, "{day}"),
        }
    }
}

/// Where the household register 户籍 lists somebody; used only to find help there.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Registered {
    /// Not asked.
    Unknown,
    /// In this street.
    Here,
    /// Elsewhere, in words: 资阳市安岳县.
    Elsewhere(String),
}

/// Whether somebody lives here.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Presence {
    /// Lives here.
    Here {
        /// First known day.
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
    /// Merged into another record.
    Merged {
        /// The remaining record.
        into: ResidentId,
        /// The merge.
        merge: MergeId,
    },
    /// Erased: no personal data is left.
    Erased {
        /// When.
        on: Day,
    },
}

/// A resident. Only data needed for help is stored; there is no field for opinions.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Resident {
    /// The id.
    pub id: ResidentId,
    /// The name.
    pub name: String,
    /// Their cell, or a code above while that is uncertain.
    pub code: GridCode,
    /// Their household, if the address is known.
    pub household: Option<HouseholdId>,
    /// The date of birth.
    pub birth: Birth,
    /// As stated.
    pub sex: Option<Sex>,
    /// The identity number, if a service needs it.
    pub identity: Option<IdentityNumber>,
    /// Their phones.
    pub phones: Vec<Phone>,
    /// Registration.
    pub registered: Registered,
    /// Presence.
    pub presence: Presence,
}

impl Resident {
    /// A record with only a name and a code, for people who need help at once.
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

    /// Whether there is a person to serve behind this record.
    #[must_use]
    pub const fn is_served(&self) -> bool {
        matches!(self.presence, Presence::Here { .. } | Presence::Left { .. })
    }

    /// Adds an identity number. Unknown birth and sex are taken from it; known ones must agree.
    ///
    /// # Errors
    /// [`Refused::IdentityDisagrees`], [`Refused::Gone`].
    pub fn identified(mut self, number: IdentityNumber) -> Result<Self, Refused> {
        if !self.is_served() {
            return Err(Refused::Gone);
        }
        let (birth, sex) = (number.birth(), number.sex());
        // An estimated year is replaced.
        let guessed = matches!(self.birth, Birth::Year(_));
        let other_day = birth.is_some_and(|day| !guessed && !self.birth.agrees(Birth::Day(day)));
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

    /// A form of address without the full name: 王奶奶, 李先生, 张女士, or 王某.
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

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn births_are_read_as_people_and_sheets_write_them() {
        for text in
            ["1950年3月", "1950.03", "1950-03", "195003", "1950/3", "１９５０年０３月", "1950 年 3 月", "1950.3"]
        {
            assert_eq!(Birth::read(text), Ok(Birth::Month(1950, 3)), "{text}");
        }
        for text in ["1950", "1950年", "1950年生"] {
            assert_eq!(Birth::read(text), Ok(Birth::Year(1950)), "{text}");
        }
        for text in ["1950-03-05", "1950年3月5日", "1950/3/5", "1950.3.5", "19500305"] {
            assert_eq!(Birth::read(text), Ok(Birth::Day(date(1950, 3, 5))), "{text}");
        }
        assert_eq!(Birth::read("1950.10"), Ok(Birth::Month(1950, 10)));
        assert_eq!(Birth::read("1950.1"), Err(NoBirth::MonthUnclear));
        assert_eq!(Birth::read("1950-1"), Ok(Birth::Month(1950, 1)));
        for bad in
            ["50年", "一九五〇年三月", "1950年13月", "农历三月", "明天", "76岁", "1950-02-30", "1950年3月5日6时", "年"]
        {
            assert_eq!(Birth::read(bad), Err(NoBirth::Unread), "{bad}");
        }
        assert_eq!(Birth::read(" "), Ok(Birth::Unknown));
    }

    #[test]
    fn a_month_is_written_read_stored_and_gives_an_age() {
        let march = Birth::Month(1950, 3);
        assert_eq!(march.to_string(), "1950-03");
        assert_eq!(Birth::read(&march.to_string()), Ok(march));
        let stored = serde_json::to_string(&march).unwrap();
        assert_eq!(
            (stored.as_str(), serde_json::from_str::<Birth>(&stored).unwrap()),
            (r#"{"Month":[1950,3]}"#, march)
        );
        assert_eq!(
            serde_json::from_str::<Birth>(r#"{"Year":1950}"#).unwrap(),
            Birth::Year(1950),
            "what was stored before"
        );
        assert_eq!((march.age(date(2026, 2, 28)), march.age(date(2026, 3, 1))), (Some(75), Some(76)));
        let day = Birth::Day(date(1950, 3, 5));
        assert!(march.agrees(day) && day.agrees(Birth::Year(1950)) && Birth::Unknown.agrees(day));
        assert!(!march.agrees(Birth::Month(1950, 4)) && !day.agrees(Birth::Day(date(1950, 3, 6))));
        assert_eq!((Birth::Year(1950).or_finer(march), day.or_finer(march)), (march, day));
    }
}
