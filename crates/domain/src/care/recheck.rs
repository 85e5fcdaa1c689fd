//! Advice, the day of the recheck, and the list of those whose recheck is due and past, for the paired doctor and the member together.

use serde::{Deserialize, Serialize};

use super::reading::Quantity;
use super::rules::Table;
use super::verdict::{Level, Verdict};
use crate::grid::GridCode;
use crate::kernel::ids::{ReadingId, ResidentId};
use crate::kernel::time::Day;
use crate::manual::kind::Words;

/// A recheck that somebody was asked to come to. Who measures the same thing again, on any day after, has come.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Recheck {
    /// Who.
    pub resident: ResidentId,
    /// Their cell.
    pub code: GridCode,
    /// Because of which reading.
    pub reading: ReadingId,
    /// On which day that was.
    pub asked: Day,
    /// What is to be measured.
    pub of: Quantity,
    /// The last day.
    pub due: Day,
}

/// What is said and asked after a reading.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Advice {
    /// In the words of each rule that was met, none twice; beside a critical value nothing is said of what can wait two weeks.
    pub words: Vec<Words>,
    /// What to measure again, by when: the nearest day of all rules that look at it.
    pub rechecks: Vec<(Quantity, Day)>,
    /// Whether enrolment with the family doctor is offered.
    pub enrol: bool,
}

/// The advice that a verdict brings. Systolic and diastolic are one recheck: a blood pressure.
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

    /// Days past on a day; `None` while it is not overdue. The due day itself is in time.
    #[must_use]
    pub fn overdue(&self, today: Day) -> Option<i32> {
        (today > self.due).then(|| (today - self.due).get_days())
    }
}

/// Those whose recheck is past, the longest first. What it holds is whom to call and since when, and not what was measured.
#[must_use]
pub fn overdue(rechecks: &[Recheck], today: Day) -> Vec<(&Recheck, i32)> {
    let mut late: Vec<(&Recheck, i32)> =
        rechecks.iter().filter_map(|r| r.overdue(today).map(|days| (r, days))).collect();
    late.sort_by_key(|(r, days)| (std::cmp::Reverse(*days), r.code, r.resident));
    late
}
