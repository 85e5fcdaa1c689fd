//! Tests of the binary: acknowledged writes survive a power cut, resent writes happen once, and no personal data is in
//! clear on disk or in the log.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use weiguang_bench::load::BenchStore;
use weiguang_bench::report::client_now;
use weiguang_bench::served::{Connection, Served};
use weiguang_bench::{Options, cells};
use weiguang_domain::kernel::ids::uuid_v7;

fn options(n: u64) -> Options {
    Options { n: Some(n), program: PathBuf::from(env!("CARGO_BIN_EXE_weiguang")), ..Options::default() }
}

#[test]
fn what_was_acknowledged_survives_a_power_cut_whole() {
    let figures = weiguang_bench::run("crash", &options(3)).unwrap();
    assert!(figures["acknowledged"].as_u64().unwrap() > 0, "{figures}");
    assert_eq!((figures["lost"].as_u64(), figures["torn"].as_u64()), (Some(0), Some(0)), "{figures}");
}

#[test]
fn every_kind_of_write_sent_three_times_happens_once() {
    let figures = weiguang_bench::run("resend", &options(0)).unwrap();
    assert!(figures["writes"].as_u64().unwrap() > 20, "{figures}");
    assert_eq!(figures["writes"], figures["effects"], "{figures}");
}

const TITLE: &str = "三楼邻居半夜拉琴";
const DETAIL: &str = "家里有两个月大的婴儿，连续两周没有睡好";
const ADDRESS: &str = "梧桐里十七栋二单元三零四";
const NAME: &str = "欧阳若澜";
const PHONE: &str = "13977778888";
const NOTE: &str = "已与住户约定晚上十点后停止";

/// Sends a request with a new key; returns the answer as JSON.
async fn send(line: &mut Connection, n: u8, method: &str, path: &str, extra: &str, body: &Value) -> Result<Value> {
    let key = uuid_v7(client_now(), [n; 10]);
    let (status, answer) =
        line.send(method, path, &format!("idempotency-key: {key}\r\n{extra}"), &body.to_string()).await?;
    ensure!((200..300).contains(&status), "{method} {path}: {status} {}", String::from_utf8_lossy(&answer));
    Ok(serde_json::from_slice(&answer)?)
}

async fn type_all(address: &str, token: &str) -> Result<()> {
    let mut line = Connection::open(address, token).await?;
    let point = cells::inside(3, &mut weiguang_bench::report::Chance::new(1));
    let new = json!({ "id": uuid_v7(client_now(), [9; 10]), "kind": "corridor-clutter", "title": TITLE, "detail": DETAIL,
        "address": ADDRESS, "point": { "lon": point.lon, "lat": point.lat }, "source": "phone",
        "reporter": { "name": NAME, "phone": PHONE } });
    let case = send(&mut line, 1, "POST", "/api/v1/cases", "", &new).await?;
    let path = format!("/api/v1/cases/{}", case["id"].as_str().context("an id")?);
    let version = format!("if-match: \"{}\"\r\n", case["version"]);
    let noted = json!({ "action": "note", "text": NOTE });
    let shown = send(&mut line, 2, "POST", &format!("{path}/actions"), &version, &noted).await?;
    ensure!(shown["title"] == TITLE && shown["detail"] == DETAIL && shown["address"] == ADDRESS, "{shown}");
    let (_, found) = line.send("GET", "/api/v1/cases?q=%E9%82%BB%E5%B1%85", "", "").await?;
    ensure!(String::from_utf8_lossy(&found).contains(TITLE), "a word of the title finds it");
    let (_, timeline) = line.send("GET", &format!("{path}/events"), "", "").await?;
    ensure!(String::from_utf8_lossy(&timeline).contains(NOTE), "the note stands in the timeline");
    Ok(())
}

fn files_under(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files_under(&path, found) } else { found.push(path) }
    }
}

#[test]
fn nothing_that_people_typed_lies_in_clear_on_the_disk_or_in_the_log() {
    let options = options(0);
    let ground = BenchStore::of(&options, 8).unwrap();
    let log = ground.folder.join("log");
    let out = Stdio::from(std::fs::File::create(&log).unwrap());
    let mut server = Served::logged(&options.program, &ground.folder, &ground.url, "debug", out).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(type_all(&server.address, &ground.token)).unwrap();
    // After a kill the write-ahead log remains, with the last writes.
    server.kill();
    let mut files = Vec::new();
    files_under(&ground.folder, &mut files);
    let names: Vec<String> = files.iter().map(|f| f.file_name().unwrap().to_string_lossy().into_owned()).collect();
    assert!(["weiguang.db", "weiguang.db-wal", "log"].iter().all(|n| names.iter().any(|f| f == n)), "{names:?}");
    for file in files {
        let bytes = std::fs::read(&file).unwrap();
        for typed in [TITLE, DETAIL, ADDRESS, NAME, PHONE, NOTE, "邻居", "婴儿", "梧桐里"] {
            let found = bytes.windows(typed.len()).any(|w| w == typed.as_bytes());
            assert!(!found, "{typed} stands in clear in {}", file.display());
        }
    }
}
