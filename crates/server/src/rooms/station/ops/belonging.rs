//! Numbers go with the person whose they are: to the record into which theirs was merged, back by an undo, and away when it is erased.

use weiguang_domain::grid::GridCode;
use weiguang_domain::households::merge::{Belonging, Belongs};
use weiguang_domain::kernel::ids::ResidentId;
use weiguang_store::Tx;

use crate::app::UnitOfWork;
use crate::chain;
use crate::rooms::station::store::tickets;
use crate::web::Refusal;

/// A person's numbers.
///
/// # Errors
/// The store's.
pub fn belongings(tx: &mut Tx<'_>, street: &GridCode, of: ResidentId) -> Result<Vec<Belonging>, Refusal> {
    let one = |id| Belonging { what: Belongs::Ticket, id };
    Ok(tickets::ids_of(tx, street, of)?.into_iter().map(one).collect())
}

/// Erases all numbers of a person, and what their chains say; gives how many there were.
///
/// # Errors
/// The store's.
pub fn forget(work: &mut UnitOfWork<'_, '_>, of: ResidentId) -> Result<u64, Refusal> {
    let street = work.tenant;
    for id in tickets::ids_of(work.tx, &street, of)? {
        chain::erase(work.tx, &street, id)?;
    }
    Ok(tickets::delete_of(work.tx, &street, of)?)
}
