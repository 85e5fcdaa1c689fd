//! Durability settings of every writing connection. A killed process does not lose data in the system's cache; only a
//! power cut would show a missing sync, so the settings themselves are tested.

use crate::engine::sqlite::{self, Role};
use crate::testing::fresh;
use crate::{Engine, Migration, StoreError};

const SET: &[Migration] =
    &[Migration { number: 1, name: "notes", text: "CREATE TABLE notes (id @id PRIMARY KEY) @table;" }];

#[test]
fn every_sqlite_connection_that_writes_syncs_each_commit() {
    let (db, guard) = fresh(Engine::Sqlite, SET).unwrap();
    let ask = |sql: &'static str| db.write_blocking(move |tx| tx.one(sql, &[], |row| row.get::<i64>(0))).unwrap();
    // The writer thread.
    assert_eq!(ask("PRAGMA synchronous"), Some(2), "FULL");
    let journal = db.write_blocking(|tx| tx.one("PRAGMA journal_mode", &[], |row| row.get::<String>(0))).unwrap();
    assert_eq!(journal.as_deref(), Some("wal"));
    // A separate connection: migrations, import, restore. All use the same function.
    let file = guard.url().strip_prefix("sqlite:").unwrap();
    for role in [Role::Writer, Role::Reader] {
        let conn = sqlite::open(std::path::Path::new(file), role).unwrap();
        let level: i64 = conn.pragma_query_value(None, "synchronous", |row| row.get(0)).unwrap();
        let journal: String = conn.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        assert_eq!((level, journal.as_str()), (2, "wal"));
        // No automatic checkpoint on close, and the log is read back after a cut.
        let exclusive: String = conn.pragma_query_value(None, "locking_mode", |row| row.get(0)).unwrap();
        assert_eq!(exclusive, "normal");
    }
}

/// SQLite silently substitutes a journal mode that it cannot use.
#[test]
fn a_file_that_cannot_have_a_log_is_refused() {
    let told = sqlite::open(std::path::Path::new(":memory:"), Role::Writer).err().unwrap();
    assert!(matches!(&told, StoreError::Settings(why) if why.contains("journal_mode=memory")), "{told}");
}

/// The test cluster has `synchronous_commit = off` as its default.
#[test]
fn every_postgresql_session_waits_for_its_commit() {
    const SETTING: &str = "SELECT current_setting('synchronous_commit')";
    let (db, _guard) = fresh(Engine::Postgres, SET).unwrap();
    for db in [db.clone(), db.urgent()] {
        let waits = db.write_blocking(|tx| tx.one(SETTING, &[], |row| row.get::<String>(0))).unwrap();
        assert_eq!(waits.as_deref(), Some("on"));
    }
    let beside = db.aside(Role::Writer, |conn| conn.query(SETTING, &[], |row| row.get::<String>(0))).unwrap();
    assert_eq!(beside, ["on"]);
}
