//! The verdict of the rules on a reading: critical, high, normal or not judged, with a direction; or questions, if it
//! is implausible.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use super::judged;
use super::reading::{Measured, Quantity, Unit, Value, mmol_of_mg};
use super::rules::Table;
use crate::kernel::milli::Milli;

/// The level of a verdict.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// No rule applies: recorded, and not called normal.
    NotJudged,
    /// Within the limits of the rules.
    Normal,
    /// Advice, a recheck by a day, offer of enrolment.
    High,
    /// Measured again at once; becomes an alert unless that shows otherwise.
    Critical,
}

impl Level {
    /// All, lowest first.
    pub const ALL: [Self; 4] = [Self::NotJudged, Self::Normal, Self::High, Self::Critical];

    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotJudged => "not_judged",
            Self::Normal => "normal",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// The direction of the deviation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Too high.
    High,
    /// Too low.
    Low,
    /// A danger sign, independent of the values.
    Sign,
}

/// A chronic illness, from the doctor's record.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Illness {
    /// 高血压.
    Hypertension,
    /// 糖尿病.
    Diabetes,
    /// 妊娠.
    Pregnancy,
}

/// What rules may use of a person besides the reading.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Patient {
    /// Age in years. If unknown, rules say whether they apply, and only what is normal at every age is normal.
    pub age: Option<u16>,
    /// Illnesses in the doctor's record.
    pub illnesses: BTreeSet<Illness>,
}

/// A rule that a reading meets.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Hit {
    /// The rule's id.
    pub rule: String,
    /// The rule's level.
    pub level: Level,
    /// Its direction.
    pub side: Side,
}

/// An implausible input, as a question to who typed it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Doubt {
    /// Outside the plausible range.
    Beyond {
        /// The quantity.
        quantity: Quantity,
        /// The typed value.
        value: Milli,
        /// Lower end of the range.
        from: Milli,
        /// Upper end of the range.
        to: Milli,
    },
    /// Outside the possible range; it cannot be confirmed.
    Impossible {
        /// The quantity.
        quantity: Quantity,
        /// The typed value.
        value: Milli,
        /// Values that may have been meant.
        meant: Vec<Milli>,
    },
    /// A glucose value that was probably typed in mg/dL.
    UnitSlip {
        /// The typed value as mmol/L.
        typed: Milli,
        /// The value in mmol/L if it was mg/dL.
        would_be: Milli,
    },
    /// Diastolic is not below systolic.
    Swapped,
    /// One half of a blood pressure is missing.
    Half,
    /// Neither a value nor a symptom.
    Nothing,
}

impl Doubt {
    /// The question in Chinese.
    #[must_use]
    pub fn chinese(&self) -> String {
        match self {
            Self::Beyond { quantity, value, from, to } => {
                format!("{} {value} 不在 {from} 至 {to} 之间，请看一眼仪器再确认", quantity.chinese())
            }
            Self::Impossible { quantity, value, meant } => match meant.first() {
                Some(first) => format!("{}不可能是 {value}，是不是 {first}？", quantity.chinese()),
                None => format!("{}不可能是 {value}，请看一眼仪器重新输入", quantity.chinese()),
            },
            Self::UnitSlip { typed, would_be } => {
                format!("血糖 {typed} mmol/L 像是 mg/dL 的读数：{typed} mg/dL 合 {would_be} mmol/L，是哪一种？")
            }
            Self::Swapped => "收缩压应高于舒张压，是否写反了？".into(),
            Self::Half => "血压只有一个数，另一个呢？".into(),
            Self::Nothing => "没有任何测量，也没有症状".into(),
        }
    }

    /// The question in English.
    #[must_use]
    pub fn english(&self) -> String {
        match self {
            Self::Beyond { quantity, value, from, to } => {
                format!("{} {value} is not between {from} and {to}: look at the meter again", quantity.english())
            }
            Self::Impossible { quantity, value, meant } => match meant.first() {
                Some(first) => format!("{} cannot be {value}: is it {first}?", quantity.english()),
                None => format!("{} cannot be {value}: look at the meter and enter it again", quantity.english()),
            },
            Self::UnitSlip { typed, would_be } => {
                format!("{typed} mmol/L reads like mg/dL: {typed} mg/dL is {would_be} mmol/L; which is it?")
            }
            Self::Swapped => "the upper pressure must be above the lower: are they swapped?".into(),
            Self::Half => "a blood pressure has two numbers: what is the other?".into(),
            Self::Nothing => "nothing was measured, and nothing felt".into(),
        }
    }
}

/// The verdict on a plausible reading.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Verdict {
    /// The highest level of its hits.
    pub level: Level,
    /// The rules met, most severe first.
    pub hits: Vec<Hit>,
    /// The version of the rule table.
    pub version: u32,
}

/// A verdict or questions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Judgement {
    /// Plausible.
    Verdict(Verdict),
    /// Implausible. `verdict` is the one if it is confirmed.
    Doubted {
        /// The questions.
        doubts: Vec<Doubt>,
        /// The verdict if it is confirmed.
        verdict: Verdict,
    },
}

impl Judgement {
    /// Whether measuring again is due, with a deadline. Also for an implausible value that would be critical, so that
    /// an unanswered question cannot hide it.
    #[must_use]
    pub const fn begins_alert(&self) -> bool {
        let (Self::Verdict(verdict) | Self::Doubted { verdict, .. }) = self;
        matches!(verdict.level, Level::Critical)
    }
}

/// Whether a glucose value is implausible as mmol/L but plausible as mg/dL.
pub(super) fn is_unit_slip(table: &Table, typed: Milli) -> bool {
    table
        .plausible
        .get(&Quantity::Glucose)
        .is_some_and(|(from, to)| typed > *to && (*from..=*to).contains(&mmol_of_mg(typed).tenths()))
}

/// The questions about a measurement.
#[must_use]
pub fn doubts(table: &Table, measured: &Measured) -> Vec<Doubt> {
    let mut found = Vec::new();
    let value = |q: Quantity| match measured.values.get(&q) {
        Some(Value::Is(n)) => Some(*n),
        _ => None,
    };
    for (quantity, (from, to)) in &table.plausible {
        let hard = |n: &Milli| n < from || n > to || !quantity.is_possible(*n);
        let Some(n) = value(*quantity).filter(hard) else { continue };
        let typed_mmol = *quantity == Quantity::Glucose && measured.unit != Some(Unit::Mg);
        found.push(if typed_mmol && is_unit_slip(table, n) {
            Doubt::UnitSlip { typed: n, would_be: mmol_of_mg(n).tenths() }
        } else if !quantity.is_possible(n) {
            Doubt::Impossible { quantity: *quantity, value: n, meant: quantity.meant(n, table) }
        } else {
            Doubt::Beyond { quantity: *quantity, value: n, from: *from, to: *to }
        });
    }
    let has = |q| measured.values.contains_key(&q);
    match (value(Quantity::Systolic), value(Quantity::Diastolic)) {
        (Some(s), Some(d)) if s <= d => found.push(Doubt::Swapped),
        _ if has(Quantity::Systolic) != has(Quantity::Diastolic) => found.push(Doubt::Half),
        _ => {}
    }
    if measured.values.is_empty() && measured.symptoms.is_empty() {
        found.push(Doubt::Nothing);
    }
    found
}

/// Judges a measurement.
#[must_use]
pub fn judge(table: &Table, measured: &Measured, patient: &Patient) -> Judgement {
    let mut hits: Vec<Hit> = table
        .rules
        .iter()
        .filter(|rule| rule.applies(measured, patient))
        .map(|rule| Hit { rule: rule.id.clone(), level: rule.level, side: rule.side })
        .collect();
    hits.sort_by_key(|hit| std::cmp::Reverse(hit.level));
    // The whole is normal only if every value is; symptoms without a rule prevent it.
    let least = || judged::values(table, measured, patient).into_values().map(|value| value.level).min();
    let felt = !measured.symptoms.is_empty();
    let gravest = hits.first().map(|hit| hit.level).filter(|level| *level > Level::Normal);
    let level = gravest.or_else(|| least().filter(|_| !felt)).unwrap_or(Level::NotJudged);
    let verdict = Verdict { level, hits, version: table.version };
    let doubts = doubts(table, measured);
    if doubts.is_empty() { Judgement::Verdict(verdict) } else { Judgement::Doubted { doubts, verdict } }
}
