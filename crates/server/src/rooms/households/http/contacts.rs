//! Households and their contacts at the edge.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::Verb;
use weiguang_domain::households::{Contact, ContactKind, Phone, Reach, disclosure};
use weiguang_domain::kernel::ids::{AccountId, ContactId, DwellingId, HouseholdId, ResidentId};
use weiguang_domain::kernel::page::{self, Page};

use super::{cursor, in_turn, street_of_household};
use crate::App;
use crate::rooms::households::ops::{self, contacts};
use crate::rooms::households::store::doors::{self, ListedHousehold};
use crate::rooms::households::store::residents as rows;
use crate::rooms::households::view::{ContactView, HouseholdView, LineView};
use crate::rooms::people::under_of;
use crate::web::Refusal;
use crate::web::answer::written;
use crate::web::extract::{IdempotencyKey, IfMatch, Query, SignedIn};
use crate::web::page::PageUnder;

/// A page of households, by cell.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HouseholdPage {
    /// The rows.
    pub items: Vec<HouseholdView>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// Households under a code, with their doors.
#[utoipa::path(get, path = "/households", tag = "households", params(PageUnder), responses((status = 200, body = HouseholdPage)))]
pub async fn list_households(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<PageUnder>,
) -> Result<Reply<HouseholdPage>, Refusal> {
    let scope = actor.scope(Verb::HouseholdsRead);
    let (under, _) = under_of(&app, &scope, query.under, Verb::HouseholdsRead)?;
    let (code, id) = cursor(query.after.as_deref())?;
    let limit = page::limit(query.limit);
    let place = |l: &ListedHousehold| format!("{}.{}", l.kept.household.code, l.kept.household.id);
    let cut = app
        .read(move |tx| {
            let found =
                in_turn(&scope.under(&under), limit, |prefix, left| doors::list(tx, prefix, (&code, id), left))?;
            Ok(Page::cut(found, limit - tx.unread(), place))
        })
        .await?;
    Ok(Reply(HouseholdPage { items: cut.items.iter().map(HouseholdView::of).collect(), next: cut.next }))
}

/// A household's page.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HouseholdOne {
    /// The household.
    #[serde(flatten)]
    pub household: HouseholdView,
    /// Who lives there.
    pub residents: Vec<LineView>,
    /// Whom to reach, in the order that the household gave.
    pub contacts: Vec<ContactView>,
}

/// One household: its door, who lives there, whom to reach.
#[utoipa::path(get, path = "/households/{id}", tag = "households", params(("id" = Uuid, Path)), responses((status = 200, body = HouseholdOne)))]
pub async fn read_household(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Refusal> {
    let id = HouseholdId::new(id);
    let street = street_of_household(&app, &actor, id).await?;
    let today = app.now().day();
    let (home, door, residents, gone) = app
        .read(move |tx| {
            let home = doors::read(tx, &street, id)?.ok_or(Refusal::NotFound("household"))?;
            ops::may(tx, &actor, Verb::HouseholdsRead, &street, &home.household.code, today)
                .map_err(|_| Refusal::NotFound("household"))?;
            let door = doors::read_door(tx, &street, home.household.dwelling)?.ok_or(Refusal::NotFound("door"))?;
            let gone = ops::out_of_reach(tx, &street, &home.household)?;
            Ok((home, door, rows::of_household(tx, &street, id)?, gone))
        })
        .await?;
    let territory = app.territory();
    let contact = |c: &Contact| ContactView::of(disclosure::ContactLine::of(c), gone.get(&c.id).copied());
    let contacts = home.household.contacts.iter().map(contact).collect();
    let version = home.version;
    let people = i64::try_from(residents.len()).unwrap_or(i64::MAX);
    let lines = residents.iter().map(|k| LineView::of(&territory, &disclosure::line(&k.resident, false, today)));
    let residents = lines.collect();
    let household = HouseholdView::of(&ListedHousehold { kept: home, door, people });
    let page = HouseholdOne { household, residents, contacts };
    Ok(written(StatusCode::OK, &page, Some(version), false))
}

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
    /// Somebody who serves and has an account.
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
