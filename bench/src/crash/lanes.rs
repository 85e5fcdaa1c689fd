//! The writes: cases, residents, visits, readings and tables, each by a permitted account.

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use uuid::Uuid;
use weiguang_server::outside::outgoing;

use super::Log;
use crate::report::Chance;
use crate::report::client_now;
use crate::served::Connection;

/// The code of all writes.
pub(super) const CODE: &str = "51011701900600901";
/// A type of write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    Case,
    Resident,
    Visit,
    Reading,
    Tickets,
    Residents,
}

impl Lane {
    pub(super) const ALL: [Self; 6] =
        [Self::Case, Self::Resident, Self::Visit, Self::Reading, Self::Tickets, Self::Residents];

    /// Its name in the figures.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Case => "cases",
            Self::Resident => "residents",
            Self::Visit => "visits",
            Self::Reading => "readings",
            Self::Tickets => "tables of tickets",
            Self::Residents => "tables of residents",
        }
    }

    /// Concurrent connections. Imports run one at a time, so one is enough.
    pub(super) const fn width(self) -> usize {
        match self {
            Self::Case => 6,
            Self::Resident | Self::Visit | Self::Reading => 3,
            Self::Tickets | Self::Residents => 1,
        }
    }

    /// The account that writes.
    const fn login(self) -> &'static str {
        match self {
            Self::Case => "zuoxi1",
            Self::Resident | Self::Visit => "wangge-tianjiao-9",
            Self::Reading => "yisheng-tuanjie",
            Self::Tickets | Self::Residents => "guanli",
        }
    }

    /// Rows per table; tickets need several transactions.
    pub(super) const fn rows(self) -> usize {
        if matches!(self, Self::Tickets) { 600 } else { 20 }
    }
}

/// Data of the demonstration street that the writes need.
#[derive(Clone, Debug)]
pub(super) struct Street {
    sessions: Vec<(&'static str, String)>,
    /// A dwelling of the address directory.
    place: Value,
    /// A resident whom the doctor may measure.
    patient: Value,
}

impl Street {
    fn session(&self, login: &str) -> Result<&str> {
        self.sessions.iter().find(|(l, _)| *l == login).map(|(_, s)| s.as_str()).context("a session")
    }
}

/// Signs all accounts in, and looks up dwelling and resident.
pub(super) fn look(address: &str) -> Result<Street> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let client = outgoing::unbound_client().map_err(anyhow::Error::msg)?;
        let mut street = Street { sessions: Vec::new(), place: Value::Null, patient: Value::Null };
        for lane in Lane::ALL {
            if street.session(lane.login()).is_ok() {
                continue;
            }
            let answer = client
                .post(format!("http://{address}/api/v1/session"))
                .header("x-weiguang", "1")
                .json(&json!({ "login": lane.login(), "password": weiguang_demo::PASSWORD }))
                .send()
                .await?;
            let cookie = answer.headers().get("set-cookie").and_then(|v| v.to_str().ok()).context("a cookie")?;
            let secret = cookie.split(';').next().and_then(|c| c.split_once('=')).context("a cookie")?.1.to_owned();
            street.sessions.push((lane.login(), secret));
        }
        let mut member = Connection::signed_in(address, street.session(Lane::Visit.login())?).await?;
        street.place = read(&mut member, "/sync").await?["sections"]["doors"]["items"][0][0].clone();
        let mut doctor = Connection::signed_in(address, street.session(Lane::Reading.login())?).await?;
        let people = read(&mut doctor, "/households/residents?limit=200").await?;
        let mut chance = Chance::new(1);
        for person in people["items"].as_array().context("residents")? {
            street.patient = person["id"].clone();
            let id = chance.id(client_now());
            let body = reading(&street, &mut chance, id);
            if send(&mut doctor, "/care/readings", &mut chance, &body).await?.0 == 201 {
                return Ok(street);
            }
        }
        bail!("the doctor may measure nobody")
    })
}

async fn read(line: &mut Connection, path: &str) -> Result<Value> {
    let (status, bytes) = line.send("GET", &format!("/api/v1{path}"), "", "").await?;
    ensure!(status == 200, "{path}: {status} {}", String::from_utf8_lossy(&bytes));
    Ok(serde_json::from_slice(&bytes)?)
}

async fn send(line: &mut Connection, path: &str, chance: &mut Chance, body: &Value) -> Result<(u16, Vec<u8>)> {
    let key = format!("idempotency-key: {}\r\n", chance.id(client_now()));
    line.send("POST", &format!("/api/v1{path}"), &key, &body.to_string()).await
}

fn reading(street: &Street, chance: &mut Chance, id: Uuid) -> Value {
    let (systolic, diastolic) = (110 + chance.below(25), 65 + chance.below(20));
    let measured = json!({ "systolic": systolic.to_string(), "diastolic": diastolic.to_string() });
    json!({ "id": id, "resident": street.patient, "measured": measured })
}

/// Writes until the connection breaks.
pub(super) async fn write(address: &str, street: &Street, lane: Lane, seed: u64, log: &Arc<Mutex<Log>>) -> Result<()> {
    let mut line = Connection::signed_in(address, street.session(lane.login())?).await?;
    let mut chance = Chance::new(seed);
    loop {
        let id = chance.id(client_now());
        let now = client_now().to_string();
        let (path, body) = match lane {
            Lane::Case => (
                "/cases",
                json!({ "id": id, "kind": "corridor-clutter", "title": "楼道堆放杂物", "code": CODE, "source": "phone",
                    "reporter": { "phone": "13800001111" } }),
            ),
            Lane::Resident => (
                "/households/residents",
                json!({ "id": id, "name": "新住户", "code": CODE, "phones": ["13800002222"],
                    "home": { "id": chance.id(client_now()), "label": format!("{}栋{}", 1 + chance.below(90), 101 + chance.below(800)) } }),
            ),
            Lane::Visit => (
                "/visits",
                json!({ "id": id, "door": { "place": street.place }, "code": CODE, "at": now, "outcome": "not_reached" }),
            ),
            Lane::Reading => ("/care/readings", reading(street, &mut chance, id)),
            Lane::Tickets | Lane::Residents => {
                table(&mut line, lane, id, &mut chance, log).await?;
                continue;
            }
        };
        let (status, answer) = send(&mut line, path, &mut chance, &body).await?;
        note(log, |log| match status {
            201 => log.acknowledged.push((lane, id.to_string())),
            _ => log.refused.push(format!("{path}: {status} {}", String::from_utf8_lossy(&answer))),
        })?;
    }
}

fn note(log: &Arc<Mutex<Log>>, what: impl FnOnce(&mut Log)) -> Result<()> {
    what(&mut *log.lock().map_err(|_| anyhow::anyhow!("a lane panicked"))?);
    Ok(())
}

/// The ticket number or resident name of a row.
pub(super) fn row_name(mark: &str, row: usize) -> String {
    format!("{mark}{row:03}")
}

/// Uploads a table and polls until the server reports it done, which counts as acknowledged.
async fn table(line: &mut Connection, lane: Lane, id: Uuid, chance: &mut Chance, log: &Arc<Mutex<Log>>) -> Result<()> {
    let mark = format!("T{}", &id.simple().to_string()[20..]);
    let rows: String = (0..lane.rows())
        .map(|n| row_name(&mark, n))
        .map(|name| match lane {
            Lane::Tickets => format!("{name},2026-11-20 10:00,楼道堆物,三楼堆了纸箱,锦里北街\n"),
            _ => format!("{name},{CODE},{mark}栋{}\n", 100 + chance.below(800)),
        })
        .collect();
    let (kind, header) = match lane {
        Lane::Tickets => ("tickets", "编号,时间,主题,内容,地址\n"),
        _ => ("residents", "姓名,网格编码,住址\n"),
    };
    note(log, |log| log.tables.push((lane, mark.clone())))?;
    let path = format!("/api/v1/imports/{kind}");
    let street = [("street", &CODE[..9])];
    let (status, answer) =
        line.upload(&path, &chance.id(client_now()).to_string(), &street, &format!("{header}{rows}")).await?;
    let answer: Value = serde_json::from_slice(&answer)?;
    let Some(run) = answer["id"].as_str().filter(|_| status == 202) else {
        note(log, |log| log.refused.push(format!("{path}: {status} {answer}")))?;
        // A full queue is retried.
        tokio::time::sleep(Duration::from_millis(20)).await;
        return Ok(());
    };
    loop {
        let seen = read(line, &format!("/imports/{run}")).await?;
        match seen["state"].as_str() {
            Some("done") if seen["report"]["created"] == json!(lane.rows()) => {
                return note(log, |log| log.acknowledged.push((lane, mark)));
            }
            Some("reading" | "checking" | "writing") => tokio::time::sleep(Duration::from_millis(5)).await,
            _ => return note(log, |log| log.refused.push(format!("{path}: {seen}"))),
        }
    }
}

/// Waits until no import is running.
pub(super) fn wait_for_tables(address: &str, street: &Street) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut line = Connection::signed_in(address, street.session(Lane::Tickets.login())?).await?;
        loop {
            let list = read(&mut line, "/imports").await?;
            let goes_on = |run: &Value| matches!(run["state"].as_str(), Some("reading" | "checking" | "writing"));
            if !list["items"].as_array().context("imports")?.iter().any(goes_on) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
}
