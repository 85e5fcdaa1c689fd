//! Wire types for booking without an account: the free times of a day, and the state of a booking. The page behind its link contains no
//! name or phone, masked or not, so that it reveals no personal data to its visitors.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::kernel::time::{Day, Moment, Span};
use weiguang_domain::station::own_booking::{Purpose, Stage, opens};
use weiguang_domain::station::queue::{Arrival, TicketStatus};

use crate::rooms::station::dates::{self, Days, Session};
use crate::rooms::station::ops::book::kept_places;
use crate::rooms::station::record::{Beside, StationRecord, TicketRecord, queue};
use crate::web::words::{Bilingual, KeyWords};

/// What residents may still book of a day by themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = StationOwnPlaces)]
pub struct OwnPlaces {
    /// `open`, `full`, `later` (not yet: see `opens`), `over`, `none` (the desk alone books).
    pub state: String,
    /// How many places are left.
    pub left: u32,
    /// The day from which it can be booked, if that is still to come.
    pub opens: Option<String>,
}

/// A time that residents may book by themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = StationOwnTime)]
pub struct OwnTime {
    /// Its beginning, RFC 3339.
    pub at: String,
    /// `09:30`.
    pub label: String,
    /// How many places are left; 0 if it is full.
    pub left: u16,
}

/// A day with its tickets, for booking.
#[derive(Clone, Copy, Debug)]
pub struct OnDay<'a> {
    /// The day.
    pub day: Day,
    /// Its sessions.
    pub sessions: &'a [Session],
    /// Its numbers.
    pub tickets: &'a [TicketRecord],
    /// Whether it was closed.
    pub closed: bool,
    /// Now.
    pub now: Moment,
}

impl OnDay<'_> {
    /// Its free places, and their times.
    #[must_use]
    pub fn places(&self) -> (OwnPlaces, Vec<OwnTime>) {
        let offer = dates::offer(self.sessions, &kept_places(self.tickets), self.now);
        let first = opens(self.day);
        let later = first > self.now.day();
        let state = match () {
            () if !offer.offered => "none",
            () if later => "later",
            () if self.closed || offer.times.is_empty() => "over",
            () if offer.left == 0 => "full",
            () => "open",
        };
        let time = |(at, left): (&Moment, &u16)| OwnTime { at: at.to_string(), label: label(*at), left: *left };
        let times = if state == "open" { offer.times.iter().map(time).collect() } else { Vec::new() };
        let places = OwnPlaces {
            state: state.to_owned(),
            left: if state == "open" { offer.left } else { 0 },
            opens: (state == "later").then(|| first.to_string()),
        };
        (places, times)
    }
}

fn label(at: Moment) -> String {
    at.civil().strftime("%H:%M").to_string()
}

/// The purpose of a ticket's owner, if they booked it themselves and stated it.
#[must_use]
pub fn purpose(beside: &Beside) -> Option<Bilingual> {
    let (zh, en) = beside.own?.purpose?.words();
    Some(Bilingual::new(zh, en))
}

/// The possible purposes.
#[must_use]
pub fn purposes() -> Vec<KeyWords> {
    let one = |p: Purpose| KeyWords::new(p.key(), p.words().0, p.words().1);
    Purpose::ALL.map(one).to_vec()
}

/// Why a booking stands where there is no service any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = StationFallsOut)]
pub struct FallsOut {
    /// Why, if it was said.
    pub why: Option<String>,
    /// The day to which the service was moved.
    pub moved_to: Option<String>,
}

/// A booking behind its link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = StationBookingView)]
pub struct BookingView {
    /// A07: it is called by this number.
    pub label: String,
    /// The street.
    pub street: String,
    /// The station.
    pub station: Uuid,
    /// As the station is called.
    pub station_name: String,
    /// Where one goes.
    pub place: String,
    /// The number that people call; empty if there is none.
    pub phone: String,
    /// `YYYY-MM-DD`.
    pub day: String,
    /// The booked time, RFC 3339.
    pub at: String,
    /// `09:30`.
    pub from: String,
    /// `10:00`.
    pub until: String,
    /// What for, if that was said.
    pub purpose: Option<Bilingual>,
    /// `booked`, `due`, `late`, `waiting`, `called`, `passed_over`, `served`, `gone`, `cancelled`, `lapsed`.
    pub state: String,
    /// The same in words.
    pub words: Bilingual,
    /// On its day: how many are called before it, or would be if its owner came now.
    pub before: Option<u32>,
    /// The desk to which it is called.
    pub desk: Option<u8>,
    /// Set when there is no service at its time any more.
    pub falls_out: Option<FallsOut>,
    /// Whether it can be called off.
    pub can_cancel: bool,
    /// Whether it belongs to a demonstration.
    pub made_up: bool,
}

impl BookingView {
    /// From a ticket.
    #[must_use]
    pub fn of(r: &TicketRecord, station: &StationRecord, on: &OnDay<'_>, days: &Days, made_up: bool) -> Self {
        let today = on.now.day();
        let over = on.closed || r.day < today;
        let stage = Stage::of(&r.ticket, over, on.now);
        let at = if let Arrival::Booked(at) = r.ticket.came { at } else { Moment::start_of(r.day) };
        let slot = on.sessions.iter().find(|s| s.slots().contains(&at)).map(|s| s.slot);
        let falls_out = (slot.is_none() && stage.can_cancel()).then(|| FallsOut {
            why: days.off.get(&r.day).cloned(),
            moved_to: days.moved.get(&r.day).map(ToString::to_string),
        });
        let line = queue(on.tickets).order(on.now);
        let place = line.iter().position(|id| *id == r.ticket.id);
        let before = match stage {
            Stage::Waiting => place,
            Stage::Booked | Stage::Due | Stage::Late if r.day == today && falls_out.is_none() => Some(line.len()),
            _ => None,
        };
        let (zh, en) = stage.words();
        Self {
            label: r.ticket.label(),
            street: station.street().to_string(),
            station: r.station.uuid(),
            station_name: station.station.name.clone(),
            place: station.station.place.clone(),
            phone: station.station.phone.clone(),
            day: r.day.to_string(),
            at: at.to_string(),
            from: label(at),
            until: label(at + Span::minutes(i64::from(slot.unwrap_or_default()))),
            purpose: purpose(&r.beside),
            state: stage.key().to_owned(),
            words: Bilingual::new(zh, en),
            before: before.map(|n| u32::try_from(n).unwrap_or(u32::MAX)),
            desk: if let TicketStatus::Called { desk, .. } = r.ticket.standing { Some(desk) } else { None },
            can_cancel: stage.can_cancel() && !over,
            falls_out,
            made_up,
        }
    }
}
