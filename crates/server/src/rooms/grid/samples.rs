//! A valid request for each writing endpoint of territory.

use serde_json::json;

use crate::leaks::sample::{Sample, post, put};
use crate::leaks::story::{plan, point, shape};
use crate::leaks::world::{CELL, COMMUNITY, NEXT_WEEK, SECRET, STREET, World};

/// The samples.
pub fn samples(w: &World) -> Vec<Sample> {
    let cell = json!({ "code": "51011701900690001", "name": "骑手微网格", "kind": "functional", "home": COMMUNITY, "takes": ["street-light-out"] });
    vec![
        post("manager", "/api/v1/grid/cells").json(cell),
        put("manager", "/api/v1/grid/cells/{code}")
            .of("code", CELL)
            .json(json!({ "shape": shape(1), "households": 60 })),
        post("dispatcher", "/api/v1/grid/lessons").json(json!({ "text": "老纺织厂宿舍1栋", "code": CELL })),
        post("dispatcher", "/api/v1/grid/locate")
            .json(json!({ "address": SECRET, "point": point(), "street": STREET })),
        post("secretary", "/api/v1/grid/regrids").json(plan(&w.new_id(), NEXT_WEEK)),
        post("secretary", "/api/v1/grid/regrids/{id}/amend").id(&w["regrid"]).json(plan(&w["regrid"], "2026-12-03")),
        post("manager", "/api/v1/grid/regrids/{id}/review").id(&w["regrid"]),
        post("manager", "/api/v1/grid/regrids/{id}/apply").id(&w["agreed"]),
        post("secretary", "/api/v1/grid/regrids/{id}/withdraw").id(&w["regrid"]).json(json!({ "reason": "画错了" })),
    ]
}
