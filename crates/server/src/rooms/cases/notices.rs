//! Messages about facts of a case, and their recipients.

use weiguang_domain::cases::{Because, Fact, PartFact};
use weiguang_domain::kernel::ids::AccountId;

use super::Record;
use crate::app::UnitOfWork;
use crate::rooms::outbox::messages;
use crate::rooms::outbox::notice::NoticeBody;
use crate::web::Refusal;

/// The message about a fact of a case.
///
/// # Errors
/// Never in practice: it is plain text.
fn notice(record: &Record, fact: &Fact) -> Result<String, Refusal> {
    // Public words contain nothing typed; a fact without them is sent by its name alone.
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

/// Notifies a person of a fact.
///
/// # Errors
/// The store's errors.
pub fn tell(work: &mut UnitOfWork<'_, '_>, account: AccountId, record: &Record, fact: &Fact) -> Result<(), Refusal> {
    let text = notice(record, fact)?;
    messages::to_account(work, account, fact.kind(), record.case.id.uuid(), &text)
}

/// Recipients of a fact, besides live streams.
#[must_use]
pub fn addressees(fact: &Fact, record: &Record, owner_before: Option<AccountId>) -> Vec<AccountId> {
    let owner = record.case.owner;
    let brought = Some(record.brought_by).filter(|a| !a.uuid().is_nil());
    let wished = record.case.pause_wish.as_ref().map(|w| w.by);
    let list = match fact {
        // The new owner, and on a change of hands the former one, to whom it stays visible.
        Fact::Dispatched { to, because: Because::Breach | Because::Left | Because::Regrid, .. } => {
            vec![*to, owner_before]
        }
        Fact::Dispatched { to, .. } => vec![*to],
        // The former owner is notified that it was taken over.
        Fact::TakenOver { from } => vec![Some(*from)],
        // A note from an account that no longer serves there would be overlooked in the timeline.
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
        // Danger and its end go to grid leader and street in any case: `intake::danger`.
        | Fact::DangerNoticed { .. }
        | Fact::UrgencyTakenOff { .. }
        // An owner of many such cases is notified once: `recount`.
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

/// Sends the messages about these facts, in the same transaction.
///
/// # Errors
/// The store's errors.
pub fn react(
    work: &mut UnitOfWork<'_, '_>,
    record: &Record,
    facts: &[Fact],
    owner_before: Option<AccountId>,
) -> Result<(), Refusal> {
    // An imported table of tickets is one event for its readers: the queue shows them, instead of a thousand inbox messages.
    let from_a_table = record.source == "import" && facts.iter().any(|f| matches!(f, Fact::Submitted { .. }));
    for fact in facts {
        for account in addressees(fact, record, owner_before) {
            // Nobody needs a message about their own act.
            if account != work.actor.account && !from_a_table {
                tell(work, account, record, fact)?;
            }
        }
        let text = notice(record, fact)?;
        messages::to_destinations(work, fact.kind(), &record.case.code, record.case.id.uuid(), &text)?;
    }
    Ok(())
}
