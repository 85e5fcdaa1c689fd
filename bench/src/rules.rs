//! Care rules on real readings: the number of critical and high ones, and of errors in either direction.
//!
//! Each verdict is compared with the thresholds implemented here a second time, in floating point from the numbers in
//! the files.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use weiguang_domain::care::reading::{Meal, Measured, Unit, Value as Measure};
use weiguang_domain::care::verdict::{Judgement, judge};
use weiguang_domain::care::{Level, Milli, Patient, Side, Verdict, default_table};

use crate::Options;

const GLUCOSE: &str = "health/uci_glucose_events.csv";
const PRESSURE: &str = "health/nhanes_bp.csv";
const FASTING: &str = "health/nhanes_fasting_glucose.csv";
/// Codes of the diabetes data that are glucose measurements.
const GLUCOSE_CODES: [&str; 9] = ["48", "57", "58", "59", "60", "61", "62", "63", "64"];
/// mg/dL per mmol/L.
const MG_PER_MMOL: f64 = 18.0156;

/// The counts.
#[derive(Default)]
struct Tally {
    readings: u64,
    high: u64,
    low: u64,
    pressures: u64,
    critical: u64,
    elevated: u64,
    elevated_by_age: u64,
    fasting: u64,
    fasting_high: u64,
    asked_again: u64,
    missed: u64,
}

/// Judges glucose logs of 70 patients (`glucose_events`, of which `high` and `low` are critical) and blood pressures of
/// a survey (of which `critical` and `elevated`, the latter by the threshold for adults of unknown age). `missed`
/// counts readings where the table and the second implementation disagree.
///
/// # Errors
/// If the data is missing or a row cannot be parsed.
pub fn run(options: &Options) -> Result<Value> {
    let root = options.data.clone().unwrap_or_else(|| PathBuf::from("../shared/data"));
    let start = Instant::now();
    let mut tally = Tally::default();
    glucose(&root.join(GLUCOSE), &mut tally)?;
    pressure(&root.join(PRESSURE), &mut tally)?;
    fasting(&root.join(FASTING), &mut tally)?;
    let all = tally.readings + tally.pressures + tally.fasting;
    Ok(json!({
        "name": "rules",
        "engine": "none",
        "n": all,
        "glucose_events": tally.readings,
        "high": tally.high,
        "low": tally.low,
        "pressures": tally.pressures,
        "critical": tally.critical,
        "elevated": tally.elevated,
        "elevated_by_age": tally.elevated_by_age,
        "fasting": tally.fasting,
        "fasting_high": tally.fasting_high,
        "asked_again": tally.asked_again,
        "missed": tally.missed,
        "table": default_table().version,
        "total_ms": start.elapsed().as_secs_f64() * 1_000.0,
    }))
}

/// The verdict, and whether the value would be asked about first.
fn verdict(measured: &Measured, patient: &Patient) -> (Verdict, bool) {
    match judge(default_table(), measured, patient) {
        Judgement::Verdict(verdict) => (verdict, false),
        Judgement::Doubted { verdict, .. } => (verdict, true),
    }
}

fn is_critical(verdict: &Verdict, side: Side) -> bool {
    verdict.hits.iter().any(|hit| hit.level == Level::Critical && hit.side == side)
}

fn rows(path: &Path) -> Result<csv::Reader<std::fs::File>> {
    if !path.is_file() {
        bail!(
            "there is no {}: this bench judges real readings; name the folder that holds {GLUCOSE} as data",
            path.display()
        );
    }
    csv::Reader::from_path(path).with_context(|| format!("{} cannot be opened", path.display()))
}

fn column(reader: &mut csv::Reader<std::fs::File>, name: &str) -> Result<usize> {
    reader.headers()?.iter().position(|h| h == name).with_context(|| format!("there is no column {name}"))
}

fn glucose(path: &Path, tally: &mut Tally) -> Result<()> {
    let mut reader = rows(path)?;
    let (code, value) = (column(&mut reader, "code")?, column(&mut reader, "value_raw")?);
    for row in reader.into_records() {
        let row = row?;
        // Some rows are malformed: no number, no reading.
        let Ok(typed) = row[value].trim().parse::<Milli>() else { continue };
        if !GLUCOSE_CODES.contains(&&row[code]) {
            continue;
        }
        let (verdict, asked) =
            verdict(&Measured::glucose(Measure::Is(typed), Unit::Mg, Meal::Random), &Patient::default());
        let mmol = f64::from(typed.as_thousandths()) / 1_000.0 / MG_PER_MMOL;
        let (high, low) = (is_critical(&verdict, Side::High), is_critical(&verdict, Side::Low));
        tally.readings += 1;
        tally.high += u64::from(high);
        tally.low += u64::from(low);
        tally.asked_again += u64::from(asked);
        tally.missed += u64::from(high != (mmol >= 16.7)) + u64::from(low != (mmol <= 3.9));
    }
    Ok(())
}

fn pressure(path: &Path, tally: &mut Tally) -> Result<()> {
    let mut reader = rows(path)?;
    let (age, sbp, dbp) = (column(&mut reader, "age")?, column(&mut reader, "sbp")?, column(&mut reader, "dbp")?);
    for row in reader.into_records() {
        let row = row?;
        let number = |at: usize| row[at].trim().parse::<i32>().with_context(|| format!("{:?} is no number", &row[at]));
        let (s, d) = (number(sbp)?, number(dbp)?);
        let measured = Measured::pressure(Milli::whole(s), Milli::whole(d), None);
        let known = Patient { age: u16::try_from(number(age)?).ok(), ..Patient::default() };
        let (unknown, asked) = verdict(&measured, &Patient::default());
        let (by_age, _) = verdict(&measured, &known);
        let years = number(age)?;
        tally.pressures += 1;
        tally.critical += u64::from(unknown.level == Level::Critical);
        tally.elevated += u64::from(unknown.level >= Level::High);
        tally.elevated_by_age += u64::from(by_age.level >= Level::High);
        tally.asked_again += u64::from(asked);
        tally.missed += u64::from((unknown.level == Level::Critical) != (s >= 180 || d >= 110 || s < 80))
            + u64::from((unknown.level >= Level::High) != (s >= 140 || d >= 90 || s < 90 || d < 50))
            + u64::from((by_age.level >= Level::High) != is_elevated(years, s, d));
    }
    Ok(())
}

fn fasting(path: &Path, tally: &mut Tally) -> Result<()> {
    let mut reader = rows(path)?;
    let fbs = column(&mut reader, "fbs")?;
    for row in reader.into_records() {
        let row = row?;
        let typed: Milli = row[fbs].trim().parse().with_context(|| format!("{:?} is no number", &row[fbs]))?;
        let (verdict, asked) =
            verdict(&Measured::glucose(Measure::Is(typed), Unit::Mg, Meal::Fasting), &Patient::default());
        tally.fasting += 1;
        tally.fasting_high += u64::from(is_high_side(&verdict));
        tally.asked_again += u64::from(asked);
        // The guideline's threshold in the unit of this data.
        tally.missed += u64::from(is_high_side(&verdict) != (typed >= Milli::whole(126)));
    }
    Ok(())
}

/// A pressure out of range at this age, implemented a second time: children are only judged critical.
fn is_elevated(years: i32, s: i32, d: i32) -> bool {
    let critical = s >= 180 || d >= 110 || (years >= 10 && s < 80);
    let line = if years >= 80 { 150 } else { 140 };
    critical || (years >= 18 && (s >= line || d >= 90 || s < 90 || d < 50))
}

fn is_high_side(verdict: &Verdict) -> bool {
    verdict.hits.iter().any(|hit| hit.side == Side::High && hit.level >= Level::High)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_record_is_told_in_words() {
        let options = Options { data: Some(PathBuf::from("nowhere")), ..Options::default() };
        assert!(run(&options).unwrap_err().to_string().contains("nowhere/health/uci_glucose_events.csv"));
    }

    #[test]
    #[ignore = "needs the folder of real data: WEIGUANG_DATA"]
    fn nothing_is_missed_in_either_direction() {
        let root = std::env::var_os("WEIGUANG_DATA").map_or_else(|| PathBuf::from("../../shared/data"), PathBuf::from);
        let figures = run(&Options { data: Some(root), ..Options::default() }).unwrap();
        println!("{figures}");
        let of = |key: &str| figures[key].as_u64().unwrap();
        assert_eq!((of("glucose_events"), of("high"), of("low")), (13_523, 797, 1_630));
        assert_eq!((of("pressures"), of("critical"), of("elevated")), (5_735, 61, 1_211));
        assert_eq!((of("fasting"), of("fasting_high")), (4_062, 17));
        assert_eq!(of("missed"), 0);
    }
}
