//! Forward-only migrations: numbered texts, each run once and recorded with its hash.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::engine::sqlite::Role;
use crate::engine::tx::Conn;
use crate::{Db, Engine, StoreError, params, sql_text, statistics};

/// A migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Migration {
    /// Ascending; gaps are allowed.
    pub number: i64,
    /// A short description for the operator.
    pub name: &'static str,
    /// Statements with tokens, see `sql_text.rs`. Must never change once it has run anywhere.
    pub text: &'static str,
}

impl Migration {
    fn hash(&self) -> String {
        hex(&Sha256::digest(self.text.as_bytes()))
    }
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migrations (number @int NOT NULL PRIMARY KEY, name @text NOT NULL, \
    sha256 @text NOT NULL, at @time NOT NULL) @table";
const APPLIED: &str = "SELECT number, sha256 FROM migrations ORDER BY number";
/// The texts of a table and its indexes, the table first. An index that belongs to a constraint has no text.
const TEXTS: &str =
    "SELECT sql FROM sqlite_schema WHERE tbl_name = $1 AND sql IS NOT NULL ORDER BY type <> 'table', name";
const RECORD: &str = "INSERT INTO migrations (number, name, sha256, at) VALUES ($1, $2, $3, $4)";

/// An arbitrary lock number: servers on one PostgreSQL migrate one after the other.
const LOCK: &str = "SELECT pg_advisory_lock(7739221500417001)";

impl Db {
    /// Whether the store was ever migrated.
    ///
    /// # Errors
    /// Errors of the engine.
    pub fn is_begun(&self) -> Result<bool, StoreError> {
        let sql = match self.engine() {
            Engine::Sqlite => "SELECT COUNT(*) FROM sqlite_master WHERE name = 'migrations'",
            Engine::Postgres => "SELECT COUNT(to_regclass('migrations'))",
        };
        self.aside(Role::Reader, |conn| Ok(conn.query(sql, &[], |row| row.get::<i64>(0))?.first() == Some(&1)))
    }

    /// Migrates to `set`, each migration in its own transaction; returns the numbers that ran. `at`: UTC microseconds,
    /// recorded.
    ///
    /// # Errors
    /// A changed text, a store newer than `set`, an out-of-order number, or errors of the engine; the failing migration
    /// is rolled back.
    pub fn migrate(&self, set: &[Migration], at: i64) -> Result<Vec<i64>, StoreError> {
        let engine = self.engine();
        self.aside(Role::Writer, |conn| {
            if engine == Engine::Postgres {
                conn.batch(LOCK)?;
            }
            for statement in sql_text::render(TABLE, engine, false)? {
                conn.batch(&statement)?;
            }
            let mut done = Vec::new();
            for migration in missing(set, &applied(conn)?)? {
                let refused =
                    |error| StoreError::Migration(format!("{} {}: {error}", migration.number, migration.name));
                let statements = sql_text::render(migration.text, engine, self.distribute()).map_err(refused)?;
                conn.batch(if engine == Engine::Sqlite { "BEGIN IMMEDIATE" } else { "BEGIN" })?;
                match apply(conn, &statements, &migration, at).and_then(|()| conn.batch("COMMIT")) {
                    Ok(()) => done.push(migration.number),
                    Err(error) => {
                        // The first error is returned; a rollback can only fail if the connection has.
                        let _ = conn.batch("ROLLBACK");
                        return Err(refused(error));
                    }
                }
            }
            if engine == Engine::Sqlite {
                statistics::tell(conn)?;
            }
            Ok(done)
        })
    }
}

fn apply(conn: &mut Conn, statements: &[String], migration: &Migration, at: i64) -> Result<(), StoreError> {
    for statement in statements {
        match statement.strip_prefix(sql_text::REBUILD) {
            Some(table) => rebuild(conn, table)?,
            None => conn.batch(statement)?,
        }
    }
    conn.query(RECORD, params![migration.number, migration.name, migration.hash(), at], |_| Ok(()))?;
    Ok(())
}

/// Rebuilds a SQLite table that is in key order as a heap with the same columns, rows and indexes. SQLite cannot alter this.
fn rebuild(conn: &mut Conn, table: &str) -> Result<(), StoreError> {
    let texts = conn.query(TEXTS, params![table], |row| row.get::<String>(0))?;
    let Some((old, indexes)) = texts.split_first() else {
        return Err(StoreError::Migration(format!("there is no table {table} to rebuild")));
    };
    let columns = old.find('(').map_or("", |at| &old[at..]);
    let heap = columns.replace("STRICT, WITHOUT ROWID", "STRICT");
    conn.batch(&format!("CREATE TABLE {table}_rebuilt {heap}"))?;
    conn.batch(&format!("INSERT INTO {table}_rebuilt SELECT * FROM {table}"))?;
    conn.batch(&format!("DROP TABLE {table}"))?;
    conn.batch(&format!("ALTER TABLE {table}_rebuilt RENAME TO {table}"))?;
    indexes.iter().try_for_each(|index| conn.batch(index))
}

/// Migrations that have run: number → hash; empty for an unmigrated store.
pub(crate) fn applied(conn: &mut Conn) -> Result<BTreeMap<i64, String>, StoreError> {
    Ok(conn.query(APPLIED, &[], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}

fn missing(set: &[Migration], applied: &BTreeMap<i64, String>) -> Result<Vec<Migration>, StoreError> {
    let refuse = |why: String| Err(StoreError::Migration(why));
    if let Some(pair) = set.windows(2).find(|pair| pair[0].number >= pair[1].number) {
        return refuse(format!("{} stands before {}: numbers must rise", pair[0].number, pair[1].number));
    }
    let newest = applied.keys().next_back().copied();
    for number in applied.keys() {
        if !set.iter().any(|migration| migration.number == *number) {
            return refuse(format!("the store has {number}, which this program does not know: use a newer program"));
        }
    }
    let mut missing = Vec::new();
    for migration in set {
        match applied.get(&migration.number) {
            Some(hash) if *hash == migration.hash() => {}
            Some(_) => {
                let Migration { number, name, .. } = migration;
                return refuse(format!("{number} {name} was changed after it ran: write a new one instead"));
            }
            None if newest.is_some_and(|newest| newest > migration.number) => {
                return refuse(format!("{} comes too late: the store is past it", migration.number));
            }
            None => missing.push(*migration),
        }
    }
    Ok(missing)
}
