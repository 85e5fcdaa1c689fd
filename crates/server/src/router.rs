//! Every route: those of the rooms, and those outside them.

use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{any, get};
use axum::{Router, middleware};
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;

use weiguang_store::Ailment;

use crate::App;
use crate::contract::{complete, openapi};
use crate::leap;
use crate::rooms::ROOMS;
use crate::standards::fhir;
use crate::web::extract::Peer;
use crate::web::{Refusal, api_docs, damaged, harden, host, spa};

/// Compression level of responses. One step above the usual: a phone on a bad network waits for bytes, and the server has the time.
const PACKED: CompressionLevel = CompressionLevel::Precise(5);

/// The API's routes with their description.
#[must_use]
pub fn api() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(openapi::Document::openapi())
        .nest(
            "/api/v1",
            ROOMS
                .iter()
                .fold(OpenApiRouter::new(), |all, room| all.merge(room.routes()))
                .merge(crate::installation::routes())
                .merge(crate::setup::http::routes())
                .merge(leap::routes()),
        )
        .nest(fhir::BASE, fhir::routes())
}

/// The OpenAPI document as pretty JSON.
#[must_use]
pub fn document() -> String {
    serde_json::to_string_pretty(&complete::completed(&api().to_openapi())).unwrap_or_default()
}

/// The whole site.
pub fn build(app: App) -> Router {
    // JSON has its own, smaller limit.
    let uploads = app.settings().http.attachment_bytes + 64 * 1024;
    let (api, document) = api().split_for_parts();
    Router::new()
        .merge(api.layer(DefaultBodyLimit::max(uploads)))
        .merge(api_docs::routes(complete::completed(&document).to_string()))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics_text))
        .route("/api/{*rest}", any(async || Refusal::NotFound("door").into_response()))
        .fallback(spa::serve)
        .layer(middleware::from_fn(damaged::tell))
        .layer(CompressionLayer::new().quality(PACKED))
        .layer(middleware::from_fn_with_state(app.clone(), harden::limits))
        .layer(middleware::from_fn_with_state(app.clone(), host::check))
        .layer(middleware::from_fn_with_state(app.clone(), harden::headers))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            tracing::error!("a handler panicked");
            Refusal::Internal("a handler panicked".into()).into_response()
        }))
        .with_state(app)
}

/// Whether the store answers and accepts writes. A full disk is tried again on every request.
async fn ready(State(app): State<App>) -> impl IntoResponse {
    let not = |why| (StatusCode::SERVICE_UNAVAILABLE, why);
    if app.read(|tx| Ok(crate::rooms::grid::ping(tx)?)).await.is_err() {
        return not("the store does not answer\n");
    }
    if !app.is_looked_through() {
        return not("the store is being looked through\n");
    }
    let wall = app.clock().wall();
    if app.db().ailment() == Some(Ailment::NoSpace) {
        // A failure is reported by the persistent ailment.
        let _ = app.db().probe(move |tx| leap::beat_with_room(tx, wall)).await;
    }
    match app.db().ailment() {
        Some(Ailment::NoSpace) => not("the disk is full: nothing can be written\n"),
        Some(Ailment::Damaged) => not("the database is damaged: run weiguang doctor\n"),
        Some(Ailment::NotOwned) => not("another process may own the store: nothing is written\n"),
        None if app.leap().is_some() => (StatusCode::OK, "ready; the clock leapt and waits to be confirmed\n"),
        None => (StatusCode::OK, "ready\n"),
    }
}

/// Metrics for Prometheus, for this machine or for clients with the token. They name no person or case, but the load of endpoints would
/// reveal when a street is most vulnerable.
async fn metrics_text(
    State(app): State<App>,
    Peer(peer): Peer,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Refusal> {
    let token = &app.settings().http.metrics_token.0;
    let sent = headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes);
    let sent = sent.and_then(|value| value.strip_prefix(b"Bearer ")).filter(|_| !token.is_empty());
    // Keyed digests are compared, so that the response time does not reveal how much was right.
    let fits = sent.is_some_and(|sent| app.seal().digest(sent) == app.seal().digest(token.as_bytes()));
    if !fits && !host::is_local(peer, &headers) {
        return Err(Refusal::NotFound("page"));
    }
    let (writes, reads) = app.db().depth();
    #[expect(clippy::cast_precision_loss, reason = "gauges are floats, and these are small")]
    for (name, value) in [("write", writes as f64), ("read", reads as f64)] {
        metrics::gauge!("weiguang_store_queue", "kind" => name).set(value);
    }
    #[expect(clippy::cast_precision_loss, reason = "gauges are floats, and these are small")]
    metrics::gauge!("weiguang_live_watchers").set(app.live().watching() as f64);
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], app.metrics().render()))
}
