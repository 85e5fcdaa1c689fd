//! Processes are killed and connections cut during work: nothing acknowledged is lost, nothing is applied twice.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use weiguang_store::testing::{Cluster, Disk};
use weiguang_store::{Ailment, Db, Engine, Settings, StoreError, params, peek, testing};

use crate::support::{SET, TENANT, count, id, put};

const CHILD: &str = "WEIGUANG_STORE_TEST_CHILD";

/// Writes in a loop and prints each acknowledged number.
fn write_until_killed(url: String) {
    let db = Db::open(&Settings { url, ..Settings::default() }).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..8_u128 {
            let db = db.clone();
            scope.spawn(move || {
                for number in (thread..).step_by(8) {
                    db.write_blocking(move |tx| put(tx, number)).unwrap();
                    // Not println!, which a test harness may capture.
                    writeln!(std::io::stdout().lock(), "acknowledged {number}").unwrap();
                }
            });
        }
    });
}

#[test]
fn a_killed_process_loses_nothing_that_it_acknowledged() {
    if let Ok(url) = std::env::var(CHILD) {
        return write_until_killed(url);
    }
    let (db, guard) = testing::fresh(Engine::Sqlite, SET).unwrap();
    db.close();
    let settings = Settings { url: guard.url().to_owned(), ..Settings::default() };
    let mut before = 0;
    for round in 1..=3 {
        // Later rounds start from another thousand, so that keys are new.
        let url = guard.url().to_owned();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "death::a_killed_process_loses_nothing_that_it_acknowledged", "--nocapture"])
            .env(CHILD, &url)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut acknowledged: Vec<u128> = Vec::new();
        let number =
            |line: String| line.rsplit_once("acknowledged ").and_then(|(_, number)| number.parse::<u128>().ok());
        while acknowledged.len() < 400 {
            acknowledged.extend(number(lines.next().expect("the child ended by itself").unwrap()));
        }
        child.kill().unwrap();
        acknowledged.extend(lines.map_while(Result::ok).filter_map(number));
        child.wait().unwrap();

        let db = Db::open(&settings).unwrap();
        assert_eq!(db.integrity().unwrap(), Vec::<String>::new());
        const IDS: &str = "SELECT id FROM cases";
        let stored = db.read_blocking(|tx| tx.query(IDS, &[], |row| row.get::<uuid::Uuid>(0))).unwrap();
        let stored: std::collections::HashSet<_> = stored.into_iter().collect();
        let lost: Vec<_> = acknowledged.iter().filter(|number| !stored.contains(&id(**number))).collect();
        assert!(lost.is_empty(), "round {round}: lost {lost:?}");
        before += acknowledged.len();
        db.write_blocking(|tx| tx.exec("DELETE FROM cases", &[])).unwrap();
        db.close();
    }
    assert!(before >= 1200);
    drop(guard);
}

#[test]
fn a_second_process_is_refused_by_name() {
    let (db, guard) = testing::fresh(Engine::Sqlite, SET).unwrap();
    let settings = Settings { url: guard.url().to_owned(), ..Settings::default() };
    let refused = Db::open(&settings).err().unwrap();
    let words = refused.to_string();
    assert!(words.contains("store.db is in use by another process"), "{words}");
    assert!(words.contains(&std::process::id().to_string()), "{words}");
    // The refusal must not affect the owner's lock.
    db.write_blocking(|tx| put(tx, 1)).unwrap();
    assert!(Db::open(&settings).is_err());
    db.close();
    let again = Db::open(&settings).unwrap();
    assert_eq!(again.read_blocking(count), Ok(1));
    again.close();
    drop(guard);
}

/// One thread's sums: acknowledged, and of unknown outcome.
#[derive(Default)]
struct Tally {
    acknowledged: AtomicI64,
    unknown: AtomicI64,
}

const ADD: &str = "UPDATE cases SET amount = amount + 1 WHERE tenant = $1 AND id = $2";
const AMOUNT: &str = "SELECT amount FROM cases WHERE tenant = $1 AND id = $2";
const THREADS: u128 = 8;

/// Adds under load while `disturb` is called repeatedly; then compares stored and acknowledged sums.
fn survive(db: &Db, times: usize, disturb: impl Fn()) {
    db.write_blocking(|tx| (0..THREADS).try_for_each(|number| put(tx, number).map(drop))).unwrap();
    let tallies: Vec<Tally> = (0..THREADS).map(|_| Tally::default()).collect();
    let stop = AtomicBool::new(false);
    let sum = || tallies.iter().map(|tally| tally.acknowledged.load(Ordering::SeqCst)).sum::<i64>();
    std::thread::scope(|scope| {
        for (number, tally) in (0..THREADS).zip(&tallies) {
            let stop = &stop;
            scope.spawn(move || {
                while !stop.load(Ordering::SeqCst) {
                    match db.write_blocking(move |tx| tx.exec(ADD, params![TENANT, id(number)])) {
                        Ok(changed) => tally.acknowledged.fetch_add(i64::try_from(changed).unwrap(), Ordering::SeqCst),
                        Err(StoreError::Unknown(_)) => tally.unknown.fetch_add(1, Ordering::SeqCst),
                        // Nothing was done: the loop sends it again.
                        Err(error) if error.may_resend() => 0,
                        Err(error) => panic!("{error}"),
                    };
                }
            });
        }
        for _ in 0..times {
            let before = sum();
            while sum() < before + 200 {
                std::thread::yield_now();
            }
            disturb();
        }
        let before = sum();
        while sum() < before + 200 {
            std::thread::yield_now();
        }
        stop.store(true, Ordering::SeqCst);
    });
    for (number, tally) in (0..THREADS).zip(&tallies) {
        let stored = db.read_blocking(move |tx| tx.one(AMOUNT, params![TENANT, id(number)], |row| row.get::<i64>(0)));
        // Every row starts with an amount of 5.
        let (stored, acknowledged) = (stored.unwrap().unwrap() - 5, tally.acknowledged.load(Ordering::SeqCst));
        let unknown = tally.unknown.load(Ordering::SeqCst);
        assert!(
            (acknowledged..=acknowledged + unknown).contains(&stored),
            "stored {stored}, acknowledged {acknowledged}, unknown {unknown}"
        );
    }
}

#[test]
fn terminating_every_connection_under_load_loses_and_doubles_nothing() {
    let settings = Settings { workers: 8, readers: 2, ..Settings::default() };
    let (db, guard) = testing::fresh_with(Engine::Postgres, SET, &settings).unwrap();
    let killer = Settings { url: guard.url().to_owned(), ..Settings::default() };
    const KILL: &str = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity \
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    survive(&db, 6, || {
        let killed = peek(&killer, |tx| tx.one(KILL, &[], |row| row.get::<i64>(0)));
        assert!(killed.unwrap() > Some(0));
    });
    drop(guard);
}

#[test]
fn a_server_that_crashes_and_comes_back_loses_nothing_acknowledged() {
    let cluster = Cluster::start(Disk::Synced).unwrap();
    let url = cluster.url("postgres");
    let db = Db::open(&Settings { url, workers: 8, readers: 2, ..Settings::default() }).unwrap();
    db.migrate(SET, 0).unwrap();
    survive(&db, 2, || cluster.restart().unwrap());
    db.close();
    drop(cluster);
}

#[test]
fn a_server_that_cannot_be_reached_is_told_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let host = folder.path().to_string_lossy().replace('/', "%2F");
    let url = format!("postgres://nobody@{host}/nothing");
    let lost = Db::open(&Settings { url, ..Settings::default() }).err().unwrap();
    assert!(matches!(lost, StoreError::Lost(_)), "{lost}");
    for url in ["mysql://x", "sqlite:", "sqlite::memory:", "postgres://h:port/x"] {
        let error = Db::open(&Settings { url: url.into(), ..Settings::default() }).err().unwrap();
        assert!(matches!(error, StoreError::Settings(_)), "{url}: {error}");
    }
}

#[test]
fn one_process_at_a_time_owns_a_store_and_removing_the_lock_file_lets_nobody_in() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (db, guard) = testing::fresh(engine, SET).unwrap();
        let settings = Settings { url: guard.url().to_owned(), ..Settings::default() };
        let refused = || matches!(Db::open(&settings), Err(StoreError::Owned { .. }));
        assert!(refused(), "{engine:?}");
        if let Some(file) = guard.url().strip_prefix("sqlite:") {
            std::fs::remove_file(format!("{file}.lock")).unwrap();
            assert!(refused(), "the file itself is locked");
        }
        assert_eq!(peek(&settings, count), Ok(0), "a look needs no ownership");
        db.close();
        let next = Db::open(&settings).unwrap();
        assert!(next.write_blocking(|tx| put(tx, 1)).is_ok());
        next.close();
    }
}

#[test]
fn a_full_disk_is_told_and_writing_goes_on_when_there_is_space() {
    let (db, guard) = testing::fresh(Engine::Sqlite, SET).unwrap();
    let pages = |sql: &'static str| db.write_blocking(move |tx| tx.one(sql, &[], |row| row.get::<i64>(0))).unwrap();
    let now = pages("PRAGMA page_count").unwrap();
    pages(String::leak(format!("PRAGMA max_page_count = {}", now + 4)));
    let refused = (0..5_000_u128).find_map(|number| db.write_blocking(move |tx| put(tx, number)).err());
    assert!(matches!(refused, Some(StoreError::NoSpace(_))), "{refused:?}");
    assert_eq!(db.ailment(), Some(Ailment::NoSpace));
    let there = db.read_blocking(count).unwrap();
    pages("PRAGMA max_page_count = 1000000");
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(db.probe(|tx| put(tx, 1_000_000).map(drop))).unwrap();
    assert_eq!((db.ailment(), db.read_blocking(count)), (None, Ok(there + 1)), "nothing half-written, no restart");
    drop(guard);
}

#[test]
fn a_corrupted_page_is_found_by_a_look_through() {
    let (db, guard) = testing::fresh(Engine::Sqlite, SET).unwrap();
    for number in 0..2_000_u128 {
        db.write_blocking(move |tx| put(tx, number)).unwrap();
    }
    assert_eq!((db.look_through().unwrap(), db.ailment()), (Vec::new(), None));
    db.close();
    let file = guard.url().strip_prefix("sqlite:").unwrap();
    let mut bytes = std::fs::read(file).unwrap();
    let last = bytes.len() / 4096 - 2;
    bytes[last * 4096..last * 4096 + 200].fill(0xA5);
    std::fs::write(file, bytes).unwrap();
    let db = Db::open(&Settings { url: guard.url().to_owned(), ..Settings::default() }).unwrap();
    assert!(!db.look_through().is_ok_and(|wrong| wrong.is_empty()));
    assert_eq!(db.ailment(), Some(Ailment::Damaged));
    db.close();
}
