//! Background job: erases the content of visits whose retention ended.

use weiguang_domain::access::Actor;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::time::Span;
use weiguang_domain::visits::retention::WORDS_DAYS;

use super::store::{edits, visits};
use crate::App;
use crate::web::Refusal;

/// Visits in one transaction.
const BATCH: i64 = 500;

/// Erases due content in every street; returns the number of visits.
///
/// # Errors
/// The store's errors.
pub async fn retain_street(app: &App, street: GridCode) -> Result<u64, Refusal> {
    let (today, mut done) = (app.now().day(), 0);
    let before = app.now() - Span::days(WORDS_DAYS);
    app.transact(&Actor::system(), street, move |work| Ok(edits::forget(work.tx, &street, before)?)).await?;
    loop {
        let some = app
            .transact(&Actor::system(), street, move |work| {
                let due = visits::due(work.tx, &street, today, BATCH)?;
                for id in &due {
                    visits::forget(work.tx, &street, *id)?;
                }
                Ok(due.len() as u64)
            })
            .await?;
        done += some;
        if some == 0 {
            return Ok(done);
        }
    }
}
