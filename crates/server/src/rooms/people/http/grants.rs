//! HTTP endpoints of grants that wait for a second person, or took effect without one, and of the second person's decision.

use axum::Json as Reply;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Role};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::people::{Standing, What};
use weiguang_store::Tx;

use super::UnderQuery;
use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::rooms::people::access_view::{AccessView, named};
use crate::rooms::people::ops::grants::{self as ops, AT_ONCE, Decided, Wish};
use crate::rooms::people::store::{grants as rows, posts};
use crate::web::answer::written;
use crate::web::extract::{IdempotencyKey, Query, SignedIn};
use crate::web::{FieldFault, Refusal};

/// The most grants in one list.
const LISTED: i64 = 5_000;

/// What a second person has to look at.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PeopleGrantPage)]
pub struct GrantPage {
    /// What waits first, oldest first; then what took effect and nobody confirmed.
    pub items: Vec<AccessView>,
    /// How many of them the reader may decide.
    pub mine: usize,
}

/// The street of a list: the requested one, or the first in which the actor has a post.
pub(super) fn street_of(app: &App, actor: &Actor, wish: Option<GridCode>) -> Result<GridCode, Refusal> {
    let own = actor.streets();
    let wished = wish.and_then(|code| code.street());
    let above =
        || app.state::<Territory>().streets().into_iter().find(|s| actor.grants.iter().any(|g| g.code.contains(s)));
    wished.or_else(|| own.first().copied()).or_else(above).ok_or(Refusal::NotFound("street"))
}

/// The roles that a grant passes on: those of the person who is away, or of the account that is opened.
pub(super) fn roles_behind(tx: &mut Tx<'_>, street: &GridCode, given: &rows::Given) -> Result<Vec<Role>, Refusal> {
    let of = match given.giving.what {
        What::Deputy => given.giving.absent,
        What::Invitation => given.giving.gains.first().copied(),
        _ => None,
    };
    let Some(account) = of else { return Ok(Vec::new()) };
    Ok(posts::of_account(tx, street, account)?.into_iter().map(|post| post.role).collect())
}

/// Access that was given and that nobody else has confirmed: what waits, and what took effect because nobody was there. One sees what one
/// may decide, gave or gains; who manages people or audits sees all of the street.
#[utoipa::path(get, path = "/people/grants", tag = "people", params(UnderQuery), responses((status = 200, body = GrantPage)))]
pub async fn list_grants(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<UnderQuery>,
) -> Result<Reply<GrantPage>, Refusal> {
    let street = street_of(&app, &actor, query.under)?;
    let (territory, today) = (app.state::<Territory>(), app.now().day());
    let items = app
        .read(move |tx| {
            let mut found = rows::standing(tx, &street, Standing::Waiting, &street, LISTED)?;
            found.extend(rows::standing(tx, &street, Standing::Unconfirmed, &street, LISTED)?);
            found.retain(|given| ops::shows(&actor, given));
            let all: HashSet<AccountId> = found.iter().flat_map(named).collect();
            let names = crate::access::store::names(tx, &all)?;
            let keepers = rows::keepers(tx, &street, today)?;
            let mut items = Vec::with_capacity(found.len());
            for given in &found {
                let roles = roles_behind(tx, &street, given)?;
                items.push(AccessView::of(&territory, &names, given, (&actor, &keepers), &roles));
            }
            Ok(items)
        })
        .await?;
    let mine = items.iter().filter(|one| one.may_decide).count();
    Ok(Reply(GrantPage { items, mine }))
}

/// A word on acts of giving.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = PeopleDecideBody)]
#[serde(deny_unknown_fields, default)]
pub struct DecideBody {
    /// Which; at most 5,000.
    ids: Vec<Uuid>,
    /// All that was given together.
    batch: Option<Uuid>,
    /// Whether it is confirmed; otherwise it is refused, or taken back by who gave it.
    confirm: bool,
    /// The street; needed where one serves several.
    #[schema(value_type = Option<String>)]
    street: Option<GridCode>,
}

/// Confirms or refuses access that somebody else gave. What waits takes effect with it.
#[utoipa::path(post, path = "/people/grants/decisions", tag = "people", request_body = DecideBody, responses((status = 200, body = Decided)))]
pub async fn decide(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<DecideBody>,
) -> Result<Response, Refusal> {
    let (sending, body) = (send.send(), send.body);
    if body.ids.len() > AT_ONCE {
        let (zh, en) = (format!("一次最多 {AT_ONCE} 项"), format!("at most {AT_ONCE} at once"));
        return Err(Refusal::field(FieldFault::new("ids", "people.too-many", zh, en)));
    }
    let street = street_of(&app, &actor, body.street)?;
    let wish = Wish { ids: body.ids, batch: body.batch, confirm: body.confirm };
    let sent = app.write(&actor, street, sending, move |work| ops::decide(work, &wish)).await?;
    Ok(written(StatusCode::OK, &sent.value, None, sent.replayed))
}
