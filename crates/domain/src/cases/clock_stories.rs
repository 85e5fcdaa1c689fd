//! The clocks of a case at their edges, and what each step clears and what it keeps.

use proptest::prelude::*;

use super::act::Action;
use super::case::{Case, KindPin, PAUSE_DAYS, Placed};
use super::clocks::{Clocks, Pause, Promise};
use super::fact::Fact;
use super::state::{Answer, State, Status};
use super::stories::{MICRO, account, act, code, duty, morning, new_case, promise, ring, say};
use super::{Alarm, Refused};
use crate::kernel::ids::RegridId;
use crate::kernel::time::{Moment, Span};
use crate::manual::{Allowance, Calendar};

/// The shortest time there is.
const HAIR: Span = Span::micros(1);

fn at(minutes: i64) -> Moment {
    morning() + Span::minutes(minutes)
}
/// Hours and minutes of a day in November 2026; the 23rd is a Monday.
fn on(day: i8, hour: i8) -> Moment {
    Moment::from_civil(jiff::civil::date(2026, 11, day).at(hour, 0, 0, 0))
}
fn done(case: Case, by: u128, now: Moment, action: &Action) -> Case {
    act(case, by, now, action).unwrap().0
}
fn not_solved() -> Action {
    Action::Answer { answer: Answer::Not, words: say("还在"), recorded: None }
}
fn wish(until: Moment) -> Action {
    Action::AskPause { reason: say("等配件"), waiting_for: say("电梯公司"), until }
}
fn back() -> Action {
    Action::Return { reason: say("不在本微网格") }
}
fn resolve() -> Action {
    Action::Resolve { outcome: say("已清理") }
}
/// A case that was not resolved in time and has climbed to its grid; the next level is told at 28 hours and a second.
fn breached() -> Case {
    let case = done(new_case(), 17, at(60), &Action::Start);
    ring(case, morning() + Span::hours(24) + Span::seconds(1)).0
}

#[test]
fn what_is_met_at_its_deadline_is_in_time_and_a_hair_later_is_late() {
    let due = morning() + Span::hours(2);
    let met = |now: Moment| done(new_case(), 17, now, &Action::Accept).clocks.accept;
    assert!(!met(due).late(due + Span::days(30)), "met in time stays in time");
    assert!(met(due + HAIR).late(due + HAIR) && met(due + HAIR).late(due + Span::days(30)));
    let open = new_case().clocks.accept;
    assert!(!open.late(due) && open.late(due + HAIR));
    assert_eq!(new_case().due(due + HAIR).map(|(_, alarm)| alarm), Some(Alarm::AcceptBreached));
}

#[test]
fn a_pause_gives_every_clock_back_what_was_left_and_mends_nothing() {
    let calendar = Calendar::official();
    let clocks = Clocks { climb_at: Some(at(240)), ..new_case().clocks };
    let nine = Span::hours(9);
    let after = clocks.after_pause(at(60), at(60) + nine, &calendar);
    assert_eq!((after.accept.due, after.resolve.due), (clocks.accept.due + nine, clocks.resolve.due + nine));
    assert_eq!((after.half, after.climb_at), (clocks.half + nine, Some(at(240) + nine)));
    // What had run out by the moment at which the pause began stays run out.
    let after = clocks.after_pause(clocks.accept.due, clocks.accept.due + nine, &calendar);
    assert_eq!((after.accept.due, after.resolve.due), (clocks.accept.due, clocks.resolve.due + nine));
    // What was met or told needs no time.
    let mut told = clocks;
    (told.accept.met, told.half_told) = (Some(at(5)), true);
    let after = told.after_pause(at(60), at(60) + nine, &calendar);
    assert_eq!((after.accept, after.half), (told.accept, told.half));
}

#[test]
fn a_pause_gives_working_time_back_as_working_time() {
    let calendar = Calendar::official();
    // Two working days of seven hours, from Monday at nine: Tuesday at five.
    let two_days = Promise { resolve: Allowance::working(Span::hours(14)), ..promise() };
    let clocks = Clocks::start(on(23, 9), two_days, &calendar);
    assert_eq!(clocks.resolve.due, on(24, 17));
    // One hour had run. Thirteen are left from Wednesday at nine: that day and all but an hour of the next.
    assert_eq!(clocks.after_pause(on(23, 10), on(25, 9), &calendar).resolve.due, on(26, 16));
}

#[test]
fn a_pause_moves_the_level_that_waits_to_be_told() {
    let case = breached();
    assert_eq!((case.post, case.clocks.climb_at), (code("510117019006009"), case.next_alarm()));
    let climb = case.clocks.climb_at.unwrap();
    let (paused, until) = (at(25 * 60), at(25 * 60) + Span::days(3));
    let case = done(case, 15, paused, &wish(until));
    let case = done(case, 12, paused, &Action::ApprovePause);
    assert_eq!(case.next_alarm(), Some(until), "while it waits nothing rings");
    let case = done(case, 15, until, &Action::Resume);
    assert_eq!(case.next_alarm(), Some(climb + Span::days(3)), "and nobody is rushed past afterwards");
}

#[test]
fn another_kind_counts_every_clock_from_receipt_under_its_own_promise() {
    let calendar = Calendar::official();
    let slower = Promise {
        accept: Allowance::natural(Span::hours(1)),
        resolve: Allowance::natural(Span::hours(48)),
        climb: Allowance::natural(Span::hours(3)),
    };
    let kind = || KindPin { id: "lift".into(), version: 2 };
    let case = new_case().change_kind(kind(), slower, None, (&[], &calendar)).case;
    assert_eq!((case.clocks.accept.due, case.clocks.resolve.due, case.clocks.half), (at(60), at(48 * 60), at(24 * 60)));
    assert_eq!((case.clocks.promise, case.clocks.received), (slower, morning()));
    // A pause moves what still ran in it: accepting was met before.
    let case = done(new_case(), 17, at(30), &Action::Start);
    let met = case.clocks.accept.met;
    let pause = Pause { from: at(40), until: at(100) };
    let clocks = case.change_kind(kind(), slower, None, (&[pause], &calendar)).case.clocks;
    assert_eq!((clocks.accept.due, clocks.accept.met), (at(60), met));
    assert_eq!((clocks.resolve.due, clocks.half), (at(49 * 60), at(25 * 60)));
}

#[test]
fn accepting_stops_the_climb_for_not_accepting_and_no_other() {
    let (case, _) = ring(new_case(), at(121));
    assert!(case.clocks.climb_at.is_some() && case.late());
    let case = done(case, 15, at(125), &Action::Accept);
    assert_eq!((case.clocks.climb_at, case.next_alarm()), (None, Some(case.clocks.half)));
    assert!(!case.late(), "late was the acceptance, and it has come");
    // A new owner of an overdue case accepts it; the levels above are still notified.
    let case = done(breached(), 15, at(24 * 60 + 30), &Action::Dispatch);
    let climb = case.clocks.climb_at;
    assert!(climb.is_some());
    let case = done(case, 12, at(24 * 60 + 40), &Action::Accept);
    assert_eq!((case.clocks.climb_at, case.next_alarm()), (climb, climb));
}

#[test]
fn what_is_done_has_no_level_left_to_climb_to_and_is_called_to_mind_no_more() {
    let case = done(breached(), 15, at(25 * 60), &resolve());
    assert_eq!(case.clocks.climb_at, None);
    assert!(
        !case.late() && matches!(case.state, State::Resolved { ask_until, .. } if case.next_alarm() == Some(ask_until))
    );
    // Solved before half time, and not solved after it: nobody is reminded of half time then.
    let case = done(done(new_case(), 17, at(10), &Action::Start), 17, at(60), &resolve());
    let case = done(case, 0, at(13 * 60), &not_solved());
    assert_eq!(ring(case, at(20 * 60)).1, [""; 0]);
}

#[test]
fn a_pause_that_was_asked_for_ends_with_the_work_and_with_the_hand_that_asked() {
    let asked = || done(done(new_case(), 17, at(10), &Action::Start), 17, at(20), &wish(at(9_000)));
    let approve = |case: Case| act(case, 90, at(120), &Action::ApprovePause);
    assert!(approve(asked()).is_ok());
    let solved = done(done(asked(), 17, at(30), &resolve()), 0, at(40), &not_solved());
    assert_eq!(approve(solved).unwrap_err(), Refused::NoPauseAsked);
    let handed_on = done(done(asked(), 17, at(30), &Action::Dispatch), 15, at(40), &Action::Accept);
    assert_eq!(approve(handed_on).unwrap_err(), Refused::NoPauseAsked);
    let placed = done(asked(), 17, at(30), &back()).place(code(MICRO), &duty(&code(MICRO))).case;
    assert_eq!(approve(done(placed, 17, at(40), &Action::Accept)).unwrap_err(), Refused::NoPauseAsked);
}

#[test]
fn whoever_gets_a_case_handed_on_or_placed_is_asked_to_accept_it() {
    let accepted = || done(new_case(), 17, at(10), &Action::Accept);
    let handed_on = done(accepted(), 17, at(20), &Action::Dispatch);
    let placed = done(accepted(), 17, at(20), &back()).place(code(MICRO), &duty(&code(MICRO))).case;
    for case in [handed_on, placed] {
        assert_eq!((case.state.status(), case.clocks.accept.met), (Status::Submitted, None));
        assert_eq!(case.due(at(121)).map(|(_, alarm)| alarm), Some(Alarm::AcceptBreached));
    }
}

#[test]
fn a_place_that_is_put_right_is_sure_and_gives_what_is_over_to_nobody() {
    let mut unsure = new_case();
    unsure.placed = Placed::Unsure;
    let there = code("51011701900600907");
    let placed = unsure.place(there, &duty(&there)).case;
    assert_eq!(
        (placed.placed, placed.code, placed.post, placed.owner),
        (Placed::Sure, there, there, Some(account(17)))
    );
    let over = done(new_case(), 17, at(10), &Action::Withdraw { reason: say("重复") });
    let step = over.clone().place(there, &duty(&code("510117019006")));
    assert_eq!(step.facts, [Fact::Placed { from: code(MICRO), code: there }]);
    assert_eq!((step.case.owner, step.case.post), (over.owner, over.post));
}

#[test]
fn a_re_grid_leaves_a_case_with_the_level_that_it_climbed_to_while_that_is_above_it() {
    let regrid = RegridId::new(uuid::Uuid::from_u128(3));
    let (near, far) = (code("51011701900600911"), code("51011701900800101"));
    let climbed = breached();
    let carried = climbed.clone().carry(near, regrid, &duty(&near)).case;
    assert_eq!((carried.code, carried.post, carried.owner), (near, climbed.post, climbed.owner));
    let elsewhere = climbed.carry(far, regrid, &duty(&far)).case;
    assert_eq!((elsewhere.code, elsewhere.post, elsewhere.owner), (far, far, Some(account(17))));
    let fresh = new_case().carry(near, regrid, &duty(&near)).case;
    assert_eq!((fresh.code, fresh.post), (near, near), "what has not climbed goes with its cell");
}

#[test]
fn a_pause_ends_later_than_now_and_within_sixty_days() {
    let case = || done(new_case(), 17, at(10), &Action::Accept);
    let ask = |until: Moment| act(case(), 17, at(20), &wish(until));
    let last = at(20) + Span::days(PAUSE_DAYS);
    assert!(ask(at(20) + HAIR).is_ok() && ask(last).is_ok());
    for bad in [at(20), at(19), last + HAIR] {
        assert_eq!(ask(bad).unwrap_err(), Refused::PauseTooLong(PAUSE_DAYS), "{bad}");
    }
    let asked = ask(at(90)).unwrap().0;
    assert!(act(asked.clone(), 15, at(90) - HAIR, &Action::ApprovePause).is_ok());
    assert!(act(asked.clone(), 15, at(90), &Action::ApprovePause).is_err(), "it would be over as it begins");
    // Work that had begun goes on; a case that was only accepted is only accepted.
    let resumed = |case: Case| done(done(case, 15, at(30), &Action::ApprovePause), 17, at(60), &Action::Resume);
    assert_eq!(resumed(asked).state.status(), Status::Accepted);
    let begun = done(done(case(), 17, at(12), &Action::Start), 17, at(20), &wish(at(90)));
    assert_eq!(resumed(begun).state.status(), Status::InProgress);
}

#[test]
fn what_is_over_is_not_late_whatever_was_missed() {
    let (late, _) = ring(new_case(), at(121));
    assert!(late.late());
    for end in [
        Action::Withdraw { reason: say("误报") },
        Action::Duplicate { of: crate::kernel::ids::CaseId::new(uuid::Uuid::from_u128(8)) },
    ] {
        assert!(!done(late.clone(), 15, at(130), &end).late());
    }
    let itself = Action::Duplicate { of: late.id };
    assert_eq!(act(late, 15, at(130), &itself).unwrap_err(), Refused::NotJoinable);
}

proptest! {
    #[test]
    fn whatever_the_pauses_the_time_to_resolve_is_used_exactly_once(
        received in 1_760_000_000_000_000i64..1_790_000_000_000_000,
        allowed in 1i64..400_000,
        natural in any::<bool>(),
        pauses in proptest::collection::vec((0i64..200_000, 1i64..400_000), 0..6),
    ) {
        let calendar = Calendar::official();
        let span = Span::seconds(allowed);
        let resolve = if natural { Allowance::natural(span) } else { Allowance::working(span) };
        let mut clocks = Clocks::start(Moment::from_micros(received), Promise { resolve, ..promise() }, &calendar);
        let (mut now, mut ran) = (clocks.received, Span::ZERO);
        for (run, stand) in pauses {
            let paused = now + Span::seconds(run);
            let was_late = paused >= clocks.resolve.due;
            ran = ran + resolve.pace.between(now, paused, &calendar);
            now = paused + Span::seconds(stand);
            let before = clocks.resolve.due;
            clocks = clocks.after_pause(paused, now, &calendar);
            if was_late {
                prop_assert_eq!(clocks.resolve.due, before, "a pause mends no breach");
                return Ok(());
            }
            prop_assert!(clocks.resolve.due >= before, "a pause never shortens a deadline");
            prop_assert_eq!(resolve.pace.between(now, clocks.resolve.due, &calendar), span - ran);
        }
    }
}
