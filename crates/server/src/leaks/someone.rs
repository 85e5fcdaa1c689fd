//! A caller who sends sample requests: with a session, with a token, or without either.

use axum::body::Body as Bytes;
use axum::http::{HeaderName, Method, Request, header};
use uuid::Uuid;

use super::sample::{Body, Sample};
use crate::testing::{TestApp, TestResponse};

/// The boundary between the parts of a multipart form.
const LINE: &str = "between-the-parts";

/// A caller.
pub struct Someone<'a> {
    /// The caller's name in the test.
    pub who: &'static str,
    test: &'a TestApp,
    shows: Option<(HeaderName, String)>,
}

impl<'a> Someone<'a> {
    /// A caller with a session cookie; an empty cookie means not signed in.
    pub fn new(test: &'a TestApp, who: &'static str, cookie: &str) -> Self {
        let shows = (!cookie.is_empty()).then(|| (header::COOKIE, cookie.to_owned()));
        Self { who, test, shows }
    }

    /// A caller with a token.
    pub fn with_token(test: &'a TestApp, who: &'static str, secret: &str) -> Self {
        Self { who, test, shows: Some((header::AUTHORIZATION, format!("Bearer {secret}"))) }
    }

    /// A request with the caller's credentials.
    pub fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let request = Request::builder().method(method).uri(path).header("x-weiguang", "1");
        let request = request.header(header::HOST, "street.example");
        match &self.shows {
            Some((name, value)) => request.header(name, value),
            None => request,
        }
    }

    /// Sends a GET request.
    pub async fn reads(&self, path: &str) -> TestResponse {
        self.test.public().raw(self.request(Method::GET, path).body(Bytes::empty()).unwrap()).await
    }

    /// Sends a sample request under an idempotency key, and with a version if it needs one.
    pub async fn sends(&self, sample: &Sample, key: Uuid, version: i64) -> TestResponse {
        let mut request = self.request(sample.method.clone(), &sample.filled());
        request = request.header("idempotency-key", key.to_string());
        if sample.versioned {
            request = request.header(header::IF_MATCH, format!("\"{version}\""));
        }
        let (kind, bytes) = match &sample.body {
            Body::None => (None, Vec::new()),
            Body::Json(value) => (Some("application/json".to_owned()), value.to_string().into_bytes()),
            Body::Bytes(kind, bytes) => (Some((*kind).to_owned()), bytes.clone()),
            Body::Form(fields, file) => (Some(format!("multipart/form-data; boundary={LINE}")), form(fields, file)),
        };
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        self.test.public().raw(request.body(Bytes::from(bytes)).unwrap()).await
    }
}

fn form(fields: &[(&'static str, String)], file: &[u8]) -> Vec<u8> {
    let mut form = Vec::new();
    for (name, text) in fields {
        form.extend(
            format!("--{LINE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n").into_bytes(),
        );
    }
    let head = format!("--{LINE}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file.csv\"\r\n\r\n");
    form.extend([head.as_bytes(), file, format!("\r\n--{LINE}--\r\n").as_bytes()].concat());
    form
}
