//! A bounded queue between the async world and the database threads: full means an answer at once, never a wait.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::StoreError;

/// Jobs in order of arrival.
pub(crate) struct Queue<J> {
    state: Mutex<State<J>>,
    arrived: Condvar,
    bound: usize,
}

struct State<J> {
    jobs: VecDeque<J>,
    closed: bool,
    takers: usize,
}

impl<J> Queue<J> {
    pub(crate) fn new(bound: usize) -> Arc<Self> {
        let state = State { jobs: VecDeque::new(), closed: false, takers: 0 };
        Arc::new(Queue { state: Mutex::new(state), arrived: Condvar::new(), bound })
    }

    fn lock(&self) -> MutexGuard<'_, State<J>> {
        // No code of a job runs under this lock, so a poisoned state is still whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn push(&self, job: J) -> Result<(), StoreError> {
        let mut state = self.lock();
        if state.closed {
            return Err(StoreError::Closed);
        }
        if state.jobs.len() >= self.bound {
            return Err(StoreError::Full);
        }
        state.jobs.push_back(job);
        drop(state);
        self.arrived.notify_one();
        Ok(())
    }

    /// The next job, waiting for one; `None` once the queue is closed and drained.
    pub(crate) fn take(&self) -> Option<J> {
        let mut state = self.lock();
        loop {
            if let Some(job) = state.jobs.pop_front() {
                return Some(job);
            }
            if state.closed {
                return None;
            }
            state = self.arrived.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The next job if one is there now.
    pub(crate) fn take_now(&self) -> Option<J> {
        self.lock().jobs.pop_front()
    }

    pub(crate) fn depth(&self) -> usize {
        self.lock().jobs.len()
    }

    /// Takes no more jobs; those already in the queue are still done.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.arrived.notify_all();
    }

    /// Registers a worker. When the last one is gone, for whatever reason, waiting jobs are dropped (their callers see
    /// [`StoreError::Closed`]) rather than left without an answer for ever.
    pub(crate) fn taker(self: &Arc<Self>) -> Taker<J> {
        self.lock().takers += 1;
        Taker(Arc::clone(self))
    }
}

/// A worker's hold on its queue.
pub(crate) struct Taker<J>(pub(crate) Arc<Queue<J>>);

impl<J> Drop for Taker<J> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.takers -= 1;
        if state.takers == 0 {
            state.closed = true;
            let orphans = std::mem::take(&mut state.jobs);
            drop(state);
            drop(orphans);
        }
    }
}
