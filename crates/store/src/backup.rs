//! Backup and restore: a copy of the SQLite file, or a portable dump on PostgreSQL.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use tempfile::NamedTempFile;

use crate::db::{Source, apart};
use crate::engine::sqlite::{self, Role, beside};
use crate::engine::tx::{Conn, Tx};
use crate::ownership::FileLock;
use crate::{Db, StoreError, export, migrate, schema};

impl Db {
    /// Writes a consistent backup to `to` while the store is in use; returns its size in bytes.
    ///
    /// SQLite writes a database file for [`restore_file`], PostgreSQL a portable dump of [`Db::export`] for
    /// [`Db::import`]. The file is written atomically and synced; only its owner may read it.
    ///
    /// # Errors
    /// Errors of the file system or the engine.
    pub fn backup(&self, to: &Path) -> Result<u64, StoreError> {
        let mut part = part_of(to)?;
        self.aside(Role::Reader, |conn| match conn {
            Conn::Sqlite(source) => copy(source, part.path()),
            Conn::Postgres(_) => export_to(conn, part.as_file_mut()),
        })?;
        settle(part, to)
    }

    /// Writes [`Db::export`] to a file, atomically as a backup.
    ///
    /// # Errors
    /// Errors of the file system or the engine.
    pub fn export_file(&self, to: &Path) -> Result<export::Dump, StoreError> {
        let mut part = part_of(to)?;
        let mut out = BufWriter::new(part.as_file_mut());
        let dump = self.export(&mut out)?;
        out.into_inner().map_err(|error| StoreError::Io(error.to_string()))?;
        settle(part, to)?;
        Ok(dump)
    }
}

/// Writes a file atomically and synced; only its owner may read it.
///
/// # Errors
/// Errors of the file system.
pub fn write_private(to: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let mut part = part_of(to)?;
    part.write_all(bytes)?;
    settle(part, to).map(drop)
}

/// [`Db::backup`] from a process that does not own the store: on SQLite over a separate reader while the server writes.
///
/// # Errors
/// As [`Db::backup`]; also if the SQLite file does not exist.
pub fn backup_file(settings: &crate::Settings, to: &Path) -> Result<u64, StoreError> {
    match Source::parse(&settings.url)? {
        Source::Sqlite(path) => {
            if !path.exists() {
                return Err(StoreError::Io(format!("{} does not exist", path.display())));
            }
            let part = part_of(to)?;
            apart(|| copy(&sqlite::open(&path, Role::Reader)?, part.path()))?;
            settle(part, to)
        }
        source @ Source::Postgres(_) => {
            let mut part = part_of(to)?;
            apart(|| export_to(&mut source.connect(Role::Reader)?, part.as_file_mut()))?;
            settle(part, to)
        }
    }
}

fn export_to(conn: &mut Conn, file: &mut File) -> Result<(), StoreError> {
    let mut out = BufWriter::new(file);
    export::dump(conn, &mut out)?;
    out.into_inner().map_err(|error| StoreError::Io(error.to_string()))?;
    Ok(())
}

/// Reads from a store without owning it; a server may have it open.
///
/// # Errors
/// Those of the closure or the engine; also if the SQLite file does not exist.
pub fn peek<T: Send, E: From<StoreError> + Send>(
    settings: &crate::Settings,
    closure: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send,
) -> Result<T, E> {
    let source = Source::parse(&settings.url)?;
    if let Source::Sqlite(path) = &source
        && !path.exists()
    {
        return Err(StoreError::Io(format!("{} does not exist", path.display())).into());
    }
    apart(|| closure(&mut Tx::new(&mut source.connect(Role::Reader)?, None)))
}

/// Replaces the store of `settings` by a SQLite backup; no process may have that store open.
///
/// The backup is copied, verified (pages, references, migrations) and then renamed into place. The former file is
/// renamed to `.before`. `fits` may inspect and refuse the copy; `marked` is a statement run on the copy before it is
/// in place. Returns the size in bytes.
/// run on the copy, so that it never is in place without it. Returns the bytes of the restored file.
///
/// # Errors
/// If the backup is damaged or refused, the store is in use, or the target is not SQLite; nothing is changed then.
pub fn restore_file<E: From<StoreError> + Send>(
    from: &Path,
    settings: &crate::Settings,
    marked: &str,
    fits: impl FnOnce(&mut Tx<'_>) -> Result<(), E> + Send,
) -> Result<u64, E> {
    let Source::Sqlite(target) = Source::parse(&settings.url)? else {
        return Err(E::from(StoreError::Dump(
            "a database file can only be restored to sqlite:; use import for PostgreSQL".into(),
        )));
    };
    let _owned = FileLock::take(&target)?;
    let mut part = part_of(&target)?;
    File::open(from).and_then(|mut file| std::io::copy(&mut file, part.as_file_mut())).map_err(StoreError::from)?;
    apart(|| check(part.path()))?;
    apart(|| {
        let copy = Connection::open(part.path()).map_err(|error| sqlite::translate(&error))?;
        fits(&mut Tx::new(&mut Conn::Sqlite(copy), None))
    })?;
    apart(|| mark(part.path(), marked))?;
    if std::fs::metadata(&target).is_ok_and(|there| there.len() > 0) {
        // The old write-ahead log belongs to the old file and must not be applied to the new one.
        apart(|| sqlite::open(&target, Role::Writer).map(drop)).or_else(|error| {
            tracing::warn!(%error, "the store to be replaced cannot be opened");
            Ok::<(), StoreError>(())
        })?;
        let before = beside(&target, ".before");
        remove(&before)?;
        fs::hard_link(&target, &before).map_err(StoreError::from)?;
    }
    for suffix in ["-wal", "-shm"] {
        remove(&beside(&target, suffix))?;
    }
    Ok(settle(part, &target)?)
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// The parent folder of `path`.
fn folder(path: &Path) -> PathBuf {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// A temporary file beside `to`.
fn part_of(to: &Path) -> Result<NamedTempFile, StoreError> {
    Ok(tempfile::Builder::new().prefix(".weiguang-").suffix(".part").tempfile_in(folder(to))?)
}

/// Syncs the file and renames it.
fn settle(part: NamedTempFile, to: &Path) -> Result<u64, StoreError> {
    part.as_file().sync_all()?;
    let bytes = part.as_file().metadata()?.len();
    part.persist(to).map_err(|error| StoreError::Io(error.to_string()))?;
    // The rename is durable only after the folder is synced.
    File::open(folder(to))?.sync_all()?;
    Ok(bytes)
}

/// All pages in one step: a backup in several steps restarts at each commit, and may never end under load.
fn copy(source: &Connection, to: &Path) -> Result<(), StoreError> {
    let run = || -> rusqlite::Result<()> {
        let mut target = Connection::open(to)?;
        {
            let backup = Backup::new(source, &mut target)?;
            while !matches!(backup.step(-1)?, StepResult::Done) {
                // Only a checkpoint can block the source, briefly.
                std::thread::sleep(Duration::from_millis(5));
            }
        }
        // Without write-ahead log the backup is a single file.
        target.pragma_update(None, "journal_mode", "DELETE")?;
        target.close().map_err(|(_, error)| error)
    };
    run().map_err(|error| sqlite::translate(&error))
}

fn mark(path: &Path, statement: &str) -> Result<(), StoreError> {
    let conn = Connection::open(path).map_err(|error| sqlite::translate(&error))?;
    conn.execute_batch(statement).map_err(|error| sqlite::translate(&error))?;
    conn.close().map_err(|(_, error)| sqlite::translate(&error))
}

fn check(path: &Path) -> Result<(), StoreError> {
    let unsound = |error: StoreError| StoreError::Dump(format!("this is not a sound backup: {error}"));
    let conn = Connection::open(path).map_err(|error| unsound(sqlite::translate(&error)))?;
    let mut conn = Conn::Sqlite(conn);
    let wrong = schema::integrity(&mut conn).map_err(unsound)?;
    if let Some(first) = wrong.first() {
        return Err(StoreError::Dump(format!("this backup is damaged in {} places; the first: {first}", wrong.len())));
    }
    if migrate::applied(&mut conn).map_err(unsound)?.is_empty() {
        return Err(StoreError::Dump("this file is no store: it has no migrations".into()));
    }
    Ok(())
}
