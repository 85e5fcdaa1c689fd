//! A resident's copy of their data as a file: JSON for programs, and a page to read and print. It is created, handed over, and not stored.

use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;
use weiguang_domain::households::Registered;
use weiguang_domain::households::disclosure::OwnCopy;
use weiguang_domain::households::need::ConsentForm;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::time::Moment;

use super::ops::forgetting::Copy;
use crate::app::room::{OwnPart, OwnTable};
use crate::rooms::grid::territory::Territory;
use crate::web::Refusal;

/// An act, with its author and time.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// When, RFC 3339.
    at: String,
    /// The account; empty for the system.
    by: String,
    /// The act.
    what: String,
    /// The reason, if one was required.
    #[serde(skip_serializing_if = "String::is_empty")]
    reason: String,
}

/// The file.
#[derive(Clone, Debug, Serialize)]
pub struct File {
    /// When the copy was made, RFC 3339.
    made_at: String,
    /// The whole record.
    record: OwnCopy,
    /// The cell as text.
    place: String,
    /// The address.
    door: String,
    /// Who looked at whole numbers.
    looks: Vec<Entry>,
    /// Acts on the record.
    history: Vec<Entry>,
    /// Data that other rooms store about them, by name.
    #[serde(flatten)]
    others: BTreeMap<&'static str, Value>,
    #[serde(skip)]
    tables: Vec<OwnTable>,
}

impl Copy {
    /// Accounts of all acts on the record.
    #[must_use]
    pub fn who(&self) -> HashSet<AccountId> {
        let acted = self.history.iter().map(|e| AccountId::new(e.actor));
        acted.chain(self.own.needs.iter().map(|n| n.consent.asked_by)).filter(|a| !a.uuid().is_nil()).collect()
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The parts by name; those with one name are combined.
fn by_name(parts: &[OwnPart]) -> BTreeMap<&'static str, Value> {
    let mut all = BTreeMap::new();
    for part in parts {
        match (all.get_mut(part.key), &part.data) {
            (Some(Value::Object(known)), Value::Object(more)) => known.extend(more.clone()),
            _ => drop(all.insert(part.key, part.data.clone())),
        }
    }
    all
}

/// A row of a table.
fn row(cells: &[&str]) -> String {
    let cells: String = cells.iter().map(|c| format!("<td>{}</td>", escaped(c))).collect();
    format!("<tr>{cells}</tr>")
}

/// A part of the page.
fn section(title: &str, head: &[&str], rows: Vec<String>) -> String {
    let title = escaped(title);
    if rows.is_empty() {
        return format!("<h2>{title}</h2><p>无 None</p>");
    }
    let head: String = head.iter().map(|h| format!("<th>{h}</th>")).collect();
    format!("<h2>{title}</h2><table><tr>{head}</tr>{}</table>", rows.concat())
}

impl File {
    /// From a copy, with the names of staff.
    #[must_use]
    pub fn of(territory: &Territory, copy: &Copy, names: &HashMap<AccountId, String>, now: Moment) -> Self {
        let name = |id: AccountId| names.get(&id).cloned().unwrap_or_default();
        Self {
            made_at: now.to_string(),
            place: territory.words(&copy.own.code),
            door: copy.door.clone(),
            looks: copy
                .looks
                .iter()
                .map(|l| Entry { at: l.at.to_string(), by: name(l.by), what: l.what.clone(), reason: l.reason.clone() })
                .collect(),
            history: copy
                .history
                .iter()
                .map(|e| Entry {
                    at: e.at.to_string(),
                    by: name(AccountId::new(e.actor)),
                    what: e.kind.clone(),
                    reason: String::new(),
                })
                .collect(),
            record: copy.own.clone(),
            others: by_name(&copy.parts),
            tables: copy.parts.iter().flat_map(|part| part.tables.clone()).collect(),
        }
    }

    /// For programs.
    ///
    /// # Errors
    /// If it cannot be serialised, which never happens.
    pub fn json(&self) -> Result<Vec<u8>, Refusal> {
        serde_json::to_vec_pretty(self).map_err(|e| Refusal::Internal(e.to_string()))
    }

    /// To read and print: one page without scripts or external resources.
    #[must_use]
    pub fn page(&self) -> Vec<u8> {
        let r = &self.record;
        let birth = r.birth.to_string();
        let registered = match &r.registered {
            Registered::Unknown => "",
            Registered::Here => "本街道 this street",
            Registered::Elsewhere(words) => words,
        };
        let mut page = String::from(
            "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>个人信息副本 Copy of personal data</title>\
             <style>body{font:16px/1.6 sans-serif;max-width:44em;margin:2em auto}table{border-collapse:collapse;width:100%}\
             td,th{border:1px solid #999;padding:.3em .6em;text-align:left;vertical-align:top}</style>",
        );
        let _ = write!(page, "<h1>个人信息副本<br><small>Copy of personal data</small></h1><p>{}</p>", self.made_at);
        let facts = [
            ("姓名 Name", r.name.as_str()),
            ("身份证号码 Identity number", r.identity.as_deref().unwrap_or_default()),
            ("出生 Birth", &birth),
            ("电话 Phones", &r.phones.join("、")),
            ("户籍 Registered", registered),
            ("所在网格 Cell", &self.place),
            ("住处 Door", &self.door),
        ];
        let facts = facts.iter().map(|(name, value)| row(&[name, value])).collect();
        page += &section("登记 Record", &["", ""], facts);
        let contacts = r.contacts.iter().map(|c| {
            let kind = format!("{} {}", c.kind.chinese(), c.kind.english());
            row(&[&kind, &c.name, &c.relation, &c.phones.join("、"), &c.when])
        });
        let head = ["", "称呼 Name", "关系 Relation", "电话 Phone", "时间 When"];
        page += &section("联系人 Contacts", &head, contacts.collect());
        let needs = r.needs.iter().map(|n| {
            let kind = format!("{} {}", n.kind.chinese(), n.kind.english());
            let given = match n.consent.given {
                ConsentForm::Spoken => "口头 spoken",
                ConsentForm::Written => "书面 written",
                ConsentForm::Online => "线上 online",
            };
            let leave = format!("{} {given} {}", n.consent.on, n.consent.guardian);
            row(&[&kind, &n.purpose, &n.source, &leave, &n.expires.to_string()])
        });
        let head = ["", "用途 Purpose", "来源 Source", "同意 Consent", "到期 Until"];
        page += &section("需求 Needs", &head, needs.collect());
        let entries =
            |list: &[Entry]| list.iter().map(|e| row(&[&e.at, &e.by, &e.what, &e.reason])).collect::<Vec<_>>();
        let head = ["时间 When", "何人 Who", "事项 What", "理由 Why"];
        for table in &self.tables {
            let rows = table.rows.iter().map(|cells| row(&cells.iter().map(String::as_str).collect::<Vec<_>>()));
            page += &section(&table.title, table.head, rows.collect());
        }
        page += &section("查看过完整号码 Looks at whole numbers", &head, entries(&self.looks));
        page += &section("记录的变更 History", &head, entries(&self.history));
        page.into_bytes()
    }
}
