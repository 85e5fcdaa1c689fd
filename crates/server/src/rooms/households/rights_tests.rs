//! A resident's rights: a copy of all data, erasure at once, and erasure when retention ends.

use axum::http::Method;
use serde_json::{Value, json};
use uuid::Uuid;
use weiguang_domain::access::{Actor, Grant, Role, Verb, Via};
use weiguang_domain::kernel::ids::ResidentId;
use weiguang_domain::kernel::time::Span;
use weiguang_store::params;

use super::ops::{forgetting, unmask};
use super::tests::{CELL, NUMBER, change, path, wang};
use crate::chain;
use crate::problem::Refusal;
use crate::testing::{TestApp, both, code};

async fn chain_holds(test: &TestApp, person: &Value) -> (i64, usize) {
    let id = Uuid::parse_str(person["id"].as_str().unwrap()).unwrap();
    test.app
        .read(move |tx| {
            let entries = chain::check(tx, "510117019", id, None)?.unwrap();
            let said = chain::stream(tx, "510117019", id, 0, 1_000)?.iter().filter(|(e, _)| e.body.is_some()).count();
            Ok((entries, said))
        })
        .await
        .unwrap()
}

#[test]
fn a_copy_holds_everything_and_says_who_looked() {
    both(async |test| {
        let (member, manager) = (test.as_("member01").await, test.as_("manager").await);
        let person = wang(test, &member).await;
        let home = person["household"]["id"].as_str().unwrap();
        let son =
            json!({ "id": test.id(), "kind": "kin", "name": "小陈<儿子>", "reach": [{ "phone": "13900000003" }] });
        member.post(&format!("/households/{home}/contacts"), &son).await.good();
        let need = json!({ "id": test.id(), "kind": "follow_up", "purpose": "每月随访", "source": "家庭医生", "expires": "2027-05-01", "consent": { "given": "written" } });
        member.post(&format!("{}/needs", path(&person)), &need).await.good();
        let look = json!({ "wanted": "phones", "reason": "通知停水" });
        test.as_("leader").await.post(&format!("{}/unmask", path(&person)), &look).await.good();
        let at = format!("{}/copy", path(&person));
        assert_eq!(member.post(&at, &json!({ "reason": "本人申请" })).await.refused(403), "access.denied");
        assert_eq!(manager.post(&at, &json!({ "reason": "" })).await.json()["errors"][0]["code"], "households.reason");
        let came = manager.post(&at, &json!({ "reason": "本人申请" })).await;
        assert!(came.headers["content-disposition"].to_str().unwrap().starts_with("attachment; filename=\"copy-"));
        let copy = came.good();
        assert_eq!(
            (copy["record"]["identity"].as_str(), copy["record"]["phones"][0].as_str()),
            (Some(NUMBER), Some("13812341234"))
        );
        assert_eq!(
            (copy["record"]["needs"][0]["purpose"].as_str(), copy["door"].as_str()),
            (Some("每月随访"), Some("锦绣路8号3栋2单元501"))
        );
        assert_eq!(
            (copy["looks"][0]["by"].as_str(), copy["looks"][0]["reason"].as_str()),
            (Some("甲leader"), Some("通知停水"))
        );
        assert_eq!(copy["history"].as_array().unwrap().last().unwrap()["what"], "households.copied");
        let page = manager.post(&at, &json!({ "reason": "本人申请", "form": "page" })).await;
        let text = String::from_utf8(page.bytes).unwrap();
        for word in ["王秀英", NUMBER, "每月随访", "小陈&lt;儿子&gt;", "资阳市安岳县", "通知停水"]
        {
            assert!(text.contains(word), "{word}");
        }
    });
}

#[test]
fn who_asks_to_be_erased_is_and_a_tombstone_says_nothing_of_them() {
    both(async |test| {
        let (member, manager) = (test.as_("member01").await, test.as_("manager").await);
        let person = wang(test, &member).await;
        let (path, home) = (path(&person), person["household"]["id"].as_str().unwrap());
        let landlord =
            json!({ "id": test.id(), "kind": "landlord", "name": "周房东", "reach": [{ "phone": "13900000002" }] });
        member.post(&format!("/households/{home}/contacts"), &landlord).await.good();
        // A second record of hers goes into the first, and is forgotten with it.
        let twin = json!({ "id": test.id(), "name": "王婆婆", "code": CELL });
        let twin = member.post("/households/residents", &twin).await.good();
        let wish = json!({ "id": test.id(), "keep": person["id"], "keep_version": 1, "gone": twin["id"], "gone_version": 1, "reason": "同一人" });
        manager.post("/households/merges", &wish).await.good();
        let at = format!("{path}/erase");
        assert_eq!(member.send(Method::POST, &at, Some(test.id()), Some(2), None).await.refused(403), "access.denied");
        assert_eq!(
            manager.send(Method::POST, &at, Some(test.id()), Some(1), None).await.refused(412),
            "kernel.version-moved"
        );
        let key = test.id();
        let stone = manager.send(Method::POST, &at, Some(key), Some(2), None).await.good();
        assert_eq!((stone["because"].as_str(), stone["code"].as_str()), (Some("asked"), Some("510117019006")));
        assert_eq!(stone["removed"], json!([{ "what": "household_contact", "count": 1 }]));
        assert_eq!(
            manager.send(Method::POST, &at, Some(key), Some(2), None).await.good(),
            stone,
            "sent again, done once"
        );
        let left = manager.get(&path).await.good();
        assert_eq!(
            (left["presence"].as_str(), left["name"].as_str(), &left["identity"]),
            (Some("erased"), Some(""), &Value::Null)
        );
        assert_eq!(member.get(&path).await.refused(404), "kernel.not-found", "only the community is left of the place");
        for wish in [json!({ "identity": NUMBER }), json!({ "phone": "13812341234" }), json!({ "name": "王秀英" })] {
            assert_eq!(manager.post("/households/residents/find", &wish).await.good()["items"], json!([]), "{wish}");
        }
        assert_eq!(
            manager.get(&path.replace(person["id"].as_str().unwrap(), twin["id"].as_str().unwrap())).await.good()["presence"],
            "erased"
        );
        let stones = test.as_("auditor").await.get("/households/tombstones").await.good();
        assert_eq!(stones["items"].as_array().unwrap().len(), 2);
        assert!(!stones.to_string().contains('王'));
        // The chain verifies, and of its content only the erasure is left.
        let (entries, said) = chain_holds(test, &person).await;
        assert!(entries > 2);
        assert_eq!(said, 1);
        let again = manager.send(Method::POST, &at, Some(test.id()), left["version"].as_i64(), None).await;
        assert_eq!(again.refused(409), "households.gone");
        let copy = manager.post(&format!("{path}/copy"), &json!({ "reason": "本人申请" })).await;
        assert_eq!(copy.refused(409), "households.gone");
    });
}

#[test]
fn what_is_over_is_forgotten_by_itself_on_its_day() {
    both(async |test| {
        let member = test.as_("member01").await;
        let person = wang(test, &member).await;
        let need = json!({ "id": test.id(), "kind": "meals", "purpose": "送餐", "source": "本人", "expires": "2026-12-01", "consent": { "given": "spoken" } });
        member.post(&format!("{}/needs", path(&person)), &need).await.good();
        let needs = async || {
            let count = |tx: &mut weiguang_store::Tx<'_>| {
                Ok(tx
                    .query("SELECT id FROM needs WHERE tenant = $1", params!["510117019"], |r| r.get::<Uuid>(0))?
                    .len())
            };
            test.app.read(count).await.unwrap()
        };
        test.clock.advance(Span::days(38));
        assert_eq!(
            (crate::sweep::expire(&test.app).await, needs().await),
            (0, 1),
            "thirty days after its end it can still be renewed"
        );
        test.clock.advance(Span::days(1));
        assert_eq!((crate::sweep::expire(&test.app).await, needs().await), (1, 0));
        let gone = json!({ "presence": { "state": "left", "on": "2026-12-20" } });
        change(&member, test, Method::PATCH, &path(&person), 2, &gone).await.good();
        test.clock.advance(Span::days(168));
        assert_eq!(crate::sweep::expire(&test.app).await, 0, "{}", test.clock.now().day());
        test.clock.advance(Span::days(1));
        assert_eq!(crate::sweep::expire(&test.app).await, 1, "{}", test.clock.now().day());
        assert_eq!(crate::sweep::expire(&test.app).await, 0);
        let left = test.as_("manager").await.get(&path(&person)).await.good();
        assert_eq!((left["presence"].as_str(), left["code"].as_str()), (Some("erased"), Some("510117019006")));
        let stones = test
            .as_("auditor")
            .await
            .get(&format!("/households/tombstones?under={}", code("510117019006")))
            .await
            .good();
        assert_eq!((stones["items"][0]["because"].as_str(), &stones["items"][0]["by"]), (Some("left"), &Value::Null));
    });
}

#[test]
fn who_reads_here_and_manages_elsewhere_copies_nothing_and_examines_nobody() {
    both(async |test| {
        let (street, member) = (code("510117019"), test.as_("member01").await);
        let person = wang(test, &member).await;
        let id = ResidentId::new(Uuid::parse_str(person["id"].as_str().unwrap()).unwrap());
        let who = |manages: &str| {
            let grant = |role, at: &str| Grant { role, code: code(at), deputy_for: None };
            let grants = vec![grant(Role::MicroGridMember, CELL), grant(Role::StreetManager, manages)];
            Actor { account: test.account("member01"), name: "甲".into(), grants, via: Via::Session }
        };
        let copy = async |actor: &Actor| {
            test.app.transact(actor, street, move |work| forgetting::copy(work, id, "本人申请").map(drop)).await
        };
        let looks = async |actor: Actor| {
            test.app.read(move |tx| unmask::looks(tx, &actor, &street, id).map(|looks| looks.len())).await
        };
        let (here, elsewhere) = (who("510117019006"), who("510117019008"));
        assert!(matches!(copy(&elsewhere).await, Err(Refusal::Denied(Verb::HouseholdsErase))));
        copy(&here).await.unwrap();
        assert!(matches!(looks(elsewhere).await, Err(Refusal::NotFound("resident"))));
        assert_eq!(looks(here).await.unwrap(), 0);
    });
}
