//! A valid request for each writing endpoint of households.

use serde_json::json;

use crate::leaks::sample::{Sample, delete, patch, post, put};
use crate::leaks::world::{CELL, IDENTITY, PHONE, RESIDENT, SECRET, STREET, World};

/// The samples.
pub fn samples(w: &World) -> Vec<Sample> {
    let (resident, household) = (&w["resident"], &w["household"]);
    let new =
        json!({ "id": w.new_id(), "name": "王婆婆", "code": CELL, "home": { "id": w.new_id(), "label": "2栋301" } });
    let contact =
        json!({ "id": w.new_id(), "kind": "landlord", "name": "周房东", "reach": [{ "phone": "13900000002" }] });
    let other = json!({ "kind": "kin", "name": "女儿", "reach": [{ "phone": "13900000009" }] });
    let need = json!({ "id": w.new_id(), "kind": "look_in", "purpose": "独居", "source": "本人说", "expires": "2027-05-01", "consent": { "given": "spoken" } });
    let again = json!({ "expires": "2027-05-20", "consent": { "given": "spoken" } });
    let merge = json!({ "id": w.new_id(), "keep": resident, "keep_version": 2, "gone": &w["twin"], "gone_version": 1, "reason": "同一人" });
    let doctor = w.account("nurse");
    let team = json!({ "name": "新团队", "doctor": doctor, "members": [doctor] });
    let mut founded = team.clone();
    founded["id"] = json!(w.new_id());
    founded["street"] = json!(STREET);
    let of = |by, path| post(by, path).id(resident);
    let unmask = |wanted: serde_json::Value| {
        of("secretary", "/api/v1/households/residents/{id}/unmask")
            .json(json!({ "wanted": wanted, "reason": "电话联系" }))
    };
    let find = |body| post("member02", "/api/v1/households/residents/find").json(body);
    vec![
        post("member02", "/api/v1/households/residents").json(new),
        find(json!({ "name": RESIDENT })),
        find(json!({ "phone": PHONE })),
        find(json!({ "identity": IDENTITY })),
        patch("member02", "/api/v1/households/residents/{id}")
            .id(resident)
            .json(json!({ "sex": "female" }))
            .versioned(),
        post("manager", "/api/v1/households/residents/{id}/copy")
            .id(resident)
            .json(json!({ "reason": "本人要", "form": "page" })),
        post("manager", "/api/v1/households/residents/{id}/erase").id(&w["twin"]).versioned(),
        of("member02", "/api/v1/households/residents/{id}/move")
            .json(json!({ "code": CELL, "home": { "id": w.new_id(), "label": "3栋" } }))
            .versioned(),
        of("member02", "/api/v1/households/residents/{id}/needs").json(need),
        put("member02", "/api/v1/households/residents/{id}/needs/{need}")
            .id(resident)
            .of("need", &w["need"])
            .json(again),
        delete("member02", "/api/v1/households/residents/{id}/needs/{need}").id(resident).of("need", &w["need"]),
        unmask(json!("identity")),
        unmask(json!("phones")),
        unmask(json!({ "contact": &w["contact"] })),
        post("secretary", "/api/v1/households/doubles/apart").json(json!({ "first": resident, "second": &w["twin"] })),
        post("secretary", "/api/v1/households/merges").json(merge),
        post("secretary", "/api/v1/households/merges/{id}/undo").id(&w["merge"]),
        post("manager", "/api/v1/households/teams").json(founded),
        put("manager", "/api/v1/households/teams/{id}").id(&w["team"]).json(team).versioned(),
        post("manager", "/api/v1/households/teams/{id}/pairs")
            .id(&w["team"])
            .json(json!({ "code": "51011701900600901" })),
        delete("manager", "/api/v1/households/teams/{id}/pairs/{code}").id(&w["team"]).of("code", "510117019006"),
        post("member02", "/api/v1/households/{id}/contacts").id(household).json(contact),
        put("member02", "/api/v1/households/{id}/contacts/{contact}")
            .id(household)
            .of("contact", &w["contact"])
            .json(other)
            .versioned(),
        delete("member02", "/api/v1/households/{id}/contacts/{contact}")
            .id(household)
            .of("contact", &w["contact"])
            .versioned(),
        put("member02", "/api/v1/households/{id}/order")
            .id(household)
            .json(json!({ "order": [&w["contact"]] }))
            .versioned(),
        post("member02", "/api/v1/households/{id}/move")
            .id(household)
            .json(json!({ "code": CELL, "label": SECRET }))
            .versioned(),
    ]
}
