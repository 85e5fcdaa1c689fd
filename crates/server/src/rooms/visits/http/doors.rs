//! HTTP endpoints of a campaign's dwellings for one reader: who visited, the result of each, and the gaps.

use axum::Json as Reply;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use weiguang_domain::access::Verb;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, CampaignId, DwellingId};
use weiguang_domain::kernel::page::{self, Page};
use weiguang_domain::visits::campaign::State as Stands;

use super::{names, street_of_campaign};
use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::rooms::households;
use crate::rooms::visits::ops::seen;
use crate::rooms::visits::store::campaigns::{self as rows, Listed, Which};
use crate::rooms::visits::store::visits;
use crate::rooms::visits::view::visit::outcome;
use crate::web::Refusal;
use crate::web::cursor::Cursor;
use crate::web::extract::{Query, SignedIn};
use crate::web::words::{KeyWords, StaffView};

/// Which doors are asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct DoorsQuery {
    /// Those under a code.
    #[param(value_type = Option<String>)]
    under: Option<GridCode>,
    /// True: those that have not ended, which is the list of gaps. False: those that have.
    open: Option<bool>,
    /// At most this many, up to 200.
    limit: Option<i64>,
    /// The cursor of the page before.
    after: Option<String>,
}

/// Somebody went.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = VisitWentView)]
pub struct WentView {
    /// Who.
    pub by: StaffView,
    /// When, by their phone's clock, RFC 3339.
    pub at: String,
    /// How it ended.
    pub outcome: KeyWords,
}

/// A door of a campaign.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = VisitCampaignDoor)]
pub struct CampaignDoor {
    /// Which.
    pub dwelling: Uuid,
    /// The door in the address directory, where it is known there.
    #[schema(required = true)]
    pub place: Option<Uuid>,
    /// In words.
    pub door: String,
    /// Its cell today.
    pub code: String,
    /// Its cell when the list was fixed.
    pub code_at_start: String,
    /// How it ended so far; null where nobody went.
    #[schema(required = true)]
    pub end: Option<KeyWords>,
    /// Who went, when, with what outcome.
    pub tries: Vec<WentView>,
    /// Why it was left, once the gaps are signed.
    #[schema(required = true)]
    pub reason: Option<String>,
}

/// A page of doors, cell by cell.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = VisitCampaignDoorPage)]
pub struct CampaignDoorPage {
    /// The doors.
    pub items: Vec<CampaignDoor>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// A page of a campaign's doors within what the reader may see.
#[utoipa::path(get, path = "/visits/campaigns/{id}/doors", tag = "visits", params(("id" = Uuid, Path), DoorsQuery), responses((status = 200, body = CampaignDoorPage)))]
pub async fn list_campaign_doors(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    Query(query): Query<DoorsQuery>,
) -> Result<Reply<CampaignDoorPage>, Refusal> {
    let id = CampaignId::new(id);
    let street = street_of_campaign(&app, &actor, id).await?;
    let limit = page::limit(query.limit);
    let which = match query.open {
        None => Which::All,
        Some(true) => Which::Open,
        Some(false) => Which::Ended,
    };
    query.under.map_or(Ok(()), |under| app.state::<Territory>().is_on(&under))?;
    let after = query.after.as_deref().map(Cursor::parse).transpose()?;
    let (items, next) = app
        .read(move |tx| {
            let kept = seen(tx, &actor, &street, id)?;
            let code = kept.campaign.code;
            let mut codes = actor.scope(Verb::VisitsRead).under(&code);
            if let Some(under) = query.under {
                codes = codes
                    .iter()
                    .filter_map(|c| if c.contains(&under) { Some(under) } else { under.contains(c).then_some(*c) })
                    .collect();
            }
            // The cursor is a dwelling, whose present cell is used, also after a re-grid in between.
            let from = match after {
                Some(after) => rows::door(tx, &street, id, DwellingId::new(after.id))?
                    .map(|(door, _)| (door.code.to_string(), after.id)),
                None => None,
            };
            let from = from.unwrap_or_default();
            let mut found: Vec<Listed> = Vec::new();
            for code in codes {
                found.extend(rows::doors_under(tx, id, &code, which, (&from.0, from.1), limit + 1)?);
            }
            found.sort_by_key(|(door, _)| (door.code, door.id));
            let found = Page::cut(found, limit - tx.unread(), |(d, _)| Cursor { key: 0, id: d.id.uuid() }.write());
            let reasons = match &kept.campaign.state {
                Stands::Signed { signature, .. } => signature.gaps.clone(),
                _ => std::collections::BTreeMap::new(),
            };
            let mut items = Vec::with_capacity(found.items.len());
            for (door, end) in found.items {
                let tries = visits::tries_at(tx, &street, id, door.id)?;
                let known = households::dwelling(tx, &street, door.id)?;
                items.push((door, end, tries, known, reasons.get(&door.id).cloned()));
            }
            let who: HashSet<AccountId> = items.iter().flat_map(|i| i.2.iter().map(|t| t.by)).collect();
            let names = names(tx, who)?;
            let view = |(door, end, tries, known, reason): (
                weiguang_domain::visits::Door,
                Option<weiguang_domain::visits::Outcome>,
                Vec<visits::Try>,
                Option<weiguang_domain::households::Dwelling>,
                Option<String>,
            )| CampaignDoor {
                dwelling: door.id.uuid(),
                place: known.as_ref().and_then(|d| d.place).map(Uuid::from),
                door: known.map_or_else(String::new, |d| d.label),
                code: door.code.to_string(),
                code_at_start: door.at_start.to_string(),
                end: end.map(outcome),
                tries: tries
                    .iter()
                    .map(|t| WentView {
                        by: StaffView::of(t.by, &names),
                        at: t.at.to_string(),
                        outcome: outcome(t.outcome),
                    })
                    .collect(),
                reason,
            };
            Ok((items.into_iter().map(view).collect(), found.next))
        })
        .await?;
    Ok(Reply(CampaignDoorPage { items, next }))
}
