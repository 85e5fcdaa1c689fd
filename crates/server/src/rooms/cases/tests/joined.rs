//! Matters joined to another: their reporters receive its news, over every step, and those who work on the last one read all answers.

use serde_json::{Value, json};
use weiguang_domain::kernel::time::Span;

use crate::testing::{TestApp, both};

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}

/// A resident's report at a longitude: the case, and the API's path of its link.
async fn reported(test: &TestApp, lon: f64, detail: &str) -> (String, String) {
    let new = json!({ "id": test.id(), "kind": "corridor-clutter", "title": "纸箱堵路", "detail": detail, "street": "510117019",
        "point": { "lon": lon, "lat": 30.7605 }, "reporter": { "name": "王秀英", "phone": "13900000000" } });
    let receipt = test.public().post("/public/cases", &new).await.good();
    let link = text(&receipt, "track_url").rsplit('/').next().unwrap().to_owned();
    (text(&new, "id").to_owned(), format!("/public/track/{link}"))
}

#[test]
fn of_one_that_joined_another_that_joined_a_third_nobody_is_lost() {
    both(async |test| {
        // The first lies in the cell of another member.
        let (a, of_a) = reported(test, 103.9315, "三楼楼道全是纸箱").await;
        let (b, of_b) = reported(test, 103.9305, "纸箱一直堆到四楼").await;
        let (d, of_d) = reported(test, 103.9305, "纸箱").await;
        let (public, dispatcher) = (test.public(), test.as_("dispatcher").await);
        let question = json!({ "text": "", "kind": "corridor-clutter", "point": { "lon": 103.9315, "lat": 30.7605 }, "street": "510117019" });
        let offered = public.post("/public/nearby", &question).await.good()["items"].as_array().unwrap().clone();
        let nearest = offered.iter().find(|item| item["near"] == "micro_grid").unwrap();
        let joiner = json!({ "handle": nearest["handle"], "id": test.id(), "phone": "13900000001" });
        let of_joiner = public.post("/public/join", &joiner).await.good();
        let of_joiner = format!("/public/track/{}", text(&of_joiner, "track_url").rsplit('/').next().unwrap());

        let number = text(&public.get(&of_a).await.good(), "number").to_owned();
        test.clock.advance(Span::minutes(10));
        dispatcher.act(&a, &json!({ "action": "duplicate", "of": b })).await.good();
        assert_eq!(public.get(&of_b).await.good()["joined"], 2, "who brought it, and who had joined it");
        test.clock.advance(Span::minutes(10));
        dispatcher.act(&b, &json!({ "action": "duplicate", "of": d })).await.good();
        assert_eq!(public.get(&of_d).await.good()["joined"], 3);

        let owner = test.as_("member01").await;
        let seen = owner.get(&format!("/cases/{d}")).await.good();
        let said: Vec<_> = seen["joined_cases"].as_array().unwrap().iter().map(|one| text(one, "detail")).collect();
        assert_eq!(said, ["三楼楼道全是纸箱", "纸箱一直堆到四楼"], "the owner reads what all of them said");
        assert_eq!(text(&owner.get(&format!("/cases/{a}")).await.good(), "status"), "duplicate");
        assert_eq!(test.as_("member0801").await.get(&format!("/cases/{a}")).await.refused(404), "kernel.not-found");
        let phone = owner.get("/sync").await.good().to_string();
        assert!(phone.contains("三楼楼道全是纸箱"), "and on the phone");

        owner.act(&d, &json!({ "action": "start" })).await.good();
        owner.act(&d, &json!({ "action": "resolve", "outcome": "已清走" })).await.good();
        let (not, yes) = (json!({ "answer": "not", "words": "" }), json!({ "answer": "satisfied" }));
        for link in [&of_a, &of_b, &of_joiner] {
            let page = public.get(link).await.good();
            assert_eq!(
                (text(&page, "status"), text(&page, "holder"), &page["can_answer"]),
                ("resolved", "joiner", &json!(true))
            );
            let (steps, of_last) = (page["steps"].as_array().unwrap(), public.get(&of_d).await.good());
            assert!(page["steps"].to_string().contains("已并案"), "{steps:?}");
            assert_eq!(steps.last(), of_last["steps"].as_array().unwrap().last(), "to the last step of where it went");
            assert_eq!(public.post(&format!("{link}/answer"), &yes).await.refused(409), "cases.only-the-reporter");
            public.post(&format!("{link}/answer"), &not).await.good();
            assert_eq!(public.post(&format!("{link}/answer"), &not).await.refused(409), "cases.said-already");
        }
        assert_eq!(text(&public.get(&of_a).await.good(), "number"), number, "by the number that they know");
        assert_eq!(owner.get(&format!("/cases/{d}")).await.good()["not_solved_for"], 3);
        assert_eq!(text(&public.post(&format!("{of_d}/answer"), &yes).await.good(), "status"), "confirmed");
        assert_eq!(text(&public.get(&of_a).await.good(), "answered"), "satisfied");
    });
}

#[test]
fn who_only_brought_a_matter_reads_nothing_of_what_was_joined_to_it() {
    both(async |test| {
        let (doctor, dispatcher) = (test.as_("doctor").await, test.as_("dispatcher").await);
        let brought = test.bring(&doctor, "corridor-clutter", 0).await;
        let (other, _) = reported(test, 103.9315, "三楼楼道全是纸箱").await;
        let id = text(&brought, "id");
        dispatcher.act(&other, &json!({ "action": "duplicate", "of": id })).await.good();
        assert_eq!(doctor.get(&format!("/cases/{id}")).await.good()["joined_cases"], json!([]));
        assert_eq!(doctor.get(&format!("/cases/{other}")).await.refused(404), "kernel.not-found");
        let owner = test.as_("member01").await.get(&format!("/cases/{id}")).await.good();
        assert_eq!(owner["joined_cases"].as_array().unwrap().len(), 1);
    });
}

#[test]
fn what_is_still_open_is_offered_however_long_ago_it_was_brought() {
    both(async |test| {
        reported(test, 103.9305, "三楼楼道全是纸箱").await;
        test.clock.advance(Span::days(200));
        let question = json!({ "text": "三楼楼道全是纸箱", "kind": "corridor-clutter", "point": { "lon": 103.9305, "lat": 30.7605 }, "street": "510117019" });
        let public = test.public().post("/public/nearby", &question).await.good();
        let leader = test.as_("leader").await.post("/cases/nearby", &question).await.good();
        assert_eq!((public["items"].as_array().unwrap().len(), leader["items"].as_array().unwrap().len()), (1, 1));
    });
}
