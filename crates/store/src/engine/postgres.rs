//! PostgreSQL: sessions, prepared statements, conversion of values, rows and errors.

use std::collections::HashMap;
use std::error::Error;

use postgres::error::SqlState;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::private::BytesMut;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, NoTls, Statement};

use crate::engine::row::Cell;
use crate::{StoreError, Value};

/// Commits return when synced to disk, whatever the server's default; stricter settings are unchanged.
const WAITS_FOR_THE_DISK: &str =
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

/// A connection with its prepared statements.
pub(crate) struct Session {
    client: Client,
    /// Keyed by address: a `&'static str` never changes, and addresses are cheaper to compare than long texts.
    prepared: HashMap<(usize, usize, bool), Statement>,
}

impl Session {
    pub(crate) fn connect(config: &Config) -> Result<Self, StoreError> {
        let mut client = config.connect(NoTls).map_err(|error| StoreError::Lost(plain(&error)))?;
        client.batch_execute(WAITS_FOR_THE_DISK).map_err(|error| StoreError::Lost(plain(&error)))?;
        Ok(Session { client, prepared: HashMap::new() })
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.client.batch_execute(sql).map_err(|error| self.translate(&error))
    }

    pub(crate) fn prepare(&mut self, sql: &str) -> Result<Statement, StoreError> {
        self.client.prepare(sql).map_err(|error| self.translate(&error))
    }

    /// Prepares `sql` with `tail` once per connection.
    pub(crate) fn prepare_kept(&mut self, sql: &'static str, tail: &'static str) -> Result<Statement, StoreError> {
        let key = (sql.as_ptr() as usize, sql.len(), tail.is_empty());
        if let Some(statement) = self.prepared.get(&key) {
            return Ok(statement.clone());
        }
        let statement = if tail.is_empty() { self.prepare(sql)? } else { self.prepare(&format!("{sql}{tail}"))? };
        self.prepared.insert(key, statement.clone());
        Ok(statement)
    }

    pub(crate) fn exec(&mut self, sql: &'static str, params: &[Value<'_>]) -> Result<u64, StoreError> {
        let statement = self.prepare_kept(sql, "")?;
        self.exec_prepared(&statement, params)
    }

    pub(crate) fn exec_prepared(&mut self, statement: &Statement, params: &[Value<'_>]) -> Result<u64, StoreError> {
        fit(statement, params)?;
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| value as _).collect();
        self.client.execute(statement, &params).map_err(|error| self.translate(&error))
    }

    pub(crate) fn each(
        &mut self,
        statement: &Statement,
        params: &[Value<'_>],
        row: &mut dyn FnMut(&postgres::Row) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        fit(statement, params)?;
        let error = {
            let params = params.iter().map(|value| value as &(dyn ToSql + Sync));
            match self.client.query_raw(statement, params) {
                Err(error) => error,
                Ok(mut rows) => loop {
                    match rows.next() {
                        Ok(Some(found)) => {
                            if !row(&found)? {
                                return Ok(());
                            }
                        }
                        Ok(None) => return Ok(()),
                        Err(error) => break error,
                    }
                },
            }
        };
        Err(self.translate(&error))
    }

    /// Translates PostgreSQL's errors. Details are dropped, because they contain row values.
    fn translate(&mut self, error: &postgres::Error) -> StoreError {
        let Some(db) = error.as_db_error() else {
            let lost = self.client.is_closed() || error.is_closed() || is_io(error);
            return if lost { StoreError::Lost(plain(error)) } else { StoreError::Database(plain(error)) };
        };
        let text = plain(error);
        let code = db.code();
        match code {
            &SqlState::UNIQUE_VIOLATION => StoreError::Conflict { constraint: key_name(db) },
            &SqlState::FOREIGN_KEY_VIOLATION => {
                StoreError::ForeignKey { constraint: unsharded(db.constraint().unwrap_or_default()).to_owned() }
            }
            &SqlState::CHECK_VIOLATION => {
                StoreError::Check { constraint: unsharded(db.constraint().unwrap_or_default()).to_owned() }
            }
            &SqlState::NOT_NULL_VIOLATION => StoreError::Missing {
                column: format!("{}.{}", unsharded(db.table().unwrap_or_default()), db.column().unwrap_or_default()),
            },
            &SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED | &SqlState::LOCK_NOT_AVAILABLE => {
                StoreError::Retry(text)
            }
            &SqlState::QUERY_CANCELED => StoreError::Budget,
            &SqlState::DISK_FULL => StoreError::NoSpace(text),
            &SqlState::DATA_CORRUPTED | &SqlState::INDEX_CORRUPTED => StoreError::Damaged(text),
            &SqlState::READ_ONLY_SQL_TRANSACTION => StoreError::ReadOnly(text),
            // A migration changed a table after the statement was prepared: prepare again.
            &SqlState::FEATURE_NOT_SUPPORTED if db.message().contains("cached plan") => {
                self.prepared.clear();
                StoreError::Retry(text)
            }
            &SqlState::ADMIN_SHUTDOWN | &SqlState::CRASH_SHUTDOWN | &SqlState::CANNOT_CONNECT_NOW => {
                StoreError::Lost(text)
            }
            _ if code.code().starts_with("08") || self.client.is_closed() => StoreError::Lost(text),
            _ => StoreError::Database(text),
        }
    }
}

fn is_io(error: &postgres::Error) -> bool {
    let mut next = error.source();
    while let Some(cause) = next {
        if cause.is::<std::io::Error>() {
            return true;
        }
        next = cause.source();
    }
    false
}

/// The error without row values: message and code, or the chain of causes if there is no server message.
fn plain(error: &postgres::Error) -> String {
    match error.as_db_error() {
        Some(db) => format!("{} ({})", db.message(), db.code().code()),
        None => crate::error::chain(error),
    }
}

/// `table(column,column)` from the detail's `Key (tenant, id)=(…)`, whose first brackets are the same in every server
/// language; for an index over expressions the constraint's name.
fn key_name(db: &postgres::error::DbError) -> String {
    let columns = db
        .detail()
        .and_then(|detail| detail.split_once('('))
        .and_then(|(_, rest)| rest.split_once(")=("))
        .map(|(columns, _)| columns)
        .filter(|columns| columns.chars().all(|c| c.is_alphanumeric() || "_ ,".contains(c)));
    match (columns, db.table()) {
        (Some(columns), Some(table)) => format!("{}({})", unsharded(table), columns.replace(", ", ",")),
        _ => unsharded(db.constraint().unwrap_or_default()).to_owned(),
    }
}

/// The table of a Citus shard: `cases` for `cases_102008`.
fn unsharded(name: &str) -> &str {
    match name.rsplit_once('_') {
        Some((table, shard)) if shard.len() >= 6 && shard.bytes().all(|b| b.is_ascii_digit()) => table,
        _ => name,
    }
}

/// Checks number and types of parameters locally, so that errors are the same on both engines.
fn fit(statement: &Statement, params: &[Value<'_>]) -> Result<(), StoreError> {
    let types = statement.params();
    if types.len() != params.len() {
        let why = format!("the statement has {} parameters, {} were given", types.len(), params.len());
        return Err(StoreError::Parameter { number: params.len().min(types.len()) + 1, why });
    }
    for (index, (value, wanted)) in params.iter().zip(types).enumerate() {
        if !fits(value, wanted) {
            let why = format!("{} does not fit type {wanted}", kind(value));
            return Err(StoreError::Parameter { number: index + 1, why });
        }
    }
    Ok(())
}

fn kind(value: &Value<'_>) -> &'static str {
    match value {
        Value::Null => "NULL",
        Value::Text(_) => "text",
        Value::Int(_) | Value::Small(_) => "the whole number",
        Value::Real(_) => "a real",
        Value::Bool(_) => "a bool",
        Value::Id(_) => "an id",
        Value::Bytes(_) => "bytes",
        Value::Json(_) => "JSON",
    }
}

fn fits(value: &Value<'_>, wanted: &Type) -> bool {
    let whole = |number: i64| match *wanted {
        Type::INT8 | Type::FLOAT8 => true,
        Type::INT4 => i32::try_from(number).is_ok(),
        Type::INT2 => i16::try_from(number).is_ok(),
        _ => false,
    };
    match value {
        Value::Null => true,
        Value::Text(_) => <&str as ToSql>::accepts(wanted),
        Value::Int(number) => whole(*number),
        Value::Small(number) => whole(i64::from(*number)),
        Value::Real(_) => *wanted == Type::FLOAT8,
        Value::Bool(_) => *wanted == Type::BOOL,
        Value::Id(_) => *wanted == Type::UUID,
        Value::Bytes(_) => *wanted == Type::BYTEA,
        Value::Json(_) => matches!(*wanted, Type::JSONB | Type::JSON | Type::TEXT),
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self, wanted: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Text(text) => text.as_ref().to_sql(wanted, out),
            Value::Int(number) => whole_to_sql(*number, wanted, out),
            Value::Small(number) => whole_to_sql(i64::from(*number), wanted, out),
            Value::Real(number) => number.to_sql(wanted, out),
            Value::Bool(truth) => truth.to_sql(wanted, out),
            Value::Id(id) => id.to_sql(wanted, out),
            Value::Bytes(bytes) => bytes.as_ref().to_sql(wanted, out),
            Value::Json(json) if *wanted == Type::TEXT => json.to_string().to_sql(wanted, out),
            Value::Json(json) => json.as_ref().to_sql(wanted, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

#[expect(clippy::cast_precision_loss, reason = "a whole number in a real column, as SQLite does it")]
fn whole_to_sql(number: i64, wanted: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
    match *wanted {
        Type::INT4 => i32::try_from(number)?.to_sql(wanted, out),
        Type::INT2 => i16::try_from(number)?.to_sql(wanted, out),
        Type::FLOAT8 => (number as f64).to_sql(wanted, out),
        _ => number.to_sql(wanted, out),
    }
}

/// The raw bytes of a column of any type.
struct Raw<'a>(&'a [u8]);

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Raw(raw))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

pub(crate) fn cell(row: &postgres::Row, index: usize) -> Result<Cell<'_>, String> {
    let found: Option<Raw<'_>> = row.try_get(index).map_err(|error| error.to_string())?;
    let (Some(Raw(raw)), Some(column)) = (found, row.columns().get(index)) else { return Ok(Cell::Null) };
    decode(column.type_(), raw).map_err(|error| error.to_string())
}

fn decode<'a>(kind: &Type, raw: &'a [u8]) -> Result<Cell<'a>, Box<dyn Error + Sync + Send>> {
    Ok(match *kind {
        Type::INT8 => Cell::Int(i64::from_sql(kind, raw)?),
        Type::INT4 => Cell::Int(i64::from(i32::from_sql(kind, raw)?)),
        Type::INT2 => Cell::Int(i64::from(i16::from_sql(kind, raw)?)),
        Type::FLOAT8 => Cell::Real(f64::from_sql(kind, raw)?),
        Type::FLOAT4 => Cell::Real(f64::from(f32::from_sql(kind, raw)?)),
        Type::BOOL => Cell::Bool(bool::from_sql(kind, raw)?),
        Type::UUID => Cell::Id(uuid::Uuid::from_slice(raw)?),
        Type::BYTEA => Cell::Bytes(raw),
        Type::JSON => Cell::Json(std::str::from_utf8(raw)?),
        // Binary JSONB is a version byte, 1, and the text.
        Type::JSONB => match raw {
            [1, text @ ..] => Cell::Json(std::str::from_utf8(text)?),
            _ => return Err("unknown version of JSONB".into()),
        },
        _ if <&str as FromSql>::accepts(kind) => Cell::Text(<&str as FromSql>::from_sql(kind, raw)?),
        _ => return Err(format!("the type {kind} is not one of the store's: use CAST in the statement").into()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_told_by_the_name_of_its_table() {
        assert_eq!(unsharded("cases_102008"), "cases");
        assert_eq!(unsharded("cases_pkey_102008"), "cases_pkey");
        for whole in ["cases", "cases_pkey", "level_2", "grid_31010", "a_12345x", ""] {
            assert_eq!(unsharded(whole), whole);
        }
    }

    #[test]
    fn values_fit_the_types_of_the_store_and_no_others() {
        let json = serde_json::json!(1);
        for (value, good, bad) in [
            (Value::from("x"), Type::TEXT, Type::INT8),
            (Value::from(70_000_i64), Type::INT4, Type::INT2),
            (Value::from(5_000_000_000_i64), Type::FLOAT8, Type::INT4),
            (Value::from(1_i32), Type::INT8, Type::BOOL),
            (Value::from(1.5), Type::FLOAT8, Type::INT8),
            (Value::from(true), Type::BOOL, Type::INT4),
            (Value::from(uuid::Uuid::nil()), Type::UUID, Type::BYTEA),
            (Value::from(b"x"), Type::BYTEA, Type::TEXT),
            (Value::from(&json), Type::JSONB, Type::UUID),
        ] {
            assert!(fits(&value, &good) && !fits(&value, &bad), "{value:?}");
            assert!(fits(&Value::Null, &bad));
        }
    }
}
