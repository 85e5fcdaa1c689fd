//! HTTP endpoints that read territory: areas and cells.

use axum::Json as Reply;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use weiguang_domain::access::Verb;
use weiguang_domain::grid::unit::Cell;
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::geo::Point;
use weiguang_domain::kernel::time::Day;

use super::view::{AreaView, Around, CellView, HolderView, area, level_of, one_street, readable, summed};
use super::{edit, locate, regrids, shapes, store};
use crate::App;
use crate::access::holders::Serving;
use crate::app::room::tallies;
use crate::rooms::grid::territory::Territory;
use crate::web::extract::{Query, SignedIn};
use crate::web::words::Bilingual;
use crate::web::{FieldFault, Refusal};

/// The routes of this room.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_areas))
        .routes(routes!(list_cells, edit::create_cell))
        .routes(routes!(read_cell, edit::change_cell))
        .routes(routes!(edit::teach))
        .routes(routes!(shapes::list_shapes))
        .routes(routes!(shapes::list_findings))
        .routes(routes!(shapes::public_shapes))
        .routes(routes!(locate::locate))
        .routes(routes!(locate::locate_public))
        .routes(routes!(locate::list_places))
        .merge(regrids::http::routes())
}

/// Which areas.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct AreasQuery {
    /// A code; everything under it.
    #[param(value_type = Option<String>)]
    under: Option<GridCode>,
    /// `street`, `community`, `grid` or `micro_grid`.
    level: Option<String>,
    /// At most this many rows, up to 5,000, which is also the default.
    limit: Option<usize>,
    /// The last code of the page before.
    #[param(value_type = Option<String>)]
    after: Option<GridCode>,
}

/// A page of areas.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridAreaPage)]
pub struct AreaPage {
    /// In order of code.
    pub items: Vec<AreaView>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// A street has some hundreds of areas, and pickers need all of them.
const AREAS: usize = 5_000;

/// Areas and cells by name, with what stands above them, within what the actor may see.
#[utoipa::path(get, path = "/grid/areas", tag = "grid", params(AreasQuery), responses((status = 200, body = AreaPage)))]
pub async fn list_areas(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<AreasQuery>,
) -> Result<Reply<AreaPage>, Refusal> {
    let (codes, level, territory) =
        (readable(&actor, query.under)?, level_of(query.level.as_deref())?, app.state::<Territory>());
    let mut areas: BTreeMap<GridCode, ()> = BTreeMap::new();
    for code in &codes {
        areas.extend(territory.areas_under(code).into_iter().map(|(c, _)| (c, ())));
        areas.extend(territory.cells_under(code).into_iter().map(|(c, _)| (c, ())));
        // Parents are named, so that a micro-grid's member can see where theirs is.
        let above = code.climb().take_while(|c| c.level() >= Level::Street);
        areas
            .extend(above.filter(|c| query.under.is_none_or(|u| u.contains(c)) && territory.knows(c)).map(|c| (c, ())));
    }
    let limit = query.limit.unwrap_or(AREAS).clamp(1, AREAS);
    let wanted = |c: &GridCode| level.is_none_or(|l| c.level() == l) && query.after.is_none_or(|a| *c > a);
    let mut items: Vec<GridCode> = areas.into_keys().filter(wanted).take(limit + 1).collect();
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| more).map(ToString::to_string);
    Ok(Reply(AreaPage { items: items.into_iter().map(|c| area(&territory, c)).collect(), next }))
}

/// Which cells.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct CellsQuery {
    /// A code within one street; everything under it.
    #[param(value_type = Option<String>)]
    under: Option<GridCode>,
    /// `community`, `grid` or `micro_grid`.
    level: Option<String>,
    /// A day, `YYYY-MM-DD`; today if nobody says.
    #[param(value_type = Option<String>)]
    day: Option<Day>,
}

/// The cells of a street or a part of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridCellList)]
pub struct CellList {
    /// In order of code.
    pub items: Vec<CellView>,
}

/// Cells with who holds them and how much is open, on a day.
#[utoipa::path(get, path = "/grid/cells", tag = "grid", params(CellsQuery), responses((status = 200, body = CellList)))]
pub async fn list_cells(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<CellsQuery>,
) -> Result<Reply<CellList>, Refusal> {
    let (codes, level) = (readable(&actor, query.under)?, level_of(query.level.as_deref())?);
    let Some(street) = one_street(&codes)? else { return Ok(Reply(CellList { items: Vec::new() })) };
    let (territory, today) = (app.state::<Territory>(), app.now().day());
    let day = query.day.unwrap_or(today);
    let now: Option<Vec<(Cell, Option<Point>)>> = (day == today).then(|| {
        codes
            .iter()
            .flat_map(|c| territory.cells_under(c))
            .map(|(code, known)| (known.cell(code), known.label))
            .collect()
    });
    let past = now.is_none();
    let rooms = app.rooms();
    let (cells, serving, totals) = app
        .read(move |tx| {
            let mut then = Vec::new();
            for code in codes.iter().filter(|_| past) {
                then.extend(store::cells_on(tx, code, day)?);
            }
            let rollup = if past { Vec::new() } else { tallies(rooms, tx, &street)? };
            Ok((then, Serving::read(tx, &street, day)?, rollup))
        })
        .await?;
    let totals = summed(totals);
    let seen = actor.scope(Verb::CasesRead);
    let around = Around { territory: &territory, serving: &serving, totals: (!past).then_some(&totals), cases: &seen };
    let cells = now.unwrap_or_else(|| {
        let label = |c: &Cell| c.shape.as_ref().map(weiguang_domain::grid::Shape::label_point);
        cells.into_iter().map(|c| (label(&c), c)).map(|(l, c)| (c, l)).collect()
    });
    let wanted = cells.iter().filter(|(c, _)| level.is_none_or(|l| c.code.level() == l));
    Ok(Reply(CellList { items: wanted.map(|(cell, label)| around.cell(cell, *label)).collect() }))
}

/// A step on the way down to a cell.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridStepView)]
pub struct StepView {
    /// The code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its level.
    #[schema(value_type = crate::rooms::grid::wire::GridLevel)]
    pub level: String,
}

/// A cell with everything about it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridCellDetail)]
pub struct CellDetail {
    /// What lists show.
    #[serde(flatten)]
    pub cell: CellView,
    /// From the street down.
    pub path: Vec<StepView>,
    /// Everybody who serves at exactly this code.
    pub members: Vec<HolderView>,
    /// Advice, which never refuses anything.
    pub warnings: Vec<Bilingual>,
}

/// Reads a code from a path.
pub(super) fn code_in_path(text: &str) -> Result<GridCode, Refusal> {
    GridCode::parse(text).map_err(|e| {
        Refusal::field(FieldFault::new("code", "grid.bad-code", "编码须为 12、15 或 17 位数字", e.to_string()))
    })
}

/// One cell.
#[utoipa::path(get, path = "/grid/cells/{code}", tag = "grid", params(("code" = String, Path)), responses((status = 200, body = CellDetail)))]
pub async fn read_cell(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
) -> Result<Reply<CellDetail>, Refusal> {
    let code = code_in_path(&code)?;
    actor.may(Verb::GridRead, &code, false).map_err(|_| Refusal::NotFound("cell"))?;
    let (territory, day) = (app.state::<Territory>(), app.now().day());
    let known = territory.cell(&code).cloned().ok_or(Refusal::NotFound("cell"))?;
    let street = code.street().ok_or(Refusal::NotFound("cell"))?;
    let rooms = app.rooms();
    let (serving, totals) =
        app.read(move |tx| Ok((Serving::read(tx, &street, day)?, tallies(rooms, tx, &code)?))).await?;
    let (totals, seen): (HashMap<_, _>, _) = (summed(totals), actor.scope(Verb::CasesRead));
    let around = Around { territory: &territory, serving: &serving, totals: Some(&totals), cases: &seen };
    let cell = known.cell(code);
    let mut path: Vec<StepView> = code
        .climb()
        .take_while(|c| c.level() >= Level::Street)
        .map(|c| area(&territory, c))
        .map(|a| StepView { code: a.code, name: a.name, level: a.level })
        .collect();
    path.reverse();
    let members = serving.at(&code).iter().map(|s| around.holder(s.account, s.role, s.code, None)).collect();
    let warnings = cell.advice().iter().map(|a| Bilingual::new(a.chinese(), a.to_string())).collect();
    Ok(Reply(CellDetail { cell: around.cell(&cell, known.label), path, members, warnings }))
}
