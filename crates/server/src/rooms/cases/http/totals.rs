//! Totals: number for each tab, and for each part of the territory.

use axum::Json as Reply;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use weiguang_domain::access::Verb;
use weiguang_domain::grid::{GridCode, Level};

use super::under_of;
use crate::App;
use crate::rooms::cases::queue::{self, Counts};
use crate::rooms::cases::record::Tally;
use crate::rooms::cases::store;
use crate::rooms::grid::territory::Territory;
use crate::web::extract::{Query, SignedIn};
use crate::web::{FieldFault, Refusal};

/// Which totals are asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct UnderQuery {
    /// A code; everything under it.
    #[param(value_type = Option<String>)]
    under: Option<GridCode>,
}

/// How many are open, for the tabs.
#[utoipa::path(get, path = "/cases/counts", tag = "cases", params(UnderQuery), responses((status = 200, body = Counts)))]
pub async fn count_cases(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<UnderQuery>,
) -> Result<Reply<Counts>, Refusal> {
    actor.may_somewhere(Verb::CasesRead)?;
    let scope = actor.scope(Verb::CasesRead);
    let under = under_of(&actor, &scope, query.under)?;
    app.state::<Territory>().is_on(&under)?;
    let account = actor.account;
    Ok(Reply(app.read(move |tx| Ok(queue::counts(tx, account, &scope, &under)?)).await?))
}

/// Which totals.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct RollupQuery {
    /// A code; everything under it.
    #[param(value_type = Option<String>)]
    under: Option<GridCode>,
    /// `community`, `grid` (the default) or `micro_grid`.
    by: Option<String>,
}

/// Totals of one part of the territory.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CaseRollupRow)]
pub struct RollupRow {
    /// The code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// In words.
    pub words: String,
    /// Open.
    pub open: i64,
    /// Open and late.
    pub late: i64,
    /// All that ever came.
    pub total: i64,
    /// Over well.
    pub closed: i64,
}

/// Totals by part.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CaseRollup)]
pub struct Rollup {
    /// In order of code.
    pub items: Vec<RollupRow>,
}

/// Totals by community, grid or micro-grid, within what the actor may see.
#[utoipa::path(get, path = "/cases/rollup", tag = "cases", params(RollupQuery), responses((status = 200, body = Rollup)))]
pub async fn rollup_cases(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<RollupQuery>,
) -> Result<Reply<Rollup>, Refusal> {
    actor.may_somewhere(Verb::CasesRead)?;
    let scope = actor.scope(Verb::CasesRead);
    let under = under_of(&actor, &scope, query.under)?;
    let level = match query.by.as_deref().unwrap_or("grid") {
        "community" => Level::Community,
        "grid" => Level::Grid,
        "micro_grid" => Level::MicroGrid,
        _ => {
            return Err(Refusal::field(FieldFault::new(
                "by",
                "cases.unknown-part",
                "应为 community、grid 或 micro_grid",
                "one of community, grid, micro_grid",
            )));
        }
    };
    let digits = i32::try_from(level.digits()).unwrap_or(17);
    let parts = app
        .read(move |tx| {
            let mut all: Vec<(String, Tally)> = Vec::new();
            for prefix in scope.under(&under) {
                all.extend(store::rollup(tx, &prefix, digits)?);
            }
            Ok(all)
        })
        .await?;
    let territory = app.state::<Territory>();
    let items = parts
        .into_iter()
        .filter_map(|(part, t)| {
            let code = GridCode::parse(&part).ok()?;
            let words = territory.words(&code);
            Some(RollupRow {
                code: part,
                name: territory.name(&code).to_owned(),
                words,
                open: t.open,
                late: t.late,
                total: t.total,
                closed: t.closed,
            })
        })
        .collect();
    Ok(Reply(Rollup { items }))
}
