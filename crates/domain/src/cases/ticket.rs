//! Ticket numbers of another system, and when two tickets with one number are one matter.

use serde::{Deserialize, Serialize};

use crate::kernel::text::fold;
use crate::kernel::time::Moment;

/// The meaning of a table's numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Numbers {
    /// A number is unique for ever, as a hotline's.
    #[default]
    Lasting,
    /// Numbers restart, as in a weekly list: a number is unique per day.
    Daily,
}

/// The keys by which a ticket is recognised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// The key under which it is stored.
    pub own: String,
    /// The key under the other meaning of numbers.
    pub other: Option<String>,
}

impl Numbers {
    /// Reads the stable key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            "lasting" => Some(Self::Lasting),
            "daily" => Some(Self::Daily),
            _ => None,
        }
    }

    /// The keys of a ticket; without a day, its number alone.
    #[must_use]
    pub fn names(self, number: &str, told: Option<Moment>) -> Names {
        let dated = told.map(|at| format!("{}/{number}", at.day()));
        match (self, dated) {
            (Self::Daily, Some(dated)) => Names { own: dated, other: Some(number.to_owned()) },
            (_, dated) => Names { own: number.to_owned(), other: dated },
        }
    }
}

/// The compared fields of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket<'a> {
    /// Title.
    pub title: &'a str,
    /// Detail.
    pub detail: &'a str,
    /// When it was reported, if known.
    pub told: Option<Moment>,
}

/// A field in which two tickets differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The title.
    Title,
    /// The detail.
    Detail,
    /// Time of the report.
    Time,
}

impl Part {
    /// The word for it, Chinese and English.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Title => ("主题", "subject"),
            Self::Detail => ("详情", "detail"),
            Self::Time => ("时间", "time"),
        }
    }
}

impl Ticket<'_> {
    /// The fields in which another ticket differs; empty if both are one matter. A missing time is no difference.
    #[must_use]
    pub fn differs(&self, other: &Ticket<'_>) -> Vec<Part> {
        let texts = [(Part::Title, self.title, other.title), (Part::Detail, self.detail, other.detail)];
        let mut parts: Vec<Part> =
            texts.into_iter().filter(|(_, a, b)| a != b && fold(a) != fold(b)).map(|(part, ..)| part).collect();
        if matches!((self.told, other.told), (Some(a), Some(b)) if a != b) {
            parts.push(Part::Time);
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn at(day: i8) -> Option<Moment> {
        Some(Moment::from_civil(date(2026, 11, day).at(10, 0, 0, 0)))
    }

    #[test]
    fn one_number_with_another_content_is_another_matter() {
        let lamp = Ticket { title: "路灯不亮", detail: "云栈一街路灯不亮", told: at(9) };
        assert_eq!(lamp.differs(&lamp), []);
        assert_eq!(lamp.differs(&Ticket { detail: " 云栈一街路灯不亮　", ..lamp }), [], "spaces are no content");
        assert_eq!(lamp.differs(&Ticket { told: None, ..lamp }), [], "what is not known is not other");
        let fall = Ticket { title: "老人摔倒", detail: "独居老人摔倒", told: at(16) };
        assert_eq!(lamp.differs(&fall), [Part::Title, Part::Detail, Part::Time]);
        assert_eq!(lamp.differs(&Ticket { told: at(10), ..lamp }), [Part::Time]);
    }

    #[test]
    fn numbers_that_begin_anew_count_together_with_their_day() {
        let lasting = Numbers::Lasting.names("1", at(9));
        assert_eq!((lasting.own.as_str(), lasting.other.as_deref()), ("1", Some("2026-11-09/1")));
        let daily = Numbers::Daily.names("1", at(16));
        assert_eq!((daily.own.as_str(), daily.other.as_deref()), ("2026-11-16/1", Some("1")));
        assert_eq!(Numbers::Lasting.names("1", None), Names { own: "1".into(), other: None });
        assert_eq!((Numbers::from_key("daily"), Numbers::from_key("")), (Some(Numbers::Daily), None));
    }
}
