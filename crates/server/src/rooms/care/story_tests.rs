//! The acceptance story of care, through the API on both engines: a woman of more than eighty, dizzy, 30 mmol/L, registered elsewhere, in a
//! rented flat with a son who is out at work until night; and nobody answers.

use axum::http::Method;
use serde_json::{Value, json};
use std::fmt::Write as _;
use weiguang_domain::kernel::time::{Moment, Span};

use super::reading_tests::{becomes_nurse, measure, resident, text};
use crate::app::{App, Parts};
use crate::clockwork;
use crate::outside::chance::Chance;
use crate::outside::seal::Seal;
use crate::rooms::households::tests::pair;
use crate::testing::{Caller, TestApp, TestResponse, both};

/// Words that no rung below the doctor may hear or see.
const SECRETS: &[&str] =
    &["30.7", "31.2", "mmol", "glucose", "mg/dL", "553", "562", "13900000001", "13812341234", "1943"];

/// The woman with her contacts, and her alert once there is one.
struct Woman {
    resident: String,
    household: String,
    alert: String,
}

pub fn thirty(n: &str) -> Value {
    json!({ "glucose": n, "meal": "random", "symptoms": ["dizzy"] })
}

impl Woman {
    async fn comes(test: &TestApp) -> Self {
        let resident = resident(test, "王秀英").await;
        let page = test.as_("leader").await.get(&format!("/households/residents/{resident}")).await.good();
        let household = text(&page["household"], "id");
        let woman = Self { resident, household, alert: String::new() };
        woman.contact(test, "kin", "小陈", "儿子", "13900000001").await;
        woman
    }

    /// Adds a contact to the household.
    async fn contact(&self, test: &TestApp, kind: &str, name: &str, relation: &str, phone: &str) -> String {
        let id = test.id().to_string();
        let body = json!({ "id": id, "kind": kind, "name": name, "relation": relation, "reach": [{ "phone": phone }] });
        let leader = test.as_("leader").await;
        leader.post(&format!("/households/{}/contacts", self.household), &body).await.good();
        id
    }

    async fn measured(&mut self, nurse: &Caller<'_>, test: &TestApp, value: &str) -> Value {
        let reading = measure(nurse, test, &self.resident, thirty(value)).await.good();
        self.alert = text(&nurse.get("/care/alerts?view=mine").await.good()["items"][0], "id");
        reading
    }

    async fn page(&self, caller: &Caller<'_>) -> TestResponse {
        caller.get(&format!("/care/alerts/{}", self.alert)).await
    }

    async fn act(&self, test: &TestApp, who: &str, body: &Value) -> TestResponse {
        let caller = test.as_(who).await;
        let version = self.page(&caller).await.json()["version"].as_i64();
        let path = format!("/care/alerts/{}/actions", self.alert);
        caller.send(Method::POST, &path, Some(test.id()), version, Some(body)).await
    }

    async fn does(&self, test: &TestApp, who: &str, body: Value) -> Value {
        self.act(test, who, &body).await.good()
    }

    async fn status(&self, test: &TestApp) -> String {
        text(&self.page(&test.as_("manager").await).await.good()["status"], "key")
    }
}

async fn wait_until(test: &TestApp, at: Moment) {
    let now = test.clock.now();
    assert!(at >= now, "{at} is over");
    // Minute by minute, as the clockwork would: every alarm rings at its own time.
    while test.clock.now() < at {
        let step = (at - test.clock.now()).min(Span::minutes(1));
        test.pass(step).await;
    }
}

fn clock(day: i8, hour: i8, minute: i8) -> Moment {
    let date = if day <= 2 { jiff::civil::date(2026, 11, 22 + day) } else { jiff::civil::date(2026, 12, day) };
    Moment::from_civil(date.at(hour, minute, 0, 0))
}

/// Restarts the program over the same store; memory is lost.
async fn restart(test: &TestApp) -> App {
    let (db, clock, settings) = (test.app.db().clone(), test.app.clock().clone(), test.app.settings().clone());
    let parts = Parts { db, clock, chance: Chance::Machine, seal: Seal::new(&[7; 32]), settings };
    tokio::task::spawn_blocking(|| crate::rooms::open(parts)).await.unwrap().unwrap()
}

#[test]
fn the_woman_with_thirty_is_brought_home_watched_over_and_taken_to_hospital() {
    both(async |test| {
        becomes_nurse(test, "partner").await;
        pair(test, "510117019006009").await;
        let (nurse, leader) = (test.as_("partner").await, test.as_("leader").await);
        let mut wang = Woman::comes(test).await;
        wait_until(test, clock(1, 10, 0)).await;

        // She is dizzy, and the meter shows 30. While it is measured, the station has it and nobody else.
        let first = wang.measured(&nurse, test, "30.7").await;
        assert_eq!(first["level"], "critical");
        assert_eq!(wang.page(&leader).await.refused(404), "kernel.not-found");
        assert_eq!(leader.get("/care/alerts").await.good()["items"], json!([]));
        wait_until(test, clock(1, 10, 3)).await;
        wang.measured(&nurse, test, "31.2").await;

        // Raised at once, with an owner, a notice, and ten minutes.
        let raised = wang.page(&leader).await.good();
        assert_eq!(
            (raised["status"]["key"].as_str(), text(&raised["owner"], "name")),
            (Some("raised"), "甲leader".into())
        );
        assert_eq!(text(&raised, "due_at"), clock(1, 10, 13).to_string());
        assert_eq!(raised["concerns"][0]["key"], "sugar_high");
        let inbox = leader.get("/inbox").await.good();
        assert_eq!(
            (text(&inbox["items"][0], "topic"), text(&inbox["items"][0], "case")),
            ("care.dispatched".into(), wang.alert.clone())
        );
        let kinds: Vec<String> = raised["ladder"].as_array().unwrap().iter().map(|r| text(&r["kind"], "key")).collect();
        assert_eq!(kinds, ["kin", "landlord", "neighbour", "elsewhere"]);
        wait_until(test, clock(1, 10, 8)).await;
        wang.does(test, "leader", json!({ "action": "acknowledge" })).await;

        // Nobody answers.
        let called = leader.post(&format!("/care/alerts/{}/call", wang.alert), &json!({ "rung": 0 })).await.good();
        assert_eq!(called, json!({ "phones": ["13900000001"] }));
        let tried = |rung: u16, how: &str, went: &str, words: &str| json!({ "action": "try", "rung": rung, "how": how, "went": went, "words": words });
        let after = wang.does(test, "leader", tried(0, "phone", "no_answer", "儿子在工地，手机没人接")).await;
        assert_eq!(
            (after["next_rung"].as_u64(), &after["ladder"][0]["tries"][0]["went"]["key"]),
            (Some(1), &json!("no_answer"))
        );
        wang.does(test, "leader", tried(1, "door", "left_word", "向门卫打听房东")).await;

        // She is driven home; landlord and neighbour are found, and look in by turns.
        wang.does(test, "leader", json!({ "action": "escort", "to": "3栋2单元501 家中" })).await;
        wait_until(test, clock(1, 10, 41)).await;
        let with = test.account("leader").uuid();
        wang.does(
            test,
            "leader",
            json!({ "action": "safe_now", "with": "server", "account": with, "place": "家中，已喝水" }),
        )
        .await;
        let landlord = wang.contact(test, "landlord", "周房东", "房东", "13900000002").await;
        let neighbour = wang.contact(test, "neighbour", "李姐", "邻居", "13900000003").await;
        wang.does(test, "leader", json!({ "action": "found", "kind": "landlord", "contact": landlord })).await;
        let wrong = json!({ "action": "found", "kind": "kin", "contact": neighbour });
        assert_eq!(wang.act(test, "leader", &wrong).await.json()["errors"][0]["code"], "care.unknown-contact");
        wang.does(test, "leader", json!({ "action": "found", "kind": "neighbour", "contact": neighbour })).await;
        for (who, hour) in [(&landlord, 12), (&neighbour, 13)] {
            let first = clock(1, hour, 0).to_string();
            wang.does(
                test,
                "leader",
                json!({ "action": "ask_watch", "contact": who, "every_minutes": 120, "first": first }),
            )
            .await;
        }
        wang.does(test, "leader", json!({ "action": "safe_now", "with": "alone", "place": "家中，房东和邻居轮流看" }))
            .await;
        let looked =
            |who: &str, words: &str| json!({ "action": "looked_in", "contact": who, "well": true, "words": words });
        for (hour, minute, who, words) in
            [(12, 5, &landlord, "在喝粥"), (13, 2, &neighbour, "睡着，叫得醒"), (14, 4, &landlord, "还好")]
        {
            wait_until(test, clock(1, hour, minute)).await;
            wang.does(test, "leader", looked(who, words)).await;
        }

        // A power cut and a restart: nothing has changed but the time. The neighbour forgets three o'clock.
        let before = wang.page(&leader).await.good();
        let app = restart(test).await;
        assert_eq!(clockwork::ring_all(&app).await.unwrap(), 0);
        assert_eq!(wang.page(&leader).await.good(), before);
        test.clock.advance(clock(1, 15, 20) - test.clock.now());
        assert_eq!(clockwork::ring_all(&app).await.unwrap(), 1, "the clock that ran out while nobody was there");
        assert_eq!(clockwork::ring_all(&app).await.unwrap(), 0);
        let missed = wang.page(&leader).await.good();
        assert_eq!((text(&missed["owner"], "name"), missed["escalated"].as_u64()), ("甲secretary".into(), Some(1)));
        wang.does(test, "secretary", looked(&neighbour, "书记打电话后去看了，安好")).await;
        for (hour, minute, who) in [(16, 6, &landlord), (17, 20, &neighbour), (18, 10, &landlord), (19, 15, &neighbour)]
        {
            wait_until(test, clock(1, hour, minute)).await;
            wang.does(test, "leader", looked(who, "安好")).await;
        }

        // The son is reached that evening, and takes her to hospital.
        wait_until(test, clock(1, 19, 40)).await;
        let reached = wang.does(test, "leader", tried(0, "phone", "reached", "儿子马上回来")).await;
        assert_eq!(reached["next_rung"], Value::Null, "kin are reached: nobody else is asked");
        wang.does(test, "leader", json!({ "action": "kin_there" })).await;
        wang.does(test, "leader", json!({ "action": "refer", "to": "区人民医院急诊", "how": "儿子陪，打车" })).await;
        wait_until(test, clock(1, 21, 15)).await;
        wang.does(test, "leader", json!({ "action": "arrived", "words": "儿子来电：已挂急诊" })).await;
        let early = json!({ "action": "close", "outcome": "recovered", "words": "好了" });
        assert_eq!(wang.act(test, "leader", &early).await.refused(409), "care.transition-refused");

        // Asked after within a day, and again within fourteen; then an outcome, by a person.
        test.clock.advance(clock(2, 16, 0) - test.clock.now());
        wang.does(test, "doctor", json!({ "action": "followed_up", "well": true, "words": "住院，精神好转" })).await;
        test.clock.advance(clock(7, 9, 30) - test.clock.now());
        wang.does(
            test,
            "leader",
            json!({ "action": "followed_up", "well": true, "words": "已出院，儿子每天早晚在家" }),
        )
        .await;
        assert_eq!(wang.status(test).await, "owed");
        let end = json!({ "action": "close", "outcome": "under_care", "words": "纳入慢病随访，每月一次" });
        let closed = wang.does(test, "doctor", end).await;
        assert_eq!((closed["outcome"]["key"].as_str(), closed["due_at"].is_null()), (Some("under_care"), true));
        assert_eq!(test.pass(Span::days(60)).await, 0, "what is over rings no more");

        let verified = leader.get(&format!("/care/alerts/{}/verify", wang.alert)).await.good();
        assert_eq!(verified["intact"], true);
        let timeline = lines(&leader.get(&format!("/care/alerts/{}/events", wang.alert)).await.good());
        for secret in SECRETS {
            assert!(!timeline.contains(secret), "the timeline shows {secret}");
        }
        insta::assert_snapshot!("timeline", timeline);
    });
}

/// A timeline as a street would read it.
fn lines(page: &Value) -> String {
    let mut lines = String::new();
    for entry in page["items"].as_array().unwrap() {
        let at: Moment = text(entry, "at").parse().unwrap();
        let who = entry["actor"]["name"].as_str().unwrap_or("（时钟）");
        let to = entry["to"]["name"].as_str().map_or_else(String::new, |to| format!("（{to}）"));
        let _ = writeln!(lines, "{} {who}：{}{to}", at.civil().strftime("%m-%d %H:%M"), text(&entry["words"], "zh"));
    }
    lines
}

/// The same morning, interrupted after each step: if nobody continues, it escalates, and reaches the street in the end.
#[test]
fn at_every_step_if_nobody_acts_it_climbs() {
    both(async |test| {
        becomes_nurse(test, "partner").await;
        pair(test, "510117019006009").await;
        let nurse = test.as_("partner").await;
        let leader = test.account("leader").uuid();
        let first = (test.clock.now() + Span::hours(1)).to_string();
        let steps = [
            json!({ "action": "acknowledge" }),
            json!({ "action": "try", "rung": 0, "how": "phone", "went": "no_answer" }),
            json!({ "action": "escort", "to": "家中" }),
            json!({ "action": "safe_now", "with": "alone", "place": "家中" }),
            json!({ "action": "ask_watch", "account": leader, "every_minutes": 60, "first": first }),
            json!({ "action": "kin_there" }),
            json!({ "action": "refer", "to": "医院", "how": "儿子陪" }),
            json!({ "action": "arrived", "words": "已挂号" }),
            json!({ "action": "followed_up", "well": true, "words": "好" }),
            json!({ "action": "followed_up", "well": true, "words": "好" }),
        ];
        let mut women = Vec::new();
        for cut in 0..=steps.len() {
            let mut woman = Woman::comes(test).await;
            woman.measured(&nurse, test, "30.7").await;
            let mine = nurse.get("/care/alerts?view=mine").await.good();
            let mut measuring =
                mine["items"].as_array().unwrap().iter().filter(|a| a["status"]["key"] == "remeasuring");
            woman.alert = text(measuring.next_back().unwrap(), "id");
            measure(&nurse, test, &woman.resident, thirty("31.2")).await.good();
            for step in &steps[..cut] {
                woman.does(test, "leader", step.clone()).await;
            }
            women.push(woman);
        }
        let mut last = Woman::comes(test).await;
        last.measured(&nurse, test, "30.7").await;
        let mine = nurse.get("/care/alerts?view=mine").await.good();
        let alone = mine["items"].as_array().unwrap().iter().find(|a| a["status"]["key"] == "remeasuring").unwrap();
        last.alert = text(alone, "id");
        women.push(last);
        let manager = test.as_("manager").await;
        for _ in 0..(16 * 24) {
            test.pass(Span::hours(1)).await;
        }
        for (cut, woman) in women.iter().enumerate() {
            let page = woman.page(&manager).await.good();
            assert!(page["outcome"].is_null() && !page["due_at"].is_null(), "{cut}: it ended by itself: {page}");
            assert_eq!(text(&page, "post"), "510117019", "{cut}: {}", page["status"]);
            assert!(page["escalated"].as_u64() >= Some(2), "{cut}: {page}");
        }
        let open = manager.get("/care/alerts?limit=200").await.good();
        assert_eq!(open["items"].as_array().unwrap().len(), women.len(), "none has vanished");
    });
}
