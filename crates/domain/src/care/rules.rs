//! The table of rules: versioned data of the manual, with the source of each rule. What a street changes here is tried on past
//! readings first, see [`super::changed`].

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

/// The text of version 1.
const SHIPPED_FIRST: &str = include_str!("../../../../manual/care/rules-1.toml");
/// The text of the newest table that ships.
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
    /// For which ages, both ends included.
    pub age: RangeInclusive<u16>,
    /// Whether it judges somebody whose age is not known.
    pub age_unknown: bool,
    /// How long until the second measurement of a critical one, where the table's clock does not fit it: sugar needs its 15 minutes.
    pub remeasure: Option<Span>,
    /// Raised at once, with 120 first: nothing is gained by measuring again.
    pub at_once: bool,
    /// For which meals; empty for all.
    pub meals: BTreeSet<Meal>,
    /// For which illnesses; empty for all people.
    pub illnesses: BTreeSet<Illness>,
    /// Who has one of these is not judged by it.
    pub except: BTreeSet<Illness>,
    /// Whether what lies on the good side of its line is normal.
    pub screens: bool,
    /// Days until the recheck; 0 for none.
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
        let ill = (self.illnesses.is_empty() || !self.illnesses.is_disjoint(&patient.illnesses))
            && self.except.is_disjoint(&patient.illnesses);
        patient.age.map_or(self.age_unknown, |age| self.age.contains(&age)) && ill
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

/// What a critical verdict asks for first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Urgency {
    /// 120, and the alert, without a second measurement.
    AtOnce,
    /// A second measurement within this time.
    Remeasure(Span),
}

impl Table {
    /// What a verdict asks for first; nothing unless it is critical. Where several rules are met, the most urgent decides. `believed`: nothing
    /// is asked about the reading any more; a value that may be a slip is measured again, a sign is no slip.
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

    /// The hit that is spoken of first: the gravest, of those a sign, and of numbers the one that comes back soonest.
    #[must_use]
    pub fn leading<'a>(&self, verdict: &'a Verdict) -> Option<&'a Hit> {
        let recheck = |hit: &Hit| self.rule(&hit.rule).map_or(i64::MAX, |rule| rule.recheck);
        verdict.hits.iter().min_by_key(|hit| (Reverse(hit.level), hit.side != Side::Sign, recheck(hit)))
    }

    /// An age of every group that the rules tell apart.
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

/// Every version that shipped, from the first, with its text: what was judged by an older one is still read by it.
pub fn shipped() -> &'static [(Table, &'static str); 2] {
    static TABLES: LazyLock<[(Table, &str); 2]> = LazyLock::new(|| {
        [SHIPPED_FIRST, SHIPPED].map(|text| {
            let table = read("care/rules.toml", text)
                // The texts are constants of this very build, and a test reads them.
                .unwrap_or_else(|faults| {
                    unreachable!("{}", faults.first().map(ToString::to_string).unwrap_or_default())
                });
            (table, text)
        })
    });
    &TABLES
}

/// The newest table that ships.
pub fn default_table() -> &'static Table {
    let [.., (table, _)] = shipped();
    table
}

/// The text of the table that ships: what a street starts from when it writes its own.
#[must_use]
pub const fn default_text() -> &'static str {
    SHIPPED
}
