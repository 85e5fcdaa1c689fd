//! The figures of a code for a public screen: open cases and their places, received and done ones, the newest steps. They contain no
//! personal data and no typed text.

use axum::Json as Reply;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use weiguang_domain::access::Verb;
use weiguang_domain::cases::count::{Flow, Stock};
use weiguang_domain::grid::{GridCode, Level};

use crate::App;
use crate::rooms::cases::figures::days::{self, Stepped};
use crate::rooms::cases::figures::{digits_below, parts_of, read};
use crate::rooms::cases::view::Around;
use crate::rooms::grid::territory::Territory;
use crate::rooms::grid::view::title;
use crate::rooms::manual::CurrentManual;
use crate::web::extract::{Query, SignedIn};
use crate::web::words::Bilingual;
use crate::web::{FieldFault, Refusal};

/// The newest steps that are shown.
const RECENT: usize = 20;

/// The routes of figures.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(summarise))
}

/// Of which code.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct SummaryQuery {
    /// A code at or under a street; the street of what one may see if nobody says.
    #[param(value_type = Option<String>)]
    code: Option<GridCode>,
}

/// The figures of a code.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CaseSummary {
    /// When it was read, RFC 3339.
    pub at: String,
    /// The code.
    pub code: String,
    /// The same in words.
    pub words: String,
    /// Open.
    pub open: i64,
    /// Open and late.
    pub late: i64,
    /// Waiting to be accepted.
    pub waiting: i64,
    /// Came in today.
    pub received_today: i64,
    /// Confirmed as solved today.
    pub closed_today: i64,
    /// Residents who said within 30 days that it is solved.
    pub satisfied_30d: i64,
    /// Residents who said anything within 30 days.
    pub answered_30d: i64,
    /// Answers within 30 days that staff recorded for a resident; they are in none of the two above.
    pub recorded_30d: i64,
    /// Of these, that it is solved.
    pub recorded_satisfied_30d: i64,
    /// Hours from receipt until it was done, of what was confirmed within 30 days: the median.
    #[schema(required = true)]
    pub median_hours_30d: Option<i64>,
    /// Open by where they stand.
    pub by_status: Vec<StatusCount>,
    /// By group of kinds, in the manual's order.
    pub by_kind_group: Vec<GroupCount>,
    /// One level down, in order of code.
    pub by_area: Vec<AreaCount>,
    /// The last 30 days, oldest first.
    pub by_day: Vec<DayCount>,
    /// The newest steps, newest first, at most 20.
    pub recent: Vec<RecentStep>,
}

/// How many cases have a status.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CaseStatusCount)]
pub struct StatusCount {
    /// Where.
    #[schema(value_type = crate::rooms::cases::wire::CaseStatus)]
    pub status: String,
    /// How many.
    pub n: i64,
}

/// The figures of a group of kinds.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CaseGroupCount)]
pub struct GroupCount {
    /// Its name.
    pub group: Bilingual,
    /// Open.
    pub open: i64,
    /// Open and late.
    pub late: i64,
    /// Came in within 30 days.
    pub received_30d: i64,
}

/// The figures of a part of the territory.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CaseAreaCount)]
pub struct AreaCount {
    /// Its code.
    pub code: String,
    /// What it is called beside its siblings.
    pub name: String,
    /// Open.
    pub open: i64,
    /// Open and late.
    pub late: i64,
    /// Confirmed as solved within 30 days.
    pub closed_30d: i64,
}

/// A day.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CaseDayCount)]
pub struct DayCount {
    /// The day, `YYYY-MM-DD`.
    pub day: String,
    /// Came in.
    pub received: i64,
    /// Were confirmed as solved.
    pub closed: i64,
    /// Went late.
    pub late: i64,
}

/// A step of some case.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = CaseRecentStep)]
pub struct RecentStep {
    /// When, RFC 3339.
    pub at: String,
    /// What, in the words that everybody may read.
    pub words: Bilingual,
    /// Of what kind of matter.
    pub kind: Bilingual,
    /// Where: community and grid, never an address.
    pub place: String,
    /// Where the case stands now.
    #[schema(value_type = crate::rooms::cases::wire::CaseStatus)]
    pub status: String,
}

impl DayCount {
    fn of(day: weiguang_domain::kernel::time::Day, f: Flow) -> Self {
        Self { day: day.to_string(), received: f.received, closed: f.closed, late: f.late }
    }
}

fn recent(steps: &[Stepped], around: &Around<'_>) -> Vec<RecentStep> {
    let shown = steps.iter().filter_map(|s| {
        let words = s.fact.as_ref()?.public_words()?;
        let place = s.code.at(Level::Grid).unwrap_or(s.code);
        Some(RecentStep {
            at: s.at.to_string(),
            words: Bilingual::new(words.zh, words.en),
            kind: around.kind(&s.kind.0, s.kind.1).name,
            place: around.territory.words(&place),
            status: s.status.clone(),
        })
    });
    shown.take(RECENT).collect()
}

/// The figures of a code, within what one may see: for the screen in the hall and the console's overview.
#[utoipa::path(get, path = "/cases/summary", tag = "cases", params(SummaryQuery), responses((status = 200, body = CaseSummary)))]
pub async fn summarise(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<SummaryQuery>,
) -> Result<Reply<CaseSummary>, Refusal> {
    actor.may_somewhere(Verb::CasesRead)?;
    let scope = actor.scope(Verb::CasesRead);
    let first = scope.codes.first().and_then(GridCode::street);
    let code = query.code.or(first).ok_or(Refusal::Denied(Verb::CasesRead))?;
    if code.level() < Level::Street {
        return Err(Refusal::field(FieldFault::new("code", "grid.one-street", "请选择一个街道", "choose one street")));
    }
    let codes = scope.under(&code);
    if codes.is_empty() {
        return Err(Refusal::NotFound("code"));
    }
    let (now, digits) = (app.now(), digits_below(&code));
    let found = app.read(move |tx| Ok(read(tx, &codes, digits, now, "")?)).await?;
    let (territory, manual, names) = (app.state::<Territory>(), app.state::<CurrentManual>(), HashMap::new());
    let around = Around { territory: &territory, manual: &manual, names: &names, now };
    let (open, flow) = (found.open(), found.flow());
    let today = days::number(now.day());
    let today = found.days.iter().filter(|(d, _)| *d == today).fold(Flow::default(), |sum, (_, f)| sum.plus(*f));
    let length = usize::try_from(digits).unwrap_or(17);
    let there = parts_of(&territory, &code)
        .into_iter()
        .filter(|c| scope.covers(c) || scope.codes.iter().any(|s| c.contains(s)));
    let areas = found.areas(there, length).into_iter().filter(|(c, _)| *c != code);
    Ok(Reply(CaseSummary {
        at: now.to_string(),
        code: code.to_string(),
        words: territory.words(&code),
        open: open.open(),
        late: open.late,
        waiting: open.by[0],
        received_today: today.received,
        closed_today: today.closed,
        satisfied_30d: flow.satisfied,
        answered_30d: flow.answered,
        recorded_30d: flow.recorded,
        recorded_satisfied_30d: flow.recorded_satisfied,
        median_hours_30d: found.median(|_| true),
        by_status: Stock::STATUSES
            .iter()
            .zip(open.by)
            .map(|(s, n)| StatusCount { status: s.key().to_owned(), n })
            .collect(),
        by_kind_group: found
            .groups(&manual)
            .into_iter()
            .map(|(group, _, stock, flow)| GroupCount {
                group,
                open: stock.open(),
                late: stock.late,
                received_30d: flow.received,
            })
            .collect(),
        by_area: areas
            .map(|(c, (stock, flow))| AreaCount {
                name: title(&territory, &c),
                code: c.to_string(),
                open: stock.open(),
                late: stock.late,
                closed_30d: flow.closed,
            })
            .collect(),
        by_day: found.by_day(now).into_iter().map(|(day, f)| DayCount::of(day, f)).collect(),
        recent: recent(&found.steps, &around),
    }))
}
