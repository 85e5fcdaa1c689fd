//! Stories of cases over HTTP, each on both engines.

mod audit;
mod danger;
mod dispatch;
mod joined;
mod links;
mod queue;
mod resend;
mod stored_files;
mod summary;
mod views;

use serde_json::json;
use weiguang_domain::access::Actor;
use weiguang_domain::kernel::ids::CaseId;
use weiguang_domain::kernel::time::Span;

use crate::rooms::cases::{intake, ops, store};
use crate::testing::{both, code};

fn text<'a>(value: &'a serde_json::Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}

/// The acceptance story of the product: from a resident's phone through two returns, a breach, an escalation, a department's part and a
/// "not solved", to its close; and every step can be proved.
#[test]
fn one_matter_from_a_residents_phone_to_its_close() {
    both(async |test| {
        let resident = test.public();
        let new = json!({ "id": test.id(), "kind": "corridor-clutter", "title": "楼道堆放纸箱", "detail": "三楼过道走不通", "street": "510117019",
            "point": { "lon": 103.9305, "lat": 30.7605 }, "reporter": { "name": "王小明", "phone": "138 1234 1234", "wants_call": true } });
        let receipt = resident.post("/public/cases", &new).await.good();
        assert_eq!(receipt["placing"], "sure");
        assert_eq!(receipt["place"], "天骄西路社区第九网格第一微网格");
        let track = format!("/public/track/{}", text(&receipt, "track_url").rsplit('/').next().unwrap());

        // It is at once with the person responsible for the address.
        let member = test.as_("member01").await;
        let queue = member.get("/cases").await.good();
        let id = queue["items"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(queue["items"][0]["owner"]["name"], "甲member01");
        let case = member.get(&format!("/cases/{id}")).await.good();
        assert_eq!(case["reporter"]["phone_masked"], "138****1234");
        assert_eq!(case["reporter"]["name_masked"], "王**");

        // Two returns, with the clock running.
        let back = member.act(&id, &json!({ "action": "return", "reason": "不在我的微网格" })).await.good();
        assert_eq!((text(&back, "status"), back["returns"].as_i64()), ("returned", Some(1)));
        let leader = test.as_("leader").await;
        leader.act(&id, &json!({ "action": "dispatch", "to_account": test.account("member02").uuid() })).await.good();
        test.pass(Span::minutes(20)).await;
        let member02 = test.as_("member02").await;
        member02.act(&id, &json!({ "action": "return", "reason": "也不是这里" })).await.good();
        assert_eq!(member02.get(&format!("/cases/{id}")).await.status, 404, "it is no longer theirs to see");
        let back = leader.get(&format!("/cases/{id}")).await.good();
        assert_eq!(back["returns"], 2);
        assert_eq!(back["clocks"]["resolve"]["due"], case["clocks"]["resolve"]["due"], "a return resets no clock");

        // Nobody accepts it: its deadline passes, it escalates to the community, and stays visible below.
        let rang = test.pass(Span::days(2)).await;
        assert_eq!(rang, 1);
        assert_eq!(test.pass(Span::micros(1)).await, 0, "what rang does not ring again");
        let secretary = test.as_("secretary").await;
        let late = secretary.get("/cases?view=late").await.good();
        assert_eq!(late["items"][0]["id"].as_str(), Some(id.as_str()));
        assert_eq!(late["items"][0]["late"], true);
        assert!(late["items"][0]["escalated"].as_i64().unwrap() >= 1);
        assert_eq!(leader.get(&format!("/cases/{id}")).await.status, 200, "it stays visible below");

        // The community places it in the right hands and calls a department in, with a part of its own.
        secretary.act(&id, &json!({ "action": "dispatch" })).await.good();
        let part = test.id();
        let ask = json!({ "action": "ask_part", "id": part, "department": "城管", "account": test.account("department").uuid(), "task": "清运大件垃圾" });
        secretary.act(&id, &ask).await.good();
        let department = test.as_("department").await;
        assert_eq!(department.get("/cases?view=parts").await.good()["items"].as_array().unwrap().len(), 1);
        department.act(&id, &json!({ "action": "part", "id": part, "do": "accepted" })).await.good();
        department.act(&id, &json!({ "action": "part", "id": part, "do": "done", "words": "已清运两车" })).await.good();
        member.act(&id, &json!({ "action": "start" })).await.good();
        member.act(&id, &json!({ "action": "resolve", "outcome": "与物业一起清走了纸箱" })).await.good();

        // Resolved is not closed. The resident says no; it returns at the level above, and is done again.
        let page = resident.get(&track).await.good();
        assert_eq!(page["can_answer"], true);
        resident
            .post(&format!("{track}/answer"), &json!({ "answer": "not", "words": "第二天又堆上了，找302的张三" }))
            .await
            .good();
        let again = leader.get(&format!("/cases/{id}")).await.good();
        assert_eq!((text(&again, "status"), again["reopened"].as_i64()), ("in_progress", Some(1)));
        assert_eq!(again["owner"]["name"], "甲leader");
        leader.act(&id, &json!({ "action": "resolve", "outcome": "约谈住户，装了隔离栏" })).await.good();
        resident.post(&format!("{track}/answer"), &json!({ "answer": "satisfied" })).await.good();
        test.pass(Span::days(2)).await;
        let closed = secretary.get(&format!("/cases/{id}")).await.good();
        assert_eq!(text(&closed, "status"), "closed");

        // Proof: every step is in the chain, in order, and the chain verifies.
        let events = secretary.get(&format!("/cases/{id}/events")).await.good();
        let kinds: Vec<&str> = events["items"].as_array().unwrap().iter().map(|e| text(e, "kind")).collect();
        for kind in [
            "cases.submitted",
            "cases.returned",
            "cases.breached",
            "cases.escalated",
            "cases.part-asked",
            "cases.answered",
            "cases.reopened",
            "cases.closed",
        ] {
            assert!(kinds.contains(&kind), "{kind} is missing in {kinds:?}");
        }
        assert_eq!(secretary.get(&format!("/cases/{id}/verify")).await.good()["intact"], true);

        // The public page shows what happened without names or typed text.
        let page = resident.get(&track).await;
        let shown = String::from_utf8(page.bytes.clone()).unwrap();
        for secret in ["王小明", "13812341234", "138", "张三", "纸箱", "甲"] {
            assert!(!shown.contains(secret), "{secret} stands on the public page: {shown}");
        }
        assert!(page.good()["steps"].as_array().unwrap().len() > 8);
    });
}

#[test]
fn a_place_that_is_not_known_is_the_dispatchers_and_a_pick_puts_it_right() {
    both(async |test| {
        let dispatcher = test.as_("dispatcher").await;
        let body = json!({ "id": test.id(), "kind": "corridor-clutter", "title": "楼下有噪音", "address": "A市A3区某某小区", "source": "hotline" });
        let receipt = dispatcher.post("/cases", &body).await.good();
        assert_ne!(receipt["placing"], "sure");
        assert_eq!(receipt["code"], "510117019");
        let id = receipt["id"].as_str().unwrap();
        assert_eq!(dispatcher.get("/cases/counts").await.good()["unplaced"], 1);
        let unplaced = dispatcher.get("/cases?view=unplaced").await.good();
        assert_eq!(unplaced["items"][0]["owner"]["name"], "甲dispatcher", "nobody has to look for it: it has an owner");
        assert_eq!(
            dispatcher.act(id, &json!({ "action": "place", "code": "51011700920200101" })).await.refused(422),
            "kernel.invalid"
        );
        let placed = dispatcher.act(id, &json!({ "action": "place", "code": "51011701900600902" })).await.good();
        assert_eq!((placed["placing"].as_str(), placed["owner"]["name"].as_str()), (Some("sure"), Some("甲member02")));
        assert_eq!(dispatcher.get("/cases/counts").await.good()["unplaced"], 0);
        let member = test.as_("member02").await;
        let inbox = member.get("/inbox").await.good();
        assert_eq!(inbox["items"][0]["topic"], "cases.dispatched");
        assert_eq!(inbox["unread"], 1);
        member.post("/inbox/read", &json!({})).await.good();
        assert_eq!(member.get("/inbox").await.good()["unread"], 0);
    });
}

#[test]
fn the_same_matter_is_offered_joined_and_everybody_counts() {
    both(async |test| {
        let member = test.as_("member01").await;
        let first = test.bring(&member, "corridor-clutter", 0).await;
        let near = json!({ "text": "三楼纸箱堵路 三楼楼道堆放纸箱", "kind": "corridor-clutter", "point": { "lon": 103.9306, "lat": 30.7605 }, "street": "510117019" });
        let offered = test.public().post("/public/nearby", &near).await.good();
        assert_eq!(offered["items"].as_array().unwrap().len(), 1);
        assert_ne!(
            offered["items"][0]["title"]["zh"], "三楼纸箱堵路",
            "the public is offered the kind, not what somebody typed"
        );
        let joiner = json!({ "handle": offered["items"][0]["handle"], "id": test.id(), "phone": "13900000000" });
        assert_eq!(test.public().post("/public/join", &joiner).await.good()["joined"], 1);
        assert_eq!(
            test.public().post("/public/join", &joiner).await.refused(409),
            "cases.joined-already",
            "one resident is one follower"
        );

        let second = test.bring(&member, "corridor-clutter", 0).await;
        let leader = test.as_("leader").await;
        let joined = leader
            .act(second["id"].as_str().unwrap(), &json!({ "action": "duplicate", "of": first["id"] }))
            .await
            .good();
        assert_eq!(joined["status"], "duplicate");
        let target = leader.get(&format!("/cases/{}", first["id"].as_str().unwrap())).await.good();
        assert_eq!(target["joined"], 2);
        assert_eq!(leader.get("/cases").await.good()["items"].as_array().unwrap().len(), 1);
        assert_eq!(
            leader
                .act(first["id"].as_str().unwrap(), &json!({ "action": "duplicate", "of": second["id"] }))
                .await
                .refused(409),
            "cases.not-joinable"
        );
    });
}

#[test]
fn who_brought_it_is_sealed_and_every_look_is_logged() {
    both(async |test| {
        let new = json!({ "id": test.id(), "kind": "corridor-clutter", "title": "漏水", "street": "510117019", "point": { "lon": 103.9305, "lat": 30.7605 },
            "reporter": { "name": "李四海", "phone": "13911112222" } });
        test.public().post("/public/cases", &new).await.good();
        let id = new["id"].as_str().unwrap();
        let leader = test.as_("leader").await;
        assert_eq!(
            leader.post(&format!("/cases/{id}/unmask"), &json!({ "reason": "" })).await.refused(409),
            "cases.text-empty"
        );
        let clear = leader.post(&format!("/cases/{id}/unmask"), &json!({ "reason": "电话核实地点" })).await.good();
        assert_eq!(clear, json!({ "name": "李四海", "phone": "13911112222" }));
        let events = leader.get(&format!("/cases/{id}/events")).await.good();
        let seen = events["items"].as_array().unwrap().iter().find(|e| e["kind"] == "cases.unmasked").unwrap();
        assert_eq!(seen["actor"]["name"], "甲leader");
        assert_eq!(
            test.as_("auditor")
                .await
                .post(&format!("/cases/{id}/unmask"), &json!({ "reason": "看看" }))
                .await
                .refused(403),
            "access.denied"
        );
        let dump = test.app.db().clone();
        let bytes = tokio::task::spawn_blocking(move || {
            let mut out = Vec::new();
            dump.export(&mut out).map(|_| out)
        })
        .await
        .unwrap()
        .unwrap();
        let all = String::from_utf8_lossy(&bytes);
        assert!(
            !all.contains("13911112222") && !all.contains("李四海"),
            "a name or phone stands in the store in clear"
        );
    });
}

#[test]
fn an_intake_takes_a_handful_of_statements_and_a_page_takes_two() {
    both(async |test| {
        let new: intake::NewCase = serde_json::from_value(json!({ "id": test.id(), "kind": "corridor-clutter", "title": "楼道堆物", "point": { "lon": 103.9305, "lat": 30.7605 } })).unwrap();
        let submit = intake::prepare(&test.app, &new, &[code("510117019")], None, &[]).unwrap();
        let statements = test
            .app
            .transact(&Actor::system(), code("510117019"), move |work| {
                ops::submit(work, &submit)?;
                Ok(work.tx.statements())
            })
            .await
            .unwrap();
        assert!(statements <= 10, "{statements} statements for one intake");
        let scope = weiguang_domain::access::Scope { codes: vec![code("510117019006")], party: false };
        let wish = crate::rooms::cases::queue::wish::Wish::from(crate::rooms::cases::queue::wish::View::Open);
        let page = test
            .app
            .read(move |tx| {
                let (actor, under) = (Actor::system().account, code("510117019006"));
                let asking = crate::rooms::cases::queue::Asking { actor, scope: &scope, under: &under };
                let found = crate::rooms::cases::queue::page(tx, asking, &wish, wish.start(), 50)?;
                Ok((found.items.len(), tx.statements()))
            })
            .await
            .unwrap();
        assert_eq!(page, (1, 1));
    });
}

#[test]
fn pages_follow_each_other_without_gap_or_double_and_search_finds() {
    both(async |test| {
        let leader = test.as_("leader").await;
        for n in 0..25 {
            test.bring(&leader, if n % 2 == 0 { "corridor-clutter" } else { "street-light-out" }, n % 3).await;
            test.clock.advance(Span::minutes(1));
        }
        for view in ["open", "all"] {
            let (mut seen, mut after, mut dues) = (Vec::new(), String::new(), Vec::new());
            loop {
                let page = leader.get(&format!("/cases?view={view}&limit=7{after}")).await.good();
                seen.extend(page["items"].as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap().to_owned()));
                dues.extend(
                    page["items"].as_array().unwrap().iter().map(|c| c["due"].as_str().unwrap_or("").to_owned()),
                );
                let Some(next) = page["next"].as_str() else { break };
                after = format!("&after={next}");
            }
            assert_eq!(seen.len(), 25, "{view}");
            assert_eq!(seen.iter().collect::<std::collections::HashSet<_>>().len(), 25);
            assert!(view != "open" || dues.is_sorted(), "the open queue is by deadline: {dues:?}");
        }
        assert_eq!(leader.get("/cases?limit=7&after=zz").await.refused(422), "kernel.invalid");
        assert_eq!(leader.get("/cases?q=纸箱").await.good()["items"].as_array().unwrap().len(), 25);
        assert_eq!(leader.get("/cases?q=直升机").await.good()["items"].as_array().unwrap().len(), 0);
        // A case is found before its words are indexed, while some are and some are not, and after; always once.
        let found = async || leader.get("/cases?q=纸箱&limit=100").await.good()["items"].as_array().unwrap().len();
        assert_eq!(crate::rooms::cases::queue::terms::index(&test.app, code("510117019")).await.unwrap(), 25);
        assert_eq!(found().await, 25);
        test.bring(&leader, "corridor-clutter", 0).await;
        assert_eq!(found().await, 26);
        assert_eq!(crate::rooms::cases::queue::terms::index(&test.app, code("510117019")).await.unwrap(), 1);
        assert_eq!(found().await, 26);
        let number = leader.get("/cases?limit=1").await.good()["items"][0]["number"].as_str().unwrap().to_owned();
        assert_eq!(leader.get(&format!("/cases?q={number}")).await.good()["items"].as_array().unwrap().len(), 1);
        let rollup = leader.get("/cases/rollup?by=micro_grid").await.good();
        let open: i64 = rollup["items"].as_array().unwrap().iter().map(|r| r["open"].as_i64().unwrap()).sum();
        assert_eq!(open, 26);
        assert_eq!(
            test.as_("secretary08").await.get("/cases/rollup").await.good()["items"].as_array().unwrap().len(),
            0
        );
    });
}

#[test]
fn alarms_ring_once_though_many_look_at_them_at_the_same_moment() {
    both(async |test| {
        let leader = test.as_("leader").await;
        let receipt = test.bring(&leader, "corridor-clutter", 0).await;
        test.clock.advance(Span::days(30));
        let rounds = futures_util::future::join_all((0..8).map(|_| crate::clockwork::ring_all(&test.app))).await;
        assert!(rounds.iter().all(Result::is_ok), "{rounds:?}");
        let id = CaseId::new(receipt["id"].as_str().unwrap().parse().unwrap());
        let (record, checked) = test
            .app
            .read(move |tx| {
                let record = store::read(tx, &code("510117019"), id)?.unwrap();
                let checked = crate::chain::check(tx, "510117019", id.uuid(), Some(record.head))?;
                Ok((record, checked))
            })
            .await
            .unwrap();
        assert_eq!(record.case.escalated, 2);
        assert!(checked.is_ok(), "{checked:?}");
        let events = leader.get(&format!("/cases/{id}/events")).await.good();
        assert_eq!(events["items"].as_array().unwrap().iter().filter(|e| e["kind"] == "cases.breached").count(), 2);
    });
}

#[test]
fn a_tampered_word_shows() {
    both(async |test| {
        let leader = test.as_("leader").await;
        for (tampers, broken) in [
            (
                "UPDATE events SET kind = 'cases.closed' WHERE tenant = $1 AND stream = $2 AND seq = 1",
                Some("Altered(1)"),
            ),
            // A body in the place of another does not open there.
            (
                "UPDATE events SET body = (SELECT o.body FROM events o WHERE o.tenant = $1 AND o.stream = $2 AND o.seq = 1) \
                 WHERE tenant = $1 AND stream = $2 AND seq = 2",
                Some("Altered(2)"),
            ),
            // Content erased on request is gone, and the chain still verifies.
            ("UPDATE events SET body = NULL WHERE tenant = $1 AND stream = $2 AND seq = 1", None),
        ] {
            let receipt = test.bring(&leader, "corridor-clutter", 0).await;
            let id: uuid::Uuid = receipt["id"].as_str().unwrap().parse().unwrap();
            let changed =
                test.app.db().write(move |tx| tx.exec(tampers, weiguang_store::params!["510117019", id])).await;
            assert_eq!(changed, Ok::<_, weiguang_store::StoreError>(1));
            let verified = leader.get(&format!("/cases/{id}/verify")).await.good();
            assert_eq!((verified["intact"].as_bool(), verified["broken"].as_str()), (Some(broken.is_none()), broken));
        }
    });
}
