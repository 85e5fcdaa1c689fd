//! What a search answers: a searchset, with a link to the page that follows.

use axum::http::{HeaderMap, header};
use serde_json::{Value as Json, json};

use super::BASE;

/// The address of the resources, as the one who asks reached them: FHIR wants it in full.
#[must_use]
pub fn base(headers: &HeaderMap, https: bool) -> String {
    let host = headers.get(header::HOST).and_then(|v| v.to_str().ok()).unwrap_or("localhost");
    format!("{}://{host}{BASE}", if https { "https" } else { "http" })
}

/// A page of what was found. `query` is what was asked, `next` the cursor of the page that follows.
#[must_use]
pub fn searchset(base: &str, kind: &str, query: &str, found: Vec<Json>, next: Option<&str>) -> Json {
    let asked = if query.is_empty() { format!("{base}/{kind}") } else { format!("{base}/{kind}?{query}") };
    let mut links = vec![json!({ "relation": "self", "url": asked })];
    if let Some(cursor) = next {
        let kept = query.split('&').filter(|part| !part.is_empty() && !part.starts_with("_cursor="));
        let query: Vec<&str> = kept.collect();
        links.push(json!({ "relation": "next", "url": format!("{base}/{kind}?{}&_cursor={cursor}", query.join("&")) }));
    }
    let entry = |resource: Json| {
        let (kind, id) = (resource["resourceType"].as_str().unwrap_or(""), resource["id"].as_str().unwrap_or(""));
        json!({ "fullUrl": format!("{base}/{kind}/{id}"), "resource": resource, "search": { "mode": "match" } })
    };
    let mut bundle = json!({ "resourceType": "Bundle", "type": "searchset", "link": links });
    if next.is_none() && !query.contains("_cursor=") {
        bundle["total"] = json!(found.len());
    }
    if !found.is_empty() {
        bundle["entry"] = found.into_iter().map(entry).collect();
    }
    bundle
}
