//! A resident's copy as a file: JSON for another program, and a page that they can read and print. It is made, handed over, and kept
//! nowhere.

use serde::Serialize;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use weiguang_domain::households::Registered;
use weiguang_domain::households::disclosure::OwnCopy;
use weiguang_domain::households::need::Given;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::time::Moment;

use super::ops::forgetting::Copy;
use crate::rooms::care::Held;
use crate::rooms::care::view::reading::ReadingView;
use crate::rooms::grid::ground::Ground;
use crate::web::Refusal;

/// Who did something, and when.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// When, RFC 3339.
    at: String,
    /// Who; empty for the system.
    by: String,
    /// What.
    what: String,
    /// Why, where a reason was asked for.
    #[serde(skip_serializing_if = "String::is_empty")]
    reason: String,
}

/// The file.
#[derive(Clone, Debug, Serialize)]
pub struct File {
    /// When it was made, RFC 3339.
    made_at: String,
    /// Everything that is held.
    record: OwnCopy,
    /// The cell in words.
    place: String,
    /// The door.
    door: String,
    /// Who came to see them, and what they answered.
    visits: Vec<Entry>,
    /// Who looked at whole numbers.
    looks: Vec<Entry>,
    /// What was done to the record.
    history: Vec<Entry>,
    /// What was measured, asked for and done for their health.
    care: Held,
}

impl Copy {
    /// Everybody who did something to the record.
    #[must_use]
    pub fn who(&self) -> HashSet<AccountId> {
        let acted = self.history.iter().map(|e| AccountId::new(e.actor));
        let came = self.visits.iter().map(|v| v.by);
        acted
            .chain(came)
            .chain(self.own.needs.iter().map(|n| n.consent.asked_by))
            .filter(|a| !a.uuid().is_nil())
            .collect()
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A row of a table.
fn row(cells: &[&str]) -> String {
    let cells: String = cells.iter().map(|c| format!("<td>{}</td>", escaped(c))).collect();
    format!("<tr>{cells}</tr>")
}

/// A part of the page.
fn section(title: &str, head: &[&str], rows: Vec<String>) -> String {
    if rows.is_empty() {
        return format!("<h2>{title}</h2><p>无 None</p>");
    }
    let head: String = head.iter().map(|h| format!("<th>{h}</th>")).collect();
    format!("<h2>{title}</h2><table><tr>{head}</tr>{}</table>", rows.concat())
}

impl File {
    /// Of a copy, with the names of those who served.
    #[must_use]
    pub fn of(ground: &Ground, copy: &Copy, names: &HashMap<AccountId, String>, now: Moment) -> Self {
        let name = |id: AccountId| names.get(&id).cloned().unwrap_or_default();
        Self {
            made_at: now.to_string(),
            place: ground.words(&copy.own.code),
            door: copy.door.clone(),
            visits: copy
                .visits
                .iter()
                .map(|v| Entry { at: v.at.clone(), by: name(v.by), what: v.words(), reason: String::new() })
                .collect(),
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
            care: copy.care.clone(),
        }
    }

    /// For another program.
    ///
    /// # Errors
    /// If it cannot be written, which no copy does.
    pub fn json(&self) -> Result<Vec<u8>, Refusal> {
        serde_json::to_vec_pretty(self).map_err(|e| Refusal::Internal(e.to_string()))
    }

    /// To read and to print: one page without script or anything from elsewhere.
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
                Given::Spoken => "口头 spoken",
                Given::Written => "书面 written",
                Given::Online => "线上 online",
            };
            let leave = format!("{} {given} {}", n.consent.on, n.consent.guardian);
            row(&[&kind, &n.purpose, &n.source, &leave, &n.expires.to_string()])
        });
        let head = ["", "用途 Purpose", "来源 Source", "同意 Consent", "到期 Until"];
        page += &section("需求 Needs", &head, needs.collect());
        let entries =
            |list: &[Entry]| list.iter().map(|e| row(&[&e.at, &e.by, &e.what, &e.reason])).collect::<Vec<_>>();
        let head = ["时间 When", "何人 Who", "事项 What", "理由 Why"];
        page += &section("走访 Visits", &head, entries(&self.visits));
        page += &self.measured();
        page += &section("查看过完整号码 Looks at whole numbers", &head, entries(&self.looks));
        page += &section("记录的变更 History", &head, entries(&self.history));
        page.into_bytes()
    }

    /// What care holds, as sections of the page.
    fn measured(&self) -> String {
        let care = &self.care;
        let said = |r: &ReadingView| r.advice.iter().map(|a| a.zh.as_str()).collect::<Vec<_>>().join(" ");
        let readings = care.readings.iter().map(|r| {
            let level = r.level.as_deref().unwrap_or(&r.standing);
            row(&[&r.at, &r.by.name, &r.line(), level, &said(r)])
        });
        let head = ["时间 When", "何人 Who", "测量 Measured", "判断 Verdict", "建议 Advice"];
        let mut page = section("测量 Readings", &head, readings.collect());
        let rechecks = care.rechecks.iter().map(|(of, due)| row(&[of, due]));
        page += &section("请复查 To be measured again", &["", "之前 Until"], rechecks.collect());
        let ill = care.illnesses.iter().map(|i| row(&[i]));
        page += &section("长期疾病 Long illnesses", &[""], ill.collect());
        for alert in &care.alerts {
            let steps = alert.steps.iter().map(|s| row(&[&s.at, &s.words.zh, &s.words.en]));
            let title = format!("关爱预警 Care alert {} {}", alert.began_at, escaped(&alert.status.zh));
            page += &section(&title, &["时间 When", "", ""], steps.collect());
        }
        let numbers = care.numbers.iter().map(|n| {
            let own = if n.own { "本人预约 booked by themselves" } else { "" };
            let what = n.purpose.as_ref().map_or_else(String::new, |p| format!("{} {}", p.zh, p.en));
            row(&[&n.day, &n.station_name, &n.label, &n.standing, own, &what])
        });
        page + &section("服务站的号 Numbers at stations", &["日期 Day", "", "", "", "", ""], numbers.collect())
    }
}
