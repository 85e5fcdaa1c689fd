//! Care in a large street: the overdue list, a person's page, and the time from sending a reading until the street sees
//! the alert.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use uuid::Uuid;
use weiguang_domain::access::{Actor, Role};
use weiguang_domain::care::reading::{Meal, Measured, ReadingStatus, Unit, Via};
use weiguang_domain::care::recheck::Recheck;
use weiguang_domain::care::{Judgement, Milli, Patient, Quantity, Reading, default_table, verdict::judge};
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::pairing::{Pair, Team};
use weiguang_domain::households::{Birth, Phone, Resident};
use weiguang_domain::kernel::ids::{AccountId, AssignmentId, ReadingId, ResidentId, SessionId, TeamId};
use weiguang_domain::kernel::time::{FOREVER, Moment, Span};
use weiguang_domain::people::Assignment;
use weiguang_server::rooms::care::record::{Followed, ReadingRecord};
use weiguang_server::rooms::care::store::{people as followed, readings};
use weiguang_server::rooms::households::store::{residents, teams};
use weiguang_server::rooms::people;
use weiguang_server::web::Refusal;
use weiguang_server::{App, UnitOfWork, access};

use crate::Options;
use crate::cells;
use crate::city;
use crate::load::{BenchStore, name};
use crate::report::client_now;
use crate::report::{Chance, percentile_ms};
use crate::served::Connection;

/// Readings per person.
const EACH: u64 = 20;
/// Residents per transaction.
const BATCH: usize = 50;
/// Micro-grids of the street.
const CELLS: u64 = 500;

/// Creates and signs in a doctor paired with the first street; returns the session secret and the account.
///
/// # Errors
/// Errors of the store.
pub fn doctor(app: &App) -> Result<(String, AccountId)> {
    let (now, street) = (app.now(), cells::street(0));
    let (secret, digest) = access::new_secret(app, "");
    let account = AccountId::new(Uuid::from_u128(8));
    app.db().write_blocking(move |tx| {
        let new = people::store::NewAccount {
            id: account,
            login: "doctor".into(),
            name: "张医生".into(),
            password: String::new(),
            phone: None,
            home: street,
        };
        people::store::insert_account(tx, &new, now)?;
        let (id, since) = (AssignmentId::new(Uuid::from_u128(8)), jiff::civil::date(2026, 1, 1));
        let post = Assignment { id, account, role: Role::Doctor, code: street, since, until: FOREVER };
        people::store::insert_assignment(tx, &street, &post)?;
        let team = Team {
            id: TeamId::new(Uuid::from_u128(8)),
            name: "张医生团队".into(),
            doctor: account,
            members: vec![account],
        };
        teams::insert(tx, &street, &team)?;
        teams::put_pair(tx, &street, &Pair::from(team.id, street, since))?;
        access::store::insert_session(
            tx,
            SessionId::new(Uuid::from_u128(8)),
            &digest,
            account,
            now,
            now + Span::days(9),
        )?;
        Ok::<_, Refusal>(())
    })?;
    Ok((secret, account))
}

/// The id of the nth resident.
#[must_use]
pub fn resident_id(n: u64, start: Moment) -> ResidentId {
    let mut chance = [0; 10];
    chance[..8].copy_from_slice(&n.to_be_bytes());
    ResidentId::at(start, chance)
}

fn measured(chance: &mut Chance) -> Measured {
    let below = |chance: &mut Chance, n: u64| i32::try_from(chance.below(n)).unwrap_or(0);
    if chance.below(2) == 0 {
        let diastolic = 60 + below(chance, 40);
        Measured::pressure(Milli::whole(diastolic + 35 + below(chance, 40)), Milli::whole(diastolic), None)
    } else {
        let value = Milli::thousandths(4_500 + below(chance, 9_000));
        Measured::glucose(weiguang_domain::care::Value::Is(value), Unit::Mmol, Meal::Random)
    }
}

/// A resident with twenty readings over two years; every eighth has an overdue recheck.
fn one(work: &mut UnitOfWork<'_, '_>, n: u64, start: Moment, by: AccountId) -> Result<(), Refusal> {
    let (street, mut chance) = (work.tenant, Chance::new(n));
    let code = cells::micro(u32::try_from(n % CELLS).unwrap_or(0));
    let bad = |e: weiguang_domain::households::Refused| Refusal::Internal(e.to_string());
    let mut resident =
        Resident::in_two_fields(resident_id(n, start), &format!("住户{n}"), code, start.day()).map_err(bad)?;
    resident.birth = Birth::Year(1930 + i16::try_from(n % 60).unwrap_or(0));
    resident.phones = vec![Phone::parse(&format!("138{n:08}")).map_err(bad)?];
    let keys = work.seal().clone();
    residents::insert(work.tx, &keys, &street, &resident, start)?;
    for k in 0..EACH {
        let at =
            start + Span::days(i64::try_from(k * 36).unwrap_or(0)) + Span::minutes(i64::try_from(n % 600).unwrap_or(0));
        let mut bytes = [0; 10];
        bytes[..8].copy_from_slice(&chance.next().to_le_bytes());
        let patient = Patient { age: resident.birth.age(at.day()), ..Patient::default() };
        let measured = measured(&mut chance);
        let (Judgement::Verdict(verdict) | Judgement::Doubted { verdict, .. }) =
            judge(default_table(), &measured, &patient);
        let reading = Reading {
            id: ReadingId::at(at, bytes),
            resident: resident.id,
            station: None,
            by,
            at,
            via: Via::Typed,
            measured,
            standing: ReadingStatus::Stands { doubts: Vec::new(), first: None },
        };
        let record = ReadingRecord { reading, code, patient, verdict, before: Vec::new(), version: 1 };
        readings::insert(work.tx, &street, &record)?;
        if k + 1 == EACH && n.is_multiple_of(8) {
            let mut person = Followed::new(resident.id, code);
            let due = (at + Span::days(1 + i64::try_from(chance.below(20)).unwrap_or(0))).day();
            person.rechecks.push(Recheck {
                resident: resident.id,
                code,
                reading: record.reading.id,
                asked: at.day(),
                of: Quantity::Systolic,
                due,
            });
            followed::take(work.tx, &street, resident.id, code)?;
            followed::put(work.tx, &street, &person)?;
        }
    }
    Ok(())
}

/// Fills the first street with residents and their readings.
///
/// # Errors
/// Errors of the store.
pub fn fill(app: &App, count: u64, start: Moment, by: AccountId) -> Result<()> {
    let lanes = if app.db().engine() == weiguang_store::Engine::Postgres { 4 } else { 1 };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let mut tasks = tokio::task::JoinSet::new();
        let numbers: Vec<u64> = (0..count).collect();
        for batch in numbers.chunks(BATCH) {
            while tasks.len() >= lanes {
                tasks.join_next().await.transpose()?.transpose()?;
            }
            let (app, batch) = (app.clone(), batch.to_vec());
            tasks.spawn(async move {
                app.transact(&Actor::system(), cells::street(0), move |work| {
                    batch.iter().try_for_each(|n| one(work, *n, start, by))
                })
                .await
            });
        }
        while let Some(done) = tasks.join_next().await {
            done??;
        }
        Ok::<_, anyhow::Error>(())
    })
}

/// A client-generated id or key.
pub fn client_id(chance: &mut Chance) -> Uuid {
    chance.id(client_now())
}

/// Sends a write, and returns the answer as JSON.
///
/// If the status is not a success.
/// If the status is not a success.
pub async fn write(line: &mut Connection, chance: &mut Chance, path: &str, more: &str, body: &Value) -> Result<Value> {
    let head = format!("idempotency-key: {}\r\n{more}", client_id(chance));
    let (status, answer) = line.send("POST", path, &head, &body.to_string()).await?;
    ensure!((200..300).contains(&status), "POST {path}: {status} {}", String::from_utf8_lossy(&answer));
    Ok(serde_json::from_slice(&answer)?)
}

async fn read(line: &mut Connection, path: &str) -> Result<(Value, Duration)> {
    let at = Instant::now();
    let (status, answer) = line.send("GET", path, "", "").await?;
    let took = at.elapsed();
    ensure!(status == 200, "GET {path}: {status} {}", String::from_utf8_lossy(&answer));
    Ok((serde_json::from_slice(&answer)?, took))
}

/// Measured times by operation.
struct Times {
    overdue: Vec<Duration>,
    person: Vec<Duration>,
    alert: Vec<Duration>,
}

async fn run_all(address: &str, token: &str, session: &str, count: u64, start: Moment) -> Result<Times> {
    let mut desk = Connection::open(address, token).await?;
    let mut doctor = Connection::signed_in(address, session).await?;
    let mut chance = Chance::new(11);
    let mut times = Times { overdue: Vec::new(), person: Vec::new(), alert: Vec::new() };
    for n in 0..320_u64 {
        let cell = cells::micro(u32::try_from(chance.below(CELLS.min(count))).unwrap_or(0));
        // In turn the first page of the street, a community and a micro-grid.
        let under: GridCode = match n % 3 {
            0 => cells::street(0),
            1 => cell.at(weiguang_domain::grid::Level::Community).unwrap_or(cell),
            _ => cell,
        };
        let (list, took) = read(&mut desk, &format!("/api/v1/care/overdue?under={under}&limit=50")).await?;
        ensure!(n % 3 != 0 || !list["items"].as_array().is_none_or(Vec::is_empty), "nobody is overdue in the street");
        let id = resident_id(chance.below(count), start);
        let (page, person) = read(&mut doctor, &format!("/api/v1/care/residents/{id}")).await?;
        ensure!(page["readings"].as_array().is_some_and(|r| r.len() >= 20), "a person has twenty readings: {page}");
        // Warm-up of caches and statements.
        if n >= 20 {
            times.overdue.push(took);
            times.person.push(person);
        }
    }
    for n in 0..60_u64.min(count / 2) {
        let id = resident_id(n * 2 + 1, start);
        let body = |chance: &mut Chance| json!({ "id": client_id(chance), "resident": id, "measured": { "glucose": "30.7", "meal": "random" } });
        let first = body(&mut chance);
        write(&mut doctor, &mut chance, "/api/v1/care/readings", "", &first).await?;
        let (page, _) = read(&mut doctor, &format!("/api/v1/care/residents/{id}")).await?;
        let alert = page["alert"].as_str().context("an alert has begun")?.to_owned();
        let second = body(&mut chance);
        let at = Instant::now();
        write(&mut doctor, &mut chance, "/api/v1/care/readings", "", &second).await?;
        // Until the street sees it.
        loop {
            let (status, _) = desk.send("GET", &format!("/api/v1/care/alerts/{alert}"), "", "").await?;
            if status == 200 {
                break;
            }
            ensure!(at.elapsed() < Duration::from_secs(10), "the alert was not raised: {status}");
        }
        times.alert.push(at.elapsed());
    }
    Ok(times)
}

fn round(ms: f64) -> f64 {
    (ms * 100.0).round() / 100.0
}

/// Runs the benchmark; by default with 100,000 residents and 2,000,000 readings.
///
/// If an operation fails.
/// If an operation fails.
pub fn run(options: &Options) -> Result<Value> {
    let count = options.n.unwrap_or(100_000).max(8);
    // Always fills its own store.
    let ground = BenchStore::of(&Options { folder: None, ..options.clone() }, 8)?;
    let app = App::open(city::settings(&ground.folder, &ground.url))?;
    let (session, account) = doctor(&app)?;
    let start = app.now() - Span::days(36 * i64::try_from(EACH).unwrap_or(0) + 10);
    let filled = fill(&app, count, start, account);
    app.db().clone().close();
    filled?;
    let server = ground.serve()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut t = runtime.block_on(run_all(&server.address, &ground.token, &session, count, start))?;
    Ok(
        json!({ "name": "care", "engine": name(options.engine), "n": count, "residents": count, "readings": count * EACH,
        "overdue_ms": round(percentile_ms(&mut t.overdue, 0.99)), "overdue_p50_ms": round(percentile_ms(&mut t.overdue, 0.5)),
        "person_ms": round(percentile_ms(&mut t.person, 0.99)), "person_p50_ms": round(percentile_ms(&mut t.person, 0.5)),
        "alert_ms": round(percentile_ms(&mut t.alert, 1.0)), "alerts": t.alert.len(), "rss_mb": round(server.resident_mb()?) }),
    )
}
