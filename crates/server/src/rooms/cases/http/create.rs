//! A new case through the API.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use weiguang_domain::access::Verb;
use weiguang_domain::grid::Level;

use crate::App;
use crate::rooms::cases::intake::{self, NewCase};
use crate::rooms::cases::ops::{self, Receipt};
use crate::web::Refusal;
use crate::web::answer::written;
use crate::web::extract::{SendKey, SignedIn};

/// Brings a case.
#[utoipa::path(post, path = "/cases", tag = "cases", request_body = NewCase, responses((status = 201, body = Receipt)))]
pub async fn create_case(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: SendKey<NewCase>,
) -> Result<Response, Refusal> {
    actor.may_somewhere(Verb::CasesCreate)?;
    let submit = intake::prepare(&app, &send.body, &actor.streets(), None)?;
    let street = submit.code.street().ok_or(Refusal::NotFound("street"))?;
    // A matter whose place is not known belongs to the street; whoever serves there may bring it.
    if submit.code.level() > Level::Community {
        actor.may(Verb::CasesCreate, &submit.code, false).or_else(|_| actor.may(Verb::CasesCreate, &street, true))?;
    }
    let sent = app.write(&actor, street, send.send(), move |work| ops::submit(work, &submit)).await?;
    let receipt = sent.value;
    let mut response = written(StatusCode::CREATED, &receipt, Some(receipt.version), sent.replayed);
    if let Ok(value) = HeaderValue::from_str(&format!("/api/v1/cases/{}", receipt.id)) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    Ok(response)
}
