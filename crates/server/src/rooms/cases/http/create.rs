//! Submitting a new case through the API.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use weiguang_domain::access::Verb;

use crate::App;
use crate::rooms::cases::intake::late;
use crate::rooms::cases::intake::{self, NewCase};
use crate::rooms::cases::ops::{self, Receipt};
use crate::web::Refusal;
use crate::web::answer::written;
use crate::web::extract::{IdempotencyKey, SignedIn};

/// Brings a case.
#[utoipa::path(post, path = "/cases", tag = "cases", request_body = NewCase, responses((status = 201, body = Receipt)))]
pub async fn create_case(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<NewCase>,
) -> Result<Response, Refusal> {
    let late = late::report(&app, &actor, send.body.code).await?;
    let (actor, heirs) = late.map_or((actor, Vec::new()), |late| (late.by, late.heirs));
    actor.may_somewhere(Verb::CasesCreate)?;
    let submit = intake::prepare(&app, &send.body, &actor.streets(), None, &heirs)?;
    let street = submit.code.street().ok_or(Refusal::NotFound("street"))?;
    let sent = app.write(&actor, street, send.send(), move |work| ops::submit(work, &submit)).await?;
    let receipt = sent.value;
    let mut response = written(StatusCode::CREATED, &receipt, Some(receipt.version), sent.replayed);
    if let Ok(value) = HeaderValue::from_str(&format!("/api/v1/cases/{}", receipt.id)) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    Ok(response)
}
