//! The budget of a read: how many steps of SQLite's machine it may take before it is put off, so that short reads do not wait for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use rusqlite::Connection;

use crate::queue::Lane;

/// Counts the steps of a read, by SQLite's own measure: it is the same on a busy and on a quiet machine.
#[derive(Default)]
pub(crate) struct Budget {
    /// Looks left; one look every [`STEPS`] steps.
    left: Arc<AtomicI64>,
}

/// Steps of SQLite's machine between two looks.
const STEPS: i32 = 1_000;
/// Looks of a read in the normal lane: some ten milliseconds of processor time.
const LOOKS: i64 = 500;

impl Budget {
    /// Begins to count the steps of a connection.
    ///
    /// # Errors
    /// SQLite's.
    pub(crate) fn watch(&self, conn: &mut Connection) -> rusqlite::Result<()> {
        let left = Arc::clone(&self.left);
        conn.progress_handler(STEPS, Some(move || left.fetch_sub(1, Ordering::Relaxed) <= 0))
    }

    /// Begins a read of a lane; only normal ones have a limit.
    pub(crate) fn begin(&self, lane: Lane) {
        self.left.store(if lane == Lane::Normal { LOOKS } else { i64::MAX }, Ordering::Relaxed);
    }
}
