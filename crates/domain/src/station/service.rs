//! A service day, from its place in the series to the last number called.

use jiff::civil::date;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

use super::finish::{Confirmations, Finish, Open};
use super::plan::{Exception, Hours, Series, Share};
use super::queue::{Arrival, Queue, Refused};
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
        rests: true,
        share: Share::USUAL,
    }
}
fn nine() -> Moment {
    Moment::start_of(WEDNESDAY) + Span::hours(9)
}
fn measured() -> Finish {
    Open { measured: true, ..Open::default() }.finish(Confirmations::default()).unwrap()
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
    let extra = days.iter().map(|d| d.moved_from).collect::<Vec<_>>();
    assert_eq!(extra, [None; 4], "the 10th was a day of its own: nothing is moved onto it");
}

#[test]
fn a_booking_goes_first_from_ten_minutes_before_its_time_to_ten_minutes_after() {
    let (queue, _) = Queue::default().take(ticket(1), Arrival::WalkIn, person(1)).unwrap();
    let (queue, _) = queue.take(ticket(2), Arrival::Booked(nine()), person(2)).unwrap();
    let queue = queue.arrive(ticket(2)).unwrap();
    let ten = Span::minutes(10);
    let hair = Span::micros(1);
    for (now, first) in [(nine() - ten - hair, 1), (nine() - ten, 2), (nine() + ten, 2), (nine() + ten + hair, 1)] {
        assert_eq!(queue.next(now).map(|t| t.id), Some(ticket(first)), "{now}");
    }
}

#[test]
fn a_moved_day_says_where_it_came_from() {
    let dates = [WEDNESDAY, date(2026, 12, 2)];
    let moved = Series { exceptions: [(dates[1], Exception::MovedTo(date(2026, 12, 3)))].into(), ..series() };
    let days: Vec<_> = moved.days(&dates).into_iter().map(|d| (d.day, d.moved_from)).collect();
    assert_eq!(days, [(WEDNESDAY, None), (date(2026, 12, 3), Some(dates[1]))]);
}

#[test]
fn a_slot_ends_with_the_day_and_not_after_it() {
    let begins = |from: u16, until: u16, slot: u16| -> Vec<i64> {
        let series = Series { hours: Hours { from, until }, ..series() };
        let midnight = Moment::start_of(WEDNESDAY);
        let slots = series.days(&[WEDNESDAY])[0].slots(slot, 1, &[]);
        slots.iter().map(|(at, _)| (*at - midnight).as_minutes()).collect()
    };
    assert_eq!(begins(540, 600, 30), [540, 570], "the last ends as the day does");
    assert_eq!(begins(540, 599, 30), [540]);
    assert_eq!(begins(540, 560, 30), [0; 0]);
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
    let (queue, first) = take(Queue::default(), 1, Arrival::WalkIn);
    let (queue, _) = take(queue, 2, Arrival::Booked(nine() + Span::minutes(30)));
    let (queue, _) = take(queue, 3, Arrival::WalkIn);
    let (queue, again) = take(queue, 1, Arrival::WalkIn);
    assert_eq!((first, again), (1, 1), "sent again, the same number");
    assert_eq!(queue.clone().take(ticket(9), Arrival::WalkIn, person(1)).unwrap_err(), Refused::Twice);

    let queue = queue.arrive(ticket(2)).unwrap();
    let (queue, called) = queue.call(1, nine()).unwrap();
    assert_eq!(called, ticket(1), "the booking is for half past");
    let queue = queue.serve(ticket(1), measured(), nine()).unwrap();
    let at = nine() + Span::minutes(25);
    let (queue, called) = queue.call(1, at).unwrap();
    assert_eq!(called, ticket(2));
    let screen = queue.screen();
    let shown: Vec<_> = screen.called.iter().map(|c| (c.label.as_str(), c.desk, c.times)).collect();
    assert_eq!((shown, screen.waiting), (vec![("A02", 1, 1)], 1));
    assert_eq!(queue.clone().call(1, at).unwrap_err(), Refused::Busy, "one number at a desk");
    assert_eq!(queue.closable(), Err(Refused::Waiting));

    // Absent: called three times, passed over, and returned behind two others.
    let queue = queue.call_again(ticket(2), at).unwrap().call_again(ticket(2), at).unwrap();
    let queue = queue.call_again(ticket(2), at).unwrap();
    assert_eq!(queue.clone().call_again(ticket(2), at).unwrap_err(), Refused::Standing);
    let (queue, _) = take(queue, 4, Arrival::WalkIn);
    let (queue, _) = take(queue, 5, Arrival::WalkIn);
    let mut queue = queue.arrive(ticket(2)).unwrap();
    let late = at + Span::hours(2);
    let mut order = Vec::new();
    while let Ok((next, id)) = queue.clone().call(1, late) {
        order.push(id);
        queue = next.serve(id, measured(), late).unwrap();
    }
    assert_eq!(order, [ticket(3), ticket(4), ticket(2), ticket(5)]);
    assert_eq!(queue.clone().call(1, late).unwrap_err(), Refused::Nobody);
    assert_eq!(queue.closable(), Ok(()));
    let counts = queue.counts();
    assert_eq!((counts.booked, counts.walked_in, counts.served, counts.absent), (1, 4, 5, 0));
    assert_eq!(queue.leave(ticket(5)).unwrap_err(), Refused::Standing);
}

#[test]
fn a_booking_is_called_off_before_its_owner_is_here_and_a_number_without_a_name_gets_one() {
    let (queue, _) = Queue::default().take(ticket(1), Arrival::Booked(nine()), person(1)).unwrap();
    let queue = queue.cancel(ticket(1)).unwrap();
    assert_eq!(queue.clone().cancel(ticket(1)).unwrap_err(), Refused::Standing);
    assert!(!queue.holds(person(1).unwrap()), "who called it off may book again");
    let (queue, _) = queue.take(ticket(2), Arrival::WalkIn, None).unwrap();
    let (queue, _) = queue.take(ticket(3), Arrival::WalkIn, person(2)).unwrap();
    assert_eq!(queue.clone().identify(ticket(2), person(2).unwrap()).unwrap_err(), Refused::Twice);
    let queue = queue.identify(ticket(2), person(1).unwrap()).unwrap();
    assert_eq!(queue.clone().identify(ticket(2), person(3).unwrap()).unwrap_err(), Refused::Standing);
    let queue = queue.call_this(ticket(3), 2, nine()).unwrap();
    assert_eq!(queue.clone().call_this(ticket(3), 1, nine()).unwrap_err(), Refused::Standing);
    assert_eq!(queue.at_desk(2).map(|t| t.label()).as_deref(), Some("B03"), "out of turn");
}

#[test]
fn public_holidays_are_off_by_themselves_unless_somebody_said_otherwise() {
    let official = crate::manual::Calendar::official();
    let holiday = |day| official.holiday(day);
    // Wednesday 7 October 2026 is a National Day holiday.
    let dates = [date(2026, 9, 30), date(2026, 10, 7), date(2026, 10, 14)];
    let plain = series().resting(&dates, holiday);
    assert_eq!(plain.days(&dates).iter().map(|d| d.day).collect::<Vec<_>>(), [dates[0], dates[2]]);
    assert_eq!(plain.off(&dates), [(dates[1], "国庆节".to_owned())]);
    let at = Exception::At(Hours { from: 9 * 60, until: 10 * 60 });
    let said = Series { exceptions: [(dates[1], at)].into(), ..series() }.resting(&dates, holiday);
    assert_eq!(said.days(&dates).len(), 3);
    let serves = Series { rests: false, ..series() }.resting(&dates, holiday);
    assert_eq!(serves.days(&dates).len(), 3);
    let extra = Series { extra: [dates[1]].into(), ..series() }.resting(&dates, holiday);
    assert_eq!(extra.days(&dates).len(), 3, "an extra day is said on purpose");
}
