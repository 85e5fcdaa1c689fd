//! The queue: every list can be combined with every kind, span of days and word; and each uses its own index.

use axum::http::Method;
use serde_json::{Value, json};
use weiguang_domain::kernel::time::{Moment, Span};
use weiguang_store::Engine;

use crate::rooms::cases::queue::STATEMENTS;
use crate::testing::{both, on};

/// Whether a row, as `view=all` shows it, is in a list.
fn listed(view: &str, row: &Value, me: &str) -> bool {
    let status = row["status"].as_str().unwrap();
    let open = !matches!(status, "confirmed" | "closed");
    match view {
        "open" => open,
        "late" => open && row["late"] == true,
        "waiting" => status == "submitted",
        "mine" => open && row["owner"]["id"] == me,
        "unplaced" => open && row["placing"] != "sure",
        "closed" => !open,
        "all" => true,
        _ => status == view,
    }
}

#[test]
fn every_list_goes_with_every_kind_day_and_word() {
    both(async |test| {
        let (leader, manager) = (test.as_("leader").await, test.as_("manager").await);
        for n in 0..24 {
            let kind = ["corridor-clutter", "street-light-out", "gas-smell"][n % 3];
            let id = test.bring(&leader, kind, (n % 3).try_into().unwrap()).await["id"].as_str().unwrap().to_owned();
            // A refused act leaves the case as it was, which serves as well.
            if n % 4 > 0 {
                leader.act(&id, &serde_json::json!({ "action": "take_over" })).await;
            }
            if n % 4 > 1 {
                leader.act(&id, &serde_json::json!({ "action": "resolve", "outcome": "已清走" })).await;
            }
            if n % 4 > 2 {
                let at = test.clock.now().to_string();
                let told = serde_json::json!({ "action": "answer", "answer": "satisfied", "way": "phone", "at": at, "words": "谢谢" });
                manager.act(&id, &told).await;
            }
            if n == 15 {
                crate::rooms::cases::queue::terms::index(&test.app, crate::testing::code("510117019")).await.unwrap();
            }
            test.pass(Span::hours(7)).await;
        }
        let me = test.account("leader").uuid().to_string();
        let everything = leader.get("/cases?view=all&limit=200").await.good();
        let rows: Vec<&Value> = everything["items"].as_array().unwrap().iter().collect();
        assert_eq!(rows.len(), 24);
        let (mut asked, mut some) = (0, 0);
        let views = ["open", "late", "waiting", "mine", "unplaced", "returned", "resolved", "closed", "all"];
        for view in views {
            for kind in ["", "corridor-clutter", "gas-smell"] {
                for (since, until) in [("", ""), ("2026-11-26", ""), ("", "2026-11-27"), ("2026-11-26", "2026-11-28")] {
                    for words in ["", "纸箱"] {
                        let day = |row: &Value| {
                            let at: jiff::Timestamp = row["created_at"].as_str().unwrap().parse().unwrap();
                            Moment::from_micros(at.as_microsecond()).day().to_string()
                        };
                        let mut expected: Vec<&str> = rows
                            .iter()
                            .filter(|r| listed(view, r, &me) && (kind.is_empty() || r["kind"]["id"] == kind))
                            .filter(|r| since <= day(r).as_str() && (until.is_empty() || day(r).as_str() <= until))
                            .map(|r| r["id"].as_str().unwrap())
                            .collect();
                        expected.sort_unstable();
                        let mut path = format!("/cases?view={view}&limit=5");
                        for (name, value) in [("kind", kind), ("since", since), ("until", until), ("q", words)] {
                            if !value.is_empty() {
                                path += &format!("&{name}={value}");
                            }
                        }
                        let (mut found, mut after) = (Vec::new(), String::new());
                        loop {
                            let page = leader.get(&format!("{path}{after}")).await.good();
                            found.extend(
                                page["items"].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap().to_owned()),
                            );
                            let Some(next) = page["next"].as_str() else { break };
                            after = format!("&after={next}");
                        }
                        found.sort_unstable();
                        assert_eq!(found, expected, "{path}");
                        asked += 1;
                        some += usize::from(!expected.is_empty());
                    }
                }
            }
        }
        assert!(asked == 216 && some > 80, "{some} of {asked} found something");
        let days = leader.get("/cases?view=all&since=2026-11-28&until=2026-11-26").await;
        assert_eq!(days.refused(422), "kernel.invalid");
    });
}

#[test]
fn each_list_walks_the_index_made_for_it() {
    let made_for = [
        ("queue.OPEN_CELL", "cases_open_cell"),
        ("queue.OPEN_GRID", "cases_open_grid"),
        ("queue.OPEN_KIND", "cases_open_kind"),
        ("queue.OPEN_COMMUNITY", "cases_open_community"),
        ("queue.OPEN_STREET", "cases_open_street"),
        ("queue.OPEN_MINE", "cases_open_owner"),
        ("queue.LATE_STREET", "cases_late"),
        ("queue.UNPLACED_STREET", "cases_unplaced"),
        ("queue.STATUS_STREET", "cases_status"),
        ("queue.STATUS_GRID", "cases_open_grid"),
        ("queue.STATUS_CELL", "cases_open_cell"),
        ("queue.ALL_STREET", "cases_received"),
        ("queue.ALL_COMMUNITY", "cases_community"),
        ("queue.ALL_GRID", "cases_grid"),
        ("queue.ALL_CELL", "cases_cell"),
        ("queue.ALL_KIND", "cases_kind"),
        ("queue.PAST_STREET", "cases_past_street"),
        ("queue.PAST_COMMUNITY", "cases_past_community"),
        ("queue.PAST_GRID", "cases_grid"),
        ("queue.PAST_CELL", "cases_cell"),
        ("queue.PAST_KIND", "cases_past_kind"),
        ("queue.LATE_GRID", "cases_open_grid"),
        ("queue.LATE_CELL", "cases_open_cell"),
        ("queue.UNPLACED_GRID", "cases_open_grid"),
        ("queue.UNPLACED_CELL", "cases_open_cell"),
    ];
    on(Engine::Sqlite, &async |test| {
        let mut others = Vec::new();
        for (name, index) in made_for {
            let text = STATEMENTS.iter().find(|(n, _)| *n == name).unwrap().1;
            // The plan is asked for as any other text is: one that lives as long as the program.
            let asked: &'static str = Box::leak(format!("EXPLAIN QUERY PLAN {text}").into_boxed_str());
            let given = (1..=19).filter(|n| text.contains(&format!("${n}"))).count();
            let nothing = vec![weiguang_store::Value::Null; given];
            let plan = test
                .app
                .read(move |tx| Ok(tx.query(asked, &nothing, |row| row.get::<String>(3))?))
                .await
                .unwrap()
                .join("; ");
            if !plan.contains(index) || plan.contains("TEMP B-TREE") {
                others.push(format!("{name} walks {plan}"));
            }
        }
        assert!(others.is_empty(), "{others:#?}");
    });
}

/// An unknown and an invisible case give the same answer, to an act as to a page.
#[test]
fn an_act_on_a_case_that_one_may_not_see_tells_nothing_of_it() {
    both(async |test| {
        let case = test.bring(&test.as_("member01").await, "corridor-clutter", 0).await["id"].clone();
        let unknown = json!(test.id());
        for who in ["member02", "member0801", "secretary08", "other-dispatcher"] {
            let caller = test.as_(who).await;
            for act in [json!({ "action": "accept" }), json!({ "action": "withdraw", "reason": "误报" })] {
                let sends = async |case: &Value| {
                    let path = format!("/cases/{}/actions", case.as_str().unwrap());
                    caller.send(Method::POST, &path, Some(test.id()), Some(1), Some(&act)).await
                };
                assert_eq!(sends(&unknown).await.refused(404), "kernel.not-found");
                assert_eq!(sends(&case).await.refused(404), "kernel.not-found", "{who}: {act}");
            }
        }
    });
}

/// A page, the figures of the tabs and the totals by cell contain only what one may see, whatever code is requested.
#[test]
fn a_list_and_its_counts_hold_what_one_may_see() {
    both(async |test| {
        let desk = test.as_("dispatcher").await;
        for west in [0, 1, 1, 3] {
            test.bring(&desk, "corridor-clutter", west).await;
        }
        for (who, sees) in [("member01", 1), ("member02", 2), ("leader", 3), ("secretary08", 1), ("dispatcher", 4)] {
            let caller = test.as_(who).await;
            for under in ["", "&under=510117019", "&under=510117019006"] {
                let sees = match (who, under) {
                    ("dispatcher", "&under=510117019006") => 3,
                    ("secretary08", "&under=510117019006") => 0,
                    _ => sees,
                };
                let page = caller.get(&format!("/cases?view=open{under}")).await.good();
                assert_eq!(page["items"].as_array().unwrap().len(), sees, "{who} {under}");
                let counts = caller.get(&format!("/cases/counts?{}", under.trim_start_matches('&'))).await.good();
                assert_eq!(counts["open"], sees, "{who} {under}");
                let totals = caller.get(&format!("/cases/rollup?by=micro_grid{under}")).await.good();
                let total = |row: &Value| usize::try_from(row["total"].as_i64().unwrap()).unwrap();
                assert_eq!(totals["items"].as_array().unwrap().iter().map(total).sum::<usize>(), sees, "{who} {under}");
            }
        }
    });
}
