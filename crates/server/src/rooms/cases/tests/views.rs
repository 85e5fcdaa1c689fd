//! Data that people store: saved views of their own, photos before a report; each on both engines.

use axum::http::Method;
use serde_json::{Value, json};
use uuid::Uuid;
use weiguang_domain::kernel::time::Span;
use weiguang_store::{Tx, params};

use crate::outside::cleaning::samples;
use crate::testing::{Caller, TestApp, TestResponse, both};

async fn put(caller: &Caller<'_>, key: Uuid, id: Uuid, body: &Value) -> TestResponse {
    caller.send(Method::PUT, &format!("/cases/views/{id}"), Some(key), None, Some(body)).await
}

#[test]
fn a_view_is_kept_changed_and_forgotten_and_is_ones_own() {
    both(async |test| {
        let (leader, dispatcher) = (test.as_("leader").await, test.as_("dispatcher").await);
        let (id, key) = (test.id(), test.id());
        let late = json!({ "name": "本格超期", "query": { "view": "late", "under": "510117019006009" }, "rank": 2 });
        let kept = put(&leader, key, id, &late).await.good();
        assert_eq!(
            kept,
            json!({ "id": id, "name": "本格超期", "query": { "view": "late", "under": "510117019006009" }, "rank": 2 })
        );
        assert_eq!(put(&leader, key, id, &late).await.headers["idempotent-replay"], "true");
        let first = test.id();
        put(&leader, test.id(), first, &json!({ "name": "飞线", "query": { "q": "飞线充电" }, "rank": 1 }))
            .await
            .good();
        let renamed = json!({ "name": "超期", "query": { "view": "late", "kind": "corridor-clutter" }, "rank": 3 });
        put(&leader, test.id(), id, &renamed).await.good();
        let list = leader.get("/cases/views").await.good();
        let names: Vec<&str> = list["items"].as_array().unwrap().iter().map(|v| v["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["飞线", "超期"]);
        // Nobody else sees, changes or forgets it; the same id with somebody else is another view.
        assert_eq!(dispatcher.get("/cases/views").await.good()["items"], json!([]));
        put(&dispatcher, test.id(), id, &json!({ "name": "我的", "query": {} })).await.good();
        let gone = async |who: &Caller<'_>, id: Uuid| {
            who.send(Method::DELETE, &format!("/cases/views/{id}"), Some(test.id()), None, None).await
        };
        assert_eq!(gone(&dispatcher, first).await.refused(404), "kernel.not-found");
        assert_eq!(gone(&leader, first).await.status, 204);
        assert_eq!(gone(&leader, first).await.refused(404), "kernel.not-found");
        assert_eq!(leader.get("/cases/views").await.good()["items"].as_array().unwrap().len(), 1);

        for bad in [
            json!({ "name": " ", "query": {} }),
            json!({ "name": "一二三四五六七八九十一二三四五六七八九十一", "query": {} }),
            json!({ "name": "x", "query": { "view": "everything" } }),
            json!({ "name": "x", "query": { "limit": 5 } }),
            json!({ "name": "x", "query": { "under": "12345" } }),
            json!({ "name": "x" }),
        ] {
            assert_eq!(put(&leader, test.id(), test.id(), &bad).await.refused(422), "kernel.invalid", "{bad}");
        }
        assert_eq!(put(&leader, test.id(), Uuid::nil(), &late).await.refused(422), "kernel.invalid");
        assert_eq!(put(&test.as_("partner").await, test.id(), test.id(), &late).await.refused(403), "access.denied");
        for n in 1..30 {
            put(&leader, test.id(), test.id(), &json!({ "name": format!("视图{n}"), "query": {} })).await.good();
        }
        assert_eq!(put(&leader, test.id(), test.id(), &late).await.refused(409), "cases.too-many-views");
        put(&leader, test.id(), id, &renamed).await.good();
    });
}

/// A photo with a place in it.
fn photo() -> Vec<u8> {
    samples::photo(1)
}

async fn lay_down(test: &TestApp, key: Uuid, id: Uuid, street: &str, bytes: &[u8]) -> TestResponse {
    test.public().upload("/public/attachments", key, &[("id", &id.to_string()), ("street", street)], bytes).await
}

fn report(test: &TestApp, photos: &[Uuid]) -> Value {
    json!({ "id": test.id(), "kind": "corridor-clutter", "title": "楼道堆物", "street": "510117019", "point": { "lon": 103.9305, "lat": 30.7605 }, "attachments": photos })
}

#[test]
fn a_residents_photo_comes_with_the_report_without_its_place() {
    both(async |test| {
        let nobody = test.public();
        assert_eq!(nobody.get("/public/streets").await.good()["items"][0]["photos"], true);
        let (id, key) = (test.id(), test.id());
        for _ in 0..2 {
            assert_eq!(lay_down(test, key, id, "510117019", &photo()).await.good()["id"], json!(id));
        }
        let new = report(test, &[id]);
        let send = test.id();
        for _ in 0..2 {
            nobody.send(Method::POST, "/public/cases", Some(send), None, Some(&new)).await.good();
        }
        let (case, member) = (new["id"].as_str().unwrap(), test.as_("member01").await);
        let page = member.get(&format!("/cases/{case}")).await.good();
        let files = page["attachments"].as_array().unwrap();
        assert_eq!(
            (files.len(), files[0]["kind"].as_str(), files[0]["media"].as_str()),
            (1, Some("before"), Some("image/jpeg"))
        );
        let bytes = member.get(files[0]["url"].as_str().unwrap()).await.bytes;
        assert!(!String::from_utf8_lossy(&bytes).contains("GEHEIM"), "the place is taken out");
        let events = member.get(&format!("/cases/{case}/events")).await.good();
        assert!(events["items"].as_array().unwrap().iter().any(|e| e["kind"] == "cases.attached"));
        assert_eq!(member.get(&format!("/cases/{case}/verify")).await.good()["intact"], true);
        // A photo belongs to one report.
        assert_eq!(nobody.post("/public/cases", &report(test, &[id])).await.refused(422), "kernel.invalid");
    });
}

#[test]
fn a_photo_for_which_no_report_came_goes_by_the_sweep() {
    both(async |test| {
        lay_down(test, test.id(), test.id(), "510117019", &photo()).await.good();
        let waiting = async || {
            let count = |row: &weiguang_store::Row<'_>| row.get::<i64>(0);
            test.app.read(move |tx| Ok(tx.one("SELECT COUNT(*) FROM waiting_files", &[], count)?)).await.unwrap()
        };
        test.clock.advance(Span::hours(23));
        crate::sweep::expire(&test.app).await;
        assert_eq!(waiting().await, Some(1));
        test.clock.advance(Span::hours(1) + Span::minutes(1));
        crate::sweep::expire(&test.app).await;
        assert_eq!(waiting().await, Some(0));
    });
}

#[test]
fn photos_that_wait_are_bounded_and_forgotten() {
    both(async |test| {
        let nobody = test.public();
        let pdf = lay_down(test, test.id(), test.id(), "510117019", &samples::pdf()).await;
        assert_eq!(pdf.refused(422), "kernel.invalid");
        for (street, bytes) in
            [("510117099", photo()), ("", photo()), ("510117019", b"<script>".to_vec()), ("510117019", Vec::new())]
        {
            assert_eq!(lay_down(test, test.id(), test.id(), street, &bytes).await.refused(422), "kernel.invalid");
        }
        let large = vec![0; test.app.settings().http.attachment_bytes + 1];
        assert_eq!(lay_down(test, test.id(), test.id(), "510117019", &large).await.refused(413), "kernel.too-large");
        let ids: Vec<Uuid> = (0..4).map(|_| test.id()).collect();
        for id in &ids {
            lay_down(test, test.id(), *id, "510117019", &photo()).await.good();
        }
        assert_eq!(
            nobody.post("/public/cases", &report(test, &ids)).await.refused(422),
            "kernel.invalid",
            "at most three"
        );
        nobody.post("/public/cases", &report(test, &ids[..3])).await.good();
        // One that nobody named is gone after a day, and with it goes its row.
        test.clock.advance(Span::hours(24) + Span::minutes(1));
        assert_eq!(nobody.post("/public/cases", &report(test, &ids[3..])).await.refused(422), "kernel.invalid");
        lay_down(test, test.id(), test.id(), "510117019", &photo()).await.good();
        let left =
            test.app.read(|tx| Ok(tx.one("SELECT COUNT(*) FROM waiting_files", &[], |row| row.get::<i64>(0))?)).await;
        assert_eq!(left.unwrap(), Some(1));
        // Photos without a report use up the allowance of their address, and of no other one.
        let fill = async |most: u32, place: &'static str| {
            let more = test.app.db().write(move |tx| {
                let last = "SELECT name, media, content, at, address, network FROM waiting_files ORDER BY at DESC LIMIT 1";
                let (name, media, content, at, address, network) = tx
                    .one(last, &[], |row| {
                        let bytes = |n| row.get::<Vec<u8>>(n);
                        let text = |n| row.get::<String>(n);
                        Ok((bytes(0)?, text(1)?, bytes(2)?, row.get::<i64>(3)?, text(4)?, text(5)?))
                    })?
                    .unwrap();
                let count = tx.one("SELECT COUNT(*) FROM waiting_files", &[], |row| row.get::<i64>(0))?.unwrap();
                for n in u32::try_from(count).unwrap()..most {
                    let (id, street) = (Uuid::from_u128(n.into()), "510117019");
                    let row = params![street, id, name.clone(), &media, content.clone(), at, &address, &network];
                    tx.exec("INSERT INTO waiting_files (tenant, id, name, media, content, at, address, network) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)", row)?;
                }
                let all = "UPDATE waiting_files SET address = $1, network = $1";
                if place.is_empty() { Ok(0) } else { tx.exec(all, params![place]) }
            });
            more.await.unwrap();
        };
        fill(30, "").await;
        let full = lay_down(test, test.id(), test.id(), "510117019", &photo()).await;
        assert!(full.headers.contains_key("retry-after"));
        assert_eq!(full.refused(429), "kernel.too-many");
        fill(400, "elsewhere").await;
        for _ in 0..3 {
            lay_down(test, test.id(), test.id(), "510117019", &photo()).await.good();
        }
        let count = |tx: &mut Tx<'_>| {
            let of = "SELECT COUNT(*), SUM(CASE WHEN address = 'elsewhere' THEN 1 ELSE 0 END) FROM waiting_files";
            Ok(tx.one(of, &[], |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)))?)
        };
        assert_eq!(test.app.read(count).await.unwrap(), Some((400, 397)), "whoever has the most makes room");
        // A signed-in account always has an allowance.
        let member = test.as_("member01").await;
        let case = test.bring(&member, "corridor-clutter", 0).await["id"].as_str().unwrap().to_owned();
        let id = test.id().to_string();
        let fields = [("id", id.as_str()), ("kind", "before")];
        member.upload(&format!("/cases/{case}/attachments"), test.id(), &fields, &photo()).await.good();
        // One address lays down three for each report that it may bring, and no more.
        let mut stopped = None;
        for _ in 0..70 {
            let came = lay_down(test, test.id(), test.id(), "510117019", &photo()).await;
            if came.status != 201 {
                stopped = Some(came);
                break;
            }
        }
        assert_eq!(stopped.expect("an address has a bound").refused(429), "kernel.too-many");
    });
}
