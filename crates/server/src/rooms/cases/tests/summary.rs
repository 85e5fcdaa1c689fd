//! Figures, each on both engines: a public screen and a neighbourhood's page match the events.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Instant;
use weiguang_domain::cases::count::Flow;
use weiguang_domain::kernel::time::Span;
use weiguang_store::StoreError;

use crate::doctor::Verdict;
use crate::rooms::cases::figures::days;
use crate::testing::{Caller, TestApp, both, code};

const STREET: &str = "510117019";

async fn summary(caller: &Caller<'_>, code: &str) -> Value {
    caller.get(&format!("/cases/summary?code={code}")).await.good()
}

/// Three matters: one solved within five hours and confirmed, one solved and denied, one that nobody accepted.
async fn a_week(test: &TestApp) {
    let (member, secretary) = (test.as_("member01").await, test.as_("secretary08").await);
    let mut ids = Vec::new();
    for (west, kind) in [(0, "corridor-clutter"), (1, "corridor-clutter"), (3, "street-light-out")] {
        ids.push(test.bring(&member, kind, west).await["id"].as_str().unwrap().to_owned());
    }
    test.clock.advance(Span::minutes(5 * 60 + 20));
    let leader = test.as_("leader").await;
    for id in &ids[..2] {
        leader.act(id, &json!({ "action": "take_over" })).await.good();
        leader.act(id, &json!({ "action": "resolve", "outcome": "已清走" })).await.good();
    }
    for (id, answer) in
        [(&ids[0], json!({ "answer": "satisfied", "words": "谢谢王阿姨" })), (&ids[1], json!({ "answer": "not" }))]
    {
        let link = test.link(id).await;
        test.public().post(&format!("{link}/answer"), &answer).await.good();
    }
    test.pass(Span::days(3)).await;
    let held = secretary.get(&format!("/cases/{}", ids[2])).await.good();
    let take = if held["actions"].as_array().unwrap().contains(&json!("accept")) { "accept" } else { "take_over" };
    secretary.act(&ids[2], &json!({ "action": take })).await.good();
}

#[test]
fn the_figures_of_a_screen_are_what_happened() {
    both(async |test| {
        a_week(test).await;
        let manager = test.as_("manager").await;
        let whole = summary(&manager, STREET).await;
        assert_eq!((whole["words"].as_str(), whole["open"].as_i64()), (Some("合作街道"), Some(2)));
        assert_eq!((whole["answered_30d"].as_i64(), whole["satisfied_30d"].as_i64()), (Some(2), Some(1)));
        assert_eq!(whole["median_hours_30d"], 5);
        assert_eq!((whole["received_today"].as_i64(), whole["closed_today"].as_i64()), (Some(0), Some(0)));
        let by_status: BTreeMap<&str, i64> = whole["by_status"]
            .as_array()
            .unwrap()
            .iter()
            .map(|s| (s["status"].as_str().unwrap(), s["n"].as_i64().unwrap()))
            .collect();
        assert_eq!(
            (by_status["accepted"], by_status["in_progress"], by_status["submitted"], by_status.len()),
            (1, 1, 0, 6)
        );
        let days = whole["by_day"].as_array().unwrap();
        assert_eq!(
            (days.len(), days[29]["day"].as_str(), days[26]["day"].as_str()),
            (30, Some("2026-11-26"), Some("2026-11-23"))
        );
        assert_eq!(days[26]["received"], 3);
        assert_eq!(days[26]["closed"], 1);
        assert!(
            days.iter().map(|d| d["late"].as_i64().unwrap()).sum::<i64>() >= 1,
            "nobody took one of them: {days:?}"
        );
        let areas = whole["by_area"].as_array().unwrap();
        assert_eq!(
            areas
                .iter()
                .map(|a| (a["name"].as_str().unwrap(), a["open"].as_i64().unwrap(), a["closed_30d"].as_i64().unwrap()))
                .collect::<Vec<_>>(),
            [("天骄西路社区", 1, 1), ("晨风社区", 1, 0)]
        );
        let groups = whole["by_kind_group"].as_array().unwrap();
        assert_eq!(groups.iter().map(|g| g["received_30d"].as_i64().unwrap()).sum::<i64>(), 3);
        assert_eq!(groups.iter().map(|g| g["open"].as_i64().unwrap()).sum::<i64>(), 2);
        assert!(groups.iter().all(|g| g["group"]["zh"].as_str().is_some_and(|n| !n.is_empty())));
        // It shows only public facts of single matters.
        let recent = whole["recent"].as_array().unwrap();
        assert!(!recent.is_empty() && recent.len() <= 20);
        let text = whole.to_string();
        for secret in ["甲", "纸箱", "王阿姨", "已清走"] {
            assert!(!text.contains(secret), "{secret} stands on the screen of the hall: {text}");
        }
        assert!(recent.iter().all(|r| !r["place"].as_str().unwrap().contains("微网格")), "{recent:?}");

        // Each sees their own part of it, and nobody a sibling's.
        let leader = test.as_("leader").await;
        assert_eq!(summary(&leader, "510117019006009").await["open"], 1);
        assert_eq!(summary(&leader, STREET).await["open"], 1, "a street, as far as one may see it");
        assert_eq!(leader.get("/cases/summary").await.good()["code"], STREET);
        for (who, code) in [("leader", "510117019008"), ("other-manager", STREET), ("secretary08", "510117019006")] {
            assert_eq!(
                test.as_(who).await.get(&format!("/cases/summary?code={code}")).await.refused(404),
                "kernel.not-found"
            );
        }
        for who in ["administrator", "partner"] {
            assert_eq!(test.as_(who).await.get("/cases/summary").await.refused(403), "access.denied", "{who}");
        }
        assert_eq!(manager.get("/cases/summary?code=510117").await.refused(422), "kernel.invalid");
        assert_eq!(manager.get("/cases/summary?code=5101170190").await.refused(422), "kernel.invalid");
        assert_eq!(test.public().get("/cases/summary").await.refused(401), "access.signed-out");
        let mut times: Vec<_> = Vec::new();
        for _ in 0..40 {
            let began = Instant::now();
            summary(&manager, STREET).await;
            times.push(began.elapsed());
        }
        times.sort_unstable();
        println!("a summary: median {:?}, the slowest of 40 {:?}", times[20], times[39]);
    });
}

/// A street's figures are read by days and its newest steps from the whole log; those of its parts by codes and from the cases that changed.
#[test]
fn the_figures_of_a_street_are_those_of_its_parts_together() {
    both(async |test| {
        a_week(test).await;
        test.clock.advance(Span::minutes(1));
        test.bring(&test.as_("member02").await, "water-leak", 1).await;
        let since = test.clock.now() - Span::days(7);
        let cells = ["51011701900600901", "51011701900600902", "51011701900800101"];
        let read = async |codes: &[&str]| {
            let codes: Vec<_> = codes.iter().map(|text| code(text)).collect();
            let found = test.app.read(move |tx| {
                let (mut steps, mut days, mut parts, mut hours) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
                for code in &codes {
                    let newest = days::steps(tx, code, since, "", 100)?;
                    steps.extend(
                        newest.iter().map(|s| (s.at, format!("{:?} {} {} {:?}", s.fact, s.code, s.status, s.kind))),
                    );
                    days.extend(days::by_day(tx, code, since.day())?);
                    parts.extend(days::by_part(tx, code, since.day(), 17)?);
                    hours.extend(days::hours(tx, code, since.day())?);
                }
                Ok((steps, days, parts, hours))
            });
            let (mut steps, days, parts, hours) = found.await.unwrap();
            steps.sort_by(|a, b| b.cmp(a));
            let flow = days.iter().fold(Flow::default(), |sum, (_, flow)| sum.plus(*flow));
            (steps, flow, parts, hours)
        };
        let (street, grids, parts) =
            (read(&[STREET]).await, read(&["510117019006009", "510117019008001"]).await, read(&cells).await);
        assert!(street.0.len() >= 12 && street.1.received == 4 && !street.3.is_empty(), "{street:?}");
        assert_eq!(street, parts);
        assert_eq!(street, grids);
        let mut newest = read(&[cells[0]]).await.0;
        newest.truncate(3);
        let limited = test.app.read(move |tx| Ok(days::steps(tx, &code(cells[0]), since, "", 3)?)).await.unwrap();
        assert_eq!(
            limited.iter().map(|s| s.at).collect::<Vec<_>>(),
            newest.iter().map(|(at, _)| *at).collect::<Vec<_>>()
        );
    });
}

#[test]
fn the_neighbourhood_sees_what_is_done_and_nothing_of_anybody() {
    both(async |test| {
        a_week(test).await;
        let nobody = test.public();
        let seen = nobody.get(&format!("/public/summary?street={STREET}")).await.good();
        assert_eq!((seen["name"].as_str(), seen["made_up"].as_bool()), (Some("合作街道"), Some(false)));
        assert_eq!((seen["received_30d"].as_i64(), seen["solved_30d"].as_i64()), (Some(3), Some(1)));
        assert_eq!((seen["satisfied_30d"].as_i64(), seen["answered_30d"].as_i64()), (Some(1), Some(2)));
        assert_eq!(seen["median_hours_30d"], 5);
        assert_eq!(seen["by_area"][0], json!({ "name": "天骄西路社区", "open": 1, "solved_30d": 1 }));
        assert_eq!(seen["by_kind_group"].as_array().unwrap().len(), 1);
        assert_eq!(seen["by_kind_group"][0]["median_hours"], 5);
        let recent = seen["recent"].as_array().unwrap();
        assert_eq!(recent.len(), 1);
        assert_eq!(
            (recent[0]["day"].as_str(), recent[0]["place"].as_str(), recent[0]["days"].as_i64()),
            (Some("2026-11-23"), Some("天骄西路社区"), Some(0))
        );
        let text = seen.to_string();
        for secret in ["甲", "纸箱", "王阿姨", "已清走", "510117019006", "微网格"] {
            assert!(!text.contains(secret), "{secret} is told to everybody: {text}");
        }
        assert_eq!(nobody.get("/public/summary?street=510117099").await.refused(404), "kernel.not-found");
        assert_eq!(nobody.get("/public/summary?street=510117019006").await.refused(404), "kernel.not-found");
        assert_eq!(nobody.get("/public/summary").await.refused(422), "kernel.invalid");
    });
}

#[test]
fn the_doctor_finds_the_figures_right_until_somebody_touches_them() {
    both(async |test| {
        a_week(test).await;
        let look = async || test.finding(&format!("days {STREET}")).await.verdict;
        assert_eq!(look().await, Verdict::Good);
        for touched in ["UPDATE case_stock SET accepted = accepted + 1", "UPDATE case_days SET closed = closed + 1"] {
            test.app.db().write(move |tx| tx.exec(touched, &[])).await.map_err(|e: StoreError| e).unwrap();
            assert_eq!(look().await, Verdict::Fault, "{touched}");
        }
    });
}

/// A street with 200 micro-grids in each of which, for a month, matters of five kinds are received and closed every day.
#[test]
fn the_figures_of_a_large_street_are_sums_of_small_rows() {
    both(async |test| {
        let first = days::number(test.clock.now().day()) - 29;
        let cells = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 199), k(kind) AS (SELECT 'corridor-clutter' UNION ALL SELECT 'street-light-out' \
             UNION ALL SELECT 'dog-barking' UNION ALL SELECT 'water-leak' UNION ALL SELECT 'other'), d(day) AS (SELECT 0 UNION ALL SELECT day + 1 FROM d WHERE day < 29), \
             c(code) AS (SELECT '510117019006' || substr(CAST(1001 + i / 20 AS TEXT), 2) || substr(CAST(101 + i % 20 AS TEXT), 2) FROM n)";
        let filled = [
            format!(
                "INSERT INTO case_stock (tenant, code, kind, submitted, accepted, in_progress, returned, paused, resolved, late) {cells} SELECT '510117019', code, kind, 1, 1, 2, 0, 0, 1, 1 FROM c CROSS JOIN k"
            ),
            format!(
                "INSERT INTO case_days (tenant, day, code, kind, hours, received, late, closed, answered, satisfied) {cells} SELECT '510117019', {first} + day, code, kind, -1, 2, 0, 0, 1, 1 FROM c CROSS JOIN k CROSS JOIN d"
            ),
            format!(
                "INSERT INTO case_days (tenant, day, code, kind, hours, received, late, closed, answered, satisfied) {cells} SELECT '510117019', {first} + day, code, kind, day + 1, 0, 0, 1, 0, 0 FROM c CROSS JOIN k CROSS JOIN d"
            ),
        ];
        for sql in filled {
            let sql: &'static str = Box::leak(sql.into_boxed_str());
            test.app.db().write(move |tx| tx.exec(sql, &[])).await.map_err(|e: StoreError| e).unwrap();
        }
        let manager = test.as_("manager").await;
        let whole = summary(&manager, STREET).await;
        assert_eq!((whole["open"].as_i64(), whole["late"].as_i64()), (Some(5_000), Some(1_000)));
        assert_eq!((whole["satisfied_30d"].as_i64(), whole["median_hours_30d"].as_i64()), (Some(30_000), Some(15)));
        let mut times = Vec::new();
        for _ in 0..40 {
            let began = Instant::now();
            summary(&manager, STREET).await;
            times.push(began.elapsed());
        }
        times.sort_unstable();
        println!("a summary over 61,000 rows of a month: median {:?}, the slowest of 40 {:?}", times[20], times[39]);
    });
}
