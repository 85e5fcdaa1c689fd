//! The sweep, once an hour: every room erases its expired data; expired sessions, and stored answers to writes that are too old to be
//! repeated, are deleted.

use std::time::Duration;
use weiguang_domain::access::Actor;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::time::Span;

use crate::app::UnitOfWork;
use crate::rooms::grid::Territory;
use crate::web::Refusal;
use crate::{App, access, sends};

/// How long answers to writes are stored for a repeated request.
pub const REMEMBER_SENDS: Span = Span::days(30);
/// Pause between two sweeps.
const PAUSE: Duration = Duration::from_secs(3_600);
/// Rows in one transaction: there is only one writer.
const BATCH: i64 = 500;

/// Sweeps once an hour, until `stop` resolves.
pub async fn run(app: App, stop: impl Future<Output = ()>) {
    tokio::pin!(stop);
    loop {
        tokio::select! {
            () = async { sweep(&app).await; tokio::time::sleep(PAUSE).await } => {}
            () = &mut stop => return,
        }
    }
}

/// Deletes stored answers of a street that are too old to be requested again.
async fn forget_answers(app: &App, street: GridCode) -> Result<(), Refusal> {
    let (now, system) = (app.now(), Actor::system());
    let forget = move |work: &mut UnitOfWork<'_, '_>| Ok(sends::forget(work.tx, &street, now - REMEMBER_SENDS, BATCH)?);
    while app.transact(&system, street, forget).await? > 0 {}
    let seal = move |work: &mut UnitOfWork<'_, '_>| Ok(sends::seal_some(work.tx, &street, BATCH)?);
    while app.transact(&system, street, seal).await? > 0 {}
    Ok(())
}

/// Erases expired data in every street, room by room. A failure in one room does not stop the others, and is repeated later. Returns the
/// number of records.
pub async fn expire(app: &App) -> u64 {
    let mut done = 0;
    for street in app.state::<Territory>().streets() {
        for room in app.rooms() {
            match room.sweep(app, street).await {
                Ok(some) => done += some,
                Err(error) => {
                    tracing::warn!(%error, %street, room = room.name(), "what has expired could not be erased; it will be tried again");
                }
            }
        }
    }
    done
}

/// Sweeps once; after an unconfirmed leap of the clock nothing is erased.
pub async fn sweep(app: &App) {
    if app.leap().is_some() {
        return;
    }
    let done = expire(app).await;
    if done > 0 {
        tracing::info!(done, "what had expired was erased");
    }
    for street in app.state::<Territory>().streets() {
        if let Err(error) = forget_answers(app, street).await {
            tracing::warn!(%error, %street, "stored answers could not be removed; it will be tried again");
        }
    }
    let now = app.now();
    if let Err(error) =
        app.db().write(move |tx| access::store::delete_sessions_over(tx, now).map_err(Refusal::from)).await
    {
        tracing::warn!(%error, "sessions that are over could not be swept");
    }
}
