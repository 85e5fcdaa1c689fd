//! Deadlines over holidays, and half-way reminders.

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

proptest! {
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
