//! Our keys in LOINC, UCUM and HL7's own tables, in one place. LOINC's names are Regenstrief's and unchanged.

use serde_json::{Value as Json, json};
use weiguang_domain::care::Quantity;
use weiguang_domain::care::reading::Meal;

/// LOINC.
pub const LOINC: &str = "http://loinc.org";
/// Units.
pub const UCUM: &str = "http://unitsofmeasure.org";

/// A part of a reading that becomes an observation of its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// Both pressures, as a panel.
    Pressure,
    /// Glucose, with its meal.
    Glucose,
    /// Anything else that is one number.
    One(Quantity),
}

impl Kind {
    /// Every kind, in the order of a reading's observations.
    pub const ALL: [Self; 6] = [
        Self::Pressure,
        Self::Glucose,
        Self::One(Quantity::Pulse),
        Self::One(Quantity::Temperature),
        Self::One(Quantity::Oxygen),
        Self::One(Quantity::Weight),
    ];

    /// The suffix of the observation's id.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Pressure => "bp",
            Self::Glucose => "glucose",
            Self::One(of) => of.key(),
        }
    }

    /// The kind of a suffix.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The quantities of a reading that it contains.
    #[must_use]
    pub fn quantities(self) -> Vec<Quantity> {
        match self {
            Self::Pressure => vec![Quantity::Systolic, Quantity::Diastolic],
            Self::Glucose => vec![Quantity::Glucose],
            Self::One(of) => vec![of],
        }
    }

    /// LOINC's code and name; for glucose, by the meal.
    #[must_use]
    pub const fn loinc(self, meal: Option<Meal>) -> (&'static str, &'static str) {
        match (self, meal) {
            (Self::Pressure, _) => ("85354-9", "Blood pressure panel with all children optional"),
            (Self::Glucose, Some(Meal::Fasting)) => {
                ("14770-2", "Fasting glucose [Moles/volume] in Capillary blood by Glucometer")
            }
            (Self::Glucose, Some(Meal::AfterMeal)) => {
                ("14760-3", "Glucose [Moles/volume] in Capillary blood by Glucometer --2 hours post meal")
            }
            (Self::Glucose, _) => ("14743-9", "Glucose [Moles/volume] in Capillary blood by Glucometer"),
            (Self::One(of), _) => quantity(of),
        }
    }

    /// Whether a search for a LOINC code includes this kind.
    #[must_use]
    pub fn is_meant_by(self, code: &str) -> bool {
        match self {
            Self::Glucose => glucose(code).is_some(),
            _ => self.loinc(None).0 == code,
        }
    }

    /// The category of HL7's table.
    #[must_use]
    pub const fn category(self) -> &'static str {
        if matches!(self, Self::Glucose) { "laboratory" } else { "vital-signs" }
    }
}

/// LOINC's code and name of one quantity.
#[must_use]
pub const fn quantity(of: Quantity) -> (&'static str, &'static str) {
    match of {
        Quantity::Systolic => ("8480-6", "Systolic blood pressure"),
        Quantity::Diastolic => ("8462-4", "Diastolic blood pressure"),
        Quantity::Pulse => ("8867-4", "Heart rate"),
        Quantity::Glucose => ("14743-9", "Glucose [Moles/volume] in Capillary blood by Glucometer"),
        Quantity::Temperature => ("8310-5", "Body temperature"),
        Quantity::Oxygen => ("2708-6", "Oxygen saturation in Arterial blood"),
        Quantity::Weight => ("29463-7", "Body weight"),
    }
}

/// The unit of a quantity: as displayed, and in UCUM.
#[must_use]
pub const fn unit(of: Quantity) -> (&'static str, &'static str) {
    match of {
        Quantity::Systolic | Quantity::Diastolic => ("mmHg", "mm[Hg]"),
        Quantity::Pulse => ("/min", "/min"),
        Quantity::Glucose => ("mmol/L", "mmol/L"),
        Quantity::Temperature => ("°C", "Cel"),
        Quantity::Oxygen => ("%", "%"),
        Quantity::Weight => ("kg", "kg"),
    }
}

/// The meal of a glucose code, if it is a known one: in mmol/L or mg/dL, from a finger or a vein.
#[must_use]
pub fn glucose(code: &str) -> Option<Meal> {
    match code {
        "14743-9" | "41653-7" | "15074-8" | "2339-0" => Some(Meal::Random),
        "14770-2" | "1556-0" | "14771-0" | "1558-6" => Some(Meal::Fasting),
        "14760-3" => Some(Meal::AfterMeal),
        _ => None,
    }
}

/// A coded concept with its text in Chinese.
#[must_use]
pub fn concept(system: &str, code: &str, display: &str, text: &str) -> Json {
    json!({ "coding": [{ "system": system, "code": code, "display": display }], "text": text })
}
