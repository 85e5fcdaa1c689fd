//! The second version of the rules over HTTP, on both engines: a danger sign waits for no second measurement, a low sugar has its own
//! deadline, a doctor takes over an alert or voids its readings, and older readings keep the version that judged them.

use axum::http::Method;
use serde_json::{Value, json};
use weiguang_domain::kernel::time::{Moment, Span};

use super::reading_tests::{measure, resident, text};
use crate::rooms::households::tests::pair;
use crate::testing::{TestApp, TestResponse, both};

/// The first day of the second version.
async fn new_rules(test: &TestApp) {
    test.clock.advance(Span::days(8));
    pair(test, "510117019006009").await;
}
async fn alert_of(test: &TestApp, resident: &str) -> Value {
    let doctor = test.as_("doctor").await;
    let person = doctor.get(&format!("/care/residents/{resident}")).await.good();
    doctor.get(&format!("/care/alerts/{}", text(&person, "alert"))).await.good()
}
async fn act(test: &TestApp, who: &str, alert: &Value, body: Value) -> TestResponse {
    let path = format!("/care/alerts/{}/actions", text(alert, "id"));
    test.as_(who).await.send(Method::POST, &path, Some(test.id()), alert["version"].as_i64(), Some(&body)).await
}
async fn minutes_left(test: &TestApp, resident: &str) -> i64 {
    let due: Moment = text(&alert_of(test, resident).await, "due_at").parse().unwrap();
    (due - test.clock.now()).as_minutes()
}

#[test]
fn a_mouth_that_hangs_is_with_the_grid_leader_at_once_and_nobody_measures_again() {
    both(async |test| {
        let (doctor, before) = (test.as_("doctor").await, resident(test, "王秀英").await);
        let pulse = json!({ "pulse": "170" });
        let old = measure(&doctor, test, &before, pulse.clone()).await.good();
        assert_eq!((text(&old, "level"), old["rules"].as_u64()), ("not_judged".into(), Some(1)));
        new_rules(test).await;
        let id = resident(test, "李桂兰").await;
        let sign = json!({ "systolic": "132", "diastolic": "78", "symptoms": ["one_side"] });
        let reading = measure(&doctor, test, &id, sign).await.good();
        assert_eq!(
            (text(&reading, "level"), reading["at_once"].as_bool(), reading["rules"].as_u64()),
            ("critical".into(), Some(true), Some(2))
        );
        assert!(text(&reading["advice"][0], "zh").starts_with("先打 120"), "{}", reading["advice"]);
        let alert = alert_of(test, &id).await;
        assert_eq!(
            (text(&alert["status"], "key"), text(&alert["owner"], "name")),
            ("raised".into(), "甲leader".into())
        );
        assert_eq!(minutes_left(test, &id).await, 10, "to be acknowledged");
        // A sugar of 3.2 has the time that the sugar needs; a pressure has ten minutes.
        let low = resident(test, "赵奶奶").await;
        let measured = measure(&doctor, test, &low, json!({ "glucose": "3.2", "meal": "random" })).await.good();
        assert_eq!(
            (text(&alert_of(test, &low).await["status"], "key"), measured["at_once"].as_bool()),
            ("remeasuring".into(), Some(false))
        );
        assert_eq!(minutes_left(test, &low).await, 20);
        test.pass(Span::minutes(15)).await;
        measure(&doctor, test, &low, json!({ "glucose": "5.6", "meal": "random" })).await.good();
        assert_eq!(text(&alert_of(test, &low).await["status"], "key"), "lower", "who follows the advice alarms nobody");
        let high = resident(test, "孙奶奶").await;
        measure(&doctor, test, &high, json!({ "systolic": "186", "diastolic": "90" })).await.good();
        assert_eq!(minutes_left(test, &high).await, 10);
        // Former readings keep their verdict.
        let kept = doctor.get(&format!("/care/residents/{before}")).await.good();
        assert_eq!(
            (text(&kept["readings"][0], "level"), kept["readings"][0]["rules"].as_u64()),
            ("not_judged".into(), Some(1))
        );
        assert_eq!(text(&measure(&doctor, test, &before, pulse).await.good(), "level"), "critical");
    });
}

#[test]
fn a_value_that_is_asked_about_raises_nothing_at_once_until_somebody_confirms_it() {
    both(async |test| {
        new_rules(test).await;
        let (doctor, id) = (test.as_("doctor").await, resident(test, "王秀英").await);
        let doubted = measure(&doctor, test, &id, json!({ "glucose": "44", "meal": "random" })).await.good();
        assert_eq!((text(&doubted, "standing"), doubted["at_once"].as_bool()), ("doubted".into(), Some(false)));
        assert_eq!(
            text(&alert_of(test, &id).await["status"], "key"),
            "remeasuring",
            "it may be a slip; its clock runs"
        );
        let path = format!("/care/readings/{}/settle", text(&doubted, "id"));
        let confirmed = doctor
            .send(
                Method::POST,
                &path,
                Some(test.id()),
                doubted["version"].as_i64(),
                Some(&json!({ "answer": "confirmed" })),
            )
            .await
            .good();
        assert_eq!(confirmed["at_once"].as_bool(), Some(true));
        assert_eq!(text(&alert_of(test, &id).await["status"], "key"), "raised");
    });
}

#[test]
fn a_doctor_follows_up_or_voids_the_readings_and_nobody_else_does() {
    both(async |test| {
        new_rules(test).await;
        let doctor = test.as_("doctor").await;
        let raised = async |name: &str| {
            let id = resident(test, name).await;
            measure(&doctor, test, &id, json!({ "systolic": "150", "diastolic": "84", "symptoms": ["chest_pain"] }))
                .await
                .good();
            (alert_of(test, &id).await, id)
        };
        let (alert, _) = raised("王秀英").await;
        let seen = json!({ "action": "under_care", "reason": "当面看过，心电图正常" });
        assert_eq!(act(test, "leader", &alert, seen.clone()).await.refused(403), "access.denied");
        let empty = json!({ "action": "under_care", "reason": " " });
        assert_eq!(act(test, "doctor", &alert, empty).await.refused(422), "kernel.invalid");
        let now = act(test, "doctor", &alert, seen).await.good();
        assert_eq!((text(&now["status"], "key"), text(&now["owner"], "name")), ("follow_up".into(), "甲doctor".into()));

        let (alert, id) = raised("李桂兰").await;
        let void = json!({ "action": "void_readings", "why": "wrong_person", "reason": "量的是她妹妹" });
        assert_eq!(act(test, "leader", &alert, void.clone()).await.refused(403), "access.denied");
        act(test, "doctor", &alert, void).await.good();
        let person = doctor.get(&format!("/care/residents/{id}")).await.good();
        assert_eq!((&person["alert"], text(&person["readings"][0], "standing")), (&Value::Null, "discarded".into()));
        assert_eq!(text(&person["readings"][0], "why"), "量的是别人：量的是她妹妹");
        assert_eq!(person["rechecks"], json!([]), "nobody comes back because of it");
    });
}
