//! What the rules say of a reading: critical, high or normal, in either direction; that they do not judge it; or that it is hard to
//! believe, and is asked again.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use super::judged;
use super::reading::{Measured, Quantity, Unit, Value, mmol_of_mg};
use super::rules::Table;
use crate::kernel::milli::Milli;

/// How much a reading asks for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// No rule looks at it: it is recorded, and nobody says that it is normal.
    NotJudged,
    /// The rules say where normal ends, and it lies within.
    Normal,
    /// Advice, a recheck by a day, enrolment offered.
    High,
    /// Measured again at once; an alert unless that shows otherwise.
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

/// In which direction a reading is off.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Too high.
    High,
    /// Too low.
    Low,
    /// A danger sign, whatever the numbers.
    Sign,
}

/// A long illness that rules may ask for. It comes from the doctor's record, not from a guess.
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

/// What a rule may know of somebody beyond the reading.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Patient {
    /// The age in years. Unknown is a case of its own: rules say whether they judge it, and normal is what is normal at every age.
    pub age: Option<u16>,
    /// What the doctor's record says.
    pub illnesses: BTreeSet<Illness>,
}

/// A rule that a reading met.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Hit {
    /// The rule's id.
    pub rule: String,
    /// What it asks for.
    pub level: Level,
    /// In which direction.
    pub side: Side,
}

/// Something hard to believe, as a question to the one who typed it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Doubt {
    /// Beyond what is believed without looking twice.
    Beyond {
        /// Which.
        quantity: Quantity,
        /// What was typed.
        value: Milli,
        /// From here.
        from: Milli,
        /// To here.
        to: Milli,
    },
    /// Beyond what anybody can have: it cannot be confirmed.
    Impossible {
        /// Which.
        quantity: Quantity,
        /// What was typed.
        value: Milli,
        /// What may have been meant.
        meant: Vec<Milli>,
    },
    /// A glucose that reads like mg/dL: it would be this much in mmol/L.
    UnitSlip {
        /// What was typed, as mmol/L.
        typed: Milli,
        /// What it would be if it had been mg/dL.
        would_be: Milli,
    },
    /// The lower pressure is not below the upper one.
    Swapped,
    /// One half of a blood pressure is missing.
    Half,
    /// Nothing was measured, and nothing felt.
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

/// What the rules say of a reading that is believed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Verdict {
    /// The highest of its hits.
    pub level: Level,
    /// The rules that it met, the gravest first.
    pub hits: Vec<Hit>,
    /// The version of the table.
    pub version: u32,
}

/// Either a verdict or questions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Judged {
    /// Believed.
    Verdict(Verdict),
    /// Asked again. `verdict` is what it would be if it were so.
    Doubted {
        /// What is asked.
        doubts: Vec<Doubt>,
        /// What it would be.
        verdict: Verdict,
    },
}

impl Judged {
    /// Whether re-measuring begins at once, with its clock: also for a value that is hard to believe and would be critical if it
    /// were so, so that a question left unanswered is no way out.
    #[must_use]
    pub const fn begins_alert(&self) -> bool {
        let (Self::Verdict(verdict) | Self::Doubted { verdict, .. }) = self;
        matches!(verdict.level, Level::Critical)
    }
}

/// Whether a glucose typed as mmol/L is beyond belief, and is none as mg/dL.
pub(super) fn is_unit_slip(table: &Table, typed: Milli) -> bool {
    table
        .plausible
        .get(&Quantity::Glucose)
        .is_some_and(|(from, to)| typed > *to && (*from..=*to).contains(&mmol_of_mg(typed).tenths()))
}

/// What is hard to believe in a measurement.
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
pub fn judge(table: &Table, measured: &Measured, patient: &Patient) -> Judged {
    let mut hits: Vec<Hit> = table
        .rules
        .iter()
        .filter(|rule| rule.applies(measured, patient))
        .map(|rule| Hit { rule: rule.id.clone(), level: rule.level, side: rule.side })
        .collect();
    hits.sort_by_key(|hit| std::cmp::Reverse(hit.level));
    // Normal as a whole is only what is normal in every part; what is felt, and no rule asks for, is no part that anybody judged.
    let least = || judged::values(table, measured, patient).into_values().map(|value| value.level).min();
    let felt = !measured.symptoms.is_empty();
    let gravest = hits.first().map(|hit| hit.level).filter(|level| *level > Level::Normal);
    let level = gravest.or_else(|| least().filter(|_| !felt)).unwrap_or(Level::NotJudged);
    let verdict = Verdict { level, hits, version: table.version };
    let doubts = doubts(table, measured);
    if doubts.is_empty() { Judged::Verdict(verdict) } else { Judged::Doubted { doubts, verdict } }
}
