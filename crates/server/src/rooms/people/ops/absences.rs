//! Absence with a deputy. The deputy holds what the absent person holds on those days; a deputy who is away answers for nobody.

use serde_json::json;
use std::collections::HashSet;
use weiguang_domain::access::{Verb, Via};
use weiguang_domain::kernel::ids::{AbsenceId, AccountId};
use weiguang_domain::kernel::time::Day;
use weiguang_domain::people::{Absence, Assignment, Refused, term};

use super::{codes_from, find, tell};
use crate::app::Work;
use crate::rooms::people::store::{self, accounts, posts as rows};
use crate::rooms::people::view::AbsenceView;
use crate::web::Refusal;

/// Anybody may enter their own absence; for others whoever may name deputies at every code that they hold in the street, since
/// the deputy comes to hold all of it.
fn may_deputise(work: &Work<'_, '_>, account: AccountId, posts: &[Assignment]) -> Result<(), Refusal> {
    if work.actor.account == account && work.actor.via == Via::Session {
        return Ok(());
    }
    for code in codes_from(posts, work.now.day()) {
        work.actor.may(Verb::PeopleDeputise, &code, false)?;
    }
    work.actor.may_somewhere(Verb::PeopleDeputise)?;
    Ok(())
}

fn shown(work: &mut Work<'_, '_>, id: AbsenceId, absence: &Absence) -> Result<AbsenceView, Refusal> {
    let named: HashSet<AccountId> = [Some(absence.account), absence.deputy].into_iter().flatten().collect();
    let names = store::names(work.tx, &named)?;
    Ok(AbsenceView::of(&names, id, absence))
}

/// Enters an absence.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Denied`]; what [`term::check_absence`] refuses.
pub fn deputise(work: &mut Work<'_, '_>, id: AbsenceId, new: &Absence) -> Result<AbsenceView, Refusal> {
    let (tenant, today) = (work.tenant, work.now.day());
    let (row, posts) = find(work, new.account, Verb::PeopleRead)?;
    may_deputise(work, new.account, &posts)?;
    if row.left {
        return Err(Refused::Left.into());
    }
    if codes_from(&posts, today).is_empty() {
        return Err(Refused::NotServing.into());
    }
    let others: Vec<(Day, Day)> =
        rows::absences_of(work.tx, &tenant, new.account)?.iter().map(|(_, a)| (a.since, a.until)).collect();
    let mut deputy_holds = Vec::new();
    if let Some(deputy) = new.deputy {
        let active = accounts::read(work.tx, deputy)?.is_some_and(|a| !a.left);
        if active {
            deputy_holds = rows::of_account(work.tx, &tenant, deputy)?;
        }
    }
    term::check_absence(new, &others, &deputy_holds, today)?;
    store::insert_absence(work.tx, &tenant, id, new.account, new.since, new.until, new.deputy)?;
    let body = json!({
        "absence": id, "since": new.since.to_string(), "until": new.until.to_string(), "deputy": new.deputy,
    });
    tell(work, new.account, "people.away", &body)?;
    shown(work, id, new)
}

/// Ends an absence early: after a day, or after yesterday if nobody says.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Denied`]; [`Refused::Ended`], [`Refused::EndInThePast`].
pub fn end(work: &mut Work<'_, '_>, id: AbsenceId, wish: Option<Day>) -> Result<AbsenceView, Refusal> {
    let (tenant, today) = (work.tenant, work.now.day());
    let mut absence = rows::one_absence(work.tx, &tenant, id)?.ok_or(Refusal::NotFound("absence"))?;
    let (_, posts) = find(work, absence.account, Verb::PeopleRead).map_err(|_| Refusal::NotFound("absence"))?;
    may_deputise(work, absence.account, &posts)?;
    absence.until = term::end_of(absence.since, absence.until, wish, today)?;
    rows::end_absence(work.tx, &tenant, id, absence.until)?;
    let body = json!({ "absence": id, "until": absence.until.to_string() });
    tell(work, absence.account, "people.away-ended", &body)?;
    shown(work, id, &absence)
}
