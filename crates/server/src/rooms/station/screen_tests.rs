//! The calling screen behind its link: tickets and desks as they change, no names, and nothing once the link was withdrawn.

use axum::body::Body;
use axum::http::{Method, Request};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;
use weiguang_domain::kernel::time::Span;

use super::tests::{NAMES, Station, act};
use crate::rooms::care::reading_tests::{resident, text};
use crate::testing::{TestApp, both};

/// The next event of a stream: its name and its data.
async fn next(body: &mut Body) -> Option<(String, Value)> {
    let mut text = String::new();
    loop {
        let frame = body.frame().await?.unwrap();
        text += std::str::from_utf8(&frame.into_data().unwrap()).unwrap();
        if let Some(event) = text.split("\n\n").next().filter(|e| e.contains("data:")) {
            let field =
                |name: &str| event.lines().find_map(|l| l.strip_prefix(name)).unwrap_or_default().trim().to_owned();
            return Some((field("event:"), serde_json::from_str(&field("data:")).unwrap()));
        }
        if text.contains("\n\n") {
            text.clear();
        }
    }
}

async fn watch(test: &TestApp, token: &str) -> Body {
    let request = Request::builder().uri(format!("/api/v1/public/screens/{token}/live")).body(Body::empty()).unwrap();
    let response = test.router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), 200);
    response.into_body()
}

#[test]
fn an_unattended_screen_sees_each_call_and_its_link_can_be_withdrawn() {
    both(async |test| {
        let station = Station::opens(test).await;
        let nurse = test.as_("partner").await;
        let id = resident(test, NAMES[0]).await;
        let made = nurse.post(&station.path("/screens"), &json!({ "id": test.id(), "name": "大厅电视" })).await.good();
        let token = text(&made, "token");
        assert_eq!(text(&made, "url"), format!("/station/screen/{token}"));
        let shown = test.public().get(&format!("/public/screens/{token}")).await.good();
        assert_eq!((text(&shown, "state"), text(&shown, "next_day")), ("none".into(), "2026-11-25".into()));
        test.pass(Span::days(2)).await;

        let mut screen = watch(test, &token).await;
        let (event, first) = next(&mut screen).await.unwrap();
        assert_eq!(
            (event.as_str(), text(&first, "state"), text(&first, "from")),
            ("screen", "open".into(), "09:00".into())
        );
        let ticket = nurse.post(&station.day("/tickets"), &json!({ "id": test.id(), "resident": id })).await.good();
        assert_eq!(next(&mut screen).await.unwrap().1["waiting"], 1);
        let called = station.calls(&nurse, json!({ "desk": 2 })).await;
        let (_, now) = next(&mut screen).await.unwrap();
        assert_eq!((text(&now["called"][0], "label"), now["called"][0]["desk"].as_i64()), ("B01".into(), Some(2)));
        for word in [NAMES[0], &id, &text(&ticket, "id"), "王"] {
            assert!(!now.to_string().contains(word), "{now}");
        }
        let mut again = called["called"].clone();
        for times in [2, 3] {
            again = act(test, &nurse, &again, json!({ "action": "call_again" })).await.good();
            assert_eq!(next(&mut screen).await.unwrap().1["called"][0]["times"], times);
        }
        act(test, &nurse, &again, json!({ "action": "call_again" })).await.good();
        let (_, passed) = next(&mut screen).await.unwrap();
        assert_eq!((&passed["called"], &passed["passed"]), (&json!([]), &json!(["B01"])));
        nurse.post(&station.day("/close"), &json!({})).await.good();
        assert_eq!(next(&mut screen).await.unwrap().1["state"], "closed");

        // The link is withdrawn: the stream says so and ends, and the page is not found any more.
        let path = format!("/care/screens/{}", text(&made, "id"));
        nurse.send(Method::DELETE, &path, Some(test.id()), None, None).await.good();
        assert_eq!(next(&mut screen).await.unwrap().0, "gone");
        assert!(next(&mut screen).await.is_none());
        assert_eq!(test.public().get(&format!("/public/screens/{token}")).await.refused(404), "kernel.not-found");
        assert_eq!(nurse.get(&station.path("/screens")).await.good()["items"], json!([]));
    });
}

#[test]
fn a_link_is_made_and_seen_by_who_runs_the_station_and_a_guess_opens_nothing() {
    both(async |test| {
        let station = Station::opens(test).await;
        let nurse = test.as_("partner").await;
        for who in ["member01", "secretary", "leader", "member0801", "other-dispatcher"] {
            let caller = test.as_(who).await;
            assert_eq!(caller.get(&station.path("/screens")).await.refused(404), "kernel.not-found", "{who}");
            let made = caller.post(&station.path("/screens"), &json!({ "id": test.id(), "name": "x" })).await;
            assert_eq!(made.refused(404), "kernel.not-found", "{who}");
        }
        let made = nurse.post(&station.path("/screens"), &json!({ "id": test.id(), "name": "大厅" })).await.good();
        let token = text(&made, "token");
        let mut guess = token.clone().into_bytes();
        guess[40] = if guess[40] == b'A' { b'B' } else { b'A' };
        let guess = String::from_utf8(guess).unwrap();
        assert_eq!(test.public().get(&format!("/public/screens/{guess}")).await.refused(404), "kernel.not-found");
        assert_eq!(test.public().get(&format!("/public/track/{token}")).await.refused(404), "kernel.not-found");
        let unnamed = nurse.post(&station.path("/screens"), &json!({ "id": test.id(), "name": " " })).await;
        assert_eq!(unnamed.json()["errors"][0]["field"], "name");
    });
}
