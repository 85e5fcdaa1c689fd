//! Late input of a phone, each on both engines: somebody was faster, or the cells were redrawn meanwhile.

use axum::http::Method;
use serde_json::{Value, json};
use uuid::Uuid;
use weiguang_domain::kernel::time::Span;

use super::tests::items;
use crate::rooms::grid::regrids;
use crate::testing::{Caller, TestApp, TestResponse, both};

const OLD: &str = "51011701900600901";
const WEST: &str = "51011701900600911";
const EAST: &str = "51011701900600912";

#[test]
fn who_was_slower_sees_both_versions() {
    both(async |test| {
        let (member, leader) = (test.as_("member01").await, test.as_("leader").await);
        let case = test.bring(&member, "corridor-clutter", 0).await;
        let path = format!("/cases/{}/actions", case["id"].as_str().unwrap());
        let version = case["version"].as_i64();
        leader
            .send(Method::POST, &path, Some(test.id()), version, Some(&json!({ "action": "take_over" })))
            .await
            .good();
        let slower =
            member.send(Method::POST, &path, Some(test.id()), version, Some(&json!({ "action": "accept" }))).await;
        let problem = slower.json();
        assert_eq!(slower.refused(412), "kernel.version-moved");
        assert_eq!(problem["current"], member.get(path.trim_end_matches("/actions")).await.good());
        assert_eq!(problem["version"], problem["current"]["version"]);
        assert_eq!(problem["current"]["version"].as_i64(), version.map(|v| v + 2), "taken over and accepted");
        assert_eq!(problem["by_others"], true);
    });
}

#[test]
fn what_colleagues_only_add_stops_nobody() {
    both(async |test| {
        let (member, leader) = (test.as_("member01").await, test.as_("leader").await);
        let case = test.bring(&member, "corridor-clutter", 0).await;
        let path = format!("/cases/{}/actions", case["id"].as_str().unwrap());
        let act = async |who: &Caller<'_>, seen: i64, body: Value| {
            who.send(Method::POST, &path, Some(test.id()), Some(seen), Some(&body)).await
        };
        let seen = case["version"].as_i64().unwrap();
        let mut now = seen;
        // The phone was offline during all of it: each step was decided on what it knew, and its leader added a note before each.
        for step in [
            json!({ "action": "accept" }),
            json!({ "action": "start" }),
            json!({ "action": "resolve", "outcome": "已清理" }),
        ] {
            let noted = act(&leader, seen, json!({ "action": "note", "text": "我已到现场" })).await.good();
            assert_eq!(noted["version"].as_i64(), Some(now + 1), "a note is added whatever was seen");
            assert_eq!(attach(&leader, case["id"].as_str().unwrap(), test.id(), test.id()).await.status, 201);
            // Its own earlier steps are no conflict: the answer says so, and the phone repeats the step with the answer's version.
            let first = act(&member, seen, step.clone()).await;
            let done = if first.status == 412 {
                let problem = first.json();
                assert_eq!(problem["by_others"], false, "{step}");
                act(&member, problem["version"].as_i64().unwrap(), step.clone()).await
            } else {
                assert_eq!(step["action"], "accept", "the first step follows nothing of its own");
                first
            };
            now = done.good()["version"].as_i64().unwrap();
        }
        // Versions that never existed (zero, negative, in the future) are refused.
        for never in [0, -1, now + 1] {
            let note = json!({ "action": "note", "text": "?" });
            assert_eq!(act(&member, never, note).await.refused(412), "kernel.version-moved");
        }
    });
}

async fn split(test: &TestApp) {
    let (secretary, manager) = (test.as_("secretary").await, test.as_("manager").await);
    let square = |west: f64, east: f64| {
        let (w, e, s, n) = (103.93 + west / 1000.0, 103.93 + east / 1000.0, 30.76, 30.761);
        json!({ "type": "Polygon", "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]] })
    };
    let plan = json!({ "id": test.id(), "day": "2026-11-25",
        "moves": [{ "move": "split", "old": OLD, "default": null, "into": [
            { "code": WEST, "name": "西片", "shape": square(0.0, 0.25), "households": 40 },
            { "code": EAST, "name": "东片", "shape": square(0.25, 1.0), "households": 40 }] }],
        "posts": [{ "code": WEST, "account": test.account("member02").uuid(), "role": "micro_grid_member" }] });
    let draft = secretary.post("/grid/regrids", &plan).await.good();
    manager.post(&format!("/grid/regrids/{}/review", draft["id"].as_str().unwrap()), &Value::Null).await.good();
    test.clock.advance(Span::days(2));
    assert_eq!(regrids::due(&test.app).await.unwrap(), 1);
}

/// Adds a document to a case, as a phone does with a photo.
async fn attach(caller: &Caller<'_>, case: &str, key: Uuid, id: Uuid) -> TestResponse {
    caller
        .upload(
            &format!("/cases/{case}/attachments"),
            key,
            &[("id", &id.to_string())],
            &crate::outside::cleaning::samples::pdf(),
        )
        .await
}

#[test]
fn a_re_grid_while_the_phone_was_away_loses_nothing() {
    both(async |test| {
        let member = test.as_("member01").await;
        let at = |lon: f64| json!({ "lon": lon, "lat": 30.7605 });
        let case = test.bring(&member, "corridor-clutter", 0).await;
        let west = json!({ "id": test.id(), "kind": "corridor-clutter", "title": "楼道堆物", "point": at(103.9301), "source": "member" });
        let dispatcher = test.as_("dispatcher").await;
        dispatcher.post("/cases", &west).await.good();
        let (id, path) =
            (west["id"].as_str().unwrap().to_owned(), format!("/cases/{}/actions", west["id"].as_str().unwrap()));
        split(test).await;

        // A note that was written in the old cell is accepted, once, and the present owner is notified.
        let (key, note) = (test.id(), json!({ "action": "note", "text": "三楼李阿姨家白天有人" }));
        for _ in 0..2 {
            let taken = member.send(Method::POST, &path, Some(key), Some(2), Some(&note)).await.good();
            assert_eq!(
                (taken["code"].as_str(), taken["title"].as_str()),
                (Some(WEST), None),
                "a receipt, and not the case"
            );
        }
        let owner = test.as_("member02").await;
        let told: Vec<Value> = owner.get("/inbox").await.good()["items"].as_array().unwrap().clone();
        assert_eq!(told.iter().filter(|n| n["topic"] == "cases.late-word").count(), 1);
        let events = owner.get(&format!("/cases/{id}/events")).await.good();
        let last = events["items"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(
            (last["kind"].as_str(), last["actor"]["name"].as_str()),
            (Some("cases.late-word"), Some("甲member01"))
        );
        assert!(last["words"]["zh"].as_str().unwrap().contains("三楼李阿姨家白天有人"));
        assert_eq!(owner.get(&format!("/cases/{id}/verify")).await.good()["intact"], true);

        // A photo, too; an act is refused with the case's new place; an empty note is refused.
        let (key, photo) = (test.id(), test.id());
        for _ in 0..2 {
            attach(&member, &id, key, photo).await.good();
        }
        assert_eq!(owner.get(&format!("/cases/{id}")).await.good()["attachments"].as_array().unwrap().len(), 1);
        for act in [
            json!({ "action": "accept" }),
            json!({ "action": "resolve", "outcome": "已清走" }),
            json!({ "action": "return", "reason": "不是这里" }),
        ] {
            let refused = member.send(Method::POST, &path, Some(test.id()), Some(2), Some(&act)).await;
            assert_eq!(
                refused.json()["moved_to"],
                json!({ "code": WEST, "words": "天骄西路社区第九网格第十一微网格" }),
                "{act}"
            );
            assert_eq!(refused.refused(409), "cases.moved-on");
        }
        let empty = json!({ "action": "note", "text": " " });
        assert_eq!(
            member.send(Method::POST, &path, Some(test.id()), Some(2), Some(&empty)).await.refused(409),
            "cases.text-empty"
        );
        assert_eq!(
            member.get(&format!("/cases/{id}")).await.refused(404),
            "kernel.not-found",
            "it is not theirs to read"
        );
        // A person who never owned it learns nothing.
        let stranger = test.as_("member0801").await;
        assert_eq!(
            stranger.send(Method::POST, &path, Some(test.id()), Some(2), Some(&note)).await.refused(404),
            "kernel.not-found"
        );
        assert_eq!(attach(&stranger, &id, test.id(), test.id()).await.refused(404), "kernel.not-found");

        // Reports under the old code are accepted: placed by their point, else at the street, whose dispatcher decides.
        let report = |point: Option<Value>| json!({ "id": test.id(), "kind": "corridor-clutter", "title": "楼道灯坏了", "code": OLD, "point": point });
        let by_point = report(Some(at(103.9308)));
        let receipt = member.post("/cases", &by_point).await.good();
        assert_eq!((receipt["code"].as_str(), receipt["placing"].as_str()), (Some(EAST), Some("sure")));
        let receipt = member.post("/cases", &report(None)).await.good();
        assert_eq!((receipt["code"].as_str(), receipt["placing"].as_str()), (Some("510117019"), Some("unsure")));
        let seen = dispatcher.get(&format!("/cases/{}", receipt["id"].as_str().unwrap())).await.good();
        let offered: Vec<&str> = seen["placing_detail"]["candidates"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c["code"].as_str().unwrap())
            .collect();
        assert_eq!(offered, [WEST, EAST]);
        // Its photo follows it.
        attach(&member, receipt["id"].as_str().unwrap(), test.id(), test.id()).await.good();
        // A code that never was is a mistake and no re-grid's.
        let wrong = json!({ "id": test.id(), "title": "x", "code": "51011701900600977" });
        assert_eq!(dispatcher.post("/cases", &wrong).await.refused(422), "kernel.invalid");
        // The phone of an account without posts is told so, and not refused.
        let synced = member.get("/sync").await.good();
        assert!(["cells", "doors", "kinds", "cases"].iter().all(|s| items(&synced, s).is_empty()));
        assert_eq!(
            member.act(case["id"].as_str().unwrap(), &json!({ "action": "note", "text": "x" })).await.refused(428),
            "kernel.version-missing"
        );

        // After a month it is over.
        test.clock.advance(Span::days(31));
        assert_eq!(
            member.send(Method::POST, &path, Some(test.id()), Some(2), Some(&note)).await.refused(404),
            "kernel.not-found"
        );
        assert_eq!(member.post("/cases", &report(None)).await.refused(403), "access.denied");
        let leader = test.as_("leader").await;
        assert_eq!(
            leader.post("/cases", &report(None)).await.good()["placing"],
            "unsure",
            "a code is followed for good"
        );
    });
}

#[test]
fn a_member_on_patrol_brings_what_they_saw_beside_their_cell() {
    both(async |test| {
        let member = test.as_("member01").await;
        let beside = test.bring(&member, "corridor-clutter", 1).await;
        assert_eq!(beside["code"], "51011701900600902");
        let nowhere = json!({ "id": test.id(), "title": "河边有人钓鱼落水", "address": "河边", "source": "member" });
        assert_eq!(member.post("/cases", &nowhere).await.good()["placing"], "nothing");
        assert_eq!(
            member.get(&format!("/cases/{}", beside["id"].as_str().unwrap())).await.status,
            200,
            "who brought it follows it"
        );
        let elsewhere = json!({ "id": test.id(), "title": "x", "code": "51011700920200101" });
        assert_eq!(member.post("/cases", &elsewhere).await.refused(404), "kernel.not-found");
        assert_eq!(test.as_("partner").await.post("/cases", &nowhere).await.refused(403), "access.denied");
    });
}
