//! A valid request for each writing endpoint of cases.

use serde_json::json;

use crate::leaks::sample::{NOBODY, Sample, delete, post, put};
use crate::leaks::story::point;
use crate::leaks::world::{CELL, REPORTER, SECRET, STREET, World};
use crate::outside::cleaning::samples::photo;

/// The samples.
pub fn samples(w: &World) -> Vec<Sample> {
    let case = &w["case"];
    let new = json!({ "id": w.new_id(), "title": "三楼纸箱堵路", "kind": "corridor-clutter", "code": CELL, "point": point() });
    let report = json!({ "id": w.new_id(), "title": "三楼纸箱堵路", "kind": "corridor-clutter", "point": point(), "street": STREET });
    let near = json!({ "text": SECRET, "kind": "corridor-clutter", "point": point(), "street": STREET });
    let join = |handle: &str| json!({ "handle": handle, "id": w.new_id(), "phone": REPORTER });
    let act = |by, body| post(by, "/api/v1/cases/{id}/actions").id(case).json(body).versioned();
    let ask = json!({ "action": "ask_part", "id": w.new_id(), "department": "城管", "account": w.account("department"), "task": "清运" });
    vec![
        post("member02", "/api/v1/cases").json(new),
        post("member02", "/api/v1/cases/nearby").json(near.clone()),
        post("member02", "/api/v1/cases/nearby/join").json(join(&w["handle"])),
        put("member02", "/api/v1/cases/views/{id}")
            .id(&w["view"])
            .json(json!({ "name": "全部", "query": { "view": "all" } })),
        delete("member02", "/api/v1/cases/views/{id}").id(&w["view"]),
        act("member02", json!({ "action": "start" })),
        act("member02", json!({ "action": "note", "text": "电话里问过了" })),
        act("member02", json!({ "action": "resolve", "outcome": "已清走" })),
        act("dispatcher", json!({ "action": "kind", "kind": "street-light-out" })),
        act("dispatcher", json!({ "action": "dispatch", "to_account": w.account("leader") })),
        act("dispatcher", json!({ "action": "place", "code": "51011701900600901" })),
        act("dispatcher", json!({ "action": "withdraw", "reason": "重复录入" })),
        act("secretary", ask),
        post("member02", "/api/v1/cases/{id}/attachments").id(case).form(vec![("id", w.new_id())], &photo(1)),
        post("dispatcher", "/api/v1/cases/{id}/link").id(case),
        delete("dispatcher", "/api/v1/cases/{id}/link").id(case),
        post("dispatcher", "/api/v1/cases/{id}/unmask").id(case).json(json!({ "reason": "回访" })),
        post(NOBODY, "/api/v1/public/attachments").form(vec![("id", w.new_id()), ("street", STREET.into())], &photo(1)),
        post(NOBODY, "/api/v1/public/cases").json(report),
        post(NOBODY, "/api/v1/public/nearby").json(near),
        post(NOBODY, "/api/v1/public/join").json(join(&w["public_handle"])),
        post(NOBODY, "/api/v1/public/locate").json(json!({ "address": SECRET, "street": STREET })),
        post(NOBODY, "/api/v1/public/track/{token}/answer")
            .of("token", &w["track"])
            .json(json!({ "answer": "satisfied" })),
    ]
}
