//! What the station keeps: where it is, when there is service, a day with its numbers, and a screen's link.

use serde::{Deserialize, Serialize};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, ReadingId, ScreenId, SeriesId, StationId};
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_domain::station::own_booking::Purpose;
use weiguang_domain::station::plan::{Series, Station};
use weiguang_domain::station::queue::{Queue, Ticket};
use weiguang_domain::station::shown::Counts;

/// A station as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct StationRecord {
    /// Where and as what.
    pub station: Station,
    /// Whether it is out of use: no service, and nobody outside sees it.
    pub closed: bool,
    /// The version.
    pub version: i64,
}

impl StationRecord {
    /// The street.
    #[must_use]
    pub fn street(&self) -> GridCode {
        self.station.code.street().unwrap_or(self.station.code)
    }
}

/// A series as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesRecord {
    /// Which.
    pub id: SeriesId,
    /// What the rules know.
    pub series: Series,
    /// The day from which the rule counts.
    pub first: Day,
    /// Its last day; the last day of all, if it has none.
    pub last: Day,
    /// The version.
    pub version: i64,
}

/// A day that has numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayRecord {
    /// Where.
    pub station: StationId,
    /// When.
    pub day: Day,
    /// Since when it is closed.
    pub closed: Option<Moment>,
    /// How it went: what is left when its numbers are forgotten.
    pub counts: Counts,
    /// Every change of its queue is one.
    pub version: i64,
}

impl DayRecord {
    /// A day to which nothing has happened.
    #[must_use]
    pub fn new(station: StationId, day: Day) -> Self {
        Self { station, day, closed: None, counts: Counts::default(), version: 0 }
    }
}

/// A number as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketRecord {
    /// What the rules know.
    pub ticket: Ticket,
    /// Where.
    pub station: StationId,
    /// When.
    pub day: Day,
    /// What is kept beside.
    pub beside: Beside,
    /// The version.
    pub version: i64,
}

/// What is kept of a number beside what the queue asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// Who gave it.
    pub by: AccountId,
    /// What was measured for it, by the ids alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<ReadingId>,
    /// That its owner booked it without an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<Own>,
}

/// What is kept of a booking that somebody made without an account; who that was is kept elsewhere, and not for long.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Own {
    /// What for, if they said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Purpose>,
}

/// The queue of some numbers.
#[must_use]
pub fn queue(tickets: &[TicketRecord]) -> Queue {
    Queue { tickets: tickets.iter().map(|t| t.ticket).collect() }
}

/// A screen's link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScreenRecord {
    /// Which.
    pub id: ScreenId,
    /// What it shows.
    pub station: StationId,
    /// As those who set it up call it: 大厅电视.
    pub name: String,
    /// By whom.
    pub made_by: AccountId,
    /// When.
    pub made_at: Moment,
}
