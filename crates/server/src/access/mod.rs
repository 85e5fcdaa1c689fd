//! Authentication: passwords (Argon2id), sessions and tokens by the keyed hash of their secret, and the actor of a request.

pub mod accounts;
pub mod actors;
pub mod holders;
pub mod password;
pub mod store;

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use weiguang_domain::access::session::Lifetimes;
use weiguang_domain::access::{Actor, Via};
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::time::{Moment, Span};

use crate::App;
use crate::outside::chance::Chance;
use crate::outside::seal::Seal;
use crate::problem::Refusal;
use actors::Actors;

/// The session cookie's name.
pub const COOKIE: &str = "weiguang";
/// Prefix of API tokens, so that secret scanners recognise them.
pub const TOKEN_PREFIX: &str = "wg_";
/// Random bytes in the secret of a session or token.
const SECRET_BYTES: usize = 32;
/// Shortest interval between two writes of a session's or token's last use.
const SEEN_EVERY: Span = Span::minutes(10);

/// A new secret and its keyed hash, which is what is stored.
#[must_use]
pub fn new_secret(app: &App, prefix: &str) -> (String, [u8; 32]) {
    secret_from(app.seal(), app.chance(), prefix)
}

/// The same as `new_secret`, for use inside a transaction.
#[must_use]
pub fn secret_from(seal: &Seal, chance: &Chance, prefix: &str) -> (String, [u8; 32]) {
    let secret = format!("{prefix}{}", URL_SAFE_NO_PAD.encode(chance.bytes::<SECRET_BYTES>()));
    let digest = seal.digest(secret.as_bytes());
    (secret, digest)
}

/// A keyed hash as text, for values stored as JSON.
#[must_use]
pub fn digest_text(digest: &[u8; 32]) -> String {
    URL_SAFE_NO_PAD.encode(digest)
}

/// Reads a keyed hash from its text.
///
/// # Errors
/// [`Refusal::Internal`] if the text is not a hash.
pub fn digest_of(text: &str) -> Result<[u8; 32], Refusal> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| Refusal::Internal("a stored hash cannot be read".into()))
}

/// Proof of identity for a stream that outlives its request: the keyed hash of the secret, not the secret itself.
#[derive(Clone, Copy, Debug)]
pub enum Proof {
    /// A session's cookie.
    Session([u8; 32]),
    /// A program's token.
    Token([u8; 32]),
}

impl Proof {
    /// The proof of identity in these headers: the token if there is one, else the session cookie.
    #[must_use]
    pub fn of(app: &App, headers: &HeaderMap) -> Option<Self> {
        let digest = |secret: &str| app.seal().digest(secret.as_bytes());
        let token = headers.get(AUTHORIZATION).and_then(|v| v.to_str().ok()).and_then(|v| v.strip_prefix("Bearer "));
        match token {
            Some(token) => Some(Self::Token(digest(token))),
            None => session_secret(headers).map(|secret| Self::Session(digest(&secret))),
        }
    }

    /// The current actor. Calling this does not count as a use of the session, so an open stream does not prolong a session.
    ///
    /// # Errors
    /// [`Refusal::SignedOut`] if it has expired, or its account is no longer active.
    pub async fn actor(&self, app: &App) -> Result<Actor, Refusal> {
        let (Self::Session(digest) | Self::Token(digest)) = *self;
        if let Some(actor) = app.state::<Actors>().get(&digest, app.now()) {
            return Ok(actor);
        }
        match self {
            Self::Session(digest) => Ok(session_actor(app, *digest).await?.1),
            Self::Token(digest) => Ok(token_actor(app, *digest).await?.1),
        }
    }
}

/// Configured lifetimes of sessions.
#[must_use]
pub fn lifetimes(app: &App) -> Lifetimes {
    let set = &app.settings().sessions;
    let (offline, on_phone) = (Span::days(set.offline_days), Span::days(set.phone_days));
    Lifetimes { idle: Span::hours(set.idle_hours), offline, on_phone }
}

/// Checks a session by the hash of its secret; returns the session and its actor.
async fn session_actor(app: &App, digest: [u8; 32]) -> Result<(store::Session, Actor), Refusal> {
    let now = app.now();
    let rules = lifetimes(app);
    let found = app
        .read(move |tx| {
            let Some(session) = store::session(tx, &digest)? else { return Ok(None) };
            if now > session.lifetime.until(&rules) {
                return Ok(None);
            }
            let actor = actors::actor(tx, session.account, now.day(), Via::Session)?;
            Ok(actor.map(|a| (session, a)))
        })
        .await?;
    found.ok_or(Refusal::SignedOut)
}

/// Checks a token by the hash of its secret; returns the token and its actor. A personal token has at most its owner's present rights. A
/// token of the street acts under its own name and stays valid when the account that created it ends.
async fn token_actor(app: &App, digest: [u8; 32]) -> Result<(store::Token, Actor), Refusal> {
    let now = app.now();
    app.read(move |tx| {
        let Some(token) = store::token(tx, &digest)?.filter(|t| now <= t.expires_at) else { return Ok(None) };
        let via = Via::Token { verbs: token.verbs.clone(), code: token.code };
        if token.of_street {
            let actor = Actor::of_street(AccountId::new(token.id.uuid()), token.name.clone(), token.code, via);
            return Ok(Some((token, actor)));
        }
        let actor = actors::actor(tx, token.account, now.day(), via)?;
        let held = actor.filter(|a| token.verbs.iter().any(|verb| a.stands_behind(*verb, &token.code)));
        Ok(held.map(|actor| (token, actor)))
    })
    .await?
    .ok_or(Refusal::SignedOut)
}

/// The actor of a session's secret.
///
/// # Errors
/// [`Refusal::SignedOut`] if there is no such session, it has expired, or its account is no longer active.
pub async fn by_session(app: &App, secret: &str) -> Result<Actor, Refusal> {
    let digest = app.seal().digest(secret.as_bytes());
    let now = app.now();
    // The cache is fetched before the read: if posts change meanwhile, the cache is replaced, and this result goes into the discarded one.
    let known = app.state::<Actors>();
    if let Some(actor) = known.get(&digest, now) {
        return Ok(actor);
    }
    let (session, actor) = session_actor(app, digest).await?;
    if now > session.lifetime.seen_at + SEEN_EVERY {
        let used = session.lifetime.used(now, &lifetimes(app));
        app.db().write(move |tx| store::touch_session(tx, session.id, &used).map_err(Refusal::from)).await?;
    }
    known.put(digest, actor.clone(), now);
    Ok(actor)
}

/// The actor of a token.
///
/// # Errors
/// [`Refusal::SignedOut`] if there is no such token, it has expired, or its owner has none of its rights any more.
pub async fn by_token(app: &App, token: &str) -> Result<Actor, Refusal> {
    let digest = app.seal().digest(token.as_bytes());
    let now = app.now();
    // The cache is fetched before the read: if posts change meanwhile, the cache is replaced, and this result goes into the discarded one.
    let known = app.state::<Actors>();
    if let Some(actor) = known.get(&digest, now) {
        return Ok(actor);
    }
    let (token, actor) = token_actor(app, digest).await?;
    if now > token.used_at + SEEN_EVERY {
        app.db().write(move |tx| store::touch_token(tx, token.id, now).map_err(Refusal::from)).await?;
    }
    known.put(digest, actor.clone(), now);
    Ok(actor)
}

/// The secret in the session cookie.
#[must_use]
pub fn session_secret(headers: &HeaderMap) -> Option<String> {
    cookie_of(headers, COOKIE)
}

/// The value of a cookie by its name.
#[must_use]
pub fn cookie_of(headers: &HeaderMap, wanted: &str) -> Option<String> {
    headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';')).find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == wanted).then(|| value.to_owned())
    })
}

/// The value of `Set-Cookie` that sets a session's secret, or removes the cookie if there is no secret.
#[must_use]
pub fn cookie(app: &App, secret: Option<&str>, ends: Moment) -> String {
    let secure = if app.settings().http.https { "; Secure" } else { "" };
    let (value, age) = match secret {
        Some(secret) => (secret, (ends - app.now()).as_micros() / 1_000_000),
        None => ("", 0),
    };
    format!("{COOKIE}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={age}{secure}")
}
