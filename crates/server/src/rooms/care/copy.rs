//! The data that care stores about a person, for the copy of their own data: readings with their verdicts, due re-measurements, and alerts
//! with all steps.

use serde::Serialize;
use weiguang_domain::access::Permit;
use weiguang_domain::care::{Fact, Quantity};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::ResidentId;
use weiguang_store::Tx;

use super::rules::Rules;
use super::store::{alerts, people, readings};
use super::view::reading::ReadingView;
use super::view::{bilingual, key};
use crate::app::room::{OwnPart, OwnTable};
use crate::chain;
use crate::rooms::people as those_who_serve;
use crate::web::Refusal;
use crate::web::words::Bilingual;

/// A step of an alert.
#[derive(Clone, Debug, Serialize)]
pub struct HeldStep {
    /// When, RFC 3339.
    pub at: String,
    /// The act.
    pub words: Bilingual,
}

/// An alert.
#[derive(Clone, Debug, Serialize)]
pub struct HeldAlert {
    /// Since when, RFC 3339.
    pub began_at: String,
    /// Its status.
    pub status: Bilingual,
    /// Its steps.
    pub steps: Vec<HeldStep>,
}

/// All data that care stores about a person.
#[derive(Clone, Debug, Serialize)]
pub struct Held {
    /// Readings, newest first.
    pub readings: Vec<ReadingView>,
    /// Due re-measurements, with the last day.
    pub rechecks: Vec<(String, String)>,
    /// Long illnesses recorded by a doctor.
    pub illnesses: Vec<String>,
    /// Alerts, newest first.
    pub alerts: Vec<HeldAlert>,
}

/// Gathers it.
///
/// # Errors
/// The store's errors.
pub fn held(
    tx: &mut Tx<'_>,
    permit: Permit,
    street: &GridCode,
    id: ResidentId,
    rules: &Rules,
) -> Result<Held, Refusal> {
    let found = readings::of_person(tx, street, id, None, readings::NEWEST, i64::from(i32::MAX))?;
    let who = found.iter().map(|r| r.reading.by).collect();
    let names = those_who_serve::names(tx, &who)?;
    let followed = people::read(tx, street, id)?;
    let mut all = Vec::new();
    for record in alerts::of_person(tx, street, id, i64::from(i32::MAX))? {
        let entries = chain::stream(tx, street.as_str(), record.alert.id.uuid(), 0, i64::from(i32::MAX))?;
        let steps = entries.iter().filter_map(|(event, _)| {
            let fact: Fact = serde_json::from_str(event.text()).ok()?;
            Some(HeldStep { at: event.at.to_string(), words: bilingual(fact.words()) })
        });
        all.push(HeldAlert {
            began_at: record.began_at.to_string(),
            status: bilingual(record.alert.state.status().words()),
            steps: steps.collect(),
        });
    }
    let word = |of: Quantity| format!("{} {}", of.chinese(), of.english());
    Ok(Held {
        readings: found.iter().map(|r| ReadingView::of(permit, r, rules, &names)).collect(),
        rechecks: followed.iter().flat_map(|f| &f.rechecks).map(|r| (word(r.of), r.due.to_string())).collect(),
        illnesses: followed.iter().flat_map(|f| &f.illnesses).map(key).collect(),
        alerts: all,
    })
}

impl Held {
    /// As a part of the person's copy.
    ///
    /// # Errors
    /// If it cannot be written as JSON, which never happens.
    pub fn part(&self) -> Result<OwnPart, Refusal> {
        let data = serde_json::to_value(self).map_err(|e| Refusal::Internal(e.to_string()))?;
        let said = |r: &ReadingView| r.advice.iter().map(|a| a.zh.as_str()).collect::<Vec<_>>().join(" ");
        let readings = self.readings.iter().map(|r| {
            let level = r.level.as_deref().unwrap_or(&r.standing).to_owned();
            vec![r.at.clone(), r.by.name.clone(), r.line(), level, said(r)]
        });
        let table = |title: &str, head, rows| OwnTable { title: title.to_owned(), head, rows };
        let head = &["时间 When", "何人 Who", "测量 Measured", "判断 Verdict", "建议 Advice"];
        let mut tables = vec![table("测量 Readings", head, readings.collect())];
        let rechecks = self.rechecks.iter().map(|(of, due)| vec![of.clone(), due.clone()]);
        tables.push(table("请复查 To be measured again", &["", "之前 Until"], rechecks.collect()));
        let ill = self.illnesses.iter().map(|i| vec![i.clone()]);
        tables.push(table("长期疾病 Long illnesses", &[""], ill.collect()));
        for alert in &self.alerts {
            let steps = alert.steps.iter().map(|s| vec![s.at.clone(), s.words.zh.clone(), s.words.en.clone()]);
            let title = format!("关爱预警 Care alert {} {}", alert.began_at, alert.status.zh);
            tables.push(table(&title, &["时间 When", "", ""], steps.collect()));
        }
        Ok(OwnPart { key: "care", data, tables })
    }
}

impl ReadingView {
    /// The measured values on one line.
    #[must_use]
    pub fn line(&self) -> String {
        let values = self.measured.values.iter().map(|v| format!("{} {} {}", v.of.words.zh, v.value, v.unit));
        let meal = self.measured.meal.iter().map(|m| m.words.zh.clone());
        let felt = self.measured.symptoms.iter().map(|s| s.words.zh.clone());
        values.chain(meal).chain(felt).collect::<Vec<_>>().join("，")
    }
}
