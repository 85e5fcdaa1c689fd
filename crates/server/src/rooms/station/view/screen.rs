//! Wire types of the calling screen: tickets and desks. They are built from the domain's own projection, which contains no name and no
//! person.

use serde::Serialize;
use utoipa::ToSchema;
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_domain::station::queue::Queue;

use crate::rooms::station::dates::{self, Session};
use crate::rooms::station::record::StationRecord;

/// A number that is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = StationCallingView)]
pub struct CallingView {
    /// A07.
    pub label: String,
    /// Where to go.
    pub desk: u8,
    /// How often it was called.
    pub times: u8,
    /// The last call, RFC 3339.
    pub at: String,
}

/// What an unattended screen shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = StationScreenView)]
pub struct ScreenView {
    /// The station's name.
    pub station: String,
    /// Where it is.
    pub place: String,
    /// Today, `YYYY-MM-DD`.
    pub day: String,
    /// `open`, `closed` after the last number, `none` on a day without service.
    pub state: String,
    /// `09:00`, of the first hours of today.
    pub from: Option<String>,
    /// `11:30`, of the last hours of today.
    pub until: Option<String>,
    /// Called, the newest first.
    pub called: Vec<CallingView>,
    /// Called often enough, and not there.
    pub passed: Vec<String>,
    /// How many wait.
    pub waiting: usize,
    /// The next day of service.
    pub next_day: Option<String>,
}

impl ScreenView {
    /// From a day's queue.
    #[must_use]
    pub fn of(
        record: &StationRecord,
        (today, sessions): (Day, &[Session]),
        closed: Option<Moment>,
        queue: &Queue,
        next: Option<Day>,
    ) -> Self {
        let screen = queue.screen();
        let state = match (sessions, closed) {
            (_, Some(_)) => "closed",
            ([], None) if queue.tickets.is_empty() => "none",
            _ => "open",
        };
        let called = screen.called.into_iter().map(|c| CallingView {
            label: c.label,
            desk: c.desk,
            times: c.times,
            at: c.at.to_string(),
        });
        Self {
            station: record.station.name.clone(),
            place: record.station.place.clone(),
            day: today.to_string(),
            state: state.to_owned(),
            from: sessions.iter().map(|s| s.service.hours.from).min().map(dates::clock),
            until: sessions.iter().map(|s| s.service.hours.until).max().map(dates::clock),
            called: called.collect(),
            passed: if closed.is_some() { Vec::new() } else { screen.passed },
            waiting: screen.waiting,
            next_day: next.map(|d| d.to_string()),
        }
    }
}
