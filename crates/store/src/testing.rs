//! For the tests of every crate: a PostgreSQL cluster of one's own, and a fresh migrated store on either engine.
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
//! A test never passes over itself because PostgreSQL is missing: it fails and says what to install. A runner that gives each
//! test a process of its own should start one [`Cluster`] first and hand its address over in `WEIGUANG_TEST_POSTGRES`; the
//! example `with_cluster` does that for any command.

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

/// The variable with the address of a running cluster, as [`Cluster::url`] gives it for the database `postgres`.
pub const ENVIRONMENT: &str = "WEIGUANG_TEST_POSTGRES";

/// A PostgreSQL server in a temporary folder, reached by a socket there; stopped and removed on drop.
///
/// Should this process die without dropping it, a watchdog notices the closed pipe and does the same.
pub struct Cluster {
    home: Option<TempDir>,
    tools: PathBuf,
    watchdog: Child,
}

/// Whether a cluster waits for the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disk {
    /// Each commit is synced: for measuring and for tests of crashes.
    Synced,
    /// Nothing is synced: for all other tests.
    Careless,
}

impl Cluster {
    /// Makes and starts a cluster whose default order of text is Chinese (ICU), so that a key column without `@key` shows.
    ///
    /// As root it runs as the user `postgres`, for PostgreSQL refuses root.
    ///
    /// # Errors
    /// PostgreSQL is not installed (the message says what to install), or does not start (the message has its log).
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
        // No port: the socket in the temporary folder cannot collide with another server.
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

    /// Where its files and its log lie.
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

    /// Stops and starts the server again, as a restart in service would.
    ///
    /// # Errors
    /// What pg_ctl says.
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
        // Closing the pipe tells the watchdog to stop the server and clear the folder; then only its end is waited for.
        drop(self.watchdog.stdin.take());
        if let Err(error) = self.watchdog.wait() {
            tracing::warn!(%error, "the watchdog of a test cluster is gone");
        }
        if let Some(home) = self.home.take() {
            // The watchdog has removed it already when it ran as its owner.
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
    // The user postgres may not be allowed into the folder of the test.
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

/// The folder of initdb and pg_ctl of the newest version that Debian has installed.
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

/// The address of the database `postgres` in the cluster of this process, started upon first use unless
/// [`ENVIRONMENT`] names one.
///
/// # Errors
/// As [`Cluster::start`].
pub fn cluster() -> Result<String, StoreError> {
    static SHARED: OnceLock<Result<Cluster, StoreError>> = OnceLock::new();
    if let Ok(url) = std::env::var(ENVIRONMENT) {
        return Ok(url);
    }
    // A static is never dropped: the watchdog stops the server when this process ends.
    SHARED.get_or_init(|| Cluster::start(Disk::Careless)).as_ref().map(|c| c.url("postgres")).map_err(Clone::clone)
}

/// What a fresh store stands on; removed on drop.
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
    /// The address under which the same store can be opened again.
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

/// A migrated, empty store of its own, with few threads. Keep the guard as long as the store.
///
/// # Errors
/// As [`Cluster::start`], [`Db::open`] and [`Db::migrate`].
pub fn fresh(engine: Engine, migrations: &[Migration]) -> Result<(Db, Guard), StoreError> {
    fresh_with(engine, migrations, &Settings { workers: 4, readers: 2, ..Settings::default() })
}

/// [`fresh`] with settings of one's own; their `url` is not used.
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

/// A store on a copy of a SQLite file that nobody has open, with its write-ahead log if it has one: a test may do something to what another
/// one prepared.
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

/// Runs a test on both engines, each with a fresh store.
///
/// # Panics
/// When a store cannot be made: a test without it would prove nothing.
pub fn both(migrations: &[Migration], mut body: impl FnMut(&Db)) {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        // Shown only when the test fails: tells which engine it was.
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

/// The cluster's address with another database in place of the last part.
fn database(url: &str, name: &str) -> String {
    let (front, _) = url.rsplit_once('/').unwrap_or((url, ""));
    format!("{front}/{name}")
}

fn admin<T: Send>(work: impl FnOnce(&mut Conn) -> Result<T, StoreError> + Send) -> Result<T, StoreError> {
    let source = db::Source::parse(&cluster()?)?;
    db::apart(|| work(&mut source.connect(Role::Writer)?))
}

/// A database with these migrations, made once per cluster; named after their texts.
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
        // Other processes may want the same template at the same time.
        conn.batch("SELECT pg_advisory_lock(7739221500417002)")?;
        let there = format!("SELECT datname::text FROM pg_database WHERE datname = '{name}'");
        if !conn.query(&there, &[], |row| row.get::<String>(0))?.is_empty() {
            return Ok(());
        }
        // Under another name until it is whole: whoever sees the template's name may use it.
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
