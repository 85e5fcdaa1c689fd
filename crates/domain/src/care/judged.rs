//! The level of each single value: critical, high, low, normal or not judged. A value is normal only where rules limit
//! normal on both sides; a value without rules is not judged.

use std::collections::BTreeMap;

use super::condition::Term;
use super::reading::{Measured, Quantity, Symptom, Value};
use super::rules::{Rule, Table};
use super::verdict::{Level, Patient, Side};

/// The level of one value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ValueLevel {
    /// Its level.
    pub level: Level,
    /// The direction in which it deviates.
    pub side: Option<Side>,
}

fn fits(rule: &Rule, measured: &Measured, patient: &Patient) -> bool {
    let meal = rule.meals.is_empty() || measured.meal.is_some_and(|meal| rule.meals.contains(&meal));
    meal && rule.is_for(patient)
}

/// The most severe rule met by this value, alone or with symptoms.
fn met(table: &Table, measured: &Measured, patient: &Patient, of: Quantity) -> Option<ValueLevel> {
    let about = |group: &&Vec<Term>| {
        group.iter().any(|term| term.quantity() == Some(of)) && group.iter().all(|term| term.met(measured))
    };
    table
        .rules
        .iter()
        .filter(|rule| fits(rule, measured, patient) && rule.condition.groups().iter().any(|group| about(&group)))
        .max_by_key(|rule| rule.level)
        .map(|rule| ValueLevel { level: rule.level, side: Some(rule.side) })
}

/// Whether the rules call the value normal. If the age is unknown it must be normal at every age.
fn is_normal(table: &Table, measured: &Measured, patient: &Patient, of: Quantity) -> bool {
    if patient.age.is_some() {
        return is_normal_at(table, measured, patient, of);
    }
    let aged = |age| Patient { age: Some(age), illnesses: patient.illnesses.clone() };
    table.ages().all(|age| is_normal_at(table, measured, &aged(age), of))
}

fn is_normal_at(table: &Table, measured: &Measured, patient: &Patient, of: Quantity) -> bool {
    let (possible, plausible) = (of.possible(), table.plausible.get(&of));
    // The end of the scale needs no rule, such as above 100 % of oxygen.
    let mut low = plausible.is_some_and(|(from, _)| *from == possible.0);
    let mut high = plausible.is_some_and(|(_, to)| *to == possible.1);
    let mut screened = false;
    for rule in table.rules.iter().filter(|rule| fits(rule, measured, patient)) {
        for group in rule.condition.groups() {
            let Some(term) = group.iter().find(|term| term.quantity() == Some(of)) else { continue };
            match term.side() {
                Some(Side::Low) => low = true,
                Some(Side::High) => high = true,
                _ => {}
            }
            screened |= group.len() == 1 && rule.level == Level::High && rule.screens;
            // Beyond a threshold that needs a symptom: not normal even without one.
            if term.met(measured) && group.iter().all(|other| other.quantity().is_none_or(|q| q == of)) {
                return false;
            }
        }
    }
    low && high && screened
}

/// The level of each value.
#[must_use]
pub fn values(table: &Table, measured: &Measured, patient: &Patient) -> BTreeMap<Quantity, ValueLevel> {
    let one = |of: Quantity| {
        met(table, measured, patient, of).unwrap_or_else(|| {
            let number = matches!(measured.values.get(&of), Some(Value::Is(_)));
            let level =
                if number && is_normal(table, measured, patient, of) { Level::Normal } else { Level::NotJudged };
            ValueLevel { level, side: None }
        })
    };
    let mut all: BTreeMap<Quantity, ValueLevel> = measured.values.keys().map(|of| (*of, one(*of))).collect();
    // A blood pressure is one value: half of it is never called normal.
    let pressure = [Quantity::Systolic, Quantity::Diastolic];
    if pressure.iter().any(|of| all.get(of).is_some_and(|value| value.level == Level::NotJudged)) {
        for of in pressure {
            if let Some(value) = all.get_mut(&of).filter(|value| value.level == Level::Normal) {
                value.level = Level::NotJudged;
            }
        }
    }
    all
}

/// Symptoms for which no met rule asks.
#[must_use]
pub fn symptoms_not_judged(table: &Table, measured: &Measured, patient: &Patient) -> Vec<Symptom> {
    let met: Vec<Term> = table
        .rules
        .iter()
        .filter(|rule| fits(rule, measured, patient))
        .flat_map(|rule| rule.condition.groups())
        .filter(|group| group.iter().all(|term| term.met(measured)))
        .flatten()
        .copied()
        .collect();
    let judged = |symptom: &Symptom| met.contains(&Term::Any) || met.contains(&Term::Symptom(*symptom));
    measured.symptoms.iter().copied().filter(|symptom| !judged(symptom)).collect()
}
