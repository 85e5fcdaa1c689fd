//! Open alerts that move without anybody's act on them: a clock rings, a re-grid carries them along, whoever leaves passes them on.

use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::geo::Point;
use weiguang_domain::kernel::ids::{AccountId, AlertId, RegridId};
use weiguang_domain::people::duty;
use weiguang_domain::people::leaving::Passed;

use super::{keep, on_duty};
use crate::app::Work;
use crate::rooms::care::record::Followed;
use crate::rooms::care::station::ops::plan;
use crate::rooms::care::store::{alerts, people};
use crate::rooms::households;
use crate::web::Refusal;

/// Lets an alert ring if its clock has run out. Gives whether it did.
///
/// # Errors
/// The store's; an alert that somebody changed in the same moment is left for the next round.
pub fn ring(work: &mut Work<'_, '_>, id: AlertId) -> Result<bool, Refusal> {
    let street = work.tenant;
    let Some(record) = alerts::read(work.tx, &street, id)? else { return Ok(false) };
    if !record.alert.is_due(work.now) {
        return Ok(false);
    }
    let duty = on_duty(work, &record.alert.posts_above())?;
    let step = record.alert.clone().ring(&duty, work.now);
    keep(work, record, step)?;
    Ok(true)
}

/// The cell of somebody after a re-grid: where their record is now, or else where the old cell went as a whole.
fn cell_now(
    work: &mut Work<'_, '_>,
    resident: weiguang_domain::kernel::ids::ResidentId,
    old: &GridCode,
    target: &dyn Fn(Option<Point>) -> GridCode,
) -> Result<GridCode, Refusal> {
    let street = work.tenant;
    let now = households::profile(work.tx, &street, resident)?.map(|p| p.kept.resident.code);
    Ok(now.filter(|code| !old.contains(code)).unwrap_or_else(|| target(None)))
}

/// Carries open alerts, those who are followed, and stations through a re-grid. It comes after the households, whose cells it reads. Gives
/// how many alerts moved.
///
/// # Errors
/// The store's.
pub fn carry(
    work: &mut Work<'_, '_>,
    old: &GridCode,
    regrid: RegridId,
    target: &dyn Fn(Option<Point>) -> GridCode,
) -> Result<u64, Refusal> {
    let (street, mut after, mut moved) = (work.tenant, Uuid::nil(), 0);
    plan::carry(work, old, target)?;
    loop {
        let batch = alerts::under(work.tx, old, after, 200)?;
        let Some(last) = batch.last() else { break };
        after = last.alert.id.uuid();
        for record in batch {
            let code = cell_now(work, record.alert.resident, old, target)?;
            if code != record.alert.code {
                let posts = duty::ladder(None, code.at(weiguang_domain::grid::Level::Grid).unwrap_or(code));
                let duty = on_duty(work, &posts)?;
                let step = record.alert.clone().carry(code, regrid, &duty);
                keep(work, record, step)?;
                moved += 1;
            }
        }
    }
    after = Uuid::nil();
    loop {
        let batch = people::under(work.tx, old, after, 200)?;
        let Some(last) = batch.last() else { return Ok(moved) };
        after = last.resident.uuid();
        for mut followed in batch {
            let code = cell_now(work, followed.resident, old, target)?;
            if code != followed.code {
                followed.rechecks.iter_mut().for_each(|r| r.code = code);
                people::put(work.tx, &street, &Followed { code, ..followed })?;
            }
        }
    }
}

/// Passes on all open alerts of somebody who leaves. Gives what passed to whom.
///
/// # Errors
/// The store's.
pub fn pass_on(work: &mut Work<'_, '_>, from: AccountId) -> Result<Vec<Passed>, Refusal> {
    let (street, mut passed) = (work.tenant, Vec::new());
    for record in alerts::owned(work.tx, &street, from, i64::from(i32::MAX))? {
        let duty = on_duty(work, &duty::ladder(None, record.alert.post))?.without(from, street);
        let step = record.alert.clone().pass_on(&duty);
        let record = keep(work, record, step)?;
        passed.push(Passed::Alert { alert: record.alert.id, to: record.alert.owner, code: record.alert.post });
    }
    Ok(passed)
}
