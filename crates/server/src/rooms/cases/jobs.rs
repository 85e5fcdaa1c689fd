//! Background jobs of cases: alarms of cases and parts. All of them are ordinary writes, so a restart or a jump of the clock only delays
//! them.

use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{StoreError, Tx};

use crate::App;
use crate::app::UnitOfWork;
use crate::app::room::Rung;
use crate::clockwork::ring_each;
use crate::rooms::cases::{life::moves, parts, store};
use crate::web::Refusal;

/// Rings a few due cases and parts of a street, the longest overdue first. A failed one is logged and does not block the others; one that a
/// person changed at the same moment is left for the next round.
///
/// # Errors
/// The store's error, if it cannot list the due ones.
pub async fn ring_some(app: &App, street: GridCode, limit: i64) -> Result<Rung, Refusal> {
    let now = app.now();
    let (cases, parts) =
        app.read(move |tx| Ok((store::alarms(tx, &street, now, limit)?, parts::due(tx, &street, now, limit)?))).await?;
    let mut rung = ring_each(app, street, &cases, moves::ring, |case| format!("the case {case}")).await;
    let ring_part = |work: &mut UnitOfWork<'_, '_>, (case, part)| parts::ring(work, case, part);
    rung +=
        ring_each(app, street, &parts, ring_part, |(case, part)| format!("the part {part} of the case {case}")).await;
    Ok(rung)
}

/// When the next alarm of a case or part of a street is due.
///
/// # Errors
/// The store's errors.
pub fn next_alarm(tx: &mut Tx<'_>, street: &GridCode) -> Result<Option<Moment>, StoreError> {
    let all = [store::next_alarm(tx, street)?, parts::next_alarm(tx, street)?];
    Ok(all.into_iter().flatten().min())
}
