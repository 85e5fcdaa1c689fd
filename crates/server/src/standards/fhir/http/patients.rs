//! Patients: read by id, found by a whole identity number, which is never in a URL.

use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::Value as Json;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::households::{IdentityNumber, Refused};
use weiguang_domain::kernel::ids::ResidentId;

use super::super::known;
use super::super::outcome::No;
use super::super::resources;
use super::super::search::{Found, Names, Search};
use super::{Asking, found, good, missing, page_of};
use crate::App;
use crate::rooms::grid::Territory;
use crate::rooms::households::{self, Mark, Profile};
use crate::rooms::people::streets_for;
use crate::web::Refusal;

/// A person whom the actor may see, with their household.
async fn patient(app: &App, actor: &Actor, id: ResidentId) -> Result<Profile, No> {
    let street = households::street_of(app, actor, Verb::HouseholdsRead, id).await?;
    let (reader, today) = (actor.clone(), app.now().day());
    let profile = app
        .read(move |tx| {
            let profile = households::profile(tx, &street, id)?.ok_or(missing("resident"))?;
            let code = profile.kept.resident.code;
            households::may(tx, &reader, Verb::HouseholdsRead, &street, &code, today)
                .map_err(|_| missing("resident"))?;
            Ok(profile)
        })
        .await?;
    Ok(profile)
}

fn shown(app: &App, profile: &Profile) -> Json {
    resources::patient(profile, &app.state::<Territory>().words(&profile.kept.resident.code))
}

fn one(profile: Profile) -> Found<Profile> {
    let (id, updated) = (profile.kept.resident.id.uuid().to_string(), profile.kept.updated_at);
    Found { id, at: updated, updated, what: profile }
}

/// Somebody who is served.
#[utoipa::path(get, path = "/Patient/{id}", tag = "fhir", params(("id" = String, Path)), responses((status = 200, description = "Patient")))]
pub async fn read_patient(
    State(app): State<App>,
    Asking(actor): Asking,
    Path(id): Path<String>,
) -> Result<Response, No> {
    let id = Uuid::parse_str(&id).map_err(|_| missing("resident"))?;
    Ok(good(&shown(&app, &patient(&app, &actor, ResidentId::new(id)).await?)))
}

/// Finds by ids.
#[utoipa::path(get, path = "/Patient", tag = "fhir", params(("_id" = Option<String>, Query), ("_lastUpdated" = Option<String>, Query), ("_sort" = Option<String>, Query), ("_count" = Option<i64>, Query), ("_summary" = Option<String>, Query)), responses((status = 200, description = "Bundle")))]
pub async fn search_patients(
    State(app): State<App>,
    Asking(actor): Asking,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, No> {
    actor.may_somewhere(Verb::HouseholdsRead)?;
    let query = query.unwrap_or_default();
    if form_urlencoded::parse(query.as_bytes()).any(|(name, _)| name == "identifier") {
        let (zh, en) = (
            "身份证号不能写在地址里：请用 POST Patient/_search",
            "an identity number must not stand in an address: POST it to Patient/_search",
        );
        return Err(No::query("identifier", "fhir.by-post", zh, en));
    }
    let search = Search::read(known::PATIENT, &query, &headers)?;
    let mut all = Vec::new();
    if let Names::Ids(ids) = search.names()? {
        for id in ids.iter().filter_map(|id| Uuid::parse_str(id).ok()) {
            all.extend(found(patient(&app, &actor, ResidentId::new(id)).await)?.map(one));
        }
    }
    let answer = search.page(all, app.now(), |f| shown(&app, &f.what));
    Ok(page_of(&app, &headers, "Patient", answer))
}

/// The identity numbers in a form, and the rest of it.
fn numbers(form: &str) -> (Vec<String>, String) {
    let (mut asked, mut rest) = (Vec::new(), form_urlencoded::Serializer::new(String::new()));
    for (name, value) in form_urlencoded::parse(form.as_bytes()) {
        if name == "identifier" {
            asked.push(value.into_owned());
        } else {
            rest.append_pair(&name, &value);
        }
    }
    (asked, rest.finish())
}

/// Finds by a whole identity number, in the body of the request.
#[utoipa::path(post, path = "/Patient/_search", tag = "fhir", request_body(content = String, content_type = "application/x-www-form-urlencoded"), responses((status = 200, description = "Bundle")))]
pub async fn find_patients(
    State(app): State<App>,
    Asking(actor): Asking,
    headers: HeaderMap,
    body: String,
) -> Result<Response, No> {
    actor.may_somewhere(Verb::HouseholdsRead)?;
    let (asked, rest) = numbers(&body);
    let search = Search::read(known::PATIENT, &rest, &headers)?;
    let [asked] = asked.as_slice() else {
        return Err(No::query("identifier", "kernel.missing", "须给出一个号码", "one number must be given"));
    };
    let number = match asked.split_once('|') {
        Some((system, number)) if system.is_empty() || system == resources::IDENTITY => number,
        Some(_) => {
            let (zh, en) =
                (format!("应为 {}|号码", resources::IDENTITY), format!("must be {}|number", resources::IDENTITY));
            return Err(No::query("identifier", "fhir.element", zh, en));
        }
        None => asked.as_str(),
    };
    let mark = IdentityNumber::parse(number, app.now().day()).map_err(Refused::Identity).map_err(Refusal::from)?;
    let mark = Mark::Identity(mark);
    let (streets, scope) = (streets_for(&app, &actor, Verb::HouseholdsRead), actor.scope(Verb::HouseholdsRead));
    let seal = app.seal().clone();
    let found = app
        .read(move |tx| {
            let mut profiles = Vec::new();
            for street in &streets {
                for kept in households::find(tx, &seal, std::slice::from_ref(street), &scope, &mark)? {
                    profiles.extend(households::profile(tx, street, kept.resident.id)?);
                }
            }
            Ok(profiles)
        })
        .await?;
    let answer = search.page(found.into_iter().map(one).collect(), app.now(), |f| shown(&app, &f.what));
    Ok(page_of(&app, &headers, "Patient", answer))
}
