//! The endpoints of FHIR, a thin layer over the rooms. A search must name its patients; lists of a whole place are only on pages.

pub mod observations;
pub mod owed;
pub mod patients;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use serde_json::Value as Json;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use weiguang_domain::access::Actor;

use super::outcome::No;
use super::search::Answer;
use super::{MEDIA, bundle, capability};
use crate::App;
use crate::web::Refusal;
use crate::web::extract::{SignedIn, read_body};

/// The routes. Unknown ones, and refusals by HTTP itself, are answered in FHIR's format.
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
        // Routes and not a fallback: otherwise the site's own answer to unknown paths under /api would come first.
        .route("/", any(unknown))
        .route("/{*rest}", any(unknown))
        .layer(middleware::from_fn(speak_json))
}

async fn unknown() -> No {
    No::http(StatusCode::NOT_FOUND)
}

/// Whether one of the media types of a header is JSON.
fn takes_json(types: &str) -> bool {
    types.split(',').any(|one| {
        let mut words = one.split(';').map(str::trim);
        let kind = words.next().unwrap_or("").to_ascii_lowercase();
        let refused = words.any(|w| matches!(w.replace(' ', "").as_str(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        let ours = [MEDIA, "application/json", "application/json+fhir", "text/json", "json", "application/*", "*/*"];
        !refused && ours.contains(&kind.as_str())
    })
}

/// Why the formats of a request are refused: only JSON is accepted and returned.
fn wrong_format(request: &Request) -> Option<StatusCode> {
    let text = |name| request.headers().get(name).and_then(|v: &HeaderValue| v.to_str().ok());
    let format = form_urlencoded::parse(request.uri().query().unwrap_or("").as_bytes())
        .find(|(name, _)| name == "_format")
        // An unescaped plus sign of fhir+json arrives as a space.
        .map(|(_, value)| value.replace(' ', "+"));
    let wants = format.or_else(|| text(header::ACCEPT).map(str::to_owned));
    if wants.is_some_and(|types| !takes_json(&types)) {
        return Some(StatusCode::NOT_ACCEPTABLE);
    }
    // A form sent as JSON is an empty one; a request for XML is refused.
    let form = request.uri().path().ends_with("/_search");
    let taken = |kind: &str| takes_json(kind) || form && kind.starts_with("application/x-www-form-urlencoded");
    let writes = matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH);
    (writes && text(header::CONTENT_TYPE).is_some_and(|kind| !taken(kind)))
        .then_some(StatusCode::UNSUPPORTED_MEDIA_TYPE)
}

/// Refuses requests for XML, and turns refusals by HTTP into an outcome.
async fn speak_json(request: Request, next: Next) -> Response {
    if let Some(status) = wrong_format(&request) {
        return No::http(status).into_response();
    }
    let mut response = next.run(request).await;
    let status = response.status();
    let told = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == MEDIA);
    if status.is_client_error() && !told {
        let mut outcome = No::http(status).into_response();
        if let Some(methods) = response.headers_mut().remove(header::ALLOW) {
            outcome.headers_mut().insert(header::ALLOW, methods);
        }
        return outcome;
    }
    response
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

/// The actor, with FHIR's own answer if nobody is signed in.
pub struct Asking(Actor);

impl FromRequestParts<App> for Asking {
    type Rejection = No;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, No> {
        Ok(Self(SignedIn::from_request_parts(parts, app).await?.0))
    }
}

/// The bytes of a resource, of at most `http.body_bytes`.
pub struct Resource(Bytes);

impl FromRequest<App> for Resource {
    type Rejection = No;
    async fn from_request(request: Request, app: &App) -> Result<Self, No> {
        Ok(Self(read_body(request, app).await?))
    }
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

/// A page of results, with the address as the client reached it.
fn page_of(app: &App, headers: &HeaderMap, kind: &str, answer: Answer) -> Response {
    let base = bundle::base(headers, app.settings().http.https);
    good(&bundle::searchset(&base, kind, answer))
}

/// Turns "not found" into `None`: a search continues without what is missing or invisible.
fn found<T>(one: Result<T, No>) -> Result<Option<T>, No> {
    match one {
        Ok(one) => Ok(Some(one)),
        Err(no) if no.is_missing() => Ok(None),
        Err(no) => Err(no),
    }
}
