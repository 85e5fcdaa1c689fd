//! A form: a typed description that a phone can show offline. A question may be bound to a field of the ledger, so that
//! known values are only confirmed.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use super::expression::Expression;
use crate::households::NeedKind;
use crate::kernel::milli::Milli;
use crate::kernel::time::Day;
use crate::manual::kind::Words;

/// A choice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Choice {
    /// The stored name.
    pub name: String,
    /// The displayed label.
    pub label: Words,
}

/// The type of an answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Kind {
    /// Text.
    Text,
    /// Integer.
    Integer,
    /// A number.
    Decimal,
    /// A day.
    Date,
    /// Yes or no.
    YesNo,
    /// One of a list.
    One(Vec<Choice>),
    /// Some of a list.
    Many(Vec<Choice>),
    /// No answer: a text to read out.
    Note,
}

/// A ledger field that a question can be bound to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Field {
    /// Number of residents.
    HouseholdSize,
    /// Owner, tenant, lodged.
    Tenure,
    /// Place of registration.
    Registered,
    /// The year of birth.
    BirthYear,
    /// The resident's phone.
    Phone,
    /// Next of kin.
    Kin,
    /// Phone of the next of kin.
    KinPhone,
    /// Phone of the landlord.
    LandlordPhone,
    /// A care need.
    Need(NeedKind),
}

impl Field {
    /// Reads the key: `household.size`, `need.look_in`.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Some(match key {
            "household.size" => Self::HouseholdSize,
            "household.tenure" => Self::Tenure,
            "resident.registered" => Self::Registered,
            "resident.birth_year" => Self::BirthYear,
            "resident.phone" => Self::Phone,
            "contact.kin" => Self::Kin,
            "contact.kin_phone" => Self::KinPhone,
            "contact.landlord_phone" => Self::LandlordPhone,
            _ => Self::Need(serde_json::from_value(key.strip_prefix("need.")?.into()).ok()?),
        })
    }

    /// The key by which a form and the wire name it.
    #[must_use]
    pub fn key(self) -> String {
        match self {
            Self::HouseholdSize => "household.size".into(),
            Self::Tenure => "household.tenure".into(),
            Self::Registered => "resident.registered".into(),
            Self::BirthYear => "resident.birth_year".into(),
            Self::Phone => "resident.phone".into(),
            Self::Kin => "contact.kin".into(),
            Self::KinPhone => "contact.kin_phone".into(),
            Self::LandlordPhone => "contact.landlord_phone".into(),
            Self::Need(kind) => format!("need.{}", kind.key()),
        }
    }

    /// Whether it belongs to one resident; otherwise to the household.
    #[must_use]
    pub const fn is_of_resident(self) -> bool {
        !matches!(self, Self::HouseholdSize | Self::Tenure | Self::LandlordPhone)
    }

    /// Whether its value is only shown masked.
    #[must_use]
    pub const fn is_masked(self) -> bool {
        matches!(self, Self::Phone | Self::KinPhone | Self::LandlordPhone)
    }

    /// Whether it is health data, hidden from staff without care permissions.
    #[must_use]
    pub const fn is_health(self) -> bool {
        matches!(self, Self::Need(kind) if kind.is_health())
    }

    /// Its name.
    #[must_use]
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::HouseholdSize => ("常住人数", "how many live here"),
            Self::Tenure => ("住房性质", "whose home it is"),
            Self::Registered => ("户籍所在地", "where registered"),
            Self::BirthYear => ("出生年份", "year of birth"),
            Self::Phone => ("本人电话", "own phone"),
            Self::Kin => ("亲属称呼", "next of kin"),
            Self::KinPhone => ("亲属电话", "phone of the next of kin"),
            Self::LandlordPhone => ("房东电话", "phone of the landlord"),
            Self::Need(kind) => (kind.chinese(), kind.english()),
        };
        Words::new(zh, en)
    }

    /// Days for which a value is considered known.
    #[must_use]
    pub const fn fresh_days(self) -> i64 {
        match self {
            Self::Registered | Self::BirthYear => 3_650,
            Self::HouseholdSize | Self::Tenure | Self::Kin => 365,
            Self::Phone | Self::KinPhone | Self::LandlordPhone => 365,
            Self::Need(_) => 180,
        }
    }
}

/// A question.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Question {
    /// Its stable name in the form.
    pub name: String,
    /// The question.
    pub label: Words,
    /// A hint.
    pub hint: Words,
    /// The type of answer.
    pub kind: Kind,
    /// Whether an answer is required if the question is relevant.
    pub required: bool,
    /// Relevance: a condition on earlier questions.
    pub relevant: Option<Expression>,
    /// Validity of an answer.
    pub constraint: Option<Expression>,
    /// The message for an invalid answer.
    pub constraint_says: Words,
    /// The bound ledger field.
    pub field: Option<Field>,
}

/// A version of a form. A campaign is pinned to the version at its start.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Form {
    /// Its stable id.
    pub id: String,
    /// From 1.
    pub version: u32,
    /// Its title.
    pub title: Words,
    /// Its questions, in order.
    pub questions: Vec<Question>,
}

/// An answer.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(tag = "is", content = "value", rename_all = "snake_case")]
pub enum Answer {
    /// A text.
    Text(String),
    /// A number.
    Number(Milli),
    /// A day.
    Date(Day),
    /// Yes or no.
    YesNo(bool),
    /// An option, by name.
    One(String),
    /// Options, by name.
    Many(BTreeSet<String>),
}

impl Form {
    /// A question by its name.
    #[must_use]
    pub fn question(&self, name: &str) -> Option<&Question> {
        self.questions.iter().find(|q| q.name == name)
    }
}
