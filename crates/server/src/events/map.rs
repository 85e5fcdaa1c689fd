//! What follows from what: which facts of a case become messages, and to whom. Everything that reacts to an event stands on
//! this page.

use weiguang_domain::cases::{Because, Fact, PartFact};
use weiguang_domain::kernel::ids::AccountId;

use super::outbox;
use crate::app::Work;
use crate::rooms::cases::Record;
use crate::web::Refusal;

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
        // A word from somebody who no longer serves there would be overlooked in the timeline.
        Fact::LateWord { .. } => vec![owner],
        Fact::HalfWay { .. } | Fact::Breached { .. } => vec![owner_before.or(owner)],
        Fact::Answered { .. } | Fact::Joined { .. } | Fact::Resumed { .. } | Fact::PauseRefused { .. } => vec![owner],
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
    work: &mut Work<'_, '_>,
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
                outbox::to_account(work, account, fact.kind(), record, fact)?;
            }
        }
        outbox::to_destinations(work, fact.kind(), record, fact)?;
    }
    Ok(())
}
