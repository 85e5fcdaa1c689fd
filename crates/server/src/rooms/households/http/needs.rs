//! HTTP endpoints of care needs.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::Verb;
use weiguang_domain::households::NeedKind;
use weiguang_domain::households::need::ConsentForm;
use weiguang_domain::kernel::ids::{NeedId, ResidentId};
use weiguang_domain::kernel::time::Day;

use super::{answer, street_of};
use crate::App;
use crate::rooms::households::ops::needs::{self, Leave, New};
use crate::rooms::households::view::PersonView;
use crate::web::Refusal;
use crate::web::extract::{IdempotencyKey, SignedIn};

/// By whose leave something is recorded.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = HouseholdConsentBody)]
#[serde(deny_unknown_fields)]
pub struct ConsentBody {
    /// A guardian in words; left out for the resident.
    #[serde(default)]
    pub guardian: String,
    /// When they agreed; today if not given.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub on: Option<Day>,
    /// `spoken`, `written`, `online`.
    #[schema(value_type = String)]
    pub given: ConsentForm,
}

impl From<ConsentBody> for Leave {
    fn from(body: ConsentBody) -> Self {
        Self { guardian: body.guardian, on: body.on, given: body.given }
    }
}

/// Something that is needed.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = HouseholdNewNeed)]
#[serde(deny_unknown_fields)]
pub struct NewNeed {
    /// A UUIDv7 made by the client.
    pub id: Uuid,
    /// `look_in`, `stairs`, `hearing`, `sight`, `finds_way`, `power`, `company`, `meals`, `follow_up`, `new_mother`, `child_alone`, `language`.
    #[schema(value_type = String)]
    pub kind: NeedKind,
    /// By whose leave; nothing is recorded without.
    #[serde(default)]
    pub consent: Option<ConsentBody>,
    /// What for, in the words that the resident was told.
    pub purpose: String,
    /// Where it comes from: 本人, 走访, 家庭医生.
    pub source: String,
    /// The last day, within a year.
    #[schema(value_type = String)]
    pub expires: Day,
}

/// Records what somebody needs, with their leave, the purpose, the source and an end.
#[utoipa::path(post, path = "/households/residents/{id}/needs", tag = "households", params(("id" = Uuid, Path)), request_body = NewNeed, responses((status = 201, body = PersonView)))]
pub async fn record_need(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<NewNeed>,
) -> Result<Response, Refusal> {
    let id = ResidentId::new(id);
    let street = street_of(&app, &actor, Verb::HouseholdsRead, id).await?;
    let (sending, body) = (send.secret(&app), send.body);
    let new = New {
        id: NeedId::new(body.id),
        kind: body.kind,
        leave: body.consent.map(Leave::from),
        purpose: body.purpose,
        source: body.source,
        expires: body.expires,
    };
    let sent = app.write(&actor, street, sending, move |work| needs::record(work, id, &new)).await?;
    answer(&app, &actor, street, StatusCode::CREATED, sent).await
}

/// Fresh leave until another day.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = HouseholdRenewNeed)]
#[serde(deny_unknown_fields)]
pub struct RenewNeed {
    /// By whose leave.
    #[serde(default)]
    pub consent: Option<ConsentBody>,
    /// The last day, within a year.
    #[schema(value_type = String)]
    pub expires: Day,
}

/// Keeps a need on, with fresh leave.
#[utoipa::path(put, path = "/households/residents/{id}/needs/{need}", tag = "households", params(("id" = Uuid, Path), ("need" = Uuid, Path)), request_body = RenewNeed, responses((status = 200, body = PersonView)))]
pub async fn renew_need(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((id, need)): Path<(Uuid, Uuid)>,
    send: IdempotencyKey<RenewNeed>,
) -> Result<Response, Refusal> {
    let (id, need) = (ResidentId::new(id), NeedId::new(need));
    let street = street_of(&app, &actor, Verb::HouseholdsRead, id).await?;
    let (sending, body) = (send.send(), send.body);
    let (leave, expires) = (body.consent.map(Leave::from), body.expires);
    let renew = move |work: &mut crate::UnitOfWork<'_, '_>| needs::renew(work, id, need, leave.as_ref(), expires);
    let sent = app.write(&actor, street, sending, renew).await?;
    answer(&app, &actor, street, StatusCode::OK, sent).await
}

/// Takes back the leave for a need: it is forgotten at once.
#[utoipa::path(delete, path = "/households/residents/{id}/needs/{need}", tag = "households", params(("id" = Uuid, Path), ("need" = Uuid, Path)), responses((status = 200, body = PersonView)))]
pub async fn withdraw_need(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((id, need)): Path<(Uuid, Uuid)>,
    send: IdempotencyKey<()>,
) -> Result<Response, Refusal> {
    let (id, need) = (ResidentId::new(id), NeedId::new(need));
    let street = street_of(&app, &actor, Verb::HouseholdsRead, id).await?;
    let sent = app.write(&actor, street, send.send(), move |work| needs::withdraw(work, id, need)).await?;
    answer(&app, &actor, street, StatusCode::OK, sent).await
}
