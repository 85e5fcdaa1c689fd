//! The burden meter: how many questions each form asked, month by month. It should fall. It measures forms and not people.

use axum::Json as Reply;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};
use weiguang_domain::access::Verb;
use weiguang_domain::grid::GridCode;

use crate::App;
use crate::rooms::people::under_of;
use crate::rooms::visits::store::forms;
use crate::rooms::visits::store::visits::{self, Asked};
use crate::rooms::visits::view::visit::FormName;
use crate::web::Refusal;
use crate::web::extract::{Query, SignedIn};
use crate::web::words::Bilingual;

/// The most months.
const MONTHS: u8 = 36;

/// Which months.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct BurdenQuery {
    /// A code; everything under it.
    #[param(value_type = Option<String>)]
    under: Option<GridCode>,
    /// The number of months, including the present one; 12 by default, at most 36.
    months: Option<u8>,
}

/// What a form asked in a month.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = VisitBurdenRow)]
pub struct BurdenRow {
    /// `2026-11`.
    pub month: String,
    /// The form.
    pub form: FormName,
    /// Visits in which it was asked.
    pub visits: i64,
    /// Questions that were asked.
    pub asked: i64,
    /// Questions that were only confirmed.
    pub confirmed: i64,
    /// The share of questions that nobody had to answer anew, 0 to 1.
    pub spared: f64,
    /// How many people asked together.
    pub members: i64,
}

/// The meter.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = VisitBurdenView)]
pub struct BurdenView {
    /// Newest month first.
    pub items: Vec<BurdenRow>,
}

fn row(asked: Asked, titles: &HashMap<(String, u32), Bilingual>) -> BurdenRow {
    let all = asked.asked + asked.confirmed;
    let title = titles.get(&asked.form).cloned().unwrap_or_default();
    let (id, version) = asked.form;
    #[expect(clippy::cast_precision_loss, reason = "questions of a month are few")]
    let spared = if all == 0 { 0.0 } else { asked.confirmed as f64 / all as f64 };
    BurdenRow {
        month: asked.month,
        form: FormName { id, version, title },
        visits: asked.visits,
        asked: asked.asked,
        confirmed: asked.confirmed,
        spared,
        members: asked.members,
    }
}

/// How many questions each form asked under a code, month by month.
#[utoipa::path(get, path = "/visits/burden", tag = "visits", params(BurdenQuery), responses((status = 200, body = BurdenView)))]
pub async fn read_burden(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<BurdenQuery>,
) -> Result<Reply<BurdenView>, Refusal> {
    let scope = actor.scope(Verb::VisitsRead);
    let (under, street) = under_of(&app, &scope, query.under, Verb::VisitsRead)?;
    let months = query.months.unwrap_or(12).clamp(1, MONTHS);
    let today = app.now().day();
    let since = today.checked_sub(jiff::Span::new().months(i64::from(months) - 1)).unwrap_or(today);
    let since = since.strftime("%Y-%m").to_string();
    let (all, titles) = app
        .read(move |tx| {
            let mut all: Vec<Asked> = Vec::new();
            for code in scope.under(&under) {
                for one in visits::burden(tx, &code, &since)? {
                    match all.iter_mut().find(|a| a.month == one.month && a.form == one.form) {
                        // For two separate cells of the reader, a member who asked in both is counted for each.
                        Some(known) => {
                            known.visits += one.visits;
                            known.asked += one.asked;
                            known.confirmed += one.confirmed;
                            known.members += one.members;
                        }
                        None => all.push(one),
                    }
                }
            }
            let mut titles = HashMap::new();
            for one in &all {
                if let Some(known) = forms::read(tx, &street, &one.form.0, one.form.1)? {
                    titles.insert(one.form.clone(), Bilingual::new(known.form.title.zh, known.form.title.en));
                }
            }
            Ok((all, titles))
        })
        .await?;
    let mut items: Vec<BurdenRow> = all.into_iter().map(|asked| row(asked, &titles)).collect();
    items.sort_by(|a, b| b.month.cmp(&a.month).then_with(|| a.form.id.cmp(&b.form.id)));
    Ok(Reply(BurdenView { items }))
}
