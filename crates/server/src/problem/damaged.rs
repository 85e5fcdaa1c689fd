//! Damaged rows in answers: rows that a read skipped are named beside the result, in one place for every list, so that no list looks
//! complete when it is not.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use serde::Serialize;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeSet;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_store::Damaged;

/// Number of damaged rows left out of an answer.
const COUNT: HeaderName = HeaderName::from_static("weiguang-damaged");

tokio::task_local! {
    static PASSED: RefCell<Vec<Damaged>>;
}

/// A row that cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
pub struct DamagedRow {
    /// The table in which it stands.
    pub table: String,
    /// Its id.
    pub id: Option<Uuid>,
}

/// Records the rows skipped by a read of this request.
pub fn note(rows: &[Damaged]) {
    // Outside of a request they are only logged.
    let _ = PASSED.try_with(|passed| passed.borrow_mut().extend_from_slice(rows));
}

/// Adds `damaged` to a JSON answer, and the number of these rows as a header.
pub async fn tell(request: Request, next: Next) -> Response {
    // Public answers contain no ids of damaged rows.
    let public = request.uri().path().starts_with("/api/v1/public/");
    let answer = async {
        let response = next.run(request).await;
        (response, PASSED.with(RefCell::take))
    };
    let (mut response, passed) = PASSED.scope(RefCell::default(), answer).await;
    if passed.is_empty() {
        return response;
    }
    let rows: BTreeSet<DamagedRow> =
        passed.into_iter().map(|row| DamagedRow { table: row.table, id: row.id }).collect();
    response.headers_mut().insert(COUNT, HeaderValue::from(rows.len()));
    if public || response.headers().get(header::CONTENT_TYPE).is_none_or(|kind| kind != "application/json") {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(with_rows(bytes, &rows)))
}

fn with_rows(bytes: Bytes, rows: &BTreeSet<DamagedRow>) -> Bytes {
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(mut answer)) => {
            answer.insert("damaged".into(), json!(rows));
            Value::Object(answer).to_string().into()
        }
        _ => bytes,
    }
}
