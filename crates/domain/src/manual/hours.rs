//! Working hours: one list of shifts for every workday.

use crate::kernel::time::Span;

/// Minutes of a day.
pub const DAY_MINUTES: u16 = 24 * 60;

/// The shifts of every workday, in order and without overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    shifts: Vec<(u16, u16)>,
}

/// Why shifts are invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    /// No shifts.
    #[error("a working day has at least one shift")]
    Empty,
    /// A shift ends before it begins, or after midnight; its position.
    #[error("shift {0} must end after it begins, and by 24:00")]
    Backwards(usize),
    /// A shift begins before the previous one ends; its position.
    #[error("shift {0} begins before the one before it ends")]
    Overlap(usize),
}

impl Hours {
    /// The office hours of Chengdu: 09:00–12:00 and 13:00–17:00, seven hours a day.
    #[must_use]
    pub fn chengdu() -> Self {
        Self { shifts: vec![(9 * 60, 12 * 60), (13 * 60, 17 * 60)] }
    }

    /// From shifts in minutes after midnight, `(from, to)`.
    ///
    /// # Errors
    /// If there is none, one ends before it begins or after midnight, or two overlap; positions count from 1.
    pub fn new(shifts: &[(u16, u16)]) -> Result<Self, HoursError> {
        if shifts.is_empty() {
            return Err(HoursError::Empty);
        }
        let mut last = 0;
        for (n, (from, to)) in shifts.iter().enumerate() {
            if from >= to || *to > DAY_MINUTES {
                return Err(HoursError::Backwards(n + 1));
            }
            if *from < last {
                return Err(HoursError::Overlap(n + 1));
            }
            last = *to;
        }
        Ok(Self { shifts: shifts.to_vec() })
    }

    /// The shifts in minutes after midnight.
    #[must_use]
    pub fn shifts(&self) -> &[(u16, u16)] {
        &self.shifts
    }

    /// The length of a working day.
    #[must_use]
    pub fn day(&self) -> Span {
        Span::minutes(self.shifts.iter().map(|(from, to)| i64::from(to - from)).sum())
    }

    fn micros(&self) -> impl DoubleEndedIterator<Item = (i64, i64)> {
        let minute = Span::minutes(1).as_micros();
        self.shifts.iter().map(move |(from, to)| (i64::from(*from) * minute, i64::from(*to) * minute))
    }

    /// Working time from midnight until this time of a workday, in microseconds.
    pub(super) fn worked(&self, time: i64) -> i64 {
        self.micros().map(|(from, to)| (time.min(to) - from).max(0)).sum()
    }

    /// The first time of a workday at which `worked` has passed; above zero and at most a day's length.
    pub(super) fn first(&self, worked: i64) -> i64 {
        let mut left = worked;
        for (from, to) in self.micros() {
            if left <= to - from {
                return from + left;
            }
            left -= to - from;
        }
        self.shifts.last().map_or(0, |(_, to)| Span::minutes(i64::from(*to)).as_micros())
    }

    /// The last time of a workday at which at most `worked` has passed; below a day's length.
    pub(super) fn last(&self, worked: i64) -> i64 {
        let mut left = worked;
        for (from, to) in self.micros() {
            if left < to - from {
                return from + left;
            }
            left -= to - from;
        }
        Span::days(1).as_micros()
    }
}

impl Default for Hours {
    fn default() -> Self {
        Self::chengdu()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_working_day_is_seven_hours_without_lunch() {
        let hours = Hours::chengdu();
        assert_eq!(hours.day(), Span::hours(7));
        let noon = Span::hours(12).as_micros();
        assert_eq!(hours.worked(noon), Span::hours(3).as_micros());
        assert_eq!(hours.worked(Span::hours(13).as_micros()), Span::hours(3).as_micros());
        assert_eq!(hours.first(Span::hours(3).as_micros()), noon);
        assert_eq!(hours.last(Span::hours(3).as_micros()), Span::hours(13).as_micros());
    }

    #[test]
    fn shifts_that_are_none_are_refused() {
        assert_eq!(Hours::new(&[]), Err(HoursError::Empty));
        assert_eq!(Hours::new(&[(600, 600)]), Err(HoursError::Backwards(1)));
        assert_eq!(Hours::new(&[(0, 1441)]), Err(HoursError::Backwards(1)));
        assert_eq!(Hours::new(&[(540, 720), (700, 800)]), Err(HoursError::Overlap(2)));
        assert!(Hours::new(&[(0, 1440)]).is_ok());
    }
}
