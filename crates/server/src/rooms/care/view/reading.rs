//! A reading on screen: values with their units, open questions, the verdict of the rules, and the words for the person.

use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::Permit;
use weiguang_domain::care::reading::{Measured, ReadingStatus, mg_of_mmol};
use weiguang_domain::care::recheck::advice;
use weiguang_domain::care::rules::Urgency;
use weiguang_domain::care::verdict::Doubt;
use weiguang_domain::care::{Level, Quantity, Table, Value, judged};
use weiguang_domain::kernel::ids::AccountId;

use super::{KeyWords, StaffView, bilingual, key};
use crate::rooms::care::record::ReadingRecord;
use crate::rooms::care::rules::Rules;
use crate::web::words::Bilingual;

/// One value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CareValueView)]
pub struct ValueView {
    /// What: `systolic`, `glucose` …
    pub of: KeyWords,
    /// `30`, `16.652`, `HI`, `LO`.
    pub value: String,
    /// `mmol/L`, `mmHg` …
    pub unit: String,
    /// The same in the other unit: `540 mg/dL`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub also: Option<String>,
}

/// The unit in which a quantity is stored.
#[must_use]
pub const fn unit(of: Quantity) -> &'static str {
    match of {
        Quantity::Systolic | Quantity::Diastolic => "mmHg",
        Quantity::Pulse => "/min",
        Quantity::Glucose => "mmol/L",
        Quantity::Temperature => "°C",
        Quantity::Oxygen => "%",
        Quantity::Weight => "kg",
    }
}

/// What was measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CareMeasuredView)]
pub struct MeasuredView {
    /// The values.
    pub values: Vec<ValueView>,
    /// For glucose, when.
    pub meal: Option<KeyWords>,
    /// What is felt or seen.
    pub symptoms: Vec<KeyWords>,
    /// The unit in which glucose was typed: `mmol` or `mg`.
    pub typed_in: Option<String>,
}

impl MeasuredView {
    /// From a measurement.
    #[must_use]
    pub fn of(measured: &Measured) -> Self {
        let value = |(of, value): (&Quantity, &Value)| {
            let also = match (of, value) {
                (Quantity::Glucose, Value::Is(n)) => Some(format!("{} mg/dL", mg_of_mmol(*n))),
                _ => None,
            };
            let value = match value {
                Value::Is(n) => n.to_string(),
                Value::Hi => "HI".into(),
                Value::Lo => "LO".into(),
            };
            let of_words = KeyWords::new(of.key(), of.chinese(), of.english());
            ValueView { of: of_words, value, unit: unit(*of).into(), also }
        };
        Self {
            values: measured.values.iter().map(value).collect(),
            meal: measured.meal.map(|m| KeyWords::new(m.key(), m.chinese(), m.english())),
            symptoms: measured.symptoms.iter().map(|s| KeyWords::new(s.key(), s.chinese(), s.english())).collect(),
            typed_in: measured.unit.map(|u| u.key().to_owned()),
        }
    }
}

/// A rule that was met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CareHitView)]
pub struct HitView {
    /// The rule's id.
    pub rule: String,
    /// `critical` or `high`.
    pub level: String,
    /// `high`, `low` or `sign`.
    pub side: String,
    /// What it rests on.
    pub sources: Vec<String>,
}

/// Something to be measured again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CareRecheckView)]
pub struct RecheckView {
    /// What.
    pub of: KeyWords,
    /// The last day, `YYYY-MM-DD`.
    pub due: String,
}

/// A reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CareReadingView)]
pub struct ReadingView {
    /// Which.
    pub id: Uuid,
    /// Whose.
    pub resident: Uuid,
    /// Whether the rules ask for 120 and the alert at once, without a second measurement.
    pub at_once: bool,
    /// The person's cell on that day.
    pub code: String,
    /// When, RFC 3339.
    pub at: String,
    /// Who measured.
    pub by: StaffView,
    /// `typed`, `meter` or `centre`.
    pub via: String,
    /// Where, if at a station.
    pub station: Option<Uuid>,
    /// What.
    pub measured: MeasuredView,
    /// `stands`, `doubted` or `discarded`.
    pub standing: String,
    /// What is or was asked again.
    pub asked: Vec<Bilingual>,
    /// Why it was discarded.
    pub why: Option<String>,
    /// What was typed before it was corrected, first first.
    pub before: Vec<MeasuredView>,
    /// Corrections that are likely right, while it waits for an answer.
    pub offers: Vec<MeasuredView>,
    /// Whether it may be confirmed as it stands: not what nobody can have.
    pub confirmable: bool,
    /// `critical`, `high`, `normal` or `not_judged`; nothing while it waits or once it was discarded.
    pub level: Option<String>,
    /// What the rules call normal.
    pub normal: Vec<KeyWords>,
    /// What was measured or felt and no rule judges.
    pub not_judged: Vec<KeyWords>,
    /// The rules that it met, the gravest first.
    pub hits: Vec<HitView>,
    /// What is said to the person.
    pub advice: Vec<Bilingual>,
    /// What they are asked to have measured again.
    pub rechecks: Vec<RecheckView>,
    /// Whether enrolment with the family doctor is offered.
    pub enrol: bool,
    /// The version of the rules.
    pub rules: u32,
    /// The version of the reading, for `If-Match`.
    pub version: i64,
}

/// A verdict value by value, by the rules that judged the reading at its time: a value that an older version called normal without a rule
/// counts as not judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueVerdicts {
    /// The most serious level.
    pub level: Level,
    /// Normal values.
    pub normal: Vec<KeyWords>,
    /// Values that no rule judges.
    pub not_judged: Vec<KeyWords>,
}

impl ValueVerdicts {
    /// Of a reading.
    #[must_use]
    pub fn of(_permit: Permit, r: &ReadingRecord, table: &Table) -> Self {
        let measured = &r.reading.measured;
        let values = judged::values(table, measured, &r.patient);
        let of_level = |level: Level| {
            let of_it = values.iter().filter(move |(_, value)| value.level == level);
            of_it.map(|(of, _)| KeyWords::new(of.key(), of.chinese(), of.english())).collect::<Vec<_>>()
        };
        let (normal, mut not_judged) = (of_level(Level::Normal), of_level(Level::NotJudged));
        let felt = judged::symptoms_not_judged(table, measured, &r.patient);
        not_judged.extend(felt.iter().map(|s| KeyWords::new(s.key(), s.chinese(), s.english())));
        let level = match r.verdict.level {
            Level::Normal | Level::NotJudged if normal.is_empty() => Level::NotJudged,
            Level::Normal | Level::NotJudged => Level::Normal,
            grave => grave,
        };
        Self { level, normal, not_judged }
    }
}

fn asked(doubts: &[Doubt]) -> Vec<Bilingual> {
    doubts.iter().map(|d| Bilingual::new(d.chinese(), d.english())).collect()
}

impl ReadingView {
    /// Of a reading, for a reader who may see it.
    #[must_use]
    pub fn of(permit: Permit, r: &ReadingRecord, rules: &Rules, names: &HashMap<AccountId, String>) -> Self {
        let (standing, doubts, why) = match &r.reading.standing {
            ReadingStatus::Stands { doubts, .. } => ("stands", doubts, None),
            ReadingStatus::Doubted { doubts } => ("doubted", doubts, None),
            ReadingStatus::Discarded { doubts, why } => ("discarded", doubts, Some(why.clone())),
        };
        let table = rules.version(r.verdict.version);
        // A doubted reading has no verdict on screen: only the question is shown.
        let judged = r.reading.stands().then(|| advice(table, &r.verdict, r.reading.at.day()));
        let hits = r.verdict.hits.iter().filter(|_| judged.is_some()).map(|hit| HitView {
            rule: hit.rule.clone(),
            level: hit.level.key().to_owned(),
            side: key(&hit.side),
            sources: table.rule(&hit.rule).map_or_else(Vec::new, |rule| {
                rule.sources.iter().filter_map(|id| table.sources.get(id)).cloned().collect()
            }),
        });
        let recheck = |(of, due): &(Quantity, weiguang_domain::kernel::time::Day)| RecheckView {
            of: KeyWords::new(of.key(), of.chinese(), of.english()),
            due: due.to_string(),
        };
        let measured = &r.reading.measured;
        let said = ValueVerdicts::of(permit, r, table);
        let doubted = matches!(r.reading.standing, ReadingStatus::Doubted { .. });
        let offers = if doubted { measured.offers(table) } else { Vec::new() };
        Self {
            id: r.reading.id.uuid(),
            resident: r.reading.resident.uuid(),
            at_once: judged.is_some() && table.urgency(&r.verdict, true) == Some(Urgency::AtOnce),
            code: r.code.to_string(),
            at: r.reading.at.to_string(),
            by: StaffView::of(r.reading.by, names),
            via: key(&r.reading.via),
            station: r.reading.station.map(weiguang_domain::kernel::ids::StationId::uuid),
            measured: MeasuredView::of(&r.reading.measured),
            standing: standing.into(),
            asked: asked(doubts),
            why,
            before: r.before.iter().map(|t| MeasuredView::of(&t.measured)).collect(),
            offers: offers.iter().map(MeasuredView::of).collect(),
            confirmable: measured.is_possible(),
            level: judged.as_ref().map(|_| said.level.key().to_owned()),
            normal: said.normal.into_iter().filter(|_| judged.is_some()).collect(),
            not_judged: said.not_judged.into_iter().filter(|_| judged.is_some()).collect(),
            hits: hits.collect(),
            advice: judged.iter().flat_map(|a| a.words.clone()).map(bilingual).collect(),
            rechecks: judged.iter().flat_map(|a| a.rechecks.iter().map(recheck)).collect(),
            enrol: judged.as_ref().is_some_and(|a| a.enrol),
            rules: r.verdict.version,
            version: r.version,
        }
    }
}
