//! Slow bodies: they are cut, and no signed-in user waits because of them.

use axum::body::Body;
use axum::http::{Request, header};
use bytes::Bytes;
use futures_util::stream;
use std::convert::Infallible;
use tower::ServiceExt as _;
use weiguang_domain::kernel::ids::ScreenId;
use weiguang_store::Engine;

use crate::config::Settings;
use crate::testing::{TestApp, code, on_with};

/// A report whose body begins and never continues.
fn slow(from: u8, cookie: &str) -> Request<Body> {
    let begins = stream::iter([Ok::<_, Infallible>(Bytes::from_static(b"{"))]);
    let body = Body::from_stream(futures_util::StreamExt::chain(begins, stream::pending()));
    Request::post("/api/v1/public/cases")
        .header("x-forwarded-for", format!("203.0.113.{from}"))
        .header("idempotency-key", uuid::Uuid::nil().to_string())
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/json")
        .body(body)
        .unwrap()
}

fn settings(body_seconds: u64) -> Settings {
    let mut settings = Settings::default();
    settings.http.concurrency = 6;
    settings.http.requests_per_address = 2;
    settings.http.body_seconds = body_seconds;
    settings
}

#[test]
fn a_body_that_stands_still_is_cut() {
    on_with(Engine::Sqlite, settings(1), &async |test: &TestApp| {
        let came = test.public().raw(slow(1, "")).await;
        assert_eq!(came.refused(408), "kernel.too-slow");
        assert!(test.public().get("/public/streets").await.status.is_success(), "its place is free again");
    });
}

#[test]
fn slow_bodies_of_strangers_keep_nobody_who_is_signed_in_waiting() {
    on_with(Engine::Sqlite, settings(3_600), &async |test: &TestApp| {
        let mut held = Vec::new();
        for from in 0..20 {
            // Two of each address; a cookie that nobody gave out makes no difference.
            let mut one = Box::pin(test.router.clone().oneshot(slow(from / 4, "weiguang=made-up")));
            let _ = futures_util::poll!(&mut one);
            held.push(one);
        }
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        assert_eq!(test.public().get("/public/streets").await.refused(503), "kernel.busy");
        let dispatcher = test.as_("dispatcher").await;
        for _ in 0..5 {
            dispatcher.get("/session").await.good();
        }
        let screen = test.app.seal().screen(&code("510117019"), ScreenId::new(test.id()));
        let shown = async |token: &str| test.public().get(&format!("/public/screens/{token}")).await;
        assert_eq!(
            shown(&screen).await.refused(404),
            "kernel.not-found",
            "a screen's place is kept, though none is there"
        );
        assert_eq!(shown("made-up").await.refused(503), "kernel.busy");
        drop(held);
        test.public().get("/public/streets").await.good();
    });
}
