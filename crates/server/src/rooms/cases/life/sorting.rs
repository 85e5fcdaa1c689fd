//! A dispatcher's decisions on a matter: its owner, its place, and its kind.

use weiguang_domain::access::{Permit, Verb};
use weiguang_domain::cases::case::Placed;
use weiguang_domain::cases::{Action, Case, Context, KindPin, Refused};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::people::duty;

use crate::app::UnitOfWork;
use crate::rooms::cases::life::on_duty::{on_duty, on_duty_for};
use crate::rooms::cases::ops::{keep, unknown_kind};
use crate::rooms::cases::record::Record;
use crate::rooms::cases::{intake::danger, life::recount};
use crate::rooms::grid::territory::Territory;
use crate::rooms::manual::CurrentCalendar;
use crate::rooms::manual::CurrentManual;
use crate::web::{FieldFault, Refusal};

/// Hands a matter to a person, to a code, or to the one responsible for its place and kind.
pub fn dispatch(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    record: Record,
    account: Option<AccountId>,
    code: Option<GridCode>,
) -> Result<Record, Refusal> {
    let duty = match (account, code) {
        (Some(account), _) => {
            let street = work.tenant;
            let grants = crate::access::store::grants(work.tx, street.as_str(), account, work.now.day())?;
            let serves = grants.iter().find(|g| g.code.contains(&record.case.code)).or_else(|| grants.first());
            let grant = serves.ok_or(Refused::NotServing(account))?;
            Case::picked(account, grant.role, grant.code)
        }
        (None, Some(code)) if code.street() == Some(work.tenant) => on_duty(work, &duty::ladder(None, code))?,
        (None, None) => on_duty_for(work, &record.case.kind.id, record.case.code, record.case.placed)?,
        (None, Some(_)) => {
            return Err(Refusal::field(FieldFault::new(
                "to_code",
                "cases.other-street",
                "只能在本街道内分派",
                "a case stays within its street",
            )));
        }
    };
    let calendar = work.state::<CurrentCalendar>();
    let context =
        Context { by: work.actor.account, now: work.now, calendar: &calendar, duty: Some(&duty), worked: false };
    let step = record.case.clone().act(&Action::Dispatch, &context)?;
    keep(work, permit, record, step)
}

/// Sets the place of a matter.
pub fn place(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    mut record: Record,
    code: GridCode,
    learn: bool,
) -> Result<Record, Refusal> {
    if code.street() != Some(work.tenant) || !work.state::<Territory>().knows(&code) {
        return Err(Refusal::field(FieldFault::new(
            "code",
            "grid.unknown-code",
            "本街道没有这个网格编码",
            "this street has no such code",
        )));
    }
    work.actor.may(Verb::CasesDispatch, &code, false)?;
    if learn && !record.address.is_empty() && work.actor.may(Verb::GridTeach, &code, false).is_ok() {
        crate::rooms::grid::learn(work, &record.address.clone(), code)?;
    }
    let duty = on_duty_for(work, &record.case.kind.id, code, Placed::Sure)?;
    record.evidence = String::from("{}");
    let step = record.case.clone().place(code, &duty);
    keep(work, permit, record, step)
}

/// Sets the kind of a matter.
pub fn change_kind(work: &mut UnitOfWork<'_, '_>, permit: Permit, record: Record, id: &str) -> Result<Record, Refusal> {
    let manual = work.state::<CurrentManual>();
    let kind = manual.newest(id).ok_or_else(|| unknown_kind(id))?;
    let duty = on_duty_for(work, kind.id.as_str(), record.case.code, record.case.placed)?;
    let climbed = record.case.escalated > 0;
    let pin = KindPin { id: kind.id.as_str().to_owned(), version: kind.version };
    let promise = danger::promise_under(work, &record, kind)?;
    let (pauses, calendar) = (recount::pauses(work.tx, &record)?, work.state::<CurrentCalendar>());
    let step = record.case.clone().change_kind(pin, promise, (!climbed).then_some(&duty), (&pauses, &calendar));
    keep(work, permit, record, step)
}
