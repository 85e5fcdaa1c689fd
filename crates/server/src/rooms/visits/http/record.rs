//! HTTP endpoints: a phone sends a visit or a patrol.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{
    AlertId, CampaignId, CaseId, DwellingId, EditId, HouseholdId, PlaceId, ResidentId, VisitId,
};
use weiguang_domain::kernel::time::Moment;
use weiguang_domain::visits::visit::{AnswerOrigin, GivenAnswer};
use weiguang_domain::visits::{Answer, Outcome, Plan};

use super::{client_id, street_of_code};
use crate::App;
use crate::rooms::households::At;
use crate::rooms::visits::ops::answers::Answered;
use crate::rooms::visits::ops::record::{self, MOST, New, NewPatrol, Receipt};
use crate::rooms::visits::view::form::AnswerView;
use crate::web::answer::written;
use crate::web::extract::{IdempotencyKey, SignedIn};
use crate::web::problem::Problem;
use crate::web::{FieldFault, Refusal};

/// Which door, by one of the ids by which a phone knows it.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[schema(as = VisitDoorBody)]
#[serde(deny_unknown_fields)]
pub struct DoorBody {
    /// Its own id.
    #[serde(default)]
    pub dwelling: Option<Uuid>,
    /// Its room in the address directory.
    #[serde(default)]
    pub place: Option<Uuid>,
    /// A household behind it.
    #[serde(default)]
    pub household: Option<Uuid>,
}

impl DoorBody {
    pub(super) fn read(self) -> Result<At, Refusal> {
        match (self.dwelling, self.place, self.household) {
            (Some(id), None, None) => Ok(At::Dwelling(DwellingId::new(id))),
            (None, Some(id), None) => Ok(At::Place(PlaceId::new(id))),
            (None, None, Some(id)) => Ok(At::Household(HouseholdId::new(id))),
            _ => {
                let (zh, en) = ("门户须且只须用一种编号指明", "a door is named by exactly one id");
                Err(Refusal::field(FieldFault::new("door", "visits.door", zh, en)))
            }
        }
    }
}

/// Why somebody went.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[schema(as = VisitWhyBody)]
#[serde(tag = "plan", rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is told by the plan that it belongs to")]
pub enum WhyBody {
    /// They were passing.
    #[default]
    Unplanned,
    /// In a campaign, in its nth round.
    Campaign { campaign: Uuid, round: u8 },
    /// After a care alert.
    Alert { alert: Uuid },
    /// After a case.
    Case { case: Uuid },
}

impl From<WhyBody> for Plan {
    fn from(body: WhyBody) -> Self {
        match body {
            WhyBody::Unplanned => Self::Unplanned,
            WhyBody::Campaign { campaign, round } => {
                Self::Campaign { campaign: CampaignId::new(campaign), round: round.max(1) }
            }
            WhyBody::Alert { alert } => Self::Alert(AlertId::new(alert)),
            WhyBody::Case { case } => Self::Case(CaseId::new(case)),
        }
    }
}

/// An answer as it was given at a door.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = VisitGivenBody)]
#[serde(deny_unknown_fields)]
pub struct GivenBody {
    /// What.
    #[schema(value_type = AnswerView)]
    pub answer: Answer,
    /// `asked`, `confirmed` (it was known, and is still so) or `changed` (it was known, and is not so any more).
    #[schema(value_type = String)]
    pub came: AnswerOrigin,
    /// The edits that stood on the screen for this field of the ledger.
    #[serde(default)]
    pub seen: BTreeSet<Uuid>,
}

/// A form and its version.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = VisitFormBody)]
#[serde(deny_unknown_fields)]
pub struct FormBody {
    /// Its id.
    pub id: String,
    /// The version.
    pub version: u32,
}

/// A visit to a door.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitBody {
    /// Made by the phone, version 7.
    pub id: Uuid,
    /// Which door.
    pub door: DoorBody,
    /// The door's cell as the phone knew it: the credit stays there.
    #[schema(value_type = String)]
    pub code: GridCode,
    /// By the phone's clock; at most 30 days ago.
    #[schema(value_type = String)]
    pub at: Moment,
    /// Why; unplanned if not said.
    #[serde(default)]
    pub why: WhyBody,
    /// `done`, `refused`, `vacant`, `moved`, `not_reached`.
    #[schema(value_type = String)]
    pub outcome: Outcome,
    /// Whom they met, at most 20.
    #[serde(default)]
    pub met: Vec<Uuid>,
    /// Of whom the questions about a person were; if it is not said, the one who was met.
    #[serde(default)]
    pub about: Option<Uuid>,
    /// What was seen, at most 1,000 characters.
    #[serde(default)]
    pub seen: String,
    /// The form, outside of a campaign.
    #[serde(default)]
    pub form: Option<FormBody>,
    /// The answers by the names of the questions.
    #[serde(default)]
    pub answers: BTreeMap<String, GivenBody>,
    /// The case that was opened in the same move: it is sent by itself under this id, before or after.
    #[serde(default)]
    pub case: Option<Uuid>,
    /// The visit that was recorded by mistake, and that this one puts right: of the same door, one's own or of those whom one leads. It stays in
    /// the history and counts nowhere; who went, when and in which campaign is taken from it.
    #[serde(default)]
    pub corrects: Option<Uuid>,
}

/// Takes a visit in, once however often it is sent, up to 30 days late. It is added and changes none; one that `corrects` another counts in its
/// place. What was learned goes to the ledger;
/// where two people said different things of one field, both are shown until somebody settles it.
#[utoipa::path(post, path = "/visits", tag = "visits", request_body = VisitBody, responses((status = 201, body = Receipt), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn record_visit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<VisitBody>,
) -> Result<Response, Refusal> {
    // An answer may be as easy to guess as a phone number, so the stored hash of the request is keyed.
    let (sending, body) = (send.secret(&app), send.body);
    let street = street_of_code(&app, &body.code, "door")?;
    if body.met.len() > MOST {
        let (zh, en) = (format!("最多 {MOST} 人"), format!("at most {MOST} people"));
        return Err(Refusal::field(FieldFault::new("met", "visits.met", zh, en)));
    }
    let answer = |a: GivenBody| Answered {
        given: GivenAnswer { answer: a.answer, came: a.came },
        seen: a.seen.into_iter().map(EditId::new).collect(),
    };
    let new = New {
        id: VisitId::new(client_id(body.id)?),
        door: body.door.read()?,
        code: body.code,
        at: body.at,
        plan: body.why.into(),
        outcome: body.outcome,
        met: body.met.into_iter().map(ResidentId::new).collect(),
        about: body.about.map(ResidentId::new),
        seen: body.seen,
        form: body.form.map(|f| (f.id, f.version)),
        answers: body.answers.into_iter().map(|(name, a)| (name, answer(a))).collect(),
        case: body.case.map(CaseId::new),
        corrects: body.corrects.map(VisitId::new),
    };
    let sent = app.write(&actor, street, sending, move |work| record::record(work, &new)).await?;
    Ok(written(StatusCode::CREATED, &sent.value, None, sent.replayed))
}

/// A walk through a cell.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = VisitPatrolBody)]
#[serde(deny_unknown_fields)]
pub struct PatrolBody {
    /// Made by the phone, version 7.
    pub id: Uuid,
    /// Which cell.
    #[schema(value_type = String)]
    pub code: GridCode,
    /// From; at most 30 days ago.
    #[schema(value_type = String)]
    pub from: Moment,
    /// Until.
    #[schema(value_type = String)]
    pub until: Moment,
    /// What was seen, at most 1,000 characters.
    #[serde(default)]
    pub seen: String,
    /// The cases that were opened on the way, at most 20: each is sent by itself.
    #[serde(default)]
    pub cases: Vec<Uuid>,
}

/// Takes a patrol in. It has a cell and a while, no position and no track.
#[utoipa::path(post, path = "/visits/patrols", tag = "visits", request_body = PatrolBody, responses((status = 201, body = Receipt), (status = 422, body = Problem)))]
pub async fn record_patrol(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<PatrolBody>,
) -> Result<Response, Refusal> {
    let (sending, body) = (send.secret(&app), send.body);
    let street = street_of_code(&app, &body.code, "cell")?;
    if body.cases.len() > MOST {
        let (zh, en) = (format!("最多 {MOST} 个事项"), format!("at most {MOST} cases"));
        return Err(Refusal::field(FieldFault::new("cases", "visits.cases", zh, en)));
    }
    let new = NewPatrol {
        id: VisitId::new(client_id(body.id)?),
        code: body.code,
        from: body.from,
        until: body.until,
        seen: body.seen,
        cases: body.cases.into_iter().map(CaseId::new).collect(),
    };
    let sent = app.write(&actor, street, sending, move |work| record::patrol(work, &new)).await?;
    Ok(written(StatusCode::CREATED, &sent.value, None, sent.replayed))
}
