//! Expands a rule like "every Wednesday" to dates, and to the sessions of a station's days. A library for RFC 5545 parses and expands the
//! rule; the dates are civil days, so it receives midnights in UTC and returns days.

use rrule::{Frequency, NWeekday, RRule, RRuleSet};
use std::collections::BTreeMap;
use weiguang_domain::kernel::ids::{SeriesId, TeamId};
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_domain::manual::Calendar;
use weiguang_domain::station::own_booking::{Offer, Part, TakenPlace};
use weiguang_domain::station::plan::{Exception, Hours, Series, ServiceDay, Share};

use super::record::SeriesRecord;
use crate::web::words::Bilingual;

/// The most dates of one rule: thirty years of days.
const MOST: u16 = 11_000;
/// The longest rule.
const LONGEST: usize = 200;
/// Permitted parts of a rule; the first and the last day are separate fields.
const PARTS: [&str; 7] = ["FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"];

/// Part of a day of service: one team's hours at one station.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its rule.
    pub series: SeriesId,
    /// The team.
    pub team: TeamId,
    /// Its day and hours.
    pub service: ServiceDay,
    /// Minutes of one booking.
    pub slot: u16,
    /// Number of bookings in one slot.
    pub places: u16,
    /// The part of it that residents may book by themselves.
    pub share: Share,
}

impl Session {
    fn part(&self) -> Part<'_> {
        Part { slot: self.slot, places: self.places, share: self.share, service: &self.service }
    }

    /// The start times of its slots.
    #[must_use]
    pub fn slots(&self) -> Vec<Moment> {
        self.service.slots(self.slot, self.places, &[]).into_iter().map(|(at, _)| at).collect()
    }
}

/// The days of a station in a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// Sessions by day, in the order of their hours.
    pub sessions: BTreeMap<Day, Vec<Session>>,
    /// Days of a rule without service, with the reason.
    pub off: BTreeMap<Day, String>,
    /// Days of a rule whose service was moved to another.
    pub moved: BTreeMap<Day, Day>,
}

fn ymd(day: Day) -> String {
    day.strftime("%Y%m%d").to_string()
}

/// Checks a rule before the library parses it: it must not contain a second line or a second rule.
fn is_plain(rule: &str) -> bool {
    let word = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || "=,+-;".contains(c);
    let part = |part: &str| part.split_once('=').is_some_and(|(key, value)| PARTS.contains(&key) && !value.is_empty());
    rule.len() <= LONGEST && rule.chars().all(word) && rule.split(';').all(part)
}

/// A rule with its first and last day.
fn set(rule: &str, first: Day, last: Day) -> Option<RRuleSet> {
    if !is_plain(rule) || last < first {
        return None;
    }
    let text = format!("DTSTART:{}T000000Z\nRRULE:{rule};UNTIL={}T000000Z", ymd(first), ymd(last));
    let set: RRuleSet = text.parse().ok()?;
    let daily = |r: &RRule| matches!(r.get_freq(), Frequency::Daily | Frequency::Weekly | Frequency::Monthly);
    set.get_rrule().iter().all(daily).then_some(set)
}

/// The dates of a rule from its first day up to one, both included.
#[must_use]
pub fn dates(rule: &str, first: Day, last: Day) -> Vec<Day> {
    let all = set(rule, first, last).map(|set| set.all(MOST).dates).unwrap_or_default();
    all.iter().filter_map(|at| at.format("%Y-%m-%d").to_string().parse().ok()).collect()
}

/// Whether a rule is acceptable: days, weeks or months, and a date within its first two years.
#[must_use]
pub fn is_rule(rule: &str, first: Day, last: Day) -> bool {
    let soon = first.saturating_add(jiff::Span::new().years(2));
    !dates(rule, first, last.min(soon)).is_empty()
}

impl SeriesRecord {
    /// The dates of the rule in a period, and those that an exception moves into it.
    #[must_use]
    pub fn dates(&self, (from, to): (Day, Day)) -> Vec<Day> {
        let mut all = dates(&self.series.rule, self.first, self.last.min(to));
        all.retain(|day| *day >= from);
        let moved = self.series.exceptions.iter().filter(|(day, differs)| match differs {
            Exception::MovedTo(target) => from <= *target && *target <= to && !(from <= **day && **day <= to),
            Exception::Off { .. } | Exception::At(_) => false,
        });
        all.extend(moved.map(|(day, _)| *day));
        all.sort_unstable();
        all
    }

    /// The series without the public holidays among some dates.
    #[must_use]
    pub fn resting(&self, dates: &[Day], calendar: &Calendar) -> Series {
        self.series.resting(dates, |day| calendar.holiday(day))
    }
}

/// The days of a station's series from one day to another.
#[must_use]
pub fn days(all: &[SeriesRecord], calendar: &Calendar, (from, to): (Day, Day)) -> Days {
    let within = |day: Day| from <= day && day <= to;
    let mut found = Days::default();
    for record in all {
        let dates = record.dates((from, to));
        let series = record.resting(&dates, calendar);
        for service in series.days(&dates).into_iter().filter(|s| within(s.day)) {
            let session = Session {
                series: record.id,
                team: series.team,
                slot: series.slot,
                places: series.places,
                share: series.share,
                service,
            };
            found.sessions.entry(session.service.day).or_default().push(session);
        }
        found.off.extend(series.off(&dates).into_iter().filter(|(day, _)| within(*day)));
        for (day, differs) in series.exceptions.iter().filter(|(day, _)| within(**day)) {
            if let Exception::MovedTo(to) = differs {
                found.moved.insert(*day, *to);
            }
        }
    }
    for sessions in found.sessions.values_mut() {
        sessions.sort_by_key(|s| (s.service.hours.from, s.series));
    }
    found.off.retain(|day, _| !found.sessions.contains_key(day));
    found
}

/// The bookable times of a day with the free and the total number of places; `taken` are the booked times.
#[must_use]
pub fn slots(sessions: &[Session], taken: &[Moment]) -> BTreeMap<Moment, (u16, u16)> {
    let mut all: BTreeMap<Moment, (u16, u16)> = BTreeMap::new();
    for session in sessions {
        for (at, places) in session.service.slots(session.slot, session.places, &[]) {
            all.entry(at).or_default().1 += places;
        }
    }
    for (at, (left, places)) in &mut all {
        let used = u16::try_from(taken.iter().filter(|t| *t == at).count()).unwrap_or(u16::MAX);
        *left = places.saturating_sub(used);
    }
    all
}

/// The part of a day's sessions that residents may still book by themselves.
#[must_use]
pub fn offer(sessions: &[Session], taken: &[TakenPlace], now: Moment) -> Offer {
    Offer::of(&sessions.iter().map(Session::part).collect::<Vec<_>>(), taken, now)
}

const WEEK: [(&str, &str); 7] = [
    ("周一", "Monday"),
    ("周二", "Tuesday"),
    ("周三", "Wednesday"),
    ("周四", "Thursday"),
    ("周五", "Friday"),
    ("周六", "Saturday"),
    ("周日", "Sunday"),
];

fn weekday(day: NWeekday) -> (String, String) {
    let (nth, day) = match day {
        NWeekday::Every(day) => (0, day),
        NWeekday::Nth(nth, day) => (nth, day),
    };
    let (zh, en) = WEEK[usize::try_from(day.num_days_from_monday()).unwrap_or_default() % 7];
    match nth {
        0 => (zh.to_owned(), en.to_owned()),
        -1 => (format!("最后一个{zh}"), format!("last {en}")),
        n if n < 0 => (format!("倒数第{}个{zh}", -n), format!("{en} number {} from the end", -n)),
        n => (format!("第{n}个{zh}"), format!("{en} number {n}")),
    }
}

/// A rule as text; an unusual one is shown as it is written.
#[must_use]
pub fn words(rule: &str, first: Day) -> Bilingual {
    let year = first.saturating_add(jiff::Span::new().years(1));
    let plain = || Bilingual::new(rule, rule);
    let Some(set) = set(rule, first, year) else { return plain() };
    let Some(rule) = set.get_rrule().first() else { return plain() };
    if !rule.get_by_set_pos().is_empty() || !rule.get_by_month().is_empty() {
        return plain();
    }
    let n = rule.get_interval();
    let days: (Vec<String>, Vec<String>) = match rule.get_freq() {
        Frequency::Monthly if !rule.get_by_month_day().is_empty() => {
            rule.get_by_month_day().iter().map(|d| (format!("{d}日"), format!("day {d}"))).unzip()
        }
        _ => rule.get_by_weekday().iter().copied().map(weekday).unzip(),
    };
    let (zh, en) = (days.0.join("、"), days.1.join(", "));
    let (each_zh, each_en) = match rule.get_freq() {
        Frequency::Daily => ("天", "day"),
        Frequency::Weekly => ("周", "week"),
        _ => ("月", "month"),
    };
    match (rule.get_freq(), n) {
        (Frequency::Daily, 1) => Bilingual::new("每天", "every day"),
        (Frequency::Weekly, 1) => Bilingual::new(format!("每{zh}"), format!("every {en}")),
        (_, 1) => Bilingual::new(format!("每{each_zh}{zh}"), format!("every {each_en}: {en}")),
        _ => Bilingual::new(format!("每 {n} {each_zh} {zh}"), format!("every {n} {each_en}s: {en}")),
    }
}

/// 09:30.
#[must_use]
pub fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Reads a time like 09:30; 24:00 is the end of a day.
#[must_use]
pub fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let two =
        |text: &str| (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse::<u16>().ok());
    let (hour, minute) = (two(hour)??, two(minute)??);
    (minute < 60 && hour * 60 + minute <= 24 * 60).then_some(hour * 60 + minute)
}

/// Reads hours within one day; `None` if they are empty or invalid.
#[must_use]
pub fn hours(from: &str, until: &str) -> Option<Hours> {
    let hours = Hours { from: minute(from)?, until: minute(until)? };
    (hours.from < hours.until).then_some(hours)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_rule_becomes_dates_and_words_and_nothing_else_gets_in() {
        let (first, last) = (date(2026, 11, 1), date(2026, 12, 31));
        let texts = |rule: &str| dates(rule, first, last).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(texts("FREQ=WEEKLY;BYDAY=WE").len(), 9);
        assert_eq!(
            texts("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE")[..2],
            ["2026-11-11", "2026-11-25"],
            "the week of 1 November is over"
        );
        assert_eq!(texts("FREQ=MONTHLY;BYDAY=-1FR"), ["2026-11-27", "2026-12-25"]);
        assert_eq!(texts("FREQ=MONTHLY;BYMONTHDAY=31"), ["2026-12-31"]);
        for (rule, zh, en) in [
            ("FREQ=WEEKLY;BYDAY=WE", "每周三", "every Wednesday"),
            ("FREQ=WEEKLY;BYDAY=MO,TH", "每周一、周四", "every Monday, Thursday"),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "每 2 周 周三", "every 2 weeks: Wednesday"),
            ("FREQ=MONTHLY;BYDAY=2WE", "每月第2个周三", "every month: Wednesday number 2"),
            ("FREQ=DAILY", "每天", "every day"),
        ] {
            assert_eq!(words(rule, first), Bilingual::new(zh, en), "{rule}");
        }
        for bad in [
            "",
            "FREQ=HOURLY",
            "FREQ=WEEKLY;COUNT=3",
            "FREQ=WEEKLY;UNTIL=20270101T000000Z",
            "FREQ=WEEKLY;BYDAY=WE\nEXDATE:20261125T000000Z",
            "FREQ=WEEKLY;BYDAY=XX",
            "FREQ=YEARLY",
            "every Wednesday",
        ] {
            assert!(!is_rule(bad, first, last), "{bad}");
        }
        assert!(!is_rule("FREQ=WEEKLY;BYDAY=WE", last, first), "it ends before it begins");
        let began = std::time::Instant::now();
        assert_eq!(dates("FREQ=DAILY", date(1900, 1, 1), FAR).len(), usize::from(MOST), "bounded");
        assert!(began.elapsed() < std::time::Duration::from_secs(10));
    }

    const FAR: Day = date(9999, 12, 31);

    #[test]
    fn hours_are_read_as_they_are_written() {
        assert_eq!(hours("09:00", "11:30"), Some(Hours { from: 540, until: 690 }));
        for (from, until) in [("9:00", "11:00"), ("11:00", "09:00"), ("09:00", "24:01"), ("09:60", "10:00"), ("", "")] {
            assert_eq!(hours(from, until), None, "{from} {until}");
        }
        assert_eq!(clock(minute("07:05").unwrap()), "07:05");
    }
}
