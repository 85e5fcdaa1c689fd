//! What is called normal, what is not judged, and what nobody can have: the shipped table, value by value.

use super::judged;
use super::reading::{Meal, Measured, Quantity, Symptom, Unit, Value};
use super::recheck::advice;
use super::rules::{default_table, shipped};
use super::verdict::{Doubt, Judgement, Level, Patient, Side, Verdict, doubts, judge};
use crate::kernel::milli::Milli;

fn n(text: &str) -> Milli {
    text.parse().unwrap()
}
fn one(of: Quantity, value: &str) -> Measured {
    Measured { values: [(of, Value::read(value).unwrap())].into(), ..Measured::default() }
}
fn pressure(s: i32, d: i32) -> Measured {
    Measured::pressure(Milli::whole(s), Milli::whole(d), None)
}
fn aged(age: u16) -> Patient {
    Patient { age: Some(age), ..Patient::default() }
}
fn verdict(measured: &Measured) -> Verdict {
    let (Judgement::Verdict(verdict) | Judgement::Doubted { verdict, .. }) =
        judge(default_table(), measured, &aged(70));
    verdict
}
fn level_of(measured: &Measured, of: Quantity) -> Level {
    judged::values(default_table(), measured, &aged(70))[&of].level
}

#[test]
fn what_no_rule_looks_at_is_not_judged_and_never_called_normal() {
    for (of, value) in [
        (Quantity::Temperature, "39.5"),
        (Quantity::Temperature, "34"),
        (Quantity::Temperature, "36.5"),
        (Quantity::Temperature, "HI"),
        (Quantity::Oxygen, "91"),
        (Quantity::Oxygen, "98"),
        (Quantity::Pulse, "35"),
        (Quantity::Pulse, "170"),
        (Quantity::Pulse, "72"),
        (Quantity::Weight, "62.5"),
    ] {
        let (measured, (first, _)) = (one(of, value), &shipped()[0]);
        let (Judgement::Verdict(then) | Judgement::Doubted { verdict: then, .. }) = judge(first, &measured, &aged(70));
        assert_eq!(then.level, Level::NotJudged, "{of:?} {value}: version 1 had no rule for it");
        assert_eq!(judged::values(first, &measured, &aged(70))[&of].level, Level::NotJudged, "{of:?} {value}");
    }
    assert_eq!(verdict(&one(Quantity::Weight, "62.5")).level, Level::NotJudged);
    let felt = Measured::default().with(Symptom::Dizzy);
    assert_eq!(verdict(&felt).level, Level::NotJudged);
    assert_eq!(judged::symptoms_not_judged(default_table(), &felt, &aged(70)), [Symptom::Dizzy]);
    let low = pressure(85, 45).with(Symptom::Dizzy);
    assert!(judged::symptoms_not_judged(default_table(), &low, &aged(70)).is_empty(), "a rule asked for it");
}

#[test]
fn each_value_has_a_word_of_its_own() {
    let mut measured = pressure(128, 76);
    measured.values.insert(Quantity::Pulse, Value::Is(n("170")));
    assert_eq!(level_of(&measured, Quantity::Systolic), Level::Normal, "the pressure is");
    assert_eq!(level_of(&measured, Quantity::Pulse), Level::Critical, "and the pulse is not");
    measured.values.remove(&Quantity::Pulse);
    measured.values.insert(Quantity::Weight, Value::Is(n("62.5")));
    assert_eq!(level_of(&measured, Quantity::Weight), Level::NotJudged);
    assert_eq!(verdict(&measured).level, Level::NotJudged, "the whole is normal only where every part is");
    let half = pressure(150, 112);
    assert_eq!(
        (level_of(&half, Quantity::Systolic), level_of(&half, Quantity::Diastolic)),
        (Level::High, Level::Critical)
    );
    let low = judged::values(default_table(), &one_glucose("3.9"), &aged(70))[&Quantity::Glucose];
    assert_eq!((low.level, low.side), (Level::Critical, Some(Side::Low)));
    // Beyond a line that asks for a symptom, without one: critical it is not, and normal neither.
    let then = judged::values(&shipped()[0].0, &pressure(85, 60), &aged(70));
    assert_eq!(then[&Quantity::Systolic].level, Level::NotJudged);
    assert_eq!(then[&Quantity::Diastolic].level, Level::NotJudged, "nobody calls half of it normal");
    assert_eq!(level_of(&one_glucose("5.6"), Quantity::Glucose), Level::Normal);
}

fn one_glucose(mmol: &str) -> Measured {
    Measured::glucose(Value::read(mmol).unwrap(), Unit::Mmol, Meal::Fasting)
}

#[test]
fn nobody_can_confirm_what_nobody_can_have_and_what_was_meant_is_offered() {
    let table = default_table();
    for (of, value, meant) in [
        (Quantity::Temperature, "376", vec!["37.6"]),
        (Quantity::Temperature, "98.6", vec!["37"]),
        (Quantity::Systolic, "1285", vec![]),
        (Quantity::Systolic, "1280", vec!["128"]),
        (Quantity::Pulse, "720", vec!["72"]),
        (Quantity::Oxygen, "970", vec!["97"]),
        (Quantity::Oxygen, "101", vec![]),
        (Quantity::Weight, "6250", vec!["62.5"]),
        (Quantity::Temperature, "3.65", vec!["36.5"]),
        (Quantity::Glucose, "0.05", vec![]),
    ] {
        let measured = one(of, value);
        let meant: Vec<Milli> = meant.into_iter().map(n).collect();
        assert!(!measured.is_possible(), "{of:?} {value}");
        let doubt = Doubt::Impossible { quantity: of, value: n(value), meant };
        assert!(doubts(table, &measured).contains(&doubt), "{:?}", doubts(table, &measured));
    }
    for (of, value) in [
        (Quantity::Temperature, "42.6"),
        (Quantity::Oxygen, "40"),
        (Quantity::Pulse, "230"),
        (Quantity::Weight, "300"),
        (Quantity::Glucose, "120"),
    ] {
        let measured = one(of, value);
        assert!(measured.is_possible() && !doubts(table, &measured).is_empty(), "asked, and may be so: {of:?} {value}");
    }
    assert!(!pressure(80, 120).is_possible() && !pressure(80, 80).is_possible());
    assert_eq!(pressure(80, 120).offers(table), [pressure(120, 80)]);
    assert_eq!(one(Quantity::Temperature, "376").offers(table), [one(Quantity::Temperature, "37.6")]);
    // What is believed without asking is possible, whatever a street writes.
    for (of, (from, to)) in &table.plausible {
        assert!(of.is_possible(*from) && of.is_possible(*to), "{of:?}");
    }
}

#[test]
fn beside_a_critical_value_nothing_is_said_of_what_can_wait_two_weeks() {
    let mut both = pressure(152, 95);
    both.values.insert(Quantity::Glucose, Value::Is(n("30")));
    both.meal = Some(Meal::Random);
    let said = advice(default_table(), &verdict(&both), jiff::civil::date(2026, 11, 25));
    let words: Vec<&str> = said.words.iter().map(|w| w.zh.as_ref()).collect();
    assert_eq!(words.len(), 1, "{words:?}");
    assert!(!words[0].contains("两周") && words[0].contains("立即复测"));
    assert_eq!(said.rechecks.len(), 2, "both stay on the list of what is due");
}
