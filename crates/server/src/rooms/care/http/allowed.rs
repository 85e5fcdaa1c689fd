//! Permitted acts of a reader on an alert now, for the buttons of its page: the same rules as when the act is done.

use uuid::Uuid;
use weiguang_domain::access::Actor;
use weiguang_domain::care::Action;
use weiguang_domain::care::alert::ladder::{How, TryResult};
use weiguang_domain::care::alert::state::{Outcome, Void, Watcher, With};
use weiguang_domain::households::ContactKind;
use weiguang_domain::kernel::ids::ContactId;
use weiguang_domain::kernel::time::{Moment, Span};

use crate::rooms::care::record::AlertRecord;

/// Keys of the reader's permitted acts.
pub(super) fn allowed(actor: &Actor, record: &AlertRecord, party: bool, now: Moment) -> Vec<String> {
    let status = record.alert.state.status();
    // One act of each kind: its fields change neither who may do it nor in which state.
    let nobody = ContactId::new(Uuid::nil());
    let text = String::new;
    let watcher = Watcher::Contact(nobody);
    let all = [
        Action::Word { text: text() },
        Action::StandDown { reason: text() },
        Action::VoidReadings { why: Void::WrongPerson, reason: text() },
        Action::UnderCare { reason: text() },
        Action::Acknowledge,
        Action::Note { text: text() },
        Action::Try { rung: 0, how: How::Phone, went: TryResult::NoAnswer, words: text() },
        Action::Found { kind: ContactKind::Kin, contact: nobody },
        Action::Escort { to: text() },
        Action::SafeNow { with: With::Alone, place: text() },
        Action::AskWatch { watcher, every: Span::hours(1), first: record.began_at },
        Action::LookedIn { watcher, well: true, words: text() },
        Action::KinThere { kin: None },
        Action::Refer { to: text(), how: text() },
        Action::Arrived { words: text() },
        Action::StayHome { words: text() },
        Action::FollowedUp { well: true, words: text() },
        Action::Close { outcome: Outcome::Recovered, words: text() },
        Action::Died { words: text() },
        Action::UndoDeath { words: text() },
    ];
    let in_time =
        |a: &Action| !matches!(a, Action::UndoDeath { .. }) || record.alert.undo_until().is_some_and(|end| now <= end);
    let may = |a: &&Action| a.fits(status) && in_time(a) && actor.may(a.verb(), &record.alert.code, party).is_ok();
    all.iter().filter(may).map(|a| a.key().to_owned()).collect()
}
