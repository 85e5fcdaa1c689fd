//! PostgreSQL worker threads: a closure is a transaction, retried after serialization failures and lost connections.

use std::sync::Arc;
use std::time::{Duration, Instant};

use postgres::Config;

use crate::StoreError;
use crate::engine::postgres::Session;
use crate::engine::sqlite::Role;
use crate::engine::tx::Conn;
use crate::engine::work::{Job, Outcome};
use crate::health::Health;
use crate::queue::{Lane, Taker};

/// Maximum runs of a closure.
const TRIES: u32 = 8;

/// How long a closure waits for a connection while the server is away; later ones are refused at once until it is back.
const PATIENCE: Duration = Duration::from_secs(5);

/// Begins a read of the normal lane: a statement that takes longer than 100 ms is stopped, and the read is put off.
const SHORT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 100";

/// The type of a worker's transactions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Write,
    /// One consistent snapshot for all statements. Two additional round trips halve the rate of small reads;
    /// inconsistent pages would be worse.
    Read,
}

/// A worker with one session, reconnected when it dies.
pub(crate) struct Worker {
    pub(crate) config: Config,
    pub(crate) kind: Kind,
    pub(crate) conn: Option<Conn>,
    /// The last attempt to connect timed out.
    pub(crate) away: bool,
    /// Varies this worker's pauses.
    pub(crate) number: u32,
    /// Whether this process still owns the store.
    pub(crate) health: Arc<Health>,
}

enum Step {
    Done,
    /// Nothing was committed; the closure may run again.
    Again(StoreError),
    /// A read that used up its budget.
    PutOff,
}

impl Worker {
    pub(crate) fn work_loop(mut self, queue: &Taker<Box<dyn Job>>) {
        while let Some((lane, mut job)) = queue.take() {
            if self.kind == Kind::Read && !job.wanted() {
                continue;
            }
            let mut put_off = false;
            for tried in 1..=TRIES {
                match self.attempt(job.as_mut(), lane) {
                    Step::Done => break,
                    Step::PutOff => {
                        put_off = true;
                        break;
                    }
                    Step::Again(error) if tried == TRIES => job.refuse(error),
                    Step::Again(error) => {
                        tracing::debug!(%error, tried, "a closure runs again");
                        self.pause(tried);
                    }
                }
            }
            if put_off {
                match queue.put_off(job) {
                    Ok(()) => continue,
                    Err(back) => job = back,
                }
                job.refuse(StoreError::Full);
            }
            job.answer();
        }
    }

    /// A growing pause that differs between workers, so that two do not collide again.
    fn pause(&self, tried: u32) {
        let spread = u64::from((self.number * 7 + tried * 3) % 11);
        std::thread::sleep(Duration::from_millis((1 << tried.min(6)) + spread));
    }

    /// Waits a while for the lock.
    fn owns(&self) -> bool {
        let start = Instant::now();
        while self.health.is_lost() && start.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(20));
        }
        !self.health.is_lost()
    }

    fn attempt(&mut self, job: &mut dyn Job, lane: Lane) -> Step {
        if self.kind == Kind::Write && !self.owns() {
            job.refuse(StoreError::Lost("this process no longer owns the store".to_owned()));
            return Step::Done;
        }
        let mut conn = match self.conn.take().map_or_else(|| self.connect(), Ok) {
            Ok(conn) => conn,
            Err(error) => {
                job.refuse(error);
                return Step::Done;
            }
        };
        let begin = match self.kind {
            Kind::Write => "BEGIN",
            Kind::Read if lane == Lane::Normal => SHORT,
            Kind::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        if let Err(error) = conn.batch(begin) {
            return self.settle(conn, error, job);
        }
        let role = if self.kind == Kind::Read { Role::Reader } else { Role::Writer };
        match job.run(&mut conn, role) {
            Outcome::Commit => match conn.batch("COMMIT") {
                Ok(()) => {
                    self.conn = Some(conn);
                    Step::Done
                }
                // A read has its result already; only the session is lost.
                Err(_) if self.kind == Kind::Read => Step::Done,
                Err(StoreError::Lost(why)) => {
                    tracing::error!(why, "the connection broke during a commit; its outcome is not known");
                    job.refuse(StoreError::Unknown(why));
                    Step::Done
                }
                Err(error) => self.settle(conn, error, job),
            },
            Outcome::Rollback => {
                if conn.batch("ROLLBACK").is_ok() {
                    self.conn = Some(conn);
                }
                Step::Done
            }
            Outcome::Failed(StoreError::Lost(why)) => Step::Again(StoreError::Lost(why)),
            Outcome::Failed(error) => {
                if conn.batch("ROLLBACK").is_ok() {
                    self.conn = Some(conn);
                }
                match error {
                    StoreError::Retry(_) => Step::Again(error),
                    StoreError::Budget if lane == Lane::Normal => Step::PutOff,
                    _ => Step::Done,
                }
            }
        }
    }

    /// BEGIN or COMMIT was refused explicitly: nothing is committed.
    fn settle(&mut self, mut conn: Conn, error: StoreError, job: &mut dyn Job) -> Step {
        if matches!(error, StoreError::Lost(_)) {
            return Step::Again(error);
        }
        if conn.batch("ROLLBACK").is_ok() {
            self.conn = Some(conn);
        }
        if matches!(error, StoreError::Retry(_)) {
            return Step::Again(error);
        }
        job.refuse(error);
        Step::Done
    }

    fn connect(&mut self) -> Result<Conn, StoreError> {
        let start = Instant::now();
        let mut tried = 0;
        loop {
            match Session::connect(&self.config) {
                Ok(session) => {
                    self.away = false;
                    return Ok(Conn::Postgres(Box::new(session)));
                }
                Err(error) if self.away || start.elapsed() > PATIENCE => {
                    self.away = true;
                    tracing::error!(%error, "PostgreSQL cannot be reached");
                    return Err(error);
                }
                Err(_) => {
                    tried += 1;
                    self.pause(tried);
                }
            }
        }
    }
}
