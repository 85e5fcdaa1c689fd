//! The desk: the next number, and the end of the day.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::kernel::ids::{StationId, TicketId};

use super::stations::{day_of, show_day};
use super::street_of_station;
use super::tickets::show;
use crate::App;
use crate::rooms::care::station::ops::call::{self, Call};
use crate::rooms::care::station::view::day::{DayQueue, TicketView};
use crate::web::Refusal;
use crate::web::answer::written;
use crate::web::extract::{SendKey, SignedIn};
use crate::web::problem::Problem;

/// A call.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
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
}

/// What a call did.
#[derive(Clone, Debug, Serialize, ToSchema)]
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
#[utoipa::path(post, path = "/care/stations/{id}/days/{day}/call", tag = "care", params(("id" = Uuid, Path), ("day" = String, Path)), request_body = CallNumber, responses((status = 200, body = Called), (status = 409, body = Problem)))]
pub async fn call_number(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((id, day)): Path<(Uuid, String)>,
    send: SendKey<CallNumber>,
) -> Result<Response, Refusal> {
    let (station, day) = (StationId::new(id), day_of(&day)?);
    let street = street_of_station(&app, &actor, station).await?;
    let (sending, body) = (send.send(), send.body);
    let wish = Call { station, day, desk: body.desk, finish: body.finish, ticket: body.ticket.map(TicketId::new) };
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

/// Closes the day after its last number. What is left is its list: served, left, and those who were not there.
#[utoipa::path(post, path = "/care/stations/{id}/days/{day}/close", tag = "care", params(("id" = Uuid, Path), ("day" = String, Path)), responses((status = 200, body = DayQueue), (status = 409, body = Problem)))]
pub async fn close_day(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((id, day)): Path<(Uuid, String)>,
    send: SendKey<Option<serde_json::Value>>,
) -> Result<Reply<DayQueue>, Refusal> {
    let (id, day) = (StationId::new(id), day_of(&day)?);
    let street = street_of_station(&app, &actor, id).await?;
    app.write(&actor, street, send.send(), move |work| call::close(work, id, day)).await?;
    show_day(&app, &actor, street, id, day).await.map(Reply)
}

/// Opens a day again that was closed too early, on the day itself.
#[utoipa::path(post, path = "/care/stations/{id}/days/{day}/reopen", tag = "care", params(("id" = Uuid, Path), ("day" = String, Path)), responses((status = 200, body = DayQueue), (status = 409, body = Problem)))]
pub async fn reopen_day(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((id, day)): Path<(Uuid, String)>,
    send: SendKey<Option<serde_json::Value>>,
) -> Result<Reply<DayQueue>, Refusal> {
    let (id, day) = (StationId::new(id), day_of(&day)?);
    let street = street_of_station(&app, &actor, id).await?;
    app.write(&actor, street, send.send(), move |work| call::reopen(work, id, day)).await?;
    show_day(&app, &actor, street, id, day).await.map(Reply)
}
