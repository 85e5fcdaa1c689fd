//! Slow and hostile clients: incomplete headers, dripping bodies, a spike of requests. Meanwhile signed-in people work;
//! prints how many were answered and how fast, and when well-behaved strangers were answered again.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Map, Value, json};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::Options;
use crate::cells;
use crate::load::{BenchStore, new_case};
use crate::report::{Chance, percentile_ms};
use crate::served::Connection;

/// Requests with incomplete headers.
const HEADS: usize = 1_100;
/// Bodies at one byte per second.
const BODIES: usize = 520;
/// Concurrent requests.
const SPIKE: usize = 3_000;
/// Requests of signed-in people, and their connections.
const HONEST: (usize, usize) = (400, 4);
/// Maximum wait for strangers.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs each attack while signed-in people work.
///
/// # Errors
/// If a signed-in person is not answered, or strangers are not answered in time.
pub fn run(options: &Options) -> Result<Value> {
    let files = weiguang_server::connections::most_files();
    ensure!(files > 2_000, "this program may open {files} files only");
    let ground = BenchStore::of(&Options { program: options.program.clone(), ..Options::default() }, 8)?;
    let server = ground.serve()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let mut told = Map::new();
        for (name, count) in [("calm", 0), ("half_sent_heads", HEADS), ("slow_bodies", BODIES), ("spike", SPIKE)] {
            let (mut attack, (holds, mut held)) = (JoinSet::new(), mpsc::channel::<()>(1));
            for n in 0..count {
                let (address, holds) = (server.address.clone(), holds.clone());
                match name {
                    "half_sent_heads" => attack.spawn(half_a_head(address, holds)),
                    "slow_bodies" => attack.spawn(slow_body(address, n, holds)),
                    _ => attack.spawn(one_of_many(address, n)),
                };
            }
            drop(holds);
            // Wait until all connections are open; the spike only passes.
            while name != "spike" && held.recv().await.is_some() {}
            let begun = Instant::now();
            let both = tokio::try_join!(honest(&server.address, &ground.token), strangers(&server.address, begun));
            let (mut met, seconds) = both.context(name)?;
            met["seconds_to_recover"] = json!(seconds);
            told.insert(name.to_owned(), met);
            attack.shutdown().await;
        }
        Ok(json!({ "name": "slow", "n": HONEST.0, "clients": told }))
    })
}

async fn half_a_head(address: String, holds: mpsc::Sender<()>) -> Option<()> {
    let mut stream = TcpStream::connect(address).await.ok()?;
    stream.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\nx-half: ").await.ok()?;
    drop(holds);
    until_closed(stream).await
}

/// From one of forty addresses.
async fn slow_body(address: String, n: usize, holds: mpsc::Sender<()>) -> Option<()> {
    let mut stream = TcpStream::connect(address).await.ok()?;
    let head = format!(
        "POST /api/v1/public/cases HTTP/1.1\r\nhost: localhost\r\nx-forwarded-for: 203.0.113.{}\r\n\
         idempotency-key: 0199a0b0-0000-7000-8000-000000000000\r\ncontent-type: application/json\r\ncontent-length: 2000\r\n\r\n{{",
        n % 40
    );
    stream.write_all(head.as_bytes()).await.ok()?;
    drop(holds);
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        stream.write_all(b" ").await.ok()?;
    }
}

async fn one_of_many(address: String, n: usize) -> Option<()> {
    let mut line = stranger(&address, n % 200).await.ok()?;
    line.send("GET", "/api/v1/public/streets", "", "").await.ok()?;
    Some(())
}

async fn until_closed(mut stream: TcpStream) -> Option<()> {
    let mut bytes = [0; 256];
    while stream.read(&mut bytes).await.ok()? > 0 {}
    Some(())
}

async fn stranger(address: &str, n: usize) -> Result<Connection> {
    Connection::passed_on(address, &format!("198.51.100.{n}")).await
}

/// Reads and writes of signed-in people; every tenth on a new connection.
async fn honest(address: &str, token: &str) -> Result<Value> {
    let mut people = JoinSet::new();
    for n in 0..HONEST.1 {
        let (address, token) = (address.to_owned(), token.to_owned());
        people.spawn(async move {
            let mut chance = Chance::new(n as u64 + 1);
            let mut took = Vec::new();
            let mut line = None;
            for n in 0..HONEST.0 / HONEST.1 {
                let begun = Instant::now();
                let mut open = match line.take() {
                    Some(open) if n % 10 > 0 => open,
                    _ => Connection::open(&address, &token).await?,
                };
                let status = if n % 2 == 0 {
                    open.send("GET", &format!("/api/v1/cases?under={}", cells::street(0)), "", "").await?.0
                } else {
                    let (body, key) = new_case(&mut chance);
                    open.send("POST", "/api/v1/cases", &format!("idempotency-key: {key}\r\n"), &body).await?.0
                };
                ensure!(matches!(status, 200 | 201), "somebody who is signed in was answered {status}");
                line = Some(open);
                took.push(begun.elapsed());
            }
            Ok(took)
        });
    }
    let mut took = Vec::new();
    while let Some(one) = people.join_next().await {
        took.extend(one??);
    }
    Ok(json!({ "honest": HONEST.0, "answered": took.len(), "p99_ms": percentile_ms(&mut took, 0.99) }))
}

/// Seconds until a well-behaved stranger is answered.
async fn strangers(address: &str, begun: Instant) -> Result<f64> {
    while begun.elapsed() < PATIENCE {
        let mut line = stranger(address, 250).await?;
        if line.send("GET", "/api/v1/public/streets", "", "").await.is_ok_and(|(status, _)| status == 200) {
            return Ok((begun.elapsed().as_secs_f64() * 1_000.0).round() / 1_000.0);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    anyhow::bail!("nobody outside was answered within {PATIENCE:?}")
}
