//! A visit recorded by mistake, corrected over HTTP on both engines: both visits stay in the history, one counts, and the ledger forgets
//! what it learned from the other.

use axum::http::Method;
use serde_json::{Value, json};

use super::campaign_tests::{act, draft};
use super::tests::{CELL, GRID, answer, publish, rooms, visit};
use crate::rooms::households::tests::wang;
use crate::testing::both;

#[test]
fn a_wrong_end_is_put_right_and_the_proof_follows() {
    both(async |test| {
        publish(test, "alone").await;
        let places = rooms(test, CELL, 2).await;
        let (secretary, member, leader) =
            (test.as_("secretary").await, test.as_("member01").await, test.as_("leader").await);
        let path = draft(test, &secretary, GRID, json!({ "who": "all_doors" })).await;
        act(test, &secretary, &path, json!({ "action": "start" })).await.good();
        let campaign = path.rsplit('/').next().unwrap();
        let went = |outcome: &str, corrects: &Value| {
            let mut body = visit(test, json!({ "place": places[0] }), CELL, outcome);
            body["why"] = json!({ "plan": "campaign", "campaign": campaign, "round": 1 });
            if !corrects.is_null() {
                body["corrects"] = corrects.clone();
            }
            body
        };
        let stands = async || {
            let now = secretary.get(&path).await.good();
            ["refused", "not_reached", "vacant", "untried"].map(|key| now["coverage"][key].as_i64().unwrap())
        };
        let wrong = went("refused", &Value::Null);
        member.post("/visits", &wrong).await.good();
        assert_eq!(stands().await, [1, 0, 0, 1]);

        // A colleague may not; the visitor may, and "nobody answered" is less significant than "refused", but it is what counts.
        let right = went("not_reached", &wrong["id"]);
        let colleague = test.as_("member02").await;
        assert_eq!(colleague.post("/visits", &right).await.refused(404), "kernel.not-found");
        let key = test.id();
        for _ in 0..2 {
            let receipt = member.send(Method::POST, "/visits", Some(key), None, Some(&right)).await.good();
            assert_eq!((&receipt["id"], &receipt["counts"]), (&right["id"], &json!(true)));
        }
        assert_eq!(member.post("/visits", &right).await.status, 201, "under another key it is the same visit");
        assert_eq!(stands().await, [0, 1, 0, 1]);
        let sync = member.get("/sync").await.good();
        let doors = sync["sections"]["visits"]["items"][0]["doors"].as_array().unwrap();
        let door = doors.iter().find(|door| door.get("end").is_some()).unwrap();
        assert_eq!((&door["end"], &door["last"]["visit"]), (&json!("not_reached"), &right["id"]));

        // A visit is corrected only once; the newer one can be corrected, by a leader, too.
        let again = went("done", &wrong["id"]);
        assert_eq!(member.post("/visits", &again).await.refused(409), "visits.corrected-already");
        let by_leader = went("vacant", &right["id"]);
        leader.post("/visits", &by_leader).await.good();
        assert_eq!(stands().await, [0, 0, 1, 1]);

        // The history has all three, the names of both, and when the visit took place.
        let list = leader.get(&format!("/visits?under={GRID}")).await.good()["items"].as_array().unwrap().clone();
        assert_eq!(list.len(), 3);
        let shown = |id: &Value| list.iter().find(|one| one["id"] == *id).unwrap().clone();
        let (first, second, third) = (shown(&wrong["id"]), shown(&right["id"]), shown(&by_leader["id"]));
        assert_eq!((&first["corrected"], &first["may_correct"]), (&right["id"], &json!(false)));
        assert_eq!((&second["corrects"], &second["corrected"]), (&wrong["id"], &by_leader["id"]));
        assert_eq!(
            (&third["corrects"], &third["corrected"], &third["may_correct"]),
            (&right["id"], &json!(null), &json!(true))
        );
        let names = (&third["by"]["name"], &third["corrected_by"]["name"]);
        assert_eq!(names, (&json!("甲member01"), &json!("甲leader")), "who went, and who put it right");
        assert_eq!(third["at"], first["at"]);
        let doors = test.examine().await.into_iter().find(|one| one.what.starts_with("visits")).unwrap();
        assert_eq!(doors.verdict, crate::doctor::Verdict::Good, "{doors:?}");

        // A correction needs the same dwelling and an existing visit.
        let mut other = went("vacant", &by_leader["id"]);
        other["door"] = json!({ "place": places[1] });
        assert_eq!(member.post("/visits", &other).await.refused(422), "kernel.invalid");
        let nothing = went("vacant", &json!(test.id()));
        assert_eq!(member.post("/visits", &nothing).await.refused(404), "kernel.not-found");
    });
}

#[test]
fn what_the_ledger_learned_of_a_wrong_visit_is_taken_back() {
    both(async |test| {
        publish(test, "alone").await;
        let member = test.as_("member01").await;
        let person = wang(test, &member).await;
        let home = &person["household"]["id"];
        let secretary = test.as_("secretary").await;
        let path = draft(test, &secretary, GRID, json!({ "who": "all_doors" })).await;
        act(test, &secretary, &path, json!({ "action": "start" })).await.good();
        let says = |outcome: &str, answers: Value| {
            let mut body = visit(test, json!({ "household": home }), CELL, outcome);
            body["why"] = json!({ "plan": "campaign", "campaign": path.rsplit('/').next().unwrap(), "round": 1 });
            body["answers"] = answers;
            body
        };
        let tenure =
            async || member.get(&format!("/households/{}", home.as_str().unwrap())).await.good()["tenure"].clone();
        let before = tenure().await;
        assert_eq!(before, "tenant");
        // The ledger's own word was on the screen, and was changed by a slip of the thumb.
        let door = member.get("/sync").await.good()["sections"]["visits"]["items"][0]["doors"][0].clone();
        let size = answer("number", "2", "asked", &Value::Null);
        let seen = &door["known"]["tenure"]["seen"];
        let wrong = says("done", json!({ "size": size, "tenure": answer("one", "owner", "changed", seen) }));
        assert_eq!(member.post("/visits", &wrong).await.good()["disputed"], json!([]));
        assert_eq!(tenure().await, "owner");
        let burden = async || member.get("/visits/burden").await.good()["items"].clone();
        assert_eq!(burden().await[0]["asked"], 2);
        // They were at the wrong dwelling: nobody answered at this one.
        let mut right = says("not_reached", json!({}));
        right["corrects"] = wrong["id"].clone();
        let done = member.post("/visits", &right).await.good();
        assert_eq!(done["disputed"], json!([]));
        assert_eq!(tenure().await, before, "what stood before stands again");
        assert_eq!(member.get("/visits/conflicts").await.good()["items"], json!([]));
        assert_eq!(burden().await, json!([]), "nothing was asked");
        // The right visit answers the wrong value itself, and nobody has to settle anything.
        let again = says(
            "done",
            json!({ "size": answer("number", "2", "asked", &Value::Null), "tenure": answer("one", "owner", "changed", &Value::Null) }),
        );
        member.post("/visits", &again).await.good();
        let mut better = says(
            "done",
            json!({ "size": answer("number", "3", "asked", &Value::Null), "tenure": answer("one", "tenant", "changed", &Value::Null) }),
        );
        better["corrects"] = again["id"].clone();
        assert_eq!(member.post("/visits", &better).await.good()["disputed"], json!([]));
        assert_eq!(tenure().await, "tenant");
    });
}
