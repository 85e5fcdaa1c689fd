//! The sweep, once an hour: what is over is removed (sessions, photos for which no report came, answers to writes that nobody sends
//! again, reports and bad rows of imports, what was said on visits long ago), and a holiday notice that is missing is called to mind.

use std::time::Duration;
use weiguang_domain::access::Actor;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::time::Span;

use crate::app::Work;
use crate::rooms::{cases, visits};
use crate::web::Refusal;
use crate::{App, auth, imports, reminder, sends};

/// How long answers to writes are remembered for a resend.
pub const REMEMBER_SENDS: Span = Span::days(30);
/// Between two sweeps.
const PAUSE: Duration = Duration::from_secs(3_600);
/// Rows of one transaction: the one writer has others to serve.
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

async fn forget(app: &App, street: GridCode) -> Result<(), Refusal> {
    let (now, system) = (app.now(), Actor::system());
    app.transact(&system, street, move |work| Ok(cases::public::files::forget(work.tx, &street, now)?)).await?;
    app.transact(&system, street, move |work| Ok(imports::expire(work.tx, &street, now)?)).await?;
    imports::sweep(app, street).await?;
    let forget = move |work: &mut Work<'_, '_>| Ok(sends::forget(work.tx, &street, now - REMEMBER_SENDS, BATCH)?);
    while app.transact(&system, street, forget).await? > 0 {}
    let seal = move |work: &mut Work<'_, '_>| Ok(sends::seal_some(work.tx, &street, BATCH)?);
    while app.transact(&system, street, seal).await? > 0 {}
    Ok(())
}

/// Sweeps once; after a leap of the clock it only reminds.
pub async fn sweep(app: &App) {
    if let Err(error) = reminder::remind(app).await {
        tracing::warn!(%error, "nobody could be reminded of a missing holiday notice; it will be tried again");
    }
    if app.leap().is_some() {
        return;
    }
    if let Err(error) = visits::jobs::retain(app).await {
        tracing::warn!(%error, "what was said on visits long ago could not be forgotten; it will be tried again");
    }
    for street in app.ground().streets() {
        if let Err(error) = forget(app, street).await {
            tracing::warn!(%error, %street, "what is over could not be swept; it will be tried again");
        }
    }
    let now = app.now();
    if let Err(error) =
        app.db().write(move |tx| auth::store::delete_sessions_over(tx, now).map_err(Refusal::from)).await
    {
        tracing::warn!(%error, "sessions that are over could not be swept");
    }
}
