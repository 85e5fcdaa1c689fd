//! The endpoints that the leak matrix calls, and which of them need no authentication.

use axum::http::Method;
use serde_json::Value;
use std::collections::BTreeSet;

use crate::router;

/// All endpoints: method, and path with its parameters in braces.
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

/// Whether an endpoint answers callers who are not signed in; all others answer 401.
pub fn is_public(door: &str) -> bool {
    let open = door.contains("/public/") || door.ends_with("/session") || door.ends_with("/session/demo");
    // The capability statements for the health centre contain no personal data.
    open || door.ends_with("/metadata") || door.contains("/.well-known/")
}

/// Every endpoint without authentication is listed in the document's table, and the table lists no other.
#[test]
fn the_table_of_public_endpoints_is_the_routers() {
    let documented = doors().into_iter().filter(|(_, path)| is_public(path)).map(|(m, path)| format!("{m} {path}"));
    // Endpoints outside the API document: the router's own routes, and the pages.
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
