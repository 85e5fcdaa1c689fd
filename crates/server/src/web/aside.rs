//! Runs computations that occupy a core for longer than a moment off the async threads: a few at a time, so that a client who sends many
//! waits for their own.

use std::sync::Arc;
use tokio::sync::Semaphore;

use crate::problem::Refusal;

/// Runs it on a thread of its own once there is a place.
///
/// # Errors
/// If it panics.
pub async fn aside<T: Send + 'static>(
    places: &Arc<Semaphore>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Refusal> {
    let place = Arc::clone(places).acquire_owned().await.map_err(|e| Refusal::Internal(e.to_string()))?;
    let run = move || {
        // The place is occupied until the work ends, even if nobody waits for it any more.
        let _place = place;
        work()
    };
    tokio::task::spawn_blocking(run).await.map_err(|e| Refusal::Internal(e.to_string()))
}
