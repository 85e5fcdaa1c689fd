//! The station 服务站 and its service days. How a rule like "every Wednesday" becomes dates is the edge's work; here is the series.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

use crate::grid::GridCode;
use crate::kernel::geo::Point;
use crate::kernel::ids::{StationId, TeamId};
use crate::kernel::time::{Day, Moment, Span};

/// A health point.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Station {
    /// Which.
    pub id: StationId,
    /// Where in the territory.
    pub code: GridCode,
    /// As it is called: 天骄西路微网实格服务站.
    pub name: String,
    /// In words: 社区活动中心一楼.
    pub place: String,
    /// The number that people call; empty if there is none.
    pub phone: String,
    /// On the map.
    pub point: Option<Point>,
}

/// The hours of a service day, in minutes after midnight.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Hours {
    /// From.
    pub from: u16,
    /// Until.
    pub until: u16,
}

/// How much of a day's places residents may book by themselves, in percent: never all, since the old come without a phone.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Share(u8);

impl Share {
    /// The most that can be given away so.
    pub const MOST: u8 = 80;
    /// Where nobody said anything.
    pub const USUAL: Self = Self(50);
    /// The desk alone books.
    pub const NONE: Self = Self(0);

    /// So many percent, if it may be.
    #[must_use]
    pub const fn percent(n: u8) -> Option<Self> {
        if n <= Self::MOST { Some(Self(n)) } else { None }
    }

    /// In percent.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }

    /// Of so many places; what is not whole stays with the desk.
    #[must_use]
    pub const fn of(self, places: u32) -> u32 {
        places * self.0 as u32 / 100
    }
}

/// How a series of dates differs from its rule.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Exception {
    /// No service: a holiday.
    Off {
        /// Why, in words for the notice.
        why: String,
    },
    /// On another day instead.
    MovedTo(Day),
    /// At other hours.
    At(Hours),
}

/// A series of service days.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Series {
    /// Where.
    pub station: StationId,
    /// By whom.
    pub team: TeamId,
    /// The rule as RFC 5545 writes it, kept for the calendar feed: FREQ=WEEKLY;BYDAY=WE.
    pub rule: String,
    /// The usual hours.
    pub hours: Hours,
    /// Minutes that one booking takes.
    pub slot: u16,
    /// How many can be booked for one slot.
    pub places: u16,
    /// What differs from the rule, by the rule's day.
    pub exceptions: BTreeMap<Day, Exception>,
    /// Days beside the rule.
    pub extra: BTreeSet<Day>,
    /// Whether days of the rule on public holidays are off by themselves.
    pub rests: bool,
    /// How much of its places residents may book by themselves.
    pub share: Share,
}

/// One day of service.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ServiceDay {
    /// Where.
    pub station: StationId,
    /// By whom.
    pub team: TeamId,
    /// The day.
    pub day: Day,
    /// The hours.
    pub hours: Hours,
    /// The rule's day, if it was moved from there.
    pub moved_from: Option<Day>,
}

impl Series {
    /// The series with its public holidays off, as the calendar knows them: days of the rule about which nobody said anything else.
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

    /// Days of the rule on which there is no service, with why.
    #[must_use]
    pub fn off(&self, dates: &[Day]) -> Vec<(Day, String)> {
        let why = |day: &Day| match self.exceptions.get(day) {
            Some(Exception::Off { why }) => Some((*day, why.clone())),
            _ => None,
        };
        dates.iter().chain(&self.extra).filter_map(why).collect()
    }

    /// The days of service among the dates of the rule: without those that are off, moved ones on their new day, with the extra ones.
    /// No day comes twice, even if one is moved onto another.
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
    /// The slots that can be booked, each with its beginning and the places that are left; `taken` are the beginnings booked so far.
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
