//! The rule table: versioned data of the manual, with the source of each rule. Changes are tried on past readings
//! first, see [`super::changed`].

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use super::alert::Clocks;
use super::condition::Condition;
use super::reading::{Meal, Measured, Quantity};
use super::rules_file::read;
use super::verdict::{Hit, Illness, Level, Patient, Side, Verdict};
use crate::kernel::milli::Milli;
use crate::kernel::time::{Day, Span};
use crate::manual::kind::Words;

/// Version 1.
const SHIPPED_FIRST: &str = include_str!("../../../../manual/care/rules-1.toml");
/// The newest version.
const SHIPPED: &str = include_str!("../../../../manual/care/rules.toml");

/// A rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rule {
    /// Its stable id.
    pub id: String,
    /// Its level.
    pub level: Level,
    /// Its direction.
    pub side: Side,
    /// Its condition.
    pub condition: Condition,
    /// Ages, both ends included.
    pub age: RangeInclusive<u16>,
    /// Whether it applies if the age is unknown.
    pub age_unknown: bool,
    /// Time until the second measurement, if it differs from the table's: blood sugar needs 15 minutes.
    pub remeasure: Option<Span>,
    /// Raised at once, with a call to 120: a second measurement would not help.
    pub at_once: bool,
    /// Meals; empty: all.
    pub meals: BTreeSet<Meal>,
    /// Illnesses; empty: everybody.
    pub illnesses: BTreeSet<Illness>,
    /// Illnesses to which it does not apply.
    pub except: BTreeSet<Illness>,
    /// Whether values on the other side of its threshold are normal.
    pub screens: bool,
    /// Days until the recheck; 0 for none.
    pub recheck: i64,
    /// Whether to offer enrolment with the family doctor.
    pub enrol: bool,
    /// Advice to the person.
    pub advice: Words,
    /// Ids of its sources.
    pub sources: Vec<String>,
}

impl Rule {
    /// Whether it applies to the person and its condition is met.
    #[must_use]
    pub fn applies(&self, measured: &Measured, patient: &Patient) -> bool {
        let meal = self.meals.is_empty() || measured.meal.is_some_and(|meal| self.meals.contains(&meal));
        self.is_for(patient) && meal && self.condition.met(measured)
    }

    /// Whether it applies to this age and these illnesses.
    #[must_use]
    pub fn is_for(&self, patient: &Patient) -> bool {
        let ill = (self.illnesses.is_empty() || !self.illnesses.is_disjoint(&patient.illnesses))
            && self.except.is_disjoint(&patient.illnesses);
        patient.age.map_or(self.age_unknown, |age| self.age.contains(&age)) && ill
    }
}

/// One version of the table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// From 1.
    pub version: u32,
    /// First day of validity.
    pub since: Day,
    /// Sources: id → title.
    pub sources: BTreeMap<String, String>,
    /// Plausible range of each quantity; values beyond it are asked about.
    pub plausible: BTreeMap<Quantity, (Milli, Milli)>,
    /// Time limits of alerts.
    pub clocks: Clocks,
    /// The rules.
    pub rules: Vec<Rule>,
}

/// The first step after a critical verdict.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Urgency {
    /// Call 120 and raise the alert, without a second measurement.
    AtOnce,
    /// Measure again within this time.
    Remeasure(Span),
}

impl Table {
    /// The first step after a verdict; `None` unless critical. The most urgent rule decides. `believed`: no questions
    /// remain; a value is measured again, a danger sign is not.
    #[must_use]
    pub fn urgency(&self, verdict: &Verdict, believed: bool) -> Option<Urgency> {
        let critical = verdict.hits.iter().filter(|hit| hit.level == Level::Critical);
        let rules: Vec<&Rule> = critical.filter_map(|hit| self.rule(&hit.rule)).collect();
        if rules.iter().any(|rule| rule.at_once && (believed || rule.side == Side::Sign)) {
            return Some(Urgency::AtOnce);
        }
        let soonest = rules.iter().map(|rule| rule.remeasure.unwrap_or(self.clocks.remeasure)).min();
        let unknown = (verdict.level == Level::Critical).then_some(self.clocks.remeasure);
        soonest.or(unknown).map(Urgency::Remeasure)
    }

    /// The hit to mention first: the most severe; among these a danger sign, then the shortest time to measure again.
    #[must_use]
    pub fn leading<'a>(&self, verdict: &'a Verdict) -> Option<&'a Hit> {
        let recheck = |hit: &Hit| self.rule(&hit.rule).map_or(i64::MAX, |rule| rule.recheck);
        verdict.hits.iter().min_by_key(|hit| (Reverse(hit.level), hit.side != Side::Sign, recheck(hit)))
    }

    /// One age of each group that the rules distinguish.
    pub fn ages(&self) -> impl Iterator<Item = u16> {
        let starts = self.rules.iter().flat_map(|rule| [Some(*rule.age.start()), rule.age.end().checked_add(1)]);
        starts.flatten().collect::<BTreeSet<u16>>().into_iter()
    }

    /// A rule by its id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }
}

/// All shipped versions with their text; old readings are explained by the version that judged them.
pub fn shipped() -> &'static [(Table, &'static str); 2] {
    static TABLES: LazyLock<[(Table, &str); 2]> = LazyLock::new(|| {
        [SHIPPED_FIRST, SHIPPED].map(|text| {
            let table = read("care/rules.toml", text)
                // The texts are compiled in and covered by a test.
                .unwrap_or_else(|faults| {
                    unreachable!("{}", faults.first().map(ToString::to_string).unwrap_or_default())
                });
            (table, text)
        })
    });
    &TABLES
}

/// The newest shipped table.
pub fn default_table() -> &'static Table {
    let [.., (table, _)] = shipped();
    table
}

/// The text of the newest shipped table, from which a street starts its own.
#[must_use]
pub const fn default_text() -> &'static str {
    SHIPPED
}
