//! The first setup: the link works once and for a day, its result is stored completely, and secrets are shown only once.

use axum::http::{Method, header};
use serde_json::{Value, json};
use uuid::Uuid;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::time::Span;
use weiguang_store::params;

use super::{Start, start};
use crate::rooms::grid::Territory;
use crate::testing::{TestApp, TestResponse, both};

const PASSWORD: &str = "0123-long-enough";

async fn begun_by(test: &TestApp, anew: bool) -> Start {
    let app = test.app.clone();
    tokio::task::spawn_blocking(move || start(&app, anew)).await.unwrap().unwrap()
}
async fn link(test: &TestApp) -> String {
    match begun_by(test, true).await {
        Start::Link(secret) => secret,
        _ => panic!("a link was expected"),
    }
}
async fn look(test: &TestApp, link: &str) -> TestResponse {
    test.public().send(Method::POST, "/public/setup/look", None, None, Some(&json!({ "link": link }))).await
}
fn plan(test: &TestApp, link: &str) -> Value {
    let communities =
        json!([{ "code": "001", "name": "水井坊社区" }, { "code": "510104017002", "name": "崇德里社区" }]);
    json!({
        "link": link,
        "street": { "code": "510104017", "name": "锦官驿街道", "communities": communities },
        "administrator": { "id": test.id(), "login": "chief", "name": "周知行", "password": PASSWORD },
        "manager": { "id": test.id(), "login": "boss", "name": "李望舒", "phone": "15400001234" },
    })
}
async fn begin(test: &TestApp, key: Uuid, body: &Value) -> TestResponse {
    test.public().send(Method::POST, "/public/setup", Some(key), None, Some(body)).await
}

#[test]
fn a_link_leads_to_a_street_with_its_people_once() {
    both(async |test| {
        let link = link(test).await;
        let there = look(test, &link).await.good();
        assert_eq!(there["streets"][1]["communities"][0]["name"], "天骄西路社区", "what an import brought is offered");
        let (body, key) = (plan(test, &link), test.id());
        let came = begin(test, key, &body).await;
        let cookie = came.headers[header::SET_COOKIE].to_str().unwrap().to_owned();
        let set_up = came.good();
        assert_eq!(set_up["me"]["grants"][0]["role"], "administrator");
        assert_eq!(set_up["me"]["grants"][0]["code"], "5101", "above every street that is served");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
        let slip = &set_up["manager"];
        assert_eq!((slip["street"].as_str(), slip["login"].as_str()), (Some("锦官驿街道"), Some("boss")));
        assert_eq!(slip["posts"][0]["words"], "锦官驿街道");
        let (path, code) = (slip["link"].as_str().unwrap(), slip["code"].as_str().unwrap());
        assert!(path.starts_with("/join#") && code.len() == 9, "{path} {code}");
        // Used: it opens nothing more, whatever is sent.
        assert_eq!(look(test, &link).await.refused(404), "kernel.not-found");
        assert_eq!(begin(test, test.id(), &plan(test, &link)).await.refused(404), "kernel.not-found");
        // A repeated request is answered as the first time, without what is shown once.
        let again = begin(test, key, &body).await;
        assert_eq!(again.headers["idempotent-replay"], "true");
        let again = again.good();
        assert_eq!((&again["manager"]["link"], &again["manager"]["code"]), (&Value::Null, &Value::Null));
        let stored: Vec<String> = test
            .app
            .db()
            .read(move |tx| tx.query("SELECT reply FROM sends WHERE id = $1", params![key], |row| row.get(0)))
            .await
            .unwrap();
        let secret = path.trim_start_matches("/join#");
        assert!(stored.len() == 1 && !stored[0].contains(secret) && !stored[0].contains(code), "{stored:?}");
        // The manager sets a password by it, and finds the street.
        let accept = json!({ "link": secret, "password": PASSWORD });
        let joined = test
            .public()
            .send(Method::POST, "/public/invitations/accept", Some(test.id()), None, Some(&accept))
            .await
            .good();
        assert_eq!(
            (joined["face"].as_str(), joined["me"]["streets"][0]["name"].as_str()),
            (Some("/"), Some("锦官驿街道"))
        );
        assert!(matches!(begun_by(test, true).await, Start::Administered), "no link is made any more");

        // One person may have both links: neither account can confirm the posts that the setup created.
        for who in ["administrator", "manager"] {
            let id = body[who]["id"].as_str().unwrap().parse().unwrap();
            let caller = test.as_account(AccountId::new(id)).await;
            let listed = caller.get("/people/grants?under=510104017").await.good()["items"].as_array().unwrap().clone();
            assert!(!listed.is_empty());
            for one in listed {
                assert_eq!((&one["standing"], &one["may_decide"]), (&json!("unconfirmed"), &json!(false)));
                let word = json!({ "ids": [one["id"]], "confirm": true, "street": "510104017" });
                assert_eq!(caller.post("/people/grants/decisions", &word).await.status, 409, "{who}");
            }
        }
    });
}

#[test]
fn a_link_holds_for_a_day_and_a_newer_one_ends_it() {
    both(async |test| {
        let first = link(test).await;
        assert!(matches!(begun_by(test, false).await, Start::LinkIsOut), "a start leaves it as it is");
        let second = link(test).await;
        assert_eq!(look(test, &first).await.refused(404), "kernel.not-found");
        test.clock.advance(Span::hours(24) - Span::seconds(1));
        look(test, &second).await.good();
        test.clock.advance(Span::seconds(1));
        let (expired, unknown) = (look(test, &second).await, look(test, "no-such-link").await);
        assert_eq!(expired.bytes, unknown.bytes, "one answer for both");
        assert_eq!(begin(test, test.id(), &plan(test, &second)).await.refused(404), "kernel.not-found");
        assert!(matches!(begun_by(test, false).await, Start::Link(_)), "the next start gives another");
        let secrets: Vec<[u8; 32]> =
            test.app.db().read(|tx| tx.query("SELECT secret FROM setup_links", &[], |row| row.get(0))).await.unwrap();
        assert!(secrets.iter().all(|stored| *stored != second.as_bytes()[..32]) && secrets.len() == 3);
    });
}

#[test]
fn what_is_wrong_is_told_at_its_field_and_uses_nothing_up() {
    both(async |test| {
        let link = link(test).await;
        let mut body = plan(test, &link);
        body["street"]["code"] = json!("51010401");
        body["street"]["communities"][0]["code"] = json!("1");
        body["administrator"]["password"] = json!(crate::access::password::DEMONSTRATION);
        body["manager"]["login"] = json!("Chief");
        let came = begin(test, test.id(), &body).await.json();
        let fields: Vec<&str> =
            came["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
        assert_eq!(fields, ["street.code", "street.communities.0.code", "manager.login", "administrator.password"]);
        // A person from the roster who never signed in is reused; a login with a password is refused as used.
        let mut body = plan(test, &link);
        body["manager"]["login"] = json!("a b");
        assert_eq!(begin(test, test.id(), &body).await.json()["errors"][0]["field"], "manager.login");
        let mut body = plan(test, &link);
        body["administrator"]["login"] = json!("administrator");
        body["manager"] = Value::Null;
        let alone = begin(test, test.id(), &body).await.good();
        assert_eq!(
            (alone["me"]["id"].as_str(), &alone["manager"]),
            (Some(&*test.account("administrator").to_string()), &Value::Null)
        );
    });
}

#[test]
fn a_file_of_areas_is_looked_up_and_not_stored() {
    both(async |test| {
        let link = link(test).await;
        let file = "code,name,streetCode\n510104017002,崇德里社区居委会,510104017\n510104017001,水井坊社区居委会,510104017\n510104017,锦官驿街道,510104\n510104018,东湖街道,510104\n510104018001,东光社区居委会,510104018\n";
        let find = async |link: &str, find: &str| {
            test.public()
                .upload("/public/setup/areas", test.id(), &[("link", link), ("find", find)], file.as_bytes())
                .await
        };
        let found = find(&link, "锦官").await.good();
        assert_eq!(found["streets"].as_array().unwrap().len(), 1);
        assert_eq!(found["streets"][0]["code"], "510104017");
        let communities = &found["streets"][0]["communities"];
        assert_eq!(
            (communities[0]["name"].as_str(), communities[1]["code"].as_str()),
            (Some("水井坊社区"), Some("510104017002"))
        );
        assert_eq!(find(&link, "5101").await.good()["streets"].as_array().unwrap().len(), 2);
        assert_eq!(find("unknown", "").await.refused(404), "kernel.not-found");
        assert_eq!(test.app.state::<Territory>().streets().len(), 2, "a look stores nothing");
    });
}

#[test]
fn whoever_sets_up_sees_what_is_missing_and_a_neighbour_street_does_not() {
    both(async |test| {
        let administrator = test.as_("administrator").await;
        let ready = administrator.get("/settings/readiness").await.good();
        assert_eq!(ready["street"]["name"], "合作街道");
        assert_eq!((&ready["communities"], &ready["grids"], &ready["micro_grids"]), (&json!(2), &json!(2), &json!(4)));
        assert_eq!(
            (&ready["people"], &ready["never_signed_in"], &ready["invited"]),
            (&json!(15), &json!(15), &json!(0))
        );
        assert_eq!(
            ready["missing"],
            json!(["administrator", "street_manager", "street_dispatcher"]),
            "none can sign in yet"
        );
        assert_eq!((&ready["call_back"], &ready["calendar"]), (&json!(false), &json!(true)));
        administrator
            .post(&format!("/people/accounts/{}/invitation", test.account("manager")), &json!({}))
            .await
            .good();
        assert_eq!(administrator.get("/settings/readiness").await.good()["invited"], 1);
        assert_eq!(administrator.get("/settings/readiness?street=510117009").await.refused(404), "kernel.not-found");
        assert_eq!(test.as_("leader").await.get("/settings/readiness").await.refused(403), "access.denied");
        let other = test.as_("other-manager").await.get("/settings/readiness").await.good();
        assert_eq!(other["street"]["code"], "510117009");
    });
}
