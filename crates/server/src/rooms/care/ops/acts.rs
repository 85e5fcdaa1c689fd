//! Acts of people on an alert.

use weiguang_domain::access::{Permit, Verb};
use weiguang_domain::care::alert::machine::Context;
use weiguang_domain::care::alert::state::{Watcher, With};
use weiguang_domain::care::{Action, Fact, Step};
use weiguang_domain::households::{ContactKind, Phone};
use weiguang_domain::kernel::ids::{AccountId, AlertId, ContactId};

use super::{Receipt, keep, measure, on_duty, person, seen};
use crate::app::UnitOfWork;
use crate::app::since;
use crate::rooms::care::record::AlertRecord;
use crate::rooms::care::store::alerts;
use crate::rooms::households;
use crate::web::{FieldFault, Refusal};

/// An alert that the actor may see.
fn visible(work: &mut UnitOfWork<'_, '_>, id: AlertId) -> Result<(AlertRecord, bool), Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let record = alerts::read(work.tx, &street, id)?.ok_or(Refusal::NotFound("alert"))?;
    let (_, party, _) = seen(work.tx, work.actor, &record, today)?;
    Ok((record, party))
}

/// Does an act that was decided on the alert at `version`.
///
/// # Errors
/// Refusals of permission, version and the domain; an unknown contact or colleague.
pub fn act(work: &mut UnitOfWork<'_, '_>, id: AlertId, version: i64, action: &Action) -> Result<Receipt, Refusal> {
    let (record, party) = visible(work, id)?;
    let permit = work.actor.may(action.verb(), &record.alert.code, party)?;
    since::still_holds(work, id.uuid(), record.head, version, |fact: &Fact| fact.is_in_the_way(action.rests_on()))?;
    known(work, &record, action)?;
    let duty = on_duty(work, &record.alert.first_posts())?;
    let context = Context { by: work.actor.account, now: work.now, duty: &duty };
    let mut step = record.alert.clone().act(action, &context)?;
    match action {
        Action::Died { .. } => {
            let presence = households::mark_died(work, permit, record.alert.resident)?;
            step.alert.death.iter_mut().for_each(|death| death.presence.clone_from(&presence));
        }
        Action::UndoDeath { .. } => take_back(work, permit, &record)?,
        Action::VoidReadings { why, reason } => measure::void(work, permit, &record.alert, *why, reason)?,
        _ => {}
    }
    let record = keep(work, permit, record, step)?;
    Ok(Receipt { id: id.uuid(), version: record.head.seq })
}

/// Undoes a death that was recorded by mistake: the person's record returns to its former state, and re-measurements apply again.
fn take_back(work: &mut UnitOfWork<'_, '_>, permit: Permit, record: &AlertRecord) -> Result<(), Refusal> {
    let (street, resident) = (work.tenant, record.alert.resident);
    if alerts::open_of(work.tx, &street, resident)?.is_some() {
        let (zh, en) = ("此人已有一条新的关爱预警", "there is a new care alert of this person");
        return Err(Refusal::rule("care.another-alert", zh, en));
    }
    match record.alert.death.as_ref().and_then(|death| death.presence.as_ref()) {
        Some(presence) => households::unmark_died(work, permit, resident, presence),
        None => Ok(()),
    }
}

/// Checks that everybody named in an act is known: contacts in the household, colleagues in the street.
fn known(work: &mut UnitOfWork<'_, '_>, record: &AlertRecord, action: &Action) -> Result<(), Refusal> {
    let (contact, account): (Option<ContactId>, Option<AccountId>) = match action {
        Action::Found { contact, .. } => (Some(*contact), None),
        Action::KinThere { kin } | Action::SafeNow { with: With::Kin(kin), .. } => (*kin, None),
        Action::SafeNow { with: With::Contact(contact), .. } => (Some(*contact), None),
        Action::AskWatch { watcher: Watcher::Contact(contact), .. } => (Some(*contact), None),
        Action::SafeNow { with: With::Staff(account), .. }
        | Action::AskWatch { watcher: Watcher::Staff(account), .. } => (None, Some(*account)),
        _ => (None, None),
    };
    if let Some(id) = contact {
        let kind = person(work, record.alert.resident)?.contact(id).map(|c| c.kind);
        let fits = match action {
            Action::Found { kind: said, .. } => kind == Some(*said),
            Action::KinThere { .. } | Action::SafeNow { with: With::Kin(_), .. } => kind == Some(ContactKind::Kin),
            _ => kind.is_some(),
        };
        if !fits {
            let (zh, en) = ("住户的联系人中没有此人", "this is no such contact of the household");
            return Err(Refusal::field(FieldFault::new("contact", "care.unknown-contact", zh, en)));
        }
    }
    if let Some(account) = account {
        let (street, today) = (work.tenant, work.now.day());
        if crate::access::store::grants(work.tx, street.as_str(), account, today)?.is_empty() {
            let (zh, en) = ("此人不在本街道任职", "this person does not serve in the street");
            return Err(Refusal::field(FieldFault::new("account", "care.not-serving", zh, en)));
        }
    }
    Ok(())
}

/// The full phone numbers of a rung's contact; the timeline records who looked, and when.
///
/// # Errors
/// [`Refusal::NotFound`]; a rung without a contact.
pub fn numbers(work: &mut UnitOfWork<'_, '_>, id: AlertId, rung: u16) -> Result<Vec<String>, Refusal> {
    let (record, party) = visible(work, id)?;
    let permit = work.actor.may(Verb::CareAlert, &record.alert.code, party)?;
    // Those who may unmask numbers see them anyway; others only if they have a part in this alert.
    if !party {
        work.actor.may(Verb::HouseholdsUnmask, &record.alert.code, false)?;
    }
    let status = record.alert.state.status();
    if status.is_measuring() || !status.is_open() {
        return Err(Refusal::NotFound("contact"));
    }
    let rung = record.alert.ladder.get(usize::from(rung)).ok_or(Refusal::NotFound("contact"))?;
    let (kind, contact) = (rung.kind, rung.contact.ok_or(Refusal::NotFound("contact"))?);
    let person = person(work, record.alert.resident)?;
    let known = person.contact(contact).ok_or(Refusal::NotFound("contact"))?;
    let phones = known.phones().map(Phone::reveal).map(str::to_owned).collect();
    let mut alert = record.alert.clone();
    alert.lend_hand(work.actor.account);
    let step = Step { alert, facts: vec![Fact::NumberSeen { kind, contact }] };
    keep(work, permit, record, step)?;
    Ok(phones)
}
