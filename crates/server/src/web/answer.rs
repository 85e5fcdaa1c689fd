//! The answer to a write: the created or changed thing, its version as the `ETag`, and whether the request was a repetition.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// A write's answer with a body, and its version if it has one.
pub fn written<T: Serialize>(status: StatusCode, value: &T, version: Option<i64>, replayed: bool) -> Response {
    let mut response = (status, axum::Json(value)).into_response();
    if let Some(Ok(version)) = version.map(|v| HeaderValue::from_str(&format!("\"{v}\""))) {
        response.headers_mut().insert(header::ETAG, version);
    }
    mark(&mut response, replayed);
    response
}

/// The answer to a write that has nothing to show.
pub fn nothing(replayed: bool) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    mark(&mut response, replayed);
    response
}

/// Marks an answer as given before.
pub fn mark(response: &mut Response, replayed: bool) {
    if replayed {
        response.headers_mut().insert("idempotent-replay", HeaderValue::from_static("true"));
    }
}
