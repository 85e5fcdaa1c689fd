//! The desk over HTTP, on both engines: one session uses it, no ticket is finished silently, and expected people stay visible.

use serde_json::{Value, json};
use weiguang_domain::kernel::time::Span;

use super::tests::{NAMES, Station, act};
use crate::rooms::care::reading_tests::{measure, resident, text};
use crate::testing::{Caller, TestApp, both};

async fn sits(caller: &Caller<'_>, station: &Station, body: Value) -> crate::testing::TestResponse {
    caller.post(&station.path("/desks"), &body).await
}

async fn number(test: &TestApp, caller: &Caller<'_>, station: &Station, who: &str) -> Value {
    caller.post(&station.day("/tickets"), &json!({ "id": test.id(), "resident": who })).await.good()
}

#[test]
fn one_session_holds_a_desk_and_nobody_else_finishes_its_number() {
    both(async |test| {
        let station = Station::opens(test).await;
        test.pass(Span::days(2)).await;
        let (nurse, doctor) = (test.as_("partner").await, test.as_("doctor").await);
        let (hers, his) = (test.id(), test.id());
        let first = sits(&nurse, &station, json!({ "session": hers })).await.good();
        assert_eq!(first["desk"], 1, "the first that is free");
        assert_eq!(sits(&doctor, &station, json!({ "session": his })).await.good()["desk"], 2, "not a colleague's");
        let refused = sits(&doctor, &station, json!({ "session": his, "desk": 1 })).await;
        let told = String::from_utf8_lossy(&refused.bytes).into_owned();
        assert!(told.contains("1 号桌从"), "who and since when: {told}");
        assert_eq!(refused.refused(409), "care.desk-held");
        let desks = station.queue(&doctor).await["desks"].clone();
        assert_eq!(
            (desks.as_array().unwrap().len(), &desks[0]["desk"], &desks[0]["since"]),
            (2, &json!(1), &first["since"])
        );
        assert!(!text(&desks[0], "name").is_empty(), "who holds it is told");

        let who = resident(test, NAMES[0]).await;
        number(test, &nurse, &station, &who).await;
        let called = station.calls(&nurse, json!({ "desk": 1, "session": hers })).await["called"].clone();
        for body in [
            json!({ "desk": 1, "finish": true, "unmeasured": true }),
            json!({ "desk": 1, "finish": true, "unmeasured": true, "session": his }),
        ] {
            assert_eq!(doctor.post(&station.day("/call"), &body).await.refused(409), "care.desk-held");
        }
        for action in ["serve", "call_again", "leave"] {
            let theirs = act(test, &doctor, &called, json!({ "action": action, "session": his })).await;
            assert_eq!(theirs.refused(409), "care.desk-held", "{action}");
        }

        // The person who was told about it takes it over; from then on the first session is refused.
        let taken = json!({ "session": his, "desk": 1, "seen": first["since"] });
        assert_eq!(sits(&doctor, &station, taken).await.good()["desk"], 1);
        let renewal = sits(&nurse, &station, json!({ "session": hers, "desk": 1 })).await;
        assert_eq!(renewal.refused(409), "care.desk-held");
        let served = json!({ "action": "serve", "session": his, "unmeasured": true });
        act(test, &doctor, &called, served).await.good();

        // A browser that is gone loses its desk after a while, and one that leaves at once.
        assert_eq!(sits(&nurse, &station, json!({ "session": hers })).await.good()["desk"], 2);
        nurse.post(&station.path("/desks/leave"), &json!({ "session": hers })).await;
        assert_eq!(station.queue(&nurse).await["desks"].as_array().unwrap().len(), 1);
        test.pass(Span::minutes(6)).await;
        assert_eq!(sits(&nurse, &station, json!({ "session": hers })).await.good()["desk"], 1);
        for (who, code) in [("member01", 404), ("leader0801", 404), ("department", 403)] {
            let came = sits(&test.as_(who).await, &station, json!({ "session": test.id() })).await;
            assert_eq!(came.status.as_u16(), code, "{who}");
        }
    });
}

#[test]
fn no_number_is_finished_silently_and_who_is_awaited_stays_in_sight() {
    both(async |test| {
        let station = Station::opens(test).await;
        test.pass(Span::days(2)).await;
        let (nurse, doctor) = (test.as_("partner").await, test.as_("doctor").await);
        let mut people = Vec::new();
        for name in NAMES {
            let id = resident(test, name).await;
            number(test, &nurse, &station, &id).await;
            people.push(id);
        }
        let finish = |said: Value| {
            let mut body = json!({ "desk": 1, "finish": true });
            body.as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
            body
        };
        let next = async |said: Value| nurse.post(&station.day("/call"), &finish(said)).await;
        let waiting = async |caller: &Caller<'_>| -> Vec<(String, String)> {
            let page = caller.get(&format!("/care/waiting?station={}", station.id)).await.good();
            page["items"].as_array().unwrap().iter().map(|w| (text(w, "label"), text(w, "awaits"))).collect()
        };
        let take = async |ticket: &Value, who: &str, measured: Value| -> Value {
            let body = json!({ "id": test.id(), "resident": who, "ticket": ticket["id"], "measured": measured });
            nurse.post("/care/readings", &body).await.good()
        };

        let first = next(json!({})).await.good()["called"].clone();
        assert_eq!(next(json!({})).await.refused(409), "care.nothing-measured");
        assert_eq!(next(json!({ "awaited": true })).await.refused(409), "care.nothing-measured");

        // A question is answered before the next number is called, and nothing overrules it.
        let slip = take(&first, &people[0], json!({ "temperature": "376" })).await;
        assert_eq!((text(&slip, "standing"), &slip["confirmable"]), ("doubted".into(), &json!(false)));
        assert_eq!(slip["offers"][0]["values"][0]["value"], "37.6");
        assert_eq!(waiting(&nurse).await, [(text(&first, "label"), "answer".into())]);
        let sure = json!({ "unmeasured": true, "awaited": true });
        assert_eq!(next(sure.clone()).await.refused(409), "care.question-open");
        let settle = async |body: Value| {
            let path = format!("/care/readings/{}/settle", text(&slip, "id"));
            nurse.send(axum::http::Method::POST, &path, Some(test.id()), Some(1), Some(&body)).await
        };
        assert_eq!(settle(json!({ "answer": "confirmed" })).await.refused(409), "care.not-possible");
        let right = json!({ "answer": "corrected", "measured": { "temperature": "37.6" } });
        let kept = settle(right).await.good();
        assert_eq!((text(&kept, "level"), waiting(&nurse).await.len()), ("not_judged".into(), 0));

        // A critical value asks once; the person stays on the strip, also of the colleague beside.
        let second = next(json!({})).await.good()["called"].clone();
        take(&second, &people[1], json!({ "systolic": "192", "diastolic": "101" })).await;
        assert_eq!(next(json!({})).await.refused(409), "care.second-awaited");
        next(json!({ "awaited": true })).await.good();
        let label = text(&second, "label");
        assert_eq!(waiting(&nurse).await, [(label.clone(), "second".into())]);
        assert_eq!(waiting(&doctor).await, [(label.clone(), "second".into())]);
        let page = doctor.get(&format!("/care/waiting?station={}", station.id)).await;
        let shown = String::from_utf8_lossy(&page.bytes).into_owned();
        assert!(!shown.contains("192"), "who and by when, and not what: {shown}");
        let page = page.good();
        assert_eq!((&page["items"][0]["mine"], page["items"][0]["due_at"].is_string()), (&json!(false), true));
        assert!(page["call"].as_array().unwrap().iter().any(|c| text(&c["who"], "key") == "street"), "{page}");
        for who in ["member01", "dispatcher", "other-manager"] {
            let came = test.as_(who).await.get(&format!("/care/waiting?station={}", station.id)).await;
            assert_eq!(came.refused(403), "access.denied", "{who}");
        }
        // The second reading, for the number that was served: it waits for a word, and the strip says so.
        let lower = take(&second, &people[1], json!({ "systolic": "151", "diastolic": "88" })).await;
        assert_eq!(text(&lower, "level"), "high");
        assert_eq!(waiting(&nurse).await, [(label, "word".into())]);
        test.pass(Span::minutes(11)).await;
        assert!(waiting(&nurse).await.is_empty(), "it rang, and is with who answers for the grid");
    });
}

#[test]
fn the_paper_of_somebody_in_danger_holds_nothing_that_can_wait() {
    both(async |test| {
        let (doctor, id) = (test.as_("doctor").await, resident(test, NAMES[0]).await);
        let slip = async || doctor.get(&format!("/care/residents/{id}/slip")).await.good();
        measure(&doctor, test, &id, json!({ "temperature": "39.5", "pulse": "170" })).await.good();
        let plain = slip().await;
        assert_eq!(
            (text(&plain, "level"), text(&plain["verdict"], "zh").contains("不判断")),
            ("not_judged".into(), true)
        );
        measure(&doctor, test, &id, json!({ "systolic": "128", "diastolic": "76" })).await.good();
        let normal = slip().await;
        assert_eq!(text(&normal["verdict"], "zh"), "血压正常", "what was checked, and no more");
        assert_eq!(normal["not_judged"].as_array().unwrap().len(), 2);
        let both = json!({ "systolic": "152", "diastolic": "95", "glucose": "30", "meal": "random" });
        let taken = measure(&doctor, test, &id, both).await.good();
        let grave = slip().await;
        for shown in [&taken, &grave] {
            let words = shown["advice"].to_string();
            assert!(words.contains("立即复测") && !words.contains("两周"), "{words}");
        }
        assert_eq!((&grave["rechecks"], &grave["enrol"]), (&json!([]), &json!(false)));
    });
}
