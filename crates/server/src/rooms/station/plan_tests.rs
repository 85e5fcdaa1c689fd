//! Where and when there is service: exceptions on the real calendar of holidays, who may plan, the public view, and a re-grid that moves a
//! station.

use axum::http::Method;
use serde_json::{Value, json};
use weiguang_domain::kernel::time::Span;

use super::tests::{NAMES, Station, WEDNESDAY};
use crate::rooms::care::reading_tests::{resident, text};
use crate::testing::{Caller, TestApp, TestResponse, both};

async fn version(station: &Station, caller: &Caller<'_>) -> i64 {
    caller.get(&station.path("")).await.good()["series"][0]["version"].as_i64().unwrap()
}

async fn differ(test: &TestApp, station: &Station, caller: &Caller<'_>, day: &str, how: Option<Value>) -> TestResponse {
    let path = format!("/care/series/{}/exceptions/{day}", station.series);
    let version = version(station, caller).await;
    let method = if how.is_some() { Method::PUT } else { Method::DELETE };
    caller.send(method, &path, Some(test.id()), Some(version), how.as_ref()).await
}

fn days(page: &Value) -> Vec<String> {
    let served = page["items"].as_array().unwrap().iter().filter(|d| !d["sessions"].as_array().unwrap().is_empty());
    served.map(|d| text(d, "day")).collect()
}

async fn between(station: &Station, caller: &Caller<'_>, from: &str, to: &str) -> Value {
    caller.get(&station.path(&format!("/days?from={from}&to={to}"))).await.good()
}

#[test]
fn a_series_rests_on_the_holidays_of_the_real_calendar_unless_somebody_says_otherwise() {
    both(async |test| {
        // On the first of September, before the National Day of 2026.
        test.clock.advance(Span::days(-83));
        let station = Station::opens(test).await;
        let manager = test.as_("manager").await;
        let page = manager.get(&station.path("")).await.good();
        let body = json!({ "team": page["series"][0]["team"], "rule": "FREQ=WEEKLY;BYDAY=WE", "first": "2026-09-01",
            "hours": { "from": "09:00", "until": "11:00" }, "slot": 30, "places": 2, "holidays": "off" });
        let path = format!("/care/series/{}", station.series);
        let sent = manager.send(Method::PUT, &path, Some(test.id()), Some(1), Some(&body)).await;
        assert_eq!(sent.good()["version"], 2);
        let october = between(&station, &manager, "2026-09-28", "2026-10-15").await;
        assert_eq!(days(&october), ["2026-09-30", "2026-10-14"]);
        let national = october["items"].as_array().unwrap().iter().find(|d| d["day"] == "2026-10-07").unwrap();
        assert_eq!((text(national, "off"), text(national, "holiday")), ("国庆节".into(), "国庆节".into()));

        // The doctors come on the make-up workday instead, a Saturday; and on the seventh for an hour.
        differ(test, &station, &manager, "2026-10-10", Some(json!({ "kind": "extra" }))).await.good();
        differ(
            test,
            &station,
            &manager,
            "2026-10-07",
            Some(json!({ "kind": "at", "hours": { "from": "15:00", "until": "16:00" } })),
        )
        .await
        .good();
        let october = between(&station, &manager, "2026-09-28", "2026-10-15").await;
        assert_eq!(days(&october), ["2026-09-30", "2026-10-07", "2026-10-10", "2026-10-14"]);
        let short = october["items"].as_array().unwrap().iter().find(|d| d["day"] == "2026-10-07").unwrap();
        assert_eq!(short["sessions"][0]["from"], "15:00");
        differ(test, &station, &manager, "2026-10-07", None).await.good();
        assert_eq!(days(&between(&station, &manager, "2026-10-01", "2026-10-09").await), Vec::<String>::new());
        // The same rule, with service on holidays.
        let mut serves = body.clone();
        serves["holidays"] = json!("serve");
        let now = version(&station, &manager).await;
        manager.send(Method::PUT, &path, Some(test.id()), Some(now), Some(&serves)).await.good();
        assert_eq!(days(&between(&station, &manager, "2026-10-01", "2026-10-09").await), ["2026-10-07"]);
    });
}

#[test]
fn a_day_is_moved_or_off_and_those_who_had_booked_it_are_told_of() {
    both(async |test| {
        let station = Station::opens(test).await;
        let (manager, nurse) = (test.as_("manager").await, test.as_("partner").await);
        let id = resident(test, NAMES[0]).await;
        station.books(test, &nurse, &id, "09:30").await.good();
        let moved = differ(test, &station, &nurse, WEDNESDAY, Some(json!({ "kind": "moved", "to": "2026-11-26" })))
            .await
            .good();
        assert_eq!(moved["affected"], 1, "somebody must be called");
        let week = between(&station, &manager, "2026-11-23", "2026-11-29").await;
        assert_eq!(days(&week), ["2026-11-26"]);
        let (from, to) = (&week["items"][0], &week["items"][1]);
        assert_eq!((text(from, "moved_to"), from["booked"].as_i64()), ("2026-11-26".into(), Some(1)));
        assert_eq!(text(to, "moved_from"), WEDNESDAY);
        assert_eq!(station.queue(&nurse).await["expected"][0]["name"], NAMES[0], "the desk sees whom to call");
        differ(test, &station, &nurse, WEDNESDAY, None).await.good();
        let off =
            differ(test, &station, &nurse, WEDNESDAY, Some(json!({ "kind": "off", "why": "义诊下乡" }))).await.good();
        assert_eq!(off["affected"], 1);
        let refused = station.books(test, &nurse, &id, "10:00").await;
        assert_eq!(refused.refused(409), "care.no-service");

        // What the street outside sees: where and when, and nobody's name.
        let outside = test.public().get("/public/stations?street=510117019").await.good();
        let shown = &outside["items"][0];
        assert_eq!(
            (text(shown, "name"), text(shown, "phone")),
            ("天骄西路微网实格服务站".into(), "028-87654321".into())
        );
        assert_eq!(
            (text(&shown["days"][0], "day"), text(&shown["off"][0], "why")),
            ("2026-12-02".into(), "义诊下乡".into())
        );
        assert!(!outside.to_string().contains("王") && !outside.to_string().contains("医生团队"), "{outside}");
        let feed = test.public().get(shown["feed"].as_str().unwrap()).await;
        assert_eq!(feed.headers["content-type"], "text/calendar; charset=utf-8");
        let feed = String::from_utf8(feed.bytes).unwrap();
        for line in
            ["RRULE:FREQ=WEEKLY;BYDAY=WE\r\n", "EXDATE;TZID=Asia/Shanghai:20261125T090000\r\n", "BEGIN:VTIMEZONE\r\n"]
        {
            assert!(feed.contains(line), "{line}: {feed}");
        }
        assert_eq!(test.public().get("/public/stations?street=510117008").await.refused(422), "kernel.invalid");

        // Out of use, it is gone outside and has no service.
        let page = manager.get(&station.path("")).await.good();
        let body = json!({ "code": "510117019006", "name": "天骄西路微网实格服务站", "place": "社区活动中心一楼", "closed": true });
        let gone =
            manager.send(Method::PUT, &station.path(""), Some(test.id()), page["version"].as_i64(), Some(&body)).await;
        assert_eq!(gone.good()["closed"], true);
        assert_eq!(test.public().get("/public/stations?street=510117019").await.good()["items"], json!([]));
        assert_eq!(test.public().get(shown["feed"].as_str().unwrap()).await.refused(404), "kernel.not-found");
    });
}

#[test]
fn who_may_set_it_up_and_what_cannot_be() {
    both(async |test| {
        let station = Station::opens(test).await;
        let (manager, doctor) = (test.as_("manager").await, test.as_("doctor").await);
        let new = |code: &str| json!({ "id": test.id(), "code": code, "name": "站", "place": "一楼" });
        for who in ["secretary", "leader", "member01", "auditor", "department", "other-manager"] {
            let came = test.as_(who).await.post("/care/stations", &new("510117019006")).await;
            assert_eq!(came.status.as_u16(), 403, "{who}");
        }
        assert_eq!(
            doctor.post("/care/stations", &new("510117019008")).await.refused(403),
            "access.denied",
            "not the doctor's community"
        );
        assert_eq!(
            manager.post("/care/stations", &new("510117019077")).await.json()["errors"][0]["code"],
            "care.unknown-code"
        );
        let page = manager.get(&station.path("")).await.good();
        let good = json!({ "id": test.id(), "team": page["series"][0]["team"], "rule": "FREQ=WEEKLY;BYDAY=SA", "first": "2026-11-01",
            "hours": { "from": "09:00", "until": "11:00" }, "slot": 30, "places": 2, "holidays": "off" });
        for (field, value, code) in [
            ("rule", json!("FREQ=HOURLY"), "care.rule"),
            ("rule", json!("FREQ=WEEKLY;COUNT=1"), "care.rule"),
            ("slot", json!(1), "care.slot"),
            ("places", json!(0), "care.places"),
            ("team", json!(test.id()), "care.no-team"),
            ("hours", json!({ "from": "11:00", "until": "09:00" }), "care.hours"),
        ] {
            let mut bad = good.clone();
            bad[field] = value;
            let came = manager.post(&station.path("/series"), &bad).await.json();
            assert_eq!(came["errors"][0]["code"], code, "{field}: {came}");
        }
        manager.post(&station.path("/series"), &good).await.good();
        let unplanned =
            differ(test, &station, &manager, "2026-11-24", Some(json!({ "kind": "off", "why": "x" }))).await;
        assert_eq!(unplanned.json()["errors"][0]["code"], "care.day-unplanned");
        let past = differ(test, &station, &manager, "2026-11-18", Some(json!({ "kind": "off", "why": "x" }))).await;
        assert_eq!(past.json()["errors"][0]["code"], "care.day-past");
        let path = format!("/care/series/{}/exceptions/2026-12-02", station.series);
        let stale = manager.send(Method::PUT, &path, Some(test.id()), Some(7), Some(&json!({ "kind": "extra" }))).await;
        assert_eq!(stale.refused(412), "kernel.version-moved");
        // Two teams on one day are one queue, with the times of both.
        let saturday = manager.get(&station.path("/days/2026-11-28")).await.good();
        assert_eq!(saturday["slots"].as_array().unwrap().len(), 4);
        let far = test.as_("dispatcher").await.get(&station.path("/days?from=2026-01-01&to=2027-01-01")).await;
        assert_eq!(far.json()["errors"][0]["code"], "care.days");
        test.pass(Span::days(1)).await;
    });
}
