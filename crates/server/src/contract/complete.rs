//! What the handlers' own words leave out of the description of the API: who may ask, which headers a write carries, how it refuses, and
//! what an answer is, so that generators of others make whole clients of it.

use axum::http::StatusCode;
use serde_json::{Value, json};
use utoipa::openapi::OpenApi;

/// Requests that are no reading and yet change nothing that could happen twice: they look something up, try something out, sign in or out.
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

/// Doors besides `/public` that ask nobody who they are.
const OPEN: &[&str] = &["sign_in", "demo_people", "metadata", "smart"];

/// Requests that bring a file in a form, with the fields beside it.
const FORMS: &[(&str, &[&str])] = &[
    ("attach_to_case", &["id", "kind"]),
    ("lay_down_photo", &["id", "kind", "street"]),
    ("start_import", &["street", "serve", "datum", "as_of", "numbers", "leave_bad", "far"]),
];

/// The description, completed.
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
    document["components"]["responses"] = json!({ "Refused": {
        "description": "Refused: a problem by RFC 9457 with a stable code and a sentence in Chinese and English.",
        "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
    } });
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    for (path, operations) in paths {
        for (method, operation) in operations.as_object_mut().into_iter().flatten() {
            complete(path, method, operation);
        }
    }
    document
}

fn complete(path: &str, method: &str, operation: &mut Value) {
    let id = operation["operationId"].as_str().unwrap_or_default().to_owned();
    let open = path.contains("/public/") || OPEN.contains(&id.as_str());
    operation["security"] = if open { json!([]) } else { json!([{ "session": [] }, { "token": [] }]) };
    if takes_key(path, method, &id) {
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
    let Some(responses) = operation["responses"].as_object_mut() else { return };
    for (status, response) in responses.iter_mut() {
        describe(status, response);
    }
    if !responses.keys().any(|status| status.starts_with('4')) {
        responses.insert("4XX".to_owned(), json!({ "$ref": "#/components/responses/Refused" }));
    }
    responses.insert("default".to_owned(), json!({ "$ref": "#/components/responses/Refused" }));
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

/// Whether a request must carry a key of its own.
fn takes_key(path: &str, method: &str, id: &str) -> bool {
    let writes = matches!(method, "post" | "put" | "patch" | "delete");
    writes && !path.starts_with("/api/fhir/") && !WITHOUT_KEY.contains(&id)
}

/// Every answer says in words what it is.
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

#[cfg(test)]
mod tests {
    use axum::http::Method;
    use serde_json::{Value, json};
    use std::collections::BTreeSet;

    use crate::testing::both;

    /// Every operation, with its path and method.
    fn operations(document: &Value) -> Vec<(&str, &str, &Value)> {
        let paths = document["paths"].as_object().unwrap().iter();
        paths
            .flat_map(|(path, all)| {
                all.as_object().unwrap().iter().map(move |(method, one)| (path.as_str(), method.as_str(), one))
            })
            .collect()
    }

    fn document() -> Value {
        serde_json::from_str(&crate::router::document()).unwrap()
    }

    #[test]
    fn every_operation_says_who_may_ask_and_how_it_answers() {
        let document = document();
        for (path, method, operation) in operations(&document) {
            assert!(operation["security"].is_array(), "{method} {path}");
            assert!(operation["summary"].as_str().is_some_and(|text| !text.is_empty()), "{method} {path}");
            for (status, response) in operation["responses"].as_object().unwrap() {
                let described = response["description"].as_str().is_some_and(|text| !text.is_empty());
                assert!(described || response["$ref"].is_string(), "{method} {path} {status}");
            }
        }
        let mut twice = Vec::new();
        for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
            let words = schema["enum"].as_array().cloned().unwrap_or_default();
            let once: BTreeSet<String> = words.iter().map(ToString::to_string).collect();
            if once.len() < words.len() {
                twice.push(name);
            }
        }
        assert!(twice.is_empty(), "words that stand twice: {twice:?}");
    }

    /// The document is asked about every write, and so is the handler: without a key it refuses, or it asks for none.
    #[test]
    fn a_write_asks_for_its_key_where_the_description_says_so() {
        both(async |test| {
            let document = document();
            let caller = test.as_("administrator").await;
            let mut differ = Vec::new();
            for (path, method, operation) in operations(&document) {
                let Some(path) = path.strip_prefix("/api/v1").filter(|_| method != "get") else { continue };
                // A form of files is read before its key, and whoever signs out asks nothing more.
                if operation["requestBody"]["content"]["multipart/form-data"].is_object() || path == "/session" {
                    continue;
                }
                let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
                let says = parameters.iter().any(|p| p["name"] == "Idempotency-Key");
                let mut filled = path.to_owned();
                for parameter in parameters.iter().filter(|p| p["in"] == "path") {
                    let value = match parameter["schema"]["format"].as_str() {
                        Some("uuid") => test.id().to_string(),
                        _ if parameter["schema"]["type"] == "integer" => "2027".to_owned(),
                        _ => "2026-11-25".to_owned(),
                    };
                    filled = filled.replace(&format!("{{{}}}", parameter["name"].as_str().unwrap()), &value);
                }
                let asked = parameters.iter().filter(|p| p["in"] == "query" && p["required"] == true);
                let asked: Vec<String> = asked.map(|p| format!("{}=510117019", p["name"].as_str().unwrap())).collect();
                if !asked.is_empty() {
                    filled = format!("{filled}?{}", asked.join("&"));
                }
                let method: Method = method.to_uppercase().parse().unwrap();
                let came = caller.send(method.clone(), &filled, None, Some(1), Some(&json!({}))).await;
                let asks = came.status.is_client_error() && came.json()["code"] == "kernel.key-missing";
                if asks != says {
                    differ.push(format!("{method} {path}: {} {}", operation["operationId"], came.status));
                }
            }
            assert!(differ.is_empty(), "{differ:#?}");
        });
    }
}
