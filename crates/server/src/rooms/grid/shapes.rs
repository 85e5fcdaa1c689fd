//! HTTP endpoints of shapes: outlines as GeoJSON for maps, cached by browsers until the territory changes; and faults of shapes.

use axum::Json as Reply;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use utoipa::{IntoParams, ToSchema};
use weiguang_domain::grid::check::{FindingKind, check};
use weiguang_domain::grid::unit::{Cell, Kind};
use weiguang_domain::grid::{GridCode, Level, Shape};

use super::store;
use super::territory::Territory;
use super::view::level_key;
use super::view::{kind_key, level_of, one_street, readable, title};
use crate::App;
use crate::web::Refusal;
use crate::web::extract::{Peer, Query, SignedIn};
use crate::web::words::PointView;

/// Which shapes.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ShapesQuery {
    /// A code within one street.
    #[param(value_type = Option<String>)]
    under: Option<GridCode>,
    /// `street`, `community`, `grid` or `micro_grid` (the default). What is not drawn is put together from what lies below.
    level: Option<String>,
}

/// Cells of a level: those with a shape, and for the others the union of their parts.
fn outlines(cells: &[Cell], level: Level) -> BTreeMap<GridCode, (Shape, &'static str)> {
    let mut drawn: BTreeMap<GridCode, (Shape, &'static str)> = cells
        .iter()
        .filter(|c| c.code.level() == level)
        .filter_map(|c| Some((c.code, (c.shape.clone()?, kind_key(&c.kind)))))
        .collect();
    let mut parts: BTreeMap<GridCode, Vec<&Shape>> = BTreeMap::new();
    for (code, shape) in base(cells) {
        if let Some(above) = code.at(level).filter(|a| code.level() > level && !drawn.contains_key(a)) {
            parts.entry(above).or_default().push(shape);
        }
    }
    for (code, shapes) in parts {
        drawn.extend(Shape::together(shapes).map(|shape| (code, (shape, "general"))));
    }
    drawn
}

/// The general cells with a shape that divide the territory, the deepest at each place.
fn base(cells: &[Cell]) -> Vec<(GridCode, &Shape)> {
    let drawn: Vec<_> = cells
        .iter()
        .filter(|c| c.kind == Kind::General)
        .filter_map(|c| c.shape.as_ref().map(|s| (c.code, s)))
        .collect();
    let divided: HashSet<GridCode> = drawn.iter().flat_map(|(c, _)| c.climb().skip(1)).collect();
    drawn.into_iter().filter(|(c, _)| !divided.contains(c)).collect()
}

/// Features as GeoJSON with five decimals: a metre, which is the accuracy of a border drawn by hand, in a third of the bytes.
fn collection(territory: &Territory, outlines: &BTreeMap<GridCode, (Shape, &'static str)>) -> String {
    let mut out = String::from(r#"{"type":"FeatureCollection","features":["#);
    for (n, (code, (shape, kind))) in outlines.iter().enumerate() {
        let name = serde_json::Value::from(title(territory, code));
        let level = level_key(code);
        let comma = if n == 0 { "" } else { "," };
        let _ = write!(
            out,
            r#"{comma}{{"type":"Feature","id":"{code}","properties":{{"code":"{code}","name":{name},"kind":"{kind}","level":"{level}"}},"geometry":"#
        );
        geometry(&mut out, shape);
        out.push('}');
    }
    out.push_str("]}");
    out
}

fn geometry(out: &mut String, shape: &Shape) {
    out.push_str(r#"{"type":"MultiPolygon","coordinates":["#);
    for (n, polygon) in shape.polygons().iter().enumerate() {
        out.push_str(if n == 0 { "[" } else { ",[" });
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        for (n, ring) in rings.enumerate() {
            out.push_str(if n == 0 { "[" } else { ",[" });
            let mut last = String::new();
            for position in &ring.0 {
                let text = format!("[{:.5},{:.5}]", position.x, position.y);
                // Positions that are equal at five decimals are written once.
                if text != last {
                    out.push_str(if last.is_empty() { "" } else { "," });
                    out.push_str(&text);
                    last = text;
                }
            }
            out.push(']');
        }
        out.push(']');
    }
    out.push_str("]}");
}

/// A response that a browser caches until the tag changes.
fn tagged(headers: &HeaderMap, tag: &str) -> Option<Response> {
    let seen = headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok())?;
    seen.split(',')
        .any(|t| t.trim().trim_start_matches("W/") == tag)
        .then(|| with_tag(StatusCode::NOT_MODIFIED.into_response(), tag, "private, no-cache"))
}

fn with_tag(mut response: Response, tag: &str, keep: &'static str) -> Response {
    if let Ok(value) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(header::ETAG, value);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}

fn geojson(body: impl Into<Body>) -> Response {
    ([(header::CONTENT_TYPE, "application/geo+json")], body.into()).into_response()
}

/// The version of everything under some codes of a street: changes with its territory, and with the day if cells begin or end.
fn tag(
    territory: &Territory,
    street: &GridCode,
    codes: &[GridCode],
    what: &str,
    day: weiguang_domain::kernel::time::Day,
) -> String {
    let territory = territory.street(street).map_or(0, |s| s.row.territory);
    let codes = codes.iter().map(ToString::to_string).collect::<Vec<_>>().join(".");
    format!("\"{codes}-{what}-{territory}-{day}\"")
}

/// Outlines as GeoJSON.
#[derive(ToSchema)]
#[schema(as = GridOutlines)]
#[expect(dead_code, reason = "it only describes the answer, which is written as text")]
pub struct Outlines {
    /// `FeatureCollection`.
    r#type: String,
    /// In order of code.
    features: Vec<Outline>,
}

/// The outline of one cell.
#[derive(ToSchema)]
#[schema(as = GridOutline)]
#[expect(dead_code, reason = "it only describes the answer, which is written as text")]
pub struct Outline {
    /// `Feature`.
    r#type: String,
    /// The code.
    id: String,
    /// What it is.
    properties: OutlineOf,
    /// A GeoJSON MultiPolygon, WGS-84.
    #[schema(value_type = Object)]
    geometry: serde_json::Value,
}

/// Of which cell an outline is.
#[derive(ToSchema)]
#[schema(as = GridOutlineOf)]
#[expect(dead_code, reason = "it only describes the answer, which is written as text")]
pub struct OutlineOf {
    /// The code.
    code: String,
    /// What it is called beside its siblings.
    name: String,
    /// What it is.
    #[schema(value_type = crate::rooms::grid::wire::GridCellKind)]
    kind: String,
    /// The length of its code.
    #[schema(value_type = crate::rooms::grid::wire::GridLevel)]
    level: String,
}

/// Outlines of the cells of a level as GeoJSON, within what the actor may see.
#[utoipa::path(get, path = "/grid/shapes", tag = "grid", params(ShapesQuery), responses((status = 200, content_type = "application/geo+json", body = Outlines), (status = 304)))]
pub async fn list_shapes(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<ShapesQuery>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let codes = readable(&actor, query.under)?;
    let level = level_of(query.level.as_deref())?.unwrap_or(Level::MicroGrid);
    let (territory, day) = (app.state::<Territory>(), app.now().day());
    let Some(street) = one_street(&codes)? else { return Ok(geojson(collection(&territory, &BTreeMap::new()))) };
    let tag = tag(&territory, &street, &codes, query.level.as_deref().unwrap_or("micro_grid"), day);
    if let Some(unchanged) = tagged(&headers, &tag) {
        return Ok(unchanged);
    }
    let cells = read(&app, codes, day).await?;
    let text = tokio::task::spawn_blocking(move || collection(&territory, &outlines(&cells, level)))
        .await
        .map_err(|e| Refusal::Internal(e.to_string()))?;
    Ok(with_tag(geojson(text), &tag, "private, no-cache"))
}

async fn read(app: &App, codes: Vec<GridCode>, day: weiguang_domain::kernel::time::Day) -> Result<Vec<Cell>, Refusal> {
    app.read(move |tx| {
        let mut cells = Vec::new();
        for code in &codes {
            cells.extend(store::cells_on(tx, code, day)?);
        }
        Ok(cells)
    })
    .await
}

/// Which street.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PublicShapesQuery {
    /// Nine digits.
    #[param(value_type = String)]
    street: GridCode,
}

/// Outlines of a street's communities and micro-grids for the map on a resident's phone, without any figure.
#[utoipa::path(get, path = "/public/shapes", tag = "public", params(PublicShapesQuery), responses((status = 200, content_type = "application/geo+json", body = Outlines), (status = 304)))]
pub async fn public_shapes(
    State(app): State<App>,
    Peer(peer): Peer,
    Query(query): Query<PublicShapesQuery>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    app.limits().reads.take(peer, app.now()).map_err(Refusal::TooMany)?;
    let (territory, street) = (app.state::<Territory>(), query.street);
    let land = match territory.street(&street).filter(|s| s.row.code == street) {
        Some(held) => held.land.clone(),
        None => return Err(Refusal::NotFound("street")),
    };
    let tag = tag(&territory, &street, &[street], "public", territory.day());
    if let Some(unchanged) = tagged(&headers, &tag) {
        return Ok(unchanged);
    }
    let keep = "public, max-age=300";
    if let Some(bytes) = land.outlines.get() {
        return Ok(with_tag(geojson(bytes.clone()), &tag, keep));
    }
    let cells = read(&app, vec![street], territory.day()).await?;
    // Computed once for each change of the street: the result is the same for every reader.
    let bytes = tokio::task::spawn_blocking(move || {
        let mut all = outlines(&cells, Level::Community);
        all.extend(outlines(&cells, Level::MicroGrid));
        let bytes = Bytes::from(collection(&territory, &all));
        land.outlines.get_or_init(|| bytes).clone()
    })
    .await
    .map_err(|e| Refusal::Internal(e.to_string()))?;
    Ok(with_tag(geojson(bytes), &tag, keep))
}

/// Where to look.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct FindingsQuery {
    /// A code within one street.
    #[param(value_type = Option<String>)]
    under: Option<GridCode>,
}

/// A place that is not as it should be.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridFindingView)]
pub struct FindingView {
    /// `overlap`, `gap`, `outside`.
    pub kind: String,
    /// Whether it is a thin strip: one border drawn twice and not alike.
    pub sliver: bool,
    /// The cells that it concerns.
    pub codes: Vec<String>,
    /// Its area in m².
    pub area_m2: f64,
    /// Its width in metres on average.
    pub width_m: f64,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// A point inside, for a pin.
    pub pin: PointView,
    /// The place as a GeoJSON geometry.
    #[schema(value_type = Object)]
    pub shape: serde_json::Value,
}

/// What is not as it should be.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridFindings)]
pub struct Findings {
    /// The largest first.
    pub items: Vec<FindingView>,
}

/// Overlaps, gaps and slivers between the cells that should divide the ground.
#[utoipa::path(get, path = "/grid/findings", tag = "grid", params(FindingsQuery), responses((status = 200, body = Findings)))]
pub async fn list_findings(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<FindingsQuery>,
) -> Result<Reply<Findings>, Refusal> {
    let codes = readable(&actor, query.under)?;
    one_street(&codes)?;
    let cells = read(&app, codes.clone(), app.now().day()).await?;
    let items = tokio::task::spawn_blocking(move || findings(&codes, &cells))
        .await
        .map_err(|e| Refusal::Internal(e.to_string()))?;
    Ok(Reply(Findings { items }))
}

fn findings(codes: &[GridCode], cells: &[Cell]) -> Vec<FindingView> {
    let base = base(cells);
    let mut found = Vec::new();
    for under in codes {
        let parts: Vec<(GridCode, &Shape)> =
            base.iter().filter(|(c, _)| under.contains(c) && c != under).copied().collect();
        let outline = cells.iter().find(|c| c.code == *under).and_then(|c| c.shape.as_ref());
        found.extend(check(&parts, outline));
    }
    found.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2));
    let view = |f: weiguang_domain::grid::check::Finding| {
        let (pin, kind) = (
            f.pin(),
            match f.kind {
                FindingKind::Overlap => "overlap",
                FindingKind::Gap => "gap",
                FindingKind::Outside => "outside",
            },
        );
        FindingView {
            kind: kind.into(),
            sliver: f.sliver,
            codes: f.cells.iter().map(ToString::to_string).collect(),
            area_m2: (f.area_m2 * 10.0).round() / 10.0,
            width_m: (f.width_m * 100.0).round() / 100.0,
            zh: f.chinese(),
            en: f.english(),
            pin: PointView { lon: pin.lon, lat: pin.lat },
            shape: serde_json::to_value(&f.place).unwrap_or_default(),
        }
    };
    found.into_iter().map(view).collect()
}
