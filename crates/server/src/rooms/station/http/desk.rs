//! HTTP endpoints of a desk: the next ticket, and the end of the day.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::kernel::ids::{DeskSessionId, StationId, TicketId};
use weiguang_domain::kernel::time::Moment;
use weiguang_domain::station::finish::Confirmations;

use super::stations::{day_of, show_day};
use super::street_of_station;
use super::tickets::show;
use crate::App;
use crate::rooms::station::ops::call::{self, Call};
use crate::rooms::station::ops::sit::{self, Seated, Sit};
use crate::rooms::station::view::day::{DayQueue, TicketView};
use crate::web::Refusal;
use crate::web::answer::written;
use crate::web::extract::{IdempotencyKey, SignedIn};
use crate::web::problem::Problem;

/// A call.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[schema(as = StationCallNumber)]
#[serde(deny_unknown_fields)]
pub struct CallNumber {
    /// To which desk, 1 to 99.
    pub desk: u8,
    /// Whether the number that stands at this desk is served by the same press.
    #[serde(default)]
    pub finish: bool,
    /// This one out of turn; it must be waiting.
    #[serde(default)]
    pub ticket: Option<Uuid>,
    /// The session that holds the desk.
    #[serde(default)]
    pub session: Option<Uuid>,
    /// Nothing was measured for the number that is served, and that is right.
    #[serde(default)]
    pub unmeasured: bool,
    /// A second reading is awaited of them, and they stay.
    #[serde(default)]
    pub awaited: bool,
}

/// What a call did.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = StationCalled)]
pub struct Called {
    /// The number that was called; null if nobody waits.
    pub called: Option<TicketView>,
    /// The number that was served by the same press.
    pub served: Option<TicketView>,
    /// How many wait now.
    pub waiting: u32,
    /// The version of the day's queue.
    pub version: i64,
}

/// Calls the next number to a desk. Two desks that press at once get two numbers.
#[utoipa::path(post, path = "/care/stations/{id}/days/{day}/call", tag = "station", params(("id" = Uuid, Path), ("day" = String, Path)), request_body = CallNumber, responses((status = 200, body = Called), (status = 409, body = Problem)))]
pub async fn call_number(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((id, day)): Path<(Uuid, String)>,
    send: IdempotencyKey<CallNumber>,
) -> Result<Response, Refusal> {
    let (station, day) = (StationId::new(id), day_of(&day)?);
    let street = street_of_station(&app, &actor, station).await?;
    let (sending, body) = (send.send(), send.body);
    let wish = Call {
        station,
        day,
        desk: body.desk,
        finish: body.finish,
        ticket: body.ticket.map(TicketId::new),
        session: body.session.map(DeskSessionId::new),
        said: Confirmations { unmeasured: body.unmeasured, awaited: body.awaited },
    };
    let sent = app.write(&actor, street, sending, move |work| call::call(work, &wish)).await?;
    let mut shown = [None, None];
    for (place, id) in shown.iter_mut().zip([sent.value.ticket, sent.value.served]) {
        if let Some(id) = id {
            *place = Some(show(&app, &actor, street, TicketId::new(id)).await?);
        }
    }
    let [called, served] = shown;
    let waiting = show_day(&app, &actor, street, station, day).await?.about.waiting;
    let called = Called { called, served, waiting, version: sent.value.version };
    Ok(written(StatusCode::OK, &called, Some(called.version), sent.replayed))
}

/// A desk that is asked for.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[schema(as = StationSitDown)]
#[serde(deny_unknown_fields)]
pub struct SitDown {
    /// Made by the browser, one for all its tabs.
    pub session: Uuid,
    /// Which desk, 1 to 99; without one a free desk is given.
    #[serde(default)]
    pub desk: Option<u8>,
    /// Since when another session holds it, as the day tells: who was told takes it over.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub seen: Option<Moment>,
}

/// A desk that is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = StationSeatedView)]
pub struct SeatedView {
    /// Which.
    pub desk: u8,
    /// Since when, RFC 3339.
    pub since: String,
    /// Until when without a renewal, RFC 3339.
    pub until: String,
}

/// Takes a desk of a station, or renews the hold of it. One session holds a desk; another is told who does.
#[utoipa::path(post, path = "/care/stations/{id}/desks", tag = "station", params(("id" = Uuid, Path)), request_body = SitDown, responses((status = 200, body = SeatedView), (status = 409, body = Problem)))]
pub async fn sit_down(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<SitDown>,
) -> Result<Response, Refusal> {
    let station = StationId::new(id);
    let street = street_of_station(&app, &actor, station).await?;
    let (sending, body) = (send.send(), send.body);
    let wish = Sit { station, session: DeskSessionId::new(body.session), desk: body.desk, seen: body.seen };
    let sent = app.write(&actor, street, sending, move |work| sit::sit(work, &wish)).await?;
    let Seated { desk, since, until } = sent.value;
    let view = SeatedView { desk, since: since.to_string(), until: until.to_string() };
    Ok(written(StatusCode::OK, &view, None, sent.replayed))
}

/// Which session leaves.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[schema(as = StationStandUp)]
#[serde(deny_unknown_fields)]
pub struct StandUp {
    /// The browser's.
    pub session: Uuid,
}

/// Releases the desk that a session holds.
#[utoipa::path(post, path = "/care/stations/{id}/desks/leave", tag = "station", params(("id" = Uuid, Path)), request_body = StandUp, responses((status = 204)))]
pub async fn leave_desk(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<StandUp>,
) -> Result<StatusCode, Refusal> {
    let station = StationId::new(id);
    let street = street_of_station(&app, &actor, station).await?;
    let (sending, session) = (send.send(), DeskSessionId::new(send.body.session));
    app.write(&actor, street, sending, move |work| sit::leave(work, station, session)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Closes the day after its last number. What is left is its list: served, left, and those who were not there.
#[utoipa::path(post, path = "/care/stations/{id}/days/{day}/close", tag = "station", params(("id" = Uuid, Path), ("day" = String, Path)), responses((status = 200, body = DayQueue), (status = 409, body = Problem)))]
pub async fn close_day(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((id, day)): Path<(Uuid, String)>,
    send: IdempotencyKey<Option<serde_json::Value>>,
) -> Result<Reply<DayQueue>, Refusal> {
    let (id, day) = (StationId::new(id), day_of(&day)?);
    let street = street_of_station(&app, &actor, id).await?;
    app.write(&actor, street, send.send(), move |work| call::close(work, id, day)).await?;
    show_day(&app, &actor, street, id, day).await.map(Reply)
}

/// Opens a day again that was closed too early, on the day itself.
#[utoipa::path(post, path = "/care/stations/{id}/days/{day}/reopen", tag = "station", params(("id" = Uuid, Path), ("day" = String, Path)), responses((status = 200, body = DayQueue), (status = 409, body = Problem)))]
pub async fn reopen_day(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((id, day)): Path<(Uuid, String)>,
    send: IdempotencyKey<Option<serde_json::Value>>,
) -> Result<Reply<DayQueue>, Refusal> {
    let (id, day) = (StationId::new(id), day_of(&day)?);
    let street = street_of_station(&app, &actor, id).await?;
    app.write(&actor, street, send.send(), move |work| call::reopen(work, id, day)).await?;
    show_day(&app, &actor, street, id, day).await.map(Reply)
}
