//! The edge of cases: who, what, and the one operation behind it.

use axum::body::Body;
use axum::extract::{Multipart, Path, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Scope, Verb};
use weiguang_domain::cases::{Action, Answer, Fact, PartFact, Refused, Status};
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::ids::{AccountId, AttachmentId, CaseId, PartId};
use weiguang_domain::kernel::page;
use weiguang_domain::kernel::time::Moment;
use weiguang_store::Tx;

use super::intake::{self, NewCase};
use super::ops::{self, Act, Receipt};
use super::queue::{self, Counts, Cursor, View};
use super::record::{Record, Reporter, Tally};
use super::view::{Around, Bilingual, CaseRow, CaseView, PersonView};
use super::{attachments, parts, store};
use crate::App;
use crate::events::chain;
use crate::rooms::people;
use crate::web::extract::{IfMatch, Json, Query, Send as Sending, SendKey, SignedIn, request_hash, send_key};
use crate::web::{FieldFault, Refusal};

/// The routes of this room.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_cases, create_case))
        .routes(routes!(count_cases))
        .routes(routes!(near_cases))
        .routes(routes!(rollup_cases))
        .routes(routes!(read_case))
        .routes(routes!(read_case_events))
        .routes(routes!(act_on_case))
        .routes(routes!(unmask_case))
        .routes(routes!(verify_case))
        .routes(routes!(attach_to_case))
        .routes(routes!(read_attachment))
}

/// The names of everybody whom these records name.
pub fn names_of(
    tx: &mut Tx<'_>,
    records: &[Record],
    more: impl IntoIterator<Item = AccountId>,
) -> Result<HashMap<AccountId, String>, Refusal> {
    let wanted: HashSet<AccountId> =
        records.iter().filter_map(|r| r.case.owner).chain(more).filter(|a| !a.uuid().is_nil()).collect();
    Ok(people::store::names(tx, &wanted)?)
}

/// The street of a case id: a case is looked for in the streets of the actor, first the one that is named.
async fn street_of_case(app: &App, actor: &Actor, id: CaseId) -> Result<GridCode, Refusal> {
    let streets = actor.streets();
    if let [only] = streets.as_slice() {
        return Ok(*only);
    }
    app.read(move |tx| {
        for street in &streets {
            if store::read(tx, street, id)?.is_some() {
                return Ok(*street);
            }
        }
        Err(Refusal::NotFound("case"))
    })
    .await
}

/// Which list is asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// `open` (the default), `late`, `waiting`, `mine`, `parts`, `unplaced`, `returned`, `paused`, `resolved`, `closed`, `all`.
    view: Option<String>,
    /// A code; everything under it.
    #[param(value_type = Option<String>)]
    under: Option<GridCode>,
    /// A kind's id; with the open view.
    kind: Option<String>,
    /// Words, or a number.
    q: Option<String>,
    /// At most so many rows, up to 200.
    limit: Option<i64>,
    /// The cursor of the page before.
    after: Option<String>,
}

/// A page of cases.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CasePage {
    /// The rows.
    pub items: Vec<CaseRow>,
    /// Where the next page begins.
    pub next: Option<String>,
}

fn view_of(app: &App, query: &ListQuery) -> Result<View, Refusal> {
    if let Some(words) = query.q.as_deref().map(str::trim).filter(|w| !w.is_empty()) {
        let mut terms = app.tokenizer().terms(words);
        // The longest words say most; three of them are looked up.
        terms.sort_by_key(|t| std::cmp::Reverse(t.chars().count()));
        terms.truncate(3);
        return Ok(View::Found(terms));
    }
    Ok(match query.view.as_deref().unwrap_or("open") {
        "open" => query.kind.clone().map_or(View::Open, View::Kind),
        "late" => View::Late,
        "mine" => View::Mine,
        "parts" => View::Parts,
        "unplaced" => View::Unplaced,
        "waiting" => View::Status(Status::Submitted.key()),
        "returned" => View::Status(Status::Returned.key()),
        "paused" => View::Status(Status::Paused.key()),
        "resolved" => View::Status(Status::Resolved.key()),
        "closed" => View::Past,
        "all" => View::All,
        _ => {
            return Err(Refusal::field(FieldFault::new(
                "view",
                "cases.unknown-view",
                "没有这个列表",
                "there is no such view",
            )));
        }
    })
}

/// The code that a list is for: what is asked, or the street of what the actor may see.
pub fn under_of(actor: &Actor, scope: &Scope, wish: Option<GridCode>) -> Result<GridCode, Refusal> {
    let first = scope.codes.first().copied().or_else(|| actor.streets().first().copied());
    let under = wish.or(first).ok_or(Refusal::Denied(Verb::CasesRead))?;
    // Above the street nothing is listed: a list stays within one street.
    if under.level() < Level::Street {
        return first.and_then(|f| f.street()).filter(|s| under.contains(s)).ok_or(Refusal::NotFound("street"));
    }
    Ok(if wish.is_none() { under.street().unwrap_or(under) } else { under })
}

/// A page of the queue.
#[utoipa::path(get, path = "/cases", tag = "cases", params(ListQuery), responses((status = 200, body = CasePage)))]
pub async fn list_cases(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<ListQuery>,
) -> Result<Json2<CasePage>, Refusal> {
    actor.may_somewhere(Verb::CasesRead)?;
    let scope = actor.scope(Verb::CasesRead);
    let under = under_of(&actor, &scope, query.under)?;
    let view = view_of(&app, &query)?;
    let after = query.after.as_deref().map(Cursor::parse).transpose()?.unwrap_or_else(|| Cursor::start(&view));
    let limit = page::limit(query.limit);
    let (account, number) = (actor.account, query.q.clone().filter(|q| is_number(q)));
    let reader = actor.clone();
    let (found, names) = app
        .read(move |tx| {
            let street = under.street().unwrap_or(under);
            let found = match &number {
                // A number is looked up, not searched.
                Some(number) => {
                    let one = store::read_number(tx, &street, number.trim())?;
                    let mut items: Vec<Record> = one.into_iter().collect();
                    items.retain(|r| reader.may(Verb::CasesRead, &r.case.code, r.is_party(account)).is_ok());
                    page::Page { items, next: None }
                }
                None => queue::page(tx, account, &scope, &under, &view, after, limit)?,
            };
            let names = names_of(tx, &found.items, [])?;
            Ok((found, names))
        })
        .await?;
    let (ground, manual) = (app.ground(), app.manual());
    let around = Around { ground: &ground, manual: &manual, names: &names, now: app.now() };
    Ok(Json2(CasePage { items: found.items.iter().map(|r| around.row(r)).collect(), next: found.next }))
}

/// Whether a text is a case's number: `20261123-0042`.
fn is_number(text: &str) -> bool {
    text.trim().split_once('-').is_some_and(|(day, n)| {
        day.len() == 8 && !n.is_empty() && (day.to_owned() + n).chars().all(|c| c.is_ascii_digit())
    })
}

/// A JSON answer; `axum::Json` under a name that does not meet our extractor's.
pub use axum::Json as Json2;

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
) -> Result<Json2<Counts>, Refusal> {
    actor.may_somewhere(Verb::CasesRead)?;
    let scope = actor.scope(Verb::CasesRead);
    let under = under_of(&actor, &scope, query.under)?;
    let account = actor.account;
    Ok(Json2(app.read(move |tx| Ok(queue::counts(tx, account, &scope, &under)?)).await?))
}

/// Brings a case.
#[utoipa::path(post, path = "/cases", tag = "cases", request_body = NewCase, responses((status = 201, body = Receipt)))]
pub async fn create_case(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    send: SendKey<NewCase>,
) -> Result<Response, Refusal> {
    actor.may_somewhere(Verb::CasesCreate)?;
    let submit = intake::prepare(&app, &send.body, &actor.streets(), None)?;
    let street = submit.code.street().ok_or(Refusal::NotFound("street"))?;
    // A matter whose place is not known belongs to the street; whoever serves there may bring it.
    if submit.code.level() > Level::Community {
        actor.may(Verb::CasesCreate, &submit.code, false).or_else(|_| actor.may(Verb::CasesCreate, &street, true))?;
    }
    let sent = app.write(&actor, street, send.send(), move |work| ops::submit(work, &submit)).await?;
    Ok(created(&sent.value, sent.replayed))
}

/// 201 with the place of what was made; a resend says so.
pub fn created(receipt: &Receipt, replayed: bool) -> Response {
    let mut response = (StatusCode::CREATED, axum::Json(receipt)).into_response();
    if let Ok(value) = HeaderValue::from_str(&format!("/api/v1/cases/{}", receipt.id)) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    mark(&mut response, receipt.version, replayed);
    response
}

/// The headers of a write's answer: the version, and whether it was a resend.
pub fn mark(response: &mut Response, version: i64, replayed: bool) {
    if let Ok(value) = HeaderValue::from_str(&format!("\"{version}\"")) {
        response.headers_mut().insert(header::ETAG, value);
    }
    if replayed {
        response.headers_mut().insert("idempotent-replay", HeaderValue::from_static("true"));
    }
}

/// What might be known already.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NearQuery {
    /// What it is about.
    pub text: String,
    /// The kind's id, if chosen.
    #[serde(default)]
    pub kind: Option<String>,
    /// The address as typed.
    #[serde(default)]
    pub address: String,
    /// On the map.
    #[serde(default)]
    pub point: Option<super::view::PointView>,
    /// The datum of the point.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub datum: weiguang_domain::kernel::geo::Datum,
    /// The street.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub street: Option<GridCode>,
}

/// A known matter that may be the same.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NearView {
    /// Which; for those who may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// The public link's token.
    pub track: String,
    /// In a few words; for those who may see it, and the kind's name for the public.
    pub title: String,
    /// Where, in words.
    pub place: String,
    /// How far, in metres, if both are on the map.
    pub distance_m: Option<f64>,
    /// Since when, RFC 3339.
    pub since: String,
    /// Others who have it.
    pub joined: u32,
    /// 0 to 1.
    pub likeness: f64,
}

/// Finds known open matters like a new one. `public`: without anything that somebody typed.
pub async fn near(
    app: &App,
    query: &NearQuery,
    streets: &[GridCode],
    scope: Option<Scope>,
) -> Result<Vec<NearView>, Refusal> {
    use weiguang_domain::cases::likeness::{Matter, NEAR_DAYS, OFFER, likeness};
    use weiguang_domain::kernel::geo::Point;
    use weiguang_domain::kernel::time::Span;
    let point = query.point.map(|p| query.datum.to_wgs84(Point::new(p.lon, p.lat))).filter(|p| p.is_valid());
    let street = intake::street_of(app, query.street, None, point, streets)?;
    let place = intake::place(app, street, &query.address, point, None);
    let (now, code) = (app.now(), place.code);
    if code.level() < Level::Community || query.text.chars().count() > intake::DETAIL_LIMIT {
        return Ok(Vec::new());
    }
    let known = app.read(move |tx| Ok(store::near(tx, &code, now - Span::days(NEAR_DAYS))?)).await?;
    let this = Matter { kind: query.kind.as_deref(), text: &query.text, point, code, at: now };
    let (ground, manual) = (app.ground(), app.manual());
    let names = HashMap::new();
    let around = Around { ground: &ground, manual: &manual, names: &names, now };
    let mut found: Vec<NearView> = known
        .iter()
        .filter(|r| r.case.state.status() != Status::Resolved)
        .filter_map(|r| {
            let that = Matter {
                kind: Some(&r.case.kind.id),
                text: &format!("{} {}", r.title, r.detail),
                point: r.point,
                code: r.case.code,
                at: r.case.clocks.received,
            };
            let likeness = likeness(&this, &that);
            if likeness < OFFER {
                return None;
            }
            let seen = scope.as_ref().is_some_and(|s| s.covers(&r.case.code));
            let title = if seen { r.title.clone() } else { around.kind(&r.case.kind.id, r.case.kind.version).name.zh };
            Some(NearView {
                id: seen.then(|| r.case.id.uuid()),
                track: app.seal().track(&street, r.case.id),
                title,
                place: ground.words(&r.case.code),
                distance_m: point.zip(r.point).map(|(p, q)| p.metres_to(q).round()),
                since: r.case.clocks.received.to_string(),
                joined: r.joined,
                likeness: (likeness * 100.0).round() / 100.0,
            })
        })
        .collect();
    found.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
    found.truncate(5);
    Ok(found)
}

/// Known matters like a new one.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NearPage {
    /// The likest first, at most five.
    pub items: Vec<NearView>,
}

/// Known matters nearby, offered before a new one is brought. It reads only, so it needs no key.
#[utoipa::path(post, path = "/cases/nearby", tag = "cases", request_body = NearQuery, responses((status = 200, body = NearPage)))]
pub async fn near_cases(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Json(query): Json<NearQuery>,
) -> Result<Json2<NearPage>, Refusal> {
    actor.may_somewhere(Verb::CasesCreate)?;
    let items = near(&app, &query, &actor.streets(), Some(actor.scope(Verb::CasesRead))).await?;
    Ok(Json2(NearPage { items }))
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
) -> Result<Json2<Rollup>, Refusal> {
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
    let ground = app.ground();
    let items = parts
        .into_iter()
        .filter_map(|(part, t)| {
            let code = GridCode::parse(&part).ok()?;
            let words = ground.words(&code);
            Some(RollupRow {
                code: part,
                name: ground.name(&code).to_owned(),
                words,
                open: t.open,
                late: t.late,
                total: t.total,
                closed: t.closed,
            })
        })
        .collect();
    Ok(Json2(Rollup { items }))
}

/// One case for one reader, with the version as its ETag.
pub async fn show(app: &App, actor: &Actor, street: GridCode, id: CaseId, replayed: bool) -> Result<Response, Refusal> {
    let reader = actor.clone();
    let (record, party, parts, files, names) = app
        .read(move |tx| {
            let record = store::read(tx, &street, id)?.ok_or(Refusal::NotFound("case"))?;
            let parts = parts::of_case(tx, &street, id)?;
            let party = record.is_party(reader.account) || parts.iter().any(|p| p.owner == reader.account);
            reader.may(Verb::CasesRead, &record.case.code, party).map_err(|_| Refusal::NotFound("case"))?;
            let files = attachments::of_case(tx, &street, id)?;
            let mut more: Vec<AccountId> = parts.iter().map(|p| p.owner).collect();
            more.extend(record.case.pause_wish.as_ref().map(|w| w.by));
            if let weiguang_domain::cases::State::Paused { approver, .. } = &record.case.state {
                more.push(*approver);
            }
            let names = names_of(tx, std::slice::from_ref(&record), more)?;
            Ok((record, party, parts, files, names))
        })
        .await?;
    let (ground, manual) = (app.ground(), app.manual());
    let around = Around { ground: &ground, manual: &manual, names: &names, now: app.now() };
    let view: CaseView = around.case(&record, actor, party, &parts, &files, app.seal());
    let mut response = axum::Json(view).into_response();
    mark(&mut response, record.head.seq, replayed);
    Ok(response)
}

/// One case.
#[utoipa::path(get, path = "/cases/{id}", tag = "cases", params(("id" = Uuid, Path)), responses((status = 200, body = CaseView)))]
pub async fn read_case(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Refusal> {
    let id = CaseId::new(id);
    let street = street_of_case(&app, &actor, id).await?;
    show(&app, &actor, street, id, false).await
}

/// After which entry.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct EventsQuery {
    /// The number of the last entry that is known.
    after: Option<i64>,
}

/// An entry of the timeline.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventView {
    /// 1, 2, 3 …
    pub seq: i64,
    /// `cases.accepted`.
    pub kind: String,
    /// When, RFC 3339.
    pub at: String,
    /// Who; nobody means the system or a resident.
    pub actor: Option<PersonView>,
    /// What, in words.
    pub words: Bilingual,
    /// What, as facts.
    #[schema(value_type = HashMap<String, serde_json::Value>)]
    pub body: serde_json::Value,
    /// The hash of this entry on the one before, in hexadecimal.
    pub hash: String,
}

/// A timeline.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventPage {
    /// In order.
    pub items: Vec<EventView>,
}

/// The timeline of a case.
#[utoipa::path(get, path = "/cases/{id}/events", tag = "cases", params(("id" = Uuid, Path), EventsQuery), responses((status = 200, body = EventPage)))]
pub async fn read_case_events(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    Query(query): Query<EventsQuery>,
) -> Result<Json2<EventPage>, Refusal> {
    let id = CaseId::new(id);
    let street = street_of_case(&app, &actor, id).await?;
    let after = query.after.unwrap_or(0);
    let (entries, names) = app
        .read(move |tx| {
            seen(tx, &actor, &street, id)?;
            let entries = chain::stream(tx, street.as_str(), id.uuid(), after, 1_000)?;
            let names = names_of(tx, &[], entries.iter().map(|(e, _)| AccountId::new(e.actor)))?;
            Ok((entries, names))
        })
        .await?;
    let items = entries
        .into_iter()
        .map(|(e, hash)| {
            let words = serde_json::from_str::<Fact>(&e.body).map_or_else(
                |_| Bilingual::default(),
                |f| {
                    let w = f.words();
                    Bilingual::new(w.zh, w.en)
                },
            );
            let account = AccountId::new(e.actor);
            EventView {
                seq: e.seq,
                kind: e.kind,
                at: e.at.to_string(),
                actor: (!e.actor.is_nil())
                    .then(|| PersonView { id: e.actor, name: names.get(&account).cloned().unwrap_or_default() }),
                words,
                body: serde_json::from_str(&e.body).unwrap_or_default(),
                hash: hash.iter().map(|b| format!("{b:02x}")).collect(),
            }
        })
        .collect();
    Ok(Json2(EventPage { items }))
}

/// A case that the reader may see, or not found.
fn seen(tx: &mut Tx<'_>, actor: &Actor, street: &GridCode, id: CaseId) -> Result<Record, Refusal> {
    let record = store::read(tx, street, id)?.ok_or(Refusal::NotFound("case"))?;
    let party = record.is_party(actor.account) || parts::has_part(tx, street, id, actor.account)?;
    actor.may(Verb::CasesRead, &record.case.code, party).map_err(|_| Refusal::NotFound("case"))?;
    Ok(record)
}

/// What somebody does to a case.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "each field is told by the action that it belongs to")]
pub enum ActBody {
    /// Take it.
    Accept {},
    /// Begin work.
    Start {},
    /// Add a line.
    Note { text: String },
    /// Send it back.
    Return { reason: String },
    /// Hand it to a person, to whoever answers at a code, or (neither) to whoever answers for its place and kind.
    Dispatch {
        #[serde(default)]
        to_account: Option<Uuid>,
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        to_code: Option<GridCode>,
    },
    /// Put it at a place that was picked.
    Place {
        #[schema(value_type = String)]
        code: GridCode,
        #[serde(default)]
        learn: bool,
    },
    /// Correct its kind.
    Kind { kind: String },
    /// Ask that the clocks stand.
    PauseAsk {
        reason: String,
        waiting_for: String,
        #[schema(value_type = String)]
        until: Moment,
    },
    /// Approve what was asked.
    PauseApprove {},
    /// Refuse what was asked.
    PauseRefuse { reason: String },
    /// Go on before the pause ends.
    Resume {},
    /// Say that it is done.
    Resolve { outcome: String },
    /// Record what the resident said: `satisfied`, `not`, `no_answer`.
    Answer {
        #[schema(value_type = String)]
        answer: Answer,
        #[serde(default)]
        words: String,
    },
    /// Close what was confirmed.
    Close {},
    /// Open again.
    Reopen { reason: String },
    /// Take back.
    Withdraw { reason: String },
    /// Join to another.
    Duplicate { of: Uuid },
    /// Ask the level above.
    Escalate { reason: String },
    /// Call in a department.
    AskPart {
        id: Uuid,
        department: String,
        account: Uuid,
        task: String,
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        due: Option<Moment>,
    },
    /// A collaborator's word: `accepted`, `done`, `refused`.
    Part {
        id: Uuid,
        #[serde(rename = "do")]
        #[schema(value_type = String)]
        what: PartFact,
        #[serde(default)]
        words: String,
    },
}

impl ActBody {
    fn act(self) -> Result<Act, Refusal> {
        Ok(Act::Plain(match self {
            Self::Accept {} => Action::Accept,
            Self::Start {} => Action::Start,
            Self::Note { text } => Action::Note { text },
            Self::Return { reason } => Action::Return { reason },
            Self::PauseAsk { reason, waiting_for, until } => Action::AskPause { reason, waiting_for, until },
            Self::PauseApprove {} => Action::ApprovePause,
            Self::PauseRefuse { reason } => Action::RefusePause { reason },
            Self::Resume {} => Action::Resume,
            Self::Resolve { outcome } => Action::Resolve { outcome },
            Self::Answer { answer, words } => Action::Answer { answer, words },
            Self::Close {} => Action::Close,
            Self::Reopen { reason } => Action::Reopen { reason },
            Self::Withdraw { reason } => Action::Withdraw { reason },
            Self::Escalate { reason } => Action::Escalate { reason },
            Self::Dispatch { to_account, to_code } => {
                return Ok(Act::Dispatch { account: to_account.map(AccountId::new), code: to_code });
            }
            Self::Place { code, learn } => return Ok(Act::Place { code, learn }),
            Self::Kind { kind } => return Ok(Act::Kind { id: kind }),
            Self::Duplicate { of } => return Ok(Act::Duplicate { of: CaseId::new(of) }),
            Self::AskPart { id, department, account, task, due } => {
                let mut faults = Vec::new();
                for (field, text, limit) in [("department", &department, 40), ("task", &task, 500)] {
                    if text.trim().is_empty() {
                        faults.push(FieldFault::missing(field));
                    } else if text.chars().count() > limit {
                        faults.push(FieldFault::too_long(field, limit));
                    }
                }
                if !faults.is_empty() {
                    return Err(Refusal::Invalid(faults));
                }
                return Ok(Act::AskPart(parts::Ask {
                    id: PartId::new(id),
                    department: department.trim().into(),
                    account: AccountId::new(account),
                    task: task.trim().into(),
                    due,
                }));
            }
            Self::Part { id, what, words } => return Ok(Act::Part(parts::Say { id: PartId::new(id), what, words })),
        }))
    }
}

/// Does something to a case that stands at the version of `If-Match`.
#[utoipa::path(post, path = "/cases/{id}/actions", tag = "cases", params(("id" = Uuid, Path), ("if-match" = String, Header)), request_body = ActBody, responses((status = 200, body = super::answers::Acted)))]
pub async fn act_on_case(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    IfMatch(version): IfMatch,
    send: SendKey<ActBody>,
) -> Result<Response, Refusal> {
    let id = CaseId::new(id);
    let street = street_of_case(&app, &actor, id).await?;
    let (key, act) = (send.send(), send.body.act()?);
    let teaches = matches!(act, Act::Place { learn: true, .. });
    let sent = app.write(&actor, street, key, move |work| ops::act(work, id, version, &act)).await?;
    if teaches && !sent.replayed {
        app.reload_ground().await?;
    }
    // After a return or a dispatch the case may no longer be the actor's to see; the receipt is.
    match show(&app, &actor, street, id, sent.replayed).await {
        Err(Refusal::NotFound(_)) => {
            let mut response = axum::Json(&sent.value).into_response();
            mark(&mut response, sent.value.version, sent.replayed);
            Ok(response)
        }
        shown => shown,
    }
}

/// Why somebody wants to see the reporter.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnmaskBody {
    /// Why; it is logged.
    pub reason: String,
}

/// Who brought it, in clear.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Unmasked {
    /// The name.
    pub name: String,
    /// The phone.
    pub phone: String,
}

/// Shows who brought a case, and logs who saw it and why. What it answers is not kept: a resend looks, and logs, again.
#[utoipa::path(post, path = "/cases/{id}/unmask", tag = "cases", params(("id" = Uuid, Path)), request_body = UnmaskBody, responses((status = 200, body = Unmasked)))]
pub async fn unmask_case(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    send: SendKey<UnmaskBody>,
) -> Result<Json2<Unmasked>, Refusal> {
    let id = CaseId::new(id);
    let street = street_of_case(&app, &actor, id).await?;
    let reason = send.body.reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Refused::Empty("reason").into());
    }
    if reason.chars().count() > 200 {
        return Err(Refused::TooLong("reason", 200).into());
    }
    let clear = app
        .transact(&actor, street, move |work| {
            let (record, party) = ops::visible(work, id)?;
            work.actor.may(Verb::CasesUnmask, &record.case.code, party)?;
            let sealed = record.reporter.clone().ok_or(Refusal::NotFound("reporter"))?;
            let plain =
                work.seal().open(&record.seal_context(), &sealed).map_err(|e| Refusal::Internal(e.to_string()))?;
            let reporter: Reporter = serde_json::from_slice(&plain).map_err(|e| Refusal::Internal(e.to_string()))?;
            ops::note_fact(work, record, Fact::Unmasked { reason: reason.clone() })?;
            Ok(Unmasked { name: reporter.name, phone: reporter.phone })
        })
        .await?;
    Ok(Json2(clear))
}

/// Whether a chain holds.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Verified {
    /// Entries that were looked at.
    pub entries: i64,
    /// Whether it holds.
    pub intact: bool,
    /// Where it does not.
    pub broken: Option<String>,
}

/// Verifies the chain of a case.
#[utoipa::path(get, path = "/cases/{id}/verify", tag = "cases", params(("id" = Uuid, Path)), responses((status = 200, body = Verified)))]
pub async fn verify_case(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Json2<Verified>, Refusal> {
    let id = CaseId::new(id);
    let street = street_of_case(&app, &actor, id).await?;
    let checked = app
        .read(move |tx| {
            let record = seen(tx, &actor, &street, id)?;
            Ok(chain::check(tx, street.as_str(), id.uuid(), Some(record.head))?)
        })
        .await?;
    Ok(Json2(match checked {
        Ok(entries) => Verified { entries, intact: true, broken: None },
        Err(broken) => Verified { entries: 0, intact: false, broken: Some(format!("{broken:?}")) },
    }))
}

/// What an attachment's upload answers.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Attached {
    /// Which.
    pub id: Uuid,
}

/// A file of a multipart form with its kind and client-made id.
pub struct Upload {
    /// Made by the client.
    pub id: AttachmentId,
    /// before, after, other.
    pub kind: String,
    /// The file's name.
    pub name: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Reads a multipart form of one file within a bound.
pub async fn read_upload(mut form: Multipart, limit: usize) -> Result<Upload, Refusal> {
    let fault = |e: axum::extract::multipart::MultipartError| {
        if e.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Refusal::TooLarge(limit)
        } else {
            Refusal::field(FieldFault::new("file", "kernel.body", "上传内容不完整", "the form could not be read"))
        }
    };
    let (mut id, mut kind, mut file) = (None, String::from("other"), None);
    while let Some(field) = form.next_field().await.map_err(fault)? {
        match field.name().unwrap_or("") {
            "id" => id = Uuid::parse_str(field.text().await.map_err(fault)?.trim()).ok(),
            "kind" => kind = field.text().await.map_err(fault)?,
            "file" => {
                let name = field.file_name().unwrap_or("").to_owned();
                let bytes = field.bytes().await.map_err(fault)?;
                if bytes.len() > limit {
                    return Err(Refusal::TooLarge(limit));
                }
                file = Some((name, bytes.to_vec()));
            }
            _ => {}
        }
    }
    let id = id
        .filter(|i| i.get_version_num() == 7)
        .ok_or_else(|| Refusal::field(FieldFault::new("id", "kernel.id", "编号须为 UUIDv7", "must be a UUIDv7")))?;
    let (name, bytes) = file.ok_or_else(|| Refusal::field(FieldFault::missing("file")))?;
    Ok(Upload { id: AttachmentId::new(id), kind, name, bytes })
}

/// Adds a photo or paper to a case: a multipart form with `id` (UUIDv7), `kind` and `file`.
#[utoipa::path(post, path = "/cases/{id}/attachments", tag = "cases", params(("id" = Uuid, Path)), responses((status = 201, body = Attached)))]
pub async fn attach_to_case(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path(id): Path<Uuid>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    form: Multipart,
) -> Result<Response, Refusal> {
    let case = CaseId::new(id);
    let key = send_key(&headers)?;
    let street = street_of_case(&app, &actor, case).await?;
    let upload = read_upload(form, app.settings().http.attachment_bytes).await?;
    let manual = app.manual();
    let kind = app
        .read(move |tx| Ok(store::read(tx, &street, case)?.map(|r| r.case.kind)))
        .await?
        .ok_or(Refusal::NotFound("case"))?;
    let keep_place = manual.kind(&kind.id, kind.version).is_some_and(|k| k.photo_location.is_some());
    let hash = request_hash(&method, uri.path(), &[upload.id.uuid().as_bytes(), upload.bytes.as_slice()].concat());
    let id = upload.id;
    let sound = attachments::examine(&upload.name, &upload.kind, upload.bytes, keep_place)?;
    let sent = app
        .write(&actor, street, Sending { key, hash }, move |work| attachments::attach(work, case, id, &sound))
        .await?;
    let mut response = (StatusCode::CREATED, axum::Json(Attached { id: sent.value })).into_response();
    if sent.replayed {
        response.headers_mut().insert("idempotent-replay", HeaderValue::from_static("true"));
    }
    Ok(response)
}

/// The bytes of an attachment, for those who may see its case.
#[utoipa::path(get, path = "/cases/{id}/attachments/{attachment}", tag = "cases", params(("id" = Uuid, Path), ("attachment" = Uuid, Path)), responses((status = 200)))]
pub async fn read_attachment(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Path((id, attachment)): Path<(Uuid, Uuid)>,
) -> Result<Response, Refusal> {
    let id = CaseId::new(id);
    let street = street_of_case(&app, &actor, id).await?;
    let (media, name, bytes) = app
        .read(move |tx| {
            seen(tx, &actor, &street, id)?;
            attachments::content(tx, &street, id, AttachmentId::new(attachment))?.ok_or(Refusal::NotFound("attachment"))
        })
        .await?;
    Ok(file_response(&media, &name, bytes))
}

/// A file that a browser shows and never runs.
#[must_use]
pub fn file_response(media: &str, name: &str, bytes: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_str(media).unwrap_or(HeaderValue::from_static("application/octet-stream")),
    );
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600"));
    let encoded: String = name
        .bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b".-_".contains(&b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect();
    if let Ok(value) = HeaderValue::from_str(&format!("inline; filename*=UTF-8''{encoded}")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
