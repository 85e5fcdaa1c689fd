//! The answer to a search: a searchset, with a link to the next page.

use axum::http::{HeaderMap, header};
use serde_json::{Value as Json, json};

use super::BASE;
use super::search::Answer;

/// The address of the resources, as the client reached them: FHIR requires it in full.
#[must_use]
pub fn base(headers: &HeaderMap, https: bool) -> String {
    let host = headers.get(header::HOST).and_then(|v| v.to_str().ok()).unwrap_or("localhost");
    format!("{}://{host}{BASE}", if https { "https" } else { "http" })
}

/// A page of results. Its self link contains the understood parts of the query, and nothing else.
#[must_use]
pub fn searchset(base: &str, kind: &str, answer: Answer) -> Json {
    let link = |relation: &str, cursor: Option<&str>| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&answer.used).extend_pairs(cursor.map(|cursor| ("_cursor", cursor)));
        let query = query.finish();
        let mark = if query.is_empty() { "" } else { "?" };
        json!({ "relation": relation, "url": format!("{base}/{kind}{mark}{query}") })
    };
    let mut links = vec![link("self", None)];
    links.extend(answer.next.as_deref().map(|cursor| link("next", Some(cursor))));
    let entry = |resource: Json| {
        let (kind, id) = (resource["resourceType"].as_str().unwrap_or(""), resource["id"].as_str().unwrap_or(""));
        json!({ "fullUrl": format!("{base}/{kind}/{id}"), "resource": resource, "search": { "mode": "match" } })
    };
    let mut bundle = json!({ "resourceType": "Bundle", "type": "searchset", "total": answer.total, "link": links });
    if !answer.page.is_empty() {
        bundle["entry"] = answer.page.into_iter().map(entry).collect();
    }
    bundle
}
