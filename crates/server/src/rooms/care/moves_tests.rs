//! What moves, over HTTP on both engines: an open alert when its owner leaves or its person moves, and all readings when two records are
//! merged and separated again.

use axum::http::Method;
use serde_json::{Value, json};
use weiguang_domain::kernel::time::Span;

use super::alert_tests::raised;
use super::reading_tests::{becomes_nurse, measure, resident, text};
use crate::rooms::households::tests::{CELL, pair};
use crate::testing::{TestResponse, both, code};

#[test]
fn an_alert_passes_on_when_its_owner_leaves() {
    both(async |test| {
        let (doctor, id) = (test.as_("doctor").await, resident(test, "王秀英").await);
        let alert = raised(test, &doctor, &id).await;
        let leave = format!("/people/accounts/{}/leave", test.account("leader").uuid());
        let manager = test.as_("manager").await;
        let left = manager.post(&leave, &json!({})).await.good();
        let page = manager.get(&format!("/care/alerts/{alert}")).await.good();
        assert_ne!(text(&page["owner"], "name"), "甲leader");
        assert_eq!(page["status"]["key"], "raised");
        let handover = manager.get(&format!("/people/handovers/{}", text(&left, "handover"))).await.good();
        assert!(handover["items"].as_array().unwrap().iter().any(|i| i["what"] == "alert"), "{handover}");
    });
}

#[test]
fn an_alert_goes_along_when_the_person_moves_and_who_is_in_the_middle_of_it_goes_on() {
    both(async |test| {
        becomes_nurse(test, "partner").await;
        let (nurse, manager, id) =
            (test.as_("partner").await, test.as_("manager").await, resident(test, "王秀英").await);
        measure(&nurse, test, &id, json!({ "systolic": "152", "diastolic": "88" })).await.good();
        let alert = raised(test, &nurse, &id).await;
        let path = format!("/care/alerts/{alert}");
        let page = async || manager.get(&path).await.good();
        let kinds = async || -> Vec<String> {
            let events = manager.get(&format!("{path}/events")).await.good();
            events["items"].as_array().unwrap().iter().map(|e| text(e, "kind")).collect()
        };
        let person = async || manager.get(&format!("/households/residents/{id}")).await;
        let version =
            |came: &TestResponse| -> i64 { came.headers["etag"].to_str().unwrap().trim_matches('"').parse().unwrap() };
        let first = page().await;
        assert_eq!((text(&first["owner"], "name"), text(&first, "code")), ("甲leader".into(), CELL.into()));

        // Before anybody answered, the household moves to another community: the grid leader there owns the alert, with unchanged deadline.
        let before = person().await;
        let home = before.json()["household"].clone();
        let to = json!({ "code": "51011701900800101", "label": "晨风路3号" });
        let at = format!("/households/{}/move", text(&home, "id"));
        let seen = home["version"].as_i64();
        manager.send(Method::POST, &at, Some(test.id()), seen, Some(&to)).await.good();
        let now = page().await;
        assert_eq!(
            (text(&now["owner"], "name"), text(&now, "code")),
            ("甲leader0801".into(), "51011701900800101".into())
        );
        assert_eq!((text(&now, "post"), &now["due_at"]), ("510117019008001".into(), &first["due_at"]));
        assert_eq!(kinds().await[kinds().await.len() - 2..], ["care.moved", "care.dispatched"]);
        let leader = test.as_("leader").await;
        assert_eq!(leader.get(&path).await.refused(404), "kernel.not-found", "it is no longer theirs");
        for who in ["leader", "leader0801"] {
            let told = test.as_(who).await.get("/inbox").await.good();
            assert_eq!(text(&told["items"][0], "topic"), "care.dispatched", "{who}");
        }
        // Her due re-measurement is in the list of the new cell.
        test.clock.advance(Span::days(40));
        let overdue = async |under: &str| {
            let list = manager.get(&format!("/care/overdue?under={under}")).await.good();
            list["items"].as_array().unwrap().len()
        };
        assert_eq!((overdue("510117019006").await, overdue("510117019008").await), (0, 1));

        // The person who answered stays on it when she moves to her son's; the person responsible there is notified, and sees it.
        let act = async |who: &str, body: Value| {
            let caller = test.as_(who).await;
            let version = caller.get(&path).await.json()["version"].as_i64();
            caller.send(Method::POST, &format!("{path}/actions"), Some(test.id()), version, Some(&body)).await.good()
        };
        act("leader0801", json!({ "action": "acknowledge" })).await;
        let held = page().await;
        let back = json!({ "code": "51011701900600902", "home": { "id": test.id(), "label": "春晓路2号", "tenure": "owner" } });
        let at = format!("/households/residents/{id}/move");
        let seen = version(&person().await);
        manager.send(Method::POST, &at, Some(test.id()), Some(seen), Some(&back)).await.good();
        let now = page().await;
        assert_eq!(
            (text(&now["owner"], "name"), text(&now, "code")),
            ("甲leader0801".into(), "51011701900600902".into())
        );
        assert_eq!((text(&now, "post"), &now["due_at"]), ("510117019006009".into(), &held["due_at"]));
        assert_eq!(kinds().await[kinds().await.len() - 2..], ["care.moved", "care.told-there"]);
        assert_eq!(text(&leader.get("/inbox").await.good()["items"][0], "topic"), "care.told-there");
        assert_eq!(text(&leader.get(&path).await.good(), "id"), alert);
        act("leader0801", json!({ "action": "safe_now", "with": "alone", "place": "儿子家" })).await;
        // A look that nobody agrees on in time escalates from the new dwelling.
        test.pass(Span::hours(1)).await;
        assert_eq!(text(&page().await["owner"], "name"), "甲secretary");
        assert_eq!((overdue("510117019006").await, overdue("510117019008").await), (1, 0));
        let checked = manager.get(&format!("{path}/verify")).await.good();
        assert_eq!(checked["intact"], true);
    });
}

#[test]
fn what_was_measured_goes_with_a_record_that_is_made_one_and_comes_back_and_an_open_alert_is_not_forgotten() {
    both(async |test| {
        pair(test, "510117019006").await;
        let doctor = test.as_("doctor").await;
        let (kept, gone) = (resident(test, "王秀英").await, resident(test, "王婆婆").await);
        let alert = raised(test, &doctor, &gone).await;
        measure(&doctor, test, &gone, json!({ "systolic": "152", "diastolic": "88" })).await.good();
        let secretary = test.as_("secretary").await;
        let page = async |id: &str| doctor.get(&format!("/care/residents/{id}")).await.good();
        let (street, other) = (code("510117019"), gone.parse().unwrap());
        let manager = test.as_("manager").await;
        let merge = test.id();
        let wish = json!({ "id": merge, "keep": kept, "keep_version": 1, "gone": gone, "gone_version": 1, "reason": "同一个人" });
        manager.post("/households/merges", &wish).await.good();
        let now = page(&kept).await;
        assert_eq!((now["readings"].as_array().unwrap().len(), text(&now, "alert")), (3, alert.clone()));
        assert_eq!(now["rechecks"].as_array().unwrap().len(), 2, "what was asked of the one is asked of the other");
        let shown = secretary.get(&format!("/care/alerts/{alert}")).await.good();
        assert_eq!((text(&shown, "resident"), text(&shown, "name")), (kept.clone(), "王秀英".into()));
        // Not while somebody still owes her something.
        let erase = async |id: &str| {
            let path = format!("/households/residents/{id}");
            let seen = manager.get(&path).await;
            let version: i64 = seen.headers["etag"].to_str().unwrap().trim_matches('"').parse().unwrap();
            manager.send(Method::POST, &format!("{path}/erase"), Some(test.id()), Some(version), None).await
        };
        assert_eq!(erase(&kept).await.refused(409), "care.alert-open");
        let undo = format!("/households/merges/{merge}/undo");
        manager.send(Method::POST, &undo, Some(test.id()), None, None).await.good();
        assert_eq!(page(&kept).await["readings"], json!([]));
        assert_eq!(page(&gone).await["readings"].as_array().unwrap().len(), 3);
        // After the end of the alert she may be erased; nothing of it is left, and the chain still verifies.
        let end = json!({ "action": "died", "words": "家属告知" });
        let version = secretary.get(&format!("/care/alerts/{alert}")).await.json()["version"].as_i64();
        let path = format!("/care/alerts/{alert}/actions");
        secretary.send(Method::POST, &path, Some(test.id()), version, Some(&end)).await.good();
        let there = page(&gone).await;
        assert!(there["alert"].is_null());
        erase(&gone).await.good();
        let left = test
            .app
            .read(move |tx| {
                let readings = super::store::readings::ids_of(tx, &street, other)?.len();
                let alerts = super::store::alerts::ids_of(tx, &street, other)?.len();
                let followed = super::store::people::read(tx, &street, other)?;
                let chain = crate::chain::check(tx, street.as_str(), alert.parse().unwrap(), None)?;
                Ok((readings, alerts, followed, chain.is_ok()))
            })
            .await
            .unwrap();
        assert_eq!(left, (0, 0, None, true));
    });
}

#[test]
fn an_undone_merge_gives_both_what_was_asked_of_them_and_what_came_since_stays_where_it_was_put() {
    both(async |test| {
        pair(test, "510117019006").await;
        let (doctor, manager) = (test.as_("doctor").await, test.as_("manager").await);
        let (kept, gone) = (resident(test, "王秀英").await, resident(test, "王婆婆").await);
        let page = async |id: &str| doctor.get(&format!("/care/residents/{id}")).await.good();
        let asked = async |id: &str| page(id).await["rechecks"].clone();
        let ill = async |id: &str, list: Value| {
            let body = json!({ "illnesses": list });
            let path = format!("/care/residents/{id}/illnesses");
            doctor.send(Method::PUT, &path, Some(test.id()), None, Some(&body)).await.good()
        };
        let sugar = || json!({ "glucose": "12.1", "meal": "random" });
        let pressure = || json!({ "systolic": "152", "diastolic": "92" });
        // Of the one a blood pressure is to be measured again; of the other the same by an earlier day, and a blood sugar.
        measure(&doctor, test, &gone, pressure()).await.good();
        measure(&doctor, test, &gone, sugar()).await.good();
        ill(&gone, json!(["diabetes"])).await;
        test.clock.advance(Span::days(3));
        measure(&doctor, test, &kept, pressure()).await.good();
        ill(&kept, json!(["hypertension"])).await;
        let before = (asked(&kept).await, asked(&gone).await);
        assert_eq!((before.0.as_array().unwrap().len(), before.1.as_array().unwrap().len()), (1, 2));

        let merge = async || {
            let id = test.id();
            let version = async |id: &str| {
                let came = manager.get(&format!("/households/residents/{id}")).await;
                came.headers["etag"].to_str().unwrap().trim_matches('"').parse::<i64>().unwrap()
            };
            let wish = json!({ "id": id, "keep": kept, "keep_version": version(&kept).await, "gone": gone,
                "gone_version": version(&gone).await, "reason": "同一个人" });
            manager.post("/households/merges", &wish).await.good();
            format!("/households/merges/{id}/undo")
        };
        let undo = merge().await;
        let one = asked(&kept).await;
        assert_eq!(one.as_array().unwrap().len(), 2, "everything is asked of the one record");
        assert_ne!(one[0]["due"], before.0[0]["due"], "by the earlier day");
        assert_eq!(asked(&gone).await, json!([]), "and of no other");
        manager.post(&undo, &Value::Null).await.good();
        assert_eq!((asked(&kept).await, asked(&gone).await), before);
        assert_eq!(
            (page(&kept).await["illnesses"].clone(), page(&gone).await["illnesses"].clone()),
            (json!(["hypertension"]), json!(["diabetes"]))
        );

        // Readings measured while it was one record stay with that record. A normal pressure answers its re-measurement, a high sugar asks
        // for a new one; those of the other record are unanswered.
        let undo = merge().await;
        test.clock.advance(Span::days(1));
        measure(&doctor, test, &kept, json!({ "systolic": "121", "diastolic": "77" })).await.good();
        measure(&doctor, test, &kept, sugar()).await.good();
        ill(&kept, json!(["hypertension", "diabetes", "pregnancy"])).await;
        let since = asked(&kept).await;
        assert_eq!(since.as_array().unwrap().len(), 1);
        manager.post(&undo, &Value::Null).await.good();
        let (now, other) = (asked(&kept).await, asked(&gone).await);
        assert_eq!((now.as_array().unwrap().len(), &now[0]["of"]), (1, &since[0]["of"]), "the sugar of the last day");
        assert_eq!(other, before.1, "nobody drops off the list by an undo");
        let written = page(&kept).await["illnesses"].clone();
        assert_eq!(
            written,
            json!(["hypertension", "pregnancy"]),
            "what came with the merge has gone, what a doctor added stays"
        );
    });
}
