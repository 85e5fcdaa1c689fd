//! Conditions of a measurement: day, machine, and other load.

use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::step;

/// How long other load is observed.
const WATCH: Duration = Duration::from_secs(3);

/// A machine at a moment.
#[derive(Clone, Debug)]
pub struct Machine {
    cores: usize,
    memory_gb: u64,
    /// Share of its cores used by other work, in percent.
    busy: u64,
    version: String,
}

impl Machine {
    /// Observes the machine for some seconds while this program is idle.
    ///
    /// # Errors
    /// If /proc cannot be read.
    pub fn look(root: &Path) -> Result<Self, String> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let memory = read("/proc/meminfo")?;
        let kb = memory
            .lines()
            .find_map(|line| line.strip_prefix("MemTotal:"))
            .and_then(|rest| rest.split_whitespace().next().and_then(|number| number.parse::<u64>().ok()));
        let (busy, all) = times()?;
        sleep(WATCH);
        let (busy_after, all_after) = times()?;
        let share = (busy_after - busy) * 100 / (all_after - all).max(1);
        let commit = step::output(&mut step::command(root, ".", "git", &["rev-parse", "--short", "HEAD"]));
        let version = commit.map(|c| String::from_utf8_lossy(&c).trim().to_owned()).unwrap_or_default();
        Ok(Self { cores, memory_gb: kb.unwrap_or(0) / 1_000_000, busy: share, version })
    }

    /// The one of two with more other load.
    #[must_use]
    pub fn busier(&self, other: &Self) -> Self {
        if other.busy > self.busy { other.clone() } else { self.clone() }
    }

    /// As JSON, for the file of results.
    #[must_use]
    pub fn json(&self) -> Value {
        json!({ "cores": self.cores, "memory_gb": self.memory_gb, "busy": self.busy, "version": self.version })
    }

    /// Day and machine of a result as text.
    #[must_use]
    pub fn said(result: &Value, language: &str) -> String {
        let (machine, date) = (&result["machine"], result["date"].as_str().unwrap_or("?"));
        let n = |what: &str| machine[what].as_u64().unwrap_or(0);
        let (cores, memory, busy) = (n("cores"), n("memory_gb"), n("busy"));
        let version = machine["version"].as_str().unwrap_or_default();
        let other = match (machine["program"].is_null(), language) {
            (true, _) => "",
            (_, "zh") => "，非发布版",
            (_, _) => ", no release build",
        };
        match (machine["by_hand"].as_bool(), language) {
            (Some(true), "zh") if busy == 0 => format!("{date}，{cores} 核，停下其他任务；手工抄录"),
            (Some(true), _) if busy == 0 => format!("{date}, {cores} cores, other work stopped; noted by hand"),
            (_, "zh") => format!("{date}，{cores} 核，{memory} GB，其他任务占 {busy}%，{version}{other}"),
            (_, _) => format!("{date}, {cores} cores, {memory} GB, other work {busy} %, {version}{other}"),
        }
    }
}

fn read(path: &str) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))
}

/// Busy and total ticks of all cores.
fn times() -> Result<(u64, u64), String> {
    let text = read("/proc/stat")?;
    let numbers = text.lines().next().unwrap_or_default().split_whitespace().skip(1).take(8);
    let ticks: Vec<u64> = numbers.filter_map(|number| number.parse().ok()).collect();
    // user, nice, system, idle, iowait, …
    let idle = ticks.iter().skip(3).take(2).sum::<u64>();
    let all = ticks.iter().sum::<u64>();
    Ok((all - idle, all))
}

/// Today by the machine's clock, in UTC.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "a figure says on which day it was measured")]
pub fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    day(seconds / 86_400)
}

/// The date of a day after 1970-01-01.
fn day(mut days: u64) -> String {
    let leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let mut year = 1970;
    while days >= 365 + u64::from(leap(year)) {
        days -= 365 + u64::from(leap(year));
        year += 1;
    }
    let months = [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while days >= months[month] {
        days -= months[month];
        month += 1;
    }
    format!("{year}-{:02}-{:02}", month + 1, days + 1)
}

/// An integer with thousands separators.
#[must_use]
pub fn group(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut out = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_numbers_are_written_as_people_read_them() {
        assert_eq!(
            (day(0).as_str(), day(59).as_str(), day(20_787).as_str()),
            ("1970-01-01", "1970-03-01", "2026-11-30")
        );
        assert_eq!(day(11_016), "2000-02-29");
        assert_eq!([group(7.0), group(1_234.0), group(1_000_000.0)], ["7", "1,234", "1,000,000"]);
    }
}
