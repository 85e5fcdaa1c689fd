//! The edges of an alert: to which moment there is time, what comes back to whom, and which clock counts from where.

use super::act::{Action, Refused};
use super::fact::Fact;
use super::ladder::{How, Rung, Try, TryResult, again, next};
use super::machine::Alert;
use super::state::{Stage, State, Status, Watcher};
use super::stories::{account, act, code, contact, duty, new_alert, reach, reading, ring, ten};
use crate::households::ContactKind;
use crate::kernel::ids::RegridId;
use crate::kernel::time::{Moment, Span};

/// The shortest time there is.
const HAIR: Span = Span::micros(1);
/// Who has it first, and who stands above.
const LEADER: u128 = 15;
const SECRETARY: u128 = 12;

fn at(minutes: i64) -> Moment {
    ten() + Span::minutes(minutes)
}
fn neighbour() -> Watcher {
    Watcher::Contact(contact(4))
}
fn ask(every: i64, first: Moment) -> Action {
    Action::AskWatch { watcher: neighbour(), every: Span::minutes(every), first }
}
fn done(alert: Alert, by: u128, now: Moment, action: &Action) -> Alert {
    act(alert, by, now, action).unwrap().0
}
fn step(alert: &Alert, now: Moment) -> (Alert, Vec<&'static str>) {
    let step = alert.clone().ring(&duty(&alert.posts_above()), now);
    (step.alert, step.facts.iter().map(Fact::kind).collect())
}

#[test]
fn there_is_time_up_to_and_including_the_moment_at_which_a_clock_runs_out() {
    let alert = new_alert(Vec::new());
    let due = alert.due().unwrap();
    assert!(!alert.is_due(due) && alert.is_due(due + HAIR));
    assert_eq!(
        (step(&alert, due), step(&alert, due + HAIR).1),
        ((alert, vec![]), vec!["care.raised", "care.dispatched"])
    );
    // A look is missed after its grace, and not at its last moment.
    let watched = done(reach(Status::Watching), LEADER, at(1), &ask(120, at(60)));
    let last = at(60) + watched.clocks.look_grace;
    assert!(!step(&watched, last).1.contains(&"care.look-missed"));
    assert!(step(&watched, last + HAIR).1.contains(&"care.look-missed"));
    // Another whose grace ends just then has not missed theirs.
    let other = Action::AskWatch { watcher: Watcher::Contact(contact(5)), every: Span::hours(2), first: at(60) + HAIR };
    let (after, _) = step(&done(watched, LEADER, at(1), &other), last + HAIR);
    let State::Watching { watches, .. } = after.state else { panic!("{:?}", after.state) };
    assert_eq!(watches.iter().map(|watch| watch.missed).collect::<Vec<_>>(), [1, 0]);
}

#[test]
fn silence_asks_whoever_answers_first_wherever_the_person_is_known_to_be() {
    // At a cell; where they were measured while nobody knows where they live: a grid's station, a community's.
    for (known, first) in [
        ("51011701900600906", "510117019006009"),
        ("510117019006009", "510117019006009"),
        ("510117019006", "510117019006"),
    ] {
        let alert = Alert { code: code(known), post: code(known), ..new_alert(Vec::new()) };
        assert_eq!(alert.posts_above(), alert.first_posts());
        let (raised, _) = step(&alert, alert.due().unwrap() + HAIR);
        assert_eq!((raised.post, raised.owner), (code(first), account(first.len() as u128)), "{known}");
        // Once it was raised, the next level is asked.
        assert_eq!(raised.posts_above()[0], raised.post.parent().unwrap(), "{known}");
    }
}

#[test]
fn nobody_has_answered_from_the_third_minute_on_and_that_is_told_once() {
    let raised = reach(Status::Raised);
    let State::Raised { since, .. } = raised.state else { panic!("{:?}", raised.state) };
    let three = since + Span::minutes(3);
    assert_eq!((raised.unanswered_since(three - HAIR), raised.unanswered_since(three)), (None, Some(since)));
    let (told, facts) = step(&raised, three + HAIR);
    assert_eq!((facts, step(&told, three + Span::minutes(1)).1), (vec!["care.unanswered"], vec![]));
}

#[test]
fn a_server_that_was_down_for_a_night_tells_of_one_missed_look() {
    let watched = done(reach(Status::Watching), LEADER, at(1), &ask(60, at(60)));
    let morning = at(11 * 60);
    let (after, told) = step(&watched, morning);
    assert_eq!(told.iter().filter(|kind| **kind == "care.look-missed").count(), 1, "{told:?}");
    let State::Watching { watches, .. } = &after.state else { panic!("{:?}", after.state) };
    assert_eq!((watches[0].missed, watches[0].next), (1, morning + Span::hours(1)), "the next is counted from now");
    assert_eq!(step(&after, morning + Span::minutes(14)).1, [""; 0]);
}

#[test]
fn a_look_is_agreed_on_for_a_quarter_of_an_hour_to_twelve_and_not_for_a_moment_that_is_over() {
    let now = at(1);
    let agreed = |every: i64, first: Moment| act(reach(Status::Watching), LEADER, now, &ask(every, first));
    assert!(agreed(15, now).is_ok() && agreed(720, now + Span::hours(12)).is_ok());
    for (every, first) in [(14, now), (721, now), (60, now - HAIR), (60, now + Span::hours(12) + HAIR)] {
        assert_eq!(agreed(every, first).unwrap_err(), Refused::WatchTimes, "{every} {first}");
    }
}

#[test]
fn the_second_visit_is_two_weeks_after_care_was_reached_and_never_at_once() {
    let alert = reach(Status::FollowUp);
    let State::FollowUp { since, stage: Stage::First } = alert.state else { panic!("{:?}", alert.state) };
    let well = Action::FollowedUp { well: true, words: "好多了".into() };
    let due = |now: Moment| done(alert.clone(), LEADER, now, &well).due();
    assert_eq!(due(since + Span::days(1)), Some(since + Span::days(14)));
    assert_eq!(due(since + Span::days(9)), Some(since + Span::days(14)), "however late the first one was");
    let late = since + Span::days(14);
    assert_eq!(due(late), Some(late + alert.clocks.follow_climb));
}

#[test]
fn a_missed_visit_climbs_by_hours_and_an_emergency_by_minutes() {
    for (status, every) in [
        (Status::Raised, Span::minutes(15)),
        (Status::Referred, Span::minutes(15)),
        (Status::FollowUp, Span::hours(4)),
        (Status::Owed, reach(Status::Owed).clocks.outcome),
    ] {
        let alert = reach(status);
        let late = alert.due().unwrap() + HAIR;
        assert_eq!(step(&alert, late).0.due(), Some(late + every), "{status:?}");
    }
}

#[test]
fn the_clock_runs_from_the_first_critical_reading_whatever_is_measured_or_put_right() {
    let due = new_alert(Vec::new()).due();
    let again = Action::Remeasured { reading: reading(2), critical: false };
    let right = Action::Corrected { reading: reading(1) };
    for action in [again, right] {
        assert_eq!(done(new_alert(Vec::new()), 3, at(9), &action).due(), due, "{action:?}");
    }
}

#[test]
fn whoever_answers_has_it_from_then_on() {
    let watched = done(reach(Status::Watching), LEADER, at(1), &ask(60, at(30)));
    let (up, _) = ring(watched, at(46));
    assert_eq!((up.owner, up.home.as_ref().map(|home| home.owner)), (account(SECRETARY), Some(account(LEADER))));
    let worse = Action::LookedIn { watcher: neighbour(), well: false, words: String::new() };
    let raised = done(up, SECRETARY, at(47), &worse);
    assert_eq!(raised.state.status(), Status::Reaching);
    let mut waits = reach(Status::Raised);
    waits.home = raised.home;
    assert!(waits.home.is_some());
    assert_eq!(
        done(waits, SECRETARY, at(50), &Action::Acknowledge).home,
        None,
        "nobody takes back what another answered for"
    );
}

#[test]
fn an_alert_that_is_redrawn_comes_back_only_to_a_post_above_it_and_a_leaver_sees_it_no_more() {
    let watched = done(reach(Status::Watching), LEADER, at(1), &ask(60, at(30)));
    let (up, _) = ring(watched, at(46));
    let regrid = RegridId::new(uuid::Uuid::from_u128(3));
    let home = |to: &str| up.clone().carry(code(to), regrid, &duty(&[code(to)])).alert.home.is_some();
    assert!(home("51011701900600911") && !home("51011701900800101"));
    let there = duty(&[code("510117019006009")]);
    let left = up.clone().pass_on(account(LEADER), &there).unwrap().alert;
    assert!(up.parties().contains(&account(LEADER)) && !left.parties().contains(&account(LEADER)));
    assert_eq!(left.home, None, "and nothing comes back to them");
}

#[test]
fn whoever_was_tried_least_is_next_and_a_number_that_is_wrong_is_not_tried_again() {
    let tried = |kind, of: u128, went: &[TryResult]| {
        let tries = went.iter().map(|went| Try { at: ten(), by: account(LEADER), how: How::Phone, went: *went });
        Rung { tries: tries.collect(), ..Rung::new(kind, Some(contact(of))) }
    };
    let (kin, landlord) = (ContactKind::Kin, ContactKind::Landlord);
    let none = [TryResult::NoAnswer];
    assert_eq!(next(&[tried(kin, 1, &none), tried(landlord, 2, &[])]), Some(1));
    assert_eq!(next(&[tried(kin, 1, &none), tried(landlord, 2, &none)]), Some(0));
    for over in [TryResult::WrongNumber, TryResult::CannotHelp] {
        assert_eq!(next(&[tried(kin, 1, &[over]), tried(landlord, 2, &none)]), Some(1), "{over:?}");
    }
    assert_eq!(next(&[tried(kin, 1, &[TryResult::Reached]), tried(landlord, 2, &[])]), None, "kin are reached");
    assert_eq!(next(&[tried(kin, 1, &[]), tried(landlord, 2, &[TryResult::Reached])]), Some(0), "a landlord is no kin");
    // After a move the tries stay, also of those who are known at the new door.
    let moved = again(&[tried(kin, 1, &none), tried(landlord, 2, &none)], vec![Rung::new(kin, Some(contact(1)))]);
    let tries: Vec<_> = moved.iter().map(|rung| (rung.kind, rung.tries.len())).collect();
    assert_eq!(tries, [(kin, 1), (landlord, 1)]);
}

#[test]
fn a_death_is_taken_back_for_a_day_and_nobody_is_late_for_what_it_stopped() {
    let died = Action::Died { words: "家属告知".into() };
    let undo = Action::UndoDeath { words: "弄错了人".into() };
    let dead = done(reach(Status::Referred), LEADER, at(2), &died);
    let last = at(2) + Span::hours(24);
    assert_eq!(dead.undo_until(), Some(last));
    assert_eq!(act(dead.clone(), LEADER, last + HAIR, &undo).unwrap_err(), Refused::NoDeath);
    let alive = done(dead, LEADER, last, &undo);
    assert_eq!(alive.state.status(), Status::Referred);
    assert_eq!(alive.due(), Some(last + alive.clocks.acknowledge), "time to answer, as if it had just been raised");
}
