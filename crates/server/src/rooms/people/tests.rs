//! Stories of people over HTTP, each on both engines: who may do what to whom, who answers, and what happens to the work of
//! somebody who is away, ends or leaves.

use axum::http::Method;
use serde_json::{Value, json};
use weiguang_domain::access::Role;
use weiguang_domain::kernel::ids::{AccountId, AssignmentId};
use weiguang_domain::kernel::time::{FOREVER, Span};
use weiguang_domain::people::Assignment;

use super::store;
use crate::testing::{Caller, Came, TestApp, both, code};

const STREET: &str = "510117019";
const GRID: &str = "510117019006009";
const CELL01: &str = "51011701900600901";
const CELL02: &str = "51011701900600902";
const CELL03: &str = "51011701900600903";

fn ids(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|i| i["login"].as_str().unwrap_or_default().to_owned()).collect()
}

async fn delete(test: &TestApp, caller: &Caller<'_>, path: &str) -> Came {
    caller.send(Method::DELETE, path, Some(test.id()), None, None).await
}

async fn sign_in(test: &TestApp, login: &str, password: &str) -> Came {
    let body = json!({ "login": login, "password": password });
    test.public().send(Method::POST, "/session", None, None, Some(&body)).await
}

async fn new_account(test: &TestApp, caller: &Caller<'_>, login: &str) -> String {
    let body = json!({ "id": test.id(), "login": login, "name": "王小明", "phone": "138 1234 1234" });
    caller.post("/people/accounts", &body).await.good()["id"].as_str().unwrap().to_owned()
}

/// Who answers for a code, from the roster.
async fn duty(caller: &Caller<'_>, at: &str) -> Value {
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

        // A login that looks alike is the same one; without a password nobody comes in.
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

        // It is kept by the street, and not yet among those who serve.
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

        // Who serves in two streets is changed by nobody who manages only one of them.
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
                let log = crate::events::chain::stream(tx, STREET, uuid, 0, 100)?;
                Ok::<_, weiguang_store::StoreError>((log, crate::events::chain::check(tx, STREET, uuid, None)?))
            })
            .await
            .unwrap();
        let kinds: Vec<_> = log.iter().map(|(e, _)| e.kind.as_str()).collect();
        assert_eq!(kinds, ["people.account-created", "people.assigned", "people.phone-unmasked"]);
        assert_eq!(log[2].0.actor, test.account("leader").uuid());
        assert!(log[2].0.body.contains("停水") && log.iter().all(|(e, _)| !e.body.contains("1381234")));
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
fn work_passes_on_when_the_last_post_ends() {
    both(async |test| {
        let (manager, dispatcher) = (test.as_("manager").await, test.as_("dispatcher").await);
        let case = test.bring(&dispatcher, "corridor-clutter", 0).await;
        let path = format!("/cases/{}", case["id"].as_str().unwrap());
        assert_eq!(dispatcher.get(&path).await.good()["owner"]["name"], "甲member01");
        let post = manager.get(&format!("/people/accounts/{}", test.account("member01").uuid())).await.good();
        let id = post["history"][0]["id"].as_str().unwrap().to_owned();
        let ended = delete(test, &manager, &format!("/people/assignments/{id}")).await.good();
        assert_eq!(ended["passed"], 1);
        assert_eq!(dispatcher.get(&path).await.good()["owner"]["name"], "甲leader");
    });
}

#[test]
fn absence_has_a_deputy_and_a_deputy_who_is_away_is_nobody() {
    both(async |test| {
        let (member, leader, manager) =
            (test.as_("member01").await, test.as_("leader").await, test.as_("manager").await);
        let account = |login: &str| test.account(login).uuid();
        let away = |who: &str, since: &str, until: &str, deputy: Option<&str>| json!({ "id": test.id(), "account": account(who), "since": since, "until": until, "deputy": deputy.map(account) });
        let enter = async |caller: &Caller<'_>, body: Value| caller.post("/people/absences", &body).await;

        // Not themselves, not another street, not a person whose posts lie outside of what one leads.
        let own = enter(&member, away("member01", "2026-11-23", "2026-11-25", Some("member01"))).await;
        assert_eq!(own.json()["errors"][0]["code"], "people.own-deputy");
        let other = enter(&member, away("member01", "2026-11-23", "2026-11-25", Some("other-member"))).await;
        assert_eq!(other.json()["errors"][0]["code"], "people.deputy-not-serving");
        assert_eq!(
            enter(&leader, away("secretary", "2026-11-23", "2026-11-25", Some("leader"))).await.refused(404),
            "kernel.not-found"
        );
        assert_eq!(
            enter(&member, away("member02", "2026-11-23", "2026-11-25", None)).await.refused(403),
            "access.denied"
        );
        let colleague = test.as_("gridmember").await;
        let denied = enter(&colleague, away("member02", "2026-11-23", "2026-11-25", None)).await;
        assert_eq!(denied.refused(403), "access.denied");

        // One's own days, with a deputy who may then do what one may.
        let absence = enter(&member, away("member01", "2026-11-23", "2026-11-25", Some("member02"))).await.good();
        assert_eq!(absence["deputy"]["name"], "甲member02");
        let overlaps = enter(&leader, away("member01", "2026-11-25", "2026-11-28", None)).await;
        assert_eq!(overlaps.refused(409), "people.absence-overlaps");
        let row = duty(&manager, CELL01).await;
        assert_eq!(row["holder"]["account"]["name"], "甲member02");
        assert_eq!(row["holder"]["deputy_for"]["name"], "甲member01");
        let deputy = test.as_("member02").await;
        let case = test.bring(&test.as_("dispatcher").await, "corridor-clutter", 0).await;
        let path = format!("/cases/{}", case["id"].as_str().unwrap());
        assert_eq!(deputy.get(&path).await.good()["owner"]["name"], "甲member02");

        // The deputy is away as well: nobody is looked for behind them, the next code up answers.
        let second = enter(&leader, away("member02", "2026-11-23", "2026-11-23", Some("gridmember"))).await.good();
        let hole = duty(&manager, CELL01).await;
        assert_eq!(
            (hole["hole"].as_bool(), hole["climbs_to"]["account"]["name"].as_str()),
            (Some(true), Some("甲leader"))
        );
        assert_eq!(duty(&manager, CELL02).await["holder"]["account"]["name"], "甲gridmember");
        let listed = leader.get("/people/absences").await.good();
        assert_eq!(listed["items"].as_array().unwrap().len(), 2);

        // The days pass; or the absence ends early.
        let gone = format!("/people/absences/{}", second["id"].as_str().unwrap());
        assert_eq!(delete(test, &test.as_("member0801").await, &gone).await.refused(404), "kernel.not-found");
        delete(test, &leader, &gone).await.good();
        assert_eq!(delete(test, &leader, &gone).await.refused(409), "people.ended");
        assert_eq!(duty(&manager, CELL01).await["holder"]["account"]["name"], "甲member02");
        test.clock.advance(Span::days(3));
        assert_eq!(duty(&manager, CELL01).await["holder"]["account"]["name"], "甲member01");
        assert_eq!(deputy.get("/session").await.good()["grants"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn every_hole_is_told_with_who_answers_above() {
    both(async |test| {
        let manager = test.as_("manager").await;
        let page = manager.get("/people/holes").await.good();
        let holes: Vec<_> = page["items"].as_array().unwrap().iter().map(|i| i["code"].as_str().unwrap()).collect();
        assert_eq!(holes, [CELL03]);
        assert_eq!(page["holes"], 1);
        assert_eq!(page["items"][0]["climbs_to"]["code"], GRID);
        let all = manager.get("/people/duty").await.good();
        let codes: Vec<_> = all["items"].as_array().unwrap().iter().map(|i| i["code"].as_str().unwrap()).collect();
        let expected = [
            STREET,
            "510117019006",
            GRID,
            CELL01,
            CELL02,
            CELL03,
            "510117019008",
            "510117019008001",
            "51011701900800101",
        ];
        assert_eq!(codes, expected);
        assert_eq!(all["items"][0]["holder"]["role"], "street_dispatcher");
        let member = test.as_("member01").await.get("/people/duty").await.good();
        assert_eq!(member["items"].as_array().unwrap().len(), 1, "one sees no more than one's own cell");

        // One reading for all cells, whatever their number: seats, then names.
        let street = code(STREET);
        let statements = test
            .app
            .db()
            .read(move |tx| {
                store::all_seats(tx, &street, jiff::civil::date(2026, 11, 23))?;
                Ok::<_, weiguang_store::StoreError>(tx.statements())
            })
            .await
            .unwrap();
        assert_eq!(statements, 1);
    });
}

#[test]
fn nothing_that_named_one_who_leaves_goes_dead() {
    both(async |test| {
        let (manager, dispatcher, secretary) =
            (test.as_("manager").await, test.as_("dispatcher").await, test.as_("secretary").await);
        let leaver = test.as_("member01").await;
        let account = test.account("member01");
        // Open work, a part in somebody else's case, a deputyship, a token.
        let mut open = Vec::new();
        for _ in 0..3 {
            open.push(test.bring(&dispatcher, "corridor-clutter", 0).await["id"].as_str().unwrap().to_owned());
        }
        let second = test.bring(&dispatcher, "corridor-clutter", 1).await["id"].as_str().unwrap().to_owned();
        let ask = json!({ "action": "ask_part", "id": test.id(), "department": "志愿者", "account": account.uuid(), "task": "帮忙搬运" });
        secretary.act(&second, &ask).await.good();
        let absence = json!({ "id": test.id(), "account": test.account("member02").uuid(), "since": "2026-11-24", "until": "2026-11-30", "deputy": account.uuid() });
        manager.post("/people/absences", &absence).await.good();
        let token = json!({ "id": test.id(), "name": "手机", "verbs": ["cases.read"], "code": CELL01, "expires": "2027-01-01T00:00:00Z" });
        let secret = leaver.post("/people/tokens", &token).await.good()["secret"].as_str().unwrap().to_owned();

        // Not yet; then once.
        let path = format!("/people/accounts/{}/leave", account.uuid());
        assert_eq!(manager.post(&path, &json!({ "day": "2026-11-24" })).await.status, 422);
        assert_eq!(secretary.post(&path, &json!({})).await.refused(403), "access.denied");
        let key = test.id();
        let body = json!({ "day": "2026-11-23" });
        let left = manager.send(Method::POST, &path, Some(key), None, Some(&body)).await.good();
        let again = manager.send(Method::POST, &path, Some(key), None, Some(&body)).await;
        assert_eq!(again.headers["idempotent-replay"], "true");
        assert_eq!(again.good(), left);
        assert_eq!(manager.post(&path, &body).await.refused(409), "people.left");

        // Everything went to somebody, and the list says where.
        let handover = manager.get(&format!("/people/handovers/{}", left["handover"].as_str().unwrap())).await.good();
        let items = handover["items"].as_array().unwrap();
        let of = |what: &str| items.iter().filter(|i| i["what"] == what).collect::<Vec<_>>();
        assert_eq!((of("post").len(), of("case").len(), of("part").len(), of("deputyship").len()), (1, 3, 1, 1));
        assert_eq!(of("keys")[0]["count"], 2, "a session and a token");
        assert_eq!(of("post")[0]["to"]["name"], "甲leader");
        assert_eq!(of("part")[0]["to"]["name"], "甲manager");
        assert_eq!(of("deputyship")[0]["of"]["name"], "甲member02");
        assert!(of("case").iter().all(|c| c["to"]["name"] == "甲leader" && c["number"].is_string()));
        assert_eq!(handover["account"]["name"], "甲member01", "what was done stays theirs");
        for id in &open {
            let case = dispatcher.get(&format!("/cases/{id}")).await.good();
            assert_eq!((case["owner"]["name"].as_str(), case["owner_code"].as_str()), (Some("甲leader"), Some(GRID)));
            let check = dispatcher.get(&format!("/cases/{id}/verify")).await.good();
            assert_eq!(check["intact"], true);
        }
        // Who took something over may read the list; a colleague may not.
        let list = format!("/people/handovers/{}", left["handover"].as_str().unwrap());
        assert_eq!(test.as_("leader").await.get(&list).await.status, 200);
        assert_eq!(test.as_("member02").await.get(&list).await.refused(404), "kernel.not-found");
        assert_eq!(test.as_("other-manager").await.get(&list).await.refused(404), "kernel.not-found");
        // The absence has no deputy now, so the grid answers.
        test.clock.advance(Span::days(1));
        assert_eq!(duty(&manager, CELL02).await["climbs_to"]["account"]["name"], "甲leader");

        // The old cookie, the token and the password are dead; the account shows as left and takes no post.
        assert_eq!(leaver.get("/session").await.refused(401), "access.signed-out");
        let bearer = axum::http::Request::builder()
            .uri("/api/v1/cases")
            .header("authorization", format!("Bearer {secret}"))
            .body(axum::body::Body::empty())
            .unwrap();
        assert_eq!(test.public().raw(bearer).await.refused(401), "access.signed-out");
        let page = manager.get("/people/accounts?view=home&q=member01").await.good();
        assert_eq!(page["items"][0]["state"], "left");
        let give = json!({ "id": test.id(), "account": account.uuid(), "role": "micro_grid_member", "code": CELL01, "since": "2026-11-24" });
        assert_eq!(manager.post("/people/assignments", &give).await.refused(409), "people.left");
        let password = json!({ "password": "0123-long-enough" });
        let path = format!("/people/accounts/{}/password", account.uuid());
        let set = manager.send(Method::PUT, &path, Some(test.id()), None, Some(&password)).await;
        assert_eq!(set.refused(409), "people.left");
    });
}

#[test]
fn what_nobody_can_take_stays_with_the_post() {
    both(async |test| {
        // Everybody above goes first; then the last one leaves.
        let admin = test.as_("administrator").await;
        let dispatcher = test.as_("dispatcher").await;
        let id = test.bring(&dispatcher, "corridor-clutter", 0).await["id"].as_str().unwrap().to_owned();
        for login in ["secretary", "leader", "gridmember", "dispatcher", "manager", "member01"] {
            let path = format!("/people/accounts/{}/leave", test.account(login).uuid());
            admin.post(&path, &json!({})).await.good();
        }
        let case = test.as_("auditor").await.get(&format!("/cases/{id}")).await.good();
        assert_eq!((&case["owner"], case["owner_code"].as_str()), (&Value::Null, Some(STREET)));
        // Nobody answers up to the street, and the roster says so.
        let hole = duty(&admin, CELL01).await;
        assert_eq!((hole["hole"].as_bool(), &hole["climbs_to"]), (Some(true), &Value::Null));
    });
}

#[test]
fn some_hundred_cases_pass_on_in_one_transaction() {
    both(async |test| {
        let dispatcher = test.as_("dispatcher").await;
        for _ in 0..250 {
            test.bring(&dispatcher, "corridor-clutter", 0).await;
        }
        let path = format!("/people/accounts/{}/leave", test.account("member01").uuid());
        let left = test.as_("manager").await.post(&path, &json!({})).await.good();
        // The post and the cases; nobody was signed in.
        assert_eq!(left["items"], 251);
        let mine = test.as_("leader").await.get("/cases/counts").await.good();
        assert_eq!(mine["mine"], 250);
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
