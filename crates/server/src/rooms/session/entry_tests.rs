//! Signing in, on both engines: guesses at a login or from an address make strangers wait and never a device that the account knows; an
//! unknown login is answered alike; and forbidden passwords are explained.

use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::{Value, json};
use weiguang_domain::kernel::time::Span;

use crate::testing::{STAFF, TestApp, TestResponse, both};

const PASSWORD: &str = "0123-long-enough";
const HOME: &str = "198.51.100.7";

async fn set_password(test: &TestApp, login: &str) {
    let path = format!("/people/accounts/{}/password", test.account(login).uuid());
    let body = json!({ "password": PASSWORD });
    test.as_("manager").await.send(Method::PUT, &path, Some(test.id()), None, Some(&body)).await.good();
}

/// A POST from an address, with the cookies of a device.
async fn post(test: &TestApp, path: &str, address: &str, cookies: &str, body: &Value) -> TestResponse {
    let request = Request::post(format!("/api/v1{path}"))
        .header("x-forwarded-for", address)
        .header("x-weiguang", "1")
        .header("idempotency-key", test.id().to_string())
        .header(header::COOKIE, cookies)
        .header(header::CONTENT_TYPE, "application/json");
    test.public().raw(request.body(Body::from(body.to_string())).unwrap()).await
}

async fn sign_in(test: &TestApp, address: &str, device: &str, login: &str, password: &str) -> TestResponse {
    post(test, "/session", address, device, &json!({ "login": login, "password": password })).await
}

/// The device's cookie that an answer set.
fn device_of(came: &TestResponse) -> String {
    let set = came.headers.get_all(header::SET_COOKIE).iter().filter_map(|v| v.to_str().ok());
    let text = set.into_iter().find(|v| v.starts_with("weiguang-device=")).expect("a device's cookie");
    for flag in ["HttpOnly", "SameSite=Strict", "Path=/api/v1", "Max-Age=15552000"] {
        assert!(text.contains(flag), "{text}");
    }
    text.split(';').next().unwrap().to_owned()
}

fn told(came: TestResponse) -> (u16, Option<String>, String) {
    let wait = came.headers.get(header::RETRY_AFTER).map(|v| v.to_str().unwrap().to_owned());
    (came.status.as_u16(), wait, String::from_utf8(came.bytes).unwrap())
}

#[test]
fn guesses_at_a_name_let_strangers_wait_and_never_a_device_that_the_account_knows() {
    both(async |test| {
        set_password(test, "member01").await;
        let rules = test.app.settings().sessions.clone();
        let first = sign_in(test, HOME, "", "Member01", PASSWORD).await;
        let device = device_of(&first);
        assert!(!device.contains(&test.account("member01").to_string()), "it tells nobody whose it is");
        // A name that is there and one that nobody has are answered alike, to the byte, before and while they wait.
        for n in 0..rules.failures + 2 {
            let (mine, nobody) = (format!("203.0.113.{n}"), format!("203.0.114.{n}"));
            let there = told(sign_in(test, &mine, "", "member01", "wrong-password").await);
            let none = told(sign_in(test, &nobody, "", "nobody-at-all", "wrong-password").await);
            assert_eq!(there, none, "guess {n}");
            assert_eq!(there.0, if n < rules.failures { 401 } else { 429 }, "guess {n}");
        }
        let stranger = sign_in(test, "203.0.113.99", "", "member01", PASSWORD).await;
        assert_eq!(stranger.headers[header::RETRY_AFTER], "180", "three minutes, and not a quarter of an hour");
        let words = stranger.json()["detail"]["zh"].as_str().unwrap().to_owned();
        assert!(words.contains("3 分钟"), "{words}");
        assert_eq!(stranger.refused(429), "access.locked");
        // The right password from a known device goes in the whole time, wherever the device is now.
        sign_in(test, "203.0.113.50", &device, "member01", PASSWORD).await.good();
        // Another account is not known there, and a cookie that somebody made up is none.
        assert_eq!(
            sign_in(test, HOME, "weiguang-device=AAAA", "member01", PASSWORD).await.refused(429),
            "access.locked"
        );
        set_password(test, "member02").await;
        let other = device_of(&sign_in(test, HOME, "", "member02", PASSWORD).await);
        assert_eq!(sign_in(test, HOME, &other, "member01", PASSWORD).await.refused(429), "access.locked");
        // Only wrong passwords typed on the device itself let it wait, and then nobody else.
        for _ in 0..rules.failures {
            assert_eq!(sign_in(test, HOME, &device, "member01", "wrong-password").await.status, 401);
        }
        assert_eq!(sign_in(test, HOME, &device, "member01", PASSWORD).await.refused(429), "access.locked");
        test.clock.advance(Span::minutes(3));
        let again = sign_in(test, "203.0.113.98", "", "member01", PASSWORD).await;
        device_of(&again);
        again.good();
        // A right one begins anew: the next mistake does not wait.
        assert_eq!(sign_in(test, "203.0.113.97", "", "member01", "wrong-password").await.status, 401);
    });
}

#[test]
fn the_devices_of_an_account_share_what_they_may_guess_and_a_new_password_ends_them() {
    both(async |test| {
        set_password(test, "member01").await;
        let mut devices = Vec::new();
        for _ in 0..6 {
            devices.push(device_of(&sign_in(test, HOME, "", "member01", PASSWORD).await));
        }
        let (own, others) = devices.split_last().unwrap();
        let mut looked = 0;
        for device in others {
            for _ in 0..5 {
                looked += u32::from(sign_in(test, HOME, device, "member01", "wrong-password").await.status == 401);
            }
        }
        assert_eq!(looked, 17, "fifteen, and one for each device that brought none yet");
        sign_in(test, HOME, own, "member01", PASSWORD).await.good();
        // With a new password the devices of the old one are as strange as any.
        set_password(test, "member01").await;
        for n in 0..5 {
            sign_in(test, &format!("203.0.113.{n}"), "", "member01", "wrong-password").await;
        }
        assert_eq!(sign_in(test, HOME, own, "member01", PASSWORD).await.refused(429), "access.locked");
    });
}

#[test]
fn sixty_requests_from_one_address_lock_nobody_out() {
    both(async |test| {
        set_password(test, "secretary").await;
        let device = device_of(&sign_in(test, HOME, "", "secretary", PASSWORD).await);
        let mut waits = 0;
        for n in 0..60 {
            let came = sign_in(test, "203.0.113.9", "", STAFF[n % 12].0, "wrong-password").await;
            waits += u32::from(came.status == 429);
        }
        assert_eq!(waits, 30, "an address has thirty wrong ones an hour");
        sign_in(test, "203.0.113.9", &device, "secretary", PASSWORD).await.good();
        // Elsewhere even a device that nobody knows goes in: nobody was guessed at often enough.
        sign_in(test, HOME, "", "secretary", PASSWORD).await.good();
        // Somebody with an account of their own buys no guesses with it.
        set_password(test, "member02").await;
        sign_in(test, "203.0.113.10", "", "member02", PASSWORD).await.good();
        assert_eq!(sign_in(test, "203.0.113.9", "", "member02", PASSWORD).await.refused(429), "access.locked");
    });
}

#[test]
fn guesses_at_the_same_moment_are_all_counted() {
    both(async |test| {
        set_password(test, "member01").await;
        let guess = || sign_in(test, HOME, "", "member01", "wrong-password");
        let (a, b, c, d, e, f, g) = tokio::join!(guess(), guess(), guess(), guess(), guess(), guess(), guess());
        let looked = [a, b, c, d, e, f, g].iter().filter(|came| came.status == 401).count();
        assert_eq!(looked, usize::try_from(test.app.settings().sessions.failures).unwrap());
    });
}

#[test]
fn the_old_password_is_not_guessed_in_somebodys_open_page() {
    both(async |test| {
        set_password(test, "member01").await;
        let open = test.as_("member01").await;
        let change = async |old: &str| {
            let body = json!({ "old": old, "new": "another-long-one" });
            open.send(Method::PUT, "/session/password", Some(test.id()), None, Some(&body)).await
        };
        for _ in 0..test.app.settings().sessions.failures {
            assert_eq!(change("wrong-password").await.json()["errors"][0]["code"], "access.wrong-password");
        }
        let waits = change(PASSWORD).await;
        assert!(waits.headers.contains_key(header::RETRY_AFTER));
        assert_eq!(waits.refused(429), "access.locked");
        // It does not prevent signing in, and ends by itself.
        sign_in(test, HOME, "", "member01", PASSWORD).await.good();
        test.clock.advance(Span::minutes(3));
        assert_eq!(change(PASSWORD).await.status, 204);
    });
}

#[test]
fn a_refused_password_is_told_why() {
    both(async |test| {
        let path = format!("/people/accounts/{}/password", test.account("member01").uuid());
        let manager = test.as_("manager").await;
        for (password, why) in [
            ("password12", "太常见"),
            ("          ", "至少 10 个字符"),
            (crate::access::password::DEMONSTRATION, "太常见"),
            ("hezuojiedao12", "街道名"),
            ("member01member01", "账号"),
            ("13812345678", "长数字"),
        ] {
            let body = json!({ "password": password });
            let came = manager.send(Method::PUT, &path, Some(test.id()), None, Some(&body)).await;
            let fault = came.json()["errors"][0].clone();
            assert_eq!(
                (came.status.as_u16(), fault["code"].as_str()),
                (422, Some("access.weak-password")),
                "{password}"
            );
            assert!(fault["zh"].as_str().unwrap().contains(why) && fault["en"] != "", "{password}: {fault}");
        }
        manager.send(Method::PUT, &path, Some(test.id()), None, Some(&json!({ "password": PASSWORD }))).await.good();
    });
}

#[test]
fn a_page_of_another_site_signs_nobody_in() {
    both(async |test| {
        set_password(test, "member01").await;
        let request = Request::post("/api/v1/session").header(header::CONTENT_TYPE, "text/plain");
        let body = json!({ "login": "member01", "password": PASSWORD }).to_string();
        let came = test.public().raw(request.body(Body::from(body)).unwrap()).await;
        assert!(came.headers.get(header::SET_COOKIE).is_none());
        assert_eq!(came.refused(403), "access.cross-site");
    });
}
