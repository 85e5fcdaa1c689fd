//! Stations 服务站 and their series of service days. Recurrence rules are expanded to dates by the server.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

use crate::grid::GridCode;
use crate::kernel::geo::Point;
use crate::kernel::ids::{StationId, TeamId};
use crate::kernel::time::{Day, Moment, Span};

/// A station.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Station {
    /// The id.
    pub id: StationId,
    /// Its code.
    pub code: GridCode,
    /// Its name: 天骄西路微网实格服务站.
    pub name: String,
    /// Its location in words: 社区活动中心一楼.
    pub place: String,
    /// Its phone; may be empty.
    pub phone: String,
    /// Its coordinate.
    pub point: Option<Point>,
}

/// Opening hours in minutes after midnight.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Hours {
    /// From.
    pub from: u16,
    /// Until.
    pub until: u16,
}

/// The percentage of a day's places for online booking; never all, because old people come without a phone.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Share(u8);

impl Share {
    /// Maximum.
    pub const MOST: u8 = 80;
    /// Default.
    pub const USUAL: Self = Self(50);
    /// No online booking.
    pub const NONE: Self = Self(0);

    /// From a percentage; `None` above the maximum.
    #[must_use]
    pub const fn percent(n: u8) -> Option<Self> {
        if n <= Self::MOST { Some(Self(n)) } else { None }
    }

    /// In percent.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }

    /// The number of places, rounded down.
    #[must_use]
    pub const fn of(self, places: u32) -> u32 {
        places * self.0 as u32 / 100
    }
}

/// An exception of a series.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Exception {
    /// No service: a holiday.
    Off {
        /// The reason, for the notice.
        why: String,
    },
    /// Moved to another day.
    MovedTo(Day),
    /// At other hours.
    At(Hours),
}

/// A series of service days.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Series {
    /// The station.
    pub station: StationId,
    /// The team.
    pub team: TeamId,
    /// The RFC 5545 rule, for calendar feeds: FREQ=WEEKLY;BYDAY=WE.
    pub rule: String,
    /// Usual hours.
    pub hours: Hours,
    /// Minutes per slot.
    pub slot: u16,
    /// Places per slot.
    pub places: u16,
    /// Exceptions by the rule's day.
    pub exceptions: BTreeMap<Day, Exception>,
    /// Additional days.
    pub extra: BTreeSet<Day>,
    /// Whether days on public holidays are off automatically.
    pub rests: bool,
    /// Share of online booking.
    pub share: Share,
}

/// A day of service.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ServiceDay {
    /// The station.
    pub station: StationId,
    /// The team.
    pub team: TeamId,
    /// The day.
    pub day: Day,
    /// The hours.
    pub hours: Hours,
    /// The rule's day, if it was moved.
    pub moved_from: Option<Day>,
}

impl Series {
    /// The series with exceptions for public holidays, except on days that have another exception.
    #[must_use]
    pub fn resting<'a>(&self, dates: &[Day], holiday: impl Fn(Day) -> Option<&'a str>) -> Self {
        let mut series = self.clone();
        for day in dates.iter().filter(|day| self.rests && !self.extra.contains(day)) {
            if let Some(name) = holiday(*day) {
                series.exceptions.entry(*day).or_insert_with(|| Exception::Off { why: name.to_owned() });
            }
        }
        series
    }

    /// Days without service, with the reason.
    #[must_use]
    pub fn off(&self, dates: &[Day]) -> Vec<(Day, String)> {
        let why = |day: &Day| match self.exceptions.get(day) {
            Some(Exception::Off { why }) => Some((*day, why.clone())),
            _ => None,
        };
        dates.iter().chain(&self.extra).filter_map(why).collect()
    }

    /// The service days among the rule's dates: exceptions applied, additional days included, no duplicates.
    #[must_use]
    pub fn days(&self, dates: &[Day]) -> Vec<ServiceDay> {
        let mut found: BTreeMap<Day, ServiceDay> = BTreeMap::new();
        let one = |day: Day, hours: Hours, moved_from: Option<Day>| ServiceDay {
            station: self.station,
            team: self.team,
            day,
            hours,
            moved_from,
        };
        let (moved, plain): (Vec<Day>, Vec<Day>) = dates
            .iter()
            .chain(&self.extra)
            .partition(|day| matches!(self.exceptions.get(day), Some(Exception::MovedTo(_))));
        for day in plain {
            let hours = match self.exceptions.get(&day) {
                Some(Exception::Off { .. }) => continue,
                Some(Exception::At(hours)) => *hours,
                _ => self.hours,
            };
            found.entry(day).or_insert_with(|| one(day, hours, None));
        }
        for from in moved {
            if let Some(Exception::MovedTo(to)) = self.exceptions.get(&from) {
                found.entry(*to).or_insert_with(|| one(*to, self.hours, Some(from)));
            }
        }
        found.into_values().collect()
    }
}

impl ServiceDay {
    /// The slots with start and free places; `taken`: the starts of booked slots.
    #[must_use]
    pub fn slots(&self, slot: u16, places: u16, taken: &[Moment]) -> Vec<(Moment, u16)> {
        let step = usize::from(slot.max(1));
        (self.hours.from..self.hours.until)
            .step_by(step)
            .filter(|minute| minute + slot.max(1) <= self.hours.until)
            .map(|minute| {
                let at = Moment::start_of(self.day) + Span::minutes(i64::from(minute));
                let used = u16::try_from(taken.iter().filter(|t| **t == at).count()).unwrap_or(u16::MAX);
                (at, places.saturating_sub(used))
            })
            .collect()
    }
}
