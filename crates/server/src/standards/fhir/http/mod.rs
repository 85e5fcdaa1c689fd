//! The doors of FHIR: thin, over what the rooms offer. A search is for one patient: lists of a whole place are the pages' work.

pub mod observations;
pub mod owed;
pub mod patients;

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value as Json;
use std::collections::HashMap;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use weiguang_domain::access::Actor;
use weiguang_domain::kernel::ids::ResidentId;

use super::outcome::No;
use super::{MEDIA, bundle, capability};
use crate::App;
use crate::web::extract::SignedIn;
use crate::web::{FieldFault, Refusal};

/// The doors.
#[must_use]
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(metadata))
        .routes(routes!(smart))
        .routes(routes!(patients::read_patient))
        .routes(routes!(patients::search_patients))
        .routes(routes!(patients::find_patients))
        .routes(routes!(observations::read_observation, observations::put_observation))
        .routes(routes!(observations::search_observations, observations::create_observation))
        .routes(routes!(owed::read_task))
        .routes(routes!(owed::search_tasks))
        .routes(routes!(owed::read_flag))
        .routes(routes!(owed::search_flags))
        .routes(routes!(owed::read_appointment))
        .routes(routes!(owed::search_appointments))
}

fn fhir(status: StatusCode, resource: &Json) -> Response {
    let mut response = (status, resource.to_string()).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA));
    let version =
        resource["meta"]["versionId"].as_str().and_then(|v| HeaderValue::from_str(&format!("W/\"{v}\"")).ok());
    if let Some(version) = version {
        response.headers_mut().insert(header::ETAG, version);
    }
    response
}

fn good(resource: &Json) -> Response {
    fhir(StatusCode::OK, resource)
}

fn missing(what: &'static str) -> Refusal {
    Refusal::NotFound(what)
}

/// Who is asking, with FHIR's own way to say that nobody is.
pub struct Asking(Actor);

impl FromRequestParts<App> for Asking {
    type Rejection = No;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, No> {
        Ok(Self(SignedIn::from_request_parts(parts, app).await?.0))
    }
}

/// The parts of a query that are understood; another is refused and not passed over, or a search would answer what was not asked.
fn parts(query: Option<&str>, known: &[&str]) -> Result<HashMap<String, String>, Refusal> {
    let mut all = HashMap::new();
    for (name, value) in form_urlencoded::parse(query.unwrap_or("").as_bytes()) {
        if name == "_format" {
            continue;
        }
        if !known.contains(&name.as_ref()) {
            let (zh, en) = (
                format!("不支持此查询条件；可用：{}", known.join("、")),
                format!("not a parameter of this search: {}", known.join(", ")),
            );
            return Err(Refusal::field(FieldFault::new(&name, "fhir.parameter", zh, en)));
        }
        all.insert(name.into_owned(), value.into_owned());
    }
    Ok(all)
}

fn patient_of(parts: &HashMap<String, String>) -> Result<ResidentId, Refusal> {
    let text = parts.get("patient").ok_or_else(|| Refusal::field(FieldFault::missing("patient")))?;
    let id = text.rsplit_once('/').map_or(text.as_str(), |(_, id)| id);
    // An id that is none is nobody's.
    Uuid::parse_str(id).map(ResidentId::new).map_err(|_| missing("resident"))
}

/// What this edge can do.
#[utoipa::path(get, path = "/metadata", tag = "fhir", responses((status = 200, description = "CapabilityStatement")))]
pub async fn metadata(State(app): State<App>, headers: HeaderMap) -> Response {
    let base = bundle::base(&headers, app.settings().http.https);
    good(&capability::statement(&base, env!("CARGO_PKG_VERSION")))
}

/// The scopes that a token can have.
#[utoipa::path(get, path = "/.well-known/smart-configuration", tag = "fhir", responses((status = 200, description = "SMART configuration")))]
pub async fn smart() -> impl IntoResponse {
    axum::Json(capability::smart_configuration())
}

/// A page of what was found, as the one who asked reaches it.
fn page_of(app: &App, headers: &HeaderMap, kind: &str, query: &str, found: Vec<Json>, next: Option<&str>) -> Response {
    let base = bundle::base(headers, app.settings().http.https);
    good(&bundle::searchset(&base, kind, query, found, next))
}
