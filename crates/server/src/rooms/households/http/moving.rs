//! HTTP endpoints of moves: a person or a whole household moves to another dwelling.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::Verb;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{HouseholdId, PlaceId, ResidentId};

use super::residents::{NewHomeBody, home_of};
use super::{answer, street_of, street_of_household};
use crate::App;
use crate::rooms::households::ops::doors::Where;
use crate::rooms::households::ops::{Receipt, moving};
use crate::rooms::households::view::PersonView;
use crate::web::answer::written;
use crate::web::extract::{IdempotencyKey, IfMatch, SignedIn};
use crate::web::{FieldFault, Refusal};

/// Where somebody goes: one of the three.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = HouseholdMoveResident)]
#[serde(deny_unknown_fields)]
pub struct MoveResident {
    /// A cell, while no door is known.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub code: Option<GridCode>,
    /// A household that is there.
    #[serde(default)]
    pub household: Option<Uuid>,
    /// A household of their own.
    #[serde(default)]
    pub home: Option<NewHomeBody>,
}

/// Moves somebody within the street, at the version of `If-Match`. Contacts that are theirs alone go along.
#[utoipa::path(post, path = "/households/residents/{id}/move", tag = "households", params(("id" = Uuid, Path), ("if-match" = String, Header)), request_body = MoveResident, responses((status = 200, body = PersonView)))]
pub async fn move_resident(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    IfMatch(version): IfMatch,
    send: IdempotencyKey<MoveResident>,
) -> Result<Response, Refusal> {
    let id = ResidentId::new(id);
    let street = street_of(&app, &actor, Verb::HouseholdsRead, id).await?;
    let (sending, body) = (send.secret(&app), send.body);
    let (home, _) = home_of(body.code, body.household, body.home)?;
    let sent = app.write(&actor, street, sending, move |work| moving::move_resident(work, id, version, &home)).await?;
    answer(&app, &actor, street, StatusCode::OK, sent).await
}

/// Another door: a room of the directory, or words with a cell.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = HouseholdMoveHousehold)]
#[serde(deny_unknown_fields)]
pub struct MoveHousehold {
    /// A room of the address directory.
    #[serde(default)]
    pub place: Option<Uuid>,
    /// The door in words.
    #[serde(default)]
    pub label: String,
    /// Its cell.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub code: Option<GridCode>,
}

/// Moves a whole household to another door, at its version.
#[utoipa::path(post, path = "/households/{id}/move", tag = "households", params(("id" = Uuid, Path), ("if-match" = String, Header)), request_body = MoveHousehold, responses((status = 200, body = Receipt)))]
pub async fn move_household(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    IfMatch(version): IfMatch,
    send: IdempotencyKey<MoveHousehold>,
) -> Result<Response, Refusal> {
    let id = HouseholdId::new(id);
    let street = street_of_household(&app, &actor, id).await?;
    let (sending, body) = (send.secret(&app), send.body);
    let to = match (body.place, body.code) {
        (Some(place), None) => Where::Place(PlaceId::new(place)),
        (None, Some(code)) => Where::Words(body.label, code),
        _ => return Err(Refusal::field(FieldFault::missing("code"))),
    };
    let sent = app.write(&actor, street, sending, move |work| moving::move_household(work, id, version, &to)).await?;
    Ok(written(StatusCode::OK, &sent.value, Some(sent.value.version), sent.replayed))
}
