//! A service day, from its place in the series to the last number called.

use jiff::civil::date;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

use super::queue::{Came, Queue, Refused};
use super::station::{Exception, Hours, Series};
use crate::kernel::ids::{ResidentId, StationId, TeamId, TicketId};
use crate::kernel::time::{Day, Moment, Span};

const WEDNESDAY: Day = date(2026, 11, 25);

fn series() -> Series {
    Series {
        station: StationId::new(Uuid::from_u128(1)),
        team: TeamId::new(Uuid::from_u128(2)),
        rule: "FREQ=WEEKLY;BYDAY=WE".into(),
        hours: Hours { from: 9 * 60, until: 11 * 60 },
        slot: 30,
        places: 2,
        exceptions: BTreeMap::new(),
        extra: BTreeSet::new(),
    }
}
fn nine() -> Moment {
    Moment::start_of(WEDNESDAY) + Span::hours(9)
}
fn ticket(n: u128) -> TicketId {
    TicketId::new(Uuid::from_u128(n))
}
fn person(n: u128) -> Option<ResidentId> {
    Some(ResidentId::new(Uuid::from_u128(n)))
}

#[test]
fn a_holiday_is_off_a_day_is_moved_and_no_day_comes_twice() {
    let mut series = series();
    let dates = [WEDNESDAY, date(2026, 12, 2), date(2026, 12, 9), date(2026, 12, 16)];
    series.exceptions.insert(dates[1], Exception::Off { why: "放假".into() });
    series.exceptions.insert(dates[2], Exception::MovedTo(date(2026, 12, 10)));
    series.exceptions.insert(dates[3], Exception::At(Hours { from: 14 * 60, until: 15 * 60 }));
    series.extra = BTreeSet::from([date(2026, 12, 10), date(2026, 11, 28)]);
    let days = series.days(&dates);
    let on: Vec<String> = days.iter().map(|d| d.day.to_string()).collect();
    assert_eq!(on, ["2026-11-25", "2026-11-28", "2026-12-10", "2026-12-16"]);
    assert_eq!(days[3].hours.from, 14 * 60);
}

#[test]
fn slots_fill_up() {
    let days = series().days(&[WEDNESDAY]);
    let half_past = nine() + Span::minutes(30);
    let slots = days[0].slots(30, 2, &[nine(), nine(), half_past]);
    let left: Vec<u16> = slots.iter().map(|(_, left)| *left).collect();
    assert_eq!((left, slots[1].0), (vec![0, 1, 2, 2], half_past));
}

#[test]
fn a_booking_whose_time_has_come_goes_first_and_who_was_passed_over_comes_back_behind_two() {
    let take = |queue: Queue, n: u128, came| queue.take(ticket(n), came, person(n)).unwrap();
    let (queue, first) = take(Queue::default(), 1, Came::WalkIn);
    let (queue, _) = take(queue, 2, Came::Booked(nine() + Span::minutes(30)));
    let (queue, _) = take(queue, 3, Came::WalkIn);
    let (queue, again) = take(queue, 1, Came::WalkIn);
    assert_eq!((first, again), (1, 1), "sent again, the same number");
    assert_eq!(queue.clone().take(ticket(9), Came::WalkIn, person(1)).unwrap_err(), Refused::Twice);

    let queue = queue.arrive(ticket(2)).unwrap();
    let (queue, called) = queue.call(1, nine()).unwrap();
    assert_eq!(called, ticket(1), "the booking is for half past");
    let queue = queue.serve(ticket(1), nine()).unwrap();
    let at = nine() + Span::minutes(25);
    let (queue, called) = queue.call(1, at).unwrap();
    assert_eq!(called, ticket(2));
    assert_eq!(queue.screen(), (vec![("A02".to_owned(), 1)], 1));

    // Nobody comes: called three times, passed over, and back behind two others.
    let queue = queue.call_again(ticket(2), at).unwrap().call_again(ticket(2), at).unwrap();
    let queue = queue.call_again(ticket(2), at).unwrap();
    assert_eq!(queue.clone().call_again(ticket(2), at).unwrap_err(), Refused::Standing);
    let (queue, _) = take(queue, 4, Came::WalkIn);
    let (queue, _) = take(queue, 5, Came::WalkIn);
    let mut queue = queue.arrive(ticket(2)).unwrap();
    let late = at + Span::hours(2);
    let mut order = Vec::new();
    while let Ok((next, id)) = queue.clone().call(1, late) {
        order.push(id);
        queue = next.serve(id, late).unwrap();
    }
    assert_eq!(order, [ticket(3), ticket(4), ticket(2), ticket(5)]);
    assert_eq!(queue.clone().call(1, late).unwrap_err(), Refused::Nobody);
    assert_eq!(queue.leave(ticket(5)).unwrap_err(), Refused::Standing);
}
