//! Completes the API description with facts that handlers do not state: authentication, headers of writes, refusals, and the meaning of
//! responses, so that code generators build complete clients.

use axum::http::StatusCode;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use utoipa::openapi::OpenApi;

/// Requests other than GET that may be repeated without an idempotency key: they look up or try out something, sign in or sign out.
const WITHOUT_KEY: &[&str] = &[
    "check_kind",
    "find_areas",
    "find_residents",
    "locate",
    "locate_public",
    "look_at_invitation",
    "look_at_link",
    "near_cases",
    "near_public_cases",
    "sign_in",
    "sign_out",
    "suggest_kinds",
    "try_rules",
];

/// Endpoints besides `/public` that need no authentication.
const OPEN: &[&str] = &["sign_in", "demo_people", "metadata", "smart"];

/// Requests that send a file in a form, with the other fields of the form.
const FORMS: &[(&str, &[&str])] = &[
    ("attach_to_bulletin", &["id"]),
    ("attach_to_case", &["id", "kind"]),
    ("lay_down_photo", &["id", "kind", "street"]),
    ("start_import", &["street", "serve", "datum", "as_of", "numbers", "leave_bad", "far"]),
];

/// The refusal codes that are specific to a room, by room; written by `cargo xtask gen codes` from the sources.
const CODES: &str = include_str!("../../../../openapi/codes.json");

/// Possible refusals of any request: the status, the name of the response, its meaning, and the codes that all rooms share.
const PROBLEMS: &[(u16, &str, &str, &[&str])] = &[
    (400, "KeyMissing", "A write without an `Idempotency-Key`.", &["kernel.key-missing"]),
    (
        401,
        "SignedOut",
        "Nobody is signed in, or login and password do not fit.",
        &["access.signed-out", "access.sign-in-refused"],
    ),
    (
        403,
        "Denied",
        "Not permitted, or a browser's request without `X-Weiguang`.",
        &["access.denied", "access.cross-site"],
    ),
    (404, "NotFound", "There is no such thing, or it is not the caller's to see.", &["kernel.not-found"]),
    (408, "TooSlow", "The body came too slowly; nothing was done.", &["kernel.too-slow"]),
    (409, "Conflict", "It does not fit what is stored.", &["kernel.key-reused", "kernel.exists", "kernel.damaged"]),
    (412, "VersionMoved", "Somebody changed it since the version of `If-Match`.", &["kernel.version-moved"]),
    (413, "TooLarge", "The body is larger than it may be.", &["kernel.too-large"]),
    (
        422,
        "Invalid",
        "Fields are not as they should be; each is named in `errors` with a code of its own.",
        &["kernel.invalid"],
    ),
    (428, "VersionMissing", "The version in `If-Match` is missing.", &["kernel.version-missing"]),
    (
        429,
        "TooMany",
        "Too much from one address; `Retry-After` says when.",
        &["kernel.too-many", "kernel.connections", "access.locked"],
    ),
];

/// The API description with all additions.
#[must_use]
pub fn completed(api: &OpenApi) -> Value {
    let mut document = serde_json::to_value(api).unwrap_or_default();
    document["servers"] = json!([{ "url": "/", "description": "The installation that serves this description" }]);
    document["info"]["license"]["identifier"] = json!("Apache-2.0");
    document["components"]["securitySchemes"] = json!({
        "session": { "type": "apiKey", "in": "cookie", "name": crate::access::COOKIE,
            "description": "A person at a browser, by `POST /api/v1/session`. Every write carries `X-Weiguang: 1`, too." },
        "token": { "type": "http", "scheme": "bearer", "description": "A program, by a token: `wg_…`." },
    });
    let rooms: BTreeMap<String, Vec<String>> = serde_json::from_str(CODES).unwrap_or_default();
    document["components"]["responses"] = refusals(&rooms);
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    for (path, operations) in paths {
        for (method, operation) in operations.as_object_mut().into_iter().flatten() {
            complete(path, method, operation, &rooms);
        }
    }
    document
}

/// One response for each kind of refusal, and one for the conflicts of each room.
fn refusals(rooms: &BTreeMap<String, Vec<String>>) -> Value {
    let one = |about: &str, codes: &[&str]| {
        json!({
            "description": format!("{about} Codes: {}.", codes.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ")),
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
            "x-codes": codes,
        })
    };
    let mut all = json!({
        "Refused": {
            "description": "Refused: a problem by RFC 9457 with a stable code and a sentence in Chinese and English.",
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
        },
        "FhirRefused": {
            "description": "Refused: an OperationOutcome, as FHIR has it.",
            "content": { "application/fhir+json": { "schema": { "type": "object" } } },
        },
    });
    for (status, name, about, codes) in PROBLEMS {
        all[*name] = one(about, codes);
        for (room, own) in rooms.iter().filter(|_| *status == 409) {
            let codes: Vec<&str> = codes.iter().copied().chain(own.iter().map(String::as_str)).collect();
            all[conflict_of(room)] = one("It does not fit what is stored, or a rule of the room forbids it.", &codes);
        }
    }
    all
}

fn conflict_of(room: &str) -> String {
    format!("{}{}Conflict", room[..1].to_uppercase(), &room[1..])
}

/// Possible refusal statuses of an operation, derived from its parameters and body; they are not listed by hand, so that none is forgotten.
fn statuses(operation: &Value, open: bool, keyed: bool) -> Vec<u16> {
    let parameters = operation["parameters"].as_array().map_or(&[][..], Vec::as_slice);
    let has = |place: &str| parameters.iter().any(|one| one["in"] == place);
    let versioned =
        parameters.iter().any(|one| one["name"].as_str().is_some_and(|name| name.eq_ignore_ascii_case("if-match")));
    let body = operation.get("requestBody").is_some();
    let asks: [(bool, &[u16]); 9] = [
        (keyed, &[400, 409]),
        (!open || operation["operationId"] == "sign_in", &[401]),
        (!open, &[403]),
        (has("path"), &[404, 409]),
        (has("query") || has("path") || body, &[422]),
        (has("query") || body, &[404]),
        (body, &[408, 413]),
        (versioned, &[412, 428]),
        (true, &[429]),
    ];
    asks.into_iter().filter(|(uses, _)| *uses).flat_map(|(_, all)| all.iter().copied()).collect()
}

fn complete(path: &str, method: &str, operation: &mut Value, rooms: &BTreeMap<String, Vec<String>>) {
    let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
    let open = path.contains("/public/") || OPEN.contains(&id.as_str());
    operation["security"] = if open { json!([]) } else { json!([{ "session": [] }, { "token": [] }]) };
    let keyed = takes_key(path, method, &id);
    if keyed {
        let parameters = operation.as_object_mut().map(|o| o.entry("parameters").or_insert_with(|| json!([])));
        if let Some(Value::Array(parameters)) = parameters {
            parameters.push(json!({
                "name": "Idempotency-Key", "in": "header", "required": true, "schema": { "type": "string", "minLength": 36, "maxLength": 36 },
                "description": "Made by the client. The same write sent again under it happens once and is answered the same.",
            }));
        }
    }
    if let Some((_, fields)) = FORMS.iter().find(|(form, _)| *form == id) {
        operation["requestBody"] = form(fields);
    }
    let fhir = path.starts_with("/api/fhir/");
    let refused = statuses(operation, open, keyed);
    let room = operation["tags"][0].as_str().filter(|tag| rooms.contains_key(*tag)).map(conflict_of);
    let Some(responses) = operation["responses"].as_object_mut() else { return };
    for (status, response) in responses.iter_mut() {
        describe(status, response);
    }
    let named = |name: &str| json!({ "$ref": format!("#/components/responses/{name}") });
    for (status, name, ..) in PROBLEMS {
        // An operation's own description of a status takes precedence over the shared one.
        let said = responses.get(&status.to_string()).is_some_and(|own| *status != 409 && own.get("$ref").is_none());
        if (refused.contains(status) || responses.contains_key(&status.to_string())) && !said {
            let conflict = room.as_deref().filter(|_| *status == 409);
            let name = if fhir { "FhirRefused" } else { conflict.unwrap_or(name) };
            responses.insert(status.to_string(), named(name));
        }
    }
    responses.insert("default".to_owned(), named(if fhir { "FhirRefused" } else { "Refused" }));
}

/// The body of a form with a file.
fn form(fields: &[&str]) -> Value {
    let mut properties =
        json!({ "file": { "type": "string", "format": "binary", "description": "The file, with its name." } });
    for field in fields {
        properties[*field] = json!({ "type": "string" });
    }
    let schema = json!({ "type": "object", "required": ["file"], "properties": properties });
    json!({ "required": true, "content": { "multipart/form-data": { "schema": schema } } })
}

/// Whether a request requires an idempotency key.
fn takes_key(path: &str, method: &str, id: &str) -> bool {
    let writes = matches!(method, "post" | "put" | "patch" | "delete");
    writes && !path.starts_with("/api/fhir/") && !WITHOUT_KEY.contains(&id)
}

/// Describes a response in words.
fn describe(status: &str, response: &mut Value) {
    let Some(response) = response.as_object_mut() else { return };
    let said = response.get("description").and_then(Value::as_str).is_some_and(|text| !text.is_empty());
    if !said && !response.contains_key("$ref") {
        let reason = status.parse().ok().and_then(|code| StatusCode::from_u16(code).ok()?.canonical_reason());
        response.insert("description".to_owned(), json!(reason.unwrap_or("Answered")));
    }
    if status.starts_with('4') && !response.contains_key("content") && !response.contains_key("$ref") {
        let problem = json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } });
        response.insert("content".to_owned(), problem);
    }
}
