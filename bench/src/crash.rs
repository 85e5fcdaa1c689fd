//! Power cuts: the server is killed in the middle of a load, again and again, and everything that it acknowledged must be there,
//! whole.

use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use uuid::Uuid;
use weiguang_domain::kernel::ids::CaseId;
use weiguang_server::App;
use weiguang_server::doctor::{Verdict, examine};
use weiguang_server::rooms::cases::store;
use weiguang_server::web::Refusal;

use crate::Options;
use crate::city;
use crate::load::{Ground, name, new_case};
use crate::report::Chance;
use crate::served::Line;

/// Kills the server in the middle of a load, as often as asked.
///
/// # Errors
/// If anything of the run fails.
pub fn run(options: &Options) -> Result<Value> {
    let rounds = options.n.unwrap_or(20);
    let ground = Ground::of(options, 8)?;
    let acknowledged: Arc<Mutex<Vec<Uuid>>> = Arc::default();
    let mut chance = Chance::new(7);
    for round in 0..rounds {
        let mut server = ground.serve()?;
        let length = Duration::from_millis(200 + chance.below(1_300));
        std::thread::scope(|scope| -> Result<()> {
            let (address, token, seen) = (server.address.clone(), ground.token.clone(), acknowledged.clone());
            let load = scope.spawn(move || push(&address, &token, round, &seen));
            std::thread::sleep(length);
            server.kill();
            load.join().map_err(|_| anyhow::anyhow!("the load generator panicked"))?
        })?;
    }
    let acknowledged = acknowledged.lock().map_err(|_| anyhow::anyhow!("a lane panicked"))?.clone();
    let app = App::open(city::settings(&ground.folder, &ground.url))?;
    let ids = acknowledged.clone();
    let lost = app.db().read_blocking(move |tx| {
        let mut lost = 0_u64;
        for id in &ids {
            let mut found = false;
            for s in 0..8 {
                found |= store::read(tx, &city::street(s), CaseId::new(*id))?.is_some();
            }
            lost += u64::from(!found);
        }
        Ok::<_, Refusal>(lost)
    })?;
    // Half-done would be a chain without its row, a total that does not add up, a part or file without its case.
    let findings = examine(&app)?;
    let torn: Vec<String> =
        findings.iter().filter(|f| f.verdict == Verdict::Fault).map(|f| format!("{}: {}", f.what, f.en)).collect();
    app.db().clone().close();
    Ok(
        json!({ "name": "crash", "engine": name(options.engine), "n": rounds, "rounds": rounds, "acknowledged": acknowledged.len(), "lost": lost,
        "torn": torn.len(), "faults": torn }),
    )
}

/// Brings cases on 16 connections until the server is gone; notes every one that was acknowledged.
fn push(address: &str, token: &str, round: u64, seen: &Arc<Mutex<Vec<Uuid>>>) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let local = tokio::task::LocalSet::new();
    runtime.block_on(local.run_until(async {
        let mut lanes = Vec::new();
        for lane in 0..16 {
            let (address, token, seen) = (address.to_owned(), token.to_owned(), seen.clone());
            lanes.push(tokio::task::spawn_local(async move {
                let mut line = Line::open(&address, &token).await?;
                let mut chance = Chance::new(round * 1_000 + lane);
                loop {
                    let (body, key) = new_case(&mut chance);
                    let id: Uuid = serde_json::from_str::<Value>(&body)?["id"].as_str().context("an id")?.parse()?;
                    // The cut ends the lane; what it had not acknowledged may be there or not.
                    let Ok((status, _)) =
                        line.send("POST", "/api/v1/cases", &format!("idempotency-key: {key}\r\n"), &body).await
                    else {
                        return Ok::<_, anyhow::Error>(());
                    };
                    if status == 201 {
                        seen.lock().map_err(|_| anyhow::anyhow!("a lane panicked"))?.push(id);
                    }
                }
            }));
        }
        for lane in lanes {
            // A lane that could not even connect was late for the cut.
            let _ = lane.await;
        }
        Ok(())
    }))
}
