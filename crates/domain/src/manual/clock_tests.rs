//! Deadlines over holidays, half-way reminders, climbing, and pauses that keep what was left.

use super::*;
use jiff::civil::date;
use proptest::prelude::*;

fn at(m: i8, d: i8, hour: i8, minute: i8) -> Moment {
    Moment::from_civil(date(2026, m, d).at(hour, minute, 0, 0))
}

fn working(hours: i64) -> Allowance {
    Allowance::working(Span::hours(hours))
}

#[test]
fn a_deadline_crosses_spring_festival_in_working_time_and_not_round_the_clock() {
    let calendar = Calendar::official();
    let received = at(2, 13, 16, 0);
    // One hour on Friday the 13th, seven on the make-up Saturday, and the rest on Tuesday the 24th.
    assert_eq!(deadline(received, working(14), &calendar), at(2, 24, 15, 0) + Span::hours(1));
    assert_eq!(deadline(received, Allowance::natural(Span::hours(24)), &calendar), at(2, 14, 16, 0));
}

#[test]
fn half_way_is_half_of_the_allowance_in_its_own_pace() {
    let calendar = Calendar::official();
    // Three working days from Friday 14:00 end on Wednesday; half is 10.5 working hours, on Tuesday morning.
    let received = at(11, 20, 14, 0);
    assert_eq!(deadline(received, working(21), &calendar), at(11, 25, 14, 0));
    assert_eq!(halfway(received, working(21), &calendar), at(11, 24, 9, 30));
    assert_eq!(halfway(received, Allowance::natural(Span::hours(24)), &calendar), at(11, 21, 2, 0));
}

#[test]
fn at_the_deadline_is_in_time() {
    let due = at(11, 23, 17, 0);
    assert!(on_time(due, due) && !on_time(due + Span::micros(1), due));
}

#[test]
fn a_breach_climbs_at_once_and_then_step_by_step() {
    let calendar = Calendar::official();
    let (due, every) = (at(11, 20, 16, 0), working(7));
    assert_eq!(climbed(due, every, due, &calendar), 0);
    assert_eq!(climbed(due, every, due + Span::micros(1), &calendar), 1);
    assert_eq!(climbed(due, every, at(11, 22, 12, 0), &calendar), 1, "nothing climbs over a weekend in working time");
    assert_eq!(climbs_at(due, every, 2, &calendar), at(11, 23, 16, 0));
    assert_eq!(climbed(due, every, at(11, 23, 16, 0), &calendar), 2);
    assert_eq!(
        climbed(due, Allowance::natural(Span::ZERO), at(11, 23, 16, 0), &calendar),
        1,
        "no step, no second climb"
    );
    assert_eq!(climbs_at(due, every, 1, &calendar), due);
}

#[test]
fn a_pause_over_a_weekend_keeps_what_was_left() {
    let calendar = Calendar::official();
    let clock = Clock::start(at(11, 20, 9, 0), working(14), &calendar);
    assert_eq!(clock.due, at(11, 23, 17, 0));
    // Friday 16:00, one hour before the week ends: eight hours are left. Back on Wednesday at 10:00.
    let standing = clock.paused(at(11, 20, 16, 0));
    assert_eq!(standing.left(at(11, 24, 12, 0), &calendar), Span::hours(8));
    assert!(!standing.late(at(11, 30, 0, 0)));
    let clock = standing.resumed(at(11, 25, 10, 0), &calendar);
    assert_eq!(clock.due, at(11, 26, 11, 0));
    assert_eq!(clock.left(at(11, 25, 10, 0), &calendar), Span::hours(8));
    assert!(!clock.late(clock.due) && clock.late(clock.due + Span::micros(1)));
    assert_eq!(
        clock,
        resume(Clock::start(at(11, 20, 9, 0), working(14), &calendar), at(11, 20, 16, 0), at(11, 25, 10, 0), &calendar)
    );
}

#[test]
fn a_pause_outside_working_hours_gives_no_time_away() {
    let calendar = Calendar::official();
    let clock = Clock::start(at(11, 20, 9, 0), working(14), &calendar);
    // Saturday noon to Sunday evening: no working time ran, so nothing moves but to the next working moment.
    let moved = resume(clock, at(11, 21, 12, 0), at(11, 22, 20, 0), &calendar);
    assert_eq!(moved.due, clock.due);
    assert_eq!(moved.left(moved.since, &calendar), Span::hours(7));
}

#[test]
fn a_pause_mends_no_breach_and_cannot_be_stretched() {
    let calendar = Calendar::official();
    let clock = Clock::start(at(11, 20, 9, 0), working(2), &calendar);
    let late = resume(clock, at(11, 20, 15, 0), at(11, 27, 9, 0), &calendar);
    assert_eq!(late.due, clock.due);
    assert!(late.late(at(11, 27, 9, 0)));
    let once = clock.paused(at(11, 20, 10, 0));
    assert_eq!(once.paused(at(11, 20, 9, 30)), once, "a clock that stands keeps the first moment");
    assert_eq!(clock.resumed(at(11, 27, 9, 0), &calendar), clock, "a clock that runs cannot be resumed");
    assert_eq!(
        resume(clock, at(11, 20, 10, 0), at(11, 20, 9, 0), &calendar).due,
        clock.due,
        "nor resumed before its pause"
    );
}

proptest! {
    #[test]
    fn whatever_the_pauses_the_allowance_is_used_exactly_once(
        received in 1_760_000_000_000_000i64..1_790_000_000_000_000,
        allowed in 1i64..400_000,
        natural in any::<bool>(),
        pauses in proptest::collection::vec((0i64..200_000, 0i64..400_000), 0..6),
    ) {
        let calendar = Calendar::official();
        let span = Span::seconds(allowed);
        let allowance = if natural { Allowance::natural(span) } else { Allowance::working(span) };
        let mut clock = Clock::start(Moment::from_micros(received), allowance, &calendar);
        let mut now = clock.since;
        let mut ran = Span::ZERO;
        for (run, stand) in pauses {
            let paused = now + Span::seconds(run);
            let was_late = clock.late(paused);
            ran = ran + allowance.pace.between(now, paused, &calendar);
            now = paused + Span::seconds(stand);
            let before = clock.due;
            clock = resume(clock, paused, now, &calendar);
            prop_assert_eq!(clock.used(now, &calendar), ran);
            if was_late {
                prop_assert_eq!(clock.due, before);
            } else {
                prop_assert!(clock.due >= before, "a pause never shortens a deadline");
                prop_assert_eq!(allowance.pace.between(now, clock.due, &calendar), span - ran);
            }
            prop_assert!(clock.half <= clock.due);
        }
    }

    #[test]
    fn half_comes_before_due(received in 1_600_000_000_000_000i64..1_800_000_000_000_000, minutes in 1i64..100_000) {
        let calendar = Calendar::official();
        for allowance in [Allowance::natural(Span::minutes(minutes)), Allowance::working(Span::minutes(minutes))] {
            let received = Moment::from_micros(received);
            let (half, due) = (halfway(received, allowance, &calendar), deadline(received, allowance, &calendar));
            prop_assert!(received < half && half < due);
            prop_assert_eq!(allowance.pace.between(received, half, &calendar), allowance.span.half());
        }
    }
}
