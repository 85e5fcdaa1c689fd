//! HTTP endpoints of campaigns for one reader: the list, and the progress of each by cell, within what the reader may see.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, CampaignId};
use weiguang_domain::kernel::page::{self, Page};
use weiguang_domain::visits::Coverage;
use weiguang_domain::visits::campaign::State as Stands;
use weiguang_store::Tx;

use super::{names, street_of_campaign};
use crate::App;
use crate::access::holders::Serving;
use crate::rooms::grid::territory::Territory;
use crate::rooms::people::under_of;
use crate::rooms::visits::ops::{campaigns as ops, seen};
use crate::rooms::visits::store::campaigns::{self as rows, StoredCampaign};
use crate::rooms::visits::store::forms;
use crate::rooms::visits::view::campaign::{Beside, CampaignView, CoverageView};
use crate::rooms::visits::view::visit::FormName;
use crate::web::answer::written;
use crate::web::cursor::Cursor;
use crate::web::extract::{Query, SignedIn};
use crate::web::words::{Bilingual, StaffView};
use crate::web::{FieldFault, Refusal};

/// Which campaigns are asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct CampaignsQuery {
    /// `draft`, `running`, `signed` or `withdrawn`; all if not said.
    status: Option<String>,
    /// Those under a code, and those above that run over it.
    #[param(value_type = Option<String>)]
    under: Option<GridCode>,
    /// At most this many, up to 200.
    limit: Option<i64>,
    /// The cursor of the page before.
    after: Option<String>,
}

/// A page of campaigns, newest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = VisitCampaignPage)]
pub struct CampaignPage {
    /// The campaigns.
    pub items: Vec<CampaignView>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// A campaign with related data, and the people in it.
fn beside(tx: &mut Tx<'_>, actor: &Actor, kept: StoredCampaign) -> Result<(Beside, Vec<AccountId>), Refusal> {
    let street = kept.campaign.code.street().unwrap_or(kept.campaign.code);
    let (id, version) = kept.campaign.form.clone();
    let title = forms::read(tx, &street, &id, version)?.map(|p| p.form.title);
    let title = title.map_or_else(|| Bilingual::new(&id, &id), |t| Bilingual::new(t.zh, t.en));
    let mut coverage = Coverage::default();
    if kept.campaign.state != Stands::Draft {
        for code in actor.scope(Verb::VisitsRead).under(&kept.campaign.code) {
            for (_, cell) in rows::coverage(tx, kept.campaign.id, &code, false)? {
                coverage.add(&cell);
            }
        }
    }
    let mut named = vec![kept.by];
    if let Stands::Signed { signature, .. } = &kept.campaign.state {
        named.push(signature.by);
    }
    Ok((Beside { kept, form: FormName { id, version, title }, coverage }, named))
}

/// A page of the campaigns that the reader may know of.
#[utoipa::path(get, path = "/visits/campaigns", tag = "visits", params(CampaignsQuery), responses((status = 200, body = CampaignPage)))]
pub async fn list_campaigns(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<CampaignsQuery>,
) -> Result<Reply<CampaignPage>, Refusal> {
    let scope = actor.scope(Verb::VisitsRead);
    let (under, _) = under_of(&app, &scope, query.under, Verb::VisitsRead)?;
    let status = query.status.unwrap_or_default();
    if !["", "draft", "running", "signed", "withdrawn"].contains(&status.as_str()) {
        let (zh, en) = ("没有这个状态", "there is no such status");
        return Err(Refusal::field(FieldFault::new("status", "visits.unknown-status", zh, en)));
    }
    let limit = page::limit(query.limit);
    let before = query.after.as_deref().map(Cursor::parse).transpose()?.map_or(Uuid::max(), |c| c.id);
    let reader = actor.clone();
    let (items, next, names) = app
        .read(move |tx| {
            let mut all: Vec<StoredCampaign> = Vec::new();
            for code in scope.under(&under) {
                all.extend(rows::list(tx, &code, before, &status, limit + 1)?);
            }
            all.sort_by_key(|k| std::cmp::Reverse(k.campaign.id));
            all.dedup_by_key(|k| k.campaign.id);
            let found = Page::cut(all, limit - tx.unread(), |k| Cursor { key: 0, id: k.campaign.id.uuid() }.write());
            let (mut items, mut named) = (Vec::new(), Vec::new());
            for kept in found.items {
                let (one, who) = beside(tx, &reader, kept)?;
                items.push(one);
                named.extend(who);
            }
            Ok((items, found.next, names(tx, named)?))
        })
        .await?;
    let territory = app.state::<Territory>();
    let items = items.into_iter().map(|b| b.view(&actor, &territory, &names)).collect();
    Ok(Reply(CampaignPage { items, next }))
}

/// A campaign for one reader.
pub(super) async fn show(
    app: &App,
    actor: &Actor,
    street: GridCode,
    id: CampaignId,
    status: StatusCode,
    replayed: bool,
) -> Result<Response, Refusal> {
    let reader = actor.clone();
    let (one, names) = app
        .read(move |tx| {
            let kept = seen(tx, &reader, &street, id)?;
            let (one, named) = beside(tx, &reader, kept)?;
            Ok((one, names(tx, named)?))
        })
        .await?;
    let version = one.kept.version;
    Ok(written(status, &one.view(actor, &app.state::<Territory>(), &names), Some(version), replayed))
}

/// One campaign.
#[utoipa::path(get, path = "/visits/campaigns/{id}", tag = "visits", params(("id" = Uuid, Path)), responses((status = 200, body = CampaignView)))]
pub async fn read_campaign(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Refusal> {
    let id = CampaignId::new(id);
    let street = street_of_campaign(&app, &actor, id).await?;
    show(&app, &actor, street, id, StatusCode::OK, false).await
}

/// The doors of a cell.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = VisitCellDoors)]
pub struct CellDoors {
    /// The cell.
    pub code: String,
    /// The same in words.
    pub words: String,
    /// How many doors.
    pub doors: usize,
}

/// What a campaign's list would be.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = VisitCampaignPreview)]
pub struct CampaignPreview {
    /// How many doors.
    pub doors: usize,
    /// Cell by cell.
    pub cells: Vec<CellDoors>,
}

/// How many doors a draft would have if it started now.
#[utoipa::path(get, path = "/visits/campaigns/{id}/preview", tag = "visits", params(("id" = Uuid, Path)), responses((status = 200, body = CampaignPreview)))]
pub async fn preview_campaign(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Reply<CampaignPreview>, Refusal> {
    let id = CampaignId::new(id);
    let street = street_of_campaign(&app, &actor, id).await?;
    let today = app.now().day();
    let cells = app
        .read(move |tx| {
            let kept = seen(tx, &actor, &street, id)?;
            actor.may(Verb::VisitsCampaign, &kept.campaign.code, false)?;
            ops::preview(tx, &kept.campaign.code, kept.population, today)
        })
        .await?;
    let territory = app.state::<Territory>();
    let cell =
        |(code, doors): (GridCode, usize)| CellDoors { code: code.to_string(), words: territory.words(&code), doors };
    Ok(Reply(CampaignPreview { doors: cells.values().sum(), cells: cells.into_iter().map(cell).collect() }))
}

/// By which cells.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct CoverageQuery {
    /// By the cells of the day on which the list was fixed, and not by those of today.
    at_start: bool,
}

/// How a cell stands.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = VisitCellCoverage)]
pub struct CellCoverage {
    /// The cell.
    pub code: String,
    /// The same in words.
    pub words: String,
    /// Who answers there now.
    #[schema(required = true)]
    pub holder: Option<StaffView>,
    /// How its doors stand.
    pub coverage: CoverageView,
}

/// How a campaign stands.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = VisitCoverageByCell)]
pub struct CoverageByCell {
    /// All that the reader may see.
    pub total: CoverageView,
    /// Cell by cell.
    pub cells: Vec<CellCoverage>,
}

/// How a campaign stands now, cell by cell: counted over the doors themselves, each in exactly one place.
#[utoipa::path(get, path = "/visits/campaigns/{id}/coverage", tag = "visits", params(("id" = Uuid, Path), CoverageQuery), responses((status = 200, body = CoverageByCell)))]
pub async fn read_coverage(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    Query(query): Query<CoverageQuery>,
) -> Result<Reply<CoverageByCell>, Refusal> {
    let id = CampaignId::new(id);
    let street = street_of_campaign(&app, &actor, id).await?;
    let today = app.now().day();
    let (cells, holders, names) = app
        .read(move |tx| {
            let kept = seen(tx, &actor, &street, id)?;
            let mut cells = Vec::new();
            for code in actor.scope(Verb::VisitsRead).under(&kept.campaign.code) {
                cells.extend(rows::coverage(tx, id, &code, query.at_start)?);
            }
            let serving = Serving::read(tx, &street, today)?;
            let holders: HashMap<GridCode, AccountId> =
                cells.iter().filter_map(|(code, _)| serving.answer(*code).holder.map(|h| (*code, h.account))).collect();
            let names = names(tx, holders.values().copied())?;
            Ok((cells, holders, names))
        })
        .await?;
    let territory = app.state::<Territory>();
    let mut total = Coverage::default();
    cells.iter().for_each(|(_, cell)| total.add(cell));
    let cell = |(code, coverage): &(GridCode, Coverage)| CellCoverage {
        code: code.to_string(),
        words: territory.words(code),
        holder: holders.get(code).map(|account| StaffView::of(*account, &names)),
        coverage: coverage.into(),
    };
    Ok(Reply(CoverageByCell { total: (&total).into(), cells: cells.iter().map(cell).collect() }))
}
