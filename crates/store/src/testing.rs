//! Test support for all crates: a PostgreSQL cluster, and an empty migrated store on either engine.
//!
//! ```no_run
//! use weiguang_store::{Migration, StoreError, testing};
//!
//! const SET: &[Migration] =
//!     &[Migration { number: 1, name: "notes", text: "CREATE TABLE notes (id @id PRIMARY KEY) @table;" }];
//!
//! testing::both(SET, |db| {
//!     db.write_blocking(|tx| tx.exec("DELETE FROM notes", &[])).unwrap();
//! });
//! # Ok::<(), StoreError>(())
//! ```
//!
//! Tests fail if PostgreSQL is missing, and say what to install. A runner with a process per test should start one
//! [`Cluster`] and set its address in `WEIGUANG_TEST_POSTGRES`; the example `with_cluster` does that for any command.

use std::fs;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::engine::sqlite::{Role, beside};
use crate::engine::tx::Conn;
use crate::migrate::hex;
use crate::{Db, Engine, Migration, Settings, StoreError, db};

/// The variable with the address of a running cluster, as returned by [`Cluster::url`] for the database `postgres`.
pub const ENVIRONMENT: &str = "WEIGUANG_TEST_POSTGRES";

/// A PostgreSQL server in a temporary folder, connected by a Unix socket; removed on drop.
///
/// If this process dies, a watchdog notices the closed pipe and removes it.
pub struct Cluster {
    home: Option<TempDir>,
    tools: PathBuf,
    watchdog: Child,
}

/// Durability of a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disk {
    /// Commits are synced: for benchmarks and crash tests.
    Synced,
    /// Nothing is synced: for other tests.
    Careless,
}

impl Cluster {
    /// Starts a cluster with a Chinese default collation (ICU), so that a key column without `@key` is noticed.
    ///
    /// As root it runs as the user `postgres`, because PostgreSQL refuses root.
    ///
    /// # Errors
    /// PostgreSQL is not installed (with what to install), or does not start (with its log).
    pub fn start(disk: Disk) -> Result<Cluster, StoreError> {
        let tools = tools(Path::new("/usr/lib/postgresql"))?;
        let home = tempfile::Builder::new().prefix("weiguang-pg-").tempdir()?;
        let folder = home.path();
        if is_root()? {
            run(Command::new("chown").arg("postgres").arg(folder))?;
        }
        let data = folder.join("data");
        run(as_user(&tools.join("initdb"))?
            .arg("-D")
            .arg(&data)
            .args(["-U", "weiguang", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"])
            .args(["--locale-provider=icu", "--icu-locale=zh-Hans-CN"])
            .stdout(Stdio::null()))?;
        let log = folder.join("log");
        let sync = match disk {
            Disk::Synced => "-c fsync=on",
            Disk::Careless => "-c fsync=off -c synchronous_commit=off -c full_page_writes=off",
        };
        // A Unix socket in the temporary folder cannot collide with another server.
        let options = format!(
            "-c listen_addresses='' -c unix_socket_directories='{}' -c max_connections=200 {sync}",
            folder.display()
        );
        let started = run(as_user(&tools.join("pg_ctl"))?
            .args(["start", "--wait", "--silent", "-D"])
            .arg(&data)
            .arg("-l")
            .arg(&log)
            .arg("-o")
            .arg(options)
            .stdout(Stdio::null()));
        if let Err(error) = started {
            let words = fs::read_to_string(&log).unwrap_or_default();
            return Err(StoreError::Io(format!("{error}; {}", words.trim())));
        }
        let script = "read _; \"$1/pg_ctl\" stop --silent --mode=immediate -D \"$2/data\"; rm -rf \"$2\"";
        let watchdog = as_user(Path::new("/bin/sh"))?
            .args(["-c", script, "sh"])
            .arg(&tools)
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        Ok(Cluster { home: Some(home), tools, watchdog })
    }

    /// The folder of its files and log.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.home.as_ref().map(TempDir::path)
    }

    /// The address of a database in this cluster; `postgres` always exists.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        let folder =
            self.home.as_ref().map(|home| home.path().to_string_lossy().replace('/', "%2F")).unwrap_or_default();
        format!("postgres://weiguang@{folder}/{database}")
    }

    /// Restarts the server.
    ///
    /// # Errors
    /// Errors of pg_ctl.
    pub fn restart(&self) -> Result<(), StoreError> {
        let Some(home) = &self.home else { return Ok(()) };
        run(as_user(&self.tools.join("pg_ctl"))?
            .args(["restart", "--wait", "--silent", "--mode=immediate", "-D"])
            .arg(home.path().join("data"))
            .arg("-l")
            .arg(home.path().join("log"))
            .stdout(Stdio::null()))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Closing the pipe makes the watchdog stop the server and remove the folder; wait for it.
        drop(self.watchdog.stdin.take());
        if let Err(error) = self.watchdog.wait() {
            tracing::warn!(%error, "the watchdog of a test cluster is gone");
        }
        if let Some(home) = self.home.take() {
            // The watchdog has already removed it, if it ran as its owner.
            drop(home);
        }
    }
}

fn is_root() -> Result<bool, StoreError> {
    let id = Command::new("id").arg("-u").output()?;
    Ok(id.stdout.trim_ascii() == b"0")
}

fn as_user(program: &Path) -> Result<Command, StoreError> {
    let mut command = if is_root()? {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    // The user postgres may have no access to the current folder.
    command.current_dir("/");
    Ok(command)
}

fn run(command: &mut Command) -> Result<(), StoreError> {
    let name = format!("{command:?}");
    let output = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn()?.wait_with_output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(StoreError::Io(format!("{name}: {}", String::from_utf8_lossy(&output.stderr).trim())))
}

/// The folder of initdb and pg_ctl of the newest version that Debian installed.
fn tools(installed: &Path) -> Result<PathBuf, StoreError> {
    let versions = fs::read_dir(installed).into_iter().flatten().filter_map(Result::ok);
    versions
        .filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok().map(|version| (version, entry.path())))
        .filter(|(_, path)| path.join("bin/initdb").exists())
        .max()
        .map(|(_, path)| path.join("bin"))
        .ok_or_else(|| {
            Error::new(
                ErrorKind::NotFound,
                "PostgreSQL is needed for this test and is not installed: run `apt-get install postgresql`",
            )
            .into()
        })
}

/// The address of the database `postgres` in this process's cluster, started on first use unless [`ENVIRONMENT`] is
/// set.
///
/// # Errors
/// As [`Cluster::start`].
pub fn cluster() -> Result<String, StoreError> {
    static SHARED: OnceLock<Result<Cluster, StoreError>> = OnceLock::new();
    if let Ok(url) = std::env::var(ENVIRONMENT) {
        return Ok(url);
    }
    // Statics are never dropped: the watchdog stops the server when this process ends.
    SHARED.get_or_init(|| Cluster::start(Disk::Careless)).as_ref().map(|c| c.url("postgres")).map_err(Clone::clone)
}

/// The resources of a test store; removed on drop.
pub struct Guard {
    db: Option<Db>,
    url: String,
    kind: Kind,
}

enum Kind {
    Folder(#[expect(dead_code, reason = "held: its drop removes the folder")] TempDir),
    Database(String),
}

impl Guard {
    /// The URL to open the same store again.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(db) = self.db.take() {
            db.close();
        }
        if let Kind::Database(name) = &self.kind
            && let Err(error) = admin(|conn| conn.batch(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")))
        {
            tracing::warn!(%error, name, "a test database stays behind");
        }
    }
}

/// An empty migrated store with few threads. Keep the guard as long as the store.
///
/// # Errors
/// As [`Cluster::start`], [`Db::open`] and [`Db::migrate`].
pub fn fresh(engine: Engine, migrations: &[Migration]) -> Result<(Db, Guard), StoreError> {
    fresh_with(engine, migrations, &Settings { workers: 4, readers: 2, ..Settings::default() })
}

/// [`fresh`] with other settings; their `url` is ignored.
///
/// # Errors
/// As [`fresh`].
pub fn fresh_with(engine: Engine, migrations: &[Migration], settings: &Settings) -> Result<(Db, Guard), StoreError> {
    let (url, kind) = match engine {
        Engine::Sqlite => {
            let folder = tempfile::Builder::new().prefix("weiguang-store-").tempdir()?;
            (format!("sqlite:{}", folder.path().join("store.db").display()), Kind::Folder(folder))
        }
        Engine::Postgres => {
            let name = copy_of(&template(migrations)?)?;
            (database(&cluster()?, &name), Kind::Database(name))
        }
    };
    let mut guard = Guard { db: None, url: url.clone(), kind };
    let db = Db::open(&Settings { url, ..settings.clone() })?;
    guard.db = Some(db.clone());
    db.migrate(migrations, 0)?;
    Ok((db, guard))
}

/// A store on a copy of a closed SQLite file, with its write-ahead log if there is one.
///
/// # Errors
/// As [`fresh`].
pub fn copied(file: &Path, migrations: &[Migration]) -> Result<(Db, Guard), StoreError> {
    let folder = tempfile::Builder::new().prefix("weiguang-store-").tempdir()?;
    let own = folder.path().join("store.db");
    fs::copy(file, &own)?;
    let log = beside(file, "-wal");
    if log.exists() {
        fs::copy(log, beside(&own, "-wal"))?;
    }
    let url = format!("sqlite:{}", own.display());
    let mut guard = Guard { db: None, url: url.clone(), kind: Kind::Folder(folder) };
    let db = Db::open(&Settings { url, workers: 4, readers: 2, ..Settings::default() })?;
    guard.db = Some(db.clone());
    db.migrate(migrations, 0)?;
    Ok((db, guard))
}

/// Runs a test on both engines, each with an empty store.
///
/// # Panics
/// If a store cannot be created.
pub fn both(migrations: &[Migration], mut body: impl FnMut(&Db)) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        // Shown only if the test fails.
        println!("on {engine:?}");
        match fresh(engine, migrations) {
            Ok((db, guard)) => {
                body(&db);
                drop(guard);
            }
            Err(error) => panic!("no store for the test on {engine:?}: {error}"),
        }
    }
}

/// The cluster's address with another database name.
fn database(url: &str, name: &str) -> String {
    let (front, _) = url.rsplit_once('/').unwrap_or((url, ""));
    format!("{front}/{name}")
}

fn admin<T: Send>(work: impl FnOnce(&mut Conn) -> Result<T, StoreError> + Send) -> Result<T, StoreError> {
    let source = db::Source::parse(&cluster()?)?;
    db::apart(|| work(&mut source.connect(Role::Writer)?))
}

/// A template database with these migrations, created once per cluster; named by their hash.
fn template(migrations: &[Migration]) -> Result<String, StoreError> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let mut sha = Sha256::new();
    for migration in migrations {
        sha.update(format!("{} {}", migration.number, migration.name));
        sha.update(migration.text);
    }
    let name = format!("template_{}", &hex(&sha.finalize())[..16]);
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    admin(|conn| {
        // Other processes may create the same template.
        conn.batch("SELECT pg_advisory_lock(7739221500417002)")?;
        let there = format!("SELECT datname::text FROM pg_database WHERE datname = '{name}'");
        if !conn.query(&there, &[], |row| row.get::<String>(0))?.is_empty() {
            return Ok(());
        }
        // Under a temporary name until it is complete.
        conn.batch(&format!("DROP DATABASE IF EXISTS {name}_half WITH (FORCE)"))?;
        conn.batch(&format!("CREATE DATABASE {name}_half"))?;
        let url = database(&cluster()?, &format!("{name}_half"));
        let db = Db::open(&Settings { url, workers: 1, readers: 1, ..Settings::default() })?;
        let migrated = db.migrate(migrations, 0);
        db.close();
        migrated?;
        conn.batch(&format!("ALTER DATABASE {name}_half RENAME TO {name}"))
    })?;
    Ok(name)
}

fn copy_of(template: &str) -> Result<String, StoreError> {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = format!("test_{}_{number}", std::process::id());
    admin(|conn| {
        conn.batch(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))?;
        conn.batch(&format!("CREATE DATABASE {name} TEMPLATE {template}"))
    })?;
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_postgresql_is_told_with_the_remedy() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("15")).unwrap();
        let error = tools(folder.path()).unwrap_err();
        assert!(error.to_string().contains("apt-get install postgresql"), "{error}");
        for version in ["9", "15", "16", "common"] {
            fs::create_dir_all(folder.path().join(version).join("bin/initdb")).unwrap();
        }
        assert_eq!(tools(folder.path()).unwrap(), folder.path().join("16/bin"));
    }
}
