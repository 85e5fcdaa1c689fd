//! The contact to call back: read by those who act on alerts, set by those who run the street.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::grid::GridCode;

use crate::App;
use crate::rooms::care::ops::calling;
use crate::rooms::care::store::calling as rows;
use crate::rooms::grid::territory::Territory;
use crate::rooms::people::{names_of, streets_by};
use crate::web::Refusal;
use crate::web::answer::written;
use crate::web::extract::{IdempotencyKey, IfMatch, Query, SignedIn};
use crate::web::problem::Problem;
use crate::web::words::StaffView;

/// Of which street.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct CallBackQuery {
    /// A street; the first of one's own if not given.
    #[param(value_type = Option<String>)]
    street: Option<GridCode>,
}

/// Whom a landlord, a neighbour or the family is asked to call back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CareCallBackView)]
pub struct CallBackView {
    /// The street.
    pub street: String,
    /// What it is called.
    pub street_name: String,
    /// The desk: 合作街道治理服务中心.
    pub name: String,
    /// Its number; nothing until somebody sets it.
    pub number: Option<String>,
    /// Both as they stand in the words that are said.
    pub line: String,
    /// Who set it.
    pub by: Option<StaffView>,
    /// When, RFC 3339.
    pub at: Option<String>,
    /// Whether its reader may set it.
    pub may_set: bool,
    /// The version, for `If-Match`; 0 until somebody sets it.
    pub version: i64,
}

/// What is set.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = CareCallBackBody)]
#[serde(deny_unknown_fields)]
pub struct CallBackBody {
    /// The desk, at most 40 characters.
    pub name: String,
    /// Its number: 5 to 20 digits.
    pub number: String,
}

/// The requested street, if the actor has one of these verbs there; otherwise it is not found.
fn street_of(app: &App, actor: &Actor, verbs: &[Verb], wish: Option<GridCode>) -> Result<GridCode, Refusal> {
    let streets = streets_by(app, actor, verbs);
    let first = *streets.first().ok_or(Refusal::Denied(verbs[0]))?;
    match wish {
        None => Ok(first),
        Some(wish) => streets.into_iter().find(|s| *s == wish).ok_or(Refusal::NotFound("street")),
    }
}

async fn show(app: &App, actor: &Actor, street: GridCode, replayed: bool) -> Result<Response, Refusal> {
    let territory = app.state::<Territory>();
    let (set, named) = app
        .read(move |tx| {
            let set = rows::read(tx, &street)?;
            let named = names_of(tx, set.iter().map(|c| c.by))?;
            Ok((set, named))
        })
        .await?;
    let centre = calling::centre(&territory, &street);
    let version = set.as_ref().map_or(0, |c| c.version);
    let view = CallBackView {
        street: street.to_string(),
        street_name: territory.name(&street).to_owned(),
        line: set.as_ref().map_or_else(|| centre.clone(), |c| c.line()),
        name: set.as_ref().map_or(centre, |c| c.name.clone()),
        number: set.as_ref().map(|c| c.number.clone()),
        by: set.as_ref().map(|c| StaffView::of(c.by, &named)),
        at: set.as_ref().map(|c| c.at.to_string()),
        may_set: actor.may(Verb::CareCallBack, &street, false).is_ok(),
        version,
    };
    Ok(written(StatusCode::OK, &view, Some(version), replayed))
}

/// Whom to call back in a street.
#[utoipa::path(get, path = "/care/call-back", tag = "care", params(CallBackQuery), responses((status = 200, body = CallBackView)))]
pub async fn read_call_back(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<CallBackQuery>,
) -> Result<Response, Refusal> {
    let street = street_of(&app, &actor, &[Verb::CareAlert, Verb::CareCallBack], query.street)?;
    show(&app, &actor, street, false).await
}

/// Sets whom to call back. It stands in what is said from then on.
#[utoipa::path(put, path = "/care/call-back", tag = "care", params(CallBackQuery, ("if-match" = String, Header)), request_body = CallBackBody, responses((status = 200, body = CallBackView), (status = 412, body = Problem)))]
pub async fn set_call_back(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<CallBackQuery>,
    IfMatch(version): IfMatch,
    send: IdempotencyKey<CallBackBody>,
) -> Result<Response, Refusal> {
    let street = street_of(&app, &actor, &[Verb::CareCallBack], query.street)?;
    let (sending, body) = (send.send(), send.body);
    let sent =
        app.write(&actor, street, sending, move |work| calling::set(work, version, &body.name, &body.number)).await?;
    show(&app, &actor, street, sent.replayed).await
}
