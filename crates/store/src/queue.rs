//! A bounded queue between async code and database threads; if full it refuses at once. Reads that turn out to be long change to a lane
//! with workers of its own, so that short ones never wait for them.

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
    /// Begun in the normal lane, stopped at its budget, and begun again here without one.
    Long,
}

/// Jobs in order of arrival, urgent ones first.
pub(crate) struct Queue<J> {
    state: Mutex<State<J>>,
    arrived: Condvar,
    urgent_arrived: Condvar,
    long_arrived: Condvar,
    bound: usize,
}

struct State<J> {
    jobs: VecDeque<J>,
    urgent: VecDeque<J>,
    long: VecDeque<J>,
    closed: bool,
    /// Workers that accept every job; urgent-only ones do not count, because they cannot empty the queue.
    takers: usize,
}

impl<J> State<J> {
    fn of(&mut self, lane: Lane) -> &mut VecDeque<J> {
        match lane {
            Lane::Normal => &mut self.jobs,
            Lane::Urgent => &mut self.urgent,
            Lane::Long => &mut self.long,
        }
    }

    /// The next job for a worker of a lane, and the lane that it waited in.
    fn pop(&mut self, lane: Lane) -> Option<(Lane, J)> {
        let from: &[Lane] = if lane == Lane::Normal { &[Lane::Urgent, Lane::Normal] } else { &[lane] };
        from.iter().find_map(|lane| Some((*lane, self.of(*lane).pop_front()?)))
    }

    /// Whether a worker of a lane that found nothing can end. A normal worker may still put a job off.
    fn is_over(&self, lane: Lane) -> bool {
        self.closed && (lane != Lane::Long || self.takers == 0)
    }
}

impl<J> Queue<J> {
    pub(crate) fn new(bound: usize) -> Arc<Self> {
        let (jobs, urgent, long) = (VecDeque::new(), VecDeque::new(), VecDeque::new());
        let state = State { jobs, urgent, long, closed: false, takers: 0 };
        let (arrived, urgent_arrived, long_arrived) = (Condvar::new(), Condvar::new(), Condvar::new());
        Arc::new(Queue { state: Mutex::new(state), arrived, urgent_arrived, long_arrived, bound })
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
        let jobs = state.of(lane);
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

    fn take(&self, lane: Lane) -> Option<(Lane, J)> {
        let arrived = match lane {
            Lane::Normal => &self.arrived,
            Lane::Urgent => &self.urgent_arrived,
            Lane::Long => &self.long_arrived,
        };
        let mut state = self.lock();
        loop {
            if let Some(job) = state.pop(lane) {
                return Some(job);
            }
            if state.is_over(lane) {
                return None;
            }
            state = arrived.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    pub(crate) fn depth(&self) -> usize {
        let state = self.lock();
        state.jobs.len() + state.urgent.len() + state.long.len()
    }

    /// Accepts no more jobs; queued ones are still done.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.arrived.notify_all();
        self.urgent_arrived.notify_all();
        self.long_arrived.notify_all();
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

    /// Registers a worker for jobs that were put off.
    pub(crate) fn long_taker(self: &Arc<Self>) -> Taker<J> {
        Taker { queue: Arc::clone(self), lane: Lane::Long }
    }
}

/// A worker's registration.
pub(crate) struct Taker<J> {
    queue: Arc<Queue<J>>,
    lane: Lane,
}

impl<J> Taker<J> {
    /// Waits for the next job, and tells its lane; `None` once the queue is closed and empty.
    pub(crate) fn take(&self) -> Option<(Lane, J)> {
        self.queue.take(self.lane)
    }

    /// The next job, if there is one.
    pub(crate) fn take_now(&self) -> Option<J> {
        self.queue.lock().pop(self.lane).map(|(_, job)| job)
    }

    /// Lets a job begin again in the long lane.
    ///
    /// # Errors
    /// The job, if too many wait there.
    pub(crate) fn put_off(&self, job: J) -> Result<(), J> {
        let mut state = self.queue.lock();
        if state.long.len() >= self.queue.bound {
            return Err(job);
        }
        state.long.push_back(job);
        drop(state);
        self.queue.long_arrived.notify_one();
        Ok(())
    }
}

impl<J> Drop for Taker<J> {
    fn drop(&mut self) {
        if self.lane != Lane::Normal {
            return;
        }
        let mut state = self.queue.lock();
        state.takers -= 1;
        if state.takers == 0 {
            state.closed = true;
            let orphans = (std::mem::take(&mut state.jobs), std::mem::take(&mut state.urgent));
            drop(state);
            self.queue.urgent_arrived.notify_all();
            self.queue.long_arrived.notify_all();
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
        assert_eq!(urgent.take_now(), Some(3));
        assert_eq!((worker.take(), worker.take()), (Some((Lane::Urgent, 4)), Some((Lane::Normal, 1))));
        assert_eq!((urgent.take_now(), queue.depth()), (None, 1));
        // The last worker that could empty the queue is gone.
        drop(worker);
        assert_eq!((urgent.take(), queue.depth()), (None, 0));
        assert!(matches!(queue.push(Lane::Urgent, 6), Err(StoreError::Closed)));
    }

    #[test]
    fn a_job_that_is_put_off_waits_for_the_long_worker_alone_even_while_the_queue_closes() {
        let queue = Queue::new(1);
        let (worker, long) = (queue.taker(), queue.long_taker());
        queue.push(Lane::Normal, 1).unwrap();
        queue.close();
        let (_, job) = worker.take().unwrap();
        assert!(!queue.lock().is_over(Lane::Long), "a worker that still runs a job may put it off");
        worker.put_off(job).unwrap();
        assert_eq!(worker.put_off(2), Err(2), "too many long ones");
        assert_eq!((worker.take(), queue.depth()), (None, 1));
        drop(worker);
        assert_eq!((long.take(), long.take()), (Some((Lane::Long, 1)), None));
    }
}
