//! Power cuts: the server is killed repeatedly during mixed writes; everything acknowledged must be stored completely.

mod check;
mod lanes;

use anyhow::Result;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::load::{BenchStore, name};
use crate::report::Chance;
use crate::{Options, city};
use lanes::{Lane, Street};

/// What was sent and acknowledged, over all rounds.
#[derive(Debug, Default)]
struct Log {
    /// Acknowledged writes.
    acknowledged: Vec<(Lane, String)>,
    /// Uploaded tables; each must be stored completely or not at all.
    tables: Vec<(Lane, String)>,
    /// Answers that were neither success nor a broken connection.
    refused: Vec<String>,
}

impl Log {
    fn count(&self, lane: Lane) -> usize {
        self.acknowledged.iter().filter(|(l, _)| *l == lane).count()
    }
}

/// Kills the server during mixed writes, `n` times.
///
/// # Errors
/// If an operation fails.
pub fn run(options: &Options) -> Result<Value> {
    let rounds = options.n.unwrap_or(20);
    let store = BenchStore::demonstration(options)?;
    let street = {
        let server = store.serve()?;
        lanes::look(&server.address)?
    };
    let log: Arc<Mutex<Log>> = Arc::default();
    let mut chance = Chance::new(7);
    for round in 0..rounds {
        let mut server = store.serve()?;
        let length = Duration::from_millis(200 + chance.below(1_300));
        std::thread::scope(|scope| -> Result<()> {
            let (address, street, log) = (server.address.clone(), &street, log.clone());
            let load = scope.spawn(move || push(&address, street, round, &log));
            std::thread::sleep(length);
            server.kill();
            load.join().map_err(|_| anyhow::anyhow!("the load generator panicked"))?
        })?;
    }
    // A table accepted before the last cut is imported at the next start.
    lanes::wait_for_tables(&store.serve()?.address, &street)?;
    let log = std::mem::take(&mut *log.lock().map_err(|_| anyhow::anyhow!("a lane panicked"))?);
    let found = check::all(city::settings(&store.folder, &store.url), &log)?;
    let by_lane: Value = Lane::ALL.iter().map(|lane| (lane.name().to_owned(), json!(log.count(*lane)))).collect();
    Ok(
        json!({ "name": "crash", "engine": name(options.engine), "n": rounds, "rounds": rounds, "acknowledged": log.acknowledged.len(),
        "by_kind": by_lane, "tables_sent": log.tables.len(), "lost": found.lost, "torn": found.torn.len(), "faults": found.torn,
        "refused": log.refused.len(), "first_refusals": log.refused.iter().take(5).collect::<Vec<_>>() }),
    )
}

/// Writes on every lane until the server is gone.
fn push(address: &str, street: &Street, round: u64, log: &Arc<Mutex<Log>>) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let local = tokio::task::LocalSet::new();
    runtime.block_on(local.run_until(async {
        let all: Vec<_> = (0..)
            .zip(Lane::ALL.iter().flat_map(|lane| std::iter::repeat_n(*lane, lane.width())))
            .map(|(n, lane)| {
                let (address, street, log) = (address.to_owned(), street.clone(), log.clone());
                tokio::task::spawn_local(
                    async move { lanes::write(&address, &street, lane, round * 1_000 + n, &log).await },
                )
            })
            .collect();
        for one in all {
            // A lane ends with its connection; writes not acknowledged by then may or may not be stored.
            let _ = one.await?;
        }
        Ok(())
    }))
}
