//! The capability statements that FHIR and SMART require: public, because they contain no personal data.

use serde_json::{Value as Json, json};
use weiguang_domain::access::smart;

use super::MEDIA;
use super::known::{self, Known};

fn parameter(name: &str, kind: &str, words: &str) -> Json {
    json!({ "name": name, "type": kind, "documentation": words })
}

/// The description of a parameter.
fn words(name: &str) -> &'static str {
    match name {
        "_id" => "Ids, with commas.",
        "_lastUpdated" => "When it was changed last, with a prefix such as ge or lt.",
        "patient" | "subject" => "Whose: Patient/id, with commas. A patient or an _id must be given.",
        "code" => "Codes of LOINC, with commas; as system|code, the system is LOINC's.",
        _ => {
            "A day, month, year or moment, with a prefix such as ge or lt. It is sorted by, too: _sort=-date is the newest first."
        }
    }
}

fn resource(known: &Known, acts: &[&str]) -> Json {
    let acts: Vec<Json> = acts.iter().map(|act| json!({ "code": act })).collect();
    let mut parameters: Vec<Json> =
        known.parameters().iter().map(|(name, kind)| parameter(name, kind, words(name))).collect();
    if known.kind == "Patient" {
        let words = "A whole identity number, by POST to Patient/_search alone, so that it stands in no address.";
        parameters.push(parameter("identifier", "token", words));
    }
    json!({
        "type": known.kind,
        "interaction": acts,
        "versioning": "versioned",
        "readHistory": false,
        "updateCreate": known.kind == "Observation",
        "searchParam": parameters,
    })
}

/// The statement. `base` is the address as the client reached it.
#[must_use]
pub fn statement(base: &str, version: &str) -> Json {
    json!({
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": "2026-11-30",
        "kind": "instance",
        "software": { "name": "Weiguang 微光", "version": version },
        "implementation": { "description": "Micro-grid care of a street", "url": base },
        "fhirVersion": "4.0.1",
        "format": [MEDIA, "json"],
        "rest": [{
            "mode": "server",
            "documentation": "For the health centre's own system. What a token reaches is what its owner reaches: the cells that the team is paired with. Every search takes _sort, _count (0 for the total alone), _summary=count and, to be told of what is not understood, the header Prefer: handling=strict.",
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
                resource(&known::PATIENT, &["read", "search-type"]),
                resource(&known::OBSERVATION, &["read", "search-type", "create", "update"]),
                resource(&known::TASK, &["read", "search-type"]),
                resource(&known::FLAG, &["read", "search-type"]),
                resource(&known::APPOINTMENT, &["read", "search-type"]),
            ],
        }],
    })
}

/// `.well-known/smart-configuration`: no launch and no authorization server; tokens are created by hand.
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
