//! Imports: dry run, import, repeated import, refused by cell, corrected.

mod hostile;
mod kinds;
mod large;
mod let_out;
mod meaning;
mod over_http;
mod reading;
mod residents;
mod tickets;

use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::sync::Arc;
use weiguang_domain::access::Actor;

use super::{BadFile, Job, Kind, Options, Report, look, prepare, run};
use crate::testing::{TestApp, code};
use crate::web::Refusal;

/// A file with these bytes.
fn file(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.seek(SeekFrom::Start(0)).unwrap();
    file
}

/// Options for the test's street.
fn here() -> Options {
    Options { street: Some(code("510117019")), ..Options::default() }
}

/// Only looks.
async fn looked(test: &TestApp, kind: Kind, options: &Options, bytes: &[u8]) -> Report {
    let job = prepare(&test.app, &Actor::system(), kind, options.clone(), file(bytes)).unwrap();
    look(&test.app, &Arc::new(job)).await.unwrap().0
}

/// Imports a file.
async fn taken(test: &TestApp, kind: Kind, options: &Options, bytes: &[u8]) -> (Report, Option<BadFile>) {
    let job = prepare(&test.app, &Actor::system(), kind, options.clone(), file(bytes)).unwrap();
    run(&test.app, &Arc::new(job), None).await.unwrap()
}

/// Imports tickets of the test's street.
pub async fn tickets(test: &TestApp, bytes: &[u8]) {
    let (report, bad) = taken(test, Kind::Tickets, &here(), bytes).await;
    assert!(report.written && bad.is_none(), "{report:#?}");
}

/// The fault with which a file as a whole is refused: code, Chinese, English.
fn refused(test: &TestApp, kind: Kind, bytes: &[u8]) -> (String, String, String) {
    match prepare(&test.app, &Actor::system(), kind, here(), file(bytes)) {
        Err(Refusal::Invalid(faults)) => (faults[0].code.clone(), faults[0].zh.clone(), faults[0].en.clone()),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("the file was taken"),
    }
}

/// A dry run changes nothing, the import does what the dry run reported, and a repeated file changes nothing.
async fn thrice(test: &TestApp, kind: Kind, options: &Options, bytes: &[u8], created: u64) -> Report {
    let first = looked(test, kind, options, bytes).await;
    assert_eq!((first.created, first.changed, first.refused), (created, 0, 0), "{first:#?}");
    assert!(first.dry_run && !first.written);
    let second = looked(test, kind, options, bytes).await;
    assert_eq!(second.created, created, "a look keeps nothing");
    let (done, bad) = taken(test, kind, options, bytes).await;
    assert_eq!((done.created, done.changed, done.refused, done.written), (created, 0, 0, true), "{done:#?}");
    assert_eq!(bad, None);
    let (again, _) = taken(test, kind, options, bytes).await;
    assert_eq!((again.created, again.changed, again.refused), (0, 0, 0), "{again:#?}");
    assert_eq!(again.same, again.rows + options.serve.len() as u64);
    done
}
