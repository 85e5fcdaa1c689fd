//! HTTP endpoints of stations and their days: a list, one with its series, a period, one day with free times and, for the desk, its
//! tickets.

use axum::Json as Reply;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, StationId};
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_domain::manual::Calendar;
use weiguang_domain::station::desk::Hold;
use weiguang_store::Tx;

use super::{SEES, store, street_of_station, teams};
use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::rooms::households;
use crate::rooms::manual::CurrentCalendar;
use crate::rooms::people::streets_by;
use crate::rooms::station::dates;
use crate::rooms::station::record::{StationRecord, queue};
use crate::rooms::station::view::day::{Around, DayQueue, DayView, People};
use crate::rooms::station::view::{Shown, StationView};
use crate::web::extract::{Query, SignedIn};
use crate::web::{FieldFault, Refusal};

/// Default number of days in a list.
const DAYS: i64 = 28;
/// The longest period of a list.
const MOST: i64 = 92;

/// Which stations.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct StationsQuery {
    /// A code; the stations under it. Without it, of every street in which the reader serves.
    #[param(value_type = Option<String>)]
    under: Option<GridCode>,
}

/// Stations.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StationPage {
    /// By code.
    pub items: Vec<StationView>,
}

/// Whether an actor sees a street's stations; the places and times of service are public, but the plan is for staff there.
fn sees(actor: &Actor, street: &GridCode) -> bool {
    SEES.iter().any(|verb| !actor.scope(*verb).under(street).is_empty())
}

fn may_call(actor: &Actor, record: &StationRecord) -> bool {
    actor.may(Verb::CareStation, &record.station.code, false).is_ok()
}

fn shown(
    tx: &mut Tx<'_>,
    actor: &Actor,
    record: StationRecord,
    calendar: &Calendar,
    (from, to): (Day, Day),
) -> Result<Shown, Refusal> {
    let (street, id) = (record.street(), record.station.id);
    let series = store::series::of_station(tx, &street, id)?;
    let days = if record.closed { Default::default() } else { dates::days(&series, calendar, (from, to)) };
    let kept = store::days::between(tx, &street, id, (from, to))?;
    let tickets = store::tickets::between(tx, &street, id, (from, to))?;
    let teams = teams(tx, &street)?;
    let around = Around { station: id, days: &days, calendar, teams: &teams };
    let days = DayView::all(&around, &kept, &tickets);
    let may_call = may_call(actor, &record);
    Ok(Shown { record, series, days, may_call })
}

/// The stations of one's streets, with today and the next day of service.
#[utoipa::path(get, path = "/care/stations", tag = "station", params(StationsQuery), responses((status = 200, body = StationPage)))]
pub async fn list_stations(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<StationsQuery>,
) -> Result<Reply<StationPage>, Refusal> {
    actor.may_somewhere(Verb::CareBook)?;
    let mut under: Vec<GridCode> = streets_by(&app, &actor, &SEES);
    if let Some(wish) = query.under {
        app.state::<Territory>().is_on(&wish)?;
        under.retain(|street| street.contains(&wish) || wish.contains(street));
        under = under.into_iter().map(|street| if wish.contains(&street) { street } else { wish }).collect();
    }
    under.retain(|code| code.street().is_some_and(|street| sees(&actor, &street)));
    let (today, calendar) = (app.now().day(), app.state::<CurrentCalendar>());
    let until = today.saturating_add(jiff::Span::new().days(MOST));
    let (found, named) = app
        .read(move |tx| {
            let (mut found, mut named) = (Vec::new(), std::collections::HashMap::new());
            for code in &under {
                named.extend(teams(tx, &code.street().unwrap_or(*code))?);
                for record in store::stations::under(tx, code)? {
                    found.push(shown(tx, &actor, record, &calendar, (today, until))?);
                }
            }
            Ok((found, named))
        })
        .await?;
    let territory = app.state::<Territory>();
    Ok(Reply(StationPage { items: found.iter().map(|s| StationView::of(s, &territory, &named, today)).collect() }))
}

/// One station for one reader.
pub(super) async fn show(app: &App, actor: &Actor, street: GridCode, id: StationId) -> Result<StationView, Refusal> {
    let (today, calendar, reader) = (app.now().day(), app.state::<CurrentCalendar>(), actor.clone());
    let until = today.saturating_add(jiff::Span::new().days(MOST));
    let (found, named) = app
        .read(move |tx| {
            let record = store::stations::read(tx, &street, id)?.ok_or(Refusal::NotFound("station"))?;
            if !sees(&reader, &street) {
                return Err(Refusal::NotFound("station"));
            }
            Ok((shown(tx, &reader, record, &calendar, (today, until))?, teams(tx, &street)?))
        })
        .await?;
    Ok(StationView::of(&found, &app.state::<Territory>(), &named, today))
}

/// One station with its series.
#[utoipa::path(get, path = "/care/stations/{id}", tag = "station", params(("id" = Uuid, Path)), responses((status = 200, body = StationView)))]
pub async fn read_station(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Reply<StationView>, Refusal> {
    let id = StationId::new(id);
    let street = street_of_station(&app, &actor, id).await?;
    show(&app, &actor, street, id).await.map(Reply)
}

/// Which days.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct DaysQuery {
    /// The first day, `YYYY-MM-DD`; today if not given.
    #[param(value_type = Option<String>)]
    from: Option<Day>,
    /// The last day; 28 days on if not given, at most 92 days on.
    #[param(value_type = Option<String>)]
    to: Option<Day>,
}

/// Days at a station.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = StationDayPage)]
pub struct DayPage {
    /// Days with service, days that are off, days with bookings.
    pub items: Vec<DayView>,
}

/// A stretch of a station's days: with service, off with why, moved, or with bookings.
#[utoipa::path(get, path = "/care/stations/{id}/days", tag = "station", params(("id" = Uuid, Path), DaysQuery), responses((status = 200, body = DayPage)))]
pub async fn list_service_days(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    Query(query): Query<DaysQuery>,
) -> Result<Reply<DayPage>, Refusal> {
    let id = StationId::new(id);
    let street = street_of_station(&app, &actor, id).await?;
    let from = query.from.unwrap_or_else(|| app.now().day());
    let to = query.to.unwrap_or_else(|| from.saturating_add(jiff::Span::new().days(DAYS)));
    if to < from || to > from.saturating_add(jiff::Span::new().days(MOST)) {
        let (zh, en) = ("应在开始之后，且不超过 92 天", "after the first day, and at most 92 days on");
        return Err(Refusal::field(FieldFault::new("to", "care.days", zh, en)));
    }
    let calendar = app.state::<CurrentCalendar>();
    let found = app
        .read(move |tx| {
            let record = store::stations::read(tx, &street, id)?.ok_or(Refusal::NotFound("station"))?;
            if !sees(&actor, &street) {
                return Err(Refusal::NotFound("station"));
            }
            shown(tx, &actor, record, &calendar, (from, to))
        })
        .await?;
    Ok(Reply(DayPage { items: found.days }))
}

/// The desks in use now, with the names of those who use them.
fn held(tx: &mut Tx<'_>, street: &GridCode, id: StationId, now: Moment) -> Result<Vec<(u8, Hold, String)>, Refusal> {
    let desks = store::desks::of_station(tx, street, id)?;
    let accounts: HashSet<AccountId> = desks.0.values().map(|hold| hold.account).collect();
    let names = crate::rooms::people::names(tx, &accounts)?;
    let name = |hold: &Hold| names.get(&hold.account).cloned().unwrap_or_default();
    let live = desks.0.iter().filter(|(_, hold)| hold.is_live(now));
    Ok(live.map(|(desk, hold)| (*desk, *hold, name(hold))).collect())
}

/// One day for one reader.
pub(super) async fn show_day(
    app: &App,
    actor: &Actor,
    street: GridCode,
    id: StationId,
    day: Day,
) -> Result<DayQueue, Refusal> {
    let (now, calendar, reader) = (app.now(), app.state::<CurrentCalendar>(), actor.clone());
    app.read(move |tx| {
        let record = store::stations::read(tx, &street, id)?.ok_or(Refusal::NotFound("station"))?;
        if !sees(&reader, &street) {
            return Err(Refusal::NotFound("station"));
        }
        let series = store::series::of_station(tx, &street, id)?;
        let days = if record.closed { Default::default() } else { dates::days(&series, &calendar, (day, day)) };
        let kept = store::days::read(tx, &street, id, day)?;
        let tickets = store::tickets::of_day(tx, &street, id, day)?;
        let teams = teams(tx, &street)?;
        let around = Around { station: id, days: &days, calendar: &calendar, teams: &teams };
        let about = DayView::of(&around, day, kept.as_ref(), &tickets);
        let desk = if let Ok(permit) = reader.may(Verb::CareStation, &record.station.code, false) {
            let whole = reader.may(Verb::CareMeasure, &record.station.code, false).is_ok();
            let askers = store::askers::of_day(tx, &street, id, day)?;
            let mut people = People { whole, askers, ..People::default() };
            for of in tickets.iter().filter_map(|t| t.ticket.resident) {
                if let Some(kept) = households::resident(tx, &street, of)? {
                    people.known.insert(of, kept.resident);
                }
            }
            people.desks = held(tx, &street, id, now)?;
            Some((permit, people))
        } else {
            None
        };
        let none = Vec::new();
        let sessions = days.sessions.get(&day).unwrap_or(&none);
        let counts = match kept {
            Some(kept) if kept.closed.is_some() => kept.counts,
            _ => queue(&tickets).counts(),
        };
        Ok(DayQueue::of(about, sessions, &tickets, desk.as_ref(), counts, now))
    })
    .await
}

/// Reads a day from the path.
pub(super) fn day_of(text: &str) -> Result<Day, Refusal> {
    text.parse().map_err(|_| Refusal::NotFound("day"))
}

/// One day: hours, free times, and for who runs the desk the numbers.
#[utoipa::path(get, path = "/care/stations/{id}/days/{day}", tag = "station", params(("id" = Uuid, Path), ("day" = String, Path)), responses((status = 200, body = DayQueue)))]
pub async fn read_service_day(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((id, day)): Path<(Uuid, String)>,
) -> Result<Reply<DayQueue>, Refusal> {
    let (id, day) = (StationId::new(id), day_of(&day)?);
    let street = street_of_station(&app, &actor, id).await?;
    show_day(&app, &actor, street, id, day).await.map(Reply)
}
