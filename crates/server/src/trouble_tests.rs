//! Trouble in the store and with the clock, seen through the API: damaged rows, a full disk, a clock that leaps.

use axum::http::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;
use weiguang_domain::access::Actor;
use weiguang_domain::kernel::time::Span;
use weiguang_store::{Engine, Tx, params};

use crate::rooms::care::reading_tests::resident;
use crate::testing::{TestApp, both, code, on};
use crate::walk_tests::everything_happens;
use crate::{leaks, leap, reseal, sweep};

/// Damages sealed columns: of one row, or of all.
async fn spoil(test: &TestApp, columns: Vec<(String, String)>, id: Option<Uuid>) {
    let spoil = move |tx: &mut Tx<'_>| {
        for (table, column) in &columns {
            let set = format!("UPDATE {table} SET {column} = $1 WHERE {column} IS NOT NULL");
            match id {
                Some(id) => tx.exec(format!("{set} AND id = $2").leak(), params![&[1_u8, 2, 3][..], id])?,
                None => tx.exec(set.leak(), params![&[1_u8, 2, 3][..]])?,
            };
        }
        Ok::<_, weiguang_store::StoreError>(())
    };
    test.app.db().write(spoil).await.unwrap();
}

#[test]
fn one_damaged_row_is_named_beside_the_others_and_no_page_loses_one() {
    both(async |test| {
        let mut people = Vec::new();
        for name in ["王一", "王二", "王三", "王四"] {
            people.push(resident(test, name).await);
        }
        let member = test.as_("member01").await;
        let all = member.get("/households/residents").await.good();
        let order: Vec<String> =
            all["items"].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(order.len(), 4);
        let hurt: Uuid = order[1].parse().unwrap();
        spoil(test, vec![("residents".into(), "sealed".into())], Some(hurt)).await;
        let came = member.get("/households/residents").await;
        assert_eq!(came.headers["weiguang-damaged"], "1");
        let list = came.good();
        assert_eq!(list["items"].as_array().unwrap().len(), 3);
        assert_eq!(list["damaged"], json!([{ "table": "residents", "id": hurt }]));
        // Page after page, whatever the size, the others are all there.
        for limit in 1..4 {
            let (mut seen, mut after) = (BTreeSet::new(), String::new());
            loop {
                let page = member.get(&format!("/households/residents?limit={limit}{after}")).await.good();
                seen.extend(page["items"].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap().to_owned()));
                match page["next"].as_str() {
                    Some(next) => after = format!("&after={next}"),
                    None => break,
                }
            }
            let others: BTreeSet<String> = order.iter().filter(|id| **id != order[1]).cloned().collect();
            assert_eq!(seen, others, "{limit} at a time");
        }
        let one = format!("/households/residents/{hurt}");
        assert_eq!(member.get(&one).await.refused(409), "kernel.damaged");
        let name = json!({ "name": "改名" });
        let change = member.send(Method::PATCH, &one, Some(test.id()), Some(1), Some(&name)).await;
        assert_eq!(change.refused(409), "kernel.damaged", "nothing is written over what cannot be read");
    });
}

#[test]
fn with_every_sealed_value_damaged_no_list_and_no_page_answers_500() {
    on(Engine::Sqlite, &async |test: &TestApp| {
        everything_happens(test).await;
        let ids =
            test.app.read(|tx| Ok(tx.query("SELECT DISTINCT stream FROM events", params![], |r| r.get::<Uuid>(0))?));
        let ids = ids.await.unwrap();
        let columns = reseal::sealed_columns().map(|(table, column)| (table.to_owned(), column.to_owned())).collect();
        spoil(test, columns, None).await;
        let mut told = BTreeSet::new();
        for who in ["manager", "doctor", "member01"] {
            let caller = test.as_(who).await;
            for (method, path) in leaks::doors::doors() {
                let path = path.trim_start_matches("/api/v1");
                if method != Method::GET || path.ends_with("/live") || path.starts_with("/fhir") {
                    continue;
                }
                let paths: Vec<String> = if path.contains("{id}") {
                    ids.iter().map(|id| path.replace("{id}", &id.to_string())).collect()
                } else {
                    vec![path.to_owned()]
                };
                for path in paths {
                    let came = caller.get(&path).await;
                    assert!(came.status.as_u16() != 500, "{who} {path}: {}", String::from_utf8_lossy(&came.bytes));
                    if let Value::Array(rows) = &came.json()["damaged"] {
                        told.extend(rows.iter().filter_map(|row| row["table"].as_str().map(str::to_owned)));
                    }
                }
            }
        }
        println!("damaged rows were told of: {told:?}");
        for table in ["cases", "residents", "care_alerts", "campaigns", "visits", "readings", "tickets", "events"] {
            assert!(told.contains(table), "{table} in {told:?}");
        }
    });
}

#[test]
fn a_full_disk_refuses_writes_as_507_is_not_ready_and_comes_back_without_a_restart() {
    on(Engine::Sqlite, &async |test: &TestApp| {
        let pages = async |sql: String| {
            let sql: &'static str = sql.leak();
            test.app.db().write(move |tx| tx.one(sql, &[], |row| row.get::<i64>(0))).await.unwrap().unwrap()
        };
        let leader = test.as_("leader").await;
        let ready = async || {
            let request =
                axum::http::Request::get("/readyz").header("host", "127.0.0.1").body(axum::body::Body::empty());
            test.public().raw(request.unwrap()).await.status.as_u16()
        };
        assert_eq!(ready().await, 200);
        let now = pages("PRAGMA page_count".into()).await;
        pages(format!("PRAGMA max_page_count = {now}")).await;
        let note = json!({ "id": test.id(), "kind": "corridor-clutter", "title": "堆物", "detail": "很".repeat(400), "point": { "lon": 103.9305, "lat": 30.7605 } });
        let mut refused = None;
        for _ in 0..400 {
            let mut body = note.clone();
            body["id"] = json!(test.id());
            let came = leader.post("/cases", &body).await;
            if came.status.as_u16() != 201 {
                refused = Some(came.refused(507));
                break;
            }
        }
        assert_eq!(refused.as_deref(), Some("kernel.no-space"));
        assert_eq!(ready().await, 503);
        assert_eq!(leader.get("/cases").await.status.as_u16(), 200, "what is there is read");
        pages("PRAGMA max_page_count = 1000000".into()).await;
        assert_eq!(ready().await, 200, "asking tries it again");
        test.bring(&leader, "corridor-clutter", 0).await;
    });
}

#[test]
fn after_a_leap_of_the_clock_alarms_ring_and_endings_wait_for_a_person() {
    both(async |test| {
        let (member, dispatcher) = (test.as_("member01").await, test.as_("dispatcher").await);
        let id = |case: &Value| case["id"].as_str().unwrap().to_owned();
        let done = id(&test.bring(&member, "corridor-clutter", 0).await);
        member.act(&done, &json!({ "action": "accept" })).await.good();
        member.act(&done, &json!({ "action": "resolve", "outcome": "已清走" })).await.good();
        let open = id(&test.bring(&member, "corridor-clutter", 0).await);
        leap::begin(&test.app).await.unwrap();
        assert_eq!(test.app.leap(), None);
        let status = async |case: &str| {
            dispatcher.get(&format!("/cases/{case}")).await.good()["status"].as_str().unwrap().to_owned()
        };

        // A day is none; forty days are one.
        test.pass(Span::hours(23)).await;
        assert_eq!(test.app.leap(), None);
        assert!(test.pass(Span::days(40)).await > 0, "alarms ring");
        assert!(test.app.leap().is_some());
        assert_eq!((status(&done).await.as_str(), status(&open).await.as_str()), ("resolved", "submitted"));
        let climbed = dispatcher.get(&format!("/cases/{open}")).await.good();
        assert_eq!(climbed["late"], true);
        let answers = async || {
            let count = "SELECT COUNT(*) FROM sends";
            test.app.read(move |tx| Ok(tx.one(count, &[], |row| row.get::<i64>(0))?)).await.unwrap()
        };
        let before = answers().await;
        sweep::sweep(&test.app).await;
        assert!(before > Some(0) && answers().await == before, "what seems to be forty days old is not forgotten");
        leap::tell(&test.app).await.unwrap();
        let inbox = dispatcher.get("/inbox").await.good();
        assert!(inbox["items"].as_array().unwrap().iter().any(|m| m["topic"] == "grid.clock-leapt"), "{inbox}");

        // A start does not forget it; only who manages people everywhere confirms.
        leap::begin(&test.app).await.unwrap();
        assert!(test.app.leap().is_some());
        test.pass(Span::hours(2)).await;
        assert_eq!(status(&done).await, "resolved");
        assert_eq!(member.post("/clock/confirmation", &json!({})).await.refused(403), "access.denied");
        let (system, wall) = (Actor::system(), test.clock.wall());
        let confirm = test.app.transact(&system, code("510117019"), move |work| leap::confirm(work, wall));
        assert!(confirm.await.unwrap());
        leap::confirmed(&test.app);
        assert_eq!(test.app.leap(), None);
        test.pass(Span::hours(1)).await;
        assert_ne!(status(&done).await, "resolved", "what waited goes on");
    });
}
