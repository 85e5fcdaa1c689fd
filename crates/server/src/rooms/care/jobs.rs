//! Background jobs of care: due alarms of alerts, and readings whose retention ended. An alarm is a column of the alert, so a restart or a
//! jump of the clock only delays it, and two concurrent clocks ring it once.

use weiguang_domain::access::Actor;
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::retention::readings_since;
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{StoreError, Tx};

use super::ops::{belonging, moves};
use super::store::{alerts, readings};
use crate::App;
use crate::app::room::Rung;
use crate::clockwork::ring_each;
use crate::web::Refusal;

/// Rows of one round of one street.
const BATCH: i64 = 200;

/// Rings a few due alerts of a street, the longest overdue first. A failed alert is logged and does not block the others; one that a person
/// changed at the same moment is left for the next round.
///
/// # Errors
/// The store's error, if it cannot list the due ones.
pub async fn ring_some(app: &App, street: GridCode, limit: i64) -> Result<Rung, Refusal> {
    let now = app.now();
    let due = app.read(move |tx| Ok(alerts::alarms(tx, &street, now, limit)?)).await?;
    Ok(ring_each(app, street, &due, moves::ring, |id| format!("the alert {id}")).await)
}

/// Erases readings of a street whose retention ended; returns their number.
///
/// # Errors
/// The store's errors.
pub async fn retain_street(app: &App, street: GridCode) -> Result<u64, Refusal> {
    let since = Moment::start_of(readings_since(app.now().day()));
    let mut done = 0;
    loop {
        let silent = app.read(move |tx| Ok(readings::silent_since(tx, &street, since, BATCH)?)).await?;
        let mut gone = 0;
        for id in silent {
            match app.transact(&Actor::system(), street, move |work| belonging::forget_readings(work, id)).await {
                Ok(some) => gone += some,
                Err(error) if error.is_damage() => tracing::error!(%error, "damaged readings could not be forgotten"),
                Err(error) => return Err(error),
            }
        }
        if gone == 0 {
            return Ok(done);
        }
        done += gone;
    }
}

/// When the next alarm of an alert of a street is due.
///
/// # Errors
/// The store's errors.
pub fn next_alarm(tx: &mut Tx<'_>, street: &GridCode) -> Result<Option<Moment>, StoreError> {
    alerts::next_alarm(tx, street)
}
