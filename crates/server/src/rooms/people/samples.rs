//! A valid request for each writing endpoint of people.

use serde_json::json;

use crate::leaks::sample::{NOBODY, Sample, delete, patch, post, put};
use crate::leaks::world::{CELL, COMMUNITY, STREET, TODAY, World};

/// The samples.
pub fn samples(w: &World) -> Vec<Sample> {
    let (leaver, member) = (w.account("leaver"), w.account("member02"));
    let called = &w["called"];
    let new =
        json!({ "id": w.new_id(), "login": "xinren", "name": "新人", "phone": "138 1234 1234", "street": STREET });
    let gives = json!({ "id": w.new_id(), "account": leaver, "role": "community_secretary", "code": COMMUNITY, "since": TODAY });
    let away = json!({ "id": w.new_id(), "account": member, "since": "2026-12-10", "until": "2026-12-11", "deputy": w.account("gridmember") });
    let token = |name: &str, code: &str| json!({ "id": w.new_id(), "name": name, "verbs": ["cases.read"], "code": code, "expires": "2027-05-01T00:00:00Z" });
    let password = "another-long-word-7";
    vec![
        post("manager", "/api/v1/people/accounts").json(new),
        patch("manager", "/api/v1/people/accounts/{id}").id(&leaver).json(json!({ "name": "改名" })).versioned(),
        put("other-manager", "/api/v1/people/accounts/{id}/password")
            .id(&w.account("other-member"))
            .json(json!({ "password": password })),
        post("manager", "/api/v1/people/accounts/{id}/unmask").id(called).json(json!({ "reason": "电话联系" })),
        post("manager", "/api/v1/people/accounts/{id}/leave").id(&leaver).json(json!({})),
        post("manager", "/api/v1/people/accounts/{id}/invitation").id(&leaver),
        delete("manager", "/api/v1/people/accounts/{id}/invitation").id(&w.account("idle")),
        post("manager", "/api/v1/people/invitations").json(json!({ "under": COMMUNITY, "again": true })),
        post("manager", "/api/v1/people/assignments").json(gives),
        delete("manager", "/api/v1/people/assignments/{id}").id(&w["assignment"]).query("until=2026-12-31"),
        post("manager", "/api/v1/people/absences").json(away),
        delete("manager", "/api/v1/people/absences/{id}").id(&w["absence"]),
        post("manager", "/api/v1/people/grants/decisions")
            .json(json!({ "ids": [&w["grant"]], "confirm": true, "street": STREET })),
        post("manager", "/api/v1/people/street-tokens").json(token("街道", STREET)),
        delete("manager", "/api/v1/people/street-tokens/{id}").id(&w["street_token"]).query("under=510117019"),
        post("member02", "/api/v1/people/tokens").json(token("手机", CELL)),
        delete("member02", "/api/v1/people/tokens/{id}").id(&w["own_token"]),
        post(NOBODY, "/api/v1/public/invitations/look").json(json!({ "link": &w["invitation"] })),
        post(NOBODY, "/api/v1/public/invitations/accept")
            .json(json!({ "link": &w["invitation"], "password": password })),
    ]
}
