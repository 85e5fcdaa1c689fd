//! Background job: erases expired records. Each is an ordinary write of its own, so a restart only delays it.

use jiff::Span;
use weiguang_domain::access::Actor;
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::retention::{DIED_DAYS, LEFT_DAYS, MERGED_DAYS};

use super::ops::forgetting;
use super::store::retention as rows;
use crate::App;
use crate::web::Refusal;

/// Records in one round.
const BATCH: i64 = 200;

/// Erases expired records and needs of one street; returns their number.
///
/// # Errors
/// The store's errors. A record that somebody changed at the same moment is left for the next round.
pub async fn retain_street(app: &App, street: GridCode) -> Result<u64, Refusal> {
    let (today, system) = (app.now().day(), Actor::system());
    let mut done = 0;
    for (state, days) in [("left", LEFT_DAYS), ("died", DIED_DAYS), ("merged", MERGED_DAYS)] {
        let before = today.checked_sub(Span::new().days(days)).unwrap_or(today);
        loop {
            let due = app.read(move |tx| Ok(rows::due(tx, &street, state, before, BATCH)?)).await?;
            let mut progress = false;
            for id in due {
                match app.transact(&system, street, move |work| forgetting::retire(work, id)).await {
                    Ok(true) => (done, progress) = (done + 1, true),
                    Ok(false) | Err(Refusal::VersionMoved(_)) => {}
                    Err(error) if error.is_damage() => {
                        tracing::error!(%error, %id, "a damaged record could not be forgotten");
                    }
                    Err(error) => return Err(error),
                }
            }
            if !progress {
                break;
            }
        }
    }
    loop {
        let due = app.read(move |tx| Ok(rows::needs_due(tx, &street, today, BATCH)?)).await?;
        let mut progress = false;
        for (need, of) in due {
            match app.transact(&system, street, move |work| forgetting::drop_need(work, need, of)).await {
                Ok(true) => (done, progress) = (done + 1, true),
                Ok(false) => {}
                Err(error) if error.is_damage() => tracing::error!(%error, "a damaged need could not be forgotten"),
                Err(error) => return Err(error),
            }
        }
        if !progress {
            break;
        }
    }
    Ok(done)
}
