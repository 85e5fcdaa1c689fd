//! Bench `address`: a million generated rooms, and queries in all the ways in which people write and misspell an address.
//!
//! The expected result comes from the generator, not from the matcher. A query is *resolvable* if a person with the
//! whole directory could tell the cell: the intended place is in one cell, and no other place fits the text as well.
//! With `WEIGUANG_SHOW=wrong`, `missed` or the name of a tagged part, every such case is printed to stderr.

mod lines;
mod queries;
mod spelling;
mod tagged;
mod town;

use anyhow::Result;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use weiguang_domain::grid::address::{Directory, Lessons, SURE};

use crate::report::{Chance, percentile_ms};
use crate::{Engine, Options};
use queries::Query;
use town::Town;

const ROOMS: u64 = 1_000_000;
const QUERIES: usize = 24_000;

#[derive(Default)]
struct Tally {
    all: usize,
    resolvable: usize,
    sure: usize,
    right: usize,
    resolved: usize,
    wrong: usize,
    offered: usize,
    /// For each threshold of [`BARS`]: results that would be sure and wrong, and those that would be sure, right and
    /// resolvable.
    bars: [(usize, usize); BARS.len()],
}

/// Alternative thresholds, for comparison.
const BARS: [f32; 6] = [0.60, 0.65, 0.70, 0.75, 0.80, 0.85];

impl Tally {
    fn json(&self) -> Value {
        let share = |part: usize, whole: usize| if whole == 0 { 1.0 } else { rounded(part as f64 / whole as f64) };
        json!({
            "n": self.all,
            "resolvable": self.resolvable,
            "answered": share(self.sure, self.all),
            "right": share(self.right, self.sure),
            "right_of_all": share(self.resolved, self.resolvable),
            "right_or_offered": share(self.resolved + self.offered, self.resolvable),
            "wrong_sure": share(self.wrong, self.all),
        })
    }
}

fn rounded(share: f64) -> f64 {
    (share * 10_000.0).round() / 10_000.0
}

/// Runs the benchmark.
///
/// # Errors
/// If the tagged addresses given with `--data`, or the lines given with `--lines`, cannot be read.
pub fn run(options: &Options) -> Result<Value> {
    if let Some(file) = &options.lines {
        return lines::run(file, options);
    }
    let rooms = options.n.unwrap_or(ROOMS);
    let mut chance = Chance::new(20_240_617);
    let town = Town::new(rooms, &mut chance);
    let before = resident();
    let started = Instant::now();
    let directory = town.directory();
    let build_ms = started.elapsed().as_secs_f64() * 1_000.0;
    let resident = resident().zip(before).map(|(after, before)| after.saturating_sub(before));
    let queries = queries::draw(&town, QUERIES, &mut chance);
    let (tally, kinds, mut times, mistakes) = ask(&directory, &queries);
    let mut out = json!({
        "name": "address",
        "engine": match options.engine { Engine::Sqlite => "sqlite", Engine::Postgres => "postgres" },
        "n": directory.rooms(),
        "quarters": town.quarters.len(),
        "queries": queries.len(),
        "bar": rounded(f64::from(SURE)),
        "p50_ms": percentile_ms(&mut times, 0.50),
        "p99_ms": percentile_ms(&mut times, 0.99),
        "max_ms": percentile_ms(&mut times, 1.0),
        "build_ms": build_ms.round(),
        "mb": (directory.bytes() as f64 / 1e5).round() / 10.0,
        "resident_mb": resident.map(|bytes| (bytes as f64 / 1e5).round() / 10.0),
        "by_kind": kinds.iter().map(|(kind, tally)| ((*kind).to_owned(), tally.json())).collect::<serde_json::Map<_, _>>(),
        "mistakes": mistakes,
    });
    out["other_bars"] = BARS
        .iter()
        .zip(&tally.bars)
        .map(|(bar, (wrong, right))| {
            let share = |part: usize, whole: usize| rounded(part as f64 / whole.max(1) as f64);
            json!({ "bar": rounded(f64::from(*bar)), "wrong_sure": share(*wrong, tally.all), "right_of_all": share(*right, tally.resolvable) })
        })
        .collect();
    merge(&mut out, tally.json());
    if let Some(folder) = &options.data {
        out["tagged"] = tagged::recall(folder, &directory)?;
    }
    Ok(out)
}

fn merge(out: &mut Value, figures: Value) {
    if let (Value::Object(out), Value::Object(figures)) = (out, figures) {
        out.extend(figures.into_iter().filter(|(name, _)| name != "n"));
    }
}

fn ask(directory: &Directory, queries: &[Query]) -> (Tally, BTreeMap<&'static str, Tally>, Vec<Duration>, Vec<String>) {
    let lessons = Lessons::default();
    let (mut all, mut kinds, mut times, mut mistakes) =
        (Tally::default(), BTreeMap::<_, Tally>::new(), Vec::new(), Vec::new());
    let show = std::env::var("WEIGUANG_SHOW").ok();
    for query in queries {
        let started = Instant::now();
        let placing = directory.find(&query.text, &lessons);
        times.push(started.elapsed());
        let answer = placing.sure();
        let right = answer.is_some() && answer == query.cell;
        if answer.is_some() && !right && mistakes.len() < 12 {
            mistakes.push(format!("{} ({})", query.text, query.kind));
        }
        if show.as_deref() == Some("wrong") && answer.is_some() && !right {
            eprintln!("WRONG {} {} want {:?} {} got {placing:?}\n", query.kind, query.text, query.cell, query.meant);
        }
        if show.as_deref() == Some("missed") && answer.is_none() && query.resolvable {
            eprintln!("MISSED {} {} want {:?} {} got {placing:?}\n", query.kind, query.text, query.cell, query.meant);
        }
        for tally in [&mut all, kinds.entry(query.kind).or_default()] {
            tally.all += 1;
            let best = placing.candidates().first().map_or(answer, |c| Some(c.code));
            for (_, (wrong, right)) in
                BARS.iter().zip(&mut tally.bars).filter(|(bar, _)| placing.confidence >= **bar && best.is_some())
            {
                *wrong += usize::from(best != query.cell);
                *right += usize::from(best == query.cell && query.resolvable);
            }
            tally.resolvable += usize::from(query.resolvable);
            tally.sure += usize::from(answer.is_some());
            tally.right += usize::from(right);
            tally.resolved += usize::from(right && query.resolvable);
            tally.wrong += usize::from(answer.is_some() && !right);
            let offered = placing.candidates().iter().any(|c| Some(c.code) == query.cell);
            tally.offered += usize::from(offered && query.resolvable);
        }
    }
    (all, kinds, times, mistakes)
}

/// Resident memory, if the system reports it.
fn resident() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse::<usize>().ok().map(|kb| kb * 1_024)
}
