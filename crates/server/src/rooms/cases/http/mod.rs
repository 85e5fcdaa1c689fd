//! HTTP endpoints of cases: each checks the caller and the request, and calls one operation.

pub mod act;
pub mod audit;
pub mod create;
pub mod files;
pub mod links;
pub mod list;
pub mod near;
pub mod read;
pub mod totals;

use std::collections::{HashMap, HashSet};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use weiguang_domain::access::{Actor, Scope, Verb};
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::ids::{AccountId, CaseId};
use weiguang_store::Tx;

use crate::App;
use crate::access::actors::streets_ever;
use crate::rooms::cases::record::Record;
use crate::rooms::cases::{joined, store};
use crate::rooms::people;
use crate::web::Refusal;

/// The routes of this room.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list_cases, create::create_case))
        .routes(routes!(totals::count_cases))
        .routes(routes!(near::near_cases))
        .routes(routes!(near::join_near_case))
        .routes(routes!(links::issue_link, links::withdraw_link))
        .routes(routes!(totals::rollup_cases))
        .routes(routes!(read::read_case))
        .routes(routes!(read::read_case_events))
        .routes(routes!(act::act_on_case))
        .routes(routes!(act::unmask_case))
        .routes(routes!(read::verify_case))
        .routes(routes!(audit::audit_case))
        .routes(routes!(files::attach_to_case))
        .routes(routes!(files::read_attachment))
        .merge(crate::rooms::cases::figures::summary::routes())
        .merge(crate::rooms::cases::queue::views::routes())
}

/// The names of everybody in these records.
fn names_of(
    tx: &mut Tx<'_>,
    records: &[Record],
    more: impl IntoIterator<Item = AccountId>,
) -> Result<HashMap<AccountId, String>, Refusal> {
    let wanted: HashSet<AccountId> =
        records.iter().filter_map(|r| r.case.owner).chain(more).filter(|a| !a.uuid().is_nil()).collect();
    Ok(people::names(tx, &wanted)?)
}

/// The street of a case id: it is searched in the streets of the actor, first the named one.
async fn street_of_case(app: &App, actor: &Actor, id: CaseId) -> Result<GridCode, Refusal> {
    let (streets, account) = (actor.streets(), actor.account);
    if let [only] = streets.as_slice() {
        return Ok(*only);
    }
    app.read(move |tx| {
        // An account without posts may have had some until a re-grid, and its late records are still on their way.
        let streets = if streets.is_empty() { streets_ever(tx, account)? } else { streets.clone() };
        for street in &streets {
            if store::read(tx, street, id)?.is_some() {
                return Ok(*street);
            }
        }
        Err(Refusal::NotFound("case"))
    })
    .await
}

/// A case that the reader may see, or [`Refusal::NotFound`].
fn seen(tx: &mut Tx<'_>, actor: &Actor, street: &GridCode, id: CaseId) -> Result<Record, Refusal> {
    let record = store::read(tx, street, id)?.ok_or(Refusal::NotFound("case"))?;
    let party = joined::is_party(tx, street, &record, actor.account)?;
    actor.may(Verb::CasesRead, &record.case.code, party).map_err(|_| Refusal::NotFound("case"))?;
    Ok(record)
}

/// The code of a list: the requested one, or the street of the actor's scope.
fn under_of(actor: &Actor, scope: &Scope, wish: Option<GridCode>) -> Result<GridCode, Refusal> {
    let first = scope.codes.first().copied().or_else(|| actor.streets().first().copied());
    let under = wish.or(first).ok_or(Refusal::Denied(Verb::CasesRead))?;
    // A list stays within one street.
    if under.level() < Level::Street {
        return first.and_then(|f| f.street()).filter(|s| under.contains(s)).ok_or(Refusal::NotFound("street"));
    }
    Ok(if wish.is_none() { under.street().unwrap_or(under) } else { under })
}
