//! Bookings of one person as appointments for another system: when, where, and whether they came.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use weiguang_domain::access::{Actor, Permit, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{ResidentId, StationId, TicketId};
use weiguang_domain::kernel::time::{Day, Moment, Span};
use weiguang_domain::station::plan::Station;
use weiguang_domain::station::queue::{Arrival, TicketStatus};
use weiguang_store::Tx;

use super::record::{SeriesRecord, TicketRecord};
use super::store::{series, stations, tickets};
use crate::rooms::households;
use crate::web::Refusal;

/// The most bookings of one person.
const MOST: i64 = 50;
/// Minutes of a booking at a station whose series no longer exists.
const USUAL: u16 = 10;

/// A booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booked {
    /// Its id.
    pub id: TicketId,
    /// The resident.
    pub resident: ResidentId,
    /// The beginning.
    pub at: Moment,
    /// The end.
    pub until: Moment,
    /// State of its ticket.
    pub standing: TicketStatus,
    /// A07.
    pub label: String,
    /// The name of the station.
    pub station: String,
    /// The address.
    pub place: String,
    /// The version.
    pub version: i64,
}

/// The minutes after midnight of a moment in China.
fn minute(at: Moment) -> u16 {
    let time = at.civil().time();
    u16::from(time.hour().unsigned_abs()) * 60 + u16::from(time.minute().unsigned_abs())
}

fn booked(record: &TicketRecord, station: Option<&Station>, series: &[SeriesRecord]) -> Option<Booked> {
    let ticket = &record.ticket;
    let (Arrival::Booked(at), Some(resident)) = (ticket.came, ticket.resident) else { return None };
    let here = |s: &&SeriesRecord| (s.series.hours.from..s.series.hours.until).contains(&minute(at));
    let slot = series.iter().find(here).or(series.first()).map_or(USUAL, |s| s.series.slot);
    Some(Booked {
        id: ticket.id,
        resident,
        at,
        until: at + Span::minutes(i64::from(slot)),
        standing: ticket.standing,
        label: ticket.label(),
        station: station.map(|s| s.name.clone()).unwrap_or_default(),
        place: station.map(|s| s.place.clone()).unwrap_or_default(),
        version: record.version,
    })
}

/// Whether the actor may see a person's bookings: those who may book for them.
fn may_see(tx: &mut Tx<'_>, actor: &Actor, street: &GridCode, of: ResidentId) -> Result<Permit, Refusal> {
    let code = households::resident(tx, street, of)?.ok_or(Refusal::NotFound("resident"))?.resident.code;
    actor.may(Verb::CareBook, &code, false).map_err(|_| Refusal::NotFound("resident"))
}

/// A person's bookings from a day on.
///
/// # Errors
/// [`Refusal::NotFound`]; the store's errors.
pub fn booked_of(
    tx: &mut Tx<'_>,
    actor: &Actor,
    street: &GridCode,
    of: ResidentId,
    from: Day,
) -> Result<Vec<Booked>, Refusal> {
    may_see(tx, actor, street, of)?;
    let found = tickets::of_person(tx, street, of, from, MOST)?;
    let stations = stations::by_id(tx, street)?;
    let mut plans: HashMap<StationId, Vec<SeriesRecord>> = HashMap::new();
    for record in &found {
        if let Entry::Vacant(plan) = plans.entry(record.station) {
            plan.insert(series::of_station(tx, street, record.station)?);
        }
    }
    let plan = |of| plans.get(of).map_or(&[][..], Vec::as_slice);
    Ok(found.iter().filter_map(|r| booked(r, stations.get(&r.station), plan(&r.station))).collect())
}

/// One booking.
///
/// # Errors
/// [`Refusal::NotFound`]; the store's errors.
pub fn booking(tx: &mut Tx<'_>, actor: &Actor, street: &GridCode, id: TicketId) -> Result<Booked, Refusal> {
    let missing = || Refusal::NotFound("appointment");
    let record = tickets::read(tx, street, id)?.ok_or_else(missing)?;
    let station = stations::read(tx, street, record.station)?.map(|s| s.station);
    let plan = series::of_station(tx, street, record.station)?;
    let found = booked(&record, station.as_ref(), &plan).ok_or_else(missing)?;
    may_see(tx, actor, street, found.resident).map_err(|_| missing())?;
    Ok(found)
}
