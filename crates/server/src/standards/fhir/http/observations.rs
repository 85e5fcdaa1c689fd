//! Observations: the history of a person's readings, and new readings.

use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value as Json, json};
use std::sync::Arc;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::care::reading::Via;
use weiguang_domain::kernel::ids::{ReadingId, ResidentId, SendId, uuid_v7};
use weiguang_domain::kernel::time::Moment;

use super::super::codes::Kind;
use super::super::incoming::{self, Incoming};
use super::super::known;
use super::super::outcome::No;
use super::super::search::{Found, Names, Search};
use super::super::{BASE, observation};
use super::{Asking, Resource, fhir, found, good, missing, page_of};
use crate::App;
use crate::rooms::care::Rules;
use crate::rooms::care::{self, Enter};
use crate::rooms::households;
use crate::web::answer::mark;
use crate::web::extract::{Sending, request_hash};
use crate::web::{FieldFault, Refusal};

/// The reading, and its part, in an observation's id.
fn part_of(id: &str) -> Option<(ReadingId, Kind)> {
    let (reading, kind) = (id.get(..36)?, id.get(36..)?.strip_prefix('-')?);
    Some((ReadingId::new(Uuid::parse_str(reading).ok()?), Kind::from_key(kind)?))
}

fn shown(record: &care::ReadingRecord, kind: Kind, changed: Moment, rules: &care::Rules) -> Json {
    let mut out = observation::observation(record, kind, rules);
    out["meta"]["lastUpdated"] = json!(changed.to_string());
    out
}

async fn observation_of(app: &App, actor: &Actor, reading: ReadingId, kind: Kind) -> Result<Observed, No> {
    let street = care::street_of_reading(app, actor, reading).await?;
    let (reader, today) = (actor.clone(), app.now().day());
    let (record, changed) = app
        .read(move |tx| {
            let (record, _) = care::reading_seen(tx, &reader, &street, reading, today)?;
            let changed = care::reading_changed(tx, &street, &record)?;
            Ok((record, changed))
        })
        .await?;
    if !observation::kinds_of(&record).contains(&kind) {
        return Err(missing("observation").into());
    }
    Ok(one(record, kind, changed))
}

/// A part of a reading.
type Observed = Found<(Arc<care::ReadingRecord>, Kind)>;

fn one(record: impl Into<Arc<care::ReadingRecord>>, kind: Kind, changed: Moment) -> Observed {
    let record = record.into();
    Found { id: observation::id_of(&record, kind), at: record.reading.at, updated: changed, what: (record, kind) }
}

/// One observation.
#[utoipa::path(get, path = "/Observation/{id}", tag = "fhir", params(("id" = String, Path)), responses((status = 200, description = "Observation")))]
pub async fn read_observation(
    State(app): State<App>,
    Asking(actor): Asking,
    Path(id): Path<String>,
) -> Result<Response, No> {
    let (reading, kind) = part_of(&id).ok_or(missing("observation"))?;
    let found = observation_of(&app, &actor, reading, kind).await?;
    Ok(good(&shown(&found.what.0, kind, found.updated, &app.state::<Rules>())))
}

/// A person's observations that match a search.
async fn course(app: &App, actor: &Actor, id: ResidentId, search: &Search) -> Result<Vec<Observed>, No> {
    let street = households::street_of_any(app, actor, &[Verb::CareRead], id).await?;
    let (reader, span, today) = (actor.clone(), search.span(), app.now().day());
    let rows = app.read(move |tx| care::course_between(tx, &reader, &street, id, span, today)).await?;
    let mut all = Vec::new();
    for (record, changed) in rows {
        let record = Arc::new(record);
        let kinds = observation::kinds_of(&record).into_iter().filter(|kind| search.means(*kind));
        all.extend(kinds.map(|kind| one(record.clone(), kind, changed)));
    }
    Ok(all)
}

/// Observations of patients (`patient` or `subject`), newest first; by `code`, `date`, `_lastUpdated`, `_id`, in an order of `_sort`, with
/// `_count` and the link to the next page.
#[utoipa::path(get, path = "/Observation", tag = "fhir", params(("patient" = Option<String>, Query), ("subject" = Option<String>, Query), ("_id" = Option<String>, Query), ("code" = Option<String>, Query), ("date" = Option<String>, Query), ("_lastUpdated" = Option<String>, Query), ("_sort" = Option<String>, Query), ("_count" = Option<i64>, Query), ("_summary" = Option<String>, Query)), responses((status = 200, description = "Bundle")))]
pub async fn search_observations(
    State(app): State<App>,
    Asking(actor): Asking,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, No> {
    actor.may_somewhere(Verb::CareRead)?;
    let search = Search::read(known::OBSERVATION, &query.unwrap_or_default(), &headers)?;
    let mut all = Vec::new();
    match search.names()? {
        Names::People(people) => {
            for id in people {
                all.extend(found(course(&app, &actor, *id, &search).await)?.into_iter().flatten());
            }
        }
        Names::Ids(ids) => {
            for (reading, kind) in ids.iter().filter_map(|id| part_of(id)).filter(|(_, kind)| search.means(*kind)) {
                all.extend(found(observation_of(&app, &actor, reading, kind).await)?);
            }
        }
    }
    let rules = app.state::<Rules>();
    let answer = search.page(all, app.now(), |f| shown(&f.what.0, f.what.1, f.updated, &rules));
    Ok(page_of(&app, &headers, "Observation", answer))
}

/// Enters an observation under an id derived from its name, so that repeating it enters it once.
async fn enter(app: &App, actor: &Actor, new: Incoming, id: ReadingId, send: Sending) -> Result<Response, No> {
    let street = households::street_of_any(app, actor, &[Verb::CareMeasure], new.patient).await?;
    let kind = new.kind;
    let new = Enter {
        id,
        resident: new.patient,
        station: None,
        ticket: None,
        at: Some(new.at),
        via: Via::Centre,
        measured: new.measured,
    };
    let sent = app.write(actor, street, send, move |work| care::enter(work, &new)).await?;
    let status = if sent.replayed { StatusCode::OK } else { StatusCode::CREATED };
    // A client that may enter but not read receives the address, and no body.
    let mut response = match observation_of(app, actor, id, kind).await {
        Ok(found) => fhir(status, &shown(&found.what.0, kind, found.updated, &app.state::<Rules>())),
        Err(No { refusal: Refusal::NotFound(_) | Refusal::Denied(_), .. }) => status.into_response(),
        Err(no) => return Err(no),
    };
    if let Ok(version) = HeaderValue::from_str(&format!("W/\"{}\"", sent.value.version)) {
        response.headers_mut().entry(header::ETAG).or_insert(version);
    }
    let place = format!("{BASE}/Observation/{}-{}/_history/{}", id.uuid(), kind.key(), sent.value.version);
    if let Ok(place) = HeaderValue::from_str(&place) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    mark(&mut response, sent.replayed);
    Ok(response)
}

/// Checks the sender's conditions: `If-Match` has the version, and `If-None-Match: *` means that there is none yet.
async fn as_believed(app: &App, actor: &Actor, headers: &HeaderMap, reading: ReadingId) -> Result<(), No> {
    let text = |name| headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok()).map(str::trim);
    let (version, none) = (text(header::IF_MATCH), text(header::IF_NONE_MATCH) == Some("*"));
    if version.is_none() && !none {
        return Ok(());
    }
    let street = found(care::street_of_reading(app, actor, reading).await.map_err(No::from))?;
    let now = match street {
        None => None,
        Some(street) => {
            let (reader, today) = (actor.clone(), app.now().day());
            let seen = app.read(move |tx| care::reading_seen(tx, &reader, &street, reading, today)).await;
            found(seen.map_err(No::from))?.map(|(record, _)| record.version)
        }
    };
    let meant = version.map(|text| text.trim_start_matches("W/").trim_matches('"'));
    let holds = match (now, meant) {
        (None, None) => true,
        (Some(now), Some(meant)) => !none && (meant == "*" || meant.parse() == Ok(now)),
        (None, Some(_)) | (Some(_), None) => false,
    };
    if holds { Ok(()) } else { Err(Refusal::VersionMoved(now.unwrap_or(0)).into()) }
}

/// An idempotency key derived from the sender's name for the observation.
fn key_of(app: &App, actor: &Actor, name: &str) -> [u8; 32] {
    app.seal().digest(format!("fhir {} {name}", actor.account.uuid()).as_bytes())
}

fn ten(digest: &[u8; 32]) -> [u8; 10] {
    std::array::from_fn(|n| digest[n])
}

fn sixteen(digest: &[u8; 32]) -> Uuid {
    Uuid::from_bytes(std::array::from_fn(|n| digest[n + 16]))
}

/// Enters an observation: a blood pressure panel or a glucose. Its `identifier` (or an `Idempotency-Key`) names it, and the same name with
/// the same content enters it once.
#[utoipa::path(post, path = "/Observation", tag = "fhir", request_body(content = String, content_type = "application/fhir+json"), responses((status = 201, description = "Observation")))]
pub async fn create_observation(
    State(app): State<App>,
    Asking(actor): Asking,
    headers: HeaderMap,
    Resource(bytes): Resource,
) -> Result<Response, No> {
    actor.may_somewhere(Verb::CareMeasure)?;
    let new = incoming::read(&bytes)?;
    let header = headers.get("idempotency-key").and_then(|v| v.to_str().ok());
    let Some(name) = header.map(str::to_owned).or_else(|| new.identifier.clone()) else {
        let (zh, en) = (
            "须有 identifier（或 Idempotency-Key），重发才不会重复录入",
            "an identifier (or an Idempotency-Key) is needed, so that sending again enters it once",
        );
        return Err(Refusal::field(FieldFault::new("Observation.identifier", "kernel.missing", zh, en)).into());
    };
    let digest = key_of(&app, &actor, &name);
    let id = ReadingId::new(uuid_v7(new.at, ten(&digest)));
    let hash = app.seal().digest(&request_hash(&Method::POST, "Observation", &bytes));
    enter(&app, &actor, new, id, Sending { key: SendId::new(sixteen(&digest)), hash }).await
}

/// Enters an observation under an id that the sender makes: a UUIDv7 and `-bp` or `-glucose`. What was entered is not changed by sending
/// something else under the same id.
#[utoipa::path(put, path = "/Observation/{id}", tag = "fhir", params(("id" = String, Path)), request_body(content = String, content_type = "application/fhir+json"), responses((status = 201, description = "Observation")))]
pub async fn put_observation(
    State(app): State<App>,
    Asking(actor): Asking,
    Path(id): Path<String>,
    headers: HeaderMap,
    Resource(bytes): Resource,
) -> Result<Response, No> {
    actor.may_somewhere(Verb::CareMeasure)?;
    let new = incoming::read(&bytes)?;
    let part = part_of(&id).filter(|(reading, kind)| reading.uuid().get_version_num() == 7 && *kind == new.kind);
    let Some((reading, _)) = part.filter(|_| new.id.as_deref() == Some(id.as_str())) else {
        let (zh, en) = (
            "编号应与地址一致：UUIDv7 加 -bp 或 -glucose",
            "the id is the one of the address: a UUIDv7 and -bp or -glucose",
        );
        return Err(Refusal::field(FieldFault::new("Observation.id", "fhir.element", zh, en)).into());
    };
    as_believed(&app, &actor, &headers, reading).await?;
    let key = SendId::new(sixteen(&key_of(&app, &actor, &id)));
    let hash = app.seal().digest(&request_hash(&Method::PUT, "Observation", &bytes));
    enter(&app, &actor, new, reading, Sending { key, hash }).await
}
