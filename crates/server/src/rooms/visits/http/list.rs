//! HTTP endpoints of visits for one reader: a dwelling's history for its staff, one's own visits, those of a cell. There is no ranking of
//! visitors.

use axum::Json as Reply;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use weiguang_domain::access::{Actor, Permit, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, CampaignId, DwellingId, VisitId};
use weiguang_domain::kernel::page::{self, Page};
use weiguang_domain::kernel::time::Day;
use weiguang_domain::visits::{Form, Recorded, may_correct};
use weiguang_store::Tx;

use super::record::DoorBody;
use super::{names, street_in, streets_of};
use crate::App;
use crate::access::actors;
use crate::rooms::households;
use crate::rooms::people::under_of;
use crate::rooms::visits::store::visits::{self, StoredVisit};
use crate::rooms::visits::store::{campaigns, forms};
use crate::rooms::visits::view::visit::{Beside, VisitView};
use crate::web::cursor::Cursor;
use crate::web::extract::{Query, SignedIn};
use crate::web::{FieldFault, Refusal};

/// Which visits are asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct VisitsQuery {
    /// One's own.
    mine: bool,
    /// Those to a door.
    dwelling: Option<Uuid>,
    /// Those to a door, by its room in the address directory.
    place: Option<Uuid>,
    /// Those to a door, by a household behind it.
    household: Option<Uuid>,
    /// Those under a code; what the reader may see if nothing else is asked for.
    #[param(value_type = Option<String>)]
    under: Option<GridCode>,
    /// Only those of a campaign.
    campaign: Option<Uuid>,
    /// At most this many, up to 200.
    limit: Option<i64>,
    /// The cursor of the page before.
    after: Option<String>,
}

/// A page of visits, newest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct VisitPage {
    /// The visits.
    pub items: Vec<VisitView>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// The permit of an actor for a visit, if any: their own visit, or a permission at the dwelling's present cell.
fn permitted(
    tx: &mut Tx<'_>,
    actor: &Actor,
    verb: Verb,
    street: &GridCode,
    kept: &StoredVisit,
    day: Day,
) -> Result<Option<Permit>, Refusal> {
    if kept.by == actor.account {
        return Ok(Some(Permit::own(actor)));
    }
    match households::may(tx, actor, verb, street, &kept.cell, day) {
        Ok(permit) => Ok(Some(permit)),
        Err(Refusal::Denied(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

/// Those visits that the actor may see, with related data.
fn beside(
    tx: &mut Tx<'_>,
    actor: &Actor,
    street: &GridCode,
    rows: Vec<StoredVisit>,
    day: Day,
) -> Result<Vec<Beside>, Refusal> {
    let mut known: HashMap<(String, u32), Option<Form>> = HashMap::new();
    let mut titles: HashMap<CampaignId, Option<String>> = HashMap::new();
    let mut all = Vec::with_capacity(rows.len());
    for kept in rows {
        let Some(permit) = permitted(tx, actor, Verb::VisitsRead, street, &kept, day)? else { continue };
        let door = match kept.door {
            Some(id) => households::dwelling(tx, street, id)?,
            None => None,
        };
        let title = match kept.campaign {
            Some(id) if titles.contains_key(&id) => titles[&id].clone(),
            Some(id) => {
                let title = campaigns::read(tx, street, id)?.map(|k| k.campaign.title);
                titles.entry(id).or_insert(title).clone()
            }
            None => None,
        };
        let form = match &kept.form {
            Some(pinned) if known.contains_key(pinned) => known[pinned].clone(),
            Some(pinned) => {
                let form = forms::read(tx, street, &pinned.0, pinned.1)?.map(|p| p.form);
                known.entry(pinned.clone()).or_insert(form).clone()
            }
            None => None,
        };
        let mut met = Vec::new();
        for (id, about) in visits::people(tx, street, kept.id)? {
            met.extend(households::resident(tx, street, id)?.map(|k| (k.resident, about)));
        }
        let health = permitted(tx, actor, Verb::CareRead, street, &kept, day)?.is_some();
        let recorded = Recorded { by: kept.by, code: kept.cell, corrected: kept.corrected.is_some() };
        let may_correct = kept.door.is_some() && may_correct(actor, &recorded).is_ok();
        all.push(Beside { permit, kept, door, title, form, met, health, may_correct });
    }
    Ok(all)
}

/// The people in a visit.
fn named(kept: &StoredVisit) -> impl Iterator<Item = AccountId> + use<> {
    [Some(kept.by), kept.corrects.map(|c| c.by)].into_iter().flatten()
}

enum Asked {
    Mine,
    Door(GridCode, DwellingId),
    Under(Vec<GridCode>),
}

/// The requested visits, as far as the reader may see them.
async fn asked(app: &App, actor: &Actor, query: &VisitsQuery) -> Result<Asked, Refusal> {
    let door = DoorBody { dwelling: query.dwelling, place: query.place, household: query.household };
    let named = [query.dwelling, query.place, query.household].iter().flatten().count();
    match (query.mine, named, query.under) {
        (true, 0, None) => return Ok(Asked::Mine),
        (false, 1, None) => {}
        (false, 0, under) => {
            let scope = actor.scope(Verb::VisitsRead);
            let (under, _) = under_of(app, &scope, under, Verb::VisitsRead)?;
            return Ok(Asked::Under(scope.under(&under)));
        }
        _ => {
            let (zh, en) = ("一次只能按一种方式查询", "ask for one thing at a time");
            return Err(Refusal::field(FieldFault::new("query", "visits.query", zh, en)));
        }
    }
    let (at, reader, today) = (door.read()?, actor.clone(), app.now().day());
    let there = move |tx: &mut Tx<'_>, s: &GridCode| Ok(households::door_at(tx, s, at)?.is_some());
    let street = street_in(app, actor, "door", there).await?;
    app.read(move |tx| {
        let door = households::door_at(tx, &street, at)?.ok_or(Refusal::NotFound("door"))?;
        households::may(tx, &reader, Verb::VisitsRead, &street, &door.code, today)
            .map_err(|_| Refusal::NotFound("door"))?;
        Ok(Asked::Door(street, door.id))
    })
    .await
}

/// A page of visits: one's own, those to a door that one serves, or those under a code.
#[utoipa::path(get, path = "/visits", tag = "visits", params(VisitsQuery), responses((status = 200, body = VisitPage)))]
pub async fn list_visits(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<VisitsQuery>,
) -> Result<Reply<VisitPage>, Refusal> {
    // An account without posts still has its own visits.
    if !query.mine {
        actor.may_somewhere(Verb::VisitsRead)?;
    }
    let asked = asked(&app, &actor, &query).await?;
    let (limit, today) = (page::limit(query.limit), app.now().day());
    let before = query.after.as_deref().map(Cursor::parse).transpose()?.map_or(Uuid::max(), |c| c.id);
    let campaign = query.campaign.map(CampaignId::new);
    let found = app
        .read(move |tx| {
            let mut rows: Vec<StoredVisit> = Vec::new();
            match &asked {
                Asked::Mine => {
                    for street in actors::streets_ever(tx, actor.account)? {
                        rows.extend(visits::mine(tx, &street, actor.account, before, limit + 1)?);
                    }
                }
                Asked::Door(street, door) => rows = visits::of_door(tx, street, *door, before, limit + 1)?,
                Asked::Under(codes) => {
                    for code in codes {
                        rows.extend(visits::under(tx, code, campaign, before, limit + 1)?);
                    }
                }
            }
            rows.sort_by_key(|kept| std::cmp::Reverse(kept.id));
            let found = Page::cut(rows, limit - tx.unread(), |k| Cursor { key: 0, id: k.id.uuid() }.write());
            let names = names(tx, found.items.iter().flat_map(named))?;
            let mut items = Vec::new();
            for kept in found.items {
                let street = kept.cell.street().unwrap_or(kept.cell);
                items.extend(beside(tx, &actor, &street, vec![kept], today)?);
            }
            Ok((items, found.next, names))
        })
        .await?;
    let (items, next, names) = found;
    Ok(Reply(VisitPage { items: items.into_iter().map(|b| b.view(&names)).collect(), next }))
}

/// One visit.
#[utoipa::path(get, path = "/visits/{id}", tag = "visits", params(("id" = Uuid, Path)), responses((status = 200, body = VisitView)))]
pub async fn read_visit(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Reply<VisitView>, Refusal> {
    let id = VisitId::new(id);
    if streets_of(&app, &actor, Verb::VisitsRead).is_empty() {
        return Err(Refusal::Denied(Verb::VisitsRead));
    }
    let there = move |tx: &mut Tx<'_>, s: &GridCode| Ok(visits::read(tx, s, id)?.is_some());
    let street = street_in(&app, &actor, "visit", there).await?;
    let today = app.now().day();
    let (shown, names) = app
        .read(move |tx| {
            let kept = visits::read(tx, &street, id)?.ok_or(Refusal::NotFound("visit"))?;
            let names = names(tx, named(&kept))?;
            let shown = beside(tx, &actor, &street, vec![kept], today)?;
            Ok((shown.into_iter().next().ok_or(Refusal::NotFound("visit"))?, names))
        })
        .await?;
    Ok(Reply(shown.view(&names)))
}
