//! What belongs to a person goes with them: readings, alerts and numbers, to the one record when two are made one, back when they are made two again, and away when they
//! are forgotten. An alert that is open stays until a person ends it.

use weiguang_domain::grid::GridCode;
use weiguang_domain::households::Resident;
use weiguang_domain::households::merge::{Belonging, Belongs};
use weiguang_domain::kernel::ids::{AlertId, ReadingId, ResidentId, TicketId};
use weiguang_store::Tx;

use crate::app::Work;
use crate::events::chain;
use crate::rooms::care::station::store::tickets;
use crate::rooms::care::store::{alerts, people, readings};
use crate::web::Refusal;

/// A person's readings, alerts and numbers.
///
/// # Errors
/// The store's.
pub fn belongings(tx: &mut Tx<'_>, street: &GridCode, of: ResidentId) -> Result<Vec<Belonging>, Refusal> {
    let one = |what| move |id| Belonging { what, id };
    let mut all: Vec<Belonging> = readings::ids_of(tx, street, of)?.into_iter().map(one(Belongs::Reading)).collect();
    all.extend(alerts::ids_of(tx, street, of)?.into_iter().map(one(Belongs::Alert)));
    all.extend(tickets::ids_of(tx, street, of)?.into_iter().map(one(Belongs::Ticket)));
    Ok(all)
}

/// Gives a reading, an alert or a number to another record of the same person.
///
/// # Errors
/// Both records have an open alert: one of them is ended first. The store's.
pub fn give(work: &mut Work<'_, '_>, thing: Belonging, to: &Resident) -> Result<(), Refusal> {
    let street = work.tenant;
    match thing.what {
        Belongs::Reading => readings::give(work.tx, &street, ReadingId::new(thing.id), to.id)?,
        Belongs::Alert => {
            let Some(mut record) = alerts::read(work.tx, &street, AlertId::new(thing.id))? else { return Ok(()) };
            let open = record.alert.state.status().is_open();
            if open && alerts::open_of(work.tx, &street, to.id)?.is_some_and(|o| o.alert.id != record.alert.id) {
                let (zh, en) = (
                    "两份记录各有一条未结束的关爱预警，请先结束其中一条",
                    "both records have an open care alert: end one first",
                );
                return Err(Refusal::rule("care.two-alerts", zh, en));
            }
            record.alert.resident = to.id;
            alerts::give(work.tx, &record)?;
        }
        Belongs::Ticket => tickets::give(work.tx, &street, TicketId::new(thing.id), to.id)?,
        Belongs::Contact | Belongs::AsContact | Belongs::Need | Belongs::Visit => {}
    }
    Ok(())
}

/// What was asked of the one record is asked of the other, too: nobody drops off the overdue list by being written down once less.
///
/// # Errors
/// The store's.
pub fn follow_on(work: &mut Work<'_, '_>, from: ResidentId, to: &Resident) -> Result<(), Refusal> {
    let street = work.tenant;
    let Some(before) = people::read(work.tx, &street, from)? else { return Ok(()) };
    let mut after = people::take(work.tx, &street, to.id, to.code)?;
    for mut recheck in before.rechecks {
        (recheck.resident, recheck.code) = (to.id, to.code);
        match after.rechecks.iter_mut().find(|r| r.of == recheck.of) {
            Some(known) => known.due = known.due.min(recheck.due),
            None => after.rechecks.push(recheck),
        }
    }
    after.illnesses.extend(before.illnesses);
    Ok(people::put(work.tx, &street, &after)?)
}

/// Whether somebody has an alert that no person has ended.
///
/// # Errors
/// The store's.
pub fn is_open(tx: &mut Tx<'_>, street: &GridCode, of: ResidentId) -> Result<bool, Refusal> {
    Ok(alerts::open_of(tx, street, of)?.is_some())
}

/// Forgets readings whose time is over, with what they asked to have measured again. Somebody with an open alert is not forgotten by a
/// clock; long illnesses stay, as a doctor recorded them. Gives how many readings that were.
///
/// # Errors
/// The store's.
pub fn forget_readings(work: &mut Work<'_, '_>, id: ResidentId) -> Result<u64, Refusal> {
    let street = work.tenant;
    if is_open(work.tx, &street, id)? {
        return Ok(0);
    }
    for reading in readings::ids_of(work.tx, &street, id)? {
        chain::erase(work.tx, &street, reading)?;
    }
    if let Some(mut followed) = people::read(work.tx, &street, id)? {
        followed.rechecks.clear();
        people::put(work.tx, &street, &followed)?;
    }
    Ok(readings::delete_of(work.tx, &street, id)?)
}

/// Forgets everything of somebody that this room holds, and what its chains say; gives how much of what that was.
///
/// # Errors
/// An alert of theirs is open; the store's.
pub fn forget(work: &mut Work<'_, '_>, id: ResidentId) -> Result<Vec<(String, u32)>, Refusal> {
    let street = work.tenant;
    if is_open(work.tx, &street, id)? {
        let (zh, en) = ("有一条未结束的关爱预警，结束之后才能删除", "a care alert is open: it is ended first");
        return Err(Refusal::rule("care.alert-open", zh, en));
    }
    for thing in belongings(work.tx, &street, id)? {
        chain::erase(work.tx, &street, thing.id)?;
    }
    let count = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    let gone = [
        ("reading", readings::delete_of(work.tx, &street, id)?),
        ("alert", alerts::delete_of(work.tx, &street, id)?),
        ("ticket", tickets::delete_of(work.tx, &street, id)?),
        ("followed", people::delete(work.tx, &street, id)?),
    ];
    Ok(gone.into_iter().filter(|(_, n)| *n > 0).map(|(what, n)| (what.to_owned(), count(n))).collect())
}
