//! Later changes of a record: needs and their end, moves, a merge and its undo, pairing with doctors.

use axum::http::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use super::tests::{CELL, change, pair, path, wang};
use crate::testing::{Caller, TestApp, both};

async fn need(
    test: &TestApp,
    caller: &Caller<'_>,
    person: &Value,
    kind: &str,
    expires: &str,
) -> crate::testing::TestResponse {
    let body = json!({ "id": test.id(), "kind": kind, "purpose": "每天有人看一眼灯", "source": "本人", "expires": expires, "consent": { "given": "spoken" } });
    caller.post(&format!("{}/needs", path(person)), &body).await
}

#[test]
fn a_need_has_leave_purpose_source_and_an_end_and_what_is_over_is_not_shown() {
    both(async |test| {
        let member = test.as_("member01").await;
        let person = wang(test, &member).await;
        let at = format!("{}/needs", path(&person));
        let whole = json!({ "id": test.id(), "kind": "look_in", "purpose": "每天有人看一眼灯", "source": "本人", "expires": "2027-05-01", "consent": { "given": "spoken" } });
        for (field, value, code) in [
            ("consent", Value::Null, "households.no-consent"),
            ("purpose", json!(" "), "households.no-purpose"),
            ("source", json!(""), "households.no-source"),
            ("expires", json!("2029-01-01"), "households.expiry"),
            ("expires", json!("2026-11-23"), "households.expiry"),
        ] {
            let mut body = whole.clone();
            body[field] = value;
            let came = member.post(&at, &body).await;
            assert_eq!(came.json()["errors"][0]["code"], code, "{field}");
        }
        let page = member.post(&at, &whole).await.good();
        assert_eq!(
            (page["needs"][0]["kind"].as_str(), page["needs"][0]["expires"].as_str()),
            (Some("look_in"), Some("2027-05-01"))
        );
        assert_eq!(need(test, &member, &person, "look_in", "2027-06-01").await.refused(409), "households.need-twice");
        // Health data is for the doctors paired with the cell, and left out for everybody else.
        need(test, &member, &person, "follow_up", "2027-05-01").await.good();
        assert_eq!(member.get(&path(&person)).await.good()["needs"].as_array().unwrap().len(), 1);
        let doctor = test.as_("doctor").await;
        assert_eq!(doctor.get(&path(&person)).await.good()["needs"].as_array().unwrap().len(), 1);
        pair(test, CELL).await;
        assert_eq!(doctor.get(&path(&person)).await.good()["needs"].as_array().unwrap().len(), 2);
        assert_eq!(member.get("/households/residents").await.good()["items"][0]["has_needs"], true);
        test.clock.advance(weiguang_domain::kernel::time::Span::days(160));
        assert_eq!(member.get("/households/residents").await.good()["items"][0]["has_needs"], false);
        assert_eq!(member.get(&path(&person)).await.good()["needs"], json!([]));
        // Renewed with a new consent, then the consent is withdrawn: deleted on the same day.
        let one = format!("{at}/{}", whole["id"].as_str().unwrap());
        let bare =
            member.send(Method::PUT, &one, Some(test.id()), None, Some(&json!({ "expires": "2027-09-01" }))).await;
        assert_eq!(bare.json()["errors"][0]["code"], "households.no-consent");
        let fresh = json!({ "expires": "2027-09-01", "consent": { "given": "written", "guardian": "儿子" } });
        let page = member.send(Method::PUT, &one, Some(test.id()), None, Some(&fresh)).await.good();
        assert_eq!(page["needs"][0]["expires"], "2027-09-01");
        let page = member.send(Method::DELETE, &one, Some(test.id()), None, Some(&Value::Null)).await.good();
        assert_eq!(page["needs"], json!([]));
        let again = member.send(Method::DELETE, &one, Some(test.id()), None, Some(&Value::Null)).await;
        assert_eq!(again.refused(404), "kernel.not-found");
    });
}

#[test]
fn whoever_moves_takes_along_what_is_theirs_alone() {
    both(async |test| {
        let (member, leader) = (test.as_("member01").await, test.as_("leader").await);
        let person = wang(test, &member).await;
        let home = format!("/households/{}", person["household"]["id"].as_str().unwrap());
        let mine = json!({ "id": test.id(), "of": person["id"], "kind": "kin", "name": "小陈", "reach": [{ "phone": "13900000003" }] });
        let ours =
            json!({ "id": test.id(), "kind": "landlord", "name": "周房东", "reach": [{ "words": "楼下小卖部" }] });
        for contact in [&mine, &ours] {
            member.post(&format!("{home}/contacts"), contact).await.good();
        }
        let to = json!({ "code": "51011701900600902", "home": { "id": test.id(), "label": "春晓路2号", "tenure": "owner" } });
        let at = format!("{}/move", path(&person));
        assert_eq!(change(&member, test, Method::POST, &at, 1, &to).await.refused(403), "access.denied");
        let moved = change(&leader, test, Method::POST, &at, 1, &to).await.good();
        assert_eq!(
            (moved["code"].as_str(), moved["household"]["door"].as_str()),
            (Some("51011701900600902"), Some("春晓路2号"))
        );
        let names: Vec<_> = moved["contacts"].as_array().unwrap().iter().map(|c| c["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["小陈"], "the landlord is of the old door");
        assert_eq!(member.get(&path(&person)).await.refused(404), "kernel.not-found");
        // A whole household goes with everybody in it.
        let home = format!("/households/{}", moved["household"]["id"].as_str().unwrap());
        let version = moved["household"]["version"].as_i64().unwrap();
        let back = json!({ "code": CELL, "label": "锦绣路8号1栋101" });
        change(&leader, test, Method::POST, &format!("{home}/move"), version, &back).await.good();
        let page = member.get(&path(&person)).await.good();
        assert_eq!((page["code"].as_str(), page["household"]["door"].as_str()), (Some(CELL), Some("锦绣路8号1栋101")));
    });
}

#[test]
fn two_records_of_one_person_are_proposed_made_one_and_made_two_again() {
    both(async |test| {
        let (member, secretary) = (test.as_("member01").await, test.as_("secretary").await);
        let first = wang(test, &member).await;
        let new = json!({ "id": test.id(), "name": "汪秀英", "phones": ["13812341234"], "birth": "1949",
            "code": CELL, "home": { "id": test.id(), "label": "锦绣路8号3栋2单元501" } });
        let second = member.post("/households/residents", &new).await.good();
        need(test, &member, &second, "stairs", "2027-05-01").await.good();
        let alone = json!({ "id": test.id(), "of": second["id"], "kind": "kin", "name": "小陈", "reach": [{ "phone": "13900000003" }] });
        let home = second["household"]["id"].as_str().unwrap();
        member.post(&format!("/households/{home}/contacts"), &alone).await.good();
        assert_eq!(member.get("/households/doubles").await.refused(403), "access.denied");
        let found = secretary.get("/households/doubles").await.good();
        let pair = &found["items"][0];
        assert_eq!((&pair["keep"]["id"], &pair["gone"]["id"]), (&first["id"], &second["id"]));
        assert_eq!(pair["evidence"][0]["zh"], "电话相同");
        assert!(!found.to_string().contains("秀英"), "a list says 王** and no more");
        let before = (member.get(&path(&first)).await.good(), member.get(&path(&second)).await.good());
        let wish = |reason: &str, version: i64| json!({ "id": test.id(), "keep": first["id"], "keep_version": before.0["version"], "gone": second["id"], "gone_version": version, "reason": reason });
        let version = before.1["version"].as_i64().unwrap();
        let came = secretary.post("/households/merges", &wish(" ", version)).await;
        assert_eq!(came.json()["errors"][0]["code"], "households.reason");
        assert_eq!(
            secretary.post("/households/merges", &wish("同一人", version - 1)).await.refused(412),
            "kernel.version-moved"
        );
        let merged = secretary.post("/households/merges", &wish("本人到场核对", version)).await.good();
        assert_eq!(merged["moved"], 2);
        let one = member.get(&path(&first)).await.good();
        assert_eq!((one["needs"].as_array().unwrap().len(), one["contacts"][0]["name"].as_str()), (1, Some("小陈")));
        let gone = member.get(&path(&second)).await.good();
        assert_eq!((gone["presence"].as_str(), &gone["merged_into"]), (Some("merged"), &first["id"]));
        assert_eq!(member.get("/households/residents").await.good()["items"].as_array().unwrap().len(), 1);
        assert_eq!(secretary.get("/households/doubles").await.good()["items"], json!([]));
        let merges = secretary.get(&format!("{}/merges", path(&first))).await.good();
        assert_eq!(merges["items"][0]["reason"], "本人到场核对");
        // The name is corrected after the merge; the undo keeps that and restores everything else.
        change(
            &member,
            test,
            Method::PATCH,
            &path(&first),
            one["version"].as_i64().unwrap(),
            &json!({ "name": "王秀瑛" }),
        )
        .await
        .good();
        let undo = format!("/households/merges/{}/undo", merged["merge"].as_str().unwrap());
        assert_eq!(member.post(&undo, &Value::Null).await.refused(403), "access.denied");
        let undone = secretary.post(&undo, &Value::Null).await.good();
        assert_eq!(undone["edited_since"], json!(["name"]));
        assert_eq!(secretary.post(&undo, &Value::Null).await.refused(409), "households.not-undoable");
        let mut after = (member.get(&path(&first)).await.good(), member.get(&path(&second)).await.good());
        assert_eq!(after.0["name"], "王秀瑛");
        after.0["name"] = json!("王秀英");
        for (before, after) in [(&before.0, &mut after.0), (&before.1, &mut after.1)] {
            after["version"] = before["version"].clone();
            assert_eq!(before, after);
        }
        // Two records marked as two people are not proposed again.
        assert_eq!(secretary.get("/households/doubles").await.good()["items"].as_array().unwrap().len(), 1);
        let apart = json!({ "first": second["id"], "second": first["id"] });
        secretary.post("/households/doubles/apart", &apart).await.good();
        assert_eq!(secretary.get("/households/doubles").await.good()["items"], json!([]));
    });
}

#[test]
fn every_cell_has_a_doctor_or_a_hole_and_who_leaves_leaves_no_dead_name() {
    both(async |test| {
        let manager = test.as_("manager").await;
        let holes = async |under: &str| {
            let page = manager.get(&format!("/households/pairing?under={under}")).await.good();
            page["holes"].as_u64().unwrap()
        };
        assert_eq!(holes("510117019").await, 4);
        let id = test.id();
        let doctor = test.account("doctor").uuid();
        let team = |members: &[Uuid]| json!({ "id": id, "name": "张医生团队", "doctor": doctor, "members": members });
        let stranger = team(&[doctor, test.account("member01").uuid()]);
        assert_eq!(
            manager.post("/households/teams", &stranger).await.json()["errors"][0]["code"],
            "households.team-members"
        );
        assert_eq!(
            test.as_("secretary").await.post("/households/teams", &team(&[doctor])).await.refused(403),
            "access.denied"
        );
        manager.post("/households/teams", &team(&[doctor])).await.good();
        let pairs = format!("/households/teams/{id}/pairs");
        manager.post(&pairs, &json!({ "code": "510117019006" })).await.good();
        let twice = manager.post(&pairs, &json!({ "code": "510117019006" })).await;
        assert_eq!(twice.refused(409), "households.paired-already");
        assert_eq!(holes("510117019").await, 1);
        let page = manager.get("/households/pairing?under=510117019006").await.good();
        assert_eq!(
            (page["cells"][0]["doctor"]["name"].as_str(), page["teams"][0]["pairs"][0]["code"].as_str()),
            (Some("甲doctor"), Some("510117019006"))
        );
        let seen = test.as_("member01").await.get("/households/pairing").await.good();
        assert_eq!(seen["cells"].as_array().unwrap().len(), 1, "a member sees the own cell");
        let part = format!("{pairs}/510117019006");
        manager.send(Method::DELETE, &part, Some(test.id()), None, Some(&Value::Null)).await.good();
        assert_eq!(holes("510117019").await, 4);
        manager.post(&pairs, &json!({ "code": "510117019006009" })).await.good();
        assert_eq!(holes("510117019").await, 1);
        manager.post(&format!("/people/accounts/{doctor}/leave"), &json!({})).await.good();
        assert_eq!(holes("510117019").await, 4, "a team of which nobody is left keeps no cell");
    });
}
