//! A transaction as a closure sees it: run a statement, read its rows; the same on both engines.

use uuid::Uuid;

use super::{postgres, sqlite};
use crate::engine::row::{Inner, Row};
use crate::{Engine, Keys, StoreError, Value, sql_text};

/// What is done with each row; `false` ends the reading. It is not generic: what both engines do for a statement is built once, and not
/// for each of hundreds of statements.
type Each<'f> = dyn FnMut(&Row<'_>) -> Result<bool, StoreError> + 'f;

/// A connection of either engine, owned by one thread.
pub(crate) enum Conn {
    Sqlite(rusqlite::Connection),
    Postgres(Box<postgres::Session>),
}

impl Conn {
    /// Runs one statement without parameters, its text made at run time (transaction control, schema).
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        match self {
            Conn::Sqlite(conn) => conn.execute_batch(sql).map_err(|error| sqlite::translate(&error)),
            Conn::Postgres(session) => session.batch(sql),
        }
    }

    /// Like [`Tx::query`] for texts made at run time; not cached, outside of any counting.
    pub(crate) fn query<T>(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        mut row: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut found = Vec::new();
        self.each(sql, params, &mut |r| {
            found.push(row(r)?);
            Ok(true)
        })?;
        Ok(found)
    }

    /// Streams rows until `row` says `false`; memory does not grow with their number.
    pub(crate) fn each(&mut self, sql: &str, params: &[Value<'_>], row: &mut Each<'_>) -> Result<(), StoreError> {
        let keys = None;
        match self {
            Conn::Sqlite(conn) => {
                let mut statement = conn.prepare(sql).map_err(|error| sqlite::translate(&error))?;
                sqlite::each(&mut statement, params, &mut |r| row(&Row { inner: Inner::Sqlite(r), keys }))
            }
            Conn::Postgres(session) => {
                let statement = session.prepare(sql)?;
                session.each(&statement, params, &mut |r| row(&Row { inner: Inner::Postgres(r), keys }))
            }
        }
    }

    pub(crate) fn engine(&self) -> Engine {
        match self {
            Conn::Sqlite(_) => Engine::Sqlite,
            Conn::Postgres(_) => Engine::Postgres,
        }
    }
}

/// A row that a read passed over, because a value of it does not open or is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged {
    /// The table.
    pub table: String,
    /// The row's id, or the first id in it.
    pub id: Option<Uuid>,
}

/// A record that is to be signed anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// Its tenant; empty for a catalogue.
    pub tenant: String,
    /// Its id.
    pub id: Uuid,
    /// Whether what its chain said was taken away on purpose.
    pub erased: bool,
}

/// The one transaction of a closure given to [`crate::Db::write`] or [`crate::Db::read`].
pub struct Tx<'a> {
    conn: &'a mut Conn,
    keys: Option<&'a dyn Keys>,
    statements: u64,
    failure: Option<StoreError>,
    lenient: bool,
    damaged: Vec<Damaged>,
    touched: Vec<Touched>,
}

impl<'a> Tx<'a> {
    pub(crate) fn new(conn: &'a mut Conn, keys: Option<&'a dyn Keys>) -> Self {
        Tx { conn, keys, statements: 0, failure: None, lenient: false, damaged: Vec::new(), touched: Vec::new() }
    }

    /// The same for reading: lists pass over damaged rows and keep which.
    pub(crate) fn lenient(self) -> Self {
        Tx { lenient: true, ..self }
    }

    /// Notes that a record changed whose row is to be signed anew before the commit.
    pub fn touch(&mut self, touched: Touched) {
        if !self.touched.contains(&touched) {
            self.touched.push(touched);
        }
    }

    /// What was noted, and forgets it.
    pub fn take_touched(&mut self) -> Vec<Touched> {
        std::mem::take(&mut self.touched)
    }

    /// How many damaged rows this read passed over so far.
    #[must_use]
    pub fn unread(&self) -> i64 {
        i64::try_from(self.damaged.len()).unwrap_or(i64::MAX)
    }

    /// Those rows.
    #[must_use]
    pub fn damaged(&self) -> &[Damaged] {
        &self.damaged
    }

    /// The first failure of a statement; a transaction that has one is not committed.
    pub(crate) fn into_failure(self) -> Option<StoreError> {
        self.failure
    }

    /// Runs a statement that gives no rows; returns how many rows it changed.
    ///
    /// # Errors
    /// What the engine says; the transaction is over then, unless inside [`Tx::attempt`].
    pub fn exec(&mut self, sql: &'static str, params: &[Value<'_>]) -> Result<u64, StoreError> {
        self.start(params)?;
        let result = match &mut *self.conn {
            Conn::Sqlite(conn) => sqlite::exec(conn, sql, params),
            Conn::Postgres(session) => session.exec(sql, params),
        };
        self.note(result)
    }

    /// Runs a statement and turns each row into a `T`. In [`crate::Db::read`] a row that is damaged is passed over and kept in
    /// [`Tx::damaged`]: one row must not hide all others. A write does nothing on what it cannot read.
    ///
    /// # Errors
    /// As [`Tx::exec`], or the first error of `row`.
    pub fn query<T>(
        &mut self,
        sql: &'static str,
        params: &[Value<'_>],
        mut row: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut found = Vec::new();
        self.run_past_damaged(sql, params, &mut |r| {
            found.push(row(r)?);
            Ok(true)
        })?;
        Ok(found)
    }

    /// The first row, if any.
    ///
    /// # Errors
    /// As [`Tx::query`].
    pub fn one<T>(
        &mut self,
        sql: &'static str,
        params: &[Value<'_>],
        mut row: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut found = None;
        self.run(sql, "", params, &mut |r| {
            found = Some(row(r)?);
            Ok(false)
        })?;
        Ok(found)
    }

    /// Like [`Tx::query`] for taking jobs: the rows are locked until the end of the transaction, and rows that another worker
    /// holds are passed over. SQLite has one writer at a time, there it is the plain query.
    ///
    /// # Errors
    /// As [`Tx::query`].
    pub fn claim<T>(
        &mut self,
        sql: &'static str,
        params: &[Value<'_>],
        mut row: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut found = Vec::new();
        self.run(sql, " FOR UPDATE SKIP LOCKED", params, &mut |r| {
            found.push(row(r)?);
            Ok(true)
        })?;
        Ok(found)
    }

    /// Runs `part` so that its failure undoes only what it did: the way to go on after a conflict.
    ///
    /// # Errors
    /// Those of `part`. A lost connection or a deadlock still ends the whole transaction.
    pub fn attempt<T, E: From<StoreError>>(&mut self, part: impl FnOnce(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        if let Some(failure) = &self.failure {
            return Err(E::from(failure.clone()));
        }
        self.control("SAVEPOINT attempt")?;
        let mut inner = Tx { lenient: self.lenient, ..Tx::new(self.conn, self.keys) };
        let result = part(&mut inner);
        let (statements, failure) = (inner.statements, inner.failure);
        self.damaged.append(&mut inner.damaged);
        self.statements += statements;
        let touched = inner.touched;
        if let Some(fatal) = failure.as_ref().filter(|failure| failure.may_resend()) {
            self.failure = Some(fatal.clone());
            return result.and_then(|_| Err(E::from(fatal.clone())));
        }
        // A statement failed, but the part says Ok: its other writes cannot be kept, so the part failed.
        let result = match (result, failure) {
            (Ok(_), Some(failure)) => Err(E::from(failure)),
            (result, _) => result,
        };
        if result.is_err() {
            self.control("ROLLBACK TO SAVEPOINT attempt")?;
        } else {
            touched.into_iter().for_each(|one| self.touch(one));
        }
        self.control("RELEASE SAVEPOINT attempt")?;
        result
    }

    /// Seals bytes for the row that `context` names; [`Row::open`] opens them again.
    ///
    /// # Errors
    /// If the store carries no keys: nothing that should be sealed is kept in clear.
    pub fn seal(&self, context: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        let keys = self.keys.ok_or_else(|| StoreError::Settings("the store was opened without keys".into()))?;
        Ok(keys.seal(context, plain))
    }

    /// How many statements this closure has run: a test counts the queries of an operation.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.statements
    }

    /// The engine. Rooms never branch on it; what differs is a method of this crate.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.conn.engine()
    }

    /// Runs a statement; a lenient read passes over damaged rows and notes which.
    fn run_past_damaged(
        &mut self,
        sql: &'static str,
        params: &[Value<'_>],
        row: &mut Each<'_>,
    ) -> Result<(), StoreError> {
        if !self.lenient {
            return self.run(sql, "", params, row);
        }
        let mut damaged = Vec::new();
        self.run(sql, "", params, &mut |r| match row(r) {
            Err(StoreError::Row { column, why }) => {
                let id = why.split([' ', ':']).find_map(|word| Uuid::parse_str(word).ok()).or_else(|| r.first_id());
                let (table, why) = (sql_text::main_table(sql).to_owned(), format!("column {column}: {why}"));
                tracing::error!(table, ?id, why, "a damaged row was passed over");
                damaged.push(Damaged { table, id });
                Ok(true)
            }
            goes_on => goes_on,
        })?;
        self.damaged.append(&mut damaged);
        Ok(())
    }

    fn run(
        &mut self,
        sql: &'static str,
        lock: &'static str,
        params: &[Value<'_>],
        row: &mut Each<'_>,
    ) -> Result<(), StoreError> {
        self.start(params)?;
        let keys = self.keys;
        let result = match &mut *self.conn {
            Conn::Sqlite(conn) => {
                sqlite::query(conn, sql, params, &mut |r| row(&Row { inner: Inner::Sqlite(r), keys }))
            }
            Conn::Postgres(session) => session.prepare_kept(sql, lock).and_then(|statement| {
                session.each(&statement, params, &mut |r| row(&Row { inner: Inner::Postgres(r), keys }))
            }),
        };
        self.note(result)
    }

    fn control(&mut self, sql: &str) -> Result<(), StoreError> {
        let result = self.conn.batch(sql);
        self.note(result)
    }

    fn start(&mut self, params: &[Value<'_>]) -> Result<(), StoreError> {
        if let Some(failure) = &self.failure {
            return Err(failure.clone());
        }
        for (index, value) in params.iter().enumerate() {
            value.check(index + 1)?;
        }
        self.statements += 1;
        Ok(())
    }

    /// Keeps the first failure of the engine itself. A value refused on this side leaves the transaction as it was.
    fn note<T>(&mut self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(error) = &result
            && self.failure.is_none()
            && !matches!(error, StoreError::Row { .. } | StoreError::Parameter { .. })
        {
            self.failure = Some(error.clone());
        }
        result
    }
}
