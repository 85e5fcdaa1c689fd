//! Reads a portable dump into an empty store, atomically.

use std::io::BufRead;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use crate::engine::sqlite::Role;
use crate::engine::tx::Conn;
use crate::export::{Dump, FORMAT, head, newest, sorted};
use crate::migrate::hex;
use crate::schema::{Class, TableInfo};
use crate::{Db, Engine, StoreError, Value, schema};

/// Maximum rows per INSERT; a few dozen avoid most round trips.
const ROWS_AT_ONCE: usize = 64;

/// Maximum parameters per INSERT; slightly below both engines' limits.
const PARAMETERS_AT_ONCE: usize = 30_000;

const REFERENCES: &str = "SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint WHERE contype = 'f' \
    AND connamespace = current_schema()::regnamespace AND NOT condeferrable AND conparentid = 0 ORDER BY 1, 2";

impl Db {
    /// Fills a migrated, empty store from a dump of either engine, in constant memory.
    ///
    /// # Errors
    /// A dump of another migration, a store with rows, a damaged or truncated dump; the store is unchanged then.
    pub fn import(&self, input: &mut (dyn BufRead + Send)) -> Result<Dump, StoreError> {
        self.aside(Role::Writer, |conn| {
            conn.batch(if conn.engine() == Engine::Sqlite { "BEGIN IMMEDIATE" } else { "BEGIN" })?;
            match fill(conn, input) {
                Ok(dump) => conn.batch("COMMIT").map(|()| dump),
                Err(error) => {
                    // The first error is returned; a rollback can only fail if the connection has.
                    let _ = conn.batch("ROLLBACK");
                    Err(error)
                }
            }
        })
    }
}

fn refuse<T>(why: impl Into<String>) -> Result<T, StoreError> {
    Err(StoreError::Dump(why.into()))
}

/// Reads lines and hashes all but the last.
struct Lines<'a> {
    input: &'a mut dyn BufRead,
    sha: Sha256,
    line: Vec<u8>,
    number: u64,
}

impl Lines<'_> {
    /// The next line, hashed unless it is the last.
    fn next(&mut self) -> Result<Json, StoreError> {
        self.line.clear();
        self.number += 1;
        self.input.read_until(b'\n', &mut self.line)?;
        if self.line.last() != Some(&b'\n') {
            return refuse(format!("it ends in line {}, before its closing line", self.number));
        }
        let Ok(value) = serde_json::from_slice::<Json>(&self.line) else {
            return refuse(format!("line {} is not JSON", self.number));
        };
        if value.get("sha256").is_none() {
            self.sha.update(&self.line);
        }
        Ok(value)
    }
}

fn fill(conn: &mut Conn, input: &mut dyn BufRead) -> Result<Dump, StoreError> {
    let mut lines = Lines { input, sha: Sha256::new(), line: Vec::new(), number: 0 };
    let header = lines.next()?;
    let migration = newest(conn)?;
    let tables = sorted(schema::tables(conn)?);
    let expected = agree(&header, migration, &tables)?;
    for table in &tables {
        let any = format!("SELECT 1 FROM \"{}\" LIMIT 1", table.name);
        if !conn.query(&any, &[], |_| Ok(()))?.is_empty() {
            return refuse(format!("the store is not empty: {} has rows", table.name));
        }
    }
    let references = defer(conn)?;
    let mut counts = vec![0_i64; tables.len()];
    let mut current: Option<(usize, Batch<'_>)> = None;
    let closing = loop {
        let line = lines.next()?;
        if let Json::Array(cells) = line {
            let Some((index, batch)) = &mut current else { return refuse("a row before its table") };
            batch.add(conn, cells).map_err(|error| at_line(lines.number, &error))?;
            counts[*index] += 1;
            continue;
        }
        if let Some((_, mut batch)) = current.take() {
            batch.flush(conn).map_err(|error| at_line(lines.number, &error))?;
        }
        if line.get("sha256").is_some() {
            break line;
        }
        let name = line.get("table").and_then(Json::as_str).unwrap_or_default();
        let Some(index) = tables.iter().position(|table| table.name == name) else {
            return refuse(format!("line {}: unknown table {name:?}", lines.number));
        };
        current = Some((index, Batch::new(&tables[index])));
    };
    let sha256 = hex(&lines.sha.finalize());
    if closing.get("sha256").and_then(Json::as_str) != Some(&sha256) {
        return refuse("its checksum does not fit its content: it is damaged");
    }
    if counts != expected {
        return refuse("it has not as many rows as its first line says");
    }
    settle(conn, &references)?;
    Ok(Dump { migration, rows: counts.iter().sum::<i64>().unsigned_abs(), sha256 })
}

fn at_line(number: u64, error: &StoreError) -> StoreError {
    StoreError::Dump(format!("near line {number}: {error}"))
}

/// Compares the first line with the store; returns the expected rows of each table.
fn agree(header: &Json, migration: i64, tables: &[TableInfo]) -> Result<Vec<i64>, StoreError> {
    match header.get("format").and_then(Json::as_str) {
        Some(FORMAT) => {}
        Some(other) => return refuse(format!("its format is {other:?}; this program reads {FORMAT:?}")),
        None => return refuse("this is no dump of a store"),
    }
    let dumped = header.get("migration").and_then(Json::as_i64).unwrap_or_default();
    if dumped != migration {
        return refuse(format!(
            "it was made at migration {dumped}, the store is at {migration}: use the program that made it, then migrate"
        ));
    }
    let heads = header.get("tables").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    let counts: Vec<i64> = heads.iter().map(|head| head["rows"].as_i64().unwrap_or(-1)).collect();
    let same = heads.len() == tables.len()
        && heads.iter().zip(tables).zip(&counts).all(|((found, table), rows)| *found == head(table, *rows));
    if same { Ok(counts) } else { refuse("its tables are not those of the store") }
}

/// Defers reference checks to the end, because rows are sorted by key and not parents first.
fn defer(conn: &mut Conn) -> Result<Vec<(String, String)>, StoreError> {
    if conn.engine() == Engine::Sqlite {
        conn.batch("PRAGMA defer_foreign_keys = ON")?;
        return Ok(Vec::new());
    }
    let references = conn.query(REFERENCES, &[], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for (table, name) in &references {
        conn.batch(&format!("ALTER TABLE {table} ALTER CONSTRAINT {name} DEFERRABLE INITIALLY DEFERRED"))?;
    }
    Ok(references)
}

/// Checks references now, and restores their strictness.
fn settle(conn: &mut Conn, references: &[(String, String)]) -> Result<(), StoreError> {
    if !references.is_empty() {
        conn.batch("SET CONSTRAINTS ALL IMMEDIATE")?;
    }
    for (table, name) in references {
        conn.batch(&format!("ALTER TABLE {table} ALTER CONSTRAINT {name} NOT DEFERRABLE"))?;
    }
    Ok(())
}

/// Rows of one table collected for an INSERT.
struct Batch<'a> {
    table: &'a TableInfo,
    most: usize,
    rows: usize,
    values: Vec<Value<'static>>,
    full: Option<postgres::Statement>,
}

impl<'a> Batch<'a> {
    fn new(table: &'a TableInfo) -> Self {
        let most = (PARAMETERS_AT_ONCE / table.columns.len().max(1)).clamp(1, ROWS_AT_ONCE);
        Batch { table, most, rows: 0, values: Vec::new(), full: None }
    }

    fn add(&mut self, conn: &mut Conn, cells: Vec<Json>) -> Result<(), StoreError> {
        if cells.len() != self.table.columns.len() {
            return refuse(format!("a row of {} has {} values", self.table.name, cells.len()));
        }
        for (cell, column) in cells.into_iter().zip(&self.table.columns) {
            let Some(value) = value(cell, column.class) else {
                return refuse(format!("a value does not fit {}.{}", self.table.name, column.name));
            };
            value.check(self.values.len() + 1)?;
            self.values.push(value);
        }
        self.rows += 1;
        if self.rows == self.most { self.flush(conn) } else { Ok(()) }
    }

    fn flush(&mut self, conn: &mut Conn) -> Result<(), StoreError> {
        if self.rows == 0 {
            return Ok(());
        }
        let sql = insert(self.table, self.rows);
        match conn {
            Conn::Sqlite(raw) => crate::engine::sqlite::exec(raw, &sql, &self.values)?,
            Conn::Postgres(session) if self.rows == self.most => {
                if self.full.is_none() {
                    self.full = Some(session.prepare(&sql)?);
                }
                self.full.as_ref().map_or(Ok(0), |statement| session.exec_prepared(statement, &self.values))?
            }
            Conn::Postgres(session) => {
                let statement = session.prepare(&sql)?;
                session.exec_prepared(&statement, &self.values)?
            }
        };
        self.rows = 0;
        self.values.clear();
        Ok(())
    }
}

fn insert(table: &TableInfo, rows: usize) -> String {
    let names: Vec<String> = table.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
    let width = names.len();
    let tuples: Vec<String> = (0..rows)
        .map(|row| {
            let places: Vec<String> = (1..=width).map(|place| format!("${}", row * width + place)).collect();
            format!("({})", places.join(","))
        })
        .collect();
    format!("INSERT INTO \"{}\" ({}) VALUES {}", table.name, names.join(","), tuples.join(","))
}

fn value(cell: Json, class: Class) -> Option<Value<'static>> {
    Some(match (cell, class) {
        (Json::Null, _) => Value::Null,
        (Json::String(text), Class::Key | Class::Text) => Value::from(text),
        (Json::String(text), Class::Id) => Value::from(uuid::Uuid::parse_str(&text).ok()?),
        (Json::String(text), Class::Bytes) => Value::from(STANDARD.decode(text).ok()?),
        (Json::Number(number), Class::Int) => Value::from(number.as_i64()?),
        (Json::Number(number), Class::Real) => Value::from(number.as_f64()?),
        (Json::Bool(truth), Class::Bool) => Value::from(truth),
        (Json::Array(mut document), Class::Json) if document.len() == 1 => Value::from(document.pop()?),
        _ => return None,
    })
}
