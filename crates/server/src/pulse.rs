//! The pulse: signs ends of chains that an earlier process left unsigned, then once a minute records that the program runs (which
//! shows a full disk and its end), compares the clock with the time that has passed, and signs the ends of changed chains.

use std::time::Duration;

use crate::{App, leap};

const PAUSE: Duration = Duration::from_secs(60);

/// Beats once a minute until `stop` resolves, and once more then.
pub async fn run(app: App, stop: impl Future<Output = ()>) {
    tokio::pin!(stop);
    tokio::select! {
        caught = app.catch_up_chains() => match caught {
            Ok(0) => {}
            Ok(ends) => tracing::info!(ends, "ends of chains that were not signed yet"),
            Err(error) => tracing::error!(%error, "ends of chains of before could not be signed; they will be at the next start"),
        },
        // Ends that are not signed yet are signed at the next start.
        () = &mut stop => return,
    }
    loop {
        beat(&app).await;
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            () = &mut stop => break,
        }
    }
    beat(&app).await;
}

/// Beats once. A failed step is logged and repeated in the next minute.
pub async fn beat(app: &App) {
    let wall = app.clock().wall();
    if let Err(error) = leap::tell(app).await {
        tracing::warn!(%error, "a leap of the clock could not be written down; it will be");
    }
    if let Err(error) = app.db().probe(move |tx| leap::beat_with_room(tx, wall)).await {
        tracing::warn!(%error, "that the program runs could not be written down");
    }
    if let Err(error) = app.catch_up().await {
        tracing::warn!(%error, "what another process changed could not be read; it will be");
    }
    if let Err(error) = app.sign_chains().await {
        tracing::warn!(%error, "the ends of chains could not be signed; they will be in the next minute");
    }
}
