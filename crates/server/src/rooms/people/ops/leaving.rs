//! Leaving: nothing that named the one who leaves goes dead. Posts end, open work passes on, and a list says what went where.

use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::HashSet;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::{Reach, Role, Verb, reach};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, HandoverId};
use weiguang_domain::kernel::time::Day;
use weiguang_domain::people::leaving::heir;
use weiguang_domain::people::{Assignment, Passed, Refused, duty, term};
use weiguang_store::{StoreError, Tx};

use super::{find, grants, may_change_keys, streets_of, tell};
use crate::app::Work;
use crate::auth;
use crate::rooms::people::store::{self, accounts, grants as given, posts as rows};
use crate::rooms::{care, cases, households};
use crate::web::Refusal;

/// What recording a leave answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Left {
    /// The list of what passed where.
    pub handover: Uuid,
    /// How many things it names.
    pub items: usize,
}

/// What somebody cannot see any more in a street, though it may still rest with them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Lost {
    post: bool,
    cases: bool,
    alerts: bool,
    team: bool,
}

impl Lost {
    fn of(tx: &mut Tx<'_>, street: &GridCode, account: AccountId, today: Day) -> Result<Self, StoreError> {
        let held = auth::store::grants(tx, street.as_str(), account, today)?;
        let lost = |verb| held.iter().all(|grant| reach(grant.role, verb) == Reach::None);
        Ok(Self {
            post: held.is_empty(),
            cases: lost(Verb::CasesRead),
            alerts: lost(Verb::CareAlert),
            team: held.iter().all(|grant| grant.role != Role::Doctor),
        })
    }
}

/// Whose posts ended, by a date or by anybody's act, while something still rests with them that they cannot see any more.
///
/// # Errors
/// The store's.
pub fn with_lost_work(tx: &mut Tx<'_>, street: &GridCode, today: Day) -> Result<Vec<AccountId>, Refusal> {
    let teams: HashSet<AccountId> =
        households::pairing(tx, street)?.teams.into_iter().flat_map(|team| team.members).collect();
    let cases: HashSet<AccountId> = cases::with_open_work(tx, street)?.into_iter().collect();
    let alerts: HashSet<AccountId> = care::with_open_alerts(tx, street)?.into_iter().collect();
    let deputies: HashSet<AccountId> =
        rows::with_deputy(tx, street, today)?.into_iter().filter_map(|(_, absence)| absence.deputy).collect();
    let mut all: Vec<AccountId> = teams.iter().chain(&cases).chain(&alerts).chain(&deputies).copied().collect();
    all.sort_unstable();
    all.dedup();
    let mut found = Vec::new();
    for account in all.into_iter().filter(|account| !account.uuid().is_nil()) {
        let lost = Lost::of(tx, street, account, today)?;
        if (lost.team && teams.contains(&account))
            || (lost.cases && cases.contains(&account))
            || (lost.alerts && alerts.contains(&account))
            || (lost.post && deputies.contains(&account))
        {
            found.push(account);
        }
    }
    Ok(found)
}

/// Passes on in one street what rests with somebody who cannot see it any more: open cases and care alerts, parts, deputyships, a place in a
/// doctors' team. A part goes to the street manager, or whoever answers at the street; if nobody does, to nobody, and those who called it in
/// speak for it.
///
/// # Errors
/// The store's.
pub fn let_go(work: &mut Work<'_, '_>, from: AccountId) -> Result<Vec<Passed>, Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let lost = Lost::of(work.tx, &street, from, today)?;
    let mut passed = Vec::new();
    if lost.post {
        for (id, absence) in rows::stands_in(work.tx, &street, from, today)? {
            rows::drop_deputy(work.tx, &street, id)?;
            tell(work, absence.account, "people.deputy-gone", &json!({ "absence": id, "deputy": from }))?;
            passed.push(Passed::Deputyship { of: absence.account });
        }
    }
    if lost.cases {
        passed.extend(cases::pass_on(work, from)?);
    }
    if lost.alerts {
        passed.extend(care::pass_on(work, from)?);
    }
    if lost.team {
        households::let_go(work, from)?;
    }
    if lost.cases {
        let seats = store::seats(work.tx, &street, &[street], today)?;
        let to = heir(street, &seats, from);
        let nobody = AccountId::new(Uuid::nil());
        for (part, case) in cases::parts::pass_on(work, from, to.unwrap_or(nobody))? {
            passed.push(Passed::Part { part, case, to });
        }
    }
    Ok(passed)
}

/// Passes on what rests with somebody whose post ended by its date; what passed where is kept like that of a leave.
///
/// # Errors
/// The store's.
pub fn pass_on_ended(work: &mut Work<'_, '_>, from: AccountId) -> Result<usize, Refusal> {
    let street = work.tenant;
    let items = let_go(work, from)?;
    let count = items.len();
    if count > 0 {
        keep_list(work, &street, from, work.now.day(), items)?;
    }
    Ok(count)
}

/// Keeps the list of what passed where.
fn keep_list(
    work: &mut Work<'_, '_>,
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

/// Ends everything that an account holds in the street of `work`; `last` is the last day on which it served.
fn end_posts(work: &mut Work<'_, '_>, account: AccountId, last: Day) -> Result<Vec<Assignment>, Refusal> {
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

/// Who answers from now on for each post that was left.
fn answered(work: &mut Work<'_, '_>, ended: &[Assignment]) -> Result<Vec<Passed>, Refusal> {
    let seats = store::all_seats(work.tx, &work.tenant.clone(), work.now.day())?;
    let passed = ended.iter().map(|post| {
        let to = duty::answers(&duty::ladder(None, post.code), &seats).holder.map(|h| h.account);
        Passed::Post { assignment: post.id, code: post.code, to }
    });
    Ok(passed.collect())
}

/// Records that somebody no longer serves from a day on: all assignments, sessions, tokens and deputyships end, open work passes
/// on, the account cannot sign in again; what was done stays theirs. One transaction, in every street where they served.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refused::ManagedElsewhere`]; [`Refused::Left`] the second time; [`Refused::LeaveDay`].
pub fn leave(work: &mut Work<'_, '_>, id: AccountId, day: Option<Day>) -> Result<Left, Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let (row, _) = find(work, id, Verb::PeopleManage)?;
    may_change_keys(work, &row)?;
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
        items.extend(let_go(work, id)?);
    }
    work.tenant = street;
    let keys = auth::store::delete_keys_of(work.tx, id)?;
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
    tell(work, id, "people.left", &json!({ "day": day.to_string(), "handover": handover, "items": count }))?;
    Ok(Left { handover: handover.uuid(), items: count })
}

/// A handover, for whoever manages people where it was recorded, or took something over.
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
