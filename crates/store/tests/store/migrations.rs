//! Migrations run once, in order, whole or not at all, and never change.

use weiguang_store::{Class, Db, Migration, Settings, StoreError, params, testing};

use crate::support::{SET, TENANT, id};

fn why(result: Result<Vec<i64>, StoreError>) -> String {
    match result {
        Err(StoreError::Migration(why)) => why,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn each_runs_once_and_is_remembered() {
    testing::both(&SET[..1], |db| {
        assert_eq!(db.migrate(&SET[..1], 5).unwrap(), Vec::<i64>::new());
        assert_eq!(db.migrate(SET, 7).unwrap(), [3]);
        assert_eq!(db.migrate(SET, 9).unwrap(), Vec::<i64>::new());
        const KNOWN: &str = "SELECT number, name, at FROM migrations ORDER BY number";
        let known = db
            .read_blocking(|tx| {
                tx.query(KNOWN, &[], |row| Ok((row.get::<i64>(0)?, row.get::<String>(1)?, row.get::<i64>(2)?)))
            })
            .unwrap();
        assert_eq!(known, [(1, "cases".to_owned(), 0), (3, "events".to_owned(), 7)]);
    });
}

#[test]
fn what_does_not_fit_the_store_is_refused() {
    testing::both(SET, |db| {
        let changed = Migration { text: "CREATE TABLE other (id @id PRIMARY KEY) @table;", ..SET[0] };
        assert!(why(db.migrate(&[changed, SET[1]], 0)).contains("was changed"));
        assert!(why(db.migrate(&SET[..1], 0)).contains("the store has 3"));
        let late = Migration { number: 2, name: "late", text: "CREATE TABLE late (id @id PRIMARY KEY) @table;" };
        assert!(why(db.migrate(&[SET[0], late, SET[1]], 0)).contains("too late"));
        assert!(why(db.migrate(&[SET[1], SET[0]], 0)).contains("must rise"));
        assert_eq!(db.schema().unwrap().len(), 3);
    });
}

#[test]
fn one_that_fails_leaves_nothing_behind() {
    testing::both(SET, |db| {
        let broken = Migration {
            number: 4,
            name: "broken",
            text: "CREATE TABLE whole (id @id PRIMARY KEY) @table; CREATE TABLE half (id @id REFERENCES) @table;",
        };
        let set = [SET[0], SET[1], broken];
        assert!(why(db.migrate(&set, 0)).starts_with("4 broken: "));
        let unknown = Migration { text: "CREATE TABLE t (id @uuid);", ..broken };
        assert!(why(db.migrate(&[SET[0], SET[1], unknown], 0)).contains("unknown token @uuid"));
        assert_eq!(db.schema().unwrap().len(), 3);
        let repaired = Migration { text: "CREATE TABLE whole (id @id PRIMARY KEY) @table;", ..broken };
        assert_eq!(db.migrate(&[SET[0], SET[1], repaired], 0).unwrap(), [4]);
    });
}

#[test]
fn a_column_added_later_keeps_its_class_and_open_statements_go_on() {
    testing::both(SET, |db| {
        const ALL: &str = "SELECT * FROM events WHERE tenant = $1";
        let width = |db: &Db| {
            db.read_blocking(|tx| tx.one(ALL, params![TENANT], |row| row.get::<Option<bool>>(4)))
                .map(|row| row.is_some())
        };
        db.write_blocking(|tx| {
            crate::support::put(tx, 1)?;
            crate::support::event(tx, 1, 1, &serde_json::json!({}))
        })
        .unwrap();
        // Prepared on the reader's connection before the table changes.
        assert!(matches!(width(db), Err(StoreError::Row { .. })));
        let added = Migration {
            number: 5,
            name: "added",
            text: "ALTER TABLE events ADD COLUMN seen @bool; ALTER TABLE events ADD COLUMN \"by\" @id;
                   ALTER TABLE cases ADD COLUMN note @key NOT NULL DEFAULT 'none';",
        };
        assert_eq!(db.migrate(&[SET[0], SET[1], added], 0).unwrap(), [5]);
        assert_eq!(width(db), Ok(true));
        let schema = db.schema().unwrap();
        let classes: Vec<(&str, Class)> =
            schema[2].columns.iter().map(|column| (column.name.as_str(), column.class)).collect();
        assert_eq!(classes[3..], [("body", Class::Json), ("seen", Class::Bool), ("by", Class::Id)]);
        let note = schema[1].columns.last().unwrap();
        assert_eq!((note.name.as_str(), note.class, note.nullable), ("note", Class::Key, false));
        const SEEN: &str = "UPDATE events SET seen = $2, \"by\" = $3 WHERE tenant = $1 AND seen IS NULL";
        assert_eq!(db.write_blocking(|tx| tx.exec(SEEN, params![TENANT, true, id(7)])).unwrap(), 1);
    });
}

#[test]
fn servers_that_start_at_once_on_one_database_wait_for_each_other_and_migrate_once() {
    let (db, guard) = testing::fresh(weiguang_store::Engine::Postgres, &[]).unwrap();
    db.close();
    let ran: Vec<Vec<i64>> = std::thread::scope(|scope| {
        let open =
            || Db::open(&Settings { url: guard.url().to_owned(), workers: 1, readers: 1, ..Settings::default() });
        let servers: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(move || {
                    let db = open().unwrap();
                    let ran = db.migrate(SET, 0).unwrap();
                    db.close();
                    ran
                })
            })
            .collect();
        servers.into_iter().map(|server| server.join().unwrap()).collect()
    });
    let mut ran: Vec<i64> = ran.into_iter().flatten().collect();
    ran.sort_unstable();
    assert_eq!(ran, [1, 3]);
}
