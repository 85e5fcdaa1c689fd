//! Official facts, the long holidays, and the laws that working time obeys.

use super::*;
use jiff::civil::{Date, date};
use proptest::prelude::*;

fn at(y: i16, m: i8, d: i8, hour: i8, minute: i8) -> Moment {
    Moment::from_civil(date(y, m, d).at(hour, minute, 0, 0))
}

fn days(from: Date, to: Date) -> impl Iterator<Item = Date> {
    from.series(jiff::ToSpan::days(1)).take_while(move |d| *d <= to)
}

#[test]
fn official_days_are_as_the_notices_say() {
    let calendar = Calendar::official();
    for works in [
        date(2023, 1, 28),
        date(2023, 1, 29),
        date(2023, 10, 7),
        date(2023, 10, 8),
        date(2024, 2, 9),
        date(2024, 2, 18),
        date(2025, 1, 26),
        date(2025, 1, 27),
        date(2025, 10, 11),
        date(2026, 1, 4),
        date(2026, 2, 14),
        date(2026, 2, 28),
        date(2026, 9, 20),
        date(2026, 11, 23),
    ] {
        assert!(calendar.is_workday(works), "{works} works");
    }
    for free in [
        date(2022, 12, 31),
        date(2023, 1, 2),
        date(2023, 9, 29),
        date(2024, 1, 1),
        date(2024, 6, 10),
        date(2025, 1, 28),
        date(2025, 10, 8),
        date(2026, 2, 15),
        date(2026, 2, 23),
        date(2026, 5, 5),
        date(2026, 10, 7),
        date(2026, 11, 22),
    ] {
        assert!(!calendar.is_workday(free), "{free} is free");
    }
    assert_eq!(calendar.holiday(date(2026, 2, 17)), Some("春节"));
    assert_eq!(calendar.holiday(date(2022, 12, 31)), Some("元旦"));
    assert_eq!(calendar.holiday(date(2026, 11, 22)), None);
}

/// 2023–2024 had 11 public holidays, 2025 on has 13: a year has 365 or 366 days less 104 or so of weekend less those.
#[test]
fn a_year_has_as_many_workdays_as_the_law_gives() {
    let calendar = Calendar::official();
    for (year, expected) in [(2023, 249), (2024, 251), (2025, 248), (2026, 248)] {
        let works = days(date(year, 1, 1), date(year, 12, 31)).filter(|d| calendar.is_workday(*d)).count();
        assert_eq!(works, expected, "{year}");
    }
}

#[test]
fn a_year_without_a_notice_knows_weekends_and_says_so() {
    let calendar = Calendar::official();
    assert!(calendar.knows(2026) && !calendar.knows(2037) && !calendar.knows(2022));
    assert!(calendar.is_workday(date(2037, 10, 1)));
    assert!(!calendar.is_workday(date(2037, 10, 3)));
    let next = "year = 2037\ntitle = \"例\"\nnumber = \"例\"\nissued = 2026-11-05\n\
                holidays = [{ name = \"国庆节\", from = 2037-10-01, to = 2037-10-07 }]\nworkdays = [2037-10-10]\n";
    let calendar = calendar.with(Calendar::parse("2037.toml", next).unwrap());
    assert!(calendar.knows(2037) && !calendar.is_workday(date(2037, 10, 1)) && calendar.is_workday(date(2037, 10, 10)));
}

#[test]
fn each_notice_names_itself() {
    let calendar = Calendar::official();
    let notices: Vec<(i16, &str, String)> =
        calendar.years().map(|y| (y.number(), y.notice(), y.issued().to_string())).collect();
    assert_eq!(
        notices,
        [
            (2023, "国办发明电〔2022〕16号", "2022-12-08".to_owned()),
            (2024, "国办发明电〔2023〕7号", "2023-10-25".to_owned()),
            (2025, "国办发明电〔2024〕12号", "2024-11-12".to_owned()),
            (2026, "国办发明电〔2025〕7号", "2025-11-04".to_owned()),
        ]
    );
}

#[test]
fn working_time_crosses_spring_festival_2026() {
    let calendar = Calendar::official();
    // Saturday the 14th works; 15–23 February are off; Tuesday the 24th works again.
    let from = at(2026, 2, 14, 16, 0);
    assert_eq!(calendar.add_working(from, Span::hours(1)), at(2026, 2, 14, 17, 0));
    assert_eq!(calendar.add_working(from, Span::hours(2)), at(2026, 2, 24, 10, 0));
    assert_eq!(calendar.working_between(from, at(2026, 2, 24, 10, 0)), Span::hours(2));
    assert_eq!(calendar.working_between(at(2026, 2, 15, 0, 0), at(2026, 2, 24, 0, 0)), Span::ZERO);
    // Backwards, to the last moment with so much working time in between.
    assert_eq!(calendar.add_working(at(2026, 2, 24, 10, 0), Span::hours(-1)), at(2026, 2, 24, 9, 0));
    assert_eq!(calendar.add_working(at(2026, 2, 24, 10, 0), Span::hours(-2)), at(2026, 2, 14, 16, 0));
}

#[test]
fn lunch_and_evening_do_not_count() {
    let calendar = Calendar::official();
    assert_eq!(calendar.working_between(at(2026, 11, 23, 11, 30), at(2026, 11, 23, 13, 30)), Span::hours(1));
    assert_eq!(calendar.add_working(at(2026, 11, 23, 20, 0), Span::hours(2)), at(2026, 11, 24, 11, 0));
    assert!(calendar.is_working(at(2026, 11, 23, 9, 0)) && !calendar.is_working(at(2026, 11, 23, 12, 0)));
    let round = calendar.at_hours(Hours::new(&[(0, 1440)]).unwrap());
    assert_eq!(round.working_between(at(2026, 11, 20, 0, 0), at(2026, 11, 23, 0, 0)), Span::hours(24));
}

#[test]
fn the_ends_of_time_do_not_panic() {
    let calendar = Calendar::official();
    for from in [i64::MIN, -1, 0, 1, i64::MAX].map(Moment::from_micros) {
        for span in [i64::MIN, -1, 0, 1, i64::MAX].map(Span::micros) {
            let moved = calendar.add_working(from, span);
            assert_eq!(moved.max(from) == moved, span >= Span::ZERO || moved == from, "{from:?} {span:?} {moved:?}");
        }
    }
}

/// What the calendar computes, counted by hand: minute by minute would be slow, so day by day.
fn slowly(calendar: &Calendar, from: Date, to: Date) -> i64 {
    days(from, to).filter(|d| *d < to && calendar.is_workday(*d)).count() as i64
}

proptest! {
    #[test]
    fn adding_and_measuring_are_exact_inverses(
        from in 1_640_000_000_000_000i64..1_830_000_000_000_000,
        span in -40_000_000_000_000i64..40_000_000_000_000,
    ) {
        let calendar = Calendar::official();
        let (from, span) = (Moment::from_micros(from), Span::micros(span));
        let to = calendar.add_working(from, span);
        prop_assert_eq!(calendar.working_between(from, to), span);
        prop_assert_eq!(calendar.working_between(to, from), Span::ZERO - span);
        if span > Span::ZERO {
            // The first such moment: a microsecond earlier, less has run.
            prop_assert!(calendar.working_between(from, to - Span::micros(1)) < span);
        } else if span < Span::ZERO {
            prop_assert!(calendar.working_between(from, to + Span::micros(1)) > span);
        }
    }

    #[test]
    fn adding_in_two_steps_is_adding_at_once(
        from in 1_640_000_000_000_000i64..1_830_000_000_000_000,
        a in 1i64..9_000_000_000_000,
        b in 1i64..9_000_000_000_000,
    ) {
        let calendar = Calendar::official();
        let from = Moment::from_micros(from);
        let (a, b) = (Span::micros(a), Span::micros(b));
        prop_assert_eq!(calendar.add_working(calendar.add_working(from, a), b), calendar.add_working(from, a + b));
    }

    #[test]
    fn ranks_agree_with_counting_days(start in 0i32..2200, length in 0i32..500) {
        let calendar = Calendar::official();
        let from = date(2022, 1, 1).checked_add(jiff::ToSpan::days(start)).unwrap();
        let to = from.checked_add(jiff::ToSpan::days(length)).unwrap();
        let between = calendar.working_between(Moment::start_of(from), Moment::start_of(to));
        prop_assert_eq!(between, calendar.working_day() * slowly(&calendar, from, to));
    }
}

#[test]
fn without_its_notice_a_year_has_the_holidays_of_the_law_and_the_notice_overrides_them() {
    let calendar = Calendar::official();
    assert!(!calendar.knows(2027));
    // New Year's Friday, New Year's Eve, the third day of the New Year, Qingming, Duanwu, Mid-Autumn, the National Day: none needs a notice.
    for (month, day) in [(1, 1), (2, 5), (2, 8), (4, 5), (6, 9), (9, 15), (10, 1)] {
        assert!(!calendar.is_workday(date(2027, month, day)), "2027-{month}-{day}");
    }
    assert!(
        calendar.is_workday(date(2027, 2, 9)) && calendar.is_workday(date(2027, 10, 4)),
        "what a notice adds is not guessed"
    );
    assert_eq!(calendar.holiday(date(2027, 2, 5)), Some("春节"));
    let text = "year = 2027\ntitle = \"通知\"\nnumber = \"国办发明电〔2026〕1号\"\nissued = 2026-11-30\nholidays = [{ name = \"元旦\", from = 2027-01-02, to = 2027-01-03 }]\nworkdays = []\n";
    let told = calendar.with(Calendar::parse("2027.toml", text).unwrap());
    assert!(
        told.is_workday(date(2027, 1, 1)) && told.is_workday(date(2027, 10, 1)),
        "the notice alone counts once it is in"
    );
}

#[test]
fn the_next_year_is_missed_from_november() {
    let calendar = Calendar::official();
    for (today, missed) in [
        (date(2026, 10, 31), &[][..]),
        (date(2026, 11, 1), &[2027]),
        (date(2027, 1, 1), &[2027]),
        (date(2027, 11, 1), &[2027, 2028]),
    ] {
        assert_eq!(calendar.missed(today), missed, "{today}");
    }
}

#[test]
fn until_a_notice_is_in_each_monday_from_november_reminds_of_it() {
    let calendar = Calendar::official();
    let on = |year, month, day| calendar.reminder(date(year, month, day));
    assert_eq!(on(2026, 10, 31), None);
    assert_eq!(on(2026, 11, 1), Some((2027, date(2026, 11, 1))), "a Sunday: the first day counts by itself");
    assert_eq!(on(2026, 11, 2), Some((2027, date(2026, 11, 2))), "a Monday");
    assert_eq!(on(2026, 11, 8), Some((2027, date(2026, 11, 2))), "once a week");
    assert_eq!(on(2027, 1, 4), Some((2027, date(2027, 1, 4))), "and on in the year itself");
    let text = "year = 2027\ntitle = \"通知\"\nnumber = \"1号\"\nissued = 2026-11-05\nholidays = []\nworkdays = []\n";
    let told = calendar.clone().with(Calendar::parse("2027.toml", text).unwrap());
    assert_eq!(told.reminder(date(2026, 12, 1)), None);
    assert_eq!(calendar.by_law(2027).map(|year| year.holidays().len()), Some(7));
    assert_eq!((told.by_law(2027), calendar.by_law(2026)), (None, None), "a notice that is in needs no law");
}
