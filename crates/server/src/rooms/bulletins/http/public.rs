//! Public endpoints for residents without an account: bulletins that are published now, without drafts, bulletins for staff, or those of
//! other streets.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use weiguang_domain::bulletins::is_read_at;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{BulletinId, PictureId};

use crate::App;
use crate::rooms::bulletins::pictures;
use crate::rooms::bulletins::store::{self, Record};
use crate::rooms::grid::territory::Territory;
use crate::web::Refusal;
use crate::web::extract::{Peer, Query};
use crate::web::file::file_response;

/// The routes that need no account.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_public_bulletins)).routes(routes!(read_public_bulletin_picture))
}

/// Where.
#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PublicBulletinsQuery {
    /// The street.
    #[param(value_type = String)]
    street: GridCode,
    /// A community or grid of it: what is told to it, to what is above it and to what is in it. Without it, all of the street.
    #[param(value_type = Option<String>)]
    code: Option<GridCode>,
}

/// A bulletin as residents read it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicBulletin {
    /// Its id.
    pub id: Uuid,
    /// The street, community or grid that tells it, in words.
    pub area: String,
    /// Its title.
    pub title: String,
    /// Plain paragraphs, each on a line.
    pub text: String,
    /// The first day, `YYYY-MM-DD`.
    pub from: String,
    /// The last day.
    pub until: String,
    /// Whether it is shown above the others.
    pub pinned: bool,
    /// Its pictures, in order.
    pub pictures: Vec<Uuid>,
    /// What was put right since it was published.
    pub changed: Option<String>,
}

/// Bulletins for residents.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicBulletins {
    /// Pinned first, then the newest.
    pub items: Vec<PublicBulletin>,
}

/// What is published today, for everybody.
#[utoipa::path(get, path = "/public/bulletins", tag = "public", params(PublicBulletinsQuery), responses((status = 200, body = PublicBulletins)))]
pub async fn list_public_bulletins(
    State(app): State<App>,
    Peer(peer): Peer,
    Query(query): Query<PublicBulletinsQuery>,
) -> Result<Reply<PublicBulletins>, Refusal> {
    app.limits().reads.take(peer, app.now()).map_err(Refusal::TooMany)?;
    let (territory, today, street) = (app.state::<Territory>(), app.now().day(), query.street);
    if !territory.serves(&street) {
        return Err(Refusal::NotFound("street"));
    }
    let mut found = app.read(move |tx| Ok(store::current(tx, &street, today)?)).await?;
    found.retain(|one| one.bulletin.shows_on(today));
    if let Some(code) = query.code {
        found.retain(|one| is_read_at(&one.bulletin.area, &code));
    }
    found.sort_by_key(|one| (!one.bulletin.pinned, std::cmp::Reverse(one.published_at)));
    let view = |Record { id, bulletin: b, .. }: Record| PublicBulletin {
        id: id.uuid(),
        area: territory.words(&b.area),
        title: b.content.title,
        text: b.content.text,
        from: b.content.from.to_string(),
        until: b.content.until.to_string(),
        pinned: b.pinned,
        pictures: b.content.pictures.iter().map(|picture| picture.uuid()).collect(),
        changed: Some(b.changed).filter(|text| !text.is_empty()),
    };
    Ok(Reply(PublicBulletins { items: found.into_iter().map(view).collect() }))
}

/// The bytes of a picture of a bulletin that is published today.
#[utoipa::path(get, path = "/public/bulletins/{id}/pictures/{picture}", tag = "public", params(("id" = Uuid, Path), ("picture" = Uuid, Path)), responses((status = 200)))]
pub async fn read_public_bulletin_picture(
    State(app): State<App>,
    Peer(peer): Peer,
    Path((id, picture)): Path<(Uuid, Uuid)>,
) -> Result<Response, Refusal> {
    app.limits().reads.take(peer, app.now()).map_err(Refusal::TooMany)?;
    let (id, picture) = (BulletinId::new(id), PictureId::new(picture));
    let (streets, today) = (app.state::<Territory>().streets(), app.now().day());
    let found = app
        .read(move |tx| {
            for street in &streets {
                let Some(one) = store::read(tx, street, id)? else { continue };
                if one.bulletin.shows_on(today) && one.bulletin.content.pictures.contains(&picture) {
                    return pictures::content(tx, street, id, picture)?.ok_or(Refusal::NotFound("picture"));
                }
            }
            Err(Refusal::NotFound("picture"))
        })
        .await?;
    Ok(file_response(&found.0, "picture", found.1))
}
