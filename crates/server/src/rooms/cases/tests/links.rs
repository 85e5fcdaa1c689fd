//! What strangers learn of known matters, what each holder of a link may do, and that no link is stored.

use http::Method;
use serde_json::{Value, json};
use weiguang_domain::kernel::ids::CaseId;
use weiguang_domain::kernel::time::Span;
use weiguang_store::params;

use crate::testing::{Caller, TestApp, both, code};

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}
/// The API's path of a link's page.
fn path(url: &str) -> String {
    format!("/public/track/{}", url.rsplit('/').next().unwrap())
}
/// A resident's report in the first cell: the case, and the path of its link.
async fn reported(test: &TestApp, kind: &str) -> (String, String) {
    let new = json!({ "id": test.id(), "kind": kind, "title": "三楼纸箱堵路", "detail": "三楼楼道堆放纸箱", "street": "510117019",
        "point": { "lon": 103.9305, "lat": 30.7605 } });
    let receipt = test.public().post("/public/cases", &new).await.good();
    (text(&new, "id").to_owned(), path(text(&receipt, "track_url")))
}
async fn offered(test: &TestApp, question: Value) -> Vec<Value> {
    let mut body = json!({ "text": "", "kind": "corridor-clutter", "point": { "lon": 103.9305, "lat": 30.7605 }, "street": "510117019" });
    body.as_object_mut().unwrap().extend(question.as_object().unwrap().clone());
    test.public().post("/public/nearby", &body).await.good()["items"].as_array().unwrap().clone()
}
async fn joined(test: &TestApp, handle: &Value) -> String {
    let body = json!({ "handle": handle, "id": test.id(), "phone": "13900000000" });
    path(text(&test.public().post("/public/join", &body).await.good(), "track_url"))
}
async fn done(test: &TestApp, case: &str) {
    let member = test.as_("member01").await;
    member.act(case, &json!({ "action": "start" })).await.good();
    member.act(case, &json!({ "action": "resolve", "outcome": "已清走" })).await.good();
}
async fn kinds(caller: &Caller<'_>, case: &str) -> Vec<String> {
    let events = caller.get(&format!("/cases/{case}/events")).await.good();
    events["items"].as_array().unwrap().iter().map(|e| text(e, "kind").to_owned()).collect()
}

#[test]
fn a_stranger_is_told_kind_place_and_day_and_no_question_tells_more() {
    both(async |test| {
        let (case, link) = reported(test, "corridor-clutter").await;
        reported(test, "neighbour-dispute").await;
        let first = offered(test, json!({})).await;
        assert_eq!(first.len(), 1, "what concerns people is told to nobody: {first:?}");
        assert_eq!((text(&first[0], "near"), text(&first[0], "since")), ("micro_grid", "2026-11-22T16:00:00Z"));
        let mut fields: Vec<_> = first[0].as_object().unwrap().keys().map(String::as_str).collect();
        fields.sort_unstable();
        assert_eq!(fields, ["handle", "joined", "near", "near_words", "place", "since", "title"]);
        let shown = first[0].to_string();
        for secret in [&*case, link.rsplit('/').next().unwrap(), "纸箱"] {
            assert!(!shown.contains(secret), "{secret} stands in {shown}");
        }
        // Words and places are asked for as often as one likes: within a micro-grid the answer is the same.
        let bare = |mut items: Vec<Value>| {
            items.iter_mut().for_each(|item| item["handle"] = Value::Null);
            items
        };
        for question in [
            json!({ "text": "三楼纸箱堵路 三楼楼道堆放纸箱" }),
            json!({ "text": "二楼灯不亮" }),
            json!({ "point": { "lon": 103.9301, "lat": 30.7601 } }),
            json!({ "point": { "lon": 103.9309, "lat": 30.7609 } }),
        ] {
            assert_eq!(bare(offered(test, question.clone()).await), bare(first.clone()), "{question}");
        }
        assert_eq!(
            text(&offered(test, json!({ "point": { "lon": 103.9315, "lat": 30.7605 } })).await[0], "near"),
            "grid"
        );
        assert_eq!(offered(test, json!({ "kind": "street-light-out" })).await, [Value::Null; 0]);
        let by_words = offered(test, json!({ "kind": null, "text": "楼道里堆满杂物" })).await;
        assert_eq!(by_words.len(), 1, "without a kind the manual's own words choose one");
        let unsorted = json!({ "id": test.id(), "title": "五栋门口路灯坏了，一片黑", "street": "510117019", "point": { "lon": 103.9305, "lat": 30.7605 } });
        test.public().post("/public/cases", &unsorted).await.good();
        let lamps = offered(test, json!({ "kind": "street-light-out" })).await;
        assert!(lamps.len() == 1 && !lamps[0].to_string().contains("五栋"), "the manual's words sort it: {lamps:?}");

        // The handle opens nothing, joins for half an hour, and is no other street's.
        let handle = &first[0]["handle"];
        let token = handle.as_str().unwrap();
        assert_eq!(test.public().get(&format!("/public/track/{token}")).await.refused(404), "kernel.not-found");
        assert_eq!(joined(test, handle).await.len(), link.len());
        test.clock.advance(Span::minutes(31));
        let late = json!({ "handle": handle, "id": test.id() });
        assert_eq!(test.public().post("/public/join", &late).await.refused(410), "cases.handle-over");
        let guessed = json!({ "handle": "AQEAAAAA", "id": test.id() });
        assert_eq!(test.public().post("/public/join", &guessed).await.refused(404), "kernel.not-found");
    });
}

#[test]
fn who_joins_reads_every_step_and_says_not_solved_for_me_and_only_the_reporter_confirms() {
    both(async |test| {
        let (case, reporter) = reported(test, "corridor-clutter").await;
        let handle = offered(test, json!({})).await[0]["handle"].clone();
        let neighbour = json!({ "handle": handle, "id": test.id() });
        let (nobody, key) = (test.public(), Some(test.id()));
        let first = nobody.send(Method::POST, "/public/join", key, None, Some(&neighbour)).await.good();
        let again = nobody.send(Method::POST, "/public/join", key, None, Some(&neighbour)).await.good();
        assert_eq!((&first["joined"], &again), (&json!(1), &first), "one resident is one follower with one link");
        let link = path(text(&first, "track_url"));
        let other = joined(test, &handle).await;
        assert!(link != reporter && link != other && other != reporter, "each has a link of their own");
        let not = json!({ "answer": "not", "words": "四楼还是堵着" });
        let public = test.public();
        let say = async |link: &str, said: &Value| public.post(&format!("{link}/answer"), said).await;
        assert_eq!(say(&link, &not).await.refused(409), "cases.transition-refused", "nobody has said that it is done");

        done(test, &case).await;
        let page = public.get(&link).await.good();
        assert_eq!(
            (text(&page, "holder"), &page["can_answer"], &page["said_not"]),
            ("joiner", &json!(true), &json!(false))
        );
        assert_eq!(page["steps"], public.get(&reporter).await.good()["steps"], "they read every step");
        assert_eq!(say(&link, &json!({ "answer": "satisfied" })).await.refused(409), "cases.only-the-reporter");
        assert_eq!(text(&say(&link, &not).await.good(), "status"), "resolved", "it stays as it is");
        assert_eq!(say(&link, &not).await.refused(409), "cases.said-already");
        let page = public.get(&link).await.good();
        assert_eq!((&page["can_answer"], &page["said_not"]), (&json!(false), &json!(true)));
        assert!(!page.to_string().contains("四楼"), "nothing typed stands on the public page");

        // The owner reads it in the case and in the inbox.
        let owner = test.as_("member01").await;
        let seen = owner.get(&format!("/cases/{case}")).await.good();
        assert_eq!((&seen["not_solved_for"], text(&seen, "status")), (&json!(1), "resolved"));
        let events = owner.get(&format!("/cases/{case}/events")).await.good().to_string();
        assert!(events.contains("同反映的居民表示没有解决：四楼还是堵着"), "{events}");
        assert!(owner.get("/inbox").await.good().to_string().contains("cases.not-solved-for"));
        let whole = owner.get("/sync").await.good().to_string();
        assert!(whole.contains("\"not_solved_for\":1"), "and on the phone: {whole}");

        assert_eq!(text(&say(&reporter, &json!({ "answer": "satisfied" })).await.good(), "status"), "confirmed");
        assert_eq!(text(&public.get(&link).await.good(), "answered"), "satisfied");
    });
}

#[test]
fn a_link_is_handed_out_by_an_act_that_is_logged_and_the_one_before_is_dead() {
    both(async |test| {
        let (case, own) = reported(test, "corridor-clutter").await;
        let (member, leader) = (test.as_("member01").await, test.as_("leader").await);
        let at = format!("/cases/{case}/link");
        let shown = leader.get(&format!("/cases/{case}")).await.good();
        assert!(!shown.to_string().contains("/r/t/"), "whoever reads a case gets no link: {shown}");
        assert!(shown["actions"].as_array().unwrap().contains(&json!("link")));
        let held = member.get(&format!("/cases/{case}")).await.good();
        assert!(!held["actions"].as_array().unwrap().contains(&json!("link")));
        assert_eq!(
            member.post(&at, &Value::Null).await.refused(409),
            "cases.own-link",
            "it would confirm their own work"
        );
        assert_eq!(test.as_("leader0801").await.post(&at, &Value::Null).await.refused(404), "kernel.not-found");

        // A link of the version before still opens, as the reporter's.
        let id = CaseId::new(case.parse().unwrap());
        let old = path(&test.app.seal().track(&code("510117019"), id));
        assert_eq!(text(&test.public().get(&old).await.good(), "holder"), "reporter");

        let new = path(text(&leader.post(&at, &Value::Null).await.good(), "track_url"));
        assert_eq!(text(&test.public().get(&new).await.good(), "holder"), "reporter");
        for dead in [&own, &old] {
            assert_eq!(test.public().get(dead).await.refused(410), "cases.link-withdrawn");
            let answer = json!({ "answer": "satisfied" });
            assert_eq!(
                test.public().post(&format!("{dead}/answer"), &answer).await.refused(410),
                "cases.link-withdrawn"
            );
        }
        let events = leader.get(&format!("/cases/{case}/events")).await.good();
        let issued = events["items"].as_array().unwrap().last().unwrap();
        assert_eq!((text(issued, "kind"), text(&issued["actor"], "name")), ("cases.link-issued", "甲leader"));
        assert_eq!(text(&issued["body"], "holder"), "reporter");
        leader.send(Method::DELETE, &at, Some(test.id()), None, None).await;
        assert_eq!(test.public().get(&new).await.refused(410), "cases.link-withdrawn");
        assert_eq!(kinds(&leader, &case).await.last().unwrap(), "cases.link-withdrawn");
        assert_eq!(leader.get(&format!("/cases/{case}/verify")).await.good()["intact"], true);

        // Somebody who calls is joined by a member of staff, who hands out their link.
        let question =
            json!({ "text": "三楼纸箱堵路", "kind": "corridor-clutter", "point": { "lon": 103.9305, "lat": 30.7605 } });
        let near = leader.post("/cases/nearby", &question).await.good()["items"][0].clone();
        assert_eq!((text(&near, "id"), text(&near["title"], "zh")), (&*case, "三楼纸箱堵路"));
        let body = json!({ "handle": near["handle"], "id": test.id(), "phone": "13900000000" });
        let link = path(text(&leader.post("/cases/nearby/join", &body).await.good(), "track_url"));
        assert_eq!(text(&test.public().get(&link).await.good(), "holder"), "joiner");
        assert_eq!(kinds(&leader, &case).await.last().unwrap(), "cases.link-issued");
        // A neighbour's member, who may not see the case, is offered the same as strangers, and may join it for a caller.
        let member = test.as_("member02").await;
        let near = member.post("/cases/nearby", &question).await.good()["items"][0].clone();
        assert!(
            near["handle"].is_string()
                && near["id"].is_null()
                && near["likeness"].is_null()
                && near["distance_m"].is_null(),
            "{near}"
        );
    });
}

#[test]
fn no_answer_stands_in_clear_and_nobody_is_given_the_answer_to_somebody_elses_write() {
    both(async |test| {
        let new = json!({ "id": test.id(), "kind": "corridor-clutter", "title": "纸箱", "street": "510117019", "point": { "lon": 103.9305, "lat": 30.7605 } });
        let (public, key) = (test.public(), test.id());
        let report = async || public.send(Method::POST, "/public/cases", Some(key), None, Some(&new)).await;
        let first = report().await.good();
        let stored = async || {
            let rows = "SELECT reply, sealed FROM sends WHERE id = $1";
            let read = move |tx: &mut weiguang_store::Tx<'_>| {
                let row = tx.one(rows, params![key], |r| Ok((r.get::<String>(0)?, r.get::<Option<Vec<u8>>>(1)?)))?;
                Ok(row.unwrap())
            };
            test.app.read(read).await.unwrap()
        };
        let (clear, sealed) = stored().await;
        assert!(clear.is_empty() && sealed.is_some_and(|bytes| bytes.first() == Some(&1)), "the answer is sealed");
        assert_eq!(report().await.good(), first, "and given again");

        // The same key and request from somebody else.
        let at = format!("/cases/{}/link", text(&new, "id"));
        let (leader, dispatcher, key_of_leader) = (test.as_("leader").await, test.as_("dispatcher").await, test.id());
        let send =
            async |who: &Caller<'_>| who.send(Method::POST, &at, Some(key_of_leader), None, Some(&Value::Null)).await;
        let link = send(&leader).await.good();
        assert_eq!(send(&dispatcher).await.refused(409), "kernel.key-reused");
        assert_eq!(send(&leader).await.good(), link);

        // An answer that an older version stored in clear is returned again, and sealed by the sweep.
        let id = CaseId::new(text(&new, "id").parse().unwrap());
        let token = test.app.seal().track(&code("510117019"), id);
        let old = json!({ "id": new["id"], "number": first["number"], "version": 2, "status": "submitted", "code": "51011701900600901",
            "placing": "sure", "accept_by": first["accept_by"], "resolve_by": first["resolve_by"], "track": token });
        let back = "UPDATE sends SET reply = $2, sealed = NULL, sent_by = NULL WHERE id = $1";
        let text_of_old = old.to_string();
        test.app.db().write(move |tx| tx.exec(back, params![key, &text_of_old])).await.unwrap();
        let again = report().await.good();
        assert_eq!(text(&again, "track_url"), format!("/r/t/{token}"));
        crate::sweep::sweep(&test.app).await;
        let (clear, sealed) = stored().await;
        assert!(clear.is_empty() && sealed.is_some(), "the sweep has sealed it");
        assert_eq!(report().await.good(), again);
    });
}

#[test]
fn who_takes_the_work_on_cannot_confirm_it_by_a_link_that_they_took_before() {
    both(async |test| {
        let (case, _) = reported(test, "corridor-clutter").await;
        let (leader, manager, public) = (test.as_("leader").await, test.as_("manager").await, test.public());
        let at = format!("/cases/{case}/link");
        let taken = path(text(&leader.post(&at, &Value::Null).await.good(), "track_url"));
        for act in [
            json!({ "action": "take_over" }),
            json!({ "action": "start" }),
            json!({ "action": "resolve", "outcome": "已清理" }),
        ] {
            leader.act(&case, &act).await.good();
        }
        let satisfied = json!({ "answer": "satisfied" });
        let refused = public.post(&format!("{taken}/answer"), &satisfied).await.refused(409);
        assert_eq!(refused, "cases.link-of-the-worker");
        assert_eq!(text(&leader.get(&format!("/cases/{case}")).await.good(), "status"), "resolved");
        let given = path(text(&manager.post(&at, &Value::Null).await.good(), "track_url"));
        public.post(&format!("{given}/answer"), &satisfied).await.good();
        assert_eq!(text(&leader.get(&format!("/cases/{case}")).await.good(), "status"), "confirmed");
    });
}

#[test]
fn an_id_that_has_joined_gives_nobody_else_its_link() {
    both(async |test| {
        reported(test, "corridor-clutter").await;
        let question = json!({ "text": "纸箱", "kind": "corridor-clutter", "street": "510117019",
            "point": { "lon": 103.9305, "lat": 30.7605 } });
        let public = test.public();
        let near = public.post("/public/nearby", &question).await.good()["items"][0].clone();
        let body = json!({ "handle": near["handle"], "id": test.id() });
        public.post("/public/join", &body).await.good();
        assert_eq!(public.post("/public/join", &body).await.refused(409), "cases.joined-already");
    });
}
