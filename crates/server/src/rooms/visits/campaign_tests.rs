//! A campaign from its draft to its signature, over HTTP on both engines: the list is fixed, "no answer" is repeated, a re-grid moves the
//! dwellings, and nobody signs for their own visits.

use axum::http::Method;
use serde_json::{Value, json};
use uuid::Uuid;
use weiguang_domain::kernel::time::Span;

use super::tests::{CELL, GRID, NEXT, answer, publish, rooms, visit};
use crate::rooms::grid::regrids;
use crate::rooms::households::tests::wang;
use crate::testing::{Caller, TestApp, TestResponse, both};

/// Drafts a campaign over a code; returns its path.
pub async fn draft(test: &TestApp, caller: &Caller<'_>, at: &str, population: Value) -> String {
    let body = json!({ "id": test.id(), "title": "冬季走访", "purpose": "看看冬天需要什么", "code": at, "form": { "id": "alone", "version": 1 }, "population": population });
    let drafted = caller.post("/visits/campaigns", &body).await.good();
    assert_eq!(
        (&drafted["status"]["key"], &drafted["actions"]),
        (&json!("draft"), &json!(["edit", "start", "withdraw"]))
    );
    format!("/visits/campaigns/{}", drafted["id"].as_str().unwrap())
}

/// Applies an act to a campaign at its present version.
pub async fn act(test: &TestApp, caller: &Caller<'_>, path: &str, body: Value) -> TestResponse {
    let version = caller.get(path).await.json()["version"].as_i64();
    caller.send(Method::POST, &format!("{path}/actions"), Some(test.id()), version, Some(&body)).await
}

/// Corrects a draft at a version.
async fn amend(test: &TestApp, caller: &Caller<'_>, path: &str, version: i64, body: &Value) -> TestResponse {
    caller.send(Method::PUT, path, Some(test.id()), Some(version), Some(body)).await
}

#[test]
fn a_draft_is_put_right_until_it_starts_and_then_no_more() {
    both(async |test| {
        publish(test, "alone").await;
        publish(test, "winter").await;
        rooms(test, CELL, 3).await;
        rooms(test, NEXT, 2).await;
        let (secretary, manager) = (test.as_("secretary").await, test.as_("manager").await);
        let path = draft(test, &secretary, GRID, json!({ "who": "all_doors" })).await;
        let id = path.rsplit('/').next().unwrap();
        let right = json!({ "id": id, "title": "入冬走访", "purpose": "问问过冬缺什么", "code": NEXT,
            "form": { "id": "winter", "version": 1 }, "population": { "who": "all_doors" } });
        for who in ["leader", "member02", "dispatcher"] {
            let caller = test.as_(who).await;
            assert_eq!(amend(test, &caller, &path, 1, &right).await.refused(403), "access.denied", "{who}");
        }
        assert_eq!(
            amend(test, &test.as_("secretary08").await, &path, 1, &right).await.refused(404),
            "kernel.not-found"
        );
        for (field, value, code) in [
            ("id", json!(test.id()), "visits.other-campaign"),
            ("title", json!(" "), "kernel.missing"),
            ("purpose", json!("长".repeat(201)), "kernel.too-long"),
            ("form", json!({ "id": "none", "version": 1 }), "visits.no-form"),
            ("population", json!({ "who": "need", "need": "follow_up" }), "visits.health-list"),
            ("code", json!("510117019006099"), "grid.unknown-code"),
        ] {
            let mut wrong = right.clone();
            wrong[field] = value;
            let came = amend(test, &secretary, &path, 1, &wrong).await;
            assert_eq!(came.json()["errors"][0]["code"], code, "{field}: {}", came.json());
        }
        // A secretary may not move it outside of their area.
        let mut away = right.clone();
        away["code"] = json!("510117019008");
        assert_eq!(amend(test, &secretary, &path, 1, &away).await.refused(403), "access.denied");

        let key = test.id();
        let once = secretary.send(Method::PUT, &path, Some(key), Some(1), Some(&right)).await;
        assert_eq!(once.headers["etag"], "\"2\"");
        let once = once.good();
        let shown = (&once["title"], &once["purpose"], &once["code"], &once["form"]["id"]);
        assert_eq!(shown, (&right["title"], &right["purpose"], &right["code"], &json!("winter")));
        let again = secretary.send(Method::PUT, &path, Some(key), Some(1), Some(&right)).await;
        assert_eq!(again.headers["idempotent-replay"], "true");
        assert_eq!(again.good(), once);
        assert_eq!(amend(test, &manager, &path, 1, &right).await.refused(412), "kernel.version-moved");
        let preview = secretary.get(&format!("{path}/preview")).await.good();
        assert_eq!(preview["doors"], 2, "the doors of the cell that it is for now");

        act(test, &secretary, &path, json!({ "action": "start" })).await.good();
        let now = secretary.get(&path).await.good();
        assert!(!now["actions"].as_array().unwrap().contains(&json!("edit")));
        assert_eq!(amend(test, &secretary, &path, 3, &right).await.refused(409), "visits.no-draft");
        act(test, &secretary, &path, json!({ "action": "withdraw", "reason": "重复" })).await.good();
        assert_eq!(amend(test, &secretary, &path, 4, &right).await.refused(409), "visits.no-draft");
    });
}

fn items(came: Value) -> Vec<Value> {
    came["items"].as_array().unwrap().clone()
}

fn figures(coverage: &Value) -> [i64; 7] {
    ["doors", "done", "refused", "vacant", "moved", "not_reached", "untried"].map(|k| coverage[k].as_i64().unwrap())
}

async fn went(test: &TestApp, caller: &Caller<'_>, path: &str, place: Uuid, cell: &str, outcome: &str) -> Value {
    let mut body = visit(test, json!({ "place": place }), cell, outcome);
    body["why"] = json!({ "plan": "campaign", "campaign": path.rsplit('/').next().unwrap(), "round": 1 });
    if outcome == "done" {
        body["answers"] = json!({ "size": answer("number", "2", "asked", &Value::Null) });
    }
    caller.post("/visits", &body).await.good()
}

#[test]
fn a_campaign_from_its_draft_to_its_signature() {
    both(async |test| {
        publish(test, "alone").await;
        let (here, next) = (rooms(test, CELL, 3).await, rooms(test, NEXT, 2).await);
        let (secretary, manager) = (test.as_("secretary").await, test.as_("manager").await);
        let (one, two) = (test.as_("member01").await, test.as_("member02").await);
        for who in ["leader", "member01", "dispatcher", "secretary08", "administrator"] {
            let body = json!({ "id": test.id(), "title": "x", "purpose": "x", "code": GRID, "form": { "id": "alone", "version": 1 }, "population": { "who": "all_doors" } });
            assert_eq!(
                test.as_(who).await.post("/visits/campaigns", &body).await.refused(403),
                "access.denied",
                "{who}"
            );
        }
        let health = json!({ "id": test.id(), "title": "x", "purpose": "x", "code": GRID, "form": { "id": "alone", "version": 1 }, "population": { "who": "need", "need": "follow_up" } });
        assert_eq!(secretary.post("/visits/campaigns", &health).await.refused(422), "kernel.invalid");
        let path = draft(test, &secretary, GRID, json!({ "who": "all_doors" })).await;
        let preview = secretary.get(&format!("{path}/preview")).await.good();
        assert_eq!((preview["doors"].as_i64(), preview["cells"].as_array().unwrap().len()), (Some(5), 2));
        assert_eq!(act(test, &one, &path, json!({ "action": "start" })).await.refused(403), "access.denied");
        let started = act(test, &secretary, &path, json!({ "action": "start" })).await.good();
        assert_eq!(figures(&started["coverage"]), [5, 0, 0, 0, 0, 0, 5]);
        assert_eq!(act(test, &secretary, &path, json!({ "action": "start" })).await.refused(409), "visits.standing");
        // A dwelling that is built afterwards can be visited, but is no part of the proof.
        let late = rooms(test, NEXT, 3).await;
        assert_eq!(went(test, &two, &path, late[2], NEXT, "done").await["counts"], false);

        let mut watch = test.app.live().watch(test.id(), 1).unwrap();
        assert_eq!(went(test, &one, &path, here[0], CELL, "done").await["counts"], true);
        let told = watch.receiver.try_recv().unwrap();
        assert_eq!((told.kind, told.code.as_str(), told.status), ("visits.changed", CELL, "done"));
        assert!(path.ends_with(&told.id.to_string()), "whoever watches the campaign hears of it");
        went(test, &one, &path, here[1], CELL, "not_reached").await;
        went(test, &two, &path, next[0], NEXT, "vacant").await;
        // A later visit that finds nobody does not undo a known result.
        went(test, &one, &path, here[0], CELL, "not_reached").await;
        let stands = secretary.get(&format!("{path}/coverage")).await.good();
        assert_eq!(figures(&stands["total"]), [5, 1, 0, 1, 0, 1, 2]);
        let cells = stands["cells"].as_array().unwrap();
        assert_eq!(
            (figures(&cells[0]["coverage"]), cells[0]["holder"]["name"].as_str()),
            ([3, 1, 0, 0, 0, 1, 1], Some("甲member01"))
        );
        // Each member sees their own cell, and the next community nothing.
        let mine = one.get(&format!("{path}/coverage")).await.good();
        assert_eq!(figures(&mine["total"]), [3, 1, 0, 0, 0, 1, 1]);
        assert_eq!(
            figures(&items(two.get("/visits/campaigns?status=running").await.good())[0]["coverage"]),
            [2, 0, 0, 1, 0, 0, 1]
        );
        for who in ["secretary08", "member0801", "other-member"] {
            let caller = test.as_(who).await;
            for door in ["", "/coverage", "/doors", "/preview"] {
                assert_eq!(caller.get(&format!("{path}{door}")).await.refused(404), "kernel.not-found", "{who} {door}");
            }
            assert_eq!(items(caller.get("/visits/campaigns").await.good()).len(), 0, "{who}");
        }

        let second = act(test, &secretary, &path, json!({ "action": "next_round" })).await.good();
        assert_eq!(second["round"], 2);
        let gaps = items(secretary.get(&format!("{path}/doors?open=true&limit=2")).await.good());
        assert_eq!(gaps.len(), 2);
        let all = secretary.get(&format!("{path}/doors?open=true")).await.good();
        let gaps = items(all);
        assert_eq!(gaps.len(), 3);
        let tried: Vec<_> = gaps.iter().filter(|g| !g["tries"].as_array().unwrap().is_empty()).collect();
        assert_eq!(
            (tried.len(), &tried[0]["tries"][0]["by"]["name"], &tried[0]["end"]["key"]),
            (1, &json!("甲member01"), &json!("not_reached"))
        );
        let why = |gaps: &[Value]| {
            gaps.iter()
                .map(|g| json!({ "dwelling": g["dwelling"], "reason": "三次敲门无人，房东称春节回" }))
                .collect::<Vec<_>>()
        };
        let sign = |gaps: Vec<Value>| json!({ "action": "sign", "gaps": gaps, "unvisited": "房东说没有住人" });
        assert_eq!(act(test, &secretary, &path, sign(why(&gaps[..2]))).await.refused(409), "visits.other-gaps");
        assert_eq!(act(test, &one, &path, sign(why(&gaps))).await.refused(403), "access.denied");
        // The manager visited one of them: somebody else must sign.
        went(test, &manager, &path, here[2], CELL, "not_reached").await;
        assert_eq!(act(test, &manager, &path, sign(why(&gaps))).await.refused(409), "visits.own-gaps");
        // One of them was never visited: reasons for the gaps are not enough.
        let without = json!({ "action": "sign", "gaps": why(&gaps) });
        assert_eq!(act(test, &secretary, &path, without).await.refused(422), "kernel.invalid");
        let signed = act(test, &secretary, &path, sign(why(&gaps))).await.good();
        let signature = &signed["signature"];
        assert_eq!(signature["unvisited"], "房东说没有住人");
        assert_eq!(
            (signature["gaps"].as_i64(), signature["digest"].as_str().unwrap().len(), &signed["actions"]),
            (Some(3), 64, &json!([]))
        );
        // A later visit changes the dwelling's result, and not what was signed.
        went(test, &one, &path, here[2], CELL, "done").await;
        let after = secretary.get(&path).await.good();
        assert_eq!((after["coverage"]["done"].as_i64(), &after["signature"]), (Some(2), signature));
        let left = items(secretary.get(&format!("{path}/doors?open=true")).await.good());
        assert!(left.iter().all(|g| g["reason"] == "三次敲门无人，房东称春节回"));
    });
}

#[test]
fn a_list_is_drawn_up_from_the_ledger_and_a_phone_takes_it_along_with_what_is_known() {
    both(async |test| {
        publish(test, "alone").await;
        rooms(test, CELL, 4).await;
        let (member, secretary) = (test.as_("member01").await, test.as_("secretary").await);
        let person = wang(test, &member).await;
        let doors = async |population: Value| {
            let path = draft(test, &secretary, "510117019006", population).await;
            let preview = secretary.get(&format!("{path}/preview")).await.good();
            (path, preview["doors"].as_i64().unwrap())
        };
        assert_eq!(doors(json!({ "who": "all_doors" })).await.1, 5);
        assert_eq!(doors(json!({ "who": "tenants" })).await.1, 1);
        assert_eq!(doors(json!({ "who": "age", "from": 80 })).await.1, 0);
        let (empty, none) = doors(json!({ "who": "need", "need": "look_in" })).await;
        assert_eq!(none, 0);
        assert_eq!(act(test, &secretary, &empty, json!({ "action": "start" })).await.refused(409), "visits.no-doors");
        let (path, old) = doors(json!({ "who": "age", "from": 65 })).await;
        assert_eq!(old, 1);
        act(test, &secretary, &path, json!({ "action": "start" })).await.good();

        let synced = member.get("/sync").await.good();
        let campaign = &synced["sections"]["visits"]["items"][0];
        assert_eq!(
            (&campaign["title"], campaign["form"]["questions"].as_array().unwrap().len()),
            (&json!("冬季走访"), 6)
        );
        let door = &campaign["doors"][0];
        assert_eq!(
            (&door["household"], &door["door"], &door["people"][0]["id"]),
            (&person["household"]["id"], &json!("锦绣路8号3栋2单元501"), &person["id"])
        );
        let tenure = &door["known"]["tenure"];
        assert_eq!(
            (&tenure["answer"], tenure["seen"].as_array().unwrap().len()),
            (&json!({ "is": "one", "value": "tenant" }), 1)
        );
        let phone = &door["people"][0]["known"]["phone"];
        assert_eq!((&phone["answer"]["value"], &phone["masked"]), (&json!("138****1234"), &json!(true)));
        assert!(!synced.to_string().contains("13812341234"), "no whole number is on a phone");
        for outsider in ["member02", "secretary08", "other-member", "partner"] {
            let theirs = test.as_(outsider).await.get("/sync").await.good();
            assert_eq!(theirs["sections"]["visits"]["items"], json!([]), "{outsider}");
        }
        // The phone names the edit that it saw: the change is no dispute, and the next phone knows it.
        let mut body = visit(test, json!({ "dwelling": door["dwelling"] }), CELL, "done");
        body["why"] = json!({ "plan": "campaign", "campaign": campaign["id"], "round": campaign["round"] });
        body["met"] = json!([person["id"]]);
        body["answers"] = json!({ "size": answer("number", "3", "asked", &Value::Null), "tenure": answer("one", "owner", "changed", &tenure["seen"]),
            "phone": answer("text", "138****1234", "confirmed", &phone["seen"]) });
        assert_eq!(member.post("/visits", &body).await.good()["disputed"], json!([]));
        let synced = member.get("/sync").await.good();
        let door = &synced["sections"]["visits"]["items"][0]["doors"][0];
        assert_eq!((&door["end"], &door["last"]["by"]), (&json!("done"), &json!("甲member01")));
        assert_eq!(
            (&door["known"]["size"]["answer"]["value"], &door["known"]["tenure"]["answer"]["value"]),
            (&json!("3"), &json!("owner"))
        );
        assert_eq!(door["people"][0]["known"]["phone"]["since"], test.clock.now().day().to_string());

        let gone = act(test, &secretary, &path, json!({ "action": "withdraw", "reason": "改期" })).await.good();
        assert_eq!((&gone["status"]["key"], &gone["withdrawn"]["reason"]), (&json!("withdrawn"), &json!("改期")));
        assert_eq!(member.get("/sync").await.good()["sections"]["visits"]["items"], json!([]));
    });
}

#[test]
fn a_re_grid_carries_the_doors_and_leaves_the_credit_where_somebody_went() {
    both(async |test| {
        publish(test, "alone").await;
        let here = rooms(test, CELL, 3).await;
        let (secretary, manager, one) =
            (test.as_("secretary").await, test.as_("manager").await, test.as_("member01").await);
        let path = draft(test, &secretary, CELL, json!({ "who": "all_doors" })).await;
        act(test, &secretary, &path, json!({ "action": "start" })).await.good();
        went(test, &one, &path, here[0], CELL, "done").await;
        let away = visit(test, json!({ "place": here[1] }), CELL, "done");
        let new = "51011701900600911";
        let edge = [[103.93, 30.76], [103.931, 30.76], [103.931, 30.761], [103.93, 30.761], [103.93, 30.76]];
        let cell = |code: &str, w: f64, e: f64| {
            json!({ "code": code, "name": "新片", "households": 30, "shape": { "type": "Polygon",
            "coordinates": [edge.map(|[x, y]| if x < 103.9305 { [w, y] } else { [e, y] })] } })
        };
        let plan = json!({ "id": test.id(), "day": "2026-11-24", "moves": [{ "move": "split", "old": CELL,
            "into": [cell(new, 103.93, 103.9309), cell("51011701900600912", 103.9309, 103.931)], "default": new }],
            "posts": [{ "code": new, "account": test.account("member02").uuid(), "role": "micro_grid_member" }] });
        let drawn = secretary.post("/grid/regrids", &plan).await.good();
        manager.post(&format!("/grid/regrids/{}/review", drawn["id"].as_str().unwrap()), &Value::Null).await.good();
        test.clock.advance(Span::days(1));
        assert_eq!(regrids::due(&test.app).await.unwrap(), 1);

        // The visitor's phone learns of it late, and its visit is accepted with its own content.
        let mut away = away;
        away["why"] = json!({ "plan": "campaign", "campaign": path.rsplit('/').next().unwrap(), "round": 1 });
        away["answers"] = json!({ "size": answer("number", "1", "asked", &Value::Null) });
        assert_eq!(test.as_("member01").await.post("/visits", &away).await.good()["counts"], true);
        let stands = secretary.get(&format!("{path}/coverage")).await.good();
        let cells: Vec<_> = stands["cells"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| (c["code"].as_str().unwrap(), figures(&c["coverage"])))
            .collect();
        assert_eq!(cells, [(new, [3, 2, 0, 0, 0, 0, 1])]);
        let start = secretary.get(&format!("{path}/coverage?at_start=true")).await.good();
        assert_eq!((&start["cells"][0]["code"], &start["total"]), (&json!(CELL), &stands["total"]));
        // Those who now serve the cell see its dwellings and their history; former visitors see their own visits.
        let two = test.as_("member02").await;
        assert_eq!(
            two.get("/sync").await.good()["sections"]["visits"]["items"][0]["doors"].as_array().unwrap().len(),
            3
        );
        assert_eq!(items(two.get(&format!("/visits?place={}", here[0])).await.good()).len(), 1);
        let mine = items(test.as_("member01").await.get("/visits?mine=true").await.good());
        assert_eq!(mine.iter().map(|v| v["code"].as_str().unwrap()).collect::<Vec<_>>(), [CELL, CELL]);
    });
}
