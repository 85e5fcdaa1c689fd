//! An Observation that comes in, as what was measured: a blood pressure panel or a glucose. Each fault names the element that is not as
//! it should be, as a FHIRPath.

use serde::Deserialize;
use std::collections::BTreeMap;
use uuid::Uuid;
use weiguang_domain::care::reading::{Measured, Unit, mmol_of_mg};
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

/// What came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    /// The id that the resource names for itself.
    pub id: Option<String>,
    /// How the sender names it: system and value.
    pub identifier: Option<String>,
    /// Whose.
    pub patient: ResidentId,
    /// When.
    pub at: Moment,
    /// Which kind.
    pub kind: Kind,
    /// What.
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

fn fault(at: &str, zh: &str, en: &str) -> FieldFault {
    FieldFault::new(at, "fhir.element", zh, en)
}

/// What a value says: a number in a unit that is understood, or that the meter showed HI or LO.
fn value(
    at: &str,
    of: Quantity,
    quantity: Option<&QuantityWire>,
    absent: Option<&Concept>,
) -> Result<(Value, bool), FieldFault> {
    let Some(quantity) = quantity else {
        return match absent {
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
    let (mut values, mut faults) = (BTreeMap::new(), Vec::new());
    for (n, part) in wire.component.iter().enumerate() {
        let of = [Quantity::Systolic, Quantity::Diastolic, Quantity::Pulse]
            .into_iter()
            .find(|of| part.code.loinc().any(|code| code == codes::quantity(*of).0));
        let Some(of) = of else { continue };
        let at = format!("Observation.component[{n}]");
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
/// [`Refusal::Invalid`] with every element that is not as it should be.
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
    let kind = if wire.code.loinc().any(|code| Kind::Pressure.is_meant_by(code)) {
        Some(Kind::Pressure)
    } else if wire.code.loinc().any(|code| Kind::Glucose.is_meant_by(code)) {
        Some(Kind::Glucose)
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
