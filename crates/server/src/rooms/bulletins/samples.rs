//! A valid request for each writing endpoint of bulletins, and the bulletins of the story.

use serde_json::{Value, json};

use crate::leaks::sample::{Sample, post};
use crate::leaks::world::{NEXT_WEEK, SECRET, TODAY, World};
use crate::outside::cleaning::samples::photo;
use crate::testing::TestApp;

/// The grid around the micro-grid of the story.
const AREA: &str = "510117019006009";

fn content(title: &str) -> Value {
    json!({ "title": title, "text": title, "from": TODAY, "until": NEXT_WEEK })
}

/// A draft that no outsider may see, with a picture, and one that is published to everybody.
pub async fn story(test: &TestApp, world: &mut World) {
    let secretary = world.as_(test, "secretary").await;
    for (name, title) in [("bulletins", SECRET), ("bulletin", "停水通知")] {
        let new = json!({ "id": test.id(), "code": AREA, "content": content(title) });
        world.made(name, &secretary.post("/bulletins", &new).await.good());
    }
    let picture = test.id().to_string();
    let path = format!("/bulletins/{}/pictures", &world["bulletins"]);
    world.made("picture", &secretary.upload(&path, test.id(), &[("id", &picture)], &photo(1)).await.good());
    let path = format!("/bulletins/{}/actions", &world["bulletin"]);
    let act = json!({ "action": "publish" });
    secretary.send(axum::http::Method::POST, &path, Some(test.id()), Some(1), Some(&act)).await.good();
}

/// The samples.
pub fn samples(world: &World) -> Vec<Sample> {
    let new = json!({ "id": world.new_id(), "code": AREA, "content": content(SECRET) });
    let act = |id: &str, body| post("secretary", "/api/v1/bulletins/{id}/actions").id(id).json(body).versioned();
    let (draft, published) = (&world["bulletins"], &world["bulletin"]);
    vec![
        post("secretary", "/api/v1/bulletins").json(new),
        act(draft, json!({ "action": "edit", "code": AREA, "content": content(SECRET) })),
        act(draft, json!({ "action": "publish" })),
        act(published, json!({ "action": "correct", "content": content("停水改期"), "what": "日期" })),
        act(published, json!({ "action": "pin" })),
        act(published, json!({ "action": "withdraw", "reason": "时间有误" })),
        post("secretary", "/api/v1/bulletins/{id}/pictures").id(draft).form(vec![("id", world.new_id())], &photo(1)),
        post("member02", "/api/v1/bulletins/{id}/read").id(published),
    ]
}
