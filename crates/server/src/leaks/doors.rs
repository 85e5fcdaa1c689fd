//! The endpoints that the leak matrix tries, and what it sends to those of invitations and of beginning.

use axum::http::Method;
use serde_json::{Value, json};

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
