//! A valid request for each writing endpoint of care.

use serde_json::json;

use super::rules_tests::changed;
use crate::leaks::sample::{Sample, post, put};
use crate::leaks::world::{STREET, World};

/// A table of rules that comes into force later.
pub fn rules() -> String {
    changed("2026-12-10")
}

/// The samples.
pub fn samples(w: &World) -> Vec<Sample> {
    let reading = json!({ "id": w.new_id(), "resident": &w["resident"], "measured": { "systolic": "152", "diastolic": "88", "pulse": "71" } });
    let act = |by, body| post(by, "/api/v1/care/alerts/{id}/actions").id(&w["alert"]).json(body).versioned();
    let text = rules();
    vec![
        act("leader", json!({ "action": "acknowledge" })),
        act("leader", json!({ "action": "note", "text": "家里没人接" })),
        post("leader", "/api/v1/care/alerts/{id}/call").id(&w["alert"]).json(json!({ "rung": 0 })),
        put("manager", "/api/v1/care/call-back")
            .query(&format!("street={STREET}"))
            .json(json!({ "name": "街道热线", "number": "028-87651234" }))
            .versioned(),
        post("nurse", "/api/v1/care/readings").json(reading),
        post("nurse", "/api/v1/care/readings/{id}/settle")
            .id(&w["doubted"])
            .json(json!({ "answer": "discarded", "why": "袖带滑了" }))
            .versioned(),
        put("doctor06", "/api/v1/care/residents/{id}/illnesses")
            .id(&w["resident"])
            .json(json!({ "illnesses": ["diabetes"] })),
        post("chief", "/api/v1/care/rules/trial").json(json!({ "text": text })),
        post("chief", "/api/v1/care/rules").json(json!({ "text": text, "seen": &w["trial"] })),
    ]
}
