//! A valid request for each writing endpoint of the station.

use serde_json::json;

use crate::leaks::sample::{NOBODY, Sample, delete, post, put};
use crate::leaks::story_of_care::plan;
use crate::leaks::world::{COMMUNITY, NEXT_WEEK, OFF, STREET, TODAY, World};

/// The samples.
pub fn samples(w: &World) -> Vec<Sample> {
    let station = &w["station"];
    let place = json!({ "code": COMMUNITY, "name": "天骄西路服务站", "place": "社区活动中心二楼" });
    let mut opened = place.clone();
    opened["id"] = json!(w.new_id());
    let mut series = plan(&w["team"]);
    series["id"] = json!(w.new_id());
    let off = json!({ "kind": "off", "why": "停电检修" });
    let session = json!({ "session": &w["session"] });
    let at = |hour: &str| format!("{NEXT_WEEK}T{hour}:00+08:00");
    let books = json!({ "id": w.new_id(), "resident": &w["resident"], "at": at("10:30") });
    let own =
        json!({ "id": w.new_id(), "at": at("10:30"), "name": "李桂兰", "phone": "13900000001", "purpose": "pressure" });
    let act = |id: &str, action: &str| {
        post("nurse", "/api/v1/care/tickets/{id}/actions").id(id).json(json!({ "action": action })).versioned()
    };
    vec![
        post("manager", "/api/v1/care/stations").json(opened),
        put("manager", "/api/v1/care/stations/{id}").id(station).json(place).versioned(),
        post("manager", "/api/v1/care/stations/{id}/series").id(station).json(series),
        put("manager", "/api/v1/care/series/{id}").id(&w["series"]).json(plan(&w["team"])).versioned(),
        put("manager", "/api/v1/care/series/{id}/exceptions/{day}")
            .id(&w["series"])
            .of("day", NEXT_WEEK)
            .json(off)
            .versioned(),
        delete("manager", "/api/v1/care/series/{id}/exceptions/{day}").id(&w["series"]).of("day", OFF).versioned(),
        post("nurse", "/api/v1/care/stations/{id}/screens")
            .id(station)
            .json(json!({ "id": w.new_id(), "name": "二楼" })),
        delete("nurse", "/api/v1/care/screens/{id}").id(&w["screen"]),
        post("nurse", "/api/v1/care/stations/{id}/desks").id(station).json(session.clone()),
        post("nurse", "/api/v1/care/stations/{id}/desks/leave").id(station).json(session),
        post("nurse", "/api/v1/care/stations/{id}/days/{day}/call")
            .id(station)
            .of("day", TODAY)
            .json(json!({ "desk": 1 })),
        post("nurse", "/api/v1/care/stations/{id}/days/{day}/close").id(&w["quiet"]).of("day", TODAY),
        post("nurse", "/api/v1/care/stations/{id}/days/{day}/reopen").id(&w["closed"]).of("day", TODAY),
        post("nurse", "/api/v1/care/stations/{id}/days/{day}/tickets").id(station).of("day", NEXT_WEEK).json(books),
        act(&w["ticket"], "arrive"),
        act(&w["ticket"], "cancel"),
        act(&w["waiting"], "leave"),
        post("nurse", "/api/v1/care/tickets/{id}/phone").id(&w["own_ticket"]),
        post(NOBODY, "/api/v1/public/stations/{street}/{id}/days/{day}/bookings")
            .id(station)
            .of("street", STREET)
            .of("day", NEXT_WEEK)
            .json(own),
        post(NOBODY, "/api/v1/public/bookings/{token}/cancel").of("token", &w["booking"]),
    ]
}
