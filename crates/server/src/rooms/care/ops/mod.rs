//! Operations of care: each checks the permission, applies the domain's rule, then stores the row, the facts and the messages. The stored
//! answer of an idempotent write is an id and a version, without measured values.

pub mod acts;
pub mod belonging;
pub mod calling;
pub mod looking;
pub mod measure;
pub mod moves;
pub mod publish;
pub mod waiting;

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Permit, Verb};
use weiguang_domain::care::alert::told::{Relation, Sight, sight};
use weiguang_domain::care::{Fact, Step};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, ResidentId};
use weiguang_domain::kernel::time::Day;
use weiguang_domain::people::duty::{self, Answer as Duty};
use weiguang_store::Tx;

use super::record::AlertRecord;
use super::store::alerts;
use crate::app::UnitOfWork;
use crate::live::Change;
use crate::rooms::care::CLOCK;
use crate::rooms::care::notices;
use crate::rooms::{households, people};
use crate::web::Refusal;

/// What a write answers, and what is remembered of it: nothing of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = CareReceipt)]
pub struct Receipt {
    /// Which reading or alert.
    pub id: Uuid,
    /// Its version now.
    pub version: i64,
}

/// A registered person with their household; an unknown and a no longer served person give the same answer.
fn person(work: &mut UnitOfWork<'_, '_>, id: ResidentId) -> Result<households::Profile, Refusal> {
    let street = work.tenant;
    households::profile(work.tx, &street, id)?
        .filter(|p| p.kept.resident.is_served())
        .ok_or(Refusal::NotFound("resident"))
}

/// Who is responsible along codes today.
fn on_duty(work: &mut UnitOfWork<'_, '_>, posts: &[GridCode]) -> Result<Duty, Refusal> {
    let seats = people::seats(work.tx, &work.tenant.clone(), posts, work.now.day())?;
    Ok(duty::answers(posts, &seats))
}

/// Whether an actor belongs to the team paired with a cell. The store is asked only if it could matter.
///
/// # Errors
/// The store's errors.
pub fn is_paired(
    tx: &mut Tx<'_>,
    actor: &Actor,
    street: &GridCode,
    code: &GridCode,
    day: Day,
) -> Result<bool, Refusal> {
    let asked = actor.may_as_party(Verb::CareRead) || actor.may_as_party(Verb::CareClose);
    Ok(asked && households::pairing(tx, street)?.is_paired(actor.account, code, day))
}

/// The relation of an actor to an alert, and whether they are a party. Acting on an alert of one's own area grants no further rights: a
/// doctor of the community who writes a note sees no numbers, and cannot close it.
///
/// # Errors
/// The store's errors.
pub fn standing(
    tx: &mut Tx<'_>,
    actor: &Actor,
    record: &AlertRecord,
    day: Day,
) -> Result<(Relation, bool, Option<Permit>), Refusal> {
    let code = record.alert.code;
    let paired = is_paired(tx, actor, &record.street(), &code, day)?;
    let measured = record.about.measured_by.contains(&actor.account);
    let takes_part = record.parties().contains(&actor.account);
    let serves = actor.may(Verb::CareAlert, &code, takes_part);
    let by_area = actor.may(Verb::CareAlert, &code, false).is_ok();
    let party = record.alert.is_with(actor.account) || measured || (takes_part && !by_area);
    let reads = actor.may(Verb::CareRead, &code, paired || measured);
    let standing = Relation { serves: serves.is_ok(), reads: reads.is_ok() };
    Ok((standing, party || paired, serves.or(reads).ok()))
}

/// How much of an alert an actor sees; one that they may not see is not found.
///
/// # Errors
/// [`Refusal::NotFound`]; the store's errors.
pub fn seen(tx: &mut Tx<'_>, actor: &Actor, record: &AlertRecord, day: Day) -> Result<(Sight, bool, Permit), Refusal> {
    let (standing, party, permit) = standing(tx, actor, record, day)?;
    match (sight(&record.alert, standing), permit) {
        (Sight::Nothing, _) | (_, None) => Err(Refusal::NotFound("alert")),
        (sight, Some(permit)) => Ok((sight, party, permit)),
    }
}

/// Appends facts to the alert's chain.
fn tell_facts(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    record: &mut AlertRecord,
    facts: &[Fact],
) -> Result<(), Refusal> {
    for fact in facts {
        let body = serde_json::to_string(fact).map_err(|e| Refusal::Internal(e.to_string()))?;
        work.append(permit, record.alert.id.uuid(), &mut record.head, fact.kind(), body)?;
    }
    Ok(())
}

/// Sends the messages about facts, and broadcasts the change: to those who may see the alert, and only to the station while it is being
/// measured.
fn announce(
    work: &mut UnitOfWork<'_, '_>,
    record: &AlertRecord,
    facts: &[Fact],
    owner_before: AccountId,
    parties_before: &BTreeSet<AccountId>,
) -> Result<(), Refusal> {
    let status = record.alert.state.status();
    let doctor = if facts.iter().any(|f| matches!(f, Fact::Raised { .. } | Fact::Worse | Fact::DeathUndone { .. })) {
        let (street, today) = (work.tenant, work.now.day());
        households::pairing(work.tx, &street)?.team_of(&record.alert.code, today).map(|team| team.doctor)
    } else {
        None
    };
    notices::react(work, record, facts, owner_before, doctor)?;
    // Former parties are notified, too, so that it disappears from their screens.
    let mut parties: BTreeSet<AccountId> = record.parties().union(parties_before).copied().collect();
    parties.extend(doctor.into_iter().chain([owner_before]));
    work.tell(Change {
        kind: "care.changed",
        verb: if status.is_measuring() { Verb::CareRead } else { Verb::CareAlert },
        code: record.alert.code,
        id: record.alert.id.uuid(),
        version: record.head.seq,
        status: status.key(),
        parties: parties.into_iter().collect(),
    });
    Ok(())
}

/// Stores a new alert.
fn keep_new(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    mut record: AlertRecord,
    facts: &[Fact],
) -> Result<AlertRecord, Refusal> {
    tell_facts(work, permit, &mut record, facts)?;
    alerts::insert(work.tx, &record)?;
    work.wakes.alarm(CLOCK, record.due_at());
    let owner = record.alert.owner;
    announce(work, &record, facts, owner, &BTreeSet::new())?;
    Ok(record)
}

/// Stores a step: chain, row, parties, messages. `record` is the alert before it; returns the one after it.
fn keep(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    mut record: AlertRecord,
    step: Step,
) -> Result<AlertRecord, Refusal> {
    let (version, owner, parties) = (record.head.seq, record.alert.owner, record.parties());
    record.alert = step.alert;
    record.updated_at = work.now;
    tell_facts(work, permit, &mut record, &step.facts)?;
    if !alerts::update(work.tx, &record, version, &parties)? {
        return Err(Refusal::VersionMoved(version));
    }
    work.wakes.alarm(CLOCK, record.due_at());
    announce(work, &record, &step.facts, owner, &parties)?;
    Ok(record)
}
