//! HTTP endpoints that find places: from an address, a point, or both; and the directory to browse.

use axum::Json as Reply;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use weiguang_domain::access::Verb;
use weiguang_domain::grid::GridCode;
use weiguang_domain::grid::address::Placing;
use weiguang_domain::kernel::geo::{Datum, Point};
use weiguang_domain::kernel::page::{self, Page};

use super::places;
use super::placing::PlacingView;
use super::view::{one_street, readable, title};
use super::which_street::street_of;
use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::web::extract::{Json, Peer, Query, SignedIn};
use crate::web::words::{Bilingual, PointView};
use crate::web::{FieldFault, Refusal};
use weiguang_domain::kernel::text::ADDRESS_LIMIT;

/// What is known of a place.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = GridLocateBody)]
#[serde(deny_unknown_fields)]
pub struct LocateBody {
    /// On the map.
    #[serde(default)]
    pub point: Option<PointView>,
    /// The datum of the point: `wgs84`, `cgcs2000` or `gcj02`.
    #[serde(default)]
    #[schema(value_type = Option<crate::rooms::grid::wire::GridDatum>)]
    pub datum: Datum,
    /// The address as people say it.
    #[serde(default)]
    pub address: String,
    /// The street, if known.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub street: Option<GridCode>,
}

/// A place that it could be.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridCandidate)]
pub struct Candidate {
    /// The code.
    pub code: String,
    /// The place in the territory, in words.
    pub words: String,
    /// What the cell is called.
    pub name: String,
    /// What of the directory fits.
    pub label: String,
    /// From 0 to 1.
    pub confidence: f64,
}

/// A dedicated cell over the place.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridOverView)]
pub struct OverView {
    /// The code.
    pub code: String,
    /// What it is called.
    pub name: String,
}

/// The place found, as precise as possible.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridLocated)]
pub struct Located {
    /// The street in which it was looked for: the one named, or the one to which point or address lead.
    pub street: String,
    /// `sure`, `unsure` or `nothing`.
    #[schema(value_type = crate::rooms::grid::wire::GridPlacing)]
    pub outcome: String,
    /// The code, if sure.
    pub code: Option<String>,
    /// The code in words.
    pub words: Option<String>,
    /// What the cell is called.
    pub name: Option<String>,
    /// From 0 to 1.
    pub confidence: f64,
    /// Why, the strongest first.
    pub evidence: Vec<Bilingual>,
    /// What else it could be, the likeliest first.
    pub candidates: Vec<Candidate>,
    /// Dedicated cells over the point.
    pub dedicated: Vec<OverView>,
    /// The point in WGS-84.
    pub point: Option<PointView>,
}

/// Finds a place in one of the streets.
fn find(
    app: &App,
    body: &LocateBody,
    streets: &[GridCode],
    place: impl Fn(&Territory, &GridCode, &str, Option<Point>) -> Placing,
) -> Result<Located, Refusal> {
    if body.address.chars().count() > ADDRESS_LIMIT {
        return Err(Refusal::field(FieldFault::too_long("address", ADDRESS_LIMIT)));
    }
    let given = body.point.map(|p| Point::new(p.lon, p.lat));
    if given.is_some_and(|p| !p.is_valid()) {
        let (zh, en) = ("经纬度不在有效范围内", "not a place on the earth");
        return Err(Refusal::field(FieldFault::new("point", "grid.bad-point", zh, en)));
    }
    if given.is_none() && body.address.trim().is_empty() {
        return Err(Refusal::field(FieldFault::missing("address")));
    }
    let point = given.map(|p| body.datum.to_wgs84(p));
    let street = street_of(app, body.street, None, point, &body.address, streets)?;
    let territory = app.state::<Territory>();
    let view = PlacingView::of(&territory, &place(&territory, &street, &body.address, point));
    let name = |code: &str| GridCode::parse(code).map(|c| title(&territory, &c)).unwrap_or_default();
    let over = point.zip(territory.street(&street)).map(|(p, s)| s.land.overlays(p).collect::<Vec<_>>());
    Ok(Located {
        street: street.to_string(),
        outcome: view.outcome,
        name: view.code.as_deref().map(name),
        code: view.code,
        words: view.words,
        confidence: view.confidence,
        evidence: view.evidence,
        candidates: view
            .candidates
            .into_iter()
            .map(|c| Candidate {
                name: name(&c.code),
                code: c.code,
                words: c.words,
                label: c.label,
                confidence: c.confidence,
            })
            .collect(),
        dedicated: over
            .unwrap_or_default()
            .iter()
            .map(|c| OverView { code: c.to_string(), name: title(&territory, c) })
            .collect(),
        point: point.map(|p| PointView { lon: p.lon, lat: p.lat }),
    })
}

/// Finds the micro-grid of a place. It reads only, so it needs no key.
#[utoipa::path(post, path = "/grid/locate", tag = "grid", request_body = LocateBody, responses((status = 200, body = Located)))]
pub async fn locate(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Json(body): Json<LocateBody>,
) -> Result<Reply<Located>, Refusal> {
    actor.may_somewhere(Verb::GridLocate)?;
    // An account that serves a county can locate in all of its streets.
    let scope = actor.scope(Verb::GridLocate);
    let mut streets = actor.streets();
    streets.extend(
        app.state::<Territory>()
            .streets()
            .into_iter()
            .filter(|s| scope.covers(s) && !streets.contains(s))
            .collect::<Vec<_>>(),
    );
    Ok(Reply(find(&app, &body, &streets, Territory::place)?))
}

/// Finds the micro-grid of a place for a resident's phone, by directory and shapes and nothing that was taught.
#[utoipa::path(post, path = "/public/locate", tag = "public", request_body = LocateBody, responses((status = 200, body = Located)))]
pub async fn locate_public(
    State(app): State<App>,
    Peer(peer): Peer,
    Json(body): Json<LocateBody>,
) -> Result<Reply<Located>, Refusal> {
    app.limits().reads.take(peer, app.now()).map_err(Refusal::TooMany)?;
    let streets = app.state::<Territory>().streets();
    Ok(Reply(find(&app, &body, &streets, Territory::place_for_anybody)?))
}

/// Which rows of the directory.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct PlacesQuery {
    /// A code within one street.
    #[param(value_type = Option<String>)]
    under: Option<GridCode>,
    /// Words; a space stands for anything between.
    q: Option<String>,
    /// At most this many rows, up to 200.
    limit: Option<i64>,
    /// The cursor of the page before.
    after: Option<String>,
}

/// A row of the directory.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridPlaceView)]
pub struct PlaceView {
    /// Which.
    pub id: Uuid,
    /// `community`, `quarter`, `building`, `unit`, `room`, `road_number`, `village`, `poi`.
    pub kind: String,
    /// Its key within the street.
    pub path: String,
    /// In words.
    pub words: String,
    /// Its cell.
    pub code: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Where, if known.
    pub point: Option<PointView>,
}

/// A page of the directory.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridPlacePage)]
pub struct PlacePage {
    /// In order of path.
    pub items: Vec<PlaceView>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// The address directory of a street or a part of it.
#[utoipa::path(get, path = "/grid/places", tag = "grid", params(PlacesQuery), responses((status = 200, body = PlacePage)))]
pub async fn list_places(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<PlacesQuery>,
) -> Result<Reply<PlacePage>, Refusal> {
    let codes = readable(&actor, query.under)?;
    one_street(&codes)?;
    let (limit, after) = (page::limit(query.limit), query.after.unwrap_or_default());
    let words: String = query.q.unwrap_or_default().trim().chars().take(ADDRESS_LIMIT).collect();
    let page = app
        .read(move |tx| {
            let mut rows = Vec::new();
            for code in &codes {
                rows.extend(places::page(tx, code, &words, &after, limit + 1)?);
            }
            rows.sort_by(|a, b| a.0.cmp(&b.0));
            Ok(Page::cut(rows, limit - tx.unread(), |(path, _)| path.clone()))
        })
        .await?;
    let view = |(path, row): (String, places::PlaceRow)| PlaceView {
        id: row.id,
        words: row.words(),
        path,
        code: row.code.map(|c| c.to_string()),
        point: row.point.map(|p| PointView { lon: p.lon, lat: p.lat }),
        kind: row.kind,
        aliases: row.aliases,
    };
    Ok(Reply(PlacePage { items: page.items.into_iter().map(view).collect(), next: page.next }))
}
