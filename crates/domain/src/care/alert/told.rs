//! What each recipient of an alert is told: as much as they need to help, and no more.
//!
//! | recipient | content |
//! | --- | --- |
//! | landlord, neighbour, employer, records elsewhere | "please look in": an [`Ask`], in which nothing measured can stand |
//! | kin | the concern and that a doctor must see the person today: [`KinWords`], no number |
//! | owner and post, while it is open | the concern, what to do and what to watch for: [`Duty`], no number |
//! | paired doctor, and who measured | the readings |
//!
//! The types are separate, with private fields and one constructor each. The constructor of [`Ask`] accepts no reading,
//! verdict or concern, so that none can reach a landlord without a change in this file.

use serde::{Deserialize, Serialize};

use super::ladder;
use super::machine::Alert;
use super::state::Status;
use crate::care::reading::{Quantity, Reading};
use crate::care::rules::Table;
use crate::care::verdict::{Level, Side, Verdict};
use crate::households::{ContactKind, Resident, Sex};
use crate::kernel::time::{Day, Moment};
use crate::manual::kind::Words;

/// Capitalises a sentence.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// What a contact is asked to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Please {
    /// Come home, and call back.
    ComeHome,
    /// Look in, and call back.
    LookIn,
    /// Ask one of the family to call home.
    LetThemCall,
    /// Tell the family to call back.
    PassOn,
}

impl Please {
    /// The request for a kind of contact; `None` for the family doctor, who is notified differently.
    #[must_use]
    pub const fn of(kind: ContactKind) -> Option<Self> {
        match kind {
            ContactKind::Kin => Some(Self::ComeHome),
            ContactKind::Landlord | ContactKind::Neighbour => Some(Self::LookIn),
            ContactKind::Employer => Some(Self::LetThemCall),
            ContactKind::Elsewhere => Some(Self::PassOn),
            ContactKind::Doctor => None,
        }
    }
}

/// A request to somebody outside the family. It has no field for a measurement, symptom or judgement, and [`Ask::of`]
/// is its only constructor.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Ask {
    called: String,
    /// The same in English; a name is unchanged.
    called_en: String,
    place: String,
    please: Please,
    call_back: String,
}

/// How the resident is called when speaking to a relative: 您母亲 and not 王奶奶.
#[must_use]
fn own(resident: &Resident, relation: &str, today: Day) -> (String, String) {
    let is = |any: &[&str]| any.iter().any(|word| relation.contains(word));
    // A household contact noted as 儿子 is not the son of a member too young to have an adult child.
    let parent = resident.birth.age(today).is_none_or(|age| age >= 36);
    let (her, him) = if !parent && is(&["孙", "儿", "女", "子"]) {
        (("您的家人", "your relative"), ("您的家人", "your relative"))
    } else if is(&["外孙"]) {
        (("您外婆", "your grandmother"), ("您外公", "your grandfather"))
    } else if is(&["孙"]) {
        (("您奶奶", "your grandmother"), ("您爷爷", "your grandfather"))
    } else if is(&["儿媳"]) {
        (("您婆婆", "your mother-in-law"), ("您公公", "your father-in-law"))
    } else if is(&["女婿"]) {
        (("您岳母", "your mother-in-law"), ("您岳父", "your father-in-law"))
    } else if is(&["儿子", "女儿", "子女", "长子", "次子", "长女", "次女", "养子", "养女", "闺女"])
    {
        (("您母亲", "your mother"), ("您父亲", "your father"))
    } else if is(&["母亲", "父亲", "妈", "爸", "父母"]) {
        (("您女儿", "your daughter"), ("您儿子", "your son"))
    } else if is(&["丈夫", "妻", "老伴", "爱人", "配偶", "老公", "老婆"]) {
        (("您爱人", "your wife"), ("您爱人", "your husband"))
    } else {
        let old = resident.is_old(today);
        let called = resident.salutation(today);
        return match (resident.sex, old) {
            (Some(_), true) => (format!("您家的{called}"), format!("{called} of your family")),
            (None, true) => ("您家老人".to_owned(), "your elderly relative".to_owned()),
            _ => ("您的家人".to_owned(), "your relative".to_owned()),
        };
    };
    let (zh, en) = match resident.sex {
        Some(Sex::Female) => her,
        Some(Sex::Male) => him,
        None if her == him => her,
        None if resident.is_old(today) => ("您家老人", "your elderly relative"),
        None => ("您的家人", "your relative"),
    };
    (zh.to_owned(), en.to_owned())
}

impl Ask {
    /// The request to a kind of contact: how the resident is called (王奶奶), the address, and the call-back number.
    /// `None` for the doctor.
    #[must_use]
    pub fn of(kind: ContactKind, resident: &Resident, door: &str, call_back: &str, today: Day) -> Option<Self> {
        // Contacts who are not nearby do not need the address.
        let place = if matches!(kind, ContactKind::Employer | ContactKind::Elsewhere) { "" } else { door };
        let called = resident.salutation(today);
        Some(Self {
            called_en: called.clone(),
            called,
            place: place.to_owned(),
            please: Please::of(kind)?,
            call_back: call_back.to_owned(),
        })
    }

    /// The request to a relative; `relation` is the recorded one (儿子).
    #[must_use]
    pub fn of_kin(resident: &Resident, relation: &str, call_back: &str, today: Day) -> Self {
        let (called, called_en) = own(resident, relation, today);
        let (please, call_back) = (Please::ComeHome, call_back.to_owned());
        Self { called, called_en, place: String::new(), please, call_back }
    }

    /// The message.
    #[must_use]
    pub fn words(&self) -> Words {
        let Self { called, called_en, place, call_back, .. } = self;
        let (zh, en) = match self.please {
            Please::ComeHome => (
                format!("{called}今天需要家人在身边，请尽快回家或回电 {call_back}。"),
                format!("{} needs family today: please come home, or call {call_back}.", capital(called_en)),
            ),
            Please::LookIn => (
                format!("请您帮忙去{place}看一眼{called}，看完回电 {call_back}。多谢！"),
                format!("Please look in on {called_en} at {place}, and call {call_back} afterwards. Thank you!"),
            ),
            Please::LetThemCall => (
                format!("请转告{called}的家人尽快往家里打个电话，或回电 {call_back}。多谢！"),
                format!("Please let the family of {called_en} call home, or call {call_back}. Thank you!"),
            ),
            Please::PassOn => (
                format!("请帮忙联系{called}的家人，请他们回电 {call_back}。多谢！"),
                format!("Please find the family of {called_en} and ask them to call {call_back}. Thank you!"),
            ),
        };
        Words { zh, en }
    }
}

/// The subject of an alert without a value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Concern {
    /// Blood sugar far too high.
    SugarHigh,
    /// Blood sugar too low.
    SugarLow,
    /// Blood pressure far too high.
    PressureHigh,
    /// Blood pressure too low.
    PressureLow,
    /// Too little oxygen.
    Oxygen,
    /// Fever.
    Fever,
    /// A danger sign.
    Sign,
}

impl Concern {
    /// The concerns of the critical hits of a verdict, without duplicates.
    #[must_use]
    pub fn of(verdict: &Verdict, table: &Table) -> Vec<Self> {
        let mut all = Vec::new();
        for hit in verdict.hits.iter().filter(|hit| hit.level == Level::Critical) {
            let quantities = table.rule(&hit.rule).map_or_else(Vec::new, |rule| rule.condition.quantities());
            let concern = match (quantities.first(), hit.side) {
                (Some(Quantity::Glucose), Side::Low) => Self::SugarLow,
                (Some(Quantity::Glucose), _) => Self::SugarHigh,
                (Some(Quantity::Systolic | Quantity::Diastolic | Quantity::Pulse), Side::Low) => Self::PressureLow,
                (Some(Quantity::Systolic | Quantity::Diastolic | Quantity::Pulse), _) => Self::PressureHigh,
                (Some(Quantity::Oxygen), _) => Self::Oxygen,
                (Some(Quantity::Temperature), _) => Self::Fever,
                (Some(Quantity::Weight) | None, _) => Self::Sign,
            };
            if !all.contains(&concern) {
                all.push(concern);
            }
        }
        all
    }

    /// The subject, and what to watch for.
    #[must_use]
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::SugarHigh => (
                "血糖过高，今天须就医；若嗜睡、说胡话、呼吸深快，拨 120",
                "blood sugar far too high, a doctor today; 120 if drowsy, confused or breathing deep and fast",
            ),
            Self::SugarLow => (
                "血糖过低，醒着就先吃糖；叫不醒不要喂，拨 120",
                "blood sugar too low: sugar if awake; if not, give nothing and call 120",
            ),
            Self::PressureHigh => (
                "血压过高，今天须就医；若剧烈头痛、胸痛、口角歪斜、一侧无力或说话不清，拨 120",
                "blood pressure far too high, a doctor today; 120 for severe headache, chest pain, a drooping face, weakness on one side or slurred speech",
            ),
            Self::PressureLow => (
                "血压过低，平卧，今天须就医；若叫不醒、出冷汗，拨 120",
                "blood pressure too low, lie down, a doctor today; 120 if not to be woken or in cold sweat",
            ),
            Self::Oxygen => (
                "血氧过低，坐直，今天须就医；若气促加重，拨 120",
                "too little oxygen, sit up, a doctor today; 120 if breath gets shorter",
            ),
            Self::Fever => ("高热，今天须就医", "high fever, a doctor today"),
            Self::Sign => ("有危险症状，马上就医或拨 120", "a danger sign: a doctor now, or 120"),
        };
        Words::new(zh, en)
    }
}

/// The message to kin: the request and the concern.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct KinWords {
    ask: Ask,
    concerns: Vec<Concern>,
    doctor: String,
}

impl KinWords {
    /// The message to kin. Numbers are explained by the doctor.
    #[must_use]
    pub fn of(
        resident: &Resident,
        relation: &str,
        call_back: &str,
        concerns: &[Concern],
        doctor: &str,
        today: Day,
    ) -> Self {
        let ask = Ask::of_kin(resident, relation, call_back, today);
        Self { ask, concerns: concerns.to_vec(), doctor: doctor.to_owned() }
    }

    /// The message.
    #[must_use]
    pub fn words(&self) -> Words {
        let mut words = self.ask.words();
        for concern in &self.concerns {
            let said = concern.words();
            words.zh.push_str(&format!("{}。", said.zh));
            words.en.push_str(&format!(" It is about {}.", said.en));
        }
        words.zh.push_str(&format!("详细情况请问{}。", self.doctor));
        words.en.push_str(&format!(" Ask {} for more.", self.doctor));
        words
    }
}

/// What the owner and the post see.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Duty {
    /// The full name, needed at the door.
    pub name: String,
    /// The address.
    pub place: String,
    /// Where the alert stands.
    pub status: Status,
    /// The current deadline.
    pub due: Option<Moment>,
    /// The concerns with what to watch for; empty once closed.
    pub concerns: Vec<Concern>,
    /// The next rung to try.
    pub next: Option<(usize, ContactKind)>,
}

impl Duty {
    /// What the owner sees.
    #[must_use]
    pub fn of(alert: &Alert, resident: &Resident, door: &str, concerns: &[Concern]) -> Self {
        let status = alert.state.status();
        let next = ladder::next(&alert.ladder).and_then(|at| alert.ladder.get(at).map(|rung| (at, rung.kind)));
        Self {
            name: resident.name.clone(),
            place: door.to_owned(),
            status,
            due: alert.due(),
            concerns: if status.is_open() { concerns.to_vec() } else { Vec::new() },
            next: next.filter(|_| status.is_open()),
        }
    }
}

/// How much of an alert a person may see.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Sight {
    /// Nothing: it does not exist for them.
    Nothing,
    /// The duty.
    Duty,
    /// Duty and readings.
    Clinical,
}

/// The relation of a person to an alert.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Relation {
    /// Has `care.alert`, and a post above its cell, or is its owner or watcher.
    pub serves: bool,
    /// Has `care.read`, and belongs to the team paired with the cell, or took this reading.
    pub reads: bool,
}

/// What a person may see.
#[must_use]
pub const fn sight(alert: &Alert, standing: Relation) -> Sight {
    match (standing.reads, standing.serves) {
        (true, _) => Sight::Clinical,
        // In the measuring phase nobody beyond the station is notified.
        (false, true) if !alert.state.status().is_measuring() => Sight::Duty,
        _ => Sight::Nothing,
    }
}

/// The readings of an alert, if `sight` is clinical.
#[must_use]
pub fn clinical<'a>(alert: &Alert, sight: Sight, readings: &'a [Reading]) -> Vec<&'a Reading> {
    if sight < Sight::Clinical {
        return Vec::new();
    }
    readings.iter().filter(|r| alert.readings.contains(&r.id)).collect()
}
