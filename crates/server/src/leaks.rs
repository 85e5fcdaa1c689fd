//! The leak matrix: every endpoint of the API, as everybody from a sibling area, a sibling street, or without a right to cases,
//! and with nobody signed in. The list of endpoints is the OpenAPI document itself, so a new one is in it from its first day.

pub mod doors;

use axum::http::Method;
use doors::{doors, is_of_the_administrator, is_public, of_giving, of_invitations, of_joining};
use serde_json::{Value, json};
use std::collections::BTreeMap;

use crate::rooms::care::reading_tests::{becomes_nurse, measure};
use crate::rooms::care::station::tests::{Station, WEDNESDAY};
use crate::rooms::households::tests::pair;
use crate::testing::{Caller, TestApp, both};

/// A word that stands in the matter and nowhere else.
const SECRET: &str = "机密标记";

/// Somebody who is served in 天骄西路社区: the name, the whole number and the phone that nobody outside may read.
const RESIDENT: &str = "秘密居民";
const IDENTITY: &str = "11010519491231002X";
const PHONE: &str = "13911113333";
/// What was measured on them.
const READING: &str = "31.357";

/// Those who must not see or touch a matter of 天骄西路社区: neighbours of the same rank, another street, and roles without cases.
const OUTSIDERS: &[&str] = &[
    "secretary08",
    "leader0801",
    "member0801",
    "other-dispatcher",
    "other-manager",
    "other-member",
    "partner",
    "doctor",
    "department",
    "administrator",
];

/// Bodies that would do something, were it allowed; what is not listed is tried with an empty one.
fn bodies(path: &str, case: &str, household: &str, test: &TestApp) -> Vec<Value> {
    if path.ends_with("/cases/{id}/actions") {
        return vec![
            json!({ "action": "accept" }),
            json!({ "action": "note", "text": "x" }),
            json!({ "action": "dispatch" }),
            json!({ "action": "withdraw", "reason": "x" }),
        ];
    }
    if path.ends_with("/care/alerts/{id}/actions") {
        return vec![json!({ "action": "acknowledge" }), json!({ "action": "note", "text": "x" })];
    }
    if path.ends_with("/care/tickets/{id}/actions") {
        return vec![json!({ "action": "cancel" }), json!({ "action": "leave" })];
    }
    if path.ends_with("/days/{day}/call") || path.contains("/desks") {
        return vec![json!({ "desk": 1 }), json!({ "session": test.id() }), json!({ "desk": 1, "finish": true })];
    }
    if path.ends_with("/days/{day}/tickets") || path.ends_with("/days/{day}/bookings") {
        let at = format!("{WEDNESDAY}T10:00:00+08:00");
        let own = json!({ "id": test.id(), "at": at, "name": "x", "phone": PHONE });
        return vec![json!({ "id": test.id(), "at": at, "phone": PHONE }), json!({ "id": test.id() }), own];
    }
    if path.ends_with("/exceptions/{day}") {
        return vec![json!({ "kind": "off", "why": "x" }), Value::Null];
    }
    if path.ends_with("/visits/campaigns/{id}/actions") {
        return vec![
            json!({ "action": "start" }),
            json!({ "action": "next_round" }),
            json!({ "action": "withdraw", "reason": "x" }),
        ];
    }
    if path.ends_with("/visits/edits") {
        let tenure = json!({ "is": "one", "value": "owner" });
        return vec![
            json!({ "id": test.id(), "of": { "household": household }, "field": "household.tenure", "value": tenure }),
        ];
    }
    if path.ends_with("/visits") {
        let at = test.clock.now().to_string();
        let code = "51011701900600901";
        return vec![
            json!({ "id": test.id(), "door": { "household": household }, "code": code, "at": at, "outcome": "done" }),
        ];
    }
    if path.ends_with("/visits/patrols") {
        let at = test.clock.now().to_string();
        return vec![json!({ "id": test.id(), "code": "51011701900600901", "from": at, "until": at })];
    }
    if path.ends_with("/call") {
        return vec![json!({ "rung": 0 })];
    }
    if path.ends_with("/cases/views/{id}") {
        return vec![json!({ "name": "x", "query": { "view": "all" } })];
    }
    if path.contains("/households/residents/{id}/unmask") {
        return ["identity", "phones"].map(|wanted| json!({ "wanted": wanted, "reason": "x" })).to_vec();
    }
    if path.ends_with("/households/residents/find") {
        return vec![json!({ "identity": IDENTITY }), json!({ "phone": PHONE }), json!({ "name": RESIDENT })];
    }
    if path.ends_with("/move") {
        return vec![json!({ "code": "51011701900600902" }), json!({ "code": "51011701900600902", "label": "x" })];
    }
    if path.ends_with("/households/residents/{id}/needs") {
        let consent = json!({ "given": "spoken" });
        return vec![
            json!({ "id": test.id(), "kind": "stairs", "purpose": "x", "source": "x", "expires": "2027-05-01", "consent": consent }),
        ];
    }
    if path.ends_with("/households/residents/{id}/copy") {
        return vec![json!({ "reason": "x" }), json!({ "reason": "x", "form": "page" })];
    }
    if let Some(bodies) = of_invitations(path) {
        return bodies;
    }
    if let Some(bodies) = of_giving(path, case, test.id()) {
        return bodies;
    }
    if path.ends_with("/erase") {
        return vec![Value::Null];
    }
    if path.ends_with("/households/residents/{id}") {
        return vec![json!({ "name": "x" })];
    }
    if path.ends_with("/unmask") {
        return vec![json!({ "reason": "x" })];
    }
    if path.ends_with("/nearby") || path.ends_with("/join") {
        return of_joining(path, SECRET, test.id());
    }
    if path.ends_with("/grid/locate") {
        return vec![json!({ "address": SECRET, "street": "510117019" })];
    }
    if path.ends_with("/people/assignments") {
        let account = test.account("other-member").uuid();
        return vec![
            json!({ "id": test.id(), "account": account, "role": "community_secretary", "code": "510117019006", "since": "2026-01-01" }),
        ];
    }
    if path.ends_with("/cases") && !path.contains("public") {
        return vec![json!({ "id": case, "title": "x", "code": "51011701900600901" })];
    }
    vec![json!({})]
}

async fn try_all(
    caller: &Caller<'_>,
    who: &str,
    test: &TestApp,
    ids: &BTreeMap<&str, String>,
    leaks: &mut Vec<String>,
) {
    let (case, number) = (&ids["case"], &ids["number"]);
    for (method, door) in doors() {
        // The event stream has no end; that it tells only what is in scope is a story of its own.
        if door.ends_with("/live") {
            continue;
        }
        // The street's administrator may record that somebody of the street leaves, and invite them, which ends their sessions.
        if who == "administrator" && is_of_the_administrator(&door) {
            continue;
        }
        let mut path = door.clone();
        for (name, id) in ids {
            path = path.replace(&format!("{{{name}}}"), id);
        }
        let own = test.id().to_string();
        let (glucose, duty) = (format!("{}-glucose", ids["reading"]), format!("duty-{}", ids["alert"]));
        if ["/Observation", "/Task", "/Flag", "/Appointment"].iter().any(|kind| door.ends_with(kind)) {
            path = format!("{path}?patient={}", ids["resident"]);
        }
        let id = match &door {
            d if d.contains("/Observation/") => &glucose,
            d if d.contains("/Task/") => &duty,
            d if d.contains("/people/accounts/") => &ids["account"],
            d if d.contains("/care/alerts/") || d.contains("/Flag/") => &ids["alert"],
            d if d.contains("/care/readings/") => &ids["reading"],
            d if d.contains("/stations/") => &ids["station"],
            d if d.contains("/care/series/") => &ids["series"],
            d if d.contains("/care/tickets/") || d.contains("/Appointment/") => &ids["ticket"],
            d if d.contains("/care/screens/") => &ids["screen"],
            d if d.contains("/visits/campaigns/") => &ids["campaign"],
            d if d.contains("/visits/{id}") => &ids["visit"],
            d if d.contains("/residents/") || d.contains("/Patient/") => &ids["resident"],
            d if d.contains("/households/{id}") => &ids["household"],
            // A view is one's own under whatever id; the case's would only be given back as it was sent.
            d if d.contains("/cases/views/") => &own,
            _ => case,
        };
        let path = path
            .replace("{id}", id)
            .replace("{token}", "AAAA")
            .replace("{day}", WEDNESDAY)
            .replace("{street}", "510117019")
            .replace("{year}", "2027")
            .replace("{code}", "51011701900600901")
            .replace("{kind}", "roster")
            .replace("{layer}/{z}/{x}/{y}", "streets/3/1/1");
        let mut tries: Vec<(String, Option<Value>)> = Vec::new();
        if method == Method::GET {
            for query in [
                "",
                "?under=510117019006",
                "?under=510117019006009",
                "?street=510117019",
                "?view=all",
                "?view=all&under=510117019",
                "?q=机密标记",
                "?q=甲member01",
                "?code=51011701900600901",
            ] {
                tries.push((
                    format!(
                        "{path}{}",
                        query.replace("机密标记", "%E6%9C%BA%E5%AF%86%E6%A0%87%E8%AE%B0").replace('甲', "%E7%94%B2")
                    ),
                    None,
                ));
            }
            for door in ["household", "dwelling"] {
                tries.push((format!("{path}?{door}={}", ids[door]), None));
            }
            tries.push((format!("{path}?q={number}"), None));
            tries.push((format!("{path}?device={case}"), None));
            tries.push((format!("{path}?have=me:1,cases:1"), None));
        } else {
            tries.extend(bodies(&door, case, &ids["household"], test).into_iter().map(|b| (path.clone(), Some(b))));
        }
        for (path, body) in tries {
            // A path that names a patient has a query already.
            let path =
                path.split_once('?').map_or(path.clone(), |(p, query)| format!("{p}?{}", query.replace('?', "&")));
            let key = (method != Method::GET).then(|| test.id());
            let came = caller.send(method.clone(), &path, key, Some(2), body.as_ref()).await;
            assert_ne!(came.status.as_u16(), 500, "{who} {method} {path}: {}", String::from_utf8_lossy(&came.bytes));
            // A searchset says again what it understood of what it was asked.
            let asked = path.split_once('?').map_or("", |(_, query)| query).split('&').filter(|part| !part.is_empty());
            let shown = String::from_utf8_lossy(&came.bytes).into_owned();
            let shown = asked.fold(shown, |shown, part| shown.replace(part, ""));
            let (resident, household) = (ids["resident"].as_str(), ids["household"].as_str());
            let words = [SECRET, number.as_str(), case.as_str(), "13911112222", "甲member01"];
            let others = ["campaign", "visit", "dwelling"].map(|id| ids[id].as_str());
            for word in words.into_iter().chain([RESIDENT, IDENTITY, PHONE, READING, resident, household]).chain(others)
            {
                if shown.contains(word) {
                    leaks.push(format!("{who} {method} {path} shows {word}"));
                }
            }
        }
    }
}

#[test]
fn nobody_sees_or_changes_a_line_that_is_not_theirs_through_any_door() {
    let story = async |test: &TestApp| {
        let member = test.as_("member01").await;
        let new = json!({ "id": test.id(), "kind": "corridor-clutter", "title": format!("楼道{SECRET}"), "detail": SECRET, "address": SECRET,
            "point": { "lon": 103.9305, "lat": 30.7605 }, "reporter": { "phone": "13911112222" } });
        let receipt = member.post("/cases", &new).await.good();
        let case = receipt["id"].as_str().unwrap().to_owned();
        let number = receipt["number"].as_str().unwrap().to_owned();
        let new = json!({ "id": test.id(), "name": RESIDENT, "code": "51011701900600901", "identity": IDENTITY, "phones": [PHONE],
            "home": { "id": test.id(), "label": SECRET } });
        let resident = member.post("/households/residents", &new).await.good();
        let contact = json!({ "id": test.id(), "kind": "kin", "name": SECRET, "reach": [{ "phone": PHONE }] });
        let household = resident["household"]["id"].as_str().unwrap().to_owned();
        member.post(&format!("/households/{household}/contacts"), &contact).await.good();
        let resident = resident["id"].as_str().unwrap().to_owned();
        // A nurse measures twice, and an alert is raised.
        becomes_nurse(test, "gridmember").await;
        let nurse = test.as_("gridmember").await;
        let sugar = json!({ "glucose": READING, "meal": "random" });
        let reading = measure(&nurse, test, &resident, sugar.clone()).await.good();
        measure(&nurse, test, &resident, sugar).await.good();
        let alert = nurse.get("/care/alerts?view=mine").await.good()["items"][0].clone();
        let alert = alert["id"].as_str().unwrap().to_owned();
        let alert_before = nurse.get(&format!("/care/alerts/{alert}")).await;
        assert!(String::from_utf8_lossy(&alert_before.bytes).contains(READING), "the nurse reads what she took");
        // And books her a time at the station, where a screen calls numbers.
        pair(test, "510117019008").await;
        let station = Station::of_the_team(test).await;
        let booked = station.books(test, &nurse, &resident, "09:30").await.good();
        let screen = nurse.post(&station.path("/screens"), &json!({ "id": test.id(), "name": "x" })).await.good();
        let queue_before = station.queue(&nurse).await;
        assert_eq!(queue_before["expected"][0]["name"], RESIDENT, "the desk sees whom it serves");
        // The secretary sends people to doors, and the member goes to this one.
        let asked = json!({ "name": "phone", "label": { "zh": "本人电话", "en": "phone" }, "kind": "text", "field": "resident.phone" });
        let form = json!({ "id": "secret", "code": "510117019006", "title": { "zh": SECRET, "en": SECRET }, "questions": [asked] });
        let secretary = test.as_("secretary").await;
        secretary.post("/visits/forms", &form).await.good();
        let new = json!({ "id": test.id(), "title": SECRET, "purpose": SECRET, "code": "51011701900600901", "form": { "id": "secret", "version": 1 },
            "population": { "who": "all_doors" } });
        let campaign = secretary.post("/visits/campaigns", &new).await.good()["id"].as_str().unwrap().to_owned();
        let path = format!("/visits/campaigns/{campaign}");
        let start = json!({ "action": "start" });
        secretary.send(Method::POST, &format!("{path}/actions"), Some(test.id()), Some(1), Some(&start)).await.good();
        let said = json!({ "phone": { "answer": { "is": "text", "value": PHONE }, "came": "asked" } });
        let went = json!({ "id": test.id(), "door": { "household": household }, "code": "51011701900600901", "outcome": "done", "seen": SECRET,
            "at": test.clock.now().to_string(), "why": { "plan": "campaign", "campaign": campaign, "round": 1 }, "met": [resident], "answers": said });
        let went_to = member.post("/visits", &went).await.good();
        let visit = went["id"].as_str().unwrap().to_owned();
        let shown = member.get(&format!("/visits/{visit}")).await;
        let shown = String::from_utf8_lossy(&shown.bytes).into_owned();
        assert!(shown.contains(SECRET) && !shown.contains(PHONE), "words show where they should, and a number nowhere");
        let campaign_before = secretary.get(&path).await.good();
        let ids = BTreeMap::from([
            ("campaign", campaign),
            ("visit", visit),
            ("dwelling", went_to["dwelling"].as_str().unwrap().to_owned()),
            ("station", station.id.clone()),
            ("series", station.series.clone()),
            ("ticket", booked["id"].as_str().unwrap().to_owned()),
            ("screen", screen["id"].as_str().unwrap().to_owned()),
            ("reading", reading["id"].as_str().unwrap().to_owned()),
            ("alert", alert.clone()),
            ("resident", resident.clone()),
            ("household", household),
            ("need", test.id().to_string()),
            ("contact", contact["id"].as_str().unwrap().to_owned()),
            ("case", case.clone()),
            ("number", number),
            ("account", test.account("member01").to_string()),
            ("attachment", test.id().to_string()),
        ]);
        let before = member.get(&format!("/cases/{case}")).await.good();
        let person = member.get(&format!("/households/residents/{resident}")).await.good();
        assert_eq!(person["name"], RESIDENT, "the resident shows where they should, or their absence says nothing");
        assert!(doors().len() > 60, "the matrix has lost its doors");
        let shown = member.get("/cases?view=all").await;
        assert!(
            String::from_utf8_lossy(&shown.bytes).contains(SECRET),
            "the secret shows where it should, or its absence says nothing"
        );
        let mut leaks = Vec::new();
        for who in OUTSIDERS {
            try_all(&test.as_(who).await, who, test, &ids, &mut leaks).await;
        }
        try_all(&test.public(), "nobody", test, &ids, &mut leaks).await;
        // Who may see people of the whole street sees who serves; that is the roster on the wall, and no matter of a resident.
        let roster = ["administrator", "department", "partner", "doctor", "secretary08", "leader0801", "member0801"];
        leaks.retain(|l| !(l.ends_with("shows 甲member01") && roster.iter().any(|r| l.starts_with(r))));
        // A doctor of the community knows whom it serves, by masked numbers; whole numbers only where their team is paired.
        let whole = [IDENTITY, PHONE, READING].map(|word| format!("shows {word}"));
        let rooms = ["/households", "/care", "/visits", "/sync", "/fhir/"];
        let known = |l: &str| rooms.iter().any(|room| l.contains(room));
        leaks.retain(|l| !l.starts_with("doctor") || !known(l) || whole.iter().any(|w| l.ends_with(w)));
        assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
        let after = member.get(&format!("/cases/{case}")).await.good();
        assert_eq!(before, after, "somebody outside changed it");
        let alert_after = nurse.get(&format!("/care/alerts/{alert}")).await.good();
        let (was, is) = (alert_before.good(), alert_after);
        assert_eq!(
            (&was["ladder"], &was["outcome"]),
            (&is["ladder"], &is["outcome"]),
            "somebody outside changed the alert"
        );
        // The doctor of the community runs the station, too, and may close it for a day; nobody took the booking.
        // Anybody may book a place of their own, and takes none from her.
        let queue_after = station.queue(&nurse).await;
        assert_eq!(queue_before["expected"][0], queue_after["expected"][0], "somebody outside changed the queue");
        let later = member.get(&format!("/households/residents/{resident}")).await.good();
        assert_eq!(person, later, "somebody outside changed the resident");
        assert_eq!(secretary.get(&path).await.good(), campaign_before, "somebody outside changed the campaign");
        assert_eq!(member.get("/session").await.good()["grants"].as_array().unwrap().len(), 1);
    };
    both(story);
}

#[test]
fn every_door_but_the_public_ones_asks_who_is_there() {
    let story = async |test: &TestApp| {
        for (method, door) in doors() {
            if is_public(&door) {
                continue;
            }
            let path = door
                .replace("{id}", &test.id().to_string())
                .replace("{attachment}", &test.id().to_string())
                .replace("{contact}", &test.id().to_string())
                .replace("{need}", &test.id().to_string())
                .replace("{day}", WEDNESDAY)
                .replace("{code}", "510117019")
                .replace("{kind}", "roster")
                .replace("{layer}/{z}/{x}/{y}", "streets/3/1/1");
            let key = (method != Method::GET).then(|| test.id());
            let came = test
                .public()
                .send(method.clone(), &path, key, Some(1), (method != Method::GET).then_some(&json!({})))
                .await;
            assert_eq!(came.status.as_u16(), 401, "{method} {door}: {}", String::from_utf8_lossy(&came.bytes));
        }
    };
    both(story);
}
