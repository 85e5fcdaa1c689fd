//! Changes of open work without an act on it: alarms ring, a re-grid moves it, and an owner who leaves hands it over.

use uuid::Uuid;
use weiguang_domain::access::{Permit, Verb};
use weiguang_domain::cases::Alarm;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::geo::Point;
use weiguang_domain::kernel::ids::{AccountId, CaseId, RegridId};
use weiguang_domain::kernel::time::{Moment, Span};
use weiguang_domain::people::duty::{self, Answer as DutyAnswer};
use weiguang_domain::people::leaving::Passed;

use crate::app::UnitOfWork;
use crate::rooms::cases::ops::{keep, on_duty, on_duty_for};
use crate::rooms::cases::store;
use crate::rooms::manual::CurrentCalendar;
use crate::web::Refusal;

/// How long an expiry is postponed after a leap of the clock, before it is examined again.
const WAIT: Span = Span::hours(1);

/// Rings every due alarm of a case, once each; returns whether any rang.
///
/// # Errors
/// The store's errors; a case that somebody changed at the same moment is left for the next round.
pub fn ring(work: &mut UnitOfWork<'_, '_>, id: CaseId) -> Result<bool, Refusal> {
    let street = work.tenant;
    let Some(mut record) = store::read(work.tx, &street, id)? else { return Ok(false) };
    let permit = Permit::system(work.actor, Verb::CasesWork)?;
    let (mut rang, mut held) = (false, false);
    let calendar = work.state::<CurrentCalendar>();
    while let Some((due, alarm)) = record.case.due(work.now) {
        if alarm.ends() && work.leap().is_some() {
            store::ring_later(work.tx, &street, id, work.now + WAIT)?;
            held = true;
            break;
        }
        let climbs = matches!(alarm, Alarm::AcceptBreached | Alarm::ResolveBreached | Alarm::Climb);
        let duty = if climbs {
            on_duty(work, &record.case.ladder_up())?
        } else {
            DutyAnswer { holder: None, code: None, holes: Vec::new() }
        };
        let step = record.case.clone().ring(due, alarm, &duty, work.now, &calendar);
        record = keep(work, permit, record, step)?;
        rang = true;
    }
    if !rang && !held {
        // Its alarm was postponed, and its own moment has not come.
        store::ring_later(work.tx, &street, id, Moment::from_micros(record.alarm_at()))?;
    }
    Ok(rang)
}

/// Moves all open cases under an old code through a re-grid; `target` decides the new code of each. Returns how many moved.
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
    let (mut after, mut moved) = (CaseId::new(Uuid::nil()), 0);
    loop {
        let batch = store::open_under(work.tx, old, after, 200)?;
        let Some(last) = batch.last() else { return Ok(moved) };
        after = last.case.id;
        for record in batch {
            let code = target(record.point);
            if code == record.case.code {
                continue;
            }
            let duty = on_duty_for(work, &record.case.kind.id.clone(), code, record.case.placed)?;
            let step = record.case.clone().carry(code, regrid, &duty);
            keep(work, permit, record, step)?;
            moved += 1;
        }
    }
}

/// Determines again who is responsible for open cases whose post ended although their place remains: a functional cell is not their
/// territory. Returns how many moved.
///
/// # Errors
/// The store's errors.
pub fn repost(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    regrid: RegridId,
    ended: &dyn Fn(&GridCode) -> bool,
) -> Result<u64, Refusal> {
    let street = work.tenant;
    let (mut after, mut moved) = (CaseId::new(Uuid::nil()), 0);
    loop {
        let batch = store::open_under(work.tx, &street, after, 200)?;
        let Some(last) = batch.last() else { return Ok(moved) };
        after = last.case.id;
        for record in batch.into_iter().filter(|r| ended(&r.case.post)) {
            let duty = on_duty_for(work, &record.case.kind.id.clone(), record.case.code, record.case.placed)?;
            let step = record.case.clone().carry(record.case.code, regrid, &duty);
            keep(work, permit, record, step)?;
            moved += 1;
        }
    }
}

/// Hands over all open work of an account that leaves. Returns what passed to whom.
///
/// # Errors
/// The store's errors.
pub fn pass_on(work: &mut UnitOfWork<'_, '_>, permit: Permit, from: AccountId) -> Result<Vec<Passed>, Refusal> {
    let street = work.tenant;
    let mut passed = Vec::new();
    loop {
        let batch = store::open_of(work.tx, &street, from, 200)?;
        if batch.is_empty() {
            return Ok(passed);
        }
        for record in batch {
            let duty = on_duty(work, &duty::ladder(None, record.case.post))?.without(from, street);
            let step = record.case.clone().pass_on(&duty);
            let record = keep(work, permit, record, step)?;
            passed.push(Passed::Case {
                case: record.case.id,
                number: record.number,
                to: record.case.owner,
                code: record.case.post,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use weiguang_domain::access::Actor;
    use weiguang_store::params;

    use super::*;
    use crate::testing::{both, code};

    #[test]
    fn an_alarm_that_was_put_off_comes_back_to_its_own_moment() {
        both(async |test| {
            let (street, system) = (code("510117019"), Actor::system());
            let case = test.bring(&test.as_("dispatcher").await, "street-light-out", 0).await;
            let id = CaseId::new(Uuid::parse_str(case["id"].as_str().unwrap()).unwrap());
            let alarm = async || {
                let at = "SELECT alarm_at FROM cases WHERE id = $1";
                test.app.read(move |tx| Ok(tx.one(at, params![id.uuid()], |row| row.get::<i64>(0))?)).await.unwrap()
            };
            let own = alarm().await;
            let put_off = move |work: &mut UnitOfWork<'_, '_>| Ok(store::ring_later(work.tx, &street, id, work.now)?);
            test.app.transact(&system, street, put_off).await.unwrap();
            assert_ne!(alarm().await, own);
            let rang = test.app.transact(&system, street, move |work| ring(work, id)).await.unwrap();
            assert!(!rang && alarm().await == own);
        });
    }
}
