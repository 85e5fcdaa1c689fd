//! HTTP endpoints for booking without an account: the free times of a day, a booking, and its link, by which it is read and cancelled.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::Actor;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{StationId, TicketId};
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_domain::manual::Calendar;
use weiguang_domain::station::own_booking::{Asker, Purpose, Refused};
use weiguang_store::Tx;

use super::stations::day_of;
use super::{made, store};
use crate::App;
use crate::limits::address::household;
use crate::rooms::grid::territory::Territory;
use crate::rooms::manual::CurrentCalendar;
use crate::rooms::station::dates;
use crate::rooms::station::dates::Days;
use crate::rooms::station::limits::BookingLimits;
use crate::rooms::station::ops::own;
use crate::rooms::station::record::{StationRecord, TicketRecord};
use crate::rooms::station::view::own::{BookingView, OnDay, OwnPlaces, OwnTime, purposes};
use crate::web::answer::written;
use crate::web::extract::{IdempotencyKey, Peer};
use crate::web::problem::Problem;
use crate::web::words::KeyWords;
use crate::web::{FieldFault, Refusal};

/// A day of which places can be booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublicServiceDay {
    /// As the station is called.
    pub station_name: String,
    /// Where one goes.
    pub place: String,
    /// The number that people call; empty if there is none.
    pub phone: String,
    /// `YYYY-MM-DD`.
    pub day: String,
    /// What is left.
    pub booking: OwnPlaces,
    /// Times to choose from; those that are full are told, too.
    pub times: Vec<OwnTime>,
    /// What somebody may come for; nobody need say it.
    pub purposes: Vec<KeyWords>,
}

/// The stored data of one day of a station.
struct StoredDay {
    station: StationRecord,
    days: Days,
    tickets: Vec<TicketRecord>,
    closed: bool,
}

impl StoredDay {
    fn read(
        tx: &mut Tx<'_>,
        street: &GridCode,
        (id, day): (StationId, Day),
        calendar: &Calendar,
        what: &'static str,
    ) -> Result<Self, Refusal> {
        let station = store::stations::read(tx, street, id)?.ok_or(Refusal::NotFound(what))?;
        let series = store::series::of_station(tx, street, id)?;
        let days = if station.closed { Days::default() } else { dates::days(&series, calendar, (day, day)) };
        let tickets = store::tickets::of_day(tx, street, id, day)?;
        let closed = store::days::read(tx, street, id, day)?.is_some_and(|d| d.closed.is_some());
        Ok(Self { station, days, tickets, closed })
    }

    fn on(&self, day: Day, now: Moment) -> OnDay<'_> {
        let sessions = self.days.sessions.get(&day).map_or(&[][..], Vec::as_slice);
        OnDay { day, sessions, tickets: &self.tickets, closed: self.closed, now }
    }
}

/// The street of a public address.
fn street_of(app: &App, street: &str) -> Result<GridCode, Refusal> {
    let street = GridCode::parse(street).ok().filter(|s| app.state::<Territory>().serves(s));
    street.ok_or(Refusal::NotFound("station"))
}

/// What is left of a day for those who book by themselves.
#[utoipa::path(get, path = "/public/stations/{street}/{id}/days/{day}", tag = "public", params(("street" = String, Path), ("id" = Uuid, Path), ("day" = String, Path)), responses((status = 200, body = PublicServiceDay)))]
pub async fn read_public_day(
    State(app): State<App>,
    Peer(peer): Peer,
    Path((street, id, day)): Path<(String, Uuid, String)>,
) -> Result<Reply<PublicServiceDay>, Refusal> {
    app.limits().reads.take(peer, app.now()).map_err(Refusal::TooMany)?;
    let (street, id, day) = (street_of(&app, &street)?, StationId::new(id), day_of(&day)?);
    let calendar = app.state::<CurrentCalendar>();
    let kept = app.read(move |tx| StoredDay::read(tx, &street, (id, day), &calendar, "station")).await?;
    if kept.station.closed || !kept.days.sessions.contains_key(&day) {
        return Err(Refusal::NotFound("day"));
    }
    let (booking, times) = kept.on(day, app.now()).places();
    let station = kept.station.station;
    Ok(Reply(PublicServiceDay {
        station_name: station.name,
        place: station.place,
        phone: station.phone,
        day: day.to_string(),
        booking,
        times,
        purposes: purposes(),
    }))
}

/// A booking that somebody makes without an account.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = StationNewBooking)]
#[serde(deny_unknown_fields)]
pub struct NewBooking {
    /// A UUIDv7 made by the client.
    pub id: Uuid,
    /// One of the day's times.
    #[schema(value_type = String)]
    pub at: Moment,
    /// The name.
    pub name: String,
    /// A mobile number of 11 digits, or a landline with its area code.
    pub phone: String,
    /// What for, by its key; nobody need say it.
    #[serde(default)]
    pub purpose: Option<String>,
}

/// What somebody who booked gets in return.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = StationBookingReceipt)]
pub struct BookingReceipt {
    /// The page of the booking: nobody can guess it, and a person who has it may cancel the booking.
    pub url: String,
    /// The secret of the link: `/public/bookings/{token}`.
    pub token: String,
    /// The booking.
    pub booking: BookingView,
}

/// The validated person and purpose, or every invalid field.
fn read_asker(body: &NewBooking) -> Result<(Asker, Option<Purpose>), Refusal> {
    let said = body.purpose.as_deref().filter(|key| !key.is_empty());
    let purpose = said.map(|key| Purpose::ALL.into_iter().find(|p| p.key() == key));
    let asker = Asker::read(&body.name, &body.phone);
    let mut faults: Vec<FieldFault> = asker.as_ref().err().into_iter().flatten().copied().map(Into::into).collect();
    if purpose == Some(None) {
        let keys = Purpose::ALL.map(Purpose::key).join(", ");
        let (zh, en) = (format!("应为 {keys} 之一"), format!("one of {keys}"));
        faults.push(FieldFault::new("purpose", "care.own-purpose", zh, en));
    }
    match asker {
        Ok(asker) if faults.is_empty() => Ok((asker, purpose.flatten())),
        _ => Err(Refusal::Invalid(faults)),
    }
}

/// Books a place without an account. Sent three times it is one booking; a phone has one of a day.
#[utoipa::path(post, path = "/public/stations/{street}/{id}/days/{day}/bookings", tag = "public", params(("street" = String, Path), ("id" = Uuid, Path), ("day" = String, Path)), request_body = NewBooking, responses((status = 201, body = BookingReceipt), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn book_place(
    State(app): State<App>,
    Peer(peer): Peer,
    Path((street, id, day)): Path<(String, Uuid, String)>,
    send: IdempotencyKey<NewBooking>,
) -> Result<Response, Refusal> {
    let now = app.now();
    app.local::<BookingLimits>().tries.take(peer, now).map_err(Refusal::TooMany)?;
    let (street, station, day) = (street_of(&app, &street)?, StationId::new(id), day_of(&day)?);
    let (asker, purpose) = read_asker(&send.body)?;
    let (sending, at) = (send.secret(&app), send.body.at);
    let new = own::New { id: TicketId::new(made(send.body.id)?), station, day, at, asker, purpose };
    let number = new.id;
    let allowed = Allowed { peer: household(peer), street, station, day };
    let may = allowed.look(&app, now);
    let sent = app
        .write(&Actor::public(), street, sending, move |work| {
            // A repeated request is answered, however many there were since.
            may.clone()?;
            own::book(work, &new)
        })
        .await?;
    if !sent.replayed {
        allowed.count(&app, now);
    }
    let booking = show(&app, street, number).await?;
    let token = app.seal().booking(&street, number);
    let receipt = BookingReceipt { url: format!("/r/b/{token}"), token, booking };
    Ok(written(StatusCode::CREATED, &receipt, None, sent.replayed))
}

/// The limits that a booking counts against: an address has a few for each day, and a street a number for each hour, so that no script
/// fills a day.
#[derive(Clone, Copy)]
struct Allowed {
    peer: IpAddr,
    street: GridCode,
    station: StationId,
    day: Day,
}

impl Allowed {
    fn look(&self, app: &App, now: Moment) -> Result<(), Refusal> {
        let limits = app.local::<BookingLimits>();
        limits.days.room((self.peer, self.station.uuid(), self.day), now).map_err(|_| Refused::Many)?;
        limits.streets.room(self.street, now).map_err(Refusal::TooMany)
    }

    fn count(&self, app: &App, now: Moment) {
        let limits = app.local::<BookingLimits>();
        // Two simultaneous ones may both have been within the limit: they are counted all the same.
        _ = limits.days.count((self.peer, self.station.uuid(), self.day), now);
        _ = limits.streets.count(self.street, now);
    }
}

/// A booking as its owner sees it.
async fn show(app: &App, street: GridCode, id: TicketId) -> Result<BookingView, Refusal> {
    let (calendar, now) = (app.state::<CurrentCalendar>(), app.now());
    let (record, kept) = app
        .read(move |tx| {
            let record = own::booked(store::tickets::read(tx, &street, id)?)?;
            let kept = StoredDay::read(tx, &street, (record.station, record.day), &calendar, "booking")?;
            Ok((record, kept))
        })
        .await?;
    let made_up = app.state::<Territory>().made_up(&street);
    Ok(BookingView::of(&record, &kept.station, &kept.on(record.day, now), &kept.days, made_up))
}

/// A booking behind its link: when and where, how many are before it, and nothing of a person.
#[utoipa::path(get, path = "/public/bookings/{token}", tag = "public", params(("token" = String, Path)), responses((status = 200, body = BookingView)))]
pub async fn read_booking(
    State(app): State<App>,
    Peer(peer): Peer,
    Path(token): Path<String>,
) -> Result<Reply<BookingView>, Refusal> {
    app.limits().reads.take(peer, app.now()).map_err(Refusal::TooMany)?;
    let (street, id) = app.seal().read_booking(&token).ok_or(Refusal::NotFound("booking"))?;
    show(&app, street, id).await.map(Reply)
}

/// Calls a booking off. The link itself is the permission: only who booked was given it. Its place is free again at once, and who booked
/// is forgotten.
#[utoipa::path(post, path = "/public/bookings/{token}/cancel", tag = "public", params(("token" = String, Path)), responses((status = 200, body = BookingView), (status = 409, body = Problem)))]
pub async fn cancel_booking(
    State(app): State<App>,
    Peer(peer): Peer,
    Path(token): Path<String>,
    send: IdempotencyKey<Option<serde_json::Value>>,
) -> Result<Response, Refusal> {
    app.limits().reads.take(peer, app.now()).map_err(Refusal::TooMany)?;
    let (street, id) = app.seal().read_booking(&token).ok_or(Refusal::NotFound("booking"))?;
    let sent = app.write(&Actor::public(), street, send.send(), move |work| own::cancel(work, id)).await?;
    let booking = show(&app, street, id).await?;
    Ok(written(StatusCode::OK, &booking, None, sent.replayed))
}
