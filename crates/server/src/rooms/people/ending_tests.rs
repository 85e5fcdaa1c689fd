//! Rights that end with what grants them: personal tokens and open streams. A token of the street is valid until it is withdrawn.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use futures_util::StreamExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;
use weiguang_domain::kernel::time::Span;

use super::store;
use crate::testing::{Caller, TestApp, TestResponse, both};

const STREET: &str = "510117019";
const CELL: &str = "51011701900600901";
const FAR: &str = "2027-06-01T00:00:00Z";

async fn with_token(test: &TestApp, secret: &str, path: &str) -> TestResponse {
    let request = Request::builder().uri(format!("/api/v1{path}")).header("authorization", format!("Bearer {secret}"));
    test.public().raw(request.body(Body::empty()).unwrap()).await
}

async fn token(test: &TestApp, owner: &Caller<'_>, code: &str) -> String {
    let body = json!({ "id": test.id(), "name": "数据对接", "verbs": ["cases.read"], "code": code, "expires": FAR });
    owner.post("/people/tokens", &body).await.good()["secret"].as_str().unwrap().to_owned()
}

async fn status(test: &TestApp, secret: &str) -> u16 {
    with_token(test, secret, "/cases").await.status.as_u16()
}

/// Whether an opened stream ends by itself, without an event before.
async fn ends(stream: axum::body::BodyDataStream) -> bool {
    let rest = stream.filter_map(async |part| part.ok()).collect::<Vec<_>>();
    let rest = tokio::time::timeout(std::time::Duration::from_secs(20), rest).await.unwrap();
    !rest.iter().any(|part| String::from_utf8_lossy(part).contains("cases.changed"))
}

async fn stream(test: &TestApp, name: header::HeaderName, value: &str) -> axum::body::BodyDataStream {
    let request = Request::builder().uri("/api/v1/live").header(name, value).body(Body::empty()).unwrap();
    let answer = test.router.clone().oneshot(request).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    answer.into_body().into_data_stream()
}

#[test]
fn whoever_sets_a_password_ends_every_session_and_token_of_the_account() {
    both(async |test| {
        let manager = test.as_("manager").await;
        let path = |login: &str| format!("/people/accounts/{}", test.account(login));
        let ways =
            [("member01", "set", 0), ("member02", "invited", 1), ("leader", "left", 1), ("gridmember", "own", 1)];
        for (login, way, west) in ways {
            let owner = test.as_(login).await;
            let secret = token(test, &owner, if west == 0 { CELL } else { "51011701900600902" }).await;
            let by_cookie = stream(test, header::COOKIE, owner.cookie()).await;
            let by_token = stream(test, header::AUTHORIZATION, &format!("Bearer {secret}")).await;
            assert_eq!(status(test, &secret).await, 200, "{way}");
            let path = path(login);
            match way {
                "set" => {
                    let body = json!({ "password": "another-long-word-7" });
                    manager
                        .send(Method::PUT, &format!("{path}/password"), Some(test.id()), None, Some(&body))
                        .await
                        .good();
                }
                "invited" => drop(manager.post(&format!("{path}/invitation"), &json!({})).await.good()),
                "left" => drop(manager.post(&format!("{path}/leave"), &json!({})).await.good()),
                _ => {
                    let account = test.account(login);
                    let hash = crate::access::password::hash(&test.app, "the-old-long-word-7".into()).await.unwrap();
                    test.app.db().write(move |tx| store::set_password(tx, account, &hash)).await.unwrap();
                    let body = json!({ "old": "the-old-long-word-7", "new": "the-new-long-word-8" });
                    let came = owner.send(Method::PUT, "/session/password", Some(test.id()), None, Some(&body)).await;
                    assert_eq!(came.status, StatusCode::NO_CONTENT);
                }
            }
            assert_eq!(status(test, &secret).await, 401, "{way}");
            assert_eq!(owner.get("/session").await.status, StatusCode::UNAUTHORIZED, "{way}");
            test.bring(&test.as_("dispatcher").await, "street-light-out", west).await;
            assert!(ends(by_cookie).await && ends(by_token).await, "{way}");
        }
    });
}

#[test]
fn a_post_that_ends_by_date_and_a_deputys_last_day_end_token_and_stream() {
    both(async |test| {
        let manager = test.as_("manager").await;
        let page = manager.get(&format!("/people/accounts/{}", test.account("member01"))).await.good();
        let path = format!("/people/assignments/{}?until=2026-11-24", page["history"][0]["id"].as_str().unwrap());
        manager.send(Method::DELETE, &path, Some(test.id()), None, None).await.good();
        // A member of the next cell deputises for a third until the same day, and has a token for that place.
        let away = json!({ "id": test.id(), "account": test.account("gridmember").uuid(), "since": "2026-11-23", "until": "2026-11-24",
            "deputy": test.account("member02").uuid() });
        test.as_("gridmember").await.post("/people/absences", &away).await.good();
        let (member, deputy) = (test.as_("member01").await, test.as_("member02").await);
        let (own, place) = (token(test, &member, CELL).await, token(test, &deputy, "510117019006009").await);
        let open = stream(test, header::COOKIE, member.cookie()).await;
        let of_token = stream(test, header::AUTHORIZATION, &format!("Bearer {place}")).await;
        assert_eq!((status(test, &own).await, status(test, &place).await), (200, 200));
        test.clock.advance(Span::days(2));
        assert_eq!((status(test, &own).await, status(test, &place).await), (401, 401));
        test.bring(&test.as_("dispatcher").await, "street-light-out", 0).await;
        assert!(ends(open).await && ends(of_token).await);
        // An account without posts is still signed in, and sees nothing.
        assert_eq!(member.get("/session").await.good()["grants"].as_array().unwrap().len(), 0);
        assert_eq!(member.get("/live").await.refused(403), "access.denied");
    });
}

#[test]
fn a_token_of_the_street_outlives_its_maker_and_is_withdrawn_by_those_who_manage() {
    both(async |test| {
        let accounts = ["manager", "administrator"].map(|login| test.account(login));
        let done = test
            .app
            .db()
            .write(move |tx| accounts.iter().try_for_each(|account| store::set_password(tx, *account, "set")));
        done.await.unwrap();
        let (manager, administrator) = (test.as_("manager").await, test.as_("administrator").await);
        let wish = |verbs: &[&str], code: &str| json!({ "id": test.id(), "name": "12345 平台", "verbs": verbs, "code": code, "expires": FAR });
        let fault = async |caller: &Caller<'_>, body: &Value| caller.post("/people/street-tokens", body).await;
        // It grants no rights and reads no measurement; a community's secretary cannot create one; another street has its own.
        for verb in ["people.manage", "people.deputise", "households.pair", "care.read", "care.measure", "audit.fly"] {
            let came = fault(&manager, &wish(&[verb], STREET)).await;
            assert_eq!(came.json()["errors"][0]["code"], "people.token-verb", "{verb}");
        }
        assert_eq!(
            fault(&test.as_("secretary").await, &wish(&["cases.read"], STREET)).await.refused(403),
            "access.denied"
        );
        assert_eq!(fault(&manager, &wish(&["cases.read"], "510117009")).await.refused(403), "access.denied");

        let body = wish(&["cases.read", "cases.create"], STREET);
        let made = fault(&administrator, &body).await.good();
        assert_eq!(made["token"]["waiting"], true);
        let secret = made["secret"].as_str().unwrap().to_owned();
        assert_eq!(status(test, &secret).await, 401, "nobody has confirmed it");
        let waits = manager.get("/people/street-tokens").await.good()["items"][0].clone();
        assert_eq!((&waits["standing"], &waits["may_decide"]), (&json!("waiting"), &json!(true)));
        manager.post("/people/grants/decisions", &json!({ "ids": [waits["id"]], "confirm": true })).await.good();
        assert_eq!(status(test, &secret).await, 200);

        // Its acts bear its name, and it does no more than it was permitted.
        let request = Request::builder()
            .method(Method::POST)
            .uri("/api/v1/cases")
            .header("authorization", format!("Bearer {secret}"))
            .header("idempotency-key", test.id().to_string())
            .header(header::CONTENT_TYPE, "application/json");
        let case = json!({ "id": test.id(), "kind": "street-light-out", "title": "路灯不亮", "detail": "三号路灯不亮", "point": { "lon": 103.9305, "lat": 30.7605 } });
        test.public().raw(request.body(Body::from(case.to_string())).unwrap()).await.good();
        let page = manager.get(&format!("/cases/{}/events", case["id"].as_str().unwrap())).await.good();
        assert!(page.to_string().contains("12345 平台"), "{page:#}");
        assert_eq!(with_token(test, &secret, "/people/accounts").await.refused(403), "access.denied");
        assert_eq!(with_token(test, &secret, "/people/street-tokens").await.refused(403), "access.denied");

        // Its maker leaves: the platform goes on. The manager sees who made it and when it was used, and withdraws it.
        manager.post(&format!("/people/accounts/{}/leave", test.account("administrator")), &json!({})).await.good();
        assert_eq!(status(test, &secret).await, 200);
        let listed = manager.get("/people/street-tokens").await.good()["items"][0].clone();
        assert_eq!((&listed["name"], &listed["by"]["name"]), (&json!("12345 平台"), &json!("甲administrator")));
        assert_eq!((&listed["confirmed_by"]["name"], listed["used_at"].is_string()), (&json!("甲manager"), true));
        let path = format!("/people/street-tokens/{}", listed["token"].as_str().unwrap());
        for stranger in ["other-manager", "secretary"] {
            let came = test.as_(stranger).await.send(Method::DELETE, &path, Some(test.id()), None, None).await;
            assert!(came.status.is_client_error(), "{stranger}");
        }
        let open = stream(test, header::AUTHORIZATION, &format!("Bearer {secret}")).await;
        let gone = manager.send(Method::DELETE, &path, Some(test.id()), None, None).await;
        assert_eq!(gone.status, StatusCode::NO_CONTENT);
        assert_eq!(status(test, &secret).await, 401);
        test.bring(&test.as_("dispatcher").await, "street-light-out", 1).await;
        assert!(ends(open).await);
        let page = manager.get(&format!("/cases/{}/events", case["id"].as_str().unwrap())).await.good();
        assert!(page.to_string().contains("12345 平台"), "its name stays with what it did");

        // A person's token for the street is in the same list, and is withdrawn the same way; its owner is notified.
        let leader = test.as_("leader").await;
        let own = token(test, &leader, CELL).await;
        let listed = manager.get("/people/street-tokens").await.good()["items"][0].clone();
        assert_eq!((&listed["what"], &listed["who"][0]["name"]), (&json!("own_token"), &json!("甲leader")));
        let path = format!("/people/street-tokens/{}", listed["token"].as_str().unwrap());
        manager.send(Method::DELETE, &path, Some(test.id()), None, None).await;
        assert_eq!(status(test, &own).await, 401);
        assert_eq!(leader.get("/inbox").await.good()["items"][0]["topic"], "people.token-withdrawn");
    });
}
