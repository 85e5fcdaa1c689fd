//! HTTP endpoints of care: each checks the caller and the request, and calls one operation.

pub mod act;
pub mod alerts;
mod allowed;
pub mod calling;
pub mod people;
pub mod readings;
pub mod rules;
pub mod slip;
pub mod waiting;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AlertId, ReadingId};
use weiguang_store::Tx;

use super::store;
use crate::App;
use crate::rooms::people::street_by;
use crate::web::Refusal;

/// The routes of this room.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(readings::enter_reading))
        .routes(routes!(readings::read_reading))
        .routes(routes!(readings::settle_reading))
        .routes(routes!(people::read_care_of))
        .routes(routes!(people::list_readings))
        .routes(routes!(slip::read_slip))
        .routes(routes!(people::write_illnesses))
        .routes(routes!(people::list_overdue))
        .routes(routes!(alerts::list_alerts))
        .routes(routes!(alerts::read_alert))
        .routes(routes!(alerts::read_alert_events))
        .routes(routes!(alerts::verify_alert))
        .routes(routes!(act::act_on_alert))
        .routes(routes!(act::call_contact))
        .routes(routes!(calling::read_call_back, calling::set_call_back))
        .routes(routes!(rules::read_rules, rules::publish_rules))
        .routes(routes!(rules::try_rules))
        .routes(routes!(waiting::list_waiting))
}

/// The street of a reading that an actor may see.
pub(crate) async fn street_of_reading(app: &App, actor: &Actor, id: ReadingId) -> Result<GridCode, Refusal> {
    let there = move |tx: &mut Tx<'_>, s: &GridCode| Ok(store::readings::read(tx, s, id)?.is_some());
    street_by(app, actor, &[Verb::CareRead], "reading", there).await
}

/// The street of an alert that an actor may see.
pub(crate) async fn street_of_alert(app: &App, actor: &Actor, id: AlertId) -> Result<GridCode, Refusal> {
    let there = move |tx: &mut Tx<'_>, s: &GridCode| Ok(store::alerts::read(tx, s, id)?.is_some());
    street_by(app, actor, &[Verb::CareAlert, Verb::CareRead], "alert", there).await
}
