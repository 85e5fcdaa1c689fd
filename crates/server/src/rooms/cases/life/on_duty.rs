//! Who is responsible for a case today, and who is notified besides.

use weiguang_domain::cases::{Fact, Placed};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::people::duty::{self, Answer as DutyAnswer};

use crate::app::UnitOfWork;
use crate::rooms::cases::notices;
use crate::rooms::cases::record::Record;
use crate::rooms::grid::territory::Territory;
use crate::rooms::people;
use crate::web::Refusal;

/// Who is responsible along a ladder today.
pub fn on_duty(work: &mut UnitOfWork<'_, '_>, ladder: &[GridCode]) -> Result<DutyAnswer, Refusal> {
    let seats = people::seats(work.tx, &work.tenant, ladder, work.now.day())?;
    Ok(duty::answers(ladder, &seats))
}

/// Who is responsible for a kind of matter at a code today: first a functional cell for the kind, and the street's dispatcher while the
/// place is uncertain.
pub fn on_duty_for(
    work: &mut UnitOfWork<'_, '_>,
    kind: &str,
    code: GridCode,
    placed: Placed,
) -> Result<DutyAnswer, Refusal> {
    let functional = work.state::<Territory>().functional_for(kind, &code);
    on_duty(work, &placed.ladder(functional, code))
}

/// An urgent matter of unknown place goes to everybody responsible for the street, not to its owner alone.
///
/// # Errors
/// The store's errors.
pub fn tell_the_street(work: &mut UnitOfWork<'_, '_>, record: &Record, facts: &[Fact]) -> Result<(), Refusal> {
    let Some(fact) = facts.first() else { return Ok(()) };
    let street = work.tenant;
    let mut told: Vec<AccountId> = people::seats(work.tx, &street, &[street], work.now.day())?
        .into_iter()
        .filter(|seat| duty::roles_for(street.level()).contains(&seat.role))
        .filter_map(|seat| if seat.away { seat.deputy } else { Some(seat.account) })
        .filter(|account| Some(*account) != record.case.owner && *account != work.actor.account)
        .collect();
    told.sort_unstable();
    told.dedup();
    for account in told {
        notices::tell(work, account, record, fact)?;
    }
    Ok(())
}
