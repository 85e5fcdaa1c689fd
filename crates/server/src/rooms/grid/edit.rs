//! HTTP endpoints that change territory: creating or changing cells, and picks that teach the directory.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::Verb;
use weiguang_domain::grid::unit::{Cell, Kind, SizeAdvice};
use weiguang_domain::grid::{GridCode, Shape, ShapeFault};
use weiguang_domain::kernel::geo::Datum;
use weiguang_domain::kernel::time::{Day, FOREVER};

use super::http::code_in_path;
use super::ops;
use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::web::answer::{nothing, written};
use crate::web::aside::aside;
use crate::web::extract::{IdempotencyKey, SignedIn};
use crate::web::words::Bilingual;
use crate::web::{FieldFault, Refusal};
use weiguang_domain::kernel::text::ADDRESS_LIMIT;

/// A new cell.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = GridNewCell)]
#[serde(deny_unknown_fields)]
pub struct NewCell {
    /// A code that was never used.
    #[schema(value_type = String)]
    pub code: GridCode,
    /// What it is called; empty: by its number.
    #[serde(default)]
    pub name: String,
    /// `general` (the default), `dedicated` or `functional`.
    #[serde(default)]
    pub kind: Option<String>,
    /// Of a functional cell: the community or grid across which it serves.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub home: Option<GridCode>,
    /// Of a functional cell: the kinds of matter that it takes.
    #[serde(default)]
    pub takes: Vec<String>,
    /// Households, if counted.
    #[serde(default)]
    pub households: Option<u32>,
    /// A GeoJSON Polygon or MultiPolygon.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub shape: Option<serde_json::Value>,
    /// The datum of the shape: `wgs84`, `cgcs2000` or `gcj02`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub datum: Datum,
    /// Its first day, `YYYY-MM-DD`; today if nobody says.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub since: Option<Day>,
}

/// What of a cell is to change; what is left out stays.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = GridCellChange)]
#[serde(deny_unknown_fields)]
pub struct CellChange {
    /// What it is called.
    #[serde(default)]
    pub name: Option<String>,
    /// Of a functional cell: its home.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub home: Option<GridCode>,
    /// Of a functional cell: the kinds that it takes.
    #[serde(default)]
    pub takes: Option<Vec<String>>,
    /// Households.
    #[serde(default)]
    pub households: Option<u32>,
    /// A GeoJSON Polygon or MultiPolygon.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub shape: Option<serde_json::Value>,
    /// The datum of the shape.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub datum: Datum,
}

/// A cell as it was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = GridCellKept)]
pub struct CellKept {
    /// The code.
    pub code: String,
    /// Advice, which refused nothing.
    pub warnings: Vec<Bilingual>,
}

fn kept(code: &GridCode, advice: Option<SizeAdvice>) -> CellKept {
    let warnings = advice.iter().map(|a| Bilingual::new(a.chinese(), a.to_string())).collect();
    CellKept { code: code.to_string(), warnings }
}

/// The most faults reported for one shape: each of its points may be one.
const FAULTS: usize = 50;

/// Reads a shape off the async threads: checking whether a ring crosses itself takes a while.
async fn shape_of(app: &App, shape: Option<&serde_json::Value>, datum: Datum) -> Result<Option<Shape>, Refusal> {
    let Some(text) = shape.map(ToString::to_string) else { return Ok(None) };
    let told = |f: ShapeFault| {
        let (code, zh, en) = f.told();
        FieldFault::new("shape", code, zh, en)
    };
    let read = aside(&app.limits().shapes, move || Shape::read(&text, datum)).await?;
    read.map(Some).map_err(|faults| Refusal::Invalid(faults.into_iter().take(FAULTS).map(told).collect()))
}

/// Enters a new cell.
#[utoipa::path(post, path = "/grid/cells", tag = "grid", request_body = NewCell, responses((status = 201, body = CellKept)))]
pub async fn create_cell(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<NewCell>,
) -> Result<Response, Refusal> {
    let new = send.body.clone();
    let street =
        new.code.street().filter(|s| app.state::<Territory>().serves(s)).ok_or(Refusal::Denied(Verb::GridEdit))?;
    actor.may(Verb::GridEdit, &new.code, false)?;
    let kind = match (new.kind.as_deref().unwrap_or("general"), new.home) {
        ("general", _) => Kind::General,
        ("dedicated", _) => Kind::Dedicated,
        ("functional", Some(home)) => Kind::Functional { home, takes: new.takes.clone() },
        ("functional", None) => return Err(Refusal::field(FieldFault::missing("home"))),
        _ => {
            let (zh, en) = ("应为 general、dedicated 或 functional", "general, dedicated or functional");
            return Err(Refusal::field(FieldFault::new("kind", "grid.unknown-kind", zh, en)));
        }
    };
    let cell = Cell {
        code: new.code,
        name: new.name.trim().to_owned(),
        kind,
        since: new.since.unwrap_or_else(|| app.now().day()),
        until: FOREVER,
        shape: shape_of(&app, new.shape.as_ref(), new.datum).await?,
        households: new.households,
    };
    let sent =
        app.write(&actor, street, send.send(), move |work| Ok(kept(&cell.code, ops::create(work, &cell)?))).await?;
    Ok(written(StatusCode::CREATED, &sent.value, None, sent.replayed))
}

/// Changes a cell from today on; what it was stays on record.
#[utoipa::path(put, path = "/grid/cells/{code}", tag = "grid", params(("code" = String, Path)), request_body = CellChange, responses((status = 200, body = CellKept)))]
pub async fn change_cell(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(code): Path<String>,
    send: IdempotencyKey<CellChange>,
) -> Result<Response, Refusal> {
    let code = code_in_path(&code)?;
    actor.may(Verb::GridRead, &code, false).map_err(|_| Refusal::NotFound("cell"))?;
    let street = code.street().ok_or(Refusal::NotFound("cell"))?;
    let (change, shape) = (send.body.clone(), shape_of(&app, send.body.shape.as_ref(), send.body.datum).await?);
    let with = move |mut cell: Cell| {
        if let Some(name) = &change.name {
            name.trim().clone_into(&mut cell.name);
        }
        if let Kind::Functional { home, takes } = &mut cell.kind {
            *home = change.home.unwrap_or(*home);
            if let Some(list) = &change.takes {
                takes.clone_from(list);
            }
        }
        cell.households = change.households.or(cell.households);
        cell.shape = shape.clone().or(cell.shape);
        cell
    };
    let sent =
        app.write(&actor, street, send.send(), move |work| Ok(kept(&code, ops::change(work, &code, &with)?))).await?;
    Ok(written(StatusCode::OK, &sent.value, None, sent.replayed))
}

/// What a dispatcher's pick teaches.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = GridNewLesson)]
#[serde(deny_unknown_fields)]
pub struct NewLesson {
    /// The address as it was typed.
    pub text: String,
    /// The cell that was picked.
    #[schema(value_type = String)]
    pub code: GridCode,
    /// The row of the directory that was picked, if it was one; it also teaches what people call its quarter.
    #[serde(default)]
    pub place: Option<Uuid>,
}

/// Teaches the directory by a pick: the next same address is sure.
#[utoipa::path(post, path = "/grid/lessons", tag = "grid", request_body = NewLesson, responses((status = 204)))]
pub async fn teach(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<NewLesson>,
) -> Result<Response, Refusal> {
    let lesson = send.body.clone();
    let text = lesson.text.trim();
    if text.is_empty() {
        return Err(Refusal::field(FieldFault::missing("text")));
    }
    if text.chars().count() > ADDRESS_LIMIT {
        return Err(Refusal::field(FieldFault::too_long("text", ADDRESS_LIMIT)));
    }
    let street = lesson.code.street().filter(|_| app.state::<Territory>().knows(&lesson.code)).ok_or_else(|| {
        let (zh, en) = ("没有这个网格编码", "there is no such code");
        Refusal::field(FieldFault::new("code", "grid.unknown-code", zh, en))
    })?;
    let sent = app
        .write(&actor, street, send.send(), move |work| ops::learn_row(work, &lesson.text, lesson.code, lesson.place))
        .await?;
    Ok(nothing(sent.replayed))
}
