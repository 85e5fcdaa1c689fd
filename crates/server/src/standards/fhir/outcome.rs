//! How FHIR says no: every [`Refusal`] as an `OperationOutcome`, with our stable code and both languages.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value as Json, json};

use super::MEDIA;
use crate::web::{FieldFault, Refusal};

/// A refusal at this edge. Handlers give it with `?`, and it is written as FHIR wants it.
#[derive(Debug)]
pub struct No(pub Refusal);

impl<T: Into<Refusal>> From<T> for No {
    fn from(refusal: T) -> Self {
        Self(refusal.into())
    }
}

/// One issue. `zh` is the text that is shown, `en` stands beside it as its translation.
fn issue(kind: &str, code: &str, zh: &str, en: &str, at: Option<&str>) -> Json {
    let mut issue = json!({
        "severity": "error",
        "code": kind,
        "details": {
            "coding": [{ "system": "urn:weiguang:problem", "code": code, "display": en }],
            "text": zh,
        },
        "diagnostics": en,
    });
    if let Some(at) = at {
        issue["expression"] = json!([at]);
    }
    issue
}

/// The word of HL7's table of issues for a status.
const fn kind(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 | 422 => "invalid",
        401 => "login",
        403 => "forbidden",
        404 => "not-found",
        405 | 406 | 415 => "not-supported",
        409 => "conflict",
        412 | 428 => "conflict",
        413 => "too-long",
        429 | 503 => "throttled",
        _ => "exception",
    }
}

/// The outcome of a refusal.
#[must_use]
pub fn outcome(status: StatusCode, refusal: &Refusal) -> Json {
    let issues: Vec<Json> = match refusal {
        Refusal::Invalid(faults) => {
            let of = |f: &FieldFault| {
                let kind = if f.code == "kernel.missing" { "required" } else { "value" };
                issue(
                    kind,
                    &f.code,
                    &format!("{}：{}", f.field, f.zh),
                    &format!("{}: {}", f.field, f.en),
                    Some(&f.field),
                )
            };
            faults.iter().map(of).collect()
        }
        other => {
            let (code, zh, en) = other.told();
            let kind = if code == "kernel.exists" { "duplicate" } else { kind(status) };
            vec![issue(kind, code, &zh, &en, None)]
        }
    };
    json!({ "resourceType": "OperationOutcome", "issue": issues })
}

impl IntoResponse for No {
    fn into_response(self) -> Response {
        let body = self.0.clone();
        // The status, what is logged and how long to wait are decided where every refusal is.
        let mut response = self.0.into_response();
        let status = response.status();
        *response.body_mut() = outcome(status, &body).to_string().into();
        let headers = response.headers_mut();
        headers.remove(header::CONTENT_LENGTH);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA));
        let asked = match status {
            StatusCode::UNAUTHORIZED => Some("Bearer"),
            StatusCode::FORBIDDEN => Some("Bearer error=\"insufficient_scope\""),
            _ => None,
        };
        if let Some(asked) = asked {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(asked));
        }
        response
    }
}
