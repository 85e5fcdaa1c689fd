//! One matter that several people bring: a case joins another that goes on, and whoever brought it hears of that one.

use weiguang_domain::cases::{Action, Context, Fact, Refused, Step};
use weiguang_domain::kernel::ids::{CaseId, ReporterId};

use super::ops::{keep, visible};
use super::public::store::insert_follower;
use super::record::Record;
use crate::app::Work;
use crate::web::Refusal;

/// Joins a case to another that goes on: all who brought this one hear of that one.
pub fn duplicate(work: &mut Work<'_, '_>, record: Record, of: CaseId) -> Result<Record, Refusal> {
    let street = work.tenant;
    let (target, _) = visible(work, of).map_err(|_| Refused::NotJoinable)?;
    if of == record.case.id || !target.case.state.status().is_open() {
        return Err(Refused::NotJoinable.into());
    }
    let calendar = work.calendar();
    let context = Context { by: work.actor.account, now: work.now, calendar: &calendar, duty: None, worked: false };
    let mut step = record.case.clone().act(&Action::Duplicate { of }, &context)?;
    if let Some(Fact::Duplicate { number, .. }) = step.facts.first_mut() {
        number.clone_from(&target.number);
    }
    let contact = match &record.reporter {
        Some(sealed) => {
            let plain =
                work.seal().open(&record.seal_context(), sealed).map_err(|e| Refusal::Internal(e.to_string()))?;
            Some(work.seal().seal(&target.seal_context(), &plain, work.chance()))
        }
        None => None,
    };
    insert_follower(
        work.tx,
        &street,
        of,
        ReporterId::new(record.case.id.uuid()),
        contact,
        Some(record.case.id),
        work.now,
    )?;
    let record = keep(work, record, step)?;
    join(work, target)?;
    Ok(record)
}

/// One more who has the same matter.
pub fn join(work: &mut Work<'_, '_>, mut target: Record) -> Result<Record, Refusal> {
    target.joined += 1;
    let step = Step { case: target.case.clone(), facts: vec![Fact::Joined { count: target.joined + 1 }] };
    keep(work, target, step)
}
