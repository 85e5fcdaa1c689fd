//! Due acts for a person: re-measurements and the duty of an open alert as tasks, the alert itself as a flag, and bookings.

use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::Value as Json;
use std::collections::HashMap;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::care::recheck::Recheck;
use weiguang_domain::kernel::ids::{AccountId, AlertId, ResidentId, TicketId};
use weiguang_domain::kernel::time::Moment;

use super::super::known;
use super::super::outcome::No;
use super::super::resources;
use super::super::search::{Found, Names, Search};
use super::{Asking, found, good, missing, page_of};
use crate::App;
use crate::rooms::care::{self, AlertRecord};
use crate::rooms::people::names;
use crate::rooms::{households, station};

async fn rechecks(app: &App, actor: &Actor, id: ResidentId) -> Result<Vec<Found<Json>>, No> {
    let verbs = [Verb::CareOverdue, Verb::CareRead];
    let street = households::street_of_any(app, actor, &verbs, id).await?;
    let (reader, today) = (actor.clone(), app.now().day());
    let found = app.read(move |tx| care::rechecks_seen(tx, &reader, &street, id, today)).await?;
    let one = |(recheck, knows): &(Recheck, bool)| {
        let asked = Moment::start_of(recheck.asked);
        made(resources::recheck(recheck, *knows, today), asked, asked)
    };
    Ok(found.iter().map(one).collect())
}

/// A person's alerts, as far as the actor may see them, with the names of their owners.
async fn alerts(
    app: &App,
    actor: &Actor,
    id: ResidentId,
) -> Result<(Vec<(AlertRecord, bool)>, HashMap<AccountId, String>), No> {
    let street = households::street_of_any(app, actor, &[Verb::CareAlert, Verb::CareRead], id).await?;
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

/// A person's tasks: due re-measurements, and the next act of an open alert.
async fn tasks(app: &App, actor: &Actor, id: ResidentId) -> Result<Vec<Found<Json>>, No> {
    let mut all = rechecks(app, actor, id).await?;
    if actor.may_somewhere(Verb::CareAlert).is_ok() {
        let (found, names) = alerts(app, actor, id).await?;
        for (record, _) in &found {
            let owner = names.get(&record.alert.owner).map_or("", String::as_str);
            all.extend(resources::duty(record, owner).map(|task| made(task, record.began_at, record.updated_at)));
        }
    }
    Ok(all)
}

/// A finished resource, with its dates for searches.
fn made(resource: Json, at: Moment, updated: Moment) -> Found<Json> {
    Found { id: resource["id"].as_str().unwrap_or_default().to_owned(), at, updated, what: resource }
}

/// One task: of an alert, or a re-measurement.
async fn task(app: &App, actor: &Actor, id: &str) -> Result<Found<Json>, No> {
    if let Some(alert) = id.strip_prefix("duty-") {
        let alert = AlertId::new(Uuid::parse_str(alert).map_err(|_| missing("task"))?);
        let street = care::street_of_alert(app, actor, alert).await?;
        let (reader, today) = (actor.clone(), app.now().day());
        let (record, names) = app
            .read(move |tx| {
                let (record, _) = care::alert_seen(tx, &reader, &street, alert, today)?;
                let names = names(tx, &[record.alert.owner].into())?;
                Ok((record, names))
            })
            .await?;
        let owner = names.get(&record.alert.owner).map_or("", String::as_str);
        let task = resources::duty(&record, owner).ok_or(missing("task"))?;
        return Ok(made(task, record.began_at, record.updated_at));
    }
    let resident = id.get(..36).and_then(|id| Uuid::parse_str(id).ok()).ok_or(missing("task"))?;
    let all = rechecks(app, actor, ResidentId::new(resident)).await?;
    Ok(all.into_iter().find(|one| one.id == id).ok_or(missing("task"))?)
}

async fn flag(app: &App, actor: &Actor, id: &str) -> Result<Found<Json>, No> {
    let id = AlertId::new(Uuid::parse_str(id).map_err(|_| missing("flag"))?);
    let street = care::street_of_alert(app, actor, id).await?;
    let (reader, today) = (actor.clone(), app.now().day());
    let (record, knows) = app.read(move |tx| care::alert_seen(tx, &reader, &street, id, today)).await?;
    Ok(made(resources::flag(&record, knows), record.began_at, record.updated_at))
}

async fn appointment(app: &App, actor: &Actor, id: &str) -> Result<Found<Json>, No> {
    let id = TicketId::new(Uuid::parse_str(id).map_err(|_| missing("appointment"))?);
    let street = station::street_of_number(app, actor, &[Verb::CareBook], id).await?;
    let reader = actor.clone();
    let booked = app.read(move |tx| station::booking(tx, &reader, &street, id)).await?;
    Ok(made(resources::appointment(&booked), booked.at, booked.at))
}

/// One task.
#[utoipa::path(get, path = "/Task/{id}", tag = "fhir", params(("id" = String, Path)), responses((status = 200, description = "Task")))]
pub async fn read_task(State(app): State<App>, Asking(actor): Asking, Path(id): Path<String>) -> Result<Response, No> {
    actor.may_somewhere(Verb::CareOverdue)?;
    Ok(good(&task(&app, &actor, &id).await?.what))
}

/// What is owed to patients, newest first.
#[utoipa::path(get, path = "/Task", tag = "fhir", params(("patient" = Option<String>, Query), ("subject" = Option<String>, Query), ("_id" = Option<String>, Query), ("authored-on" = Option<String>, Query), ("_lastUpdated" = Option<String>, Query), ("_sort" = Option<String>, Query), ("_count" = Option<i64>, Query), ("_summary" = Option<String>, Query)), responses((status = 200, description = "Bundle")))]
pub async fn search_tasks(
    State(app): State<App>,
    Asking(actor): Asking,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, No> {
    actor.may_somewhere(Verb::CareOverdue)?;
    let search = Search::read(known::TASK, &query.unwrap_or_default(), &headers)?;
    let mut all = Vec::new();
    match search.names()? {
        Names::People(people) => {
            for id in people {
                all.extend(found(tasks(&app, &actor, *id).await)?.into_iter().flatten());
            }
        }
        Names::Ids(ids) => {
            for id in ids {
                all.extend(found(task(&app, &actor, id).await)?);
            }
        }
    }
    Ok(answer(&app, &headers, "Task", search, all))
}

fn answer(app: &App, headers: &HeaderMap, kind: &str, search: Search, all: Vec<Found<Json>>) -> Response {
    page_of(app, headers, kind, search.page(all, app.now(), |f| f.what.clone()))
}

/// One alert, as a flag.
#[utoipa::path(get, path = "/Flag/{id}", tag = "fhir", params(("id" = String, Path)), responses((status = 200, description = "Flag")))]
pub async fn read_flag(State(app): State<App>, Asking(actor): Asking, Path(id): Path<String>) -> Result<Response, No> {
    Ok(good(&flag(&app, &actor, &id).await?.what))
}

/// Alerts of patients, newest first.
#[utoipa::path(get, path = "/Flag", tag = "fhir", params(("patient" = Option<String>, Query), ("subject" = Option<String>, Query), ("_id" = Option<String>, Query), ("date" = Option<String>, Query), ("_lastUpdated" = Option<String>, Query), ("_sort" = Option<String>, Query), ("_count" = Option<i64>, Query), ("_summary" = Option<String>, Query)), responses((status = 200, description = "Bundle")))]
pub async fn search_flags(
    State(app): State<App>,
    Asking(actor): Asking,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, No> {
    actor.may_somewhere(Verb::CareAlert)?;
    let search = Search::read(known::FLAG, &query.unwrap_or_default(), &headers)?;
    let mut all = Vec::new();
    match search.names()? {
        Names::People(people) => {
            for id in people {
                let seen = found(alerts(&app, &actor, *id).await)?.map(|(seen, _)| seen).unwrap_or_default();
                all.extend(seen.iter().map(|(r, knows)| made(resources::flag(r, *knows), r.began_at, r.updated_at)));
            }
        }
        Names::Ids(ids) => {
            for id in ids {
                all.extend(found(flag(&app, &actor, id).await)?);
            }
        }
    }
    Ok(answer(&app, &headers, "Flag", search, all))
}

/// One booking.
#[utoipa::path(get, path = "/Appointment/{id}", tag = "fhir", params(("id" = String, Path)), responses((status = 200, description = "Appointment")))]
pub async fn read_appointment(
    State(app): State<App>,
    Asking(actor): Asking,
    Path(id): Path<String>,
) -> Result<Response, No> {
    Ok(good(&appointment(&app, &actor, &id).await?.what))
}

/// Bookings of patients from today on.
#[utoipa::path(get, path = "/Appointment", tag = "fhir", params(("patient" = Option<String>, Query), ("_id" = Option<String>, Query), ("date" = Option<String>, Query), ("_sort" = Option<String>, Query), ("_count" = Option<i64>, Query), ("_summary" = Option<String>, Query)), responses((status = 200, description = "Bundle")))]
pub async fn search_appointments(
    State(app): State<App>,
    Asking(actor): Asking,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, No> {
    actor.may_somewhere(Verb::CareBook)?;
    let search = Search::read(known::APPOINTMENT, &query.unwrap_or_default(), &headers)?;
    let mut all = Vec::new();
    match search.names()? {
        Names::People(people) => {
            for id in people {
                all.extend(found(booked(&app, &actor, *id).await)?.into_iter().flatten());
            }
        }
        Names::Ids(ids) => {
            for id in ids {
                all.extend(found(appointment(&app, &actor, id).await)?);
            }
        }
    }
    Ok(answer(&app, &headers, "Appointment", search, all))
}

async fn booked(app: &App, actor: &Actor, id: ResidentId) -> Result<Vec<Found<Json>>, No> {
    let street = households::street_of_any(app, actor, &[Verb::CareBook], id).await?;
    let (reader, today) = (actor.clone(), app.now().day());
    let found = app.read(move |tx| station::booked_of(tx, &reader, &street, id, today)).await?;
    Ok(found.iter().map(|b| made(resources::appointment(b), b.at, b.at)).collect())
}
