//! The store's interface: `write` and `read` run a closure on a database thread and return its result.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::{self, JoinHandle};

use tokio::sync::oneshot;

use crate::engine::postgres::Session;
use crate::engine::sqlite::{self, Role};
use crate::engine::tx::{Conn, Tx};
use crate::engine::work::{self, Job};
use crate::health::{Ailment, Health};
use crate::ownership::{FileLock, SessionLock};
use crate::postgres_worker::{Kind, Worker};
use crate::queue::{Lane, Queue};
use crate::{Keys, StoreError};

/// The two engines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// One file, one process.
    Sqlite,
    /// PostgreSQL, or Citus on top of it.
    Postgres,
}

/// How to open the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// `sqlite:/path/file.db`, `sqlite:file.db` or `postgres://user@host/database` (without TLS: use the same machine,
    /// a private network or a tunnel).
    pub url: String,
    /// Writer threads on PostgreSQL, each with a connection; SQLite has one.
    pub workers: usize,
    /// Reader threads, each with a connection; one more is for urgent reads and one for long ones.
    pub readers: usize,
    /// Maximum waiting closures, for writes and reads each, before [`StoreError::Full`].
    pub queue: usize,
    /// Maximum closures per SQLite commit.
    pub group: usize,
    /// Whether migrations distribute tables over Citus workers.
    pub distribute: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            url: "sqlite:weiguang.db".to_owned(),
            workers: 16,
            readers: 4,
            queue: 4096,
            group: 128,
            distribute: false,
        }
    }
}

/// The location of the data.
pub(crate) enum Source {
    Sqlite(PathBuf),
    Postgres(Box<postgres::Config>),
}

impl Source {
    pub(crate) fn parse(url: &str) -> Result<Self, StoreError> {
        if let Some(rest) = url.strip_prefix("sqlite:") {
            let path = rest.strip_prefix("//").unwrap_or(rest);
            if path.is_empty() || path.starts_with(":memory:") {
                return Err(StoreError::Settings("sqlite: needs the path of a file".into()));
            }
            return Ok(Source::Sqlite(PathBuf::from(path)));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let mut config = postgres::Config::from_str(url).map_err(|error| {
                StoreError::Settings(format!("PostgreSQL address: {}", crate::error::chain(&error)))
            })?;
            if config.get_application_name().is_none() {
                config.application_name("weiguang");
            }
            return Ok(Source::Postgres(Box::new(config)));
        }
        Err(StoreError::Settings("the address must begin with sqlite: or postgres://".into()))
    }

    /// A separate connection, outside the queues.
    pub(crate) fn connect(&self, role: Role) -> Result<Conn, StoreError> {
        match self {
            Source::Sqlite(path) => sqlite::open(path, role).map(Conn::Sqlite),
            Source::Postgres(config) => Session::connect(config).map(Box::new).map(Conn::Postgres),
        }
    }
}

type Jobs = Queue<Box<dyn Job>>;

/// An open store; clones share it.
#[derive(Clone)]
pub struct Db {
    shared: Arc<Shared>,
    lane: Lane,
}

/// The lock of an open store; also held by threads that use its file.
#[derive(Clone)]
enum Ownership {
    File(#[expect(dead_code, reason = "held for its lock")] Arc<FileLock>),
    Session(#[expect(dead_code, reason = "held for its lock")] Arc<SessionLock>),
}

struct Shared {
    source: Source,
    distribute: bool,
    writes: Arc<Jobs>,
    reads: Arc<Jobs>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    ownership: Mutex<Option<Ownership>>,
    health: Arc<Health>,
    keys: RwLock<Option<Arc<dyn Keys>>>,
}

impl Drop for Shared {
    fn drop(&mut self) {
        // Threads finish the queue and end; `Db::close` waits for them.
        self.writes.close();
        self.reads.close();
    }
}

impl Db {
    /// Opens the store, creating a missing SQLite file; tables are created by [`Db::migrate`].
    ///
    /// # Errors
    /// Invalid settings, a SQLite file owned by another process, an unreachable server.
    pub fn open(settings: &Settings) -> Result<Db, StoreError> {
        if settings.queue == 0 || settings.group == 0 || settings.workers == 0 || settings.readers == 0 {
            return Err(StoreError::Settings("queue, group, workers and readers must be at least 1".into()));
        }
        let source = Source::parse(&settings.url)?;
        // Drivers may not block the caller's thread, which may belong to an async runtime.
        apart(|| Db::start(settings, source))
    }

    fn start(settings: &Settings, source: Source) -> Result<Db, StoreError> {
        let (writes, reads) = (Jobs::new(settings.queue), Jobs::new(settings.queue));
        let mut threads = Vec::new();
        let health = Arc::<Health>::default();
        let ownership;
        match &source {
            Source::Sqlite(path) => {
                if !path.exists() {
                    drop(std::fs::File::create(path).map_err(|error| in_file(path, &error))?);
                }
                let owned = FileLock::take(path)?;
                let writer = Conn::Sqlite(sqlite::open(path, Role::Writer)?);
                let (taker, held, group) = (writes.taker(), Arc::clone(&owned), settings.group);
                threads.push(spawn("store-write", move || {
                    sqlite::write_loop(writer, &taker, group);
                    drop(held);
                })?);
                let takers = (0..settings.readers).map(|_| reads.taker());
                for taker in takers.chain([reads.urgent_taker(), reads.long_taker()]) {
                    let reader = Conn::Sqlite(sqlite::open(path, Role::Reader)?);
                    let held = Arc::clone(&owned);
                    threads.push(spawn("store-read", move || {
                        sqlite::read_loop(reader, &taker);
                        drop(held);
                    })?);
                }
                ownership = Ownership::File(owned);
            }
            Source::Postgres(config) => {
                ownership = Ownership::Session(Arc::new(SessionLock::take(config, Arc::clone(&health))?));
                // One connection at once, so that a wrong address fails here; the others when needed.
                let mut first = Some(Conn::Postgres(Box::new(Session::connect(config)?)));
                let kinds = (0..settings.workers)
                    .map(|_| (Kind::Write, writes.taker()))
                    .chain((0..settings.readers).map(|_| (Kind::Read, reads.taker())))
                    .chain([
                        (Kind::Write, writes.urgent_taker()),
                        (Kind::Read, reads.urgent_taker()),
                        (Kind::Read, reads.long_taker()),
                    ]);
                for (number, (kind, taker)) in (0_u32..).zip(kinds) {
                    let config = config.as_ref().clone();
                    let health = Arc::clone(&health);
                    let worker = Worker { config, kind, conn: first.take(), away: false, number, health };
                    threads.push(spawn("store-postgres", move || worker.work_loop(&taker))?);
                }
            }
        }
        let (threads, ownership) = (Mutex::new(threads), Mutex::new(Some(ownership)));
        let shared = Shared {
            source,
            distribute: settings.distribute,
            writes,
            reads,
            threads,
            ownership,
            health,
            keys: RwLock::default(),
        };
        Ok(Db { shared: Arc::new(shared), lane: Lane::Normal })
    }

    /// The engine.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.shared.source {
            Source::Sqlite(_) => Engine::Sqlite,
            Source::Postgres(_) => Engine::Postgres,
        }
    }

    /// The same store with priority: its closures run before others, and workers are reserved. It waits at most for a
    /// transaction that SQLite's writer has begun.
    #[must_use]
    pub fn urgent(&self) -> Db {
        Db { shared: Arc::clone(&self.shared), lane: Lane::Urgent }
    }

    /// Runs `closure` in a write transaction; returns after the commit.
    ///
    /// The closure may run more than once. Dropping the future does not cancel it: it is committed or rolled back as a
    /// whole.
    ///
    /// # Errors
    /// Those of the closure, or a [`StoreError`] converted to `E`; [`StoreError::Full`] immediately if too many wait.
    pub async fn write<T, E>(&self, closure: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let answer = self.submit(&self.shared.writes, closure)?;
        answer.await.unwrap_or_else(|_| Err(E::from(StoreError::Closed)))
    }

    /// Runs `closure` on a consistent read-only snapshot. One that uses up its budget runs again in the long lane, which is why it is
    /// `Fn`.
    ///
    /// # Errors
    /// As [`Db::write`]; [`StoreError::ReadOnly`] for a statement that writes.
    pub async fn read<T, E>(&self, closure: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let answer = self.submit(&self.shared.reads, closure)?;
        answer.await.unwrap_or_else(|_| Err(E::from(StoreError::Closed)))
    }

    /// [`Db::write`] for a thread outside any async runtime (panics inside one).
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_blocking<T, E>(
        &self,
        closure: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let answer = self.submit(&self.shared.writes, closure)?;
        answer.blocking_recv().unwrap_or_else(|_| Err(E::from(StoreError::Closed)))
    }

    /// [`Db::read`] for a thread outside any async runtime (panics inside one).
    ///
    /// # Errors
    /// As [`Db::read`].
    pub fn read_blocking<T, E>(&self, closure: impl Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let answer = self.submit(&self.shared.reads, closure)?;
        answer.blocking_recv().unwrap_or_else(|_| Err(E::from(StoreError::Closed)))
    }

    /// Why the store should not be used, if known.
    #[must_use]
    pub fn ailment(&self) -> Option<Ailment> {
        self.shared.health.ailment()
    }

    /// Runs a small write, to detect that there is disk space again.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn probe(
        &self,
        closure: impl FnMut(&mut Tx<'_>) -> Result<(), StoreError> + Send + 'static,
    ) -> Result<(), StoreError> {
        self.write(closure).await?;
        self.shared.health.wrote();
        Ok(())
    }

    /// Number of waiting closures: (writes, reads).
    #[must_use]
    pub fn depth(&self) -> (usize, usize) {
        (self.shared.writes.depth(), self.shared.reads.depth())
    }

    /// Closes the store: finishes waiting closures, checkpoints, ends the threads and unlocks the file.
    ///
    /// Other clones return [`StoreError::Closed`] from then on.
    pub fn close(self) {
        self.shared.writes.close();
        self.shared.reads.close();
        let threads = std::mem::take(&mut *self.shared.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            if thread.thread().id() != thread::current().id() && thread.join().is_err() {
                tracing::error!("a thread of the store had panicked");
            }
        }
        *self.shared.ownership.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Sets the keys available to all transactions.
    pub fn carry(&self, keys: Arc<dyn Keys>) {
        *self.shared.keys.write().unwrap_or_else(PoisonError::into_inner) = Some(keys);
    }

    fn submit<T, E>(
        &self,
        queue: &Jobs,
        closure: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<oneshot::Receiver<Result<T, E>>, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let keys = self.shared.keys.read().unwrap_or_else(PoisonError::into_inner).clone();
        let (job, answer) = work::work(closure, keys, Arc::clone(&self.shared.health));
        queue.push(self.lane, job)?;
        Ok(answer)
    }

    pub(crate) fn note(&self, error: &StoreError) {
        self.shared.health.note(error);
    }

    pub(crate) fn distribute(&self) -> bool {
        self.shared.distribute
    }

    /// Runs `work` with a separate connection, outside the queues and the caller's thread.
    pub(crate) fn aside<T: Send>(
        &self,
        role: Role,
        work: impl FnOnce(&mut Conn) -> Result<T, StoreError> + Send,
    ) -> Result<T, StoreError> {
        // The file must remain owned until this connection is closed.
        let _owned = self.shared.ownership.lock().unwrap_or_else(PoisonError::into_inner).clone();
        apart(|| work(&mut self.shared.source.connect(role)?))
    }
}

fn in_file(path: &std::path::Path, error: &std::io::Error) -> StoreError {
    StoreError::Io(format!("{}: {error}", path.display()))
}

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, StoreError> {
    Ok(thread::Builder::new().name(name.to_owned()).spawn(body)?)
}

/// Runs `work` on a plain thread and waits: the PostgreSQL driver starts its own runtime, which cannot run inside
/// another.
pub(crate) fn apart<T: Send, E: From<StoreError> + Send>(work: impl FnOnce() -> Result<T, E> + Send) -> Result<T, E> {
    thread::scope(|scope| {
        scope.spawn(work).join().unwrap_or_else(|_| Err(StoreError::Panicked("outside of a closure".into()).into()))
    })
}
