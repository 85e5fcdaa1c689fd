//! Thresholds for a person's values, by their age and illnesses: drawn in the chart of readings.

use serde::Serialize;
use utoipa::ToSchema;
use weiguang_domain::care::reading::Meal;
use weiguang_domain::care::rules::Table;
use weiguang_domain::care::{Level, Patient};

use super::reading::unit;
use super::{KeyWords, key};

/// A line that one value crosses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CareLineOf)]
pub struct LineOf {
    /// The rule that says so.
    pub rule: String,
    /// Which value.
    pub of: KeyWords,
    /// For readings at this meal alone; null for all.
    pub meal: Option<KeyWords>,
    /// `critical` or `high`.
    pub level: String,
    /// `high` or `low`.
    pub side: String,
    /// `at_least`, `at_most`, `above`, `below`.
    pub compare: String,
    /// The number.
    pub at: String,
    /// Its unit.
    pub unit: String,
    /// Whether a symptom must come with it.
    pub with_symptoms: bool,
}

/// A person's thresholds by a table.
#[must_use]
pub fn lines(table: &Table, patient: &Patient) -> Vec<LineOf> {
    let mut all = Vec::new();
    // A value that is normal anyway is no threshold.
    for rule in table.rules.iter().filter(|rule| rule.level > Level::Normal && rule.is_for(patient)) {
        let meals: Vec<Option<Meal>> =
            if rule.meals.is_empty() { vec![None] } else { rule.meals.iter().copied().map(Some).collect() };
        for line in rule.condition.lines() {
            all.extend(meals.iter().map(|meal| LineOf {
                rule: rule.id.clone(),
                of: KeyWords::new(line.of.key(), line.of.chinese(), line.of.english()),
                meal: meal.map(|m| KeyWords::new(m.key(), m.chinese(), m.english())),
                level: rule.level.key().to_owned(),
                side: key(&rule.side),
                compare: line.compare.key().to_owned(),
                at: line.at.to_string(),
                unit: unit(line.of).to_owned(),
                with_symptoms: line.with_symptoms,
            }));
        }
    }
    all
}
