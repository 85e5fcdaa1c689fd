//! What is owed to somebody: rechecks and the duty of an open alert as tasks, the alert itself as a flag, and what is booked.

use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::Value as Json;
use std::collections::HashMap;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::kernel::ids::{AccountId, AlertId, ResidentId, TicketId};

use super::super::outcome::No;
use super::super::resources;
use super::{Asking, good, missing, page_of, parts, patient_of};
use crate::App;
use crate::rooms::care::{self, AlertRecord};
use crate::rooms::people::names;

async fn rechecks(app: &App, actor: &Actor, id: ResidentId) -> Result<Vec<Json>, No> {
    let verbs = [Verb::CareOverdue, Verb::CareRead];
    let street = care::street_of_person(app, actor, &verbs, id).await?;
    let (reader, today) = (actor.clone(), app.now().day());
    let found = app.read(move |tx| care::rechecks_seen(tx, &reader, &street, id, today)).await?;
    Ok(found.iter().map(|(recheck, knows)| resources::recheck(recheck, *knows, today)).collect())
}

/// Alerts of somebody, as far as the actor sees them, with the names of those who own them.
async fn alerts(
    app: &App,
    actor: &Actor,
    id: ResidentId,
) -> Result<(Vec<(AlertRecord, bool)>, HashMap<AccountId, String>), No> {
    let street = care::street_of_person(app, actor, &[Verb::CareAlert, Verb::CareRead], id).await?;
    let (reader, today) = (actor.clone(), app.now().day());
    Ok(app
        .read(move |tx| {
            let found = care::alerts_seen(tx, &reader, &street, id, today)?;
            let owners = found.iter().map(|(r, _)| r.alert.owner).collect();
            let names = names(tx, &owners)?;
            Ok((found, names))
        })
        .await?)
}

/// What is owed to somebody: what is to be measured again, and what an open alert asks for next.
async fn tasks(app: &App, actor: &Actor, id: ResidentId) -> Result<Vec<Json>, No> {
    let mut all = rechecks(app, actor, id).await?;
    if actor.may_somewhere(Verb::CareAlert).is_ok() {
        let (found, names) = alerts(app, actor, id).await?;
        let owner = |r: &AlertRecord| names.get(&r.alert.owner).cloned().unwrap_or_default();
        all.extend(found.iter().filter_map(|(r, _)| resources::duty(r, &owner(r))));
    }
    Ok(all)
}

fn one_of(all: Vec<Json>, id: &str) -> Result<Response, No> {
    let found = all.into_iter().find(|one| one["id"] == id);
    Ok(good(&found.ok_or(missing("task"))?))
}

/// One task.
#[utoipa::path(get, path = "/Task/{id}", tag = "fhir", params(("id" = String, Path)), responses((status = 200, description = "Task")))]
pub async fn read_task(State(app): State<App>, Asking(actor): Asking, Path(id): Path<String>) -> Result<Response, No> {
    actor.may_somewhere(Verb::CareOverdue)?;
    if let Some(alert) = id.strip_prefix("duty-") {
        let alert = Uuid::parse_str(alert).map_err(|_| missing("task"))?;
        let street = care::street_of_alert(&app, &actor, AlertId::new(alert)).await?;
        let (reader, today) = (actor.clone(), app.now().day());
        let (record, names) = app
            .read(move |tx| {
                let (record, _) = care::alert_seen(tx, &reader, &street, AlertId::new(alert), today)?;
                let names = names(tx, &[record.alert.owner].into())?;
                Ok((record, names))
            })
            .await?;
        let owner = names.get(&record.alert.owner).cloned().unwrap_or_default();
        return Ok(good(&resources::duty(&record, &owner).ok_or(missing("task"))?));
    }
    let resident = id.get(..36).and_then(|id| Uuid::parse_str(id).ok()).ok_or(missing("task"))?;
    one_of(rechecks(&app, &actor, ResidentId::new(resident)).await?, &id)
}

/// What is owed to somebody.
#[utoipa::path(get, path = "/Task", tag = "fhir", params(("patient" = String, Query)), responses((status = 200, description = "Bundle")))]
pub async fn search_tasks(
    State(app): State<App>,
    Asking(actor): Asking,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, No> {
    actor.may_somewhere(Verb::CareOverdue)?;
    let query = query.unwrap_or_default();
    let id = patient_of(&parts(Some(&query), &["patient"])?)?;
    let found = tasks(&app, &actor, id).await?;
    Ok(page_of(&app, &headers, "Task", &query, found, None))
}

/// One alert, as a flag.
#[utoipa::path(get, path = "/Flag/{id}", tag = "fhir", params(("id" = String, Path)), responses((status = 200, description = "Flag")))]
pub async fn read_flag(State(app): State<App>, Asking(actor): Asking, Path(id): Path<String>) -> Result<Response, No> {
    let id = AlertId::new(Uuid::parse_str(&id).map_err(|_| missing("flag"))?);
    let street = care::street_of_alert(&app, &actor, id).await?;
    let today = app.now().day();
    let (record, knows) = app.read(move |tx| care::alert_seen(tx, &actor, &street, id, today)).await?;
    Ok(good(&resources::flag(&record, knows)))
}

/// Somebody's alerts, newest first.
#[utoipa::path(get, path = "/Flag", tag = "fhir", params(("patient" = String, Query)), responses((status = 200, description = "Bundle")))]
pub async fn search_flags(
    State(app): State<App>,
    Asking(actor): Asking,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, No> {
    actor.may_somewhere(Verb::CareAlert)?;
    let query = query.unwrap_or_default();
    let id = patient_of(&parts(Some(&query), &["patient"])?)?;
    let (found, _) = alerts(&app, &actor, id).await?;
    let all = found.iter().map(|(record, knows)| resources::flag(record, *knows)).collect();
    Ok(page_of(&app, &headers, "Flag", &query, all, None))
}

/// One booking.
#[utoipa::path(get, path = "/Appointment/{id}", tag = "fhir", params(("id" = String, Path)), responses((status = 200, description = "Appointment")))]
pub async fn read_appointment(
    State(app): State<App>,
    Asking(actor): Asking,
    Path(id): Path<String>,
) -> Result<Response, No> {
    let id = TicketId::new(Uuid::parse_str(&id).map_err(|_| missing("appointment"))?);
    let street = care::street_of_number(&app, &actor, &[Verb::CareBook], id).await?;
    let booked = app.read(move |tx| care::booking(tx, &actor, &street, id)).await?;
    Ok(good(&resources::appointment(&booked)))
}

/// Somebody's bookings from today on.
#[utoipa::path(get, path = "/Appointment", tag = "fhir", params(("patient" = String, Query)), responses((status = 200, description = "Bundle")))]
pub async fn search_appointments(
    State(app): State<App>,
    Asking(actor): Asking,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, No> {
    actor.may_somewhere(Verb::CareBook)?;
    let query = query.unwrap_or_default();
    let id = patient_of(&parts(Some(&query), &["patient"])?)?;
    let street = care::street_of_person(&app, &actor, &[Verb::CareBook], id).await?;
    let today = app.now().day();
    let found = app.read(move |tx| care::booked_of(tx, &actor, &street, id, today)).await?;
    let all = found.iter().map(resources::appointment).collect();
    Ok(page_of(&app, &headers, "Appointment", &query, all, None))
}
