//! Visits over HTTP on both engines: a repeated one, a late one, answers for the ledger, two contradicting statements, and who sees which.

use axum::http::Method;
use serde_json::{Value, json};
use uuid::Uuid;
use weiguang_domain::kernel::time::Span;

use crate::app::room::Room as _;
use crate::rooms::grid::places::{self, PlaceRow};
use crate::rooms::households::tests::{pair, wang};
use crate::testing::{Caller, TestApp, both, code};

/// The cells of `member01` and `member02`, and the grid over both.
pub const CELL: &str = "51011701900600901";
pub const NEXT: &str = "51011701900600902";
pub const GRID: &str = "510117019006009";

/// This many rooms of the directory in a cell.
pub async fn rooms(test: &TestApp, cell: &'static str, count: usize) -> Vec<Uuid> {
    let ids: Vec<Uuid> = (0..count).map(|_| test.id()).collect();
    let rows: Vec<PlaceRow> = ids
        .iter()
        .enumerate()
        .map(|(n, id)| PlaceRow {
            id: *id,
            kind: "room".into(),
            code: Some(code(cell)),
            name: format!("花园{}", &cell[15..]),
            building: "1栋".into(),
            room: format!("{}", 101 + n),
            ..PlaceRow::default()
        })
        .collect();
    let keep = move |work: &mut crate::UnitOfWork<'_, '_>| {
        let street = work.tenant;
        for row in &rows {
            places::put(work.tx, &street, row)?;
        }
        Ok(())
    };
    let system = weiguang_domain::access::Actor::system();
    test.app.transact(&system, code("510117019"), keep).await.unwrap();
    ids
}

fn words(zh: &str, en: &str) -> Value {
    json!({ "zh": zh, "en": en })
}

/// A short form: how many live here, whose home it is, whom to call, whether somebody should look in.
pub fn form(id: &str) -> Value {
    let question = |name: &str, zh: &str, kind: &str, field: &str| json!({ "name": name, "label": words(zh, name), "kind": kind, "field": field });
    let mut tenure = question("tenure", "房子是自己的吗", "one", "household.tenure");
    tenure["choices"] = json!([{ "name": "owner", "label": words("自有", "owned") }, { "name": "tenant", "label": words("租住", "rented") }]);
    let mut landlord = question("landlord", "房东电话", "text", "contact.landlord_phone");
    landlord["relevant"] =
        json!({ "op": "is", "of": [{ "op": "answer", "name": "tenure" }, { "op": "text", "value": "tenant" }] });
    let mut size = question("size", "家里住几口人", "integer", "household.size");
    size["required"] = json!(true);
    size["constraint"] = json!({ "op": "above", "of": [{ "op": "this" }, { "op": "number", "value": "0" }] });
    json!({ "id": id, "code": "510117019006", "title": words("独居老人走访", "Visits to those who live alone"),
        "questions": [size, tenure, landlord, question("phone", "本人电话", "text", "resident.phone"),
            question("look_in", "要不要常来看看", "yes_no", "need.look_in"), question("follow", "慢病随访", "yes_no", "need.follow_up")] })
}

pub async fn publish(test: &TestApp, id: &str) -> Value {
    test.as_("secretary").await.post("/visits/forms", &form(id)).await.good()
}

/// A visit as a phone sends it.
pub fn visit(test: &TestApp, door: Value, cell: &str, outcome: &str) -> Value {
    json!({ "id": test.id(), "door": door, "code": cell, "at": test.clock.now().to_string(), "outcome": outcome })
}

pub fn answer(is: &str, value: impl Into<Value>, came: &str, seen: &Value) -> Value {
    let seen = if seen.is_null() { json!([]) } else { seen.clone() };
    json!({ "answer": { "is": is, "value": value.into() }, "came": came, "seen": seen })
}

/// Sends a visit under a key.
pub async fn send(caller: &Caller<'_>, key: Uuid, body: &Value) -> crate::testing::TestResponse {
    caller.send(Method::POST, "/visits", Some(key), None, Some(body)).await
}

fn list(came: Value) -> Vec<Value> {
    came["items"].as_array().unwrap().clone()
}

#[test]
fn a_visit_happens_once_however_often_it_comes_and_up_to_thirty_days_late() {
    both(async |test| {
        let places = rooms(test, CELL, 2).await;
        let member = test.as_("member01").await;
        let mut body = visit(test, json!({ "place": places[0] }), CELL, "not_reached");
        body["seen"] = json!("门口有三天的报纸");
        body["case"] = json!(test.id());
        let key = test.id();
        let first = send(&member, key, &body).await;
        assert_eq!(first.status, 201);
        let receipt = first.good();
        assert_eq!(
            (&receipt["id"], &receipt["counts"], &receipt["disputed"]),
            (&body["id"], &json!(false), &json!([]))
        );
        let again = send(&member, key, &body).await;
        assert_eq!(again.headers["idempotent-replay"], "true");
        assert_eq!(again.good(), receipt);
        // A phone that lost its keys sends the same visit under a new one.
        assert_eq!(send(&member, test.id(), &body).await.good(), receipt);
        let other = test.as_("member02").await;
        let mut stolen = body.clone();
        stolen["code"] = json!(NEXT);
        assert_eq!(send(&other, test.id(), &stolen).await.refused(409), "kernel.exists");
        let door = receipt["dwelling"].as_str().unwrap();
        let history = list(member.get(&format!("/visits?dwelling={door}")).await.good());
        assert_eq!(history.len(), 1);
        assert_eq!((&history[0]["seen"], &history[0]["cases"][0]), (&body["seen"], &body["case"]));
        assert_eq!(history[0]["door"], "花园011栋101");

        // Late visits are accepted for thirty days; a clock that is ahead counts as now.
        let at = test.clock.now();
        test.clock.advance(Span::days(29));
        let mut late = visit(test, json!({ "place": places[1] }), CELL, "done");
        late["at"] = json!(at.to_string());
        let seen = member.post("/visits", &late).await.good();
        let shown = member.get(&format!("/visits/{}", late["id"].as_str().unwrap())).await.good();
        assert_eq!((&shown["at"], &shown["dwelling"]), (&late["at"], &seen["dwelling"]));
        late["id"] = json!(test.id());
        test.clock.advance(Span::days(2));
        assert_eq!(member.post("/visits", &late).await.refused(422), "kernel.invalid");
        late["at"] = json!((test.clock.now() + Span::hours(5)).to_string());
        member.post("/visits", &late).await.good();
        let shown = member.get(&format!("/visits/{}", late["id"].as_str().unwrap())).await.good();
        assert_eq!(shown["at"], test.clock.now().to_string());
        assert_eq!(list(member.get("/visits?mine=true").await.good()).len(), 3);
    });
}

#[test]
fn what_is_known_is_only_confirmed_and_what_is_learned_goes_to_the_ledger() {
    both(async |test| {
        publish(test, "alone").await;
        let member = test.as_("member01").await;
        let person = wang(test, &member).await;
        let (id, home) = (&person["id"], &person["household"]["id"]);
        let page = format!("/households/residents/{}", id.as_str().unwrap());
        let mut body = visit(test, json!({ "household": home }), CELL, "done");
        body["form"] = json!({ "id": "alone", "version": 1 });
        body["met"] = json!([id]);
        body["answers"] = json!({ "size": answer("number", "2", "asked", &Value::Null), "tenure": answer("one", "tenant", "confirmed", &Value::Null),
            "landlord": answer("text", "139 0000 1111", "asked", &Value::Null), "phone": answer("text", "138****1234", "confirmed", &Value::Null),
            "look_in": answer("yes_no", true, "asked", &Value::Null), "follow": answer("yes_no", true, "asked", &Value::Null) });
        let mut wrong = body.clone();
        wrong["answers"]["size"] = answer("number", "0", "asked", &Value::Null);
        wrong["answers"]["shoe"] = answer("number", "42", "asked", &Value::Null);
        let refused = member.post("/visits", &wrong).await;
        assert_eq!(refused.status, 422);
        let fields: Vec<_> = refused.json()["errors"].as_array().unwrap().iter().map(|e| e["field"].clone()).collect();
        assert_eq!(fields, ["answers.shoe", "answers.size"]);
        assert_eq!(member.post("/visits", &body).await.good()["disputed"], json!([]));

        let now = member.get(&page).await.good();
        let needs: Vec<_> = now["needs"].as_array().unwrap().iter().map(|n| n["kind"].clone()).collect();
        assert_eq!(needs.len(), 1, "what tells of health is for the doctor: {needs:?}");
        assert!(now["contacts"].to_string().contains("139****1111"), "{now}");
        assert_eq!(now["phones"], json!(["138****1234"]), "a masked number that was confirmed is still whole");
        // Numbers are masked for readers of the visit, and health data is shown to its author.
        let shown = list(test.as_("leader").await.get("/visits").await.good()).remove(0);
        let told: Vec<String> = shown["answers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|a| format!("{} {}", a["question"].as_str().unwrap(), a["words"]["zh"].as_str().unwrap()))
            .collect();
        assert_eq!(told, ["size 2", "tenure 租住", "landlord 139****1111", "phone 138****1234", "look_in 是"]);
        assert_eq!(shown["met"], json!([{ "id": id, "name": "王**" }]));
        let own = list(member.get("/visits?mine=true").await.good()).remove(0);
        assert_eq!(own["answers"].as_array().unwrap().len(), 6);
        let burden = list(member.get("/visits/burden").await.good()).remove(0);
        assert_eq!(
            (
                burden["month"].as_str(),
                burden["asked"].as_i64(),
                burden["confirmed"].as_i64(),
                burden["members"].as_i64()
            ),
            (Some("2026-11"), Some(4), Some(2), Some(1))
        );

        // The content is erased when its retention ends; that the visit took place is not.
        let swept = async || {
            let gone = super::room::Visits.sweep(&test.app, code("510117019")).await.unwrap();
            let edits = |tx: &mut weiguang_store::Tx<'_>| {
                Ok(tx.query("SELECT id FROM visit_edits", weiguang_store::params![], |row| row.get::<Uuid>(0))?.len())
            };
            (gone, test.app.read(edits).await.unwrap() > 0)
        };
        test.clock.advance(Span::days(399) + Span::hours(1));
        assert_eq!(swept().await, (0, true), "not before its day");
        test.clock.advance(Span::days(1));
        assert_eq!(swept().await, (1, false));
        let own = list(test.as_("member01").await.get("/visits?mine=true").await.good()).remove(0);
        assert_eq!(
            (&own["forgotten"], &own["answers"], &own["met"], &own["outcome"]["key"]),
            (&json!(true), &json!([]), &json!([]), &json!("done"))
        );
    });
}

#[test]
fn two_members_at_one_door_are_two_visits_and_one_person_and_both_values_are_shown() {
    both(async |test| {
        publish(test, "alone").await;
        let (member, leader) = (test.as_("member01").await, test.as_("leader").await);
        let person = wang(test, &member).await;
        let home = &person["household"]["id"];
        let says = |tenure: &str, seen: &Value| {
            let mut body = visit(test, json!({ "household": home }), CELL, "done");
            body["form"] = json!({ "id": "alone", "version": 1 });
            body["met"] = json!([person["id"]]);
            body["answers"] = json!({ "size": answer("number", "2", "asked", &Value::Null), "tenure": answer("one", tenure, "changed", seen) });
            body
        };
        // Both are offline and know nothing of each other; neither saw the ledger's value.
        let mine = member.post("/visits", &says("owner", &Value::Null)).await.good();
        assert_eq!(
            mine["disputed"],
            json!(["household.tenure"]),
            "the ledger said that they rent, and nobody had seen it"
        );
        let yours = leader.post("/visits", &says("owner", &Value::Null)).await.good();
        assert_eq!(yours["dwelling"], mine["dwelling"]);
        let door = format!("/visits?dwelling={}", mine["dwelling"].as_str().unwrap());
        assert_eq!(list(member.get(&door).await.good()).len(), 2);
        assert_eq!(
            list(member.get("/households/residents?under=51011701900600901").await.good()).len(),
            1,
            "one person"
        );

        let conflicts = list(leader.get("/visits/conflicts").await.good());
        assert_eq!(conflicts.len(), 1);
        let values = conflicts[0]["values"].as_array().unwrap();
        let told: Vec<_> =
            values.iter().map(|v| (v["words"]["zh"].as_str().unwrap(), v["by"]["name"].as_str())).collect();
        assert_eq!(values.len(), 2);
        assert!(told.contains(&("tenant", None)) && told.iter().any(|(v, _)| *v == "owner"), "{told:?}");
        for outsider in ["member02", "secretary08", "other-member"] {
            assert_eq!(list(test.as_(outsider).await.get("/visits/conflicts").await.good()).len(), 0, "{outsider}");
        }
        let settle = |caller: Value| {
            json!({ "id": test.id(), "of": { "household": home }, "field": "household.tenure",
            "value": { "is": "one", "value": "owner" }, "seen": caller })
        };
        let seen: Vec<Value> = values.iter().map(|v| v["edit"].clone()).collect();
        let part = member.post("/visits/edits", &settle(json!([seen[0]]))).await.good();
        assert_eq!(part["disputed"], true, "who has seen one of them settles nothing");
        let now = list(leader.get("/visits/conflicts").await.good());
        let seen: Vec<Value> = now[0]["values"].as_array().unwrap().iter().map(|v| v["edit"].clone()).collect();
        let whole = leader.post("/visits/edits", &settle(json!(seen))).await.good();
        // Equal values are one value with two edits: the other one was not seen and says the same.
        assert_eq!(whole["disputed"], false);
        assert_eq!(list(leader.get("/visits/conflicts").await.good()).len(), 0);
        let kept = member.get(&format!("/households/{}", home.as_str().unwrap())).await.good();
        assert_eq!(kept["tenure"], "owner");
    });
}

#[test]
fn a_merge_takes_visits_along_and_who_is_forgotten_takes_what_was_said_with_them() {
    both(async |test| {
        publish(test, "alone").await;
        let (member, manager) = (test.as_("member01").await, test.as_("manager").await);
        let person = wang(test, &member).await;
        let double = json!({ "id": test.id(), "name": "王秀英", "code": CELL });
        let double = member.post("/households/residents", &double).await.good();
        let mut body = visit(test, json!({ "household": person["household"]["id"] }), CELL, "done");
        (body["met"], body["seen"]) = (json!([double["id"]]), json!("身体硬朗"));
        member.post("/visits", &body).await.good();
        let now = async |of: &Value| member.get(&format!("/households/residents/{}", of["id"].as_str().unwrap())).await;
        let (one, two) = (now(&person).await.good(), now(&double).await.good());
        let wish = json!({ "id": test.id(), "keep": person["id"], "keep_version": one["version"], "gone": double["id"], "gone_version": two["version"], "reason": "同一人" });
        manager.post("/households/merges", &wish).await.good();
        let shown = async || list(member.get("/visits?mine=true").await.good()).remove(0);
        assert_eq!(shown().await["met"][0]["id"], person["id"]);
        let undo = format!("/households/merges/{}/undo", wish["id"].as_str().unwrap());
        manager.post(&undo, &Value::Null).await.good();
        assert_eq!(shown().await["met"][0]["id"], double["id"]);
        // Their own copy has the visit; when they are erased, its content is, too.
        let path = format!("/households/residents/{}", double["id"].as_str().unwrap());
        let copy = manager.post(&format!("{path}/copy"), &json!({ "reason": "本人申请" })).await;
        assert!(String::from_utf8_lossy(&copy.bytes).contains("身体硬朗"));
        let now = manager.get(&path).await.good();
        manager
            .send(Method::POST, &format!("{path}/erase"), Some(test.id()), now["version"].as_i64(), Some(&Value::Null))
            .await
            .good();
        let left = shown().await;
        assert_eq!((&left["seen"], &left["met"], &left["forgotten"]), (&json!(""), &json!([]), &json!(true)));
    });
}

#[test]
fn a_patrol_has_a_cell_and_no_track_and_everybody_sees_only_their_own_cells() {
    both(async |test| {
        let places = rooms(test, CELL, 1).await;
        let member = test.as_("member01").await;
        let from = test.clock.now() - Span::hours(1);
        let patrol = json!({ "id": test.id(), "code": CELL, "from": from.to_string(), "until": test.clock.now().to_string(), "seen": "楼道灯不亮", "cases": [test.id()] });
        member.post("/visits/patrols", &patrol).await.good();
        let door = visit(test, json!({ "place": places[0] }), CELL, "refused");
        let receipt = member.post("/visits", &door).await.good();
        assert_eq!(list(test.as_("leader").await.get(&format!("/visits?under={GRID}")).await.good()).len(), 2);
        for who in ["member02", "secretary08", "other-member", "doctor"] {
            let caller = test.as_(who).await;
            for id in [&patrol["id"], &door["id"]] {
                let came = caller.get(&format!("/visits/{}", id.as_str().unwrap())).await;
                assert!(came.status == 404 || came.status == 403, "{who}: {}", came.status);
            }
            let came = caller.get(&format!("/visits?dwelling={}", receipt["dwelling"].as_str().unwrap())).await;
            assert!(came.status == 404, "{who}: {}", came.status);
            let theirs = visit(test, json!({ "place": places[0] }), CELL, "done");
            let status = caller.post("/visits", &theirs).await.status;
            assert!(if who == "doctor" { status == 201 } else { status == 404 }, "{who}: {status}");
        }
        for who in ["member02", "secretary08"] {
            let street = test.as_(who).await.get("/visits?under=510117019").await.good();
            assert_eq!(list(street).len(), 0, "{who} is given what they serve");
        }
        // A doctor who is paired with the cell reads the visit's content.
        pair(test, GRID).await;
        let came =
            test.as_("doctor").await.get(&format!("/visits?dwelling={}", receipt["dwelling"].as_str().unwrap())).await;
        assert_eq!(list(came.good()).len(), 2);
        for who in ["administrator", "department", "partner", "auditor"] {
            let caller = test.as_(who).await;
            assert_eq!(caller.get("/visits").await.refused(403), "access.denied", "{who}");
            assert_eq!(caller.post("/visits", &door).await.refused(403), "access.denied", "{who}");
        }
        let mut two = visit(test, json!({ "place": places[0], "household": test.id() }), CELL, "done");
        assert_eq!(member.post("/visits", &two).await.refused(422), "kernel.invalid");
        two["door"] = json!({ "place": test.id() });
        assert_eq!(member.post("/visits", &two).await.refused(404), "kernel.not-found");
    });
}
