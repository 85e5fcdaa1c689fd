//! Leaving: no reference to the person is left dangling. Posts end, open work is handed over, and a list records what went to whom.

use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, HashSet};
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::{Permit, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, HandoverId};
use weiguang_domain::kernel::time::Day;
use weiguang_domain::people::{Assignment, Passed, Refused, duty, term};
use weiguang_store::Tx;

use super::{find, grants, may_change_keys, streets_of, tell};
use crate::access;
use crate::app::UnitOfWork;
use crate::app::happening::Happening;
use crate::app::room::Room;
use crate::rooms::people::store::{self, accounts, grants as given, posts as rows};
use crate::web::Refusal;

/// What recording a leave answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PeopleLeft)]
pub struct Left {
    /// The list of what passed where.
    pub handover: Uuid,
    /// How many things it names.
    pub items: usize,
}

/// People whose posts ended, by a date or an act, and who still own something that they can no longer see.
///
/// # Errors
/// The store's errors.
pub fn with_lost_work(
    all: &'static [&'static dyn Room],
    tx: &mut Tx<'_>,
    street: &GridCode,
    today: Day,
) -> Result<Vec<AccountId>, Refusal> {
    let mut deputies = HashSet::new();
    let mut rests: BTreeMap<AccountId, Vec<&dyn Room>> = BTreeMap::new();
    for deputy in rows::with_deputy(tx, street, today)?.into_iter().filter_map(|(_, absence)| absence.deputy) {
        deputies.insert(deputy);
        rests.entry(deputy).or_default();
    }
    for room in all {
        for account in room.work_rests_with(tx, street)?.into_iter().filter(|account| !account.uuid().is_nil()) {
            rests.entry(account).or_default().push(*room);
        }
    }
    let mut found = Vec::new();
    for (account, rooms) in rests {
        let held = access::store::grants(tx, street.as_str(), account, today)?;
        if (held.is_empty() && deputies.contains(&account)) || rooms.iter().any(|room| !room.still_sees(&held)) {
            found.push(account);
        }
    }
    Ok(found)
}

/// Hands over, in one street, what a person owns but can no longer see: deputyships, and what other rooms report: open cases and care
/// alerts, parts, membership of a doctors' team.
///
/// # Errors
/// The store's errors.
pub fn let_go(work: &mut UnitOfWork<'_, '_>, permit: Permit, from: AccountId) -> Result<Vec<Passed>, Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let held = access::store::grants(work.tx, street.as_str(), from, today)?;
    let mut passed = Vec::new();
    if held.is_empty() {
        for (id, absence) in rows::stands_in(work.tx, &street, from, today)? {
            rows::drop_deputy(work.tx, &street, id)?;
            tell(work, permit, absence.account, "people.deputy-gone", &json!({ "absence": id, "deputy": from }))?;
            passed.push(Passed::Deputyship { of: absence.account });
        }
    }
    let done = work.react(permit, &Happening::AccessLost { account: from, held: &held })?;
    passed.extend(done.passed);
    Ok(passed)
}

/// Hands over the work of a person whose post ended by its date; the list is stored like that of a leave.
///
/// # Errors
/// The store's errors.
pub fn pass_on_ended(work: &mut UnitOfWork<'_, '_>, from: AccountId) -> Result<usize, Refusal> {
    let street = work.tenant;
    let permit = Permit::system(work.actor, Verb::PeopleManage)?;
    let items = let_go(work, permit, from)?;
    let count = items.len();
    if count > 0 {
        keep_list(work, &street, from, work.now.day(), items)?;
    }
    Ok(count)
}

/// Stores the list of what was handed over.
fn keep_list(
    work: &mut UnitOfWork<'_, '_>,
    street: &GridCode,
    account: AccountId,
    day: Day,
    items: Vec<Passed>,
) -> Result<(HandoverId, usize), Refusal> {
    let (handover, count): (HandoverId, usize) = (work.id(), items.len());
    let kept = rows::Handover { account, day: day.to_string(), items, by: work.actor.account, at: work.now };
    rows::insert_handover(work.tx, street, handover, &kept)?;
    Ok((handover, count))
}

/// Ends all posts of an account in the street of `work`; `last` is their last day.
fn end_posts(work: &mut UnitOfWork<'_, '_>, account: AccountId, last: Day) -> Result<Vec<Assignment>, Refusal> {
    let street = work.tenant;
    let mut ended = Vec::new();
    for post in rows::of_account(work.tx, &street, account)? {
        if post.until > last && post.until >= post.since {
            rows::end(work.tx, &street, post.id, last)?;
            ended.push(post);
        }
    }
    for (id, absence) in rows::absences_of(work.tx, &street, account)? {
        if absence.until > last {
            rows::end_absence(work.tx, &street, id, last)?;
        }
    }
    Ok(ended)
}

/// Who is responsible from now on for each post that was left.
fn answered(work: &mut UnitOfWork<'_, '_>, ended: &[Assignment]) -> Result<Vec<Passed>, Refusal> {
    let seats = store::all_seats(work.tx, &work.tenant.clone(), work.now.day())?;
    let passed = ended.iter().map(|post| {
        let to = duty::answers(&duty::ladder(None, post.code), &seats).holder.map(|h| h.account);
        Passed::Post { assignment: post.id, code: post.code, to }
    });
    Ok(passed.collect())
}

/// Records that a person no longer serves from a day on: all assignments, sessions, tokens and deputyships end, open work is handed over,
/// and the account cannot sign in again; its past acts keep its name. One transaction, for every street where they served.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refused::ManagedElsewhere`]; [`Refused::Left`] the second time; [`Refused::LeaveDay`].
pub fn leave(work: &mut UnitOfWork<'_, '_>, id: AccountId, day: Option<Day>) -> Result<Left, Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let (row, _) = find(work, id, Verb::PeopleManage)?;
    let permit = may_change_keys(work, &row)?;
    if row.left {
        return Err(Refused::Left.into());
    }
    let day = day.unwrap_or(today);
    term::check_leave(day, today)?;
    let streets = streets_of(work.tx, &row)?;
    let (mut items, mut gone) = (Vec::new(), Vec::new());
    for tenant in streets {
        work.tenant = tenant;
        let (by, now) = (work.actor.account, work.now);
        given::withdraw_of(work.tx, &tenant, id, by, now)?;
        let ended = end_posts(work, id, term::yesterday(day))?;
        items.extend(answered(work, &ended)?);
        gone.extend(ended);
        items.extend(let_go(work, permit, id)?);
    }
    work.tenant = street;
    let keys = access::store::delete_keys_of(work.tx, id)?;
    if keys > 0 {
        items.push(Passed::Keys { count: u32::try_from(keys).unwrap_or(u32::MAX) });
    }
    if !accounts::leave(work.tx, id)? {
        return Err(Refused::Left.into());
    }
    for post in &gone {
        grants::keeper_gone(work, post)?;
    }
    let (handover, count) = keep_list(work, &street, id, day, items)?;
    tell(work, permit, id, "people.left", &json!({ "day": day.to_string(), "handover": handover, "items": count }))?;
    Ok(Left { handover: handover.uuid(), items: count })
}

/// A handover, for readers who manage people where it was recorded, or who took something over.
///
/// # Errors
/// [`Refusal::NotFound`].
pub fn may_read(
    actor: &weiguang_domain::access::Actor,
    street: &GridCode,
    handover: &rows::Handover,
) -> Result<(), Refusal> {
    let took = handover.items.iter().any(|item| match item {
        Passed::Post { to, .. } | Passed::Case { to, .. } | Passed::Part { to, .. } => *to == Some(actor.account),
        Passed::Alert { to, .. } => *to == actor.account,
        Passed::Deputyship { .. } | Passed::Keys { .. } => false,
    });
    if took || actor.may(Verb::PeopleManage, street, false).is_ok() {
        Ok(())
    } else {
        Err(Refusal::NotFound("handover"))
    }
}
