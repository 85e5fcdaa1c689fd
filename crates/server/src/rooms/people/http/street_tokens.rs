//! HTTP endpoints of the tokens in a street, for those who manage people there.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;
use std::collections::HashSet;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::Verb;
use weiguang_domain::kernel::ids::{AccountId, TokenId};
use weiguang_domain::people::Standing;

use super::tokens::{NewToken, made, new_of};
use super::{UnderQuery, streets_for, under_of};
use crate::App;
use crate::access;
use crate::rooms::grid::territory::Territory;
use crate::rooms::people::access_view::{AccessView, named};
use crate::rooms::people::ops::street_tokens as ops;
use crate::rooms::people::ops::tokens::by_hand;
use crate::rooms::people::store::grants as given;
use crate::rooms::people::store::grants::Effect;
use crate::web::Refusal;
use crate::web::answer::nothing;
use crate::web::extract::{IdempotencyKey, Query, SignedIn};

/// The most rows of one list.
const LISTED: i64 = 1_000;

/// A token with what is known of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PeopleStreetToken)]
pub struct StreetToken {
    /// Which token.
    pub token: Uuid,
    /// What it is for, what it may do, where, who made and confirmed it, and when it was last used.
    #[serde(flatten)]
    pub access: AccessView,
}

/// The tokens in a street.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PeopleStreetTokenPage)]
pub struct StreetTokenPage {
    /// Those that wait first; then the newest.
    pub items: Vec<StreetToken>,
    /// The verbs that a token of the street can be given.
    pub offered: Vec<String>,
}

/// The tokens for places in a street: those of the street and those of people; without their secrets.
#[utoipa::path(get, path = "/people/street-tokens", tag = "people", params(UnderQuery), responses((status = 200, body = StreetTokenPage)))]
pub async fn list_street_tokens(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<UnderQuery>,
) -> Result<Reply<StreetTokenPage>, Refusal> {
    by_hand(&actor)?;
    let scope = actor.scope(Verb::PeopleManage);
    let (under, street) = under_of(&app, &scope, query.under, Verb::PeopleManage)?;
    let territory = app.state::<Territory>();
    let today = app.now().day();
    let items = app
        .read(move |tx| {
            let mut waiting = given::standing(tx, &street, Standing::Waiting, &under, LISTED)?;
            waiting.retain(|one| matches!(one.effect, Effect::Token { .. }) && scope.covers(&one.code));
            let mut lines = access::store::tokens_under(tx, &under)?;
            lines.retain(|line| scope.covers(&line.code));
            let mut acts = Vec::new();
            for line in &lines {
                let mut act = None;
                for standing in [Standing::Confirmed, Standing::Unconfirmed, Standing::Free] {
                    act = act.or(given::of_subject(tx, &street, line.id.uuid(), standing)?);
                }
                acts.push(act);
            }
            let mut all: HashSet<AccountId> = lines.iter().map(|line| line.account).collect();
            all.extend(waiting.iter().chain(acts.iter().flatten()).flat_map(named));
            let names = crate::access::store::names(tx, &all)?;
            let keepers = given::keepers(tx, &street, today)?;
            let mut items: Vec<StreetToken> = Vec::new();
            for one in &waiting {
                let access = AccessView::of(&territory, &names, one, (&actor, &keepers), &[]);
                items.push(StreetToken { token: one.effect.subject(), access });
            }
            for (line, act) in lines.iter().zip(&acts) {
                let mut access = AccessView::of_token(&territory, &names, line);
                if let Some(act) = act {
                    access.sign(&names, act);
                }
                items.push(StreetToken { token: line.id.uuid(), access });
            }
            Ok(items)
        })
        .await?;
    let offered = Verb::ALL.iter().filter(|verb| ops::offers(**verb)).map(|verb| verb.key().to_owned()).collect();
    Ok(Reply(StreetTokenPage { items, offered }))
}

/// Makes a token of the street. One that reaches residents works once a second person has confirmed it. Its secret is shown once.
#[utoipa::path(post, path = "/people/street-tokens", tag = "people", request_body = NewToken, responses((status = 201, body = super::tokens::MadeToken)))]
pub async fn make_street_token(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<NewToken>,
) -> Result<Response, Refusal> {
    let (sending, body) = (send.send(), send.body);
    let street = body.code.street().filter(|street| streets_for(&app, &actor, Verb::PeopleManage).contains(street));
    let street = street.ok_or(Refusal::Denied(Verb::PeopleManage))?;
    let (new, secret) = new_of(&app, body);
    let sent = app.write(&actor, street, sending, move |work| ops::make(work, &new)).await?;
    Ok(made(sent, secret))
}

/// Withdraws a token in the street, also one created by somebody else.
#[utoipa::path(delete, path = "/people/street-tokens/{id}", tag = "people", params(("id" = Uuid, Path), UnderQuery), responses((status = 204)))]
pub async fn withdraw_street_token(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    Query(query): Query<UnderQuery>,
    send: IdempotencyKey<()>,
) -> Result<Response, Refusal> {
    let (_, street) = under_of(&app, &actor.scope(Verb::PeopleManage), query.under, Verb::PeopleManage)?;
    let id = TokenId::new(id);
    let sent = app.write(&actor, street, send.send(), move |work| ops::withdraw(work, id)).await?;
    Ok(nothing(sent.replayed))
}
