//! The key under which a phone keeps its work while it has no network: given to a session, never kept, gone from the phone when
//! the session is over.

use axum::Json as Reply;
use axum::extract::State;
use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use weiguang_domain::access::Via;
use weiguang_domain::kernel::time::Span;

use super::store;
use crate::App;
use crate::web::Refusal;
use crate::web::extract::{Query, SignedIn, session_secret};

/// Which device asks.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct VaultQuery {
    /// A UUID that the device made for itself once.
    device: Uuid,
}

/// The key of one account on one device. Its `Debug` would show the key, so it has none.
#[derive(Clone, Serialize, ToSchema)]
pub struct VaultKey {
    /// 32 bytes in base64: the same after signing in again.
    pub key: String,
    /// Whose.
    pub account: Uuid,
    /// When the session ends if it is not used again, RFC 3339.
    pub until: String,
}

/// The key under which this device keeps this account's work. Only a signed-in person has one; a program's token does not.
#[utoipa::path(get, path = "/session/vault", tag = "access", params(VaultQuery), responses((status = 200, body = VaultKey)))]
pub async fn vault_key(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<VaultQuery>,
    headers: HeaderMap,
) -> Result<Reply<VaultKey>, Refusal> {
    let secret = session_secret(&headers).filter(|_| actor.via == Via::Session).ok_or(Refusal::SignedOut)?;
    let digest = app.seal().digest(secret.as_bytes());
    let session = app.read(move |tx| store::session(tx, &digest)?.ok_or(Refusal::SignedOut)).await?;
    let idle = Span::hours(app.settings().sessions.idle_hours);
    Ok(Reply(VaultKey {
        key: STANDARD.encode(app.seal().vault(actor.account, query.device).as_slice()),
        account: actor.account.uuid(),
        until: session.expires_at.min(session.seen_at + idle).to_string(),
    }))
}
