//! References to a cell by data outside of it: they move where one cell replaced one cell, and are reported otherwise.

use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::{Value, json};
use weiguang_domain::kernel::time::Span;

use super::text;
use crate::testing::{TestApp, both};

const FIRST: &str = "51011701900600901";
const SECOND: &str = "51011701900600902";
const THIRD: &str = "51011701900600903";
const RENUMBERED: &str = "51011701900600921";
const MERGED: &str = "51011701900600922";

async fn of_token(test: &TestApp, secret: &str) -> (u16, Value) {
    let request = Request::builder().uri("/api/v1/cases").header("authorization", format!("Bearer {secret}"));
    let came = test.public().raw(request.body(Body::empty()).unwrap()).await;
    (came.status.as_u16(), came.json())
}

#[test]
fn destinations_tokens_and_views_follow_one_to_one_and_are_named_elsewhere() {
    both(async |test| {
        let (manager, member, dispatcher) =
            (test.as_("manager").await, test.as_("member01").await, test.as_("dispatcher").await);
        let mut secrets = Vec::new();
        for (code, name) in [(FIRST, "一号"), (SECOND, "二号")] {
            let destination = json!({ "id": test.id(), "name": name, "url": "https://example.com/hook", "secret": "a-secret-of-more-than-24-letters",
                "topics": [], "code": code });
            manager.post("/outbox/destinations", &destination).await.good();
            let token = json!({ "id": test.id(), "name": name, "verbs": ["cases.read"], "code": code, "expires": "2027-06-01T00:00:00Z" });
            secrets.push(text(&dispatcher.post("/people/tokens", &token).await.good(), "secret").to_owned());
            let view = json!({ "name": name, "query": { "under": code } });
            dispatcher.put(&format!("/cases/views/{}", test.id()), &view).await.good();
        }
        let case = test.bring(&dispatcher, "corridor-clutter", 0).await;

        let plan = json!({ "id": test.id(), "day": "2026-11-23", "posts": [], "moves": [
            { "move": "renumber", "old": FIRST, "new": RENUMBERED },
            { "move": "merge", "olds": [SECOND, THIRD], "into": { "code": MERGED, "name": "合片", "shape": null, "households": null } }] });
        let draft = test.as_("secretary").await.post("/grid/regrids", &plan).await.good();
        let path = format!("/grid/regrids/{}", text(&draft, "id"));
        manager.post(&format!("{path}/review"), &Value::Null).await.good();
        let report = manager.post(&format!("{path}/apply"), &Value::Null).await.good()["report"].clone();
        assert_eq!(report["followed"], 4, "a destination, a token and both views: {report}");
        let mut left: Vec<_> =
            report["left"].as_array().unwrap().iter().map(|l| (text(l, "what"), text(l, "name"))).collect();
        left.sort_unstable();
        assert_eq!(left, [("destination", "二号"), ("token", "二号")], "they would reach more than before");

        let all = manager.get("/outbox/destinations").await.good();
        let mut codes: Vec<_> = all["items"].as_array().unwrap().iter().map(|d| text(d, "code")).collect();
        codes.sort_unstable();
        assert_eq!(codes, [SECOND, RENUMBERED]);
        let (status, page) = of_token(test, &secrets[0]).await;
        assert_eq!((status, text(&page["items"][0], "id")), (200, text(&case, "id")));
        let views = test.as_("dispatcher").await.get("/cases/views").await.good();
        let under: Vec<_> = views["items"].as_array().unwrap().iter().map(|v| text(&v["query"], "under")).collect();
        assert_eq!(under, [RENUMBERED, MERGED], "a list gives no rights");
        let waiting = "SELECT COUNT(*) FROM messages WHERE state = 'waiting'";
        let count = async || {
            test.app.read(move |tx| Ok(tx.one(waiting, &[], |row| row.get::<i64>(0))?.unwrap_or(0))).await.unwrap()
        };
        let before = count().await;
        test.as_("member01").await.act(text(&case, "id"), &json!({ "action": "accept" })).await.good();
        assert_eq!(count().await, before + 1, "the destination is told of the new cell");

        // A link to the list of a cell that ended says what became of it.
        drop((member, dispatcher));
        let (leader, old) = (test.as_("leader").await, format!("?under={FIRST}"));
        for list in ["/cases", "/cases/counts", "/households/residents", "/people/duty", "/care/alerts"] {
            let came = leader.get(&format!("{list}{old}")).await;
            let (status, told) = (came.status.as_u16(), came.json());
            assert_eq!((status, text(&told, "code")), (409, "grid.code-ended"), "{list}");
            assert!(text(&told["detail"], "zh").contains(RENUMBERED), "{told}");
        }
        leader.get(&format!("/cases{old}&view=closed")).await.good();
        assert_eq!(
            test.as_("other-manager").await.get(&format!("/people/duty{old}")).await.refused(403),
            "access.denied"
        );
        test.clock.advance(Span::days(1));
        let split = json!({ "id": test.id(), "day": "2026-11-24", "posts": [], "moves": [
            { "move": "split", "old": MERGED, "into": [
                { "code": "51011701900600931", "name": "甲片", "shape": super::square(1.0, 2.0), "households": 1 },
                { "code": "51011701900600932", "name": "乙片", "shape": super::square(2.0, 3.0), "households": 1 }], "default": null }] });
        let draft = test.as_("secretary").await.post("/grid/regrids", &split).await.good();
        assert_eq!(draft["preview"]["faults"], json!([]), "{draft}");
        let path = format!("/grid/regrids/{}", text(&draft, "id"));
        let manager = test.as_("manager").await;
        manager.post(&format!("{path}/review"), &Value::Null).await.good();
        manager.send(Method::POST, &format!("{path}/apply"), Some(test.id()), None, Some(&Value::Null)).await.good();
        let told = test.as_("dispatcher").await.get("/inbox").await.good().to_string();
        assert!(told.contains("cases.view-ended") && told.contains("二号"), "{told}");
        let came = test.as_("leader").await.get(&format!("/cases?under={SECOND}")).await.json();
        assert!(came["detail"]["zh"].as_str().unwrap().contains("51011701900600932"), "through both: {came}");
    });
}
