//! Permission to finish a ticket: open work of other rooms with its owner, judged in the domain.

use weiguang_domain::station::finish::{Confirmations, Finish, Open};

use crate::app::UnitOfWork;
use crate::rooms::station::record::TicketRecord;
use crate::web::Refusal;

/// Checks whether a ticket may be finished.
///
/// # Errors
/// Refusals of the domain; the store's errors.
pub fn leave(work: &mut UnitOfWork<'_, '_>, record: &TicketRecord, said: Confirmations) -> Result<Finish, Refusal> {
    let (street, taken) = (work.tenant, &record.beside.readings);
    let mut open = Open { measured: !taken.is_empty(), ..Open::default() };
    for room in work.rooms() {
        open = open.and(room.open_at_desk(work.tx, &street, record.ticket.resident, taken)?);
    }
    Ok(open.finish(said)?)
}
