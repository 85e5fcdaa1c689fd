//! HTTP endpoints of invitations: for one person, for everybody who never signed in, their list, and their end. Link and code are in the
//! first answer only: the stored answer for a repeated request lacks them.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::Verb;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::people::invitation;

use super::{UnderQuery, street_of_account, under_of};
use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::rooms::people::ops::invitations as ops;
use crate::rooms::people::store::{accounts as rows, invitations};
use crate::rooms::people::view::{LoginSlip, NamedPerson, person};
use crate::web::Refusal;
use crate::web::answer::{nothing, written};
use crate::web::extract::{IdempotencyKey, Query, SignedIn};

/// The most invitations of a list.
const LISTED: i64 = 500;

/// Invites a person to set a password, for the first time or after they forgot theirs: an older invitation and their sessions end.
#[utoipa::path(post, path = "/people/accounts/{id}/invitation", tag = "people", params(("id" = Uuid, Path)), responses((status = 201, body = LoginSlip)))]
pub async fn invite_account(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<serde::de::IgnoredAny>,
) -> Result<Response, Refusal> {
    let id = AccountId::new(id);
    let street = street_of_account(&app, &actor, Verb::PeopleManage, id).await?;
    let sent = app.write(&actor, street, send.send(), move |work| ops::issue(work, id)).await?;
    let slip = LoginSlip::of(&app.state::<Territory>(), &street, sent.value);
    Ok(written(StatusCode::CREATED, &slip, None, sent.replayed))
}

/// Withdraws the invitation of a person.
#[utoipa::path(delete, path = "/people/accounts/{id}/invitation", tag = "people", params(("id" = Uuid, Path)), responses((status = 204)))]
pub async fn revoke_invitation(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<()>,
) -> Result<Response, Refusal> {
    let id = AccountId::new(id);
    let street = street_of_account(&app, &actor, Verb::PeopleManage, id).await?;
    let sent = app.write(&actor, street, send.send(), move |work| ops::revoke(work, id)).await?;
    Ok(nothing(sent.replayed))
}

/// Whom to invite.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = PeopleInviteMany)]
#[serde(deny_unknown_fields, default)]
pub struct InviteMany {
    /// A code: everybody who serves under it and never signed in. Without it, the street.
    #[schema(value_type = Option<String>)]
    under: Option<GridCode>,
    /// Also those who hold an invitation that can still be used; it ends.
    again: bool,
}

/// What inviting many made.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = PeopleLoginSlips)]
pub struct LoginSlips {
    /// By login.
    pub items: Vec<LoginSlip>,
    /// People who also serve elsewhere, and are invited by those who manage people there as well.
    pub skipped: usize,
    /// Whether there are more than one press makes.
    pub more: bool,
}

/// Invites everybody under a code who never signed in.
#[utoipa::path(post, path = "/people/invitations", tag = "people", request_body = InviteMany, responses((status = 201, body = LoginSlips)))]
pub async fn invite_many(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<InviteMany>,
) -> Result<Response, Refusal> {
    let scope = actor.scope(Verb::PeopleManage);
    let (under, street) = under_of(&app, &scope, send.body.under, Verb::PeopleManage)?;
    let (sending, again, codes) = (send.send(), send.body.again, scope.under(&under));
    let sent = app.write(&actor, street, sending, move |work| ops::issue_all(work, &codes, again)).await?;
    let territory = app.state::<Territory>();
    let slips = LoginSlips {
        items: sent.value.items.into_iter().map(|one| LoginSlip::of(&territory, &street, one)).collect(),
        skipped: sent.value.skipped,
        more: sent.value.more,
    };
    Ok(written(StatusCode::CREATED, &slips, None, sent.replayed))
}

/// An invitation in a list; never its link or code.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PeopleInvitationView)]
pub struct InvitationView {
    /// For whom.
    pub account: NamedPerson,
    /// Their login.
    pub login: String,
    /// Who made it; its name is empty where the operator did.
    pub by: NamedPerson,
    /// Since when, RFC 3339.
    pub created_at: String,
    /// Until when, RFC 3339.
    pub expires: String,
    /// `open`, `used`, `revoked` or `expired`.
    pub state: String,
}

/// Invitations.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PeopleInvitationPage)]
pub struct InvitationPage {
    /// Newest first; what a newer one replaced is left out.
    pub items: Vec<InvitationView>,
}

/// Invitations of those who serve under a code.
#[utoipa::path(get, path = "/people/invitations", tag = "people", params(UnderQuery), responses((status = 200, body = InvitationPage)))]
pub async fn list_invitations(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<UnderQuery>,
) -> Result<Reply<InvitationPage>, Refusal> {
    let scope = actor.scope(Verb::PeopleManage);
    let (under, street) = under_of(&app, &scope, query.under, Verb::PeopleManage)?;
    let (now, codes) = (app.now(), scope.under(&under));
    let items = app
        .read(move |tx| {
            let mut found = Vec::new();
            for prefix in &codes {
                found.extend(invitations::under(tx, &street, prefix, now.day(), LISTED)?);
            }
            found.sort_by_key(|one| std::cmp::Reverse(one.id));
            found.dedup_by_key(|one| one.id);
            let makers: HashSet<AccountId> = found.iter().map(|one| one.by).collect();
            let names = crate::access::store::names(tx, &makers)?;
            let mut items = Vec::with_capacity(found.len());
            for one in found {
                let Some(row) = rows::read(tx, one.account)? else { continue };
                items.push(InvitationView {
                    account: NamedPerson { id: row.id.uuid(), name: row.name },
                    login: row.login,
                    by: person(&names, one.by),
                    created_at: one.created_at.to_string(),
                    expires: one.expires_at.to_string(),
                    state: invitation::state(one.expires_at, one.end, now).to_owned(),
                });
            }
            Ok(items)
        })
        .await?;
    Ok(Reply(InvitationPage { items }))
}
