//! The live schema in the store's types, equal on both engines; and integrity checks.

use std::collections::HashMap;

use crate::engine::sqlite::Role;
use crate::engine::tx::Conn;
use crate::sql_text::{Piece, pieces};
use crate::{Db, Engine, StoreError, params};

/// The type of a column: its token. `@time` is `Int`, because PostgreSQL cannot distinguish them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// `@key`
    Key,
    /// `@text`
    Text,
    /// `@id`
    Id,
    /// `@int`, `@time`
    Int,
    /// `@bool`
    Bool,
    /// `@real`
    Real,
    /// `@bytes`
    Bytes,
    /// `@json`
    Json,
}

impl Class {
    const ALL: [(Class, &'static str); 8] = [
        (Class::Key, "key"),
        (Class::Text, "text"),
        (Class::Id, "id"),
        (Class::Int, "int"),
        (Class::Bool, "bool"),
        (Class::Real, "real"),
        (Class::Bytes, "bytes"),
        (Class::Json, "json"),
    ];

    /// The token without `@`.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(class, _)| *class == self).map_or("", |(_, word)| word)
    }
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnInfo {
    /// Its name.
    pub name: String,
    /// Its class.
    pub class: Class,
    /// Whether it may be NULL.
    pub nullable: bool,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableInfo {
    /// Its name.
    pub name: String,
    /// Its columns in order of declaration.
    pub columns: Vec<ColumnInfo>,
    /// The columns of the primary key, in order.
    pub key: Vec<String>,
}

const SQLITE_TABLES: &str = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' \
    AND name <> 'migrations' ORDER BY name";
const SQLITE_COLUMNS: &str = "SELECT name, type, \"notnull\", pk FROM pragma_table_info($1) ORDER BY cid";
const POSTGRES_TABLES: &str = "SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace \
    AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'migrations' ORDER BY c.relname COLLATE \"C\"";
const POSTGRES_COLUMNS: &str = "SELECT a.attname::text, format_type(a.atttypid, NULL), a.attnotnull, \
    COALESCE(l.collname = 'C', FALSE), COALESCE(array_position(i.indkey::int2[], a.attnum), -1)::bigint \
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
    LEFT JOIN pg_collation l ON l.oid = a.attcollation \
    LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary \
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relname = $1::text::name ORDER BY a.attnum";
const POSTGRES_BROKEN: &str = "SELECT 'index ' || indexrelid::regclass::text || ' is not valid' FROM pg_index \
    WHERE NOT indisvalid UNION ALL SELECT 'constraint ' || conname::text || ' was never checked' FROM pg_constraint \
    WHERE NOT convalidated";

impl Db {
    /// The tables of the database by name, without the store's own `migrations`.
    ///
    /// # Errors
    /// A column of an unknown type, or errors of the engine.
    pub fn schema(&self) -> Result<Vec<TableInfo>, StoreError> {
        self.aside(Role::Reader, tables)
    }

    /// Prepares each (name, text) on this engine; returns the failures with the error.
    ///
    /// # Errors
    /// If there is no connection.
    pub fn prepare_all(
        &self,
        statements: &[(&'static str, &'static str)],
    ) -> Result<Vec<(&'static str, String)>, StoreError> {
        self.aside(Role::Reader, |conn| {
            let mut failed = Vec::new();
            for (name, text) in statements {
                let prepared = match conn {
                    Conn::Sqlite(conn) => conn.prepare(text).map(drop).map_err(|error| error.to_string()),
                    Conn::Postgres(session) => session.prepare(text).map(drop).map_err(|error| error.to_string()),
                };
                if let Err(why) = prepared {
                    failed.push((*name, why));
                }
            }
            Ok(failed)
        })
    }

    /// Damage reported by the engine; empty if none. Reads everything on SQLite.
    ///
    /// # Errors
    /// If the check cannot run.
    pub fn integrity(&self) -> Result<Vec<String>, StoreError> {
        self.aside(Role::Reader, integrity)
    }
}

impl Db {
    /// A quick check of all pages; damage is then reported by [`Db::ailment`]. On PostgreSQL indexes and references
    /// only.
    ///
    /// # Errors
    /// If the check cannot run.
    pub fn look_through(&self) -> Result<Vec<String>, StoreError> {
        let wrong = self.aside(Role::Reader, |conn| match conn.engine() {
            Engine::Sqlite => {
                let mut wrong = conn.query("PRAGMA quick_check(20)", &[], |row| row.get::<String>(0))?;
                wrong.retain(|line| line != "ok");
                Ok(wrong)
            }
            Engine::Postgres => integrity(conn),
        });
        match &wrong {
            Ok(wrong) if wrong.is_empty() => {}
            Ok(wrong) => self.note(&StoreError::Damaged(wrong.join("; "))),
            Err(error) => self.note(error),
        }
        wrong
    }
}

pub(crate) fn integrity(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    match conn.engine() {
        Engine::Sqlite => {
            let mut wrong = conn.query("PRAGMA integrity_check", &[], |row| row.get::<String>(0))?;
            wrong.retain(|line| line != "ok");
            wrong.extend(conn.query("PRAGMA foreign_key_check", &[], |row| {
                let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
                Ok(format!("a row of {table} refers to a missing row of {parent}"))
            })?);
            Ok(wrong)
        }
        Engine::Postgres => conn.query(POSTGRES_BROKEN, &[], |row| row.get(0)),
    }
}

pub(crate) fn tables(conn: &mut Conn) -> Result<Vec<TableInfo>, StoreError> {
    match conn.engine() {
        Engine::Sqlite => conn
            .query(SQLITE_TABLES, &[], |row| Ok((row.get(0)?, row.get(1)?)))?
            .into_iter()
            .map(|(name, sql): (String, String)| sqlite_table(conn, name, &sql))
            .collect(),
        Engine::Postgres => conn
            .query(POSTGRES_TABLES, &[], |row| row.get(0))?
            .into_iter()
            .map(|name: String| postgres_table(conn, name))
            .collect(),
    }
}

/// A column, and its position in the primary key.
type Placed = (ColumnInfo, Option<i64>);

fn table(name: String, placed: Vec<Placed>) -> TableInfo {
    let mut key: Vec<(i64, String)> =
        placed.iter().filter_map(|(column, place)| place.map(|place| (place, column.name.clone()))).collect();
    key.sort();
    let key = key.into_iter().map(|(_, name)| name).collect();
    TableInfo { name, columns: placed.into_iter().map(|(column, _)| column).collect(), key }
}

fn unknown(table: &str, column: &str, kind: &str) -> StoreError {
    StoreError::Database(format!("{table}.{column} has the type {kind}, which is none of the store's"))
}

fn sqlite_table(conn: &mut Conn, name: String, sql: &str) -> Result<TableInfo, StoreError> {
    let noted = noted_classes(sql);
    let found = conn.query(SQLITE_COLUMNS, params![&name], |row| {
        Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<bool>(2)?, row.get::<i64>(3)?))
    })?;
    let mut placed = Vec::new();
    for (column, kind, not_null, place) in found {
        let plain = match kind.as_str() {
            "TEXT" => Class::Text,
            "INTEGER" => Class::Int,
            "REAL" => Class::Real,
            "BLOB" => Class::Bytes,
            _ => return Err(unknown(&name, &column, &kind)),
        };
        let class = noted.get(&column).copied().unwrap_or(plain);
        let place = (place > 0).then_some(place);
        placed.push((ColumnInfo { name: column, class, nullable: !not_null && place.is_none() }, place));
    }
    Ok(table(name, placed))
}

/// The types noted as comments behind the columns: name → type.
fn noted_classes(sql: &str) -> HashMap<String, Class> {
    let mut noted = HashMap::new();
    let (mut depth, mut column) = (0, String::new());
    for piece in pieces(sql) {
        match piece {
            Piece::Code(code) => {
                for c in code.chars() {
                    match c {
                        '(' => depth += 1,
                        ')' => depth -= 1,
                        ',' if depth == 1 => column.clear(),
                        _ if depth == 1 => column.push(c),
                        _ => {}
                    }
                }
            }
            Piece::Quoted(quoted) if depth == 1 => column.push_str(quoted),
            Piece::Quoted(_) => {}
            Piece::Comment(comment) => {
                let word = comment.trim_start_matches("/*").trim_end_matches("*/").trim();
                let class = Class::ALL.iter().find(|(_, name)| *name == word);
                if let (Some((class, _)), Some(name)) = (class, column.split_whitespace().next()) {
                    noted.insert(name.trim_matches('"').to_owned(), *class);
                }
            }
        }
    }
    noted
}

fn postgres_table(conn: &mut Conn, name: String) -> Result<TableInfo, StoreError> {
    let found = conn.query(POSTGRES_COLUMNS, params![&name], |row| {
        let (column, kind): (String, String) = (row.get(0)?, row.get(1)?);
        Ok((column, kind, row.get::<bool>(2)?, row.get::<bool>(3)?, row.get::<i64>(4)?))
    })?;
    let mut placed = Vec::new();
    for (column, kind, not_null, in_bytes, place) in found {
        let class = match kind.as_str() {
            "text" if in_bytes => Class::Key,
            "text" => Class::Text,
            "uuid" => Class::Id,
            "bigint" | "integer" => Class::Int,
            "boolean" => Class::Bool,
            "double precision" => Class::Real,
            "bytea" => Class::Bytes,
            "jsonb" => Class::Json,
            _ => return Err(unknown(&name, &column, &kind)),
        };
        placed.push((ColumnInfo { name: column, class, nullable: !not_null }, (place >= 0).then_some(place)));
    }
    Ok(table(name, placed))
}
