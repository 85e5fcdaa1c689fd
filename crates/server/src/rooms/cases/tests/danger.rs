//! Danger words in a report, through each channel, on both engines.

use serde_json::{Value, json};
use weiguang_domain::kernel::time::{Moment, Span};

use crate::testing::{Caller, TestApp, both};

fn new(test: &TestApp, title: &str) -> Value {
    json!({ "id": test.id(), "title": title, "street": "510117019", "point": { "lon": 103.9305, "lat": 30.7605 } })
}

async fn topics(caller: &Caller<'_>) -> usize {
    let inbox = caller.get("/inbox").await.good();
    inbox["items"].as_array().unwrap().iter().filter(|m| m["topic"] == "cases.danger-noticed").count()
}

async fn newest(caller: &Caller<'_>) -> Value {
    let queue = caller.get("/cases").await.good();
    let id = queue["items"][0]["id"].as_str().unwrap().to_owned();
    caller.get(&format!("/cases/{id}")).await.good()
}

fn due_in(receipt: &Value, now: Moment) -> Span {
    receipt["accept_by"].as_str().unwrap().parse::<Moment>().unwrap() - now
}

#[test]
fn a_resident_at_night_is_due_within_minutes_and_the_right_people_hear_of_it() {
    both(async |test| {
        // The morning of the test is a Monday; Friday 23:00 is four days and a half later.
        let friday = Moment::from_civil("2026-11-27T23:00:00".parse().unwrap());
        test.pass(friday - test.app.now()).await;
        let (body, key) = (new(test, "有人要跳楼"), test.id());
        let public = test.public();
        let mut receipts = Vec::new();
        for _ in 0..3 {
            receipts.push(
                public.send(axum::http::Method::POST, "/public/cases", Some(key), None, Some(&body)).await.good(),
            );
        }
        assert_eq!(receipts[0], receipts[2], "sent three times, taken once");
        assert_eq!(receipts[0]["danger"][0]["id"], "suicide");
        assert_eq!(receipts[0]["danger"][0]["calls"][0]["number"], "110");
        assert!(due_in(&receipts[0], friday) <= Span::minutes(10));
        for login in ["leader", "dispatcher"] {
            assert_eq!(topics(&test.as_(login).await).await, 1, "{login}");
        }
        for login in ["leader0801", "member0801", "secretary08", "other-dispatcher"] {
            assert_eq!(topics(&test.as_(login).await).await, 0, "{login}");
        }
        let case = newest(&test.as_("member01").await).await;
        assert_eq!(case["urgent"], true);
        assert_eq!(case["owner"]["name"], "甲member01", "the member has it all the same");
    });
}

#[test]
fn every_way_in_is_judged_and_an_ordinary_matter_is_not() {
    both(async |test| {
        let member = test.as_("member01").await;
        for source in ["member", "hotline", "phone", "api"] {
            let mut body = new(test, "隔壁老人躺地上喊不答应");
            body["kind"] = json!("street-light-out");
            body["source"] = json!(source);
            let receipt = member.post("/cases", &body).await.good();
            assert_eq!(receipt["danger"][0]["id"], "unconscious", "{source}");
            assert!(due_in(&receipt, test.app.now()) <= Span::minutes(10), "{source}");
        }
        let before = topics(&test.as_("leader").await).await;
        let receipt = member.post("/cases", &new(test, "火锅店油烟大")).await.good();
        assert_eq!(receipt["danger"], Value::Null);
        assert!(due_in(&receipt, test.app.now()) > Span::minutes(10));
        assert_eq!(topics(&test.as_("leader").await).await, before);
    });
}

#[test]
fn urgency_is_taken_off_with_a_reason_and_a_new_kind_does_not_take_it_off() {
    both(async |test| {
        let member = test.as_("member01").await;
        let receipt = member.post("/cases", &new(test, "三楼着火了")).await.good();
        let id = receipt["id"].as_str().unwrap();
        let leader = test.as_("dispatcher").await;
        leader.act(id, &json!({ "action": "kind", "kind": "street-light-out" })).await.good();
        let case = leader.get(&format!("/cases/{id}")).await.good();
        assert_eq!(case["clocks"]["accept"]["due"], receipt["accept_by"], "danger outlasts a corrected kind");
        assert!(case["actions"].as_array().unwrap().contains(&json!("urgency_off")));
        assert!(leader.act(id, &json!({ "action": "urgency_off", "reason": " " })).await.status.is_client_error());
        leader.act(id, &json!({ "action": "urgency_off", "reason": "到场看过，是烧纸" })).await.good();
        let case = leader.get(&format!("/cases/{id}")).await.good();
        assert_eq!(case["urgent"], false);
        assert_ne!(case["clocks"]["accept"]["due"], receipt["accept_by"]);
        let events = leader.get(&format!("/cases/{id}/events")).await.good();
        let kinds: Vec<&str> = events["items"].as_array().unwrap().iter().filter_map(|e| e["kind"].as_str()).collect();
        assert!(kinds.contains(&"cases.danger-noticed") && kinds.contains(&"cases.urgency-taken-off"), "{kinds:?}");
        assert_eq!(leader.act(id, &json!({ "action": "urgency_off", "reason": "又一次" })).await.status, 409);
    });
}

#[test]
fn the_words_are_public_and_hold_numbers_to_call() {
    both(async |test| {
        let came = test.public().get("/public/danger").await;
        assert_eq!(came.headers["cache-control"], "public, max-age=3600");
        let words = came.good();
        let emergencies = words["emergencies"].as_array().unwrap();
        assert!(emergencies.iter().any(|e| e["id"] == "fire" && e["calls"][0]["number"] == "119"));
        assert!(
            emergencies
                .iter()
                .flat_map(|e| e["calls"].as_array().unwrap())
                .all(|c| { c["number"].as_str().unwrap().bytes().all(|b| b.is_ascii_digit()) })
        );
    });
}

#[test]
fn a_table_of_tickets_rings_for_what_was_told_today_and_not_for_what_is_over() {
    both(async |test| {
        let table = "id,subject,time,detail\n\
            701,有人要跳楼,2026/11/23 08:40:00,在三栋楼顶\n\
            702,三楼着火了,2019/11/10 18:59:24,火已经很大\n\
            703,路灯不亮,2026/11/23 08:41:00,三栋门口\n";
        crate::rooms::imports::tests::tickets(test, table.as_bytes()).await;
        assert_eq!(topics(&test.as_("dispatcher").await).await, 1, "one of the three");
        let dispatcher = test.as_("dispatcher").await;
        let find = async |title: &str| {
            let queue = dispatcher.get("/cases").await.good();
            let one = queue["items"].as_array().unwrap().iter().find(|c| c["title"] == title).unwrap().clone();
            dispatcher.get(&format!("/cases/{}", one["id"].as_str().unwrap())).await.good()
        };
        let (now, old) = (find("有人要跳楼").await, find("三楼着火了").await);
        assert_eq!(now["urgent"], true);
        let due = |case: &Value| case["clocks"]["accept"]["due"].as_str().unwrap().parse::<Moment>().unwrap();
        assert!(due(&now) - test.app.now() <= Span::minutes(10));
        // Its words still mention fire and it was of an urgent kind; neither keeps it urgent once somebody has removed the urgency.
        let id = old["id"].as_str().unwrap();
        dispatcher.act(id, &json!({ "action": "kind", "kind": "street-light-out" })).await.good();
        let sorted = dispatcher.get(&format!("/cases/{id}")).await.good();
        assert!(due(&sorted) - test.app.now() > Span::minutes(10));
    });
}

#[test]
fn what_others_take_is_taken_in_all_the_same_and_says_whom_to_call() {
    both(async |test| {
        let receipt = test.as_("member01").await.post("/cases", &new(test, "理发店跑路了，预付卡退不了")).await.good();
        assert_eq!(receipt["elsewhere"]["number"], "12315");
        assert_eq!(receipt["danger"], Value::Null);
        let wages = test.public().post("/public/cases", &new(test, "工地拖欠工资三个月")).await.good();
        assert_eq!(wages["elsewhere"]["number"], "12333");
        let both = test.as_("member01").await.post("/cases", &new(test, "拖欠工资，有人要跳楼")).await.good();
        assert_eq!((&both["danger"][0]["id"], &both["elsewhere"]), (&json!("suicide"), &Value::Null), "danger first");
    });
}

#[test]
fn a_resident_sees_whom_to_call_for_a_kind_and_no_number_that_is_none() {
    both(async |test| {
        let kinds = test.public().get("/public/kinds").await.good();
        let kind =
            |id: &str| kinds["items"].as_array().unwrap().iter().find(|k| k["id"] == id).unwrap()["calls"].clone();
        assert_eq!(kind("gas-smell")[0]["number"], "119");
        let every = kinds["items"].as_array().unwrap().iter().flat_map(|k| k["calls"].as_array().unwrap().clone());
        let without = every.filter(|c| !c["number"].as_str().unwrap().bytes().any(|b| b.is_ascii_digit())).count();
        assert_eq!(without, 0);
    });
}
