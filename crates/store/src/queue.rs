//! A bounded queue between async code and database threads; if full it refuses at once.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::StoreError;

/// Priority of jobs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Lane {
    /// In order of arrival.
    #[default]
    Normal,
    /// Before all normal ones, with a reserved worker.
    Urgent,
}

/// Jobs in order of arrival, urgent ones first.
pub(crate) struct Queue<J> {
    state: Mutex<State<J>>,
    arrived: Condvar,
    urgent_arrived: Condvar,
    bound: usize,
}

struct State<J> {
    jobs: VecDeque<J>,
    urgent: VecDeque<J>,
    closed: bool,
    /// Workers that accept every job; urgent-only ones do not count, because they cannot empty the queue.
    takers: usize,
}

impl<J> State<J> {
    fn pop(&mut self, lane: Lane) -> Option<J> {
        match lane {
            Lane::Normal => self.urgent.pop_front().or_else(|| self.jobs.pop_front()),
            Lane::Urgent => self.urgent.pop_front(),
        }
    }
}

impl<J> Queue<J> {
    pub(crate) fn new(bound: usize) -> Arc<Self> {
        let state = State { jobs: VecDeque::new(), urgent: VecDeque::new(), closed: false, takers: 0 };
        let (arrived, urgent_arrived) = (Condvar::new(), Condvar::new());
        Arc::new(Queue { state: Mutex::new(state), arrived, urgent_arrived, bound })
    }

    fn lock(&self) -> MutexGuard<'_, State<J>> {
        // No job code runs under this lock, so a poisoned state is consistent.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn push(&self, lane: Lane, job: J) -> Result<(), StoreError> {
        let mut state = self.lock();
        if state.closed {
            return Err(StoreError::Closed);
        }
        let jobs = match lane {
            Lane::Normal => &mut state.jobs,
            Lane::Urgent => &mut state.urgent,
        };
        if jobs.len() >= self.bound {
            return Err(StoreError::Full);
        }
        jobs.push_back(job);
        drop(state);
        self.arrived.notify_one();
        if lane == Lane::Urgent {
            self.urgent_arrived.notify_one();
        }
        Ok(())
    }

    fn take(&self, lane: Lane) -> Option<J> {
        let arrived = match lane {
            Lane::Normal => &self.arrived,
            Lane::Urgent => &self.urgent_arrived,
        };
        let mut state = self.lock();
        loop {
            if let Some(job) = state.pop(lane) {
                return Some(job);
            }
            if state.closed {
                return None;
            }
            state = arrived.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    pub(crate) fn depth(&self) -> usize {
        let state = self.lock();
        state.jobs.len() + state.urgent.len()
    }

    /// Accepts no more jobs; queued ones are still done.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.arrived.notify_all();
        self.urgent_arrived.notify_all();
    }

    /// Registers a worker. When the last one is gone, waiting jobs are dropped (callers see [`StoreError::Closed`])
    /// instead of waiting for ever.
    pub(crate) fn taker(self: &Arc<Self>) -> Taker<J> {
        self.lock().takers += 1;
        Taker { queue: Arc::clone(self), lane: Lane::Normal }
    }

    /// Registers a worker for urgent jobs only, so that long normal ones cannot occupy every worker.
    pub(crate) fn urgent_taker(self: &Arc<Self>) -> Taker<J> {
        Taker { queue: Arc::clone(self), lane: Lane::Urgent }
    }
}

/// A worker's registration.
pub(crate) struct Taker<J> {
    queue: Arc<Queue<J>>,
    lane: Lane,
}

impl<J> Taker<J> {
    /// Waits for the next job; `None` once the queue is closed and empty.
    pub(crate) fn take(&self) -> Option<J> {
        self.queue.take(self.lane)
    }

    /// The next job, if there is one.
    pub(crate) fn take_now(&self) -> Option<J> {
        self.queue.lock().pop(self.lane)
    }
}

impl<J> Drop for Taker<J> {
    fn drop(&mut self) {
        if self.lane == Lane::Urgent {
            return;
        }
        let mut state = self.queue.lock();
        state.takers -= 1;
        if state.takers == 0 {
            state.closed = true;
            let orphans = (std::mem::take(&mut state.jobs), std::mem::take(&mut state.urgent));
            drop(state);
            self.queue.urgent_arrived.notify_all();
            drop(orphans);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urgent_jobs_come_first_and_their_own_worker_takes_no_other() {
        let queue = Queue::new(2);
        let (worker, urgent) = (queue.taker(), queue.urgent_taker());
        for (lane, job) in [(Lane::Normal, 1), (Lane::Normal, 2), (Lane::Urgent, 3), (Lane::Urgent, 4)] {
            queue.push(lane, job).unwrap();
        }
        assert!(matches!(queue.push(Lane::Normal, 5), Err(StoreError::Full)), "each lane has its own limit");
        assert_eq!((urgent.take_now(), worker.take(), worker.take()), (Some(3), Some(4), Some(1)));
        assert_eq!((urgent.take_now(), queue.depth()), (None, 1));
        // The last worker that could empty the queue is gone.
        drop(worker);
        assert_eq!((urgent.take(), queue.depth()), (None, 0));
        assert!(matches!(queue.push(Lane::Urgent, 6), Err(StoreError::Closed)));
    }
}
