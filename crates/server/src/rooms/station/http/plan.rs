//! HTTP endpoints for planning: a station, its series, and the days on which a series differs from its rule.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::Verb;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::geo::Point;
use weiguang_domain::kernel::ids::{SeriesId, StationId, TeamId};
use weiguang_domain::kernel::phone;
use weiguang_domain::kernel::time::{Day, FOREVER};
use weiguang_domain::people::account;
use weiguang_domain::station::plan::{Exception, Series, Share, Station};

use super::stations::{day_of, show};
use super::{made, street_of_series, street_of_station};
use crate::App;
use crate::rooms::people::streets_by;
use crate::rooms::station::ops::plan::{self, Differs, Replanned};
use crate::rooms::station::record::SeriesRecord;
use crate::rooms::station::view::{DiffersView, HoursView, PointView, StationView};
use crate::web::answer::written;
use crate::web::extract::{IdempotencyKey, IfMatch, SignedIn};
use crate::web::{FieldFault, Refusal};

/// A new station.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = StationNewStation)]
#[serde(deny_unknown_fields)]
pub struct NewStation {
    /// A UUIDv7 made by the client.
    pub id: Uuid,
    /// Where in the territory: a community, or a cell.
    #[schema(value_type = String)]
    pub code: GridCode,
    /// 天骄西路微网实格服务站.
    pub name: String,
    /// Where one goes: 社区活动中心一楼.
    pub place: String,
    /// The number that people call.
    #[serde(default)]
    pub phone: String,
    /// On the map.
    #[serde(default)]
    pub point: Option<PointView>,
}

/// A station as it is to be.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = StationChangeStation)]
#[serde(deny_unknown_fields)]
pub struct ChangeStation {
    /// Where in the territory.
    #[schema(value_type = String)]
    pub code: GridCode,
    /// The name.
    pub name: String,
    /// Where one goes.
    pub place: String,
    /// The number that people call.
    #[serde(default)]
    pub phone: String,
    /// On the map.
    #[serde(default)]
    pub point: Option<PointView>,
    /// Out of use: no service, and nobody outside sees it.
    #[serde(default)]
    pub closed: bool,
}

fn station(
    id: Uuid,
    code: GridCode,
    (name, place, phone): (&str, &str, &str),
    point: Option<PointView>,
) -> Result<Station, Refusal> {
    let phone = account::phone(phone)?.map(|number| phone::written(&number)).unwrap_or_default();
    let point = match point {
        Some(p) if !(-180.0..=180.0).contains(&p.lon) || !(-90.0..=90.0).contains(&p.lat) => {
            let (zh, en) = ("经纬度不在范围之内", "not a point of the earth");
            return Err(Refusal::field(FieldFault::new("point", "care.point", zh, en)));
        }
        other => other.map(|p| Point::new(p.lon, p.lat)),
    };
    let (name, place) = (name.trim().to_owned(), place.trim().to_owned());
    Ok(Station { id: StationId::new(id), code, name, place, phone, point })
}

/// Opens a station.
#[utoipa::path(post, path = "/care/stations", tag = "station", request_body = NewStation, responses((status = 201, body = StationView)))]
pub async fn open_station(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<NewStation>,
) -> Result<Response, Refusal> {
    let (sending, body) = (send.send(), send.body);
    let street = body.code.street().filter(|s| streets_by(&app, &actor, &[Verb::CareStation]).contains(s));
    let street = street.ok_or(Refusal::Denied(Verb::CareStation))?;
    let new = station(made(body.id)?, body.code, (&body.name, &body.place, &body.phone), body.point)?;
    let id = new.id;
    let sent = app.write(&actor, street, sending, move |work| plan::found(work, &new)).await?;
    let view = show(&app, &actor, street, id).await?;
    Ok(written(StatusCode::CREATED, &view, Some(view.version), sent.replayed))
}

/// Puts a station right, or takes it out of use, at the version of `If-Match`.
#[utoipa::path(put, path = "/care/stations/{id}", tag = "station", params(("id" = Uuid, Path), ("if-match" = String, Header)), request_body = ChangeStation, responses((status = 200, body = StationView)))]
pub async fn change_station(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    IfMatch(version): IfMatch,
    send: IdempotencyKey<ChangeStation>,
) -> Result<Response, Refusal> {
    let street = street_of_station(&app, &actor, StationId::new(id)).await?;
    let (sending, body) = (send.send(), send.body);
    let after = station(id, body.code, (&body.name, &body.place, &body.phone), body.point)?;
    let (sid, closed) = (after.id, body.closed);
    let sent = app.write(&actor, street, sending, move |work| plan::change(work, &after, closed, version)).await?;
    let view = show(&app, &actor, street, sid).await?;
    Ok(written(StatusCode::OK, &view, Some(view.version), sent.replayed))
}

/// What is done on public holidays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[schema(as = StationHolidaysBody)]
#[serde(rename_all = "snake_case")]
pub enum HolidaysBody {
    /// No service, with the holiday's name.
    Off,
    /// Service as on other days.
    Serve,
}

/// A series as it is told.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = StationSeriesBody)]
#[serde(deny_unknown_fields)]
pub struct SeriesBody {
    /// Who serves: a family doctor team of the street.
    pub team: Uuid,
    /// As RFC 5545 writes it, by days, weeks or months: `FREQ=WEEKLY;BYDAY=WE`.
    pub rule: String,
    /// The day from which the rule counts.
    #[schema(value_type = String)]
    pub first: Day,
    /// The last day, if it ends.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub last: Option<Day>,
    /// The usual hours.
    pub hours: HoursView,
    /// Minutes that one booking takes.
    pub slot: u16,
    /// How many can be booked for one time.
    pub places: u16,
    /// Public holidays: `off` or `serve`.
    pub holidays: HolidaysBody,
    /// How much of the places residents may book by themselves, in percent, 0 to 80; 50 for a new series, and as it was for an old one.
    #[serde(default)]
    pub own_share: Option<u8>,
}

impl SeriesBody {
    fn share(&self) -> Result<Option<Share>, Refusal> {
        let Some(percent) = self.own_share else { return Ok(None) };
        let (zh, en) =
            ("应为 0 至 80：总要给没有手机的人留位置", "0 to 80: somebody without a phone finds a place, too");
        let fault = || Refusal::field(FieldFault::new("own_share", "care.own-share", zh, en));
        Share::percent(percent).ok_or_else(fault).map(Some)
    }
}

/// A new series.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = StationNewSeries)]
pub struct NewSeries {
    /// A UUIDv7 made by the client.
    pub id: Uuid,
    /// The series.
    #[serde(flatten)]
    pub series: SeriesBody,
}

fn series(id: Uuid, station: StationId, body: &SeriesBody, version: i64) -> Result<SeriesRecord, Refusal> {
    Ok(SeriesRecord {
        id: SeriesId::new(id),
        series: Series {
            station,
            team: TeamId::new(body.team),
            rule: body.rule.trim().to_owned(),
            hours: body.hours.read()?,
            slot: body.slot,
            places: body.places,
            exceptions: BTreeMap::new(),
            extra: BTreeSet::new(),
            rests: body.holidays == HolidaysBody::Off,
            share: body.share()?.unwrap_or(Share::USUAL),
        },
        first: body.first,
        last: body.last.unwrap_or(FOREVER),
        version,
    })
}

/// Begins a series of service days.
#[utoipa::path(post, path = "/care/stations/{id}/series", tag = "station", params(("id" = Uuid, Path)), request_body = NewSeries, responses((status = 201, body = StationView)))]
pub async fn begin_series(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<NewSeries>,
) -> Result<Response, Refusal> {
    let id = StationId::new(id);
    let street = street_of_station(&app, &actor, id).await?;
    let (sending, body) = (send.send(), send.body);
    let new = series(made(body.id)?, id, &body.series, 1)?;
    let sent = app.write(&actor, street, sending, move |work| plan::begin(work, &new)).await?;
    let view = show(&app, &actor, street, id).await?;
    Ok(written(StatusCode::CREATED, &view, Some(view.version), sent.replayed))
}

/// Changes a series, at the version of `If-Match`.
#[utoipa::path(put, path = "/care/series/{id}", tag = "station", params(("id" = Uuid, Path), ("if-match" = String, Header)), request_body = SeriesBody, responses((status = 200, body = Replanned)))]
pub async fn change_series(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    IfMatch(version): IfMatch,
    send: IdempotencyKey<SeriesBody>,
) -> Result<Response, Refusal> {
    let street = street_of_series(&app, &actor, SeriesId::new(id)).await?;
    let (sending, share) = (send.send(), send.body.share()?);
    // The station is that of the series; the one given here is replaced by it.
    let wish = series(id, StationId::new(Uuid::nil()), &send.body, version)?;
    let sent = app.write(&actor, street, sending, move |work| plan::change_series(work, &wish, share)).await?;
    Ok(written(StatusCode::OK, &sent.value, Some(sent.value.version), sent.replayed))
}

/// Says that one day of a series is otherwise: off with why, moved, at other hours; or a day beside the rule.
#[utoipa::path(put, path = "/care/series/{id}/exceptions/{day}", tag = "station", params(("id" = Uuid, Path), ("day" = String, Path), ("if-match" = String, Header)), request_body = DiffersView, responses((status = 200, body = Replanned)))]
pub async fn except_day(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((id, day)): Path<(Uuid, String)>,
    IfMatch(version): IfMatch,
    send: IdempotencyKey<DiffersView>,
) -> Result<Reply<Replanned>, Refusal> {
    let (id, day) = (SeriesId::new(id), day_of(&day)?);
    let street = street_of_series(&app, &actor, id).await?;
    let sending = send.send();
    let how = match send.body {
        DiffersView::Off { why } => Differs::By(Exception::Off { why: why.trim().to_owned() }),
        DiffersView::Moved { to } => Differs::By(Exception::MovedTo(to)),
        DiffersView::At { hours } => Differs::By(Exception::At(hours.read()?)),
        DiffersView::Extra {} => Differs::Extra,
    };
    let sent = app.write(&actor, street, sending, move |work| plan::differ(work, id, version, day, &how)).await?;
    Ok(Reply(sent.value))
}

/// Takes back that a day is otherwise: it is as the rule says.
#[utoipa::path(delete, path = "/care/series/{id}/exceptions/{day}", tag = "station", params(("id" = Uuid, Path), ("day" = String, Path), ("if-match" = String, Header)), responses((status = 200, body = Replanned)))]
pub async fn unexcept_day(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((id, day)): Path<(Uuid, String)>,
    IfMatch(version): IfMatch,
    send: IdempotencyKey<()>,
) -> Result<Reply<Replanned>, Refusal> {
    let (id, day) = (SeriesId::new(id), day_of(&day)?);
    let street = street_of_series(&app, &actor, id).await?;
    let back = Differs::No;
    let sent = app.write(&actor, street, send.send(), move |work| plan::differ(work, id, version, day, &back)).await?;
    Ok(Reply(sent.value))
}
