//! Creates the test data of the room of care: two readings, an alert, a doubted reading, and a station with the data of a day.

use axum::http::Method;
use serde_json::{Value, json};

use super::world::{COMMUNITY, NEXT_WEEK, OFF, READING, STREET, TODAY, World, text};
use crate::rooms::care::reading_tests::measure;
use crate::testing::TestApp;

/// A nurse measures twice, which raises an alert; a third reading is doubted.
pub async fn care(test: &TestApp, world: &mut World) {
    let nurse = world.as_(test, "nurse").await;
    let sugar = json!({ "glucose": READING, "meal": "random" });
    let resident = world["resident"].to_owned();
    let reading = measure(&nurse, test, &resident, sugar.clone()).await.good();
    world.made("reading", &reading);
    measure(&nurse, test, &resident, sugar).await.good();
    let alerts = nurse.get("/care/alerts?view=mine").await.good();
    world.made("alert", &alerts["items"][0]);
    let swapped = json!({ "systolic": "80", "diastolic": "120" });
    world.made("doubted", &measure(&nurse, test, &resident, swapped).await.good());
    let trial = json!({ "text": crate::rooms::care::samples::rules() });
    let tried = world.as_(test, "chief").await.post("/care/rules/trial", &trial).await.good();
    world.keep("trial", text(&tried, "seen"));
}

/// The station's opening hours: Wednesdays from nine to eleven.
pub fn plan(team: &str) -> Value {
    json!({ "team": team, "rule": "FREQ=WEEKLY;BYDAY=WE", "first": "2026-11-01", "hours": { "from": "09:00", "until": "11:00" },
        "slot": 30, "places": 4, "holidays": "off", "own_share": 50 })
}

/// Creates a station with a screen, a cancelled day, a ticket of the resident, a waiting ticket, and a booking without an account. A second
/// station has closed its day, and a third has no queue.
pub async fn station(test: &TestApp, world: &mut World) {
    let (manager, nurse) = (world.as_(test, "manager").await, world.as_(test, "nurse").await);
    for (name, series) in [("station", "series"), ("closed", "closed_series"), ("quiet", "quiet_series")] {
        let new = json!({ "id": test.id(), "code": COMMUNITY, "name": "天骄西路服务站", "place": "社区活动中心一楼", "phone": "028-8765 4321",
            "point": { "lon": 103.9305, "lat": 30.7605 } });
        manager.post("/care/stations", &new).await.good();
        world.made(name, &new);
        let mut body = plan(&world["team"]);
        body["id"] = json!(test.id());
        manager.post(&format!("/care/stations/{}/series", &world[name]), &body).await.good();
        world.made(series, &body);
    }
    let version = manager.get(&format!("/care/stations/{}", &world["station"])).await.good()["version"].as_i64();
    let path = format!("/care/series/{}/exceptions/{OFF}", &world["series"]);
    let off = json!({ "kind": "off", "why": "停电检修" });
    manager.send(Method::PUT, &path, Some(test.id()), version, Some(&off)).await.good();
    let path = |rest: &str| format!("/care/stations/{}{rest}", &world["station"]);
    let screen = nurse.post(&path("/screens"), &json!({ "id": test.id(), "name": "大厅电视" })).await.good();
    let tickets = path(&format!("/days/{TODAY}/tickets"));
    let booked = json!({ "id": test.id(), "resident": &world["resident"], "at": format!("{TODAY}T09:30:00+08:00") });
    let booked = nurse.post(&tickets, &booked).await.good();
    let waiting = nurse.post(&tickets, &json!({ "id": test.id() })).await.good();
    let session = test.id().to_string();
    nurse.post(&path("/desks"), &json!({ "session": session, "desk": 2 })).await.good();
    let own = json!({ "id": test.id(), "at": format!("{NEXT_WEEK}T10:00:00+08:00"), "name": "王秀英", "phone": "13911114444", "purpose": "pressure" });
    let door = format!("/public/stations/{STREET}/{}/days/{NEXT_WEEK}/bookings", &world["station"]);
    let receipt = test.public().post(&door, &own).await.good();
    let close = format!("/care/stations/{}/days/{TODAY}/close", &world["closed"]);
    nurse.post(&close, &json!({})).await.good();
    let queue = nurse.get(&path(&format!("/days/{NEXT_WEEK}"))).await.good();
    world.made("own_ticket", &queue["expected"][0]);
    world.made("screen", &screen);
    world.keep("screen_token", text(&screen, "token"));
    world.made("ticket", &booked);
    world.made("waiting", &waiting);
    world.keep("session", session);
    world.keep("booking", text(&receipt, "token"));
}
