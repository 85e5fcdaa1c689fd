//! Serving. A start marks imports that broke off, checks the clock, looks through the database, continues imports and
//! resealing, and starts the jobs. A stop is graceful: no new requests, running ones end, jobs end, the store drains.

use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::connections::{Door, Limits};
use crate::jobs::{self, stopped};
use crate::reseal;
use crate::router;
use crate::web::Refusal;
use crate::{App, leap};

/// How long requests in progress may take after a stop was requested.
const GRACE: Duration = Duration::from_secs(10);

/// Serves until `stop` resolves. `ready` receives the address once it listens.
///
/// # Errors
/// If the address cannot be listened on.
pub async fn serve(
    app: App,
    ready: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Refusal> {
    let address = app.settings().http.listen;
    let listener = TcpListener::bind(address).await.map_err(|e| Refusal::Internal(format!("{address}: {e}")))?;
    let address = listener.local_addr().map_err(|e| Refusal::Internal(e.to_string()))?;
    // Undecided imports of a crashed process were not stored, and are marked so for their authors. A full disk does not prevent reading the
    // rest.
    if let Err(error) = crate::rooms::imports::mark_interrupted(&app).await {
        tracing::error!(%error, "imports that broke off could not be marked");
    }
    if let Err(error) = leap::begin(&app).await {
        tracing::error!(%error, "the clock could not be held against the last minute that was written down");
    }
    look_through(&app);
    // Decided imports continue.
    tokio::spawn({
        let app = app.clone();
        async move {
            if let Err(error) = crate::rooms::imports::resume(&app).await {
                tracing::error!(%error, "an import that was decided could not go on; it will at the next start");
            }
        }
    });
    let (tell, told) = watch::channel(false);
    let jobs = jobs::start(&app, &told);
    let sealing = tokio::spawn({
        let app = app.clone();
        async move {
            match reseal::all(&app).await {
                Ok(0) => {}
                Ok(rows) => tracing::info!(rows, key = app.seal().newest(), "everything is sealed with the newest key"),
                Err(error) => tracing::error!(%error, "sealing anew stopped; it begins again at the next start"),
            }
        }
    });
    tokio::spawn(async move {
        stop.await;
        let _ = tell.send(true);
    });
    ready(address);
    let limits = Limits::of(&app.settings().http);
    let server = Door::new(router::build(app.clone()), limits).serve(listener, told.clone());
    let deadline = async {
        stopped(told).await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        () = server => {}
        // Event streams have no end of their own; after the grace period they are cut, and clients reconnect.
        () = deadline => tracing::info!("stopped with streams still open"),
    }
    for job in jobs {
        let _ = job.await;
    }
    // Stopping half-way does no harm: every key of the ring opens.
    sealing.abort();
    Ok(())
}

/// Reads all pages of the store in the background while requests are answered; until then it is not reported as ready.
fn look_through(app: &App) {
    app.set_looked_through(false);
    let app = app.clone();
    tokio::task::spawn_blocking(move || {
        match app.db().look_through() {
            Ok(wrong) if wrong.is_empty() => {}
            Ok(wrong) => tracing::error!(first = wrong[0], places = wrong.len(), "the database is damaged"),
            Err(error) => tracing::error!(%error, "the database could not be looked through"),
        }
        app.set_looked_through(true);
    });
}

/// Resolves on Ctrl-C or a request to terminate.
pub async fn asked_to_stop() {
    let interrupt = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! { () = interrupt => {}, () = terminate => {} }
}
