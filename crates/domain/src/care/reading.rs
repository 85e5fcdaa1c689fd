//! A reading 测量: what was measured on somebody, when, by whom, in which unit it was typed, and what was asked again about it.

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
    /// What can be measured, each in one unit.
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
    /// What somebody feels or shows. Which of them are danger signs stands in the rules, not here.
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
    /// The unit in which a glucose was typed. mmol/L comes first in China.
    Unit {
        /// mmol/L.
        Mmol = "mmol" "mmol/L" "mmol/L";
        /// mg/dL.
        Mg = "mg" "mg/dL" "mg/dL";
    }
}

/// A measured value, or that the meter could only say "beyond what I measure".
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Value {
    /// A number.
    Is(Milli),
    /// The meter showed HI.
    Hi,
    /// The meter showed LO.
    Lo,
}

/// Ten thousandths of mg/dL in one mmol/L of glucose (molar mass 180.156 g/mol).
const MG_PER_MMOL: i64 = 180_156;

/// mg/dL as mmol/L, rounded to thousandths: 300 → 16.652.
#[must_use]
pub fn mmol_of_mg(mg: Milli) -> Milli {
    let n = i64::from(mg.as_thousandths()) * 10_000;
    Milli::thousandths(i32::try_from((n + n.signum() * MG_PER_MMOL / 2) / MG_PER_MMOL).unwrap_or(i32::MAX))
}

/// mmol/L as mg/dL, rounded to whole mg/dL, for the visible conversion: 30 → 540.
#[must_use]
pub fn mg_of_mmol(mmol: Milli) -> Milli {
    let n = i64::from(mmol.as_thousandths()) * MG_PER_MMOL;
    Milli::whole(i32::try_from((n + n.signum() * 5_000_000) / 10_000_000).unwrap_or(i32::MAX))
}

impl Value {
    /// Reads what was typed or shown: a number, HI or LO (also 高, 低).
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        match crate::kernel::text::fold(text).as_str() {
            "hi" | "high" | "高" => Some(Self::Hi),
            "lo" | "low" | "低" => Some(Self::Lo),
            number => number.parse().ok().map(Self::Is),
        }
    }
}

/// The values of one act of measuring, before it is judged.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Measured {
    /// What was measured; glucose in mmol/L.
    pub values: BTreeMap<Quantity, Value>,
    /// For glucose, when.
    pub meal: Option<Meal>,
    /// What is felt or seen.
    pub symptoms: BTreeSet<Symptom>,
    /// The unit in which glucose was typed, if it was.
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

    /// A glucose, as typed in a unit.
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

    /// What cannot have been measured on anybody: whatever is below zero. It is no doubt to be asked about, and is not taken in.
    pub fn below_zero(&self) -> impl Iterator<Item = Quantity> {
        let below = |value: &Value| matches!(value, Value::Is(n) if *n < Milli::whole(0));
        self.values.iter().filter(move |(_, value)| below(value)).map(|(of, _)| *of)
    }

    /// The same, with something felt or seen.
    #[must_use]
    pub fn with(mut self, symptom: Symptom) -> Self {
        self.symptoms.insert(symptom);
        self
    }
}

/// By which door a reading came.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// Typed.
    Typed,
    /// From a meter by radio.
    Meter,
    /// From the health centre's own system.
    Centre,
}

/// What became of a value that the rules found hard to believe.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Standing {
    /// It stands. `first` holds what was typed before it was corrected, with the question that was asked; a confirmed value keeps
    /// the question alone.
    Stands {
        /// What was asked again, if anything was.
        doubts: Vec<Doubt>,
        /// What had been typed first, if that was a slip.
        first: Option<Measured>,
    },
    /// It waits for an answer: kept, shown as open, and not judged.
    Doubted {
        /// What is asked.
        doubts: Vec<Doubt>,
    },
    /// A slip or a faulty meter, says a person; kept, and not judged.
    Discarded {
        /// What was asked.
        doubts: Vec<Doubt>,
        /// Why, in their words.
        why: String,
    },
}

/// What the nurse says to a doubt.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Settled {
    /// It is so: looked at the meter again.
    Confirmed,
    /// It was a slip: this is right.
    Corrected(Measured),
    /// It is nothing: the cuff slipped, another person's arm.
    Discarded {
        /// Why.
        why: String,
    },
}

/// A reading.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reading {
    /// Made by the client.
    pub id: ReadingId,
    /// Whose.
    pub resident: ResidentId,
    /// Where, if at a station.
    pub station: Option<StationId>,
    /// Who measured.
    pub by: AccountId,
    /// When.
    pub at: Moment,
    /// How it came.
    pub via: Via,
    /// What.
    pub measured: Measured,
    /// Whether it stands.
    pub standing: Standing,
}

impl Reading {
    /// The reading after a doubt was answered. A corrected value may be doubted again: `doubts` are those of the new one.
    /// A reading that does not wait for an answer stays as it is.
    ///
    /// # Errors
    /// [`NotPossible`] where somebody confirms what nobody can have.
    pub fn settled(
        mut self,
        answer: Settled,
        doubts_of: impl Fn(&Measured) -> Vec<Doubt>,
    ) -> Result<Self, NotPossible> {
        let Standing::Doubted { doubts } = self.standing else { return Ok(self) };
        self.standing = match answer {
            Settled::Confirmed if !self.measured.is_possible() => return Err(NotPossible),
            Settled::Confirmed => Standing::Stands { doubts, first: None },
            Settled::Discarded { why } => Standing::Discarded { doubts, why },
            Settled::Corrected(measured) => {
                let again = doubts_of(&measured);
                let first = std::mem::replace(&mut self.measured, measured);
                if again.is_empty() {
                    Standing::Stands { doubts, first: Some(first) }
                } else {
                    Standing::Doubted { doubts: again }
                }
            }
        };
        Ok(self)
    }

    /// The reading once somebody said that it does not count, and why; what had been asked about it is kept.
    #[must_use]
    pub fn voided(mut self, why: String) -> Self {
        let (Standing::Stands { doubts, .. } | Standing::Doubted { doubts } | Standing::Discarded { doubts, .. }) =
            self.standing;
        self.standing = Standing::Discarded { doubts, why };
        self
    }

    /// Whether it counts.
    #[must_use]
    pub const fn stands(&self) -> bool {
        matches!(self.standing, Standing::Stands { .. })
    }
}
