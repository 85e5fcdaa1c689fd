//! Re-grids: nothing is lost by one, and nobody redraws alone.

use axum::http::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use weiguang_domain::kernel::geo::Point;
use weiguang_domain::kernel::time::Span;

use super::{codes, directory, room, square, text};
use crate::rooms::grid::regrids;
use crate::testing::{TestApp, both, code};

const OLD: &str = "51011701900600901";
const WEST: &str = "51011701900600911";
const EAST: &str = "51011701900600912";

/// The first micro-grid is split: the west is a quarter of it, the east the rest. The member of the second also receives the west.
fn split(test: &TestApp, day: &str) -> Value {
    let part = |code: &str, name: &str, from, to| json!({ "code": code, "name": name, "shape": square(from, to), "households": 40 });
    json!({ "id": test.id(), "day": day,
        "moves": [{ "move": "split", "old": OLD, "into": [part(WEST, "西片", 0.0, 0.25), part(EAST, "东片", 0.25, 1.0)], "default": null }],
        "posts": [{ "code": WEST, "account": test.account("member02").uuid(), "role": "micro_grid_member" }] })
}

async fn bring(test: &TestApp, lon: f64) -> String {
    let body = json!({ "id": test.id(), "kind": "corridor-clutter", "title": "楼道堆物", "point": { "lon": lon, "lat": 30.7605 } });
    let receipt = test.as_("dispatcher").await.post("/cases", &body).await.good();
    assert_eq!(text(&receipt, "code"), OLD);
    text(&receipt, "id").to_owned()
}

#[test]
fn a_split_carries_open_work_by_its_place_and_leaves_closed_work_where_it_was() {
    both(async |test| {
        let (dispatcher, manager) = (test.as_("dispatcher").await, test.as_("manager").await);
        let (west, east, closed) =
            (bring(test, 103.9301).await, bring(test, 103.9308).await, bring(test, 103.9308).await);
        dispatcher.act(&closed, &json!({ "action": "withdraw", "reason": "重复录入" })).await.good();
        let clocks = dispatcher.get(&format!("/cases/{west}")).await.good()["clocks"].clone();
        let mut rows: Vec<_> = ["101", "102", "103"].map(|r| room(test, "锦绣花园", "1栋", r, OLD)).into();
        rows[0].point = Some(Point::new(103.9301, 30.7605));
        directory(test, rows).await;

        // The secretary drafts; the effect is shown; the author cannot approve it.
        let secretary = test.as_("secretary").await;
        let draft = secretary.post("/grid/regrids", &split(test, "2026-11-25")).await.good();
        let path = format!("/grid/regrids/{}", text(&draft, "id"));
        assert_eq!(draft["preview"]["faults"], json!([]));
        let carried = &draft["preview"]["carried"][0];
        assert_eq!(
            (carried["open_cases"].as_i64(), carried["places"].as_i64(), carried["places_without_point"].as_i64()),
            (Some(2), Some(3), Some(2))
        );
        assert!((draft["preview"]["moves"][0]["share"].as_f64().unwrap() - 0.75).abs() < 1e-3, "{draft}");
        assert_eq!(secretary.post(&format!("{path}/review"), &Value::Null).await.refused(403), "access.denied");
        let own = manager.post("/grid/regrids", &split(test, "2026-11-25")).await.good();
        let own = format!("/grid/regrids/{}", text(&own, "id"));
        assert_eq!(manager.post(&format!("{own}/review"), &Value::Null).await.refused(409), "grid.own-draft");
        manager.post(&format!("{own}/withdraw"), &json!({ "reason": "重复" })).await.good();

        // Somebody else agrees; before its day it does not come into effect.
        let reviewed = manager.post(&format!("{path}/review"), &Value::Null).await.good();
        assert_eq!((text(&reviewed, "state"), text(&reviewed["reviewed"]["by"], "name")), ("reviewed", "甲manager"));
        assert_eq!(manager.post(&format!("{path}/apply"), &Value::Null).await.refused(409), "grid.too-early");
        assert_eq!(regrids::due(&test.app).await.unwrap(), 0);
        test.clock.advance(Span::days(2));
        let manager = test.as_("manager").await;
        let key = test.id();
        let applied =
            manager.send(Method::POST, &format!("{path}/apply"), Some(key), None, Some(&Value::Null)).await.good();
        let report = &applied["report"];
        assert_eq!(
            (report["cases"].as_i64(), report["places"].as_i64(), report["posts"].as_i64()),
            (Some(2), Some(3), Some(1))
        );
        assert_eq!(report["holes"], json!([EAST]));
        let again = manager.send(Method::POST, &format!("{path}/apply"), Some(key), None, Some(&Value::Null)).await;
        assert_eq!(again.headers["idempotent-replay"], "true");
        assert_eq!(manager.post(&format!("{path}/apply"), &Value::Null).await.refused(409), "grid.wrong-state");
        assert_eq!(regrids::due(&test.app).await.unwrap(), 0, "it is done once");

        // Each open matter is in the cell of its point, with the person responsible there; its deadlines are unchanged. The closed one
        // keeps its code.
        let dispatcher = test.as_("dispatcher").await;
        let case = async |id: &str| dispatcher.get(&format!("/cases/{id}")).await.good();
        let (w, e, c) = (case(&west).await, case(&east).await, case(&closed).await);
        assert_eq!((text(&w, "code"), text(&w["owner"], "name")), (WEST, "甲member02"));
        assert_eq!((text(&e, "code"), text(&e["owner"], "name")), (EAST, "甲leader"), "nobody holds the east yet");
        assert_eq!(text(&c, "code"), OLD);
        for clock in ["accept", "resolve"] {
            assert_eq!(w["clocks"][clock]["due"], clocks[clock]["due"]);
        }
        assert_eq!(dispatcher.get(&format!("/cases/{west}/verify")).await.good()["intact"], true);

        // The territory, the directory and the totals use the new cells.
        let here =
            dispatcher.post("/grid/locate", &json!({ "point": { "lon": 103.9301, "lat": 30.7605 } })).await.good();
        assert_eq!((text(&here, "code"), text(&here, "name")), (WEST, "西片"));
        for (address, code) in [("锦绣花园1栋1单元101", WEST), ("锦绣花园1栋1单元102", EAST)] {
            let found = dispatcher.post("/grid/locate", &json!({ "address": address })).await.good();
            assert_eq!(text(&found, "code"), code, "{address}");
        }
        let cells = dispatcher.get("/grid/cells?under=510117019006009&level=micro_grid").await.good();
        assert_eq!(codes(&cells), ["51011701900600902", "51011701900600903", WEST, EAST]);
        assert_eq!((cells["items"][2]["open"].as_i64(), cells["items"][3]["hole"].as_bool()), (Some(1), Some(true)));
        let then = dispatcher.get("/grid/cells?under=510117019006009&level=micro_grid&day=2026-11-24").await.good();
        assert_eq!(codes(&then)[0], OLD, "yesterday it was another");
        assert_eq!(
            test.as_("member01").await.get("/grid/cells").await.refused(403),
            "access.denied",
            "their cell ended"
        );

        // Last year's figures add up on today's cells: the closed case of the old cell is divided by ground.
        let restated = dispatcher.get("/grid/restate?under=510117019006009").await.good();
        let total = |n: usize| restated["items"][n]["total"].as_f64().unwrap();
        assert_eq!(codes(&restated), [WEST, EAST]);
        assert!((total(0) - 1.25).abs() < 1e-3 && (total(1) - 1.75).abs() < 1e-3, "{restated}");
        let whole: f64 = (0..2).map(total).sum();
        assert!((whole - 3.0).abs() < 1e-9, "nothing is lost: {whole}");

        // The neighbouring street learns nothing of it.
        let other = test.as_("other-manager").await;
        assert_eq!(other.get(&path).await.refused(404), "kernel.not-found");
        assert_eq!(other.get("/grid/regrids?street=510117019").await.good()["items"], json!([]));
        assert_eq!(other.get("/grid/regrids").await.good()["items"], json!([]));
        assert_eq!(manager.get("/grid/regrids").await.good()["items"].as_array().unwrap().len(), 2);
    });
}

#[test]
fn the_clockwork_carries_out_a_renumbering_and_those_who_serve_go_along() {
    both(async |test| {
        let (secretary, manager) = (test.as_("secretary").await, test.as_("manager").await);
        let id = bring(test, 103.9305).await;
        let plan = |moves: Value| json!({ "id": test.id(), "day": "2026-11-24", "moves": moves });
        // A draft may have faults, which are reported; it cannot be approved.
        let wrong = json!([{ "move": "renumber", "old": "510117019006009", "new": "510117019008001" }]);
        let draft = secretary.post("/grid/regrids", &plan(wrong)).await;
        assert_eq!(draft.refused(403), "access.denied", "another community is not hers");
        let used = json!([{ "move": "rename", "code": "51011701900600999", "name": "无" }]);
        let draft = secretary.post("/grid/regrids", &plan(used)).await.good();
        assert_eq!(draft["preview"]["faults"].as_array().unwrap().len(), 1);
        let path = format!("/grid/regrids/{}", text(&draft, "id"));
        assert_eq!(manager.post(&format!("{path}/review"), &Value::Null).await.refused(422), "kernel.invalid");
        // A plan of nothing is of no street: nobody would find it again.
        let nothing = secretary.post(&format!("{path}/amend"), &plan(json!([]))).await;
        assert_eq!(nothing.refused(422), "kernel.invalid");
        assert_eq!(secretary.get(&path).await.good()["preview"]["faults"].as_array().unwrap().len(), 1, "as it was");
        let moves = json!([
            { "move": "renumber", "old": "510117019006009", "new": "510117019006010" },
        ]);
        let amended = secretary.post(&format!("{path}/amend"), &plan(moves)).await.good();
        assert_eq!(
            amended["preview"]["ends"].as_array().unwrap().len(),
            4,
            "the grid and what lies under it: {amended}"
        );
        manager.post(&format!("{path}/review"), &Value::Null).await.good();

        test.clock.advance(Span::days(1));
        assert_eq!(regrids::due(&test.app).await.unwrap(), 1);
        let member = test.as_("member01").await;
        let case = member.get(&format!("/cases/{id}")).await.good();
        assert_eq!((text(&case, "code"), text(&case["owner"], "name")), ("51011701900601001", "甲member01"));
        let cell = member.get("/grid/cells/51011701900601001").await.good();
        assert_eq!(text(&cell["holder"]["account"], "name"), "甲member01");
        let leader = test.as_("leader").await;
        assert_eq!(
            codes(&leader.get("/grid/cells").await.good()).len(),
            4,
            "the leader leads the grid of the new number"
        );
        let figures = BTreeMap::from([(code("51011701900600901"), 7.0)]);
        let restated = test
            .app
            .read(move |tx| {
                let since = jiff::civil::date(2026, 1, 1);
                Ok(regrids::store::restate(tx, &code("510117019"), since, figures.clone())?)
            })
            .await
            .unwrap();
        assert_eq!(restated, BTreeMap::from([(code("51011701900601001"), 7.0)]));
    });
}

#[test]
fn a_merge_brings_the_work_of_two_cells_together_and_a_move_takes_it_to_another_grid() {
    const SECOND: &str = "51011701900600902";
    const THIRD: &str = "51011701900600903";
    const WHOLE: &str = "51011701900600911";
    const THERE: &str = "51011701900800109";
    both(async |test| {
        let (administrator, manager) = (test.as_("administrator").await, test.as_("manager").await);
        let dispatcher = test.as_("dispatcher").await;
        let mut cases = Vec::new();
        for (lon, at) in [(103.9305, OLD), (103.9315, SECOND), (103.9325, THIRD)] {
            let body = json!({ "id": test.id(), "kind": "corridor-clutter", "title": "楼道堆物", "point": { "lon": lon, "lat": 30.7605 } });
            let receipt = dispatcher.post("/cases", &body).await.good();
            assert_eq!(text(&receipt, "code"), at);
            cases.push(text(&receipt, "id").to_owned());
        }
        let station = json!({ "id": test.id(), "code": THIRD, "name": "服务站", "place": "一楼" });
        manager.post("/care/stations", &station).await.good();
        let plan = json!({ "id": test.id(), "day": "2026-11-24",
            "moves": [
                { "move": "merge", "olds": [OLD, SECOND], "into": { "code": WHOLE, "name": "合片", "households": 120 } },
                { "move": "move", "old": THIRD, "to": THERE },
            ],
            "posts": [{ "code": WHOLE, "account": test.account("member01").uuid(), "role": "micro_grid_member" }] });
        let draft = administrator.post("/grid/regrids", &plan).await.good();
        assert_eq!(draft["preview"]["faults"], json!([]), "{draft}");
        let path = format!("/grid/regrids/{}", text(&draft, "id"));
        manager.post(&format!("{path}/review"), &Value::Null).await.good();
        test.clock.advance(Span::days(1));
        assert_eq!(regrids::due(&test.app).await.unwrap(), 1);

        // Both open matters of the merged cells are one cell's, with one member; the moved cell's answers under its new grid.
        let dispatcher = test.as_("dispatcher").await;
        for (case, at, owner) in [(0, WHOLE, "甲member01"), (1, WHOLE, "甲member01"), (2, THERE, "甲leader0801")] {
            let shown = dispatcher.get(&format!("/cases/{}", cases[case])).await.good();
            assert_eq!((text(&shown, "code"), text(&shown["owner"], "name")), (at, owner));
            assert_eq!(dispatcher.get(&format!("/cases/{}/verify", cases[case])).await.good()["intact"], true);
        }
        let moved = dispatcher.get(&format!("/care/stations/{}", text(&station, "id"))).await.good();
        assert_eq!(text(&moved, "code"), THERE, "a station goes where its cell went");
        // Its readers moved along, and the totals are those of the new cells.
        let third = format!("/cases/{}", cases[2]);
        assert_eq!(test.as_("leader").await.get(&third).await.refused(404), "kernel.not-found");
        test.as_("leader0801").await.get(&third).await.good();
        let rollup = dispatcher.get("/cases/rollup?by=micro_grid").await.good();
        let open: BTreeMap<&str, i64> = rollup["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|r| (text(r, "code"), r["open"].as_i64().unwrap()))
            .filter(|(_, open)| *open > 0)
            .collect();
        assert_eq!(open, BTreeMap::from([(WHOLE, 2), (THERE, 1)]));
        let here =
            dispatcher.post("/grid/locate", &json!({ "point": { "lon": 103.9315, "lat": 30.7605 } })).await.good();
        assert_eq!((text(&here, "code"), text(&here, "name")), (WHOLE, "合片"));
    });
}

#[test]
fn a_split_takes_every_door_to_its_half_with_all_who_live_behind_it() {
    both(async |test| {
        let (member, manager) = (test.as_("member01").await, test.as_("manager").await);
        let mut rows: Vec<_> = ["101", "102"].map(|r| room(test, "锦绣花园", "1栋", r, OLD)).into();
        rows[0].point = Some(Point::new(103.9301, 30.7605));
        rows[1].point = Some(Point::new(103.9308, 30.7605));
        let places = [rows[0].id, rows[1].id];
        directory(test, rows).await;
        let mut people = Vec::new();
        for (name, place) in [("王秀英", Some(places[0])), ("李四", Some(places[1])), ("赵六", None)] {
            let mut body = json!({ "id": test.id(), "name": name });
            match place {
                Some(place) => body["home"] = json!({ "id": test.id(), "place": place }),
                None => body["code"] = json!(OLD),
            }
            people.push(member.post("/households/residents", &body).await.good());
        }
        let (team, doctor) = (test.id(), test.account("doctor").uuid());
        let found = json!({ "id": team, "name": "张医生团队", "doctor": doctor, "members": [doctor] });
        manager.post("/households/teams", &found).await.good();
        manager.post(&format!("/households/teams/{team}/pairs"), &json!({ "code": OLD })).await.good();

        let draft = test.as_("secretary").await.post("/grid/regrids", &split(test, "2026-11-25")).await.good();
        let path = format!("/grid/regrids/{}", text(&draft, "id"));
        manager.post(&format!("{path}/review"), &Value::Null).await.good();
        test.clock.advance(Span::days(2));
        let manager = test.as_("manager").await;
        let applied = manager.post(&format!("{path}/apply"), &Value::Null).await.good();
        assert_eq!(applied["report"]["doors"], 3);
        // People without a dwelling move to the cell with most of the former area.
        for (person, code) in people.iter().zip([WEST, EAST, EAST]) {
            let page = manager.get(&format!("/households/residents/{}", text(person, "id"))).await.good();
            assert_eq!((text(&page, "code"), &page["name"]), (code, &person["name"]));
            if page["household"] != Value::Null {
                assert_eq!(text(&page["household"], "code"), code);
            }
        }
        let pairing = manager.get("/households/pairing?under=510117019006009").await.good();
        let paired = |code: &str| {
            pairing["cells"].as_array().unwrap().iter().any(|c| c["code"] == code && c["team"] == json!(team))
        };
        assert!(paired(WEST) && paired(EAST), "{pairing}");
    });
}
