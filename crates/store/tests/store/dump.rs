//! Dumps move between engines byte-identically; backups are complete; restores verify first.

use std::fs;
use std::io::{Seek, SeekFrom, Write};

use serde_json::{Value as Json, json};
use weiguang_store::{Db, Engine, Settings, StoreError, Tx, params, restore_file, testing};

use crate::support::{INSERT, SET, TENANT, count, event, id, put};

const AREA: &str = "INSERT INTO areas (code, parent, name) VALUES ($1, $2, $3)";

/// Rows that are hard to export: every kind of number and text in JSON, NULLs, bytes, children before parents.
fn fill(db: &Db) {
    db.write_blocking(|tx| {
        for number in 1..=400_u128 {
            put(tx, number)?;
        }
        let documents = [
            json!({"z": 1e16, "a": 2.0, "m": -0.0, "n": 1e300, "k": 1e19, "u": u64::MAX, "i": i64::MIN}),
            json!({"tiny": 1.5e-7, "third": 1.0 / 3.0, "sum": 0.1 + 0.2, "odd": 9_007_199_254_740_993_i64, "g": 2.5e-320}),
            json!([{"名": "张\u{1F3E0}\n\"\\", "": null}, [], {}, [[1.25]]]),
            json!("plain"),
            json!(true),
            Json::Null,
        ];
        for (number, document) in (1_u128..).zip(&documents) {
            event(tx, number, 401 - number, document)?;
        }
        let bytes: Vec<u8> = (0..=255).cycle().take(5000).collect();
        let none = None::<String>;
        tx.exec(INSERT, params![TENANT, id(900), "Z", &none, &documents[0], &none, true, i64::MAX, -0.0, &bytes, 0_i64])?;
        tx.exec(INSERT, params!["b", id(900), "中", "", None::<Json>, "", true, 0_i64, 0.1, vec![], i64::MIN])?;
        // The child's code sorts before its parent's.
        tx.exec(AREA, params!["31", None::<String>, "上海"])?;
        tx.exec(AREA, params!["2", "31", "静安"])
    })
    .unwrap();
}

fn export(db: &Db) -> Vec<u8> {
    let mut bytes = Vec::new();
    let dump = db.export(&mut bytes).unwrap();
    assert_eq!((dump.migration, dump.rows), (3, 410));
    bytes
}

/// Accepts every backup.
fn fits(_: &mut Tx<'_>) -> Result<(), StoreError> {
    Ok(())
}

#[test]
fn a_dump_is_the_same_bytes_after_a_journey_through_both_engines() {
    let (first, first_guard) = testing::fresh(Engine::Sqlite, SET).unwrap();
    fill(&first);
    let from_sqlite = export(&first);
    let (second, second_guard) = testing::fresh(Engine::Postgres, SET).unwrap();
    let taken = second.import(&mut from_sqlite.as_slice()).unwrap();
    assert_eq!(taken.rows, 410);
    let from_postgres = export(&second);
    assert!(from_sqlite == from_postgres, "the dump of PostgreSQL differs");
    let (third, third_guard) = testing::fresh(Engine::Sqlite, SET).unwrap();
    third.import(&mut from_postgres.as_slice()).unwrap();
    assert!(from_sqlite == export(&third), "the dump after the journey back differs");
    assert_eq!(third.integrity().unwrap(), Vec::<String>::new());
    // References are checked as before the import.
    let orphan: Result<(), StoreError> = second.write_blocking(|tx| {
        event(tx, 77, 9999, &json!(1))?;
        panic!("the reference is only checked at the commit")
    });
    assert!(matches!(orphan, Err(StoreError::ForeignKey { .. })), "{orphan:?}");
    drop((first_guard, second_guard, third_guard));
}

#[test]
fn both_engines_dump_the_same_from_the_same_writes() {
    let mut dumps = Vec::new();
    testing::both(SET, |db| {
        fill(db);
        dumps.push(export(db));
    });
    assert!(dumps[0] == dumps[1]);
}

#[test]
fn a_damaged_dump_changes_nothing() {
    let (source, source_guard) = testing::fresh(Engine::Sqlite, SET).unwrap();
    fill(&source);
    let good = export(&source);
    let text = String::from_utf8(good.clone()).unwrap();
    let refused = |db: &Db, bytes: &[u8], words: &str| {
        let error = db.import(&mut &*bytes).unwrap_err();
        assert!(matches!(error, StoreError::Dump(_)) && error.to_string().contains(words), "{words}: {error}");
        assert_eq!(db.read_blocking(count), Ok(0));
    };
    testing::both(SET, |db| {
        refused(db, b"", "before its closing line");
        refused(db, b"{}\n", "no dump");
        refused(db, b"hello\n", "not JSON");
        refused(db, &good[..good.len() / 2], "before its closing line");
        refused(db, text.replacen("灯坏了", "灯好了", 1).as_bytes(), "checksum");
        refused(db, text.replacen("{\"format\":", "{\"fromat\":", 1).as_bytes(), "no dump");
        refused(db, text.replacen("store 1\"", "store 2\"", 1).as_bytes(), "its format is \"weiguang store 2\"");
        refused(db, text.replacen("\"migration\":3", "\"migration\":4", 1).as_bytes(), "at migration 4");
        refused(db, text.replacen("[\"code\",\"key\"]", "[\"code\",\"text\"]", 1).as_bytes(), "tables");
        refused(db, text.replacen("{\"table\":\"cases\"}", "{\"table\":\"casus\"}", 1).as_bytes(), "casus");
        db.import(&mut good.as_slice()).unwrap();
        let again = db.import(&mut good.as_slice()).unwrap_err();
        assert!(again.to_string().contains("not empty"), "{again}");
    });
    drop(source_guard);
}

#[test]
fn a_dump_with_a_broken_reference_is_refused() {
    testing::both(SET, |db| {
        let mut dump = Vec::new();
        db.export(&mut dump).unwrap();
        // A hand-made dump: an area with a missing parent, and a valid checksum.
        let text = String::from_utf8(dump).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.pop();
        lines[0] = lines[0].replacen("\"name\":\"areas\",\"rows\":0", "\"name\":\"areas\",\"rows\":1", 1);
        lines.insert(2, "[\"1\",\"x\",\"nowhere\"]".to_owned());
        let body = lines.join("\n") + "\n";
        let sum = sha2::Digest::finalize(sha2::Digest::chain_update(<sha2::Sha256 as sha2::Digest>::new(), &body));
        let sum: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
        let dump = format!("{body}{{\"rows\":1,\"sha256\":\"{sum}\"}}\n");
        let error = db.import(&mut dump.as_bytes()).unwrap_err();
        assert!(matches!(error, StoreError::ForeignKey { .. }), "{error}");
        let mut after = Vec::new();
        assert_eq!(db.export(&mut after).unwrap().rows, 0);
    });
}

#[test]
fn a_backup_during_writes_is_one_moment_and_can_be_restored() {
    let (db, guard) = testing::fresh(Engine::Sqlite, SET).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup.db");
    db.write_blocking(|tx| (1..=50).try_for_each(|number| put(tx, number).map(drop))).unwrap();
    let (stop, stopped) = std::sync::mpsc::channel::<()>();
    let writer = {
        let db = db.clone();
        std::thread::spawn(move || {
            let mut number = 51_u128;
            while stopped.try_recv().is_err() {
                // Always two at a time: an odd number would be half a transaction.
                db.write_blocking(move |tx| put(tx, number).and(put(tx, number + 1))).unwrap();
                number += 2;
            }
            number - 1
        })
    };
    for _ in 0..5 {
        assert!(db.backup(&backup).unwrap() > 0);
    }
    stop.send(()).unwrap();
    let last = i64::try_from(writer.join().unwrap()).unwrap();
    let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["backup.db"], "nothing half-made stays behind");

    let url = format!("sqlite:{}", folder.path().join("restored.db").display());
    let settings = Settings { url, ..Settings::default() };
    restore_file(&backup, &settings, "", fits).unwrap();
    let restored = Db::open(&settings).unwrap();
    let rows = restored.read_blocking(count).unwrap();
    assert!((50..=last).contains(&rows) && rows % 2 == 0, "{rows} of {last}");
    assert_eq!(restored.migrate(SET, 0).unwrap(), Vec::<i64>::new());
    assert_eq!(restored.integrity().unwrap(), Vec::<String>::new());
    let busy = restore_file(&backup, &settings, "", fits).unwrap_err();
    assert!(matches!(busy, StoreError::Owned { .. }), "{busy}");

    // A second restore preserves the old store beside it.
    restored.write_blocking(|tx| put(tx, 1_000_000)).unwrap();
    restored.close();
    restore_file(&backup, &settings, "", fits).unwrap();
    let again = Db::open(&settings).unwrap();
    assert_eq!(again.read_blocking(count), Ok(rows));
    again.close();
    let before = format!("sqlite:{}", folder.path().join("restored.db.before").display());
    let before = Db::open(&Settings { url: before, ..Settings::default() }).unwrap();
    assert_eq!(before.read_blocking(count), Ok(rows + 1));
    before.close();
    drop(guard);
}

#[test]
fn a_damaged_backup_replaces_nothing() {
    let (db, guard) = testing::fresh(Engine::Sqlite, SET).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup.db");
    fill(&db);
    let bytes = db.backup(&backup).unwrap();
    let settings = Settings { url: guard.url().to_owned(), ..Settings::default() };
    db.close();
    let mut file = fs::OpenOptions::new().write(true).open(&backup).unwrap();
    for page in 2..bytes / 4096 {
        file.seek(SeekFrom::Start(page * 4096 + 8)).unwrap();
        file.write_all(&[0xA5; 64]).unwrap();
    }
    let empty = folder.path().join("empty.db");
    fs::write(&empty, b"").unwrap();
    let text = folder.path().join("text.db");
    fs::write(&text, "not a database at all, only words that go on for a while".repeat(40)).unwrap();
    for bad in [&backup, &empty, &text] {
        let error = restore_file(bad, &settings, "", fits).unwrap_err();
        assert!(matches!(error, StoreError::Dump(_)), "{}: {error}", bad.display());
    }
    assert!(matches!(restore_file(&folder.path().join("none"), &settings, "", fits), Err(StoreError::Io(_))));
    let db = Db::open(&settings).unwrap();
    assert_eq!(db.read_blocking(count), Ok(402));
    db.close();
    drop(guard);
}

#[test]
fn a_backup_of_postgresql_is_a_dump_for_either_engine() {
    let (db, guard) = testing::fresh(Engine::Postgres, SET).unwrap();
    fill(&db);
    let folder = tempfile::tempdir().unwrap();
    let backup = folder.path().join("backup.jsonl");
    let bytes = db.backup(&backup).unwrap();
    let dump = fs::read(&backup).unwrap();
    assert_eq!(bytes, dump.len() as u64);
    assert!(dump == export(&db));
    testing::both(SET, |db| {
        db.import(&mut dump.as_slice()).unwrap();
        assert_eq!(db.read_blocking(count), Ok(402));
    });
    drop(guard);
}
