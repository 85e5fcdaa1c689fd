//! The endpoints that the leak matrix tries, and what it sends to those of invitations and of beginning.

use axum::http::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;

use crate::router;

/// Every door: method and path with its parameters still in braces.
pub fn doors() -> Vec<(Method, String)> {
    let document: Value = serde_json::from_str(&router::document()).unwrap();
    let mut doors = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            if let Ok(method) = method.to_uppercase().parse::<Method>() {
                doors.push((method, path.clone()));
            }
        }
    }
    doors
}

/// What the administrator of the street may do to everybody in it.
pub fn is_of_the_administrator(door: &str) -> bool {
    ["/leave", "/invitation", "/people/invitations"].iter().any(|end| door.ends_with(end))
}

/// Bodies of invitations and of beginning that would do something, were it allowed.
pub fn of_invitations(path: &str) -> Option<Vec<Value>> {
    let guess = json!({ "login": "member01", "code": "ABCD-EFGH" });
    let accept = json!({ "login": "member01", "code": "ABCD-EFGH", "password": "0123-long-enough" });
    let again = json!({ "under": "510117019006009", "again": true });
    Some(match path {
        p if p.ends_with("/people/invitations") => vec![json!({}), json!({ "under": "510117019006" }), again],
        p if p.ends_with("/public/invitations/look") => vec![guess, json!({ "link": "AAAA" })],
        p if p.ends_with("/public/invitations/accept") => vec![accept],
        p if p.ends_with("/public/setup/look") => vec![json!({ "link": "AAAA" })],
        _ => return None,
    })
}

/// What is asked of known matters, by words and by kind, and a handle that nobody was given.
pub fn of_joining(path: &str, words: &str, id: Uuid) -> Vec<Value> {
    if path.ends_with("/join") {
        return vec![json!({ "handle": "AAAA", "id": id })];
    }
    let point = json!({ "lon": 103.9305, "lat": 30.7605 });
    let kind = json!({ "text": words, "kind": "corridor-clutter", "point": point, "street": "510117019" });
    vec![json!({ "text": words, "point": point, "street": "510117019" }), kind]
}

/// What would give somebody access, or change what all streets count by.
pub fn of_giving(path: &str, id: &str, new: Uuid) -> Option<Vec<Value>> {
    Some(match path {
        p if p.ends_with("/people/grants/decisions") => {
            vec![json!({ "ids": [id], "confirm": true, "street": "510117019" })]
        }
        p if p.ends_with("/people/street-tokens") => {
            let expires = "2026-12-01T00:00:00+08:00";
            vec![json!({ "id": new, "name": "x", "verbs": ["cases.read"], "code": "510117019", "expires": expires })]
        }
        p if p.ends_with("/manual/calendar/{year}") => {
            let off = json!([{ "name": "x", "from": "2027-01-01", "to": "2027-01-01" }]);
            vec![json!({ "title": "x", "notice": "x", "issued": "2026-11-20", "holidays": off, "workdays": [] })]
        }
        _ => return None,
    })
}

/// Whether an endpoint answers somebody who is not signed in; every other one answers 401.
pub fn is_public(door: &str) -> bool {
    let open = door.contains("/public/") || door.ends_with("/session") || door.ends_with("/session/demo");
    // What the edge for the health centre can do tells of nobody.
    open || door.ends_with("/metadata") || door.contains("/.well-known/")
}

/// Every endpoint that answers somebody who is not signed in has its row in the table of them, and the table has no other.
#[test]
fn the_table_of_public_endpoints_is_the_routers() {
    let documented = doors().into_iter().filter(|(_, path)| is_public(path)).map(|(m, path)| format!("{m} {path}"));
    // Outside of the API's document: what the router itself names, and the pages.
    let beside = include_str!("../router.rs").split(".route(\"").skip(1).filter_map(|rest| rest.split('"').next());
    let beside = beside.chain(["/api/docs", "/api/openapi.json"]).filter(|path| !path.contains("{*"));
    let routed: BTreeSet<String> = documented.chain(beside.map(|path| format!("GET {path}"))).collect();
    let mut listed = BTreeSet::new();
    let table = include_str!("../../../../docs/public-endpoints.md").lines().filter(|line| line.starts_with("| `"));
    for row in table {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        assert!(cells.len() == 4 && cells.iter().all(|cell| !cell.is_empty()), "a row has four cells: {row}");
        assert!(listed.insert(cells[0].trim_matches('`').to_owned()), "twice: {row}");
    }
    assert_eq!(listed, routed);
}
