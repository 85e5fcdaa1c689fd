//! Who can follow an alert and is notified of it, over HTTP on both engines: everybody who acted on it, the person who measured while
//! nobody answers, and alerts that a mistaken death ended.

use axum::http::Method;
use serde_json::{Value, json};
use weiguang_domain::kernel::time::Span;

use super::alert_tests::raised;
use super::reading_tests::{CELL, becomes_nurse, measure, resident, text};
use crate::rooms::households::tests::pair;
use crate::testing::{TestApp, TestResponse, both};

async fn act(test: &TestApp, alert: &str, who: &str, body: Value) -> TestResponse {
    let caller = test.as_(who).await;
    let version = caller.get(&format!("/care/alerts/{alert}")).await.json()["version"].as_i64();
    let path = format!("/care/alerts/{alert}/actions");
    caller.send(Method::POST, &path, Some(test.id()), version, Some(&body)).await
}
async fn page(test: &TestApp, alert: &str, who: &str) -> Value {
    test.as_(who).await.get(&format!("/care/alerts/{alert}")).await.good()
}
/// Whether it is in somebody's own list, and in the data of their phone.
async fn holds(test: &TestApp, alert: &str, who: &str) -> (bool, bool) {
    let caller = test.as_(who).await;
    let mine = caller.get("/care/alerts?view=mine").await.good();
    let synced = caller.get("/sync").await.good();
    let among = |list: &Value| list.as_array().is_some_and(|all| all.iter().any(|one| text(one, "id") == alert));
    (among(&mine["items"]), among(&synced["sections"]["alerts"]["items"]))
}
async fn topics(test: &TestApp, who: &str) -> Vec<String> {
    let inbox = test.as_(who).await.get("/inbox").await.good();
    inbox["items"].as_array().unwrap().iter().map(|one| text(one, "topic")).collect()
}
/// Raised by a nurse, answered by the leader, and safe for now.
async fn watching(test: &TestApp, name: &str) -> (String, String) {
    becomes_nurse(test, "partner").await;
    pair(test, "510117019006009").await;
    let (nurse, id) = (test.as_("partner").await, resident(test, name).await);
    let alert = raised(test, &nurse, &id).await;
    act(test, &alert, "leader", json!({ "action": "acknowledge" })).await.good();
    act(test, &alert, "leader", json!({ "action": "safe_now", "with": "alone", "place": "家中" })).await.good();
    (alert, id)
}

#[test]
fn after_a_missed_look_the_leader_still_has_it_and_a_kept_one_brings_it_back() {
    both(async |test| {
        let (alert, _) = watching(test, "王秀英").await;
        let member = test.account("member01").uuid();
        let first = (test.clock.now() + Span::hours(1)).to_string();
        let ask = json!({ "action": "ask_watch", "account": member, "every_minutes": 60, "first": first });
        act(test, &alert, "leader", ask).await.good();

        // Ten minutes before the deadline, the person who looks in and the leader are reminded, once.
        assert_eq!(test.pass(Span::minutes(50)).await, 0);
        assert_eq!(test.pass(Span::seconds(1)).await, 1);
        for who in ["member01", "leader"] {
            assert_eq!(topics(test, who).await[0], "care.look-soon", "{who}");
        }
        assert!(!topics(test, "partner").await.contains(&"care.look-soon".to_owned()), "and nobody else");
        let due = page(test, &alert, "leader").await;
        assert_eq!(text(&due["owner"], "name"), "甲leader", "a reminder takes it from nobody");

        // The look is missed: it is escalated to the secretary, and everybody who acted on it can still see it.
        let mut live = test.app.live().watch(test.id(), 1).unwrap();
        test.pass(Span::minutes(26)).await;
        let up = page(test, &alert, "leader").await;
        assert_eq!((text(&up["owner"], "name"), up["escalated"].as_u64()), ("甲secretary".into(), Some(1)));
        for who in ["leader", "member01", "secretary", "partner"] {
            assert_eq!(holds(test, &alert, who).await, (true, true), "{who}");
        }
        let told = live.receiver.try_recv().unwrap();
        assert_eq!(told.kind, "care.changed");
        for who in ["leader", "member01", "secretary", "partner"] {
            assert!(told.parties.contains(&test.account(who)), "{who} is told at once");
        }
        let looked = json!({ "action": "looked_in", "account": member, "well": true });
        act(test, &alert, "member01", looked).await.good();
        let back = page(test, &alert, "leader").await;
        assert_eq!((text(&back["owner"], "name"), back["escalated"].as_u64()), ("甲leader".into(), Some(0)));
        assert!(topics(test, "leader").await.contains(&"care.brought-back".to_owned()));
    });
}

#[test]
fn who_only_acted_sees_this_alert_until_it_ends_and_nothing_else() {
    both(async |test| {
        let (alert, woman) = watching(test, "王秀英").await;
        let other = resident(test, "李桂兰").await;
        let nurse = test.as_("partner").await;
        measure(&nurse, test, &other, super::story_tests::thirty("30.7")).await.good();
        measure(&nurse, test, &other, super::story_tests::thirty("31.2")).await.good();
        let all = test.as_("manager").await.get("/care/alerts").await.good();
        let theirs = all["items"].as_array().unwrap().iter().map(|a| text(a, "id")).find(|id| *id != alert).unwrap();

        let member = test.account("member02").uuid();
        let first = (test.clock.now() + Span::hours(1)).to_string();
        let ask = json!({ "action": "ask_watch", "account": member, "every_minutes": 60, "first": first });
        act(test, &alert, "leader", ask).await.good();
        let looked = json!({ "action": "looked_in", "account": member, "well": true });
        act(test, &alert, "member02", looked).await.good();
        // The family is there: nobody looks in any more.
        act(test, &alert, "leader", json!({ "action": "kin_there" })).await.good();
        assert_eq!(holds(test, &alert, "member02").await, (true, true));
        assert_eq!(holds(test, &theirs, "member02").await, (false, false));
        let seen = page(test, &alert, "member02").await;
        assert_eq!((text(&seen, "sight"), &seen["readings"]), ("duty".into(), &json!([])));
        let member = test.as_("member02").await;
        assert_eq!(member.get("/care/alerts?view=open").await.refused(403), "access.denied", "no list of the area");
        assert_eq!(member.get(&format!("/care/alerts/{theirs}")).await.refused(404), "kernel.not-found");
        assert_eq!(member.get(&format!("/care/residents/{woman}")).await.refused(403), "access.denied");
        assert_eq!(member.get(&format!("/households/residents/{woman}")).await.refused(404), "kernel.not-found");
        let close = json!({ "action": "died", "words": "一" });
        assert_eq!(act(test, &alert, "member02", close).await.refused(403), "access.denied");
        // A person who never had a part sees nothing of it.
        assert_eq!(holds(test, &alert, "gridmember").await, (false, false));
        let stranger = test.as_("gridmember").await;
        assert_eq!(stranger.get(&format!("/care/alerts/{alert}")).await.refused(404), "kernel.not-found");

        act(test, &alert, "doctor", json!({ "action": "stay_home", "words": "儿子在" })).await.good();
        for _ in 0..2 {
            act(test, &alert, "leader", json!({ "action": "followed_up", "well": true, "words": "好" })).await.good();
        }
        let end = json!({ "action": "close", "outcome": "recovered", "words": "好了" });
        act(test, &alert, "leader", end).await.good();
        assert_eq!(holds(test, &alert, "member02").await, (false, false), "it is over");
    });
}

#[test]
fn who_measured_is_told_after_three_minutes_that_nobody_answers_with_numbers_to_call() {
    both(async |test| {
        becomes_nurse(test, "partner").await;
        pair(test, "510117019006009").await;
        let manager = test.as_("manager").await;
        let account = format!("/people/accounts/{}", test.account("leader").uuid());
        let phone = json!({ "phone": "15400007001" });
        let version = manager.get(&account).await.good()["version"].as_i64();
        manager.send(Method::PATCH, &account, Some(test.id()), version, Some(&phone)).await.good();
        let desk = json!({ "name": "合作街道值班室", "number": "028-87654321" });
        manager.send(Method::PUT, "/care/call-back", Some(test.id()), Some(0), Some(&desk)).await.good();
        let (nurse, id) = (test.as_("partner").await, resident(test, "王秀英").await);
        let alert = raised(test, &nurse, &id).await;
        let since = test.clock.now().to_string();

        assert_eq!(test.pass(Span::minutes(3) - Span::seconds(1)).await, 0);
        let early = page(test, &alert, "partner").await;
        assert_eq!((&early["unanswered_since"], &early["call"]), (&Value::Null, &json!([])));
        let mut live = test.app.live().watch(test.id(), 1).unwrap();
        assert_eq!(test.pass(Span::seconds(2)).await, 1);
        assert!(live.receiver.try_recv().unwrap().parties.contains(&test.account("partner")));
        assert_eq!(topics(test, "partner").await[0], "care.unanswered");
        let now = page(test, &alert, "partner").await;
        assert_eq!(text(&now, "unanswered_since"), since);
        let call: Vec<(String, String, Value)> = now["call"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| (text(&c["who"], "key"), text(c, "name"), c["phone"].clone()))
            .collect();
        assert_eq!(
            call,
            [
                ("owner".into(), "甲leader".into(), json!("15400007001")),
                ("street".into(), "合作街道值班室".into(), json!("028-87654321"))
            ]
        );
        // The message itself has no number, and a person without a part in it is shown none.
        let inbox = nurse.get("/inbox").await.good().to_string();
        assert!(!inbox.contains("15400007001") && !inbox.contains("87654321"), "{inbox}");
        let above = page(test, &alert, "secretary").await;
        assert_eq!((text(&above, "unanswered_since"), &above["call"]), (since, &json!([])));
        assert_eq!(test.pass(Span::minutes(2)).await, 0, "it is told once");
        // It escalates, and is still unanswered: shown are the present owner, and the leader.
        test.pass(Span::minutes(6)).await;
        let up = page(test, &alert, "partner").await;
        let who: Vec<String> = up["call"].as_array().unwrap().iter().map(|c| text(&c["who"], "key")).collect();
        assert_eq!(who, ["owner", "leader", "street"]);
        act(test, &alert, "leader", json!({ "action": "acknowledge" })).await.good();
        let answered = page(test, &alert, "partner").await;
        assert_eq!((&answered["unanswered_since"], &answered["call"]), (&Value::Null, &json!([])));
    });
}

#[test]
fn a_death_that_was_a_mistake_gives_back_the_alert_and_the_record_for_a_day() {
    both(async |test| {
        let (alert, id) = watching(test, "王秀英").await;
        let manager = test.as_("manager").await;
        let record = async || manager.get(&format!("/households/residents/{id}")).await.good();
        let overdue = async || {
            let list = manager.get("/care/overdue?under=510117019006").await.good();
            list["items"].as_array().unwrap().iter().any(|one| text(one, "resident") == id)
        };
        let found = async || {
            let found = manager.post("/households/residents/find", &json!({ "phone": "13812341234" })).await.good();
            found["items"].as_array().unwrap().iter().any(|one| text(one, "id") == id)
        };
        let first = (test.clock.now() + Span::hours(3)).to_string();
        let member = test.account("member01").uuid();
        let ask = json!({ "action": "ask_watch", "account": member, "every_minutes": 60, "first": first });
        act(test, &alert, "leader", ask).await.good();
        let before = page(test, &alert, "leader").await;
        assert!(before["allowed"].as_array().unwrap().contains(&json!("died")));
        assert!(!before["allowed"].as_array().unwrap().contains(&json!("close")), "no outcome before it is owed");
        assert!(found().await);

        let hidden = json!({ "action": "close", "outcome": "died", "words": "儿子已经回家，人没事了" });
        assert_eq!(act(test, &alert, "leader", hidden).await.refused(409), "care.transition-refused");
        let empty = json!({ "action": "died", "words": " " });
        assert_eq!(act(test, &alert, "leader", empty).await.json()["errors"][0]["code"], "care.empty");
        let dead = act(test, &alert, "leader", json!({ "action": "died", "words": "记错了人" })).await.good();
        assert_eq!((text(&dead["status"], "key"), text(&dead["outcome"], "key")), ("closed".into(), "died".into()));
        assert_eq!(dead["allowed"], json!(["undo_death"]));
        assert_eq!(text(&dead, "undo_until"), (test.clock.now() + Span::hours(24)).to_string());
        assert_eq!(text(&record().await, "presence"), "died", "one act, one truth");
        assert!(!found().await, "nobody is served under it");
        assert_eq!(test.pass(Span::hours(5)).await, 0, "nothing rings for the dead");
        // Everybody who had a part in it finds it as long as its end can be undone.
        for who in ["leader", "partner", "member01"] {
            assert_eq!(holds(test, &alert, who).await, (true, true), "{who}");
        }
        assert!(topics(test, "partner").await.contains(&"care.died".to_owned()));

        let undo = json!({ "action": "undo_death" });
        assert_eq!(act(test, &alert, "member01", undo.clone()).await.refused(403), "access.denied");
        let again = act(test, &alert, "secretary", undo.clone()).await.good();
        assert_eq!(text(&again["status"], "key"), "watching");
        let of = |page: &Value| (page["watches"][0]["server"].clone(), page["safe"].clone(), page["ladder"].clone());
        assert_eq!(of(&again), of(&before), "watches, place and tries are as they were");
        assert_eq!(text(&again["owner"], "name"), "甲leader");
        assert_eq!(text(&record().await, "presence"), "here");
        assert!(found().await);
        let events = manager.get(&format!("/care/alerts/{alert}/events")).await.good();
        let kinds: Vec<String> = events["items"].as_array().unwrap().iter().map(|e| text(e, "kind")).collect();
        assert_eq!(kinds[kinds.len() - 2..], ["care.died", "care.death-undone"]);
        let verified = manager.get(&format!("/care/alerts/{alert}/verify")).await.good();
        assert_eq!(verified["intact"], true);
        test.pass(Span::hours(1)).await;
        assert!(page(test, &alert, "leader").await["late"].as_u64() >= Some(1), "and it rings again");

        // A day later a death is final.
        act(test, &alert, "leader", json!({ "action": "died", "words": "医院告知" })).await.good();
        test.clock.advance(Span::hours(24) + Span::seconds(1));
        let late = page(test, &alert, "leader").await;
        assert_eq!((&late["allowed"], &late["undo_until"]), (&json!([]), &Value::Null));
        assert_eq!(act(test, &alert, "leader", undo).await.refused(409), "care.no-death");
        assert_eq!(holds(test, &alert, "leader").await, (false, false));
        assert_eq!(text(&record().await, "presence"), "died");
        test.clock.advance(Span::days(60));
        assert!(!overdue().await, "the dead are asked to measure nothing");
    });
}

#[test]
fn a_record_that_says_something_else_by_now_is_left_as_it_is() {
    both(async |test| {
        let (alert, id) = watching(test, "王秀英").await;
        let manager = test.as_("manager").await;
        let path = format!("/households/residents/{id}");
        act(test, &alert, "leader", json!({ "action": "died", "words": "记错了人" })).await.good();
        // The record is corrected by hand, and she is measured again: a new alert.
        let version = manager.get(&path).await.good()["version"].as_i64();
        let here = json!({ "presence": { "state": "here", "on": "2026-11-20" } });
        let put = manager.send(Method::PATCH, &path, Some(test.id()), version, Some(&here)).await;
        put.good();
        let nurse = test.as_("partner").await;
        let newer = raised(test, &nurse, &id).await;
        assert_ne!(newer, alert);
        let undo = json!({ "action": "undo_death" });
        assert_eq!(act(test, &alert, "leader", undo.clone()).await.refused(409), "care.another-alert");
        assert_eq!(text(&manager.get(&path).await.good(), "code"), CELL);
        assert_eq!(text(&manager.get(&path).await.good(), "presence"), "here");
    });
}
