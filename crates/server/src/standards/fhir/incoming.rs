//! Reads an incoming Observation as a measurement: a blood pressure panel or a glucose. Each fault names the invalid element, as a
//! FHIRPath.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;
use weiguang_domain::care::reading::{Meal, Measured, Unit, mmol_of_mg};
use weiguang_domain::care::{Milli, Quantity, Value};
use weiguang_domain::kernel::ids::ResidentId;
use weiguang_domain::kernel::time::Moment;

use super::codes::{self, Kind, LOINC};
use crate::web::{FieldFault, Refusal};

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Wire {
    resource_type: String,
    id: Option<String>,
    identifier: Vec<Identifier>,
    status: String,
    code: Concept,
    subject: Reference,
    effective_date_time: Option<String>,
    effective_instant: Option<String>,
    value_quantity: Option<QuantityWire>,
    data_absent_reason: Option<Concept>,
    component: Vec<Component>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Identifier {
    system: String,
    value: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Concept {
    coding: Vec<Coding>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Coding {
    system: String,
    code: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Reference {
    reference: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct QuantityWire {
    value: Option<serde_json::Number>,
    comparator: Option<String>,
    unit: String,
    code: String,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Component {
    code: Concept,
    value_quantity: Option<QuantityWire>,
    data_absent_reason: Option<Concept>,
}

/// An incoming observation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    /// The resource's own id.
    pub id: Option<String>,
    /// The sender's identifier: system and value.
    pub identifier: Option<String>,
    /// The resident.
    pub patient: ResidentId,
    /// The time.
    pub at: Moment,
    /// Which kind.
    pub kind: Kind,
    /// The measured values.
    pub measured: Measured,
}

impl Concept {
    fn loinc(&self) -> impl Iterator<Item = &str> {
        self.coding.iter().filter(|c| c.system == LOINC).map(|c| c.code.as_str())
    }
    fn has(&self, code: &str) -> bool {
        self.coding.iter().any(|c| c.code == code)
    }
}

/// The fault of two answers to one question: it is unknown which one is meant, and choosing would hide the other.
fn twice(at: &str) -> FieldFault {
    FieldFault::new(at, "fhir.twice", "重复或互相矛盾，只能有一个", "given twice or in contradiction: there can be one")
}

fn fault(at: &str, zh: &str, en: &str) -> FieldFault {
    FieldFault::new(at, "fhir.element", zh, en)
}

/// A value: a number in a known unit, or the meter's HI or LO.
fn value(
    at: &str,
    of: Quantity,
    quantity: Option<&QuantityWire>,
    absent: Option<&Concept>,
) -> Result<(Value, bool), FieldFault> {
    if quantity.is_some() && absent.is_some() {
        return Err(twice(&format!("{at}.dataAbsentReason")));
    }
    let Some(quantity) = quantity else {
        return match absent {
            Some(why) if why.has("positive-infinity") && why.has("negative-infinity") => {
                Err(twice(&format!("{at}.dataAbsentReason")))
            }
            Some(why) if why.has("positive-infinity") => Ok((Value::Hi, false)),
            Some(why) if why.has("negative-infinity") => Ok((Value::Lo, false)),
            _ => Err(FieldFault::missing(&format!("{at}.valueQuantity"))),
        };
    };
    if quantity.comparator.is_some() {
        let (zh, en) = (
            "不接受比较符；超量程请用 dataAbsentReason positive-infinity 或 negative-infinity",
            "no comparator: beyond the meter's range is dataAbsentReason positive-infinity or negative-infinity",
        );
        return Err(fault(&format!("{at}.valueQuantity.comparator"), zh, en));
    }
    let number: Option<Milli> = quantity.value.as_ref().and_then(|n| n.to_string().parse().ok());
    let Some(number) = number else {
        return Err(fault(
            &format!("{at}.valueQuantity.value"),
            "应为最多三位小数的数字",
            "a number with up to three decimals",
        ));
    };
    let (shown, code) = codes::unit(of);
    let named = if quantity.code.is_empty() { &quantity.unit } else { &quantity.code };
    if named == code || named == shown {
        Ok((Value::Is(number), false))
    } else if of == Quantity::Glucose && named == "mg/dL" {
        Ok((Value::Is(number), true))
    } else {
        let zh = format!("单位应为 {code}");
        let en = if of == Quantity::Glucose {
            format!("the unit is {code} or mg/dL")
        } else {
            format!("the unit is {code}")
        };
        Err(fault(&format!("{at}.valueQuantity.code"), &zh, &en))
    }
}

/// The pressures of a panel, and its pulse.
fn pressure(wire: &Wire) -> Result<Measured, Vec<FieldFault>> {
    let (mut values, mut seen, mut faults) = (BTreeMap::new(), BTreeSet::new(), Vec::new());
    for (n, part) in wire.component.iter().enumerate() {
        let named = |of: &Quantity| part.code.loinc().any(|code| code == codes::quantity(*of).0);
        let mut of = [Quantity::Systolic, Quantity::Diastolic, Quantity::Pulse].into_iter().filter(named);
        let (of, other) = (of.next(), of.next());
        if other.is_some() {
            faults.push(twice(&format!("Observation.component[{n}].code")));
            continue;
        }
        let Some(of) = of else { continue };
        let at = format!("Observation.component[{n}]");
        if !seen.insert(of) {
            faults.push(twice(&format!("{at}.code")));
            continue;
        }
        match value(&at, of, part.value_quantity.as_ref(), part.data_absent_reason.as_ref()) {
            Ok((value, _)) => {
                values.insert(of, value);
            }
            Err(fault) => faults.push(fault),
        }
    }
    for of in [Quantity::Systolic, Quantity::Diastolic] {
        if !values.contains_key(&of) && faults.is_empty() {
            let code = codes::quantity(of).0;
            let (zh, en) =
                (format!("缺少 {code}（{}）", of.chinese()), format!("{code} ({}) is missing", of.english()));
            faults.push(fault("Observation.component", &zh, &en));
        }
    }
    if faults.is_empty() { Ok(Measured { values, ..Measured::default() }) } else { Err(faults) }
}

fn glucose(wire: &Wire) -> Result<Measured, Vec<FieldFault>> {
    let at = "Observation";
    let (read, is_mg) = value(at, Quantity::Glucose, wire.value_quantity.as_ref(), wire.data_absent_reason.as_ref())
        .map_err(|fault| vec![fault])?;
    let meals: BTreeSet<&str> = wire.code.loinc().filter_map(codes::glucose).map(Meal::key).collect();
    let repeated = |part: &Component| part.code.loinc().any(|code| codes::glucose(code).is_some());
    if meals.len() > 1 {
        return Err(vec![twice("Observation.code")]);
    }
    if let Some(n) = wire.component.iter().position(repeated) {
        return Err(vec![twice(&format!("Observation.component[{n}]"))]);
    }
    let meal = wire.code.loinc().find_map(codes::glucose);
    let value = match read {
        Value::Is(mg) if is_mg => Value::Is(mmol_of_mg(mg)),
        other => other,
    };
    let unit = Some(if is_mg { Unit::Mg } else { Unit::Mmol });
    Ok(Measured { values: [(Quantity::Glucose, value)].into(), meal, unit, ..Measured::default() })
}

/// Reads an Observation.
///
/// # Errors
/// [`Refusal::Invalid`] with every invalid element.
pub fn read(bytes: &[u8]) -> Result<Incoming, Refusal> {
    let wire: Wire = serde_json::from_slice(bytes).map_err(|e| {
        let place = format!("{}:{}", e.line(), e.column());
        Refusal::field(FieldFault::new("Observation", "kernel.json", format!("{place}：{e}"), format!("{place}: {e}")))
    })?;
    let mut faults = Vec::new();
    if wire.resource_type != "Observation" {
        faults.push(fault("resourceType", "应为 Observation", "must be Observation"));
    }
    if wire.status != "final" {
        let (zh, en) = ("只接受 final：测量完成的读数", "only final: a reading that was taken");
        faults.push(fault("Observation.status", zh, en));
    }
    let kinds = [Kind::Pressure, Kind::Glucose];
    let mut kinds = kinds.into_iter().filter(|kind| wire.code.loinc().any(|code| kind.is_meant_by(code)));
    let kind = if let Some(kind) = kinds.next() {
        if kinds.next().is_some() {
            faults.push(twice("Observation.code"));
        }
        Some(kind)
    } else {
        let (zh, en) = (
            "应为血压 85354-9，或血糖 14743-9（随机）、14770-2（空腹）、14760-3（餐后两小时）",
            "blood pressure 85354-9, or glucose 14743-9 (random), 14770-2 (fasting), 14760-3 (2 hours post meal)",
        );
        faults.push(fault("Observation.code", zh, en));
        None
    };
    let patient = wire.subject.reference.rsplit_once("Patient/").and_then(|(_, id)| Uuid::parse_str(id).ok());
    if patient.is_none() {
        faults.push(fault("Observation.subject.reference", "应为 Patient/编号", "must be Patient/ and an id"));
    }
    if wire.effective_date_time.is_some() && wire.effective_instant.is_some() {
        faults.push(twice("Observation.effectiveInstant"));
    }
    let at = wire.effective_date_time.as_ref().or(wire.effective_instant.as_ref());
    let at = at.and_then(|text| text.parse::<Moment>().ok());
    if at.is_none() {
        let (zh, en) = ("应为带时区的时刻", "must be a moment with its zone");
        faults.push(fault("Observation.effectiveDateTime", zh, en));
    }
    let measured = match kind {
        Some(Kind::Glucose) => glucose(&wire),
        Some(_) => pressure(&wire),
        None => Ok(Measured::default()),
    };
    match (kind, patient, at, measured) {
        (Some(kind), Some(patient), Some(at), Ok(measured)) if faults.is_empty() => {
            let named = |i: &Identifier| (!i.value.is_empty()).then(|| format!("{}|{}", i.system, i.value));
            Ok(Incoming {
                id: wire.id,
                identifier: wire.identifier.iter().find_map(named),
                patient: ResidentId::new(patient),
                at,
                kind,
                measured,
            })
        }
        (.., measured) => {
            faults.extend(measured.err().into_iter().flatten());
            Err(Refusal::Invalid(faults))
        }
    }
}
