//! Readings over HTTP, on both engines: judged at once, questioned if hard to believe, sent three times and stored once, visible only to
//! those permitted.

use axum::http::Method;
use serde_json::{Value, json};
use weiguang_domain::access::Role;
use weiguang_domain::kernel::ids::AssignmentId;
use weiguang_domain::kernel::time::{FOREVER, Span};
use weiguang_domain::people::Assignment;

use crate::access::actors::Actors;
use crate::rooms::households::tests::pair;
use crate::testing::{Caller, TestApp, TestResponse, both, code};

pub const CELL: &str = "51011701900600901";

/// A resident in the cell of `member01`, recorded by the member: born in 1943, without a number.
pub async fn resident(test: &TestApp, name: &str) -> String {
    let member = test.as_("member01").await;
    let body = json!({ "id": test.id(), "name": name, "code": CELL, "birth": "1943", "sex": "female", "phones": ["13812341234"],
        "home": { "id": test.id(), "label": "锦绣路8号3栋2单元501", "tenure": "tenant" },
        "registered": { "elsewhere": "资阳市安岳县" } });
    text(&member.post("/households/residents", &body).await.good(), "id")
}

pub fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_default().to_owned()
}

/// Makes an account of the test a member of the doctors' team of 天骄西路, too.
pub async fn becomes_nurse(test: &TestApp, login: &str) {
    let (account, id, at) = (test.account(login), AssignmentId::new(test.id()), code("510117019006"));
    let since = test.clock.now().day();
    let post = Assignment { id, account, role: Role::Doctor, code: at, since, until: FOREVER };
    let street = at.street().unwrap();
    test.app.db().write(move |tx| crate::rooms::people::insert_assignment(tx, &street, &post)).await.unwrap();
    test.app.renew::<Actors>().await.unwrap();
}

pub async fn measure(caller: &Caller<'_>, test: &TestApp, resident: &str, measured: Value) -> TestResponse {
    let body = json!({ "id": test.id(), "resident": resident, "measured": measured });
    caller.post("/care/readings", &body).await
}

async fn settle(caller: &Caller<'_>, test: &TestApp, reading: &Value, body: &Value) -> TestResponse {
    let path = format!("/care/readings/{}/settle", text(reading, "id"));
    caller.send(Method::POST, &path, Some(test.id()), reading["version"].as_i64(), Some(body)).await
}

#[test]
fn a_reading_sent_three_times_is_one_reading_with_a_verdict_and_a_day_to_come_back() {
    both(async |test| {
        let (doctor, id) = (test.as_("doctor").await, resident(test, "王秀英").await);
        let measured = json!({ "systolic": "152", "diastolic": "88", "pulse": "71" });
        let (key, body) = (test.id(), json!({ "id": test.id(), "resident": id, "measured": measured }));
        let mut answers = Vec::new();
        for n in 0..3 {
            let came = doctor.send(Method::POST, "/care/readings", Some(key), None, Some(&body)).await;
            assert_eq!(came.headers.contains_key("idempotent-replay"), n > 0);
            answers.push(came.good());
        }
        assert!(answers.iter().all(|a| *a == answers[0]));
        let reading = &answers[0];
        assert_eq!((text(reading, "level"), text(reading, "standing")), ("high".into(), "stands".into()));
        assert_eq!(reading["hits"][0]["rule"], "pressure-high-65", "by the age in her record");
        assert!(reading["hits"][0]["sources"][0].is_string(), "with the source of the rule");
        assert_eq!(reading["rechecks"][0]["due"], "2026-12-07");
        assert_eq!((reading["enrol"].as_bool(), reading["advice"].as_array().unwrap().len()), (Some(true), 1));
        let person = doctor.get(&format!("/care/residents/{id}")).await.good();
        assert_eq!(person["readings"].as_array().unwrap().len(), 1);
        let other = json!({ "id": test.id(), "resident": id, "measured": { "weight": "50" } });
        let reused = doctor.send(Method::POST, "/care/readings", Some(key), None, Some(&other)).await;
        assert_eq!(reused.refused(409), "kernel.key-reused");
        let twice = doctor.send(Method::POST, "/care/readings", Some(test.id()), None, Some(&body)).await;
        assert_eq!(twice.refused(409), "kernel.exists", "the same reading under another key is no second one");
    });
}

#[test]
fn what_is_hard_to_believe_is_asked_again_and_every_word_stays_in_its_trail() {
    both(async |test| {
        let (doctor, id) = (test.as_("doctor").await, resident(test, "王秀英").await);
        let typed = json!({ "glucose": "126", "meal": "fasting" });
        let slip = measure(&doctor, test, &id, typed).await.good();
        assert_eq!((text(&slip, "standing"), slip["level"].is_null()), ("doubted".into(), true));
        assert!(text(&slip["asked"][0], "zh").contains("mg/dL"), "{slip}");
        // As typed it would be critical: the deadline for measuring again runs all the same.
        let mine = doctor.get("/care/alerts?view=mine").await.good();
        assert_eq!(mine["items"][0]["status"]["key"], "remeasuring");
        let right = json!({ "answer": "corrected", "measured": { "glucose": "126", "unit": "mg", "meal": "fasting" } });
        let kept = settle(&doctor, test, &slip, &right).await.good();
        assert_eq!((text(&kept, "standing"), text(&kept, "level")), ("stands".into(), "high".into()));
        assert_eq!(kept["before"][0]["values"][0]["value"], "126", "what was typed first is still there");
        assert_eq!(
            (kept["measured"]["values"][0]["value"].as_str(), kept["version"].as_i64()),
            (Some("6.994"), Some(2))
        );
        assert_eq!(kept["measured"]["values"][0]["also"], "126 mg/dL");
        assert_eq!(settle(&doctor, test, &slip, &right).await.refused(412), "kernel.version-moved");
        assert_eq!(settle(&doctor, test, &kept, &right).await.refused(409), "care.nothing-asked");
        // The slip ends nothing by itself: a person says that it is nothing, or it is raised.
        let alert = doctor.get("/care/alerts?view=mine").await.good()["items"][0].clone();
        assert_eq!(alert["status"]["key"], "lower");
        test.pass(Span::minutes(11)).await;
        let raised = doctor.get(&format!("/care/alerts/{}", text(&alert, "id"))).await.good();
        assert_eq!(raised["status"]["key"], "raised");

        let other = resident(test, "李桂兰").await;
        let swapped = measure(&doctor, test, &other, json!({ "systolic": "80", "diastolic": "120" })).await.good();
        let again = json!({ "answer": "corrected", "measured": { "systolic": "400", "diastolic": "80" } });
        let worse = settle(&doctor, test, &swapped, &again).await.good();
        assert_eq!((text(&worse, "standing"), worse["before"].as_array().unwrap().len()), ("doubted".into(), 1));
        assert_eq!(
            settle(&doctor, test, &worse, &json!({ "answer": "discarded", "why": " " })).await.refused(422),
            "kernel.invalid"
        );
        let gone = settle(&doctor, test, &worse, &json!({ "answer": "discarded", "why": "袖带滑了" })).await.good();
        assert_eq!((text(&gone, "standing"), text(&gone, "why")), ("discarded".into(), "袖带滑了".into()));
        let listed = doctor.get(&format!("/care/residents/{other}/readings")).await.good();
        assert_eq!(listed["items"].as_array().unwrap().len(), 1, "discarded, and never dropped");
    });
}

#[test]
fn the_units_the_edges_of_the_meter_and_what_cannot_be_read() {
    both(async |test| {
        let (doctor, id) = (test.as_("doctor").await, resident(test, "王秀英").await);
        let low =
            measure(&doctor, test, &id, json!({ "glucose": "LO", "meal": "random", "symptoms": ["sweating"] })).await;
        assert_eq!((text(&low.good(), "level")), "critical");
        let other = resident(test, "李桂兰").await;
        let mg =
            measure(&doctor, test, &other, json!({ "glucose": "300", "unit": "mg", "meal": "random" })).await.good();
        assert_eq!(
            (text(&mg, "level"), mg["measured"]["values"][0]["value"].as_str()),
            ("high".into(), Some("16.652"))
        );
        let all = json!({ "temperature": "36.5", "oxygen": "97", "weight": "51.3" });
        let recorded = measure(&doctor, test, &other, all).await.good();
        assert_eq!((text(&recorded, "level"), recorded["normal"].clone()), ("not_judged".into(), json!([])));
        let keys: Vec<String> = recorded["not_judged"].as_array().unwrap().iter().map(|w| text(w, "key")).collect();
        assert_eq!(keys, ["temperature", "oxygen", "weight"], "nobody checked them, and nobody calls them normal");
        for (bad, field) in [
            (json!({ "glucose": "7.0" }), "meal"),
            (json!({ "systolic": "高压" }), "systolic"),
            (json!({ "glucose": "7", "meal": "lunch" }), "meal"),
            (json!({ "symptoms": ["sad"] }), "symptoms"),
            (json!({ "systolic": "-120", "diastolic": "80" }), "systolic"),
        ] {
            let came = measure(&doctor, test, &other, bad.clone()).await;
            assert_eq!(came.status.as_u16(), 422, "{bad}");
            assert_eq!(came.json()["errors"][0]["field"], field, "{bad}");
        }
        let tomorrow = (test.clock.now() + Span::days(1)).to_string();
        let early = json!({ "id": test.id(), "resident": other, "at": tomorrow, "measured": { "weight": "50" } });
        assert_eq!(doctor.post("/care/readings", &early).await.json()["errors"][0]["code"], "care.at");
    });
}

#[test]
fn the_overdue_list_says_whom_to_call_and_not_what_for_until_they_came() {
    both(async |test| {
        let (doctor, id) = (test.as_("doctor").await, resident(test, "王秀英").await);
        measure(&doctor, test, &id, json!({ "systolic": "152", "diastolic": "88" })).await.good();
        let member = test.as_("member01").await;
        test.pass(Span::days(14)).await;
        assert_eq!(member.get("/care/overdue").await.good()["items"], json!([]), "the day itself is in time");
        test.pass(Span::days(3)).await;
        let list = member.get("/care/overdue").await;
        let shown = String::from_utf8_lossy(&list.bytes).into_owned();
        let list = list.good();
        assert_eq!((text(&list["items"][0], "name"), list["items"][0]["days"].as_i64()), ("王**".into(), Some(3)));
        for secret in ["152", "systolic", "收缩压", "王秀英", "13812341234"] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
        for (who, there) in [("leader", 1), ("doctor", 1), ("dispatcher", 1), ("member02", 0), ("leader0801", 0)] {
            let list = test.as_(who).await.get("/care/overdue").await.good();
            assert_eq!(list["items"].as_array().unwrap().len(), there, "{who}");
        }
        for who in ["department", "partner", "auditor", "administrator"] {
            assert_eq!(test.as_(who).await.get("/care/overdue").await.refused(403), "access.denied");
        }
        measure(&doctor, test, &id, json!({ "systolic": "138", "diastolic": "80" })).await.good();
        assert_eq!(member.get("/care/overdue").await.good()["items"], json!([]));
    });
}

#[test]
fn pages_of_the_overdue_list_follow_one_another() {
    both(async |test| {
        let doctor = test.as_("doctor").await;
        for n in 0..5 {
            let id = resident(test, &format!("住户{n}")).await;
            measure(&doctor, test, &id, json!({ "systolic": "170", "diastolic": "88" })).await.good();
            test.clock.advance(Span::hours(24 * (n % 2)));
        }
        test.clock.advance(Span::days(30));
        let (mut path, mut seen) = (String::from("/care/overdue?limit=2"), Vec::new());
        loop {
            let page = doctor.get(&path).await.good();
            seen.extend(page["items"].as_array().unwrap().iter().map(|i| (text(i, "due"), text(i, "resident"))));
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/care/overdue?limit=2&after={next}");
        }
        let mut sorted = seen.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!((seen.len(), &seen), (5, &sorted));
    });
}

#[test]
fn a_reading_is_for_who_took_it_and_for_the_team_paired_with_the_cell() {
    both(async |test| {
        becomes_nurse(test, "partner").await;
        let (doctor, nurse, id) = (test.as_("doctor").await, test.as_("partner").await, resident(test, "王秀英").await);
        let reading = measure(&nurse, test, &id, json!({ "systolic": "131", "diastolic": "77" })).await.good();
        let path = format!("/care/readings/{}", text(&reading, "id"));
        assert_eq!(nurse.get(&path).await.good(), reading);
        assert_eq!(doctor.get(&path).await.refused(404), "kernel.not-found");
        let person = format!("/care/residents/{id}");
        assert_eq!(doctor.get(&person).await.good()["readings"], json!([]));
        pair(test, "510117019006009").await;
        assert_eq!(doctor.get(&path).await.good(), reading);
        let page = doctor.get(&person).await.good();
        assert_eq!((page["all"].as_bool(), page["readings"].as_array().unwrap().len()), (Some(true), 1));
        assert_eq!(nurse.get(&person).await.good()["all"], false);
        for who in ["leader", "member01", "secretary", "dispatcher", "manager", "department", "auditor"] {
            let caller = test.as_(who).await;
            for door in [&path, &person, &format!("{person}/readings")] {
                let came = caller.get(door).await;
                assert!(matches!(came.status.as_u16(), 403 | 404), "{who} {door}: {}", came.status);
            }
            let body = json!({ "id": test.id(), "resident": id, "measured": { "weight": "50" } });
            assert_eq!(caller.post("/care/readings", &body).await.refused(403), "access.denied", "{who}");
        }
        // Long illnesses are the paired doctor's to write, and the rules may ask for them.
        let ill = json!({ "illnesses": ["diabetes"] });
        let put = async |caller: &Caller<'_>| {
            caller.send(Method::PUT, &format!("{person}/illnesses"), Some(test.id()), None, Some(&ill)).await
        };
        assert_eq!(put(&nurse).await.refused(403), "access.denied");
        put(&doctor).await.good();
        assert_eq!(doctor.get(&person).await.good()["illnesses"], json!(["diabetes"]));
    });
}
