//! Who is responsible: absence and deputies, gaps, and what happens to the work of a person whose post ends or who leaves.

use axum::http::Method;
use serde_json::{Value, json};
use weiguang_domain::kernel::time::Span;

use super::store;
use super::tests::{delete, duty};
use crate::testing::{Caller, both, code};

const STREET: &str = "510117019";
const GRID: &str = "510117019006009";
const CELL01: &str = "51011701900600901";
const CELL02: &str = "51011701900600902";
const CELL03: &str = "51011701900600903";

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
fn absence_has_a_deputy_and_so_has_a_deputy_who_is_away() {
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

        // One's own absence, with a deputy who then has the same permissions.
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

        // The deputy is away as well: the deputy's deputy is responsible and has both posts, but not one with a role that is not
        // comparable.
        let second = enter(&leader, away("member02", "2026-11-23", "2026-11-23", Some("gridmember"))).await.good();
        let row = duty(&manager, CELL01).await;
        assert_eq!(
            (row["holder"]["account"]["name"].as_str(), row["holder"]["deputy_for"]["name"].as_str()),
            (Some("甲gridmember"), Some("甲member01"))
        );
        let held = test.as_("gridmember").await.get("/session").await.good();
        let held: Vec<_> = held["grants"].as_array().unwrap().iter().map(|g| g["code"].as_str().unwrap()).collect();
        assert!(held.contains(&CELL01) && held.contains(&CELL02), "{held:?}");
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

        // Everything was handed over, and the list says to whom.
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

        // The old cookie, the token and the password are invalid; the account is shown as left and cannot receive a post.
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
