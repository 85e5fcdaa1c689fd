//! What is open with the person whose number is to be finished: read from their readings and their alert, judged in the domain.

use weiguang_domain::care::finish::{Finish, Open, Said};
use weiguang_domain::care::reading::Standing;

use crate::app::UnitOfWork;
use crate::rooms::care::station::record::TicketRecord;
use crate::rooms::care::store::{alerts, readings};
use crate::web::Refusal;

/// Leave to finish a number.
///
/// # Errors
/// What the domain refuses; the store's.
pub fn leave(work: &mut UnitOfWork<'_, '_>, record: &TicketRecord, said: Said) -> Result<Finish, Refusal> {
    let street = work.tenant;
    let taken = &record.beside.readings;
    let mut open = Open { measured: !taken.is_empty(), ..Open::default() };
    for id in taken {
        let reading = readings::read(work.tx, &street, *id)?;
        open.question |= reading.is_some_and(|r| matches!(r.reading.standing, Standing::Doubted { .. }));
    }
    if let Some(resident) = record.ticket.resident
        && let Some(found) = alerts::open_of(work.tx, &street, resident)?
    {
        let theirs = found.alert.readings.iter().any(|id| taken.contains(id));
        open.awaited = theirs && found.alert.state.status().is_measuring();
    }
    Ok(open.finish(said)?)
}
