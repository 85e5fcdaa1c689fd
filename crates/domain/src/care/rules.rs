//! The table of rules: versioned data of the manual, with the source of each rule. What a street changes here is tried on past
//! readings first, see [`super::changed`].

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use super::alert::Clocks;
use super::condition::Condition;
use super::reading::{Meal, Measured, Quantity};
use super::rules_file::read;
use super::verdict::{Illness, Level, Patient, Side};
use crate::kernel::milli::Milli;
use crate::kernel::time::Day;
use crate::manual::kind::Words;

/// The text of the table that ships.
const SHIPPED: &str = include_str!("../../../../manual/care/rules.toml");

/// A rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rule {
    /// Its stable id.
    pub id: String,
    /// What it asks for.
    pub level: Level,
    /// In which direction it looks.
    pub side: Side,
    /// When it is met.
    pub condition: Condition,
    /// For which ages, both ends included. Somebody whose age is not known is younger than every "65 and older".
    pub age: RangeInclusive<u16>,
    /// For which meals; empty for all.
    pub meals: BTreeSet<Meal>,
    /// For which illnesses; empty for all people.
    pub illnesses: BTreeSet<Illness>,
    /// Days until the recheck.
    pub recheck: i64,
    /// Whether enrolment with the family doctor is offered.
    pub enrol: bool,
    /// What is said to the person.
    pub advice: Words,
    /// Where it comes from, by the ids of the table's sources.
    pub sources: Vec<String>,
}

impl Rule {
    /// Whether a measurement on somebody meets it.
    #[must_use]
    pub fn applies(&self, measured: &Measured, patient: &Patient) -> bool {
        let meal = self.meals.is_empty() || measured.meal.is_some_and(|meal| self.meals.contains(&meal));
        self.is_for(patient) && meal && self.condition.met(measured)
    }

    /// Whether it judges somebody of this age and with these illnesses.
    #[must_use]
    pub fn is_for(&self, patient: &Patient) -> bool {
        let ill = self.illnesses.is_empty() || !self.illnesses.is_disjoint(&patient.illnesses);
        self.age.contains(&patient.age.unwrap_or(0)) && ill
    }
}

/// The whole table, one version of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// Counted from 1.
    pub version: u32,
    /// The first day on which it holds.
    pub since: Day,
    /// What the rules rest on: id, title.
    pub sources: BTreeMap<String, String>,
    /// What is believed without asking again.
    pub plausible: BTreeMap<Quantity, (Milli, Milli)>,
    /// How long each step of an alert may take.
    pub clocks: Clocks,
    /// The rules.
    pub rules: Vec<Rule>,
}

impl Table {
    /// A rule by its id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }
}

/// The table that ships.
pub fn default_table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(|| {
        read("care/rules.toml", SHIPPED)
            // The text is a constant of this very build, and a test reads it.
            .unwrap_or_else(|faults| unreachable!("{}", faults.first().map(ToString::to_string).unwrap_or_default()))
    });
    &TABLE
}

/// The text of the table that ships: what a street starts from when it writes its own.
#[must_use]
pub const fn default_text() -> &'static str {
    SHIPPED
}
