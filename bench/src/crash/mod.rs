//! Power cuts: the server of the demonstration street is killed in the middle of mixed writes, again and again, and everything that it
//! acknowledged must be there, whole.

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

/// What was sent and what was acknowledged, of all rounds.
#[derive(Debug, Default)]
struct Log {
    /// Writes that the server said it had done.
    acknowledged: Vec<(Lane, String)>,
    /// Tables that were sent; each must be in whole or not at all.
    tables: Vec<(Lane, String)>,
    /// Answers that were neither success nor a broken connection.
    refused: Vec<String>,
}

impl Log {
    fn count(&self, lane: Lane) -> usize {
        self.acknowledged.iter().filter(|(l, _)| *l == lane).count()
    }
}

/// Kills the server in the middle of mixed writes, as often as asked.
///
/// # Errors
/// If anything of the run fails.
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
    // A table that was decided before the last cut comes in at the next start.
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
            // A lane ends with its connection; what was not acknowledged by then may be there or not.
            let _ = one.await?;
        }
        Ok(())
    }))
}
