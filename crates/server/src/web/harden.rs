//! What stands around every request: strict headers, bounds on size, time and number, and a bound per address on the public doors.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;
use weiguang_domain::kernel::time::{Moment, Span};

use super::problem::Refusal;
use crate::App;

/// Pages and lookups that one address may ask for on the public doors in an hour.
pub const PUBLIC_READS_PER_HOUR: u32 = 1_200;
/// Sign-ins that one address may try in an hour: a whole office may sit behind one.
pub const SIGN_INS_PER_HOUR: u32 = 600;

/// How many things one address may do within an hour; what is over is told how long to wait.
#[derive(Debug)]
pub struct Bound {
    per_hour: u32,
    seen: Mutex<HashMap<IpAddr, (Moment, f64)>>,
}

/// Addresses remembered; beyond it those that have their full allowance back are forgotten.
const ROOM: usize = 50_000;

impl Bound {
    /// So many an hour, all of them at once if need be.
    #[must_use]
    pub fn new(per_hour: u32) -> Self {
        Self { per_hour: per_hour.max(1), seen: Mutex::new(HashMap::new()) }
    }

    /// Takes one. Addresses of one IPv6 /64 are one household.
    ///
    /// # Errors
    /// Seconds to wait.
    pub fn take(&self, address: IpAddr, now: Moment) -> Result<(), u32> {
        let address = match address {
            IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) & !(u128::from(u64::MAX))).into()),
            v4 => v4,
        };
        let (full, refill) = (f64::from(self.per_hour), f64::from(self.per_hour) / 3600.0);
        let mut seen = self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if seen.len() > ROOM {
            seen.retain(|_, (at, _)| now - *at < Span::hours(1));
        }
        let entry = seen.entry(address).or_insert((now, full));
        #[expect(clippy::cast_precision_loss, reason = "seconds since the last try fit a float")]
        let passed = ((now - entry.0).as_micros().max(0) as f64) / 1e6;
        let left = (entry.1 + passed * refill).min(full);
        if left < 1.0 {
            *entry = (now, left);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most an hour in seconds")]
            return Err(((1.0 - left) / refill).ceil().min(3600.0) as u32);
        }
        *entry = (now, left - 1.0);
        Ok(())
    }
}

const CSP: &str = "default-src 'self'; script-src 'self'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
 connect-src 'self'; font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

/// Adds the strict headers to every answer that does not set its own.
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
    // Deadlines are told by this clock, so the pages learn it from here.
    if let Some(date) = http_date(app.now()) {
        headers.insert(header::DATE, date);
    }
    if api {
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

/// Counts requests, bounds how many are in work and how long each may take. Event streams are bounded by their own number.
pub async fn bounds(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if path == "/api/v1/live" || matches!(path, "/healthz" | "/readyz" | "/metrics") {
        return next.run(request).await;
    }
    let Ok(_turn) = app.turns().try_acquire() else {
        metrics::counter!("weiguang_overload_total").increment(1);
        return Refusal::Busy(1).into_response();
    };
    let method = request.method().as_str().to_owned();
    let route = request
        .extensions()
        .get::<axum::extract::MatchedPath>()
        .map_or_else(|| "pages".to_owned(), |p| p.as_str().to_owned());
    let started = std::time::Instant::now();
    let limit = std::time::Duration::from_secs(app.settings().http.timeout_seconds);
    let response = match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refusal::Busy(5).into_response(),
    };
    let status = response.status().as_u16().to_string();
    metrics::counter!("weiguang_requests_total", "method" => method.clone(), "route" => route.clone(), "status" => status).increment(1);
    metrics::histogram!("weiguang_request_seconds", "method" => method, "route" => route)
        .record(started.elapsed().as_secs_f64());
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_waits_when_it_has_used_its_hour_and_a_neighbour_does_not() {
        let bound = Bound::new(3);
        let now = Moment::from_micros(0);
        let (a, b): (IpAddr, IpAddr) = ("10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap());
        for _ in 0..3 {
            assert_eq!(bound.take(a, now), Ok(()));
        }
        assert_eq!(bound.take(a, now), Err(1200));
        assert_eq!(bound.take(b, now), Ok(()));
        assert_eq!(bound.take(a, now + Span::minutes(20)), Ok(()));
        assert!(bound.take(a, now + Span::minutes(21)).is_err());
    }
}
