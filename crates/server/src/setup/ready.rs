//! What a street has and what it still lacks before its first matter, for the page of those who set it up.

use axum::Json as Reply;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use weiguang_domain::access::{Role, Verb};
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::people::setup::{NEEDED, missing};

use super::store;
use crate::App;
use crate::rooms::care;
use crate::rooms::grid::Territory;
use crate::rooms::manual::CurrentCalendar;
use crate::rooms::manual::CurrentManual;
use crate::rooms::session::StreetName;
use crate::web::Refusal;
use crate::web::extract::{Query, SignedIn};

/// Of which street.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct StreetQuery {
    /// Nine digits; without it the first street of the actor.
    #[param(value_type = Option<String>)]
    street: Option<GridCode>,
}

/// A post that a street cannot do without.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SetupNeededPost)]
pub struct NeededPost {
    /// The role's key.
    pub role: String,
    /// Who hold it.
    pub holders: i64,
    /// Those of them who set a password.
    pub ready: i64,
}

/// What a street has.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SetupReadiness)]
pub struct Readiness {
    /// Which street.
    pub street: StreetName,
    /// Communities that are known by name.
    pub communities: usize,
    /// Grids.
    pub grids: usize,
    /// Micro-grids.
    pub micro_grids: usize,
    /// Rows of the address directory, counted up to 1,000.
    pub places: i64,
    /// People who serve.
    pub people: i64,
    /// Those of them who never signed in.
    pub never_signed_in: i64,
    /// Those of the latter who hold an invitation.
    pub invited: i64,
    /// The posts that a street cannot do without.
    pub posts: Vec<NeededPost>,
    /// The roles of those posts that nobody holds who could sign in.
    pub missing: Vec<String>,
    /// The present year.
    pub year: i16,
    /// Whether the working calendar knows this year's holidays.
    pub calendar: bool,
    /// Kinds of the manual with a number that the street has yet to write, each once.
    pub open_numbers: Vec<String>,
    /// Whether it is said whom a landlord, a neighbour or the family calls back.
    pub call_back: bool,
    /// Whether the site is reached by https, which a phone needs.
    pub https: bool,
}

/// The names of kinds with a number that the street has yet to write.
fn open_numbers(app: &App) -> Vec<String> {
    let mut names: Vec<String> =
        app.state::<CurrentManual>().open_calls().map(|(kind, _)| kind.name.zh.clone()).collect();
    names.dedup();
    names
}

/// What a street has and what it still lacks, for those who manage people in it.
#[utoipa::path(get, path = "/settings/readiness", tag = "settings", params(StreetQuery), responses((status = 200, body = Readiness)))]
pub async fn read_readiness(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<StreetQuery>,
) -> Result<Reply<Readiness>, Refusal> {
    actor.may_somewhere(Verb::PeopleManage)?;
    let (territory, scope) = (app.state::<Territory>(), actor.scope(Verb::PeopleManage));
    let mine = |street: &GridCode| scope.covers(street);
    let street = match query.street {
        Some(street) => Some(street).filter(|s| territory.serves(s) && mine(s)),
        None => territory.streets().into_iter().find(mine),
    };
    let street = street.ok_or(Refusal::NotFound("street"))?;
    let (now, today) = (app.now(), app.now().day());
    let (held, people, places, call_back) = app
        .read(move |tx| {
            let mut held = Vec::new();
            for code in street.climb() {
                held.extend(store::held(tx, &code, today)?);
            }
            let people = store::people(tx, &street, today, now)?;
            Ok((held, people, store::some_places(tx, &street)?, care::call_back_of(tx, &street)?.is_some()))
        })
        .await?;
    let count = |role: Role, ready: bool| {
        held.iter().filter(|(r, has, _)| *r == role && (*has || !ready)).map(|(_, _, n)| n).sum::<i64>()
    };
    let ready: Vec<Role> = NEEDED.into_iter().filter(|role| count(*role, true) > 0).collect();
    let cells = territory.cells_under(&street);
    let level = |level: Level| cells.iter().filter(|(code, _)| code.level() == level).count();
    let year = today.year();
    Ok(Reply(Readiness {
        street: StreetName { code: street.to_string(), name: territory.name(&street).to_owned() },
        communities: territory.areas_under(&street).iter().filter(|(code, _)| code.level() == Level::Community).count(),
        grids: level(Level::Grid),
        micro_grids: level(Level::MicroGrid),
        places,
        people: people.0,
        never_signed_in: people.1,
        invited: people.2,
        posts: NEEDED
            .into_iter()
            .map(|role| NeededPost { role: role.key().into(), holders: count(role, false), ready: count(role, true) })
            .collect(),
        missing: missing(&ready).into_iter().map(|role| role.key().to_owned()).collect(),
        year,
        calendar: app.state::<CurrentCalendar>().knows(year),
        open_numbers: open_numbers(&app),
        call_back,
        https: app.settings().http.https,
    }))
}
