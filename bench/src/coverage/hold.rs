//! How long heavy writes block the store's single writer: starting the largest campaign, a re-grid with thousands of
//! open cases, and re-encryption. A small write runs beside each; its longest wait is the figure.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use weiguang_domain::access::{Actor, Via};
use weiguang_domain::cases::Placed;
use weiguang_domain::kernel::ids::{AccountId, CampaignId, CaseId};
use weiguang_domain::kernel::time::{Moment, Span};
use weiguang_domain::manual::kind::Words;
use weiguang_domain::visits::Population;
use weiguang_domain::visits::form::{Form, Kind, Question};
use weiguang_server::access::actors;
use weiguang_server::app::Parts;
use weiguang_server::outside::chance::Chance as Draw;
use weiguang_server::outside::clock::Clock;
use weiguang_server::outside::key_file;
use weiguang_server::outside::seal::Seal;
use weiguang_server::rooms::cases::ops::{self as cases, Submit};
use weiguang_server::rooms::cases::record::Reporter;
use weiguang_server::rooms::grid::regrids;
use weiguang_server::rooms::grid::territory::Territory;
use weiguang_server::rooms::visits::ops::{campaigns, forms};
use weiguang_server::{App, reseal, serve};
use weiguang_store::testing::fresh;

use super::told::{text, write};
use super::town::{COMMUNITY, GRID, STREET, Size, cell, code, corners, settle};
use crate::load::name;
use crate::report::{Chance, percentile_ms};
use crate::served::Connection;
use crate::{Engine, Options, city};

/// Dwellings on the list: the maximum of a campaign.
const DOORS: u32 = 10_000;
/// Cases per transaction when filling the store.
const BATCH: u64 = 200;

/// Measures each with `n` open cases.
///
/// # Errors
/// If an operation fails.
pub fn run(options: &Options) -> Result<Value> {
    let n = options.n.unwrap_or(100_000);
    let store = match options.engine {
        Engine::Sqlite => weiguang_store::Engine::Sqlite,
        Engine::Postgres => weiguang_store::Engine::Postgres,
    };
    let folder = tempfile::tempdir()?;
    let (db, _guard) = fresh(store, weiguang_server::migrations::MIGRATIONS)?;
    let key = folder.path().join("key");
    let seal = Seal::from_file(&key, &Draw::Machine)?;
    let mut settings = city::settings(folder.path(), "");
    settings.http.listen = SocketAddr::from(([127, 0, 0, 1], 0));
    let clock = Clock::moved(Moment::from_civil(jiff::civil::date(2026, 11, 23).at(9, 0, 0, 0)));
    let parts =
        |seal| Parts { db: db.clone(), clock: clock.clone(), chance: Draw::Machine, seal, settings: settings.clone() };
    let app = weiguang_server::rooms::open(parts(seal))?;
    let people = settle(&app, Size { doors: DOORS, members: 10 })?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        app.renew::<Territory>().await?;
        let start = campaign(&app, people[0].0).await?;
        fill(&app, n).await?;
        let regrid = redraw(&app, &clock, &people).await?;
        key_file::add(&key, &Draw::Machine)?;
        let ring = Seal::from_file(&key, &Draw::Machine)?;
        let ring = tokio::task::block_in_place(|| weiguang_server::rooms::open(parts(ring)))?;
        let sealed = beside(&ring, reseal::all(&ring)).await?;
        Ok(json!({ "name": "hold", "engine": name(options.engine), "n": n, "doors": DOORS,
            "start": start, "regrid": regrid, "reseal": sealed.1, "resealed_rows": sealed.0 }))
    })
}

/// Runs something with a small write beside it; returns its result and both durations.
async fn beside<T, E: Into<anyhow::Error>>(app: &App, act: impl Future<Output = Result<T, E>>) -> Result<(T, Value)> {
    let (ended, own) = (Arc::new(AtomicBool::new(false)), app.clone());
    let over = ended.clone();
    let street = code(STREET)?;
    let small = tokio::spawn(async move {
        let mut waits = Vec::new();
        while !over.load(Ordering::Relaxed) {
            let at = Instant::now();
            if own.transact(&Actor::system(), street, |_| Ok(())).await.is_ok() {
                waits.push(at.elapsed());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        waits
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    let at = Instant::now();
    let done = act.await.map_err(Into::into)?;
    let took = at.elapsed();
    ended.store(true, Ordering::Relaxed);
    let mut waits = small.await?;
    let ms = |share: f64, waits: &mut Vec<Duration>| percentile_ms(waits, share).round();
    let figures = json!({ "ms": took.as_millis() as u64, "other_p99_ms": ms(0.99, &mut waits), "other_max_ms": ms(1.0, &mut waits) });
    Ok((done, figures))
}

async fn campaign(app: &App, secretary: AccountId) -> Result<Value> {
    let day = app.now().day();
    let actor = app.read(move |tx| actors::actor(tx, secretary, day, Via::Session)).await?;
    let actor = actor.context("the secretary")?;
    let (street, campaign) = (code(STREET)?, CampaignId::new(Chance::new(1).id(app.now())));
    let question = Question {
        name: "needs".into(),
        label: Words::new("需要什么", "What is needed"),
        hint: Words::new("", ""),
        kind: Kind::Text,
        required: false,
        relevant: None,
        constraint: None,
        constraint_says: Words::new("", ""),
        field: None,
    };
    let title = Words::new("入户走访", "Door to door");
    let form = Form { id: "doors".into(), version: 1, title, questions: vec![question] };
    let (community, grid) = (code(COMMUNITY)?, code(GRID)?);
    app.transact(&actor, street, move |work| forms::publish(work, form.clone(), community)).await?;
    let new = campaigns::New {
        id: campaign,
        title: "入户走访".into(),
        purpose: "每户走到".into(),
        code: grid,
        form: ("doors".into(), 1),
        population: Population::AllDoors,
    };
    app.transact(&actor, street, move |work| campaigns::create(work, &new)).await?;
    let start = app.transact(&actor, street, move |work| campaigns::start(work, campaign, 1));
    Ok(beside(app, start).await?.1)
}

/// Open cases in the three cells that the re-grid ends.
async fn fill(app: &App, n: u64) -> Result<()> {
    let (street, now) = (code(STREET)?, app.now());
    for from in (0..n).step_by(usize::try_from(BATCH)?) {
        let mut chance = Chance::new(from);
        let new = |n: u64, chance: &mut Chance| -> Result<Submit> {
            Ok(Submit {
                id: CaseId::new(chance.id(now)),
                kind: "street-light-out".into(),
                title: format!("第{n}盏路灯不亮"),
                detail: "晚上看不清".into(),
                address: String::new(),
                point: None,
                code: cell(u32::try_from(n % 3)? + 1)?,
                placed: Placed::Sure,
                evidence: "{}".into(),
                source: "hotline".into(),
                urgent: false,
                reporter: Reporter::default(),
                terms: Vec::new(),
                external: String::new(),
                photos: Vec::new(),
                received: None,
                told: None,
                laid_down: None,
                made_up: true,
            })
        };
        let batch: Vec<Submit> = (from..n.min(from + BATCH)).map(|n| new(n, &mut chance)).collect::<Result<_>>()?;
        app.transact(&Actor::system(), street, move |work| {
            batch.iter().try_for_each(|one| cases::submit(work, one).map(drop))
        })
        .await?;
    }
    Ok(())
}

/// A re-grid with a merger and a split: drafted by one, reviewed by another, due today.
async fn redraw(app: &App, clock: &Clock, people: &[(AccountId, String)]) -> Result<Value> {
    let (tell, told) = tokio::sync::oneshot::channel();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let ready = move |at| {
        let _ = tell.send(at);
    };
    let server = tokio::spawn(serve::serve(app.clone(), ready, async move {
        let _ = stopped.await;
    }));
    let address = told.await?.to_string();
    ensure!(people.len() > 1, "two people");
    let (mut secretary, mut manager) =
        (Connection::signed_in(&address, &people[0].1).await?, Connection::signed_in(&address, &people[1].1).await?);
    let mut chance = Chance::new(2);
    let day = (app.now() + Span::days(1)).day();
    let drawn_as = |n: u32, name: &str, west: f64, east: f64| -> Result<Value> {
        Ok(json!({ "code": cell(n)?.as_str(), "name": name, "households": 200,
            "shape": { "type": "Polygon", "coordinates": [corners(west, east)] } }))
    };
    let halves = [drawn_as(12, "西片", 2.0, 2.5)?, drawn_as(13, "东片", 2.5, 3.0)?];
    let plan = json!({ "id": chance.id(app.now()), "day": day.to_string(), "moves": [
        { "move": "merge", "olds": [cell(1)?.as_str(), cell(2)?.as_str()], "into": drawn_as(11, "合片", 0.0, 2.0)? },
        { "move": "split", "old": cell(3)?.as_str(), "into": halves, "default": cell(12)?.as_str() },
    ], "posts": [] });
    let drawn = write(&mut secretary, "/grid/regrids", None, chance.id(app.now()), &plan).await?;
    let path = format!("/grid/regrids/{}/review", text(&drawn, "id")?);
    write(&mut manager, &path, None, chance.id(app.now()), &Value::Null).await?;
    // Otherwise the jobs would carry it out.
    drop(stop);
    server.await??;
    clock.advance(Span::days(1));
    let (done, figures) = beside(app, regrids::due(app)).await?;
    ensure!(done == 1, "the re-grid did not come into effect");
    Ok(figures)
}
