//! Middleware for every request: security headers, concurrency, time-outs, request counts.

use axum::extract::{FromRequestParts as _, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::time::Duration;
use weiguang_domain::kernel::time::Moment;

use super::extract::SignedIn;
use super::pace::{Paced, Stood};
use super::peer::Peer;
use crate::App;
use crate::limits::address::household;
use crate::limits::turns::Turn;
use crate::problem::Refusal;

const CSP: &str = "default-src 'self'; script-src 'self'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
 connect-src 'self'; font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

/// Adds the strict headers to every response that does not set its own.
pub async fn headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let fixed: [(HeaderName, &'static str); 6] = [
        (header::CONTENT_SECURITY_POLICY, CSP),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "geolocation=(self), camera=(self), microphone=()"),
    ];
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    // Deadlines use this clock, so the pages learn it from here.
    if let Some(date) = http_date(app.now()) {
        headers.insert(header::DATE, date);
    }
    if api {
        // A desk is shared: one person's data must not be on its disk for the next one.
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    if app.settings().http.https {
        headers
            .insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    }
    response
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`.
fn http_date(at: Moment) -> Option<HeaderValue> {
    let at = jiff::Timestamp::from_microsecond(at.micros()).ok()?;
    HeaderValue::try_from(at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()).ok()
}

/// Counts requests, and limits their concurrency and duration. Event streams have a limit of their own.
pub async fn limits(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path == "/api/v1/live" || matches!(path, "/healthz" | "/readyz" | "/metrics") {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let Some(_turn) = turn(&app, &mut parts).await else {
        metrics::counter!("weiguang_overload_total").increment(1);
        return Refusal::Busy(1).into_response();
    };
    let method = parts.method.as_str().to_owned();
    let route = parts
        .extensions
        .get::<axum::extract::MatchedPath>()
        .map_or_else(|| "pages".to_owned(), |p| p.as_str().to_owned());
    let started = std::time::Instant::now();
    let limit = Duration::from_secs(app.settings().http.timeout_seconds);
    let (stood, within) = (Stood::default(), Duration::from_secs(app.settings().http.body_seconds));
    let request = Request::from_parts(parts, Paced::body(body, within, stood.clone()));
    let response = match tokio::time::timeout(limit, next.run(request)).await {
        // Whatever the handler made of an incomplete body.
        Ok(_) if stood.still() => Refusal::TooSlow.into_response(),
        Ok(response) => response,
        Err(_) => Refusal::Busy(5).into_response(),
    };
    let status = response.status().as_u16().to_string();
    metrics::counter!("weiguang_requests_total", "method" => method.clone(), "route" => route.clone(), "status" => status).increment(1);
    metrics::histogram!("weiguang_request_seconds", "method" => method, "route" => route)
        .record(started.elapsed().as_secs_f64());
    response
}

/// A place for a request. The actor is looked up only if there is no general place: a cookie alone proves nothing.
async fn turn<'a>(app: &'a App, parts: &mut Parts) -> Option<Turn<'a>> {
    let Peer(peer) = Peer::from_request_parts(parts, app).await.ok()?;
    if let Some(turn) = app.turns().open(household(peer)) {
        return Some(turn);
    }
    let known = is_screen(app, parts.uri.path()) || SignedIn::from_request_parts(parts, app).await.is_ok();
    if known { app.turns().kept() } else { None }
}

/// Whether it comes from a calling screen: its path has a token that only our key makes.
fn is_screen(app: &App, path: &str) -> bool {
    let token = path.strip_prefix("/api/v1/public/screens/").and_then(|rest| rest.split('/').next());
    token.is_some_and(|token| app.seal().read_screen(token).is_some())
}
