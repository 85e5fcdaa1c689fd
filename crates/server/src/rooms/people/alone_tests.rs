//! One person who tries to act alone: by removing the other one, by confirming with own accounts, or by holding others' passwords.

use axum::http::Method;
use serde_json::{Value, json};
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::time::Span;

use super::grant_tests::{COMMUNITY, STREET, account, arrive, arrive_accounts, decide, held, post, topics, waiting};
use crate::access::actors::Actors;
use crate::testing::{Caller, TestApp, both};

async fn end(caller: &Caller<'_>, test: &TestApp, who: &str) {
    let page = caller.get(&format!("/people/accounts/{}", test.account(who))).await.good();
    let path = format!("/people/assignments/{}", page["grants"][0]["id"].as_str().unwrap());
    caller.send(Method::DELETE, &path, Some(test.id()), None, None).await.good();
}

async fn unconfirmed(caller: &Caller<'_>) -> Vec<Value> {
    let all = caller.get("/people/grants").await.good()["items"].as_array().unwrap().clone();
    all.into_iter().filter(|one| one["standing"] == "unconfirmed").collect()
}

#[test]
fn who_makes_the_second_person_go_is_not_alone_at_once_and_confirms_by_nobody_of_their_own() {
    both(async |test| {
        arrive(test, &["manager", "administrator", "auditor"]).await;
        let (administrator, auditor) = (test.as_("administrator").await, test.as_("auditor").await);
        let puppet = account(test, &administrator, "puppet").await;
        end(&administrator, test, "manager").await;
        let manager = test.as_("manager").await;
        assert_eq!(topics(&manager).await, ["people.keeper-gone"], "who goes is told");
        let given =
            administrator.post("/people/assignments", &post(test, puppet, "street_manager", STREET)).await.good();
        assert_eq!((&given["waiting"], held(&administrator, puppet).await), (&json!(true), (0, 1)));
        assert_eq!(topics(&manager).await, ["people.grant-alone", "people.keeper-gone"]);
        assert_eq!(topics(&auditor).await, ["people.grant-alone", "people.keeper-gone"]);

        // After fourteen days no former keeper is awaited any more: it takes effect, and stays listed.
        let one = waiting(&administrator).await.remove(0);
        decide(&administrator, &one, false).await.good();
        test.clock.advance(Span::days(13));
        let administrator = test.as_("administrator").await;
        let given =
            administrator.post("/people/assignments", &post(test, puppet, "street_manager", STREET)).await.good();
        assert_eq!(given["waiting"], true);
        decide(&administrator, &waiting(&administrator).await[0], false).await.good();
        test.clock.advance(Span::days(3));
        let administrator = test.as_("administrator").await;
        let given =
            administrator.post("/people/assignments", &post(test, puppet, "street_manager", STREET)).await.good();
        assert_eq!(given["waiting"], false);
        arrive_accounts(test, vec![AccountId::new(puppet)]).await;

        // The account created that way may confirm, but its confirmation removes nothing from the list; neither does that of an account
        // which both created.
        let own = test.as_account(AccountId::new(puppet)).await;
        let second = account(test, &administrator, "second").await;
        administrator.post("/people/assignments", &post(test, second, "administrator", STREET)).await.good();
        decide(&own, &waiting(&own).await[0], true).await.good();
        assert_eq!(held(&administrator, second).await, (1, 0));
        arrive_accounts(test, vec![AccountId::new(second)]).await;
        let other = test.as_account(AccountId::new(second)).await;
        for caller in [&own, &other, &administrator] {
            for one in unconfirmed(caller).await {
                assert_eq!(one["may_decide"], false);
                assert_eq!(decide(caller, &one, true).await.status, 409);
            }
        }
        assert_eq!(unconfirmed(&administrator).await.len(), 2);
        // The auditor confirms what is in effect; from then on the manager counts as a second person.
        let auditor = test.as_("auditor").await;
        for one in unconfirmed(&auditor).await {
            decide(&auditor, &one, true).await.good();
        }
        assert!(unconfirmed(&administrator).await.is_empty());
        let new = account(test, &administrator, "xinyisheng").await;
        administrator.post("/people/assignments", &post(test, new, "doctor", COMMUNITY)).await.good();
        decide(&own, &waiting(&own).await[0], true).await.good();
        assert!(unconfirmed(&administrator).await.is_empty());
    });
}

#[test]
fn a_leave_leaves_nobody_alone_at_once() {
    both(async |test| {
        arrive(test, &["manager", "administrator"]).await;
        let administrator = test.as_("administrator").await;
        administrator.post(&format!("/people/accounts/{}/leave", test.account("manager")), &json!({})).await.good();
        let new = account(test, &administrator, "xinyisheng").await;
        let given = administrator.post("/people/assignments", &post(test, new, "doctor", COMMUNITY)).await.good();
        assert_eq!(given["waiting"], true);
    });
}

#[test]
fn while_a_post_waits_its_giver_opens_the_account_no_more_than_if_it_were_held() {
    both(async |test| {
        arrive(test, &["manager", "administrator"]).await;
        let (administrator, manager) = (test.as_("administrator").await, test.as_("manager").await);
        let made = json!({ "id": test.id(), "login": "typed", "name": "新人", "street": STREET, "password": "another-long-word-7" });
        assert_eq!(administrator.post("/people/accounts", &made).await.refused(409), "people.second-person");
        let new = account(test, &administrator, "xinren").await;
        let path = format!("/people/accounts/{new}");
        let early = administrator.post(&format!("{path}/invitation"), &json!({})).await.good();
        assert_eq!(early["waiting"], false, "it opens nothing yet");
        administrator.post("/people/assignments", &post(test, new, "administrator", STREET)).await.good();
        let password = json!({ "password": "another-long-word-7" });
        let key = format!("{path}/password");
        let set = administrator.send(Method::PUT, &key, Some(test.id()), None, Some(&password)).await;
        assert_eq!(set.refused(409), "people.second-person");
        let one = waiting(&manager).await.remove(0);
        decide(&manager, &one, true).await.good();
        let accept = async |slip: &Value| {
            let link = slip["link"].as_str().unwrap().split_once('#').unwrap().1;
            let used = json!({ "link": link, "password": "another-long-word-7" });
            test.public().post("/public/invitations/accept", &used).await
        };
        assert_eq!(accept(&early).await.refused(404), "kernel.not-found", "the link of before opens no post");
        let next = account(test, &administrator, "xinren2").await;
        administrator.post("/people/assignments", &post(test, next, "doctor", COMMUNITY)).await.good();
        let slip = administrator.post(&format!("/people/accounts/{next}/invitation"), &json!({})).await.good();
        assert_eq!(slip["waiting"], true);
        assert_eq!(accept(&slip).await.refused(404), "kernel.not-found");
    });
}

#[test]
fn an_invitation_that_waits_ends_nothing_and_a_changed_login_is_told() {
    both(async |test| {
        arrive(test, &["manager", "administrator", "auditor"]).await;
        let (administrator, manager) = (test.as_("administrator").await, test.as_("manager").await);
        let path = format!("/people/accounts/{}", test.account("administrator"));
        let slip = manager.post(&format!("{path}/invitation"), &json!({})).await.good();
        assert_eq!(slip["waiting"], true);
        test.app.renew::<Actors>().await.unwrap();
        administrator.get("/session").await.good();

        let version = manager.get(&path).await.good()["version"].as_i64().unwrap();
        let login = json!({ "login": "adminone-x" });
        manager.send(Method::PATCH, &path, Some(test.id()), Some(version), Some(&login)).await.good();
        assert!(topics(&administrator).await.contains(&"people.login-changed".to_owned()));
        assert_eq!(topics(&test.as_("auditor").await).await, ["people.login-changed"]);
    });
}
