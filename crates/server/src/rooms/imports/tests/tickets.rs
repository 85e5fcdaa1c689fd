//! Tickets by number and by thousands, on both engines: no matter is lost under a used number, no digit is lost silently, and an
//! interrupted import writes nothing or everything.

use super::over_http::{ended, form, send};
use super::*;
use crate::rooms::imports::job::{in_turn, mark_interrupted, resume};
use crate::rooms::imports::runs::{self, NewRun};
use crate::rooms::imports::tickets::{self, publish, survey};
use crate::testing::{Caller, both};
use axum::http::Method;
use uuid::Uuid;
use weiguang_domain::access::Via;
use weiguang_domain::cases::ticket::Numbers;
use weiguang_domain::kernel::time::Span;

/// Lists that an office numbers from 1 every week.
const WEEK_1: &str = "编号,时间,主题,内容,联系电话,地址\n\
    1,2026-11-09 10:00,路灯不亮,云栈一街路灯不亮,13812340001,\n\
    2,2026-11-09 11:00,井盖破损,锦里北街井盖破损,13812340002,\n";
const WEEK_2: &str = "编号,时间,主题,内容,联系电话,地址\n\
    1,2026-11-16 10:00,老人摔倒无人照看,独居老人摔倒,13812340003,\n\
    2,2026-11-16 11:00,燃气泄漏气味,楼道有燃气味,13812340004,\n";

async fn titles(test: &TestApp) -> Vec<String> {
    let queue = test.as_("dispatcher").await.get("/cases?limit=100").await.good();
    let mut titles: Vec<String> =
        queue["items"].as_array().unwrap().iter().map(|c| c["title"].as_str().unwrap().to_owned()).collect();
    titles.sort();
    titles
}

#[test]
fn another_matter_under_a_number_that_is_taken_is_told_and_none_is_lost() {
    both(async |test| {
        thrice(test, Kind::Tickets, &here(), WEEK_1.as_bytes(), 2).await;
        let (report, bad) = taken(test, Kind::Tickets, &here(), WEEK_2.as_bytes()).await;
        assert_eq!((report.refused, report.same, report.written), (2, 0, false), "{report:#?}");
        let told: Vec<_> = report.errors.iter().map(|e| (e.row, e.cell.as_str(), e.code.as_str())).collect();
        assert_eq!(told, [(2, "A2", "imports.number-taken"), (3, "A3", "imports.number-taken")]);
        let fault = &report.errors[0];
        for said in ["路灯不亮，2026-11-09 10:00", "老人摔倒无人照看，2026-11-16 10:00", "主题、详情、时间不同"]
        {
            assert!(fault.zh.contains(said), "{said} in {}", fault.zh);
        }
        assert!(fault.en.contains("路灯不亮, 2026-11-09 10:00") && fault.en.contains("subject, detail, time"));
        assert!(String::from_utf8(bad.unwrap().bytes).unwrap().contains("老人摔倒无人照看"));
        assert_eq!(titles(test).await, ["井盖破损", "路灯不亮"], "nothing was overwritten");

        // The office says that its numbers begin anew: with their day they are their own.
        let anew = Options { numbers: Numbers::Daily, ..here() };
        thrice(test, Kind::Tickets, &anew, WEEK_2.as_bytes(), 2).await;
        assert_eq!(titles(test).await, ["井盖破损", "燃气泄漏气味", "老人摔倒无人照看", "路灯不亮"]);
        // Tickets imported one way are recognised the other way.
        assert_eq!(taken(test, Kind::Tickets, &anew, WEEK_1.as_bytes()).await.0.same, 2);

        // One part is enough, in the store and in the file; a time that is left out is none.
        let cases = [
            ("1,2026-11-09 10:00,路灯不亮,云栈二街路灯不亮,,", "详情不同"),
            ("1,2026-11-10 10:00,路灯不亮,云栈一街路灯不亮,,", "时间不同"),
        ];
        for (row, part) in cases {
            let table = format!("编号,时间,主题,内容,联系电话,地址\n{row}\n");
            let report = looked(test, Kind::Tickets, &here(), table.as_bytes()).await;
            assert!(report.errors[0].zh.contains(part), "{part} in {:?}", report.errors);
        }
        let table = "编号,主题,内容\n1,路灯不亮,云栈一街路灯不亮\n9,甲,乙\n9,甲,丙\n";
        let report = looked(test, Kind::Tickets, &here(), table.as_bytes()).await;
        assert_eq!((report.same, report.created, report.errors[0].code.as_str()), (1, 1, "imports.contradicts"));
        let report = looked(test, Kind::Tickets, &anew, table.as_bytes()).await;
        assert_eq!((report.refused, report.errors[0].code.as_str()), (3, "kernel.missing"), "no day, no number");
    });
}

#[test]
fn digits_that_a_sheet_lost_are_told_in_every_kind_of_column() {
    both(async |test| {
        let residents = "姓名,身份证号,手机号,网格编码\n";
        let tables = [
            (Kind::Tickets, "编号,主题,电话\n2.02611E+17,独居老人失联,\n3,噪音,1.38E+10\n".to_owned(), "A2 C3"),
            (Kind::Tickets, "编号,主题\n20261109000123000,甲\n20261109000124000,乙\n".to_owned(), "A2 A3"),
            (Kind::Residents, format!("{residents}甲,5.10117E+17,1.38E+10,51011701900600901\n"), "B2 C2"),
            (Kind::Residents, format!("{residents}甲,510117196005061000,,5.10117E+16\n"), "B2 D2"),
            (Kind::Roster, "姓名,角色,手机,网格编码\n甲,网格长,1.38E+10,5.1E+14\n".to_owned(), "C2 D2"),
            (Kind::Directory, "小区,栋,网格编码\n锦绣花园,1栋,5.10117E+16\n".to_owned(), "C2"),
            (Kind::Grids, "编码,名称\n5.10117E+16,甲\n".to_owned(), "A2"),
            (Kind::Areas, "code,name\n5.10117E+11,甲\n".to_owned(), "A2"),
        ];
        for (kind, table, cells) in tables {
            let report = looked(test, kind, &here(), table.as_bytes()).await;
            let told: Vec<_> = report.errors.iter().map(|e| e.cell.as_str()).collect();
            assert_eq!(told.join(" "), cells, "{table}");
            assert!(report.errors.iter().all(|e| e.code == "imports.number-lost"), "{:#?}", report.errors);
        }
        // A long number that ends in zeros by chance is next to others that do not.
        let own = "编号,主题\n20261109000123000,甲\n20261109000124017,乙\n2E17,丙\n";
        assert_eq!(looked(test, Kind::Tickets, &here(), own.as_bytes()).await.created, 3);
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        for (row, id) in [(1, 20_261_101_000_123_456_789_f64), (2, 20_261_101_000_123_457_000_f64)] {
            sheet.write(0, 0, "编号").unwrap();
            sheet.write(0, 1, "主题").unwrap();
            sheet.write(row, 0, id).unwrap();
            sheet.write(row, 1, "噪音扰民").unwrap();
        }
        sheet.write(3, 0, "20261101000123000").unwrap();
        sheet.write(3, 1, "文本格式").unwrap();
        let report = looked(test, Kind::Tickets, &here(), &book.save_to_buffer().unwrap()).await;
        let told: Vec<_> = report.errors.iter().map(|e| (e.cell.as_str(), e.code.as_str())).collect();
        assert_eq!(told, [("A2", "imports.number-lost"), ("A3", "imports.number-lost")]);
        assert_eq!(report.created, 1, "text keeps its digits");
    });
}

/// More tickets than one transaction imports; one shows danger.
fn many(rows: u64) -> String {
    let mut out = String::from("编号,主题,内容\n");
    for n in 0..rows {
        let title = if n == 100 { "楼道里燃气泄漏".to_owned() } else { format!("第{n}件") };
        out += &format!("{n},{title},内容{n}\n");
    }
    out
}

const MANY: u64 = publish::AT_ONCE + 2 * publish::PACK as u64;

/// A table read for an import of its own.
async fn begun(test: &TestApp, table: &str) -> (Arc<Job>, Uuid) {
    let actor = Actor { account: test.account("dispatcher"), via: Via::System, ..Actor::system() };
    let job = Arc::new(prepare(&test.app, &actor, Kind::Tickets, here(), file(table.as_bytes())).unwrap());
    let id = tickets::begin(&test.app, &job).await.unwrap();
    (job, id)
}

/// Number of cases, and of staged packs.
async fn kept(test: &TestApp) -> (i64, i64) {
    let count = test.app.read(|tx| {
        let mut one = |sql| tx.one(sql, &[], |row| row.get::<i64>(0)).map(Option::unwrap_or_default);
        Ok((one("SELECT COUNT(*) FROM cases")?, one("SELECT COUNT(*) FROM import_rows")?))
    });
    count.await.unwrap()
}

async fn rung(caller: &Caller<'_>) -> usize {
    let inbox = caller.get("/inbox").await.good();
    inbox["items"].as_array().unwrap().iter().filter(|m| m["topic"] == "cases.danger-noticed").count()
}

#[test]
fn an_import_that_is_cut_off_before_it_is_decided_leaves_nothing() {
    both(async |test| {
        let (job, id) = begun(test, &many(MANY)).await;
        let own = job.clone();
        let survey = tokio::task::spawn_blocking(move || survey::survey(&own, Some(id)));
        assert_eq!(survey.await.unwrap().unwrap().0.created, MANY);
        let (cases, packs) = kept(test).await;
        assert!(cases == 0 && packs > 4, "laid down, and seen by nobody: {cases} {packs}");
        // A running import keeps its staged rows.
        crate::sweep::sweep(&test.app).await;
        assert_eq!(kept(test).await, (0, packs));
        // The process dies here, and another begins.
        assert_eq!(mark_interrupted(&test.app).await.unwrap(), 1);
        assert_eq!(kept(test).await, (0, 0));
        resume(&test.app).await.unwrap();
        let run = test.as_("dispatcher").await.get(&format!("/imports/{id}")).await.good();
        assert_eq!((run["state"].as_str(), kept(test).await), (Some("interrupted"), (0, 0)));
    });
}

#[test]
fn an_import_that_is_cut_off_after_it_was_decided_comes_in_whole_and_rings_once() {
    both(async |test| {
        let (job, id) = begun(test, &many(MANY)).await;
        let (own, street) = (job.clone(), job.street());
        let survey = tokio::task::spawn_blocking(move || survey::survey(&own, Some(id)));
        let (report, _) = survey.await.unwrap().unwrap();
        let system = Actor::system();
        let decide = test.app.transact(&system, street, move |work| {
            let packs = crate::rooms::imports::staging::next(work.tx, &street, id, -1, 2)?;
            assert!(runs::decide(work.tx, &street, id, &report, None)?);
            for (seq, rows) in packs {
                let rows: Vec<publish::Waiting> = rows;
                publish::pack(work, id, seq, &rows)?;
                publish::pack(work, id, seq, &rows)?;
            }
            Ok(())
        });
        decide.await.unwrap();
        let (cases, packs) = kept(test).await;
        assert_eq!(cases, 2 * publish::PACK as i64, "a pack comes in once");
        // The process dies here; the next begins two days later. Danger at the time of the upload is still reported.
        test.clock.advance(Span::days(2));
        assert_eq!(mark_interrupted(&test.app).await.unwrap(), 0);
        assert_eq!(kept(test).await, (cases, packs), "what was decided is not swept");
        let dispatcher = test.as_("dispatcher").await;
        assert_eq!(dispatcher.get(&format!("/imports/{id}")).await.good()["state"], "writing");
        resume(&test.app).await.unwrap();
        resume(&test.app).await.unwrap();
        assert_eq!(kept(test).await, (i64::try_from(MANY).unwrap(), 0));
        let run = dispatcher.get(&format!("/imports/{id}")).await.good();
        assert_eq!((run["state"].as_str(), run["done"].as_u64()), (Some("done"), Some(MANY)), "{run:#}");
        assert_eq!(rung(&test.as_("leader").await).await, 0, "its place is not known");
        assert_eq!(rung(&test.as_("manager").await).await, 1);
    });
}

#[test]
fn a_number_that_somebody_uses_while_the_table_waits_is_told() {
    both(async |test| {
        let (job, id) = begun(test, &many(MANY)).await;
        let own = job.clone();
        let (report, bad) = tokio::task::spawn_blocking(move || survey::survey(&own, Some(id))).await.unwrap().unwrap();
        let meanwhile = "编号,主题,内容\n7,老人失联,三天没见\n8,第8件,内容8\n";
        taken(test, Kind::Tickets, &here(), meanwhile.as_bytes()).await;
        let (report, _) = tickets::decide(&test.app, &job, id, report, bad).await.unwrap();
        assert_eq!((report.created, report.same, report.refused), (MANY - 2, 1, 1), "{report:#?}");
        let fault = &report.errors[0];
        assert_eq!((fault.cell.as_str(), fault.code.as_str()), ("A9", "imports.number-taken"));
        assert!(fault.zh.contains("老人失联") && fault.zh.contains("第7件"), "{}", fault.zh);
        assert_eq!(kept(test).await, (i64::try_from(MANY).unwrap(), 0));
    });
}

#[test]
fn an_import_is_cancelled_before_it_is_decided_and_not_after() {
    both(async |test| {
        let dispatcher = test.as_("dispatcher").await;
        let (job, id) = begun(test, &many(MANY)).await;
        let cancel = async |id: &str| {
            dispatcher.send(Method::DELETE, &format!("/imports/{id}"), Some(test.id()), None, None).await
        };
        assert_eq!(cancel(&id.to_string()).await.status.as_u16(), 204);
        in_turn(test.app.clone(), job, id, false).await;
        let run = dispatcher.get(&format!("/imports/{id}")).await.good();
        assert_eq!((run["state"].as_str(), kept(test).await), (Some("cancelled"), (0, 0)), "{run:#}");

        let began =
            send(&dispatcher, "/imports/tickets", test.id(), form(&[("numbers", "daily")], WEEK_1)).await.good();
        let id = began["id"].as_str().unwrap();
        assert_eq!(ended(&dispatcher, id).await["state"], "done");
        assert_eq!(cancel(id).await.refused(409), "imports.too-late");
        let other = test.as_("other-dispatcher").await;
        let foreign = other.send(Method::DELETE, &format!("/imports/{id}"), Some(test.id()), None, None).await;
        assert_eq!(foreign.refused(404), "kernel.not-found");
        assert_eq!(kept(test).await, (2, 0));
    });
}

/// A run of another kind with only its row stored: if it was cancelled while it waited, it writes nothing.
#[test]
fn a_table_that_was_cancelled_while_it_waited_writes_nothing() {
    both(async |test| {
        let (id, street) = (test.id(), code("510117019"));
        let table = "小区,栋,网格编码\n锦绣花园,1栋,51011701900600901\n";
        let job = prepare(&test.app, &Actor::system(), Kind::Directory, here(), file(table.as_bytes())).unwrap();
        let run = NewRun {
            id,
            kind: "directory",
            file: String::new(),
            total: 1,
            by: test.account("manager"),
            at: test.clock.now(),
        };
        let system = Actor::system();
        let begin = test.app.transact(&system, street, move |work| {
            runs::insert(work.tx, &street, &run)?;
            Ok(runs::cancel(work.tx, &street, id)?)
        });
        assert!(begin.await.unwrap());
        in_turn(test.app.clone(), Arc::new(job), id, false).await;
        let places = test.app.read(move |tx| Ok(tx.one("SELECT COUNT(*) FROM places", &[], |row| row.get::<i64>(0))?));
        assert_eq!(places.await.unwrap(), Some(0));
        let run = test.as_("manager").await.get(&format!("/imports/{id}")).await.good();
        assert_eq!(run["state"], "cancelled");
    });
}
