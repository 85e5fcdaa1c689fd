//! Compares the wall clock with the elapsed time.

use serde::{Deserialize, Serialize};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;
use weiguang_domain::kernel::time::{Moment, Span};

/// Largest permitted difference between the clock and the elapsed time.
const MOST: Span = Span::days(1);

/// A leap of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leap {
    /// The expected time, in microseconds.
    pub from: i64,
    /// The time that it showed.
    pub to: i64,
}

/// Compares the wall clock with the elapsed time.
#[derive(Debug, Default)]
pub struct Watch(Mutex<Watched>);

#[derive(Debug, Default)]
struct Watched {
    /// `None` before serving begins: a command that runs once expires nothing.
    since: Option<(Instant, Moment)>,
    leap: Option<Leap>,
}

impl Watch {
    /// Compares the clock with the elapsed time; returns the unconfirmed leap, if any.
    pub(crate) fn look(&self, wall: Moment) -> Option<Leap> {
        let mut watched = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, then)) = watched.since {
            let should = then + Span::micros(i64::try_from(at.elapsed().as_micros()).unwrap_or(i64::MAX));
            if is_far(should, wall) {
                watched.leap = Some(Leap { from: should.micros(), to: wall.micros() });
            }
            watched.since = Some((Instant::now(), wall));
        }
        watched.leap
    }

    /// Begins to watch.
    pub(crate) fn set(&self, wall: Moment, leap: Option<Leap>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Watched { since: Some((Instant::now(), wall)), leap };
    }
}

/// Whether a clock differs too much from the expected time.
#[must_use]
pub fn is_far(should: Moment, wall: Moment) -> bool {
    (wall - should).as_micros().abs() > MOST.as_micros()
}
