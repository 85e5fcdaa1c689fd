//! The calendar of a station, read by other libraries. The output is stored as a file beside the web's tests, where ical.js reads it; this
//! test keeps the file, and the expected days, up to date.

use jiff::civil::date;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use uuid::Uuid;
use weiguang_domain::kernel::geo::Point;
use weiguang_domain::kernel::ids::{SeriesId, StationId, TeamId};
use weiguang_domain::kernel::time::{Day, FOREVER, Moment};
use weiguang_domain::manual::Calendar;
use weiguang_domain::station::plan::{Exception, Hours, Series, Station};

use super::record::{SeriesRecord, StationRecord};
use super::{dates, feed};
use crate::testing::code;

fn series(n: u128, rule: &str, (from, until): (u16, u16), first: Day, last: Day) -> SeriesRecord {
    SeriesRecord {
        id: SeriesId::new(Uuid::from_u128(n)),
        series: Series {
            station: StationId::new(Uuid::from_u128(1)),
            team: TeamId::new(Uuid::from_u128(2)),
            rule: rule.into(),
            hours: Hours { from, until },
            slot: 30,
            places: 2,
            exceptions: BTreeMap::new(),
            extra: BTreeSet::new(),
            rests: true,
            share: weiguang_domain::station::plan::Share::USUAL,
        },
        first,
        last,
        version: 1,
    }
}

/// A year of a station with every kind of exception of a series.
fn year() -> (StationRecord, Vec<SeriesRecord>) {
    let station = Station {
        id: StationId::new(Uuid::from_u128(1)),
        code: code("510117019006"),
        name: "天骄西路微网实格服务站；一楼, 二楼".into(),
        place: "社区活动中心一楼\\东侧，这一行长到必须折成两行才能写进日历文件里去，读回来时还要是同一句话".into(),
        phone: "028-87654321".into(),
        point: Some(Point::new(103.9305, 30.7605)),
    };
    let mut weekly = series(3, "FREQ=WEEKLY;BYDAY=WE", (540, 660), date(2026, 1, 1), FOREVER);
    let off = Exception::Off { why: "停电".into() };
    weekly.series.exceptions = BTreeMap::from([
        (date(2026, 3, 4), off),
        (date(2026, 3, 11), Exception::MovedTo(date(2026, 3, 12))),
        (date(2026, 3, 18), Exception::At(Hours { from: 840, until: 960 })),
        // Onto a day that has service anyway: it falls away.
        (date(2026, 3, 25), Exception::MovedTo(date(2026, 4, 1))),
        // On a public holiday, on purpose.
        (date(2026, 10, 7), Exception::At(Hours { from: 900, until: 960 })),
    ]);
    weekly.series.extra = BTreeSet::from([date(2026, 10, 10)]);
    let monthly = series(4, "FREQ=MONTHLY;BYDAY=-1FR", (480, 720), date(2026, 1, 1), date(2026, 6, 30));
    let fortnightly = series(5, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", (1_200, 1_440), date(2026, 2, 4), date(2026, 5, 31));
    (StationRecord { station, closed: false, version: 1 }, vec![weekly, monthly, fortnightly])
}

fn file(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/test").join(name)
}

fn fresh(name: &str, text: &str) {
    let path = file(name);
    if std::env::var("WEIGUANG_WRITE").is_ok() {
        std::fs::write(&path, text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "web/test/{name} is stale: run this test with WEIGUANG_WRITE=1 and commit it");
}

#[test]
fn the_calendar_that_another_library_reads_is_the_one_that_is_served() {
    let (station, all) = year();
    let (calendar, now) = (Calendar::official(), Moment::start_of(date(2026, 1, 1)));
    let text = feed::write(&station, &all, &calendar, now);
    assert_eq!(text, feed::write(&station, &all, &calendar, now), "the same twice");
    assert!(text.lines().all(|line| line.len() <= 75), "folded");
    let days = dates::days(&all, &calendar, (date(2026, 1, 1), date(2026, 12, 31)));
    let lines: Vec<serde_json::Value> = days
        .sessions
        .values()
        .flatten()
        .map(|s| {
            let hours = s.service.hours;
            // The end of a day is the next day's beginning.
            let end =
                Moment::start_of(s.service.day) + weiguang_domain::kernel::time::Span::minutes(i64::from(hours.until));
            serde_json::json!([
                s.service.day.to_string(),
                dates::clock(hours.from),
                end.civil().strftime("%H:%M").to_string()
            ])
        })
        .collect();
    let on: Vec<String> = lines.iter().map(|l| l[0].as_str().unwrap().to_owned()).collect();
    for (day, served) in [
        ("2026-02-18", false),
        ("2026-03-04", false),
        ("2026-03-11", false),
        ("2026-03-12", true),
        ("2026-03-18", true),
        ("2026-03-25", false),
        ("2026-10-07", true),
        ("2026-10-10", true),
    ] {
        assert_eq!(on.iter().any(|d| d == day), served, "{day}");
    }
    fresh("station.ics", &text);
    let text = lines.iter().map(|l| format!("  {l}")).collect::<Vec<_>>().join(",\n");
    fresh("station-days.json", &format!("[\n{text}\n]\n"));
}

#[test]
fn a_station_without_service_has_an_empty_calendar_that_is_sound() {
    let (mut station, _) = year();
    let text = feed::write(&station, &[], &Calendar::official(), Moment::start_of(date(2026, 1, 1)));
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VTIMEZONE\r\nEND:VCALENDAR\r\n"), "{text}");
    assert!(!text.contains("VEVENT"));
    station.closed = true;
    let (_, all) = year();
    let closed = feed::write(&station, &all, &Calendar::official(), Moment::start_of(date(2026, 1, 1)));
    assert!(!closed.contains("VEVENT"));
}
