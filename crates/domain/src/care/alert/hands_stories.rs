//! Who keeps an alert in sight, what is told before a clock runs out, and a death that was a mistake; told as stories.

use uuid::Uuid;

use super::act::{Action, Refused};
use super::death::TAKE_BACK;
use super::fact::Fact;
use super::machine::{Alert, New};
use super::state::{Cause, Outcome, State, Status, Void, Watcher};
use super::stories::{MICRO, NURSE, account, act, code, contact, duty, new_alert, reach, reading, ring, ten, wang};
use super::told::{Ask, Concern, KinWords};
use crate::access::Verb;
use crate::care::rules::default_table;
use crate::households::{Birth, ContactKind, Resident, Sex};
use crate::kernel::ids::{AccountId, AlertId};
use crate::kernel::time::{Moment, Span};

const LEADER: u128 = 15;
const SECRETARY: u128 = 12;

fn kinds(told: &[(Moment, Fact)]) -> Vec<&'static str> {
    told.iter().map(|(_, fact)| fact.kind()).collect()
}
fn at(minutes: i64) -> Moment {
    ten() + Span::minutes(minutes)
}
/// Watched since 10:01 by the leader; the neighbour looks in at 11:00 and then every two hours.
fn watched() -> (Alert, Watcher) {
    let neighbour = Watcher::Contact(contact(4));
    let ask = Action::AskWatch { watcher: neighbour, every: Span::hours(2), first: at(60) };
    (act(reach(Status::Watching), LEADER, at(2), &ask).unwrap().0, neighbour)
}
fn well(watcher: Watcher) -> Action {
    Action::LookedIn { watcher, well: true, words: String::new() }
}

#[test]
fn a_missed_look_goes_up_and_a_kept_one_brings_it_back_to_whom_it_was_with() {
    let (alert, neighbour) = watched();
    let (up, told) = ring(alert, at(76));
    assert_eq!(kinds(&told), ["care.look-soon", "care.look-missed", "care.late", "care.climbed", "care.dispatched"]);
    assert_eq!((up.owner, up.escalated), (account(SECRETARY), 1));
    assert!(up.parties().contains(&account(LEADER)), "who is in the middle of it keeps it in sight");
    let (back, facts) = act(up, SECRETARY, at(80), &well(neighbour)).unwrap();
    assert_eq!(facts.last().unwrap().kind(), "care.brought-back");
    assert_eq!((back.owner, back.post.as_str(), back.escalated), (account(LEADER), "510117019006009", 0));
    assert_eq!((back.clock.ran_out, back.due()), (0, Some(at(80 + 120 + 15))));
    assert!(back.parties().contains(&account(SECRETARY)), "who acted goes on seeing it");
    // Missed twice before somebody looks: it comes back all the way.
    let (far, _) = ring(back, at(80 + 120 + 40));
    assert_eq!((far.owner, far.escalated), (account(9), 2));
    assert!([LEADER, SECRETARY].iter().all(|who| far.parties().contains(&account(*who))));
    let (home, _) = act(far, LEADER, at(250), &well(neighbour)).unwrap();
    assert_eq!((home.owner, home.escalated), (account(LEADER), 0));
}

#[test]
fn whom_it_was_with_when_it_climbed_sees_it_without_having_done_anything() {
    let (above, told) = ring(new_alert(Vec::new()), at(50));
    assert_eq!(told.iter().filter(|(_, fact)| matches!(fact, Fact::Climbed { .. })).count(), 2, "{told:?}");
    let seen = [NURSE, LEADER, SECRETARY, 9].map(account);
    assert_eq!(above.parties(), seen.into(), "who measured, both who let it climb, and who has it now");
}

#[test]
fn a_danger_sign_is_with_the_grid_leader_at_once_and_who_measured_sees_it() {
    let new = New {
        id: AlertId::new(Uuid::from_u128(1)),
        resident: wang().id,
        code: code(MICRO),
        reading: reading(1),
        by: account(NURSE),
        at: ten(),
        ladder: Vec::new(),
        clocks: default_table().clocks,
    };
    let posts = Alert::begin(new.clone()).alert.first_posts();
    let step = Alert::begin_at_once(new.clone(), &duty(&posts));
    let told: Vec<&str> = step.facts.iter().map(Fact::kind).collect();
    assert_eq!(told, ["care.raised", "care.dispatched"], "nobody is asked to measure again");
    assert!(matches!(step.alert.state, State::Raised { because: Cause::Sign, .. }));
    assert_eq!((step.alert.owner, step.alert.due()), (account(LEADER), Some(at(10))));
    assert!(step.alert.parties().contains(&account(NURSE)));
    // The same for a value that was asked about, once it is confirmed; and nothing for one that was raised already.
    let measuring = Alert::begin(new).alert;
    let raised = measuring.raise_at_once(&duty(&posts), at(2)).alert;
    assert_eq!((raised.state.status(), raised.due()), (Status::Raised, Some(at(12))));
    assert!(raised.raise_at_once(&duty(&posts), at(3)).facts.is_empty());
}

#[test]
fn a_doctor_who_has_seen_them_follows_up_and_one_who_knows_better_voids_the_reading() {
    let reason = || "人清醒，182/96，平时就高，已调药".to_owned();
    for status in [Status::Raised, Status::Reaching] {
        let seen = Action::UnderCare { reason: reason() };
        let (alert, facts) = act(reach(status), SECRETARY, at(5), &seen).unwrap();
        assert_eq!(
            (alert.state.status(), alert.owner, facts[0].kind()),
            (Status::FollowUp, account(SECRETARY), "care.under-care")
        );
        assert_eq!(alert.due(), Some(at(5) + alert.clocks.second_follow_up), "the second follow-up, and not the first");
        let asked = Action::FollowedUp { well: true, words: "血压 134/80".into() };
        assert_eq!(act(alert, SECRETARY, at(60 * 24 * 3), &asked).unwrap().0.state.status(), Status::Owed);
    }
    for status in Status::ALL.into_iter().filter(|status| status.is_open()) {
        let fits = [Status::Raised, Status::Reaching, Status::Watching, Status::WithKin].contains(&status);
        let void = Action::VoidReadings { why: Void::BrokenMeter, reason: "袖带漏气".into() };
        let done = act(reach(status), SECRETARY, at(5), &void);
        assert_eq!(done.is_ok(), fits, "{status:?}");
        if let Ok((alert, facts)) = done {
            assert_eq!(
                (alert.state.status(), alert.next_alarm(), facts[0].kind()),
                (Status::StoodDown, None, "care.voided")
            );
        }
    }
    let nothing = Action::UnderCare { reason: "  ".into() };
    assert_eq!(act(reach(Status::Raised), SECRETARY, at(5), &nothing).unwrap_err(), Refused::Empty("reason"));
    assert_eq!(
        (nothing.verb(), Action::VoidReadings { why: Void::WrongPerson, reason: reason() }.verb()),
        (Verb::CareWord, Verb::CareWord)
    );
}

#[test]
fn what_somebody_above_has_answered_for_or_what_lasts_stays_above() {
    let (alert, neighbour) = watched();
    // Not well: the secretary, who has it by now, finds them; a look that is kept after that gives nothing away that nobody missed.
    let (up, _) = ring(alert, at(76));
    let mut gone = up.clone();
    gone = gone.pass_on(account(LEADER), &duty(&up.first_posts())).unwrap().alert;
    let (stays, facts) = act(gone, SECRETARY, at(80), &well(neighbour)).unwrap();
    assert_eq!((stays.owner, facts.len()), (account(SECRETARY), 1), "it goes back to nobody who has left");
    assert!(!stays.parties().contains(&account(LEADER)));
    // A watch that is kept for a day lasts, and is told above: that is no missed look, and a kept one does not take it away again.
    let (mut alert, neighbour) = watched();
    for hour in (1..24).step_by(2) {
        alert = act(ring(alert, at(hour * 60)).0, LEADER, at(hour * 60), &well(neighbour)).unwrap().0;
    }
    let (lasts, told) = ring(alert, at(24 * 60 + 5));
    assert!(told.iter().any(|(_, fact)| matches!(fact, Fact::Climbed { .. })), "{told:?}");
    let (lasts, facts) = act(lasts, LEADER, at(24 * 60 + 10), &well(neighbour)).unwrap();
    assert_eq!((lasts.owner, facts.len()), (account(SECRETARY), 1));
}

#[test]
fn a_look_is_called_to_mind_ten_minutes_before_or_half_way_and_once() {
    let (alert, neighbour) = watched();
    assert_eq!(alert.next_alarm(), Some(at(50)));
    let soon = alert.clone().ring(&duty(&alert.posts_above()), at(51));
    assert!(matches!(soon.facts[..], [Fact::LookSoon { due, .. }] if due == at(60)), "{:?}", soon.facts);
    assert_eq!((soon.alert.owner, soon.alert.next_alarm()), (account(LEADER), Some(at(75))), "nothing climbs by it");
    // A program that was down past the look does not call it to mind afterwards.
    let late = alert.ring(&duty(&soon.alert.posts_above()), at(70));
    assert!(late.facts.is_empty() && late.alert.next_alarm() == Some(at(75)), "{:?}", late.facts);
    // Every quarter of an hour: half-way. At once: not at all.
    for (every, first, remind) in [(15, 17, Some(at(17) - Span::seconds(450))), (15, 2, None), (30, 32, Some(at(22)))] {
        let ask = Action::AskWatch { watcher: neighbour, every: Span::minutes(every), first: at(first) };
        let (alert, _) = act(reach(Status::Watching), LEADER, at(2), &ask).unwrap();
        let State::Watching { watches, .. } = &alert.state else { panic!("{:?}", alert.state) };
        assert_eq!(watches[0].remind, remind, "every {every}");
    }
}

#[test]
fn who_measured_is_told_once_when_nobody_has_answered_for_three_minutes() {
    let alert = reach(Status::Raised);
    let since = at(1);
    assert_eq!(alert.unanswered_since(since + Span::minutes(3) - Span::seconds(1)), None);
    assert_eq!(alert.unanswered_since(since + Span::minutes(3)), Some(since));
    let (alert, told) = ring(alert, since + Span::minutes(9));
    assert!(matches!(told[..], [(_, Fact::Unanswered { since: told })] if told == since), "{told:?}");
    assert_eq!((alert.owner, alert.due()), (account(LEADER), Some(since + Span::minutes(10))), "nothing climbs by it");
    let (up, told) = ring(alert, since + Span::minutes(11));
    assert_eq!(kinds(&told), ["care.late", "care.climbed", "care.dispatched"], "and not told twice");
    assert!(up.parties().contains(&account(LEADER)), "who has not answered yet still sees it");
    let (answered, _) = act(up, LEADER, since + Span::minutes(12), &Action::Acknowledge).unwrap();
    assert_eq!((answered.unanswered_since(since + Span::hours(1)), answered.owner), (None, account(LEADER)));
}

#[test]
fn a_death_that_was_a_mistake_gives_back_everything_for_a_day() {
    let died = Action::Died { words: "记错了人".into() };
    let undo = Action::UndoDeath { words: String::new() };
    for status in Status::ALL.into_iter().filter(|status| status.is_open()) {
        let before = reach(status);
        let (dead, facts) = act(before.clone(), LEADER, at(2), &died).unwrap();
        assert_eq!((facts[0].kind(), dead.next_alarm()), ("care.died", None), "{status:?}");
        assert_eq!(dead.undo_until(), Some(at(2) + TAKE_BACK));
        let (again, facts) = act(dead.clone(), LEADER, at(4), &undo).unwrap();
        assert_eq!(facts[0].kind(), "care.death-undone");
        let hands = again.hands.clone();
        let soonest = at(4) + again.clocks.acknowledge;
        assert_eq!(again.due(), before.due().map(|due| due.max(soonest)), "{status:?}");
        assert_eq!(Alert { hands, clock: again.clock, ..before }, again, "{status:?}: as it stood");
        assert!(act(dead.clone(), LEADER, at(2) + TAKE_BACK, &undo).is_ok(), "{status:?}: the last moment is in time");
        let late = act(dead, LEADER, at(2) + TAKE_BACK + Span::seconds(1), &undo);
        assert_eq!(late.unwrap_err(), Refused::NoDeath, "{status:?}");
    }
    // Who looks in has done nothing yet, and finds it all the same.
    let member = Watcher::Staff(account(77));
    let ask = Action::AskWatch { watcher: member, every: Span::hours(1), first: at(60) };
    let (asked, _) = act(reach(Status::Watching), LEADER, at(2), &ask).unwrap();
    assert!(act(asked, LEADER, at(3), &died).unwrap().0.parties().contains(&account(77)));
    // An outcome is no death.
    let over = Action::Close { outcome: Outcome::Recovered, words: "好了".into() };
    let (over, _) = act(reach(Status::Owed), LEADER, at(2), &over).unwrap();
    assert_eq!(act(over, LEADER, at(3), &undo).unwrap_err(), Refused::NoDeath);
}

#[test]
fn a_watch_that_was_ended_by_mistake_goes_on_and_nobody_is_late_for_it() {
    let (alert, neighbour) = watched();
    let (dead, _) = act(alert, LEADER, at(30), &Action::Died { words: "一".into() }).unwrap();
    assert_eq!(ring(dead.clone(), at(300)).1, [], "nothing rings for the dead");
    let (again, _) = act(dead, SECRETARY, at(300), &Action::UndoDeath { words: String::new() }).unwrap();
    let State::Watching { watches, .. } = &again.state else { panic!("{:?}", again.state) };
    assert_eq!((watches[0].watcher, watches[0].next), (neighbour, at(310)));
    assert_eq!((again.owner, again.due()), (account(LEADER), Some(at(325))));
}

#[test]
fn yesterdays_row_still_opens_and_whom_it_names_keeps_it_in_sight() {
    let mut row = serde_json::to_value(reach(Status::Watching)).unwrap();
    row.as_object_mut().unwrap().retain(|field, _| !["hands", "home", "death"].contains(&field.as_str()));
    let alert: Alert = serde_json::from_value(row).unwrap();
    assert!(alert.hands.is_empty() && alert.parties().contains(&account(LEADER)));
    let watch = serde_json::json!({ "watcher": { "Server": AccountId::new(uuid::Uuid::from_u128(4)) }, "every": Span::hours(1), "next": at(60), "kept": [], "missed": 0 });
    assert_eq!(serde_json::from_value::<super::state::Watch>(watch).unwrap().remind, None);
    let raised = serde_json::json!({ "status": "raised", "since": at(1), "because": "word" });
    assert!(matches!(serde_json::from_value(raised).unwrap(), State::Raised { told: false, .. }));
    let over = serde_json::json!({ "fact": "closed", "outcome": "died", "words": "家属告知" });
    assert!(matches!(serde_json::from_value(over).unwrap(), Fact::Closed { outcome: Outcome::Died, .. }));
}

#[test]
fn one_of_the_family_hears_of_their_own_and_others_of_the_family_name() {
    let (line, today) = ("028-12345", super::stories::TODAY);
    let heard = |resident: &Resident, relation: &str| {
        let words = KinWords::of(resident, relation, line, &[Concern::SugarHigh], "张医生", today).words();
        (words.zh, words.en)
    };
    let (zh, en) = heard(&wang(), "儿子");
    assert!(zh.starts_with("您母亲今天需要家人在身边"), "{zh}");
    assert!(en.starts_with("Your mother needs family today"), "{en}");
    for (relation, called) in [
        ("女婿", "您岳母"),
        ("儿媳", "您婆婆"),
        ("外孙女", "您外婆"),
        ("孙子", "您奶奶"),
        ("老伴", "您爱人"),
        ("侄子", "您家的王奶奶"),
        ("", "您家的王奶奶"),
    ] {
        assert!(heard(&wang(), relation).0.starts_with(&format!("{called}今天")), "{relation}");
    }
    let unknown = Resident { sex: None, ..wang() };
    assert!(heard(&unknown, "儿子").0.starts_with("您家老人今天"), "{}", heard(&unknown, "儿子").0);
    let young = Resident { birth: Birth::Year(2010), sex: Some(Sex::Male), ..wang() };
    assert!(heard(&young, "儿子").0.starts_with("您的家人今天"), "a child has no grown son");
    assert!(heard(&young, "母亲").0.starts_with("您儿子今天"));
    // No word of the door, and to the neighbour nothing of the family.
    let ouyang = Resident { name: "欧阳秀英".into(), ..wang() };
    assert_eq!(ouyang.salutation(today), "欧阳奶奶");
    let ask = Ask::of(ContactKind::Neighbour, &ouyang, "3栋", line, today).unwrap().words();
    assert!(ask.zh.contains("看一眼欧阳奶奶") && ask.en.contains("look in on 欧阳奶奶"), "{}", ask.zh);
}
