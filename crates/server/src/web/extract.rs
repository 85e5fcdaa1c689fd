//! Extractors of handlers: the actor, typed bodies and queries with coded faults, and the two headers of writes.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::{AUTHORIZATION, IF_MATCH};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use http_body_util::LengthLimitError;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use uuid::Uuid;
use weiguang_domain::access::Actor;
use weiguang_domain::kernel::ids::SendId;

pub use super::peer::Peer;
use crate::App;
use crate::access;
pub use crate::access::{cookie_of, session_secret};
use crate::problem::{FieldFault, Refusal};
pub use crate::sends::Sending;

/// A JSON body. An unreadable one is refused with the field at which parsing stopped.
#[derive(Clone, Copy, Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Json<T> {
    type Rejection = Refusal;
    async fn from_request(request: Request, app: &App) -> Result<Self, Refusal> {
        let bytes = read_body(request, app).await?;
        parse(&bytes).map(Self)
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(bytes).map_err(|error| Refusal::field(unreadable::<T>(bytes, &error)))
}

/// The fault of a body, at the field where parsing stopped. A refused body is parsed a second time for it, because tracking the path of
/// each field has a cost.
fn unreadable<T: DeserializeOwned>(bytes: &[u8], error: &serde_json::Error) -> FieldFault {
    let mut again = serde_json::Deserializer::from_slice(bytes);
    let path = serde_path_to_error::deserialize::<_, T>(&mut again).err().map(|e| e.path().to_string());
    let field = path.filter(|path| error.is_data() && path != ".").unwrap_or_else(|| "body".to_owned());
    // In the format in which every other fault names its field: `rows.1.count`.
    let field = field.replace('[', ".").replace(']', "");
    let whole: serde_json::Value = serde_json::from_slice(bytes).unwrap_or_default();
    if whole
        .pointer(&format!("/{}", field.replace('.', "/")))
        .and_then(serde_json::Value::as_str)
        .is_some_and(|text| text.trim().is_empty())
    {
        return FieldFault::missing(&field);
    }
    let (line, column) = (error.line(), error.column());
    let zh = format!("格式不对（第 {line} 行第 {column} 列）：{error}");
    FieldFault::new(&field, "kernel.json", zh, format!("line {line}, column {column}: {error}"))
}

/// A whole body of at most `http.body_bytes`.
///
/// # Errors
/// [`Refusal::TooLarge`]; an incomplete body.
pub async fn read_body(request: Request, app: &App) -> Result<Bytes, Refusal> {
    whole(request.into_body(), app.settings().http.body_bytes).await
}

async fn whole(body: Body, most: usize) -> Result<Bytes, Refusal> {
    axum::body::to_bytes(body, most).await.map_err(|error| {
        if std::error::Error::source(&error).is_some_and(|e| e.is::<LengthLimitError>()) {
            Refusal::TooLarge(most)
        } else {
            Refusal::field(FieldFault::new("body", "kernel.body", "请求内容不完整", "the body could not be read"))
        }
    })
}

/// A raw body of at most this many bytes.
#[derive(Clone, Debug)]
pub struct Raw<const MOST: usize>(pub Bytes);

impl<const MOST: usize> FromRequest<App> for Raw<MOST> {
    type Rejection = Refusal;
    async fn from_request(request: Request, _: &App) -> Result<Self, Refusal> {
        whole(request.into_body(), MOST).await.map(Self)
    }
}

/// A query string; unknown or unreadable parts are named.
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Refusal;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        axum::extract::Query::<T>::from_request_parts(parts, state).await.map(|q| Self(q.0)).map_err(|e| {
            let text = e.body_text();
            Refusal::field(FieldFault::new("query", "kernel.query", format!("查询条件有误：{text}"), text))
        })
    }
}

/// The idempotency key of a write and its typed body, with the hash that distinguishes a repetition from another request.
#[derive(Clone, Debug)]
pub struct IdempotencyKey<T> {
    /// Made by the client, the same on every attempt.
    pub key: SendId,
    /// SHA-256 over method, path and body.
    pub hash: [u8; 32],
    /// The body.
    pub body: T,
}

impl<T> IdempotencyKey<T> {
    /// The key without the body.
    #[must_use]
    pub const fn send(&self) -> Sending {
        Sending { key: self.key, hash: self.hash }
    }

    /// The same for a request with a secret: its hash is keyed, so that nobody without the key can test guesses on it.
    #[must_use]
    pub fn secret(&self, app: &App) -> Sending {
        Sending { key: self.key, hash: app.seal().digest(&self.hash) }
    }
}

/// The key of a write from its headers.
pub fn send_key(headers: &HeaderMap) -> Result<SendId, Refusal> {
    let text = headers.get("idempotency-key").and_then(|v| v.to_str().ok()).ok_or(Refusal::KeyMissing)?;
    Uuid::parse_str(text.trim_matches('"')).map(SendId::new).map_err(|_| Refusal::KeyMissing)
}

/// The hash of a request.
#[must_use]
pub fn request_hash(method: &Method, path: &str, body: &[u8]) -> [u8; 32] {
    Sha256::new()
        .chain_update(method.as_str())
        .chain_update([0])
        .chain_update(path)
        .chain_update([0])
        .chain_update(body)
        .finalize()
        .into()
}

impl<T: DeserializeOwned> FromRequest<App> for IdempotencyKey<T> {
    type Rejection = Refusal;
    async fn from_request(request: Request, app: &App) -> Result<Self, Refusal> {
        let key = send_key(request.headers())?;
        let method = request.method().clone();
        let path = request.uri().path_and_query().map_or_else(String::new, ToString::to_string);
        let bytes = read_body(request, app).await?;
        let hash = request_hash(&method, &path, &bytes);
        // A write without a body is a write of `null`.
        let body = parse(if bytes.is_empty() { b"null" } else { &bytes })?;
        Ok(Self { key, hash, body })
    }
}

/// The version on which an act was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IfMatch(pub i64);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Refusal;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let text = parts.headers.get(IF_MATCH).and_then(|v| v.to_str().ok()).ok_or(Refusal::VersionMissing)?;
        text.trim().trim_start_matches("W/").trim_matches('"').parse().map(Self).map_err(|_| Refusal::VersionMissing)
    }
}

/// A signed-in account, or a token's.
#[derive(Clone, Debug)]
pub struct SignedIn(pub Actor);

impl FromRequestParts<App> for SignedIn {
    type Rejection = Refusal;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let bearer = parts
            .headers
            .get(AUTHORIZATION)
            .and_then(|v| v.to_str().ok())
            .and_then(|v| v.strip_prefix("Bearer "))
            .map(str::to_owned);
        if let Some(token) = bearer {
            return access::by_token(app, &token).await.map(Self);
        }
        let secret = session_secret(&parts.headers).ok_or(Refusal::SignedOut)?;
        // A page of another site can make a browser send the cookie, but not this header.
        if !parts.method.is_safe() && !parts.headers.contains_key("x-weiguang") {
            return Err(Refusal::CrossSite);
        }
        access::by_session(app, &secret).await.map(Self)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only whether it can be read is asked")]
    struct Body {
        expires: jiff::civil::Date,
        rows: Vec<Row>,
    }
    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only whether it can be read is asked")]
    struct Row {
        count: u8,
    }

    #[test]
    fn another_method_path_or_body_is_another_request() {
        let of = |method: Method, path: &str, body: &str| request_hash(&method, path, body.as_bytes());
        let one = of(Method::POST, "/cases/1", "{}");
        assert_eq!(of(Method::POST, "/cases/1", "{}"), one);
        for other in [
            of(Method::PUT, "/cases/1", "{}"),
            of(Method::POST, "/cases/2", "{}"),
            of(Method::POST, "/cases/1", "[]"),
            of(Method::POST, "/cases/1{}", ""),
        ] {
            assert_ne!(other, one);
        }
    }

    #[test]
    fn what_cannot_be_read_is_named_by_its_field() {
        for (body, field, code) in [
            (r#"{"expires":"","rows":[]}"#, "expires", "kernel.missing"),
            (r#"{"expires":"soon","rows":[]}"#, "expires", "kernel.json"),
            (r#"{"expires":"2026-11-28","rows":[{"count":1},{"count":-1}]}"#, "rows.1.count", "kernel.json"),
            (r#"{"expires":"2026-11-28","rows":"#, "body", "kernel.json"),
            (r#"{"expires":"2026-11-28","rows":[]} and more"#, "body", "kernel.json"),
        ] {
            let Err(Refusal::Invalid(faults)) = parse::<Body>(body.as_bytes()) else { panic!("{body}") };
            assert_eq!((faults[0].field.as_str(), faults[0].code.as_str()), (field, code), "{body}");
        }
    }
}
