//! Finding a place without its street, over HTTP and on both engines: by its address or point, or by asking.

use serde_json::json;
use weiguang_store::StoreError;

use super::super::places::{self, PlaceRow};
use super::super::store::{Changed, touch};
use super::{directory, room, text};
use crate::rooms::grid::territory::Territory;
use crate::testing::{TestApp, both, code};

/// The sibling street has a quarter of its own, and one that is called like ours.
async fn two_streets(test: &TestApp) {
    let ours = |quarter, at| room(test, quarter, "1栋", "301", at);
    directory(test, vec![ours("锦绣花园", "51011701900600901"), ours("幸福小区", "51011701900600902")]).await;
    let theirs = |quarter| PlaceRow { code: Some(code("51011700920200101")), ..ours(quarter, "51011700920200101") };
    let rows = vec![theirs("望江雅居"), theirs("幸福小区")];
    let put = test.app.db().write(move |tx| {
        for row in &rows {
            places::put(tx, &code("510117009"), row)?;
        }
        touch(tx, &code("510117009"), Changed::Directory)
    });
    put.await.map_err(|e: StoreError| e).unwrap();
    test.app.renew::<Territory>().await.unwrap();
}

#[test]
fn a_street_is_found_from_the_address_and_asked_for_only_where_it_cannot_be_told() {
    both(async |test| {
        two_streets(test).await;
        let public = test.public();
        for (address, street) in [
            ("锦绣花园1栋", "510117019"),
            ("望江雅居1栋", "510117009"),
            ("团结街道锦绣花园1栋", "510117009"),
            ("合作街道幸福小区", "510117019"),
        ] {
            let found = public.post("/public/locate", &json!({ "address": address })).await.good();
            assert_eq!(text(&found, "street"), street, "{address}: {found}");
        }
        // In both, in none, and on the other side of the city.
        for address in ["幸福小区1栋", "门口的那条路", "北京市朝阳区锦绣花园1栋"] {
            let asked = public.post("/public/locate", &json!({ "address": address })).await;
            assert_eq!(asked.json()["errors"][0]["code"], "grid.unknown-street", "{address}: {}", asked.json());
            let told =
                public.post("/public/locate", &json!({ "address": address, "street": "510117009" })).await.good();
            assert_eq!(text(&told, "street"), "510117009");
        }
        // A point says it as well.
        let point = json!({ "point": { "lon": 103.9305, "lat": 30.7605 } });
        assert_eq!(text(&public.post("/public/locate", &point).await.good(), "street"), "510117019");
    });
}

#[test]
fn a_report_without_a_street_goes_to_the_one_of_its_address() {
    both(async |test| {
        two_streets(test).await;
        let report = |address: &str| {
            let body = json!({ "id": test.id(), "title": "路灯不亮", "detail": "", "address": address });
            async move { test.public().post("/public/cases", &body).await }
        };
        assert!(report("望江雅居1栋").await.good()["number"].is_string());
        let theirs = test.as_("other-dispatcher").await.get("/cases?view=all").await.good();
        assert_eq!(theirs["items"].as_array().map(Vec::len), Some(1), "{theirs}");
        assert_eq!(report("幸福小区1栋").await.refused(422), "kernel.invalid");
    });
}
