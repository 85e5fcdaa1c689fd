//! Several people act for one person at once, over HTTP and on both engines: an attempt or a note of one does not block the others.

use axum::http::Method;
use serde_json::{Value, json};

use super::alert_tests::raised;
use super::reading_tests::{becomes_nurse, text};
use crate::rooms::households::tests::{pair, wang};
use crate::testing::{Caller, both};

#[test]
fn a_try_and_a_line_of_a_colleague_stop_nobody_and_an_answer_does() {
    both(async |test| {
        becomes_nurse(test, "partner").await;
        pair(test, "510117019006009").await;
        let person = wang(test, &test.as_("member01").await).await;
        let alert = raised(test, &test.as_("partner").await, &text(&person, "id")).await;
        let (leader, secretary) = (test.as_("leader").await, test.as_("secretary").await);
        let act = async |who: &Caller<'_>, seen: i64, body: Value| {
            let path = format!("/care/alerts/{alert}/actions");
            who.send(Method::POST, &path, Some(test.id()), Some(seen), Some(&body)).await
        };
        let seen = leader.get(&format!("/care/alerts/{alert}")).await.good()["version"].as_i64().unwrap();
        let tried = json!({ "action": "try", "rung": 0, "how": "phone", "went": "no_answer", "words": "" });
        act(&secretary, seen, tried.clone()).await.good();
        act(&secretary, seen, json!({ "action": "note", "text": "我也在打电话" })).await.good();
        // The leader answers as they saw it, without a network in the lift.
        act(&leader, seen, json!({ "action": "acknowledge" })).await.good();
        act(&secretary, seen, tried).await.good();
        // The second person who answers learns that it is answered.
        let second = act(&secretary, seen, json!({ "action": "acknowledge" })).await;
        assert_eq!(second.json()["by_others"], true);
        assert_eq!(second.refused(412), "kernel.version-moved");
        // One's own answer is no conflict, and the result says which version the next step must name.
        let own = act(&leader, seen, json!({ "action": "escort", "to": "社区卫生服务中心" })).await.json();
        assert_eq!(own["by_others"], false);
        let now = own["version"].as_i64().unwrap();
        act(&leader, now, json!({ "action": "escort", "to": "社区卫生服务中心" })).await.good();
        let events = leader.get(&format!("/care/alerts/{alert}/events")).await.good();
        let tries = events["items"].as_array().unwrap().iter().filter(|e| e["kind"] == "care.tried").count();
        assert_eq!(tries, 2);
    });
}
