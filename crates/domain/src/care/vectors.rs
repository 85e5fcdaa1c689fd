//! Shared test vectors for rules that phone and desk apply offline: `vectors/care-rules.json`, `care-ranges.json`,
//! `care-rechecks.json` and `glucose-units.json`.

use jiff::civil::date;
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::condition::{Condition, Term};
use super::reading::{Meal, Measured, Quantity, Symptom, Unit, Value, mg_of_mmol, mmol_of_mg};
use super::recheck::Recheck;
use super::rules::{Rule, Table, Urgency, default_table};
use super::verdict::{Doubt, Hit, Illness, Level, Patient, Verdict, doubts};
use crate::grid::GridCode;
use crate::kernel::ids::{ReadingId, ResidentId};
use crate::kernel::milli::Milli;
use crate::kernel::time::Span;
use crate::kernel::vectors::{Draw, fresh};

/// The shipped table plus rules that a street could publish.
fn table() -> Table {
    let mut table = default_table().clone();
    let pattern = table.rules.iter().find(|rule| rule.level == Level::Critical).unwrap().clone();
    let mut add = |id: &str, condition: &str, change: fn(&mut Rule)| {
        let condition = Condition::parse(condition).unwrap();
        let mut rule = Rule {
            id: id.to_owned(),
            condition,
            age: 0..=u16::MAX,
            age_unknown: true,
            remeasure: None,
            at_once: false,
            ..pattern.clone()
        };
        change(&mut rule);
        table.rules.push(rule);
    };
    add("own-children", "pulse > 130 or pulse < 55.5", |rule| rule.age = 0..=17);
    add("own-known-age", "systolic <= 100 and diastolic <= 60 or weight < 40", |rule| {
        rule.age = 65..=80;
        rule.age_unknown = false;
    });
    add("own-diabetes", "glucose >= 13.9", |rule| {
        rule.illnesses = [Illness::Diabetes].into();
        rule.remeasure = Some(Span::minutes(5));
    });
    add("own-not-pregnant", "oxygen <= 93 or oxygen lo", |rule| rule.except = [Illness::Pregnancy].into());
    add("own-after-meal", "glucose > 12 or glucose hi", |rule| {
        rule.meals = [Meal::AfterMeal].into();
        rule.at_once = true;
    });
    add("own-signs", "symptoms and temperature >= 38.5", |_| ());
    table
}

/// The content of a page's input fields.
fn measured(typed: &Json) -> Measured {
    let text = |key: &str| typed[key].as_str();
    let symptoms = typed["symptoms"].as_array().into_iter().flatten();
    let mut measured = Measured {
        values: Quantity::ALL.iter().filter_map(|of| Some((*of, Value::read(text(of.key())?).unwrap()))).collect(),
        meal: text("meal").and_then(Meal::from_key),
        symptoms: symptoms.map(|s| Symptom::from_key(s.as_str().unwrap()).unwrap()).collect(),
        unit: text("unit").and_then(Unit::from_key),
    };
    if let (Some(Unit::Mg), Some(Value::Is(typed))) = (measured.unit, measured.values.get_mut(&Quantity::Glucose)) {
        *typed = mmol_of_mg(*typed);
    }
    measured
}

fn key(illness: &Illness) -> Json {
    serde_json::to_value(illness).unwrap()
}

/// The part of a rule that the server sends to clients.
fn sent(rule: &Rule) -> Json {
    let end = |age: u16, open: u16| (age != open).then_some(age);
    json!({
        "id": rule.id, "level": rule.level.key(), "condition": rule.condition.to_string(),
        "age_from": end(*rule.age.start(), 0), "age_to": end(*rule.age.end(), u16::MAX), "age_unknown": rule.age_unknown,
        "meals": rule.meals.iter().map(|meal| meal.key()).collect::<Vec<_>>(),
        "illnesses": rule.illnesses.iter().map(key).collect::<Vec<_>>(),
        "except": rule.except.iter().map(key).collect::<Vec<_>>(),
        "at_once": rule.at_once, "remeasure_minutes": rule.remeasure.map(Span::as_minutes),
        "advice": { "zh": rule.advice.zh, "en": rule.advice.en },
    })
}

/// Values on and around every threshold and range end.
fn borders(table: &Table) -> Vec<(Quantity, Milli)> {
    let terms = table.rules.iter().flat_map(|rule| rule.condition.groups().iter().flatten());
    let named = terms.filter_map(|term| match term {
        Term::Value(of, _, at) => Some((*of, *at)),
        _ => None,
    });
    let ends = table.plausible.iter().flat_map(|(of, (from, to))| {
        let (low, high) = of.possible();
        [*from, *to, low, high].map(|end| (*of, end))
    });
    let mut all: Vec<(Quantity, Milli)> = named
        .chain(ends)
        .flat_map(|(of, at)| {
            [-1_000, -100, -1, 0, 1, 100, 1_000].map(|by| (of, Milli::thousandths(at.as_thousandths() + by)))
        })
        .filter(|(_, at)| at.as_thousandths() >= 0)
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn with(mut typed: Map<String, Json>, of: Quantity, value: &str, unit: Unit) -> Map<String, Json> {
    typed.insert(of.key().into(), value.into());
    if of == Quantity::Glucose {
        typed.insert("unit".into(), unit.key().into());
    }
    typed
}

/// Random input with values near thresholds.
fn drawn(draw: &mut Draw, borders: &[(Quantity, Milli)]) -> Json {
    let mut typed = Map::new();
    for _ in 0..=draw.below(4) {
        let (of, near) = *draw.one(borders);
        let near = near.as_thousandths() + draw.between(-3, 3) * *draw.one(&[0, 1, 10, 100, 1_000, 10_000]);
        let unit = *draw.one(Unit::ALL);
        let near = Milli::thousandths(near.max(0));
        let value = match (draw.below(12), unit) {
            (0, _) => "HI".to_owned(),
            (1, _) => "LO".to_owned(),
            (_, Unit::Mg) if of == Quantity::Glucose => mg_of_mmol(near).to_string(),
            _ => near.to_string(),
        };
        typed = with(typed, of, &value, unit);
    }
    if draw.once_in(2) {
        typed.insert("meal".into(), draw.one(Meal::ALL).key().into());
    }
    if draw.once_in(3) {
        let symptoms: Vec<&str> = (0..=draw.below(2)).map(|_| draw.one(Symptom::ALL).key()).collect();
        typed.insert("symptoms".into(), symptoms.into());
    }
    typed.into()
}

#[test]
fn rules() {
    let table = table();
    let answered = |typed: Json, patient: &Patient| {
        let measured = measured(&typed);
        let met = table.rules.iter().filter(|rule| rule.level == Level::Critical && rule.applies(&measured, patient));
        let hits: Vec<Hit> =
            met.map(|rule| Hit { rule: rule.id.clone(), level: rule.level, side: rule.side }).collect();
        let critical: Vec<String> = hits.iter().map(|hit| hit.rule.clone()).collect();
        let level = if hits.is_empty() { Level::NotJudged } else { Level::Critical };
        let urgency = table.urgency(&Verdict { level, hits, version: table.version }, true);
        let (at_once, minutes) = match urgency {
            Some(Urgency::AtOnce) => (true, None),
            Some(Urgency::Remeasure(span)) => (false, Some(span.as_minutes())),
            None => (false, None),
        };
        json!({
            "typed": typed, "age": patient.age, "illnesses": patient.illnesses.iter().map(key).collect::<Vec<_>>(),
            "critical": critical, "at_once": at_once, "remeasure_minutes": minutes,
        })
    };
    let borders = borders(&table);
    let mut draw = Draw::new(3);
    let mut cases = vec![answered(json!({}), &Patient::default())];
    for (of, at) in &borders {
        let typed = with(Map::new(), *of, &at.to_string(), Unit::Mmol);
        cases.push(answered(typed.into(), &Patient { age: Some(70), ..Patient::default() }));
    }
    // Every age limit of a rule, with a reading that is critical there.
    let ages = table.rules.iter().flat_map(|rule| [*rule.age.start(), *rule.age.end()]).filter(|age| *age != u16::MAX);
    let mut ages: Vec<u16> = ages.flat_map(|age| [age.saturating_sub(1), age, age + 1]).collect();
    ages.sort_unstable();
    ages.dedup();
    for age in ages.iter().copied().map(Some).chain([None]) {
        for typed in [
            json!({ "systolic": "95", "diastolic": "55", "temperature": "39.1" }),
            json!({ "pulse": "131", "weight": "39.9", "temperature": "38", "symptoms": ["dizzy"] }),
        ] {
            cases.push(answered(typed, &Patient { age, ..Patient::default() }));
        }
    }
    for _ in 0..500 {
        let typed = drawn(&mut draw, &borders);
        let age = (!draw.once_in(5)).then(|| *draw.one(&ages));
        let every = [Illness::Hypertension, Illness::Diabetes, Illness::Pregnancy];
        let illnesses = every.into_iter().filter(|_| draw.once_in(3)).collect();
        cases.push(answered(typed, &Patient { age, illnesses }));
    }
    let rules: Vec<Json> = table.rules.iter().map(sent).collect();
    let usual = table.clocks.remeasure.as_minutes();
    fresh("care-rules", &json!({ "rules": rules, "remeasure_minutes": usual, "cases": cases }));
}

/// A question as a page shows it. Likely values are offered in the typed unit, and not for mg/dL.
fn asked(doubt: &Doubt, in_mg: bool) -> Option<Json> {
    Some(match doubt {
        Doubt::Beyond { quantity, from, to, .. } => {
            json!({ "kind": "beyond", "of": quantity.key(), "from": from, "to": to })
        }
        Doubt::Impossible { quantity, meant, .. } => {
            let none = in_mg && *quantity == Quantity::Glucose;
            let meant: &[Milli] = if none { &[] } else { meant };
            json!({ "kind": "impossible", "of": quantity.key(), "meant": meant })
        }
        Doubt::UnitSlip { would_be, .. } => json!({ "kind": "unit", "would": would_be }),
        Doubt::Swapped => json!({ "kind": "swapped" }),
        Doubt::Half => json!({ "kind": "half" }),
        // A page does not send an empty form.
        Doubt::Nothing => return None,
    })
}

#[test]
fn ranges() {
    let table = default_table();
    let answered = |typed: Json| {
        let measured = measured(&typed);
        let in_mg = measured.unit == Some(Unit::Mg);
        let doubts: Vec<Json> = doubts(table, &measured).iter().filter_map(|doubt| asked(doubt, in_mg)).collect();
        let beyond = |value: &Value, of: Quantity| matches!(value, Value::Is(n) if !of.is_possible(*n));
        let impossible: Vec<&str> =
            measured.values.iter().filter(|(of, value)| beyond(value, **of)).map(|(of, _)| of.key()).collect();
        json!({ "typed": typed, "doubts": doubts, "impossible": impossible, "confirmable": measured.is_possible() })
    };
    let borders = borders(table);
    let mut cases: Vec<Json> = Vec::new();
    for (of, at) in &borders {
        cases.push(answered(with(Map::new(), *of, &at.to_string(), Unit::Mmol).into()));
        if *of == Quantity::Glucose {
            cases.push(answered(with(Map::new(), *of, &mg_of_mmol(*at).to_string(), Unit::Mg).into()));
        }
    }
    // A misplaced decimal point, and degrees Fahrenheit.
    let slips = [("temperature", "9"), ("systolic", "12"), ("pulse", "7"), ("oxygen", "9"), ("weight", "6")];
    for (of, begin) in slips {
        for end in ["", "0", "5", "86", "860", "8600", ".5", ".65", "8.6", "8.65"] {
            cases.push(answered(json!({ of: format!("{begin}{end}") })));
        }
    }
    for (systolic, diastolic) in [("120", "80"), ("80", "120"), ("90", "90"), ("91", "90"), ("HI", "90"), ("80", "LO")]
    {
        cases.push(answered(json!({ "systolic": systolic, "diastolic": diastolic })));
        cases.push(answered(json!({ "systolic": systolic })));
    }
    let mut draw = Draw::new(4);
    cases.extend((0..400).map(|_| answered(drawn(&mut draw, &borders))));
    let ranges: Vec<Json> = table
        .plausible
        .iter()
        .map(|(of, (from, to))| {
            let (low, high) = of.possible();
            json!({ "of": of.key(), "from": from, "to": to, "possible_from": low, "possible_to": high })
        })
        .collect();
    fresh("care-ranges", &json!({ "ranges": ranges, "cases": cases }));
}

#[test]
fn glucose_units() {
    let mut draw = Draw::new(5);
    let whole = (0..=60).map(|n| n * 1_000).chain((60..=800).step_by(20).map(|n| n * 1_000));
    let tenths = (0..=400).step_by(3).map(|n| n * 100);
    let drawn: Vec<i32> = (0..200).map(|_| draw.between(0, 2_000_000)).collect();
    let cases: Vec<Json> = whole
        .chain(tenths)
        .chain(drawn)
        .map(Milli::thousandths)
        .map(|typed| json!({ "typed": typed, "mg_as_mmol": mmol_of_mg(typed), "mmol_as_mg": mg_of_mmol(typed) }))
        .collect();
    fresh("glucose-units", &json!({ "cases": cases }));
}

#[test]
fn rechecks() {
    let mut draw = Draw::new(6);
    let begin = date(2026, 2, 27);
    let later = |days: i32| begin.checked_add(jiff::Span::new().days(days)).unwrap();
    let pairs: Vec<(i32, i32)> =
        (-2..=3).map(|days| (0, days)).chain((0..200).map(|_| (draw.between(0, 700), draw.between(0, 700)))).collect();
    let nobody = Uuid::nil();
    let cases: Vec<Json> = pairs
        .into_iter()
        .map(|(due, today)| {
            let recheck = Recheck {
                resident: ResidentId::new(nobody),
                code: GridCode::parse("51011701900600906").unwrap(),
                reading: ReadingId::new(nobody),
                asked: begin,
                of: Quantity::Systolic,
                due: later(due),
            };
            let today = later(today);
            json!({ "due": recheck.due, "today": today, "overdue": recheck.overdue(today).is_some() })
        })
        .collect();
    fresh("care-rechecks", &json!({ "cases": cases }));
}
