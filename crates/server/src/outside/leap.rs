//! The clock held against the time that goes by.

use serde::{Deserialize, Serialize};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;
use weiguang_domain::kernel::time::{Moment, Span};

/// How far the clock may be from the time that went by.
const MOST: Span = Span::days(1);

/// From where to where the clock leapt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leap {
    /// What it should have shown, in microseconds.
    pub from: i64,
    /// What it showed.
    pub to: i64,
}

/// The clock held against the time that goes by.
#[derive(Debug, Default)]
pub struct Watch(Mutex<Watched>);

#[derive(Debug, Default)]
struct Watched {
    /// Nothing before serving begins: a command that runs once ends nothing.
    since: Option<(Instant, Moment)>,
    leap: Option<Leap>,
}

impl Watch {
    /// Holds the clock against the time that went by; gives the leap that nobody has confirmed.
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

/// Whether a clock is far from what it should show.
#[must_use]
pub fn is_far(should: Moment, wall: Moment) -> bool {
    (wall - should).as_micros().abs() > MOST.as_micros()
}
