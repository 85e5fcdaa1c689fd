//! Migration of a store written by an earlier version: everything can still be read, sealed columns, hash chains,
//! states, tokens and passwords included. See `yesterday/README.md`.

use anyhow::{Context as _, Result, ensure};
use flate2::read::GzDecoder;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use weiguang_bench::report::client_now;
use weiguang_bench::served::Connection;
use weiguang_domain::kernel::ids::uuid_v7;
use weiguang_domain::kernel::time::Moment;
use weiguang_server::access::password::DEMONSTRATION;
use weiguang_server::app::Parts;
use weiguang_server::doctor::{Verdict, examine};
use weiguang_server::migrations::open_store;
use weiguang_server::outside::chance::Chance;
use weiguang_server::outside::clock::Clock;
use weiguang_server::outside::seal::Seal;
use weiguang_server::{App, Settings, serve};

const STORE: &[u8] = include_bytes!("yesterday/store.db.gz");
const KEY: &str = include_str!("yesterday/demonstration.key");
const FACTS: &str = include_str!("yesterday/facts.json");

/// The old store in a temporary folder, opened by this version at the time when the old one closed it.
fn opened(folder: &Path, facts: &Value) -> Result<App> {
    let mut settings = Settings { folder: folder.to_owned(), demo: true, ..Settings::default() };
    settings.http.listen = SocketAddr::from(([127, 0, 0, 1], 0));
    let key_file = settings.key_file();
    std::fs::create_dir_all(key_file.parent().context("a folder of keys")?)?;
    std::fs::write(&key_file, KEY)?;
    std::io::copy(&mut GzDecoder::new(STORE), &mut std::fs::File::create(folder.join("weiguang.db"))?)?;
    let at: Moment = facts["at"].as_str().context("a moment")?.parse()?;
    let db = open_store(&settings)?;
    let seal = Seal::from_file(&key_file, &Chance::Machine)?;
    Ok(weiguang_server::rooms::open(Parts { db, clock: Clock::moved(at), chance: Chance::Machine, seal, settings })?)
}

/// A client with one token.
struct Asker {
    line: Connection,
    sent: u8,
}

impl Asker {
    async fn of(address: SocketAddr, facts: &Value, who: &str) -> Result<Self> {
        let secret = facts["tokens"][who]["secret"].as_str().context("a secret")?;
        Ok(Self { line: Connection::open(&address.to_string(), secret).await?, sent: 0 })
    }

    async fn get(&mut self, path: &str) -> Result<Value> {
        let (status, body) = self.line.send("GET", path, "", "").await?;
        ensure!(status == 200, "GET {path}: {status} {}", String::from_utf8_lossy(&body));
        Ok(serde_json::from_slice(&body)?)
    }

    /// All items of a paginated list.
    async fn all(&mut self, path: &str) -> Result<Vec<Value>> {
        let mut items = Vec::new();
        let mut after = String::new();
        loop {
            let mut page = self.get(&format!("{path}limit=50{after}")).await?;
            items.append(page["items"].as_array_mut().context("items")?);
            match page["next"].as_str() {
                Some(cursor) => after = format!("&after={cursor}"),
                None => return Ok(items),
            }
        }
    }

    async fn write(&mut self, path: &str, version: Option<&Value>, body: &Value) -> Result<Value> {
        self.sent += 1;
        let key = uuid_v7(client_now(), [self.sent; 10]);
        let version = version.map_or(String::new(), |v| format!("if-match: \"{v}\"\r\n"));
        let (status, answer) =
            self.line.send("POST", path, &format!("idempotency-key: {key}\r\n{version}"), &body.to_string()).await?;
        ensure!((200..300).contains(&status), "POST {path}: {status} {}", String::from_utf8_lossy(&answer));
        Ok(serde_json::from_slice(&answer)?)
    }
}

fn by_id(items: &[Value]) -> BTreeMap<&str, &Value> {
    items.iter().filter_map(|item| Some((item["id"].as_str()?, item))).collect()
}

/// Records of one kind as the old program returned them, by id.
fn told<'a>(facts: &'a Value, kind: &str) -> Result<Vec<(&'a str, &'a Value)>> {
    Ok(facts[kind].as_object().context("a table")?.iter().map(|(id, value)| (id.as_str(), value)).collect())
}

async fn cases(address: SocketAddr, facts: &Value) -> Result<()> {
    let mut dispatcher = Asker::of(address, facts, "zuoxi1").await?;
    let open = dispatcher.all("/api/v1/cases?").await?;
    let closed = dispatcher.all("/api/v1/cases?view=closed&").await?;
    let (open, closed) = (by_id(&open), by_id(&closed));
    let mut seen = 0;
    for (id, old) in told(facts, "cases")? {
        // The other street's cases are not visible to this dispatcher.
        let Some(now) = open.get(id).or_else(|| closed.get(id)) else { continue };
        ensure!(now["number"] == old[0] && now["title"] == old[1], "case {id}: {now} was {old}");
        let whole = dispatcher.get(&format!("/api/v1/cases/{id}")).await?;
        ensure!(whole["title"] == old[1], "case {id}: {whole}");
        let timeline = dispatcher.get(&format!("/api/v1/cases/{id}/events")).await?;
        ensure!(timeline["items"].as_array().is_some_and(|items| !items.is_empty()), "case {id}: {timeline}");
        let chain = dispatcher.get(&format!("/api/v1/cases/{id}/verify")).await?;
        ensure!(!chain.to_string().contains("false"), "case {id}: {chain}");
        seen += 1;
    }
    ensure!(seen >= 36, "{seen} cases of the street are read");
    let views = dispatcher.get("/api/v1/cases/views").await?;
    ensure!(views.to_string().contains("我的超期"), "a saved view: {views}");
    let one = closed.keys().next().context("a closed case")?;
    let whole = dispatcher.get(&format!("/api/v1/cases/{one}")).await?;
    let noted = json!({ "action": "note", "text": "旧数据上的新记录" });
    dispatcher.write(&format!("/api/v1/cases/{one}/actions"), Some(&whole["version"]), &noted).await?;
    Ok(())
}

async fn care(address: SocketAddr, facts: &Value) -> Result<()> {
    let mut doctor = Asker::of(address, facts, "yisheng-tianjiao").await?;
    let mut seen = 0;
    for (id, old) in told(facts, "alerts")? {
        let (status, body) = doctor.line.send("GET", &format!("/api/v1/care/alerts/{id}"), "", "").await?;
        if status == 404 {
            continue;
        }
        let now: Value = serde_json::from_slice(&body)?;
        ensure!(status == 200 && now["status"] == old[1], "alert {id}: {now} was {old}");
        doctor.get(&format!("/api/v1/care/alerts/{id}/events")).await?;
        let noted = json!({ "action": "note", "text": "旧数据上的新记录" });
        doctor.write(&format!("/api/v1/care/alerts/{id}/actions"), Some(&now["version"]), &noted).await?;
        seen += 1;
    }
    ensure!(seen >= 2, "{seen} alerts are read");
    let person = facts["residents"][2].as_str().context("a resident")?;
    let readings = doctor.get(&format!("/api/v1/care/residents/{person}/readings?limit=50")).await?;
    let count = readings["items"].as_array().map_or(0, Vec::len);
    ensure!(count == 4, "{count} readings: {readings}");
    for path in ["/api/v1/care/overdue?limit=50", "/api/v1/care/stations", "/api/v1/care/rules"] {
        doctor.get(path).await?;
    }
    let new = json!({ "id": uuid_v7(client_now(), [77; 10]), "resident": person, "measured": { "systolic": "128", "diastolic": "76" } });
    doctor.write("/api/v1/care/readings", None, &new).await?;
    Ok(())
}

async fn people(address: SocketAddr, facts: &Value) -> Result<()> {
    let mut secretary = Asker::of(address, facts, "shuji-tianjiao").await?;
    let residents = secretary.all("/api/v1/households/residents?").await?;
    let residents = by_id(&residents);
    let mut seen = 0;
    for (id, old) in told(facts, "people")? {
        let Some(now) = residents.get(id) else { continue };
        ensure!(now["name"] == *old, "resident {id}: {now} was {old}");
        seen += 1;
    }
    ensure!(seen >= 100, "{seen} residents are read");
    for (id, _) in residents.iter().take(20) {
        secretary.get(&format!("/api/v1/households/residents/{id}")).await?;
    }
    let lists =
        ["/api/v1/visits?limit=50", "/api/v1/visits/campaigns", "/api/v1/visits/forms", "/api/v1/visits/conflicts"];
    for path in
        lists.into_iter().chain(["/api/v1/households/pairing", "/api/v1/people/duty", "/api/v1/people/absences"])
    {
        secretary.get(path).await?;
    }
    let mut manager = Asker::of(address, facts, "guanli").await?;
    for path in [
        "/api/v1/outbox?limit=50",
        "/api/v1/outbox/destinations",
        "/api/v1/grid/regrids",
        "/api/v1/people/accounts?limit=50",
    ] {
        manager.get(path).await?;
    }
    let mut member = Asker::of(address, facts, "wei-tianjiao-9-1").await?;
    let pack = member.get("/api/v1/sync").await?;
    ensure!(pack["sections"].as_object().is_some_and(|sections| sections.len() > 3), "{pack}");
    let mut clinic = Asker::of(address, facts, "fhir").await?;
    let person = facts["residents"][2].as_str().context("a resident")?;
    let found = clinic.get(&format!("/api/fhir/r4/Observation?patient={person}")).await?;
    ensure!(found["total"].as_u64().is_some_and(|total| total > 0), "{found}");
    let password = json!({ "login": "guanli", "password": DEMONSTRATION }).to_string();
    let (status, body) = Connection::open(&address.to_string(), "")
        .await?
        .send("POST", "/api/v1/session", "x-weiguang: 1\r\n", &password)
        .await?;
    ensure!(status == 200, "a password of then: {status} {}", String::from_utf8_lossy(&body));
    Ok(())
}

#[test]
fn a_store_of_an_earlier_version_is_opened_and_read_to_the_last_record() {
    let folder = tempfile::tempdir().unwrap();
    let facts: Value = serde_json::from_str(FACTS).unwrap();
    let app = opened(folder.path(), &facts).unwrap();
    let faults: Vec<_> = examine(&app).unwrap().into_iter().filter(|f| f.verdict == Verdict::Fault).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (tell, listening) = tokio::sync::oneshot::channel();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let server = tokio::spawn(serve::serve(
            app.clone(),
            move |at| {
                let _ = tell.send(at);
            },
            async move {
                let _ = stopped.await;
            },
        ));
        let address = listening.await.unwrap();
        cases(address, &facts).await.unwrap();
        care(address, &facts).await.unwrap();
        people(address, &facts).await.unwrap();
        drop(stop);
        server.await.unwrap().unwrap();
    });
    // New events continue the old chains.
    let faults: Vec<_> = examine(&app).unwrap().into_iter().filter(|f| f.verdict == Verdict::Fault).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}
