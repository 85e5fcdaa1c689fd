//! A reading 测量: the values, time, person, unit as typed, and questions about implausible values.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

use super::possible::NotPossible;
use super::verdict::Doubt;
use crate::kernel::ids::{AccountId, ReadingId, ResidentId, StationId};
use crate::kernel::milli::Milli;
use crate::kernel::time::Moment;

macro_rules! keyed {
    ($(#[$doc:meta])* $name:ident { $($(#[$var:meta])* $variant:ident = $key:literal $zh:literal $en:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$var])* $variant,)* }

        impl $name {
            /// All, in order.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];
            /// The stable key in files and the store.
            #[must_use]
            pub const fn key(self) -> &'static str { match self { $(Self::$variant => $key,)* } }
            /// Reads the stable key.
            #[must_use]
            pub fn from_key(key: &str) -> Option<Self> { Self::ALL.iter().copied().find(|k| k.key() == key) }
            /// The word on a Chinese screen.
            #[must_use]
            pub const fn chinese(self) -> &'static str { match self { $(Self::$variant => $zh,)* } }
            /// The word on an English screen.
            #[must_use]
            pub const fn english(self) -> &'static str { match self { $(Self::$variant => $en,)* } }
        }
    };
}

keyed! {
    /// A quantity with its unit.
    Quantity {
        /// mmHg.
        Systolic = "systolic" "收缩压" "systolic pressure";
        /// mmHg.
        Diastolic = "diastolic" "舒张压" "diastolic pressure";
        /// Beats a minute.
        Pulse = "pulse" "脉搏" "pulse";
        /// mmol/L.
        Glucose = "glucose" "血糖" "glucose";
        /// °C.
        Temperature = "temperature" "体温" "temperature";
        /// %.
        Oxygen = "oxygen" "血氧饱和度" "oxygen saturation";
        /// kg.
        Weight = "weight" "体重" "weight";
    }
}

keyed! {
    /// When glucose was measured.
    Meal {
        /// After eight hours without food.
        Fasting = "fasting" "空腹" "fasting";
        /// Two hours after a meal.
        AfterMeal = "after_meal" "餐后两小时" "two hours after a meal";
        /// At any time.
        Random = "random" "随机" "random";
    }
}

keyed! {
    /// A symptom. The rules decide which are danger signs.
    Symptom {
        /// 头晕.
        Dizzy = "dizzy" "头晕" "dizzy";
        /// 意识改变.
        Consciousness = "consciousness" "意识改变" "altered consciousness";
        /// 胸痛.
        ChestPain = "chest_pain" "胸痛" "chest pain";
        /// 剧烈头痛.
        Headache = "headache" "剧烈头痛" "severe headache";
        /// 呕吐.
        Vomiting = "vomiting" "呕吐" "vomiting";
        /// 呼气有烂苹果味.
        FruityBreath = "fruity_breath" "呼气有烂苹果味" "fruity breath";
        /// 气促、不能平卧.
        Breathless = "breathless" "气促或不能平卧" "breathless";
        /// 一侧无力、口角歪斜、说话不清.
        OneSide = "one_side" "口角歪斜、一侧无力或说话不清" "face drooping, weak on one side, or slurred speech";
        /// 心悸.
        Palpitation = "palpitation" "心悸" "palpitation";
        /// 出冷汗.
        Sweating = "sweating" "出冷汗" "cold sweat";
        /// 口渴多尿.
        Thirst = "thirst" "口渴多尿" "thirst";
        /// 视物模糊.
        Blurred = "blurred" "视物模糊" "blurred sight";
    }
}

keyed! {
    /// The unit in which glucose was typed; mmol/L is usual in China.
    Unit {
        /// mmol/L.
        Mmol = "mmol" "mmol/L" "mmol/L";
        /// mg/dL.
        Mg = "mg" "mg/dL" "mg/dL";
    }
}

/// A measured value, or out of the meter's range.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Value {
    /// A number.
    Is(Milli),
    /// The meter showed HI.
    Hi,
    /// The meter showed LO.
    Lo,
}

/// Ten thousandths of mg/dL per mmol/L of glucose (molar mass 180.156 g/mol).
const MG_PER_MMOL: i64 = 180_156;

/// mg/dL as mmol/L, rounded to thousandths: 300 → 16.652.
#[must_use]
pub fn mmol_of_mg(mg: Milli) -> Milli {
    let n = i64::from(mg.as_thousandths()) * 10_000;
    Milli::thousandths(i32::try_from((n + n.signum() * MG_PER_MMOL / 2) / MG_PER_MMOL).unwrap_or(i32::MAX))
}

/// mmol/L as mg/dL, rounded to whole mg/dL, for display: 30 → 540.
#[must_use]
pub fn mg_of_mmol(mmol: Milli) -> Milli {
    let n = i64::from(mmol.as_thousandths()) * MG_PER_MMOL;
    Milli::whole(i32::try_from((n + n.signum() * 5_000_000) / 10_000_000).unwrap_or(i32::MAX))
}

impl Value {
    /// Parses typed or transmitted text: a number, HI or LO (also 高, 低).
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        match crate::kernel::text::fold(text).as_str() {
            "hi" | "high" | "高" => Some(Self::Hi),
            "lo" | "low" | "低" => Some(Self::Lo),
            number => number.parse().ok().map(Self::Is),
        }
    }
}

/// The values of one measurement, before they are judged.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Measured {
    /// The values; glucose in mmol/L.
    pub values: BTreeMap<Quantity, Value>,
    /// When glucose was measured.
    pub meal: Option<Meal>,
    /// Symptoms.
    pub symptoms: BTreeSet<Symptom>,
    /// The unit in which glucose was typed.
    pub unit: Option<Unit>,
}

impl Measured {
    /// A blood pressure.
    #[must_use]
    pub fn pressure(systolic: Milli, diastolic: Milli, pulse: Option<Milli>) -> Self {
        let mut values =
            BTreeMap::from([(Quantity::Systolic, Value::Is(systolic)), (Quantity::Diastolic, Value::Is(diastolic))]);
        values.extend(pulse.map(|p| (Quantity::Pulse, Value::Is(p))));
        Self { values, ..Self::default() }
    }

    /// A glucose value as typed.
    #[must_use]
    pub fn glucose(typed: Value, unit: Unit, meal: Meal) -> Self {
        let value = match (typed, unit) {
            (Value::Is(mg), Unit::Mg) => Value::Is(mmol_of_mg(mg)),
            (value, _) => value,
        };
        Self {
            values: BTreeMap::from([(Quantity::Glucose, value)]),
            meal: Some(meal),
            unit: Some(unit),
            ..Self::default()
        }
    }

    /// Quantities below zero. Such a reading is refused, not asked about.
    pub fn below_zero(&self) -> impl Iterator<Item = Quantity> {
        let below = |value: &Value| matches!(value, Value::Is(n) if *n < Milli::whole(0));
        self.values.iter().filter(move |(_, value)| below(value)).map(|(of, _)| *of)
    }

    /// The same with a symptom.
    #[must_use]
    pub fn with(mut self, symptom: Symptom) -> Self {
        self.symptoms.insert(symptom);
        self
    }
}

/// The source of a reading.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// Typed by a person.
    Typed,
    /// From a meter over Bluetooth.
    Meter,
    /// From the health centre's system.
    Centre,
}

/// The status of a reading with respect to questions about it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ReadingStatus {
    /// Valid. `first` is the value before a correction, with the questions; a confirmed value has only the questions.
    Stands {
        /// The questions that were asked.
        doubts: Vec<Doubt>,
        /// The value before the correction.
        first: Option<Measured>,
    },
    /// Waits for an answer: stored and shown, not judged.
    Doubted {
        /// The questions.
        doubts: Vec<Doubt>,
    },
    /// Discarded by a person as a slip or a defective meter: stored, not judged.
    Discarded {
        /// The questions that were asked.
        doubts: Vec<Doubt>,
        /// The reason.
        why: String,
    },
}

/// The answer to a question.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Settled {
    /// Confirmed: the value was checked on the meter.
    Confirmed,
    /// A slip, with the right value.
    Corrected(Measured),
    /// Discarded: the cuff slipped, another person's arm.
    Discarded {
        /// The reason.
        why: String,
    },
}

/// A reading.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reading {
    /// Client-generated id.
    pub id: ReadingId,
    /// The resident.
    pub resident: ResidentId,
    /// The station, if there is one.
    pub station: Option<StationId>,
    /// Who measured.
    pub by: AccountId,
    /// The time.
    pub at: Moment,
    /// The source.
    pub via: Via,
    /// The values.
    pub measured: Measured,
    /// Its status.
    pub standing: ReadingStatus,
}

impl Reading {
    /// The reading after an answer; `doubts` are those of a corrected value. Unchanged unless it waits for an answer.
    ///
    /// # Errors
    /// [`NotPossible`] if an impossible value is confirmed.
    pub fn settled(
        mut self,
        answer: Settled,
        doubts_of: impl Fn(&Measured) -> Vec<Doubt>,
    ) -> Result<Self, NotPossible> {
        let ReadingStatus::Doubted { doubts } = self.standing else { return Ok(self) };
        self.standing = match answer {
            Settled::Confirmed if !self.measured.is_possible() => return Err(NotPossible),
            Settled::Confirmed => ReadingStatus::Stands { doubts, first: None },
            Settled::Discarded { why } => ReadingStatus::Discarded { doubts, why },
            Settled::Corrected(measured) => {
                let again = doubts_of(&measured);
                let first = std::mem::replace(&mut self.measured, measured);
                if again.is_empty() {
                    ReadingStatus::Stands { doubts, first: Some(first) }
                } else {
                    ReadingStatus::Doubted { doubts: again }
                }
            }
        };
        Ok(self)
    }

    /// The reading as void, with the reason; questions are preserved.
    #[must_use]
    pub fn voided(mut self, why: String) -> Self {
        let (ReadingStatus::Stands { doubts, .. }
        | ReadingStatus::Doubted { doubts }
        | ReadingStatus::Discarded { doubts, .. }) = self.standing;
        self.standing = ReadingStatus::Discarded { doubts, why };
        self
    }

    /// Whether it is valid.
    #[must_use]
    pub const fn stands(&self) -> bool {
        matches!(self.standing, ReadingStatus::Stands { .. })
    }
}
