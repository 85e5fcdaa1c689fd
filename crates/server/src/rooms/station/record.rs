//! Records of the station: its place, its service, a day with its tickets, and a screen's link.

use serde::{Deserialize, Serialize};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, ReadingId, ScreenId, SeriesId, StationId};
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_domain::station::own_booking::Purpose;
use weiguang_domain::station::plan::{Series, Station};
use weiguang_domain::station::queue::{Queue, Ticket};
use weiguang_domain::station::shown::Counts;

/// A stored station.
#[derive(Clone, Debug, PartialEq)]
pub struct StationRecord {
    /// Its name and place.
    pub station: Station,
    /// Whether it is closed: no service, and not public.
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

/// A stored series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesRecord {
    /// Its id.
    pub id: SeriesId,
    /// The domain's state.
    pub series: Series,
    /// The day from which the rule counts.
    pub first: Day,
    /// Its last day; the last of all days, if it has none.
    pub last: Day,
    /// The version.
    pub version: i64,
}

/// A day with tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayRecord {
    /// The station.
    pub station: StationId,
    /// The day.
    pub day: Day,
    /// Since when it is closed.
    pub closed: Option<Moment>,
    /// Its counts: they remain when its tickets are erased.
    pub counts: Counts,
    /// Increased by every change of its queue.
    pub version: i64,
}

impl DayRecord {
    /// A day without any change.
    #[must_use]
    pub fn new(station: StationId, day: Day) -> Self {
        Self { station, day, closed: None, counts: Counts::default(), version: 0 }
    }
}

/// A stored ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketRecord {
    /// The domain's state.
    pub ticket: Ticket,
    /// The station.
    pub station: StationId,
    /// The day.
    pub day: Day,
    /// Data that the queue does not need.
    pub beside: Beside,
    /// The version.
    pub version: i64,
}

/// Data of a ticket that the queue does not need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// Who created it.
    pub by: AccountId,
    /// The readings taken for it, by id only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<ReadingId>,
    /// Set if its owner booked it without an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<Own>,
}

/// The stored data of a booking without an account; its person is stored elsewhere, and only for a short time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Own {
    /// The purpose, if they stated it.
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
    /// Its id.
    pub id: ScreenId,
    /// The station that it shows.
    pub station: StationId,
    /// Its name for those who set it up: 大厅电视.
    pub name: String,
    /// The account that created it.
    pub made_by: AccountId,
    /// When it was made.
    pub made_at: Moment,
}
