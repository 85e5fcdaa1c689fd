//! Bulletins, told over HTTP on both engines.

use serde_json::json;

use crate::testing::{TestApp, both};

#[test]
fn a_neighbour_sees_nothing_of_another_cell_and_writes_nothing_there() {
    both(async |test: &TestApp| {
        let one = json!({ "id": test.id(), "code": "51011701900600902", "title": "一" });
        test.as_("manager").await.post("/bulletins", &one).await.good();
        let titles = async |who: &str| {
            let list = test.as_(who).await.get("/bulletins").await.good();
            list["items"].as_array().unwrap().len()
        };
        assert_eq!((titles("member02").await, titles("leader").await), (1, 1));
        for neighbour in ["member01", "secretary08", "member0801", "other-manager"] {
            assert_eq!(titles(neighbour).await, 0, "{neighbour}");
        }
        let other = json!({ "id": test.id(), "code": "51011701900600902", "title": "二" });
        for who in ["member02", "other-manager"] {
            assert_eq!(test.as_(who).await.post("/bulletins", &other).await.refused(403), "access.denied", "{who}");
        }
    });
}

#[test]
fn sent_again_it_is_stored_once() {
    both(async |test: &TestApp| {
        let manager = test.as_("manager").await;
        let one = json!({ "id": test.id(), "code": "510117019", "title": " 一 " });
        let key = Some(test.id());
        for _ in 0..3 {
            manager.send(axum::http::Method::POST, "/api/v1/bulletins", key, None, Some(&one)).await.good();
        }
        let list = manager.get("/bulletins").await.good();
        assert_eq!((list["items"].as_array().unwrap().len(), list["items"][0]["title"].as_str()), (1, Some("一")));
        let empty = json!({ "id": test.id(), "code": "510117019", "title": " " });
        assert_eq!(manager.post("/bulletins", &empty).await.refused(422), "kernel.invalid");
    });
}
