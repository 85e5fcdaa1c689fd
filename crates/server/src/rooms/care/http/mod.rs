//! The edge of care: who, what, and the one operation behind it.

pub mod act;
pub mod alerts;
mod allowed;
pub mod calling;
pub mod people;
pub mod readings;
pub mod rules;
pub mod slip;
pub mod waiting;

use std::collections::{HashMap, HashSet};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, AlertId, ReadingId, ResidentId, TicketId};
use weiguang_store::Tx;

use super::store;
use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::rooms::people as those_who_serve;
use crate::rooms::people::{street_where, streets_for};
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

/// The streets in which an actor may do one of some verbs.
pub(super) fn streets_of(app: &App, actor: &Actor, verbs: &[Verb]) -> Vec<GridCode> {
    let mut streets: Vec<GridCode> = verbs.iter().flat_map(|verb| streets_for(app, actor, *verb)).collect();
    // Who is a party somewhere may be one in any street where they hold something.
    if verbs.iter().any(|verb| actor.may_as_party(*verb)) {
        streets.extend(actor.streets().into_iter().filter(|street| app.state::<Territory>().serves(street)));
    }
    streets.sort_unstable();
    streets.dedup();
    streets
}

pub(super) async fn street_in<F>(
    app: &App,
    actor: &Actor,
    verbs: &[Verb],
    what: &'static str,
    there: F,
) -> Result<GridCode, Refusal>
where
    F: Fn(&mut Tx<'_>, &GridCode) -> Result<bool, Refusal> + Send + 'static,
{
    let streets = streets_of(app, actor, verbs);
    match (streets.as_slice(), verbs) {
        ([], [verb, ..]) => Err(Refusal::Denied(*verb)),
        ([only], _) => Ok(*only),
        _ => street_where(app, streets, what, there).await,
    }
}

/// The street in which an actor meets a resident's care by one of some verbs.
pub(crate) async fn street_of_person(
    app: &App,
    actor: &Actor,
    verbs: &[Verb],
    id: ResidentId,
) -> Result<GridCode, Refusal> {
    let there = move |tx: &mut Tx<'_>, s: &GridCode| Ok(crate::rooms::households::resident(tx, s, id)?.is_some());
    street_in(app, actor, verbs, "resident", there).await
}

/// The street of a reading that an actor may see.
pub(crate) async fn street_of_reading(app: &App, actor: &Actor, id: ReadingId) -> Result<GridCode, Refusal> {
    let there = move |tx: &mut Tx<'_>, s: &GridCode| Ok(store::readings::read(tx, s, id)?.is_some());
    street_in(app, actor, &[Verb::CareRead], "reading", there).await
}

/// The street of an alert that an actor may see.
pub(crate) async fn street_of_alert(app: &App, actor: &Actor, id: AlertId) -> Result<GridCode, Refusal> {
    let there = move |tx: &mut Tx<'_>, s: &GridCode| Ok(store::alerts::read(tx, s, id)?.is_some());
    street_in(app, actor, &[Verb::CareAlert, Verb::CareRead], "alert", there).await
}

/// The street of a number that an actor may see.
pub(crate) async fn street_of_number(
    app: &App,
    actor: &Actor,
    verbs: &[Verb],
    id: TicketId,
) -> Result<GridCode, Refusal> {
    let there = move |tx: &mut Tx<'_>, s: &GridCode| Ok(super::station::store::tickets::read(tx, s, id)?.is_some());
    street_in(app, actor, verbs, "number", there).await
}

/// The names of those who serve.
pub(super) fn names(
    tx: &mut Tx<'_>,
    accounts: impl IntoIterator<Item = AccountId>,
) -> Result<HashMap<AccountId, String>, Refusal> {
    let wanted: HashSet<AccountId> = accounts.into_iter().filter(|a| !a.uuid().is_nil()).collect();
    Ok(those_who_serve::names(tx, &wanted)?)
}
