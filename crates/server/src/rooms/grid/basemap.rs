//! HTTP endpoints of the map: its background and tiles, for signed-in accounts.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::App;
use crate::app::Local;
use crate::config::MapKind;
use crate::config::Settings;
use crate::outside::outgoing::Outgoing;
use crate::outside::tiles::NoTile;
use crate::outside::tiles::Tiles;
use crate::web::Refusal;
use crate::web::extract::SignedIn;

/// The routes of the map.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read_map)).routes(routes!(read_tile))
}

/// What lies under the cells.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridBasemap)]
pub struct Basemap {
    /// Which tiles; `none` where the cells are drawn on paper.
    pub kind: MapKind,
    /// Whom the map names as its source.
    pub attribution: String,
    /// The lowest first.
    pub layers: Vec<MapLayer>,
    /// The smallest zoom.
    pub min_zoom: u8,
    /// The largest zoom.
    pub max_zoom: u8,
}

/// A layer of tiles, 256 × 256, in Web Mercator.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridMapLayer)]
pub struct MapLayer {
    /// Its name.
    pub name: String,
    /// Where its tiles are, with `{z}`, `{x}` and `{y}`.
    pub url: String,
}

/// What lies under the cells on a map.
#[utoipa::path(get, path = "/map", tag = "map", responses((status = 200, body = Basemap)))]
pub async fn read_map(State(app): State<App>, _who: SignedIn) -> Reply<Basemap> {
    let map = &app.settings().map;
    let layer =
        |name: &str| MapLayer { name: name.to_owned(), url: format!("/api/v1/map/tiles/{name}/{{z}}/{{x}}/{{y}}") };
    let attribution = match map.kind {
        MapKind::Tianditu if map.attribution.is_empty() => "天地图 国家地理信息公共服务平台".to_owned(),
        _ => map.attribution.clone(),
    };
    Reply(Basemap {
        kind: map.kind,
        attribution,
        layers: app.local::<Tiles>().layers().into_iter().map(layer).collect(),
        min_zoom: map.min_zoom,
        max_zoom: map.max_zoom,
    })
}

/// A tile, fetched by us: the page speaks with nobody else, and the token stays here.
#[utoipa::path(get, path = "/map/tiles/{layer}/{z}/{x}/{y}", tag = "map", params(("layer" = String, Path), ("z" = u8, Path), ("x" = u32, Path), ("y" = u32, Path)), responses((status = 200, content_type = "image/png"), (status = 502, body = crate::web::problem::Problem)))]
pub async fn read_tile(
    State(app): State<App>,
    _who: SignedIn,
    Path((layer, z, x, y)): Path<(String, String, String, String)>,
) -> Result<Response, Refusal> {
    let outside = || Refusal::NotFound("tile");
    let number = |text: &str| text.parse::<u32>().map_err(|_| outside());
    let (z, x, y) = (z.parse::<u8>().map_err(|_| outside())?, number(&x)?, number(&y)?);
    let place = app.local::<Tiles>().place(&layer, z, x, y).ok_or_else(outside)?;
    let tile = app.local::<Tiles>().tile(place, app.now()).await.map_err(|no| match no {
        NoTile::Outside => outside(),
        NoTile::Busy => Refusal::Busy(2),
        NoTile::Upstream => Refusal::rule_with(
            StatusCode::BAD_GATEWAY,
            "map.upstream",
            "底图服务暂时没有响应。",
            "The server of the map does not answer at the moment.",
        ),
    })?;
    let mut response = tile.bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(tile.media));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=86400"));
    Ok(response)
}

impl Local for Tiles {
    fn new(settings: &Settings) -> Self {
        Self::new(settings.map.clone(), &Outgoing::of(settings))
    }
}
