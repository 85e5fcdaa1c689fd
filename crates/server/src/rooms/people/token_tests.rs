//! API tokens: never more rights than their owner, never longer than a year, a secret that is shown once.

use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::{Value, json};
use weiguang_domain::kernel::time::Span;

use crate::rooms::households::tests::{path, wang};
use crate::testing::{Caller, TestApp, TestResponse, both};

const GRID: &str = "510117019006009";
const CELL01: &str = "51011701900600901";

async fn with_token(test: &TestApp, secret: &str, path: &str) -> TestResponse {
    let request = Request::builder().uri(format!("/api/v1{path}")).header("authorization", format!("Bearer {secret}"));
    test.public().raw(request.body(Body::empty()).unwrap()).await
}

fn wish(test: &TestApp, verbs: &[&str], code: &str, expires: &str) -> Value {
    json!({ "id": test.id(), "name": "数据对接", "verbs": verbs, "code": code, "expires": expires })
}

async fn fault(caller: &Caller<'_>, body: &Value) -> String {
    let came = caller.post("/people/tokens", body).await;
    assert_eq!(came.status, 422);
    came.json()["errors"][0]["code"].as_str().unwrap().to_owned()
}

#[test]
fn a_token_does_less_than_its_owner_and_ends() {
    both(async |test| {
        let leader = test.as_("leader").await;
        let soon = "2026-12-01T00:00:00Z";
        for (verbs, code, expires, expected) in [
            (&["people.manage"][..], GRID, soon, "people.token-verb"),
            (&["cases.fly"], GRID, soon, "people.token-verb"),
            (&[], GRID, soon, "people.token-verb"),
            (&["cases.read"], "510117019006", soon, "people.token-verb"),
            (&["cases.read"], GRID, "2026-11-22T00:00:00Z", "people.token-expires"),
            (&["cases.read"], GRID, "2027-12-01T00:00:00Z", "people.token-expires"),
        ] {
            assert_eq!(fault(&leader, &wish(test, verbs, code, expires)).await, expected, "{verbs:?} {code} {expires}");
        }
        let nameless = json!({ "id": test.id(), "name": " ", "verbs": ["cases.read"], "code": GRID, "expires": soon });
        assert_eq!(fault(&leader, &nameless).await, "people.token-name");

        let made = leader.post("/people/tokens", &wish(test, &["cases.read"], CELL01, soon)).await.good();
        let secret = made["secret"].as_str().unwrap();
        assert!(secret.starts_with("wg_") && secret.len() > 40);
        let dispatcher = test.as_("dispatcher").await;
        let inside = test.bring(&dispatcher, "corridor-clutter", 0).await["id"].as_str().unwrap().to_owned();
        let beside = test.bring(&dispatcher, "corridor-clutter", 1).await["id"].as_str().unwrap().to_owned();
        assert_eq!(with_token(test, secret, &format!("/cases/{inside}")).await.status, 200);
        assert_eq!(
            with_token(test, secret, &format!("/cases/{beside}")).await.status,
            404,
            "its owner may, it may not"
        );
        assert_eq!(with_token(test, secret, "/people/accounts").await.refused(403), "access.denied");
        // A token makes and lists no tokens.
        assert_eq!(with_token(test, secret, "/people/tokens").await.refused(403), "access.denied");
        // At its end it is nobody's.
        test.clock.advance(Span::days(9));
        assert_eq!(with_token(test, secret, &format!("/cases/{inside}")).await.refused(401), "access.signed-out");
        assert_eq!(leader.get("/people/tokens").await.good()["items"][0]["over"], true);
    });
}

#[test]
fn a_secret_is_seen_once_and_withdrawn_at_once() {
    both(async |test| {
        let leader = test.as_("leader").await;
        let (key, body) = (test.id(), wish(test, &["cases.read"], GRID, "2026-12-01T00:00:00Z"));
        let send = async || leader.send(Method::POST, "/people/tokens", Some(key), None, Some(&body)).await;
        let first = send().await.good();
        let secret = first["secret"].as_str().unwrap().to_owned();
        let again = send().await;
        assert_eq!(again.headers["idempotent-replay"], "true");
        let again = again.good();
        assert_eq!((&again["secret"], &again["token"]), (&Value::Null, &first["token"]));
        assert!(again["note"]["zh"].as_str().unwrap().contains("只显示一次"));
        let list = leader.get("/people/tokens").await.good();
        assert_eq!(list["items"].as_array().unwrap().len(), 1);
        assert!(!list.to_string().contains(&secret));

        // Nobody else withdraws it; its owner does, from the next request on.
        assert_eq!(with_token(test, &secret, "/cases").await.status, 200);
        let path = format!("/people/tokens/{}", first["token"]["id"].as_str().unwrap());
        let other = test.as_("secretary").await;
        assert_eq!(
            other.send(Method::DELETE, &path, Some(test.id()), None, None).await.refused(404),
            "kernel.not-found"
        );
        let gone = leader.send(Method::DELETE, &path, Some(test.id()), None, None).await;
        assert_eq!((gone.status.as_u16(), gone.bytes.len()), (204, 0));
        assert_eq!(with_token(test, &secret, "/cases").await.refused(401), "access.signed-out");
    });
}

/// A token ends with what its owner holds: it has no rights of its own.
#[test]
fn a_token_loses_what_its_owner_loses() {
    both(async |test| {
        let (member, manager) = (test.as_("member01").await, test.as_("manager").await);
        let body = wish(test, &["cases.read"], CELL01, "2026-12-01T00:00:00Z");
        let secret = member.post("/people/tokens", &body).await.good()["secret"].as_str().unwrap().to_owned();
        assert_eq!(with_token(test, &secret, "/cases").await.status, 200);
        let page = manager.get(&format!("/people/accounts/{}", test.account("member01").uuid())).await.good();
        let path = format!("/people/assignments/{}", page["history"][0]["id"].as_str().unwrap());
        manager.send(Method::DELETE, &path, Some(test.id()), None, None).await.good();
        assert_eq!(with_token(test, &secret, "/cases").await.refused(401), "access.signed-out");
    });
}

/// A token for one community lists only what is in it, though its owner manages the street.
#[test]
fn a_token_lists_what_lies_under_its_code_and_nothing_beside_it() {
    both(async |test| {
        let manager = test.as_("manager").await;
        let invite = format!("/people/accounts/{}/invitation", test.account("member01").uuid());
        manager.post(&invite, &json!({})).await.good();
        let person = wang(test, &test.as_("member01").await).await;
        let erase = format!("{}/erase", path(&person));
        manager.send(Method::POST, &erase, Some(test.id()), Some(1), None).await.good();
        let lists = ["/people/invitations", "/people/accounts?view=home", "/households/tombstones"];
        for (code, sees) in [("510117019", true), ("510117019008", false)] {
            let body = wish(test, &["people.manage", "audit.read"], code, "2026-12-01T00:00:00Z");
            let secret = manager.post("/people/tokens", &body).await.good()["secret"].as_str().unwrap().to_owned();
            for list in lists {
                let items = with_token(test, &secret, list).await.good()["items"].clone();
                assert_eq!(!items.as_array().unwrap().is_empty(), sees, "{code}: {list}");
            }
        }
    });
}

/// Accounts and doctors' teams belong to the street: a token for one community creates none, though its owner may.
#[test]
fn a_token_for_a_community_makes_nothing_that_is_the_streets() {
    both(async |test| {
        let manager = test.as_("manager").await;
        let doctor = test.account("doctor").uuid();
        for (code, whole) in [("510117019", true), ("510117019006", false)] {
            let body =
                wish(test, &["households.pair", "people.manage", "care.call-back"], code, "2026-12-01T00:00:00Z");
            let secret = manager.post("/people/tokens", &body).await.good()["secret"].as_str().unwrap().to_owned();
            let team = json!({ "id": test.id(), "name": "家庭医生团队", "doctor": doctor, "members": [doctor], "street": "510117019" });
            let account =
                json!({ "id": test.id(), "login": format!("neu{whole}"), "name": "丙", "street": "510117019" });
            let desk = json!({ "name": "值班室", "number": "028-8765 4321" });
            for (method, path, body) in [
                (Method::POST, "/households/teams", team),
                (Method::POST, "/people/accounts", account),
                (Method::PUT, "/care/call-back", desk),
            ] {
                let request = Request::builder()
                    .method(method)
                    .uri(format!("/api/v1{path}"))
                    .header("authorization", format!("Bearer {secret}"))
                    .header("content-type", "application/json")
                    .header("if-match", "\"0\"")
                    .header("idempotency-key", test.id().to_string());
                let came = test.public().raw(request.body(Body::from(body.to_string())).unwrap()).await;
                assert_eq!((came.status.is_success(), came.status == 403), (whole, !whole), "{code}: {path}");
            }
        }
    });
}
