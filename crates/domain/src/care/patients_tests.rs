//! 150 made-up patients of a weekly clinic, each with the verdict that a family doctor wrote without seeing the rules. The pages run the same
//! file, so that a phone without a network says what the server says.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

use super::reading::{Meal, Measured, Quantity, Symptom, Unit, Value};
use super::recheck::advice;
use super::rules::{Urgency, default_table};
use super::verdict::{Illness, Judgement, Level, Patient, Side, Verdict, judge};
use crate::kernel::time::Span;

#[derive(Deserialize)]
struct Seen {
    id: String,
    who: String,
    age: Option<u16>,
    illnesses: Vec<serde_json::Value>,
    measured: BTreeMap<String, serde_json::Value>,
    symptoms: BTreeSet<Symptom>,
    verdict: ExpectedVerdict,
}

/// The verdict of a doctor.
#[derive(Deserialize, PartialEq, Debug)]
struct ExpectedVerdict {
    level: Level,
    side: Option<Side>,
    at_once: bool,
    call_120: bool,
    remeasure_minutes: Option<i64>,
    recheck_days: Option<i32>,
    near: bool,
    why: String,
    source: String,
}

fn measured(seen: &Seen) -> Measured {
    let mut measured = Measured { symptoms: seen.symptoms.clone(), ..Measured::default() };
    for (key, value) in &seen.measured {
        let text = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
        if key == "meal" {
            measured.meal = Meal::from_key(&text);
            continue;
        }
        let quantity = Quantity::from_key(key).unwrap();
        if quantity == Quantity::Glucose {
            measured.unit = Some(Unit::Mmol);
        }
        measured.values.insert(quantity, Value::read(&text).unwrap());
    }
    measured
}

fn verdict(seen: &Seen) -> Verdict {
    // The doctor knows of more illnesses than the rules ask for.
    let known = |illness: &serde_json::Value| serde_json::from_value::<Illness>(illness.clone()).ok();
    let patient = Patient { age: seen.age, illnesses: seen.illnesses.iter().filter_map(known).collect() };
    let (Judgement::Verdict(verdict) | Judgement::Doubted { verdict, .. }) =
        judge(default_table(), &measured(seen), &patient);
    verdict
}

/// What the rules say, in the doctor's terms.
fn ours(seen: &Seen) -> ExpectedVerdict {
    let (table, verdict, today) = (default_table(), verdict(seen), jiff::civil::date(2026, 11, 30));
    let urgency = table.urgency(&verdict, true);
    let at_once = urgency == Some(Urgency::AtOnce);
    let remeasure_minutes = match urgency {
        Some(Urgency::Remeasure(span)) => Some(span.as_micros() / Span::minutes(1).as_micros()),
        _ => None,
    };
    let rechecks = advice(table, &verdict, today).rechecks;
    let soonest = rechecks.iter().map(|(_, day)| (*day - today).get_days()).min();
    ExpectedVerdict {
        level: verdict.level,
        side: table
            .leading(&verdict)
            .filter(|hit| hit.level == verdict.level && hit.level > Level::Normal)
            .map(|hit| hit.side),
        at_once,
        call_120: at_once,
        remeasure_minutes,
        recheck_days: soonest.filter(|_| verdict.level == Level::High),
        near: verdict.level == Level::Normal && verdict.hits.iter().any(|hit| hit.level == Level::Normal),
        why: String::new(),
        source: String::new(),
    }
}

#[test]
fn the_rules_say_what_a_doctor_says_of_a_hundred_and_fifty_patients() {
    let all: Vec<Seen> = serde_json::from_str(include_str!("../../../../vectors/care-patients.json")).unwrap();
    assert_eq!(all.len(), 150);
    let differing: Vec<String> = all
        .iter()
        .filter_map(|seen| {
            let ours = ours(seen);
            let doctor = copy(&seen.verdict);
            (ours != doctor).then(|| format!("{} {}: {ours:?}\n  the doctor: {doctor:?}", seen.id, seen.who))
        })
        .collect();
    assert!(differing.is_empty(), "{} differ:\n{}", differing.len(), differing.join("\n"));
    assert!(all.iter().all(|seen| !seen.verdict.why.is_empty() && !seen.verdict.source.is_empty()));
}

const fn copy(said: &ExpectedVerdict) -> ExpectedVerdict {
    let ExpectedVerdict { level, side, at_once, call_120, remeasure_minutes, recheck_days, near, .. } = *said;
    ExpectedVerdict {
        level,
        side,
        at_once,
        call_120,
        remeasure_minutes,
        recheck_days,
        near,
        why: String::new(),
        source: String::new(),
    }
}
