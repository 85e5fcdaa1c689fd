//! Alarms of a city with hanging webhook destinations: all deadlines pass at the same moment while messages wait for
//! destinations that accept connections and never answer. Measures the delay of the last alarm until its commit, in a
//! cold and a warm round.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::watch;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Grant, Permit, Role, Verb, Via as Door};
use weiguang_domain::care::Milli;
use weiguang_domain::care::reading::{Meal, Measured, Unit, Value as Figure, Via};
use weiguang_domain::cases::clocks::Promise;
use weiguang_domain::cases::{Case, KindPin, New, Placed};
use weiguang_domain::grid::unit::Cell;
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::households::Resident;
use weiguang_domain::kernel::ids::{AccountId, AssignmentId, CaseId, DestinationId, ReadingId, ResidentId};
use weiguang_domain::kernel::time::{FOREVER, Span};
use weiguang_domain::people::{Assignment, duty};
use weiguang_server::app::Parts;
use weiguang_server::chain::Head;
use weiguang_server::clockwork::alarms_due;
use weiguang_server::outside::chance::Chance as Draw;
use weiguang_server::outside::clock::Clock;
use weiguang_server::outside::seal::Seal;
use weiguang_server::rooms::cases::notices;
use weiguang_server::rooms::cases::ops::keep_new;
use weiguang_server::rooms::cases::record::Record;
use weiguang_server::rooms::households::store::residents;
use weiguang_server::rooms::manual::CurrentCalendar;
use weiguang_server::rooms::manual::CurrentManual;
use weiguang_server::rooms::outbox::messages::{self, Destination};
use weiguang_server::rooms::{care, grid, people};
use weiguang_server::web::Refusal;
use weiguang_server::{App, UnitOfWork, jobs};
use weiguang_store::testing::{Cluster, Disk};

use crate::cells;
use crate::city;
use crate::load::name;
use crate::{Engine, Options};

/// Destinations that never answer.
const HUNG: u64 = 3;
/// Cases per street with such a destination; at least that many messages wait for it.
const WAITING: u64 = 60;
/// Alarms of care and of cases per street.
const EACH: u64 = 2;

/// A micro-grid of the nth street.
fn cell(street: u64) -> Result<GridCode, Refusal> {
    GridCode::parse(&format!("{}00100101", cells::street(street))).map_err(|e| Refusal::Internal(e.to_string()))
}

/// A street with one cell and a dispatcher; the first ones have a destination.
fn build(work: &mut UnitOfWork<'_, '_>, s: u64, url: Option<&String>) -> Result<(), Refusal> {
    let (street, code, now) = (work.tenant, cell(s)?, work.now);
    let since = jiff::civil::date(2026, 1, 1);
    grid::store::insert_street(work.tx, &street, &format!("第{s}街道"), true)?;
    grid::store::insert_area(work.tx, &code.at(Level::Community).unwrap_or(code), "社区", "bench")?;
    grid::store::insert_cell(work.tx, &Cell::general(code.at(Level::Grid).unwrap_or(code), "", since), None)?;
    grid::store::insert_cell(work.tx, &Cell::general(code, "", since), None)?;
    let account: AccountId = work.id();
    let new = people::store::NewAccount {
        id: account,
        login: format!("u{account}"),
        name: "甲".into(),
        password: String::new(),
        phone: None,
        home: street,
    };
    people::store::insert_account(work.tx, &new, now)?;
    let post = Assignment {
        id: AssignmentId::new(account.uuid()),
        account,
        role: Role::StreetDispatcher,
        code: street,
        since,
        until: FOREVER,
    };
    people::store::insert_assignment(work.tx, &street, &post)?;
    let Some(url) = url else { return Ok(()) };
    let id: DestinationId = work.id();
    let secret = work.seal().seal(&Destination::seal_context(&street, id), &[7; 32], work.chance());
    let destination = Destination {
        id,
        name: "hung".into(),
        url: url.clone(),
        secret,
        topics: Vec::new(),
        code: street,
        active: true,
        created_at: now,
    };
    messages::insert_destination(work, &destination)
}

/// A case that nobody accepts.
fn matter(work: &mut UnitOfWork<'_, '_>, code: GridCode) -> Result<(), Refusal> {
    let manual = work.state::<CurrentManual>();
    let kind = manual.newest("corridor-clutter").ok_or(Refusal::NotFound("kind"))?;
    let id: CaseId = work.id();
    let new = New {
        id,
        kind: KindPin { id: kind.id.as_str().to_owned(), version: kind.version },
        promise: Promise::of(kind),
        code,
        placed: Placed::Sure,
        source: "resident".into(),
        received: work.now,
    };
    let step = Case::submit(new, &duty::answers(&[], &[]), &work.state::<CurrentCalendar>());
    let mut record = Record {
        case: step.case,
        number: id.to_string(),
        title: "楼道堆物".into(),
        detail: String::new(),
        address: String::new(),
        point: None,
        evidence: "{}".into(),
        urgent: false,
        made_up: true,
        source: "resident".into(),
        reporter: None,
        brought_by: AccountId::new(Uuid::nil()),
        joined: 0,
        external: String::new(),
        told: None,
        updated_at: work.now,
        head: Head::START,
    };
    let permit = Permit::system(work.actor, Verb::CasesCreate)?;
    keep_new(work, permit, &mut record, &step.facts, &[])?;
    notices::react(work, &record, &step.facts, None)
}

/// A reading that must be repeated within ten minutes before an alert begins.
fn reading(work: &mut UnitOfWork<'_, '_>, code: GridCode) -> Result<(), Refusal> {
    let (street, id) = (work.tenant, work.id::<ResidentId>());
    let person =
        Resident::in_two_fields(id, "住户", code, work.now.day()).map_err(|e| Refusal::Internal(e.to_string()))?;
    let keys = work.seal().clone();
    residents::insert(work.tx, &keys, &street, &person, work.now)?;
    let glucose = Measured::glucose(Figure::Is(Milli::thousandths(30_700)), Unit::Mmol, Meal::Random);
    let new = care::Enter {
        id: work.id::<ReadingId>(),
        resident: id,
        station: None,
        ticket: None,
        at: None,
        via: Via::Typed,
        measured: glucose,
    };
    care::enter(work, &new).map(drop)
}

/// A server that accepts connections and never answers; counts them.
fn hang(accepted: &Arc<AtomicU64>) -> Result<String> {
    let socket = TcpListener::bind("127.0.0.1:0")?;
    let (url, accepted) = (format!("http://{}/hook", socket.local_addr()?), accepted.clone());
    std::thread::spawn(move || {
        let mut held = Vec::new();
        while let Ok((stream, _)) = socket.accept() {
            held.push(stream);
            accepted.fetch_add(1, Ordering::SeqCst);
        }
    });
    Ok(url)
}

/// Delay of the first and last alarm of a round.
#[derive(Clone, Copy)]
struct Round {
    alarms: i64,
    first: Duration,
    last: Duration,
}

/// All deadlines pass at the same moment; ends after all alarms.
async fn round(app: &App, clock: &Clock, streets: u64) -> Result<Round> {
    clock.advance(Span::days(4));
    let began = Instant::now();
    let mut waiting = alarms_due(app).await?;
    let alarms = waiting;
    ensure!(alarms >= i64::try_from(streets * EACH)?, "every street has alarms that are due: {alarms}");
    app.wake().all();
    let mut first = None;
    while waiting > 0 {
        let before = waiting;
        waiting = alarms_due(app).await?;
        if waiting < before {
            first.get_or_insert_with(|| began.elapsed());
        }
        ensure!(began.elapsed() < Duration::from_secs(600), "{waiting} alarms still wait");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(Round { alarms, first: first.unwrap_or_else(|| began.elapsed()), last: began.elapsed() })
}

async fn measure(app: &App, clock: &Clock, streets: u64, accepted: &AtomicU64) -> Result<(Round, Round)> {
    let (stop, stopped) = watch::channel(false);
    let jobs = jobs::start(app, &stopped);
    let patience = Instant::now();
    while accepted.load(Ordering::SeqCst) < HUNG.min(streets) {
        ensure!(patience.elapsed() < Duration::from_secs(60), "the destinations were not tried");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    // The first round opens connections and prepares statements; the second is the steady state.
    let cold = round(app, clock, streets).await?;
    let warm = round(app, clock, streets).await?;
    stop.send(true).context("the jobs stop")?;
    for job in jobs {
        job.await?;
    }
    Ok((cold, warm))
}

/// Runs the benchmark; by default with 240 streets.
///
/// # Errors
/// If an operation fails, or an alarm does not fire.
pub fn run(options: &Options) -> Result<Value> {
    let streets = options.n.unwrap_or(cells::STREETS).clamp(1, cells::STREETS);
    let folder = tempfile::tempdir()?;
    let (url, _cluster) = match options.engine {
        Engine::Sqlite => (format!("sqlite:{}", folder.path().join("weiguang.db").display()), None),
        Engine::Postgres => {
            let cluster = Cluster::start(Disk::Synced)?;
            (cluster.url("postgres"), Some(cluster))
        }
    };
    let settings = city::settings(folder.path(), &url);
    let seal = Seal::from_file(&settings.key_file(), &Draw::Machine)?;
    let db = weiguang_server::migrations::open_store(&settings)?;
    let clock = Clock::ahead();
    let parts = || Parts {
        db: db.clone(),
        clock: clock.clone(),
        chance: Draw::Machine,
        seal: seal.clone(),
        settings: settings.clone(),
    };
    let accepted = Arc::new(AtomicU64::new(0));
    let urls = (0..HUNG).map(|_| hang(&accepted)).collect::<Result<Vec<_>>>()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let app = weiguang_server::rooms::open(parts())?;
    runtime.block_on(async {
        for s in 0..streets {
            let url = usize::try_from(s).ok().and_then(|s| urls.get(s)).cloned();
            app.transact(&Actor::system(), cells::street(s), move |work| build(work, s, url.as_ref())).await?;
        }
        Ok::<_, Refusal>(())
    })?;
    // Streets and destinations are read at startup.
    let app = weiguang_server::rooms::open(parts())?;
    let (cold, warm) = runtime.block_on(async {
        for s in 0..streets {
            let matters = if s < HUNG { WAITING } else { EACH };
            let grant = Grant { role: Role::Doctor, code: cells::street(s), deputy_for: None };
            let doctor = Actor {
                account: AccountId::new(Uuid::from_u128(8)),
                name: "张医生".into(),
                grants: vec![grant],
                via: Door::Session,
            };
            app.transact(&doctor, cells::street(s), move |work| {
                let code = cell(s)?;
                for _ in 0..matters {
                    matter(work, code)?;
                }
                for _ in 0..EACH {
                    reading(work, code)?;
                }
                Ok(())
            })
            .await?;
        }
        measure(&app, &clock, streets, &accepted).await
    })?;
    app.db().clone().close();
    let hung = HUNG.min(streets);
    let ms = |d: Duration| (d.as_secs_f64() * 10_000.0).round() / 10.0;
    Ok(json!({ "name": "alarms", "engine": name(options.engine), "n": streets, "streets": streets, "hung": hung,
        "waiting": hung * WAITING, "cold_alarms": cold.alarms, "cold_ms": ms(cold.last), "alarms": warm.alarms,
        "first_ms": ms(warm.first), "late_ms": ms(warm.last) }))
}
