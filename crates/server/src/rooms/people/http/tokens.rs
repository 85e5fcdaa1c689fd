//! HTTP endpoints of API tokens: the secret is in the answer to the first request only.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::TokenId;
use weiguang_domain::kernel::time::Moment;

use super::own_street;
use crate::App;
use crate::access::{self, TOKEN_PREFIX};
use crate::app::Sent;
use crate::rooms::people::ops::tokens::{self, TokenView};
use crate::web::Refusal;
use crate::web::answer::{nothing, written};
use crate::web::extract::{IdempotencyKey, SignedIn};
use crate::web::words::Bilingual;

/// Tokens of one's own.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PeopleTokenPage)]
pub struct TokenPage {
    /// Newest first.
    pub items: Vec<TokenView>,
}

/// One's tokens, without their secrets.
#[utoipa::path(get, path = "/people/tokens", tag = "people", responses((status = 200, body = TokenPage)))]
pub async fn list_tokens(State(app): State<App>, SignedIn(actor): SignedIn) -> Result<Reply<TokenPage>, Refusal> {
    tokens::by_hand(&actor)?;
    let (account, now) = (actor.account, app.now());
    let lines = app.read(move |tx| Ok(access::store::tokens_of(tx, account)?)).await?;
    Ok(Reply(TokenPage { items: lines.iter().map(|line| TokenView::of(line, now)).collect() }))
}

/// A token as it is asked for.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = PeopleNewToken)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// A UUIDv7 made by the client.
    pub id: Uuid,
    /// What for.
    pub name: String,
    /// What it may do: keys of verbs that its owner may do under the code, or scopes as SMART on FHIR writes them.
    pub verbs: Vec<String>,
    /// Where.
    #[schema(value_type = String)]
    pub code: GridCode,
    /// Until when, RFC 3339; within a year.
    #[schema(value_type = String)]
    pub expires: Moment,
}

/// A token that was just made.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PeopleMadeToken)]
pub struct MadeToken {
    /// The token.
    pub token: TokenView,
    /// Its secret, this once; null in the answer to a resend.
    pub secret: Option<String>,
    /// What to do with the secret, or why it is not here.
    pub note: Bilingual,
}

/// Makes a token. Its secret is shown once and not kept: a resend makes no second token, and shows no secret.
#[utoipa::path(post, path = "/people/tokens", tag = "people", request_body = NewToken, responses((status = 201, body = MadeToken)))]
pub async fn make_token(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<NewToken>,
) -> Result<Response, Refusal> {
    let street = own_street(&app, &actor)?;
    let (sending, (new, secret)) = (send.send(), new_of(&app, send.body));
    let sent = app.write(&actor, street, sending, move |work| tokens::make(work, &new)).await?;
    Ok(made(sent, secret))
}

/// The requested token, with a new secret.
pub(super) fn new_of(app: &App, body: NewToken) -> (tokens::New, String) {
    let (secret, digest) = access::new_secret(app, TOKEN_PREFIX);
    let NewToken { id, name, verbs, code, expires } = body;
    (tokens::New { id: TokenId::new(id), name, verbs, code, expires, digest }, secret)
}

/// The answer with the secret, only this once.
pub(super) fn made(sent: Sent<TokenView>, secret: String) -> Response {
    let (secret, note) = if sent.replayed {
        let zh = "该令牌已创建；密钥只显示一次，不再保存。若未收到，请撤销后重新创建。";
        let en = "This token exists already; its secret was shown once and is not kept. If it was lost, withdraw the token and make another.";
        (None, Bilingual::new(zh, en))
    } else {
        (
            Some(secret),
            Bilingual::new("请立即保存密钥，它不会再次显示。", "Keep the secret now; it is not shown again."),
        )
    };
    let made = MadeToken { token: sent.value, secret, note };
    written(StatusCode::CREATED, &made, None, sent.replayed)
}

/// Withdraws a token of one's own.
#[utoipa::path(delete, path = "/people/tokens/{id}", tag = "people", params(("id" = Uuid, Path)), responses((status = 204)))]
pub async fn withdraw_token(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<()>,
) -> Result<Response, Refusal> {
    let street = own_street(&app, &actor)?;
    let id = TokenId::new(id);
    let sent = app.write(&actor, street, send.send(), move |work| tokens::withdraw(work, id)).await?;
    Ok(nothing(sent.replayed))
}
