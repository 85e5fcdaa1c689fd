//! Public figures of a neighbourhood: matters received and solved, how fast, and where. Kinds and communities only: no address, no name, no
//! typed text.

use axum::Json as Reply;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use weiguang_domain::grid::{GridCode, Level};

use crate::App;
use crate::rooms::cases::figures::{self, Figures};
use crate::rooms::grid::territory::Territory;
use crate::rooms::grid::view::title;
use crate::rooms::manual::CurrentManual;
use crate::web::Refusal;
use crate::web::extract::{Peer, Query};
use crate::web::words::Bilingual;

/// Solved matters that are shown.
const RECENT: usize = 12;

/// Of which street.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PublicSummaryQuery {
    /// Nine digits.
    #[param(value_type = String)]
    street: GridCode,
}

/// What a neighbourhood does.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicSummary {
    /// Nine digits.
    pub street: String,
    /// Its name.
    pub name: String,
    /// Whether it is made up.
    pub made_up: bool,
    /// Came in within 30 days.
    pub received_30d: i64,
    /// Confirmed as solved within 30 days.
    pub solved_30d: i64,
    /// Residents who said within 30 days that it is solved.
    pub satisfied_30d: i64,
    /// Residents who said anything within 30 days.
    pub answered_30d: i64,
    /// Answers within 30 days that staff recorded for a resident; they are in none of the two above.
    pub recorded_30d: i64,
    /// Of these, that it is solved.
    pub recorded_satisfied_30d: i64,
    /// Hours from receipt until it was done: the median.
    #[schema(required = true)]
    pub median_hours_30d: Option<i64>,
    /// By community.
    pub by_area: Vec<PublicArea>,
    /// By group of kinds, in the manual's order.
    pub by_kind_group: Vec<PublicGroup>,
    /// What was solved lately, newest first.
    pub recent: Vec<PublicSolved>,
}

/// A community.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicArea {
    /// Its name.
    pub name: String,
    /// Open.
    pub open: i64,
    /// Confirmed as solved within 30 days.
    pub solved_30d: i64,
}

/// A group of kinds.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicGroup {
    /// Its name.
    pub group: Bilingual,
    /// Confirmed as solved within 30 days.
    pub solved_30d: i64,
    /// Hours from receipt until it was done: the median.
    #[schema(required = true)]
    pub median_hours: Option<i64>,
}

/// A matter that was solved.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicSolved {
    /// The day, `YYYY-MM-DD`.
    pub day: String,
    /// Of what kind.
    pub kind: Bilingual,
    /// The community; empty if the place was never found.
    pub place: String,
    /// Days from receipt; 0 if on the same day.
    pub days: i64,
}

/// What a street's neighbourhood does.
#[utoipa::path(get, path = "/public/summary", tag = "public", params(PublicSummaryQuery), responses((status = 200, body = PublicSummary)))]
pub async fn public_summary(
    State(app): State<App>,
    Peer(peer): Peer,
    Query(query): Query<PublicSummaryQuery>,
) -> Result<Reply<PublicSummary>, Refusal> {
    app.limits().reads.take(peer, app.now()).map_err(Refusal::TooMany)?;
    let territory = app.state::<Territory>();
    let street = Some(query.street).filter(|s| s.level() == Level::Street && territory.serves(s));
    let street = street.ok_or(Refusal::NotFound("street"))?;
    let (now, digits) = (app.now(), 12);
    let found = app.read(move |tx| Ok(figures::read(tx, &[street], digits, now, "cases.confirmed")?)).await?;
    let flow = found.flow();
    let areas = found.areas(figures::parts_of(&territory, &street), Level::Community.digits());
    Ok(Reply(PublicSummary {
        street: street.to_string(),
        name: territory.name(&street).to_owned(),
        made_up: territory.made_up(&street),
        received_30d: flow.received,
        solved_30d: flow.closed,
        satisfied_30d: flow.satisfied,
        answered_30d: flow.answered,
        recorded_30d: flow.recorded,
        recorded_satisfied_30d: flow.recorded_satisfied,
        median_hours_30d: found.median(|_| true),
        by_area: areas
            .into_iter()
            .map(|(c, (stock, flow))| PublicArea {
                name: title(&territory, &c),
                open: stock.open(),
                solved_30d: flow.closed,
            })
            .collect(),
        by_kind_group: groups(&app, &found),
        recent: solved(&app, &found),
    }))
}

fn groups(app: &App, found: &Figures) -> Vec<PublicGroup> {
    let of_group =
        |(group, kinds, _, flow): (Bilingual, Vec<String>, _, weiguang_domain::cases::count::Flow)| PublicGroup {
            group,
            solved_30d: flow.closed,
            median_hours: found.median(|kind| kinds.iter().any(|k| k == kind)),
        };
    found.groups(&app.state::<CurrentManual>()).into_iter().map(of_group).filter(|g| g.solved_30d > 0).collect()
}

fn solved(app: &App, found: &Figures) -> Vec<PublicSolved> {
    let (territory, manual) = (app.state::<Territory>(), app.state::<CurrentManual>());
    let name = |id: &str, version: u32| {
        let kind = manual.kind(id, version).or_else(|| manual.newest(id));
        kind.map_or_else(|| Bilingual::new(id, id), |k| Bilingual::new(&k.name.zh, &k.name.en))
    };
    let one = |s: &crate::rooms::cases::figures::days::Stepped| PublicSolved {
        day: s.at.day().to_string(),
        kind: name(&s.kind.0, s.kind.1),
        place: s.code.at(Level::Community).map_or_else(String::new, |c| title(&territory, &c)),
        days: (s.at - s.received).as_micros().max(0) / 86_400_000_000,
    };
    found.steps.iter().take(RECENT).map(one).collect()
}
