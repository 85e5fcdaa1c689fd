//! Detection of danger: sentences that must show the right number, and ordinary ones that must show none. The sentences
//! of `bench/danger`, `bench/danger/second` and `bench/danger/third` were written without knowledge of
//! `manual/danger.toml`, which has since been tuned to all three.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;
use weiguang_domain::kernel::text::DETAIL_LIMIT;
use weiguang_domain::manual::default_danger;

use crate::Options;

fn rows(folder: &Path, name: &str) -> Result<Vec<Vec<String>>> {
    let path = folder.join(name);
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let rows = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#') && !line.starts_with("id\t"));
    Ok(rows.map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

/// The numbers shown for a text, in order.
fn shown(text: &str) -> Vec<&'static str> {
    default_danger().notice(text).iter().flat_map(|n| n.emergency.calls.iter().map(|c| c.number.as_str())).collect()
}

/// Counts sentences with the right number, with only wrong ones, and ordinary ones with any.
///
/// # Errors
/// If the sentences cannot be read.
pub fn run(options: &Options) -> Result<Value> {
    let folder = options.data.clone().unwrap_or_else(|| PathBuf::from("bench/danger"));
    let (danger, ordinary) = (rows(&folder, "danger.tsv")?, rows(&folder, "ordinary.tsv")?);
    let (mut right, mut first, mut wrong, mut missed) = (0, 0, 0, Vec::new());
    for row in &danger {
        let [id, numbers, _, text] = row.as_slice() else { anyhow::bail!("four columns are wanted: {row:?}") };
        let (wanted, found): (Vec<&str>, _) = (numbers.split(',').collect(), shown(text));
        first += usize::from(found.first() == wanted.first());
        if found.iter().any(|number| wanted.contains(number)) {
            right += 1;
        } else {
            wrong += usize::from(!found.is_empty());
            missed.push(id.as_str());
        }
    }
    let mut alarmed = Vec::new();
    for row in &ordinary {
        let [id, text] = row.as_slice() else { anyhow::bail!("two columns are wanted: {row:?}") };
        if !shown(text).is_empty() {
            alarmed.push(id.as_str());
        }
    }
    // The longest permitted text, full of words of danger.
    let all: String = danger.iter().chain(&ordinary).filter_map(|row| row.last()).map(String::as_str).collect();
    let longest: String = all.chars().cycle().take(DETAIL_LIMIT).collect();
    let slowest = (0..20).map(|_| {
        let begin = Instant::now();
        black_box(default_danger().notice(&longest));
        begin.elapsed().as_secs_f64() * 1_000.0
    });
    let slowest = slowest.fold(0.0, f64::max);
    let share = |n: usize, of: usize| (n * 10_000).checked_div(of).map(|n| n as f64 / 10_000.0);
    Ok(json!({
        "name": "danger",
        "texts": danger.len(),
        "shown": right,
        "shown_share": share(right, danger.len()),
        "best_number_first": first,
        "wrong": wrong,
        "missed_ids": missed,
        "ordinary": ordinary.len(),
        "false_alarms": alarmed.len(),
        "false_alarm_share": share(alarmed.len(), ordinary.len()),
        "false_alarm_ids": alarmed,
        "longest_text_ms": (slowest * 10.0).round() / 10.0,
    }))
}
