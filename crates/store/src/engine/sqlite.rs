//! SQLite: a writer thread with group commit, reader threads, and exclusive ownership of the file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, Statement, ffi};

use crate::engine::budget::Budget;
use crate::engine::row::Cell;
use crate::engine::tx::Conn;
use crate::engine::work::{Job, Outcome};
use crate::queue::{Lane, Taker};
use crate::{StoreError, Value};

/// Pages of the write-ahead log at which it is checkpointed: 64 MB.
const LOG_PAGES: i64 = 16_384;

/// `PRAGMA synchronous`: every commit waits until the log is on disk.
const FULL: i64 = 2;

/// The purpose of a connection.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Writer,
    Reader,
}

/// Opens the file: WAL, synced commits, foreign keys.
///
/// With both settings a commit returns once its frames are in the synced log, and a checkpoint syncs the log before it
/// writes and syncs the file (SQLite's own order, which cannot be observed without unsafe code). SQLite silently
/// substitutes a mode that it cannot use, so both are read back.
pub(crate) fn open(path: &Path, role: Role) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = || -> rusqlite::Result<Connection> {
        let conn = Connection::open_with_flags(path, flags)?;
        conn.busy_timeout(Duration::from_secs(10))?;
        conn.pragma_update(None, "journal_mode", "WAL")?;
        conn.pragma_update(None, "synchronous", "FULL")?;
        conn.pragma_update(None, "foreign_keys", "ON")?;
        // Erased and re-encrypted data is overwritten, so that no copy of the file contains it.
        conn.pragma_update(None, "secure_delete", "ON")?;
        conn.pragma_update(None, "cache_size", -32_768)?;
        conn.pragma_update(None, "mmap_size", 268_435_456)?;
        conn.pragma_update(None, "journal_size_limit", 67_108_864)?;
        // The same few pages change repeatedly: a longer log means fewer page copies.
        conn.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
        // The statement journal; on disk it would double the writes of every page.
        conn.pragma_update(None, "temp_store", "MEMORY")?;
        conn.pragma_update(None, "query_only", role == Role::Reader)?;
        conn.set_prepared_statement_cache_capacity(1024);
        // Statements use the plan from prepare time; without this SQLite replans many of them for every value.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        Ok(conn)
    };
    let named = |error: rusqlite::Error| StoreError::Database(format!("{}: {error}", path.display()));
    let conn = open().map_err(named)?;
    let journal: String = conn.pragma_query_value(None, "journal_mode", |row| row.get(0)).map_err(named)?;
    let synchronous: i64 = conn.pragma_query_value(None, "synchronous", |row| row.get(0)).map_err(named)?;
    if journal != "wal" || synchronous != FULL {
        return Err(StoreError::Settings(format!(
            "{}: a commit would not be safe here: journal_mode={journal}, synchronous={synchronous} (wanted: wal, {FULL}). A network \
             file system cannot hold the store",
            path.display()
        )));
    }
    Ok(conn)
}

/// The path with `suffix` appended.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The writer thread: commits up to `most` waiting closures together.
pub(crate) fn write_loop(mut conn: Conn, queue: &Taker<Box<dyn Job>>, most: usize) {
    while let Some((_, first)) = queue.take() {
        group(&mut conn, first, &mut || queue.take_now(), most);
    }
    if let Err(error) = conn.batch("PRAGMA wal_checkpoint(TRUNCATE)") {
        tracing::warn!(%error, "the last checkpoint failed; the write-ahead log stays and is read at the next start");
    }
}

/// A reader thread: one snapshot per closure. In the normal lane each has a budget of the engine's steps; one that needs more is put off.
pub(crate) fn read_loop(mut conn: Conn, queue: &Taker<Box<dyn Job>>) {
    let budget = Budget::default();
    if let Conn::Sqlite(raw) = &mut conn
        && let Err(error) = budget.watch(raw)
    {
        tracing::error!(%error, "long reads will hold up short ones");
    }
    while let Some((lane, mut job)) = queue.take() {
        if !job.wanted() {
            continue;
        }
        budget.begin(lane);
        match control(&mut conn, "BEGIN DEFERRED") {
            Ok(()) => {
                let outcome = job.run(&mut conn, Role::Reader);
                budget.begin(Lane::Long);
                end(&mut conn, "COMMIT");
                if matches!(outcome, Outcome::Failed(StoreError::Budget)) {
                    match queue.put_off(job) {
                        Ok(()) => continue,
                        Err(back) => job = back,
                    }
                    job.refuse(StoreError::Full);
                }
            }
            Err(error) => job.refuse(error),
        }
        job.answer();
    }
}

/// The state of the shared transaction after a closure.
enum Left {
    /// Usable: the closure succeeded, or failed without having written.
    Sound,
    /// Contains writes of a failed closure.
    Spoilt,
    /// Rolled back by the engine.
    Lost(StoreError),
}

fn group(conn: &mut Conn, mut first: Box<dyn Job>, more: &mut dyn FnMut() -> Option<Box<dyn Job>>, most: usize) {
    if let Err(error) = control(conn, "BEGIN IMMEDIATE") {
        first.refuse(error);
        return first.answer();
    }
    let mut jobs = Vec::new();
    let mut next = Some(first);
    let mut left = Left::Sound;
    while let Some(mut job) = next.take() {
        left = in_common(conn, job.as_mut());
        jobs.push(job);
        if matches!(left, Left::Sound) && jobs.len() < most {
            next = more();
        }
    }
    let failed = match left {
        Left::Sound => control(conn, "COMMIT").err(),
        Left::Spoilt => None,
        Left::Lost(error) => Some(error),
    };
    if conn_rests(conn) && failed.is_none() {
        return jobs.into_iter().for_each(Job::answer);
    }
    end(conn, "ROLLBACK");
    match failed {
        Some(error) => after_failure(conn, jobs, &error),
        // It was alone: roll back and return its error.
        None if jobs.len() == 1 => jobs.into_iter().for_each(Job::answer),
        None => apart(conn, jobs),
    }
}

/// Runs a closure in the shared transaction without a savepoint, because a savepoint copies every page that it touches,
/// and rollbacks are rare.
fn in_common(conn: &mut Conn, job: &mut dyn Job) -> Left {
    let changes = |conn: &Conn| if let Conn::Sqlite(raw) = conn { raw.total_changes() } else { 0 };
    let before = changes(conn);
    let outcome = job.run(conn, Role::Writer);
    match outcome {
        _ if conn_rests(conn) => Left::Lost(match outcome {
            Outcome::Failed(error) => error,
            Outcome::Commit | Outcome::Rollback => StoreError::Database("SQLite gave up the transaction".into()),
        }),
        Outcome::Commit => Left::Sound,
        Outcome::Rollback | Outcome::Failed(_) if changes(conn) == before => Left::Sound,
        Outcome::Rollback | Outcome::Failed(_) => Left::Spoilt,
    }
}

/// Whether no transaction is open.
fn conn_rests(conn: &Conn) -> bool {
    matches!(conn, Conn::Sqlite(raw) if raw.is_autocommit())
}

/// Runs closures again, each in a savepoint, so that one that fails after writing does not affect the others.
fn apart(conn: &mut Conn, jobs: Vec<Box<dyn Job>>) {
    let mut ran = Vec::with_capacity(jobs.len());
    let mut failed = control(conn, "BEGIN IMMEDIATE").err();
    for mut job in jobs {
        if failed.is_none() {
            failed = in_savepoint(conn, job.as_mut()).err();
        }
        ran.push(job);
    }
    match failed.or_else(|| control(conn, "COMMIT").err()) {
        None => ran.into_iter().for_each(Job::answer),
        Some(error) => {
            end(conn, "ROLLBACK");
            after_failure(conn, ran, &error);
        }
    }
}

fn after_failure(conn: &mut Conn, jobs: Vec<Box<dyn Job>>, error: &StoreError) {
    if matches!(error, StoreError::Unknown(_)) || jobs.len() == 1 {
        tracing::error!(%error, closures = jobs.len(), "a commit failed");
        for mut job in jobs {
            job.refuse(error.clone());
            job.answer();
        }
    } else {
        // A deferred constraint of one closure, or an error on which SQLite rolls back everything, must not affect the
        // others: nothing is committed, so each may run again alone.
        tracing::warn!(%error, closures = jobs.len(), "a group commit failed; its closures run one by one");
        for job in jobs {
            apart(conn, vec![job]);
        }
    }
}

/// `Err` if the engine has rolled back the whole transaction.
fn in_savepoint(conn: &mut Conn, job: &mut dyn Job) -> Result<(), StoreError> {
    control(conn, "SAVEPOINT closure")?;
    let outcome = job.run(conn, Role::Writer);
    if let Conn::Sqlite(raw) = conn
        && raw.is_autocommit()
    {
        return Err(match outcome {
            Outcome::Failed(error) => error,
            Outcome::Commit | Outcome::Rollback => StoreError::Database("SQLite gave up the transaction".into()),
        });
    }
    if !matches!(outcome, Outcome::Commit) {
        control(conn, "ROLLBACK TO closure")?;
    }
    control(conn, "RELEASE closure")
}

fn control(conn: &mut Conn, sql: &'static str) -> Result<(), StoreError> {
    let Conn::Sqlite(conn) = conn else { return Ok(()) };
    let run = || -> rusqlite::Result<()> {
        conn.prepare_cached(sql)?.raw_execute()?;
        Ok(())
    };
    run().map_err(|error| match translate(&error) {
        // After such an error it is unknown whether the commit reached the disk.
        StoreError::Database(why)
            if sql == "COMMIT" && error.sqlite_error_code() == Some(ErrorCode::SystemIoFailure) =>
        {
            StoreError::Unknown(why)
        }
        other => other,
    })
}

/// Ends a transaction that SQLite may already have ended.
fn end(conn: &mut Conn, sql: &'static str) {
    if let Conn::Sqlite(raw) = conn
        && raw.is_autocommit()
    {
        return;
    }
    if let Err(error) = control(conn, sql).or_else(|_| control(conn, "ROLLBACK")) {
        tracing::error!(%error, "a transaction could not be ended");
    }
}

pub(crate) fn exec(conn: &Connection, sql: &str, params: &[Value<'_>]) -> Result<u64, StoreError> {
    let mut statement = conn.prepare_cached(sql).map_err(|error| translate(&error))?;
    bind(&mut statement, params)?;
    statement.raw_execute().map(|changed| changed as u64).map_err(|error| translate(&error))
}

pub(crate) fn query(
    conn: &Connection,
    sql: &'static str,
    params: &[Value<'_>],
    row: &mut dyn FnMut(&rusqlite::Row<'_>) -> Result<bool, StoreError>,
) -> Result<(), StoreError> {
    let mut statement = conn.prepare_cached(sql).map_err(|error| translate(&error))?;
    each(&mut statement, params, row)
}

pub(crate) fn each(
    statement: &mut Statement<'_>,
    params: &[Value<'_>],
    row: &mut dyn FnMut(&rusqlite::Row<'_>) -> Result<bool, StoreError>,
) -> Result<(), StoreError> {
    bind(statement, params)?;
    let mut rows = statement.raw_query();
    while let Some(found) = rows.next().map_err(|error| translate(&error))? {
        if !row(found)? {
            break;
        }
    }
    Ok(())
}

/// Binds by the number in the name: for SQLite `$2` is a *named* parameter, numbered by first occurrence.
fn bind(statement: &mut Statement<'_>, params: &[Value<'_>]) -> Result<(), StoreError> {
    let count = statement.parameter_count();
    if count != params.len() {
        let why = format!("the statement has {count} parameters, {} were given", params.len());
        return Err(StoreError::Parameter { number: params.len().min(count) + 1, why });
    }
    for place in 1..=count {
        let name = statement.parameter_name(place).unwrap_or_default();
        let value = name
            .strip_prefix('$')
            .and_then(|digits| digits.parse::<usize>().ok())
            .and_then(|number| params.get(number.wrapping_sub(1)))
            .ok_or_else(|| StoreError::Parameter { number: place, why: format!("no value for {name:?}") })?;
        statement.raw_bind_parameter(place, value).map_err(|error| translate(&error))?;
    }
    Ok(())
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Int(number) => ToSqlOutput::Borrowed(ValueRef::Integer(*number)),
            Value::Small(number) => ToSqlOutput::Borrowed(ValueRef::Integer(i64::from(*number))),
            Value::Real(number) => ToSqlOutput::Borrowed(ValueRef::Real(*number)),
            Value::Bool(truth) => ToSqlOutput::Borrowed(ValueRef::Integer(i64::from(*truth))),
            Value::Id(id) => ToSqlOutput::Borrowed(ValueRef::Blob(id.as_bytes())),
            Value::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            Value::Json(json) => ToSqlOutput::Owned(rusqlite::types::Value::Text(json.to_string())),
        })
    }
}

pub(crate) fn cell<'a>(row: &'a rusqlite::Row<'_>, index: usize) -> Result<Cell<'a>, String> {
    Ok(match row.get_ref(index).map_err(|error| error.to_string())? {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(number) => Cell::Int(number),
        ValueRef::Real(number) => Cell::Real(number),
        ValueRef::Text(text) => Cell::Text(std::str::from_utf8(text).map_err(|_| "text is not UTF-8")?),
        ValueRef::Blob(bytes) => Cell::Bytes(bytes),
    })
}

/// Translates SQLite's errors.
pub(crate) fn translate(error: &rusqlite::Error) -> StoreError {
    let rusqlite::Error::SqliteFailure(code, message) = error else {
        return StoreError::Database(crate::error::chain(error));
    };
    let message = message.clone().unwrap_or_else(|| code.to_string());
    let named = || message.split_once(": ").map_or("", |(_, name)| name).to_owned();
    match code.extended_code {
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID => {
            StoreError::Conflict { constraint: key_name(&named()) }
        }
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => StoreError::ForeignKey { constraint: String::new() },
        ffi::SQLITE_CONSTRAINT_CHECK => StoreError::Check { constraint: named() },
        ffi::SQLITE_CONSTRAINT_NOTNULL => StoreError::Missing { column: named() },
        _ => match code.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Retry(message),
            ErrorCode::ReadOnly => StoreError::ReadOnly(message),
            ErrorCode::OperationInterrupted => StoreError::Budget,
            ErrorCode::DiskFull => StoreError::NoSpace(message),
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => StoreError::Damaged(message),
            _ => StoreError::Database(message),
        },
    }
}

/// `cases.tenant, cases.id` → `cases(tenant,id)`; `index 'name'` → `name`.
fn key_name(text: &str) -> String {
    if let Some(index) = text.strip_prefix("index '") {
        return index.trim_end_matches('\'').to_owned();
    }
    let mut table = "";
    let mut columns = Vec::new();
    for part in text.split(", ") {
        match part.rsplit_once('.') {
            Some((owner, column)) => {
                table = owner;
                columns.push(column);
            }
            None => return text.to_owned(),
        }
    }
    format!("{table}({})", columns.join(","))
}
