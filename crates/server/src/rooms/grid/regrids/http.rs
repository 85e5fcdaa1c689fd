//! HTTP endpoints of re-grids.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Role, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::grid::regrid::{Move, Plan, State as RegridState};
use weiguang_domain::kernel::ids::{AccountId, RegridId};
use weiguang_domain::kernel::page::{self, Page};
use weiguang_domain::kernel::time::Day;

use super::store::{self, Post, Record};
use super::view::{self, RegridRow, RegridView};
use super::{apply, ops};
use crate::App;
use crate::access;
use crate::app::UnitOfWork;
use crate::app::room::tallies;
use crate::rooms::grid::territory::Territory;
use crate::rooms::grid::view::{one_street, title};
use crate::web::answer::written;
use crate::web::extract::{IdempotencyKey, Query, SignedIn};
use crate::web::{FieldFault, Refusal};

/// The routes of re-grids.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_regrids, draft_regrid))
        .routes(routes!(read_regrid))
        .routes(routes!(amend_regrid))
        .routes(routes!(review_regrid))
        .routes(routes!(apply_regrid))
        .routes(routes!(withdraw_regrid))
        .routes(routes!(restate))
}

/// Who is to serve a new cell from its first day.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = GridPostBody)]
#[serde(deny_unknown_fields)]
pub struct PostBody {
    /// The new cell.
    #[schema(value_type = String)]
    pub code: GridCode,
    /// Who.
    pub account: Uuid,
    /// The role's key.
    pub role: String,
}

/// A plan as it is sent.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = GridPlanBody)]
#[serde(deny_unknown_fields)]
pub struct PlanBody {
    /// Made by the client; of a new draft.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// The first day of the new cells, `YYYY-MM-DD`.
    #[schema(value_type = String)]
    pub day: Day,
    /// `{"move":"split","old":…,"into":[{code,name,shape,households}],"default":…}`, `merge` {olds, into}, `move` {old, to},
    /// `renumber` {old, new}, `rename` {code, name}; shapes are GeoJSON geometries in WGS-84.
    #[schema(value_type = Vec<Object>)]
    pub moves: Vec<Move>,
    /// Who is to serve the new cells; where one cell takes the place of one, those who serve it go along by themselves.
    #[serde(default)]
    pub posts: Vec<PostBody>,
}

impl PlanBody {
    fn read(&self) -> Result<(Plan, Vec<Post>), Refusal> {
        let post = |p: &PostBody| {
            let role = Role::from_key(&p.role).ok_or_else(|| {
                let (zh, en) = (format!("没有“{}”这一角色", p.role), format!("there is no role {}", p.role));
                Refusal::field(FieldFault::new("posts", "people.unknown-role", zh, en))
            })?;
            Ok(Post { code: p.code, account: AccountId::new(p.account), role })
        };
        let posts = self.posts.iter().map(post).collect::<Result<_, Refusal>>()?;
        Ok((Plan { day: self.day, moves: self.moves.clone() }, posts))
    }
}

/// The street of a plan, in which the actor must have a post.
fn street_of_plan(app: &App, plan: &Plan) -> Result<GridCode, Refusal> {
    let codes = store::codes(plan);
    let street = one_street(&codes)?.filter(|s| app.state::<Territory>().serves(s));
    street.ok_or_else(|| Refusal::field(FieldFault::missing("moves")))
}

/// The street of a re-grid: it is searched in those in which the actor has a post.
async fn street_of(app: &App, actor: &Actor, id: RegridId) -> Result<GridCode, Refusal> {
    let streets = actor.streets();
    app.read(move |tx| {
        for street in &streets {
            if store::read(tx, street, id)?.is_some() {
                return Ok(*street);
            }
        }
        Err(Refusal::NotFound("re-grid"))
    })
    .await
}

fn visible(actor: &Actor, record: &Record) -> bool {
    let codes = store::codes(&record.regrid.plan);
    let sees = |verb: Verb| codes.iter().any(|c| actor.may(verb, c, false).is_ok());
    sees(Verb::GridRegrid) || sees(Verb::GridReview)
}

/// The whole re-grid for its reader.
async fn show(app: &App, actor: &Actor, street: GridCode, id: RegridId) -> Result<RegridView, Refusal> {
    let (territory, now, reader) = (app.state::<Territory>(), app.now(), actor.clone());
    app.read(move |tx| {
        let record =
            store::read(tx, &street, id)?.filter(|r| visible(&reader, r)).ok_or(Refusal::NotFound("re-grid"))?;
        let names = access::store::names(tx, &view::people(&record.regrid.state).into_iter().collect())?;
        let pending = matches!(record.regrid.state, RegridState::Drafted { .. } | RegridState::Reviewed { .. });
        let preview = if pending { Some(view::preview(tx, &territory, &street, &record, now)?) } else { None };
        Ok(RegridView {
            row: view::row(&record, &names, &reader, now),
            moves: serde_json::to_value(&record.regrid.plan.moves).unwrap_or_default(),
            posts: serde_json::to_value(&record.posts).unwrap_or_default(),
            preview,
            report: record.report,
        })
    })
    .await
}

fn answer(status: StatusCode, view: &RegridView, replayed: bool) -> Response {
    written(status, view, Some(view.row.version), replayed)
}

/// Drafts a re-grid and shows what it would do.
#[utoipa::path(post, path = "/grid/regrids", tag = "grid", request_body = PlanBody, responses((status = 201, body = RegridView)))]
pub async fn draft_regrid(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<PlanBody>,
) -> Result<Response, Refusal> {
    actor.may_somewhere(Verb::GridRegrid)?;
    let (plan, posts) = send.body.read()?;
    let id = send
        .body
        .id
        .filter(|id| id.get_version_num() == 7)
        .map(RegridId::new)
        .ok_or_else(|| Refusal::field(FieldFault::new("id", "kernel.id", "编号须为 UUIDv7", "must be a UUIDv7")))?;
    let street = street_of_plan(&app, &plan)?;
    let sent = app.write(&actor, street, send.send(), move |work| ops::draft(work, id, &plan, &posts)).await?;
    Ok(answer(StatusCode::CREATED, &show(&app, &actor, street, id).await?, sent.replayed))
}

/// Which list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct RegridsQuery {
    /// A street; the actor's own if nobody says.
    #[param(value_type = Option<String>)]
    street: Option<GridCode>,
    /// At most this many rows, up to 200.
    limit: Option<i64>,
    /// The cursor of the page before.
    after: Option<Uuid>,
}

/// A page of re-grids.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridRegridPage)]
pub struct RegridPage {
    /// Newest first.
    pub items: Vec<RegridRow>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// A street's re-grids.
#[utoipa::path(get, path = "/grid/regrids", tag = "grid", params(RegridsQuery), responses((status = 200, body = RegridPage)))]
pub async fn list_regrids(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<RegridsQuery>,
) -> Result<Reply<RegridPage>, Refusal> {
    let street = query.street.and_then(|s| s.street()).or_else(|| actor.streets().first().copied());
    let street = street.ok_or(Refusal::NotFound("street"))?;
    let (limit, before, now) = (page::limit(query.limit), query.after.unwrap_or(Uuid::max()), app.now());
    app.read(move |tx| {
        let page =
            Page::cut(store::list(tx, &street, before, limit + 1)?, limit - tx.unread(), |r| r.regrid.id.to_string());
        let seen: Vec<&Record> = page.items.iter().filter(|r| visible(&actor, r)).collect();
        let wanted: HashSet<AccountId> = seen.iter().flat_map(|r| view::people(&r.regrid.state)).collect();
        let names = access::store::names(tx, &wanted)?;
        Ok(Reply(RegridPage {
            items: seen.into_iter().map(|r| view::row(r, &names, &actor, now)).collect(),
            next: page.next,
        }))
    })
    .await
}

/// One re-grid with what it would do or did.
#[utoipa::path(get, path = "/grid/regrids/{id}", tag = "grid", params(("id" = Uuid, Path)), responses((status = 200, body = RegridView)))]
pub async fn read_regrid(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Refusal> {
    let id = RegridId::new(id);
    let street = street_of(&app, &actor, id).await?;
    Ok(answer(StatusCode::OK, &show(&app, &actor, street, id).await?, false))
}

/// Does one step and returns the re-grid after it.
async fn step<B, F>(app: &App, actor: &Actor, id: Uuid, send: &IdempotencyKey<B>, op: F) -> Result<Response, Refusal>
where
    F: FnMut(&mut UnitOfWork<'_, '_>, RegridId) -> Result<(), Refusal> + Send + 'static,
{
    let (id, mut op) = (RegridId::new(id), op);
    let street = street_of(app, actor, id).await?;
    let sent = app.write(actor, street, send.send(), move |work| op(work, id)).await?;
    Ok(answer(StatusCode::OK, &show(app, actor, street, id).await?, sent.replayed))
}

/// Puts another plan in the place of the one so far; a review of that is gone.
#[utoipa::path(post, path = "/grid/regrids/{id}/amend", tag = "grid", params(("id" = Uuid, Path)), request_body = PlanBody, responses((status = 200, body = RegridView)))]
pub async fn amend_regrid(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<PlanBody>,
) -> Result<Response, Refusal> {
    let (plan, posts) = send.body.read()?;
    step(&app, &actor, id, &send, move |work, id| ops::amend(work, id, &plan, &posts)).await
}

/// Agrees to a plan that somebody else drafted.
#[utoipa::path(post, path = "/grid/regrids/{id}/review", tag = "grid", params(("id" = Uuid, Path)), responses((status = 200, body = RegridView)))]
pub async fn review_regrid(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<serde_json::Value>,
) -> Result<Response, Refusal> {
    step(&app, &actor, id, &send, ops::review).await
}

/// Puts a reviewed re-grid into effect, from its day on. Without this the clockwork does it on that day.
#[utoipa::path(post, path = "/grid/regrids/{id}/apply", tag = "grid", params(("id" = Uuid, Path)), responses((status = 200, body = RegridView)))]
pub async fn apply_regrid(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<serde_json::Value>,
) -> Result<Response, Refusal> {
    let mut response = step(&app, &actor, id, &send, |work, id| apply::apply(work, id).map(drop)).await?;
    response.headers_mut().insert("cache-control", HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Why it is withdrawn.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = GridWithdrawBody)]
#[serde(deny_unknown_fields)]
pub struct WithdrawBody {
    /// In words.
    pub reason: String,
}

/// Withdraws a re-grid before it is in effect.
#[utoipa::path(post, path = "/grid/regrids/{id}/withdraw", tag = "grid", params(("id" = Uuid, Path)), request_body = WithdrawBody, responses((status = 200, body = RegridView)))]
pub async fn withdraw_regrid(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<WithdrawBody>,
) -> Result<Response, Refusal> {
    let reason = send.body.reason.clone();
    step(&app, &actor, id, &send, move |work, id| ops::withdraw(work, id, &reason)).await
}

/// Which figures.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct RestateQuery {
    /// A code within one street.
    #[param(value_type = Option<String>)]
    under: Option<GridCode>,
    /// Re-grids in effect from this day on are taken into account; all if nobody says.
    #[param(value_type = Option<String>)]
    since: Option<Day>,
}

/// Figures of a cell as if today's cells had always been.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridRestatedRow)]
pub struct RestatedRow {
    /// The cell of today.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// In full words.
    pub words: String,
    /// All cases that ever came; a divided cell's are divided by share, so this is a fraction.
    pub total: f64,
    /// Those over well.
    pub closed: f64,
}

/// Figures on today's cells.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridRestated)]
pub struct Restated {
    /// In order of code.
    pub items: Vec<RestatedRow>,
}

/// The totals of all time, restated on today's cells: closed cases keep the code of their time, and their cell's figures are
/// divided among the cells that came after it.
#[utoipa::path(get, path = "/grid/restate", tag = "grid", params(RestateQuery), responses((status = 200, body = Restated)))]
pub async fn restate(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<RestateQuery>,
) -> Result<Reply<Restated>, Refusal> {
    actor.may_somewhere(Verb::CasesRead)?;
    let scope = actor.scope(Verb::CasesRead);
    let codes = query.under.map_or_else(|| scope.codes.clone(), |wish| scope.under(&wish));
    let Some(street) = one_street(&codes)? else { return Ok(Reply(Restated { items: Vec::new() })) };
    let since = query.since.unwrap_or(Day::MIN);
    let rooms = app.rooms();
    let (total, closed) = app
        .read(move |tx| {
            let mut figures = [BTreeMap::new(), BTreeMap::new()];
            for (code, tally) in tallies(rooms, tx, &street)? {
                let Ok(code) = GridCode::parse(&code) else { continue };
                #[expect(clippy::cast_precision_loss, reason = "counts of cases are far below 2^53")]
                for (figure, n) in figures.iter_mut().zip([tally.total as f64, tally.closed as f64]) {
                    figure.insert(code, n);
                }
            }
            let [total, closed] = figures;
            Ok((store::restate(tx, &street, since, total)?, store::restate(tx, &street, since, closed)?))
        })
        .await?;
    let territory = app.state::<Territory>();
    let items = total
        .into_iter()
        .filter(|(code, _)| codes.iter().any(|c| c.contains(code)))
        .map(|(code, total)| RestatedRow {
            code: code.to_string(),
            name: title(&territory, &code),
            words: territory.words(&code),
            total,
            closed: closed.get(&code).copied().unwrap_or(0.0),
        })
        .collect();
    Ok(Reply(Restated { items }))
}
