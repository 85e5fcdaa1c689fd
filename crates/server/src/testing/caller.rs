//! Callers over HTTP in tests, and the responses.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tower::ServiceExt as _;
use uuid::Uuid;

use super::TestApp;

/// A caller: a signed-in person, or nobody.
pub struct Caller<'a> {
    pub(super) test: &'a TestApp,
    pub(super) cookie: Option<String>,
}

/// A response.
#[derive(Debug)]
pub struct TestResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: axum::http::HeaderMap,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl TestResponse {
    /// The body as JSON; null if it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }
    /// The body as JSON, if the status is a success.
    #[track_caller]
    pub fn good(self) -> Value {
        assert!(self.status.is_success(), "{}: {}", self.status, String::from_utf8_lossy(&self.bytes));
        self.json()
    }
    /// The stable code of a problem with this status.
    #[track_caller]
    pub fn refused(self, status: u16) -> String {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.bytes));
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl Caller<'_> {
    /// Sends a request with these headers.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        key: Option<Uuid>,
        version: Option<i64>,
        body: Option<&Value>,
    ) -> TestResponse {
        let whole = path.starts_with("/api") || path.starts_with("/healthz");
        let path = if whole { path.to_owned() } else { format!("/api/v1{path}") };
        let mut request = Request::builder().method(method).uri(path).header("x-weiguang", "1");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if let Some(key) = key {
            request = request.header("idempotency-key", key.to_string());
        }
        if let Some(version) = version {
            request = request.header(header::IF_MATCH, format!("\"{version}\""));
        }
        let body = match body {
            Some(json) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(json.to_string())
            }
            None => Body::empty(),
        };
        self.raw(request.body(body).unwrap()).await
    }

    /// The cookie of the session, for a request built by the test; empty for nobody.
    pub fn cookie(&self) -> &str {
        self.cookie.as_deref().unwrap_or_default()
    }

    /// Sends a file in a multipart form, with other fields before it.
    pub async fn upload(&self, path: &str, key: Uuid, fields: &[(&str, &str)], file: &[u8]) -> TestResponse {
        let line = "between-the-parts";
        let mut form = Vec::new();
        for (name, text) in fields {
            let part = format!("--{line}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
            form.extend(part.into_bytes());
        }
        let head = format!("--{line}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n");
        form.extend([head.as_bytes(), file, format!("\r\n--{line}--\r\n").as_bytes()].concat());
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(format!("/api/v1{path}"))
            .header("x-weiguang", "1")
            .header("idempotency-key", key.to_string())
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={line}"));
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        self.raw(request.body(Body::from(form)).unwrap()).await
    }

    /// Sends a request built by the test.
    pub async fn raw(&self, request: Request<Body>) -> TestResponse {
        let response = self.test.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        TestResponse { status: parts.status, headers: parts.headers, bytes }
    }

    /// Reads.
    pub async fn get(&self, path: &str) -> TestResponse {
        self.send(Method::GET, path, None, None, None).await
    }

    /// Writes under a fresh key.
    pub async fn post(&self, path: &str, body: &Value) -> TestResponse {
        self.send(Method::POST, path, Some(self.test.id()), None, Some(body)).await
    }

    /// PUTs a body under a fresh key.
    pub async fn put(&self, path: &str, body: &Value) -> TestResponse {
        self.send(Method::PUT, path, Some(self.test.id()), None, Some(body)).await
    }

    /// Acts on a case at its present version.
    pub async fn act(&self, case: &str, body: &Value) -> TestResponse {
        let version = self.get(&format!("/cases/{case}")).await.json()["version"].as_i64();
        self.send(Method::POST, &format!("/cases/{case}/actions"), Some(self.test.id()), version, Some(body)).await
    }
}
