//! Permitted acts on a case in its present state, for the buttons of its page.

use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::cases::{Action, Answer, Status};

use crate::rooms::cases::record::Record;

/// The acts that this actor may do on this case now, by their keys on the wire.
#[must_use]
pub fn allowed(actor: &Actor, record: &Record, party: bool, has_part: bool) -> Vec<&'static str> {
    let status = record.case.state.status();
    let may = |verb: Verb| actor.may(verb, &record.case.code, party).is_ok();
    let text = String::new;
    let samples = [
        Action::Accept,
        Action::TakeOver,
        Action::Start,
        Action::Resolve { outcome: text() },
        Action::Return { reason: text() },
        Action::Dispatch,
        Action::AskPause { reason: text(), waiting_for: text(), until: record.updated_at },
        Action::ApprovePause,
        Action::RefusePause { reason: text() },
        Action::Resume,
        Action::Answer { answer: Answer::Satisfied, words: text(), recorded: None },
        Action::Close,
        Action::Reopen { reason: text() },
        Action::Escalate { reason: text() },
        Action::Withdraw { reason: text() },
        Action::Duplicate { of: record.case.id },
        Action::Note { text: text() },
    ];
    let mut keys: Vec<&'static str> = samples
        .iter()
        .filter(|a| a.fits(status) && may(a.verb()))
        .filter(|a| match a {
            Action::ApprovePause | Action::RefusePause { .. } => {
                record.case.pause_wish.as_ref().is_some_and(|w| w.by != actor.account)
            }
            // A person who does not own it takes it over by an act of its own.
            Action::Accept => record.case.held_by_another(actor.account).is_none(),
            Action::TakeOver => record.case.held_by_another(actor.account).is_some(),
            Action::Start => status != Status::Submitted || record.case.held_by_another(actor.account).is_none(),
            // Nobody confirms their own work.
            Action::Answer { .. } => !has_part && !record.case.resolved_by(actor.account),
            Action::AskPause { .. } => record.case.pause_wish.is_none(),
            Action::Escalate { .. } => !record.case.at_the_top(),
            _ => true,
        })
        .map(Action::key)
        .collect();
    if may(Verb::CasesDispatch) && status.is_owed() {
        keys.extend(["place", "kind"]);
        if record.urgent {
            keys.push("urgency_off");
        }
    }
    if may(Verb::CasesCall) && status.is_owed() && status != Status::Returned {
        keys.push("ask_part");
    }
    if has_part && may(Verb::CasesPart) {
        keys.push("part");
    }
    if record.reporter.is_some() && may(Verb::CasesUnmask) {
        keys.push("unmask");
    }
    if may(Verb::CasesAnswer) && record.case.may_link(actor.account, has_part).is_ok() {
        keys.push("link");
    }
    if may(Verb::CasesWork) && status.is_open() {
        keys.push("attach");
    }
    keys
}
