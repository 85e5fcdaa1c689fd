//! Physiological limits. No rule table can change them: a value beyond is a slip and cannot be confirmed.

use super::reading::{Measured, Quantity, Unit, Value, mmol_of_mg};
use super::rules::Table;
use crate::kernel::milli::Milli;

/// The value is impossible for a living person, so it cannot be confirmed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("nobody can have this value: correct it, or discard it")]
pub struct NotPossible;

impl NotPossible {
    /// The stable code.
    pub const CODE: &str = "care.not-possible";
    /// The message in Chinese.
    pub const CHINESE: &str = "人体不可能有这个数，不能确认；请改正或作废";
}

impl Quantity {
    /// Lowest and highest possible value of a living person; wider than the plausible range of a table.
    ///
    /// Sources: recorded extremes, rounded outwards: 13.7 °C after cold water, 46.5 °C after heat stroke, 147.6 mmol/L,
    /// 635 kg, 370/360 mmHg.
    #[must_use]
    pub const fn possible(self) -> (Milli, Milli) {
        match self {
            Self::Systolic => (Milli::whole(20), Milli::whole(370)),
            Self::Diastolic => (Milli::whole(5), Milli::whole(360)),
            Self::Pulse => (Milli::whole(5), Milli::whole(350)),
            Self::Glucose => (Milli::thousandths(100), Milli::whole(150)),
            Self::Temperature => (Milli::whole(13), Milli::whole(47)),
            Self::Oxygen => (Milli::whole(1), Milli::whole(100)),
            Self::Weight => (Milli::thousandths(200), Milli::whole(650)),
        }
    }

    /// Whether a number is possible.
    #[must_use]
    pub fn is_possible(self, n: Milli) -> bool {
        let (from, to) = self.possible();
        (from..=to).contains(&n)
    }

    /// Whether meters show whole numbers.
    const fn is_whole(self) -> bool {
        matches!(self, Self::Systolic | Self::Diastolic | Self::Pulse | Self::Oxygen)
    }

    /// What an impossible value may have meant: decimal point one or two digits off, or degrees Fahrenheit.
    #[must_use]
    pub fn meant(self, typed: Milli, table: &Table) -> Vec<Milli> {
        let Some((from, to)) = table.plausible.get(&self) else { return Vec::new() };
        let n = typed.as_thousandths();
        let mut found: Vec<Milli> = Vec::new();
        let fahrenheit = (self == Self::Temperature).then(|| Milli::thousandths((n - 32_000) / 9 * 5).tenths());
        let shifted = [n % 10 == 0, n % 100 == 0].into_iter().zip([10, 100]).filter(|(exact, _)| *exact);
        for candidate in shifted
            .map(|(_, by)| Milli::thousandths(n / by))
            .chain(n.checked_mul(10).map(Milli::thousandths))
            .chain(fahrenheit)
        {
            let shown = !self.is_whole() || candidate.as_thousandths() % 1_000 == 0;
            if shown && (from..=to).contains(&&candidate) && !found.contains(&candidate) {
                found.push(candidate);
            }
        }
        found
    }
}

impl Measured {
    /// Whether the reading can be confirmed: every value is possible, and systolic is above diastolic.
    #[must_use]
    pub fn is_possible(&self) -> bool {
        let number = |of| match self.values.get(&of) {
            Some(Value::Is(n)) => Some(*n),
            _ => None,
        };
        let swapped = number(Quantity::Systolic).zip(number(Quantity::Diastolic)).is_some_and(|(s, d)| s <= d);
        !swapped && self.values.keys().all(|of| number(*of).is_none_or(|n| of.is_possible(n)))
    }

    /// Likely corrections: a misplaced point, glucose as mg/dL, exchanged pressures.
    #[must_use]
    pub fn offers(&self, table: &Table) -> Vec<Self> {
        let mut found = Vec::new();
        for (of, value) in &self.values {
            let Value::Is(n) = value else { continue };
            let with = |n: Milli| {
                let mut other = self.clone();
                other.values.insert(*of, Value::Is(n));
                other
            };
            if *of == Quantity::Glucose && self.unit != Some(Unit::Mg) && super::verdict::is_unit_slip(table, *n) {
                found.push(Self { unit: Some(Unit::Mg), ..with(mmol_of_mg(*n)) });
            } else if !of.is_possible(*n) {
                found.extend(of.meant(*n, table).into_iter().map(with));
            }
        }
        if let (Some(Value::Is(s)), Some(Value::Is(d))) =
            (self.values.get(&Quantity::Systolic), self.values.get(&Quantity::Diastolic))
            && s < d
        {
            let mut other = self.clone();
            other.values.insert(Quantity::Systolic, Value::Is(*d));
            other.values.insert(Quantity::Diastolic, Value::Is(*s));
            found.push(other);
        }
        found.retain(|measured| super::verdict::doubts(table, measured).is_empty());
        found
    }
}
