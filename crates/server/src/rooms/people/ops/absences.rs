//! Absence with a deputy. The deputy has the posts of the absent person on those days; a deputy who is away is responsible for nobody.

use serde_json::json;
use std::collections::HashSet;
use weiguang_domain::access::{Permit, Verb, Via};
use weiguang_domain::kernel::ids::{AbsenceId, AccountId};
use weiguang_domain::kernel::time::Day;
use weiguang_domain::people::{Absence, Assignment, GrantRequest, Refused, Standing, What, standing_in, term};

use super::{codes_from, find, grants, tell};
use crate::app::UnitOfWork;
use crate::rooms::people::store::grants::{self as given, Effect};
use crate::rooms::people::store::{self, accounts, posts as rows};
use crate::rooms::people::view::AbsenceView;
use crate::web::Refusal;

/// Anybody may enter their own absence. For others it needs the permission to name deputies at every code of theirs in the street, since
/// the deputy receives all of their posts. For a post that reads measurements a deputy is named by those who manage people.
fn may_deputise(
    work: &UnitOfWork<'_, '_>,
    account: AccountId,
    posts: &[Assignment],
    verb: Verb,
) -> Result<Permit, Refusal> {
    if work.actor.account == account && work.actor.via == Via::Session {
        return Ok(Permit::own(work.actor));
    }
    let codes = codes_from(posts, work.now.day());
    // For an account without posts there is nothing to take over: the permission to name deputies anywhere is enough.
    if codes.is_empty() {
        work.actor.may_somewhere(verb)?;
        return Ok(Permit::own(work.actor));
    }
    Ok(work.actor.may_in_all(verb, &codes)?)
}

fn shown(work: &mut UnitOfWork<'_, '_>, id: AbsenceId, absence: &Absence) -> Result<AbsenceView, Refusal> {
    let tenant = work.tenant;
    let waiting = given::waiting_deputies(work.tx, &tenant)?.remove(&id);
    let named: HashSet<AccountId> = [Some(absence.account), absence.deputy, waiting].into_iter().flatten().collect();
    let names = crate::access::store::names(work.tx, &named)?;
    Ok(AbsenceView::of(&names, id, absence, waiting))
}

/// Enters an absence. Its deputy may have to wait for a second person; meanwhile the next code up is responsible.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Denied`]; what [`term::check_absence`] and [`standing_in::check`] refuse; [`Refused::NamesOneself`].
pub fn deputise(work: &mut UnitOfWork<'_, '_>, id: AbsenceId, new: &Absence) -> Result<AbsenceView, Refusal> {
    let (tenant, today, by) = (work.tenant, work.now.day(), work.actor.account);
    let (row, mut posts) = find(work, new.account, Verb::PeopleRead)?;
    posts.retain(|post| post.until >= today && post.until >= post.since);
    let deputy_holds = serving(work, new.deputy)?;
    let gained = match new.deputy {
        Some(_) => gained(work, new, &posts, &deputy_holds)?,
        None => Vec::new(),
    };
    let measured = gained.iter().any(|post| post.role.reads_measurements());
    let permit =
        may_deputise(work, new.account, &posts, if measured { Verb::PeopleManage } else { Verb::PeopleDeputise })?;
    if row.left {
        return Err(Refused::Left.into());
    }
    if posts.is_empty() {
        return Err(Refused::NotServing.into());
    }
    let others: Vec<(Day, Day)> =
        rows::absences_of(work.tx, &tenant, new.account)?.iter().map(|(_, a)| (a.since, a.until)).collect();
    term::check_absence(new, &others, &deputy_holds, today)?;
    store::insert_absence(work.tx, &tenant, id, new.account, new.since, new.until, None)?;
    let mut waits = false;
    if let Some(deputy) = new.deputy {
        if deputy == by {
            return Err(Refused::NamesOneself.into());
        }
        standing_in::check(new, &posts, &deputy_holds, today)?;
        let codes = codes_from(&gained, today);
        let giving = GrantRequest {
            what: What::Deputy,
            by,
            gains: vec![deputy],
            codes: codes.clone(),
            absent: Some(new.account),
            by_deputisers: !measured,
            more: false,
        };
        let (effect, guarded) =
            (Effect::Deputy { absence: id, deputy, until: new.until }, gained.iter().any(|p| p.role.is_guarded()));
        let code = codes.first().copied().unwrap_or(tenant);
        waits = grants::give(work, permit, grants::New { giving, effect, code, guarded, batch: None })?
            == Standing::Waiting;
    }
    let body = json!({
        "absence": id, "since": new.since.to_string(), "until": new.until.to_string(), "deputy": new.deputy, "waits": waits,
    });
    tell(work, permit, new.account, "people.away", &body)?;
    shown(work, id, &Absence { deputy: new.deputy.filter(|_| !waits), ..*new })
}

/// Posts that a deputy receives: those of the absent person, and those for which that person deputises on those days.
fn gained(
    work: &mut UnitOfWork<'_, '_>,
    new: &Absence,
    posts: &[Assignment],
    deputy_holds: &[Assignment],
) -> Result<Vec<Assignment>, Refusal> {
    let (tenant, today) = (work.tenant, work.now.day());
    let own: Vec<_> = deputy_holds.iter().map(|a| (a.role, a.code)).collect();
    let mut gained = posts.to_vec();
    for (_, other) in rows::stands_in(work.tx, &tenant, new.account, today)? {
        if term::meet((other.since, other.until), (new.since, new.until)) {
            let held = rows::of_account(work.tx, &tenant, other.account)?.into_iter();
            gained.extend(held.filter(|p| p.until >= today && standing_in::passes_on((p.role, &p.code), &own)));
        }
    }
    Ok(gained)
}

/// The posts of an account in the street; empty if it has left.
fn serving(work: &mut UnitOfWork<'_, '_>, account: Option<AccountId>) -> Result<Vec<Assignment>, Refusal> {
    let tenant = work.tenant;
    let Some(account) = account else { return Ok(Vec::new()) };
    match accounts::read(work.tx, account)? {
        Some(row) if !row.left => Ok(rows::of_account(work.tx, &tenant, account)?),
        _ => Ok(Vec::new()),
    }
}

/// Sets the deputy of a running absence. They are checked once more: their posts may have ended since.
///
/// # Errors
/// [`Refused::GrantChanged`]; what [`standing_in::check`] refuses.
pub(crate) fn gets_deputy(work: &mut UnitOfWork<'_, '_>, id: AbsenceId, deputy: AccountId) -> Result<(), Refusal> {
    let (tenant, today) = (work.tenant, work.now.day());
    let absence = rows::one_absence(work.tx, &tenant, id)?.filter(|a| a.until >= today && a.until >= a.since);
    let absence = absence.ok_or(Refused::GrantChanged)?;
    let new = Absence { deputy: Some(deputy), ..absence };
    let posts = rows::of_account(work.tx, &tenant, absence.account)?;
    let deputy_holds = serving(work, Some(deputy))?;
    term::check_absence(&new, &[], &deputy_holds, today)?;
    standing_in::check(&new, &posts, &deputy_holds, today)?;
    Ok(rows::set_deputy(work.tx, &tenant, id, deputy)?)
}

/// Ends an absence early: after a day, by default yesterday.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Denied`]; [`Refused::Ended`], [`Refused::EndInThePast`].
pub fn end(work: &mut UnitOfWork<'_, '_>, id: AbsenceId, wish: Option<Day>) -> Result<AbsenceView, Refusal> {
    let (tenant, today) = (work.tenant, work.now.day());
    let mut absence = rows::one_absence(work.tx, &tenant, id)?.ok_or(Refusal::NotFound("absence"))?;
    let (_, posts) = find(work, absence.account, Verb::PeopleRead).map_err(|_| Refusal::NotFound("absence"))?;
    let permit = may_deputise(work, absence.account, &posts, Verb::PeopleDeputise)?;
    absence.until = term::end_of(absence.since, absence.until, wish, today)?;
    rows::end_absence(work.tx, &tenant, id, absence.until)?;
    if absence.until < today
        && let Some(waits) = given::of_subject(work.tx, &tenant, id.uuid(), Standing::Waiting)?
    {
        grants::withdraw(work, permit, &waits)?;
    }
    let body = json!({ "absence": id, "until": absence.until.to_string() });
    tell(work, permit, absence.account, "people.away-ended", &body)?;
    shown(work, id, &absence)
}
