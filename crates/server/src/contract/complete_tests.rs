//! The API description is complete: ids of operations are stable, schema names begin with their room, refusals have codes, and idempotency
//! keys are documented where handlers require them.

use axum::http::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

use crate::testing::both;

/// All operations, each with its path and method.
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

/// The ids of operations on which programs may depend: ids may be added, but not renamed or removed.
const OPERATIONS: &str = include_str!("../../../../openapi/operations.txt");

#[test]
fn operation_ids_are_unique_and_stay() {
    let document = document();
    let all: Vec<&str> = operations(&document).iter().map(|(_, _, one)| one["operationId"].as_str().unwrap()).collect();
    let ids: BTreeSet<&str> = all.iter().copied().collect();
    assert_eq!(ids.len(), all.len(), "an id stands twice");
    let kept: BTreeSet<&str> = OPERATIONS.lines().collect();
    let gone: Vec<_> = kept.difference(&ids).collect();
    assert!(gone.is_empty(), "renamed or removed: {gone:?}");
    let new: Vec<_> = ids.difference(&kept).collect();
    assert!(new.is_empty(), "add to openapi/operations.txt: {new:?}");
}

#[test]
fn every_operation_says_how_it_is_refused_and_by_which_codes() {
    let document = document();
    let responses = &document["components"]["responses"];
    for (path, method, operation) in operations(&document) {
        let refused = operation["responses"].as_object().unwrap().iter().filter(|(status, _)| status.starts_with('4'));
        let mut statuses = 0;
        for (status, response) in refused {
            statuses += 1;
            assert_eq!(status.parse::<u16>().map(|n| n / 100), Ok(4), "{method} {path}: {status} says nothing");
            if let Some(name) = response["$ref"].as_str() {
                let named = &responses[name.rsplit('/').next().unwrap()];
                let codes = named["x-codes"].as_array().is_some_and(|codes| !codes.is_empty());
                assert!(codes || name.ends_with("FhirRefused"), "{method} {path} {status}: {named}");
            }
        }
        assert!(statuses > 0, "{method} {path}");
    }
}

/// Schema names without a room as prefix, which all rooms share.
const SHARED: &[&str] = &[
    "Bilingual",
    "DamagedRow",
    "FieldFault",
    "KeyWords",
    "MovedTo",
    "PersonView",
    "PointView",
    "Problem",
    "ProblemDetail",
    "StaffView",
];

fn upper(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[test]
fn the_name_of_a_schema_begins_with_its_room() {
    let document = document();
    let schemas = document["components"]["schemas"].as_object().unwrap().keys();
    // A schema name begins with a room's tag in the plural or singular: `CaseView` for `cases`. The first setup is not a room, but has its
    // own prefix `Setup`.
    let tags = document["tags"].as_array().unwrap().iter().map(|tag| tag["name"].as_str().unwrap());
    let rooms: Vec<String> = tags.chain(["setup"]).map(upper).collect();
    let own = |name: &str| {
        let prefixes = rooms.iter().flat_map(|room| [room.as_str(), room.trim_end_matches('s')]);
        prefixes
            .filter_map(|room| name.strip_prefix(room))
            .any(|rest| rest.starts_with(char::is_uppercase) || rest.starts_with('_'))
    };
    let bare: Vec<_> = schemas.filter(|name| !own(name) && !SHARED.contains(&name.as_str())).collect();
    assert!(bare.is_empty(), "{bare:?} mean nothing without their room");
}

/// For each write, the description and the handler agree: a handler refuses a missing idempotency key exactly if the description requires
/// one.
#[test]
fn a_write_asks_for_its_key_where_the_description_says_so() {
    both(async |test| {
        let document = document();
        let caller = test.as_("administrator").await;
        let mut differ = Vec::new();
        for (path, method, operation) in operations(&document) {
            let Some(path) = path.strip_prefix("/api/v1").filter(|_| method != "get") else { continue };
            // Uploads of forms are read before their key is checked, and signing out needs no key: both are skipped.
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
            if came.status.is_client_error() && operation["responses"].get(came.status.as_str()).is_none() {
                differ.push(format!("{method} {path}: {} does not tell of {}", operation["operationId"], came.status));
            }
            if asks != says {
                differ.push(format!("{method} {path}: {} {}", operation["operationId"], came.status));
            }
        }
        assert!(differ.is_empty(), "{differ:#?}");
    });
}
