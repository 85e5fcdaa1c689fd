//! Large files in limited memory, and the real files in the repository.

use super::*;
use crate::testing::on;
use std::fmt::Write as _;
use std::path::PathBuf;
use weiguang_store::Engine;

/// A hundred thousand rooms of two hundred quarters.
fn rooms(rows: u32) -> Vec<u8> {
    let mut out = String::from("小区,栋,单元,室,网格编码\n");
    for n in 0..rows {
        let (quarter, building, unit, room) =
            (n / 500, n / 50 % 10 + 1, n / 25 % 2 + 1, n % 25 / 5 * 100 + n % 5 + 101);
        let _ = writeln!(out, "第{quarter}花园,{building}栋,{unit}单元,{room},5101170190060090{}", quarter % 3 + 1);
    }
    out.into_bytes()
}

#[test]
fn a_hundred_thousand_rooms_are_one_transaction_and_a_bounded_report() {
    on(Engine::Sqlite, &async |test: &TestApp| {
        let bytes = rooms(100_000);
        let job = prepare(&test.app, &Actor::system(), Kind::Directory, here(), file(&bytes)).unwrap();
        let job = Arc::new(job);
        let (report, _) = run(&test.app, &job, None).await.unwrap();
        assert_eq!((report.rows, report.created, report.written), (100_000, 100_000, true));
        assert_eq!((job.progress().get().1, job.progress().get().2), (100_000, 100_000));
        assert_eq!(report.changes.len(), crate::rooms::imports::report::CHANGES);
        let statements = test
            .app
            .read(|tx| {
                let mut kept = 0;
                crate::rooms::grid::bulk::places(tx, &code("510117019"), |_| kept += 1)?;
                Ok((kept, tx.statements()))
            })
            .await
            .unwrap();
        assert_eq!(statements, (100_000, 1));

        // Every row is faulty: the report and the file of faulty rows end at their limits, and nothing is written.
        let bad = String::from_utf8(bytes).unwrap().replace(",5101170190060090", ",5101170190070090");
        let (report, bad) = taken(test, Kind::Directory, &here(), bad.as_bytes()).await;
        assert_eq!((report.refused, report.errors_total, report.written), (100_000, 100_000, false));
        assert_eq!(report.errors.len(), crate::rooms::imports::report::ERRORS);
        let lines = bad.unwrap().bytes.iter().filter(|b| **b == b'\n').count() as u64;
        assert_eq!(lines, crate::rooms::imports::bad_rows::ROWS + 1);
    });
}

/// A file of real data.
fn real(path: &str) -> Vec<u8> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = std::env::var_os("WEIGUANG_DATA").map_or_else(|| root.join("../shared/data"), PathBuf::from);
    std::fs::read(folder.join(path)).unwrap_or_else(|error| panic!("{path} in {}: {error}", folder.display()))
}

#[test]
#[ignore = "needs the folder of real data: WEIGUANG_DATA"]
fn the_areas_of_a_city_and_its_zones() {
    let files =
        ["areas/chengdu_streets.csv", "areas/chengdu_villages.csv", "areas/chengdu_functional_zone_mapping.csv"];
    let files = files.map(real);
    on(Engine::Sqlite, &async |test: &TestApp| {
        for (bytes, rows) in files.iter().zip([261, 3_047, 30]) {
            let (report, _) = taken(test, Kind::Areas, &here(), bytes).await;
            println!(
                "{} rows: created {}, changed {}, same {}",
                report.rows, report.created, report.changed, report.same
            );
            assert_eq!((report.rows, report.refused, report.warnings_total), (rows, 0, 0), "{:#?}", report.errors);
            let (again, _) = taken(test, Kind::Areas, &here(), bytes).await;
            assert_eq!(again.same, rows, "{:#?}", again.changes);
        }
    });
}

#[test]
#[ignore = "needs the folder of real data: WEIGUANG_DATA"]
fn the_tickets_of_a_hotline() {
    let bytes = real("messages/messages_full.csv.gz");
    on(Engine::Sqlite, &async |test: &TestApp| {
        let (report, _) = taken(test, Kind::Tickets, &here(), &bytes).await;
        let placing = report.placing.clone().unwrap();
        println!(
            "{} tickets: {} sure, {} unsure, {} nothing, {} of kind other; {} warnings",
            report.rows, placing.sure, placing.unsure, placing.nothing, placing.other_kind, report.warnings_total
        );
        assert_eq!((report.rows, report.created, report.refused), (2_010, 2_010, 0), "{:#?}", report.errors);
        assert_eq!(report.unsure, Some(placing.unsure + placing.nothing));
        let (again, _) = taken(test, Kind::Tickets, &here(), &bytes).await;
        assert_eq!((again.created, again.same), (0, 2_010));
    });
}

#[test]
fn a_row_that_never_ends_is_refused_before_it_fills_the_memory() {
    let refused = |bytes: &[u8]| match crate::rooms::imports::table::Table::read(file(bytes), &[]) {
        Err(Refusal::Invalid(faults)) => faults[0].code.clone(),
        other => panic!("{other:?}"),
    };
    let much = "甲".repeat(6 * 1024 * 1024);
    assert_eq!(refused(format!("小区,网格编码\n\"{much}").as_bytes()), "imports.quote-open");
    let points = "[1,1],".repeat(3 * 1024 * 1024);
    let feature = format!(
        r#"{{"type":"Feature","properties":{{}},"geometry":{{"type":"Polygon","coordinates":[[{points}[1,1]]]}}}}"#
    );
    let file = format!(r#"{{"type":"FeatureCollection","features":[{feature}]}}"#);
    assert_eq!(refused(file.as_bytes()), "imports.row-too-large");
}
