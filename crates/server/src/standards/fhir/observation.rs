//! A reading as observations: one for each of its parts, under an id derived from the reading's. A doubted one is preliminary, a corrected
//! one is marked so, and a discarded one was entered in error; none is left out.

use serde_json::{Value as Json, json};
use weiguang_domain::care::reading::ReadingStatus;
use weiguang_domain::care::verdict::Hit;
use weiguang_domain::care::{Level, Quantity, Side, Value, judged};
use weiguang_domain::kernel::milli::Milli;

use super::codes::{Kind, LOINC, UCUM, concept, quantity, unit};
use crate::rooms::care::{ReadingRecord, Rules};

const CATEGORY: &str = "http://terminology.hl7.org/CodeSystem/observation-category";
const INTERPRETATION: &str = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";
const ABSENT: &str = "http://terminology.hl7.org/CodeSystem/data-absent-reason";

/// The id of an observation.
#[must_use]
pub fn id_of(record: &ReadingRecord, kind: Kind) -> String {
    format!("{}-{}", record.reading.id.uuid(), kind.key())
}

/// The kinds in a reading.
#[must_use]
pub fn kinds_of(record: &ReadingRecord) -> Vec<Kind> {
    let holds = |kind: &Kind| kind.quantities().iter().any(|q| record.reading.measured.values.contains_key(q));
    Kind::ALL.into_iter().filter(holds).collect()
}

/// A number as JSON writes it, digit for digit: 16.7 and not 16.699999.
fn number(n: Milli) -> Json {
    n.to_string().parse::<serde_json::Number>().map_or(Json::Null, Json::Number)
}

/// Adds the value of a quantity to an observation or a component.
fn put(into: &mut Json, of: Quantity, value: Option<&Value>) {
    let (shown, code) = unit(of);
    match value {
        Some(Value::Is(n)) => {
            into["valueQuantity"] = json!({ "value": number(*n), "unit": shown, "system": UCUM, "code": code });
        }
        Some(Value::Hi) => {
            into["dataAbsentReason"] = concept(ABSENT, "positive-infinity", "Positive Infinity", "HI");
            into["interpretation"] = json!([concept(INTERPRETATION, ">", "Off scale high", "HI")]);
        }
        Some(Value::Lo) => {
            into["dataAbsentReason"] = concept(ABSENT, "negative-infinity", "Negative Infinity", "LO");
            into["interpretation"] = json!([concept(INTERPRETATION, "<", "Off scale low", "LO")]);
        }
        None => into["dataAbsentReason"] = concept(ABSENT, "not-performed", "Not Performed", "未测"),
    }
}

/// HL7's interpretation of the most serious rule that applied; `None` for a value that no rule judges.
fn interpretation(hits: &[&Hit], normal: bool) -> Option<(&'static str, &'static str, &'static str)> {
    let gravest = hits.iter().max_by_key(|hit| hit.level);
    let said = match gravest.map(|hit| (hit.level, hit.side)) {
        Some((Level::Critical, Side::Low)) => ("LL", "Critical low", "危急，过低"),
        Some((Level::Critical, Side::High)) => ("HH", "Critical high", "危急，过高"),
        Some((Level::Critical, Side::Sign)) => ("AA", "Critical abnormal", "危急"),
        Some((Level::High, Side::Low)) => ("L", "Low", "偏低"),
        Some((Level::High, Side::High)) => ("H", "High", "偏高"),
        Some((Level::High, Side::Sign)) => ("A", "Abnormal", "异常"),
        Some((Level::Normal | Level::NotJudged, _)) | None if normal => ("N", "Normal", "正常"),
        Some((Level::Normal | Level::NotJudged, _)) | None => return None,
    };
    Some(said)
}

/// Whether the rules call every value of a kind normal.
fn is_normal(record: &ReadingRecord, kind: Kind, rules: &Rules) -> bool {
    let values = judged::values(rules.version(record.verdict.version), &record.reading.measured, &record.patient);
    let of_kind = |of: &Quantity| kind.quantities().contains(of);
    values.keys().any(of_kind) && values.iter().all(|(of, value)| !of_kind(of) || value.level == Level::Normal)
}

/// The rules about a kind that applied to a reading.
fn hits_of<'r>(record: &'r ReadingRecord, kind: Kind, rules: &Rules) -> Vec<&'r Hit> {
    let table = rules.version(record.verdict.version);
    let about = |hit: &&Hit| {
        let quantities = table.rule(&hit.rule).map_or_else(Vec::new, |rule| rule.condition.quantities());
        quantities.iter().any(|q| kind.quantities().contains(q))
    };
    record.verdict.hits.iter().filter(about).collect()
}

/// One part of a reading as an observation.
#[must_use]
pub fn observation(record: &ReadingRecord, kind: Kind, rules: &Rules) -> Json {
    let reading = &record.reading;
    let (code, display) = kind.loinc(reading.measured.meal);
    let status = match &reading.standing {
        ReadingStatus::Stands { first: None, .. } => "final",
        ReadingStatus::Stands { first: Some(_), .. } => "corrected",
        ReadingStatus::Doubted { .. } => "preliminary",
        ReadingStatus::Discarded { .. } => "entered-in-error",
    };
    let text = match kind {
        Kind::Pressure => "血压".to_owned(),
        Kind::Glucose => {
            let meal = reading.measured.meal.map_or_else(String::new, |m| format!("（{}）", m.chinese()));
            format!("{}{meal}", Quantity::Glucose.chinese())
        }
        Kind::One(of) => of.chinese().to_owned(),
    };
    let category = if kind.category() == "laboratory" { "Laboratory" } else { "Vital Signs" };
    let mut out = json!({
        "resourceType": "Observation",
        "id": id_of(record, kind),
        "meta": { "versionId": record.version.to_string() },
        "identifier": [{ "system": "urn:weiguang:reading", "value": reading.id.uuid().to_string() }],
        "status": status,
        "category": [concept(CATEGORY, kind.category(), category, category)],
        "code": concept(LOINC, code, display, &text),
        "subject": { "reference": format!("Patient/{}", reading.resident.uuid()) },
        "effectiveDateTime": reading.at.to_string(),
    });
    if kind.category() == "vital-signs" {
        let profile = if kind == Kind::Pressure { "bp" } else { "vitalsigns" };
        out["meta"]["profile"] = json!([format!("http://hl7.org/fhir/StructureDefinition/{profile}")]);
    }
    let values = &reading.measured.values;
    match kind {
        Kind::Pressure => {
            let component = |of: Quantity| {
                let (code, display) = quantity(of);
                let mut part = json!({ "code": concept(LOINC, code, display, of.chinese()) });
                put(&mut part, of, values.get(&of));
                part
            };
            out["component"] = kind.quantities().into_iter().map(component).collect();
        }
        Kind::Glucose => put(&mut out, Quantity::Glucose, values.get(&Quantity::Glucose)),
        Kind::One(of) => put(&mut out, of, values.get(&of)),
    }
    let normal = is_normal(record, kind, rules);
    if reading.stands()
        && let Some((code, display, text)) = interpretation(&hits_of(record, kind, rules), normal)
    {
        let said = concept(INTERPRETATION, code, display, text);
        match out.get_mut("interpretation").and_then(Json::as_array_mut) {
            Some(list) => list.push(said),
            None => out["interpretation"] = json!([said]),
        }
    }
    if !reading.measured.symptoms.is_empty() {
        let felt: Vec<&str> = reading.measured.symptoms.iter().map(|s| s.chinese()).collect();
        out["note"] = json!([{ "text": felt.join("、") }]);
    }
    out
}
