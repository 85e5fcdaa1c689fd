//! Measures throughput: 32 tasks, each writing three rows in one transaction or reading two statements, on both engines
//! with synced commits.
//!
//! `cargo run --release -p weiguang-store --example rate [seconds per measurement, 5 unless told]`

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use uuid::Uuid;
use weiguang_store::testing::{Cluster, Disk};
use weiguang_store::{Db, Migration, Settings, StoreError, params};

const SET: &[Migration] = &[Migration {
    number: 1,
    name: "rate",
    text: "CREATE TABLE cases (tenant @key NOT NULL, id @id NOT NULL, code @key NOT NULL, title @text NOT NULL,
             attrs @json NOT NULL, at @time NOT NULL, PRIMARY KEY (tenant, id)) @table;
           CREATE INDEX cases_code ON cases (tenant, code, id);
           CREATE TABLE events (tenant @key NOT NULL, id @id NOT NULL, body @json NOT NULL, PRIMARY KEY (tenant, id)) @table;
           CREATE TABLE outbox (tenant @key NOT NULL, id @id NOT NULL, topic @key NOT NULL, due @time NOT NULL,
             PRIMARY KEY (tenant, id)) @table;",
}];
const CASE: &str = "INSERT INTO cases (tenant, id, code, title, attrs, at) VALUES ($1, $2, $3, $4, $5, $6)";
const EVENT: &str = "INSERT INTO events (tenant, id, body) VALUES ($1, $2, $3)";
const OUTBOX: &str = "INSERT INTO outbox (tenant, id, topic, due) VALUES ($1, $2, $3, $4)";
const LIST: &str = "SELECT id, title FROM cases WHERE tenant = $1 AND id < $2 ORDER BY id DESC LIMIT 20";
const ONE: &str = "SELECT attrs FROM cases WHERE tenant = $1 AND id = $2";
const TENANT: &str = "310101001";
const TASKS: usize = 32;

async fn write(db: Db, number: u64) -> Result<u64, StoreError> {
    db.write(move |tx| {
        let id = Uuid::from_u128(u128::from(number));
        let attrs = serde_json::json!({"floor": number % 30, "words": "楼道灯坏了"});
        let code = format!("{TENANT}{:03}", number % 400);
        tx.exec(CASE, params![TENANT, id, &code, "楼道灯不亮", &attrs, 1_i64])?;
        tx.exec(EVENT, params![TENANT, id, &attrs])?;
        tx.exec(OUTBOX, params![TENANT, id, "cases.opened", 1_i64])
    })
    .await
}

async fn read(db: Db, number: u64) -> Result<u64, StoreError> {
    db.read(move |tx| {
        let from = Uuid::from_u128(u128::from(number % 5000 + 20));
        let page = tx.query(LIST, params![TENANT, from], |row| row.get::<Uuid>(0))?;
        let one = page.first().copied().unwrap_or_default();
        let found = tx.one(ONE, params![TENANT, one], |row| row.get::<serde_json::Value>(0))?;
        Ok(u64::from(found.is_some()))
    })
    .await
}

async fn measure<F>(what: &str, seconds: u64, db: &Db, work: impl Fn(Db, u64) -> F) -> Result<(), StoreError>
where
    F: Future<Output = Result<u64, StoreError>> + Send + 'static,
{
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let start = Instant::now();
    let end = start + Duration::from_secs(seconds);
    let mut waits = Vec::new();
    let mut tasks = tokio::task::JoinSet::new();
    let begin = |tasks: &mut tokio::task::JoinSet<_>| {
        let work = work(db.clone(), NUMBER.fetch_add(1, Ordering::Relaxed));
        tasks.spawn(async {
            let start = Instant::now();
            work.await.map(|_| start.elapsed())
        });
    };
    (0..TASKS).for_each(|_| begin(&mut tasks));
    while let Some(done) = tasks.join_next().await {
        waits.push(done.map_err(|error| StoreError::Panicked(error.to_string()))??);
        if Instant::now() < end {
            begin(&mut tasks);
        }
    }
    let rate = waits.len() as f64 / start.elapsed().as_secs_f64();
    waits.sort();
    let at = |share: f64| waits[((waits.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!("{what:<28}{rate:>9.0} /s   p50 {:>6.2} ms   p99 {:>6.2} ms", at(0.5), at(0.99));
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let seconds = std::env::args().nth(1).map_or(Ok(5), |text| text.parse())?;
    let folder = tempfile::tempdir()?;
    let cluster = Cluster::start(Disk::Synced)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    for url in [format!("sqlite:{}", folder.path().join("rate.db").display()), cluster.url("postgres")] {
        let db = Db::open(&Settings { url, ..Settings::default() })?;
        db.migrate(SET, 0)?;
        let engine = format!("{:?}", db.engine());
        runtime.block_on(measure(&format!("{engine}, write 3 rows"), seconds, &db, write))?;
        runtime.block_on(measure(&format!("{engine}, read 2 statements"), seconds, &db, read))?;
        db.close();
    }
    Ok(())
}
