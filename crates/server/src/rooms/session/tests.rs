//! Sessions: a cookie is bound to our pages, a new password ends the old sessions. Signing in is tested in `entry_tests.rs`.

use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::json;
use weiguang_domain::kernel::time::Span;
use weiguang_store::Engine;

use crate::app::Parts;
use crate::config::{Http, Settings};
use crate::outside::chance::Chance;
use crate::outside::clock::Clock;
use crate::outside::seal::Seal;
use crate::testing::{TestApp, TestResponse, both, morning, on_with};

const PASSWORD: &str = "0123-long-enough";

async fn set_password(test: &TestApp, login: &str, password: &str) {
    let path = format!("/people/accounts/{}/password", test.account(login).uuid());
    let body = json!({ "password": password });
    test.as_("manager").await.send(Method::PUT, &path, Some(test.id()), None, Some(&body)).await.good();
}

async fn sign_in(test: &TestApp, login: &str, password: &str) -> TestResponse {
    let body = json!({ "login": login, "password": password });
    test.public().send(Method::POST, "/session", None, None, Some(&body)).await
}

async fn with_cookie(test: &TestApp, method: Method, path: &str, cookie: &str, ours: bool) -> TestResponse {
    let mut request = Request::builder().method(method).uri(format!("/api/v1{path}")).header(header::COOKIE, cookie);
    if ours {
        request = request.header("x-weiguang", "1");
    }
    let request = request.header("idempotency-key", test.id().to_string());
    test.public().raw(request.body(Body::from("{}")).unwrap()).await
}

fn cookie_of(came: &TestResponse) -> String {
    let set = came.headers[header::SET_COOKIE].to_str().unwrap();
    set.split(';').next().unwrap().to_owned()
}

#[test]
fn a_cookie_is_bound_to_our_pages_and_to_its_time() {
    let story = async |test: &TestApp| {
        set_password(test, "member01", PASSWORD).await;
        let came = sign_in(test, "member01", PASSWORD).await;
        let set = came.headers[header::SET_COOKIE].to_str().unwrap().to_owned();
        for flag in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age="] {
            assert!(set.contains(flag), "{set}");
        }
        assert!(!set.contains("Secure"), "the test is plain loopback http");
        let cookie = cookie_of(&came);
        // Another site can send the cookie along, but not the header.
        assert_eq!(with_cookie(test, Method::GET, "/session", &cookie, false).await.status, 200);
        let foreign = with_cookie(test, Method::POST, "/cases", &cookie, false).await;
        assert_eq!(foreign.refused(403), "access.cross-site");
        assert_eq!(with_cookie(test, Method::POST, "/cases", &cookie, true).await.status, 422, "read, and found empty");
        // It ends without use, whatever happens after some days, and by signing out.
        let idle = Span::hours(test.app.settings().sessions.idle_hours);
        test.clock.advance(idle);
        assert_eq!(with_cookie(test, Method::GET, "/session", &cookie, false).await.status, 200);
        test.clock.advance(idle + Span::seconds(1));
        assert_eq!(with_cookie(test, Method::GET, "/session", &cookie, false).await.refused(401), "access.signed-out");
        let third = cookie_of(&sign_in(test, "member01", PASSWORD).await);
        for _ in 0..test.app.settings().sessions.days * 24 / 8 {
            assert_eq!(with_cookie(test, Method::GET, "/session", &third, false).await.status, 200);
            test.clock.advance(Span::hours(8));
        }
        test.clock.advance(Span::seconds(1));
        assert_eq!(with_cookie(test, Method::GET, "/session", &third, false).await.refused(401), "access.signed-out");
        let second = cookie_of(&sign_in(test, "member01", PASSWORD).await);
        assert_eq!(with_cookie(test, Method::GET, "/session", &second, false).await.status, 200);
        let out = with_cookie(test, Method::DELETE, "/session", &second, true).await;
        assert!(out.headers[header::SET_COOKIE].to_str().unwrap().contains("Max-Age=0"));
        assert_eq!(with_cookie(test, Method::GET, "/session", &second, false).await.refused(401), "access.signed-out");
    };
    for engine in [Engine::Sqlite, Engine::Postgres] {
        on_with(engine, Settings::default(), &story);
    }
}

#[test]
fn a_phone_lives_on_without_a_network_and_each_sync_renews_it_within_a_bound() {
    let story = async |test: &TestApp| {
        set_password(test, "member01", PASSWORD).await;
        let came = sign_in(test, "member01", PASSWORD).await;
        let cookie = cookie_of(&came);
        let get = async |path: &str| with_cookie(test, Method::GET, path, &cookie, false).await;
        let start = test.clock.now();
        let until = |came: TestResponse| came.good()["until"].as_str().unwrap().to_owned();
        assert_eq!(until(get("/sync").await), (start + Span::hours(12)).to_string(), "at a desk it ends without use");
        let desk = get(&format!("/session/vault?device={}", test.id())).await;
        assert!(desk.headers.get(header::SET_COOKIE).is_none());
        assert_eq!(until(desk), (start + Span::hours(12)).to_string(), "a shared desk stays one");
        let key = get(&format!("/session/vault?device={}&lasting=true", test.id())).await;
        let set = key.headers[header::SET_COOKIE].to_str().unwrap().to_owned();
        assert!(
            set.contains(&format!("Max-Age={}", 30 * 86_400)),
            "the browser keeps it as long as it can live: {set}"
        );
        assert_eq!(until(key), (start + Span::days(7)).to_string());
        // Five days in the hills, five times over, with a sync in between: no hour without use ends it.
        for day in [5, 10, 15, 20, 25] {
            test.clock.advance(Span::days(5));
            let ends = start + Span::days((day + 7).min(30));
            assert_eq!(until(get("/sync").await), ends.to_string(), "day {day}");
        }
        test.clock.advance(Span::days(5) + Span::seconds(1));
        assert_eq!(get("/sync").await.refused(401), "access.signed-out", "however often it synced");
        // A person who does not sync for a week must sign in again; and a changed password ends a phone's session at once.
        let second = cookie_of(&sign_in(test, "member01", PASSWORD).await);
        let vault = format!("/session/vault?device={}&lasting=true", test.id());
        with_cookie(test, Method::GET, &vault, &second, false).await.good();
        test.clock.advance(Span::days(7) + Span::seconds(1));
        assert_eq!(with_cookie(test, Method::GET, "/sync", &second, false).await.refused(401), "access.signed-out");
        let third = cookie_of(&sign_in(test, "member01", PASSWORD).await);
        with_cookie(test, Method::GET, &vault, &third, false).await.good();
        set_password(test, "member01", "another-long-one").await;
        assert_eq!(with_cookie(test, Method::GET, "/sync", &third, false).await.refused(401), "access.signed-out");
    };
    for engine in [Engine::Sqlite, Engine::Postgres] {
        on_with(engine, Settings::default(), &story);
    }
}

#[test]
fn a_new_password_ends_the_old_sessions() {
    both(async |test| {
        set_password(test, "member01", PASSWORD).await;
        let old = cookie_of(&sign_in(test, "member01", PASSWORD).await);
        set_password(test, "member01", "another-long-one").await;
        assert_eq!(with_cookie(test, Method::GET, "/session", &old, false).await.refused(401), "access.signed-out");
        assert_eq!(sign_in(test, "member01", PASSWORD).await.refused(401), "access.sign-in-refused");
        sign_in(test, "member01", "another-long-one").await.good();
    });
}

/// Between the comparison of a password and the opening of a session, the password may change.
#[test]
fn a_password_that_is_another_by_now_opens_no_session() {
    both(async |test| {
        set_password(test, "member01", PASSWORD).await;
        let account = test.account("member01");
        let hash =
            test.app.read(move |tx| Ok(crate::rooms::people::store::by_id(tx, account)?.unwrap().password)).await;
        let opens = async |hash: String| super::http::open_session(&test.app, account, Some(hash)).await.is_ok();
        assert!(opens(hash.unwrap()).await);
        assert!(!opens("another hash".to_owned()).await);
    });
}

#[test]
fn sessions_that_are_over_are_swept_and_those_that_hold_are_not() {
    both(async |test| {
        set_password(test, "member01", PASSWORD).await;
        sign_in(test, "member01", PASSWORD).await.good();
        let left = async || {
            crate::sweep::sweep(&test.app).await;
            let account = test.account("member01").uuid();
            let count = "SELECT COUNT(*) FROM sessions WHERE account = $1";
            let read = move |tx: &mut weiguang_store::Tx<'_>| {
                Ok(tx.one(count, weiguang_store::params![account], |row| row.get::<i64>(0))?)
            };
            test.app.read(read).await.unwrap()
        };
        test.clock.advance(Span::days(test.app.settings().sessions.days));
        assert_eq!(left().await, Some(1));
        test.clock.advance(Span::seconds(1));
        assert_eq!(left().await, Some(0));
    });
}

/// The stored hash of a request with a password reveals nothing without the key.
#[test]
fn what_is_kept_of_a_password_cannot_be_tested_without_the_key() {
    both(async |test| {
        let path = format!("/people/accounts/{}/password", test.account("member01").uuid());
        let (key, body) = (test.id(), json!({ "password": PASSWORD }));
        let manager = test.as_("manager").await;
        manager.send(Method::PUT, &path, Some(key), None, Some(&body)).await.good();
        let again = manager.send(Method::PUT, &path, Some(key), None, Some(&body)).await;
        assert_eq!(again.headers["idempotent-replay"], "true");
        let other = json!({ "password": "another-long-one" });
        let reused = manager.send(Method::PUT, &path, Some(key), None, Some(&other)).await;
        assert_eq!(reused.refused(409), "kernel.key-reused");
        let kept: Vec<u8> = test
            .app
            .db()
            .read(move |tx| {
                tx.one("SELECT hash FROM sends WHERE id = $1", weiguang_store::params![key], |row| row.get(0))
            })
            .await
            .unwrap()
            .unwrap();
        let plain = crate::web::extract::request_hash(&Method::PUT, &path, body.to_string().as_bytes());
        assert_ne!(kept, plain);
        assert_eq!(kept, test.app.seal().digest(&plain));
    });
}

#[test]
fn over_https_a_cookie_is_secure() {
    let (db, _guard) =
        weiguang_store::testing::fresh(weiguang_store::Engine::Sqlite, crate::migrations::MIGRATIONS).unwrap();
    let settings = Settings { http: Http { https: true, ..Http::default() }, ..Settings::default() };
    let clock = Clock::moved(morning());
    let app =
        crate::rooms::open(Parts { db, clock, chance: Chance::Machine, seal: Seal::new(&[7; 32]), settings }).unwrap();
    let cookie = crate::access::cookie(&app, Some("secret"), app.now() + Span::days(7));
    assert_eq!(cookie, "weiguang=secret; Path=/; HttpOnly; SameSite=Strict; Max-Age=604800; Secure");
}
