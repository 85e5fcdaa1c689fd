//! Blind search terms of cases: stored as numbers that only the key can derive from a word.
//!
//! The terms of a new case are written into one row of a table that only grows at its end; a job moves them into the index in large sorted
//! batches, because a dozen rows in a dozen places of a large index cost more than all else of a case. A search reads both, so a new case
//! is found at once, and a power cut in between loses nothing: moving is one transaction.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use uuid::Uuid;
use weiguang_domain::access::Actor;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::CaseId;
use weiguang_store::{StoreError, Tx, params};

use crate::App;
use crate::app::Local;
use crate::config::Settings;
use crate::rooms::grid::territory::Territory;
use crate::web::Refusal;

const INSERT: &str = "INSERT INTO case_terms_waiting (tenant, id, terms) VALUES ($1, $2, $3)";
const WAITING: &str = "SELECT id, terms FROM case_terms_waiting WHERE tenant = $1 AND id < $2 ORDER BY id DESC";
const OLDEST: &str = "SELECT id FROM case_terms_waiting WHERE tenant = $1 ORDER BY id LIMIT $2";
const TAKE: &str = "DELETE FROM case_terms_waiting WHERE tenant = $1 AND id <= $2 RETURNING id, terms";
/// A fixed width lets one prepared text accept any number; unused places repeat the last one and conflict.
const INDEX: &str = "INSERT INTO case_terms (tenant, term, id) VALUES ($1, $2, $3), ($1, $4, $5), ($1, $6, $7), ($1, $8, $9), \
 ($1, $10, $11), ($1, $12, $13), ($1, $14, $15), ($1, $16, $17) ON CONFLICT DO NOTHING";
const WIDTH: usize = 8;

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("terms.INSERT", INSERT),
    ("terms.WAITING", WAITING),
    ("terms.OLDEST", OLDEST),
    ("terms.TAKE", TAKE),
    ("terms.INDEX", INDEX),
];

/// The most terms stored for a case.
pub const MOST: usize = 12;
/// Cases moved by one transaction: it occupies the one writer for some milliseconds.
const BATCH: i64 = 200;
/// Pause between two checks of the backlog.
const PAUSE: Duration = Duration::from_millis(500);
/// The longest backlog while there is other work: a search reads all of it.
pub const BEARABLE: u64 = 2_000;

/// Stores the terms of a new case, to be indexed.
pub fn insert(tx: &mut Tx<'_>, street: &GridCode, id: CaseId, terms: &[i64]) -> Result<(), StoreError> {
    if terms.is_empty() {
        return Ok(());
    }
    let bytes: Vec<u8> = terms.iter().take(MOST).flat_map(|t| t.to_le_bytes()).collect();
    tx.exec(INSERT, params![street.as_str(), id.uuid(), bytes]).map(drop)
}

fn read(bytes: &[u8]) -> impl Iterator<Item = i64> + '_ {
    bytes.as_chunks().0.iter().map(|chunk| i64::from_le_bytes(*chunk))
}

/// Cases before one, newest first, that have all of these terms and are not indexed yet.
pub fn waiting(tx: &mut Tx<'_>, street: &GridCode, terms: &[i64], before: Uuid) -> Result<Vec<CaseId>, StoreError> {
    let rows = tx.query(WAITING, params![street.as_str(), before], |row| {
        Ok((CaseId::new(row.get(0)?), row.get::<Vec<u8>>(1)?))
    })?;
    let has_all = |kept: &[u8]| terms.iter().all(|term| read(kept).any(|k| k == *term));
    Ok(rows.into_iter().filter(|(_, kept)| has_all(kept)).map(|(id, _)| id).collect())
}

/// Moves the terms of the oldest waiting cases into the index; returns the number of cases.
fn move_batch(tx: &mut Tx<'_>, street: &GridCode) -> Result<u64, StoreError> {
    let oldest = tx.query(OLDEST, params![street.as_str(), BATCH], |row| row.get::<Uuid>(0))?;
    let Some(last) = oldest.last() else { return Ok(0) };
    // The taken rows are indexed, not those read before: another process may have come in between.
    let taken = tx.query(TAKE, params![street.as_str(), *last], |row| Ok((row.get(0)?, row.get::<Vec<u8>>(1)?)))?;
    let mut pairs: Vec<(i64, Uuid)> =
        taken.iter().flat_map(|(id, kept)| read(kept).map(move |term| (term, *id))).collect();
    pairs.sort_unstable();
    for chunk in pairs.chunks(WIDTH) {
        let at = |n: usize| chunk.get(n).or(chunk.last()).copied().unwrap_or_default();
        let [a, b, c, d, e, f, g, h] = std::array::from_fn(at);
        tx.exec(
            INDEX,
            params![street.as_str(), a.0, a.1, b.0, b.1, c.0, c.1, d.0, d.1, e.0, e.1, f.0, f.1, g.0, g.1, h.0, h.1],
        )?;
    }
    Ok(taken.len() as u64)
}

/// Number of waiting cases of each street, as far as this process knows: those that it wrote, and those found at its start.
#[derive(Debug, Default)]
pub struct Unindexed {
    waiting: Mutex<HashMap<GridCode, u64>>,
    more: Notify,
}

impl Local for Unindexed {
    fn new(_settings: &Settings) -> Self {
        Self::default()
    }
}

impl Unindexed {
    fn lock(&self) -> MutexGuard<'_, HashMap<GridCode, u64>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds cases that were just stored.
    pub fn add(&self, street: GridCode, cases: u64) {
        *self.lock().entry(street).or_default() += cases;
        self.more.notify_one();
    }

    fn streets(&self) -> Vec<(GridCode, u64)> {
        self.lock().iter().map(|(street, cases)| (*street, *cases)).collect()
    }

    fn settle(&self, street: GridCode, cases: u64) {
        let mut waiting = self.lock();
        match waiting.get_mut(&street) {
            Some(left) if *left > cases => *left -= cases,
            _ => drop(waiting.remove(&street)),
        }
    }
}

/// Indexes the backlog whenever the store is idle, and in any case before it is too long. Ends when `stop` resolves.
pub async fn run(app: App, stop: impl Future<Output = ()>) {
    tokio::pin!(stop);
    for street in app.state::<Territory>().streets() {
        app.local::<Unindexed>().add(street, 1);
    }
    loop {
        for (street, cases) in app.local::<Unindexed>().streets() {
            if cases < BEARABLE && app.db().depth().0 > 0 {
                continue;
            }
            match index(&app, street).await {
                Ok(moved) => app.local::<Unindexed>().settle(street, moved.max(cases)),
                Err(error) => tracing::warn!(%error, "the words of a street could not be indexed; they will be again"),
            }
        }
        tokio::select! {
            () = async { app.local::<Unindexed>().more.notified().await; tokio::time::sleep(PAUSE).await } => {}
            () = &mut stop => return,
        }
    }
}

/// Moves the whole backlog of a street into the index; returns the number of cases.
///
/// # Errors
/// The store's errors.
pub async fn index(app: &App, street: GridCode) -> Result<u64, Refusal> {
    let mut moved = 0;
    loop {
        let batch = app.transact(&Actor::system(), street, move |work| Ok(move_batch(work.tx, &street)?)).await?;
        if batch == 0 {
            return Ok(moved);
        }
        moved += batch;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{both, code};

    #[test]
    fn whoever_indexes_is_woken_by_a_new_case_and_knows_how_many_wait() {
        both(async |test| {
            let (member, street) = (test.as_("member01").await, code("510117019"));
            let waiting = test.app.local::<Unindexed>();
            for cases in 1..3 {
                test.bring(&member, "street-light-out", 0).await;
                assert_eq!(waiting.streets(), [(street, cases)]);
                assert!(tokio::time::timeout(Duration::ZERO, waiting.more.notified()).await.is_ok());
            }
            waiting.settle(street, 1);
            assert_eq!(waiting.streets(), [(street, 1)], "what came in between still waits");
            waiting.settle(street, 3);
            assert_eq!(waiting.streets(), []);
        });
    }
}
