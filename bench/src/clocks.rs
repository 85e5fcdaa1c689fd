//! Deadline computation against real data: Boston's 311 requests of 2015, with the city's own overdue flags.
//!
//! Every closed request with a target and a flag is replayed with the deadlines of a new case. In natural time the
//! limit is the time from opening to target, and the result must equal the city's flag. In working time the limit is
//! the working time from opening to target; a request is late if and only if more working time passed until it was
//! closed.

use anyhow::{Context, Result, bail};
use jiff::civil::DateTime;
use serde::Deserialize;
use serde_json::{Value, json};
use std::fs::File;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;
use weiguang_domain::cases::clocks::{Clocks, Deadline, Promise};
use weiguang_domain::kernel::time::{Moment, Span};
use weiguang_domain::manual::clock::Allowance;
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

/// Replays the data: `right` of `of` requests match the city's flag, `working_right` the working time. Also measures
/// computing the deadlines of a case with the manual's kinds, over `n` (default a million) cases.
///
/// # Errors
/// If the data is missing or a row cannot be parsed.
pub fn run(options: &Options) -> Result<Value> {
    let root = options.data.clone().unwrap_or_else(|| PathBuf::from("../shared/data"));
    let requests = read(&root.join(FILE))?;
    let calendar = Calendar::official();
    let start = Instant::now();
    let right = requests.iter().filter(|request| is_right(request, &calendar)).count();
    let working_right = requests.iter().filter(|request| is_right_in_working_time(request, &calendar)).count();
    let replay = start.elapsed();

    let n = options.n.unwrap_or(1_000_000);
    let promises: Vec<Promise> = default_manual().current().map(Promise::of).collect();
    let start = Instant::now();
    for (at, promise) in (0..n).zip(promises.iter().cycle()) {
        let received = Moment::from_micros(1_672_502_400_000_000) + Span::seconds(i64::try_from(at % 100_000_000)?);
        black_box(Clocks::start(received, *promise, &calendar));
    }
    let each = start.elapsed();
    Ok(json!({
        "name": "clocks",
        "engine": "none",
        "n": requests.len(),
        "right": right,
        "of": requests.len(),
        "working_right": working_right,
        "replay_ms": replay.as_secs_f64() * 1_000.0,
        "cases": n,
        "ns_per_case": each.as_secs_f64() * 1e9 / n.max(1) as f64,
    }))
}

/// Whether the deadline to resolve passed before the request was closed.
fn is_late(request: &Request, one: Allowance, calendar: &Calendar) -> bool {
    let promise = Promise { accept: one, resolve: one, climb: one };
    let resolve = Clocks::start(request.opened, promise, calendar).resolve;
    Deadline { met: Some(request.closed), ..resolve }.late(request.closed)
}

/// Whether the result equals the city's flag.
fn is_right(request: &Request, calendar: &Calendar) -> bool {
    let late = is_late(request, Allowance::natural(request.target - request.opened), calendar);
    late != request.in_time
}

/// Whether the deadline in working time agrees with the working time that passed. At exact equality both are accepted,
/// because 17:00 and the evening are the same working time.
fn is_right_in_working_time(request: &Request, calendar: &Calendar) -> bool {
    let allowed = calendar.working_between(request.opened, request.target);
    let passed = calendar.working_between(request.opened, request.closed);
    let late = is_late(request, Allowance::working(allowed), calendar);
    if late { passed >= allowed } else { passed <= allowed }
}

/// The closed requests with target and flag.
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
            // 82 closed requests have no flag.
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

/// `01/16/2015 08:30:00 AM`. The zone does not matter, because all three times of a row use the same one.
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
    fn working_time_is_judged_by_the_clock_and_by_what_passed() {
        let at = |text| moment(text).unwrap();
        let calendar = Calendar::official();
        let request = |closed| Request {
            opened: at("01/16/2015 03:00:00 PM"),
            target: at("01/19/2015 03:00:00 PM"),
            closed: at(closed),
            in_time: true,
        };
        let allowance = Allowance::working(
            calendar.working_between(request("01/16/2015 03:00:00 PM").opened, at("01/19/2015 03:00:00 PM")),
        );
        for (closed, late) in
            [("01/18/2015 10:00:00 AM", false), ("01/19/2015 03:00:00 PM", false), ("01/19/2015 03:01:00 PM", true)]
        {
            let request = request(closed);
            assert_eq!(is_late(&request, allowance, &calendar), late, "{closed}");
            assert!(is_right_in_working_time(&request, &calendar), "{closed}");
            assert_eq!(is_right(&request, &calendar), !late, "{closed}");
        }
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
        for key in ["right", "working_right", "of"] {
            assert_eq!(figures[key].as_u64(), Some(79_126), "{key}");
        }
    }
}
