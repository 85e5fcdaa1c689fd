//! Wire types of the station for its readers: the desk, people who book for others, and the public.

pub mod day;
pub mod own;
pub mod screen;

use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::TeamId;
use weiguang_domain::kernel::time::{Day, FOREVER};
use weiguang_domain::station::plan::{Exception, Hours};

use super::dates;
use super::record::{SeriesRecord, StationRecord};
use crate::rooms::grid::territory::Territory;
use crate::web::words::Bilingual;
use crate::web::{FieldFault, Refusal};
pub use day::DayView;

/// A point on the map, WGS-84.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = StationPoint)]
pub struct PointView {
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
}

/// From and until, as a clock shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = StationHours)]
#[serde(deny_unknown_fields)]
pub struct HoursView {
    /// `09:00`.
    pub from: String,
    /// `11:30`.
    pub until: String,
}

impl HoursView {
    /// Of hours.
    #[must_use]
    pub fn of(hours: Hours) -> Self {
        Self { from: dates::clock(hours.from), until: dates::clock(hours.until) }
    }

    /// Reads hours.
    ///
    /// # Errors
    /// The fault of the field `hours`.
    pub fn read(&self) -> Result<Hours, Refusal> {
        dates::hours(&self.from, &self.until).ok_or_else(|| {
            let (zh, en) = (
                "应为 09:00 至 11:30 这样的时间，结束晚于开始",
                "times like 09:00 to 11:30, the end after the beginning",
            );
            Refusal::field(FieldFault::new("hours", "care.hours", zh, en))
        })
    }
}

/// How one day of a series is otherwise than by its rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = StationDiffersView)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is told by the kind that it belongs to")]
pub enum DiffersView {
    /// No service.
    Off { why: String },
    /// On another day.
    Moved {
        #[schema(value_type = String)]
        to: Day,
    },
    /// At other hours.
    At { hours: HoursView },
    /// A day beside the rule.
    Extra {},
}

/// One day on which a series differs from its rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = StationDifferingDay)]
pub struct DifferingDay {
    /// The day of the rule.
    pub day: String,
    /// How.
    pub differs: DiffersView,
}

/// A series of service days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = StationSeriesView)]
pub struct SeriesView {
    /// Which.
    pub id: Uuid,
    /// Who serves.
    pub team: Uuid,
    /// 张医生团队.
    pub team_name: String,
    /// The rule, as RFC 5545 writes it.
    pub rule: String,
    /// The rule in words: 每周三.
    pub words: Bilingual,
    /// The day from which it counts.
    pub first: String,
    /// The last day, if there is one.
    pub last: Option<String>,
    /// The usual hours.
    pub hours: HoursView,
    /// Minutes that one booking takes.
    pub slot: u16,
    /// How many can be booked for one time.
    pub places: u16,
    /// Public holidays: `off` or `serve`.
    pub holidays: String,
    /// How much of the places residents may book by themselves, in percent.
    pub own_share: u8,
    /// Days that differ from the rule.
    pub exceptions: Vec<DifferingDay>,
    /// For `If-Match`.
    pub version: i64,
}

/// The words for what happens on public holidays.
#[must_use]
pub const fn holidays(rests: bool) -> &'static str {
    if rests { "off" } else { "serve" }
}

impl SeriesView {
    /// From a series.
    #[must_use]
    pub fn of(r: &SeriesRecord, teams: &HashMap<TeamId, String>) -> Self {
        let s = &r.series;
        let differs = |e: &Exception| match e {
            Exception::Off { why } => DiffersView::Off { why: why.clone() },
            Exception::MovedTo(to) => DiffersView::Moved { to: *to },
            Exception::At(hours) => DiffersView::At { hours: HoursView::of(*hours) },
        };
        let mut exceptions: Vec<(Day, DiffersView)> = s.exceptions.iter().map(|(day, e)| (*day, differs(e))).collect();
        exceptions.extend(s.extra.iter().map(|day| (*day, DiffersView::Extra {})));
        exceptions.sort_by_key(|(day, _)| *day);
        Self {
            id: r.id.uuid(),
            team: s.team.uuid(),
            team_name: teams.get(&s.team).cloned().unwrap_or_default(),
            rule: s.rule.clone(),
            words: dates::words(&s.rule, r.first),
            first: r.first.to_string(),
            last: (r.last != FOREVER).then(|| r.last.to_string()),
            hours: HoursView::of(s.hours),
            slot: s.slot,
            places: s.places,
            holidays: holidays(s.rests).to_owned(),
            own_share: s.share.get(),
            exceptions: exceptions
                .into_iter()
                .map(|(day, differs)| DifferingDay { day: day.to_string(), differs })
                .collect(),
            version: r.version,
        }
    }
}

/// A station.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct StationView {
    /// Which.
    pub id: Uuid,
    /// The street.
    pub street: String,
    /// Where in the territory.
    pub code: String,
    /// The same in words.
    pub words: String,
    /// As it is called.
    pub name: String,
    /// Where one goes.
    pub place: String,
    /// The number that people call; empty if there is none.
    pub phone: String,
    /// On the map.
    pub point: Option<PointView>,
    /// Whether it is out of use.
    pub closed: bool,
    /// When there is service.
    pub series: Vec<SeriesView>,
    /// The address of the calendar that anybody may subscribe to.
    pub feed: String,
    /// Whether the reader may run its desk.
    pub may_call: bool,
    /// Today, if there is service or a booking.
    pub today: Option<DayView>,
    /// The next day of service after today.
    pub next: Option<DayView>,
    /// For `If-Match`.
    pub version: i64,
}

/// The address of a station's calendar feed.
#[must_use]
pub fn feed(street: &GridCode, id: Uuid) -> String {
    format!("/api/v1/public/stations/{street}/{id}/calendar.ics")
}

/// Data from which a station's page is built.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The station.
    pub record: StationRecord,
    /// Its series.
    pub series: Vec<SeriesRecord>,
    /// Today and the following days.
    pub days: Vec<DayView>,
    /// Whether the reader may run its desk.
    pub may_call: bool,
}

impl StationView {
    /// From a station.
    #[must_use]
    pub fn of(shown: &Shown, territory: &Territory, teams: &HashMap<TeamId, String>, today: Day) -> Self {
        let (record, today) = (&shown.record, today.to_string());
        let (s, street) = (&record.station, record.street());
        Self {
            id: s.id.uuid(),
            street: street.to_string(),
            code: s.code.to_string(),
            words: territory.words(&s.code),
            name: s.name.clone(),
            place: s.place.clone(),
            phone: s.phone.clone(),
            point: s.point.map(|p| PointView { lon: p.lon, lat: p.lat }),
            closed: record.closed,
            series: shown.series.iter().map(|r| SeriesView::of(r, teams)).collect(),
            feed: feed(&street, s.id.uuid()),
            may_call: shown.may_call,
            today: shown.days.iter().find(|d| d.day == today).cloned(),
            next: shown.days.iter().find(|d| d.day > today && !d.sessions.is_empty()).cloned(),
            version: record.version,
        }
    }
}
