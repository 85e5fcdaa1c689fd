//! What this edge can do, as FHIR and SMART want it told: to anybody, because it tells of nobody.

use serde_json::{Value as Json, json};
use weiguang_domain::access::smart;

use super::MEDIA;

fn parameter(name: &str, kind: &str, words: &str) -> Json {
    json!({ "name": name, "type": kind, "documentation": words })
}

fn resource(kind: &str, acts: &[&str], parameters: &[Json]) -> Json {
    let acts: Vec<Json> = acts.iter().map(|act| json!({ "code": act })).collect();
    json!({
        "type": kind,
        "interaction": acts,
        "versioning": "versioned",
        "readHistory": false,
        "updateCreate": kind == "Observation",
        "searchParam": parameters,
    })
}

/// The statement. `base` is the address as the one who asks reached it.
#[must_use]
pub fn statement(base: &str, version: &str) -> Json {
    let patient = || parameter("patient", "reference", "Whose: Patient/id. It must be given.");
    let count = || parameter("_count", "number", "At most so many, up to 200.");
    json!({
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": "2026-11-28",
        "kind": "instance",
        "software": { "name": "Weiguang 微光", "version": version },
        "implementation": { "description": "Micro-grid care of a street", "url": base },
        "fhirVersion": "4.0.1",
        "format": [MEDIA, "json"],
        "rest": [{
            "mode": "server",
            "documentation": "For the health centre's own system. What a token reaches is what its owner reaches: the cells that the team is paired with.",
            "security": {
                "cors": false,
                "service": [{ "coding": [{
                    "system": "http://terminology.hl7.org/CodeSystem/restful-security-service",
                    "code": "SMART-on-FHIR",
                    "display": "SMART-on-FHIR",
                }] }],
                "description": "A bearer token with scopes as SMART writes them. A person makes it under Settings, for a place and at most a year.",
            },
            "resource": [
                resource("Patient", &["read", "search-type"], &[
                    parameter("_id", "token", "The id."),
                    parameter("identifier", "token", "A whole identity number, by POST to Patient/_search alone, so that it stands in no address."),
                ]),
                resource("Observation", &["read", "search-type", "create", "update"], &[
                    patient(), parameter("code", "token", "Codes of LOINC, with commas."), count(),
                ]),
                resource("Task", &["read", "search-type"], &[patient()]),
                resource("Flag", &["read", "search-type"], &[patient()]),
                resource("Appointment", &["read", "search-type"], &[patient()]),
            ],
        }],
    })
}

/// `.well-known/smart-configuration`: no launch and no authorization server; tokens are made by hand.
#[must_use]
pub fn smart_configuration() -> Json {
    let scopes: Vec<&str> = smart::SCOPES.iter().map(|(scope, _)| *scope).collect();
    json!({
        "scopes_supported": scopes,
        "capabilities": ["permission-v1", "permission-v2"],
        "grant_types_supported": [],
        "code_challenge_methods_supported": [],
    })
}
