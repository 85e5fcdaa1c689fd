//! A valid request for each writing endpoint of messages.

use serde_json::json;

use crate::leaks::sample::{Sample, delete, post};
use crate::leaks::world::{STREET, World};

/// The samples.
pub fn samples(w: &World) -> Vec<Sample> {
    let destination = json!({ "id": w.new_id(), "name": "分析平台", "url": "http://127.0.0.1:9/hook", "secret": "a-secret-of-more-than-24-letters", "topics": [], "code": STREET });
    let of_street = format!("street={STREET}");
    vec![
        post("member02", "/api/v1/inbox/read").json(json!({})),
        post("administrator", "/api/v1/outbox/destinations").json(destination),
        delete("administrator", "/api/v1/outbox/destinations/{id}").id(&w["destination"]).query(&of_street),
        post("administrator", "/api/v1/outbox/{id}/retry").id(&w["message"]).query(&of_street).json(json!({})),
        post("publisher", "/api/v1/outbox/resume").json(json!({})),
    ]
}
