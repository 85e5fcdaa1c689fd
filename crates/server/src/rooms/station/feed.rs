//! A station's days of service as a calendar to which phones and offices subscribe: a rule with its exceptions, by RFC 5545. It contains no
//! personal data, and no staff.

use icalendar::{Calendar as Feed, Component as _, Event, Property};
use std::collections::BTreeSet;
use weiguang_domain::kernel::time::{Day, FOREVER, Moment};
use weiguang_domain::manual::Calendar;
use weiguang_domain::station::plan::{Exception, Hours, ServiceDay};

use super::dates;
use super::record::{SeriesRecord, StationRecord};

/// Days ahead for which holiday exceptions are listed; the rule itself has no end.
const AHEAD_DAYS: i64 = 550;
/// The one zone of China, UTC+8 without summer time.
const ZONE: &str = "BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\nBEGIN:STANDARD\r\nDTSTART:19910915T020000\r\n\
TZOFFSETFROM:+0800\r\nTZOFFSETTO:+0800\r\nTZNAME:CST\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

fn local(day: Day, minute: u16) -> String {
    let at = Moment::start_of(day) + weiguang_domain::kernel::time::Span::minutes(i64::from(minute));
    at.civil().strftime("%Y%m%dT%H%M%S").to_string()
}

fn utc(at: Moment) -> String {
    let text: String = at.to_string().chars().filter(|c| c.is_ascii_digit() || *c == 'T').take(15).collect();
    text + "Z"
}

fn in_zone(key: &str, value: String) -> Property {
    let mut property = Property::new(key, value);
    property.add_parameter("TZID", "Asia/Shanghai");
    property.done()
}

/// A calendar event for some hours of a day.
fn event(station: &StationRecord, series: &SeriesRecord, day: Day, hours: Hours, now: Moment) -> Event {
    let (s, mut event) = (&station.station, Event::new());
    event
        .add_property("UID", format!("{}@weiguang", series.id))
        .add_property("DTSTAMP", utc(now))
        .add_property("SUMMARY", &s.name)
        .add_property("LOCATION", &s.place)
        .append_property(in_zone("DTSTART", local(day, hours.from)))
        .append_property(in_zone("DTEND", local(day, hours.until)));
    if !s.phone.is_empty() {
        event.add_property("DESCRIPTION", format!("电话 {}", s.phone));
    }
    if let Some(point) = s.point {
        event.add_property("GEO", format!("{:.6};{:.6}", point.lat, point.lon));
    }
    event
}

/// The rule as written in the feed: a last day is an instant there.
fn rule(series: &SeriesRecord) -> String {
    if series.last == FOREVER {
        return series.series.rule.clone();
    }
    format!(
        "{};UNTIL={}",
        series.series.rule,
        utc(Moment::start_of(series.last) + weiguang_domain::kernel::time::Span::minutes(1439))
    )
}

/// One series: the rule, its days without service, additional days, and one event for each day that is moved or has other hours.
fn series(feed: &mut Feed, station: &StationRecord, record: &SeriesRecord, calendar: &Calendar, now: Moment) {
    let usual = record.series.hours;
    let told = record.series.exceptions.keys().max().copied().unwrap_or(now.day()).max(now.day());
    let until = told.saturating_add(jiff::Span::new().days(AHEAD_DAYS)).min(record.last);
    let dates = dates::dates(&record.series.rule, record.first, until);
    let resting = record.resting(&dates, calendar);
    let Some(first) = dates.first().or(resting.extra.first()).copied() else { return };
    let days = resting.days(&dates);
    let planned: BTreeSet<Day> = dates.iter().chain(&resting.extra).copied().collect();
    let of = |from: &Day| -> Option<&ServiceDay> {
        days.iter().find(|d| d.moved_from == Some(*from) || (d.moved_from.is_none() && d.day == *from))
    };
    let mut main = event(station, record, first, usual, now);
    if !dates.is_empty() {
        main.add_property("RRULE", rule(record));
    }
    for extra in resting.extra.iter().filter(|day| !dates.contains(day) && **day != first) {
        main.append_multi_property(in_zone("RDATE", local(*extra, usual.from)));
    }
    let mut apart = Vec::new();
    for day in planned.iter().filter(|day| resting.exceptions.contains_key(day)) {
        let moved = matches!(resting.exceptions.get(day), Some(Exception::MovedTo(_)));
        match of(day).filter(|service| service.moved_from.is_some() == moved) {
            Some(service) => {
                let mut one = event(station, record, service.day, service.hours, now);
                one.append_property(in_zone("RECURRENCE-ID", local(*day, usual.from)));
                apart.push(one);
            }
            None => {
                main.append_multi_property(in_zone("EXDATE", local(*day, usual.from)));
            }
        }
    }
    feed.push(main);
    feed.extend(apart);
}

/// The calendar of a station.
#[must_use]
pub fn write(station: &StationRecord, all: &[SeriesRecord], calendar: &Calendar, now: Moment) -> String {
    let mut feed = Feed::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Weiguang//station//ZH"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", &station.station.name),
        ("X-WR-TIMEZONE", "Asia/Shanghai"),
        ("X-PUBLISHED-TTL", "PT6H"),
    ] {
        feed.append_property(Property::new(key, value));
    }
    let mut refresh = Property::new("REFRESH-INTERVAL", "PT6H");
    refresh.add_parameter("VALUE", "DURATION");
    feed.append_property(refresh.done());
    for record in all.iter().filter(|_| !station.closed) {
        series(&mut feed, station, record, calendar, now);
    }
    // The library adds an id and a stamp to every component, which a zone must not have; so the zone's text is inserted afterwards.
    let text = feed.to_string();
    match text.find("BEGIN:VEVENT") {
        Some(at) => format!("{}{ZONE}{}", &text[..at], &text[at..]),
        None => format!("{}{ZONE}END:VCALENDAR\r\n", text.trim_end().trim_end_matches("END:VCALENDAR")),
    }
}
