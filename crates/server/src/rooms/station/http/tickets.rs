//! HTTP endpoints of tickets: taking one, acting on it, and those of one person.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::Phone;
use weiguang_domain::kernel::ids::{DeskSessionId, ResidentId, StationId, TicketId};
use weiguang_domain::kernel::time::Moment;
use weiguang_domain::station::finish::Confirmations;

use super::stations::day_of;
use super::{SEES, made, store, street_of_number, street_of_station};
use crate::App;
use crate::rooms::households;
use crate::rooms::station::numbers::{NumberOf, numbers_of};
use crate::rooms::station::ops::book::{self, New, Who};
use crate::rooms::station::ops::call::{self, Act};
use crate::rooms::station::view::day::{People, TicketView};
use crate::web::answer::written;
use crate::web::extract::{IdempotencyKey, IfMatch, SignedIn};
use crate::web::problem::Problem;
use crate::web::{FieldFault, Refusal};

/// A number that is asked for.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = StationNewNumber)]
#[serde(deny_unknown_fields)]
pub struct NewNumber {
    /// A UUIDv7 made by the client.
    pub id: Uuid,
    /// The booked time, as the day lists them; without it somebody stands at the desk.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub at: Option<Moment>,
    /// For whom.
    #[serde(default)]
    pub resident: Option<Uuid>,
    /// Instead: the person with exactly this phone.
    #[serde(default)]
    pub phone: Option<String>,
}

/// One ticket for one reader: complete for the desk and for those who may book for its owner.
pub(super) async fn show(app: &App, actor: &Actor, street: GridCode, id: TicketId) -> Result<TicketView, Refusal> {
    let reader = actor.clone();
    app.read(move |tx| {
        let gone = Refusal::NotFound("number");
        let record = store::tickets::read(tx, &street, id)?.ok_or(gone.clone())?;
        let station = store::stations::read(tx, &street, record.station)?.ok_or(gone.clone())?;
        let mut permit = reader.may(Verb::CareStation, &station.station.code, false);
        let whole = reader.may(Verb::CareMeasure, &station.station.code, false).is_ok();
        let mut people = People { whole, ..People::default() };
        if let Some(of) = record.ticket.resident
            && let Some(kept) = households::resident(tx, &street, of)?
        {
            permit = permit.or_else(|_| reader.may(Verb::CareBook, &kept.resident.code, false));
            people.known.insert(of, kept.resident);
        }
        if let Some(asker) = store::askers::read(tx, &street, id)? {
            people.askers.insert(id, asker);
        }
        Ok(TicketView::of(permit.map_err(|_| gone)?, &record, &people))
    })
    .await
}

/// Gives a number: for a booked time, or to somebody who walked in.
#[utoipa::path(post, path = "/care/stations/{id}/days/{day}/tickets", tag = "station", params(("id" = Uuid, Path), ("day" = String, Path)), request_body = NewNumber, responses((status = 201, body = TicketView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn take_number(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((id, day)): Path<(Uuid, String)>,
    send: IdempotencyKey<NewNumber>,
) -> Result<Response, Refusal> {
    let (station, day) = (StationId::new(id), day_of(&day)?);
    let street = street_of_station(&app, &actor, station).await?;
    // A phone number is easy to guess, so the stored hash of the request is keyed.
    let (sending, body) = (send.secret(&app), send.body);
    let who = match (body.resident, body.phone.as_deref().map(str::trim).filter(|p| !p.is_empty())) {
        (Some(id), None) => Who::Resident(ResidentId::new(id)),
        (None, Some(phone)) => Who::Phone(Phone::sought(phone)?),
        (None, None) => Who::Nobody,
        (Some(_), Some(_)) => {
            let (zh, en) = ("居民与电话只填一项", "either the person or the phone");
            return Err(Refusal::field(FieldFault::new("phone", "care.one-way", zh, en)));
        }
    };
    let new = New { id: TicketId::new(made(body.id)?), station, day, at: body.at, who };
    let number = new.id;
    let sent = app.write(&actor, street, sending, move |work| book::take(work, &new)).await?;
    let view = show(&app, &actor, street, number).await?;
    Ok(written(StatusCode::CREATED, &view, Some(view.version), sent.replayed))
}

/// What is done to a number.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = StationNumberAct)]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is told by the act that it belongs to")]
pub enum NumberAct {
    /// Who booked is here; or who was passed over is back, behind two others.
    Arrive {},
    /// Called once more; after the third call it is passed over. `session` is the one that holds its desk.
    CallAgain {
        #[serde(default)]
        session: Option<Uuid>,
    },
    /// Served. `unmeasured`: nothing was measured, and that is right; `awaited`: a second reading is awaited, and they stay.
    Serve {
        #[serde(default)]
        session: Option<Uuid>,
        #[serde(default)]
        unmeasured: bool,
        #[serde(default)]
        awaited: bool,
    },
    /// Went home.
    Leave {
        #[serde(default)]
        session: Option<Uuid>,
        #[serde(default)]
        awaited: bool,
    },
    /// The booking is called off.
    Cancel {},
    /// It is this person's.
    Identify { resident: Uuid },
}

/// Acts on a number that stands at the version of `If-Match`.
#[utoipa::path(post, path = "/care/tickets/{id}/actions", tag = "station", params(("id" = Uuid, Path), ("if-match" = String, Header)), request_body = NumberAct, responses((status = 200, body = TicketView), (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn act_on_number(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    IfMatch(version): IfMatch,
    send: IdempotencyKey<NumberAct>,
) -> Result<Response, Refusal> {
    let id = TicketId::new(id);
    let street = street_of_number(&app, &actor, &SEES, id).await?;
    let sending = send.send();
    let act = match send.body {
        NumberAct::Arrive {} => Act::Arrive,
        NumberAct::CallAgain { session } => Act::CallAgain(session.map(DeskSessionId::new)),
        NumberAct::Serve { session, unmeasured, awaited } => {
            Act::Serve(session.map(DeskSessionId::new), Confirmations { unmeasured, awaited })
        }
        NumberAct::Leave { session, awaited } => {
            Act::Leave(session.map(DeskSessionId::new), Confirmations { unmeasured: true, awaited })
        }
        NumberAct::Cancel {} => Act::Cancel,
        NumberAct::Identify { resident } => Act::Identify(ResidentId::new(resident)),
    };
    let sent = app.write(&actor, street, sending, move |work| call::act(work, id, version, act)).await?;
    let view = show(&app, &actor, street, id).await?;
    Ok(written(StatusCode::OK, &view, Some(view.version), sent.replayed))
}

/// Somebody's numbers.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = StationNumbersOf)]
pub struct NumbersOf {
    /// From today on, by day.
    pub items: Vec<NumberOf>,
}

/// Somebody's numbers from today on, for who may book for them.
#[utoipa::path(get, path = "/care/residents/{id}/tickets", tag = "station", params(("id" = Uuid, Path)), responses((status = 200, body = NumbersOf)))]
pub async fn list_numbers_of(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Reply<NumbersOf>, Refusal> {
    let id = ResidentId::new(id);
    let street = households::street_of_any(&app, &actor, &[Verb::CareBook], id).await?;
    let today = app.now().day();
    let items = app
        .read(move |tx| {
            let kept = households::resident(tx, &street, id)?.ok_or(Refusal::NotFound("resident"))?;
            actor.may(Verb::CareBook, &kept.resident.code, false).map_err(|_| Refusal::NotFound("resident"))?;
            numbers_of(tx, &street, id, today)
        })
        .await?;
    Ok(Reply(NumbersOf { items }))
}
