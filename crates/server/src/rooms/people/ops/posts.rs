//! Assignments: a role at a code from a day to a day. Whoever manages people at a code gives and ends what is held there, and
//! nowhere else.

use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use weiguang_domain::access::Verb;
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::ids::AssignmentId;
use weiguang_domain::kernel::time::Day;
use weiguang_domain::people::{Assignment, Refused, term};

use super::{find, leaving, tell};
use crate::app::Work;
use crate::rooms::people::store::{self, posts as rows};
use crate::rooms::people::view::PostView;
use crate::web::{FieldFault, Refusal};

/// The tenant under which what is held at a code is kept: its street, or the code itself above streets.
#[must_use]
pub fn tenant_of(code: &GridCode) -> GridCode {
    code.street().unwrap_or(*code)
}

/// Gives a role at a code.
///
/// # Errors
/// [`Refusal::Denied`] unless the actor manages people at this very code; an unknown code or account; what
/// [`term::check_assignment`] refuses.
pub fn assign(work: &mut Work<'_, '_>, new: &Assignment) -> Result<PostView, Refusal> {
    work.actor.may(Verb::PeopleManage, &new.code, false)?;
    let (ground, today) = (work.ground(), work.now.day());
    let above = new.code.level() < Level::Street && ground.streets().iter().any(|s| new.code.contains(s));
    if tenant_of(&new.code) != work.tenant || !(above || ground.knows(&new.code)) {
        let (zh, en) = ("没有这个网格编码", "there is no such code");
        return Err(Refusal::field(FieldFault::new("code", "grid.unknown-code", zh, en)));
    }
    let (row, held) = find(work, new.account, Verb::PeopleManage)?;
    if row.left {
        return Err(Refused::Left.into());
    }
    term::check_assignment(new, &held)?;
    let tenant = work.tenant;
    store::insert_assignment(work.tx, &tenant, new)?;
    let body = json!({
        "assignment": new.id, "role": new.role.key(), "code": new.code.as_str(),
        "since": new.since.to_string(), "until": new.until.to_string(),
    });
    tell(work, new.account, "people.assigned", &body)?;
    Ok(PostView::of(&ground, new, today))
}

/// What ending an assignment did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Ended {
    /// The assignment as it is now.
    pub post: PostView,
    /// How many open cases, parts and deputyships passed on, because this was the last thing that the person held here.
    pub passed: usize,
}

/// Ends an assignment after a day; yesterday if nobody says, which is now. The row stays as history. If nothing else is held in
/// the street, open work passes on at once, so that nothing rests with somebody who can no longer see it.
///
/// # Errors
/// [`Refusal::NotFound`]; what [`term::end`] refuses.
pub fn end(work: &mut Work<'_, '_>, id: AssignmentId, wish: Option<Day>) -> Result<Ended, Refusal> {
    let (tenant, today) = (work.tenant, work.now.day());
    let mut assignment = rows::one(work.tx, &tenant, id)?.ok_or(Refusal::NotFound("assignment"))?;
    work.actor.may(Verb::PeopleManage, &assignment.code, false).map_err(|_| Refusal::NotFound("assignment"))?;
    assignment.until = term::end(&assignment, wish, today)?;
    rows::end(work.tx, &tenant, id, assignment.until)?;
    let body = json!({ "assignment": id, "until": assignment.until.to_string() });
    tell(work, assignment.account, "people.assignment-ended", &body)?;
    let serves = rows::of_account(work.tx, &tenant, assignment.account)?.iter().any(|a| a.holds(today));
    let passed = if serves { 0 } else { leaving::let_go(work, assignment.account)?.len() };
    Ok(Ended { post: PostView::of(&work.ground(), &assignment, today), passed })
}
