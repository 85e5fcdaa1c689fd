//! The members' phones: the app's own outbox, sender and fold (TypeScript) in a Node.js process.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use uuid::Uuid;
use weiguang_domain::kernel::ids::DwellingId;
use weiguang_domain::visits::{Coverage, Visit};

use super::told::figures_of;

/// The process with all phones.
pub(super) struct Phones {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Drop for Phones {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A campaign as a phone shows it.
pub(super) struct Shown {
    /// The outcome of each dwelling.
    pub(super) ends: BTreeMap<DwellingId, Option<String>>,
    /// The figures above the list.
    pub(super) coverage: Coverage,
    /// Visits without a receipt.
    pub(super) waiting: u64,
    /// Visits that the server refused.
    pub(super) refused: u64,
}

impl Phones {
    /// Starts the process with one phone per account and session.
    pub(super) fn start(address: &str, owners: &[(String, String)]) -> Result<Self> {
        let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web");
        ensure!(
            web.join("node_modules/fake-indexeddb").exists(),
            "this bench runs the phone's own code: it needs Node.js, and `npm ci` in {}",
            web.display()
        );
        let mut child = Command::new("node")
            .arg("scripts/phones.mjs")
            .current_dir(&web)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("this bench runs the phone's own code, and node cannot be started")?;
        let questions = child.stdin.take().context("its input")?;
        let answers = BufReader::new(child.stdout.take().context("its output")?);
        let mut all = Self { child, questions, answers };
        all.answer()?;
        let cookie = |session: &str| format!("{}={session}", weiguang_server::access::COOKIE);
        let phones: Vec<Value> =
            owners.iter().map(|(owner, session)| json!({ "owner": owner, "cookie": cookie(session) })).collect();
        all.ask(&json!({ "do": "start", "address": address, "phones": phones }))?;
        Ok(all)
    }

    fn answer(&mut self) -> Result<Value> {
        let mut line = String::new();
        ensure!(self.answers.read_line(&mut line)? > 0, "the phones have ended; what they said is above");
        serde_json::from_str(&line).with_context(|| format!("no answer of a phone: {line}"))
    }

    fn ask(&mut self, question: &Value) -> Result<Value> {
        writeln!(self.questions, "{question}")?;
        self.answer()
    }

    /// Adds a visit to a phone's outbox.
    pub(super) fn visit(&mut self, phone: usize, key: Uuid, visit: &Visit, why: &Value) -> Result<()> {
        let body = json!({
            "id": visit.id, "door": { "dwelling": visit.door }, "code": visit.code.as_str(), "at": visit.at.to_string(),
            "why": why, "outcome": visit.outcome.key(),
        });
        self.ask(&json!({ "do": "visit", "phone": phone, "key": key, "body": body })).map(drop)
    }

    /// Phones that are online upload; returns the number of messages that arrived, duplicates included.
    pub(super) fn send(&mut self, those: &[(usize, u64)], certain: bool) -> Result<u64> {
        let those: Vec<Value> =
            those.iter().map(|(phone, seed)| json!({ "phone": phone, "seed": seed % 65_536 })).collect();
        let sent = self.ask(&json!({ "do": "send", "those": those, "certain": certain }))?;
        sent["arrived"].as_u64().context("how many arrived")
    }

    /// The state of a campaign on a phone after its last download.
    pub(super) fn shown(&mut self, phone: usize, campaign: &Value) -> Result<Shown> {
        let said = self.ask(&json!({ "do": "fold", "phone": phone, "campaign": campaign }))?;
        let ends = said["ends"].as_object().context("ends")?.iter();
        let count = |what: &str| said[what].as_u64().with_context(|| format!("{what} in {said}"));
        Ok(Shown {
            ends: ends
                .map(|(door, end)| Ok((DwellingId::new(door.parse()?), end.as_str().map(str::to_owned))))
                .collect::<Result<_>>()?,
            coverage: figures_of(&said["coverage"])?,
            waiting: count("waiting")?,
            refused: count("refused")?,
        })
    }
}

/// The campaign in a member's download; `None` if their post ended with their cell.
pub(super) fn campaign_of(pack: &Value, campaign: &str) -> Result<Option<Value>> {
    let all = pack["sections"]["visits"]["items"].as_array().context("campaigns")?;
    Ok(all.iter().find(|one| one["id"] == campaign).cloned())
}
