//! The key for a phone's data while it is offline: sent to a session, never stored here, and deleted on the phone when the session is known
//! to have ended.

use axum::Json as Reply;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use weiguang_domain::access::session::Lifetime;
use weiguang_domain::access::{Actor, Via};
use weiguang_domain::kernel::time::Moment;

use super::http::set_cookie;
use crate::App;
use crate::access::{cookie, lifetimes, store};
use crate::web::Refusal;
use crate::web::extract::{Query, SignedIn, session_secret};

/// Which device asks.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct VaultQuery {
    /// A UUID that the device made for itself once.
    device: Uuid,
    /// Whether this is somebody's own phone, which works without a network for days: from here on the session lives as a phone's. A shared desk
    /// does not say so.
    #[serde(default)]
    lasting: bool,
}

/// The key of one account on one device. Its `Debug` would show the key, so it has none.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = AccessVaultKey)]
pub struct VaultKey {
    /// 32 bytes in base64: the same after signing in again.
    pub key: String,
    /// Whose.
    pub account: Uuid,
    /// When the session ends if the phone does not sync again, RFC 3339.
    pub until: String,
}

/// The key under which this device keeps this account's work. Only a signed-in person has one; a program's token does not.
#[utoipa::path(get, path = "/session/vault", tag = "access", params(VaultQuery), responses((status = 200, body = VaultKey)))]
pub async fn vault_key(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<VaultQuery>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let secret = session_secret(&headers).filter(|_| actor.via == Via::Session).ok_or(Refusal::SignedOut)?;
    let (digest, now, rules) = (app.seal().digest(secret.as_bytes()), app.now(), lifetimes(&app));
    let lifetime = app
        .db()
        .write(move |tx| {
            let session = store::session(tx, &digest)?.ok_or(Refusal::SignedOut)?;
            let on_phone = session.lifetime.on_phone || query.lasting;
            let lifetime = Lifetime { on_phone, ..session.lifetime }.used(now, &rules);
            if query.lasting {
                store::set_device(tx, session.id, query.device)?;
            }
            store::touch_session(tx, session.id, &lifetime)?;
            Ok::<_, Refusal>(lifetime)
        })
        .await?;
    let key = VaultKey {
        key: STANDARD.encode(app.seal().vault(actor.account, query.device).as_slice()),
        account: actor.account.uuid(),
        until: lifetime.until(&rules).to_string(),
    };
    let mut response = Reply(key).into_response();
    if lifetime.on_phone {
        // The browser keeps the cookie as long as the session can live; its end is decided here.
        set_cookie(&mut response, &cookie(&app, Some(&secret), lifetime.created_at + rules.on_phone));
    }
    Ok(response)
}

/// When the session of a phone ends if it does not sync again; `None` for a program's token.
///
/// # Errors
/// The store's errors.
pub async fn until(app: &App, actor: &Actor, headers: &HeaderMap) -> Result<Option<Moment>, Refusal> {
    let Some(secret) = session_secret(headers).filter(|_| actor.via == Via::Session) else { return Ok(None) };
    let (digest, rules) = (app.seal().digest(secret.as_bytes()), lifetimes(app));
    let session = app.read(move |tx| Ok(store::session(tx, &digest)?)).await?;
    Ok(session.map(|session| session.lifetime.until(&rules)))
}
