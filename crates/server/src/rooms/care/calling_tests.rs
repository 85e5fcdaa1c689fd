//! The contact to call back, over HTTP on both engines: at first a name without a number; once the street's management sets it, it is in
//! the message to each rung and on the paper.

use axum::http::Method;
use serde_json::{Value, json};

use super::reading_tests::{becomes_nurse, measure, resident, text};
use super::story_tests::thirty;
use crate::rooms::households::tests::pair;
use crate::testing::{Caller, TestApp, TestResponse, both, code};

async fn set(test: &TestApp, caller: &Caller<'_>, version: i64, name: &str, number: &str) -> TestResponse {
    let body = json!({ "name": name, "number": number });
    caller.send(Method::PUT, "/care/call-back", Some(test.id()), Some(version), Some(&body)).await
}

#[test]
fn the_number_to_call_back_is_set_by_the_street_and_said_to_each_rung() {
    both(async |test| {
        becomes_nurse(test, "partner").await;
        pair(test, "510117019006009").await;
        let (nurse, leader, manager) = (test.as_("partner").await, test.as_("leader").await, test.as_("manager").await);
        let id = resident(test, "王秀英").await;
        for _ in 0..2 {
            measure(&nurse, test, &id, thirty("30.7")).await.good();
        }
        let alert = text(&nurse.get("/care/alerts?view=mine").await.good()["items"][0], "id");
        let hears = async || -> Vec<Value> {
            let page = leader.get(&format!("/care/alerts/{alert}")).await.good();
            page["ladder"].as_array().unwrap().iter().map(|rung| rung["hears"].clone()).collect()
        };
        let first = leader.get("/care/call-back").await.good();
        assert_eq!(
            (text(&first, "line"), &first["number"], &first["version"]),
            ("合作街道治理服务中心".into(), &Value::Null, &json!(0))
        );
        assert_eq!(first["may_set"], false);
        assert!(hears().await.iter().all(|words| text(words, "zh").contains("回电 合作街道治理服务中心")));

        for who in ["leader", "secretary", "doctor", "dispatcher", "member01"] {
            let caller = test.as_(who).await;
            assert_eq!(set(test, &caller, 0, "我家", "13800000000").await.refused(403), "access.denied", "{who}");
        }
        for (name, number, field, code) in [
            ("", "028-8765 4321", "name", "kernel.missing"),
            ("治理服务中心", "", "number", "care.call-back-number"),
            ("治理服务中心", "打前台", "number", "care.call-back-number"),
        ] {
            let came = set(test, &manager, 0, name, number).await;
            let fault = came.json()["errors"][0].clone();
            assert_eq!(
                (came.refused(422).as_str(), &fault["field"], &fault["code"]),
                ("kernel.invalid", &json!(field), &json!(code))
            );
        }
        let now = set(test, &manager, 0, " 合作街道值班室 ", "028-8765 4321").await;
        assert_eq!(now.headers["etag"], "\"1\"");
        let now = now.good();
        assert_eq!(
            (text(&now, "line"), text(&now["by"], "name")),
            ("合作街道值班室 028-87654321".into(), "甲manager".into())
        );
        assert_eq!(set(test, &manager, 0, "别处", "12345").await.refused(412), "kernel.version-moved");

        // The message to each rung has it, and nothing else new; the paper has it, too.
        let said = hears().await;
        assert!(!said.is_empty());
        for words in &said {
            assert!(text(words, "zh").contains("回电 合作街道值班室 028-87654321"), "{words}");
            assert!(text(words, "en").contains("028-87654321") && !text(words, "zh").contains("30.7"), "{words}");
        }
        let slip = nurse.get(&format!("/care/residents/{id}/slip")).await.good();
        let phones: Vec<String> = slip["call"].as_array().unwrap().iter().map(|c| text(c, "phone")).collect();
        assert_eq!(phones, ["028-87654321", "120"]);

        // Set again, at its version; the chain of the street records who did it. The neighbouring street has its own.
        set(test, &manager, 1, "合作街道治理服务中心", "028-87651234").await.good();
        let street = code("510117019");
        let told = test.app.read(move |tx| {
            let one = "SELECT stream FROM events WHERE tenant = $1 AND kind = 'care.call-back-set' AND seq = 1";
            let row = weiguang_store::params![street.as_str()];
            let stream = tx.one(one, row, |row| row.get::<uuid::Uuid>(0))?.unwrap();
            Ok(crate::chain::stream(tx, street.as_str(), stream, 0, 10)?)
        });
        let told: Vec<Value> =
            told.await.unwrap().iter().map(|(e, _)| serde_json::from_str(e.text()).unwrap()).collect();
        assert_eq!(told[1], json!({ "name": "合作街道治理服务中心", "number": "028-87651234" }));
        let other = test.as_("other-manager").await;
        assert_eq!(text(&other.get("/care/call-back").await.good(), "line"), "团结街道治理服务中心");
        assert_eq!(other.get("/care/call-back?street=510117019").await.refused(404), "kernel.not-found");
        assert_eq!(test.as_("auditor").await.get("/care/call-back").await.refused(403), "access.denied");
    });
}
