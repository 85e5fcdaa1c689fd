//! Background jobs, each in its own task, and clocks, each on its own thread: none waits for another, and a failed one is restarted.

use std::time::Duration;
use tokio::runtime::Builder;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

use crate::App;
use crate::app::room::Clock;
use crate::clockwork;
use crate::{pulse, recount, sweep};

/// Pause before a failed job is restarted.
const PAUSE: Duration = Duration::from_secs(1);

/// Resolves when the jobs must stop.
pub async fn stopped(mut stop: watch::Receiver<bool>) {
    // If the sender was dropped, the jobs must stop too.
    let _ = stop.wait_for(|stop| *stop).await;
}

/// Runs a job until it ends by itself; if it panics, the panic is logged and the job is restarted.
async fn supervise<F>(name: &'static str, pause: Duration, job: impl Fn() -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    while let Err(error) = tokio::spawn(job()).await {
        if !error.is_panic() {
            return;
        }
        tracing::error!(job = name, "a job broke off; it begins again");
        tokio::time::sleep(pause).await;
    }
}

/// Runs a clock on its own thread, so that busy threads of requests and jobs do not delay alarms.
fn clock(app: &App, clock: Clock, stop: &watch::Receiver<bool>) -> JoinHandle<()> {
    let (app, stop, (end, ended)) = (app.clone(), stop.clone(), oneshot::channel::<()>());
    let run = move || {
        let job = supervise(clock.name, PAUSE, || clockwork::run(app.clone(), clock, stopped(stop.clone())));
        match Builder::new_current_thread().enable_time().build() {
            Ok(runtime) => runtime.block_on(job),
            Err(error) => {
                tracing::error!(%error, clock = clock.name, "a clock could not start: no alarm of its kind rings")
            }
        }
        drop(end);
    };
    if let Err(error) = std::thread::Builder::new().name(clock.name.to_owned()).spawn(run) {
        tracing::error!(%error, clock = clock.name, "a clock could not start: no alarm of its kind rings");
    }
    tokio::spawn(async move { drop(ended.await) })
}

/// Starts every job.
#[must_use]
pub fn start(app: &App, stop: &watch::Receiver<bool>) -> Vec<JoinHandle<()>> {
    macro_rules! job {
        ($name:literal, $run:path) => {{
            let (app, stop) = (app.clone(), stop.clone());
            tokio::spawn(supervise($name, PAUSE, move || $run(app.clone(), stopped(stop.clone()))))
        }};
    }
    let mut jobs = vec![job!("pulse", pulse::run), job!("calendar", recount::run), job!("sweep", sweep::run)];
    for room in app.rooms() {
        jobs.extend(room.clock().map(|alarms| clock(app, alarms, stop)));
        for job in room.jobs() {
            let (app, stop) = (app.clone(), stop.clone());
            let run = move || (job.run)(app.clone(), Box::pin(stopped(stop.clone())));
            jobs.push(tokio::spawn(supervise(job.name, PAUSE, run)));
        }
    }
    jobs
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[tokio::test]
    async fn a_job_that_panics_begins_again() {
        let starts = Arc::new(AtomicU32::new(0));
        let own = starts.clone();
        supervise("test", Duration::ZERO, move || {
            let starts = own.clone();
            async move { assert!(starts.fetch_add(1, Ordering::SeqCst) > 1, "twice it breaks off") }
        })
        .await;
        assert_eq!(starts.load(Ordering::SeqCst), 3);
    }
}
