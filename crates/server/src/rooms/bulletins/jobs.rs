//! Background jobs: erase the content of withdrawn bulletins after a year, and unused pictures after a day.

use weiguang_domain::access::Actor;
use weiguang_domain::bulletins::ERASE_DAYS;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::time::Span;

use super::{pictures, store};
use crate::App;
use crate::chain;
use crate::web::Refusal;

/// Bulletins in one transaction.
const BATCH: i64 = 100;

/// Erases expired content of a street; returns the number of bulletins and unused pictures.
///
/// # Errors
/// The store's errors.
pub async fn erase(app: &App, street: GridCode) -> Result<u64, Refusal> {
    let (year_ago, day_ago) = (app.now() - Span::days(ERASE_DAYS), app.now() - Span::days(1));
    let system = Actor::system();
    let unused = app.transact(&system, street, move |work| {
        let mut erased = 0;
        for (bulletin, picture) in pictures::old(work.tx, &street, day_ago)? {
            let named = store::read(work.tx, &street, bulletin)?
                .is_some_and(|one| one.bulletin.content.pictures.contains(&picture));
            if !named {
                erased += pictures::erase(work.tx, &street, picture)?;
            }
        }
        Ok(erased)
    });
    let mut done = unused.await?;
    loop {
        let some = app
            .transact(&system, street, move |work| {
                let due = store::withdrawn(work.tx, &street, year_ago, BATCH)?;
                for mut one in due.iter().cloned() {
                    let content = &mut one.bulletin.content;
                    (content.title, content.text, content.pictures) = Default::default();
                    (one.bulletin.changed, one.bulletin.reason) = Default::default();
                    store::update(work.tx, &street, &one)?;
                    pictures::erase_all(work.tx, &street, one.id)?;
                    store::forget_reads(work.tx, &street, one.id)?;
                    chain::erase(work.tx, &street, one.id.uuid())?;
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
