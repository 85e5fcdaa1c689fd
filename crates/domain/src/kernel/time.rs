//! Moments (microseconds since 1970, UTC) and civil days in China.
//!
//! China has one zone, UTC+8, without summer time since 1991, so a fixed offset is exact for all records.

use jiff::civil;
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A civil day in China.
pub type Day = civil::Date;

/// A day after every other: no end.
pub const FOREVER: Day = civil::date(9999, 12, 31);

/// Beijing time 北京时间.
#[must_use]
pub fn zone() -> TimeZone {
    TimeZone::fixed(Offset::constant(8))
}

/// An instant, in microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Moment(i64);

/// A duration in microseconds; may be negative.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Span(i64);

impl Span {
    /// Zero.
    pub const ZERO: Self = Self(0);
    /// From microseconds.
    #[must_use]
    pub const fn micros(n: i64) -> Self {
        Self(n)
    }
    /// From seconds.
    #[must_use]
    pub const fn seconds(n: i64) -> Self {
        Self(n * 1_000_000)
    }
    /// From minutes.
    #[must_use]
    pub const fn minutes(n: i64) -> Self {
        Self(n * 60_000_000)
    }
    /// From hours.
    #[must_use]
    pub const fn hours(n: i64) -> Self {
        Self(n * 3_600_000_000)
    }
    /// From days of 24 hours.
    #[must_use]
    pub const fn days(n: i64) -> Self {
        Self(n * 86_400_000_000)
    }
    /// As microseconds.
    #[must_use]
    pub const fn as_micros(self) -> i64 {
        self.0
    }
    /// As whole minutes, rounded towards zero.
    #[must_use]
    pub const fn as_minutes(self) -> i64 {
        self.0 / 60_000_000
    }
    /// Half.
    #[must_use]
    pub const fn half(self) -> Self {
        Self(self.0 / 2)
    }
}

impl std::ops::Add for Span {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        Self(self.0.saturating_add(o.0))
    }
}
impl std::ops::Sub for Span {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        Self(self.0.saturating_sub(o.0))
    }
}
impl std::ops::Mul<i64> for Span {
    type Output = Self;
    fn mul(self, n: i64) -> Self {
        Self(self.0.saturating_mul(n))
    }
}
impl std::ops::Add<Span> for Moment {
    type Output = Self;
    fn add(self, s: Span) -> Self {
        Self(self.0.saturating_add(s.0))
    }
}
impl std::ops::Sub<Span> for Moment {
    type Output = Self;
    fn sub(self, s: Span) -> Self {
        Self(self.0.saturating_sub(s.0))
    }
}
impl std::ops::Sub for Moment {
    type Output = Span;
    fn sub(self, o: Self) -> Span {
        Span(self.0.saturating_sub(o.0))
    }
}

impl Moment {
    /// From microseconds since 1970 in UTC.
    #[must_use]
    pub const fn from_micros(n: i64) -> Self {
        Self(n)
    }
    /// Microseconds since 1970 in UTC.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }
    /// From a civil date and time in China.
    #[must_use]
    pub fn from_civil(at: civil::DateTime) -> Self {
        let offset = Offset::constant(8);
        Self(offset.to_timestamp(at).map_or(i64::MAX, |t| t.as_microsecond()))
    }
    /// The civil date and time in China.
    #[must_use]
    pub fn civil(self) -> civil::DateTime {
        Offset::constant(8).to_datetime(self.timestamp())
    }
    /// The civil day in China.
    #[must_use]
    pub fn day(self) -> Day {
        self.civil().date()
    }
    /// Midnight in China at the start of a day.
    #[must_use]
    pub fn start_of(day: Day) -> Self {
        Self::from_civil(day.at(0, 0, 0, 0))
    }
    fn timestamp(self) -> jiff::Timestamp {
        let (min, max) = (jiff::Timestamp::MIN.as_microsecond(), jiff::Timestamp::MAX.as_microsecond());
        jiff::Timestamp::from_microsecond(self.0.clamp(min, max)).unwrap_or(jiff::Timestamp::MAX)
    }
}

impl From<jiff::Timestamp> for Moment {
    fn from(t: jiff::Timestamp) -> Self {
        Self(t.as_microsecond())
    }
}
/// RFC 3339 in UTC, as `2026-11-23T08:00:00Z`.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.timestamp().fmt(f)
    }
}
impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.timestamp().fmt(f)
    }
}
impl FromStr for Moment {
    type Err = jiff::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(text.parse::<jiff::Timestamp>()?.into())
    }
}
impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_moment_prints_in_utc_and_belongs_to_a_day_in_china() {
        let late = Moment::from_civil(date(2026, 11, 23).at(0, 30, 0, 0));
        assert_eq!(late.to_string(), "2026-11-22T16:30:00Z");
        assert_eq!(late.day(), date(2026, 11, 23));
        assert_eq!("2026-11-22T16:30:00Z".parse::<Moment>().unwrap(), late);
    }

    #[test]
    fn the_ends_of_time_do_not_panic() {
        assert!(Moment::from_micros(i64::MAX).to_string().starts_with("9999"));
        assert_eq!(Moment::from_micros(i64::MAX) + Span::days(1), Moment::from_micros(i64::MAX));
    }
}
