//! Bulletins over HTTP on both engines: who sees which ones, on which days, and that no change is silent.

use axum::http::Method;
use serde_json::{Value, json};
use uuid::Uuid;
use weiguang_domain::access::{Actor, Grant, Permit, Role, Verb, Via};
use weiguang_domain::bulletins::Content;
use weiguang_domain::kernel::ids::BulletinId;
use weiguang_domain::kernel::time::Span;

use super::ops;
use super::room::Bulletins;
use crate::app::happening::{CellEnded, Happening};
use crate::app::room::Room as _;
use crate::outside::cleaning::samples::{pdf, photo};
use crate::problem::Refusal;
use crate::testing::{Caller, TestApp, TestResponse, both, code};

const STREET: &str = "510117019";
const COMMUNITY: &str = "510117019006";
const GRID: &str = "510117019006009";

fn content(title: &str) -> Value {
    json!({ "title": title, "text": "周三停水。\n请提前储水。", "from": "2026-11-23", "until": "2026-11-25" })
}

async fn draft(test: &TestApp, caller: &Caller<'_>, area: &str, title: &str) -> Value {
    let new = json!({ "id": test.id(), "code": area, "content": content(title) });
    caller.post("/bulletins", &new).await.good()
}

async fn act(test: &TestApp, caller: &Caller<'_>, of: &Value, version: i64, act: Value) -> TestResponse {
    let path = format!("/bulletins/{}/actions", of["id"].as_str().unwrap());
    caller.send(Method::POST, &path, Some(test.id()), Some(version), Some(&act)).await
}

async fn publish(test: &TestApp, caller: &Caller<'_>, area: &str, title: &str) -> Value {
    let one = draft(test, caller, area, title).await;
    act(test, caller, &one, 1, json!({ "action": "publish" })).await.good()
}

fn titles(list: &Value) -> Vec<String> {
    list["items"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect()
}

async fn open(test: &TestApp, who: &str) -> Vec<String> {
    titles(&test.as_(who).await.get("/bulletins").await.good())
}

async fn public(test: &TestApp, query: &str) -> Vec<String> {
    titles(&test.public().get(&format!("/public/bulletins?{query}")).await.good())
}

#[test]
fn a_draft_is_seen_by_those_who_may_publish_it_and_a_published_one_over_and_in_its_area() {
    both(async |test: &TestApp| {
        let secretary = test.as_("secretary").await;
        let one = draft(test, &secretary, GRID, "停水").await;
        let path = format!("/bulletins/{}", one["id"].as_str().unwrap());
        for who in ["leader", "member01", "doctor", "secretary08", "partner", "other-manager", "auditor"] {
            let reader = test.as_(who).await;
            assert_eq!(reader.get(&path).await.refused(404), "kernel.not-found", "{who}");
            assert_eq!(open(test, who).await, [""; 0], "{who}");
            assert_eq!(titles(&reader.get("/bulletins?view=mine").await.good()), [""; 0], "{who}");
        }
        for who in ["secretary", "dispatcher", "administrator"] {
            let list = test.as_(who).await.get("/bulletins?view=mine").await.good();
            assert_eq!(titles(&list), ["停水"], "{who}");
        }
        assert_eq!(public(test, &format!("street={STREET}")).await, [""; 0]);
        act(test, &secretary, &one, 1, json!({ "action": "publish" })).await.good();
        for who in ["leader", "member01", "member02", "doctor", "secretary", "partner", "auditor"] {
            assert_eq!(open(test, who).await, ["停水"], "{who}");
        }
        for who in ["secretary08", "leader0801", "member0801", "other-manager", "other-member"] {
            assert_eq!(open(test, who).await, [""; 0], "{who}");
            assert_eq!(test.as_(who).await.get(&path).await.refused(404), "kernel.not-found", "{who}");
            let read = test.as_(who).await.post(&format!("{path}/read"), &json!({})).await;
            assert_eq!(read.refused(404), "kernel.not-found", "{who}");
        }
        // Residents of another street, or of the neighbouring community, do not see it.
        assert_eq!(public(test, &format!("street={STREET}")).await, ["停水"]);
        assert_eq!(public(test, &format!("street={STREET}&code={COMMUNITY}")).await, ["停水"]);
        assert_eq!(public(test, &format!("street={STREET}&code=51011701900600902")).await, ["停水"]);
        assert_eq!(public(test, &format!("street={STREET}&code=510117019008")).await, [""; 0]);
        assert_eq!(public(test, "street=510117009").await, [""; 0]);
        assert_eq!(test.public().get("/public/bulletins?street=510117018").await.refused(404), "kernel.not-found");
    });
}

#[test]
fn each_publishes_where_they_lead_and_nowhere_else() {
    both(async |test: &TestApp| {
        for (who, area) in
            [("dispatcher", STREET), ("administrator", STREET), ("secretary", COMMUNITY), ("secretary", GRID)]
        {
            publish(test, &test.as_(who).await, area, who).await;
        }
        let refused = [
            ("secretary", STREET),
            ("secretary", "510117019008"),
            ("secretary08", GRID),
            ("leader", GRID),
            ("member01", GRID),
            ("doctor", COMMUNITY),
            ("other-manager", STREET),
        ];
        for (who, area) in refused {
            let new = json!({ "id": test.id(), "code": area, "content": content("不行") });
            assert_eq!(
                test.as_(who).await.post("/bulletins", &new).await.refused(403),
                "access.denied",
                "{who} {area}"
            );
        }
        let cell = json!({ "id": test.id(), "code": "51011701900600902", "content": content("微网格") });
        let dispatcher = test.as_("dispatcher").await;
        let refused = dispatcher.post("/bulletins", &cell).await;
        assert_eq!(refused.json()["errors"][0]["code"], "bulletins.area");
        let gone = json!({ "id": test.id(), "code": "510117019006777", "content": content("没有") });
        assert_eq!(dispatcher.post("/bulletins", &gone).await.json()["errors"][0]["code"], "grid.unknown-code");
    });
}

#[test]
fn residents_see_it_from_the_first_day_to_the_last() {
    both(async |test: &TestApp| {
        let dispatcher = test.as_("dispatcher").await;
        let mut new = json!({ "id": test.id(), "code": STREET, "content": content("明天起") });
        new["content"]["from"] = json!("2026-11-24");
        let one = dispatcher.post("/bulletins", &new).await.good();
        act(test, &dispatcher, &one, 1, json!({ "action": "publish" })).await.good();
        let mut shown = Vec::new();
        for _ in 0..5 {
            shown.push((open(test, "member0801").await.len(), public(test, &format!("street={STREET}")).await.len()));
            test.pass(Span::days(1)).await;
        }
        assert_eq!(shown, [(1, 0), (1, 1), (1, 1), (0, 0), (0, 0)], "the 23rd to the 27th");
        let closed = dispatcher.get("/bulletins?view=closed").await.good();
        assert_eq!(titles(&closed), ["明天起"]);
        let late = draft(test, &dispatcher, STREET, "过期").await;
        let refused = act(test, &dispatcher, &late, 1, json!({ "action": "publish" })).await;
        assert_eq!(refused.json()["errors"][0]["code"], "bulletins.over");
    });
}

#[test]
fn those_whom_it_is_for_get_one_line_and_only_who_publishes_sees_who_has_not_read() {
    both(async |test: &TestApp| {
        let (secretary, member) = (test.as_("secretary").await, test.as_("member01").await);
        let one = publish(test, &secretary, GRID, "停水").await;
        let path = format!("/bulletins/{}", one["id"].as_str().unwrap());
        let lines = async |who: &str, topic: &str| {
            let inbox = test.as_(who).await.get("/inbox").await.good();
            inbox["items"].as_array().unwrap().iter().filter(|line| line["topic"] == topic).count()
        };
        for (who, count) in
            [("leader", 1), ("member01", 1), ("member02", 1), ("secretary", 0), ("member0801", 0), ("manager", 0)]
        {
            assert_eq!(lines(who, "bulletins.published").await, count, "{who}");
        }
        let names = async || {
            let readers = secretary.get(&format!("{path}/readers")).await.good();
            let unread = readers["unread"].as_array().unwrap().len();
            (readers["readers"].as_u64().unwrap(), unread)
        };
        // The grid's leader and member and the two members below.
        assert_eq!(names().await, (4, 4));
        let unread = async || member.get(&path).await.good()["unread"].as_bool().unwrap();
        assert!(unread().await);
        let key = Some(test.id());
        for _ in 0..2 {
            let came = member.send(Method::POST, &format!("{path}/read"), key, None, None).await;
            assert_eq!(came.status, 204);
        }
        assert!(!unread().await);
        assert_eq!(names().await, (4, 3));
        assert_eq!(member.get(&format!("{path}/readers")).await.refused(403), "access.denied");
        let mut next = content("停水");
        next["text"] = json!("改到周四停水。");
        let correct = json!({ "action": "correct", "content": next, "what": "日期改为周四" });
        let corrected = act(test, &secretary, &one, 2, correct).await.good();
        assert_eq!((corrected["edition"].as_i64(), corrected["changed"].as_str()), (Some(2), Some("日期改为周四")));
        assert!(unread().await, "what was corrected is to be read again");
        assert_eq!((names().await, lines("member01", "bulletins.corrected").await), ((4, 4), 1));
    });
}

#[test]
fn a_published_one_is_corrected_in_sight_and_withdrawn_with_a_reason() {
    both(async |test: &TestApp| {
        let dispatcher = test.as_("dispatcher").await;
        let one = publish(test, &dispatcher, STREET, "停水").await;
        let edit = json!({ "action": "edit", "code": STREET, "content": content("悄悄改") });
        assert_eq!(act(test, &dispatcher, &one, 2, edit).await.refused(409), "bulletins.no-draft");
        let silent = json!({ "action": "correct", "content": content("改题"), "what": " " });
        let refused = act(test, &dispatcher, &one, 2, silent).await;
        assert_eq!(refused.json()["errors"][0]["code"], "bulletins.what");
        let same = json!({ "action": "correct", "content": content("停水"), "what": "没有" });
        assert_eq!(act(test, &dispatcher, &one, 2, same).await.refused(409), "bulletins.same");
        let correct = || json!({ "action": "correct", "content": content("停水改期"), "what": "题目" });
        assert_eq!(act(test, &dispatcher, &one, 1, correct()).await.refused(412), "kernel.version-moved");
        act(test, &dispatcher, &one, 2, correct()).await.good();
        let shown = test.public().get(&format!("/public/bulletins?street={STREET}")).await.good();
        assert_eq!((&shown["items"][0]["title"], &shown["items"][0]["changed"]), (&json!("停水改期"), &json!("题目")));
        assert_eq!(shown["items"][0].get("by"), None, "nothing of staff");
        let gone = act(test, &dispatcher, &one, 3, json!({ "action": "withdraw", "reason": "时间有误" })).await.good();
        assert_eq!((gone["state"]["key"].as_str(), gone["reason"].as_str()), (Some("withdrawn"), Some("时间有误")));
        assert_eq!(public(test, &format!("street={STREET}")).await, [""; 0]);
        let member = test.as_("member01").await;
        let page = member.get(&format!("/bulletins/{}", one["id"].as_str().unwrap())).await.good();
        assert_eq!((page["reason"].as_str(), page["actions"].as_array().unwrap().len()), (Some("时间有误"), 0));
        assert_eq!(titles(&member.get("/bulletins?view=closed").await.good()), ["停水改期"]);
        let again = json!({ "action": "withdraw", "reason": "再次" });
        assert_eq!(act(test, &dispatcher, &one, 4, again).await.refused(409), "bulletins.withdrawn");
    });
}

#[test]
fn three_are_pinned_in_an_area_and_a_resend_is_one_act() {
    both(async |test: &TestApp| {
        let dispatcher = test.as_("dispatcher").await;
        let pin = || json!({ "action": "pin" });
        for title in ["甲", "乙", "丙"] {
            let one = publish(test, &dispatcher, STREET, title).await;
            act(test, &dispatcher, &one, 2, pin()).await.good();
        }
        let fourth = publish(test, &dispatcher, STREET, "丁").await;
        assert_eq!(act(test, &dispatcher, &fourth, 2, pin()).await.refused(409), "bulletins.too-many-pinned");
        let other = publish(test, &dispatcher, COMMUNITY, "戊").await;
        act(test, &dispatcher, &other, 2, pin()).await.good();
        assert_eq!(public(test, &format!("street={STREET}")).await.last().unwrap(), "丁", "the only one not pinned");
        let (id, key) = (test.id(), Some(test.id()));
        let new = json!({ "id": id, "code": STREET, "content": content("己") });
        for _ in 0..3 {
            let came = dispatcher.send(Method::POST, "/bulletins", key, None, Some(&new)).await;
            assert_eq!((came.status.as_u16(), came.json()["version"].as_i64()), (201, Some(1)));
        }
        assert_eq!(titles(&dispatcher.get("/bulletins?view=mine").await.good()), ["己"]);
    });
}

#[test]
fn a_picture_is_cleaned_shown_once_it_is_named_and_only_with_its_bulletin() {
    both(async |test: &TestApp| {
        let dispatcher = test.as_("dispatcher").await;
        let one = draft(test, &dispatcher, STREET, "停水").await;
        let path = format!("/bulletins/{}/pictures", one["id"].as_str().unwrap());
        let picture = test.id();
        let send = async |caller: &Caller<'_>, id: Uuid, bytes: &[u8]| {
            caller.upload(&path, test.id(), &[("id", &id.to_string())], bytes).await
        };
        send(&dispatcher, picture, &photo(1)).await.good();
        assert_eq!(send(&test.as_("member01").await, test.id(), &photo(1)).await.refused(404), "kernel.not-found");
        let refused = send(&dispatcher, test.id(), &pdf()).await;
        assert_eq!(refused.json()["errors"][0]["code"], "bulletins.picture-type");
        let mut named = content("停水");
        named["pictures"] = json!([picture]);
        let mut gone = named.clone();
        gone["pictures"] = json!([test.id()]);
        let edit = |content: &Value| json!({ "action": "edit", "code": STREET, "content": content });
        let refused = act(test, &dispatcher, &one, 1, edit(&gone)).await;
        assert_eq!(refused.json()["errors"][0]["code"], "bulletins.picture-gone");
        act(test, &dispatcher, &one, 1, edit(&named)).await.good();
        let shown = format!("/public/bulletins/{}/pictures/{picture}", one["id"].as_str().unwrap());
        assert_eq!(test.public().get(&shown).await.refused(404), "kernel.not-found", "a draft's");
        act(test, &dispatcher, &one, 2, json!({ "action": "publish" })).await.good();
        let came = test.public().get(&shown).await;
        assert_eq!(came.headers["content-type"], "image/jpeg");
        assert!(came.bytes.len() < photo(1).len(), "what the camera wrote is gone");
        let staff = test.as_("member01").await.get(&format!("{path}/{picture}")).await;
        assert_eq!(staff.status, 200);
        act(test, &dispatcher, &one, 3, json!({ "action": "withdraw", "reason": "有误" })).await.good();
        assert_eq!(test.public().get(&shown).await.refused(404), "kernel.not-found", "withdrawn");
    });
}

#[test]
fn a_year_after_it_was_withdrawn_nothing_of_it_is_left_and_an_unused_picture_goes_after_a_day() {
    both(async |test: &TestApp| {
        let (dispatcher, street) = (test.as_("dispatcher").await, code(STREET));
        let one = publish(test, &dispatcher, STREET, "停水").await;
        let id = one["id"].as_str().unwrap();
        let unused = test.id().to_string();
        let fields = [("id", unused.as_str())];
        dispatcher.upload(&format!("/bulletins/{id}/pictures"), test.id(), &fields, &photo(1)).await.good();
        let sweep = async || Bulletins.sweep(&test.app, street).await.unwrap();
        assert_eq!(sweep().await, 0);
        test.pass(Span::days(1) + Span::minutes(1)).await;
        assert_eq!(sweep().await, 1, "the picture that nothing shows");
        act(test, &dispatcher, &one, 2, json!({ "action": "withdraw", "reason": "有误" })).await.good();
        test.pass(Span::days(364)).await;
        assert_eq!(sweep().await, 0);
        test.pass(Span::days(2)).await;
        assert_eq!(sweep().await, 1);
        let page = test.as_("dispatcher").await.get(&format!("/bulletins/{id}")).await.good();
        assert_eq!(
            (page["title"].as_str(), page["text"].as_str(), &page["reason"]),
            (Some(""), Some(""), &Value::Null)
        );
        assert_eq!(sweep().await, 0, "once");
    });
}

#[test]
fn whoever_only_reads_it_does_nothing_to_it_and_a_draft_is_read_by_nobody() {
    both(async |test: &TestApp| {
        let secretary = test.as_("secretary").await;
        let one = draft(test, &secretary, GRID, "停水").await;
        let path = format!("/bulletins/{}", one["id"].as_str().unwrap());
        let read = secretary.post(&format!("{path}/read"), &json!({})).await;
        assert_eq!(read.refused(404), "kernel.not-found", "a draft is read by nobody");
        let away = json!({ "action": "edit", "code": STREET, "content": content("停水") });
        assert_eq!(
            act(test, &secretary, &one, 1, away).await.refused(403),
            "access.denied",
            "to where one may not publish"
        );
        act(test, &secretary, &one, 1, json!({ "action": "publish" })).await.good();
        for who in ["leader", "member01", "auditor"] {
            let reader = test.as_(who).await;
            for what in [json!({ "action": "withdraw", "reason": "不行" }), json!({ "action": "pin" })] {
                assert_eq!(act(test, &reader, &one, 2, what).await.refused(403), "access.denied", "{who}");
            }
            let picture = [("id", &*test.id().to_string())];
            let sent = reader.upload(&format!("{path}/pictures"), test.id(), &picture, &photo(1)).await;
            assert_eq!(sent.refused(403), "access.denied", "{who}");
        }
        // The endpoint checks the permission before it reads the body; the operation checks it for every caller.
        let grants = vec![Grant { role: Role::GridLeader, code: code(GRID), deputy_for: None }];
        let leader = Actor { account: test.account("leader"), name: String::new(), grants, via: Via::Session };
        let new = serde_json::from_value::<Content>(json!({
            "title": "停水", "text": "周三", "from": "2026-11-23", "until": "2026-11-25"
        }));
        let (id, new) = (BulletinId::new(test.id()), new.unwrap());
        let made = test.app.transact(&leader, code(STREET), move |work| ops::draft(work, id, code(GRID), new.clone()));
        assert!(matches!(made.await, Err(Refusal::Denied(Verb::BulletinsPublish))));
    });
}

#[test]
fn a_draft_is_told_at_once_to_those_who_may_publish_it_and_no_partner_is_waited_for() {
    both(async |test: &TestApp| {
        let mut watching = test.app.live().watch(test.id(), 1).unwrap();
        let dispatcher = test.as_("dispatcher").await;
        let one = draft(test, &dispatcher, STREET, "停水").await;
        assert_eq!(watching.next().await.unwrap().unwrap().verb, Verb::BulletinsPublish);
        act(test, &dispatcher, &one, 1, json!({ "action": "publish" })).await.good();
        assert_eq!(watching.next().await.unwrap().unwrap().verb, Verb::BulletinsRead);
        for (who, lines) in [("manager", 1), ("member0801", 1), ("department", 0), ("partner", 0)] {
            let inbox = test.as_(who).await.get("/inbox").await.good();
            assert_eq!(inbox["items"].as_array().unwrap().len(), lines, "{who}");
        }
    });
}

#[test]
fn a_picture_that_the_content_does_not_name_is_shown_to_nobody_outside() {
    both(async |test: &TestApp| {
        let dispatcher = test.as_("dispatcher").await;
        let one = publish(test, &dispatcher, STREET, "停水").await;
        let (id, picture) = (one["id"].as_str().unwrap(), test.id());
        let form = [("id", &*picture.to_string())];
        dispatcher.upload(&format!("/bulletins/{id}/pictures"), test.id(), &form, &photo(1)).await.good();
        let shown = test.public().get(&format!("/public/bulletins/{id}/pictures/{picture}")).await;
        assert_eq!(shown.refused(404), "kernel.not-found");
    });
}

#[test]
fn a_bulletin_goes_along_when_its_cell_ends() {
    both(async |test: &TestApp| {
        let secretary = test.as_("secretary").await;
        let one = publish(test, &secretary, GRID, "停水").await;
        let system = Actor::system();
        let moved = test.app.transact(&system, code(STREET), |work| {
            let heirs = [code("510117019006010")];
            let ended = CellEnded {
                regrid: work.id(),
                old: code(GRID),
                heirs: &heirs,
                day: jiff::civil::date(2026, 11, 23),
                target: &|_| heirs[0],
            };
            let permit = Permit::system(work.actor, Verb::GridRegrid)?;
            Ok(work.react(permit, &Happening::CellEnded(&ended))?.count("bulletins"))
        });
        assert_eq!(moved.await.unwrap(), 1);
        let page = secretary.get(&format!("/bulletins/{}", one["id"].as_str().unwrap())).await.good();
        assert_eq!(page["code"], "510117019006010");
    });
}
