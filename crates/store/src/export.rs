//! The portable dump: all rows as JSON lines, byte-identical from either engine.
//!
//! | line | content |
//! | --- | --- |
//! | first | `{"format":"weiguang store 1","migration":7,"tables":[{"columns":[["code","key"],…],"name":…,"rows":…},…]}` |
//! | before a table's rows | `{"table":"cases"}` |
//! | a row | `[…]`, in the header's order of columns (by name); rows in the order of the primary key |
//! | last | `{"rows":…,"sha256":"…"}`, over all bytes before this line |
//!
//! Ids are hyphenated text, bytes are base64, a JSON document is wrapped in an array of one (to differ from NULL) with
//! sorted keys and integers without fraction, because PostgreSQL stores numbers and not their spelling.

use std::io::Write;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Number, Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::engine::row::Row;
use crate::engine::sqlite::Role;
use crate::engine::tx::Conn;
use crate::migrate::hex;
use crate::schema::{Class, ColumnInfo, TableInfo};
use crate::{Db, Engine, StoreError, migrate, schema};

/// The version of the format.
pub(crate) const FORMAT: &str = "weiguang store 1";

/// Summary of a dump.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dump {
    /// The newest migration.
    pub migration: i64,
    /// Rows of all tables.
    pub rows: u64,
    /// SHA-256 over all lines but the last, hexadecimal.
    pub sha256: String,
}

impl Db {
    /// Writes a consistent dump of all tables, in constant memory.
    ///
    /// # Errors
    /// Errors of the engine or `out`.
    pub fn export(&self, out: &mut (dyn Write + Send)) -> Result<Dump, StoreError> {
        self.aside(Role::Reader, |conn| dump(conn, out))
    }
}

/// Writes lines and hashes them.
struct Lines<'a> {
    out: &'a mut dyn Write,
    sha: Sha256,
    line: Vec<u8>,
}

impl Lines<'_> {
    fn put(&mut self, value: &Value) -> Result<(), StoreError> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, value).map_err(|error| StoreError::Io(error.to_string()))?;
        self.line.push(b'\n');
        self.sha.update(&self.line);
        Ok(self.out.write_all(&self.line)?)
    }
}

pub(crate) fn dump(conn: &mut Conn, out: &mut dyn Write) -> Result<Dump, StoreError> {
    conn.batch(match conn.engine() {
        Engine::Sqlite => "BEGIN",
        Engine::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    })?;
    let migration = newest(conn)?;
    let tables = sorted(schema::tables(conn)?);
    let mut heads = Vec::new();
    for table in &tables {
        let count = format!("SELECT COUNT(*) FROM \"{}\"", table.name);
        let rows: i64 = conn.query(&count, &[], |row| row.get::<i64>(0))?.into_iter().sum();
        heads.push(head(table, rows));
    }
    let mut lines = Lines { out, sha: Sha256::new(), line: Vec::new() };
    lines.put(&json!({"format": FORMAT, "migration": migration, "tables": heads}))?;
    let mut rows = 0;
    for table in &tables {
        lines.put(&json!({"table": table.name}))?;
        conn.each(&select(table, conn.engine()), &[], &mut |row| {
            let cells = table.columns.iter().enumerate().map(|(index, column)| cell(row, index, column.class));
            lines.put(&Value::Array(cells.collect::<Result<_, _>>()?))?;
            rows += 1;
            Ok(true)
        })?;
    }
    conn.batch("COMMIT")?;
    let sha256 = hex(&lines.sha.clone().finalize());
    lines.put(&json!({"rows": rows, "sha256": sha256}))?;
    lines.out.flush()?;
    Ok(Dump { migration, rows, sha256 })
}

/// The newest migration of a store.
pub(crate) fn newest(conn: &mut Conn) -> Result<i64, StoreError> {
    migrate::applied(conn)?
        .keys()
        .next_back()
        .copied()
        .ok_or_else(|| StoreError::Dump("the store has no tables yet: migrate it first".into()))
}

/// Sorts columns by name: the order of declaration may differ after columns were added.
pub(crate) fn sorted(mut tables: Vec<TableInfo>) -> Vec<TableInfo> {
    for table in &mut tables {
        table.columns.sort_by(|one, other| one.name.cmp(&other.name));
    }
    tables.sort_by(|one, other| one.name.cmp(&other.name));
    tables
}

/// A table's entry in the first line. Fields of all lines are in alphabetical order, so that the bytes do not depend on
/// serde_json's features.
pub(crate) fn head(table: &TableInfo, rows: i64) -> Value {
    let columns: Vec<Value> = table.columns.iter().map(|c| json!([c.name, c.class.word()])).collect();
    json!({"columns": columns, "name": table.name, "rows": rows})
}

fn select(table: &TableInfo, engine: Engine) -> String {
    let quoted = |name: &str| format!("\"{name}\"");
    let columns: Vec<String> = table.columns.iter().map(|column| quoted(&column.name)).collect();
    // A key column that is not `@key` would be ordered by the server's locale, so the collation is explicit.
    let order_of = |column: &ColumnInfo| match column.class {
        Class::Text if engine == Engine::Postgres => format!("\"{}\" COLLATE \"C\"", column.name),
        _ => quoted(&column.name),
    };
    let place = |name: &String| table.columns.iter().find(|column| column.name == *name);
    let order: Vec<String> = if table.key.is_empty() {
        table.columns.iter().map(order_of).collect()
    } else {
        table.key.iter().filter_map(place).map(order_of).collect()
    };
    format!("SELECT {} FROM \"{}\" ORDER BY {}", columns.join(", "), table.name, order.join(", "))
}

fn cell(row: &Row<'_>, index: usize, class: Class) -> Result<Value, StoreError> {
    Ok(match class {
        Class::Key | Class::Text => row.get::<Option<String>>(index)?.into(),
        Class::Int => row.get::<Option<i64>>(index)?.into(),
        Class::Bool => row.get::<Option<bool>>(index)?.into(),
        // Adding zero turns −0 into 0.
        Class::Real => row.get::<Option<f64>>(index)?.map(|number| number + 0.0).into(),
        Class::Id => row.get::<Option<Uuid>>(index)?.map(|id| id.to_string()).into(),
        Class::Bytes => row.get::<Option<Vec<u8>>>(index)?.map(|bytes| STANDARD.encode(bytes)).into(),
        Class::Json => row.get::<Option<Value>>(index)?.map(|document| vec![canonical(document)]).into(),
    })
}

/// The canonical form of a document.
fn canonical(value: Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.into_iter().map(canonical).collect()),
        Value::Object(fields) => {
            let mut fields: Vec<(String, Value)> =
                fields.into_iter().map(|(name, value)| (name, canonical(value))).collect();
            fields.sort_by(|one, other| one.0.cmp(&other.0));
            Value::Object(Map::from_iter(fields))
        }
        Value::Number(number) => Value::Number(whole(&number).unwrap_or(number)),
        plain => plain,
    }
}

/// The integer equal to a float, if it fits 64 bits: 1e16 and 2.0 become 10000000000000000 and 2.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the bounds are checked, and a number without fraction is exact"
)]
fn whole(number: &Number) -> Option<Number> {
    let real = number.as_f64().filter(|real| number.is_f64() && real.fract() == 0.0)?;
    if (0.0..18_446_744_073_709_551_616.0).contains(&real) {
        Some(Number::from(real as u64))
    } else if (-9_223_372_036_854_775_808.0..0.0).contains(&real) {
        Some(Number::from(real as i64))
    } else {
        None
    }
}
