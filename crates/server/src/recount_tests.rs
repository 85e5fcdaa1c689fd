//! A corrected holiday notice: running deadlines and their half-way marks move, pauses stay, and people are notified of bookings on a day
//! without service.

use serde_json::{Value, json};
use std::time::Duration;
use weiguang_domain::kernel::time::Span;
use weiguang_store::{StoreError, Tx, params};

use crate::recount::recount;
use crate::rooms::manual::tests::publisher;
use crate::rooms::station::own_tests::books;
use crate::rooms::station::tests::Station;
use crate::testing::{Caller, TestApp, both};

/// The notice of 2026, with Tuesday the 24th and Wednesday the 25th of November as additional holidays.
async fn corrected(publisher: &Caller<'_>) -> Value {
    let years = publisher.get("/manual/calendar").await.good()["years"].clone();
    let mut year = years.as_array().unwrap().iter().find(|y| y["year"] == 2026).unwrap().clone();
    year.as_object_mut().unwrap().remove("year");
    year["corrects"] = json!(true);
    let off = json!({ "name": "临时放假", "from": "2026-11-24", "to": "2026-11-25" });
    year["holidays"].as_array_mut().unwrap().push(off);
    year
}

async fn clocks(caller: &Caller<'_>, case: &Value) -> Value {
    caller.get(&format!("/cases/{}", case["id"].as_str().unwrap())).await.good()["clocks"].clone()
}

async fn told(test: &TestApp, login: &str, topic: &str) -> Vec<String> {
    let inbox = test.as_(login).await.get("/inbox?street=510117019").await.good();
    let of_topic = inbox["items"].as_array().unwrap().iter().filter(|m| m["topic"] == topic);
    of_topic.map(|m| m["body"]["zh"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_corrected_notice_moves_clocks_that_run_and_names_the_bookings_that_fall_out() {
    both(async |test| {
        let (dispatcher, member, leader) =
            (test.as_("dispatcher").await, test.as_("member01").await, test.as_("leader").await);
        let station = Station::opens(test).await;
        let manager = test.as_("manager").await;
        let page = manager.get(&station.path("")).await.good();
        let body = json!({ "team": page["series"][0]["team"], "rule": "FREQ=WEEKLY;BYDAY=WE", "first": "2026-09-01",
            "hours": { "from": "09:00", "until": "11:00" }, "slot": 30, "places": 2, "holidays": "off" });
        let path = format!("/care/series/{}", station.series);
        manager.send(axum::http::Method::PUT, &path, Some(test.id()), Some(1), Some(&body)).await.good();
        books(test, &station, "13812341234", "09:00").await.good();
        recount(&test.app).await.unwrap();

        // Three working days each; one was paused for a day, one counts calendar days, one is done.
        let plain = test.bring(&dispatcher, "street-light-out", 0).await;
        let paused = test.bring(&dispatcher, "street-light-out", 0).await;
        let natural = test.bring(&dispatcher, "sewage-overflow", 0).await;
        let done = test.bring(&dispatcher, "street-light-out", 0).await;
        let id = |case: &Value| case["id"].as_str().unwrap().to_owned();
        member.act(&id(&paused), &json!({ "action": "start" })).await.good();
        let wish = json!({ "action": "pause_ask", "reason": "等配件", "waiting_for": "灯具厂", "until": "2026-11-30T01:00:00Z" });
        member.act(&id(&paused), &wish).await.good();
        leader.act(&id(&paused), &json!({ "action": "pause_approve" })).await.good();
        member.act(&id(&done), &json!({ "action": "start" })).await.good();
        member.act(&id(&done), &json!({ "action": "resolve", "outcome": "换了灯" })).await.good();
        test.pass(Span::days(1)).await;
        leader.act(&id(&paused), &json!({ "action": "resume" })).await.good();
        let all = [&plain, &paused, &natural, &done];
        let mut before = Vec::new();
        for case in all {
            before.push(clocks(&leader, case).await);
        }

        let publisher = publisher(test).await;
        let year = corrected(&publisher).await;
        publisher.put("/manual/calendar/2026", &year).await.good();
        let bell = test.app.wake().bell("calendar");
        assert!(tokio::time::timeout(Duration::ZERO, bell.notified()).await.is_ok(), "clocks are counted at once");
        assert_eq!(recount(&test.app).await.unwrap(), 2);
        let mut after = Vec::new();
        for case in all {
            after.push(clocks(&leader, case).await);
        }
        let due = |clocks: &Value| clocks["resolve"]["due"].as_str().unwrap()[..16].to_owned();
        let half = |clocks: &Value| clocks["resolve"]["half"].as_str().unwrap()[..16].to_owned();
        assert_eq!((due(&before[0]), due(&after[0])), ("2026-11-25T09:00".into(), "2026-11-27T09:00".into()));
        assert!(half(&after[0]) > half(&before[0]), "{} {}", half(&before[0]), half(&after[0]));
        // A day longer than the other, as before: the pause counts.
        assert_eq!((due(&before[1]), due(&after[1])), ("2026-11-26T09:00".into(), "2026-11-30T09:00".into()));
        assert_eq!((&after[2], &after[3]), (&before[2], &before[3]));
        let events = leader.get(&format!("/cases/{}/events", id(&plain))).await.good();
        assert_eq!(events["items"].as_array().unwrap().last().unwrap()["kind"], "cases.recounted");
        // One climbed to the leader meanwhile, since nobody took it.
        for owner in ["member01", "leader"] {
            let told = told(test, owner, "cases.recounted").await;
            assert_eq!(told, ["放假安排有变，您手上 1 件事项的时限已重新计算，请查看"], "{owner}");
        }
        let stranded = told(test, "dispatcher", "care.bookings-stranded").await;
        assert!(stranded.len() == 1 && stranded[0].contains("2026-11-25：1"), "{stranded:?}");
        assert!(told(test, "member01", "care.bookings-stranded").await.is_empty());
        assert_eq!(recount(&test.app).await.unwrap(), 0, "once");

        // Without a former calendar no notice has changed: nobody is asked to call anybody.
        let forget = |tx: &mut Tx<'_>| tx.exec("DELETE FROM settings WHERE name = 'clocks_by_calendar'", params![]);
        assert_eq!(test.app.db().write(forget).await.map_err(|e: StoreError| e), Ok(1));
        recount(&test.app).await.unwrap();
        assert_eq!(told(test, "dispatcher", "care.bookings-stranded").await.len(), 1);

        // Another kind does not remove the pause.
        dispatcher.act(&id(&paused), &json!({ "action": "kind", "kind": "pests" })).await.good();
        dispatcher.act(&id(&plain), &json!({ "action": "kind", "kind": "pests" })).await.good();
        assert!(due(&clocks(&leader, &paused).await) > due(&clocks(&leader, &plain).await));
    });
}
