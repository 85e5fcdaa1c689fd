//! Creates the test data for the sample requests, room by room: one record of each kind that an endpoint can name, in the micro-grid
//! …00902.

use axum::http::Method;
use serde_json::{Value, json};
use weiguang_store::StoreError;

use super::world::{
    CELL, COMMUNITY, IDENTITY, NEXT_WEEK, PHONE, REPORTER, RESIDENT, SECRET, STREET, TODAY, World, text,
};
use crate::access::actors::Actors;
use crate::outside::cleaning::samples::photo;
use crate::rooms::grid::places::{self, PlaceRow};
use crate::rooms::grid::store::{Changed, touch};
use crate::rooms::grid::territory::Territory;
use crate::rooms::people::store::set_password;
use crate::testing::{Caller, TestApp, code};

/// A point inside the micro-grid.
pub fn point() -> Value {
    json!({ "lon": 103.9315, "lat": 30.7605 })
}

/// The outline of a micro-grid, moved by this many thousandths of a degree, as an endpoint accepts it.
pub fn shape(west: i32) -> Value {
    let (w, south) = (103.93 + f64::from(west) / 1000.0, 30.76);
    let (e, north) = (w + 0.001, south + 0.001);
    json!({ "type": "Polygon", "coordinates": [[[w, south], [e, south], [e, north], [w, north], [w, south]]] })
}

async fn at_version(caller: &Caller<'_>, test: &TestApp, path: &str, version: i64, body: &Value) -> Value {
    caller.send(Method::POST, path, Some(test.id()), Some(version), Some(body)).await.good()
}

/// Creates the territory's data: a place in the directory, and two re-grids, of which one was approved.
pub async fn ground(test: &TestApp, world: &mut World) {
    let place = PlaceRow {
        id: test.id(),
        kind: "room".into(),
        code: Some(code(CELL)),
        name: "花园".into(),
        building: "1栋".into(),
        room: "101".into(),
        ..PlaceRow::default()
    };
    world.keep("place", place.id.to_string());
    let put = test.app.db().write(move |tx| {
        places::put(tx, &code(STREET), &place)?;
        touch(tx, &code(STREET), Changed::Directory)
    });
    put.await.map_err(|e: StoreError| e).unwrap();
    test.app.renew::<Territory>().await.unwrap();
    let (secretary, manager) = (world.as_(test, "secretary").await, world.as_(test, "manager").await);
    for name in ["regrid", "agreed"] {
        let plan = plan(&test.id().to_string(), if name == "regrid" { NEXT_WEEK } else { TODAY });
        world.made(name, &secretary.post("/grid/regrids", &plan).await.good());
    }
    manager.post(&format!("/grid/regrids/{}/review", &world["agreed"]), &Value::Null).await.good();
}

/// A plan of a re-grid: the micro-grid gets another number.
pub fn plan(id: &str, day: &str) -> Value {
    let moves = json!([{ "move": "renumber", "old": CELL, "new": "51011701900600922" }]);
    json!({ "id": id, "day": day, "moves": moves, "posts": [] })
}

/// Creates cases: one with a photo and a link, one reported as done, one offered to a neighbour; and a saved view.
pub async fn cases(test: &TestApp, world: &mut World) {
    let member = world.as_(test, "member02").await;
    let bring = async |title: &str| {
        let new = json!({ "id": test.id(), "kind": "corridor-clutter", "title": title, "detail": SECRET, "address": SECRET,
            "point": point(), "reporter": { "phone": REPORTER } });
        member.post("/cases", &new).await.good()
    };
    let receipt = bring(&format!("楼道{SECRET}")).await;
    world.made("case", &receipt);
    world.keep("number", text(&receipt, "number"));
    let done = bring("楼道堆物").await;
    world.made("done", &done);
    member.act(&world["done"], &json!({ "action": "accept" })).await.good();
    member.act(&world["done"], &json!({ "action": "resolve", "outcome": "已清走" })).await.good();
    let link = test.link(&world["done"]).await;
    world.keep("track", link.rsplit('/').next().unwrap());
    let id = test.id().to_string();
    let path = format!("/cases/{}/attachments", &world["case"]);
    member.upload(&path, test.id(), &[("id", &id)], &photo(1)).await.good();
    world.keep("attachment", id);
    let near = json!({ "text": SECRET, "kind": "corridor-clutter", "point": point(), "street": STREET });
    let offered = member.post("/cases/nearby", &near).await.good();
    world.keep("handle", text(&offered["items"][0], "handle"));
    let offered = test.public().post("/public/nearby", &near).await.good();
    world.keep("public_handle", text(&offered["items"][0], "handle"));
    let view = test.id().to_string();
    let query = json!({ "name": SECRET, "query": { "view": "all" } });
    member.put(&format!("/cases/views/{view}"), &query).await.good();
    world.keep("view", view);
}

/// Creates a household with a resident, a contact and a need; a duplicate record of the resident; two merged records; and two doctors'
/// teams.
pub async fn households(test: &TestApp, world: &mut World) {
    let (member, secretary) = (world.as_(test, "member02").await, world.as_(test, "secretary").await);
    let new = json!({ "id": test.id(), "name": RESIDENT, "code": CELL, "identity": IDENTITY, "phones": [PHONE],
        "home": { "id": test.id(), "label": SECRET } });
    let resident = member.post("/households/residents", &new).await.good();
    world.made("resident", &resident);
    world.made("household", &resident["household"]);
    let contact = json!({ "id": test.id(), "kind": "kin", "name": SECRET, "reach": [{ "phone": PHONE }] });
    let path = format!("/households/{}/contacts", &world["household"]);
    member.post(&path, &contact).await.good();
    world.made("contact", &contact);
    let need = json!({ "id": test.id(), "kind": "stairs", "purpose": SECRET, "source": "本人说", "expires": "2027-05-01", "consent": { "given": "spoken" } });
    member.post(&format!("/households/residents/{}/needs", &world["resident"]), &need).await.good();
    world.made("need", &need);
    for name in ["twin", "kept", "gone"] {
        let mut new = json!({ "id": test.id(), "name": "李桂兰", "code": CELL });
        if name == "twin" {
            (new["name"], new["phones"]) = (json!(RESIDENT), json!([PHONE]));
        }
        world.made(name, &member.post("/households/residents", &new).await.good());
    }
    let wish = json!({ "id": test.id(), "keep": &world["kept"], "keep_version": 1, "gone": &world["gone"], "gone_version": 1, "reason": "同一人" });
    world.keep("merge", text(&secretary.post("/households/merges", &wish).await.good(), "merge"));
    let manager = world.as_(test, "manager").await;
    for (name, doctor, at) in [("team", "doctor06", COMMUNITY), ("team08", "doctor08", "510117019008")] {
        let doctor = world.account(doctor);
        let team =
            json!({ "id": test.id(), "name": "家庭医生团队", "doctor": doctor, "members": [doctor], "street": STREET });
        manager.post("/households/teams", &team).await.good();
        manager.post(&format!("/households/teams/{}/pairs", text(&team, "id")), &json!({ "code": at })).await.good();
        world.made(name, &team);
    }
}

/// Creates a form, a running and a planned campaign, and a visit that recorded something about a resident.
pub async fn visits(test: &TestApp, world: &mut World) {
    let (member, secretary) = (world.as_(test, "member02").await, world.as_(test, "secretary").await);
    secretary.post("/visits/forms", &form("secret")).await.good();
    for name in ["campaign", "draft"] {
        let new = json!({ "id": test.id(), "title": SECRET, "purpose": SECRET, "code": CELL, "form": { "id": "secret", "version": 1 },
            "population": { "who": "all_doors" } });
        world.made(name, &secretary.post("/visits/campaigns", &new).await.good());
    }
    let start = format!("/visits/campaigns/{}/actions", &world["campaign"]);
    at_version(&secretary, test, &start, 1, &json!({ "action": "start" })).await;
    let said = json!({ "phone": { "answer": { "is": "text", "value": PHONE }, "came": "asked" } });
    let went = json!({ "id": test.id(), "door": { "household": &world["household"] }, "code": CELL, "outcome": "done", "seen": SECRET,
        "at": test.clock.now().to_string(), "why": { "plan": "campaign", "campaign": &world["campaign"], "round": 1 },
        "met": [&world["resident"]], "answers": said });
    let visit = member.post("/visits", &went).await.good();
    world.made("visit", &visit);
    world.keep("dwelling", text(&visit, "dwelling"));
}

/// A form with one question.
pub fn form(id: &str) -> Value {
    let asked = json!({ "name": "phone", "label": { "zh": "本人电话", "en": "phone" }, "kind": "text", "field": "resident.phone" });
    json!({ "id": id, "code": COMMUNITY, "title": { "zh": "走访", "en": "visit" }, "questions": [asked] })
}

/// Creates people and data outside the rooms. At the end two people can sign in, so that publications to residents need a second person.
pub async fn around(test: &TestApp, world: &mut World) {
    let (manager, member) = (world.as_(test, "manager").await, world.as_(test, "member02").await);
    let page = manager.get(&format!("/people/accounts/{}", world.account("leaver"))).await.good();
    world.made("assignment", &page["history"][0]);
    let away = json!({ "id": test.id(), "account": world.account("member02"), "since": "2026-12-01", "until": "2026-12-03", "deputy": world.account("leader") });
    manager.post("/people/absences", &away).await.good();
    world.made("absence", &away);
    let called =
        json!({ "id": test.id(), "login": "called", "name": "丙", "phone": "138 1234 1234", "street": STREET });
    world.made("called", &manager.post("/people/accounts", &called).await.good());
    let path = format!("/people/accounts/{}", world.account("leaver"));
    manager.put(&format!("{path}/password"), &json!({ "password": "0123-long-enough" })).await.good();
    let path = format!("/people/accounts/{}/invitation", world.account("idle"));
    let slip = manager.post(&path, &json!({})).await.good();
    world.keep("invitation", text(&slip, "link").split_once('#').unwrap().1);
    let token = |code: &str, verbs: &[&str]| json!({ "id": test.id(), "name": "数据对接", "verbs": verbs, "code": code, "expires": "2027-05-01T00:00:00Z" });
    world.made("own_token", &member.post("/people/tokens", &token(CELL, &["cases.read"])).await.good()["token"]);
    let narrow = ["cases.read", "people.read", "grid.read"];
    let made =
        world.as_(test, "leader").await.post("/people/tokens", &token("51011701900600901", &narrow)).await.good();
    world.keep("token", text(&made, "secret"));
    let scopes = ["system/Patient.rs", "system/Observation.rs", "system/Observation.c", "system/Task.rs"];
    let made = world.as_(test, "doctor06").await.post("/people/tokens", &token(COMMUNITY, &scopes)).await.good();
    world.keep("centre", text(&made, "secret"));
    let made = manager.post("/people/street-tokens", &token(STREET, &["cases.read"])).await.good();
    world.made("street_token", &made["token"]);
    let destination = json!({ "id": test.id(), "name": "数据平台", "url": "http://127.0.0.1:9/hook", "secret": "a-secret-of-more-than-24-letters",
        "topics": [], "code": STREET });
    world.as_(test, "administrator").await.post("/outbox/destinations", &destination).await.good();
    world.made("destination", &destination);
    member.act(&world["case"], &json!({ "action": "accept" })).await.good();
    let outbox = world.as_(test, "administrator").await.get("/outbox").await.good();
    world.made("message", &outbox["items"][0]);
    let (id, by, at) = (test.id(), world.people["manager"], test.clock.now());
    let run =
        crate::rooms::imports::runs::NewRun { id, kind: "directory", file: "directory.csv".into(), total: 1, by, at };
    let write = test.app.db().write(move |tx| crate::rooms::imports::runs::insert(tx, &code(STREET), &run));
    write.await.unwrap();
    world.keep("run", id.to_string());
    world.keep("observation", format!("{}-glucose", &world["reading"]));
    world.keep("task", format!("duty-{}", &world["alert"]));
    world.keep("member", world.account("member02"));
    world.keep("kind", "corridor-clutter");
    world.keep("form", "secret");
    world.keep("handover", test.id().to_string());
    let app = test.app.clone();
    let begun = tokio::task::spawn_blocking(move || crate::setup::start(&app, true)).await.unwrap().unwrap();
    let crate::setup::Start::Link(secret) = begun else { panic!("somebody administers already") };
    world.keep("setup", secret);
    let keepers = ["manager", "second"].map(|login| world.people[login]);
    let arrive = test.app.db().write(move |tx| keepers.iter().try_for_each(|one| set_password(tx, *one, "set")));
    arrive.await.unwrap();
    test.app.renew::<Actors>().await.unwrap();
    let given =
        json!({ "id": test.id(), "account": &world["called"], "role": "doctor", "code": COMMUNITY, "since": TODAY });
    world.as_(test, "second").await.post("/people/assignments", &given).await.good();
    let waits = manager.get("/people/grants").await.good();
    let waits = waits["items"].as_array().unwrap().iter().find(|one| one["standing"] == "waiting").cloned();
    world.made("grant", &waits.expect("a post that reaches residents waits"));
}
