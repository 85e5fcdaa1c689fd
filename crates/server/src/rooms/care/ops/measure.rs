//! A new reading: judged by the rules in force, stored, questioned where it is hard to believe. A critical one begins an alert here
//! (`begin`).

use serde_json::json;
use std::collections::BTreeSet;
use weiguang_domain::access::{Permit, Verb};
use weiguang_domain::care::alert::machine::New;
use weiguang_domain::care::alert::state::Void;
use weiguang_domain::care::alert::told::Concern;
use weiguang_domain::care::alert::{Alert, Clocks, ladder};
use weiguang_domain::care::possible::NotPossible;
use weiguang_domain::care::reading::{Measured, Quantity, ReadingStatus, Settled, Via};
use weiguang_domain::care::recheck::advice;
use weiguang_domain::care::rules::{Table, Urgency};
use weiguang_domain::care::verdict::{Illness, doubts, judge};
use weiguang_domain::care::{Action, Fact, Judgement, Level, Patient, Reading, Status, Step};
use weiguang_domain::kernel::ids::{ReadingId, ResidentId, StationId, TicketId};
use weiguang_domain::kernel::time::{Moment, Span};

use super::{Receipt, is_paired, keep, keep_new, on_duty, person};
use crate::app::UnitOfWork;
use crate::chain::Head;
use crate::rooms::care::Rules;
use crate::rooms::care::record::{About, AlertRecord, ReadingRecord, Typed};
use crate::rooms::care::store::{alerts, people, readings};
use crate::rooms::households::Profile;
use crate::rooms::station;
use crate::web::{FieldFault, Refusal};

/// How far a phone's clock may be ahead of the server's.
const AHEAD: Span = Span::minutes(5);
/// How long a reading may wait on an offline phone.
const LATEST: Span = Span::days(30);

/// The longest reason for discarding a reading, in characters.
const WHY_LIMIT: usize = 200;

/// A new reading.
#[derive(Clone, Debug)]
pub struct Enter {
    /// Id made by the client.
    pub id: ReadingId,
    /// The resident.
    pub resident: ResidentId,
    /// The station, if measured at one.
    pub station: Option<StationId>,
    /// The ticket of a station's day, which determines the station.
    pub ticket: Option<TicketId>,
    /// When it was measured, if not now.
    pub at: Option<Moment>,
    /// How it was transmitted.
    pub via: Via,
    /// The measured values.
    pub measured: Measured,
}

fn when(at: Option<Moment>, now: Moment) -> Result<Moment, Refusal> {
    let at = at.unwrap_or(now);
    if at > now + AHEAD || at < now - LATEST {
        let (zh, en) = ("测量时间须在过去 30 天之内", "a reading is of the last 30 days");
        return Err(Refusal::field(FieldFault::new("at", "care.at", zh, en)));
    }
    Ok(at.min(now))
}

/// Refuses values that no meter shows.
fn possible(measured: &Measured) -> Result<(), Refusal> {
    let fault = |of: Quantity| FieldFault::new(of.key(), "care.below-zero", "不能小于 0", "not below zero");
    let faults: Vec<FieldFault> = measured.below_zero().map(fault).collect();
    if faults.is_empty() { Ok(()) } else { Err(Refusal::Invalid(faults)) }
}

/// Enters a reading. One that is hard to believe is stored as a question and not judged; if it would be critical, the deadline for a second
/// one runs.
///
/// # Errors
/// [`Refusal::NotFound`] for a person who does not exist or whom the actor may not measure; an impossible time.
pub fn enter(work: &mut UnitOfWork<'_, '_>, new: &Enter) -> Result<Receipt, Refusal> {
    let street = work.tenant;
    let person = person(work, new.resident)?;
    let resident = &person.kept.resident;
    let permit = work.actor.may(Verb::CareMeasure, &resident.code, false).map_err(|_| Refusal::NotFound("resident"))?;
    let at = when(new.at, work.now)?;
    possible(&new.measured)?;
    let station = match new.ticket {
        Some(ticket) => Some(station::join_reading(work, ticket, resident.id, new.id)?),
        None => new.station,
    };
    let rules = work.state::<Rules>();
    let table = rules.on(work.now.day());
    let followed = people::take(work.tx, &street, resident.id, resident.code)?;
    let patient = Patient { age: resident.birth.age(at.day()), illnesses: followed.illnesses };
    let (standing, verdict) = match judge(table, &new.measured, &patient) {
        Judgement::Verdict(verdict) => (ReadingStatus::Stands { doubts: Vec::new(), first: None }, verdict),
        Judgement::Doubted { doubts, verdict } => (ReadingStatus::Doubted { doubts }, verdict),
    };
    let record = ReadingRecord {
        reading: Reading {
            id: new.id,
            resident: resident.id,
            station,
            by: work.actor.account,
            at,
            via: new.via,
            measured: new.measured.clone(),
            standing,
        },
        code: resident.code,
        patient,
        verdict,
        before: Vec::new(),
        version: 1,
    };
    readings::insert(work.tx, &street, &record)?;
    let body = json!({ "resident": resident.id, "asked_again": !record.reading.stands() });
    work.append_to(permit, new.id.uuid(), "care.reading-entered", body.to_string())?;
    follow(work, permit, &person, &record, table)?;
    Ok(Receipt { id: new.id.uuid(), version: 1 })
}

/// A reading that the actor took, or may answer for as a member of the team paired with the cell.
fn answerable(work: &mut UnitOfWork<'_, '_>, id: ReadingId) -> Result<(ReadingRecord, Permit), Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let record = readings::read(work.tx, &street, id)?.ok_or(Refusal::NotFound("reading"))?;
    let party =
        record.reading.by == work.actor.account || is_paired(work.tx, work.actor, &street, &record.code, today)?;
    work.actor.may(Verb::CareRead, &record.code, party).map_err(|_| Refusal::NotFound("reading"))?;
    let permit = work.actor.may(Verb::CareMeasure, &record.code, false)?;
    Ok((record, permit))
}

/// Answers the question about a reading. The first input stays in its trail; a correction may raise a question again.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::VersionMoved`]; a reading without an open question.
pub fn settle(
    work: &mut UnitOfWork<'_, '_>,
    id: ReadingId,
    version: i64,
    answer: &Settled,
) -> Result<Receipt, Refusal> {
    let street = work.tenant;
    let (mut record, permit) = answerable(work, id)?;
    if record.version != version {
        return Err(Refusal::VersionMoved(record.version));
    }
    if !matches!(record.reading.standing, ReadingStatus::Doubted { .. }) {
        let (zh, en) = ("这次测量没有待回答的问题", "nothing is asked about this reading");
        return Err(Refusal::rule("care.nothing-asked", zh, en));
    }
    if let Settled::Corrected(measured) = answer {
        possible(measured)?;
    }
    if let Settled::Discarded { why } = answer {
        if why.trim().is_empty() {
            return Err(Refusal::field(FieldFault::missing("why")));
        }
        if why.chars().count() > WHY_LIMIT {
            return Err(Refusal::field(FieldFault::too_long("why", WHY_LIMIT)));
        }
    }
    let person = person(work, record.reading.resident)?;
    people::take(work.tx, &street, record.reading.resident, person.kept.resident.code)?;
    let rules = work.state::<Rules>();
    let table = rules.version(record.verdict.version);
    if matches!(answer, Settled::Corrected(_)) {
        let measured = record.reading.measured.clone();
        record.before.push(Typed { at: work.now, by: work.actor.account, measured });
    }
    let not_possible =
        |refused: NotPossible| Refusal::rule(NotPossible::CODE, NotPossible::CHINESE, refused.to_string());
    let settled = record.reading.settled(answer.clone(), |measured| doubts(table, measured));
    record.reading = settled.map_err(not_possible)?;
    let (Judgement::Verdict(verdict) | Judgement::Doubted { verdict, .. }) =
        judge(table, &record.reading.measured, &record.patient);
    record.verdict = verdict;
    if !readings::update(work.tx, &street, &record)? {
        return Err(Refusal::VersionMoved(record.version));
    }
    record.version += 1;
    let how = match answer {
        Settled::Confirmed => "confirmed",
        Settled::Corrected(_) => "corrected",
        Settled::Discarded { .. } => "discarded",
    };
    work.append_to(permit, id.uuid(), "care.reading-settled", json!({ "how": how }).to_string())?;
    follow(work, permit, &person, &record, table)?;
    Ok(Receipt { id: id.uuid(), version: record.version })
}

/// Consequences of a reading: re-measurements that it answers or asks for, and the alert that it begins or belongs to.
fn follow(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    person: &Profile,
    record: &ReadingRecord,
    table: &Table,
) -> Result<(), Refusal> {
    let street = work.tenant;
    let resident = record.reading.resident;
    if record.reading.stands() {
        let said = advice(table, &record.verdict, record.reading.at.day());
        let mut followed = people::take(work.tx, &street, resident, person.kept.resident.code)?;
        followed.measured(record, &said.rechecks);
        people::put(work.tx, &street, &followed)?;
    }
    let open = alerts::open_of(work.tx, &street, resident)?;
    let Some(open) = open else {
        // Also a doubted one: an unanswered question does not stop the alert.
        let discarded = matches!(record.reading.standing, ReadingStatus::Discarded { .. });
        return if record.verdict.level == Level::Critical && !discarded {
            begin(work, permit, person, record, table)
        } else {
            Ok(())
        };
    };
    match (&record.reading.standing, open.alert.readings.contains(&record.reading.id)) {
        (ReadingStatus::Doubted { .. }, _) => Ok(()),
        (_, true) if record.is_critical() => confirmed(work, permit, open, record, table),
        (_, true) => slip(work, permit, open, record.reading.id),
        (ReadingStatus::Discarded { .. }, false) => Ok(()),
        (ReadingStatus::Stands { .. }, false) => again(work, permit, open, record, table),
    }
}

/// A doubted value is confirmed: if it requires an alert at once, no second reading is awaited.
fn confirmed(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    open: AlertRecord,
    record: &ReadingRecord,
    table: &Table,
) -> Result<(), Refusal> {
    let urgency = table.urgency(&record.verdict, record.reading.stands());
    if !open.alert.state.status().is_measuring() || urgency != Some(Urgency::AtOnce) {
        return Ok(());
    }
    let duty = on_duty(work, &open.alert.first_posts())?;
    let step = open.alert.clone().raise_at_once(&duty, work.now);
    keep(work, permit, open, step).map(drop)
}

/// The first critical reading.
fn begin(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    person: &Profile,
    record: &ReadingRecord,
    table: &Table,
) -> Result<(), Refusal> {
    let resident = &person.kept.resident;
    let urgency = table.urgency(&record.verdict, record.reading.stands());
    let remeasure = match urgency {
        Some(Urgency::Remeasure(within)) => within,
        _ => table.clocks.remeasure,
    };
    let new = New {
        id: work.id(),
        resident: resident.id,
        code: resident.code,
        reading: record.reading.id,
        by: record.reading.by,
        at: work.now,
        ladder: ladder::build(resident, person.household.as_ref(), |id| person.gone(id)),
        clocks: Clocks { remeasure, ..table.clocks },
    };
    let mut step = Alert::begin(new.clone());
    let at_once = urgency == Some(Urgency::AtOnce);
    // A late reading from an offline phone cannot be repeated at once: somebody must go and look.
    if at_once || record.reading.at + remeasure < work.now {
        let duty = on_duty(work, &step.alert.first_posts())?;
        step = if at_once { Alert::begin_at_once(new, &duty) } else { Alert::report(new, &duty) };
    }
    let critical = record.verdict.hits.iter().filter(|hit| hit.level == Level::Critical);
    let asked = critical.filter_map(|hit| table.rule(&hit.rule)).flat_map(|rule| rule.condition.quantities());
    let about = About {
        concerns: Concern::of(&record.verdict, table),
        asks: asked.filter(|q| record.reading.measured.values.contains_key(q)).collect(),
        measured_by: BTreeSet::from([record.reading.by]),
        rules: table.version,
    };
    let (began_at, updated_at) = (work.now, work.now);
    let new = AlertRecord { alert: step.alert, about, began_at, updated_at, head: Head::START };
    keep_new(work, permit, new, &step.facts).map(drop)
}

/// Another reading of a person with an open alert.
fn again(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    mut open: AlertRecord,
    record: &ReadingRecord,
    table: &Table,
) -> Result<(), Refusal> {
    let measuring = open.alert.state.status().is_measuring();
    let critical = record.is_critical();
    // A weight is no second blood sugar, and neither is a value measured before the first reading.
    let second = critical || open.about.is_answered_by(&record.reading.measured.values);
    if measuring && (!second || record.reading.at < open.began_at) {
        return Ok(());
    }
    open.about.measured_by.insert(record.reading.by);
    for concern in Concern::of(&record.verdict, table).into_iter().filter(|_| critical) {
        if !open.about.concerns.contains(&concern) {
            open.about.concerns.push(concern);
        }
    }
    let duty = on_duty(work, &open.alert.first_posts())?;
    let context = weiguang_domain::care::alert::Context { by: work.actor.account, now: work.now, duty: &duty };
    let action = Action::Remeasured { reading: record.reading.id, critical };
    let step = open.alert.clone().act(&action, &context)?;
    keep_with_party(work, permit, open, step, record)
}

/// Stores a step of an alert to which the person who measured has just become a party.
fn keep_with_party(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    open: AlertRecord,
    step: Step,
    record: &ReadingRecord,
) -> Result<(), Refusal> {
    let street = work.tenant;
    alerts::join(work.tx, &street, record.reading.by, open.alert.id)?;
    keep(work, permit, open, step).map(drop)
}

/// A reading on which an alert depends turns out not to be critical.
fn slip(work: &mut UnitOfWork<'_, '_>, permit: Permit, open: AlertRecord, reading: ReadingId) -> Result<(), Refusal> {
    let step = if open.alert.state.status() == Status::Remeasuring {
        let duty = on_duty(work, &open.alert.first_posts())?;
        let context = weiguang_domain::care::alert::Context { by: work.actor.account, now: work.now, duty: &duty };
        open.alert.clone().act(&Action::Corrected { reading }, &context)?
    } else {
        // The alert has progressed, and people are on their way: they are notified, and they end it.
        Step { alert: open.alert.clone(), facts: vec![Fact::Measured { reading, critical: false }] }
    };
    keep(work, permit, open, step).map(drop)
}

/// A doctor discards readings: they are stored with the reason, are no longer judged, and cause no re-measurement.
///
/// # Errors
/// The store's errors; a reading that somebody changed at the same moment.
pub fn void(
    work: &mut UnitOfWork<'_, '_>,
    permit: Permit,
    alert: &Alert,
    why: Void,
    reason: &str,
) -> Result<(), Refusal> {
    let street = work.tenant;
    let words = format!("{}：{}", why.words().zh, reason.trim());
    let why: String = words.chars().take(WHY_LIMIT).collect();
    for id in &alert.readings {
        let Some(mut record) = readings::read(work.tx, &street, *id)? else { continue };
        record.reading = record.reading.voided(why.clone());
        if !readings::update(work.tx, &street, &record)? {
            return Err(Refusal::VersionMoved(record.version));
        }
        work.append_to(permit, id.uuid(), "care.reading-settled", json!({ "how": "discarded" }).to_string())?;
    }
    // Locked first, so that changes of one person's care are serialised.
    let code = person(work, alert.resident)?.kept.resident.code;
    let mut followed = people::take(work.tx, &street, alert.resident, code)?;
    followed.rechecks.retain(|recheck| !alert.readings.contains(&recheck.reading));
    people::put(work.tx, &street, &followed)?;
    Ok(())
}

/// Stores a doctor's record of a person's long illnesses, which rules may use.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::Denied`].
pub fn illnesses(work: &mut UnitOfWork<'_, '_>, id: ResidentId, list: &BTreeSet<Illness>) -> Result<Receipt, Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let person = person(work, id)?;
    let code = person.kept.resident.code;
    let permit = work.actor.may(Verb::CareWord, &code, false).map_err(|_| Refusal::NotFound("resident"))?;
    let paired = is_paired(work.tx, work.actor, &street, &code, today)?;
    work.actor.may(Verb::CareRead, &code, paired)?;
    let mut followed = people::take(work.tx, &street, id, code)?;
    followed.illnesses.clone_from(list);
    people::put(work.tx, &street, &followed)?;
    work.append_to(permit, id.uuid(), "care.illnesses-written", json!({ "count": list.len() }).to_string())?;
    Ok(Receipt { id: id.uuid(), version: 1 })
}
