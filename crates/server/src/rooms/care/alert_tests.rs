//! Alerts over HTTP, on both engines: what each reader sees, that each alarm rings once with several clocks, and what moves with a re-grid.

use axum::http::Method;
use serde_json::{Value, json};
use weiguang_domain::access::{Actor, Permit};
use weiguang_domain::care::alert::told::Concern;
use weiguang_domain::households::ContactKind;
use weiguang_domain::kernel::ids::{AlertId, ResidentId};
use weiguang_domain::kernel::time::Span;

use super::ops::moves;
use super::reading_tests::{becomes_nurse, measure, resident, text};
use super::story_tests::thirty;
use super::view::alert::Whose;
use crate::clockwork;
use crate::rooms::households;
use crate::rooms::households::tests::{pair, wang};
use crate::testing::{Caller, TestApp, both, code};

/// Her alert, raised by a second critical reading.
pub(super) async fn raised(test: &TestApp, nurse: &Caller<'_>, resident: &str) -> String {
    measure(nurse, test, resident, thirty("30.7")).await.good();
    measure(nurse, test, resident, thirty("31.2")).await.good();
    let list = test.as_("manager").await.get("/care/alerts").await.good();
    text(&list["items"][0], "id")
}

/// A resident's copy of their own data has their long illnesses, and every alert with its steps.
#[test]
fn a_copy_holds_long_illnesses_and_alerts() {
    both(async |test| {
        becomes_nurse(test, "partner").await;
        pair(test, "510117019006009").await;
        let (nurse, doctor) = (test.as_("partner").await, test.as_("doctor").await);
        let id = resident(test, "王秀英").await;
        raised(test, &nurse, &id).await;
        let path = format!("/care/residents/{id}/illnesses");
        doctor.put(&path, &json!({ "illnesses": ["diabetes"] })).await.good();
        let manager = test.as_("manager").await;
        let copy = manager.post(&format!("/households/residents/{id}/copy"), &json!({ "reason": "本人要求" })).await;
        let care = copy.good()["care"].clone();
        assert_eq!(care["illnesses"], json!(["diabetes"]));
        let alerts = care["alerts"].as_array().unwrap();
        assert_eq!(alerts.len(), 1);
        assert!(!alerts[0]["steps"].as_array().unwrap().is_empty());
    });
}

#[test]
fn each_rung_hears_what_it_needs_and_only_the_doctor_sees_the_number() {
    both(async |test| {
        becomes_nurse(test, "partner").await;
        pair(test, "510117019006009").await;
        let member = test.as_("member01").await;
        let person = wang(test, &member).await;
        let id = text(&person, "id");
        let nurse = test.as_("partner").await;
        let alert = raised(test, &nurse, &id).await;
        let secrets = ["30.7", "31.2", "mmol", "glucose", "11010519491231002X", "1949", "13812341234"];
        // The message to each recipient.
        let street = code("510117019");
        let resident = ResidentId::new(id.parse().unwrap());
        let profile = test.app.read(move |tx| Ok(households::profile(tx, &street, resident)?.unwrap())).await.unwrap();
        let whose = Whose {
            person: &profile,
            call_back: "合作街道治理服务中心",
            doctor: "张医生",
            permit: Permit::own(&Actor::public()),
        };
        let today = test.clock.now().day();
        for kind in ContactKind::ALL {
            let Some(words) = whose.hears(kind, None, &[Concern::SugarHigh], today) else {
                assert_eq!(kind, ContactKind::Doctor);
                continue;
            };
            let all = format!("{}{}", words.zh, words.en);
            for secret in secrets {
                assert!(!all.contains(secret), "{kind:?} hears {secret}: {all}");
            }
            let of_health = ["血糖", "sugar", "医", "doctor"].iter().any(|w| all.contains(w));
            assert_eq!(of_health, kind == ContactKind::Kin, "{kind:?}: {all}");
        }
        // Who sees what: the grid's people the duty, the doctor the value, everybody else nothing.
        for (who, sees) in [
            ("doctor", "clinical"),
            ("partner", "clinical"),
            ("leader", "duty"),
            ("secretary", "duty"),
            ("dispatcher", "duty"),
            ("manager", "duty"),
            ("member01", ""),
            ("member02", ""),
            ("gridmember", ""),
            ("leader0801", ""),
            ("secretary08", ""),
            ("department", ""),
            ("auditor", ""),
            ("administrator", ""),
            ("other-dispatcher", ""),
        ] {
            let caller = test.as_(who).await;
            let mut shown = String::new();
            for path in [
                format!("/care/alerts/{alert}"),
                format!("/care/alerts/{alert}/events"),
                "/care/alerts".into(),
                "/care/alerts?view=mine".into(),
                "/inbox".into(),
                format!("/households/residents/{id}"),
            ] {
                shown.push_str(&String::from_utf8_lossy(&caller.get(&path).await.bytes));
            }
            let page = caller.get(&format!("/care/alerts/{alert}")).await;
            assert_eq!(text(&page.json(), "sight"), sees, "{who}");
            if sees != "clinical" {
                for secret in secrets {
                    assert!(!shown.contains(secret), "{who} sees {secret}");
                }
                assert_eq!(page.json()["readings"].as_array().map_or(0, Vec::len), 0, "{who}");
            } else {
                assert!(shown.contains("30.7"), "{who}");
            }
        }
        // A member who is asked to look in is a party from then on, and sees the duty.
        let act = async |who: &str, body: Value| {
            let caller = test.as_(who).await;
            let version = caller.get(&format!("/care/alerts/{alert}")).await.json()["version"].as_i64();
            caller
                .send(Method::POST, &format!("/care/alerts/{alert}/actions"), Some(test.id()), version, Some(&body))
                .await
        };
        act("leader", json!({ "action": "acknowledge" })).await.good();
        act("leader", json!({ "action": "safe_now", "with": "alone", "place": "家中" })).await.good();
        let first = (test.clock.now() + Span::hours(1)).to_string();
        let ask = json!({ "action": "ask_watch", "account": test.account("member01").uuid(), "every_minutes": 60, "first": first });
        act("leader", ask).await.good();
        let member = test.as_("member01").await;
        assert_eq!(text(&member.get(&format!("/care/alerts/{alert}")).await.good(), "sight"), "duty");
        assert_eq!(member.get("/care/alerts?view=mine").await.good()["items"].as_array().unwrap().len(), 1);
        assert_eq!(text(&member.get("/inbox").await.good()["items"][0], "topic"), "care.watch-asked");
        let looked = json!({ "action": "looked_in", "account": test.account("member01").uuid(), "well": true });
        act("member01", looked).await.good();
        assert_eq!(act("member01", json!({ "action": "died", "words": "x" })).await.refused(403), "access.denied");
        let stranger = json!({ "action": "ask_watch", "account": test.id(), "every_minutes": 60, "first": first });
        assert_eq!(act("leader", stranger).await.json()["errors"][0]["code"], "care.not-serving");
    });
}

#[test]
fn an_alarm_rings_once_however_many_clocks_look_and_two_readings_at_once_are_one_alert() {
    both(async |test| {
        becomes_nurse(test, "partner").await;
        let (nurse, doctor, id) = (test.as_("partner").await, test.as_("doctor").await, resident(test, "王秀英").await);
        let (a, b) = tokio::join!(
            measure(&nurse, test, &id, thirty("30.7")),
            measure(&doctor, test, &id, json!({ "glucose": "31.2", "meal": "random" })),
        );
        assert!(a.status.is_success() && b.status.is_success());
        let list = test.as_("manager").await.get("/care/alerts").await.good();
        assert_eq!(list["items"].as_array().unwrap().len(), 1, "the second one raised the first one's alert");
        assert_eq!(list["items"][0]["status"]["key"], "raised");
        let alert = text(&list["items"][0], "id");
        test.clock.advance(Span::minutes(11));
        let rounds = futures_util::future::join_all((0..8).map(|_| clockwork::ring_all(&test.app))).await;
        assert_eq!(rounds.into_iter().map(Result::unwrap).sum::<u64>(), 1);
        let key: AlertId = alert.parse().unwrap();
        let street = code("510117019");
        let again = test.app.transact(&Actor::system(), street, move |work| moves::ring(work, key)).await.unwrap();
        assert!(!again, "one that is not due stays as it is");
        let events = test.as_("manager").await.get(&format!("/care/alerts/{alert}/events")).await.good();
        let late = events["items"].as_array().unwrap().iter().filter(|e| e["kind"] == "care.late").count();
        assert_eq!(late, 1);
    });
}

#[test]
fn no_second_reading_raises_it_by_itself_and_a_doctors_word_ends_what_was_nothing() {
    both(async |test| {
        let (doctor, id) = (test.as_("doctor").await, resident(test, "王秀英").await);
        measure(&doctor, test, &id, thirty("30.7")).await.good();
        let alert = text(&doctor.get("/care/alerts?view=mine").await.good()["items"][0], "id");
        // A weight is no second blood sugar.
        measure(&doctor, test, &id, json!({ "weight": "51" })).await.good();
        assert_eq!(doctor.get(&format!("/care/alerts/{alert}")).await.good()["status"]["key"], "remeasuring");
        assert_eq!(test.pass(Span::minutes(10)).await, 0, "the minute itself is in time");
        assert_eq!(test.pass(Span::seconds(1)).await, 1);
        let page = doctor.get(&format!("/care/alerts/{alert}")).await.good();
        assert_eq!((page["status"]["key"].as_str(), text(&page["owner"], "name")), (Some("raised"), "甲leader".into()));

        let other = resident(test, "李桂兰").await;
        measure(&doctor, test, &other, thirty("17.0")).await.good();
        measure(&doctor, test, &other, json!({ "glucose": "6.1", "meal": "random" })).await.good();
        let mine = doctor.get("/care/alerts?view=mine").await.good();
        let lower = mine["items"].as_array().unwrap().iter().find(|a| a["status"]["key"] == "lower").unwrap().clone();
        let path = format!("/care/alerts/{}", text(&lower, "id"));
        let body = json!({ "action": "stand_down", "reason": "手指上有糖，洗手后 6.1" });
        let version = lower["version"].as_i64();
        let down = doctor.send(Method::POST, &format!("{path}/actions"), Some(test.id()), version, Some(&body)).await;
        assert_eq!(down.good()["status"]["key"], "stood_down");
        let late = doctor.send(Method::POST, &format!("{path}/actions"), Some(test.id()), version, Some(&body)).await;
        assert_eq!(late.refused(412), "kernel.version-moved");
        // A reading that arrives two hours late from a phone without a network asks for no second measurement: the visit is due at once.
        let third = resident(test, "赵奶奶").await;
        let at = (test.clock.now() - Span::hours(2)).to_string();
        let body = json!({ "id": test.id(), "resident": third, "at": at, "measured": thirty("30.7") });
        doctor.post("/care/readings", &body).await.good();
        let list = test.as_("manager").await.get("/care/alerts").await.good();
        assert!(list["items"].as_array().unwrap().iter().any(|a| a["name"] == "赵**"), "{list}");
    });
}
