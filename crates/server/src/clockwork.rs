//! The clocks: they ring the alarms of care alerts, and of cases and their parts, each clock on its own thread and with priority in the
//! store. They depend on no outside service and on no other job. Ringing is an ordinary write, so a restart or a jump of the system clock
//! only delays it.

use futures_util::StreamExt as _;
use std::collections::HashMap;
use std::time::Duration;
use weiguang_domain::access::Actor;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::time::{Moment, Span};

use crate::App;
use crate::app::UnitOfWork;
use crate::app::room::{Clock, Rung};
use crate::rooms::grid::Territory;
use crate::wake::LONGEST_SLEEP;
use crate::web::Refusal;

/// Alarms of one street in one round; the limit keeps a street with thousands of alarms from delaying the others.
const BATCH: i64 = 50;
/// Alarms in one transaction: few, so that no row is locked for long.
const TOGETHER: usize = 8;
/// Streets whose alarms ring concurrently. On SQLite they share commits; on PostgreSQL each needs a connection.
const STREETS_AT_ONCE: usize = 16;
/// The pause after a round in which something failed.
const PAUSE_AFTER_FAILURE: Span = Span::micros(250_000);

/// Number of alarms of all rooms and streets that are overdue.
///
/// # Errors
/// The store's errors.
pub async fn alarms_due(app: &App) -> Result<i64, Refusal> {
    let (now, clocks) = (app.now(), app.rooms().iter().filter_map(|room| room.clock()));
    let due: Vec<_> = clocks.map(|clock| clock.due).collect();
    app.read(move |tx| due.iter().try_fold(0, |sum, due| Ok(sum + due(tx, now)?))).await
}

/// Rings the alarms of one street, several in each transaction, because a commit costs more than an alarm. If a transaction fails, each of
/// its alarms is rung in its own transaction, so that one failing alarm does not block the others.
pub async fn ring_each<I>(
    app: &App,
    street: GridCode,
    due: &[I],
    ring: fn(&mut UnitOfWork<'_, '_>, I) -> Result<bool, Refusal>,
    what: impl Fn(I) -> String,
) -> Rung
where
    I: Copy + Send + 'static,
{
    let (mut rung, system) = (Rung::default(), Actor::system());
    for few in due.chunks(TOGETHER) {
        let all = few.to_vec();
        let count = move |work: &mut UnitOfWork<'_, '_>| {
            all.iter().try_fold(0, |rang, id| ring(work, *id).map(|rings| rang + u64::from(rings)))
        };
        if few.len() > 1
            && let Ok(rang) = app.transact(&system, street, count).await
        {
            rung.rang += rang;
            continue;
        }
        for id in few.iter().copied() {
            let outcome = app.transact(&system, street, move |work| ring(work, id)).await;
            rung.count(outcome, || what(id));
        }
    }
    rung
}

/// The clocks of all rooms; the clock of care is first.
fn clocks(app: &App) -> impl Iterator<Item = Clock> {
    app.rooms().iter().rev().filter_map(|room| room.clock())
}

/// Rings all due alarms in all streets; returns the number.
///
/// # Errors
/// The store's errors; a failed alarm.
pub async fn ring_all(app: &App) -> Result<u64, Refusal> {
    let mut rang = 0;
    for clock in clocks(app) {
        for street in app.state::<Territory>().streets() {
            loop {
                let some = (clock.ring_some)(app, street, BATCH).await?;
                if some.failed > 0 {
                    return Err(Refusal::Internal(format!("{} alarms of {street} could not ring", some.failed)));
                }
                if some.rang == 0 {
                    break;
                }
                rang += some.rang;
            }
        }
    }
    Ok(rang)
}

/// The streets in which an alarm is due now, and the time of the next alarm elsewhere. One read for all streets, so that many quiet streets
/// cost little.
async fn look(app: &App, clock: Clock) -> Result<(Vec<GridCode>, Option<Moment>), Refusal> {
    let (streets, now) = (app.state::<Territory>().streets(), app.now());
    app.read(move |tx| {
        let (mut due, mut next) = (Vec::new(), None);
        for street in &streets {
            match (clock.next_alarm)(tx, street)? {
                // An alarm is due only after its moment, not at it.
                Some(at) if at < now => due.push(*street),
                Some(at) => next = next.into_iter().chain([at]).min(),
                None => {}
            }
        }
        Ok((due, next))
    })
    .await
}

/// Rings alarms in all streets in which some are due. `failing` contains, for each street, how many alarms failed in the previous round:
/// the batch is extended by that number, because the failed alarms come first again.
async fn round(app: &App, clock: Clock, due: Vec<GridCode>, failing: &mut HashMap<GridCode, i64>) {
    let before = std::mem::take(failing);
    let rings = due.into_iter().map(|street| {
        let limit = BATCH + before.get(&street).copied().unwrap_or(0);
        async move { (street, (clock.ring_some)(app, street, limit).await) }
    });
    let mut rings = futures_util::stream::iter(rings).buffer_unordered(STREETS_AT_ONCE);
    while let Some((street, rung)) = rings.next().await {
        match rung {
            Ok(rung) if rung.failed > 0 => drop(failing.insert(street, rung.failed.try_into().unwrap_or(BATCH))),
            Ok(_) => {}
            Err(error) => {
                failing.insert(street, 0);
                tracing::warn!(%error, %street, "the alarms of a street could not be looked at; they will be again");
            }
        }
    }
}

/// Runs one clock: rings due alarms, then sleeps until the next alarm is due or a new one is set. Ends when `stop` resolves.
pub async fn run(mut app: App, clock: Clock, stop: impl Future<Output = ()>) {
    tokio::pin!(stop);
    // Reads and writes of alarms have priority over all other work of the store.
    app.db = app.db.urgent();
    let bell = app.wake().bell(clock.name);
    let mut failing = HashMap::new();
    loop {
        let wait = match look(&app, clock).await {
            Ok((due, next)) if due.is_empty() => {
                failing.clear();
                next.map_or(LONGEST_SLEEP, |at| at - app.now() + Span::micros(1_000))
            }
            Ok((due, _)) => {
                round(&app, clock, due, &mut failing).await;
                if failing.is_empty() { Span::micros(0) } else { PAUSE_AFTER_FAILURE }
            }
            Err(error) => {
                tracing::warn!(%error, "what is due could not be read; it will be again");
                PAUSE_AFTER_FAILURE
            }
        };
        let wait = wait.clamp(Span::micros(1_000), LONGEST_SLEEP);
        let wait = Duration::from_micros(u64::try_from(wait.as_micros()).unwrap_or(0));
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = bell.notified() => {}
            () = &mut stop => return,
        }
    }
}
