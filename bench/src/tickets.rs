//! Import of a city's year of requests as one table of hotline tickets, while others create cases: durations of the
//! import and of the other writes.

use anyhow::{Context as _, Result, bail};
use jiff::civil::DateTime;
use serde::Deserialize;
use serde_json::{Value, json};
use std::cell::Cell;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::Options;
use crate::cells;
use crate::load::{BenchStore, name, new_case};
use crate::report::{Chance, percentile_ms};
use crate::served::Connection;

const FILE: &str = "requests311/boston311_2015.csv.gz";
/// Concurrent writers, and the pause after each write.
const OTHERS: u64 = 4;
const PAUSE: Duration = Duration::from_millis(50);

#[derive(Deserialize)]
struct Request {
    #[serde(rename = "CASE_ENQUIRY_ID")]
    id: String,
    #[serde(rename = "OPEN_DT")]
    opened: String,
    #[serde(rename = "CASE_TITLE")]
    title: String,
    #[serde(rename = "SUBJECT")]
    subject: String,
    #[serde(rename = "REASON")]
    reason: String,
    #[serde(rename = "TYPE")]
    kind: String,
    #[serde(rename = "Location")]
    location: String,
}

/// The requests in a hotline's export format, and their number.
fn table(path: &Path, most: usize) -> Result<(String, u64)> {
    let file = File::open(path).with_context(|| path.display().to_string())?;
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(["编号", "时间", "主题", "详情", "分类", "地址"])?;
    let mut rows = 0;
    for row in csv::Reader::from_reader(flate2::read::GzDecoder::new(file)).deserialize().take(most) {
        let r: Request = row?;
        let opened = DateTime::strptime("%m/%d/%Y %I:%M:%S %p", &r.opened)?.strftime("%Y-%m-%d %H:%M:%S").to_string();
        let detail = format!("{}: {}", r.reason, r.title);
        out.write_record([&r.id, &opened, &r.kind, &detail, &r.subject, &r.location])?;
        rows += 1;
    }
    Ok((String::from_utf8(out.into_inner()?)?, rows))
}

/// Imports all or the first `n`.
///
/// # Errors
/// If the data is missing or an operation fails.
pub fn run(options: &Options) -> Result<Value> {
    let root = options.data.clone().unwrap_or_else(|| PathBuf::from("../shared/data"));
    let (table, rows) = table(&root.join(FILE), options.n.map_or(usize::MAX, |n| n as usize))?;
    let ground = BenchStore::of(options, 8)?;
    let server = ground.serve()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let local = tokio::task::LocalSet::new();
    let ((looked, seconds), report, mut times, errors) = runtime.block_on(local.run_until(async {
        let (ended, mut others) = (Rc::new(Cell::new(false)), Vec::new());
        for other in 0..OTHERS {
            let (ended, address, token) = (ended.clone(), server.address.clone(), ground.token.clone());
            others.push(tokio::task::spawn_local(async move { write(&address, &token, other, &ended).await }));
        }
        let (seconds, report) = import(&server.address, &ground.token, &table).await?;
        ended.set(true);
        let (mut times, mut errors) = (Vec::new(), 0);
        for other in others {
            let (some, wrong) = other.await??;
            times.extend(some);
            errors += wrong;
        }
        Ok::<_, anyhow::Error>((seconds, report, times, errors))
    }))?;
    let ms = |share: f64, times: &mut Vec<Duration>| (percentile_ms(times, share) * 10.0).round() / 10.0;
    Ok(
        json!({ "name": "tickets", "engine": name(options.engine), "n": rows, "rows": report["created"], "until_decided": (looked.as_secs_f64() * 10.0).round() / 10.0,
        "seconds": (seconds.as_secs_f64() * 10.0).round() / 10.0, "others": times.len(), "other_errors": errors,
        "other_p50_ms": ms(0.5, &mut times), "other_p99_ms": ms(0.99, &mut times), "other_max_ms": ms(1.0, &mut times),
        "server_mb": server.resident_mb()?.round() }),
    )
}

/// Uploads the table and polls: the time until it was accepted, until it was done, and its report.
async fn import(address: &str, token: &str, table: &str) -> Result<((Duration, Duration), Value)> {
    let mut line = Connection::open(address, token).await?;
    let (_, key) = new_case(&mut Chance::new(311));
    let (started, street) = (Instant::now(), cells::street(0).to_string());
    let (status, answer) = line.upload("/api/v1/imports/tickets", &key, &[("street", &street)], table).await?;
    let answer: Value = serde_json::from_slice(&answer)?;
    let Some(id) = answer["id"].as_str().filter(|_| status == 202) else { bail!("{status}: {answer}") };
    let mut decided = Duration::ZERO;
    loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let (_, run) = line.send("GET", &format!("/api/v1/imports/{id}"), "", "").await?;
        let run: Value = serde_json::from_slice(&run)?;
        match run["state"].as_str() {
            Some("reading" | "checking") => decided = started.elapsed(),
            Some("writing") => {}
            Some("done") => return Ok(((decided, started.elapsed()), run["report"].clone())),
            _ => bail!("{run:#}"),
        }
    }
}

/// Creates cases until the import ends; the duration of each, and the number of failures.
async fn write(address: &str, token: &str, seed: u64, ended: &Cell<bool>) -> Result<(Vec<Duration>, u64)> {
    let mut line = Connection::open(address, token).await?;
    let (mut chance, mut times, mut errors) = (Chance::new(seed), Vec::new(), 0);
    while !ended.get() {
        let (body, key) = new_case(&mut chance);
        let at = Instant::now();
        let (status, _) = line.send("POST", "/api/v1/cases", &format!("idempotency-key: {key}\r\n"), &body).await?;
        times.push(at.elapsed());
        errors += u64::from(status != 201);
        tokio::time::sleep(PAUSE).await;
    }
    Ok((times, errors))
}
