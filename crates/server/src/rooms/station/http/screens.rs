//! HTTP endpoints for the links of a station's calling screens, for those who run it.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{ScreenId, StationId};
use weiguang_store::Tx;

use super::{made, store, street_of_station};
use crate::App;
use crate::rooms::people::{names_of, street_by};
use crate::rooms::station::ops::Receipt;
use crate::rooms::station::ops::screens;
use crate::rooms::station::record::ScreenRecord;
use crate::web::Refusal;
use crate::web::answer::written;
use crate::web::extract::{IdempotencyKey, SignedIn};
use crate::web::words::StaffView;

/// A screen's link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = StationScreenLink)]
pub struct ScreenLink {
    /// Which.
    pub id: Uuid,
    /// 大厅电视.
    pub name: String,
    /// By whom.
    pub made_by: StaffView,
    /// When, RFC 3339.
    pub made_at: String,
    /// The secret of the link: `/public/screens/{token}`.
    pub token: String,
    /// The page that shows it.
    pub url: String,
}

/// The screens of a station.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = StationScreenPage)]
pub struct ScreenPage {
    /// By age.
    pub items: Vec<ScreenLink>,
}

/// A new screen.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = StationNewScreen)]
#[serde(deny_unknown_fields)]
pub struct NewScreen {
    /// A UUIDv7 made by the client.
    pub id: Uuid,
    /// As those who set it up call it: 大厅电视.
    pub name: String,
}

async fn links(app: &App, actor: &Actor, street: GridCode, station: StationId) -> Result<Vec<ScreenLink>, Refusal> {
    let reader = actor.clone();
    let (found, names) = app
        .read(move |tx| {
            let gone = Refusal::NotFound("station");
            let record = store::stations::read(tx, &street, station)?.ok_or(gone.clone())?;
            reader.may(Verb::CareStation, &record.station.code, false).map_err(|_| gone)?;
            let found = store::screens::of_station(tx, &street, station)?;
            let names = names_of(tx, found.iter().map(|s| s.made_by))?;
            Ok((found, names))
        })
        .await?;
    let link = |s: &ScreenRecord| {
        let token = app.seal().screen(&street, s.id);
        ScreenLink {
            id: s.id.uuid(),
            name: s.name.clone(),
            made_by: StaffView::of(s.made_by, &names),
            made_at: s.made_at.to_string(),
            url: format!("/station/screen/{token}"),
            token,
        }
    };
    Ok(found.iter().map(link).collect())
}

/// The links of a station's calling screens.
#[utoipa::path(get, path = "/care/stations/{id}/screens", tag = "station", params(("id" = Uuid, Path)), responses((status = 200, body = ScreenPage)))]
pub async fn list_screens(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Reply<ScreenPage>, Refusal> {
    let id = StationId::new(id);
    let street = street_of_station(&app, &actor, id).await?;
    Ok(Reply(ScreenPage { items: links(&app, &actor, street, id).await? }))
}

/// Makes a link for a calling screen: it shows numbers and desks, and opens nothing else.
#[utoipa::path(post, path = "/care/stations/{id}/screens", tag = "station", params(("id" = Uuid, Path)), request_body = NewScreen, responses((status = 201, body = ScreenLink)))]
pub async fn make_screen(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<NewScreen>,
) -> Result<Response, Refusal> {
    let station = StationId::new(id);
    let street = street_of_station(&app, &actor, station).await?;
    let (sending, body) = (send.send(), send.body);
    let screen = ScreenId::new(made(body.id)?);
    let sent = app.write(&actor, street, sending, move |work| screens::make(work, screen, station, &body.name)).await?;
    let all = links(&app, &actor, street, station).await?;
    let link = all.into_iter().find(|l| l.id == screen.uuid()).ok_or(Refusal::NotFound("screen"))?;
    Ok(written(StatusCode::CREATED, &link, None, sent.replayed))
}

/// Takes a screen's link away: it is dead at once.
#[utoipa::path(delete, path = "/care/screens/{id}", tag = "station", params(("id" = Uuid, Path)), responses((status = 200, body = Receipt)))]
pub async fn withdraw_screen(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<()>,
) -> Result<Response, Refusal> {
    let id = ScreenId::new(id);
    let there = move |tx: &mut Tx<'_>, s: &GridCode| Ok(store::screens::read(tx, s, id)?.is_some());
    let street = street_by(&app, &actor, &[Verb::CareStation], "screen", there).await?;
    let sent = app.write(&actor, street, send.send(), move |work| screens::withdraw(work, id)).await?;
    Ok(written(StatusCode::OK, &sent.value, None, sent.replayed))
}
