//! Observations: the course of a person's readings, and readings that come in.

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value as Json;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::care::reading::Via;
use weiguang_domain::kernel::ids::{ReadingId, SendId, uuid_v7};
use weiguang_domain::kernel::page::{self, Page};

use super::super::codes::Kind;
use super::super::incoming::{self, Incoming};
use super::super::outcome::No;
use super::super::{BASE, observation};
use super::{Asking, fhir, good, missing, page_of, parts, patient_of};
use crate::App;
use crate::rooms::care::{self, Enter};
use crate::web::answer::mark;
use crate::web::cursor::Cursor;
use crate::web::extract::{Send, request_hash};
use crate::web::{FieldFault, Refusal};

/// The reading and the part of it that an observation's id names.
fn part_of(id: &str) -> Option<(ReadingId, Kind)> {
    let (reading, kind) = (id.get(..36)?, id.get(36..)?.strip_prefix('-')?);
    Some((ReadingId::new(Uuid::parse_str(reading).ok()?), Kind::from_key(kind)?))
}

async fn observation_of(app: &App, actor: &Actor, reading: ReadingId, kind: Kind) -> Result<Json, No> {
    let street = care::street_of_reading(app, actor, reading).await?;
    let (reader, today) = (actor.clone(), app.now().day());
    let record = app.read(move |tx| care::reading_seen(tx, &reader, &street, reading, today)).await?;
    if !observation::kinds_of(&record).contains(&kind) {
        return Err(missing("observation").into());
    }
    Ok(observation::observation(&record, kind, &app.rules()))
}

/// One observation.
#[utoipa::path(get, path = "/Observation/{id}", tag = "fhir", params(("id" = String, Path)), responses((status = 200, description = "Observation")))]
pub async fn read_observation(
    State(app): State<App>,
    Asking(actor): Asking,
    Path(id): Path<String>,
) -> Result<Response, No> {
    let (reading, kind) = part_of(&id).ok_or(missing("observation"))?;
    Ok(good(&observation_of(&app, &actor, reading, kind).await?))
}

/// Somebody's observations, newest first; `code` with codes of LOINC, `_count`, and the link to the next page.
#[utoipa::path(get, path = "/Observation", tag = "fhir", params(("patient" = String, Query), ("code" = Option<String>, Query), ("_count" = Option<i64>, Query)), responses((status = 200, description = "Bundle")))]
pub async fn search_observations(
    State(app): State<App>,
    Asking(actor): Asking,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, No> {
    actor.may_somewhere(Verb::CareRead)?;
    let query = query.unwrap_or_default();
    let parts = parts(Some(&query), &["patient", "code", "_count", "_cursor"])?;
    let id = patient_of(&parts)?;
    let count = parts.get("_count").map(|n| n.parse::<i64>()).transpose();
    let limit = page::limit(count.map_err(|_| {
        Refusal::field(FieldFault::new("_count", "fhir.element", "应为整数", "must be a whole number"))
    })?);
    let after = match parts.get("_cursor") {
        None => (i64::MAX, Uuid::max()),
        Some(text) => {
            let Cursor { key, id } = Cursor::parse(text)?;
            (key, id)
        }
    };
    let codes: Option<Vec<&str>> =
        parts.get("code").map(|all| all.split(',').map(|c| c.rsplit_once('|').map_or(c, |(_, code)| code)).collect());
    let meant = |kind: &Kind| codes.as_ref().is_none_or(|codes| codes.iter().any(|code| kind.is_meant_by(code)));
    let street = care::street_of_person(&app, &actor, &[Verb::CareRead], id).await?;
    let today = app.now().day();
    let found = app
        .read(move |tx| {
            let rows = care::course(tx, &actor, &street, id, after, limit + 1, today)?;
            Ok(Page::cut(rows, limit, |r| Cursor { key: r.reading.at.micros(), id: r.reading.id.uuid() }.write()))
        })
        .await?;
    let rules = app.rules();
    let parts_of = |record: &care::ReadingRecord| {
        let kinds = observation::kinds_of(record).into_iter().filter(&meant);
        kinds.map(|kind| observation::observation(record, kind, &rules)).collect::<Vec<_>>()
    };
    let all: Vec<Json> = found.items.iter().flat_map(parts_of).collect();
    Ok(page_of(&app, &headers, "Observation", &query, all, found.next.as_deref()))
}

/// Enters an observation under an id that is made of what names it, so that sending it again enters it once.
async fn enter(app: &App, actor: &Actor, new: Incoming, id: ReadingId, send: Send) -> Result<Response, No> {
    let street = care::street_of_person(app, actor, &[Verb::CareMeasure], new.patient).await?;
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
    // Who may enter and not read has the address, and no body.
    let mut response = match observation_of(app, actor, id, kind).await {
        Ok(body) => fhir(status, &body),
        Err(No(Refusal::NotFound(_) | Refusal::Denied(_))) => status.into_response(),
        Err(no) => return Err(no),
    };
    let place = format!("{BASE}/Observation/{}-{}/_history/{}", id.uuid(), kind.key(), sent.value.version);
    if let Ok(place) = HeaderValue::from_str(&place) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    mark(&mut response, sent.replayed);
    Ok(response)
}

/// A key of a write made of the name that the sender gave it.
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
    bytes: Bytes,
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
    enter(&app, &actor, new, id, Send { key: SendId::new(sixteen(&digest)), hash }).await
}

/// Enters an observation under an id that the sender makes: a UUIDv7 and `-bp` or `-glucose`. What was entered is not changed by sending
/// something else under the same id.
#[utoipa::path(put, path = "/Observation/{id}", tag = "fhir", params(("id" = String, Path)), request_body(content = String, content_type = "application/fhir+json"), responses((status = 201, description = "Observation")))]
pub async fn put_observation(
    State(app): State<App>,
    Asking(actor): Asking,
    Path(id): Path<String>,
    bytes: Bytes,
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
    let key = SendId::new(sixteen(&key_of(&app, &actor, &id)));
    let hash = app.seal().digest(&request_hash(&Method::PUT, "Observation", &bytes));
    enter(&app, &actor, new, reading, Send { key, hash }).await
}
