//! HTTP endpoints of residents: created, found, read, corrected.

use axum::Json as Reply;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::{
    IdentityNumber, Phone, Presence, Refused, Registered, Resident, Sex, Tenure, disclosure,
};
use weiguang_domain::kernel::ids::{HouseholdId, PlaceId, ResidentId};
use weiguang_domain::kernel::page::{self, Page};
use weiguang_domain::kernel::time::Day;

use super::{answer, cursor, in_turn, show, street_of};
use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::rooms::households::ops::doors::{NewHome, Where};
use crate::rooms::households::ops::find;
use crate::rooms::households::ops::register::{self, Change, Facts, Home, New};
use crate::rooms::households::store::residents::{self as rows, Listed, Mark};
use crate::rooms::households::view::{LineView, PersonView};
use crate::rooms::people::{street_where, streets_for, under_of};
use crate::web::extract::{IdempotencyKey, IfMatch, Json, Query, SignedIn};
use crate::web::page::PageUnder;
use crate::web::{FieldFault, Refusal};

/// A page of residents, by cell.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = HouseholdResidentPage)]
pub struct ResidentPage {
    /// The rows.
    pub items: Vec<LineView>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// Those who live under a code, as lines that say enough to find the right one.
#[utoipa::path(get, path = "/households/residents", tag = "households", params(PageUnder), responses((status = 200, body = ResidentPage)))]
pub async fn list_residents(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<PageUnder>,
) -> Result<Reply<ResidentPage>, Refusal> {
    let scope = actor.scope(Verb::HouseholdsRead);
    let (under, _) = under_of(&app, &scope, query.under, Verb::HouseholdsRead)?;
    let (code, id) = cursor(query.after.as_deref())?;
    let (limit, today) = (page::limit(query.limit), app.now().day());
    let place = |l: &Listed| format!("{}.{}", l.kept.resident.code, l.kept.resident.id);
    let cut = app
        .read(move |tx| {
            let found =
                in_turn(&scope.under(&under), limit, |prefix, left| rows::list(tx, prefix, (&code, id), today, left))?;
            Ok(Page::cut(found, limit - tx.unread(), place))
        })
        .await?;
    let lines = cut.items.iter().map(|l| (&l.kept.resident, l.has_needs));
    Ok(Reply(ResidentPage { items: shown(&app, &actor, lines)?, next: cut.next }))
}

/// Where somebody is registered.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = HouseholdRegisteredBody)]
#[serde(rename_all = "snake_case")]
pub enum RegisteredBody {
    /// In this street.
    Here,
    /// Somewhere else, in words: 资阳市安岳县.
    Elsewhere(String),
    /// Not known.
    Unknown,
}

impl From<RegisteredBody> for Registered {
    fn from(body: RegisteredBody) -> Self {
        match body {
            RegisteredBody::Here => Self::Here,
            RegisteredBody::Elsewhere(words) => Self::Elsewhere(words.trim().to_owned()),
            RegisteredBody::Unknown => Self::Unknown,
        }
    }
}

/// A household of one's own behind a door: a room of the directory, or words with a cell.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = HouseholdNewHomeBody)]
#[serde(deny_unknown_fields)]
pub struct NewHomeBody {
    /// A UUIDv7 made by the client.
    pub id: Uuid,
    /// A room of the address directory.
    #[serde(default)]
    pub place: Option<Uuid>,
    /// The door in words, where the directory does not know it; its cell is the `code` beside.
    #[serde(default)]
    pub label: String,
    /// `owner`, `tenant`, `lodged`, `unknown`.
    #[serde(default = "unknown")]
    #[schema(value_type = Option<String>)]
    pub tenure: Tenure,
    /// Since when; today if not given.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub since: Option<Day>,
}

const fn unknown() -> Tenure {
    Tenure::Unknown
}

/// The home of a person, from a cell, an existing household, or a new one.
///
/// # Errors
/// Unless exactly one of them is given.
pub(super) fn home_of(
    code: Option<GridCode>,
    household: Option<Uuid>,
    home: Option<NewHomeBody>,
) -> Result<(Home, Option<GridCode>), Refusal> {
    Ok(match (household, home, code) {
        (Some(id), None, None) => (Home::With(HouseholdId::new(id)), None),
        (None, Some(body), code) => {
            let at = match (body.place, code) {
                (Some(place), None) => Where::Place(PlaceId::new(place)),
                (None, Some(code)) => Where::Words(body.label, code),
                (None, None) => return Err(Refusal::field(FieldFault::missing("code"))),
                (Some(_), Some(_)) => return Err(one_way()),
            };
            let home = NewHome { id: HouseholdId::new(body.id), at, tenure: body.tenure, since: body.since };
            (Home::New(home), code)
        }
        (None, None, Some(code)) => (Home::Code(code), Some(code)),
        (None, None, None) => return Err(Refusal::field(FieldFault::missing("code"))),
        _ => return Err(one_way()),
    })
}

fn one_way() -> Refusal {
    Refusal::field(FieldFault::new("code", "households.one-place", "住处只填一种写法", "say the place in one way only"))
}

/// Somebody new. A name and a place are enough.
#[derive(Clone, Deserialize, ToSchema)]
#[schema(as = HouseholdNewResident)]
#[serde(deny_unknown_fields)]
pub struct NewResident {
    /// A UUIDv7 made by the client.
    pub id: Uuid,
    /// As they are called.
    pub name: String,
    /// The cell, or a code above it while that is not sure.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub code: Option<GridCode>,
    /// Instead: the household with which they live.
    #[serde(default)]
    pub household: Option<Uuid>,
    /// Instead: a household of their own.
    #[serde(default)]
    pub home: Option<NewHomeBody>,
    /// `1943`, `1943-05` or `1943-05-01`.
    #[serde(default)]
    pub birth: Option<String>,
    /// `female` or `male`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub sex: Option<Sex>,
    /// The identity number, if a service needs it.
    #[serde(default)]
    pub identity: Option<String>,
    /// Their own phones.
    #[serde(default)]
    pub phones: Option<Vec<String>>,
    /// Where they are registered.
    #[serde(default)]
    pub registered: Option<RegisteredBody>,
}

/// Begins a record: a name and a place, and whatever else is known.
#[utoipa::path(post, path = "/households/residents", tag = "households", request_body = NewResident, responses((status = 201, body = PersonView)))]
pub async fn register_resident(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: IdempotencyKey<NewResident>,
) -> Result<Response, Refusal> {
    let (sending, body) = (send.secret(&app), send.body);
    let household = body.household.map(HouseholdId::new);
    let place = body.home.as_ref().and_then(|h| h.place);
    let (home, code) = home_of(body.code, body.household, body.home)?;
    let streets = streets_for(&app, &actor, Verb::HouseholdsRead);
    let street = match code {
        Some(code) => code.street().filter(|s| streets.contains(s)).ok_or(Refusal::Denied(Verb::HouseholdsEdit))?,
        None if streets.is_empty() => return Err(Refusal::Denied(Verb::HouseholdsEdit)),
        None => {
            let there = move |tx: &mut weiguang_store::Tx<'_>, s: &GridCode| {
                Ok(match (household, place) {
                    (Some(id), _) => crate::rooms::households::store::doors::read(tx, s, id)?.is_some(),
                    (None, Some(id)) => crate::rooms::grid::places::read(tx, s, id)?.is_some(),
                    (None, None) => false,
                })
            };
            street_where(&app, streets, if household.is_some() { "household" } else { "place" }, there).await?
        }
    };
    let facts = Facts {
        birth: body.birth,
        sex: body.sex,
        identity: body.identity,
        phones: body.phones,
        registered: body.registered.map(Registered::from),
    };
    let new = New { id: ResidentId::new(body.id), name: body.name, home, facts };
    let sent = app.write(&actor, street, sending, move |work| register::register(work, &new)).await?;
    answer(&app, &actor, street, StatusCode::CREATED, sent).await
}

/// By what somebody is looked for; only the very same is found.
#[derive(Clone, Deserialize, ToSchema)]
#[schema(as = HouseholdFindBody)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum FindBody {
    /// A whole identity number.
    Identity(String),
    /// A whole phone.
    Phone(String),
    /// A whole name.
    Name(String),
}

/// Finds those within reach who have the very same identity number, phone or name. It is asked in a body, so that no number stands in
/// the address of a page or in a log.
#[utoipa::path(post, path = "/households/residents/find", tag = "households", request_body = FindBody, responses((status = 200, body = ResidentPage)))]
pub async fn find_residents(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Json(body): Json<FindBody>,
) -> Result<Reply<ResidentPage>, Refusal> {
    actor.may_somewhere(Verb::HouseholdsRead)?;
    let today = app.now().day();
    let mark = match body {
        FindBody::Identity(text) => Mark::Identity(IdentityNumber::parse(&text, today).map_err(Refused::Identity)?),
        FindBody::Phone(text) => Mark::Phone(Phone::sought(&text)?),
        FindBody::Name(text) if text.trim().is_empty() => return Err(Refused::Name.into()),
        FindBody::Name(text) => Mark::Name(text),
    };
    let (streets, scope) = (streets_for(&app, &actor, Verb::HouseholdsRead), actor.scope(Verb::HouseholdsRead));
    let seal = app.seal().clone();
    let found = app.read(move |tx| Ok(find(tx, &seal, &streets, &scope, &mark)?)).await?;
    let lines = found.iter().map(|k| (&k.resident, false));
    Ok(Reply(ResidentPage { items: shown(&app, &actor, lines)?, next: None }))
}

/// Rows of residents, with a permission check for each.
fn shown<'a>(
    app: &App,
    actor: &Actor,
    residents: impl Iterator<Item = (&'a Resident, bool)>,
) -> Result<Vec<LineView>, Refusal> {
    let (territory, today) = (app.state::<Territory>(), app.now().day());
    let line = |(resident, has_needs): (&Resident, bool)| {
        let permit = actor.may(Verb::HouseholdsRead, &resident.code, false)?;
        Ok(LineView::of(&territory, &disclosure::line(permit, resident, has_needs, today)))
    };
    residents.map(line).collect()
}

/// Somebody's page: contacts in order, needs that hold, numbers masked.
#[utoipa::path(get, path = "/households/residents/{id}", tag = "households", params(("id" = Uuid, Path)), responses((status = 200, body = PersonView)))]
pub async fn read_resident(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Refusal> {
    let id = ResidentId::new(id);
    let street = street_of(&app, &actor, Verb::HouseholdsRead, id).await?;
    show(&app, &actor, street, id, StatusCode::OK, false).await
}

/// Whether somebody lives here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[schema(as = HouseholdPresenceWord)]
#[serde(rename_all = "snake_case")]
pub enum PresenceWord {
    /// Lives here.
    Here,
    /// Moved away.
    Left,
    /// Died.
    Died,
}

/// Whether somebody lives here, from a day on.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[schema(as = HouseholdPresenceBody)]
#[serde(deny_unknown_fields)]
pub struct PresenceBody {
    /// Whether.
    pub state: PresenceWord,
    /// Since which day, `YYYY-MM-DD`.
    #[schema(value_type = String)]
    pub on: Day,
}

/// What is put right; what is left out stays.
#[derive(Clone, Deserialize, ToSchema)]
#[schema(as = HouseholdChangeResident)]
#[serde(deny_unknown_fields)]
pub struct ChangeResident {
    /// The name.
    #[serde(default)]
    pub name: Option<String>,
    /// The cell, for somebody whose door is not known.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub code: Option<GridCode>,
    /// `1943`, `1943-05` or `1943-05-01`; empty: not known.
    #[serde(default)]
    pub birth: Option<String>,
    /// `female` or `male`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub sex: Option<Sex>,
    /// The identity number; empty takes it away.
    #[serde(default)]
    pub identity: Option<String>,
    /// All their phones.
    #[serde(default)]
    pub phones: Option<Vec<String>>,
    /// Where they are registered.
    #[serde(default)]
    pub registered: Option<RegisteredBody>,
    /// Whether they live here.
    #[serde(default)]
    pub presence: Option<PresenceBody>,
}

/// Puts a record right, at the version of `If-Match`.
#[utoipa::path(patch, path = "/households/residents/{id}", tag = "households", params(("id" = Uuid, Path), ("if-match" = String, Header)), request_body = ChangeResident, responses((status = 200, body = PersonView)))]
pub async fn change_resident(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    IfMatch(version): IfMatch,
    send: IdempotencyKey<ChangeResident>,
) -> Result<Response, Refusal> {
    let id = ResidentId::new(id);
    let street = street_of(&app, &actor, Verb::HouseholdsRead, id).await?;
    let (sending, body) = (send.secret(&app), send.body);
    let change = Change {
        name: body.name,
        code: body.code,
        facts: Facts {
            birth: body.birth,
            sex: body.sex,
            identity: body.identity,
            phones: body.phones,
            registered: body.registered.map(Registered::from),
        },
        presence: body.presence.map(|p| match p.state {
            PresenceWord::Here => Presence::Here { since: p.on },
            PresenceWord::Left => Presence::Left { on: p.on },
            PresenceWord::Died => Presence::Died { on: p.on },
        }),
    };
    let sent = app.write(&actor, street, sending, move |work| register::change(work, id, version, &change)).await?;
    answer(&app, &actor, street, StatusCode::OK, sent).await
}
