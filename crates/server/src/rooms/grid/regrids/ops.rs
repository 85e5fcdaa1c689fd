//! A re-grid before its day: drafted, amended, reviewed, withdrawn. Each step is a fact on the re-grid's own chain.

use serde_json::json;
use weiguang_domain::access::{Permit, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::grid::regrid::{Outcome, Plan, PlanFault, Refusal as Refused, Regrid, Signed};
use weiguang_domain::kernel::ids::RegridId;
use weiguang_domain::kernel::time::Day;
use weiguang_store::Tx;

use super::store::{self, Post, Record};
use crate::app::UnitOfWork;
use crate::rooms::grid::store as cells;
use crate::web::{FieldFault, Refusal};

/// A refusal of the domain on the wire.
pub(super) fn refused(why: Refused) -> Refusal {
    let code = match why {
        Refused::OwnDraft => "grid.own-draft",
        Refused::TooEarly(_) => "grid.too-early",
        Refused::WrongState => "grid.wrong-state",
        Refused::NoReason => "grid.no-reason",
    };
    Refusal::rule(code, why.chinese(), why.to_string())
}

/// Faults of a plan as faults of its field.
pub(super) fn plan_faults(faults: &[PlanFault]) -> Vec<FieldFault> {
    faults.iter().map(|f| FieldFault::new("plan", "grid.bad-plan", f.chinese(), f.to_string())).collect()
}

/// Checks a plan against every past, present and future cell in its street.
///
/// # Errors
/// The store's errors; the inner result has the faults of the plan.
pub fn check(
    tx: &mut Tx<'_>,
    street: &GridCode,
    plan: &Plan,
    today: Day,
) -> Result<Result<Outcome, Vec<PlanFault>>, Refusal> {
    Ok(plan.check(&cells::cells_ever(tx, street)?, today))
}

fn signed(work: &UnitOfWork<'_, '_>) -> Signed {
    Signed { by: work.actor.account, at: work.now }
}

/// Refuses plans that cannot even be drafted: an empty plan, another street's territory, an account without a post, a role that does not
/// fit.
fn draftable(work: &mut UnitOfWork<'_, '_>, plan: &Plan, posts: &[Post]) -> Result<Permit, Refusal> {
    let codes = store::codes(plan);
    if codes.is_empty() {
        return Err(Refusal::field(FieldFault::missing("moves")));
    }
    for code in &codes {
        if code.street() != Some(work.tenant) {
            return Err(Refusal::field(FieldFault::new(
                "plan",
                "grid.other-street",
                format!("{code} 不在本街道；跨街道调整须由两个街道分别进行"),
                format!("{code} is not of this street; ground goes to another street by a re-grid of each"),
            )));
        }
    }
    let permit = work.actor.may_in_all(Verb::GridRegrid, &codes)?;
    for post in posts {
        let known = crate::access::store::active_name(work.tx, post.account)?.is_some();
        if !known || !post.role.fits(post.code.level()) || !codes.contains(&post.code) {
            return Err(Refusal::field(FieldFault::new(
                "posts",
                "grid.bad-post",
                format!("{} 的人员安排有误：须为在职账号，角色须与层级相符，编号须在方案中", post.code),
                format!(
                    "the post at {} needs an active account, a role of that level, and a code of the plan",
                    post.code
                ),
            )));
        }
    }
    Ok(permit)
}

/// Appends a fact to the re-grid's chain.
pub(super) fn tell(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    id: RegridId,
    kind: &str,
    body: &serde_json::Value,
) -> Result<(), Refusal> {
    work.append_to(permit, id.uuid(), kind, body.to_string())
}

/// Stores a changed re-grid, unless somebody changed it in the meantime.
pub(super) fn keep(work: &mut UnitOfWork<'_, '_>, record: &Record) -> Result<(), Refusal> {
    let street = work.tenant;
    if store::update(work.tx, &street, record)? { Ok(()) } else { Err(Refusal::VersionMoved(record.version + 1)) }
}

/// A re-grid for an act of an actor who may do it at every code of its plan.
pub(super) fn open(work: &mut UnitOfWork<'_, '_>, id: RegridId, verb: Verb) -> Result<(Record, Permit), Refusal> {
    let street = work.tenant;
    let record = store::read(work.tx, &street, id)?.ok_or(Refusal::NotFound("re-grid"))?;
    let codes = store::codes(&record.regrid.plan);
    let seen = |v: Verb| codes.iter().any(|c| work.actor.may(v, c, false).is_ok());
    if !seen(Verb::GridRegrid) && !seen(Verb::GridReview) {
        return Err(Refusal::NotFound("re-grid"));
    }
    let permit = work.actor.may_in_all(verb, &codes)?;
    Ok((record, permit))
}

/// Drafts a re-grid. A draft may have faults, which are reported; only a plan without faults can be reviewed.
///
/// # Errors
/// Permission; another street's codes; an impossible post.
pub fn draft(work: &mut UnitOfWork<'_, '_>, id: RegridId, plan: &Plan, posts: &[Post]) -> Result<(), Refusal> {
    let permit = draftable(work, plan, posts)?;
    let street = work.tenant;
    let regrid = Regrid::draft(id, plan.clone(), signed(work));
    let record = Record { regrid, posts: posts.to_vec(), report: None, version: 1, created_at: work.now };
    store::insert(work.tx, &street, &record)?;
    tell(work, permit, id, "grid.regrid-drafted", &json!({ "plan": plan, "posts": posts }))
}

/// Replaces the plan; a review of the former one is void.
///
/// # Errors
/// As [`draft`]; if it is in effect or withdrawn.
pub fn amend(work: &mut UnitOfWork<'_, '_>, id: RegridId, plan: &Plan, posts: &[Post]) -> Result<(), Refusal> {
    let (mut record, permit) = open(work, id, Verb::GridRegrid)?;
    draftable(work, plan, posts)?;
    record.regrid = record.regrid.amend(plan.clone(), signed(work)).map_err(refused)?;
    record.posts = posts.to_vec();
    keep(work, &record)?;
    tell(work, permit, id, "grid.regrid-amended", &json!({ "plan": plan, "posts": posts }))
}

/// Approves a plan that somebody else drafted and that has no fault.
///
/// # Errors
/// Permission; one's own draft; faults of the plan.
pub fn review(work: &mut UnitOfWork<'_, '_>, id: RegridId) -> Result<(), Refusal> {
    let (mut record, permit) = open(work, id, Verb::GridReview)?;
    record.regrid = record.regrid.review(signed(work)).map_err(refused)?;
    let street = work.tenant;
    check(work.tx, &street, &record.regrid.plan, work.now.day())?
        .map_err(|faults| Refusal::Invalid(plan_faults(&faults)))?;
    keep(work, &record)?;
    tell(work, permit, id, "grid.regrid-reviewed", &json!({}))
}

/// Withdraws a plan before it is in effect.
///
/// # Errors
/// Permission; no reason; if it is in effect or withdrawn.
pub fn withdraw(work: &mut UnitOfWork<'_, '_>, id: RegridId, reason: &str) -> Result<(), Refusal> {
    let (mut record, permit) = open(work, id, Verb::GridRegrid)?;
    record.regrid = record.regrid.withdraw(signed(work), reason).map_err(refused)?;
    keep(work, &record)?;
    tell(work, permit, id, "grid.regrid-withdrawn", &json!({ "reason": reason.trim() }))
}
