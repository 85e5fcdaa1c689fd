//! Exclusive ownership of a store by one process, because in-memory state is valid only without other writers.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use postgres::Config;

use crate::StoreError;
use crate::engine::postgres::Session;
use crate::engine::sqlite::beside;
use crate::engine::tx::Conn;
use crate::health::Health;

/// A lock on a database file, held until dropped.
///
/// A file beside the database names the owner. The database itself is locked as well, so that removing that file does
/// not help; its handle is closed after SQLite's, because closing any handle of a file drops SQLite's locks in this
/// process.
pub(crate) struct FileLock(#[expect(dead_code, reason = "held for their locks")] [Option<File>; 2]);

impl FileLock {
    pub(crate) fn take(database: &Path) -> Result<Arc<Self>, StoreError> {
        let path = beside(database, ".lock");
        let told = |error: std::io::Error| StoreError::Io(format!("{}: {error}", path.display()));
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(told)?;
        let locked = |file: &File| match file.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(told(error)),
        };
        if locked(&file)? {
            let own = match OpenOptions::new().read(true).write(true).open(database) {
                Ok(own) => Some(own),
                // A restore creates it.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
                Err(error) => return Err(StoreError::Io(format!("{}: {error}", database.display()))),
            };
            if own.as_ref().map_or(Ok(true), locked)? {
                file.set_len(0)?;
                file.rewind()?;
                write!(file, "process {}", std::process::id())?;
                return Ok(Arc::new(FileLock([Some(file), own])));
            }
        }
        let mut owner = String::new();
        file.read_to_string(&mut owner)?;
        let owner = if owner.is_empty() { "unknown".to_owned() } else { owner };
        Err(StoreError::Owned { file: database.display().to_string(), owner })
    }
}

/// Our PostgreSQL advisory lock, one per database and schema.
const TAKE: &str = "SELECT pg_try_advisory_lock(773922150, hashtext(COALESCE(current_schema(), '')))";
const LEAVE: &str = "SELECT pg_advisory_unlock_all()";
const OWNER: &str = "SELECT CAST(l.pid AS text) FROM pg_locks l JOIN pg_database d ON d.oid = l.database \
    WHERE l.locktype = 'advisory' AND l.classid = 773922150 AND l.granted AND d.datname = current_database()";
/// How long to wait for a dead process's lock: the server detects it by the connection.
const PATIENCE: Duration = Duration::from_secs(3);
/// Interval of checks that the session with the lock is alive.
const LOOK: Duration = Duration::from_secs(1);
const AGAIN: Duration = Duration::from_millis(100);

/// A PostgreSQL advisory lock, held by its own session until dropped. If that session ends, nothing is written until
/// the lock is held again.
pub(crate) struct SessionLock {
    stop: Option<mpsc::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl SessionLock {
    pub(crate) fn take(config: &Config, health: Arc<Health>) -> Result<Self, StoreError> {
        let begun = Instant::now();
        let mut held = loop {
            match lock(config)? {
                Ok(conn) => break Some(conn),
                Err(owner) if begun.elapsed() > PATIENCE => {
                    let file = format!("PostgreSQL {}", config.get_dbname().unwrap_or_default());
                    return Err(StoreError::Owned { file, owner });
                }
                Err(_) => std::thread::sleep(AGAIN),
            }
        };
        let (stop, stopped) = mpsc::channel();
        let config = config.clone();
        let watch = move || loop {
            let wait = if held.is_some() { LOOK } else { AGAIN };
            if !matches!(stopped.recv_timeout(wait), Err(RecvTimeoutError::Timeout)) {
                if let Some(mut conn) = held.take() {
                    // Otherwise the server releases it only when it detects the closed connection.
                    let _ = conn.batch(LEAVE);
                }
                return;
            }
            if held.as_mut().is_some_and(|conn| conn.batch("SELECT 1").is_err()) {
                tracing::error!("the session that owns the store ended: nothing is written until it is owned again");
                health.lost(true);
                held = None;
            }
            if held.is_none()
                && let Ok(Ok(conn)) = lock(&config)
            {
                held = Some(conn);
                health.lost(false);
                tracing::info!("the store is owned again");
            }
        };
        let thread = std::thread::Builder::new().name("store-owner".to_owned()).spawn(watch)?;
        Ok(SessionLock { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for SessionLock {
    fn drop(&mut self) {
        drop(self.stop.take());
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the thread that owned the store had panicked");
        }
    }
}

/// A session with the lock, or its present owner.
fn lock(config: &Config) -> Result<Result<Conn, String>, StoreError> {
    let mut conn = Conn::Postgres(Box::new(Session::connect(config)?));
    if conn.query(TAKE, &[], |row| row.get::<bool>(0))?.first() == Some(&true) {
        return Ok(Ok(conn));
    }
    let owner = conn.query(OWNER, &[], |row| row.get::<String>(0))?;
    Ok(Err(owner.first().map_or("unknown".to_owned(), |pid| format!("connection {pid}"))))
}
