//! Failures in operation: each is provoked, answers meanwhile are checked, and the seconds from its end until normal
//! service are printed.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Map, Value, json};
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;
use weiguang_server::web::Refusal;
use weiguang_server::{App, keys, serve};
use weiguang_store::params;

use crate::Options;
use crate::cells;
use crate::city;
use crate::load::{BenchStore, new_case};
use crate::report::Chance;
use crate::served::{Connection, Served};
use crate::slow;

const FULL: &str = "PRAGMA max_page_count = 1";
const SPACE: &str = "PRAGMA max_page_count = 100000000";
const LAST_MINUTE: &str = "UPDATE settings SET value = $1 WHERE name = 'heartbeat'";

/// SQLite's page limit, from the present number of pages; and the last recorded minute.
pub const STATEMENTS: &[(&str, &str)] =
    &[("trouble.FULL", FULL), ("trouble.SPACE", SPACE), ("trouble.LAST_MINUTE", LAST_MINUTE)];

/// Provokes a failure; returns the seconds until recovery and the answers meanwhile.
type Trouble = fn(&Options) -> Result<Value>;

/// All failures by name.
const TROUBLES: &[(&str, Trouble)] =
    &[("slow_clients", slow::run), ("disk_full", disk_full), ("missing_key", missing_key), ("clock_leap", clock_leap)];

/// Maximum wait.
const PATIENCE: Duration = Duration::from_secs(30);

/// Provokes every failure.
///
/// # Errors
/// If a failure does not show as expected, or does not end.
pub fn run(options: &Options) -> Result<Value> {
    let mut told = Map::new();
    for (name, make) in TROUBLES {
        told.insert((*name).to_owned(), make(options).context(*name)?);
    }
    Ok(json!({ "name": "trouble", "n": TROUBLES.len(), "troubles": told }))
}

fn seconds(since: Instant) -> f64 {
    (since.elapsed().as_secs_f64() * 1_000.0).round() / 1_000.0
}

/// The status and text of a path's answer.
async fn asked(line: &mut Connection, path: &str) -> Result<(u16, String)> {
    let (status, body) = line.send("GET", path, "", "").await?;
    Ok((status, String::from_utf8_lossy(&body).into_owned()))
}

async fn until_ready(line: &mut Connection) -> Result<String> {
    let begun = Instant::now();
    loop {
        let (status, words) = asked(line, "/readyz").await?;
        if status == 200 {
            return Ok(words);
        }
        ensure!(begun.elapsed() < PATIENCE, "not ready: {words}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Creates a case; returns the status.
async fn bring(line: &mut Connection, chance: &mut Chance) -> Result<u16> {
    let (body, key) = new_case(chance);
    Ok(line.send("POST", "/api/v1/cases", &format!("idempotency-key: {key}\r\n"), &body).await?.0)
}

/// A page limit of SQLite, which fails like a full disk.
fn disk_full(_: &Options) -> Result<Value> {
    let ground = BenchStore::of(&Options::default(), 8)?;
    let mut settings = city::settings(&ground.folder, &ground.url);
    settings.http.listen = SocketAddr::from(([127, 0, 0, 1], 0));
    let app = App::open(settings)?;
    let pages = |sql: &'static str| app.db().write_blocking(move |tx| tx.one(sql, params![], |row| row.get::<i64>(0)));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let ((listens, address), (end, ended)) = (oneshot::channel(), oneshot::channel::<()>());
    let served = runtime.spawn(serve::serve(
        app.clone(),
        |at| {
            // The receiver is waiting for the address.
            let _ = listens.send(at);
        },
        async move { drop(ended.await) },
    ));
    let (mut line, mut chance) = runtime.block_on(async {
        let mut line = Connection::open(&address.await?.to_string(), &ground.token).await?;
        until_ready(&mut line).await?;
        Ok::<_, anyhow::Error>((line, Chance::new(1)))
    })?;
    pages(FULL)?;
    let (refused, not_ready, reads) = runtime.block_on(async {
        let mut refused = 201;
        for _ in 0..2_000 {
            refused = bring(&mut line, &mut chance).await?;
            if refused != 201 {
                break;
            }
        }
        let (not_ready, _) = asked(&mut line, "/readyz").await?;
        let (reads, _) = asked(&mut line, &format!("/api/v1/cases?under={}", cells::street(0))).await?;
        Ok::<_, anyhow::Error>((refused, not_ready, reads))
    })?;
    ensure!((refused, not_ready, reads) == (507, 503, 200), "answered {refused}, ready {not_ready}, reads {reads}");
    pages(SPACE)?;
    let begun = Instant::now();
    let written = runtime.block_on(async {
        until_ready(&mut line).await?;
        bring(&mut line, &mut chance).await
    })?;
    ensure!(written == 201, "a write after it answered {written}");
    let recovered = seconds(begun);
    drop(end);
    runtime.block_on(served)??;
    Ok(json!({ "write": refused, "readyz": not_ready, "reads": reads, "seconds_to_recover": recovered }))
}

/// The key file is missing: the server must not start or create another one. Then it is restored.
fn missing_key(options: &Options) -> Result<Value> {
    let ground = BenchStore::of(&Options { program: options.program.clone(), ..Options::default() }, 8)?;
    ground.serve()?.kill();
    let key = city::settings(&ground.folder, &ground.url).key_file();
    let away = key.with_extension("away");
    std::fs::rename(&key, &away)?;
    let stopped = Command::new(&options.program)
        .args(["serve", "--listen", "127.0.0.1:0", "--folder"])
        .arg(&ground.folder)
        .args(["--store", &ground.url])
        .stdin(Stdio::null())
        .output()?;
    let words = String::from_utf8_lossy(&stopped.stderr);
    ensure!(stopped.status.code() == Some(i32::from(keys::EXIT)), "{}: {words}", stopped.status);
    ensure!(words.contains("keys.missing") && !key.exists(), "{words}");
    std::fs::rename(&away, &key)?;
    let begun = Instant::now();
    let server = ground.serve()?;
    ready(&server, &ground.token)?;
    Ok(json!({ "exit": stopped.status.code(), "seconds_to_recover": seconds(begun) }))
}

/// The last recorded minute is three days ago: irreversible alarms wait until the clock is confirmed.
fn clock_leap(options: &Options) -> Result<Value> {
    let ground = BenchStore::of(&Options { program: options.program.clone(), ..Options::default() }, 8)?;
    {
        let server = ground.serve()?;
        ready(&server, &ground.token)?;
    }
    let app = App::open(city::settings(&ground.folder, &ground.url))?;
    let three_days = 3 * 86_400_000_000_i64;
    let before = (app.now().micros() - three_days).to_string();
    app.db().write_blocking(move |tx| tx.exec(LAST_MINUTE, params![&before]).map_err(Refusal::from))?;
    app.db().clone().close();
    let waits = {
        let server = ground.serve()?;
        ready(&server, &ground.token)?
    };
    ensure!(waits.contains("leapt"), "{waits}");
    let begun = Instant::now();
    let confirmed = Command::new(&options.program)
        .args(["confirm-clock", "--folder"])
        .arg(&ground.folder)
        .args(["--store", &ground.url])
        .output()?;
    ensure!(confirmed.status.success(), "{}", String::from_utf8_lossy(&confirmed.stderr));
    let server = ground.serve()?;
    let words = ready(&server, &ground.token)?;
    ensure!(!words.contains("leapt"), "{words}");
    Ok(json!({ "readyz": waits.trim(), "seconds_to_recover": seconds(begun) }))
}

fn ready(server: &Served, token: &str) -> Result<String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async { until_ready(&mut Connection::open(&server.address, token).await?).await })
}
