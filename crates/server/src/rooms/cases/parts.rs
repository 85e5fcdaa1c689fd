//! Collaborators: 街道吹哨, a department called in for a part of a case, each part with its own deadline.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use weiguang_domain::access::{Permit, Verb};
use weiguang_domain::cases::{Fact, PartFact, Refused, State, Step};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, CaseId, PartId};
use weiguang_domain::kernel::time::{Moment, Span};
use weiguang_domain::people::leaving::{Passed, heir};
use weiguang_store::{Row, StoreError, Tx, params};

use crate::app::UnitOfWork;
use crate::rooms::cases::CLOCK;
use crate::rooms::cases::ops::{keep, note_fact};
use crate::rooms::cases::record::{NEVER, Record};
use crate::rooms::people;
use crate::web::{FieldFault, Refusal};

const INSERT: &str = "INSERT INTO case_parts (tenant, case_id, id, department, task, owner, state, due_at, alarm_at, result, updated_at) \
 VALUES ($1, $2, $3, $4, $5, $6, 'asked', $7, $7, NULL, $8)";
const UPDATE: &str = "UPDATE case_parts SET state = $4, result = $5, alarm_at = $6, updated_at = $7 WHERE tenant = $1 AND case_id = $2 AND id = $3 AND state = $8";
const SILENCE: &str = "UPDATE case_parts SET alarm_at = $4 WHERE tenant = $1 AND case_id = $2 AND id = $3 AND alarm_at < 9000000000000000000";
const OF_CASE: &str = "SELECT id, department, task, owner, state, due_at, result FROM case_parts WHERE tenant = $1 AND case_id = $2 ORDER BY id";
const MINE: &str = "SELECT id FROM case_parts WHERE tenant = $1 AND owner = $2 AND case_id = $3 LIMIT 1";
const OPEN_OF: &str = "SELECT case_id, id, department FROM case_parts WHERE tenant = $1 AND owner = $2 AND state IN ('asked', 'accepted') ORDER BY case_id, id";
const GIVE: &str = "UPDATE case_parts SET owner = $4 WHERE tenant = $1 AND case_id = $2 AND id = $3";
const DUE: &str = "SELECT case_id, id FROM case_parts WHERE tenant = $1 AND alarm_at < $2 AND alarm_at < 9000000000000000000 ORDER BY alarm_at, id LIMIT $3";

const NEXT_ALARM: &str =
    "SELECT alarm_at FROM case_parts WHERE tenant = $1 AND alarm_at < 9000000000000000000 ORDER BY alarm_at LIMIT 1";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("parts.INSERT", INSERT),
    ("parts.UPDATE", UPDATE),
    ("parts.SILENCE", SILENCE),
    ("parts.OF_CASE", OF_CASE),
    ("parts.MINE", MINE),
    ("parts.OPEN_OF", OPEN_OF),
    ("parts.GIVE", GIVE),
    ("parts.DUE", DUE),
    ("parts.NEXT_ALARM", NEXT_ALARM),
];

/// The longest deadline of a part, in days.
const LONGEST_DAYS: i64 = 90;

/// A department that is called in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Id made by the client.
    pub id: PartId,
    /// The department's name.
    pub department: String,
    /// The account responsible for it.
    pub account: AccountId,
    /// Its task.
    pub task: String,
    /// The deadline; two days by default.
    pub due: Option<Moment>,
}

/// A collaborator's message about its part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Say {
    /// The part.
    pub id: PartId,
    /// The event.
    pub what: PartFact,
    /// The text.
    pub words: String,
}

/// A part as pages show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its id.
    pub id: PartId,
    /// The department.
    pub department: String,
    /// Its task.
    pub task: String,
    /// The account responsible for it.
    pub owner: AccountId,
    /// `asked`, `accepted`, `done` or `refused`.
    pub state: String,
    /// The deadline.
    pub due: Moment,
    /// Its last message.
    pub result: String,
}

/// The context that binds a sealed text of a part to its row and column.
pub(crate) fn seal_context(street: &GridCode, id: PartId, column: &str) -> String {
    format!("case_parts {street} {id} {column}")
}

pub(super) fn part(street: &GridCode, row: &Row<'_>) -> Result<Part, StoreError> {
    let id = PartId::new(row.get(0)?);
    let said = row.get::<Option<Vec<u8>>>(6)?.is_some();
    Ok(Part {
        id,
        department: row.get(1)?,
        task: row.open_text(2, &seal_context(street, id, "task"))?,
        owner: AccountId::new(row.get(3)?),
        state: row.get(4)?,
        due: Moment::from_micros(row.get(5)?),
        result: if said { row.open_text(6, &seal_context(street, id, "result"))? } else { String::new() },
    })
}

/// The parts of a case.
pub fn of_case(tx: &mut Tx<'_>, street: &GridCode, case: CaseId) -> Result<Vec<Part>, StoreError> {
    tx.query(OF_CASE, params![street.as_str(), case.uuid()], |row| part(street, row))
}

/// People named on a case's page besides its owner.
#[must_use]
pub fn also_named(record: &Record, parts: &[Part]) -> Vec<AccountId> {
    let mut named: Vec<AccountId> = parts.iter().map(|p| p.owner).collect();
    named.extend(record.case.pause_wish.as_ref().map(|w| w.by));
    if let State::Paused { approver, .. } = &record.case.state {
        named.push(*approver);
    }
    named
}

/// Whether an account has a part in a case.
pub fn has_part(tx: &mut Tx<'_>, street: &GridCode, case: CaseId, account: AccountId) -> Result<bool, StoreError> {
    if account.uuid().is_nil() {
        return Ok(false);
    }
    Ok(tx.one(MINE, params![street.as_str(), account.uuid(), case.uuid()], |_| Ok(()))?.is_some())
}

/// Calls a department in.
pub fn ask(work: &mut UnitOfWork<'_, '_>, permit: Permit, record: Record, ask: &Ask) -> Result<Record, Refusal> {
    let status = record.case.state.status();
    if !status.is_owed() {
        return Err(Refused::Transition { action: "ask_part", status }.into());
    }
    let due = ask.due.unwrap_or(work.now + Span::days(2));
    if due <= work.now || due > work.now + Span::days(LONGEST_DAYS) {
        let (zh, en) = (
            format!("时限须在现在之后、{LONGEST_DAYS} 天之内"),
            format!("between now and {LONGEST_DAYS} days from now"),
        );
        return Err(Refusal::field(FieldFault::new("due", "cases.part-due", zh, en)));
    }
    let street = work.tenant;
    if crate::access::store::grants(work.tx, street.as_str(), ask.account, work.now.day())?.is_empty() {
        return Err(Refused::NotServing(ask.account).into());
    }
    let task = work.tx.seal(&seal_context(&street, ask.id, "task"), ask.task.as_bytes())?;
    work.tx.exec(
        INSERT,
        params![
            street.as_str(),
            record.case.id.uuid(),
            ask.id.uuid(),
            &ask.department,
            task,
            ask.account.uuid(),
            due.micros(),
            work.now.micros()
        ],
    )?;
    work.wakes.alarm(CLOCK, due.micros());
    let fact = Fact::PartAsked {
        part: ask.id,
        department: ask.department.clone(),
        task: ask.task.clone(),
        due,
        to: Some(ask.account),
    };
    note_fact(work, permit, record, fact)
}

/// Accepts a collaborator's message. Only the owner of the part, or somebody who may call in departments, may send it.
pub fn say(work: &mut UnitOfWork<'_, '_>, permit: Permit, record: Record, say: &Say) -> Result<Record, Refusal> {
    let street = work.tenant;
    let part = of_case(work.tx, &street, record.case.id)?
        .into_iter()
        .find(|p| p.id == say.id)
        .ok_or(Refusal::NotFound("part"))?;
    if part.owner != work.actor.account {
        work.actor.may(Verb::CasesCall, &record.case.code, false)?;
    }
    let (state, fits) = match say.what {
        PartFact::Accepted => ("accepted", part.state == "asked"),
        PartFact::Done => ("done", matches!(part.state.as_str(), "asked" | "accepted")),
        PartFact::Refused => ("refused", part.state == "asked"),
        PartFact::Late => ("asked", false),
    };
    if !fits {
        return Err(Refusal::rule(
            "cases.part-refused",
            "该协同任务目前不能进行此操作。",
            "This part cannot take that now.",
        ));
    }
    if say.what != PartFact::Accepted && say.words.trim().is_empty() {
        return Err(Refused::Empty("words").into());
    }
    let alarm = if say.what == PartFact::Accepted { part.due.micros() } else { NEVER };
    let words = work.tx.seal(&seal_context(&street, say.id, "result"), say.words.trim().as_bytes())?;
    let changed = work.tx.exec(
        UPDATE,
        params![
            street.as_str(),
            record.case.id.uuid(),
            say.id.uuid(),
            state,
            words,
            alarm,
            work.now.micros(),
            &part.state
        ],
    )?;
    if changed != 1 {
        return Err(Refusal::VersionMoved(record.head.seq));
    }
    let fact =
        Fact::Part { part: say.id, department: part.department, what: say.what, words: say.words.trim().to_owned() };
    note_fact(work, permit, record, fact)
}

/// Parts of a street whose deadline has passed.
pub fn due(tx: &mut Tx<'_>, street: &GridCode, now: Moment, limit: i64) -> Result<Vec<(CaseId, PartId)>, StoreError> {
    tx.query(DUE, params![street.as_str(), now.micros(), limit], |row| {
        Ok((CaseId::new(row.get(0)?), PartId::new(row.get(1)?)))
    })
}

/// The earliest deadline of a part of a street.
pub fn next_alarm(tx: &mut Tx<'_>, street: &GridCode) -> Result<Option<Moment>, StoreError> {
    tx.one(NEXT_ALARM, params![street.as_str()], |row| row.get(0).map(Moment::from_micros))
}

/// Notifies, once, that a part's deadline has passed.
pub fn ring(work: &mut UnitOfWork<'_, '_>, case: CaseId, id: PartId) -> Result<bool, Refusal> {
    let street = work.tenant;
    if work.tx.exec(SILENCE, params![street.as_str(), case.uuid(), id.uuid(), NEVER])? != 1 {
        return Ok(false);
    }
    let Some(record) = crate::rooms::cases::store::read(work.tx, &street, case)? else { return Ok(false) };
    let Some(part) = of_case(work.tx, &street, case)?.into_iter().find(|p| p.id == id) else { return Ok(false) };
    if !record.case.state.status().is_owed() {
        return Ok(false);
    }
    let fact = Fact::Part { part: id, department: part.department, what: PartFact::Late, words: String::new() };
    let step = Step { case: record.case.clone(), facts: vec![fact] };
    let permit = Permit::system(work.actor, Verb::CasesWork)?;
    keep(work, permit, record, step)?;
    Ok(true)
}

/// Hands over the open parts of an account that can no longer see them: to the street manager, or the person responsible at the street. If
/// there is none, to nobody, and those who asked for the part speak for it.
///
/// # Errors
/// The store's errors.
pub fn pass_on(work: &mut UnitOfWork<'_, '_>, from: AccountId) -> Result<Vec<Passed>, Refusal> {
    let (street, today) = (work.tenant, work.now.day());
    let seats = people::seats(work.tx, &street, &[street], today)?;
    let to = heir(street, &seats, from);
    let owner = to.unwrap_or(AccountId::new(Uuid::nil()));
    let open = work.tx.query(OPEN_OF, params![street.as_str(), from.uuid()], |row| {
        Ok((CaseId::new(row.get(0)?), PartId::new(row.get(1)?)))
    })?;
    for (case, part) in &open {
        work.tx.exec(GIVE, params![street.as_str(), case.uuid(), part.uuid(), owner.uuid()])?;
    }
    Ok(open.into_iter().map(|(case, part)| Passed::Part { part, case, to }).collect())
}
