//! Those who watch: a broadcast of what changed, after the commit, to each within their scope.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::broadcast;
use uuid::Uuid;
use weiguang_domain::access::Verb;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::AccountId;

/// Something that changed.
#[derive(Clone, Debug)]
pub struct Told {
    /// `cases.changed`, `outbox.changed`, …
    pub kind: &'static str,
    /// What one must be permitted to be told.
    pub verb: Verb,
    /// Where it belongs.
    pub code: GridCode,
    /// The subject.
    pub id: Uuid,
    /// The subject's version now.
    pub version: i64,
    /// The subject's status now.
    pub status: &'static str,
    /// Who is a party, besides those who have the code in scope: the owner before and after.
    pub parties: Vec<AccountId>,
}

/// The broadcast. A watcher who falls behind is told to look afresh, and never slows anybody.
#[derive(Clone, Debug)]
pub struct Live {
    sender: broadcast::Sender<Arc<Told>>,
    open: Arc<AtomicUsize>,
    limit: usize,
}

/// A place among the watchers, given back when dropped.
#[derive(Debug)]
pub struct Seat {
    /// What is told.
    pub receiver: broadcast::Receiver<Arc<Told>>,
    open: Arc<AtomicUsize>,
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.open.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Live {
    /// With room for so many watchers.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        let (sender, _) = broadcast::channel(1024);
        Self { sender, open: Arc::new(AtomicUsize::new(0)), limit }
    }

    /// Tells everybody who watches; nobody may be there.
    pub fn tell(&self, told: Vec<Told>) {
        for one in told {
            let _ = self.sender.send(Arc::new(one));
        }
    }

    /// A place among the watchers, or `None` if all are taken.
    #[must_use]
    pub fn watch(&self) -> Option<Seat> {
        if self.open.fetch_add(1, Ordering::Relaxed) >= self.limit {
            self.open.fetch_sub(1, Ordering::Relaxed);
            return None;
        }
        Some(Seat { receiver: self.sender.subscribe(), open: self.open.clone() })
    }

    /// How many watch.
    #[must_use]
    pub fn watching(&self) -> usize {
        self.open.load(Ordering::Relaxed)
    }
}
