//! Sample requests for endpoints outside the rooms: the first setup, the clock, and the FHIR interface for the health centre.

use serde_json::json;

use super::sample::{NOBODY, Sample, post, put};
use super::world::{IDENTITY, World};
use crate::standards::fhir::tests::{glucose, pressure, quantity};

/// The sample requests.
pub fn samples(w: &World) -> Vec<Sample> {
    let old = "0123-long-enough";
    let chief = json!({ "id": w.new_id(), "login": "zhou", "name": "周知行", "password": old });
    let street =
        json!({ "code": "510104017", "name": "锦官驿街道", "communities": [{ "code": "001", "name": "水井坊社区" }] });
    let areas = "code,name,streetCode\n510104017,锦官驿街道,510104\n510104017001,水井坊社区居委会,510104017\n";
    let setup = vec![("link", w["setup"].to_owned()), ("find", "锦官".to_owned())];
    let at = "2026-11-25T08:30:00+08:00";
    let own = format!("{}-bp", w.new_id());
    let mut panel = pressure(&w["resident"], at, 152.0, 88.0);
    panel["id"] = json!(own);
    let sugar = glucose(&w["resident"], at, "14743-9", quantity(6.0, "mmol/L"), "C-2");
    let fhir = |body: serde_json::Value| body.to_string().into_bytes();
    vec![
        post("publisher", "/api/v1/clock/confirmation").json(json!({})),
        post(NOBODY, "/api/v1/public/setup/look").json(json!({ "link": &w["setup"] })),
        post(NOBODY, "/api/v1/public/setup/areas").form(setup, areas.as_bytes()),
        post(NOBODY, "/api/v1/public/setup")
            .json(json!({ "link": &w["setup"], "street": street, "administrator": chief })),
        post("centre", "/api/fhir/r4/Observation").bytes("application/fhir+json", fhir(sugar)),
        put("centre", "/api/fhir/r4/Observation/{id}").id(&own).bytes("application/fhir+json", fhir(panel)),
        post("centre", "/api/fhir/r4/Patient/_search").bytes(
            "application/x-www-form-urlencoded",
            format!("identifier=urn:oid:2.16.156.10011.1.3%7C{IDENTITY}").into_bytes(),
        ),
    ]
}
