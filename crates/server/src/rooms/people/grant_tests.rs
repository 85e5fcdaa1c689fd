//! Granting access: what waits for a second person, what takes effect alone and is listed, who is notified, who may confirm.

use axum::http::Method;
use serde_json::{Value, json};
use uuid::Uuid;
use weiguang_domain::kernel::ids::AccountId;

use super::store;
use crate::rooms::care::reading_tests::{becomes_nurse, measure};
use crate::rooms::households::tests::{pair, wang};
use crate::testing::{Caller, TestApp, both};

pub(super) const STREET: &str = "510117019";
pub(super) const COMMUNITY: &str = "510117019006";
const CELL: &str = "51011701900600901";

/// From now on these people can sign in, and so confirm.
pub(super) async fn arrive(test: &TestApp, who: &[&str]) {
    arrive_accounts(test, who.iter().map(|login| test.account(login)).collect()).await;
}

/// The same for accounts that a test created.
pub(super) async fn arrive_accounts(test: &TestApp, accounts: Vec<AccountId>) {
    let done = test.app.db().write(move |tx| {
        for account in &accounts {
            store::set_password(tx, *account, "set")?;
        }
        Ok::<_, weiguang_store::StoreError>(())
    });
    done.await.unwrap();
}

pub(super) fn post(test: &TestApp, account: Uuid, role: &str, code: &str) -> Value {
    json!({ "id": test.id(), "account": account, "role": role, "code": code, "since": "2026-11-23" })
}

/// A new account, created by somebody.
pub(super) async fn account(test: &TestApp, by: &Caller<'_>, login: &str) -> Uuid {
    let id = test.id();
    by.post("/people/accounts", &json!({ "id": id, "login": login, "name": format!("新{login}"), "street": STREET }))
        .await
        .good();
    id
}

pub(super) async fn held(by: &Caller<'_>, account: Uuid) -> (usize, usize) {
    let page = by.get(&format!("/people/accounts/{account}")).await.good();
    (page["grants"].as_array().unwrap().len(), page["waiting"].as_array().unwrap().len())
}

pub(super) async fn waiting(caller: &Caller<'_>) -> Vec<Value> {
    let all = caller.get("/people/grants").await.good()["items"].as_array().unwrap().clone();
    all.into_iter().filter(|one| one["standing"] == "waiting").collect()
}

pub(super) async fn decide(caller: &Caller<'_>, grant: &Value, confirm: bool) -> crate::testing::TestResponse {
    caller.post("/people/grants/decisions", &json!({ "ids": [grant["id"]], "confirm": confirm })).await
}

pub(super) async fn topics(caller: &Caller<'_>) -> Vec<String> {
    let inbox = caller.get("/inbox").await.good();
    let items = inbox["items"].as_array().unwrap();
    let mut topics: Vec<String> = items.iter().map(|one| one["topic"].as_str().unwrap().to_owned()).collect();
    // Messages of the same moment have no order.
    topics.sort();
    topics
}

#[test]
fn a_post_that_reaches_residents_waits_for_a_second_person() {
    both(async |test| {
        arrive(test, &["manager", "administrator", "auditor"]).await;
        let (administrator, manager) = (test.as_("administrator").await, test.as_("manager").await);
        let new = account(test, &administrator, "xinyisheng").await;
        let given = administrator.post("/people/assignments", &post(test, new, "doctor", COMMUNITY)).await.good();
        assert_eq!((&given["waiting"], &given["held"]), (&json!(true), &json!(false)));
        assert_eq!(held(&manager, new).await, (0, 1));

        // The same again is no second request, and nobody confirms their own.
        let twice = administrator.post("/people/assignments", &post(test, new, "doctor", COMMUNITY)).await;
        assert_eq!(twice.refused(409), "people.assignment-overlaps");
        let own = waiting(&administrator).await;
        assert_eq!((&own[0]["may_decide"], &own[0]["own"]), (&json!(false), &json!(true)));
        assert_eq!(decide(&administrator, &own[0], true).await.refused(409), "people.own-grant");
        for stranger in ["other-manager", "secretary", "member01"] {
            let caller = test.as_(stranger).await;
            assert!(waiting(&caller).await.is_empty(), "{stranger}");
            assert_eq!(decide(&caller, &own[0], true).await.refused(404), "kernel.not-found", "{stranger}");
        }
        // An auditor sees it and decides nothing.
        let auditor = test.as_("auditor").await;
        assert_eq!(waiting(&auditor).await[0]["may_decide"], false);
        assert_eq!(decide(&auditor, &own[0], true).await.refused(409), "people.not-your-grant");

        // A second self does not help: an administrator waits, too.
        let second = account(test, &administrator, "fenshen").await;
        administrator.post("/people/assignments", &post(test, second, "administrator", STREET)).await.good();
        assert_eq!(held(&manager, second).await, (0, 1));

        assert_eq!(topics(&manager).await, ["people.grant-waiting", "people.grant-waiting"]);
        let mut mine = waiting(&manager).await;
        mine.sort_by_key(|one| one["role"] != "doctor");
        assert_eq!(
            (&mine[0]["reaches"], &mine[0]["by"]["name"]),
            (&json!(["personal", "health"]), &json!("甲administrator"))
        );
        assert_eq!(decide(&manager, &mine[0], true).await.good()["done"], 1);
        assert_eq!(decide(&manager, &mine[0], true).await.good()["before"], 1);
        assert_eq!(held(&manager, new).await, (1, 0));
        assert_eq!(decide(&manager, &mine[1], false).await.good()["done"], 1);
        assert_eq!(held(&manager, second).await, (0, 0));
        assert_eq!(topics(&administrator).await, ["people.grant-confirmed", "people.grant-refused"]);

        // Its author may withdraw it before anybody looks, by ending the post or here.
        let last = post(test, second, "street_dispatcher", STREET);
        administrator.post("/people/assignments", &last).await.good();
        let path = format!("/people/assignments/{}", last["id"].as_str().unwrap());
        administrator.send(Method::DELETE, &path, Some(test.id()), None, None).await.good();
        assert!(waiting(&manager).await.is_empty());
    });
}

#[test]
fn while_one_person_is_alone_it_takes_effect_and_is_listed_as_unconfirmed() {
    both(async |test| {
        arrive(test, &["administrator", "auditor"]).await;
        let administrator = test.as_("administrator").await;
        let new = account(test, &administrator, "xinyisheng").await;
        administrator.post("/people/assignments", &post(test, new, "doctor", COMMUNITY)).await.good();
        assert_eq!(held(&administrator, new).await, (1, 0));
        let auditor = test.as_("auditor").await;
        assert_eq!(topics(&auditor).await, ["people.grant-unconfirmed"]);
        let listed = auditor.get("/people/grants").await.good();
        assert_eq!((&listed["items"][0]["standing"], &listed["mine"]), (&json!("unconfirmed"), &json!(1)));
        // A partner reads nothing of a resident, and needs nobody.
        let partner = account(test, &administrator, "gongjian").await;
        administrator.post("/people/assignments", &post(test, partner, "resource_partner", STREET)).await.good();
        assert_eq!(auditor.get("/people/grants").await.good()["items"].as_array().unwrap().len(), 1);

        // The manager comes later, looks, and confirms; to remove it, the post must be ended.
        arrive(test, &["manager"]).await;
        let manager = test.as_("manager").await;
        let one = manager.get("/people/grants").await.good()["items"][0].clone();
        assert_eq!(decide(&manager, &one, false).await.good()["before"], 1, "what is in effect is not refused");
        assert_eq!(decide(&manager, &one, true).await.good()["done"], 1);
        let rights = auditor.get("/people/rights").await.good();
        let of = |name: &str| {
            let rows = rights["items"].as_array().unwrap();
            rows.iter().find(|row| row["who"][0]["name"] == name).cloned().unwrap_or_default()
        };
        let confirmed = of("新xinyisheng");
        assert_eq!(
            (&confirmed["standing"], &confirmed["confirmed_by"]["name"]),
            (&json!("confirmed"), &json!("甲manager"))
        );
        assert_eq!(of("新gongjian")["standing"], "free");
        assert_eq!(of("甲member01")["standing"], "before", "what was given before this rule counts as confirmed");
        for (who, allowed) in
            [("administrator", true), ("manager", true), ("secretary", false), ("other-manager", false)]
        {
            let came = test.as_(who).await.get(&format!("/people/rights/file?under={STREET}")).await;
            assert_eq!(came.status.is_success(), allowed, "{who}");
        }
        let file = auditor.get("/people/rights/file").await;
        let text = String::from_utf8(file.bytes).unwrap();
        assert!(text.contains("医生团队") || text.contains("家庭医生团队"), "{text}");
        assert!(text.contains("新xinyisheng") && text.contains("已确认") && text.contains("此规则之前"));
    });
}

#[test]
fn an_administrator_alone_reaches_no_reading() {
    both(async |test| {
        becomes_nurse(test, "gridmember").await;
        pair(test, "510117019008").await;
        let person = wang(test, &test.as_("member01").await).await["id"].as_str().unwrap().to_owned();
        let nurse = test.as_("gridmember").await;
        let reading = measure(&nurse, test, &person, json!({ "glucose": "5.5", "meal": "random" })).await.good();
        let path = format!("/care/readings/{}", reading["id"].as_str().unwrap());
        nurse.get(&path).await.good();
        arrive(test, &["administrator", "manager", "gridmember"]).await;
        let administrator = test.as_("administrator").await;
        let own = test.account("administrator").uuid();

        // Posts for oneself, for a second self; somebody's deputy; somebody's password; somebody's invitation.
        for role in ["doctor", "street_manager"] {
            let code = if role == "doctor" { COMMUNITY } else { STREET };
            let given = administrator.post("/people/assignments", &post(test, own, role, code)).await.good();
            assert_eq!(given["waiting"], true);
        }
        let away = json!({ "id": test.id(), "account": test.account("gridmember").uuid(), "since": "2026-11-23", "until": "2026-11-30", "deputy": own });
        assert_eq!(
            administrator.post("/people/absences", &away).await.json()["errors"][0]["code"],
            "people.names-oneself"
        );
        for who in ["gridmember", "manager"] {
            let path = format!("/people/accounts/{}", test.account(who));
            let password = json!({ "password": "another-long-word-7" });
            let set = administrator
                .send(Method::PUT, &format!("{path}/password"), Some(test.id()), None, Some(&password))
                .await;
            assert_eq!(set.refused(409), "people.second-person", "{who}");
            let slip = administrator.post(&format!("{path}/invitation"), &json!({})).await.good();
            assert_eq!(slip["waiting"], true, "{who}");
            let link = slip["link"].as_str().unwrap().split_once('#').unwrap().1.to_owned();
            let used = json!({ "link": link, "password": "another-long-word-7" });
            assert_eq!(test.public().post("/public/invitations/accept", &used).await.refused(404), "kernel.not-found");
        }
        assert_eq!(administrator.get(&path).await.refused(403), "access.denied");
        for one in waiting(&administrator).await {
            assert_eq!(decide(&administrator, &one, true).await.refused(409), "people.own-grant");
        }

        // The manager, who knows the nurse, lets the invitation out; nobody else gets it.
        let manager = test.as_("manager").await;
        let of_nurse = waiting(&manager).await;
        let invitation = |one: &&Value| one["what"] == "invitation" && one["who"][0]["name"] == "甲gridmember";
        let invitation = of_nurse.iter().find(invitation).unwrap().clone();
        assert_eq!(invitation["reaches"], json!(["personal", "health"]));
        decide(&manager, &invitation, true).await.good();
        let slip = waiting(&manager).await;
        assert!(slip.iter().all(|one| one["who"][0]["name"] != "甲gridmember"));
    });
}

#[test]
fn a_deputy_holds_a_comparable_post_and_is_named_by_who_is_away_or_leads() {
    both(async |test| {
        becomes_nurse(test, "partner").await;
        let code = async |caller: &Caller<'_>, who: &str, until: &str, deputy: &str| {
            let account = |login: &str| test.account(login).uuid();
            let body = json!({ "id": test.id(), "account": account(who), "since": "2026-11-23", "until": until, "deputy": account(deputy) });
            let came = caller.post("/people/absences", &body).await;
            let json = came.json();
            json["errors"][0]["code"].as_str().or(json["code"].as_str()).unwrap_or("").to_owned()
        };
        let (secretary, member, doctor) =
            (test.as_("secretary").await, test.as_("member01").await, test.as_("doctor").await);
        let week = "2026-11-29";
        // A secretary does not lead a doctor and cannot name a deputy for one, least of all herself; nobody may name themselves.
        assert_eq!(code(&secretary, "doctor", week, "secretary").await, "access.denied");
        assert_eq!(code(&secretary, "doctor", week, "partner").await, "access.denied");
        assert_eq!(code(&test.as_("leader").await, "member01", week, "leader").await, "people.names-oneself");
        assert_eq!(code(&doctor, "doctor", week, "secretary").await, "people.deputy-not-comparable");
        assert_eq!(code(&member, "member01", week, "department").await, "people.deputy-not-comparable");
        assert_eq!(code(&member, "member01", "2027-10-31", "member02").await, "people.deputy-days");

        // With a leader who can sign in, a member's deputy waits; meanwhile the next code up answers.
        arrive(test, &["leader", "doctor", "manager"]).await;
        assert_eq!(code(&member, "member01", week, "member02").await, "");
        let manager = test.as_("manager").await;
        let listed = manager.get("/people/absences").await.good()["items"][0].clone();
        assert_eq!((&listed["deputy"], &listed["deputy_waiting"]["name"]), (&Value::Null, &json!("甲member02")));
        let deputy = test.as_("member02").await;
        assert_eq!(deputy.get("/session").await.good()["grants"].as_array().unwrap().len(), 1);
        let one = waiting(&test.as_("leader").await).await.remove(0);
        assert_eq!(decide(&deputy, &one, true).await.refused(409), "people.own-grant");
        decide(&test.as_("leader").await, &one, true).await.good();
        assert_eq!(deputy.get("/session").await.good()["grants"].as_array().unwrap().len(), 2);

        // The manager names another doctor for the doctor, who agrees.
        assert_eq!(code(&manager, "doctor", week, "partner").await, "");
        let nurse = test.as_("partner").await;
        let roles = async || nurse.get("/session").await.good()["grants"].as_array().unwrap().len();
        assert_eq!(roles().await, 2, "her own two posts");
        decide(&doctor, &waiting(&doctor).await[0], true).await.good();
        assert_eq!(roles().await, 3);
        // It ends with her own post as a doctor, whatever other posts she has.
        let page = manager.get(&format!("/people/accounts/{}", test.account("partner"))).await.good();
        let own = page["grants"].as_array().unwrap().iter().find(|post| post["role"] == "doctor").unwrap().clone();
        let path = format!("/people/assignments/{}", own["id"].as_str().unwrap());
        manager.send(Method::DELETE, &path, Some(test.id()), None, None).await.good();
        assert_eq!(roles().await, 1);
    });
}

#[test]
fn cells_and_people_of_a_doctors_team_wait_and_nobody_slips_in_between() {
    both(async |test| {
        becomes_nurse(test, "partner").await;
        becomes_nurse(test, "department").await;
        arrive(test, &["manager", "administrator"]).await;
        let (manager, administrator) = (test.as_("manager").await, test.as_("administrator").await);
        let id = |login: &str| test.account(login).uuid();
        let team = test.id();
        let new = json!({ "id": team, "name": "张医生团队", "doctor": id("doctor"), "members": [id("doctor")] });
        manager.post("/households/teams", &new).await.good();
        let pairs = format!("/households/teams/{team}/pairs");
        manager.post(&pairs, &json!({ "code": CELL })).await.good();
        let shown = async || manager.get("/households/pairing").await.good()["teams"][0].clone();
        let now = shown().await;
        assert_eq!((now["pairs"].as_array().unwrap().len(), now["waiting"].as_array().unwrap().len()), (0, 1));

        // A member joins while it waits: the pair that was examined is not the one that would be confirmed.
        let change = async |version: i64, members: &[Uuid]| {
            let body = json!({ "name": "张医生团队", "doctor": id("doctor"), "members": members });
            let path = format!("/households/teams/{team}");
            manager.send(Method::PUT, &path, Some(test.id()), Some(version), Some(&body)).await.good()
        };
        change(1, &[id("doctor"), id("partner")]).await;
        let pending = waiting(&administrator).await.remove(0);
        assert_eq!(decide(&administrator, &pending, true).await.refused(409), "people.grant-changed");
        change(2, &[id("doctor")]).await;
        decide(&administrator, &pending, true).await.good();
        let now = shown().await;
        assert_eq!((now["pairs"].as_array().unwrap().len(), now["waiting"].as_array().unwrap().len()), (1, 0));
        // It is in the list of who can read what, with its cell and who granted and confirmed it.
        let rights = manager.get("/people/rights?under=510117019").await.good();
        let pair = rights["items"].as_array().unwrap().iter().find(|line| line["what"] == "pair").unwrap().clone();
        assert_eq!(
            (&pair["name"], &pair["code"], &pair["who"][0]["name"]),
            (&json!("张医生团队"), &json!(CELL), &json!("甲doctor"))
        );
        assert_eq!(
            (&pair["by"]["name"], &pair["confirmed_by"]["name"]),
            (&json!("甲manager"), &json!("甲administrator"))
        );

        // Now the team has a cell: a new member waits, a removed one loses access at once.
        change(3, &[id("doctor"), id("department")]).await;
        assert_eq!(shown().await["members"].as_array().unwrap().len(), 1);
        let pending = waiting(&administrator).await.remove(0);
        assert_eq!((&pending["what"], &pending["who"][0]["name"]), (&json!("team"), &json!("甲department")));
        decide(&administrator, &pending, true).await.good();
        let now = shown().await;
        assert_eq!(now["members"].as_array().unwrap().len(), 2);
        let version = change(now["version"].as_i64().unwrap(), &[id("doctor")]).await["version"].clone();
        assert_eq!((&shown().await["version"], shown().await["members"].as_array().unwrap().len()), (&version, 1));
    });
}

#[test]
fn first_invitations_wait_with_the_posts_and_open_nothing_until_then() {
    both(async |test| {
        arrive(test, &["manager", "administrator"]).await;
        let (manager, administrator) = (test.as_("manager").await, test.as_("administrator").await);
        let new = account(test, &administrator, "zhiyuanzhe").await;
        administrator.post("/people/assignments", &post(test, new, "micro_grid_member", CELL)).await.good();
        let all = json!({ "under": "510117019006009" });
        let slips = administrator.post("/people/invitations", &all).await.good();
        let slip = slips["items"].as_array().unwrap().iter().find(|one| one["login"] == "zhiyuanzhe").unwrap().clone();
        assert_eq!((&slip["waiting"], &slip["posts"][0]["waiting"]), (&json!(true), &json!(true)));
        let link = slip["link"].as_str().unwrap().split_once('#').unwrap().1;
        let word = json!({ "link": link, "password": "0123-long-enough" });
        let early = test.public().post("/public/invitations/accept", &word).await;
        assert_eq!(early.refused(404), "kernel.not-found");
        // One press confirms all who were invited together.
        let batch = waiting(&manager).await.iter().find(|one| one["what"] == "invitation").unwrap()["batch"].clone();
        let done = manager.post("/people/grants/decisions", &json!({ "batch": batch, "confirm": true })).await.good();
        assert!(done["done"].as_u64().unwrap() >= 4, "{done}");
        let joined = test.public().post("/public/invitations/accept", &word).await.good();
        assert_eq!(joined["me"]["grants"].as_array().unwrap().len(), 0, "signed in, and sees nothing yet");
        assert!(waiting(&manager).await.iter().all(|one| one["what"] == "post"));
        assert_eq!(topics(&manager).await.len(), 2, "one line for the post and one for all invitations");
    });
}
