//! Issuing the link by which the reporter follows and confirms a case, and withdrawing it. Both are logged.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::kernel::ids::CaseId;

use super::street_of_case;
use crate::App;
use crate::rooms::cases::public::links;
use crate::web::Refusal;
use crate::web::answer::{nothing, written};
use crate::web::extract::{IdempotencyKey, SignedIn};
use crate::web::problem::Problem;

/// A link that was handed out.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CaseIssuedLink)]
pub struct IssuedLink {
    /// The path of its page: a person who has it answers for the reporter.
    pub track_url: String,
}

/// Issues the reporter's link. The previous one becomes invalid; who issued it and when is in the case's timeline. The owner and those who
/// did the work are refused: the link confirms it.
#[utoipa::path(post, path = "/cases/{id}/link", tag = "cases", params(("id" = Uuid, Path)), responses((status = 201, body = IssuedLink), (status = 409, body = Problem)))]
pub async fn issue_link(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<IgnoredAny>,
) -> Result<Response, Refusal> {
    let id = CaseId::new(id);
    let street = street_of_case(&app, &actor, id).await?;
    let op = move |work: &mut crate::UnitOfWork<'_, '_>| Ok(IssuedLink { track_url: links::issue(work, id)? });
    let sent = app.write(&actor, street, send.send(), op).await?;
    Ok(written(StatusCode::CREATED, &sent.value, None, sent.replayed))
}

/// Withdraws the reporter's link: it is dead at once.
#[utoipa::path(delete, path = "/cases/{id}/link", tag = "cases", params(("id" = Uuid, Path)), responses((status = 204), (status = 409, body = Problem)))]
pub async fn withdraw_link(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<()>,
) -> Result<Response, Refusal> {
    let id = CaseId::new(id);
    let street = street_of_case(&app, &actor, id).await?;
    let sent = app.write(&actor, street, send.send(), move |work| links::withdraw(work, id)).await?;
    Ok(nothing(sent.replayed))
}
