//! HTTP endpoints of visits: each checks the caller and the request, and calls one operation.

pub mod act;
pub mod burden;
pub mod campaigns;
pub mod doors;
pub mod edits;
pub mod forms;
pub mod list;
pub mod record;

use std::collections::{HashMap, HashSet};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, CampaignId};
use weiguang_store::Tx;

use super::store;
use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::rooms::people as those_who_serve;
use crate::rooms::people::{street_where, streets_for};
use crate::web::{FieldFault, Refusal};

/// The routes of this room.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list_visits, record::record_visit))
        .routes(routes!(record::record_patrol))
        .routes(routes!(list::read_visit))
        .routes(routes!(forms::list_forms, forms::publish_form))
        .routes(routes!(forms::read_form))
        .routes(routes!(forms::publish_workbook))
        .routes(routes!(campaigns::list_campaigns, act::draft_campaign))
        .routes(routes!(campaigns::read_campaign, act::amend_draft))
        .routes(routes!(campaigns::preview_campaign))
        .routes(routes!(campaigns::read_coverage))
        .routes(routes!(doors::list_campaign_doors))
        .routes(routes!(act::act_on_campaign))
        .routes(routes!(edits::write_edit))
        .routes(routes!(edits::list_conflicts))
        .routes(routes!(burden::read_burden))
}

/// An id that a client made.
fn client_id(id: Uuid) -> Result<Uuid, Refusal> {
    if id.get_version_num() == 7 {
        return Ok(id);
    }
    Err(Refusal::field(FieldFault::new("id", "kernel.id", "编号须为 UUIDv7", "must be a UUIDv7")))
}

/// The street of a code, if this installation serves it; otherwise `what` is not found.
fn street_of_code(app: &App, code: &GridCode, what: &'static str) -> Result<GridCode, Refusal> {
    code.street().filter(|s| app.state::<Territory>().serves(s)).ok_or(Refusal::NotFound(what))
}

/// The streets in which an actor has a post or a permission.
fn streets_of(app: &App, actor: &Actor, verb: Verb) -> Vec<GridCode> {
    let mut streets = streets_for(app, actor, verb);
    if actor.scope(verb).party {
        streets.extend(actor.streets().into_iter().filter(|s| app.state::<Territory>().serves(s)));
    }
    streets.sort_unstable();
    streets.dedup();
    streets
}

/// The street in which an actor may see something by its id.
async fn street_in<F>(app: &App, actor: &Actor, what: &'static str, there: F) -> Result<GridCode, Refusal>
where
    F: Fn(&mut Tx<'_>, &GridCode) -> Result<bool, Refusal> + Send + 'static,
{
    let streets = streets_of(app, actor, Verb::VisitsRead);
    match streets.as_slice() {
        [] => Err(Refusal::Denied(Verb::VisitsRead)),
        [only] => Ok(*only),
        _ => street_where(app, streets, what, there).await,
    }
}

async fn street_of_campaign(app: &App, actor: &Actor, id: CampaignId) -> Result<GridCode, Refusal> {
    let there = move |tx: &mut Tx<'_>, s: &GridCode| Ok(store::campaigns::read(tx, s, id)?.is_some());
    street_in(app, actor, "campaign", there).await
}

/// The names of staff.
fn names(
    tx: &mut Tx<'_>,
    accounts: impl IntoIterator<Item = AccountId>,
) -> Result<HashMap<AccountId, String>, Refusal> {
    let wanted: HashSet<AccountId> = accounts.into_iter().filter(|a| !a.uuid().is_nil()).collect();
    Ok(those_who_serve::names(tx, &wanted)?)
}
