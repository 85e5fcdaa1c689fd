//! A queued closure: can be run again or refused, and is answered once.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use tokio::sync::oneshot;

use crate::engine::sqlite::Role;
use crate::engine::tx::{Conn, Tx};
use crate::health::Health;
use crate::{Keys, StoreError};

/// A closure as worker threads see it, without its types.
pub(crate) trait Job: Send {
    /// Runs the closure in the worker's transaction, and stores the result.
    fn run(&mut self, conn: &mut Conn, role: Role) -> Outcome;
    /// Replaces the result by an error.
    fn refuse(&mut self, error: StoreError);
    /// Sends the result; dropped if the caller has gone.
    fn answer(self: Box<Self>);
    /// Whether the caller still waits.
    fn wanted(&self) -> bool;
}

/// What to do with the transaction after a run.
pub(crate) enum Outcome {
    /// The closure succeeded.
    Commit,
    /// The closure returned an error; no statement failed.
    Rollback,
    /// A statement failed, whatever the closure returned.
    Failed(StoreError),
}

struct QueuedClosure<F, T, E> {
    closure: F,
    keys: Option<Arc<dyn Keys>>,
    health: Arc<Health>,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

/// A job and the receiver of its result.
pub(crate) fn work<F, T, E>(
    closure: F,
    keys: Option<Arc<dyn Keys>>,
    health: Arc<Health>,
) -> (Box<dyn Job>, oneshot::Receiver<Result<T, E>>)
where
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    (Box::new(QueuedClosure { closure, keys, health, result: None, reply }), answer)
}

impl<F, T, E> Job for QueuedClosure<F, T, E>
where
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn run(&mut self, conn: &mut Conn, role: Role) -> Outcome {
        let mut tx = Tx::new(conn, self.keys.as_deref());
        if role == Role::Reader {
            tx = tx.lenient();
        }
        let result = catch_unwind(AssertUnwindSafe(|| (self.closure)(&mut tx)));
        let failure = tx.into_failure();
        if let Some(failure) = &failure {
            self.health.note(failure);
        }
        let (result, outcome) = match (result, failure) {
            (Ok(Ok(value)), None) => (Ok(value), Outcome::Commit),
            (Ok(Ok(_)), Some(failure)) => (Err(E::from(failure.clone())), Outcome::Failed(failure)),
            (Ok(Err(error)), None) => (Err(error), Outcome::Rollback),
            (Ok(Err(error)), Some(failure)) => (Err(error), Outcome::Failed(failure)),
            (Err(panic), failure) => {
                let why = words(panic.as_ref());
                tracing::error!(why, "a closure of the store panicked; its transaction is rolled back");
                let outcome = failure.map_or(Outcome::Rollback, Outcome::Failed);
                (Err(E::from(StoreError::Panicked(why))), outcome)
            }
        };
        self.result = Some(result);
        outcome
    }

    fn refuse(&mut self, error: StoreError) {
        self.health.note(&error);
        self.result = Some(Err(E::from(error)));
    }

    fn answer(self: Box<Self>) {
        if let Some(result) = self.result {
            // The caller may have gone; committed work stays committed.
            drop(self.reply.send(result));
        }
    }

    fn wanted(&self) -> bool {
        !self.reply.is_closed()
    }
}

fn words(panic: &(dyn Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "without words".to_owned())
}
