//! The working calendar: workdays, and working time between two moments.
//!
//! Must be exact over holidays and make-up workdays 调休, and fast enough for all open cases at once. So a day's rank
//! (number of workdays before it) is computed: five per week, corrected by a sorted list of days on which the State
//! Council's notices differ from the plain week.

use std::collections::BTreeMap;

use super::fault::Fault;
use super::hours::Hours;
use super::year::{Year, YearNumber};
use crate::kernel::time::{Day, Moment, Span};

const DAY: i64 = Span::days(1).as_micros();
/// Beijing time is eight hours ahead of UTC.
const EAST: i64 = Span::hours(8).as_micros();

/// The shipped years, as text.
const SHIPPED: [(&str, &str); 4] = [
    ("calendar/2023.toml", include_str!("../../../../manual/calendar/2023.toml")),
    ("calendar/2024.toml", include_str!("../../../../manual/calendar/2024.toml")),
    ("calendar/2025.toml", include_str!("../../../../manual/calendar/2025.toml")),
    ("calendar/2026.toml", include_str!("../../../../manual/calendar/2026.toml")),
];

/// Statutory holidays, which need no notice.
const STATUTORY: &str = include_str!("../../../../manual/calendar/statutory.toml");

/// A day that differs from the plain week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Exception {
    /// Days since 1970-01-01.
    day: i64,
    /// Whether it is a workday.
    works: bool,
    /// Workdays minus weekdays, up to and including this day.
    drift: i64,
}

/// Workdays and working hours, in China's civil time.
#[derive(Clone, Debug)]
pub struct Calendar {
    hours: Hours,
    years: BTreeMap<YearNumber, Year>,
    /// Statutory holidays for years without a notice.
    statutory: BTreeMap<YearNumber, Year>,
    exceptions: Vec<Exception>,
    /// Working microseconds per workday.
    length: i64,
}

impl Calendar {
    /// A calendar with weekends only.
    #[must_use]
    pub fn new(hours: Hours) -> Self {
        let length = hours.day().as_micros();
        Self { hours, years: BTreeMap::new(), statutory: BTreeMap::new(), exceptions: Vec::new(), length }
    }

    /// The shipped years: notices of 2023 to 2026, statutory holidays up to 2035; with Chengdu's office hours.
    #[must_use]
    pub fn official() -> Self {
        let mut calendar = Self::new(Hours::chengdu());
        for (file, text) in SHIPPED {
            match Self::parse(file, text) {
                Ok(year) => calendar.put(year),
                // The texts are compiled in and covered by a test.
                Err(fault) => unreachable!("{fault}"),
            }
        }
        match super::year::parse_statutory("calendar/statutory.toml", STATUTORY) {
            Ok(years) => calendar.statutory = years.into_iter().map(|year| (year.number, year)).collect(),
            Err(fault) => unreachable!("{fault}"),
        }
        calendar.order();
        calendar
    }

    /// Parses one year's file; `file` is its name in messages.
    ///
    /// # Errors
    /// The first fault, with file, line and key.
    pub fn parse(file: &str, text: &str) -> Result<Year, Fault> {
        super::year::parse(file, text)
    }

    /// Adds a year, or replaces it.
    #[must_use]
    pub fn with(mut self, year: Year) -> Self {
        self.put(year);
        self.order();
        self
    }

    /// Replaces the working hours.
    #[must_use]
    pub fn at_hours(mut self, hours: Hours) -> Self {
        self.length = hours.day().as_micros();
        self.hours = hours;
        self
    }

    fn put(&mut self, year: Year) {
        self.years.insert(year.number, year);
    }

    /// Rebuilds the list of exceptions. If two notices mention a day, the later year's wins.
    fn order(&mut self) {
        let mut days = BTreeMap::new();
        let by_law = self.statutory.values().filter(|year| !self.knows(year.number));
        for year in by_law.chain(self.years.values()) {
            for holiday in &year.holidays {
                for day in number(holiday.from)..=number(holiday.to) {
                    days.insert(day, false);
                }
            }
            days.extend(year.workdays.iter().map(|day| (number(*day), true)));
        }
        let mut drift = 0;
        self.exceptions = days
            .into_iter()
            .filter(|(day, works)| is_weekday(*day) != *works)
            .map(|(day, works)| {
                drift += if works { 1 } else { -1 };
                Exception { day, works, drift }
            })
            .collect();
    }

    /// Whether this year's notice is present. Without it only weekends and statutory holidays are free, and users
    /// should be warned.
    #[must_use]
    pub fn knows(&self, year: YearNumber) -> bool {
        self.years.contains_key(&year)
    }

    /// The years whose notice is missing on a day: this year, and from November on the next.
    #[must_use]
    pub fn missed(&self, today: Day) -> Vec<YearNumber> {
        let (this, next) = (today.year(), today.year() + 1);
        let due = [(this, true), (next, today.month() >= 11)];
        due.into_iter().filter(|(year, due)| *due && !self.knows(*year)).map(|(year, _)| year).collect()
    }

    /// The day of the latest reminder of a missing notice: 1 November and each Monday after it.
    #[must_use]
    pub fn reminder(&self, today: Day) -> Option<(YearNumber, Day)> {
        let missed = *self.missed(today).last()?;
        let monday = today.saturating_sub(jiff::Span::new().days(i64::from(today.weekday().to_monday_zero_offset())));
        let november = Day::new(missed - 1, 11, 1).ok()?;
        Some((missed, monday.max(november)))
    }

    /// The statutory holidays of a year without a notice; the starting point for entering one.
    #[must_use]
    pub fn by_law(&self, year: YearNumber) -> Option<&Year> {
        self.statutory.get(&year).filter(|_| !self.knows(year))
    }

    /// The years with a notice, in order.
    pub fn years(&self) -> impl Iterator<Item = &Year> {
        self.years.values()
    }

    /// The working hours.
    #[must_use]
    pub fn hours(&self) -> &Hours {
        &self.hours
    }

    /// The length of "1 working day".
    #[must_use]
    pub fn working_day(&self) -> Span {
        Span::micros(self.length)
    }

    /// The name of the holiday on this day, such as 春节; `None` on other days, free or not.
    #[must_use]
    pub fn holiday(&self, day: Day) -> Option<&str> {
        // A New Year's holiday may begin in December of the previous year.
        let by_law = self.statutory.values().filter(|year| !self.knows(year.number));
        self.years
            .values()
            .rev()
            .chain(by_law)
            .flat_map(|y| &y.holidays)
            .find(|h| h.from <= day && day <= h.to)
            .map(|h| &*h.name)
    }

    /// Whether it is a workday.
    #[must_use]
    pub fn is_workday(&self, day: Day) -> bool {
        self.works(number(day))
    }

    /// Whether the moment is in working hours; the end of a shift is not.
    #[must_use]
    pub fn is_working(&self, at: Moment) -> bool {
        let (day, time) = split(at);
        self.works(day) && self.hours.worked(time.saturating_add(1)) > self.hours.worked(time)
    }

    fn works(&self, day: i64) -> bool {
        match self.exceptions.binary_search_by_key(&day, |e| e.day) {
            Ok(at) => self.exceptions[at].works,
            Err(_) => is_weekday(day),
        }
    }

    /// Number of workdays before a day, from a fixed Monday; negative before that.
    fn rank(&self, day: i64) -> i64 {
        let before = self.exceptions.partition_point(|e| e.day < day);
        weekdays_before(day) + self.drift(before)
    }

    fn drift(&self, exceptions: usize) -> i64 {
        exceptions.checked_sub(1).map_or(0, |last| self.exceptions[last].drift)
    }

    /// The workday with this rank.
    fn workday(&self, rank: i64) -> i64 {
        // Exceptions that are, with all days before them, before the day sought.
        let passed = self.exceptions.partition_point(|e| weekdays_before(e.day + 1) + e.drift <= rank);
        if let Some(next) = self.exceptions.get(passed)
            && next.works
            && weekdays_before(next.day) + self.drift(passed) == rank
        {
            return next.day;
        }
        weekday(rank - self.drift(passed))
    }

    /// Working time since a fixed Monday in 1969.
    fn worked(&self, at: Moment) -> i64 {
        let (day, time) = split(at);
        let today = if self.works(day) { self.hours.worked(time) } else { 0 };
        self.rank(day).saturating_mul(self.length).saturating_add(today)
    }

    /// Working time from one moment to another; negative if the second is earlier.
    #[must_use]
    pub fn working_between(&self, from: Moment, to: Moment) -> Span {
        Span::micros(self.worked(to).saturating_sub(self.worked(from)))
    }

    /// The first moment at which this much working time has passed since `from`, so a span that ends with the day ends
    /// at 17:00 and not the next morning. A negative span goes back to the last such moment. Zero returns `from`.
    ///
    /// `working_between(from, add_working(from, span)) == span` for every moment and span that fit in 64 bits.
    #[must_use]
    pub fn add_working(&self, from: Moment, span: Span) -> Moment {
        let target = self.worked(from).saturating_add(span.as_micros());
        match span.as_micros() {
            0 => from,
            1.. => {
                let whole = target.saturating_sub(1).div_euclid(self.length);
                let rest = target.saturating_sub(whole.saturating_mul(self.length));
                join(self.workday(whole), self.hours.first(rest)).max(from)
            }
            _ => {
                let whole = target.div_euclid(self.length);
                let rest = target.rem_euclid(self.length);
                join(self.workday(whole), self.hours.last(rest)).min(from)
            }
        }
    }
}

/// The official calendar.
impl Default for Calendar {
    fn default() -> Self {
        Self::official()
    }
}

/// Days since 1970-01-01.
fn number(day: Day) -> i64 {
    let (civil, _) = split(Moment::start_of(day));
    civil
}

/// The civil day and the microseconds since midnight.
fn split(at: Moment) -> (i64, i64) {
    let local = at.micros().saturating_add(EAST);
    (local.div_euclid(DAY), local.rem_euclid(DAY))
}

fn join(day: i64, time: i64) -> Moment {
    Moment::from_micros(day.saturating_mul(DAY).saturating_add(time).saturating_sub(EAST))
}

/// Days since Monday, 29 December 1969; 1 January 1970 was a Thursday.
const fn since_monday(day: i64) -> i64 {
    day.saturating_add(3)
}

const fn is_weekday(day: i64) -> bool {
    since_monday(day).rem_euclid(7) < 5
}

fn weekdays_before(day: i64) -> i64 {
    let days = since_monday(day);
    days.div_euclid(7) * 5 + days.rem_euclid(7).min(5)
}

/// The weekday with this many weekdays before it.
const fn weekday(rank: i64) -> i64 {
    rank.div_euclid(5) * 7 + rank.rem_euclid(5) - 3
}

#[cfg(test)]
#[path = "calendar_tests.rs"]
mod tests;
