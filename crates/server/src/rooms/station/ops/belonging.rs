//! Tickets move with their owner: to the remaining record in a merge, back by an undo, and they are erased with it.

use weiguang_domain::grid::GridCode;
use weiguang_domain::households::merge::{Belonging, Belongs};
use weiguang_domain::kernel::ids::ResidentId;
use weiguang_store::Tx;

use crate::app::UnitOfWork;
use crate::chain;
use crate::rooms::station::store::tickets;
use crate::web::Refusal;

/// A person's tickets.
///
/// # Errors
/// The store's errors.
pub fn belongings(tx: &mut Tx<'_>, street: &GridCode, of: ResidentId) -> Result<Vec<Belonging>, Refusal> {
    let one = |id| Belonging { what: Belongs::Ticket, id };
    Ok(tickets::ids_of(tx, street, of)?.into_iter().map(one).collect())
}

/// Erases all tickets of a person, and the content of their chains; returns their number.
///
/// # Errors
/// The store's errors.
pub fn forget(work: &mut UnitOfWork<'_, '_>, of: ResidentId) -> Result<u64, Refusal> {
    let street = work.tenant;
    for id in tickets::ids_of(work.tx, &street, of)? {
        chain::erase(work.tx, &street, id)?;
    }
    Ok(tickets::delete_of(work.tx, &street, of)?)
}
