//! HTTP endpoints of a desk for bookings without an account: candidate records with the same phone, and the whole phone number, to call.

use axum::Json as Reply;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::Verb;
use weiguang_domain::households::Resident;
use weiguang_domain::kernel::ids::TicketId;
use weiguang_domain::kernel::text::mask_name;

use super::street_of_number;
use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::rooms::station::ops::own;
use crate::web::Refusal;
use crate::web::extract::{IdempotencyKey, SignedIn};

/// Somebody whose booking it may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = StationMaybeOwner)]
pub struct MaybeOwner {
    /// The record.
    pub id: Uuid,
    /// The name; 王** for who may not measure there.
    pub name: String,
    /// 80 for 80 to 89.
    pub decade: Option<u16>,
    /// The cell in words.
    pub words: String,
}

/// Those whose booking it may be.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = StationMaybeOwners)]
pub struct MaybeOwners {
    /// Everybody within reach who is recorded with this very phone.
    pub items: Vec<MaybeOwner>,
}

/// Who is recorded with the phone that a number was booked with. A family shares a phone, so the desk asks, and then names one.
#[utoipa::path(get, path = "/care/tickets/{id}/owners", tag = "station", params(("id" = Uuid, Path)), responses((status = 200, body = MaybeOwners)))]
pub async fn list_maybe_owners(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Reply<MaybeOwners>, Refusal> {
    let id = TicketId::new(id);
    let street = street_of_number(&app, &actor, &[Verb::CareStation], id).await?;
    let (seal, reader, today, territory) =
        (app.seal().clone(), actor.clone(), app.now().day(), app.state::<Territory>());
    let found = app.read(move |tx| own::matches(tx, &seal, &actor, &street, id)).await?;
    let one = |r: &Resident| {
        let whole = reader.may(Verb::CareMeasure, &r.code, false).is_ok();
        MaybeOwner {
            id: r.id.uuid(),
            name: if whole { r.name.clone() } else { mask_name(&r.name) },
            decade: r.birth.age(today).map(|age| age / 10 * 10),
            words: territory.words(&r.code),
        }
    };
    Ok(Reply(MaybeOwners { items: found.iter().map(one).collect() }))
}

/// A phone to call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = StationPhoneToCall)]
pub struct PhoneToCall {
    /// In full.
    pub phone: String,
}

/// Gives the phone that a number was booked with in full, to tell its owner that the day falls out. Who looked is kept; what it answers is
/// not: a resend looks again.
#[utoipa::path(post, path = "/care/tickets/{id}/phone", tag = "station", params(("id" = Uuid, Path)), responses((status = 200, body = PhoneToCall)))]
pub async fn show_asker_phone(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    _send: IdempotencyKey<Option<serde_json::Value>>,
) -> Result<Reply<PhoneToCall>, Refusal> {
    let id = TicketId::new(id);
    let street = street_of_number(&app, &actor, &[Verb::CareStation], id).await?;
    let phone = app.transact(&actor, street, move |work| own::phone(work, id)).await?;
    Ok(Reply(PhoneToCall { phone }))
}
