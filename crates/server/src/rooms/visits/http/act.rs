//! Acts on a campaign.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::Verb;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{CampaignId, DwellingId};
use weiguang_domain::visits::Population;

use super::campaigns::show;
use super::record::FormBody;
use super::{client_id, street_of_campaign, street_of_code};
use crate::App;
use crate::rooms::visits::ops::campaigns as ops;
use crate::rooms::visits::view::campaign::{CampaignView, PopulationView};
use crate::web::extract::{IdempotencyKey, IfMatch, SignedIn};
use crate::web::problem::Problem;
use crate::web::{FieldFault, Refusal};

/// A campaign as it is drafted.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = VisitNewCampaignBody)]
#[serde(deny_unknown_fields)]
pub struct NewCampaignBody {
    /// Made by the client, version 7.
    pub id: Uuid,
    /// At most 60 characters.
    pub title: String,
    /// Why people are asked; told at every door. At most 200 characters.
    pub purpose: String,
    /// Where.
    #[schema(value_type = String)]
    pub code: GridCode,
    /// The form, pinned.
    pub form: FormBody,
    /// Whom it goes to.
    #[schema(value_type = PopulationView)]
    pub population: Population,
}

impl NewCampaignBody {
    fn read(self) -> Result<ops::New, Refusal> {
        Ok(ops::New {
            id: CampaignId::new(client_id(self.id)?),
            title: self.title,
            purpose: self.purpose,
            code: self.code,
            form: (self.form.id, self.form.version),
            population: self.population,
        })
    }
}

/// Drafts a campaign. Its doors are a question to the ledger until it starts.
#[utoipa::path(post, path = "/visits/campaigns", tag = "visits", request_body = NewCampaignBody, responses((status = 201, body = CampaignView), (status = 422, body = Problem)))]
pub async fn draft_campaign(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<NewCampaignBody>,
) -> Result<Response, Refusal> {
    actor.may_somewhere(Verb::VisitsCampaign)?;
    let (sending, body) = (send.send(), send.body);
    let street = street_of_code(&app, &body.code, "cell")?;
    let new = body.read()?;
    let id = new.id;
    let sent = app.write(&actor, street, sending, move |work| ops::create(work, &new)).await?;
    show(&app, &actor, street, id, StatusCode::CREATED, sent.replayed).await
}

/// Puts a draft right that stands at the version of `If-Match`: everything of it is said anew. Once a campaign runs, nothing of it is changed any more.
#[utoipa::path(put, path = "/visits/campaigns/{id}", tag = "visits", params(("id" = Uuid, Path), ("if-match" = String, Header)), request_body = NewCampaignBody, responses((status = 200, body = CampaignView), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn amend_draft(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    IfMatch(version): IfMatch,
    send: IdempotencyKey<NewCampaignBody>,
) -> Result<Response, Refusal> {
    let id = CampaignId::new(id);
    let street = street_of_campaign(&app, &actor, id).await?;
    let (sending, new) = (send.send(), send.body.read()?);
    if new.id != id {
        let (zh, en) = ("与地址中的专项任务不是同一个", "not the campaign of the address");
        return Err(Refusal::field(FieldFault::new("id", "visits.other-campaign", zh, en)));
    }
    let sent = app.write(&actor, street, sending, move |work| ops::amend(work, version, &new)).await?;
    show(&app, &actor, street, id, StatusCode::OK, sent.replayed).await
}

/// A gap, with the reason why it is left.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = VisitGapBody)]
#[serde(deny_unknown_fields)]
pub struct GapBody {
    /// The door.
    pub dwelling: Uuid,
    /// Why, at most 200 characters.
    pub reason: String,
}

/// What is done.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = VisitCampaignActBody)]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is told by the act that it belongs to")]
pub enum CampaignActBody {
    /// Fixes the list of doors and starts.
    Start {},
    /// One more round to the doors where nobody answered.
    NextRound {},
    /// Signs the list of gaps: exactly the doors that have not ended, each with its reason, by somebody who went to none of them. Where
    /// nobody ever went to some of them, `unvisited` says why.
    Sign {
        gaps: Vec<GapBody>,
        #[serde(default)]
        unvisited: String,
    },
    /// Gives it up.
    Withdraw { reason: String },
}

/// Does something to a campaign that stands at the version of `If-Match`.
#[utoipa::path(post, path = "/visits/campaigns/{id}/actions", tag = "visits", params(("id" = Uuid, Path), ("if-match" = String, Header)), request_body = CampaignActBody, responses((status = 200, body = CampaignView), (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn act_on_campaign(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    IfMatch(version): IfMatch,
    send: IdempotencyKey<CampaignActBody>,
) -> Result<Response, Refusal> {
    let id = CampaignId::new(id);
    let street = street_of_campaign(&app, &actor, id).await?;
    let (sending, body) = (send.secret(&app), send.body);
    let mut gaps: BTreeMap<DwellingId, String> = BTreeMap::new();
    if let CampaignActBody::Sign { gaps: named, .. } = &body {
        for gap in named {
            if gaps.insert(DwellingId::new(gap.dwelling), gap.reason.trim().to_owned()).is_some() {
                let (zh, en) = ("同一户出现了两次", "one door stands here twice");
                return Err(Refusal::field(FieldFault::new("gaps", "visits.gap-twice", zh, en)));
            }
        }
    }
    let sent = app
        .write(&actor, street, sending, move |work| match &body {
            CampaignActBody::Start {} => ops::start(work, id, version),
            CampaignActBody::NextRound {} => ops::next_round(work, id, version),
            CampaignActBody::Sign { unvisited, .. } => ops::sign(work, id, version, &gaps, unvisited),
            CampaignActBody::Withdraw { reason } => ops::withdraw(work, id, version, reason),
        })
        .await?;
    show(&app, &actor, street, id, StatusCode::OK, sent.replayed).await
}
