//! The clocks against a city's own record: Boston's 311 requests of 2015, with the flag that the city gave each.
//!
//! Every closed request with a target and a flag is replayed through the rules of the domain: the allowance is the time from opening to
//! target, the deadline is built from it anew, and closing is judged against that deadline. The city's flag must come out.

use anyhow::{Context, Result, bail};
use jiff::civil::DateTime;
use serde::Deserialize;
use serde_json::{Value, json};
use std::fs::File;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;
use weiguang_domain::kernel::time::{Moment, Span};
use weiguang_domain::manual::clock::{Allowance, deadline, on_time};
use weiguang_domain::manual::{Calendar, default_manual};

use crate::Options;

const FILE: &str = "requests311/boston311_2015.csv.gz";

#[derive(Deserialize)]
struct Row {
    #[serde(rename = "OPEN_DT")]
    opened: String,
    #[serde(rename = "TARGET_DT")]
    target: String,
    #[serde(rename = "CLOSED_DT")]
    closed: String,
    #[serde(rename = "OnTime_Status")]
    flag: String,
}

struct Request {
    opened: Moment,
    target: Moment,
    closed: Moment,
    in_time: bool,
}

/// Replays the record: `right` of `of` requests come out as the city flagged them. Besides, how long one deadline in working
/// time takes, over `n` or a million of them.
///
/// # Errors
/// If the record is not there or a row cannot be read.
pub fn run(options: &Options) -> Result<Value> {
    let root = options.data.clone().unwrap_or_else(|| PathBuf::from("../shared/data"));
    let requests = read(&root.join(FILE))?;
    let calendar = Calendar::official();
    let judged = |request: &&Request| {
        let allowance = Allowance::natural(request.target - request.opened);
        on_time(request.closed, deadline(request.opened, allowance, &calendar)) == request.in_time
    };
    let start = Instant::now();
    let right = requests.iter().filter(judged).count();
    let replay = start.elapsed();

    let n = options.n.unwrap_or(1_000_000);
    let kinds: Vec<Allowance> = default_manual().current().map(|kind| kind.resolve_by).collect();
    let start = Instant::now();
    for (at, allowance) in (0..n).zip(kinds.iter().cycle()) {
        let received = Moment::from_micros(1_672_502_400_000_000) + Span::seconds(i64::try_from(at % 100_000_000)?);
        black_box(deadline(received, *allowance, &calendar));
    }
    let each = start.elapsed();
    Ok(json!({
        "name": "clocks",
        "engine": "none",
        "n": requests.len(),
        "right": right,
        "of": requests.len(),
        "replay_ms": replay.as_secs_f64() * 1_000.0,
        "deadlines": n,
        "ns_per_deadline": each.as_secs_f64() * 1e9 / n.max(1) as f64,
    }))
}

/// The closed requests that had a target and were judged.
fn read(path: &Path) -> Result<Vec<Request>> {
    if !path.is_file() {
        bail!(
            "there is no {}: this bench replays Boston's 311 requests of 2015; name the folder that holds {FILE} as data",
            path.display()
        );
    }
    let file = File::open(path).with_context(|| format!("{} cannot be opened", path.display()))?;
    let mut out = Vec::new();
    for (n, row) in csv::Reader::from_reader(flate2::read::GzDecoder::new(file)).into_deserialize().enumerate() {
        // The header is line 1.
        let row: Row = row.with_context(|| format!("row {} is not of the form of the record", n + 2))?;
        if row.target.is_empty() || row.closed.is_empty() {
            continue;
        }
        let moment = |text: &str| moment(text).with_context(|| format!("row {}: {text} is no time", n + 2));
        let in_time = match row.flag.as_str() {
            "ONTIME" => true,
            "OVERDUE" => false,
            // The city left 82 closed requests without a flag: there is nothing to compare with.
            "" => continue,
            other => bail!("row {}: the flag {other} is neither ONTIME nor OVERDUE", n + 2),
        };
        out.push(Request {
            opened: moment(&row.opened)?,
            target: moment(&row.target)?,
            closed: moment(&row.closed)?,
            in_time,
        });
    }
    Ok(out)
}

/// `01/16/2015 08:30:00 AM`. The city's zone does not matter: all three times of a row are read alike.
fn moment(text: &str) -> Result<Moment> {
    Ok(Moment::from_civil(DateTime::strptime("%m/%d/%Y %I:%M:%S %p", text)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_record_is_told_in_words() {
        let options = Options { data: Some(PathBuf::from("nowhere")), n: Some(1), ..Options::default() };
        let message = run(&options).unwrap_err().to_string();
        assert!(message.contains("nowhere/requests311/boston311_2015.csv.gz"), "{message}");
    }

    #[test]
    fn times_are_read_as_the_city_writes_them() {
        let at = |text| moment(text).unwrap();
        assert_eq!(at("01/01/2015 01:20:09 PM") - at("01/01/2015 12:20:09 AM"), Span::hours(13));
        assert!(moment("2015-01-01").is_err());
    }

    #[test]
    #[ignore = "needs the folder of real data: WEIGUANG_DATA"]
    fn the_city_is_right_in_every_row() {
        let root = std::env::var_os("WEIGUANG_DATA").map_or_else(|| PathBuf::from("../../shared/data"), PathBuf::from);
        let figures = run(&Options { data: Some(root), n: Some(100_000), ..Options::default() }).unwrap();
        println!("{figures}");
        assert_eq!((figures["right"].as_u64(), figures["of"].as_u64()), (Some(79_126), Some(79_126)));
    }
}
