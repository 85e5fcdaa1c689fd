//! Recomputes deadlines after the calendar of holidays changed: running ones move, with their half-way mark.

use std::collections::HashMap;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Permit, Verb};
use weiguang_domain::cases::Pause;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, CaseId};
use weiguang_domain::kernel::words::Words;
use weiguang_domain::manual::Calendar;
use weiguang_store::{StoreError, Tx};

use crate::App;
use crate::app::UnitOfWork;
use crate::chain;
use crate::rooms::cases::ops::keep;
use crate::rooms::cases::record::Record;
use crate::rooms::cases::store;
use crate::rooms::manual::{CALENDAR, CurrentCalendar};
use crate::rooms::outbox::messages;
use crate::web::Refusal;

/// The most entries of a chain that are searched for pauses.
const ENTRIES: i64 = 10_000;
/// Cases examined, or changed, in one batch.
const BATCH: usize = 100;

/// The finished pauses of a case, from its chain.
///
/// # Errors
/// The store's errors.
pub fn pauses(tx: &mut Tx<'_>, record: &Record) -> Result<Vec<Pause>, StoreError> {
    let (street, id) = (record.street(), record.case.id.uuid());
    let (mut pauses, mut from) = (Vec::new(), None);
    for (entry, _) in chain::stream(tx, street.as_str(), id, 0, ENTRIES)? {
        match entry.kind.as_str() {
            "cases.paused" => from = Some(entry.at),
            "cases.resumed" => pauses.extend(from.take().map(|from| Pause { from, until: entry.at })),
            _ => {}
        }
    }
    Ok(pauses)
}

/// Examines the next open cases of a street after one: returns those whose deadlines another calendar moves, and the cursor; `None` at the
/// end.
///
/// # Errors
/// The store's errors.
pub fn look(
    tx: &mut Tx<'_>,
    street: &GridCode,
    calendar: &Calendar,
    after: CaseId,
    limit: i64,
) -> Result<(Vec<CaseId>, Option<CaseId>), StoreError> {
    let batch = store::open_under(tx, street, after, limit)?;
    let next = batch.last().map(|record| record.case.id);
    let mut moves = Vec::new();
    for record in batch {
        let (id, pauses) = (record.case.id, pauses(tx, &record)?);
        if record.case.recount(&pauses, calendar).is_some() {
            moves.push(id);
        }
    }
    Ok((moves, next))
}

/// Recomputes some cases; returns their number for each owner.
///
/// # Errors
/// The store's errors; a case that somebody changed at the same moment.
pub fn recount(work: &mut UnitOfWork<'_, '_>, ids: &[CaseId]) -> Result<HashMap<AccountId, u32>, Refusal> {
    let permit = Permit::system(work.actor, Verb::CasesWork)?;
    let (street, calendar, mut owners) = (work.tenant, work.state::<CurrentCalendar>(), HashMap::new());
    for id in ids {
        let Some(record) = store::read(work.tx, &street, *id)? else { continue };
        let pauses = pauses(work.tx, &record)?;
        let Some(step) = record.case.clone().recount(&pauses, &calendar) else { continue };
        let record = keep(work, permit, record, step)?;
        *owners.entry(record.case.owner.unwrap_or_else(|| AccountId::new(Uuid::nil()))).or_default() += 1;
    }
    Ok(owners)
}

/// Recomputes the deadlines of a street by the calendar in force, and notifies each owner once. Returns how many cases moved.
///
/// # Errors
/// The store's errors.
pub async fn recount_street(app: &App, street: GridCode) -> Result<u64, Refusal> {
    let (system, mut after, mut owners) = (Actor::system(), CaseId::new(Uuid::nil()), HashMap::new());
    loop {
        let calendar = app.state::<CurrentCalendar>();
        let limit = i64::try_from(BATCH).unwrap_or(i64::MAX);
        let look = move |tx: &mut Tx<'_>| Ok(look(tx, &street, &calendar, after, limit)?);
        let (moves, next) = app.read(look).await?;
        if !moves.is_empty() {
            let some = app.transact(&system, street, move |work| recount(work, &moves)).await?;
            for (owner, count) in some {
                *owners.entry(owner).or_insert(0) += count;
            }
        }
        match next {
            Some(last) => after = last,
            None => break,
        }
    }
    let moved = owners.values().map(|count| u64::from(*count)).sum();
    owners.retain(|owner: &AccountId, _| !owner.uuid().is_nil());
    app.transact(&system, street, move |work| tell(work, &owners)).await?;
    Ok(moved)
}

/// Notifies each owner once how many of their matters have another deadline.
fn tell(work: &mut UnitOfWork<'_, '_>, owners: &HashMap<AccountId, u32>) -> Result<(), Refusal> {
    for (owner, count) in owners {
        let words = Words {
            zh: format!("放假安排有变，您手上 {count} 件事项的时限已重新计算，请查看"),
            en: format!("The holidays changed: {count} of your matters have another deadline now"),
        };
        messages::to_person(work, *owner, "cases.recounted", CALENDAR, words)?;
    }
    Ok(())
}
