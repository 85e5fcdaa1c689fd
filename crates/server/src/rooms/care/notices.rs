//! Messages about a care alert, and their recipients. They go to inboxes of people and to no other system, and contain no personal data.

use weiguang_domain::care::Fact;
use weiguang_domain::care::alert::state::Watcher;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::time::Moment;
use weiguang_domain::kernel::words::Words;

use super::AlertRecord;
use crate::app::UnitOfWork;
use crate::rooms::outbox::messages;
use crate::rooms::outbox::notice::NoticeBody;
use crate::web::Refusal;

/// The message about a care alert: that an act is due, where and by when.
///
/// # Errors
/// Never in practice: it is plain text.
fn notice(record: &AlertRecord, words: Words) -> Result<String, Refusal> {
    let body = NoticeBody {
        number: "",
        kind: "care",
        code: record.alert.code.to_string(),
        status: record.alert.state.status().key(),
        zh: words.zh,
        en: words.en,
    };
    body.text()
}

/// Recipients of a fact of a care alert, and the inbox text: that an act is due and by when, without personal data.
fn addressees(
    fact: &Fact,
    record: &AlertRecord,
    owner_before: AccountId,
    doctor: Option<AccountId>,
) -> (Vec<AccountId>, Words) {
    use Fact as F;
    let (owner, measured) = (record.alert.owner, record.about.measured_by.iter().copied());
    // The time has its day if that differs from the day of the message.
    let by = |at: &Moment| {
        let civil = at.civil();
        let form = if at.day() == record.updated_at.day() { "%H:%M" } else { "%-m月%-d日 %H:%M" };
        civil.strftime(form).to_string()
    };
    let said = |zh: &str, en: &str| Words::new(zh, en);
    match fact {
        F::Raised { .. } => (
            measured.chain(doctor).collect(),
            said(
                "您测量或签约的居民有一条关爱预警",
                "A care alert was raised for somebody whom you measured or care for",
            ),
        ),
        // The new owner, and on a change of hands the former one, to whom it stays visible.
        F::Dispatched { to, due, .. } => {
            let zh = format!("关爱预警由{}负责，请在 {} 前处理", record.alert.post.level().chinese(), by(due));
            (vec![*to, owner_before], Words { zh, en: format!("A care alert is owed something by {}", by(due)) })
        }
        F::ToldThere { to, .. } => (
            vec![*to, owner],
            said(
                "一位有关爱预警的居民搬到您负责的网格，由原负责人继续",
                "Somebody with a care alert moved to where you answer; its owner goes on",
            ),
        ),
        F::WatchAsked { watcher: Watcher::Staff(account), .. } => {
            (vec![*account], said("请您按约定看护一位居民", "You are asked to look in on somebody"))
        }
        F::LookMissed { watcher, .. } => {
            let server = if let Watcher::Staff(account) = watcher { Some(*account) } else { None };
            let list = server.into_iter().chain([owner]).collect();
            (list, said("约好的看护没有回音", "An agreed look was not confirmed"))
        }
        F::Worse => (
            doctor.into_iter().chain([owner]).collect(),
            said("看护或随访中的居民情况不好", "Somebody who is watched or followed up is not well"),
        ),
        F::OutcomeOwed { .. } => (vec![owner], said("关爱预警待写结果", "A care alert is owed its outcome")),
        F::Closed { .. } => (measured.chain([owner]).collect(), said("关爱预警已结束", "A care alert was ended")),
        // Everybody who had a part is notified of an end that may be a mistake, and of its undoing.
        F::Died { until, .. } => (
            record.parties().into_iter().collect(),
            Words {
                zh: format!("关爱预警因登记去世而结束，登记有误可在 {} 前撤销", by(until)),
                en: format!("A care alert ended with a death; a mistake can be taken back until {}", by(until)),
            },
        ),
        F::DeathUndone { .. } => (
            record.parties().into_iter().chain(doctor).collect(),
            said("去世登记有误，已撤销，关爱预警继续", "A death was taken back: the care alert goes on"),
        ),
        F::Unanswered { .. } => (
            measured.collect(),
            said(
                "关爱预警发出后无人应答，请打开预警按号码打电话",
                "Nobody answers a care alert: open it, and call the numbers there",
            ),
        ),
        F::LookSoon { watcher, due } => {
            let server = if let Watcher::Staff(account) = watcher { Some(*account) } else { None };
            let before = record.alert.home.as_ref().map(|home| home.owner);
            let words = Words {
                zh: format!("约好 {} 去看一位居民", by(due)),
                en: format!("Somebody is to be looked in on at {}", by(due)),
            };
            (server.into_iter().chain([owner]).chain(before).collect(), words)
        }
        F::BroughtBack { to, .. } => (
            vec![*to, owner_before],
            said("已有人看过，关爱预警交回原负责人", "A look was kept: the care alert is back with its owner"),
        ),
        _ => (Vec::new(), said("", "")),
    }
}

/// Sends the messages about an alert's facts. They go to inboxes of people and to no other system.
///
/// # Errors
/// The store's errors.
pub fn react(
    work: &mut UnitOfWork<'_, '_>,
    record: &AlertRecord,
    facts: &[Fact],
    owner_before: AccountId,
    doctor: Option<AccountId>,
) -> Result<(), Refusal> {
    for fact in facts {
        let (mut list, words) = addressees(fact, record, owner_before, doctor);
        list.sort_unstable();
        list.dedup();
        for account in list {
            if account != work.actor.account {
                let text = notice(record, words.clone())?;
                messages::to_account(work, account, fact.kind(), record.alert.id.uuid(), &text)?;
            }
        }
    }
    Ok(())
}
