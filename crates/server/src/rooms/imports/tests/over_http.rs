//! Imports as a browser runs them.

use super::*;
use crate::testing::{Caller, TestResponse, both};
use axum::body::Body;
use axum::http::Request;
use serde_json::Value;
use uuid::Uuid;

const EDGE: &str = "XWEIGUANGX";

pub(super) fn form(fields: &[(&str, &str)], file: &str) -> Vec<u8> {
    let mut out = String::new();
    for (name, text) in fields {
        out += &format!("--{EDGE}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
    }
    out += &format!(
        "--{EDGE}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"住户.csv\"\r\ncontent-type: text/csv\r\n\r\n{file}\r\n--{EDGE}--\r\n"
    );
    out.into_bytes()
}

pub(super) async fn send(caller: &Caller<'_>, path: &str, key: Uuid, body: Vec<u8>) -> TestResponse {
    let request = Request::post(format!("/api/v1{path}"))
        .header("x-weiguang", "1")
        .header("idempotency-key", key.to_string())
        .header("cookie", caller.cookie())
        .header("content-type", format!("multipart/form-data; boundary={EDGE}"));
    caller.raw(request.body(Body::from(body)).unwrap()).await
}

/// Asks until a run has ended.
pub(super) async fn ended(caller: &Caller<'_>, id: &str) -> Value {
    loop {
        let run = caller.get(&format!("/imports/{id}")).await.good();
        if !["reading", "checking", "writing"].contains(&run["state"].as_str().unwrap()) {
            return run;
        }
        tokio::task::yield_now().await;
    }
}

const GOOD: &str = "小区,栋,网格编码\n锦绣花园,1栋,51011701900600901\n锦绣花园,2栋,51011701900600902\n";

#[test]
fn a_run_is_looked_at_sent_once_followed_and_its_bad_rows_fetched() {
    both(async |test| {
        let manager = test.as_("manager").await;
        let looked = send(&manager, "/imports/directory?dry_run=true", test.id(), form(&[], GOOD)).await.good();
        assert_eq!((looked["created"].as_u64(), looked["dry_run"].as_bool()), (Some(2), Some(true)));

        let key = test.id();
        let came = send(&manager, "/imports/directory", key, form(&[("street", "510117019")], GOOD)).await;
        assert_eq!(came.status.as_u16(), 202);
        let id = came.good()["id"].as_str().unwrap().to_owned();
        let run = ended(&manager, &id).await;
        assert_eq!((run["state"].as_str(), run["report"]["created"].as_u64()), (Some("done"), Some(2)), "{run:#}");
        assert_eq!(
            (run["done"].as_u64(), run["total"].as_u64(), run["file"].as_str()),
            (Some(2), Some(2), Some("directory-2026-11-23.csv"))
        );

        let (run, street) = (Uuid::parse_str(&id).unwrap(), code("510117019"));
        let chain = test.app.read(move |tx| Ok(crate::chain::stream(tx, street.as_str(), run, 0, 9)?)).await.unwrap();
        let said: Vec<_> = chain.iter().map(|(event, _)| event.kind.as_str()).collect();
        assert_eq!(said, ["imports.written"], "who took in what stands in a chain");

        let again = send(&manager, "/imports/directory", key, form(&[("street", "510117019")], GOOD)).await;
        assert!(again.headers.contains_key("idempotent-replay"));
        assert_eq!(again.good()["id"].as_str(), Some(id.as_str()));
        let other = send(&manager, "/imports/directory", key, form(&[], GOOD)).await;
        assert_eq!(other.refused(409), "kernel.key-reused");
        let street = [("street", "510117019")];
        let other = send(&manager, "/imports/directory", key, form(&street, &GOOD.replace("2栋", "3栋"))).await;
        assert_eq!(other.refused(409), "kernel.key-reused", "another file");

        let bad = GOOD.replace("51011701900600902", "51011701900600999");
        let started = send(&manager, "/imports/directory", test.id(), form(&[], &bad)).await.good();
        let id = started["id"].as_str().unwrap().to_owned();
        let run = ended(&manager, &id).await;
        assert_eq!(
            (run["state"].as_str(), run["report"]["errors"][0]["cell"].as_str()),
            (Some("refused"), Some("C3")),
            "{run:#}"
        );
        let url = run["report"]["bad_rows_url"].as_str().unwrap();
        let rows = manager.get(url).await;
        assert_eq!(rows.headers["content-type"], "text/csv; charset=utf-8");
        assert!(String::from_utf8(rows.bytes).unwrap().contains("没有编码为"));
        let list = manager.get("/imports").await.good();
        assert_eq!(list["items"].as_array().unwrap().len(), 3);

        let looked = send(&manager, "/imports/directory?dry_run=true", test.id(), form(&[], &bad)).await.good();
        assert!(manager.get(looked["bad_rows_url"].as_str().unwrap()).await.status.is_success());

        // The same file with other options is another request.
        let key = test.id();
        let datum = async |name: &'static str| {
            send(&manager, "/imports/grids?dry_run=true", key, form(&[("datum", name)], "编码,名称\n")).await
        };
        let first = datum("wgs84").await;
        assert_eq!((first.status.as_u16(), datum("gcj02").await.refused(409).as_str()), (200, "kernel.key-reused"));
    });
}

#[test]
fn nobody_does_more_by_file_than_by_hand() {
    both(async |test| {
        for (login, kind, status) in [
            ("member01", "directory", 403),
            ("dispatcher", "directory", 403),
            ("dispatcher", "roster", 403),
            ("manager", "areas", 403),
            ("administrator", "residents", 403),
            ("secretary", "residents", 403),
            ("administrator", "tickets", 403),
        ] {
            let caller = test.as_(login).await;
            let table = match kind {
                "areas" => "code,name\n510117019,合作街道\n",
                "roster" => "姓名,角色\n甲,坐席\n",
                "residents" => "姓名,网格编码\n甲,51011701900600901\n",
                "tickets" => "id,subject\n1,路灯\n",
                _ => GOOD,
            };
            let came = send(&caller, &format!("/imports/{kind}?dry_run=true"), test.id(), form(&[], table)).await;
            assert_eq!(came.refused(status), "access.denied", "{login} {kind}");
        }
        // Another street's file is not for this street's manager, nor a run of this street for another's.
        let other = test.as_("other-manager").await;
        let came =
            send(&other, "/imports/directory?dry_run=true", test.id(), form(&[("street", "510117019")], GOOD)).await;
        assert_eq!(came.refused(403), "access.denied");
        let manager = test.as_("manager").await;
        let looked = send(&manager, "/imports/directory", test.id(), form(&[], GOOD)).await.good();
        let id = looked["id"].as_str().unwrap();
        ended(&manager, id).await;
        assert_eq!(other.get(&format!("/imports/{id}")).await.refused(404), "kernel.not-found");
        // An administrator of a street names areas of that street only.
        let administrator = test.as_("administrator").await;
        let table = "code,name\n510117019,合作街道\n510117009,团结街道\n";
        let report = send(&administrator, "/imports/areas?dry_run=true", test.id(), form(&[], table)).await.good();
        assert_eq!((report["same"].as_u64(), report["errors"][0]["cell"].as_str()), (Some(1), Some("A3")));
        assert_eq!(report["errors"][0]["code"].as_str(), Some("access.denied"));
        // Nor lets a file begin to serve another.
        let (fields, table) = ([("serve", "510117009")], "code,name\n510117019,合作街道\n");
        let report = send(&administrator, "/imports/areas?dry_run=true", test.id(), form(&fields, table)).await.good();
        let fault = &report["errors"][0];
        assert_eq!((fault["column"].as_str(), fault["code"].as_str()), (Some("serve"), Some("grid.unknown-street")));
    });
}

#[test]
fn what_a_dead_process_left_is_marked() {
    both(async |test| {
        let id = test.id();
        let at = test.clock.now();
        let run = super::super::runs::NewRun {
            id,
            kind: "directory",
            file: "x.csv".into(),
            total: 5,
            by: test.account("manager"),
            at,
        };
        let street = code("510117019");
        test.app
            .transact(&Actor::system(), street, move |work| Ok(super::super::runs::insert(work.tx, &street, &run)?))
            .await
            .unwrap();
        assert_eq!(super::super::job::mark_interrupted(&test.app).await.unwrap(), 1);
        let manager = test.as_("manager").await;
        assert_eq!(manager.get(&format!("/imports/{id}")).await.good()["state"].as_str(), Some("interrupted"));
    });
}
