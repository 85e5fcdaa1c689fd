//! Advice, due days of rechecks, and the list of overdue ones for the paired doctor and the member.

use serde::{Deserialize, Serialize};

use super::reading::Quantity;
use super::rules::Table;
use super::verdict::{Level, Verdict};
use crate::grid::GridCode;
use crate::kernel::ids::{ReadingId, ResidentId};
use crate::kernel::time::Day;
use crate::manual::kind::Words;

/// A recheck. Any later measurement of the same quantity answers it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Recheck {
    /// The resident.
    pub resident: ResidentId,
    /// Their cell.
    pub code: GridCode,
    /// The reading that caused it.
    pub reading: ReadingId,
    /// The day of that reading.
    pub asked: Day,
    /// The quantity to measure.
    pub of: Quantity,
    /// The last day in time.
    pub due: Day,
}

/// The advice after a reading.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Advice {
    /// The texts of the rules met, without duplicates; with a critical value, texts that can wait are left out.
    pub words: Vec<Words>,
    /// The quantities to measure again, with the earliest due day of all rules.
    pub rechecks: Vec<(Quantity, Day)>,
    /// Whether enrolment with the family doctor is offered.
    pub enrol: bool,
}

/// The advice of a verdict. Systolic and diastolic are one recheck.
#[must_use]
pub fn advice(table: &Table, verdict: &Verdict, today: Day) -> Advice {
    let mut out = Advice { words: Vec::new(), rechecks: Vec::new(), enrol: false };
    for rule in verdict.hits.iter().filter_map(|hit| table.rule(&hit.rule)) {
        let grave = verdict.level != Level::Critical || rule.level == Level::Critical;
        if grave && !out.words.contains(&rule.advice) {
            out.words.push(rule.advice.clone());
        }
        out.enrol |= rule.enrol && verdict.level == Level::High;
        let day = today.checked_add(jiff::Span::new().days(rule.recheck)).unwrap_or(today);
        for quantity in rule.condition.quantities().into_iter().filter(|_| rule.level > Level::Normal) {
            let of = if quantity == Quantity::Diastolic { Quantity::Systolic } else { quantity };
            match out.rechecks.iter_mut().find(|(q, _)| *q == of) {
                Some((_, known)) => *known = (*known).min(day),
                None => out.rechecks.push((of, day)),
            }
        }
    }
    out
}

impl Recheck {
    /// Whether a later measurement answers it.
    #[must_use]
    pub fn is_answered_by(&self, resident: ResidentId, of: Quantity, on: Day) -> bool {
        self.resident == resident && self.of == of && on > self.asked
    }

    /// Days overdue; `None` on or before the due day.
    #[must_use]
    pub fn overdue(&self, today: Day) -> Option<i32> {
        (today > self.due).then(|| (today - self.due).get_days())
    }
}

/// Overdue rechecks, longest first: whom to call and since when, without values.
#[must_use]
pub fn overdue(rechecks: &[Recheck], today: Day) -> Vec<(&Recheck, i32)> {
    let mut late: Vec<(&Recheck, i32)> =
        rechecks.iter().filter_map(|r| r.overdue(today).map(|days| (r, days))).collect();
    late.sort_by_key(|(r, days)| (std::cmp::Reverse(*days), r.code, r.resident));
    late
}
