//! HTTP endpoints of doctors' teams and the cells that they are paired with; a cell without a team is shown as a gap.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use weiguang_domain::access::Verb;
use weiguang_domain::grid::unit::Kind;
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::households::pairing::{Team, cover};
use weiguang_domain::kernel::ids::{AccountId, TeamId};
use weiguang_domain::kernel::time::{Day, FOREVER};

use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::rooms::households::ops::{Receipt, pairing};
use crate::rooms::households::store::teams as rows;
use crate::rooms::people;
use crate::rooms::people::view::{NamedPerson, person};
use crate::rooms::people::{street_where, streets_for, under_of};
use crate::web::Refusal;
use crate::web::answer::written;
use crate::web::extract::{IdempotencyKey, IfMatch, Query, SignedIn};

/// Which cells are asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct PairingQuery {
    /// A code; every micro-grid under it. Without it, the street.
    #[param(value_type = Option<String>)]
    under: Option<GridCode>,
}

/// A code that a team answers for.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = HouseholdPairView)]
pub struct PairView {
    /// The code.
    pub code: String,
    /// The same in words.
    pub words: String,
    /// First day.
    pub since: String,
    /// Last day; null if open.
    pub until: Option<String>,
}

/// A family doctor team.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = HouseholdTeamView)]
pub struct TeamView {
    /// Which.
    pub id: Uuid,
    /// As it is called.
    pub name: String,
    /// The doctor of every cell that it answers for.
    pub doctor: NamedPerson,
    /// All of it.
    pub members: Vec<NamedPerson>,
    /// What it answers for now and later.
    pub pairs: Vec<PairView>,
    /// What it will answer for once a second person has confirmed it.
    pub waiting: Vec<PairView>,
    /// For `If-Match`.
    pub version: i64,
}

/// A micro-grid and its doctors.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = HouseholdCoverView)]
pub struct CoverView {
    /// The cell.
    pub code: String,
    /// The same in words.
    pub words: String,
    /// The team; null is a hole.
    pub team: Option<Uuid>,
    /// The doctor by name.
    pub doctor: Option<NamedPerson>,
}

/// Teams, cells and holes.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = HouseholdPairingPage)]
pub struct PairingPage {
    /// The street's teams.
    pub teams: Vec<TeamView>,
    /// Every micro-grid under the code that the reader may see.
    pub cells: Vec<CoverView>,
    /// How many of them have no doctor.
    pub holes: usize,
}

/// Which doctors' team answers for which micro-grid, and where none does.
#[utoipa::path(get, path = "/households/pairing", tag = "households", params(PairingQuery), responses((status = 200, body = PairingPage)))]
pub async fn read_pairing(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<PairingQuery>,
) -> Result<Reply<PairingPage>, Refusal> {
    let scope = actor.scope(Verb::HouseholdsRead);
    let (under, street) = under_of(&app, &scope, query.under, Verb::HouseholdsRead)?;
    let today = app.now().day();
    let (known, names, waiting) = app
        .read(move |tx| {
            let known = rows::pairing(tx, &street)?;
            let named: HashSet<AccountId> = known.teams.iter().flat_map(|t| t.members.iter().copied()).collect();
            let names = people::names(tx, &named)?;
            let waiting = people::waiting_pairs(tx, &street)?;
            Ok((known, names, waiting))
        })
        .await?;
    let territory = app.state::<Territory>();
    let mut cells: Vec<GridCode> = Vec::new();
    for prefix in scope.under(&under) {
        let all = territory.cells_under(&prefix);
        let doors = all
            .into_iter()
            .filter(|(c, k)| c.level() == Level::MicroGrid && !matches!(k.kind, Kind::Functional { .. }));
        cells.extend(doors.map(|(c, _)| c));
    }
    let doctor_of = |id: TeamId| known.teams.iter().find(|t| t.id == id).map(|t| person(&names, t.doctor));
    let cells: Vec<CoverView> = cover(&cells, &known.pairs, today)
        .into_iter()
        .map(|(code, team)| CoverView {
            code: code.to_string(),
            words: territory.words(&code),
            team: team.map(Uuid::from),
            doctor: team.and_then(doctor_of),
        })
        .collect();
    let pairs = |team: TeamId| {
        let theirs = known.pairs.iter().filter(|p| p.team == team && p.until >= today);
        theirs
            .map(|p| PairView {
                code: p.code.to_string(),
                words: territory.words(&p.code),
                since: p.since.to_string(),
                until: (p.until != FOREVER).then(|| p.until.to_string()),
            })
            .collect()
    };
    let teams = known.teams.iter().zip(&known.versions).map(|(t, version)| TeamView {
        id: t.id.uuid(),
        name: t.name.clone(),
        doctor: person(&names, t.doctor),
        members: t.members.iter().map(|m| person(&names, *m)).collect(),
        pairs: pairs(t.id),
        waiting: waiting
            .iter()
            .filter(|(team, ..)| *team == t.id)
            .map(|(_, code, since)| PairView {
                code: code.to_string(),
                words: territory.words(code),
                since: since.to_string(),
                until: None,
            })
            .collect(),
        version: *version,
    });
    let holes = cells.iter().filter(|c| c.team.is_none()).count();
    Ok(Reply(PairingPage { teams: teams.collect(), cells, holes }))
}

/// A team as it is told.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = HouseholdTeamBody)]
#[serde(deny_unknown_fields)]
pub struct TeamBody {
    /// As it is called: 张医生团队.
    pub name: String,
    /// Who is named first.
    pub doctor: Uuid,
    /// All of it, the doctor included; they hold the role of a doctor in the street.
    pub members: Vec<Uuid>,
}

/// A new team.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = HouseholdNewTeam)]
#[serde(deny_unknown_fields)]
pub struct NewTeam {
    /// A UUIDv7 made by the client.
    pub id: Uuid,
    /// The street that it works in; left out where one pairs in one street only.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub street: Option<GridCode>,
    /// As it is called: 张医生团队.
    pub name: String,
    /// Who is named first.
    pub doctor: Uuid,
    /// All of it, the doctor included; they hold the role of a doctor in the street.
    pub members: Vec<Uuid>,
}

fn team_of(id: Uuid, name: &str, doctor: Uuid, members: Vec<Uuid>) -> Team {
    let mut members: Vec<AccountId> = members.into_iter().map(AccountId::new).collect();
    members.dedup();
    Team { id: TeamId::new(id), name: name.trim().to_owned(), doctor: AccountId::new(doctor), members }
}

/// Founds a family doctor team.
#[utoipa::path(post, path = "/households/teams", tag = "households", request_body = NewTeam, responses((status = 201, body = Receipt)))]
pub async fn found_team(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<NewTeam>,
) -> Result<Response, Refusal> {
    let (sending, body) = (send.send(), send.body);
    let streets = streets_for(&app, &actor, Verb::HouseholdsPair);
    let street = match (body.street, streets.as_slice()) {
        (Some(street), _) if streets.contains(&street) => street,
        (None, [only]) => *only,
        _ => return Err(Refusal::Denied(Verb::HouseholdsPair)),
    };
    let team = team_of(body.id, &body.name, body.doctor, body.members);
    let sent = app.write(&actor, street, sending, move |work| pairing::found(work, &team)).await?;
    Ok(written(StatusCode::CREATED, &sent.value, Some(sent.value.version), sent.replayed))
}

async fn street_of_team(app: &App, streets: Vec<GridCode>, id: TeamId) -> Result<GridCode, Refusal> {
    if streets.is_empty() {
        return Err(Refusal::Denied(Verb::HouseholdsPair));
    }
    let there =
        move |tx: &mut weiguang_store::Tx<'_>, s: &GridCode| Ok(rows::pairing(tx, s)?.teams.iter().any(|t| t.id == id));
    street_where(app, streets, "team", there).await
}

/// Changes a team, at the version of `If-Match`.
#[utoipa::path(put, path = "/households/teams/{id}", tag = "households", params(("id" = Uuid, Path), ("if-match" = String, Header)), request_body = TeamBody, responses((status = 200, body = Receipt)))]
pub async fn change_team(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    IfMatch(version): IfMatch,
    send: IdempotencyKey<TeamBody>,
) -> Result<Response, Refusal> {
    let street = street_of_team(&app, streets_for(&app, &actor, Verb::HouseholdsPair), TeamId::new(id)).await?;
    let (sending, body) = (send.send(), send.body);
    let team = team_of(id, &body.name, body.doctor, body.members);
    let sent = app.write(&actor, street, sending, move |work| pairing::change(work, &team, version)).await?;
    Ok(written(StatusCode::OK, &sent.value, Some(sent.value.version), sent.replayed))
}

/// A code, from a day on or until one.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[schema(as = HouseholdPairBody)]
#[serde(deny_unknown_fields)]
pub struct PairBody {
    /// A micro-grid, or a code above it for all its micro-grids that have no pair of their own.
    #[schema(value_type = String)]
    pub code: GridCode,
    /// First day; today if not given.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub since: Option<Day>,
}

/// Pairs a team with a code.
#[utoipa::path(post, path = "/households/teams/{id}/pairs", tag = "households", params(("id" = Uuid, Path)), request_body = PairBody, responses((status = 201, body = Receipt)))]
pub async fn pair_team(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: IdempotencyKey<PairBody>,
) -> Result<Response, Refusal> {
    let id = TeamId::new(id);
    let street = street_of_team(&app, streets_for(&app, &actor, Verb::HouseholdsPair), id).await?;
    let (sending, body) = (send.send(), send.body);
    let sent = app.write(&actor, street, sending, move |work| pairing::pair(work, id, body.code, body.since)).await?;
    Ok(written(StatusCode::CREATED, &sent.value, None, sent.replayed))
}

/// Until when.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct PartQuery {
    /// The last day, `YYYY-MM-DD`; yesterday if not given, which ends it at once.
    #[param(value_type = Option<String>)]
    until: Option<Day>,
}

/// Ends a pair: at once, or after a day. It stays in the history.
#[utoipa::path(delete, path = "/households/teams/{id}/pairs/{code}", tag = "households", params(("id" = Uuid, Path), ("code" = String, Path), PartQuery), responses((status = 200, body = Receipt)))]
pub async fn part_team(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((id, code)): Path<(Uuid, String)>,
    Query(query): Query<PartQuery>,
    send: IdempotencyKey<()>,
) -> Result<Response, Refusal> {
    let id = TeamId::new(id);
    let code = GridCode::parse(&code).map_err(|_| Refusal::NotFound("pair"))?;
    let street = street_of_team(&app, streets_for(&app, &actor, Verb::HouseholdsPair), id).await?;
    let sent = app.write(&actor, street, send.send(), move |work| pairing::part(work, id, code, query.until)).await?;
    Ok(written(StatusCode::OK, &sent.value, None, sent.replayed))
}
