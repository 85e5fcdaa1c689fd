//! A person's readings and alerts move with their record: to the remaining record in a merge, back when it is undone, and they are erased
//! with it. An open alert stays until a person ends it.

use weiguang_domain::care::recheck::advice;
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::merge::{Belonging, Belongs};
use weiguang_domain::households::{Merge, Resident};
use weiguang_domain::kernel::ids::{AlertId, MergeId, ReadingId, ResidentId};
use weiguang_domain::kernel::time::Moment;
use weiguang_store::Tx;

use crate::app::UnitOfWork;
use crate::chain;
use crate::rooms::care::Rules;
use crate::rooms::care::record::ReadingRecord;
use crate::rooms::care::store::{alerts, people, readings};
use crate::web::Refusal;

/// A person's readings and alerts.
///
/// # Errors
/// The store's errors.
pub fn belongings(tx: &mut Tx<'_>, street: &GridCode, of: ResidentId) -> Result<Vec<Belonging>, Refusal> {
    let one = |what| move |id| Belonging { what, id };
    let mut all: Vec<Belonging> = readings::ids_of(tx, street, of)?.into_iter().map(one(Belongs::Reading)).collect();
    all.extend(alerts::ids_of(tx, street, of)?.into_iter().map(one(Belongs::Alert)));
    Ok(all)
}

/// Moves a reading or an alert to another record of the same person.
///
/// # Errors
/// Both records have an open alert: one of them must be ended first. The store's errors.
pub fn give(work: &mut UnitOfWork<'_, '_>, thing: Belonging, to: &Resident) -> Result<(), Refusal> {
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
        Belongs::Contact | Belongs::AsContact | Belongs::Need | Belongs::Visit | Belongs::Ticket => {}
    }
    Ok(())
}

/// Re-measurements of one record are transferred to the other, and both former states are stored for an undo.
///
/// # Errors
/// The store's errors.
pub fn follow_on(
    work: &mut UnitOfWork<'_, '_>,
    merge: MergeId,
    gone: &Resident,
    kept: &Resident,
) -> Result<(), Refusal> {
    let street = work.tenant;
    let any = people::read(work.tx, &street, gone.id)?.is_some() || people::read(work.tx, &street, kept.id)?.is_some();
    if !any {
        return Ok(());
    }
    let mut after = people::take(work.tx, &street, kept.id, kept.code)?;
    let mut before = people::take(work.tx, &street, gone.id, gone.code)?;
    after.join(&mut before, merge);
    people::put(work.tx, &street, &before)?;
    Ok(people::put(work.tx, &street, &after)?)
}

/// Restores the former states of both records after a merge is undone. Their readings have moved back already: what was measured or
/// answered since then counts for the record that has it, and asks for its re-measurements there.
///
/// # Errors
/// The store's errors.
pub fn part(work: &mut UnitOfWork<'_, '_>, merge: &Merge, kept: &Resident, gone: &Resident) -> Result<(), Refusal> {
    let street = work.tenant;
    if people::read(work.tx, &street, gone.id)?.is_none() {
        return Ok(());
    }
    let mut one = people::take(work.tx, &street, kept.id, kept.code)?;
    let mut other = people::take(work.tx, &street, gone.id, gone.code)?;
    if !one.part(&mut other, merge.id) {
        return Ok(());
    }
    let rules = work.state::<Rules>();
    for mut followed in [one, other] {
        for record in told_since(work, followed.resident, merge.at)? {
            let said = advice(rules.version(record.verdict.version), &record.verdict, record.reading.at.day());
            followed.measured(&record, &said.rechecks);
        }
        people::put(work.tx, &street, &followed)?;
    }
    Ok(())
}

/// A person's valid readings that arrived, or were answered for, after a moment, in that order.
fn told_since(work: &mut UnitOfWork<'_, '_>, of: ResidentId, since: Moment) -> Result<Vec<ReadingRecord>, Refusal> {
    let (street, mut told) = (work.tenant, Vec::new());
    for id in readings::ids_of(work.tx, &street, of)? {
        let last =
            chain::stream(work.tx, street.as_str(), id, 0, i64::from(i32::MAX))?.pop().map(|(event, _)| event.at);
        if let Some(at) = last.filter(|at| *at > since)
            && let Some(record) = readings::read(work.tx, &street, ReadingId::new(id))?
            && record.reading.stands()
        {
            told.push((at, record));
        }
    }
    told.sort_by_key(|(at, _)| *at);
    Ok(told.into_iter().map(|(_, record)| record).collect())
}

/// Whether a person has an open alert.
///
/// # Errors
/// The store's errors.
pub fn is_open(tx: &mut Tx<'_>, street: &GridCode, of: ResidentId) -> Result<bool, Refusal> {
    Ok(alerts::open_of(tx, street, of)?.is_some())
}

/// Erases readings whose retention ended, with their re-measurements. A person with an open alert is not erased by a clock; long illnesses
/// remain, as a doctor recorded them. Returns the number of readings.
///
/// # Errors
/// The store's errors.
pub fn forget_readings(work: &mut UnitOfWork<'_, '_>, id: ResidentId) -> Result<u64, Refusal> {
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

/// Erases everything of a person in this room, and the content of its chains; returns the kinds and numbers.
///
/// # Errors
/// One of their alerts is open; the store's errors.
pub fn forget(work: &mut UnitOfWork<'_, '_>, id: ResidentId) -> Result<Vec<(String, u32)>, Refusal> {
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
        ("followed", people::delete(work.tx, &street, id)?),
    ];
    Ok(gone.into_iter().filter(|(_, n)| *n > 0).map(|(what, n)| (what.to_owned(), count(n))).collect())
}
