//! A resident dies, moves away, or a death is reported by mistake: over HTTP on both engines, at everything that refers to their record.

use axum::http::Method;
use serde_json::{Value, json};
use weiguang_domain::kernel::time::Span;

use super::reading_tests::{measure, resident, text};
use crate::rooms::station::tests::{Station, WEDNESDAY};
use crate::standards::fhir::tests::{Program, SCOPES};
use crate::testing::{TestApp, both};

/// Checks where the record says that the resident is.
async fn is(test: &TestApp, id: &str, state: &str) {
    let (manager, path) = (test.as_("manager").await, format!("/households/residents/{id}"));
    let version = manager.get(&path).await.good()["version"].as_i64();
    let on = test.clock.now().day().to_string();
    let body = json!({ "presence": { "state": state, "on": on } });
    manager.send(Method::PATCH, &path, Some(test.id()), version, Some(&body)).await.good();
}

async fn contact(test: &TestApp, of: &str, kind: &str, name: &str, record: Option<&str>) {
    let leader = test.as_("leader").await;
    let page = leader.get(&format!("/households/residents/{of}")).await.good();
    let path = format!("/households/{}/contacts", text(&page["household"], "id"));
    let body = json!({ "id": test.id(), "kind": kind, "name": name, "relation": "亲友", "resident": record, "reach": [{ "phone": "13900000001" }] });
    leader.post(&path, &body).await.good();
}

#[test]
fn a_contact_who_died_is_not_asked_and_is_again_once_the_death_is_taken_back() {
    both(async |test| {
        let (wang, husband, neighbour) =
            (resident(test, "王秀英").await, resident(test, "陈福生").await, resident(test, "李桂兰").await);
        contact(test, &wang, "kin", "陈福生", Some(&husband)).await;
        contact(test, &wang, "neighbour", "李桂兰", Some(&neighbour)).await;
        let doctor = test.as_("doctor").await;
        for _ in 0..2 {
            measure(&doctor, test, &wang, json!({ "glucose": "30.7", "meal": "random" })).await.good();
        }
        let leader = test.as_("leader").await;
        let alert = text(&leader.get("/care/alerts").await.good()["items"][0], "id");
        let page = async || leader.get(&format!("/care/alerts/{alert}")).await.good();
        let of = |page: &Value, name: &str| -> (usize, Value) {
            let ladder = page["ladder"].as_array().unwrap().clone();
            let at = ladder.iter().position(|r| r["contact"]["name"] == name).unwrap();
            (at, ladder[at].clone())
        };
        let first = page().await;
        assert_eq!((of(&first, "陈福生").0, &first["next_rung"]), (0, &json!(0)));

        is(test, &husband, "died").await;
        is(test, &neighbour, "left").await;
        let now = page().await;
        assert_eq!(
            (&of(&now, "陈福生").1["gone"]["key"], &of(&now, "陈福生").1["over"]),
            (&json!("died"), &json!(true))
        );
        assert_eq!(of(&now, "李桂兰").1["gone"]["key"], "left", "a neighbour who moved away is none");
        let next = usize::try_from(now["next_rung"].as_u64().unwrap()).unwrap();
        assert!(now["ladder"][next]["gone"].is_null() && next != 0, "{now}");
        let contacts = leader.get(&format!("/households/residents/{wang}")).await.good()["contacts"].clone();
        assert_eq!(contacts[0]["gone"]["words"]["zh"], "已去世");

        // It was another person of this name: nothing of hers was lost.
        is(test, &husband, "here").await;
        let back = page().await;
        assert_eq!((&back["next_rung"], &of(&back, "陈福生").1["gone"]), (&json!(0), &Value::Null));

        // An alert that begins after a death needs another rung in place of the dead person.
        let other = resident(test, "张德海").await;
        contact(test, &other, "kin", "陈福生", Some(&husband)).await;
        is(test, &husband, "died").await;
        for _ in 0..2 {
            measure(&doctor, test, &other, json!({ "glucose": "30.7", "meal": "random" })).await.good();
        }
        let list = leader.get("/care/alerts").await.good();
        let second = list["items"].as_array().unwrap().iter().find(|a| a["name"] == "张**").unwrap();
        let second = leader.get(&format!("/care/alerts/{}", text(second, "id"))).await.good();
        let kin: Vec<bool> = second["ladder"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|r| r["kind"]["key"] == "kin")
            .map(|r| r["contact"].is_null())
            .collect();
        assert_eq!(kin, [false, true], "{second}");
    });
}

#[test]
fn who_has_an_open_alert_is_not_forgotten_by_a_clock_and_keeps_nobody_else_from_it() {
    both(async |test| {
        let (wang, neighbour) = (resident(test, "王秀英").await, resident(test, "李桂兰").await);
        let doctor = test.as_("doctor").await;
        for _ in 0..2 {
            measure(&doctor, test, &wang, json!({ "glucose": "30.7", "meal": "random" })).await.good();
        }
        is(test, &wang, "left").await;
        is(test, &neighbour, "left").await;
        test.clock.advance(Span::days(181));
        crate::sweep::expire(&test.app).await;
        let manager = test.as_("manager").await;
        let presence =
            async |id: &str| text(&manager.get(&format!("/households/residents/{id}")).await.good(), "presence");
        assert_eq!((presence(&wang).await, presence(&neighbour).await), ("left".to_owned(), "erased".to_owned()));
    });
}

#[test]
fn who_died_is_expected_nowhere_and_who_was_mistaken_for_dead_is_expected_as_before() {
    both(async |test| {
        let station = Station::opens(test).await;
        let wang = resident(test, "王秀英").await;
        let (doctor, nurse) = (test.as_("doctor").await, test.as_("partner").await);
        measure(&nurse, test, &wang, json!({ "systolic": "152", "diastolic": "88" })).await.good();
        test.pass(Span::days(28)).await;
        let wednesday = "2026-12-23";
        let books = json!({ "id": test.id(), "resident": wang, "at": format!("{wednesday}T09:30:00+08:00") });
        doctor.post(&station.path(&format!("/days/{wednesday}/tickets")), &books).await.good();
        let centre = Program::of(test, "doctor", SCOPES, "510117019006").await;
        assert_ne!(WEDNESDAY, wednesday);

        // What a reader sees of her: tasks, the state of her appointment, overdue people, numbers expected, free places at 9:30, deceased.
        let seen = async || {
            let tasks = centre.get(&format!("/Task?patient={wang}")).await.good()["total"].as_u64().unwrap();
            let booked = centre.get(&format!("/Appointment?patient={wang}")).await.good();
            let day = nurse.get(&station.path(&format!("/days/{wednesday}"))).await.good();
            let overdue = test.as_("manager").await.get("/care/overdue").await.good();
            let patient = centre.get(&format!("/Patient/{wang}")).await.good();
            (
                tasks,
                text(&booked["entry"][0]["resource"], "status"),
                overdue["items"].as_array().unwrap().len(),
                day["expected"].as_array().unwrap().len(),
                day["slots"][1]["left"].as_u64().unwrap(),
                text(&patient, "deceasedDateTime"),
            )
        };
        let before = (1, "booked".to_owned(), 1, 1, 1, String::new());
        assert_eq!(seen().await, before);
        is(test, &wang, "died").await;
        assert_eq!(seen().await, (0, "cancelled".into(), 0, 0, 2, "2026-12-21".into()));
        is(test, &wang, "here").await;
        assert_eq!(seen().await, before, "nothing was removed by the death");
        is(test, &wang, "left").await;
        let left = seen().await;
        assert_eq!((left.0, left.2, left.3), (0, 0, 1), "who moved away may still come to what they booked: {left:?}");
    });
}
