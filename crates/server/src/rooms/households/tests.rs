//! Households over HTTP on both engines: a record with two fields, who sees how much of it, contacts in order, a number found and shown.

use axum::http::Method;
use serde_json::{Value, json};
use uuid::Uuid;
use weiguang_domain::access::Role;
use weiguang_domain::households::pairing::{Pair, Team};
use weiguang_domain::kernel::ids::{AssignmentId, ResidentId, TeamId};
use weiguang_domain::kernel::time::FOREVER;
use weiguang_domain::people::Assignment;

use super::{profile, store};
use crate::access::actors::Actors;
use crate::testing::{Caller, TestApp, both, code};

/// The standard's own example: a woman born on 31 December 1949.
pub const NUMBER: &str = "11010519491231002X";
/// The cell of `member01`.
pub const CELL: &str = "51011701900600901";

/// A resident with a dwelling, a number and a phone, in the cell of `member01`.
pub async fn wang(test: &TestApp, caller: &Caller<'_>) -> Value {
    let body = json!({
        "id": test.id(), "name": "王秀英", "code": CELL, "identity": NUMBER, "phones": ["138 1234 1234"],
        "home": { "id": test.id(), "label": "锦绣路8号3栋2单元501", "tenure": "tenant" },
        "registered": { "elsewhere": "资阳市安岳县" },
    });
    caller.post("/households/residents", &body).await.good()
}

pub async fn change(
    caller: &Caller<'_>,
    test: &TestApp,
    method: Method,
    path: &str,
    version: i64,
    body: &Value,
) -> crate::testing::TestResponse {
    caller.send(method, path, Some(test.id()), Some(version), Some(body)).await
}

pub fn path(person: &Value) -> String {
    format!("/households/residents/{}", person["id"].as_str().unwrap())
}

/// Adds the test's doctor to a team that is paired with a code.
pub async fn pair(test: &TestApp, at: &str) {
    let (doctor, id, at) = (test.account("doctor"), TeamId::new(test.id()), code(at));
    let since = test.clock.now().day();
    test.app
        .db()
        .write(move |tx| {
            let street = at.street().unwrap();
            let team = Team { id, name: "张医生团队".into(), doctor, members: vec![doctor] };
            store::teams::insert(tx, &street, &team)?;
            store::teams::put_pair(tx, &street, &Pair::from(id, at, since))
        })
        .await
        .unwrap();
}

#[test]
fn a_record_begins_with_a_name_and_a_place_and_is_put_right_later() {
    both(async |test| {
        let member = test.as_("member01").await;
        let body = json!({ "id": test.id(), "name": " 王婆婆 ", "code": CELL });
        let key = test.id();
        let came = member.send(Method::POST, "/households/residents", Some(key), None, Some(&body)).await;
        assert_eq!(came.headers["etag"], "\"1\"");
        let first = came.good();
        assert_eq!((first["name"].as_str(), first["age"].as_u64()), (Some("王婆婆"), None));
        let again = member.send(Method::POST, "/households/residents", Some(key), None, Some(&body)).await;
        assert_eq!(again.headers["idempotent-replay"], "true");
        assert_eq!(again.good(), first);
        let path = path(&first);
        let told = json!({ "birth": "1943", "phones": ["+86 138-1234-1234"], "sex": "female" });
        let second = change(&member, test, Method::PATCH, &path, 1, &told).await.good();
        assert_eq!((second["age"].as_u64(), second["salutation"].as_str()), (Some(83), Some("王奶奶")));
        assert_eq!(second["phones"], json!(["138****1234"]));
        let late = change(&member, test, Method::PATCH, &path, 1, &json!({ "name": "王秀英" })).await;
        assert_eq!(late.refused(412), "kernel.version-moved");
        let identified = json!({ "name": "王秀英", "identity": NUMBER });
        let third = change(&member, test, Method::PATCH, &path, 2, &identified).await.good();
        assert_eq!((third["identity"].as_str(), third["age"].as_u64()), (Some("110105********002X"), Some(76)));
        for (body, code) in [
            (json!({ "identity": "110105194912310021" }), "households.identity"),
            (json!({ "birth": "2049" }), "households.birth"),
            (json!({ "name": "" }), "households.name"),
            (json!({ "phones": ["电话"] }), "households.phone"),
            (json!({ "sex": "male" }), "households.identity-disagrees"),
            (json!({ "presence": { "state": "left", "on": "2027-01-01" } }), "households.presence"),
        ] {
            let came = change(&member, test, Method::PATCH, &path, 3, &body).await;
            let told = came.json()["errors"][0].clone();
            assert_eq!((came.refused(422).as_str(), told["code"].as_str()), ("kernel.invalid", Some(code)));
            assert!(told["zh"].as_str().is_some_and(|zh| !zh.is_empty()), "{told}");
        }
        let gone = json!({ "presence": { "state": "left", "on": "2026-11-20" } });
        assert_eq!(change(&member, test, Method::PATCH, &path, 3, &gone).await.good()["presence"], "left");
        assert_eq!(member.get("/households/residents").await.good()["items"], json!([]));
    });
}

#[test]
fn who_serves_the_cell_sees_a_mask_and_nobody_else_sees_anything() {
    both(async |test| {
        let member = test.as_("member01").await;
        let person = wang(test, &member).await;
        let path = path(&person);
        assert_eq!(person["household"]["tenure"], "tenant");
        assert_eq!(person["from_elsewhere"], true);
        assert_eq!(person["missing"].as_array().unwrap().len(), 3, "kin, landlord and neighbour are to be asked for");
        let list = member.get("/households/residents").await.good();
        assert_eq!((list["items"][0]["name"].as_str(), list["items"][0]["decade"].as_u64()), (Some("王**"), Some(70)));
        for who in ["member01", "leader", "secretary", "dispatcher", "manager", "doctor"] {
            assert_eq!(test.as_(who).await.get(&path).await.good()["name"], "王秀英", "{who}");
        }
        for who in ["member02", "member0801", "secretary08"] {
            let caller = test.as_(who).await;
            assert_eq!(caller.get(&path).await.refused(404), "kernel.not-found", "{who}");
            let there = caller.get("/households/residents?under=51011701900600901").await;
            assert!(!String::from_utf8_lossy(&there.bytes).contains("王"), "{who}");
            let found = caller.post("/households/residents/find", &json!({ "identity": NUMBER })).await.good();
            assert_eq!(found["items"], json!([]), "{who}");
            assert_eq!(
                change(&caller, test, Method::PATCH, &path, 1, &json!({ "name": "x" })).await.refused(404),
                "kernel.not-found"
            );
        }
        for who in ["department", "partner", "administrator", "auditor", "other-dispatcher"] {
            let came = test.as_(who).await.get(&path).await;
            assert!(matches!(came.status.as_u16(), 403 | 404), "{who} {}", came.status);
        }
        // A name, a phone, a number: an exact match is found, a similar one is not.
        for (wish, hits) in [
            (json!({ "identity": NUMBER }), 1),
            (json!({ "phone": "+86 13812341234" }), 1),
            (json!({ "name": "王 秀英" }), 1),
            (json!({ "phone": "13812341235" }), 0),
            (json!({ "name": "王秀" }), 0),
        ] {
            let found = member.post("/households/residents/find", &wish).await.good();
            assert_eq!(found["items"].as_array().unwrap().len(), hits, "{wish}");
        }
        let outside = json!({ "id": test.id(), "name": "李四", "code": "51011701900600902" });
        assert_eq!(member.post("/households/residents", &outside).await.refused(403), "access.denied");
        let unknown = json!({ "id": test.id(), "name": "李四", "code": "51011701900600977" });
        let came = test.as_("manager").await.post("/households/residents", &unknown).await;
        assert_eq!(came.json()["errors"][0]["code"], "grid.unknown-code");
    });
}

#[test]
fn contacts_stand_in_the_order_of_trying_and_two_who_change_them_at_once_meet() {
    both(async |test| {
        let member = test.as_("member01").await;
        let person = wang(test, &member).await;
        let home = format!("/households/{}", person["household"]["id"].as_str().unwrap());
        let mut ids = Vec::new();
        for (kind, name, phone) in [
            ("neighbour", "李姐", "13900000001"),
            ("landlord", "周房东", "13900000002"),
            ("kin", "小陈", "13900000003"),
            ("kin", "女儿小王", "13900000004"),
        ] {
            let id = test.id();
            let body = json!({ "id": id, "kind": kind, "name": name, "reach": [{ "phone": phone }] });
            member.post(&format!("{home}/contacts"), &body).await.good();
            ids.push(id);
        }
        let twice = json!({ "id": test.id(), "kind": "kin", "name": "小陈", "reach": [{ "phone": "13900000003" }] });
        assert_eq!(member.post(&format!("{home}/contacts"), &twice).await.refused(409), "households.contact-twice");
        let mute = json!({ "id": test.id(), "kind": "kin", "name": "大陈", "reach": [] });
        let came = member.post(&format!("{home}/contacts"), &mute).await;
        assert_eq!(came.json()["errors"][0]["code"], "households.no-reach");
        let names = async || {
            let page = member.get(&path(&person)).await.good();
            let list = page["contacts"].as_array().unwrap().clone();
            list.iter().map(|c| c["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(names().await, ["小陈", "女儿小王", "周房东", "李姐"]);
        let page = member.get(&home).await;
        let version: i64 = page.headers["etag"].to_str().unwrap().trim_matches('"').parse().unwrap();
        assert_eq!(page.good()["contacts"][0]["phones"], json!(["139****0001"]));
        let order = json!({ "order": [ids[3], ids[2], ids[1], ids[0]] });
        let moved = change(&member, test, Method::PUT, &format!("{home}/order"), version, &order).await.good();
        assert_eq!(moved["version"], version + 1);
        assert_eq!(names().await, ["女儿小王", "小陈", "周房东", "李姐"]);
        let late = change(&member, test, Method::PUT, &format!("{home}/order"), version, &order).await;
        assert_eq!(late.refused(412), "kernel.version-moved");
        let short = json!({ "order": [ids[3]] });
        let came = change(&member, test, Method::PUT, &format!("{home}/order"), version + 1, &short).await;
        assert_eq!(came.refused(409), "households.order");
        let anew = json!({ "kind": "kin", "name": "儿子小陈", "relation": "儿子", "when": "晚上十点后", "reach": [{ "phone": "13900000009" }] });
        let at = format!("{home}/contacts/{}", ids[2]);
        change(&member, test, Method::PUT, &at, version + 1, &anew).await.good();
        let gone = format!("{home}/contacts/{}", ids[0]);
        change(&member, test, Method::DELETE, &gone, version + 2, &Value::Null).await.good();
        assert_eq!(names().await, ["女儿小王", "儿子小陈", "周房东"]);
        // As another room reads it: the same ladder, in the domain's own kinds.
        let (street, id) =
            (code("510117019"), ResidentId::new(Uuid::parse_str(person["id"].as_str().unwrap()).unwrap()));
        let known = test.app.read(move |tx| Ok(profile(tx, &street, id)?)).await.unwrap().unwrap();
        assert_eq!(
            known.ladder().iter().map(|c| c.name.as_str()).collect::<Vec<_>>(),
            ["女儿小王", "儿子小陈", "周房东"]
        );
        assert_eq!((known.age(test.clock.now().day()), known.kept.resident.code), (Some(76), code(CELL)));
        assert_eq!(known.door.unwrap().label, "锦绣路8号3栋2单元501");
    });
}

#[test]
fn a_number_in_full_costs_a_reason_that_stays() {
    both(async |test| {
        let member = test.as_("member01").await;
        let person = wang(test, &member).await;
        let (path, leader) = (path(&person), test.as_("leader").await);
        let ask = |wanted: Value, reason: &str| json!({ "wanted": wanted, "reason": reason });
        let unmask = format!("{path}/unmask");
        assert_eq!(member.post(&unmask, &ask(json!("identity"), "登记")).await.refused(403), "access.denied");
        let came = leader.post(&unmask, &ask(json!("identity"), " ")).await;
        assert_eq!(came.json()["errors"][0]["code"], "households.reason");
        let clear = leader.post(&unmask, &ask(json!("identity"), "代办高龄津贴")).await.good();
        assert_eq!(clear["identity"], NUMBER);
        let clear = leader.post(&unmask, &ask(json!("phones"), "通知停水")).await.good();
        assert_eq!(clear["phones"], json!(["13812341234"]));
        let looks = test.as_("auditor").await.get(&format!("{path}/looks")).await.good();
        let seen: Vec<_> = looks["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|l| (l["what"].as_str().unwrap(), l["reason"].as_str().unwrap()))
            .collect();
        assert_eq!(seen, [("phones", "通知停水"), ("identity", "代办高龄津贴")]);
        assert_eq!(looks["items"][0]["by"]["name"], "甲leader");
        assert!(!looks.to_string().contains("王秀英"), "who examines looks sees who looked, not at whom");
        // A doctor reads at their code, and changes and unmasks only where their team is paired.
        let doctor = test.as_("doctor").await;
        assert_eq!(doctor.post(&unmask, &ask(json!("phones"), "随访")).await.refused(403), "access.denied");
        pair(test, "510117019006009").await;
        assert_eq!(doctor.post(&unmask, &ask(json!("phones"), "随访")).await.good()["phones"][0], "13812341234");
        let told = json!({ "name": "王秀英女士" });
        assert_eq!(change(&doctor, test, Method::PATCH, &path, 1, &told).await.good()["name"], "王秀英女士");
    });
}

#[test]
fn a_list_goes_on_from_page_to_page_and_holds_every_cell_of_the_reader_once() {
    both(async |test| {
        let (leader, manager) = (test.as_("leader").await, test.as_("manager").await);
        for (n, cell) in ["51011701900600902", CELL, "51011701900600902", "51011701900800101", CELL].iter().enumerate()
        {
            let body = json!({ "id": test.id(), "name": format!("居民{n}"), "code": cell });
            manager.post("/households/residents", &body).await.good();
        }
        let mut seen = Vec::new();
        let mut next = String::new();
        loop {
            let page = leader.get(&format!("/households/residents?limit=3{next}")).await.good();
            seen.extend(page["items"].as_array().unwrap().iter().map(|i| i["code"].as_str().unwrap().to_owned()));
            let Some(after) = page["next"].as_str() else { break };
            next = format!("&after={after}");
        }
        assert_eq!(seen, [CELL, CELL, "51011701900600902", "51011701900600902"]);
        let came = leader.get("/households/residents?after=x").await;
        assert_eq!(came.json()["errors"][0]["code"], "kernel.cursor");
        // Staff of two cells that do not touch have both in one list.
        let (at, account) = (code("51011701900800101"), test.account("member01"));
        let both_cells = Assignment {
            id: AssignmentId::new(test.id()),
            account,
            role: Role::MicroGridMember,
            code: at,
            since: test.clock.now().day(),
            until: FOREVER,
        };
        test.app
            .db()
            .write(move |tx| crate::rooms::people::insert_assignment(tx, &at.street().unwrap(), &both_cells))
            .await
            .unwrap();
        test.app.renew::<Actors>().await.unwrap();
        let member = test.as_("member01").await;
        let first = member.get("/households/residents?limit=2").await.good();
        let second = member
            .get(&format!("/households/residents?limit=2&after={}", first["next"].as_str().unwrap()))
            .await
            .good();
        assert_eq!(second["items"][0]["code"], "51011701900800101");
        assert_eq!(second["next"], Value::Null);
    });
}

/// A reader who requests a whole street receives the part of it that they serve.
#[test]
fn lists_of_a_street_hold_what_their_reader_serves() {
    both(async |test| {
        wang(test, &test.as_("member01").await).await;
        for (who, sees) in [("member01", 1), ("leader", 1), ("member02", 0), ("secretary08", 0)] {
            for list in ["/households", "/households/residents"] {
                let page = test.as_(who).await.get(&format!("{list}?under=510117019")).await.good();
                assert_eq!(page["items"].as_array().unwrap().len(), sees, "{who}: {list}");
            }
        }
    });
}
