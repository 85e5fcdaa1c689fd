//! A day of the station over HTTP, on both engines: from the booking to the last call, with two desks; and what remains of it afterwards.

use axum::http::Method;
use serde_json::{Value, json};
use weiguang_domain::kernel::time::Span;

use crate::rooms::care::reading_tests::{becomes_nurse, measure, resident, text};
use crate::rooms::households::tests::pair;
use crate::testing::{Caller, TestApp, TestResponse, both, code};

/// The Wednesday after the tests' Monday.
pub const WEDNESDAY: &str = "2026-11-25";
pub const NAMES: [&str; 4] = ["王秀英", "李桂兰", "张德海", "陈福生"];

/// A station of 天骄西路 with a nurse, open every Wednesday from nine to eleven, two people each half hour.
pub struct Station {
    pub id: String,
    pub series: String,
}

impl Station {
    pub async fn opens(test: &TestApp) -> Self {
        becomes_nurse(test, "partner").await;
        pair(test, "510117019006").await;
        Self::of_the_team(test).await
    }

    /// The same for the street's only team, wherever that is paired.
    pub async fn of_the_team(test: &TestApp) -> Self {
        let (manager, id, series) = (test.as_("manager").await, test.id().to_string(), test.id().to_string());
        let body = json!({ "id": id, "code": "510117019006", "name": "天骄西路微网实格服务站", "place": "社区活动中心一楼",
            "phone": "028-8765 4321", "point": { "lon": 103.9305, "lat": 30.6605 } });
        manager.post("/care/stations", &body).await.good();
        let mut body = plan(test).await;
        body["id"] = json!(series);
        manager.post(&format!("/care/stations/{id}/series"), &body).await.good();
        Self { id, series }
    }

    pub fn path(&self, rest: &str) -> String {
        format!("/care/stations/{}{rest}", self.id)
    }

    pub fn day(&self, rest: &str) -> String {
        self.path(&format!("/days/{WEDNESDAY}{rest}"))
    }

    pub async fn books(&self, test: &TestApp, caller: &Caller<'_>, who: &str, at: &str) -> TestResponse {
        let body = json!({ "id": test.id(), "resident": who, "at": format!("{WEDNESDAY}T{at}:00+08:00") });
        caller.post(&self.day("/tickets"), &body).await
    }

    async fn walks_in(&self, test: &TestApp, caller: &Caller<'_>, who: Option<&str>) -> Value {
        caller.post(&self.day("/tickets"), &json!({ "id": test.id(), "resident": who })).await.good()
    }

    pub async fn calls(&self, caller: &Caller<'_>, body: Value) -> Value {
        caller.post(&self.day("/call"), &body).await.good()
    }

    pub async fn queue(&self, caller: &Caller<'_>) -> Value {
        caller.get(&self.day("")).await.good()
    }
}

async fn plan(test: &TestApp) -> Value {
    let street = code("510117019");
    let pairing = test.app.read(move |tx| Ok(crate::rooms::households::pairing(tx, &street)?)).await.unwrap();
    json!({ "team": pairing.teams[0].id, "rule": "FREQ=WEEKLY;BYDAY=WE", "first": "2026-11-01",
        "hours": { "from": "09:00", "until": "11:00" }, "slot": 30, "places": 2, "holidays": "off" })
}

pub async fn act(test: &TestApp, caller: &Caller<'_>, ticket: &Value, body: Value) -> TestResponse {
    let path = format!("/care/tickets/{}/actions", text(ticket, "id"));
    caller.send(Method::POST, &path, Some(test.id()), ticket["version"].as_i64(), Some(&body)).await
}

fn labels(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|t| t["label"].as_str().unwrap()).collect()
}

pub async fn four(test: &TestApp) -> Vec<String> {
    let mut ids = Vec::new();
    for name in NAMES {
        ids.push(resident(test, name).await);
    }
    ids
}

#[test]
fn a_service_day_from_the_booking_to_the_last_call() {
    both(async |test| {
        let (station, people) = (Station::opens(test).await, four(test).await);
        let (member, nurse) = (test.as_("member01").await, test.as_("partner").await);

        // On Monday the member books two of her cell, and sees which times are free; the numbers are not hers to see.
        let first = station.books(test, &member, &people[0], "09:30").await.good();
        assert_eq!((text(&first, "label"), text(&first, "standing")), ("A01".into(), "expected".into()));
        assert_eq!(first["name"], "王**", "a name is whole for who may measure");
        station.books(test, &member, &people[1], "09:30").await.good();
        assert_eq!(station.books(test, &member, &people[2], "09:30").await.refused(422), "kernel.invalid");
        assert_eq!(station.books(test, &member, &people[0], "10:00").await.refused(409), "care.number-already");
        let seen = station.queue(&member).await;
        let left: Vec<_> = seen["slots"].as_array().unwrap().iter().map(|s| s["left"].as_u64().unwrap()).collect();
        assert_eq!((left, seen["slots"][1]["label"].as_str()), (vec![2, 0, 2, 2], Some("09:30")));
        assert_eq!((&seen["may_call"], &seen["expected"]), (&json!(false), &json!([])));
        let hers = member.get(&format!("/care/residents/{}/tickets", people[0])).await.good();
        assert_eq!(hers["items"][0]["label"], "A01");

        // One is cancelled, and another person gets the place.
        let second = station.books(test, &member, &people[3], "10:00").await.good();
        assert_eq!(act(test, &member, &second, json!({ "action": "arrive" })).await.refused(404), "kernel.not-found");
        let gone = act(test, &member, &second, json!({ "action": "cancel" })).await.good();
        assert_eq!(gone["standing"], "cancelled");
        assert_eq!(act(test, &member, &gone, json!({ "action": "cancel" })).await.refused(409), "care.number-standing");

        // Wednesday, nine o'clock.
        test.pass(Span::days(2)).await;
        let walk = station.walks_in(test, &nurse, Some(&people[2])).await;
        let nameless = station.walks_in(test, &nurse, None).await;
        assert_eq!((text(&walk, "label"), text(&nameless, "label")), ("B04".into(), "B05".into()));
        let called = station.calls(&nurse, json!({ "desk": 1 })).await;
        assert_eq!((text(&called["called"], "label"), called["waiting"].as_i64()), ("B04".into(), Some(1)));
        assert_eq!(called["called"]["name"], "张德海", "a nurse sees whom she serves");
        let busy = nurse.post(&station.day("/call"), &json!({ "desk": 1 })).await;
        assert_eq!(busy.refused(409), "care.desk-busy");

        // A reading is linked to the ticket, and a ticket without a name gets one.
        let reading = json!({ "id": test.id(), "resident": people[2], "ticket": walk["id"], "measured": { "systolic": "152", "diastolic": "88" } });
        let taken = nurse.post("/care/readings", &reading).await.good();
        assert_eq!(text(&taken, "station"), station.id, "the number says where");
        let now = station.queue(&nurse).await;
        assert_eq!((labels(&now["serving"]), &now["serving"][0]["measured"]), (vec!["B04"], &json!(true)));
        let other =
            json!({ "id": test.id(), "resident": people[0], "ticket": walk["id"], "measured": { "weight": "50" } });
        assert_eq!(nurse.post("/care/readings", &other).await.refused(422), "kernel.invalid");
        let finished = station.calls(&nurse, json!({ "desk": 1, "finish": true })).await;
        assert_eq!(
            (text(&finished["served"], "label"), text(&finished["called"], "label")),
            ("B04".into(), "B05".into())
        );
        let new =
            json!({ "id": test.id(), "resident": people[3], "ticket": nameless["id"], "measured": { "weight": "61" } });
        nurse.post("/care/readings", &new).await.good();
        assert_eq!(station.queue(&nurse).await["serving"][0]["name"], "陈福生");

        // The two who booked: one arrives, one is called three times and passed over, and comes back.
        let before = station.queue(&nurse).await;
        let here = act(test, &nurse, &before["expected"][0], json!({ "action": "arrive" })).await.good();
        assert_eq!(here["standing"], "waiting");
        test.pass(Span::minutes(30)).await;
        let next = station.calls(&nurse, json!({ "desk": 1, "finish": true })).await;
        let mut late = next["called"].clone();
        assert_eq!(text(&late, "label"), "A01");
        for expected in ["called", "called", "passed_over"] {
            late = act(test, &nurse, &late, json!({ "action": "call_again" })).await.good();
            assert_eq!(late["standing"], expected);
        }
        assert_eq!(labels(&station.queue(&nurse).await["passed"]), ["A01"]);
        let back = act(test, &nurse, &late, json!({ "action": "arrive" })).await.good();
        let still = nurse.post(&station.day("/close"), &json!({})).await;
        assert_eq!(still.refused(409), "care.still-waiting");
        let stale = act(test, &nurse, &late, json!({ "action": "leave" })).await;
        assert_eq!(stale.refused(412), "kernel.version-moved", "the other desk was first");
        act(test, &nurse, &back, json!({ "action": "leave" })).await.good();
        let nobody = station.calls(&nurse, json!({ "desk": 2 })).await;
        assert!(nobody["called"].is_null(), "nobody waits, and that is no fault");

        // The last call is over: the day is closed with its list.
        let closed = nurse.post(&station.day("/close"), &json!({})).await.good();
        let counts = json!({ "booked": 3, "walked_in": 2, "served": 2, "left": 1, "cancelled": 1, "absent": 1 });
        assert_eq!((text(&closed, "state"), &closed["counts"]), ("closed".into(), &counts));
        let again = nurse.post(&station.day("/tickets"), &json!({ "id": test.id() })).await;
        assert_eq!(again.refused(409), "care.day-closed");
        nurse.post(&station.day("/reopen"), &json!({})).await.good();
        nurse.post(&station.day("/close"), &json!({})).await.good();

        // Thirty-one days later nobody's name is left, and the counts are.
        test.pass(Span::days(32)).await;
        crate::sweep::expire(&test.app).await;
        let after = station.queue(&nurse).await;
        assert_eq!((&after["counts"], &after["done"]), (&counts, &json!([])));
        let rows = test
            .app
            .read(|tx| Ok(tx.query("SELECT id FROM tickets", weiguang_store::params![], |r| r.get::<uuid::Uuid>(0))?));
        assert!(rows.await.unwrap().is_empty());
    });
}

#[test]
fn two_desks_that_press_at_once_call_two_numbers_and_a_resend_calls_none() {
    both(async |test| {
        let station = Station::opens(test).await;
        test.pass(Span::days(2)).await;
        let (one, two) = (test.as_("partner").await, test.as_("doctor").await);
        for _ in 0..12 {
            station.walks_in(test, &one, None).await;
        }
        let path = station.day("/call");
        let mut called = Vec::new();
        for _ in 0..6 {
            let [first, second] = [1, 2].map(|desk| json!({ "desk": desk, "finish": true, "unmeasured": true }));
            let (a, b) = tokio::join!(one.post(&path, &first), two.post(&path, &second));
            for came in [a, b] {
                called.push(text(&came.good()["called"], "label"));
            }
        }
        called.sort();
        called.dedup();
        assert_eq!(called.len(), 12, "{called:?}");
        let key = test.id();
        let again = json!({ "desk": 1, "finish": true, "unmeasured": true });
        let first = one.send(Method::POST, &path, Some(key), None, Some(&again)).await.good();
        assert!(first["called"].is_null() && first["served"].is_object());
        let walk = station.walks_in(test, &one, None).await;
        let resent = one.send(Method::POST, &path, Some(key), None, Some(&again)).await;
        assert_eq!(resent.headers["idempotent-replay"], "true");
        assert!(resent.good()["called"].is_null(), "what was pressed once is done once");
        // Somebody is dizzy: out of turn, and said so by the number.
        let urgent = station.walks_in(test, &one, None).await;
        let came = station.calls(&one, json!({ "desk": 3, "ticket": urgent["id"] })).await;
        assert_eq!(text(&came["called"], "label"), text(&urgent, "label"));
        assert_eq!(labels(&station.queue(&one).await["waiting_list"]), [text(&walk, "label")]);
        // Who booked and sends the same twice has one number.
        let body = json!({ "id": test.id() });
        let key = test.id();
        let mut numbers = Vec::new();
        for _ in 0..2 {
            let came = one.send(Method::POST, &station.day("/tickets"), Some(key), None, Some(&body)).await;
            numbers.push(text(&came.good(), "label"));
        }
        assert_eq!(numbers[0], numbers[1]);
    });
}

#[test]
fn somebody_phones_and_is_found_by_the_number() {
    both(async |test| {
        let station = Station::opens(test).await;
        let dispatcher = test.as_("dispatcher").await;
        let id = resident(test, NAMES[0]).await;
        let at = format!("{WEDNESDAY}T09:00:00+08:00");
        let book = |phone: &str| json!({ "id": test.id(), "at": at, "phone": phone });
        let booked = dispatcher.post(&station.day("/tickets"), &book("138 1234 1234")).await.good();
        assert_eq!((booked["resident"].as_str(), booked["name"].as_str()), (Some(id.as_str()), Some("王**")));
        let unknown = dispatcher.post(&station.day("/tickets"), &book("13800000000")).await.json();
        assert_eq!(unknown["errors"][0]["code"], "care.phone-unknown");
        resident(test, NAMES[1]).await;
        let several = dispatcher.post(&station.day("/tickets"), &book("13812341234")).await.json();
        assert_eq!(several["errors"][0]["code"], "care.phone-several");
        // The phone lies neither among the answers nor in the chain.
        let kept = test
            .app
            .read(|tx| Ok(tx.query("SELECT reply FROM sends", weiguang_store::params![], |r| r.get::<String>(0))?));
        assert!(kept.await.unwrap().iter().all(|answer| !answer.contains("138") && !answer.contains("王")));
        // A booking for whom the actor does not serve is one that cannot be made.
        let elsewhere = test.as_("member0801").await;
        assert_eq!(station.books(test, &elsewhere, &id, "10:00").await.refused(404), "kernel.not-found");
        let stranger = test.as_("other-member").await;
        assert_eq!(station.books(test, &stranger, &id, "10:00").await.refused(404), "kernel.not-found");
    });
}

#[test]
fn what_she_takes_home_says_what_was_measured_and_whom_to_call() {
    both(async |test| {
        let station = Station::opens(test).await;
        let (nurse, id) = (test.as_("partner").await, resident(test, NAMES[0]).await);
        test.pass(Span::days(2)).await;
        let walk = station.walks_in(test, &nurse, Some(&id)).await;
        for pressure in ["152", "156"] {
            let reading = json!({ "id": test.id(), "resident": id, "ticket": walk["id"], "measured": { "systolic": pressure, "diastolic": "88" } });
            nurse.post("/care/readings", &reading).await.good();
            test.pass(Span::minutes(2)).await;
        }
        let slip = nurse.get(&format!("/care/residents/{id}/slip")).await;
        assert_eq!(slip.headers["cache-control"], "no-store");
        let slip = slip.good();
        assert_eq!(
            (text(&slip, "name"), text(&slip, "level"), text(&slip, "station")),
            (NAMES[0].into(), "high".into(), "天骄西路微网实格服务站".into())
        );
        assert_eq!(slip["readings"].as_array().unwrap().len(), 2);
        assert_eq!(slip["advice"].as_array().unwrap().len(), 1, "said once: {}", slip["advice"]);
        assert_eq!(slip["rechecks"][0]["due"], "2026-12-09");
        assert_eq!(
            (text(&slip["next_days"][0], "day"), text(&slip["next_days"][0], "from")),
            ("2026-12-02".into(), "09:00".into())
        );
        assert_eq!(
            (text(&slip["doctor"], "name"), text(&slip["doctor"], "team")),
            ("甲doctor".into(), "张医生团队".into())
        );
        let phones: Vec<_> = slip["call"].as_array().unwrap().iter().map(|c| text(c, "phone")).collect();
        assert_eq!(phones, ["028-87654321", "120"]);
        let page = nurse.get(&format!("/care/residents/{id}")).await.good();
        let line = page["lines"]
            .as_array()
            .unwrap()
            .iter()
            .find(|l| l["rule"] == "pressure-high-65" && l["of"]["key"] == "systolic");
        assert_eq!(
            line.map(|l| (text(l, "at"), text(l, "compare"))),
            Some(("150".into(), "at_least".into())),
            "by her age"
        );
        assert_eq!(
            (page["tickets"][0]["label"].as_str(), page["readings"].as_array().unwrap().len()),
            (Some("B01"), 2)
        );
        for who in ["leader", "member01", "manager", "member0801"] {
            let refused = test.as_(who).await.get(&format!("/care/residents/{id}/slip")).await;
            assert!([403, 404].contains(&refused.status.as_u16()), "{who}");
        }
    });
}

#[test]
fn readings_go_three_years_after_the_last_and_numbers_go_with_their_record() {
    both(async |test| {
        let station = Station::opens(test).await;
        let (nurse, manager) = (test.as_("partner").await, test.as_("manager").await);
        let (silent, comes) = (resident(test, NAMES[0]).await, resident(test, NAMES[1]).await);
        test.pass(Span::days(2)).await;
        station.walks_in(test, &nurse, Some(&silent)).await;
        for id in [&silent, &comes] {
            measure(&nurse, test, id, json!({ "systolic": "152", "diastolic": "88" })).await.good();
        }
        // Her copy has the readings and her ticket, as a file and as a page.
        let path = format!("/households/residents/{silent}/copy");
        let copy = manager.post(&path, &json!({ "reason": "本人要求" })).await.good();
        assert_eq!(copy["care"]["readings"][0]["measured"]["values"][0]["value"], "152");
        assert_eq!(
            (copy["care"]["numbers"][0]["label"].as_str(), copy["care"]["rechecks"][0][1].as_str()),
            (Some("B01"), Some("2026-12-09"))
        );
        let page = manager.post(&path, &json!({ "reason": "本人要求", "form": "page" })).await;
        let page = String::from_utf8_lossy(&page.bytes).into_owned();
        assert!(page.contains("收缩压 152 mmHg") && page.contains("B01") && page.contains("复查"), "{page}");

        let count = async |id: &str| {
            // After years nobody is still signed in.
            let page = test.as_("partner").await.get(&format!("/care/residents/{id}")).await.good();
            (page["readings"].as_array().unwrap().len(), page["rechecks"].as_array().map_or(0, Vec::len))
        };
        test.pass(Span::days(400)).await;
        measure(&test.as_("partner").await, test, &comes, json!({ "systolic": "130", "diastolic": "80" })).await.good();
        test.pass(Span::days(3 * 365 + 1 - 400)).await;
        crate::sweep::expire(&test.app).await;
        assert_eq!(count(&silent).await.0, 1, "three years are three years");
        test.pass(Span::days(1)).await;
        crate::sweep::expire(&test.app).await;
        assert_eq!((count(&silent).await, count(&comes).await.0), ((0, 0), 2));
        let overdue = test.as_("doctor").await.get("/care/overdue").await.good();
        assert_eq!(overdue["items"], json!([]), "nobody is called about what is forgotten");
    });
}
