//! A day of which residents book a part by themselves: what is offered, what is kept back, and how a booking goes.

use jiff::civil::date;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

use super::own_booking::{Asker, Offer, Part, Refused, Stage, TakenPlace, in_time};
use super::plan::{Hours, Series, ServiceDay, Share};
use super::queue::{Arrival, Queue};
use crate::kernel::ids::{StationId, TeamId, TicketId};
use crate::kernel::time::{Day, Moment, Span};

const WEDNESDAY: Day = date(2026, 11, 25);

fn nine() -> Moment {
    Moment::start_of(WEDNESDAY) + Span::hours(9)
}
fn service() -> ServiceDay {
    let series = Series {
        station: StationId::new(Uuid::from_u128(1)),
        team: TeamId::new(Uuid::from_u128(2)),
        rule: "FREQ=WEEKLY;BYDAY=WE".into(),
        hours: Hours { from: 9 * 60, until: 11 * 60 },
        slot: 30,
        places: 3,
        exceptions: BTreeMap::new(),
        extra: BTreeSet::new(),
        rests: true,
        share: Share::USUAL,
    };
    series.days(&[WEDNESDAY]).remove(0)
}
fn offer(percent: u8, taken: &[TakenPlace], now: Moment) -> Offer {
    let (service, share) = (service(), Share::percent(percent).unwrap());
    Offer::of(&[Part { service: &service, slot: 30, places: 3, share }], taken, now)
}

#[test]
fn half_of_a_day_is_for_whoever_books_and_the_other_half_for_whoever_comes() {
    let monday = nine() - Span::days(2);
    let half_past = nine() + Span::minutes(30);
    let all = offer(50, &[], monday);
    assert_eq!((all.left, all.times.len(), all.times[&nine()]), (6, 4, 3), "6 of 12");
    // Desk bookings use a slot's place, but not the online share.
    let some = offer(50, &[(nine(), false), (nine(), true), (nine(), true)], monday);
    assert_eq!((some.left, some.times[&nine()], some.times[&half_past]), (4, 0, 3));
    assert_eq!((some.take(nine()), some.take(half_past)), (Err(Refused::TimeFull), Ok(())));
    let full = offer(50, &[(nine(), true); 6], monday);
    assert_eq!((full.left, full.take(half_past)), (0, Err(Refused::DayFull)));
    // Most places can be offered online, never all; none if none are intended.
    assert_eq!((offer(80, &[], monday).left, Share::percent(81)), (9, None));
    assert_eq!(offer(0, &[], monday).take(nine()), Err(Refused::NotOffered));
    assert_eq!(all.take(nine() + Span::minutes(1)), Err(Refused::NoTime));
    // Half of a slot with 3 places is 1: fractions remain with the desk.
    assert_eq!(Share::USUAL.of(3), 1);
}

#[test]
fn it_is_booked_two_weeks_ahead_at_most_and_half_an_hour_at_least() {
    let on = |day: Day| in_time(WEDNESDAY, day);
    assert_eq!(on(date(2026, 11, 10)), Err(Refused::Early(date(2026, 11, 11))));
    assert_eq!((on(date(2026, 11, 11)), on(WEDNESDAY)), (Ok(()), Ok(())));
    assert_eq!(on(date(2026, 11, 26)), Err(Refused::Late));
    assert_eq!(offer(50, &[], nine() - Span::minutes(30)).take(nine()), Ok(()), "exactly half an hour before");
    assert_eq!(offer(50, &[], nine() - Span::minutes(29)).take(nine()), Err(Refused::Late));
    let running = offer(50, &[], nine() + Span::minutes(10));
    assert_eq!(running.times.len(), 2, "ten and half past ten");
    assert_eq!(running.take(nine() + Span::minutes(30)), Err(Refused::Late));
    let last = offer(50, &[], nine() + Span::minutes(75));
    assert_eq!((last.left, last.offered), (0, true), "a place that is left for no time is none");
}

#[test]
fn a_booking_is_due_late_and_lapses_when_nobody_came() {
    let id = TicketId::new(Uuid::from_u128(7));
    let (queue, _) = Queue::default().take(id, Arrival::Booked(nine()), None).unwrap();
    let at = |minutes: i64| nine() + Span::minutes(minutes);
    let stage = |queue: &Queue, over, now| Stage::of(&queue.tickets[0], over, now);
    assert_eq!(stage(&queue, false, at(-11)), Stage::Booked);
    assert_eq!((stage(&queue, false, at(-10)), stage(&queue, false, at(10))), (Stage::Due, Stage::Due));
    assert_eq!(stage(&queue, false, at(11)), Stage::Late);
    assert!(Stage::Late.can_cancel() && !Stage::Lapsed.can_cancel() && !Stage::Waiting.can_cancel());
    assert_eq!(stage(&queue, true, at(180)), Stage::Lapsed);
    let gone = queue.clone().cancel(id).unwrap();
    assert_eq!(stage(&gone, true, at(180)), Stage::Cancelled, "what was called off did not lapse");
    let here = queue.arrive(id).unwrap();
    assert_eq!((stage(&here, false, at(0)), here.order(at(0))), (Stage::Waiting, vec![id]));
}

#[test]
fn a_name_and_a_phone_that_can_be_called_are_asked_for_and_each_is_named_when_it_cannot_be() {
    let asker = Asker::read(" 王秀英 ", "138 1234 1234").unwrap();
    assert_eq!((asker.name.as_str(), asker.phone.mask()), ("王秀英", "138****1234".to_owned()));
    assert_eq!(Asker::read("", "1381234").unwrap_err(), [Refused::Name, Refused::Phone]);
    for wrong in ["12345678901", "12345", "1381234567"] {
        assert_eq!(Asker::read("王秀英", wrong).unwrap_err(), [Refused::Phone], "{wrong}");
    }
    let (named, both): (Vec<_>, Vec<_>) = [Refused::Name, Refused::Twice, Refused::Late, Refused::DayFull]
        .map(|r| (r.field(), r.code()))
        .into_iter()
        .unzip();
    assert_eq!(named, ["name", "phone", "at", "day"]);
    assert!(both.iter().all(|code| code.starts_with("care.own-")));
}
