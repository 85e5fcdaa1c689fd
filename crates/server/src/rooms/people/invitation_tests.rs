//! Invitations: by link or slip, used once, valid for fourteen days, only for accounts that the actor may change.

use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::{Value, json};
use weiguang_domain::access::Role;
use weiguang_domain::kernel::ids::AssignmentId;
use weiguang_domain::kernel::time::{FOREVER, Span};
use weiguang_domain::people::Assignment;
use weiguang_store::params;

use crate::rooms::people::store;
use crate::testing::{Caller, TestApp, TestResponse, both, code};

const PASSWORD: &str = "0123-long-enough";

async fn invite(test: &TestApp, by: &Caller<'_>, login: &str) -> Value {
    by.post(&format!("/people/accounts/{}/invitation", test.account(login)), &json!({})).await.good()
}
async fn look(test: &TestApp, brought: &Value) -> TestResponse {
    test.public().send(Method::POST, "/public/invitations/look", None, None, Some(brought)).await
}
async fn accept(test: &TestApp, brought: &Value, password: &str) -> TestResponse {
    let mut body = brought.clone();
    body["password"] = json!(password);
    test.public().send(Method::POST, "/public/invitations/accept", Some(test.id()), None, Some(&body)).await
}
fn by_link(slip: &Value) -> Value {
    json!({ "link": slip["link"].as_str().unwrap().strip_prefix("/join#").unwrap() })
}
fn by_code(slip: &Value) -> Value {
    json!({ "login": slip["login"], "code": slip["code"] })
}
async fn sign_in(test: &TestApp, login: &str, password: &str) -> TestResponse {
    let body = json!({ "login": login, "password": password });
    test.public().send(Method::POST, "/session", None, None, Some(&body)).await
}

#[test]
fn a_link_shows_who_it_is_for_sets_a_password_and_is_used_up() {
    both(async |test| {
        let manager = test.as_("manager").await;
        let member = test.as_("member01").await;
        let slip = invite(test, &manager, "member01").await;
        assert_eq!(member.get("/session").await.refused(401), "access.signed-out", "an invitation ends what was open");
        let seen = look(test, &by_link(&slip)).await.good();
        assert_eq!((seen["name"].as_str(), seen["street"].as_str()), (Some("甲member01"), Some("合作街道")));
        assert_eq!(seen["posts"][0]["words"], "天骄西路社区第九网格第一微网格");
        for weak in ["short", "member01", crate::access::password::DEMONSTRATION] {
            assert_eq!(
                accept(test, &by_link(&slip), weak).await.json()["errors"][0]["code"],
                "access.weak-password",
                "{weak}"
            );
        }
        let came = accept(test, &by_link(&slip), PASSWORD).await;
        let cookie = came.headers[header::SET_COOKIE].to_str().unwrap().to_owned();
        assert!(cookie.contains("HttpOnly"));
        assert_eq!(came.good()["face"], "/m/", "whoever walks a cell has a phone");
        assert_eq!(look(test, &by_link(&slip)).await.refused(404), "kernel.not-found");
        assert_eq!(accept(test, &by_link(&slip), "another-long-one").await.refused(404), "kernel.not-found");
        assert_eq!(look(test, &by_code(&slip)).await.refused(404), "kernel.not-found", "the slip goes with the link");
        sign_in(test, "member01", PASSWORD).await.good();
        let account = manager.get(&format!("/people/accounts/{}", test.account("member01"))).await.good();
        assert_eq!((&account["has_password"], &account["invited_until"]), (&json!(true), &Value::Null));
        // A forgotten password: the same again. The old one is valid until a new one is set.
        let slip = invite(test, &manager, "member01").await;
        assert_eq!(look(test, &by_link(&slip)).await.good()["replaces"], true);
        accept(test, &by_code(&slip), "another-long-one").await.good();
        assert_eq!(sign_in(test, "member01", PASSWORD).await.refused(401), "access.sign-in-refused");
        let id = test.account("member01").uuid();
        let log = test.app.db().read(move |tx| crate::chain::stream(tx, "510117019", id, 0, 100)).await.unwrap();
        let kinds: Vec<_> = log.iter().map(|(e, _)| e.kind.as_str()).collect();
        assert_eq!(kinds, ["people.invited", "people.joined", "people.invited", "people.joined"]);
        assert_eq!(log[1].0.actor, id, "who set the password is told by the chain");
    });
}

#[test]
fn a_resend_and_the_store_tell_nobody_the_secret() {
    both(async |test| {
        let (manager, administrator) = (test.as_("manager").await, test.as_("administrator").await);
        let (path, key) = (format!("/people/accounts/{}/invitation", test.account("member01")), test.id());
        let first = manager.send(Method::POST, &path, Some(key), None, Some(&json!({}))).await.good();
        let again = manager.send(Method::POST, &path, Some(key), None, Some(&json!({}))).await;
        assert_eq!(again.headers["idempotent-replay"], "true");
        let again = again.good();
        assert_eq!((&again["link"], &again["code"], &again["login"]), (&Value::Null, &Value::Null, &json!("member01")));
        let other = administrator.send(Method::POST, &path, Some(key), None, Some(&json!({}))).await;
        assert_eq!(other.refused(409), "kernel.key-reused", "an answer is given again only to who sent the write");
        let (key, all) = (test.id(), json!({ "under": "510117019006" }));
        let many = manager.send(Method::POST, "/people/invitations", Some(key), None, Some(&all)).await.good();
        let again = manager.send(Method::POST, "/people/invitations", Some(key), None, Some(&all)).await.good();
        assert_eq!((many["items"].as_array().unwrap().len(), &again["items"][0]["link"]), (5, &Value::Null));
        let secret = first["link"].as_str().unwrap().strip_prefix("/join#").unwrap().to_owned();
        let (code, other) =
            (first["code"].as_str().unwrap().to_owned(), many["items"][0]["code"].as_str().unwrap().to_owned());
        let (stored, hashes): (Vec<String>, Vec<Vec<u8>>) = test
            .app
            .db()
            .read(|tx| {
                let stored = tx.query("SELECT reply FROM sends", &[], |row| row.get(0))?;
                Ok::<_, weiguang_store::StoreError>((
                    stored,
                    tx.query("SELECT secret FROM invitations", &[], |row| row.get(0))?,
                ))
            })
            .await
            .unwrap();
        for text in &stored {
            assert!(!text.contains(&secret) && !text.contains(&code) && !text.contains(&other), "{text}");
        }
        assert!(hashes.contains(&test.app.seal().digest(secret.as_bytes()).to_vec()));
    });
}

#[test]
fn a_code_is_typed_in_any_case_and_guesses_lock_without_telling() {
    both(async |test| {
        let manager = test.as_("manager").await;
        let slip = invite(test, &manager, "member01").await;
        let typed = slip["code"].as_str().unwrap().to_lowercase().replace('-', " ");
        look(test, &json!({ "login": "Member01", "code": typed })).await.good();
        let from = async |address: String, body: Value| {
            let request = Request::post("/api/v1/public/invitations/look")
                .header("x-forwarded-for", address)
                .header(header::CONTENT_TYPE, "application/json");
            test.public().raw(request.body(Body::from(body.to_string())).unwrap()).await
        };
        let wrong = |login: &str| json!({ "login": login, "code": "ABCD-EFGH" });
        // One address has thirty guesses, and cannot lock others out with them; an existing login is answered alike.
        for n in 0..32 {
            let there = from("203.0.113.1".into(), wrong("member01")).await;
            let nobody = from("203.0.114.1".into(), wrong("nobody-at-all")).await;
            assert_eq!((there.status, &there.bytes), (nobody.status, &nobody.bytes), "guess {n}");
            assert_eq!(there.status.as_u16(), if n < 30 { 404 } else { 429 }, "guess {n}");
        }
        from("203.0.113.2".into(), by_code(&slip)).await.good();
        for n in 0..31 {
            from("203.0.113.3".into(), wrong("member01")).await;
            from(format!("203.0.115.{n}"), wrong("nobody-at-all")).await;
        }
        let (there, nobody) = (
            from("203.0.113.4".into(), by_code(&slip)).await,
            from("203.0.113.4".into(), wrong("nobody-at-all")).await,
        );
        assert_eq!((there.status.as_u16(), &there.bytes), (429, &nobody.bytes), "sixty wrong ones for one name");
        look(test, &by_link(&slip)).await.good();
        let nobody = look(test, &wrong("nobody-here")).await;
        // Another person's code opens nothing.
        let other = invite(test, &manager, "member02").await;
        assert_eq!(look(test, &json!({ "login": "gridmember", "code": other["code"] })).await.bytes, nobody.bytes);
        test.clock.advance(Span::minutes(2));
        accept(test, &by_code(&slip), PASSWORD).await.good();
    });
}

#[test]
fn an_invitation_ends_by_a_newer_one_by_hand_or_after_fourteen_days() {
    both(async |test| {
        let manager = test.as_("manager").await;
        let first = invite(test, &manager, "member01").await;
        let second = invite(test, &manager, "member01").await;
        let unknown = look(test, &json!({ "link": "no-such-link" })).await.bytes;
        assert_eq!(look(test, &by_link(&first)).await.bytes, unknown);
        assert_eq!(look(test, &by_code(&first)).await.bytes, unknown);
        look(test, &by_link(&second)).await.good();
        let path = format!("/people/accounts/{}/invitation", test.account("member01"));
        manager.send(Method::DELETE, &path, Some(test.id()), None, None).await.good();
        assert_eq!(look(test, &by_link(&second)).await.bytes, unknown);
        let twice = manager.send(Method::DELETE, &path, Some(test.id()), None, None).await;
        assert_eq!(twice.refused(404), "kernel.not-found");
        test.clock.advance(Span::minutes(1));
        let third = invite(test, &manager, "member01").await;
        test.clock.advance(Span::days(14) - Span::seconds(1));
        look(test, &by_link(&third)).await.good();
        test.clock.advance(Span::seconds(1));
        assert_eq!(look(test, &by_link(&third)).await.bytes, unknown);
        assert_eq!(accept(test, &by_link(&third), PASSWORD).await.bytes, unknown);
        let list = test.as_("manager").await.get("/people/invitations").await.good();
        let states: Vec<&str> =
            list["items"].as_array().unwrap().iter().map(|i| i["state"].as_str().unwrap()).collect();
        assert_eq!(states, ["expired", "revoked"], "what a newer one replaced is left out");
        assert_eq!(list["items"][0]["by"]["name"], "甲manager");
    });
}

#[test]
fn only_who_manages_an_account_wherever_it_serves_invites_it() {
    both(async |test| {
        let (manager, other) = (test.as_("manager").await, test.as_("other-manager").await);
        let path = |login: &str| format!("/people/accounts/{}/invitation", test.account(login));
        for method in [Method::POST, Method::DELETE] {
            let body = (method == Method::POST).then(|| json!({}));
            let came = other.send(method, &path("member01"), Some(test.id()), None, body.as_ref()).await;
            assert_eq!(came.refused(404), "kernel.not-found");
        }
        assert_eq!(test.as_("leader").await.post(&path("member01"), &json!({})).await.refused(403), "access.denied");
        assert_eq!(test.as_("leader").await.get("/people/invitations").await.refused(403), "access.denied");
        assert_eq!(manager.post(&path("manager"), &json!({})).await.refused(409), "people.invite-self");
        let elsewhere = json!({ "under": "510117019" });
        assert_eq!(other.post("/people/invitations", &elsewhere).await.refused(403), "access.denied");
        assert_eq!(other.get("/people/invitations?under=510117019").await.refused(403), "access.denied");
        // An account with further rights cannot be taken over, by one request or by many.
        let (id, account) = (AssignmentId::new(test.id()), test.account("auditor"));
        let since = jiff::civil::date(2026, 1, 1);
        let above = Assignment { id, account, role: Role::Auditor, code: code("510117"), since, until: FOREVER };
        test.app.db().write(move |tx| store::insert_assignment(tx, &code("510117"), &above)).await.unwrap();
        assert_eq!(manager.post(&path("auditor"), &json!({})).await.refused(409), "people.managed-elsewhere");
        let all = manager.post("/people/invitations", &json!({})).await.good();
        assert_eq!(
            (all["items"].as_array().unwrap().len(), &all["skipped"], &all["more"]),
            (13, &json!(2), &json!(false))
        );
        assert!(all["items"].as_array().unwrap().iter().all(|i| i["login"] != "auditor" && i["login"] != "manager"));
        // Requested again, holders of a slip keep it, unless new ones are requested.
        assert_eq!(manager.post("/people/invitations", &json!({})).await.good()["items"], json!([]));
        let again =
            manager.post("/people/invitations", &json!({ "under": "510117019008", "again": true })).await.good();
        assert_eq!(again["items"].as_array().unwrap().len(), 3);
        let gone =
            look(test, &by_link(all["items"].as_array().unwrap().iter().find(|i| i["login"] == "member0801").unwrap()))
                .await;
        assert_eq!(gone.refused(404), "kernel.not-found");
        // A person who has left is not invited.
        manager.post(&format!("/people/accounts/{}/leave", test.account("member02")), &json!({})).await.good();
        assert_eq!(manager.post(&path("member02"), &json!({})).await.refused(409), "people.left");
        let kept = test.account("member02").uuid();
        let open: Option<i64> = test
            .app
            .db()
            .read(move |tx| {
                tx.one("SELECT COUNT(*) FROM invitations WHERE account = $1 AND ended = ''", params![kept], |row| {
                    row.get(0)
                })
            })
            .await
            .unwrap();
        assert_eq!(open, Some(1), "the slip is still there");
        let slip = all["items"].as_array().unwrap().iter().find(|i| i["login"] == "member02").unwrap();
        assert_eq!(look(test, &by_link(slip)).await.refused(404), "kernel.not-found", "and opens nothing");
    });
}
