//! Broadcasts changes after their commit to live streams; each reader receives only the changes that it may see.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, broadcast};
use uuid::Uuid;
use weiguang_domain::access::Verb;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::AccountId;

/// The most open streams of one account. Opening one more ends the oldest, so that one account cannot use up all places.
pub const OF_ACCOUNT: usize = 6;
/// The most open streams of one calling screen: a hall may show the same link on several televisions.
pub const OF_SCREEN: usize = 24;

/// A change of a record.
#[derive(Clone, Debug)]
pub struct Change {
    /// The kind of change: `cases.changed`, `outbox.changed`, …
    pub kind: &'static str,
    /// The verb that a reader must have to receive the change.
    pub verb: Verb,
    /// The code of the place of the changed record.
    pub code: GridCode,
    /// The id of the changed record.
    pub id: Uuid,
    /// The record's present version.
    pub version: i64,
    /// The record's present status.
    pub status: &'static str,
    /// Accounts that receive the change even if the place is not in their scope: the record's owner before and after.
    pub parties: Vec<AccountId>,
}

/// The broadcast. A reader that falls behind is told to reload; it does not slow down others.
#[derive(Clone, Debug)]
pub struct Live {
    sender: broadcast::Sender<Arc<Change>>,
    open: Arc<Mutex<Open>>,
    limit: usize,
}

/// The open streams by their owner, oldest first.
#[derive(Debug, Default)]
struct Open {
    total: usize,
    next: u64,
    of: HashMap<Uuid, VecDeque<(u64, Arc<Notify>)>>,
}

impl Open {
    fn remove(&mut self, whose: Uuid, number: u64) {
        let Some(streams) = self.of.get_mut(&whose) else { return };
        let before = streams.len();
        streams.retain(|(n, _)| *n != number);
        self.total -= before - streams.len();
        if streams.is_empty() {
            self.of.remove(&whose);
        }
    }
}

fn lock(open: &Mutex<Open>) -> MutexGuard<'_, Open> {
    open.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One open stream; dropping it frees its place.
#[derive(Debug)]
pub struct Subscription {
    /// The changes.
    pub receiver: broadcast::Receiver<Arc<Change>>,
    whose: Uuid,
    number: u64,
    ended: Arc<Notify>,
    open: Arc<Mutex<Open>>,
}

impl Subscription {
    /// The next change, or `None` when a newer stream of the same account took this one's place.
    pub async fn next(&mut self) -> Option<Result<Arc<Change>, broadcast::error::RecvError>> {
        tokio::select! {
            biased;
            () = self.ended.notified() => None,
            told = self.receiver.recv() => Some(told),
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        lock(&self.open).remove(self.whose, self.number);
    }
}

impl Live {
    /// Allows at most this many streams in total.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        let (sender, _) = broadcast::channel(1024);
        Self { sender, open: Arc::default(), limit }
    }

    /// Broadcasts changes; it is no error if nobody listens.
    pub fn tell(&self, told: Vec<Change>) {
        for one in told {
            let _ = self.sender.send(Arc::new(one));
        }
    }

    /// Opens a stream for an account or a screen; `None` if all places are taken by others. If the owner has `most` streams already, the
    /// oldest is ended: it was probably left behind by a lost network or a forgotten page.
    #[must_use]
    pub fn watch(&self, whose: Uuid, most: usize) -> Option<Subscription> {
        let mut open = lock(&self.open);
        let own = open.of.get(&whose).map_or(0, VecDeque::len);
        if own < most && open.total >= self.limit {
            return None;
        }
        if own >= most
            && let Some((number, ended)) = open.of.get(&whose).and_then(|streams| streams.front().cloned())
        {
            open.remove(whose, number);
            ended.notify_one();
        }
        let (number, ended) = (open.next, Arc::new(Notify::new()));
        open.next += 1;
        open.total += 1;
        open.of.entry(whose).or_default().push_back((number, ended.clone()));
        Some(Subscription { receiver: self.sender.subscribe(), whose, number, ended, open: self.open.clone() })
    }

    /// Number of open streams, for metrics.
    #[must_use]
    pub fn watching(&self) -> usize {
        lock(&self.open).total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_account_takes_a_few_places_and_the_oldest_of_them_ends() {
        let live = Live::new(8);
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let mut own: Vec<_> = (0..=OF_ACCOUNT).map(|_| live.watch(one, OF_ACCOUNT).unwrap()).collect();
        assert_eq!(live.watching(), OF_ACCOUNT);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            assert!(own[0].next().await.is_none(), "the oldest was ended");
            let waits = tokio::time::timeout(std::time::Duration::ZERO, own[1].next());
            assert!(waits.await.is_err(), "the others go on");
        });
        drop(own.remove(0));
        assert_eq!(live.watching(), OF_ACCOUNT, "its place was given back once and not twice");
        let _others: Vec<_> = (0..2).map(|_| live.watch(other, OF_ACCOUNT).unwrap()).collect();
        assert!(live.watch(other, OF_ACCOUNT).is_none(), "all places are taken");
        assert!(live.watch(one, OF_ACCOUNT).is_some(), "one's own oldest makes room");
        own.clear();
        assert_eq!(live.watching(), 2);
        assert!(live.watch(other, OF_ACCOUNT).is_some());
    }
}
