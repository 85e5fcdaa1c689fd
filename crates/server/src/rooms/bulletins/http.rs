//! The edge of bulletins.

use axum::Json as Reply;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use weiguang_domain::access::Verb;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::BulletinId;

use super::{ops, store};
use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::rooms::people::under_of;
use crate::web::answer::written;
use crate::web::extract::{IdempotencyKey, Query, SignedIn};
use crate::web::{FieldFault, Refusal};

/// The routes of this room.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_bulletins, create_bulletin))
}

/// One in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BulletinView {
    /// Its id.
    pub id: Uuid,
    /// Where it belongs.
    pub code: String,
    /// Its title.
    pub title: String,
}

/// A list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BulletinList {
    /// Newest first.
    pub items: Vec<BulletinView>,
}

/// Where.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct BulletinsQuery {
    /// A code; everything under it. Without it, the street.
    #[param(value_type = Option<String>)]
    under: Option<GridCode>,
}

/// Those that the reader may see.
#[utoipa::path(get, path = "/bulletins", tag = "bulletins", params(BulletinsQuery), responses((status = 200, body = BulletinList)))]
pub async fn list_bulletins(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<BulletinsQuery>,
) -> Result<Reply<BulletinList>, Refusal> {
    let scope = actor.scope(Verb::BulletinsRead);
    let (under, street) = under_of(&app, &scope, query.under, Verb::BulletinsRead)?;
    let items = app
        .read(move |tx| {
            let mut all = Vec::new();
            for code in scope.under(&under) {
                all.extend(store::under(tx, &street, &code)?);
            }
            Ok(all)
        })
        .await?;
    let view = |one: store::Record| BulletinView { id: one.id.uuid(), code: one.code.to_string(), title: one.title };
    Ok(Reply(BulletinList { items: items.into_iter().map(view).collect() }))
}

/// A new one.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBulletinBody {
    /// Made by the client, version 7.
    pub id: Uuid,
    /// Where it belongs.
    #[schema(value_type = String)]
    pub code: GridCode,
    /// At most 60 characters.
    pub title: String,
}

/// What was made.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MadeBulletin {
    /// Its id.
    pub id: Uuid,
}

/// Stores a new one.
#[utoipa::path(post, path = "/bulletins", tag = "bulletins", request_body = NewBulletinBody, responses((status = 201, body = MadeBulletin)))]
pub async fn create_bulletin(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<NewBulletinBody>,
) -> Result<Response, Refusal> {
    actor.may_somewhere(Verb::BulletinsEdit)?;
    let (sending, body) = (send.send(), send.body);
    if body.id.get_version_num() != 7 {
        return Err(Refusal::field(FieldFault::new("id", "kernel.id", "编号须为 UUIDv7", "must be a UUIDv7")));
    }
    let served = body.code.street().filter(|street| app.state::<Territory>().serves(street));
    let street = served.ok_or(Refusal::NotFound("cell"))?;
    let id = BulletinId::new(body.id);
    let sent = app.write(&actor, street, sending, move |work| ops::create(work, id, body.code, &body.title)).await?;
    Ok(written(StatusCode::CREATED, &MadeBulletin { id: sent.value }, None, sent.replayed))
}
