//! Public HTTP endpoints: where and when there is service, its calendar, and the calling screen behind its link. They contain no personal
//! data.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::StationId;
use weiguang_domain::kernel::time::Day;
use weiguang_domain::station::own_booking::AHEAD_DAYS;

use super::store;
use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::rooms::manual::CurrentCalendar;
use crate::rooms::station::view::own::{OnDay, OwnPlaces};
use crate::rooms::station::view::screen::ScreenView;
use crate::rooms::station::view::{PointView, feed as feed_of};
use crate::rooms::station::{dates, feed, live};
use crate::web::extract::{Peer, Query};
use crate::web::{FieldFault, Refusal};

/// Days ahead in the public list.
const AHEAD: i64 = 28;

/// Which street.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PublicStationsQuery {
    /// Nine digits, or a community's twelve.
    #[param(value_type = String)]
    street: GridCode,
}

/// Hours of service on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublicDay {
    /// `YYYY-MM-DD`.
    pub day: String,
    /// `09:00`.
    pub from: String,
    /// `11:30`.
    pub until: String,
    /// The usual day that it was moved from.
    pub moved_from: Option<String>,
    /// What of the whole day residents may still book by themselves.
    pub booking: OwnPlaces,
}

/// A usual day without service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublicOff {
    /// `YYYY-MM-DD`.
    pub day: String,
    /// Why.
    pub why: String,
}

/// A station, for everybody.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PublicStation {
    /// Which.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Where one goes.
    pub place: String,
    /// The number that people call; empty if there is none.
    pub phone: String,
    /// Where in the territory, in words.
    pub words: String,
    /// On the map.
    pub point: Option<PointView>,
    /// The address of its calendar.
    pub feed: String,
    /// The days of service of the next four weeks.
    pub days: Vec<PublicDay>,
    /// Usual days on which there is none.
    pub off: Vec<PublicOff>,
}

/// Stations, for everybody.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicStations {
    /// By code.
    pub items: Vec<PublicStation>,
}

/// Where and when there is service in a street or community.
#[utoipa::path(get, path = "/public/stations", tag = "public", params(PublicStationsQuery), responses((status = 200, body = PublicStations)))]
pub async fn list_public_stations(
    State(app): State<App>,
    Peer(peer): Peer,
    Query(query): Query<PublicStationsQuery>,
) -> Result<Reply<PublicStations>, Refusal> {
    app.limits().reads.take(peer, app.now()).map_err(Refusal::TooMany)?;
    let street = query.street.street().filter(|s| app.state::<Territory>().serves(s)).ok_or_else(|| {
        let (zh, en) = ("没有这个街道", "there is no such street");
        Refusal::field(FieldFault::new("street", "care.unknown-code", zh, en))
    })?;
    let (under, now, calendar, territory) =
        (query.street, app.now(), app.state::<CurrentCalendar>(), app.state::<Territory>());
    let today = now.day();
    // Tickets are read only for days that can be booked.
    let near = today.saturating_add(jiff::Span::new().days(AHEAD_DAYS));
    let until = today.saturating_add(jiff::Span::new().days(AHEAD));
    let found = app
        .read(move |tx| {
            let mut found = Vec::new();
            for record in store::stations::under(tx, &under)?.into_iter().filter(|r| !r.closed) {
                let series = store::series::of_station(tx, &street, record.station.id)?;
                let days = dates::days(&series, &calendar, (today, until));
                let tickets = store::tickets::between(tx, &street, record.station.id, (today, near))?;
                let kept = store::days::between(tx, &street, record.station.id, (today, near))?;
                let closed = |day: &Day| kept.iter().any(|k| k.day == *day && k.closed.is_some());
                let places = days.sessions.iter().map(|(day, sessions)| {
                    let tickets: Vec<_> = tickets.iter().filter(|t| t.day == *day).cloned().collect();
                    let on = OnDay { day: *day, sessions, tickets: &tickets, closed: closed(day), now };
                    (*day, on.places().0)
                });
                let places: BTreeMap<Day, OwnPlaces> = places.collect();
                found.push((record, days, places));
            }
            Ok(found)
        })
        .await?;
    let items = found.into_iter().map(|(record, days, places)| {
        let s = &record.station;
        let day = |(session, booking): (&dates::Session, &OwnPlaces)| PublicDay {
            day: session.service.day.to_string(),
            from: dates::clock(session.service.hours.from),
            until: dates::clock(session.service.hours.until),
            moved_from: session.service.moved_from.map(|d| d.to_string()),
            booking: booking.clone(),
        };
        let sessions =
            days.sessions.iter().zip(places.values()).flat_map(|((_, all), p)| all.iter().map(move |s| (s, p)));
        PublicStation {
            id: s.id.uuid(),
            name: s.name.clone(),
            place: s.place.clone(),
            phone: s.phone.clone(),
            words: territory.words(&s.code),
            point: s.point.map(|p| PointView { lon: p.lon, lat: p.lat }),
            feed: feed_of(&street, s.id.uuid()),
            days: sessions.map(day).collect(),
            off: days.off.iter().map(|(day, why)| PublicOff { day: day.to_string(), why: why.clone() }).collect(),
        }
    });
    Ok(Reply(PublicStations { items: items.collect() }))
}

/// The calendar of a station's service days, to subscribe to.
#[utoipa::path(get, path = "/public/stations/{street}/{id}/calendar.ics", tag = "public", params(("street" = String, Path), ("id" = Uuid, Path)), responses((status = 200, content_type = "text/calendar", body = String)))]
pub async fn station_calendar(
    State(app): State<App>,
    Peer(peer): Peer,
    Path((street, id)): Path<(String, String)>,
) -> Result<impl IntoResponse, Refusal> {
    app.limits().reads.take(peer, app.now()).map_err(Refusal::TooMany)?;
    let gone = || Refusal::NotFound("station");
    let street = GridCode::parse(&street).ok().filter(|s| app.state::<Territory>().serves(s)).ok_or_else(gone)?;
    let id = StationId::new(Uuid::parse_str(&id).map_err(|_| gone())?);
    let (record, series) = app
        .read(move |tx| {
            let record = store::stations::read(tx, &street, id)?.filter(|r| !r.closed);
            let record = record.ok_or(Refusal::NotFound("station"))?;
            Ok((record, store::series::of_station(tx, &street, id)?))
        })
        .await?;
    let text = feed::write(&record, &series, &app.state::<CurrentCalendar>(), app.now());
    let head = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=3600"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"station.ics\""),
    ];
    Ok((head, text))
}

/// What a calling screen shows, behind its link.
#[utoipa::path(get, path = "/public/screens/{token}", tag = "public", params(("token" = String, Path)), responses((status = 200, body = ScreenView)))]
pub async fn read_screen(
    State(app): State<App>,
    Peer(peer): Peer,
    Path(token): Path<String>,
) -> Result<Reply<ScreenView>, Refusal> {
    app.limits().reads.take(peer, app.now()).map_err(Refusal::TooMany)?;
    let (street, screen) = app.seal().read_screen(&token).ok_or(Refusal::NotFound("screen"))?;
    live::look(&app, street, screen).await.map(|(_, view)| Reply(view))
}

/// The same as it changes: an event `screen` at once and whenever something is otherwise, and `gone` when the link was withdrawn. The
/// stream ends after an hour, and a browser comes again by itself.
#[utoipa::path(get, path = "/public/screens/{token}/live", tag = "public", params(("token" = String, Path)), responses((status = 200, content_type = "text/event-stream", body = ScreenView)))]
pub async fn watch_screen(
    State(app): State<App>,
    Peer(peer): Peer,
    Path(token): Path<String>,
) -> Result<impl IntoResponse, Refusal> {
    app.limits().reads.take(peer, app.now()).map_err(Refusal::TooMany)?;
    let (street, screen) = app.seal().read_screen(&token).ok_or(Refusal::NotFound("screen"))?;
    live::watch(app, street, screen).await
}
