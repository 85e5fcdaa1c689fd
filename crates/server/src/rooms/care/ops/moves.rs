//! Changes of open alerts without an act on them: a clock rings, a re-grid moves them, the person moves, or an owner who leaves hands them
//! over.

use uuid::Uuid;
use weiguang_domain::access::{Permit, Verb};
use weiguang_domain::care::alert::ladder;
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::geo::Point;
use weiguang_domain::kernel::ids::{AccountId, AlertId, RegridId, ResidentId};
use weiguang_domain::people::duty::{self, Answer as Duty};
use weiguang_domain::people::leaving::Passed;

use super::{keep, on_duty};
use crate::app::UnitOfWork;
use crate::rooms::care::record::Followed;
use crate::rooms::care::store::{alerts, people};
use crate::rooms::households;
use crate::web::Refusal;

/// Rings an alert whose deadline has passed; returns whether it did.
///
/// # Errors
/// The store's errors; an alert that somebody changed at the same moment is left for the next round.
pub fn ring(work: &mut UnitOfWork<'_, '_>, id: AlertId) -> Result<bool, Refusal> {
    let street = work.tenant;
    let permit = Permit::system(work.actor, Verb::CareAlert)?;
    let Some(record) = alerts::read(work.tx, &street, id)? else { return Ok(false) };
    if !record.alert.is_due(work.now) {
        return Ok(false);
    }
    let duty = on_duty(work, &record.alert.posts_above())?;
    let step = record.alert.clone().ring(&duty, work.now);
    keep(work, permit, record, step)?;
    Ok(true)
}

/// The cell of a person after a re-grid: that of their record, or else the default successor of the old cell.
fn cell_now(
    work: &mut UnitOfWork<'_, '_>,
    resident: ResidentId,
    old: &GridCode,
    target: &dyn Fn(Option<Point>) -> GridCode,
) -> Result<GridCode, Refusal> {
    let street = work.tenant;
    let now = households::profile(work.tx, &street, resident)?.map(|p| p.kept.resident.code);
    Ok(now.filter(|code| !old.contains(code)).unwrap_or_else(|| target(None)))
}

/// Who is responsible for an alert in this cell: the grid's people, and up to the street.
fn on_duty_at(work: &mut UnitOfWork<'_, '_>, code: GridCode) -> Result<Duty, Refusal> {
    on_duty(work, &duty::ladder(None, code.at(Level::Grid).unwrap_or(code)))
}

/// Stores a person's follow-up data under their present cell.
fn follow_to(work: &mut UnitOfWork<'_, '_>, mut followed: Followed, code: GridCode) -> Result<(), Refusal> {
    let street = work.tenant;
    followed.rechecks.iter_mut().for_each(|r| r.code = code);
    Ok(people::put(work.tx, &street, &Followed { code, ..followed })?)
}

/// Updates a person whose cell or household has just changed: their re-measurements appear in the list of the new cell, and an open alert
/// moves along.
///
/// # Errors
/// The store's errors.
pub fn moved(work: &mut UnitOfWork<'_, '_>, permit: Permit, id: ResidentId) -> Result<(), Refusal> {
    let street = work.tenant;
    let Some(person) = households::profile(work.tx, &street, id)? else { return Ok(()) };
    let resident = &person.kept.resident;
    let code = resident.code;
    if people::read(work.tx, &street, id)?.is_some_and(|f| f.code != code) {
        // Serialised with other changes of this person's care.
        let followed = people::take(work.tx, &street, id, code)?;
        follow_to(work, followed, code)?;
    }
    let Some(record) = alerts::open_of(work.tx, &street, id)? else { return Ok(()) };
    let duty = on_duty_at(work, code)?;
    let ladder = ladder::build(resident, person.household.as_ref(), |id| person.gone(id));
    match record.alert.clone().moves(code, ladder, &duty) {
        Some(step) => keep(work, permit, record, step).map(drop),
        None => Ok(()),
    }
}

/// Moves open alerts and follow-up data through a re-grid. It runs after the households, whose cells it reads. Returns how many alerts
/// moved.
///
/// # Errors
/// The store's errors.
pub fn carry(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    old: &GridCode,
    regrid: RegridId,
    target: &dyn Fn(Option<Point>) -> GridCode,
) -> Result<u64, Refusal> {
    let (mut after, mut moved) = (Uuid::nil(), 0);
    loop {
        let batch = alerts::under(work.tx, old, after, 200)?;
        let Some(last) = batch.last() else { break };
        after = last.alert.id.uuid();
        for record in batch {
            let code = cell_now(work, record.alert.resident, old, target)?;
            if code != record.alert.code {
                let duty = on_duty_at(work, code)?;
                let step = record.alert.clone().carry(code, regrid, &duty);
                keep(work, permit, record, step)?;
                moved += 1;
            }
        }
    }
    after = Uuid::nil();
    loop {
        let batch = people::under(work.tx, old, after, 200)?;
        let Some(last) = batch.last() else { return Ok(moved) };
        after = last.resident.uuid();
        for followed in batch {
            let code = cell_now(work, followed.resident, old, target)?;
            if code != followed.code {
                follow_to(work, followed, code)?;
            }
        }
    }
}

/// Hands over all open alerts of an account that leaves, and ends its part in those of others. Returns what passed to whom.
///
/// # Errors
/// The store's errors.
pub fn pass_on(work: &mut UnitOfWork<'_, '_>, permit: Permit, from: AccountId) -> Result<Vec<Passed>, Refusal> {
    let (street, mut passed) = (work.tenant, Vec::new());
    let (first, all) = ((i64::MIN, Uuid::nil()), i64::from(i32::MAX));
    for record in alerts::mine(work.tx, &street, from, first, all, work.now)? {
        let owned = record.alert.owner == from;
        let duty = on_duty(work, &duty::ladder(None, record.alert.post))?.without(from, street);
        let Some(step) = record.alert.clone().pass_on(from, &duty) else { continue };
        let record = keep(work, permit, record, step)?;
        if owned {
            passed.push(Passed::Alert { alert: record.alert.id, to: record.alert.owner, code: record.alert.post });
        }
    }
    Ok(passed)
}
