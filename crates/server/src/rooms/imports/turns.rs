//! The queue of imports and their progress. One runs at a time, a few may wait; dry runs have places of their own, so that they wait for no
//! import.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Semaphore, SemaphorePermit};
use uuid::Uuid;

use crate::app::Local;
use crate::config::Settings;
use crate::web::Refusal;

/// The most imports that wait for their turn, and the most dry runs.
const WAITING: usize = 4;
/// Concurrent dry runs.
const LOOKS: usize = 2;

/// Phase of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It waits, or the file is being read.
    Reading,
    /// Rows are being planned.
    Checking,
    /// Rows are being written.
    Writing,
}

impl Phase {
    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Checking => "checking",
            Self::Writing => "writing",
        }
    }
    /// The word on a Chinese screen.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Reading => "读取",
            Self::Checking => "核对",
            Self::Writing => "写入",
        }
    }
}

/// The progress of an import, readable at any time.
#[derive(Debug, Default)]
pub struct Progress {
    phase: AtomicU8,
    done: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
}

impl Progress {
    /// Requests its end without an effect; a decided one continues.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
    /// Whether its end was requested.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
    /// Adds finished rows.
    pub(super) fn add(&self, rows: u64) {
        self.done.fetch_add(rows, Ordering::Relaxed);
    }

    /// Phase, finished rows in it, rows in total.
    #[must_use]
    pub fn get(&self) -> (Phase, u64, u64) {
        let phase = match self.phase.load(Ordering::Relaxed) {
            0 => Phase::Reading,
            1 => Phase::Checking,
            _ => Phase::Writing,
        };
        (phase, self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }

    pub(super) fn begin(&self, phase: Phase, total: u64) {
        self.phase.store(phase as u8, Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }
}

/// Places for one sort of work, and how many wait for one.
#[derive(Debug)]
pub(super) struct Turns {
    free: Semaphore,
    waiting: AtomicUsize,
}

impl Turns {
    fn of(places: usize) -> Self {
        Self { free: Semaphore::new(places), waiting: AtomicUsize::new(0) }
    }

    pub(super) async fn take(&self) -> Option<SemaphorePermit<'_>> {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        let turn = self.free.acquire().await;
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        turn.ok()
    }
}

/// Running and waiting imports of an application.
#[derive(Debug)]
pub struct Runs {
    runs: Turns,
    looks: Turns,
    now: Mutex<HashMap<Uuid, Arc<Progress>>>,
}

impl Local for Runs {
    fn new(_settings: &Settings) -> Self {
        Self { runs: Turns::of(1), looks: Turns::of(LOOKS), now: Mutex::default() }
    }
}

impl Runs {
    pub(super) fn turns(&self, look_only: bool) -> &Turns {
        if look_only { &self.looks } else { &self.runs }
    }

    /// Whether there is a place for another import or dry run.
    ///
    /// # Errors
    /// [`Refusal::Busy`] if too many wait.
    pub fn room(&self, look_only: bool) -> Result<(), Refusal> {
        let waiting = self.turns(look_only).waiting.load(Ordering::Relaxed);
        if waiting >= WAITING { Err(Refusal::Busy(60)) } else { Ok(()) }
    }

    pub(super) fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Uuid, Arc<Progress>>> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The progress of a run; `None` if it does not run in this process.
    #[must_use]
    pub fn progress(&self, id: &Uuid) -> Option<Arc<Progress>> {
        self.lock().get(id).cloned()
    }
}
