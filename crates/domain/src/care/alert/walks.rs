//! Property tests: for random actions and alarms, an open alert never disappears.

use proptest::prelude::*;
use uuid::Uuid;

use super::act::Action;
use super::ladder::{How, Rung, TryResult};
use super::state::{Outcome, Status, Void, Watcher, With};
use super::stories::{account, act, contact, new_alert, reading, ring, ten};
use crate::households::ContactKind;
use crate::kernel::time::{Moment, Span};

fn any_action(now: Moment) -> impl Strategy<Value = Action> {
    let watcher = (1u128..4).prop_map(|n| Watcher::Contact(contact(n)));
    let words = "[好坏]{1,3}";
    prop_oneof![
        (1u128..9, any::<bool>()).prop_map(|(n, critical)| Action::Remeasured { reading: reading(n), critical }),
        words.prop_map(|text| Action::Word { text }),
        words.prop_map(|reason| Action::StandDown { reason }),
        words.prop_map(|reason| Action::UnderCare { reason }),
        words.prop_map(|reason| Action::VoidReadings { why: Void::WrongPerson, reason }),
        Just(Action::Acknowledge),
        Just(Action::Acknowledge),
        words.prop_map(|text| Action::Note { text }),
        (0u16..5, any::<bool>()).prop_map(|(rung, reached)| Action::Try {
            rung,
            how: How::Phone,
            went: if reached { TryResult::Reached } else { TryResult::NoAnswer },
            words: String::new(),
        }),
        (1u128..9).prop_map(|n| Action::Found { kind: ContactKind::Neighbour, contact: contact(n) }),
        words.prop_map(|to| Action::Escort { to }),
        words.prop_map(|place| Action::SafeNow { with: With::Alone, place }),
        words.prop_map(|place| Action::SafeNow { with: With::Staff(account(4)), place }),
        (watcher.clone(), 10i64..800, 0i64..800).prop_map(move |(watcher, every, first)| Action::AskWatch {
            watcher,
            every: Span::minutes(every),
            first: now + Span::minutes(first),
        }),
        (watcher, any::<bool>()).prop_map(|(watcher, well)| Action::LookedIn { watcher, well, words: String::new() }),
        Just(Action::KinThere { kin: None }),
        words.prop_map(|to| Action::Refer { to, how: "儿子陪".into() }),
        words.prop_map(|words| Action::Arrived { words }),
        words.prop_map(|words| Action::StayHome { words }),
        (any::<bool>(), words).prop_map(|(well, words)| Action::FollowedUp { well, words }),
        (0usize..6, words).prop_map(|(n, words)| Action::Close { outcome: Outcome::ALL[n], words }),
        words.prop_map(|words| Action::Died { words }),
        words.prop_map(|words| Action::UndoDeath { words }),
    ]
}

fn walk() -> impl Strategy<Value = Vec<(i64, u128, Action)>> {
    prop::collection::vec((0i64..600, 1u128..20, any_action(ten())), 1..80)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]
    #[test]
    fn an_open_alert_has_an_owner_and_an_alarm_and_only_a_person_ends_it(steps in walk()) {
        let mut alert = new_alert(vec![Rung::new(ContactKind::Kin, None), Rung::new(ContactKind::Landlord, None)]);
        let mut now = ten();
        for (minutes, by, mut action) in steps {
            now = now + Span::minutes(minutes);
            if let Action::AskWatch { first, .. } = &mut action {
                *first = now + (*first - ten());
            }
            let open = alert.state.status().is_open();
            let (rung, _) = ring(alert, now);
            prop_assert_eq!(rung.state.status().is_open(), open, "no ringing ends anything");
            alert = rung;
            if let Ok((after, facts)) = act(alert.clone(), by, now, &action) {
                let undone = matches!(action, Action::UndoDeath { .. });
                prop_assert!(open != undone, "what is over takes no act but to take a death back");
                prop_assert!(after.hands.contains(&account(by)), "who acted keeps it in sight");
                prop_assert!(!facts.is_empty(), "every act is told");
                let by_word = matches!(
                    action,
                    Action::StandDown { .. }
                        | Action::VoidReadings { .. }
                        | Action::Close { .. }
                        | Action::Died { .. }
                );
                prop_assert!(after.state.status().is_open() || by_word);
                prop_assert!(after.ladder.iter().map(|r| r.tries.len()).sum::<usize>()
                    >= alert.ladder.iter().map(|r| r.tries.len()).sum::<usize>(), "no try is lost");
                alert = after;
            }
            prop_assert!(alert.owner.uuid() != Uuid::nil());
            match alert.next_alarm() {
                Some(due) => {
                    prop_assert!(alert.state.status().is_open());
                    prop_assert!(due >= now && due <= now + Span::days(15), "{due} at {now}: {:?}", alert.state);
                }
                None => prop_assert!(matches!(alert.state.status(), Status::Closed | Status::StoodDown)),
            }
        }
    }

    /// Without further actions, an open alert rings within fourteen days, then at least daily, and reaches the street.
    #[test]
    fn where_nobody_acts_it_climbs(steps in walk()) {
        let mut alert = new_alert(vec![Rung::new(ContactKind::Kin, None)]);
        let mut now = ten();
        for (minutes, by, action) in steps {
            now = now + Span::minutes(minutes);
            alert = ring(alert, now).0;
            if let Ok((after, _)) = act(alert.clone(), by, now, &action) {
                alert = after;
            }
        }
        if alert.state.status().is_open() {
            let (alone, told) = ring(alert, now + Span::days(20));
            prop_assert!(alone.state.status().is_open());
            prop_assert_eq!(alone.post.as_str(), "510117019");
            let last = told.last().map(|(at, _)| *at).unwrap();
            prop_assert!(last > now + Span::days(19) - Span::hours(1), "it still rings: {last}");
        }
    }
}
