//! Read access to a person's care for other rooms and interfaces: one reading, the history of readings, due re-measurements, alerts. What
//! the actor may not see is not found.

use uuid::Uuid;
use weiguang_domain::access::{Actor, Permit, Verb};
use weiguang_domain::care::alert::told::Sight;
use weiguang_domain::care::recheck::Recheck;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AlertId, ReadingId, ResidentId};
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_store::Tx;

use super::{is_paired, seen};
use crate::rooms::care::record::{AlertRecord, ReadingRecord};
use crate::rooms::care::store::readings::After;
use crate::rooms::care::store::{alerts, people, readings};
use crate::rooms::households;
use crate::web::Refusal;

/// The most alerts read for a person, newest first.
const ALERTS: i64 = 50;
/// Readings in one batch.
const BATCH: i64 = 500;

/// One reading, for the person who took it and for the team paired with the cell.
///
/// # Errors
/// [`Refusal::NotFound`]; the store's errors.
pub fn reading_seen(
    tx: &mut Tx<'_>,
    actor: &Actor,
    street: &GridCode,
    id: ReadingId,
    today: Day,
) -> Result<(ReadingRecord, Permit), Refusal> {
    let record = readings::read(tx, street, id)?.ok_or(Refusal::NotFound("reading"))?;
    let party = record.reading.by == actor.account || is_paired(tx, actor, street, &record.code, today)?;
    let permit = actor.may(Verb::CareRead, &record.code, party).map_err(|_| Refusal::NotFound("reading"))?;
    Ok((record, permit))
}

/// A page of a person's readings, newest first: all for the team paired with the cell, and for other readers those that they took
/// themselves.
///
/// # Errors
/// [`Refusal::NotFound`]; the store's errors.
pub fn course(
    tx: &mut Tx<'_>,
    actor: &Actor,
    street: &GridCode,
    resident: ResidentId,
    after: After,
    limit: i64,
    today: Day,
) -> Result<Vec<ReadingRecord>, Refusal> {
    let code = households::resident(tx, street, resident)?.ok_or(Refusal::NotFound("resident"))?.resident.code;
    let paired = is_paired(tx, actor, street, &code, today)?;
    let all = actor.may(Verb::CareRead, &code, paired).is_ok();
    actor.may(Verb::CareRead, &code, true).map_err(|_| Refusal::NotFound("resident"))?;
    Ok(readings::of_person(tx, street, resident, (!all).then_some(actor.account), after, limit)?)
}

/// A person's readings between two moments, newest first, each with the moment of its last change; as far as [`course`] shows them.
///
/// # Errors
/// [`Refusal::NotFound`]; the store's errors.
pub fn course_between(
    tx: &mut Tx<'_>,
    actor: &Actor,
    street: &GridCode,
    resident: ResidentId,
    (from, until): (Moment, Moment),
    today: Day,
) -> Result<Vec<(ReadingRecord, Moment)>, Refusal> {
    let (mut all, mut after) = (Vec::new(), (until.micros(), Uuid::nil()));
    loop {
        let batch = course(tx, actor, street, resident, after, BATCH, today)?;
        let Some(last) = batch.last() else { break };
        after = (last.reading.at.micros(), last.reading.id.uuid());
        let over = last.reading.at < from;
        all.extend(batch.into_iter().filter(|record| record.reading.at >= from));
        if over {
            break;
        }
    }
    let changed = readings::changed(tx, street, resident)?;
    let changed = |r: &ReadingRecord| changed.get(&r.reading.id).copied().unwrap_or(r.reading.at);
    Ok(all.into_iter().map(|record| (changed(&record), record)).map(|(at, record)| (record, at)).collect())
}

/// The last change of a reading: entered, confirmed, corrected or discarded.
///
/// # Errors
/// The store's errors.
pub fn reading_changed(tx: &mut Tx<'_>, street: &GridCode, record: &ReadingRecord) -> Result<Moment, Refusal> {
    let changed = readings::changed(tx, street, record.reading.resident)?;
    Ok(changed.get(&record.reading.id).copied().unwrap_or(record.reading.at))
}

/// A person's due re-measurements: all for the team paired with the cell. Readers who may only know that one is overdue get the past ones;
/// the second of each pair says whether the reader may see what is to be measured.
///
/// # Errors
/// [`Refusal::NotFound`]; the store's errors.
pub fn rechecks_seen(
    tx: &mut Tx<'_>,
    actor: &Actor,
    street: &GridCode,
    resident: ResidentId,
    today: Day,
) -> Result<Vec<(Recheck, bool)>, Refusal> {
    let person = households::resident(tx, street, resident)?.ok_or(Refusal::NotFound("resident"))?.resident;
    let code = person.code;
    let paired = is_paired(tx, actor, street, &code, today)?;
    let reads = actor.may(Verb::CareRead, &code, paired).is_ok();
    let told = actor.may(Verb::CareOverdue, &code, false).is_ok();
    if !reads && !told {
        return Err(Refusal::NotFound("resident"));
    }
    if person.presence.gone().is_some() {
        return Ok(Vec::new());
    }
    let rechecks = people::read(tx, street, resident)?.map_or_else(Vec::new, |followed| followed.rechecks);
    let shown = |r: &Recheck| reads || r.overdue(today).is_some();
    Ok(rechecks.into_iter().filter(shown).map(|r| (r, reads)).collect())
}

/// One alert that the actor may see, and whether they may read its readings.
///
/// # Errors
/// [`Refusal::NotFound`]; the store's errors.
pub fn alert_seen(
    tx: &mut Tx<'_>,
    actor: &Actor,
    street: &GridCode,
    id: AlertId,
    today: Day,
) -> Result<(AlertRecord, bool), Refusal> {
    let record = alerts::read(tx, street, id)?.ok_or(Refusal::NotFound("alert"))?;
    let (sight, ..) = seen(tx, actor, &record, today)?;
    Ok((record, sight == Sight::Clinical))
}

/// A person's alerts that the actor may see, newest first, each with whether they may read its readings.
///
/// # Errors
/// The store's errors.
pub fn alerts_seen(
    tx: &mut Tx<'_>,
    actor: &Actor,
    street: &GridCode,
    resident: ResidentId,
    today: Day,
) -> Result<Vec<(AlertRecord, bool)>, Refusal> {
    let mut shown = Vec::new();
    for record in alerts::of_person(tx, street, resident, ALERTS)? {
        match seen(tx, actor, &record, today) {
            Ok((sight, ..)) => shown.push((record, sight == Sight::Clinical)),
            Err(Refusal::NotFound(_)) => {}
            Err(e) => return Err(e),
        }
    }
    Ok(shown)
}
