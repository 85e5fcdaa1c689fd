//! Territory over HTTP, each on both engines: finding places, lessons from picks, shapes, who sees what.

mod asking;
mod follows;
mod redrawn;
mod which_street;

use axum::http::{Method, Request, header};
use serde_json::{Value, json};
use weiguang_domain::access::{Actor, Grant, Role, Verb, Via};
use weiguang_domain::grid::{Cell, GridCode};
use weiguang_domain::kernel::geo::{Point, wgs84_to_gcj02};
use weiguang_store::StoreError;

use super::places::{self, PlaceRow};
use super::store::{Changed, touch};
use crate::problem::Refusal;
use crate::rooms::grid::territory::Territory;
use crate::testing::{TestApp, both, code};

pub(super) fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}

pub(super) fn codes(list: &Value) -> Vec<String> {
    list["items"].as_array().unwrap().iter().map(|i| text(i, "code").to_owned()).collect()
}

/// Enters rows of the directory as an import would.
pub(super) async fn directory(test: &TestApp, rows: Vec<PlaceRow>) {
    test.app
        .db()
        .write(move |tx| {
            for row in &rows {
                places::put(tx, &code("510117019"), row)?;
            }
            touch(tx, &code("510117019"), Changed::Directory)
        })
        .await
        .map_err(|e: StoreError| e)
        .unwrap();
    test.app.renew::<Territory>().await.unwrap();
}

pub(super) fn room(test: &TestApp, quarter: &str, building: &str, room: &str, at: &str) -> PlaceRow {
    PlaceRow {
        id: test.id(),
        kind: "room".into(),
        code: Some(code(at)),
        name: quarter.into(),
        building: building.into(),
        unit: "1单元".into(),
        room: room.into(),
        ..PlaceRow::default()
    }
}

fn square(west: f64, east: f64) -> Value {
    let (w, e, s, n) = (103.93 + west / 1000.0, 103.93 + east / 1000.0, 30.76, 30.761);
    json!({ "type": "Polygon", "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]] })
}

#[test]
fn a_place_is_found_from_a_point_an_address_or_both_and_never_by_a_silent_guess() {
    both(async |test| {
        let one = "51011701900600901";
        directory(
            test,
            vec![room(test, "锦绣花园", "1栋", "301", one), room(test, "锦绣花园", "2栋", "301", "51011701900600902")],
        )
        .await;
        let caller = test.as_("dispatcher").await;
        let inside = Point::new(103.9305, 30.7605);
        let find = async |body: Value| caller.post("/grid/locate", &body).await.good();

        let by_point = find(json!({ "point": { "lon": inside.lon, "lat": inside.lat } })).await;
        assert_eq!((text(&by_point, "outcome"), text(&by_point, "code")), ("sure", one));
        assert_eq!(text(&by_point, "words"), "天骄西路社区第九网格第一微网格");

        // The same place in the datum of Chinese phone maps, and the result if that is not declared.
        let shifted = wgs84_to_gcj02(inside);
        let point = json!({ "lon": shifted.lon, "lat": shifted.lat });
        let told = find(json!({ "point": point, "datum": "gcj02" })).await;
        assert_eq!(text(&told, "code"), one);
        assert!((told["point"]["lon"].as_f64().unwrap() - inside.lon).abs() < 1e-6);
        let untold = find(json!({ "point": point, "street": "510117019" })).await;
        assert_ne!(text(&untold, "code"), one);

        let by_words = find(json!({ "address": "锦绣花园1栋1单元301" })).await;
        assert_eq!((text(&by_words, "outcome"), text(&by_words, "code")), ("sure", one));
        let vague = find(json!({ "address": "锦绣花园" })).await;
        assert_eq!(text(&vague, "outcome"), "unsure");
        assert_eq!(vague["candidates"].as_array().unwrap().len(), 2);
        assert_eq!(text(&vague["candidates"][0], "name").chars().last(), Some('格'));

        // A point decides between candidates, and contradicts aloud.
        let chosen = find(json!({ "address": "锦绣花园", "point": { "lon": 103.9315, "lat": 30.7605 } })).await;
        assert_eq!((text(&chosen, "outcome"), text(&chosen, "code")), ("sure", "51011701900600902"));
        let torn =
            find(json!({ "address": "锦绣花园1栋1单元301", "point": { "lon": 103.9335, "lat": 30.7605 } })).await;
        assert_eq!(text(&torn, "outcome"), "unsure");

        // A point ten metres outside the outermost cell is unsure, with that cell as its candidate.
        let beside = find(json!({ "point": { "lon": 103.9299, "lat": 30.7605 }, "street": "510117019" })).await;
        assert_eq!((text(&beside, "outcome"), text(&beside["candidates"][0], "code")), ("unsure", one));
        assert!(text(&beside["evidence"][0], "zh").contains("10 米"), "{beside}");

        assert_eq!(caller.post("/grid/locate", &json!({})).await.refused(422), "kernel.invalid");
        let long = json!({ "address": "长".repeat(201) });
        assert_eq!(caller.post("/grid/locate", &long).await.refused(422), "kernel.invalid");
        let address = json!({ "address": "锦绣花园2栋1单元301", "street": "510117019" });
        let public = test.public();
        assert_eq!(text(&public.post("/public/locate", &address).await.good(), "code"), "51011701900600902");
        let typed = json!({ "address": "锦绣花园2栋1单元301", "street": "510117019" });
        let public = test.public().post("/public/locate", &typed).await.good();
        assert_eq!(text(&public, "code"), "51011701900600902");

        let listed = caller.get("/grid/places?q=%E9%94%A6%E7%BB%A3%202%E6%A0%8B&limit=1").await.good();
        assert_eq!(text(&listed["items"][0], "words"), "锦绣花园2栋1单元301");
        assert_eq!(listed["next"], Value::Null);
        let other = test.as_("other-dispatcher").await;
        assert_eq!(other.get("/grid/places?under=510117019").await.good()["items"], json!([]));
    });
}

#[test]
fn a_pick_makes_the_next_same_address_sure() {
    both(async |test| {
        let picked = "51011701900600903";
        let row = room(test, "锦绣花园", "1栋", "301", picked);
        let id = row.id;
        directory(test, vec![row, room(test, "翠湖苑", "1栋", "301", "51011701900600901")]).await;
        let caller = test.as_("dispatcher").await;
        let typed = json!({ "address": "老纺织厂宿舍1栋1单元301" });
        let before = caller.post("/grid/locate", &typed).await.good();
        assert_ne!(text(&before, "outcome"), "sure");

        let member = test.as_("member01").await;
        let lesson = json!({ "text": "老纺织厂宿舍1栋1单元301", "code": picked, "place": id });
        assert_eq!(member.post("/grid/lessons", &lesson).await.refused(403), "access.denied");
        let key = test.id();
        for _ in 0..2 {
            let taught = caller.send(Method::POST, "/grid/lessons", Some(key), None, Some(&lesson)).await;
            assert_eq!(taught.status, 204);
        }
        let after = caller.post("/grid/locate", &typed).await.good();
        assert_eq!((text(&after, "outcome"), text(&after, "code")), ("sure", picked));
        assert!(after["evidence"].to_string().contains("1次"), "sent twice, learnt once: {after}");
        let mut asked = typed.clone();
        asked["street"] = json!("510117019");
        let told = test.public().post("/public/locate", &asked).await.good();
        assert_eq!(
            told["outcome"], before["outcome"],
            "what residents wrote and dispatchers taught is told to no stranger"
        );
        let ended = json!({ "text": "某地", "code": "51011701900600999" });
        assert_eq!(caller.post("/grid/lessons", &ended).await.refused(422), "kernel.invalid");
    });
}

/// The endpoints check the permission before they read a body; the operations check it for every caller, too.
#[test]
fn an_operation_asks_by_itself_whether_somebody_may_teach_or_enter_a_cell() {
    both(async |test| {
        let (street, cell) = (code("510117019"), code("51011701900600901"));
        let grants = vec![Grant { role: Role::GridMember, code: cell, deputy_for: None }];
        let member = Actor { account: test.account("member01"), name: String::new(), grants, via: Via::Session };
        let taught = test.app.transact(&member, street, move |work| super::learn(work, "老纺织厂宿舍1栋", cell)).await;
        assert!(matches!(taught, Err(Refusal::Denied(Verb::GridTeach))), "{taught:?}");
        let new = Cell::general(code("51011701900600909"), "", jiff::civil::date(2026, 11, 23));
        let entered = test.app.transact(&member, street, move |work| super::ops::create(work, &new).map(drop)).await;
        assert!(matches!(entered, Err(Refusal::Denied(Verb::GridEdit))), "{entered:?}");
    });
}

#[test]
fn a_functional_cell_is_asked_first_for_what_it_takes() {
    both(async |test| {
        let manager = test.as_("manager").await;
        let cell = json!({ "code": "51011701900690001", "name": "骑手微网格", "kind": "functional", "home": "510117019006", "takes": ["street-light-out"] });
        assert_eq!(test.as_("leader").await.post("/grid/cells", &cell).await.refused(403), "access.denied");
        manager.post("/grid/cells", &cell).await.good();
        assert_eq!(manager.post("/grid/cells", &cell).await.refused(422), "kernel.invalid", "codes are used once");
        let wrong = json!({ "code": "51011701900690002", "kind": "functional", "home": "510117019", "takes": ["no-such"], "shape": square(0.0, 1.0) });
        let faults = manager.post("/grid/cells", &wrong).await;
        assert_eq!(faults.json()["errors"].as_array().unwrap().len(), 3, "{:?}", faults.json());
        assert_eq!(faults.refused(422), "kernel.invalid");

        let before = manager.get("/grid/cells/51011701900690001").await.good();
        assert_eq!(
            (before["hole"].as_bool(), before["holder"]["role"].as_str()),
            (Some(true), Some("community_secretary"))
        );
        let member = test.account("gridmember");
        let assignment = weiguang_domain::people::Assignment {
            id: weiguang_domain::kernel::ids::AssignmentId::new(test.id()),
            account: member,
            role: weiguang_domain::access::Role::MicroGridMember,
            code: code("51011701900690001"),
            since: test.clock.now().day(),
            until: weiguang_domain::kernel::time::FOREVER,
        };
        let insert = move |tx: &mut weiguang_store::Tx<'_>| {
            crate::rooms::people::store::insert_assignment(tx, &code("510117019"), &assignment)
        };
        test.app.db().write(insert).await.unwrap();

        let dispatcher = test.as_("dispatcher").await;
        for (kind, owner) in [("street-light-out", "甲gridmember"), ("corridor-clutter", "甲member01")] {
            let receipt = test.bring(&dispatcher, kind, 0).await;
            let case = dispatcher.get(&format!("/cases/{}", text(&receipt, "id"))).await.good();
            assert_eq!(text(&case["owner"], "name"), owner, "{kind}");
            assert_eq!(text(&case, "code"), "51011701900600901", "its place stays its place");
        }
        let detail = manager.get("/grid/cells/51011701900690001").await.good();
        assert_eq!((text(&detail, "words"), text(&detail, "home")), ("骑手微网格", "510117019006"));
        assert_eq!(text(&detail["members"][0]["account"], "name"), "甲gridmember");
    });
}

#[test]
fn shapes_are_kept_by_browsers_until_the_territory_changes_and_overlaps_are_found() {
    both(async |test| {
        let manager = test.as_("manager").await;
        let first = manager.get("/grid/shapes?under=510117019006009&level=micro_grid").await;
        let tag = first.headers[header::ETAG].to_str().unwrap().to_owned();
        let shapes = first.good();
        assert_eq!(shapes["features"].as_array().unwrap().len(), 3);
        assert_eq!(shapes["features"][0]["properties"]["name"], "第一微网格");
        assert_eq!(shapes["features"][0]["geometry"]["coordinates"][0][0][0], json!([103.93, 30.76]));
        let cookie = manager.cookie().to_owned();
        let again = async |tag: &str| {
            let request = Request::get("/api/v1/grid/shapes?under=510117019006009&level=micro_grid")
                .header(header::COOKIE, &cookie)
                .header(header::IF_NONE_MATCH, tag);
            manager.raw(request.body(axum::body::Body::empty()).unwrap()).await
        };
        assert_eq!(again(&tag).await.status, 304);
        assert_eq!(manager.get("/grid/findings?under=510117019006").await.good()["items"], json!([]));

        // Somebody draws the first over half of the second.
        let wide = json!({ "shape": square(0.0, 1.5), "households": 20 });
        let kept =
            manager.send(Method::PUT, "/grid/cells/51011701900600901", Some(test.id()), None, Some(&wide)).await.good();
        assert!(text(&kept["warnings"][0], "zh").contains("20户"), "advice refuses nothing: {kept}");
        assert_eq!(again(&tag).await.status, 200);
        let found = manager.get("/grid/findings?under=510117019006").await.good();
        assert_eq!(found["items"][0]["kind"], "overlap");
        assert_eq!(found["items"][0]["codes"], json!(["51011701900600901", "51011701900600902"]));
        assert!(found["items"][0]["area_m2"].as_f64().unwrap() > 5_000.0);
        let bow = json!({ "shape": { "type": "Polygon", "coordinates": [[[103.9, 30.7], [103.91, 30.71], [103.91, 30.7], [103.9, 30.71], [103.9, 30.7]]] } });
        let bad = manager.send(Method::PUT, "/grid/cells/51011701900600901", Some(test.id()), None, Some(&bow)).await;
        assert_eq!(bad.json()["errors"][0]["code"], "grid.bad-shape");
        assert_eq!(bad.refused(422), "kernel.invalid");
        // A change stays on record: yesterday the cell was another.
        let then = manager.get("/grid/cells?under=510117019006009&level=micro_grid&day=2026-11-22").await.good();
        assert_eq!((then["items"][0]["households"].as_i64(), then["items"][0]["open"].as_i64()), (Some(60), None));

        let communities = manager.get("/grid/shapes?under=510117019&level=community").await.good();
        assert_eq!(communities["features"].as_array().unwrap().len(), 2, "put together from their micro-grids");
        let public = test.public().get("/public/shapes?street=510117019").await;
        assert!(public.headers.contains_key(header::ETAG));
        assert_eq!(public.good()["features"].as_array().unwrap().len(), 6);
        assert_eq!(test.public().get("/public/shapes?street=510117001").await.refused(404), "kernel.not-found");
        assert_eq!(test.public().get("/grid/shapes").await.status, 401);
    });
}

#[test]
fn everybody_sees_the_territory_under_their_own_codes_and_no_other() {
    both(async |test| {
        let dispatcher = test.as_("dispatcher").await;
        test.bring(&dispatcher, "corridor-clutter", 0).await;
        let all = dispatcher.get("/grid/areas").await.good();
        assert_eq!(codes(&all).len(), 9);
        assert_eq!(
            codes(&dispatcher.get("/grid/areas?level=community").await.good()),
            ["510117019006", "510117019008"]
        );
        let page = dispatcher.get("/grid/areas?limit=2").await.good();
        assert_eq!(text(&page, "next"), "510117019006");
        let page = dispatcher.get("/grid/areas?limit=2&after=510117019006").await.good();
        assert_eq!(codes(&page), ["510117019006009", "51011701900600901"]);

        let cells = dispatcher.get("/grid/cells?under=510117019006").await.good();
        let cell = |n: usize| &cells["items"][n];
        assert_eq!((text(cell(0), "code"), cell(0)["open"].as_i64()), ("510117019006009", Some(1)));
        assert_eq!((text(cell(1), "name"), cell(1)["open"].as_i64()), ("第一微网格", Some(1)));
        assert_eq!(
            (text(&cell(1)["holder"]["account"], "name"), cell(1)["hole"].as_bool()),
            ("甲member01", Some(false))
        );
        assert_eq!((text(&cell(3)["holder"]["account"], "name"), cell(3)["hole"].as_bool()), ("甲leader", Some(true)));

        let partner = test.as_("partner").await.get("/grid/cells?under=510117019006").await.good();
        assert_eq!(partner["items"][1]["open"], Value::Null, "who sees no cases sees no counts of them");
        let member = test.as_("member01").await;
        assert_eq!(
            codes(&member.get("/grid/areas").await.good()),
            ["510117019", "510117019006", "510117019006009", "51011701900600901"]
        );
        assert_eq!(codes(&member.get("/grid/cells?under=510117019").await.good()), ["51011701900600901"]);
        assert_eq!(member.get("/grid/cells/51011701900600902").await.refused(404), "kernel.not-found");
        let other = test.as_("other-dispatcher").await;
        for path in ["/grid/areas", "/grid/cells", "/grid/findings"] {
            let list = other.get(&format!("{path}?under=510117019")).await.good();
            assert_eq!(list["items"], json!([]), "{path}");
        }
        assert_eq!(other.get("/grid/shapes?under=510117019").await.good()["features"], json!([]));
        assert_eq!(other.get("/grid/cells/51011701900600901").await.refused(404), "kernel.not-found");
        let territory = test.app.state::<Territory>();
        assert_eq!(territory.areas_under(&code("510117009")).len(), 2);
        assert_eq!(territory.name(&GridCode::parse("510117").unwrap()), "");
    });
}

#[test]
fn a_border_of_too_many_points_is_refused_at_once_and_a_body_beyond_the_bound_is_not_read() {
    let story = async |test: &TestApp| {
        let manager = test.as_("manager").await;
        let put = async |points: u32| {
            let ring: Vec<[u32; 2]> = (0..points).map(|n| [n % 2, n % 3]).collect();
            let body = json!({ "shape": { "type": "Polygon", "coordinates": [ring] } });
            manager.send(Method::PUT, "/grid/cells/51011701900600901", Some(test.id()), None, Some(&body)).await
        };
        let long = put(30_001).await;
        assert_eq!(long.json()["errors"][0]["code"], "grid.large-shape", "{}", long.json());
        assert_eq!(long.refused(422), "kernel.invalid");
        assert_eq!(put(100_000).await.refused(413), "kernel.too-large", "more than http.body_bytes");
    };
    crate::testing::on(weiguang_store::Engine::Sqlite, &story);
}
