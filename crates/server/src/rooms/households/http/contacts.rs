//! HTTP endpoints of a household's contacts.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::households::{Contact, ContactKind, Phone, Reach};
use weiguang_domain::kernel::ids::{AccountId, ContactId, DwellingId, HouseholdId, ResidentId};

use super::street_of_household;
use crate::App;
use crate::rooms::households::ops::{self, contacts};
use crate::web::Refusal;
use crate::web::answer::written;
use crate::web::extract::{IdempotencyKey, IfMatch, SignedIn};

/// A way to reach somebody.
#[derive(Clone, Deserialize, ToSchema)]
#[schema(as = HouseholdReachBody)]
#[serde(rename_all = "snake_case")]
pub enum ReachBody {
    /// A phone.
    Phone(String),
    /// A door of the ledger.
    Door(Uuid),
    /// In words: 楼下小卖部，晚上七点后.
    Words(String),
    /// Staff with an account.
    Account(Uuid),
}

/// A contact as it is told.
#[derive(Clone, Deserialize, ToSchema)]
#[schema(as = HouseholdContactBody)]
#[serde(deny_unknown_fields)]
pub struct ContactBody {
    /// For one resident of the household alone; left out: for all who live there.
    #[serde(default)]
    pub of: Option<Uuid>,
    /// `kin`, `landlord`, `neighbour`, `employer`, `elsewhere`, `doctor`.
    #[schema(value_type = String)]
    pub kind: ContactKind,
    /// As they are called.
    pub name: String,
    /// What they are to the resident: 儿子.
    #[serde(default)]
    pub relation: String,
    /// Their own record, if they are a resident, too.
    #[serde(default)]
    pub resident: Option<Uuid>,
    /// Ways to reach them, best first.
    pub reach: Vec<ReachBody>,
    /// When they can be reached: 晚上十点后.
    #[serde(default)]
    pub when: String,
}

impl ContactBody {
    fn contact(self, id: Uuid) -> Result<Contact, Refusal> {
        let mut reach = Vec::with_capacity(self.reach.len());
        for way in self.reach {
            reach.push(match way {
                ReachBody::Phone(text) => Reach::Phone(Phone::parse(&text)?),
                ReachBody::Door(id) => Reach::Door(DwellingId::new(id)),
                ReachBody::Words(words) => Reach::Words(words.trim().to_owned()),
                ReachBody::Account(id) => Reach::Account(AccountId::new(id)),
            });
        }
        Ok(Contact {
            id: ContactId::new(id),
            of: self.of.map(ResidentId::new),
            kind: self.kind,
            name: self.name.trim().to_owned(),
            relation: self.relation.trim().to_owned(),
            resident: self.resident.map(ResidentId::new),
            reach,
            when: self.when.trim().to_owned(),
        })
    }
}

/// A new contact.
#[derive(Clone, Deserialize, ToSchema)]
#[schema(as = HouseholdNewContact)]
pub struct NewContact {
    /// A UUIDv7 made by the client.
    pub id: Uuid,
    /// Who, and how to reach them.
    #[serde(flatten)]
    pub contact: ContactBody,
}

/// Records one more contact of a household, at the end of its order.
#[utoipa::path(post, path = "/households/{id}/contacts", tag = "households", params(("id" = Uuid, Path)), request_body = NewContact, responses((status = 201, body = ops::Receipt)))]
pub async fn add_contact(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<NewContact>,
) -> Result<Response, Refusal> {
    let id = HouseholdId::new(id);
    let street = street_of_household(&app, &actor, id).await?;
    let (sending, contact) = (send.secret(&app), send.body.contact.contact(send.body.id)?);
    let sent = app.write(&actor, street, sending, move |work| contacts::put(work, id, None, &contact)).await?;
    Ok(written(StatusCode::CREATED, &sent.value, Some(sent.value.version), sent.replayed))
}

/// Writes a contact anew, at the household's version.
#[utoipa::path(put, path = "/households/{id}/contacts/{contact}", tag = "households", params(("id" = Uuid, Path), ("contact" = Uuid, Path), ("if-match" = String, Header)), request_body = ContactBody, responses((status = 200, body = ops::Receipt)))]
pub async fn change_contact(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((id, contact)): Path<(Uuid, Uuid)>,
    IfMatch(version): IfMatch,
    send: IdempotencyKey<ContactBody>,
) -> Result<Response, Refusal> {
    let id = HouseholdId::new(id);
    let street = street_of_household(&app, &actor, id).await?;
    let (sending, contact) = (send.secret(&app), send.body.contact(contact)?);
    let sent = app.write(&actor, street, sending, move |work| contacts::put(work, id, Some(version), &contact)).await?;
    Ok(written(StatusCode::OK, &sent.value, Some(sent.value.version), sent.replayed))
}

/// Removes a contact, at the household's version.
#[utoipa::path(delete, path = "/households/{id}/contacts/{contact}", tag = "households", params(("id" = Uuid, Path), ("contact" = Uuid, Path), ("if-match" = String, Header)), responses((status = 200, body = ops::Receipt)))]
pub async fn remove_contact(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((id, contact)): Path<(Uuid, Uuid)>,
    IfMatch(version): IfMatch,
    send: IdempotencyKey<()>,
) -> Result<Response, Refusal> {
    let (id, contact) = (HouseholdId::new(id), ContactId::new(contact));
    let street = street_of_household(&app, &actor, id).await?;
    let sent = app.write(&actor, street, send.send(), move |work| contacts::remove(work, id, version, contact)).await?;
    Ok(written(StatusCode::OK, &sent.value, Some(sent.value.version), sent.replayed))
}

/// An order of contacts: each once.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = HouseholdOrderBody)]
#[serde(deny_unknown_fields)]
pub struct OrderBody {
    /// The ids, first to be tried first within its kind.
    pub order: Vec<Uuid>,
}

/// Puts a household's contacts into another order, at its version.
#[utoipa::path(put, path = "/households/{id}/order", tag = "households", params(("id" = Uuid, Path), ("if-match" = String, Header)), request_body = OrderBody, responses((status = 200, body = ops::Receipt)))]
pub async fn order_contacts(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    IfMatch(version): IfMatch,
    send: IdempotencyKey<OrderBody>,
) -> Result<Response, Refusal> {
    let id = HouseholdId::new(id);
    let street = street_of_household(&app, &actor, id).await?;
    let sending = send.send();
    let order: Vec<ContactId> = send.body.order.into_iter().map(ContactId::new).collect();
    let sent = app.write(&actor, street, sending, move |work| contacts::order(work, id, version, &order)).await?;
    Ok(written(StatusCode::OK, &sent.value, Some(sent.value.version), sent.replayed))
}
