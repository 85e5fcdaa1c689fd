//! Refusals in FHIR: every [`Refusal`] as an `OperationOutcome`, with our stable code and both languages.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value as Json, json};

use super::MEDIA;
use crate::web::{FieldFault, Refusal};

/// A refusal at the FHIR endpoints. Handlers return it with `?`, and it is written in FHIR's format.
#[derive(Debug)]
pub struct No {
    /// The refusal.
    pub refusal: Refusal,
    /// The status, if it differs from the refusal's own.
    pub status: Option<StatusCode>,
}

impl<T: Into<Refusal>> From<T> for No {
    fn from(refusal: T) -> Self {
        Self { refusal: refusal.into(), status: None }
    }
}

impl No {
    /// A part of a query that cannot be answered.
    #[must_use]
    pub fn query(name: &str, code: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        let fault = FieldFault::new(name, code, zh, en);
        Self { refusal: Refusal::field(fault), status: Some(StatusCode::BAD_REQUEST) }
    }
    /// A refusal by HTTP itself.
    #[must_use]
    pub fn http(status: StatusCode) -> Self {
        let (code, zh, en) = match status {
            StatusCode::NOT_FOUND => {
                ("fhir.unknown", "没有这一类资源，或地址有误。", "There is no such type of resource or address.")
            }
            StatusCode::METHOD_NOT_ALLOWED => {
                ("fhir.method", "这个地址不支持此操作。", "This address does not take that method.")
            }
            StatusCode::NOT_ACCEPTABLE => (
                "fhir.format",
                "只提供 JSON 格式（application/fhir+json）。",
                "Only JSON is given: application/fhir+json.",
            ),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => (
                "fhir.media",
                "只接受 JSON 格式（application/fhir+json）。",
                "Only JSON is taken: application/fhir+json.",
            ),
            StatusCode::PAYLOAD_TOO_LARGE => ("kernel.too-large", "内容过大。", "The body is too large."),
            _ => ("kernel.invalid", "请求无法处理。", "The request cannot be processed."),
        };
        Self { refusal: Refusal::rule(code, zh, en), status: Some(status) }
    }
    /// Whether there is no such thing, or the actor may not see it.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(self.refusal, Refusal::NotFound(_))
    }
}

/// One issue. `zh` is the displayed text, `en` its translation.
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

/// HL7's issue type for a status.
const fn kind(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 | 422 => "invalid",
        401 => "login",
        403 => "forbidden",
        404 | 410 => "not-found",
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
        let body = self.refusal.clone();
        // Logging, waiting times and the status are decided where every refusal is, except for HTTP's own statuses.
        let mut response = self.refusal.into_response();
        let status = self.status.unwrap_or(response.status());
        *response.status_mut() = status;
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
