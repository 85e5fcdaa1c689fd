//! Benchmarks on a filled store: intake, queue, rollup, start.

use anyhow::{Context as _, Result, bail};
use memchr::memmem;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use weiguang_domain::kernel::time::Moment;
use weiguang_server::outside::chance::Chance as Draw;
use weiguang_server::outside::seal::Seal;
use weiguang_server::{App, Settings};
use weiguang_store::testing::{Cluster, Disk};

use crate::matters::Matters;
use crate::report::{Chance, client_now, percentile_ms};
use crate::served::{Connection, Served};
use crate::{Engine, Options};
use crate::{cells, city};

/// A store for a benchmark: a temporary or reused folder, or a PostgreSQL cluster with fsync.
pub struct BenchStore {
    /// Folder of the key and the SQLite file.
    pub folder: PathBuf,
    /// The store's URL.
    pub url: String,
    /// The token that creates cases.
    pub token: String,
    program: PathBuf,
    _temporary: Option<tempfile::TempDir>,
    cluster: Option<Cluster>,
}

impl BenchStore {
    /// Creates the city, or reuses one in the folder.
    ///
    /// # Errors
    /// If the store or the cluster cannot be created.
    pub fn new(options: &Options) -> Result<Self> {
        Self::of(options, cells::STREETS)
    }

    /// As [`BenchStore::new`], with fewer streets.
    ///
    /// # Errors
    /// As [`BenchStore::new`].
    pub fn of(options: &Options, streets: u64) -> Result<Self> {
        let store = Self::empty(options)?;
        let token = if store.folder.join(FILLED).exists() {
            city::token()
        } else {
            city::build(&city::settings(&store.folder, &store.url), streets)?
        };
        Ok(Self { token, ..store })
    }

    /// With the demonstration street up to the present hour, without a token.
    ///
    /// # Errors
    /// As [`BenchStore::new`].
    pub fn demonstration(options: &Options) -> Result<Self> {
        let store = Self::empty(&Options { folder: None, ..options.clone() })?;
        let settings = Settings { demo: true, ..city::settings(&store.folder, &store.url) };
        let seal = Seal::from_file(&settings.key_file(), &Draw::Machine)?;
        let db = weiguang_server::migrations::open_store(&settings)?;
        let hour = 3_600_000_000;
        weiguang_demo::build(&db, seal, settings, Moment::from_micros(client_now().micros() / hour * hour))?;
        db.close();
        Ok(store)
    }

    fn empty(options: &Options) -> Result<Self> {
        let kept = options.folder.as_ref().filter(|_| options.engine == Engine::Sqlite);
        let temporary = if kept.is_none() { Some(tempfile::tempdir()?) } else { None };
        let folder = kept.cloned().or_else(|| temporary.as_ref().map(|t| t.path().to_owned())).context("a folder")?;
        let (url, cluster) = match options.engine {
            Engine::Sqlite => (format!("sqlite:{}", folder.join("weiguang.db").display()), None),
            Engine::Postgres => {
                let cluster = Cluster::start(Disk::Synced)?;
                (cluster.url("postgres"), Some(cluster))
            }
        };
        let program = options.program.clone();
        Ok(Self { folder, url, token: String::new(), program, _temporary: temporary, cluster })
    }

    /// Opens it in this process, while no server runs on it.
    ///
    /// # Errors
    /// Errors of the store.
    pub fn open(&self) -> Result<App> {
        Ok(App::open(city::settings(&self.folder, &self.url))?)
    }

    /// Fills it up to a number of cases.
    ///
    /// # Errors
    /// Errors of the store.
    pub fn fill(&self, to: u64) -> Result<()> {
        let mark = self.folder.join(FILLED);
        let from = std::fs::read_to_string(&mark).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0);
        if from >= to {
            return Ok(());
        }
        let app = self.open()?;
        let filled = city::fill(&app, from, to);
        app.db().clone().close();
        filled?;
        Ok(std::fs::write(mark, to.to_string())?)
    }

    /// All folders that the store or the server writes to.
    #[must_use]
    pub fn folders(&self) -> Vec<PathBuf> {
        let cluster = self.cluster.as_ref().and_then(Cluster::folder).map(PathBuf::from);
        [self.folder.clone()].into_iter().chain(cluster).collect()
    }

    /// Starts a server on it.
    ///
    /// # Errors
    /// If it does not start.
    pub fn serve(&self) -> Result<Served> {
        Served::start(&self.program, &self.folder, &self.url)
    }
}

/// A file in a reused folder with the number of cases.
const FILLED: &str = "filled";

/// The engine's name in figures.
#[must_use]
pub fn name(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    }
}

fn round(x: f64) -> f64 {
    (x * 100.0).round() / 100.0
}

/// A new case at a random place, and its key.
pub fn new_case(chance: &mut Chance) -> (String, String) {
    let now = client_now();
    let (id, key) = (chance.id(now), chance.id(now));
    let point = cells::inside(u32::try_from(chance.below(8 * 500)).unwrap_or(0), chance);
    let body = json!({ "id": id, "kind": "corridor-clutter", "title": "楼道堆放杂物堵住通道", "detail": "三楼到四楼之间堆了纸箱和旧家具，晚上看不清，容易绊倒。",
        "point": { "lon": point.lon, "lat": point.lat }, "source": "api", "reporter": { "phone": "13800001111", "wants_call": false } });
    (body.to_string(), key.to_string())
}

/// New cases over HTTP on 32 connections, with a million stored.
///
/// # Errors
/// If an operation fails.
pub fn intake(options: &Options) -> Result<Value> {
    let ground = BenchStore::new(options)?;
    intake_on(&ground, options)
}

fn intake_on(ground: &BenchStore, options: &Options) -> Result<Value> {
    let present = options.n.unwrap_or(1_000_000);
    ground.fill(present)?;
    let server = ground.serve()?;
    let seconds = 20;
    let matters = Arc::new(Matters::read(options.data.as_deref())?);
    let (mut times, tally, elapsed) =
        run_intake(&server.address, &ground.token, 32, Duration::from_secs(seconds), &matters)?;
    let (n, errors) = (times.len(), tally.errors.load(Ordering::Relaxed));
    let placed: Value = PLACED
        .iter()
        .zip(&tally.placed)
        .map(|(how, n)| ((*how).to_owned(), json!(n.load(Ordering::Relaxed))))
        .collect();
    Ok(json!({ "name": "intake", "engine": name(options.engine), "n": n, "present": present, "connections": 32,
        "words": matters.source(), "placed": placed,
        "per_s": round(n as f64 / elapsed.as_secs_f64()), "p50_ms": round(percentile_ms(&mut times, 0.5)), "p99_ms": round(percentile_ms(&mut times, 0.99)),
        "max_ms": round(percentile_ms(&mut times, 1.0)), "errors": errors, "rss_mb": round(server.resident_mb()?) }))
}

/// Counts of answers to new cases.
#[derive(Default)]
struct Intake {
    errors: AtomicU64,
    placed: [AtomicU64; 3],
}

/// The values of placement in a receipt.
const PLACED: [&str; 3] = ["sure", "unsure", "nothing"];

impl Intake {
    fn note(&self, status: u16, answer: &[u8]) {
        if status != 201 {
            if self.errors.fetch_add(1, Ordering::Relaxed) == 0 {
                eprintln!("first error: {status} {}", String::from_utf8_lossy(answer));
            }
            return;
        }
        for (how, count) in PLACED.iter().zip(&self.placed) {
            if memmem::find(answer, format!("\"placing\":\"{how}\"").as_bytes()).is_some() {
                count.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}

fn run_intake(
    address: &str,
    token: &str,
    connections: u64,
    length: Duration,
    matters: &Arc<Matters>,
) -> Result<(Vec<Duration>, Arc<Intake>, Duration)> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let tally = Arc::<Intake>::default();
    runtime.block_on(async {
        let local = tokio::task::LocalSet::new();
        let started = Instant::now();
        let mut lines = Vec::new();
        for c in 0..connections {
            let (address, token) = (address.to_owned(), token.to_owned());
            let (tally, matters) = (tally.clone(), matters.clone());
            lines.push(local.spawn_local(async move {
                let mut line = Connection::open(&address, &token).await?;
                let mut chance = Chance::new(42 + c);
                let mut times = Vec::new();
                while started.elapsed() < length {
                    let (body, key) = matters.draw(&mut chance);
                    let at = Instant::now();
                    let (status, answer) =
                        line.send("POST", "/api/v1/cases", &format!("idempotency-key: {key}\r\n"), &body).await?;
                    times.push(at.elapsed());
                    tally.note(status, &answer);
                }
                Ok::<_, anyhow::Error>(times)
            }));
        }
        let mut all = Vec::new();
        local
            .run_until(async {
                for line in lines {
                    all.extend(line.await??);
                }
                Ok::<_, anyhow::Error>(())
            })
            .await?;
        Ok((all, tally, started.elapsed()))
    })
}

/// Reads a path many times and returns the times.
fn read_many(address: &str, token: &str, times: usize, mut path: impl FnMut(usize) -> String) -> Result<Vec<Duration>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut line = Connection::open(address, token).await?;
        let mut all = Vec::with_capacity(times);
        for n in 0..times + 20 {
            let at = Instant::now();
            let (status, body) = line.send("GET", &path(n), "", "").await?;
            if status != 200 {
                bail!("{status}: {}", String::from_utf8_lossy(&body));
            }
            // Warm-up of caches and statements.
            if n >= 20 {
                all.push(at.elapsed());
            }
        }
        Ok(all)
    })
}

/// A community's page as the store grows.
///
/// # Errors
/// If an operation fails.
pub fn queue(options: &Options) -> Result<Value> {
    let ground = BenchStore::new(options)?;
    queue_on(&ground, options)
}

fn queue_on(ground: &BenchStore, options: &Options) -> Result<Value> {
    let most = options.n.unwrap_or(1_000_000);
    let (mut filled, mut at) = (0, Vec::new());
    for size in [10_000, 100_000, 1_000_000].into_iter().filter(|s| *s <= most) {
        ground.fill(size)?;
        filled = size;
        let server = ground.serve()?;
        let mut chance = Chance::new(size);
        let usual = |n: u64| {
            format!(
                "/api/v1/cases?under={}&limit=50",
                cells::micro(u32::try_from(n).unwrap_or(0))
                    .at(weiguang_domain::grid::Level::Community)
                    .unwrap_or(cells::micro(0))
            )
        };
        let mut small = read_many(&server.address, &ground.token, 400, |_| usual(500 + chance.below(7 * 500)))?;
        let big = format!(
            "/api/v1/cases?under={}&limit=50",
            cells::micro(0).at(weiguang_domain::grid::Level::Community).context("a community")?
        );
        let mut large = read_many(&server.address, &ground.token, 400, |_| big.clone())?;
        let mut closed = read_many(&server.address, &ground.token, 400, |_| format!("{big}&view=closed"))?;
        at.push(json!({ "at": size, "p50_ms": round(percentile_ms(&mut small, 0.5)), "p99_ms": round(percentile_ms(&mut small, 0.99)),
            "big_p50_ms": round(percentile_ms(&mut large, 0.5)), "big_p99_ms": round(percentile_ms(&mut large, 0.99)),
            "big_closed_p99_ms": round(percentile_ms(&mut closed, 0.99)) }));
    }
    let last = at.last().cloned().unwrap_or_default();
    Ok(
        json!({ "name": "queue", "engine": name(options.engine), "n": filled, "at": at, "p50_ms": last["p50_ms"], "p99_ms": last["p99_ms"] }),
    )
}

/// A street's totals by grid.
///
/// # Errors
/// If an operation fails.
pub fn rollup(options: &Options) -> Result<Value> {
    let ground = BenchStore::new(options)?;
    rollup_on(&ground, options)
}

fn rollup_on(ground: &BenchStore, options: &Options) -> Result<Value> {
    let n = options.n.unwrap_or(1_000_000);
    ground.fill(n)?;
    let server = ground.serve()?;
    let path = format!("/api/v1/cases/rollup?under={}&by=grid", cells::street(0));
    let mut times = read_many(&server.address, &ground.token, 300, |_| path.clone())?;
    Ok(
        json!({ "name": "rollup", "engine": name(options.engine), "n": n, "ms": round(percentile_ms(&mut times, 0.5)), "p99_ms": round(percentile_ms(&mut times, 0.99)) }),
    )
}

/// Time from process start to ready, and memory.
///
/// # Errors
/// If an operation fails.
pub fn start(options: &Options) -> Result<Value> {
    let ground = BenchStore::new(options)?;
    start_on(&ground, options)
}

fn start_on(ground: &BenchStore, options: &Options) -> Result<Value> {
    let n = options.n.unwrap_or(1_000_000);
    ground.fill(n)?;
    let (mut ready, mut resident) = (Vec::new(), 0.0_f64);
    for _ in 0..5 {
        let server = ground.serve()?;
        let mut once = read_many(&server.address, &ground.token, 1, |_| "/readyz".to_owned())?;
        once.clear();
        ready.push(server.ready);
        read_many(&server.address, &ground.token, 200, |_| format!("/api/v1/cases?under={}", cells::street(0)))?;
        resident = resident.max(server.resident_mb()?);
    }
    Ok(
        json!({ "name": "start", "engine": name(options.engine), "n": n, "cells": cells::micros(), "ready_ms": round(percentile_ms(&mut ready, 0.5)),
        "ready_max_ms": round(percentile_ms(&mut ready, 1.0)), "rss_mb": round(resident) }),
    )
}

/// All benchmarks on a filled store, filling it once.
///
/// # Errors
/// If an operation fails.
pub fn filled(options: &Options) -> Result<Value> {
    let ground = BenchStore::new(options)?;
    let (queue, rollup) = (queue_on(&ground, options)?, rollup_on(&ground, options)?);
    let (start, intake) = (start_on(&ground, options)?, intake_on(&ground, options)?);
    Ok(json!({ "name": "filled", "engine": name(options.engine), "n": options.n.unwrap_or(1_000_000),
        "queue": queue, "rollup": rollup, "start": start, "intake": intake }))
}
