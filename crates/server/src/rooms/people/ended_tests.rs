//! Posts that end by their date: the open work of their holders is handed over when the day has passed, and only once.

use axum::http::Method;
use serde_json::{Value, json};
use weiguang_domain::kernel::time::Span;

use super::jobs::pass_on_ended;
use crate::doctor::Verdict;
use crate::rooms::care::reading_tests::{becomes_nurse, measure};
use crate::rooms::households::tests::{pair, wang};
use crate::testing::{Caller, TestApp, both};

const CELL: &str = "51011701900600901";

async fn ends_today(test: &TestApp, manager: &Caller<'_>, who: &str, role: &str) -> Value {
    let page = manager.get(&format!("/people/accounts/{}", test.account(who))).await.good();
    let held = page["history"].as_array().unwrap().iter().find(|post| post["role"] == role).unwrap();
    let path = format!("/people/assignments/{}?until=2026-11-23", held["id"].as_str().unwrap());
    manager.send(Method::DELETE, &path, Some(test.id()), None, None).await.good()
}

/// A very high value, measured twice.
async fn raises_an_alert(test: &TestApp, person: &str) {
    let nurse = test.as_("gridmember").await;
    for glucose in ["30.7", "31.2"] {
        measure(&nurse, test, person, json!({ "glucose": glucose, "meal": "random" })).await.good();
    }
}

/// What the doctor says of posts that ended.
async fn ended_posts(test: &TestApp) -> (Verdict, String) {
    let one = test.finding("ended posts 510117019").await;
    (one.verdict, one.en)
}

#[test]
fn what_rested_with_a_post_that_ends_by_date_passes_on_once() {
    both(async |test| {
        becomes_nurse(test, "gridmember").await;
        pair(test, "510117019006").await;
        let (manager, dispatcher) = (test.as_("manager").await, test.as_("dispatcher").await);
        let case = test.bring(&dispatcher, "corridor-clutter", 0).await;
        let path = format!("/cases/{}", case["id"].as_str().unwrap());
        let person = wang(test, &test.as_("member01").await).await["id"].as_str().unwrap().to_owned();
        raises_an_alert(test, &person).await;
        let owner = async || {
            let alerts = test.as_("secretary").await.get("/care/alerts").await.good();
            alerts["items"][0]["owner"]["name"].as_str().unwrap().to_owned()
        };
        assert_eq!(owner().await, "甲leader");

        assert_eq!(
            ends_today(test, &manager, "member01", "micro_grid_member").await["passed"],
            0,
            "the day is not over"
        );
        ends_today(test, &manager, "leader", "grid_leader").await;
        ends_today(test, &manager, "doctor", "doctor").await;
        assert_eq!(pass_on_ended(&test.app).await.unwrap(), 0);
        assert_eq!(ended_posts(test).await.0, Verdict::Good);

        test.clock.advance(Span::days(1));
        assert_eq!(
            ended_posts(test).await,
            (Verdict::Warning, "people whose posts ended and with whom open work still rests: 3".into())
        );
        assert_eq!(pass_on_ended(&test.app).await.unwrap(), 2, "the case and the alert");
        assert_eq!(dispatcher.get(&path).await.good()["owner"]["name"], "甲gridmember", "who serves the grid is next");
        assert_eq!(owner().await, "甲gridmember");
        let teams = manager.get("/households/pairing").await.good();
        assert!(!teams.to_string().contains("甲doctor"), "{teams}");
        assert_eq!((pass_on_ended(&test.app).await.unwrap(), ended_posts(test).await.0), (0, Verdict::Good));
        // A former holder reads nothing about matters any more, neither singly nor counted.
        let former = test.as_("member01").await.get("/inbox").await.good();
        assert_eq!((&former["items"], &former["unread"]), (&json!([]), &json!(0)));
        assert_eq!(test.as_("member01").await.get("/session").await.good()["unread"], 0);
        let told = test.as_("gridmember").await.get("/inbox").await.good();
        assert!(told["items"].as_array().unwrap().iter().any(|n| n["case"] == case["id"]), "{told}");
    });
}

#[test]
fn where_nobody_answers_an_alert_is_not_passed_on_again_and_again() {
    both(async |test| {
        becomes_nurse(test, "gridmember").await;
        pair(test, "510117019006").await;
        let manager = test.as_("manager").await;
        let person = wang(test, &test.as_("member01").await).await["id"].as_str().unwrap().to_owned();
        raises_an_alert(test, &person).await;
        for (who, role) in [
            ("member01", "micro_grid_member"),
            ("gridmember", "grid_member"),
            ("leader", "grid_leader"),
            ("secretary", "community_secretary"),
        ] {
            ends_today(test, &manager, who, role).await;
        }
        test.clock.advance(Span::days(1));
        assert_eq!(pass_on_ended(&test.app).await.unwrap(), 1);
        let alert = test.as_("dispatcher").await.get("/care/alerts").await.good()["items"][0].clone();
        assert_eq!(alert["owner"]["name"], "甲dispatcher", "{CELL} is answered for by the street");
        assert_eq!(pass_on_ended(&test.app).await.unwrap(), 0);
    });
}
