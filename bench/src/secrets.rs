//! Search for plaintext personal data: people are registered and measured over HTTP, the server is killed, and every
//! file that it wrote is searched for every phone, identity number and reading.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use weiguang_server::App;

use crate::care::{client_id, doctor, write};
use crate::cells;
use crate::load::{BenchStore, name};
use crate::report::Chance;
use crate::served::{Connection, Served};
use crate::{Options, city};

/// Weights and check digits of GB 11643, to generate valid numbers.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";

fn identity(n: u64) -> String {
    let first = format!("510117{}{:02}{:02}{:03}", 1940 + n % 40, 1 + n % 12, 1 + n % 28, n % 1_000);
    let sum: u32 = first.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{first}{}", char::from(CHECKS[(sum % 11) as usize]))
}

/// Registers and measures people; returns everything that must not be found.
async fn tell(address: &str, token: &str, session: &str, people: u64) -> Result<Vec<String>> {
    let mut desk = Connection::open(address, token).await?;
    let mut doctor = Connection::signed_in(address, session).await?;
    let mut chance = Chance::new(23);
    let mut secrets = Vec::new();
    for n in 0..people {
        let (phone, kin, number) =
            (format!("139{:08}", 70_000_000 + n), format!("137{:08}", 60_000_000 + n), identity(n));
        let code = cells::micro(u32::try_from(n % 500).unwrap_or(0));
        let new = json!({ "id": client_id(&mut chance), "name": format!("居民{n}"), "code": code, "identity": number,
            "phones": [phone], "home": { "id": client_id(&mut chance), "label": "三栋二单元", "tenure": "tenant" } });
        let resident = write(&mut desk, &mut chance, "/api/v1/households/residents", "", &new).await?;
        let (id, home) =
            (resident["id"].clone(), resident["household"]["id"].as_str().context("a household")?.to_owned());
        let contact =
            json!({ "id": client_id(&mut chance), "kind": "kin", "name": "家人", "reach": [{ "phone": kin }] });
        write(&mut desk, &mut chance, &format!("/api/v1/households/{home}/contacts"), "", &contact).await?;
        // Three decimals, so that matches are ours; none ends in 0, which would not be written.
        let thousandths = 101 + n / 9 * 10 + n % 9;
        let (sugar, weight) = (format!("17.{thousandths:03}"), format!("53.{thousandths:03}"));
        for measured in [
            json!({ "glucose": sugar, "meal": "random" }),
            json!({ "glucose": sugar, "meal": "random", "symptoms": ["dizzy"] }),
            json!({ "weight": weight, "systolic": "173", "diastolic": "97" }),
        ] {
            let body = json!({ "id": client_id(&mut chance), "resident": id, "measured": measured });
            let reading = write(&mut doctor, &mut chance, "/api/v1/care/readings", "", &body).await?;
            ensure!(reading["measured"]["values"].as_array().is_some_and(|v| !v.is_empty()), "{reading}");
        }
        let path = format!("/api/v1/care/residents/{}", id.as_str().unwrap_or_default());
        let (status, page) = doctor.send("GET", &path, "", "").await?;
        let page: Value = serde_json::from_slice(&page)?;
        ensure!(status == 200 && page.to_string().contains(&sugar), "the doctor reads what was measured: {page}");
        // An implausible value is stored as well, with a question.
        let doubted = json!({ "id": client_id(&mut chance), "resident": id, "measured": { "temperature": "55.517" } });
        write(&mut doctor, &mut chance, "/api/v1/care/readings", "", &doubted).await?;
        let alert = page["alert"].as_str().context("an alert")?;
        let called = format!("/api/v1/care/alerts/{alert}/call");
        let numbers = write(&mut desk, &mut chance, &called, "", &json!({ "rung": 0 })).await?;
        ensure!(numbers["phones"][0] == kin.as_str(), "the desk may call: {numbers}");
        let fragment = |of: &str, value: &str| format!("\"{of}\":{{\"Is\":\"{value}\"}}");
        secrets.extend([phone, kin, number, fragment("systolic", "173"), fragment("glucose", &sugar)]);
        secrets.extend([sugar, weight, "55.517".to_owned()]);
    }
    secrets.sort();
    secrets.dedup();
    Ok(secrets)
}

fn files_under(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files_under(&path, found)?;
        } else if path.is_file() {
            found.push(path);
        }
    }
    Ok(())
}

/// Length of the index key; no secret is shorter.
const LEAST: usize = 6;

/// The secrets found in some bytes.
fn search(bytes: &[u8], index: &HashMap<&[u8], Vec<&str>>) -> Vec<String> {
    let mut found = Vec::new();
    for (at, window) in bytes.windows(LEAST).enumerate() {
        for secret in index.get(window).into_iter().flatten() {
            // 53.101 inside a log timestamp, 10:31:53.101442, is another number.
            let next = bytes.get(at + secret.len()).is_some_and(u8::is_ascii_digit);
            let longer = next && secret.len() == LEAST;
            if bytes[at..].starts_with(secret.as_bytes()) && !longer {
                found.push((*secret).to_owned());
            }
        }
    }
    found
}

/// Runs the benchmark, by default with 40 people.
///
/// # Errors
/// If an operation fails.
pub fn run(options: &Options) -> Result<Value> {
    let people = options.n.unwrap_or(40).clamp(1, 800);
    let ground = BenchStore::of(&Options { folder: None, ..options.clone() }, 8)?;
    let app = App::open(city::settings(&ground.folder, &ground.url))?;
    let made = doctor(&app);
    app.db().clone().close();
    let (session, _) = made?;
    let out = Stdio::from(std::fs::File::create(ground.folder.join("log"))?);
    let mut server = Served::logged(&options.program, &ground.folder, &ground.url, "debug", out)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let secrets = runtime.block_on(tell(&server.address, &ground.token, &session, people))?;
    // After a kill the write-ahead log remains, with the last writes.
    server.kill();
    let mut index: HashMap<&[u8], Vec<&str>> = HashMap::new();
    for secret in &secrets {
        index.entry(&secret.as_bytes()[..LEAST]).or_default().push(secret);
    }
    let mut files = Vec::new();
    for folder in ground.folders() {
        files_under(&folder, &mut files)?;
    }
    let (mut found, mut read) = (Vec::new(), 0_u64);
    for file in &files {
        // Lock sockets and deleted files are skipped.
        let Ok(bytes) = std::fs::read(file) else { continue };
        read += bytes.len() as u64;
        for secret in search(&bytes, &index) {
            eprintln!("{secret} stands in clear in {}", file.display());
            found.push(secret);
        }
    }
    let control = b"three \"glucose\":{\"Is\":\"17.101\"} words";
    ensure!(people == 0 || !search(control, &index).is_empty(), "the search finds what is there");
    Ok(
        json!({ "name": "secrets", "engine": name(options.engine), "n": people, "searched": secrets.len(), "found": found.len(),
        "files": files.len(), "bytes": read }),
    )
}
