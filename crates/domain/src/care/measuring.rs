//! Measuring, told as stories: both directions, by age and meal, the units, what is asked again, and what a changed table would have done.

use jiff::civil::date;
use proptest::prelude::*;
use std::fmt::Write as _;
use uuid::Uuid;

use super::Milli;
use super::changed::{Outcome, changes};
use super::reading::{
    Meal, Measured, Quantity, Reading, ReadingStatus, Settled, Symptom, Unit, Value, Via, mg_of_mmol, mmol_of_mg,
};
use super::recheck::{Recheck, advice, overdue};
use super::rules::{Table, Urgency, default_table, default_text};
use super::rules_file::read;
use super::verdict::{Doubt, Judgement, Level, Patient, Verdict, doubts, judge};
use crate::grid::GridCode;
use crate::kernel::ids::{AccountId, ReadingId, ResidentId};
use crate::kernel::time::{Moment, Span};

fn n(text: &str) -> Milli {
    text.parse().unwrap()
}
fn pressure(s: i32, d: i32) -> Measured {
    Measured::pressure(Milli::whole(s), Milli::whole(d), None)
}
fn glucose(mmol: &str, meal: Meal) -> Measured {
    Measured::glucose(Value::read(mmol).unwrap(), Unit::Mmol, meal)
}
fn aged(age: u16) -> Patient {
    Patient { age: Some(age), ..Patient::default() }
}
fn verdict(measured: &Measured, patient: &Patient) -> Verdict {
    match judge(default_table(), measured, patient) {
        Judgement::Verdict(verdict) => verdict,
        doubted @ Judgement::Doubted { .. } => panic!("{measured:?} is doubted: {doubted:?}"),
    }
}
fn level(measured: &Measured, patient: &Patient) -> Level {
    verdict(measured, patient).level
}
fn reading(measured: Measured) -> Reading {
    let id = Uuid::from_u128(1);
    let doubts = doubts(default_table(), &measured);
    let standing = if doubts.is_empty() {
        ReadingStatus::Stands { doubts, first: None }
    } else {
        ReadingStatus::Doubted { doubts }
    };
    Reading {
        id: ReadingId::new(id),
        resident: ResidentId::new(id),
        station: None,
        by: AccountId::new(id),
        at: Moment::from_micros(0),
        via: Via::Typed,
        measured,
        standing,
    }
}

#[test]
fn the_table_in_words() {
    let table = default_table();
    let mut text = String::new();
    for rule in &table.rules {
        let ages = (*rule.age.start(), *rule.age.end());
        let meals: Vec<&str> = rule.meals.iter().map(|m| m.key()).collect();
        let sources = rule.sources.join(" ");
        let _ = writeln!(
            text,
            "{:<22} {:<9} {:?} {:?} {} {} d [{sources}]: {}",
            rule.id,
            rule.level.key(),
            rule.side,
            ages,
            meals.join("/"),
            rule.recheck,
            rule.condition
        );
    }
    insta::assert_snapshot!(text);
}

#[test]
fn both_directions_to_the_last_digit() {
    let old = aged(80);
    for (measured, expected) in [
        (glucose("16.7", Meal::Random), Level::Critical),
        (glucose("16.6", Meal::Random), Level::High),
        (glucose("3.9", Meal::Fasting), Level::Critical),
        (glucose("4.0", Meal::Fasting), Level::Normal),
        (glucose("30", Meal::Random), Level::Critical),
        (glucose("HI", Meal::Random), Level::Critical),
        (glucose("LO", Meal::AfterMeal), Level::Critical),
        (glucose("7.0", Meal::Fasting), Level::High),
        (glucose("6.9", Meal::Fasting), Level::Normal),
        (Measured::glucose(Value::Is(n("126")), Unit::Mg, Meal::Fasting), Level::High),
        (Measured::glucose(Value::Is(n("125")), Unit::Mg, Meal::Fasting), Level::Normal),
        (glucose("7.0", Meal::AfterMeal), Level::Normal),
        (glucose("11.1", Meal::AfterMeal), Level::High),
        (pressure(180, 90), Level::Critical),
        (pressure(150, 110), Level::Critical),
        (pressure(179, 109), Level::High),
        (pressure(89, 60), Level::High),
        (pressure(80, 60), Level::High),
        (pressure(79, 60), Level::Critical),
        (pressure(89, 60).with(Symptom::Dizzy), Level::Critical),
        (pressure(95, 49).with(Symptom::Dizzy), Level::Critical),
        (pressure(120, 80), Level::Normal),
        (pressure(120, 80).with(Symptom::Headache), Level::NotJudged),
        (pressure(120, 80).with(Symptom::Headache).with(Symptom::Vomiting), Level::Critical),
        (pressure(120, 80).with(Symptom::FruityBreath), Level::Critical),
    ] {
        assert_eq!(level(&measured, &old), expected, "{measured:?}");
    }
}

#[test]
fn nothing_is_measured_below_zero() {
    assert_eq!(pressure(-120, 80).below_zero().collect::<Vec<_>>(), [Quantity::Systolic]);
    assert_eq!(pressure(0, 80).below_zero().count(), 0, "a zero is asked again, and not thrown away");
    assert_eq!(glucose("LO", Meal::Random).below_zero().count(), 0);
}

#[test]
fn age_moves_the_line_and_an_unknown_age_keeps_the_stricter_one() {
    let unknown = Patient::default();
    for (patient, expected) in
        [(&aged(17), Level::NotJudged), (&aged(79), Level::High), (&aged(80), Level::Normal), (&unknown, Level::High)]
    {
        assert_eq!(level(&pressure(145, 85), patient), expected, "{patient:?}");
    }
    assert_eq!(level(&pressure(150, 85), &aged(80)), Level::High);
    assert_eq!(level(&pressure(149, 90), &aged(80)), Level::High);
    // Normal is what is normal at every age: a pressure is not judged in a child, and a glucose is.
    assert_eq!(level(&pressure(124, 78), &unknown), Level::NotJudged);
    assert_eq!(level(&glucose("5.3", Meal::Fasting), &unknown), Level::Normal);
}

#[test]
fn a_value_that_is_asked_about_is_measured_again_and_a_sign_waits_for_nothing() {
    let table = default_table();
    let urgency = |measured: &Measured, believed| {
        let (Judgement::Verdict(verdict) | Judgement::Doubted { verdict, .. }) = judge(table, measured, &aged(70));
        table.urgency(&verdict, believed)
    };
    let slip = glucose("44", Meal::Random);
    assert_eq!(urgency(&slip, false), Some(Urgency::Remeasure(Span::minutes(10))), "it may be mg/dL");
    assert_eq!(urgency(&slip, true), Some(Urgency::AtOnce));
    let sign = glucose("44", Meal::Random).with(Symptom::OneSide);
    assert_eq!(urgency(&sign, false), Some(Urgency::AtOnce));
    assert_eq!(urgency(&glucose("3.2", Meal::Random), true), Some(Urgency::Remeasure(Span::minutes(20))));
    assert_eq!(urgency(&glucose("5.6", Meal::Random), true), None);
}

#[test]
fn units_are_converted_in_the_open() {
    assert_eq!(mmol_of_mg(n("300")), n("16.652"));
    assert_eq!(mmol_of_mg(n("18")), n("0.999"));
    assert_eq!(mg_of_mmol(n("30")), n("540"));
    let typed = Measured::glucose(Value::Is(n("301")), Unit::Mg, Meal::Random);
    assert_eq!(level(&typed, &aged(50)), Level::Critical, "301 mg/dL are 16.708 mmol/L");
    let below = Measured::glucose(Value::Is(n("300")), Unit::Mg, Meal::Random);
    assert_eq!(level(&below, &aged(50)), Level::High, "300 mg/dL are 16.652: not rounded before they are judged");
    assert_eq!(Value::read("ＨＩ"), Some(Value::Hi));
    assert_eq!(Value::read("没电"), None);
}

#[test]
fn what_is_hard_to_believe_is_asked_again_and_neither_stored_as_true_nor_dropped() {
    let slip = reading(glucose("126", Meal::Fasting));
    let ReadingStatus::Doubted { doubts: asked } = &slip.standing else { panic!("{slip:?}") };
    assert_eq!(asked, &[Doubt::UnitSlip { typed: n("126"), would_be: n("7") }]);
    assert!(!slip.stands());
    assert!(judge(default_table(), &slip.measured, &aged(50)).begins_alert(), "an unanswered question is no way out");

    let again = |m: &Measured| doubts(default_table(), m);
    let right = Measured::glucose(Value::Is(n("126")), Unit::Mg, Meal::Fasting);
    let corrected = slip.clone().settled(Settled::Corrected(right.clone()), again).unwrap();
    let ReadingStatus::Stands { first, doubts: asked } = &corrected.standing else { panic!("{corrected:?}") };
    assert_eq!((first.as_ref(), asked.len()), (Some(&slip.measured), 1), "what was typed first is still there");
    assert_eq!(level(&corrected.measured, &aged(50)), Level::High, "126 mg/dL fasting are the line itself");

    let swapped = reading(pressure(80, 120));
    let worse = swapped.clone().settled(Settled::Corrected(pressure(400, 120)), again).unwrap();
    assert!(matches!(worse.standing, ReadingStatus::Doubted { .. }), "a correction is looked at, too");
    assert!(swapped.clone().settled(Settled::Confirmed, again).is_err(), "no lower pressure is above the upper one");
    let rare = reading(pressure(295, 120)).settled(Settled::Confirmed, again).unwrap();
    assert!(rare.stands(), "rare, and possible: who looked at the meter says so");
    let gone = swapped.settled(Settled::Discarded { why: "袖带滑了".into() }, again).unwrap();
    assert!(!gone.stands() && gone.clone().settled(Settled::Confirmed, again).unwrap() == gone);

    let half = Measured { values: [(Quantity::Systolic, Value::Is(n("120")))].into(), ..Measured::default() };
    assert_eq!(doubts(default_table(), &half), [Doubt::Half]);
    assert_eq!(doubts(default_table(), &pressure(90, 90)), [Doubt::Swapped], "two equal numbers are one number twice");
    assert!(doubts(default_table(), &pressure(91, 90)).is_empty());
    assert_eq!(doubts(default_table(), &Measured::default()), [Doubt::Nothing]);
    assert!(doubts(default_table(), &glucose("HI", Meal::Random)).is_empty(), "HI is what a meter says");
    assert!(doubts(default_table(), &glucose("30", Meal::Random)).is_empty(), "30 is rare, and real");
}

#[test]
fn advice_a_recheck_by_a_day_and_enrolment_offered() {
    let today = date(2026, 11, 25);
    let high = verdict(&pressure(152, 95), &aged(70));
    let said = advice(default_table(), &high, today);
    assert_eq!(said.rechecks, [(Quantity::Systolic, date(2026, 12, 9))], "one recheck for both numbers");
    assert!(said.enrol && said.words.len() == 1);
    let critical = verdict(&glucose("30", Meal::Random), &aged(80));
    assert!(!advice(default_table(), &critical, today).enrol, "nobody is enrolled while an alert runs");
    let recheck = Recheck {
        resident: ResidentId::new(Uuid::from_u128(1)),
        code: GridCode::parse("51011701900600906").unwrap(),
        reading: ReadingId::new(Uuid::from_u128(2)),
        asked: today,
        of: Quantity::Systolic,
        due: date(2026, 12, 9),
    };
    assert_eq!(recheck.overdue(date(2026, 12, 9)), None, "the day itself is in time");
    let longer = Recheck { due: date(2026, 12, 1), ..recheck.clone() };
    let all = [recheck.clone(), longer];
    let late: Vec<i32> = overdue(&all, date(2026, 12, 10)).into_iter().map(|(_, days)| days).collect();
    assert_eq!(late, [9, 1]);
    let same_day = recheck.is_answered_by(recheck.resident, Quantity::Systolic, today);
    assert!(!same_day && recheck.is_answered_by(recheck.resident, Quantity::Systolic, date(2026, 11, 26)));
}

#[test]
fn a_change_shows_what_it_would_have_done() {
    let stricter =
        default_text().replace("\"glucose >= 16.7\"", "\"glucose >= 13.9\"").replace("version = 2", "version = 3");
    let new = read("care/rules.toml", &stricter).unwrap();
    let past: Vec<Measured> = ["12.0", "14.0", "15.0", "17.0", "99"].iter().map(|v| glucose(v, Meal::Random)).collect();
    let patient = aged(60);
    let readings = past.iter().enumerate().map(|(at, m)| (ReadingId::new(Uuid::from_u128(at as u128)), m, &patient));
    let would = changes(default_table(), &new, readings);
    assert_eq!((would.of, would.moved.len()), (5, 2));
    assert_eq!(would.counts[&Outcome::Level(Level::Critical)], (1, 3));
    assert_eq!(would.counts[&Outcome::Doubted], (1, 1));
    assert!(would.moved.iter().all(|m| m.from == Outcome::Level(Level::High)));
}

#[test]
fn a_table_that_is_wrong_is_told_by_rule_and_key() {
    let broken = default_text()
        .replace("oxygen < 90 or oxygen lo or", "oxygen under 90 or")
        .replace("sources = [\"resp\", \"covid-10\"]", "sources = [\"hearsay\"]")
        .replace("age = \"65..\"", "age = \"old\"")
        .replace("climb = \"15 minutes\"", "climb = \"soon\"\nlunch = \"1 hours\"");
    let faults = read("care/rules.toml", &broken).unwrap_err();
    let told: Vec<String> = faults.iter().map(|f| format!("{} {}", f.code, f.key.as_deref().unwrap_or(""))).collect();
    assert_eq!(
        told,
        [
            "manual.unknown-key clocks.lunch",
            "manual.bad-span clocks.climb",
            "manual.why-missing rule.oxygen-critical-low.sources",
            "manual.bad-condition rule.oxygen-critical-low.if",
            "manual.bad-value rule.temperature-critical-65.age",
        ]
    );
    let typo = read("care/rules.toml", &default_text().replace("enrol = true", "enroll = true")).unwrap_err();
    assert_eq!((typo[0].code, typo[0].line.is_some()), ("manual.bad-toml", true));
}

#[test]
fn the_clocks_are_those_that_the_domain_names() {
    let clocks = default_table().clocks;
    assert_eq!((clocks.remeasure, clocks.acknowledge), (Span::minutes(10), Span::minutes(10)));
    assert_eq!((clocks.first_follow_up, clocks.second_follow_up), (Span::hours(24), Span::days(14)));
}

#[test]
fn of_two_critical_rules_the_one_that_leaves_less_time_decides() {
    let table = default_table();
    let usual = table.clocks.remeasure;
    let critical = |rule: &&super::rules::Rule| rule.level == Level::Critical && !rule.at_once;
    let slow =
        table.rules.iter().filter(critical).find(|rule| rule.remeasure.is_some_and(|span| span > usual)).unwrap();
    let quick = table.rules.iter().filter(critical).find(|rule| rule.remeasure.is_none()).unwrap();
    let hit =
        |rule: &super::rules::Rule| super::verdict::Hit { rule: rule.id.clone(), level: rule.level, side: rule.side };
    let asked = |hits: Vec<super::verdict::Hit>| {
        table.urgency(&Verdict { level: Level::Critical, hits, version: table.version }, true)
    };
    assert_eq!(asked(vec![hit(slow)]), slow.remeasure.map(Urgency::Remeasure));
    for both in [vec![hit(slow), hit(quick)], vec![hit(quick), hit(slow)]] {
        assert_eq!(asked(both), Some(Urgency::Remeasure(usual)));
    }
}

#[test]
fn nothing_is_normal_where_no_rule_says_where_normal_ends() {
    let calm = pressure(120, 80);
    assert_eq!(level(&calm, &aged(50)), Level::Normal);
    let mut table = default_table().clone();
    table.rules.retain(|rule| rule.side != super::Side::Low);
    let Judgement::Verdict(one_sided) = judge(&table, &calm, &aged(50)) else { panic!("it is doubted") };
    assert_eq!(one_sided.level, Level::NotJudged, "nobody says how low is too low");
}

/// The domain's own words, written a second time as plainly as can be: the table must agree with them everywhere.
fn by_hand(s: i32, d: i32, tenths: i32, meal: Meal, age: u16, dizzy: bool) -> Level {
    let critical = s >= 180 || d >= 110 || s < 80 || (dizzy && (s < 90 || d < 50)) || tenths >= 167 || tenths <= 39;
    let line = if age >= 80 { 150 } else { 140 };
    let sugar = if meal == Meal::Fasting { 70 } else { 111 };
    let off = s >= line || d >= 90 || s < 90 || d < 50 || tenths >= sugar;
    match (critical, off, dizzy) {
        (true, ..) => Level::Critical,
        (_, true, _) => Level::High,
        // Who feels unwell is not told that all is normal.
        (.., true) => Level::NotJudged,
        _ => Level::Normal,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn the_table_says_what_the_domain_says(
        d in 20i32..180, above in 1i32..110, tenths in 10i32..400, which in 0usize..3, age in 18u16..100, dizzy: bool,
    ) {
        let s = (d + above).clamp(50, 290);
        prop_assume!(s > d);
        let mut measured = pressure(s, d);
        measured.values.insert(Quantity::Glucose, Value::Is(Milli::thousandths(tenths * 100)));
        measured.meal = Some(Meal::ALL[which]);
        if dizzy { measured = measured.with(Symptom::Dizzy); }
        prop_assert_eq!(level(&measured, &aged(age)), by_hand(s, d, tenths, Meal::ALL[which], age, dizzy));
    }
}

/// A table as a street might break it: what it still must not do is let a critical reading of the domain's own words pass.
#[test]
fn every_critical_rule_has_its_opposite() {
    let has = |table: &Table, side| table.rules.iter().any(|r| r.level == Level::Critical && r.side == side);
    let table = default_table();
    assert!(has(table, super::Side::High) && has(table, super::Side::Low) && has(table, super::Side::Sign));
    assert!(table.rules.iter().all(|rule| !rule.sources.is_empty()));
}
