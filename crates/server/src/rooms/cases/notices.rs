//! Which facts of a case become messages, and to whom.

use weiguang_domain::cases::{Because, Fact, PartFact};
use weiguang_domain::kernel::ids::AccountId;

use super::Record;
use crate::app::UnitOfWork;
use crate::rooms::outbox::messages;
use crate::rooms::outbox::notice::NoticeBody;
use crate::web::Refusal;

/// What a message about a case says.
///
/// # Errors
/// None that happens: it is plain text.
fn notice(record: &Record, fact: &Fact) -> Result<String, Refusal> {
    // The public words hold nothing that anybody typed; what has none is told by its name alone.
    let words = match fact {
        Fact::TakenOver { .. } => Some(weiguang_domain::cases::words::Words::new(
            "有人接过了此事项，原承办人不再办理。",
            "Somebody took this matter over; whoever held it is not asked any more.",
        )),
        _ => fact.public_words(),
    };
    let (zh, en) = words.map_or_else(|| (String::new(), String::new()), |w| (w.zh, w.en));
    let body = NoticeBody {
        number: &record.number,
        kind: &record.case.kind.id,
        code: record.case.code.to_string(),
        status: record.case.state.status().key(),
        zh,
        en,
    };
    body.text()
}

/// Tells a person of a fact.
///
/// # Errors
/// The store's.
pub fn tell(work: &mut UnitOfWork<'_, '_>, account: AccountId, record: &Record, fact: &Fact) -> Result<(), Refusal> {
    let text = notice(record, fact)?;
    messages::to_account(work, account, fact.kind(), record.case.id.uuid(), &text)
}

/// Whom a fact concerns, besides those who watch.
#[must_use]
pub fn addressees(fact: &Fact, record: &Record, owner_before: Option<AccountId>) -> Vec<AccountId> {
    let owner = record.case.owner;
    let brought = Some(record.brought_by).filter(|a| !a.uuid().is_nil());
    let wished = record.case.pause_wish.as_ref().map(|w| w.by);
    let list = match fact {
        // The one who has it now, and on a change of hands the one who had it: it stays visible below.
        Fact::Dispatched { to, because: Because::Breach | Because::Left | Because::Regrid, .. } => {
            vec![*to, owner_before]
        }
        Fact::Dispatched { to, .. } => vec![*to],
        // Whoever held it learns that it was taken from them.
        Fact::TakenOver { from } => vec![Some(*from)],
        // A word from somebody who no longer serves there would be overlooked in the timeline.
        Fact::LateWord { .. } => vec![owner],
        Fact::HalfWay { .. } | Fact::Breached { .. } => vec![owner_before.or(owner)],
        Fact::Answered { .. }
        | Fact::Joined { .. }
        | Fact::NotSolvedFor { .. }
        | Fact::Resumed { .. }
        | Fact::PauseRefused { .. } => vec![owner],
        Fact::Paused { asked_by, .. } => vec![Some(*asked_by), wished],
        Fact::Resolved { .. } | Fact::Withdrawn { .. } | Fact::Closed { .. } => vec![brought],
        Fact::PartAsked { to, .. } => vec![*to],
        Fact::Part { what: PartFact::Done | PartFact::Refused | PartFact::Late | PartFact::Accepted, .. } => {
            vec![owner]
        }
        Fact::Submitted { .. }
        | Fact::Accepted
        | Fact::Started
        | Fact::Noted { .. }
        | Fact::Returned { .. }
        | Fact::PauseAsked { .. }
        | Fact::Escalated { .. }
        | Fact::Confirmed { .. }
        | Fact::Reopened { .. }
        | Fact::Duplicate { .. }
        | Fact::Placed { .. }
        | Fact::Moved { .. }
        | Fact::KindChanged { .. }
        | Fact::Attached { .. }
        | Fact::FileCleaned { .. }
        // Danger and its end go to grid leader and street, whoever they are: `intake::danger`.
        | Fact::DangerNoticed { .. }
        | Fact::UrgencyTakenOff { .. }
        // Whoever has many such cases is told once: `recount`.
        | Fact::Recounted { .. }
        | Fact::TakenElsewhere { .. }
        | Fact::LinkIssued { .. }
        | Fact::LinkWithdrawn
        | Fact::Unmasked { .. } => Vec::new(),
    };
    let mut list: Vec<AccountId> = list.into_iter().flatten().collect();
    list.dedup();
    list
}

/// Puts the messages of these facts on their way, in the same transaction.
///
/// # Errors
/// The store's.
pub fn react(
    work: &mut UnitOfWork<'_, '_>,
    record: &Record,
    facts: &[Fact],
    owner_before: Option<AccountId>,
) -> Result<(), Refusal> {
    // A table of tickets is one event for its readers, and not a thousand lines in an inbox: the queue shows them.
    let from_a_table = record.source == "import" && facts.iter().any(|f| matches!(f, Fact::Submitted { .. }));
    for fact in facts {
        for account in addressees(fact, record, owner_before) {
            // Nobody needs a message about what they did themselves.
            if account != work.actor.account && !from_a_table {
                tell(work, account, record, fact)?;
            }
        }
        let text = notice(record, fact)?;
        messages::to_destinations(work, fact.kind(), &record.case.code, record.case.id.uuid(), &text)?;
    }
    Ok(())
}
