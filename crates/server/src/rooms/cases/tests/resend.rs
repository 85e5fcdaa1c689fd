//! A repeated write is done once, over HTTP and on both engines.

use axum::http::Method;
use serde_json::json;
use weiguang_domain::kernel::time::Span;
use weiguang_store::params;

use crate::outside::cleaning::samples;
use crate::testing::both;

#[test]
fn three_sends_are_one_case_and_one_effect_and_another_body_is_refused() {
    both(async |test| {
        let leader = test.as_("leader").await;
        let body = json!({ "id": test.id(), "kind": "corridor-clutter", "title": "楼道堆物", "point": { "lon": 103.9305, "lat": 30.7605 } });
        let key = test.id();
        let first = leader.send(Method::POST, "/cases", Some(key), None, Some(&body)).await;
        let answer = first.good();
        for _ in 0..2 {
            let again = leader.send(Method::POST, "/cases", Some(key), None, Some(&body)).await;
            assert_eq!(again.status, 201);
            assert_eq!(again.headers["idempotent-replay"], "true");
            assert_eq!(again.json(), answer);
        }
        assert_eq!(leader.get("/cases").await.good()["items"].as_array().unwrap().len(), 1);
        let other = json!({ "id": test.id(), "kind": "corridor-clutter", "title": "另一件事" });
        assert_eq!(
            leader.send(Method::POST, "/cases", Some(key), None, Some(&other)).await.refused(409),
            "kernel.key-reused"
        );
        assert_eq!(
            leader.send(Method::POST, "/cases?again", Some(key), None, Some(&body)).await.refused(409),
            "kernel.key-reused",
            "another query is another request"
        );
        // The same case under another key is the same record.
        assert_eq!(leader.post("/cases", &body).await.refused(409), "kernel.exists");
        assert_eq!(
            leader.send(Method::POST, "/cases", None, None, Some(&body)).await.refused(400),
            "kernel.key-missing"
        );

        let id = answer["id"].as_str().unwrap();
        let key = test.id();
        let accept = json!({ "action": "take_over" });
        let path = format!("/cases/{id}/actions");
        for _ in 0..3 {
            // The version is the one that it was decided on, the first time and every time.
            let done =
                leader.send(Method::POST, &path, Some(key), answer["version"].as_i64(), Some(&accept)).await.good();
            assert_eq!(done["status"], "accepted");
        }
        let events = leader.get(&format!("/cases/{id}/events")).await.good();
        assert_eq!(events["items"].as_array().unwrap().iter().filter(|e| e["kind"] == "cases.accepted").count(), 1);
        assert_eq!(
            leader
                .send(Method::POST, &path, Some(test.id()), Some(1), Some(&json!({ "action": "start" })))
                .await
                .refused(412),
            "kernel.version-moved"
        );
        assert_eq!(
            leader
                .send(Method::POST, &path, Some(test.id()), None, Some(&json!({ "action": "start" })))
                .await
                .refused(428),
            "kernel.version-missing"
        );
        assert_eq!(leader.act(id, &json!({ "action": "take_over" })).await.refused(409), "cases.transition-refused");
        let bad = leader.act(id, &json!({ "action": "resolve", "outcome": "  " })).await;
        assert_eq!(bad.refused(409), "cases.text-empty");
        // Answers are stored for a month, and then deleted.
        let held = async || {
            let count = "SELECT COUNT(*) FROM sends WHERE id = $1";
            let read = move |tx: &mut weiguang_store::Tx<'_>| Ok(tx.one(count, params![key], |row| row.get::<i64>(0))?);
            test.app.read(read).await.unwrap()
        };
        test.clock.advance(crate::sweep::REMEMBER_SENDS);
        crate::sweep::sweep(&test.app).await;
        assert_eq!(held().await, Some(1));
        test.clock.advance(Span::seconds(1));
        crate::sweep::sweep(&test.app).await;
        assert_eq!(held().await, Some(0));
    });
}

#[test]
fn eight_sendings_at_the_same_moment_are_one_case() {
    both(async |test| {
        let leader = test.as_("leader").await;
        let body = json!({ "id": test.id(), "kind": "corridor-clutter", "title": "楼道堆物", "point": { "lon": 103.9305, "lat": 30.7605 } });
        let key = test.id();
        let all = futures_util::future::join_all(
            (0..8).map(|_| leader.send(Method::POST, "/cases", Some(key), None, Some(&body))),
        )
        .await;
        let answers: Vec<_> = all.into_iter().map(crate::testing::TestResponse::good).collect();
        assert!(answers.iter().all(|a| *a == answers[0]), "{answers:#?}");
        assert_eq!(leader.get("/cases").await.good()["items"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn a_photo_that_is_sent_again_is_one_and_another_under_its_key_is_refused() {
    both(async |test| {
        let leader = test.as_("leader").await;
        let case = test.bring(&leader, "corridor-clutter", 0).await["id"].as_str().unwrap().to_owned();
        let (path, key, id) = (format!("/cases/{case}/attachments"), test.id(), test.id().to_string());
        for _ in 0..2 {
            leader.upload(&path, key, &[("id", &id)], &samples::photo(1)).await.good();
        }
        let other = leader.upload(&path, key, &[("id", &id)], &samples::photo(6)).await;
        assert_eq!(other.refused(409), "kernel.key-reused");
        let page = leader.get(&format!("/cases/{case}")).await.good();
        assert_eq!(page["attachments"].as_array().unwrap().len(), 1);
    });
}
