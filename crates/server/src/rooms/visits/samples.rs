//! A valid request for each writing endpoint of visits.

use serde_json::json;

use crate::leaks::sample::{Sample, post, put};
use crate::leaks::story::form;
use crate::leaks::world::{CELL, SECRET, World};

/// The samples.
pub fn samples(w: &World) -> Vec<Sample> {
    let now = w.now.to_string();
    let visit = json!({ "id": w.new_id(), "door": { "household": &w["household"] }, "code": CELL, "at": now, "outcome": "done" });
    let patrol = json!({ "id": w.new_id(), "code": CELL, "from": now, "until": now, "seen": "楼道灯不亮" });
    let tenure = json!({ "is": "one", "value": "owner" });
    let edit = json!({ "id": w.new_id(), "of": { "household": &w["household"] }, "field": "household.tenure", "value": tenure });
    let campaign = |id: &str| {
        json!({ "id": id, "title": SECRET, "purpose": SECRET, "code": CELL, "form": { "id": "secret", "version": 1 },
            "population": { "who": "all_doors" } })
    };
    let act = |id: &str, body| post("secretary", "/api/v1/visits/campaigns/{id}/actions").id(id).json(body).versioned();
    let workbook = super::form_tests::a_workbook();
    vec![
        post("member02", "/api/v1/visits").json(visit),
        post("member02", "/api/v1/visits/patrols").json(patrol),
        post("member02", "/api/v1/visits/edits").json(edit),
        post("secretary", "/api/v1/visits/campaigns").json(campaign(&w.new_id())),
        put("secretary", "/api/v1/visits/campaigns/{id}").id(&w["draft"]).json(campaign(&w["draft"])).versioned(),
        act(&w["draft"], json!({ "action": "start" })),
        act(&w["campaign"], json!({ "action": "next_round" })),
        act(&w["campaign"], json!({ "action": "withdraw", "reason": "换个时间" })),
        post("secretary", "/api/v1/visits/forms").json(form("winter")),
        post("secretary", "/api/v1/visits/forms").json(form("secret")),
        post("secretary", "/api/v1/visits/forms/{id}/workbook")
            .id("elders-2026")
            .query("code=510117019006")
            .bytes("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook),
    ]
}
