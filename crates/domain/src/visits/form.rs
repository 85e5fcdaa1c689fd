//! A form: a small typed description that a phone can ask without network. Each question may be bound to a field of the ledger, so that
//! what is known is only confirmed.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use super::expression::Expression;
use crate::households::NeedKind;
use crate::kernel::milli::Milli;
use crate::kernel::time::Day;
use crate::manual::kind::Words;

/// A choice of a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Choice {
    /// What is stored.
    pub name: String,
    /// What is shown.
    pub label: Words,
}

/// What can be answered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Kind {
    /// A text.
    Text,
    /// A whole number.
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
    /// Nothing: words to read out.
    Note,
}

/// A field of the ledger that a question can be bound to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Field {
    /// How many live here.
    HouseholdSize,
    /// Owner, tenant, lodged.
    Tenure,
    /// Where they are registered.
    Registered,
    /// The year of birth.
    BirthYear,
    /// The resident's phone.
    Phone,
    /// Who is next of kin.
    Kin,
    /// How to reach them.
    KinPhone,
    /// How to reach the landlord.
    LandlordPhone,
    /// Whether something is needed.
    Need(NeedKind),
}

impl Field {
    /// Reads the key in a form: `household.size`, `need.look_in`.
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

    /// Whether it is about one resident; the others are about all who live behind the door together.
    #[must_use]
    pub const fn is_of_resident(self) -> bool {
        !matches!(self, Self::HouseholdSize | Self::Tenure | Self::LandlordPhone)
    }

    /// Whether its value is a number that is shown masked, and leaves the server in no other way.
    #[must_use]
    pub const fn is_masked(self) -> bool {
        matches!(self, Self::Phone | Self::KinPhone | Self::LandlordPhone)
    }

    /// Whether it tells of health, and so is known to nobody who only serves the cell.
    #[must_use]
    pub const fn is_health(self) -> bool {
        matches!(self, Self::Need(kind) if kind.is_health())
    }

    /// What it is called.
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

    /// How many days a value is taken for known; after that it is asked afresh.
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
    /// Its stable name within the form.
    pub name: String,
    /// What is asked.
    pub label: Words,
    /// What helps to answer it.
    pub hint: Words,
    /// What can be answered.
    pub kind: Kind,
    /// Whether an answer is needed, where it is asked at all.
    pub required: bool,
    /// When it is asked: a condition on questions before it.
    pub relevant: Option<Expression>,
    /// What an answer must meet.
    pub constraint: Option<Expression>,
    /// What is said when it does not.
    pub constraint_says: Words,
    /// The field of the ledger that already may know.
    pub field: Option<Field>,
}

/// A form, one version of it. A campaign keeps the version that it began with.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Form {
    /// Its stable id.
    pub id: String,
    /// Counted from 1.
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
    /// One of a list, by its name.
    One(String),
    /// Some of a list, by their names.
    Many(BTreeSet<String>),
}

impl Form {
    /// A question by its name.
    #[must_use]
    pub fn question(&self, name: &str) -> Option<&Question> {
        self.questions.iter().find(|q| q.name == name)
    }
}
