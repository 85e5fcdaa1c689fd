//! How far imports are, and whose turn it is. One runs at a time, a few may wait; looks have places of their own, so that whoever only
//! looks waits for no run.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Semaphore, SemaphorePermit};
use uuid::Uuid;

use crate::app::Local;
use crate::config::Settings;
use crate::web::Refusal;

/// How many imports may wait for their turn, and how many looks.
const WAITING: usize = 4;
/// How many looks go on at the same time.
const LOOKS: usize = 2;

/// Where an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It waits or the file is read.
    Reading,
    /// Rows are planned.
    Checking,
    /// Rows are written.
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

/// How far an import is, to be asked at any time.
#[derive(Debug, Default)]
pub struct Progress {
    phase: AtomicU8,
    done: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
}

impl Progress {
    /// Asks it to end without an effect; one that was decided goes on.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
    /// Whether it was asked to end.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
    /// Some more rows are done.
    pub(super) fn add(&self, rows: u64) {
        self.done.fetch_add(rows, Ordering::Relaxed);
    }

    /// Phase, rows done in it, rows in all.
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

/// Turns of one sort of work, and how many wait for one.
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

/// The imports of an application that run or wait.
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

    /// Whether another may be taken in, or looked at.
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

    /// How far a run is; `None` if it does not run in this process.
    #[must_use]
    pub fn progress(&self, id: &Uuid) -> Option<Arc<Progress>> {
        self.lock().get(id).cloned()
    }
}
