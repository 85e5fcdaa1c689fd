//! A transaction in a closure: statements and rows, the same on both engines.

use uuid::Uuid;

use super::{postgres, sqlite};
use crate::engine::row::{Inner, Row};
use crate::{Engine, Keys, StoreError, Value, sql_text};

/// Called for each row; `false` ends the query. Not generic, so that the engines' code is compiled once and not for each of hundreds of
/// statements.
type Each<'f> = dyn FnMut(&Row<'_>) -> Result<bool, StoreError> + 'f;

/// A connection of either engine.
pub(crate) enum Conn {
    Sqlite(rusqlite::Connection),
    Postgres(Box<postgres::Session>),
}

impl Conn {
    /// Runs a statement without parameters and with dynamic text (transaction control, schema).
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        match self {
            Conn::Sqlite(conn) => conn.execute_batch(sql).map_err(|error| sqlite::translate(&error)),
            Conn::Postgres(session) => session.batch(sql),
        }
    }

    /// Like [`Tx::query`] for dynamic texts; not cached, not counted.
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

    /// Streams rows until `row` returns `false`, in constant memory.
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

/// A row skipped by a read, because a value cannot be decrypted or is invalid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged {
    /// The table.
    pub table: String,
    /// The row's id, or the first id in it.
    pub id: Option<Uuid>,
}

/// A record to be signed again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// Its tenant; empty for a catalogue.
    pub tenant: String,
    /// Its id.
    pub id: Uuid,
    /// Whether the content of its chain was erased on purpose.
    pub erased: bool,
}

/// The transaction of a closure given to [`crate::Db::write`] or [`crate::Db::read`].
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

    /// For reads: lists skip damaged rows and record them.
    pub(crate) fn lenient(self) -> Self {
        Tx { lenient: true, ..self }
    }

    /// Marks a changed record whose row must be signed again before the commit.
    pub fn touch(&mut self, touched: Touched) {
        if !self.touched.contains(&touched) {
            self.touched.push(touched);
        }
    }

    /// Returns and clears the marks.
    pub fn take_touched(&mut self) -> Vec<Touched> {
        std::mem::take(&mut self.touched)
    }

    /// Number of damaged rows skipped so far.
    #[must_use]
    pub fn unread(&self) -> i64 {
        i64::try_from(self.damaged.len()).unwrap_or(i64::MAX)
    }

    /// Those rows.
    #[must_use]
    pub fn damaged(&self) -> &[Damaged] {
        &self.damaged
    }

    /// The first failed statement; such a transaction is not committed.
    pub(crate) fn into_failure(self) -> Option<StoreError> {
        self.failure
    }

    /// Runs a statement without results; returns the number of changed rows.
    ///
    /// # Errors
    /// Errors of the engine; the transaction cannot continue, except inside [`Tx::attempt`].
    pub fn exec(&mut self, sql: &'static str, params: &[Value<'_>]) -> Result<u64, StoreError> {
        self.start(params)?;
        let result = match &mut *self.conn {
            Conn::Sqlite(conn) => sqlite::exec(conn, sql, params),
            Conn::Postgres(session) => session.exec(sql, params),
        };
        self.note(result)
    }

    /// Runs a statement and converts each row. In [`crate::Db::read`] damaged rows are skipped and listed in
    /// [`Tx::damaged`], so that one does not hide the others; a write fails instead.
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

    /// Like [`Tx::query`] for job queues: locks the rows and skips those locked by other workers. On SQLite, with one
    /// writer, it is the plain query.
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

    /// Runs `part` so that its failure undoes only its own changes; for continuing after a conflict.
    ///
    /// # Errors
    /// Those of `part`. A lost connection or a deadlock still ends the transaction.
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
        // A statement failed, but the part returned Ok: its other writes are lost, so it failed.
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

    /// Encrypts bytes for the row named by `context`; [`Row::open`] decrypts them.
    ///
    /// # Errors
    /// If the store has no keys, because nothing to be sealed may be stored in clear.
    pub fn seal(&self, context: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        let keys = self.keys.ok_or_else(|| StoreError::Settings("the store was opened without keys".into()))?;
        Ok(keys.seal(context, plain))
    }

    /// Number of statements run so far, for tests that count queries.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.statements
    }

    /// The engine. Rooms never branch on it; differences are methods of this crate.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.conn.engine()
    }

    /// Runs a statement; a lenient read skips and records damaged rows.
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

    /// Records the first engine error. A value refused on this side does not affect the transaction.
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
