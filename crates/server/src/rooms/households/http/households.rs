//! HTTP endpoints of households: a page by cell, and one with its people and contacts.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::Verb;
use weiguang_domain::households::{Contact, disclosure};
use weiguang_domain::kernel::ids::HouseholdId;
use weiguang_domain::kernel::page::{self, Page};

use super::{cursor, in_turn, street_of_household};
use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::rooms::households::ops;
use crate::rooms::households::store::doors::{self, ListedHousehold};
use crate::rooms::households::store::residents as rows;
use crate::rooms::households::view::{ContactView, HouseholdView, LineView};
use crate::rooms::people::under_of;
use crate::web::Refusal;
use crate::web::answer::written;
use crate::web::extract::{Query, SignedIn};
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
    let (home, door, residents, gone, permit) = app
        .read(move |tx| {
            let home = doors::read(tx, &street, id)?.ok_or(Refusal::NotFound("household"))?;
            let permit = ops::may(tx, &actor, Verb::HouseholdsRead, &street, &home.household.code, today)
                .map_err(|_| Refusal::NotFound("household"))?;
            let door = doors::read_door(tx, &street, home.household.dwelling)?.ok_or(Refusal::NotFound("door"))?;
            let gone = ops::out_of_reach(tx, &street, &home.household)?;
            Ok((home, door, rows::of_household(tx, &street, id)?, gone, permit))
        })
        .await?;
    let territory = app.state::<Territory>();
    let contact = |c: &Contact| ContactView::of(disclosure::ContactLine::of(permit, c), gone.get(&c.id).copied());
    let contacts = home.household.contacts.iter().map(contact).collect();
    let version = home.version;
    let people = i64::try_from(residents.len()).unwrap_or(i64::MAX);
    let lines =
        residents.iter().map(|k| LineView::of(&territory, &disclosure::line(permit, &k.resident, false, today)));
    let residents = lines.collect();
    let household = HouseholdView::of(&ListedHousehold { kept: home, door, people });
    let page = HouseholdOne { household, residents, contacts };
    Ok(written(StatusCode::OK, &page, Some(version), false))
}
