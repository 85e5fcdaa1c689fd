//! Assignments: a role at a code from a day to a day. An actor who manages people at exactly that code may assign and end them, nobody
//! else. One that gives access to residents' data waits for a second person: see [`grants`].

use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, HashSet};
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::{Permit, Verb};
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::ids::{AccountId, AssignmentId};
use weiguang_domain::kernel::time::{Day, FOREVER};
use weiguang_domain::people::{Assignment, GrantRequest, Refused, Standing, What, term};

use super::{find, grants, leaving, tell};
use crate::access;
use crate::access::actors::Actors;
use crate::app::UnitOfWork;
use crate::app::happening::{CellsRedrawn, Left, Reaction};
use crate::rooms::grid::regrids::store::Post as PlannedPost;
use crate::rooms::grid::territory::Territory;
use crate::rooms::people::store::{self, grants as given, posts as rows};
use crate::rooms::people::view::PostView;
use crate::web::{FieldFault, Refusal};

/// The tenant under which posts at a code are stored: its street, or the code itself above streets.
#[must_use]
pub fn tenant_of(code: &GridCode) -> GridCode {
    code.street().unwrap_or(*code)
}

/// Assigns a role at a code.
///
/// # Errors
/// [`Refusal::Denied`] unless the actor manages people at exactly this code; an unknown code or account; what
/// [`term::check_assignment`] refuses.
pub fn assign(work: &mut UnitOfWork<'_, '_>, new: &Assignment) -> Result<PostView, Refusal> {
    let permit = work.actor.may(Verb::PeopleManage, &new.code, false)?;
    let (territory, today) = (work.state::<Territory>(), work.now.day());
    let above = new.code.level() < Level::Street && territory.streets().iter().any(|s| new.code.contains(s));
    if tenant_of(&new.code) != work.tenant || !(above || territory.knows(&new.code)) {
        let (zh, en) = ("没有这个网格编码", "there is no such code");
        return Err(Refusal::field(FieldFault::new("code", "grid.unknown-code", zh, en)));
    }
    let (row, mut held) = find(work, new.account, Verb::PeopleManage)?;
    if row.left {
        return Err(Refused::Left.into());
    }
    let tenant = work.tenant;
    held.extend(given::waiting_posts(work.tx, &tenant, Some(new.account))?);
    term::check_assignment(new, &held)?;
    let waits = give(work, permit, new, None)? == Standing::Waiting;
    Ok(if waits { PostView::that_waits(&territory, new, today) } else { PostView::of(&territory, new, today) })
}

fn body(post: &Assignment) -> serde_json::Value {
    json!({
        "assignment": post.id, "role": post.role.key(), "code": post.code.as_str(),
        "since": post.since.to_string(), "until": post.until.to_string(),
    })
}

/// Assigns a post, or extends one, and records it in its holder's chain; the caller checks the rules of days.
///
/// # Errors
/// As [`grants::give`].
pub(crate) fn give(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    post: &Assignment,
    batch: Option<Uuid>,
) -> Result<Standing, Refusal> {
    let mut new = as_given(work.actor.account, post, batch);
    let tenant = work.tenant;
    new.giving.more = rows::one(work.tx, &tenant, post.id)?.is_some();
    let standing = grants::give(work, permit, new)?;
    let kind = if standing == Standing::Waiting { "people.assignment-asked" } else { "people.assigned" };
    tell(work, permit, post.account, kind, &body(post))?;
    Ok(standing)
}

/// Creates an assignment that two people approved already, or that nobody can confirm: it is listed as such.
///
/// # Errors
/// The store's errors.
pub fn carry(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    post: &Assignment,
    by: AccountId,
    confirmed_by: Option<AccountId>,
) -> Result<(), Refusal> {
    let tenant = work.tenant;
    store::insert_assignment(work.tx, &tenant, post)?;
    let standing = if confirmed_by.is_some() { Standing::Confirmed } else { Standing::Unconfirmed };
    grants::record(work, permit, as_given(by, post, None), standing, confirmed_by).map(drop)
}

/// Ends the assignments at cells that end. Where one cell replaced one cell, its holders move along; for the others the plan names holders,
/// or they are gaps until somebody is named. A plan was drafted by one person and reviewed by another, so no further confirmation is
/// needed.
///
/// # Errors
/// The store's errors.
pub fn reassign(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    redrawn: &CellsRedrawn<'_>,
) -> Result<Reaction, Refusal> {
    let (by, reviewed, day) = (redrawn.drafted_by, redrawn.reviewed_by, redrawn.day);
    let (mut made, mut held) = (0, HashSet::new());
    for old in &redrawn.effect.ends {
        for before in rows::serving_at(work.tx, old, day)? {
            rows::end_before(work.tx, &before, day)?;
            if let Some(code) = redrawn.successors.get(old).copied() {
                let after = Assignment { id: work.id(), code, since: before.since.max(day), ..before };
                carry(work, permit, &after, by, reviewed)?;
                held.insert(code);
                made += 1;
            }
        }
    }
    for post in redrawn.posts {
        let id = work.id();
        let PlannedPost { code, account, role } = *post;
        carry(work, permit, &Assignment { id, account, role, code, since: day, until: FOREVER }, by, reviewed)?;
        held.insert(code);
        made += 1;
    }
    let (tokens, left) = follow(work, redrawn)?;
    work.changes::<Actors>();
    let moved = BTreeMap::from([("posts", made), ("tokens", tokens)]);
    Ok(Reaction { held, moved, left, ..Reaction::default() })
}

/// Moves tokens of a cell to its only successor; those of a divided cell are reported, and nothing is widened or guessed.
fn follow(work: &mut UnitOfWork<'_, '_>, redrawn: &CellsRedrawn<'_>) -> Result<(u64, Vec<Left>), Refusal> {
    let (mut followed, mut left) = (0, Vec::new());
    for old in &redrawn.effect.ends {
        if let Some(one) = redrawn.successors.get(old) {
            followed += access::store::recode_tokens(work.tx, old, one)?;
        } else {
            let tokens = access::store::tokens_under(work.tx, old)?.into_iter().filter(|token| token.code == *old);
            left.extend(tokens.map(|token| Left { what: "token".into(), name: token.name, code: old.to_string() }));
        }
    }
    Ok((followed, left))
}

fn as_given(by: AccountId, post: &Assignment, batch: Option<Uuid>) -> grants::New {
    let giving = GrantRequest {
        what: What::Post,
        by,
        gains: vec![post.account],
        codes: vec![post.code],
        absent: None,
        by_deputisers: false,
        more: false,
    };
    grants::New { giving, effect: post.into(), code: post.code, guarded: post.role.is_guarded(), batch }
}

/// What ending an assignment did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PeopleEnded)]
pub struct Ended {
    /// The assignment as it is now.
    pub post: PostView,
    /// How many open cases, alerts, parts and deputyships passed on, because the person cannot see them any more.
    pub passed: usize,
}

/// Ends an assignment after a day; by default yesterday, which means at once. The row remains as history. Open work that the person can no
/// longer see is handed over, at once or when the day has passed.
///
/// # Errors
/// [`Refusal::NotFound`]; what [`term::end`] refuses.
pub fn end(work: &mut UnitOfWork<'_, '_>, id: AssignmentId, wish: Option<Day>) -> Result<Ended, Refusal> {
    let (tenant, today) = (work.tenant, work.now.day());
    let Some(mut assignment) = rows::one(work.tx, &tenant, id)? else { return withdraw(work, id) };
    let permit =
        work.actor.may(Verb::PeopleManage, &assignment.code, false).map_err(|_| Refusal::NotFound("assignment"))?;
    assignment.until = term::end(&assignment, wish, today)?;
    rows::end(work.tx, &tenant, id, assignment.until)?;
    let body = json!({ "assignment": id, "until": assignment.until.to_string() });
    tell(work, permit, assignment.account, "people.assignment-ended", &body)?;
    grants::keeper_gone(work, &assignment)?;
    let passed = leaving::let_go(work, permit, assignment.account)?.len();
    Ok(Ended { post: PostView::of(&work.state::<Territory>(), &assignment, today), passed })
}

/// Withdraws a post that still waits for confirmation.
fn withdraw(work: &mut UnitOfWork<'_, '_>, id: AssignmentId) -> Result<Ended, Refusal> {
    let (tenant, gone) = (work.tenant, || Refusal::NotFound("assignment"));
    let waits = given::of_subject(work.tx, &tenant, id.uuid(), Standing::Waiting)?.ok_or_else(gone)?;
    let post = waits.effect.post().ok_or_else(gone)?;
    let permit = work.actor.may(Verb::PeopleManage, &post.code, false).map_err(|_| gone())?;
    grants::withdraw(work, permit, &waits)?;
    Ok(Ended { post: PostView::that_waits(&work.state::<Territory>(), &post, work.now.day()), passed: 0 })
}
