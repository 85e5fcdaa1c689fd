//! Operations on people. Each function is one operation; HTTP, import and command line call the same ones, inside [`crate::App::write`]
//! with the street as the tenant.

pub mod absences;
pub mod accounts;
pub mod grants;
pub mod invitations;
pub mod leaving;
pub mod posts;
pub mod street_tokens;
pub mod tokens;

use serde_json::Value;
use weiguang_domain::access::{Permit, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::time::Day;
use weiguang_domain::people::{Assignment, GrantRequest, What, account};
use weiguang_store::{StoreError, Tx};

use super::store::{accounts::AccountRow, posts as rows};
use crate::access::actors::Actors;
use crate::app::UnitOfWork;
use crate::web::Refusal;

/// Appends one entry to an account's chain. Two concurrent writes to one account conflict there, and one must be repeated; so checks of
/// overlapping days are safe.
pub(super) fn tell(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    account: AccountId,
    kind: &str,
    body: &Value,
) -> Result<(), Refusal> {
    // Every such entry can change somebody's rights.
    work.changes::<Actors>();
    work.append_to(permit, account.uuid(), kind, body.to_string())
}

/// Reads an account that the actor may see by a verb, with its posts in the street: an unknown and an invisible one give the same answer.
/// Everybody sees their own.
///
/// # Errors
/// [`Refusal::NotFound`].
pub fn find(
    work: &mut UnitOfWork<'_, '_>,
    id: AccountId,
    verb: Verb,
) -> Result<(AccountRow, Vec<Assignment>), Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let row = super::store::accounts::read(work.tx, id)?.ok_or(Refusal::NotFound("account"))?;
    let posts = rows::of_account(work.tx, &street, id)?;
    let codes = codes_from(&posts, today);
    if account::sees(work.actor, verb, &row.home, &codes).is_ok()
        || (verb == Verb::PeopleRead && work.actor.account == id)
    {
        Ok((row, posts))
    } else {
        Err(Refusal::NotFound("account"))
    }
}

/// The codes of posts on a day or later.
#[must_use]
pub fn codes_from(posts: &[Assignment], day: Day) -> Vec<GridCode> {
    posts.iter().filter(|a| a.until >= day && a.until >= a.since).map(|a| a.code).collect()
}

/// The streets in which an account ever had a post, its home first.
pub fn streets_of(tx: &mut Tx<'_>, row: &AccountRow) -> Result<Vec<GridCode>, StoreError> {
    let mut streets = vec![row.home];
    for tenant in crate::access::store::memberships(tx, row.id)? {
        let code = GridCode::parse(&tenant)
            .map_err(|e| StoreError::Row { column: "tenant".into(), why: format!("{tenant}: {e}") })?;
        if !streets.contains(&code) {
            streets.push(code);
        }
    }
    Ok(streets)
}

/// Present and future posts of an account, in every street.
fn holds(work: &mut UnitOfWork<'_, '_>, row: &AccountRow) -> Result<Vec<Assignment>, Refusal> {
    let (today, mut held) = (work.now.day(), Vec::new());
    for street in streets_of(work.tx, row)? {
        held.extend(rows::of_account(work.tx, &street, row.id)?);
    }
    held.retain(|a| a.until >= today && a.until >= a.since);
    Ok(held)
}

/// Whether the actor may change the sign-in data of an account: see [`account::owns_keys`].
fn owns_keys(work: &mut UnitOfWork<'_, '_>, row: &AccountRow) -> Result<Option<Permit>, Refusal> {
    let codes = codes_from(&holds(work, row)?, work.now.day());
    Ok(account::owns_keys(work.actor, &row.home, &codes).ok())
}

/// Giving access to an account, as a grant: it covers the account's present and future posts, and states whether they reach residents'
/// data.
fn handing_on(work: &mut UnitOfWork<'_, '_>, row: &AccountRow) -> Result<(GrantRequest, bool), Refusal> {
    let mut held = holds(work, row)?;
    for street in streets_of(work.tx, row)? {
        held.extend(super::store::grants::waiting_posts(work.tx, &street, Some(row.id))?);
    }
    let mut codes = codes_from(&held, work.now.day());
    codes.push(row.home);
    let giving = GrantRequest {
        what: What::Invitation,
        by: work.actor.account,
        gains: vec![row.id],
        codes,
        absent: None,
        by_deputisers: false,
        more: false,
    };
    Ok((giving, held.iter().any(|post| post.role.is_guarded())))
}

/// The same check, as a refusal.
fn may_change_keys(work: &mut UnitOfWork<'_, '_>, row: &AccountRow) -> Result<Permit, Refusal> {
    owns_keys(work, row)?.ok_or_else(|| weiguang_domain::people::Refused::ManagedElsewhere.into())
}
