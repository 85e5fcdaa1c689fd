//! HTTP endpoints of people: each checks the caller and the request, and calls one operation.

mod accounts;
mod duty;
mod grants;
mod invitations;
mod joining;
mod posts;
mod rights;
mod street_tokens;
mod tokens;

use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use weiguang_domain::access::{Actor, Scope, Verb};
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::ids::{AbsenceId, AccountId};
use weiguang_domain::kernel::time::Day;
use weiguang_domain::people::Absence;
use weiguang_store::Tx;

use super::{ops, store};
use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::web::Refusal;

/// The routes of this room.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(accounts::list_accounts, accounts::create_account))
        .routes(routes!(accounts::read_account, accounts::change_account))
        .routes(routes!(joining::look_at_invitation))
        .routes(routes!(joining::accept_invitation))
        .routes(routes!(accounts::set_password))
        .routes(routes!(accounts::unmask_account))
        .routes(routes!(accounts::leave_account))
        .routes(routes!(invitations::invite_account, invitations::revoke_invitation))
        .routes(routes!(invitations::list_invitations, invitations::invite_many))
        .routes(routes!(posts::list_assignments, posts::assign))
        .routes(routes!(posts::end_assignment))
        .routes(routes!(posts::list_absences, posts::enter_absence))
        .routes(routes!(posts::end_absence))
        .routes(routes!(duty::read_duty))
        .routes(routes!(duty::read_holes))
        .routes(routes!(duty::read_handover))
        .routes(routes!(tokens::list_tokens, tokens::make_token))
        .routes(routes!(tokens::withdraw_token))
        .routes(routes!(street_tokens::list_street_tokens, street_tokens::make_street_token))
        .routes(routes!(street_tokens::withdraw_street_token))
        .routes(routes!(grants::list_grants))
        .routes(routes!(grants::decide))
        .routes(routes!(rights::list_rights))
        .routes(routes!(rights::save_rights))
}

/// A code under which something is asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct UnderQuery {
    /// A code; everything under it. Without it, the street.
    #[param(value_type = Option<String>)]
    under: Option<GridCode>,
}

/// The last day of what is ended.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct UntilQuery {
    /// The last day, `YYYY-MM-DD`; yesterday if not given, which ends it at once.
    #[param(value_type = Option<String>)]
    until: Option<Day>,
}

/// Everybody in some absences, including deputies that wait for confirmation.
fn named(absences: &[(AbsenceId, Absence)], waiting: &HashMap<AbsenceId, AccountId>) -> HashSet<AccountId> {
    let of = |(id, a): &(AbsenceId, Absence)| [Some(a.account), a.deputy, waiting.get(id).copied()];
    absences.iter().flat_map(of).flatten().collect()
}

/// The streets of this installation in which an actor has a permission.
pub(crate) fn streets_for(app: &App, actor: &Actor, verb: Verb) -> Vec<GridCode> {
    let scope = actor.scope(verb);
    app.state::<Territory>().streets().into_iter().filter(|street| !scope.under(street).is_empty()).collect()
}

/// The first of some streets for which `there` returns true.
pub(crate) async fn street_where<F>(
    app: &App,
    streets: Vec<GridCode>,
    what: &'static str,
    there: F,
) -> Result<GridCode, Refusal>
where
    F: Fn(&mut Tx<'_>, &GridCode) -> Result<bool, Refusal> + Send + 'static,
{
    app.read(move |tx| {
        for street in &streets {
            if there(tx, street)? {
                return Ok(*street);
            }
        }
        Err(Refusal::NotFound(what))
    })
    .await
}

/// The streets in which an actor has one of some permissions, also as a party.
pub(crate) fn streets_by(app: &App, actor: &Actor, verbs: &[Verb]) -> Vec<GridCode> {
    let mut streets: Vec<GridCode> = verbs.iter().flat_map(|verb| streets_for(app, actor, *verb)).collect();
    // An actor who can be a party may be one in any street where they have a post.
    if verbs.iter().any(|verb| actor.may_as_party(*verb)) {
        streets.extend(actor.streets().into_iter().filter(|street| app.state::<Territory>().serves(street)));
    }
    streets.sort_unstable();
    streets.dedup();
    streets
}

/// The street in which an actor may see something by one of some verbs: the first for which `there` returns true.
pub(crate) async fn street_by<F>(
    app: &App,
    actor: &Actor,
    verbs: &[Verb],
    what: &'static str,
    there: F,
) -> Result<GridCode, Refusal>
where
    F: Fn(&mut Tx<'_>, &GridCode) -> Result<bool, Refusal> + Send + 'static,
{
    let streets = streets_by(app, actor, verbs);
    match (streets.as_slice(), verbs) {
        ([], [verb, ..]) => Err(Refusal::Denied(*verb)),
        ([only], _) => Ok(*only),
        _ => street_where(app, streets, what, there).await,
    }
}

/// The names of staff; the system has none.
pub(crate) fn names_of(
    tx: &mut Tx<'_>,
    accounts: impl IntoIterator<Item = AccountId>,
) -> Result<HashMap<AccountId, String>, Refusal> {
    let wanted: HashSet<AccountId> = accounts.into_iter().filter(|a| !a.uuid().is_nil()).collect();
    Ok(super::names(tx, &wanted)?)
}

/// The street in which an actor may see an account by a verb: where the account's home or posts are, and the verb applies.
async fn street_of_account(app: &App, actor: &Actor, verb: Verb, id: AccountId) -> Result<GridCode, Refusal> {
    let mut streets = streets_for(app, actor, verb);
    if actor.account == id {
        streets.extend(actor.streets());
    }
    if streets.is_empty() {
        return Err(Refusal::Denied(verb));
    }
    app.read(move |tx| {
        let row = store::accounts::read(tx, id)?.ok_or(Refusal::NotFound("account"))?;
        let known = ops::streets_of(tx, &row)?;
        known.into_iter().find(|s| streets.contains(s)).ok_or(Refusal::NotFound("account"))
    })
    .await
}

/// The actor's street, for data that belongs to no other street: their own tokens.
fn own_street(app: &App, actor: &Actor) -> Result<GridCode, Refusal> {
    let first = actor.streets().first().copied();
    first.or_else(|| app.state::<Territory>().streets().first().copied()).ok_or(Refusal::NotFound("street"))
}

/// The code of a list, and its street: the requested one, or the first street of the scope.
pub(crate) fn under_of(
    app: &App,
    scope: &Scope,
    wish: Option<GridCode>,
    verb: Verb,
) -> Result<(GridCode, GridCode), Refusal> {
    let territory = app.state::<Territory>();
    let reached = || territory.streets().into_iter().find(|street| !scope.under(street).is_empty());
    let under = match wish {
        Some(code) if code.level() >= Level::Street => code,
        Some(code) => reached().filter(|s| code.contains(s)).ok_or(Refusal::NotFound("street"))?,
        None => reached().ok_or(Refusal::Denied(verb))?,
    };
    // Staff of the street may see what became of a cell.
    if scope.codes.iter().any(|code| code.street() == under.street()) {
        territory.is_on(&under)?;
    }
    if scope.under(&under).is_empty() {
        return Err(Refusal::Denied(verb));
    }
    Ok((under, under.street().unwrap_or(under)))
}
