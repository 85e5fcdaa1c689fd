//! HTTP endpoints of the station: each checks the caller and the request, and calls one operation.

pub mod askers;
pub mod desk;
pub mod own;
pub mod plan;
pub mod public;
pub mod screens;
pub mod stations;
pub mod tickets;

use std::collections::HashMap;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{SeriesId, StationId, TeamId, TicketId};
use weiguang_store::Tx;

use super::store;
use crate::App;
use crate::rooms::households;
use crate::rooms::people::street_by;
use crate::web::{FieldFault, Refusal};

/// The routes of the station.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(stations::list_stations, plan::open_station))
        .routes(routes!(stations::read_station, plan::change_station))
        .routes(routes!(plan::begin_series))
        .routes(routes!(plan::change_series))
        .routes(routes!(plan::except_day, plan::unexcept_day))
        .routes(routes!(stations::list_service_days))
        .routes(routes!(stations::read_service_day))
        .routes(routes!(tickets::take_number))
        .routes(routes!(tickets::act_on_number))
        .routes(routes!(tickets::list_numbers_of))
        .routes(routes!(desk::call_number))
        .routes(routes!(desk::sit_down))
        .routes(routes!(desk::leave_desk))
        .routes(routes!(desk::close_day))
        .routes(routes!(desk::reopen_day))
        .routes(routes!(screens::list_screens, screens::make_screen))
        .routes(routes!(screens::withdraw_screen))
        .routes(routes!(askers::list_maybe_owners))
        .routes(routes!(askers::show_asker_phone))
        .routes(routes!(public::list_public_stations))
        .routes(routes!(public::station_calendar))
        .routes(routes!(own::read_public_day))
        .routes(routes!(own::book_place))
        .routes(routes!(own::read_booking))
        .routes(routes!(own::cancel_booking))
        .routes(routes!(public::read_screen))
        .routes(routes!(public::watch_screen))
}

/// Permissions of which one is needed to see a station.
const SEES: [Verb; 2] = [Verb::CareBook, Verb::CareStation];

/// The street in which an actor may see a station.
async fn street_of_station(app: &App, actor: &Actor, id: StationId) -> Result<GridCode, Refusal> {
    let there = move |tx: &mut Tx<'_>, s: &GridCode| Ok(store::stations::read(tx, s, id)?.is_some());
    street_by(app, actor, &SEES, "station", there).await
}

async fn street_of_series(app: &App, actor: &Actor, id: SeriesId) -> Result<GridCode, Refusal> {
    let there = move |tx: &mut Tx<'_>, s: &GridCode| Ok(store::series::read(tx, s, id)?.is_some());
    street_by(app, actor, &[Verb::CareStation], "series", there).await
}

/// The street of a ticket that an actor may see.
pub(crate) async fn street_of_number(
    app: &App,
    actor: &Actor,
    verbs: &[Verb],
    id: TicketId,
) -> Result<GridCode, Refusal> {
    let there = move |tx: &mut Tx<'_>, s: &GridCode| Ok(store::tickets::read(tx, s, id)?.is_some());
    street_by(app, actor, verbs, "number", there).await
}

/// The names of a street's teams.
fn teams(tx: &mut Tx<'_>, street: &GridCode) -> Result<HashMap<TeamId, String>, Refusal> {
    Ok(households::pairing(tx, street)?.teams.into_iter().map(|t| (t.id, t.name)).collect())
}

/// An id that the client made.
fn made(id: Uuid) -> Result<Uuid, Refusal> {
    if id.get_version_num() == 7 {
        return Ok(id);
    }
    Err(Refusal::field(FieldFault::new("id", "kernel.id", "编号须为 UUIDv7", "must be a UUIDv7")))
}
