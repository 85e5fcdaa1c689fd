//! Tests that the live streams of unpermitted accounts receive nothing about actions in the protected micro-grid.

use axum::body::Body;
use axum::http::Method;
use futures_util::StreamExt as _;
use serde_json::json;
use std::time::Duration;
use tower::ServiceExt as _;

use super::reading::words_in;
use super::world::{CELL, World};
use crate::testing::{TestApp, TestResponse};

/// The listening accounts, and for each the micro-grid of the last case that it is permitted to hear about.
const LISTENERS: &[(&str, &str)] = &[
    ("member01", "51011701900600901"),
    ("member03", "51011701900600903"),
    ("secretary08", "51011701900800101"),
    ("leader0801", "51011701900800101"),
    ("member0801", "51011701900800101"),
    ("standin", "51011701900600903"),
    ("other-dispatcher", "51011700920200101"),
    ("other-manager", "51011700920200101"),
    ("other-member", "51011700920200101"),
];

/// Opens a live stream for each listener, then performs actions in several rooms in the protected micro-grid, then submits a case that the
/// listener may hear about: until that case, the listener must receive nothing.
pub async fn hears_nothing(test: &TestApp, world: &World) {
    let mut streams = Vec::new();
    for (who, last) in LISTENERS {
        let one = world.one(test, who).await;
        let request = one.request(Method::GET, "/api/v1/live").body(Body::empty()).unwrap();
        let answer = test.router.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), 200, "{who}");
        streams.push((who, *last, answer.into_body().into_data_stream()));
    }
    let (member, nurse) = (world.as_(test, "member02").await, world.as_(test, "nurse").await);
    member.act(&world["case"], &json!({ "action": "start" })).await.good();
    let visit = json!({ "id": test.id(), "door": { "household": &world["household"] }, "code": CELL, "at": test.clock.now().to_string(), "outcome": "done" });
    member.post("/visits", &visit).await.good();
    let weight = json!({ "id": test.id(), "resident": &world["resident"], "measured": { "weight": "61" } });
    nurse.post("/care/readings", &weight).await.good();
    let leader = world.as_(test, "leader").await;
    let path = format!("/care/alerts/{}", &world["alert"]);
    let version = leader.get(&path).await.good()["version"].as_i64();
    let note = json!({ "action": "note", "text": "家里没人接" });
    leader.send(Method::POST, &format!("{path}/actions"), Some(test.id()), version, Some(&note)).await.good();
    let (desk, other) = (world.as_(test, "dispatcher").await, world.as_(test, "other-dispatcher").await);
    for (caller, west) in [(&desk, 0), (&desk, 2), (&desk, 3), (&other, 30)] {
        test.bring(caller, "street-light-out", west).await;
    }
    for (who, last, mut stream) in streams {
        let mut heard = Vec::new();
        while !String::from_utf8_lossy(&heard).contains(&format!("\"{last}\"")) {
            let more = tokio::time::timeout(Duration::from_secs(20), stream.next()).await;
            heard.extend(
                more.unwrap_or_else(|_| panic!("{who} heard only {}", String::from_utf8_lossy(&heard)))
                    .unwrap()
                    .unwrap(),
            );
        }
        let heard =
            TestResponse { status: axum::http::StatusCode::OK, headers: axum::http::HeaderMap::new(), bytes: heard };
        let words = words_in(&heard, world, who, "/live", &[]);
        let all = String::from_utf8_lossy(&heard.bytes);
        assert!(words.is_empty() && !all.contains(CELL) && !all.contains("care."), "{who} hears {words:?}: {all}");
    }
}
