//! Danger in a matter: its clocks, what rings, and the fact that names the numbers.

use super::*;
use crate::cases::Clocks;
use crate::kernel::time::Moment;
use crate::manual::default_danger;

fn friday_night() -> Moment {
    Moment::from_civil("2026-11-27T23:00:00".parse().unwrap())
}

fn promise(accept: Span, pace: Pace) -> Promise {
    let one = Allowance { pace, span: accept };
    Promise { accept: one, resolve: one, climb: one }
}

#[test]
fn danger_on_a_friday_night_is_due_within_minutes() {
    let calendar = Calendar::official();
    let slow = promise(Span::hours(4), Pace::Working);
    let sooner = slow.sooner(PROMISE, friday_night(), &calendar);
    let clocks = Clocks::start(friday_night(), sooner, &calendar);
    assert_eq!(clocks.accept.due - friday_night(), Span::minutes(10));
    assert!(clocks.resolve.due - friday_night() <= Span::hours(24));
}

#[test]
fn a_kind_that_is_faster_stays_faster() {
    let calendar = Calendar::official();
    let fast = promise(Span::minutes(5), Pace::Natural);
    assert_eq!(fast.sooner(PROMISE, friday_night(), &calendar), fast);
    assert_eq!(PROMISE.sooner(fast, friday_night(), &calendar), fast);
}

#[test]
fn what_was_told_a_day_ago_rings_nobody() {
    let now = friday_night();
    assert!(rings(now, now) && rings(now - Span::hours(24), now));
    assert!(!rings(now - Span::hours(24) - Span::micros(1), now));
}

#[test]
fn the_fact_names_each_number_once() {
    assert_eq!(noticed(&[]), None);
    let Some(Fact::DangerNoticed { numbers, words, emergencies }) =
        noticed(&default_danger().notice("有人要跳楼，还拿着刀在追人"))
    else {
        panic!("nothing was noticed")
    };
    assert_eq!(numbers.iter().filter(|n| *n == "110").count(), 1);
    assert!(emergencies.contains(&"suicide".to_owned()) && words.contains(&"跳楼".to_owned()));
}
