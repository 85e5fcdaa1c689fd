//! Accounts and assignments over HTTP, each on both engines: who may do what to whom.

use axum::http::Method;
use serde_json::{Value, json};
use weiguang_domain::access::Role;
use weiguang_domain::kernel::ids::{AccountId, AssignmentId};
use weiguang_domain::kernel::time::FOREVER;
use weiguang_domain::people::Assignment;

use super::store;
use crate::testing::{Caller, TestApp, TestResponse, both, code};

const STREET: &str = "510117019";
const GRID: &str = "510117019006009";
const CELL01: &str = "51011701900600901";
const CELL03: &str = "51011701900600903";

fn ids(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|i| i["login"].as_str().unwrap_or_default().to_owned()).collect()
}

pub(super) async fn delete(test: &TestApp, caller: &Caller<'_>, path: &str) -> TestResponse {
    caller.send(Method::DELETE, path, Some(test.id()), None, None).await
}

async fn sign_in(test: &TestApp, login: &str, password: &str) -> TestResponse {
    let body = json!({ "login": login, "password": password });
    test.public().send(Method::POST, "/session", None, None, Some(&body)).await
}

async fn new_account(test: &TestApp, caller: &Caller<'_>, login: &str) -> String {
    let body = json!({ "id": test.id(), "login": login, "name": "王小明", "phone": "138 1234 1234" });
    caller.post("/people/accounts", &body).await.good()["id"].as_str().unwrap().to_owned()
}

/// Who is responsible for a code, from the roster.
pub(super) async fn duty(caller: &Caller<'_>, at: &str) -> Value {
    let page = caller.get(&format!("/people/duty?under={at}")).await.good();
    page["items"].as_array().unwrap().iter().find(|i| i["code"] == at).unwrap().clone()
}

#[test]
fn an_account_from_its_first_day() {
    both(async |test| {
        let manager = test.as_("manager").await;
        let body = json!({ "id": test.id(), "login": "Ｗang.XM", "name": " 王小明 ", "phone": "138 1234 1234" });
        let made = manager.post("/people/accounts", &body).await.good();
        assert_eq!((made["login"].as_str(), made["name"].as_str()), (Some("wang.xm"), Some("王小明")));
        assert_eq!((made["phone_masked"].as_str(), made["has_password"].as_bool()), (Some("138****1234"), Some(false)));
        let id = made["id"].as_str().unwrap().to_owned();

        // A similar-looking login is the same one; without a password nobody can sign in.
        let again = json!({ "id": test.id(), "login": "WANG.xm", "name": "别人" });
        assert_eq!(manager.post("/people/accounts", &again).await.refused(409), "people.login-taken");
        assert_eq!(sign_in(test, "wang.xm", "").await.refused(401), "access.sign-in-refused");
        let weak = json!({ "password": "123456" });
        let path = format!("/people/accounts/{id}/password");
        assert_eq!(
            manager.send(Method::PUT, &path, Some(test.id()), None, Some(&weak)).await.refused(422),
            "kernel.invalid"
        );
        let good = json!({ "password": "一个够长的新密码啊" });
        let short = manager.send(Method::PUT, &path, Some(test.id()), None, Some(&good)).await;
        assert_eq!(short.status, 422, "nine characters are too few");
        let good = json!({ "password": "一个足够长的新密码啊" });
        manager.send(Method::PUT, &path, Some(test.id()), None, Some(&good)).await.good();
        let me = sign_in(test, "ｗang.xm", "一个足够长的新密码啊").await.good();
        assert_eq!(me["grants"], json!([]));

        // The street is its home, but it has no post yet.
        let serving = manager.get("/people/accounts?q=wang").await.good();
        assert_eq!(ids(&serving), Vec::<String>::new());
        let home = manager.get("/people/accounts?view=home&q=王小").await.good();
        assert_eq!(ids(&home), ["wang.xm"]);

        // A change is made on the version that was read.
        let page = manager.get(&format!("/people/accounts/{id}")).await;
        let version: i64 = page.headers["etag"].to_str().unwrap().trim_matches('"').parse().unwrap();
        let change = json!({ "name": "王小明（二组）", "phone": "" });
        let path = format!("/people/accounts/{id}");
        let changed = manager.send(Method::PATCH, &path, Some(test.id()), Some(version), Some(&change)).await.good();
        assert_eq!((changed["name"].as_str(), &changed["phone_masked"]), (Some("王小明（二组）"), &Value::Null));
        let late = manager.send(Method::PATCH, &path, Some(test.id()), Some(version), Some(&change)).await;
        assert_eq!(late.json()["version"], version + 1);
        assert_eq!(late.refused(412), "kernel.version-moved");
        let missing = manager.send(Method::PATCH, &path, Some(test.id()), None, Some(&change)).await;
        assert_eq!(missing.refused(428), "kernel.version-missing");
    });
}

#[test]
fn nobody_manages_people_of_another_street() {
    both(async |test| {
        let other = test.as_("other-manager").await;
        let member = test.account("member01").uuid();
        for path in ["", "/password", "/unmask", "/leave"] {
            let (method, body) = match path {
                "" => (Method::PATCH, json!({ "name": "乙" })),
                "/password" => (Method::PUT, json!({ "password": "0123-long-enough" })),
                "/unmask" => (Method::POST, json!({ "reason": "看看" })),
                _ => (Method::POST, json!({})),
            };
            let path = format!("/people/accounts/{member}{path}");
            let came = other.send(method, &path, Some(test.id()), Some(1), Some(&body)).await;
            assert_eq!(came.refused(404), "kernel.not-found", "{path}");
        }
        assert_eq!(other.get(&format!("/people/accounts/{member}")).await.status, 404);
        assert_eq!(other.get(&format!("/people/accounts?under={STREET}")).await.status, 403);
        assert_eq!(other.get(&format!("/people/duty?under={CELL01}")).await.status, 403);
        assert_eq!(
            ids(&other.get("/people/accounts").await.good()),
            ["other-dispatcher", "other-manager", "other-member"]
        );
        let body = |account: uuid::Uuid, code: &str| json!({ "id": test.id(), "account": account, "role": "grid_leader", "code": code, "since": "2026-11-23" });
        assert_eq!(other.post("/people/assignments", &body(member, GRID)).await.refused(403), "access.denied");
        let theirs = "510117009202001";
        assert_eq!(other.post("/people/assignments", &body(member, theirs)).await.refused(404), "kernel.not-found");
        let street = json!({ "id": test.id(), "login": "puppet", "name": "乙", "street": STREET });
        assert_eq!(other.post("/people/accounts", &street).await.refused(403), "access.denied");
        let own_assignment = format!("/people/assignments/{member}");
        assert_eq!(delete(test, &other, &own_assignment).await.refused(404), "kernel.not-found");

        // An account with posts in two streets cannot be changed by a manager of only one of them.
        let shared = test.account("member02");
        let id = AssignmentId::new(test.id());
        let post = Assignment {
            id,
            account: shared,
            role: Role::GridMember,
            code: code(theirs),
            since: jiff::civil::date(2026, 1, 1),
            until: FOREVER,
        };
        test.app.db().write(move |tx| store::insert_assignment(tx, &code("510117009"), &post)).await.unwrap();
        let path = format!("/people/accounts/{}/password", shared.uuid());
        let body = json!({ "password": "0123-long-enough" });
        let came = test.as_("manager").await.send(Method::PUT, &path, Some(test.id()), None, Some(&body)).await;
        assert_eq!(came.refused(409), "people.managed-elsewhere");
        assert_eq!(other.get(&format!("/people/accounts/{}", shared.uuid())).await.status, 200);

        // Those who serve see their own cell and manage nobody.
        let member = test.as_("member01").await;
        assert_eq!(ids(&member.get("/people/accounts").await.good()), ["member01"]);
        let body = json!({ "id": test.id(), "login": "friend", "name": "乙" });
        assert_eq!(member.post("/people/accounts", &body).await.refused(403), "access.denied");
        assert_eq!(member.get("/people/accounts?view=home").await.refused(403), "access.denied");
    });
}

#[test]
fn lists_are_pages_and_a_prefix_finds() {
    both(async |test| {
        let manager = test.as_("manager").await;
        let (mut all, mut after) = (Vec::new(), String::new());
        loop {
            let page = manager.get(&format!("/people/accounts?limit=4&after={after}")).await.good();
            all.extend(ids(&page));
            let Some(next) = page["next"].as_str() else { break };
            after = next.to_owned();
        }
        let mut sorted = all.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!((all.len(), &all), (15, &sorted));
        assert_eq!(
            ids(&manager.get("/people/accounts?q=Member0").await.good()),
            ["member01", "member02", "member0801"]
        );
        assert_eq!(ids(&manager.get("/people/accounts?q=甲lead").await.good()), ["leader", "leader0801"]);
        assert_eq!(
            ids(&manager.get(&format!("/people/accounts?under={GRID}&q=m")).await.good()),
            ["member01", "member02"]
        );
        assert_eq!(manager.get("/people/accounts?view=odd").await.status, 422);
    });
}

#[test]
fn a_phone_is_shown_in_clear_for_a_reason_that_is_logged() {
    both(async |test| {
        let manager = test.as_("manager").await;
        let id = new_account(test, &manager, "zhang").await;
        let body = json!({ "id": test.id(), "account": id, "role": "micro_grid_member", "code": CELL03, "since": "2026-11-23" });
        manager.post("/people/assignments", &body).await.good();
        let path = format!("/people/accounts/{id}/unmask");
        let leader = test.as_("leader").await;
        assert_eq!(leader.post(&path, &json!({ "reason": " " })).await.status, 422);
        let clear = leader.post(&path, &json!({ "reason": "停水，需电话通知" })).await.good();
        assert_eq!(clear["phone"], "13812341234");
        // A colleague of the same grid sees the person, and not the number; another community sees neither.
        let colleague = test.as_("gridmember").await;
        assert_eq!(colleague.get(&format!("/people/accounts/{id}")).await.good()["phone_masked"], "138****1234");
        assert_eq!(colleague.post(&path, &json!({ "reason": "好奇" })).await.refused(403), "access.denied");
        assert_eq!(test.as_("leader0801").await.post(&path, &json!({ "reason": "好奇" })).await.status, 404);
        let uuid = uuid::Uuid::parse_str(&id).unwrap();
        let (log, checked) = test
            .app
            .db()
            .read(move |tx| {
                let log = crate::chain::stream(tx, STREET, uuid, 0, 100)?;
                Ok::<_, weiguang_store::StoreError>((log, crate::chain::check(tx, STREET, uuid, None)?))
            })
            .await
            .unwrap();
        let kinds: Vec<_> = log.iter().map(|(e, _)| e.kind.as_str()).collect();
        assert_eq!(kinds, ["people.account-created", "people.assigned", "people.phone-unmasked"]);
        assert_eq!(log[2].0.actor, test.account("leader").uuid());
        assert!(log[2].0.text().contains("停水") && log.iter().all(|(e, _)| !e.text().contains("1381234")));
        assert_eq!(checked, Ok(3));
    });
}

#[test]
fn an_assignment_fits_its_level_holds_once_and_ends_with_its_history() {
    both(async |test| {
        let manager = test.as_("manager").await;
        let id = new_account(test, &manager, "zhang").await;
        let give = |role: &str, at: &str, since: &str, until: Option<&str>| json!({ "id": test.id(), "account": id, "role": role, "code": at, "since": since, "until": until });
        let post = async |body: Value| manager.post("/people/assignments", &body).await;
        let refused = post(give("grid_leader", STREET, "2026-11-23", None)).await;
        assert_eq!(refused.json()["errors"][0]["code"], "people.role-does-not-fit");
        let unknown = post(give("micro_grid_member", "51011701900600977", "2026-11-23", None)).await;
        assert_eq!(unknown.json()["errors"][0]["code"], "grid.unknown-code");
        assert_eq!(post(give("administrator", "510117", "2026-11-23", None)).await.refused(403), "access.denied");
        let backwards = post(give("micro_grid_member", CELL03, "2026-11-23", Some("2026-11-01"))).await;
        assert_eq!(backwards.json()["errors"][0]["code"], "people.backwards");

        let made = post(give("micro_grid_member", CELL03, "2026-11-23", None)).await.good();
        assert_eq!(
            (made["held"].as_bool(), made["words"].as_str()),
            (Some(true), Some("天骄西路社区第九网格第三微网格"))
        );
        let twice = post(give("micro_grid_member", CELL03, "2027-01-01", None)).await;
        assert_eq!(twice.refused(409), "people.assignment-overlaps");
        assert_eq!(duty(&manager, CELL03).await["holder"]["account"]["id"], id.as_str());

        // It ends on a day to come, then at once; the row stays.
        let path = format!("/people/assignments/{}", made["id"].as_str().unwrap());
        let later = delete(test, &manager, &format!("{path}?until=2026-12-31")).await.good();
        assert_eq!(
            (later["post"]["until"].as_str(), later["post"]["held"].as_bool()),
            (Some("2026-12-31"), Some(true))
        );
        assert_eq!(delete(test, &manager, &format!("{path}?until=2026-11-01")).await.status, 422);
        let over = delete(test, &manager, &path).await.good();
        assert_eq!(over["post"]["until"], "2026-11-22");
        assert_eq!(delete(test, &manager, &path).await.refused(409), "people.ended");
        let hole = duty(&manager, CELL03).await;
        assert_eq!(
            (hole["hole"].as_bool(), hole["climbs_to"]["account"]["name"].as_str()),
            (Some(true), Some("甲leader"))
        );
        let history = manager.get(&format!("/people/assignments?code={CELL03}")).await.good();
        assert_eq!(history["items"][0]["account"]["name"], "王小明");
        let page = manager.get(&format!("/people/accounts/{id}")).await.good();
        assert_eq!((page["grants"].as_array().unwrap().len(), page["history"].as_array().unwrap().len()), (0, 1));
    });
}

#[test]
fn the_same_account_id_sent_by_another_is_refused() {
    both(async |test| {
        let manager = test.as_("manager").await;
        let taken = AccountId::new(test.account("member01").uuid());
        let body = json!({ "id": taken.uuid(), "login": "somebody-new", "name": "乙" });
        assert_eq!(manager.post("/people/accounts", &body).await.refused(409), "kernel.exists");
    });
}
