//! Facts on which a dispatcher must never be misled, each on both engines: who owns a matter, who answered for the resident, whose deadline
//! is paused, and where a place is uncertain.

use serde_json::{Value, json};
use weiguang_domain::access::Actor;
use weiguang_domain::kernel::ids::{CaseId, PartId};
use weiguang_domain::kernel::time::Span;

use crate::rooms::cases::{jobs, parts};
use crate::testing::{Caller, TestApp, both, code};

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}
fn offers(case: &Value, act: &str) -> bool {
    case["actions"].as_array().unwrap().iter().any(|a| a == act)
}
async fn case(caller: &Caller<'_>, id: &str) -> Value {
    caller.get(&format!("/cases/{id}")).await.good()
}
async fn topics(caller: &Caller<'_>) -> Vec<String> {
    let inbox = caller.get("/inbox").await.good();
    inbox["items"].as_array().unwrap().iter().map(|n| text(n, "topic").to_owned()).collect()
}

#[test]
fn whoever_does_not_hold_a_matter_takes_it_over_by_name_and_the_holder_is_told() {
    both(async |test| {
        let (member, leader) = (test.as_("member01").await, test.as_("leader").await);
        let id = text(&test.bring(&member, "corridor-clutter", 0).await, "id").to_owned();
        let (own, others) = (case(&member, &id).await, case(&leader, &id).await);
        assert!(offers(&own, "accept") && offers(&own, "start") && !offers(&own, "take_over"));
        assert!(!offers(&others, "accept") && !offers(&others, "start") && offers(&others, "take_over"));
        for act in ["accept", "start"] {
            assert_eq!(leader.act(&id, &json!({ "action": act })).await.refused(409), "cases.held-by-another", "{act}");
        }
        assert_eq!(case(&member, &id).await["owner"]["name"], "甲member01", "nothing moved");
        assert_eq!(
            member.act(&id, &json!({ "action": "take_over" })).await.refused(409),
            "cases.nobody-to-take-over-from"
        );

        let taken = leader.act(&id, &json!({ "action": "take_over" })).await.good();
        assert_eq!((text(&taken, "status"), text(&taken["owner"], "name")), ("accepted", "甲leader"));
        assert!(topics(&member).await.contains(&"cases.taken-over".to_owned()), "the former holder is told");
        let events = leader.get(&format!("/cases/{id}/events")).await.good();
        let kinds: Vec<&str> = events["items"].as_array().unwrap().iter().map(|e| text(e, "kind")).collect();
        assert!(kinds.ends_with(&["cases.taken-over", "cases.accepted"]), "{kinds:?}");
    });
}

#[test]
fn the_one_who_did_the_work_never_speaks_for_the_resident_and_recorded_answers_are_counted_apart() {
    both(async |test| {
        let (member, dispatcher) = (test.as_("member01").await, test.as_("dispatcher").await);
        let department = test.as_("department").await;
        let id = text(&test.bring(&member, "corridor-clutter", 0).await, "id").to_owned();
        let part = test.id();
        let ask = json!({ "action": "ask_part", "id": part, "department": "城管", "account": test.account("department").uuid(), "task": "清运" });
        test.as_("secretary").await.act(&id, &ask).await.good();
        department.act(&id, &json!({ "action": "part", "id": part, "do": "done", "words": "已清运" })).await.good();
        member.act(&id, &json!({ "action": "accept" })).await.good();
        member.act(&id, &json!({ "action": "resolve", "outcome": "已清走" })).await.good();
        test.clock.advance(Span::hours(1));
        let at = test.clock.now().to_string();
        let told = |answer: &str| json!({ "action": "answer", "answer": answer, "way": "phone", "at": at, "words": "清走了，谢谢" });

        assert!(!offers(&case(&member, &id).await, "answer"));
        for answer in ["satisfied", "no_answer", "not"] {
            assert_eq!(member.act(&id, &told(answer)).await.refused(409), "cases.own-work", "{answer}");
        }
        assert_eq!(department.act(&id, &told("satisfied")).await.refused(403), "access.denied");
        assert!(offers(&case(&dispatcher, &id).await, "answer"));
        // Its channel, its time and its words are required.
        let bare = dispatcher.act(&id, &json!({ "action": "answer", "answer": "satisfied" })).await.json();
        let lacking: Vec<&str> = bare["errors"].as_array().unwrap().iter().map(|e| text(e, "field")).collect();
        assert_eq!(lacking, ["way", "at", "words"]);
        let early = json!({ "action": "answer", "answer": "satisfied", "way": "phone", "at": (test.clock.now() - Span::hours(9)).to_string(), "words": "好了" });
        assert_eq!(dispatcher.act(&id, &early).await.refused(409), "cases.answer-time");

        let done = dispatcher.act(&id, &told("satisfied")).await.good();
        assert_eq!((text(&done, "status"), &done["state"]["recorded"]), ("confirmed", &json!(true)));
        let events = dispatcher.get(&format!("/cases/{id}/events")).await.good();
        let said = events["items"].as_array().unwrap().iter().find(|e| e["kind"] == "cases.answered").unwrap();
        assert!(text(&said["words"], "zh").starts_with("代为登记的居民答复（电话"), "{said}");
        let page = test.public().get(&test.link(&id).await).await.good();
        assert_eq!((text(&page, "answered"), &page["recorded"]), ("satisfied", &json!(true)));
        assert!(!page.to_string().contains("清走了，谢谢"), "nothing typed stands on the public page");

        // One more, answered by the resident.
        let other = text(&test.bring(&member, "corridor-clutter", 0).await, "id").to_owned();
        member.act(&other, &json!({ "action": "accept" })).await.good();
        member.act(&other, &json!({ "action": "resolve", "outcome": "已清走" })).await.good();
        let link = test.link(&other).await;
        test.public().post(&format!("{link}/answer"), &json!({ "answer": "satisfied" })).await.good();
        let manager = test.as_("manager").await;
        let whole = manager.get("/cases/summary?code=510117019").await.good();
        let open = test.public().get("/public/summary?street=510117019").await.good();
        for figures in [whole, open] {
            let n = |field: &str| figures[field].as_i64().unwrap();
            assert_eq!(
                (n("answered_30d"), n("satisfied_30d"), n("recorded_30d"), n("recorded_satisfied_30d")),
                (1, 1, 1, 1)
            );
        }
    });
}

#[test]
fn a_paused_matter_says_that_its_clock_stands_for_whom_and_until_when() {
    both(async |test| {
        let (member, leader) = (test.as_("member01").await, test.as_("leader").await);
        let id = text(&test.bring(&member, "corridor-clutter", 0).await, "id").to_owned();
        member.act(&id, &json!({ "action": "start" })).await.good();
        let until = test.clock.now() + Span::days(3);
        let ask = json!({ "action": "pause_ask", "reason": "等配件", "waiting_for": "电梯公司刘工", "until": until.to_string() });
        member.act(&id, &ask).await.good();
        assert_eq!(case(&member, &id).await["paused"], Value::Null, "asking stops nothing");
        leader.act(&id, &json!({ "action": "pause_approve" })).await.good();
        let row = member.get("/cases?view=paused").await.good()["items"][0].clone();
        assert_eq!(
            (text(&row["paused"], "waiting_for"), text(&row["paused"], "until")),
            ("电梯公司刘工", &*until.to_string())
        );
        let page = test.public().get(&test.link(&id).await).await.good();
        assert_eq!(text(&page, "paused_until"), until.to_string());
        assert!(!page.to_string().contains("刘工"), "nothing typed stands on the public page");
        member.act(&id, &json!({ "action": "resume" })).await.good();
        assert_eq!(case(&member, &id).await["paused"], Value::Null);
    });
}

/// Beside a cell of the member, and in none: the nearest is only offered.
fn beside(test: &TestApp, source: &str, kind: &str) -> Value {
    json!({ "id": test.id(), "kind": kind, "title": "路边有异味", "street": "510117019", "source": source, "point": { "lon": 103.9305, "lat": 30.7599 } })
}

#[test]
fn an_unsure_place_stays_with_the_dispatcher_by_every_way_in() {
    both(async |test| {
        let (member, dispatcher, manager) =
            (test.as_("member01").await, test.as_("dispatcher").await, test.as_("manager").await);
        let mut ids = Vec::new();
        for source in ["member", "hotline", "phone", "api"] {
            let receipt = member.post("/cases", &beside(test, source, "corridor-clutter")).await.good();
            assert_eq!((text(&receipt, "placing"), text(&receipt, "code")), ("unsure", "510117019"), "{source}");
            ids.push(text(&receipt, "id").to_owned());
        }
        let by_resident = beside(test, "resident", "corridor-clutter");
        test.public().post("/public/cases", &by_resident).await.good();
        ids.push(text(&by_resident, "id").to_owned());
        for id in &ids {
            let one = case(&dispatcher, id).await;
            assert_eq!((text(&one["owner"], "name"), text(&one, "level")), ("甲dispatcher", "street"));
            assert_eq!(one["clocks"]["received"], one["created_at"], "its clock runs from receipt");
            assert!(!one["placing_detail"]["candidates"].as_array().unwrap().is_empty(), "the best are offered");
        }
        assert_eq!(dispatcher.get("/cases/counts").await.good()["unplaced"], 5);
        let mine = member.get("/cases?view=mine").await.good();
        assert!(mine["items"].as_array().unwrap().is_empty(), "no member of a grid holds one: {mine}");
        // Whatever its kind becomes, it waits for its place.
        let kind = dispatcher.act(&ids[0], &json!({ "action": "kind", "kind": "street-light-out" })).await.good();
        assert_eq!(text(&kind["owner"], "name"), "甲dispatcher");

        // Everybody responsible for the street is notified of an urgent one at once.
        assert!(!topics(&manager).await.contains(&"cases.submitted".to_owned()));
        let urgent = member.post("/cases", &beside(test, "member", "gas-smell")).await.good();
        assert_eq!(text(&case(&dispatcher, text(&urgent, "id")).await["owner"], "name"), "甲dispatcher");
        assert!(topics(&manager).await.contains(&"cases.submitted".to_owned()));
        assert!(topics(&dispatcher).await.contains(&"cases.dispatched".to_owned()));

        // A pick by a person sends it on.
        let placed = dispatcher.act(&ids[1], &json!({ "action": "place", "code": "51011701900600901" })).await.good();
        assert_eq!((text(&placed, "placing"), text(&placed["owner"], "name")), ("sure", "甲member01"));
    });
}

#[test]
fn one_rule_for_phone_numbers_at_every_door() {
    both(async |test| {
        let dispatcher = test.as_("dispatcher").await;
        let new = |phone: &str| json!({ "id": test.id(), "kind": "corridor-clutter", "title": "楼道堆物", "source": "phone", "reporter": { "name": "王秀英", "phone": phone } });
        for (typed, masked) in [
            ("(028) 8765 4321 转 801", "028****4321-***"),
            ("+86 138 1234 5678", "138****5678"),
            ("400-800-1234", "400***1234"),
        ] {
            let receipt = dispatcher.post("/cases", &new(typed)).await.good();
            let one = case(&dispatcher, text(&receipt, "id")).await;
            assert_eq!(text(&one["reporter"], "phone_masked"), masked, "{typed}");
        }
        for wrong in ["1381234", "138123456", "1381234567", "138123456789", "2887654321", "00000000000"] {
            let refused = dispatcher.post("/cases", &new(wrong)).await;
            assert_eq!(refused.json()["errors"][0]["field"], "reporter.phone", "{wrong}");
            assert_eq!(refused.json()["errors"][0]["code"], "kernel.phone");
        }
    });
}

/// A passed deadline of a part is reported once; parts of a closed case are no longer due.
#[test]
fn the_time_of_a_part_is_over_once_and_only_while_its_case_is_owed() {
    both(async |test| {
        let (member, secretary) = (test.as_("member01").await, test.as_("secretary").await);
        let due = test.clock.now() + Span::minutes(1);
        let mut cases = Vec::new();
        for _ in 0..2 {
            let case = text(&test.bring(&member, "corridor-clutter", 0).await, "id").to_owned();
            let part = test.id();
            let ask = json!({ "action": "ask_part", "id": part, "department": "城管", "account": test.account("department").uuid(), "task": "清运", "due": due.to_string() });
            secretary.act(&case, &ask).await.good();
            cases.push((case, part));
        }
        let street = code("510117019");
        let next = test.app.read(move |tx| Ok(jobs::next_alarm(tx, &street)?)).await.unwrap();
        assert_eq!(next, Some(due));
        secretary.act(&cases[1].0, &json!({ "action": "withdraw", "reason": "误报" })).await.good();
        test.pass(Span::minutes(2)).await;
        for ((case, part), told) in cases.iter().zip([1, 0]) {
            let (id, part) = (CaseId::new(case.parse().unwrap()), PartId::new(*part));
            let again = move |work: &mut crate::UnitOfWork<'_, '_>| parts::ring(work, id, part);
            assert!(!test.app.transact(&Actor::system(), street, again).await.unwrap());
            let events = member.get(&format!("/cases/{case}/events")).await.good();
            let late = events["items"].as_array().unwrap().iter().filter(|e| e["kind"] == "cases.part").count();
            assert_eq!(late, told);
        }
    });
}

#[test]
fn a_message_is_read_once_and_the_others_stay_unread() {
    both(async |test| {
        let (member, leader) = (test.as_("member01").await, test.as_("leader").await);
        for _ in 0..2 {
            let id = text(&test.bring(&member, "corridor-clutter", 0).await, "id").to_owned();
            leader.act(&id, &json!({ "action": "take_over" })).await.good();
        }
        let inbox = async || member.get("/inbox").await.good();
        let (before, first) = (inbox().await, json!({ "id": inbox().await["items"][0]["id"] }));
        for changed in [1, 0] {
            assert_eq!(member.post("/inbox/read", &first).await.good()["changed"], changed);
        }
        assert_eq!(inbox().await["unread"].as_i64(), before["unread"].as_i64().map(|unread| unread - 1));
    });
}
