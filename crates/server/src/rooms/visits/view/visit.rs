//! Wire types of a visit for one reader: its content, with numbers masked; health data only for its author and those who care for the
//! person.

use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::Permit;
use weiguang_domain::households::{Dwelling, Resident};
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::text::mask_name;
use weiguang_domain::visits::form::Kind;
use weiguang_domain::visits::visit::{AnswerOrigin, GivenAnswer};
use weiguang_domain::visits::{Answer, Form, Outcome, Plan, Question, ledger};

use super::form::AnswerView;
use crate::rooms::visits::store::visits::StoredVisit;
use crate::web::words::{Bilingual, KeyWords, StaffView};

/// A campaign, as a visit names it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = VisitOfCampaign)]
pub struct OfCampaign {
    /// Which.
    pub id: Uuid,
    /// What it is called.
    pub title: String,
    /// In which round somebody went; null once that is forgotten.
    #[schema(required = true)]
    pub round: Option<u8>,
}

/// Somebody who was met.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = VisitMetView)]
pub struct MetView {
    /// Which.
    pub id: Uuid,
    /// 王**.
    pub name: String,
}

/// A form, as a visit names it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = VisitFormName)]
pub struct FormName {
    /// Its id.
    pub id: String,
    /// The version.
    pub version: u32,
    /// Its title.
    pub title: Bilingual,
}

/// What was asked and answered.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = VisitAnsweredView)]
pub struct AnsweredView {
    /// The question's name.
    pub question: String,
    /// What was asked.
    pub label: Bilingual,
    /// What was answered.
    #[schema(value_type = AnswerView)]
    pub answer: Answer,
    /// The same in words.
    pub words: Bilingual,
    /// `asked`, `confirmed`, `changed`.
    #[schema(value_type = String)]
    pub came: AnswerOrigin,
    /// Whether it is shown masked.
    pub masked: bool,
}

/// A visit or a patrol.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VisitView {
    /// Which.
    pub id: Uuid,
    /// `door` or `patrol`.
    pub kind: String,
    /// The door; null for a patrol.
    #[schema(required = true)]
    pub dwelling: Option<Uuid>,
    /// The door in the address directory, where it is known there.
    #[schema(required = true)]
    pub place: Option<Uuid>,
    /// The door in words.
    pub door: String,
    /// The cell in which somebody went.
    pub code: String,
    /// Who went.
    pub by: StaffView,
    /// When, by the phone's clock, RFC 3339.
    pub at: String,
    /// The end of a patrol.
    #[schema(required = true)]
    pub until: Option<String>,
    /// When it came, RFC 3339.
    pub received_at: String,
    /// How the door ended; null for a patrol.
    #[schema(required = true)]
    pub outcome: Option<KeyWords>,
    /// `unplanned`, `campaign`, `alert`, `case`, `patrol`.
    pub plan: String,
    /// The campaign.
    #[schema(required = true)]
    pub campaign: Option<OfCampaign>,
    /// Whom they met.
    pub met: Vec<MetView>,
    /// Of whom the questions about a person were.
    #[schema(required = true)]
    pub about: Option<Uuid>,
    /// What was seen.
    pub seen: String,
    /// The form.
    #[schema(required = true)]
    pub form: Option<FormName>,
    /// What was asked and answered, in the form's order.
    pub answers: Vec<AnsweredView>,
    /// Cases that were opened in the same move; who may see one reads it by its id.
    pub cases: Vec<Uuid>,
    /// Whether what was said is forgotten, because its time is over.
    pub forgotten: bool,
    /// The visit that this one puts right.
    #[schema(required = true)]
    pub corrects: Option<Uuid>,
    /// Who put it right; who went is `by`.
    #[schema(required = true)]
    pub corrected_by: Option<StaffView>,
    /// The visit that puts this one right, and counts in its place.
    #[schema(required = true)]
    pub corrected: Option<Uuid>,
    /// Whether the reader may put it right.
    pub may_correct: bool,
}

/// The result of a visit, with its words.
#[must_use]
pub fn outcome(outcome: Outcome) -> KeyWords {
    KeyWords::new(outcome.key(), outcome.chinese(), outcome.english())
}

/// An answer as text.
#[must_use]
pub fn spoken(kind: Option<&Kind>, answer: &Answer) -> Bilingual {
    let label = |name: &str| {
        let choices = match kind {
            Some(Kind::One(choices) | Kind::Many(choices)) => choices.as_slice(),
            _ => &[],
        };
        let known = choices.iter().find(|c| c.name == name);
        known.map_or_else(|| Bilingual::new(name, name), |c| Bilingual::new(&c.label.zh, &c.label.en))
    };
    match answer {
        Answer::Text(text) => Bilingual::new(text, text),
        Answer::Number(n) => Bilingual::new(n.to_string(), n.to_string()),
        Answer::Date(day) => Bilingual::new(day.to_string(), day.to_string()),
        Answer::YesNo(true) => Bilingual::new("是", "yes"),
        Answer::YesNo(false) => Bilingual::new("否", "no"),
        Answer::One(name) => label(name),
        Answer::Many(names) => {
            let labels: Vec<Bilingual> = names.iter().map(|n| label(n)).collect();
            let join = |of: fn(&Bilingual) -> &str, with| labels.iter().map(of).collect::<Vec<_>>().join(with);
            Bilingual::new(join(|l| &l.zh, "、"), join(|l| &l.en, ", "))
        }
    }
}

fn answered(question: &Question, given: &GivenAnswer) -> AnsweredView {
    let field = question.field;
    let answer = field.map_or_else(|| given.answer.clone(), |field| ledger::shown(field, &given.answer));
    AnsweredView {
        question: question.name.clone(),
        label: Bilingual::new(&question.label.zh, &question.label.en),
        words: spoken(Some(&question.kind), &answer),
        masked: answer != given.answer,
        answer,
        came: given.came,
    }
}

/// Data read besides a visit.
#[derive(Debug)]
pub struct Beside {
    /// The permit under which it is shown.
    pub permit: Permit,
    /// The visit.
    pub kept: StoredVisit,
    /// The dwelling.
    pub door: Option<Dwelling>,
    /// Its campaign, by title.
    pub title: Option<String>,
    /// Its form.
    pub form: Option<Form>,
    /// The people met, and whether the personal questions refer to them.
    pub met: Vec<(Resident, bool)>,
    /// Whether the reader may see health data.
    pub health: bool,
    /// Whether the reader may correct it.
    pub may_correct: bool,
}

impl Beside {
    /// For the wire.
    #[must_use]
    pub fn view(self, names: &HashMap<AccountId, String>) -> VisitView {
        let kept = self.kept;
        let told = kept.told.as_ref();
        let why = told.and_then(|t| t.plan);
        let plan = match why {
            _ if kept.door.is_none() => "patrol",
            Some(Plan::Campaign { .. }) => "campaign",
            Some(Plan::Alert(_)) => "alert",
            Some(Plan::Case(_)) => "case",
            None if kept.campaign.is_some() => "campaign",
            Some(Plan::Unplanned) | None => "unplanned",
        };
        let round = match why {
            Some(Plan::Campaign { round, .. }) => Some(round),
            _ => None,
        };
        let answers = match (&self.form, told) {
            (Some(form), Some(told)) => form
                .questions
                .iter()
                .filter(|q| self.health || !q.field.is_some_and(weiguang_domain::visits::Field::is_health))
                .filter_map(|q| told.answers.get(&q.name).map(|given| answered(q, given)))
                .collect(),
            _ => Vec::new(),
        };
        VisitView {
            id: kept.id.uuid(),
            kind: if kept.door.is_some() { "door" } else { "patrol" }.to_owned(),
            dwelling: kept.door.map(Uuid::from),
            place: self.door.as_ref().and_then(|d| d.place).map(Uuid::from),
            door: self.door.map_or_else(String::new, |d| d.label),
            code: kept.code.to_string(),
            by: StaffView::of(kept.by, names),
            at: kept.at.to_string(),
            until: told.and_then(|t| t.until).map(|until| until.to_string()),
            received_at: kept.received_at.to_string(),
            outcome: kept.outcome.map(outcome),
            plan: plan.to_owned(),
            campaign: kept.campaign.map(|id| OfCampaign {
                id: id.uuid(),
                title: self.title.unwrap_or_default(),
                round,
            }),
            about: self.met.iter().find(|(_, about)| *about).map(|(r, _)| r.id.uuid()),
            met: self.met.iter().map(|(r, _)| MetView { id: r.id.uuid(), name: mask_name(&r.name) }).collect(),
            seen: told.map(|t| t.seen.clone()).unwrap_or_default(),
            form: self.form.map(|f| FormName {
                id: f.id,
                version: f.version,
                title: Bilingual::new(f.title.zh, f.title.en),
            }),
            answers,
            cases: told.map(|t| t.cases.iter().map(|c| c.uuid()).collect()).unwrap_or_default(),
            forgotten: kept.told.is_none(),
            corrects: kept.corrects.map(|c| c.of.uuid()),
            corrected_by: kept.corrects.map(|c| StaffView::of(c.by, names)),
            corrected: kept.corrected.map(Uuid::from),
            may_correct: self.may_correct,
        }
    }
}
