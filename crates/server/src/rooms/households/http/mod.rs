//! HTTP endpoints of households: each checks the caller and the request, and calls one operation.

mod contacts;
mod households;
mod merging;
mod moving;
mod needs;
mod pairing;
mod residents;
mod rights;
mod unmask;

use axum::http::StatusCode;
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{HouseholdId, ResidentId};
use weiguang_store::StoreError;

use super::ops;
use super::ops::Receipt;
use super::store::{doors, residents as rows, teams};
use super::view::PersonView;
use crate::App;
use crate::app::Sent;
use crate::rooms::grid::territory::Territory;
use crate::rooms::people::{street_by, street_where, streets_for};
use crate::web::answer::written;
use crate::web::{Refusal, cursor as places};

/// The routes of this room.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(residents::list_residents, residents::register_resident))
        .routes(routes!(residents::find_residents))
        .routes(routes!(residents::read_resident, residents::change_resident))
        .routes(routes!(unmask::unmask_resident))
        .routes(routes!(unmask::looks_at_resident))
        .routes(routes!(rights::copy_resident))
        .routes(routes!(rights::erase_resident))
        .routes(routes!(rights::list_tombstones))
        .routes(routes!(needs::record_need))
        .routes(routes!(needs::renew_need, needs::withdraw_need))
        .routes(routes!(moving::move_resident))
        .routes(routes!(moving::move_household))
        .routes(routes!(merging::list_doubles))
        .routes(routes!(merging::set_apart))
        .routes(routes!(merging::merge_residents))
        .routes(routes!(merging::undo_merge))
        .routes(routes!(merging::merges_into))
        .routes(routes!(pairing::read_pairing))
        .routes(routes!(pairing::found_team))
        .routes(routes!(pairing::change_team))
        .routes(routes!(pairing::pair_team))
        .routes(routes!(pairing::part_team))
        .routes(routes!(households::list_households))
        .routes(routes!(households::read_household))
        .routes(routes!(contacts::add_contact))
        .routes(routes!(contacts::change_contact, contacts::remove_contact))
        .routes(routes!(contacts::order_contacts))
}

/// The street in which an actor may see a resident.
pub(crate) async fn street_of(app: &App, actor: &Actor, verb: Verb, id: ResidentId) -> Result<GridCode, Refusal> {
    let streets = streets_for(app, actor, verb);
    match streets.as_slice() {
        [] => Err(Refusal::Denied(verb)),
        [only] => Ok(*only),
        _ => street_where(app, streets, "resident", move |tx, s| Ok(rows::read(tx, s, id)?.is_some())).await,
    }
}

/// The same by one of some verbs, also as a party.
pub(crate) async fn street_of_any(
    app: &App,
    actor: &Actor,
    verbs: &[Verb],
    id: ResidentId,
) -> Result<GridCode, Refusal> {
    street_by(app, actor, verbs, "resident", move |tx, s| Ok(rows::read(tx, s, id)?.is_some())).await
}

/// The same for a household.
async fn street_of_household(app: &App, actor: &Actor, id: HouseholdId) -> Result<GridCode, Refusal> {
    let streets = streets_for(app, actor, Verb::HouseholdsRead);
    match streets.as_slice() {
        [] => Err(Refusal::Denied(Verb::HouseholdsRead)),
        [only] => Ok(*only),
        _ => street_where(app, streets, "household", move |tx, s| Ok(doors::read(tx, s, id)?.is_some())).await,
    }
}

/// A resident's page for one reader, with its version as the `ETag`.
async fn show(
    app: &App,
    actor: &Actor,
    street: GridCode,
    id: ResidentId,
    status: StatusCode,
    replayed: bool,
) -> Result<Response, Refusal> {
    let (reader, today) = (actor.clone(), app.now().day());
    let (profile, people, paired, permit) = app
        .read(move |tx| {
            let (kept, permit) = ops::seen(tx, &reader, &street, id, today)?;
            let paired = teams::pairing(tx, &street)?.is_paired(reader.account, &kept.resident.code, today);
            let people = match kept.resident.household {
                Some(household) => rows::of_household(tx, &street, household)?.len(),
                None => 0,
            };
            Ok((ops::profile_of(tx, &street, kept)?, people, paired, permit))
        })
        .await?;
    let people = i64::try_from(people).unwrap_or(i64::MAX);
    let view = PersonView::of(permit, &app.state::<Territory>(), &profile, people, paired, today);
    Ok(written(status, &view, Some(view.version), replayed))
}

/// The answer to a write: the present page, or only the receipt if the actor may no longer see the record.
async fn answer(
    app: &App,
    actor: &Actor,
    street: GridCode,
    status: StatusCode,
    sent: Sent<Receipt>,
) -> Result<Response, Refusal> {
    match show(app, actor, street, ResidentId::new(sent.value.id), status, sent.replayed).await {
        Err(Refusal::NotFound(_)) => Ok(written(status, &sent.value, Some(sent.value.version), sent.replayed)),
        shown => shown,
    }
}

/// The cursor of a list: a cell and an id.
fn cursor(after: Option<&str>) -> Result<(String, Uuid), Refusal> {
    let Some(after) = after else { return Ok((String::new(), Uuid::nil())) };
    let (code, id) = after.split_once('.').ok_or_else(places::fault)?;
    Ok((code.to_owned(), Uuid::parse_str(id).map_err(|_| places::fault())?))
}

/// Rows under one prefix after the other, one more than a page: prefixes are sorted and disjoint, so their pages follow each other.
fn in_turn<T>(
    prefixes: &[GridCode],
    limit: i64,
    mut list: impl FnMut(&GridCode, i64) -> Result<Vec<T>, StoreError>,
) -> Result<Vec<T>, Refusal> {
    let mut found = Vec::new();
    for prefix in prefixes {
        let left = limit + 1 - i64::try_from(found.len()).unwrap_or(limit);
        if left > 0 {
            found.extend(list(prefix, left)?);
        }
    }
    Ok(found)
}
