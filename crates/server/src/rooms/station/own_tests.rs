//! Booking without an account over HTTP, on both engines: from the form to the desk, what each person may see meanwhile, what is refused,
//! and what is erased when.

use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::{Value, json};
use uuid::Uuid;
use weiguang_domain::kernel::time::Span;
use weiguang_store::params;

use super::jobs::retain_street;
use super::tests::{NAMES, Station, WEDNESDAY, act};
use crate::rooms::care::reading_tests::{resident, text};
use crate::testing::{Caller, TestApp, TestResponse, both, code};

const STREET: &str = "510117019";
const PHONE: &str = "13812341234";

fn door(station: &Station, day: &str, rest: &str) -> String {
    format!("/public/stations/{STREET}/{}/days/{day}{rest}", station.id)
}

fn wish(test: &TestApp, phone: &str, at: &str) -> Value {
    json!({ "id": test.id(), "at": format!("{WEDNESDAY}T{at}:00+08:00"), "name": NAMES[0], "phone": phone, "purpose": "pressure" })
}

/// A booking request from an address, under a key.
async fn send(test: &TestApp, path: &str, address: &str, key: Uuid, body: &Value) -> TestResponse {
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!("/api/v1{path}"))
        .header("idempotency-key", key.to_string())
        .header("x-forwarded-for", address)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(body.to_string()));
    test.public().raw(request.unwrap()).await
}

/// A booking with a phone of its own, at a time of its own.
pub async fn books(test: &TestApp, station: &Station, phone: &str, at: &str) -> TestResponse {
    let last = phone.len() - 2;
    let address = format!("10.0.0.{}", phone[last..].parse::<u8>().unwrap());
    send(test, &door(station, WEDNESDAY, "/bookings"), &address, test.id(), &wish(test, phone, at)).await
}

fn fault(came: TestResponse) -> (String, String) {
    let problem = came.json();
    (text(&problem["errors"][0], "field"), text(&problem["errors"][0], "code"))
}

fn named(field: &str, code: &str) -> (String, String) {
    (field.into(), code.into())
}

async fn link(test: &TestApp, booked: &Value) -> Value {
    let came = test.public().get(&format!("/public/bookings/{}", text(booked, "token"))).await;
    let shown = String::from_utf8_lossy(&came.bytes).into_owned();
    for word in [PHONE, "1234", NAMES[0], "王", "*"] {
        assert!(!shown.contains(word), "{word} stands behind the link: {shown}");
    }
    came.good()
}

async fn cancel(test: &TestApp, booked: &Value, key: Uuid) -> TestResponse {
    let path = format!("/public/bookings/{}/cancel", text(booked, "token"));
    test.public().send(Method::POST, &path, Some(key), None, Some(&json!({}))).await
}

async fn askers(test: &TestApp) -> usize {
    let rows = test.app.read(|tx| Ok(tx.query("SELECT id FROM ticket_askers", params![], |r| r.get::<Uuid>(0))?));
    rows.await.unwrap().len()
}

async fn places(test: &TestApp, station: &Station) -> Value {
    test.public().get(&door(station, WEDNESDAY, "")).await.good()["booking"].clone()
}

#[test]
fn somebody_books_with_two_fields_is_known_at_the_desk_and_is_called() {
    both(async |test| {
        let station = Station::opens(test).await;
        let (nurse, id) = (test.as_("partner").await, resident(test, NAMES[0]).await);
        let listed = test.public().get(&format!("/public/stations?street={STREET}")).await.good();
        assert_eq!(listed["items"][0]["days"][0]["booking"], json!({ "state": "open", "left": 4, "opens": null }));
        let day = test.public().get(&door(&station, WEDNESDAY, "")).await.good();
        assert_eq!((text(&day["times"][1], "label"), day["times"][1]["left"].as_i64()), ("09:30".into(), Some(2)));
        assert_eq!(day["purposes"][0]["key"], "pressure");

        // Sent three times, booked once.
        let (key, body) = (test.id(), wish(test, PHONE, "09:30"));
        let mut answers = Vec::new();
        for n in 0..3 {
            let came = send(test, &door(&station, WEDNESDAY, "/bookings"), "10.0.0.1", key, &body).await;
            assert_eq!(came.headers.contains_key("idempotent-replay"), n > 0);
            answers.push(came.good());
        }
        assert!(answers.iter().all(|a| *a == answers[0]));
        let booked = &answers[0];
        assert_eq!(text(booked, "url"), format!("/r/b/{}", text(booked, "token")));
        assert_eq!(places(test, &station).await["left"], 3);
        let shown = link(test, booked).await;
        assert_eq!(
            (text(&shown, "label"), text(&shown, "from"), text(&shown, "until"), text(&shown, "state")),
            ("A01".into(), "09:30".into(), "10:00".into(), "booked".into())
        );
        assert_eq!((&shown["before"], &shown["can_cancel"]), (&Value::Null, &json!(true)));

        // The desk sees a name and a masked phone, those who only run the queue see less, and those who book for others see nothing of it.
        let expected = station.queue(&nurse).await["expected"][0].clone();
        assert_eq!((text(&expected, "name"), text(&expected, "phone")), (NAMES[0].into(), "138****1234".into()));
        assert_eq!((&expected["own"], &expected["purpose"]["zh"]), (&json!(true), &json!("量血压")));
        assert!(expected["resident"].is_null(), "a phone proves nothing by itself");
        let dispatcher = station.queue(&test.as_("dispatcher").await).await;
        assert_eq!(dispatcher["expected"][0]["name"], "王**");
        let number = text(&expected, "id");
        let owners = format!("/care/tickets/{number}/owners");
        for who in ["member01", "secretary", "leader"] {
            let caller = test.as_(who).await;
            assert_eq!(station.queue(&caller).await["expected"], json!([]), "{who}");
            assert!([403, 404].contains(&caller.get(&owners).await.status.as_u16()), "{who}");
        }

        // On the day she sees how many are before her. The desk is offered the records with this phone, asks, and identifies her.
        test.pass(Span::days(2)).await;
        for _ in 0..2 {
            nurse.post(&station.day("/tickets"), &json!({ "id": test.id() })).await.good();
        }
        assert_eq!(link(test, booked).await["before"], 2);
        test.pass(Span::minutes(25)).await;
        assert_eq!(link(test, booked).await["state"], "due");
        let offered = nurse.get(&owners).await.good();
        assert_eq!(
            (text(&offered["items"][0], "id"), text(&offered["items"][0], "name")),
            (id.clone(), NAMES[0].into())
        );
        let here = act(test, &nurse, &expected, json!({ "action": "arrive" })).await.good();
        let known = act(test, &nurse, &here, json!({ "action": "identify", "resident": id })).await.good();
        assert_eq!(
            (text(&known, "resident"), &known["phone"], &known["own"]),
            (id.clone(), &Value::Null, &json!(true))
        );
        assert_eq!(askers(test).await, 0, "her record knows her: what she typed is forgotten");
        assert_eq!(nurse.get(&owners).await.refused(404), "kernel.not-found");
        assert_eq!(link(test, booked).await["before"], 0, "a booking whose time has come goes first");
        station.calls(&nurse, json!({ "desk": 3 })).await;
        let called = link(test, booked).await;
        assert_eq!((text(&called, "state"), called["desk"].as_i64()), ("called".into(), Some(3)));
        assert_eq!(cancel(test, booked, test.id()).await.refused(409), "care.number-standing");
        station.calls(&nurse, json!({ "desk": 3, "finish": true, "unmeasured": true })).await;
        assert_eq!(link(test, booked).await["state"], "served");

        // From there on it is a number like others, also in her own copy and for the health centre.
        let manager = test.as_("manager").await;
        let copy =
            manager.post(&format!("/households/residents/{id}/copy"), &json!({ "reason": "本人要求" })).await.good();
        assert_eq!(
            (&copy["care"]["numbers"][0]["own"], &copy["care"]["numbers"][0]["label"]),
            (&json!(true), &json!("A01"))
        );
        let told = nurse.get(&format!("/api/fhir/r4/Appointment?patient={id}")).await.good();
        assert_eq!((&told["total"], &told["entry"][0]["resource"]["status"]), (&json!(1), &json!("fulfilled")));
    });
}

#[test]
fn a_reading_names_who_booked_and_a_record_is_made_in_two_fields() {
    both(async |test| {
        let station = Station::opens(test).await;
        let nurse = test.as_("doctor").await;
        let booked = books(test, &station, PHONE, "09:00").await.good();
        test.pass(Span::days(2)).await;
        let expected = station.queue(&nurse).await["expected"][0].clone();
        let offered = nurse.get(&format!("/care/tickets/{}/owners", text(&expected, "id"))).await.good();
        assert_eq!(offered["items"], json!([]), "nobody is recorded with this phone");
        let new = json!({ "id": test.id(), "name": NAMES[0], "code": "51011701900600901" });
        let id = text(&nurse.post("/households/residents", &new).await.good(), "id");
        act(test, &nurse, &expected, json!({ "action": "arrive" })).await.good();
        let reading =
            json!({ "id": test.id(), "resident": id, "ticket": expected["id"], "measured": { "weight": "61" } });
        nurse.post("/care/readings", &reading).await.good();
        let waiting = station.queue(&nurse).await["waiting_list"][0].clone();
        assert_eq!((text(&waiting, "resident"), &waiting["measured"], askers(test).await), (id, &json!(true), 0));
        assert_eq!(link(test, &booked).await["state"], "waiting");
    });
}

#[test]
fn who_calls_off_is_forgotten_at_once_and_may_book_again() {
    both(async |test| {
        let station = Station::opens(test).await;
        let booked = books(test, &station, PHONE, "09:30").await.good();
        assert_eq!(fault(books(test, &station, "138 1234-1234", "10:00").await), named("phone", "care.own-twice"));
        let key = test.id();
        for n in 0..3 {
            let came = cancel(test, &booked, key).await;
            assert_eq!(came.headers.contains_key("idempotent-replay"), n > 0);
            assert_eq!(came.good()["state"], "cancelled");
        }
        assert_eq!((askers(test).await, places(test, &station).await["left"].as_i64()), (0, Some(4)));
        assert_eq!(cancel(test, &booked, test.id()).await.refused(409), "care.number-standing");
        let again = books(test, &station, PHONE, "10:00").await.good();
        assert_eq!(text(&again["booking"], "label"), "A02");
        let done = station.queue(&test.as_("partner").await).await["done"][0].clone();
        assert_eq!((text(&done, "standing"), &done["name"]), ("cancelled".into(), &Value::Null));

        // A guess opens nothing, and neither does a screen's link or another's.
        let mut guess = text(&again, "token").into_bytes();
        guess[40] = if guess[40] == b'A' { b'B' } else { b'A' };
        let screen = json!({ "id": test.id(), "name": "x" });
        let screen = test.as_("partner").await.post(&station.path("/screens"), &screen).await.good();
        for token in [String::from_utf8(guess).unwrap(), text(&screen, "token"), "AAAA".to_owned()] {
            let came = test.public().get(&format!("/public/bookings/{token}")).await;
            assert_eq!(came.refused(404), "kernel.not-found");
        }
        // A number that the desk gave has no such link, though the key could make one.
        let (nurse, id) = (test.as_("partner").await, resident(test, NAMES[1]).await);
        let given = station.books(test, &nurse, &id, "09:00").await.good();
        let number = weiguang_domain::kernel::ids::TicketId::new(text(&given, "id").parse().unwrap());
        let token = test.app.seal().booking(&code(STREET), number);
        assert_eq!(test.public().get(&format!("/public/bookings/{token}")).await.refused(404), "kernel.not-found");
    });
}

#[test]
fn what_cannot_be_booked_is_said_by_its_field_and_somebody_without_a_phone_still_finds_a_place() {
    both(async |test| {
        let station = Station::opens(test).await;
        let path = door(&station, WEDNESDAY, "/bookings");
        let both_wrong = json!({ "id": test.id(), "at": format!("{WEDNESDAY}T09:30:00+08:00"), "name": " ", "phone": "1381234", "purpose": "x" });
        let problem = send(test, &path, "10.0.0.1", test.id(), &both_wrong).await.json();
        let codes: Vec<_> = problem["errors"].as_array().unwrap().iter().map(|e| text(e, "code")).collect();
        assert_eq!(codes, ["care.own-name", "care.own-phone", "care.own-purpose"]);
        assert!(
            problem["errors"]
                .as_array()
                .unwrap()
                .iter()
                .all(|e| !text(e, "zh").is_empty() && !text(e, "en").is_empty())
        );
        assert_eq!(fault(books(test, &station, PHONE, "09:10").await), named("at", "care.own-no-time"));
        let far = door(&station, "2026-12-09", "/bookings");
        let body = json!({ "id": test.id(), "at": "2026-12-09T09:30:00+08:00", "name": NAMES[0], "phone": PHONE });
        assert_eq!(fault(send(test, &far, "10.0.0.1", test.id(), &body).await), named("day", "care.own-early"));
        let far = test.public().get(&door(&station, "2026-12-09", "")).await.good();
        assert_eq!(far["booking"], json!({ "state": "later", "left": 0, "opens": "2026-11-25" }));
        let thursday = door(&station, "2026-11-26", "/bookings");
        assert_eq!(send(test, &thursday, "10.0.0.1", test.id(), &body).await.refused(409), "care.no-service");

        // Half of eight: two at one time are the limit, and the fifth request learns that the other places are reserved.
        for (phone, at) in [("13800000001", "09:30"), ("13800000002", "09:30")] {
            books(test, &station, phone, at).await.good();
        }
        assert_eq!(fault(books(test, &station, PHONE, "09:30").await), named("at", "care.own-time-full"));
        books(test, &station, "13800000003", "10:00").await.good();
        books(test, &station, "13800000004", "10:30").await.good();
        assert_eq!(fault(books(test, &station, PHONE, "10:00").await), named("day", "care.own-day-full"));
        assert_eq!(places(test, &station).await["state"], "full");
        let (member, old) = (test.as_("member01").await, resident(test, NAMES[0]).await);
        station.books(test, &member, &old, "10:00").await.good();

        // On the day it can be booked until half an hour before, and not once the day is closed.
        let nurse = test.as_("partner").await;
        test.pass(Span::days(2)).await;
        assert_eq!(fault(books(test, &station, PHONE, "09:00").await), named("at", "care.own-late"));
        let first = station.queue(&nurse).await["expected"][0].clone();
        act(test, &nurse, &first, json!({ "action": "cancel" })).await.good();
        nurse.post(&station.day("/close"), &json!({})).await.good();
        assert_eq!(places(test, &station).await["state"], "over");
        assert_eq!(books(test, &station, PHONE, "10:00").await.refused(409), "care.day-closed");
        test.pass(Span::days(1)).await;
        assert_eq!(fault(books(test, &station, PHONE, "10:00").await), named("at", "care.own-late"));
    });
}

#[test]
fn no_script_fills_a_day_and_the_station_says_how_much_is_given_away() {
    both(async |test| {
        let station = Station::opens(test).await;
        let manager = test.as_("manager").await;
        let series = format!("/care/series/{}", station.series);
        let plan = manager.get(&station.path("")).await.good()["series"][0].clone();
        let body = |share: Option<u8>| {
            json!({ "team": plan["team"], "rule": plan["rule"], "first": plan["first"], "hours": plan["hours"],
                "slot": 10, "places": 2, "holidays": "off", "own_share": share })
        };
        let change = async |version: i64, share: Option<u8>| {
            manager.send(Method::PUT, &series, Some(test.id()), Some(version), Some(&body(share))).await
        };
        assert_eq!(fault(change(1, Some(81)).await), named("own_share", "care.own-share"));
        change(1, Some(80)).await.good();
        assert_eq!(places(test, &station).await["left"], 19, "of 24");

        // One address has four of a day, however many phones it makes up; a neighbour has theirs.
        let path = door(&station, WEDNESDAY, "/bookings");
        for n in 0..4 {
            send(test, &path, "10.9.9.9", test.id(), &wish(test, &format!("1380000001{n}"), "09:00").clone()).await;
            send(test, &path, "10.9.9.9", test.id(), &wish(test, &format!("1380000001{n}"), "09:30").clone()).await;
        }
        assert_eq!(places(test, &station).await["left"], 15);
        let fifth = wish(test, "13800000019", "10:00");
        assert_eq!(fault(send(test, &path, "10.9.9.9", test.id(), &fifth).await), named("day", "care.own-many"));
        assert_eq!(send(test, &path, "10.9.9.9", test.id(), &fifth).await.status, 422);
        let over = send(test, &path, "10.9.9.9", test.id(), &fifth).await;
        assert!(over.headers.contains_key("retry-after"), "ten tries an hour");
        assert_eq!(over.refused(429), "kernel.too-many");
        send(test, &path, "10.9.9.8", test.id(), &fifth).await.good();

        // Nothing is offered where the station reserves all; a change without a share leaves it as it was.
        change(2, Some(0)).await.good();
        change(3, None).await.good();
        let none = places(test, &station).await;
        assert_eq!((text(&none, "state"), none["left"].as_i64()), ("none".into(), Some(0)));
        assert_eq!(fault(books(test, &station, PHONE, "10:00").await), named("day", "care.own-not-offered"));
        let plan = manager.get(&station.path("")).await.good();
        let shut = json!({ "code": plan["code"], "name": plan["name"], "place": plan["place"], "closed": true });
        manager.send(Method::PUT, &station.path(""), Some(test.id()), Some(1), Some(&shut)).await.good();
        assert_eq!(books(test, &station, PHONE, "10:00").await.refused(404), "kernel.not-found");
        assert_eq!(test.public().get(&door(&station, WEDNESDAY, "")).await.refused(404), "kernel.not-found");
    });
}

#[test]
fn a_day_that_falls_out_is_told_behind_the_link_and_the_desk_calls() {
    both(async |test| {
        let station = Station::opens(test).await;
        let (nurse, manager) = (test.as_("partner").await, test.as_("manager").await);
        let booked = books(test, &station, PHONE, "09:30").await.good();
        let off = json!({ "kind": "off", "why": "停电检修" });
        let path = format!("/care/series/{}/exceptions/{WEDNESDAY}", station.series);
        let changed = manager.send(Method::PUT, &path, Some(test.id()), Some(1), Some(&off)).await.good();
        assert_eq!(changed["affected"], 1);
        assert_eq!(link(test, &booked).await["falls_out"], json!({ "why": "停电检修", "moved_to": null }));
        let number = text(&station.queue(&nurse).await["expected"][0], "id");
        let phone = format!("/care/tickets/{number}/phone");
        assert_eq!(nurse.post(&phone, &json!(null)).await.good()["phone"], PHONE);
        for who in ["member01", "secretary", "member0801", "other-manager"] {
            let came = test.as_(who).await.post(&phone, &json!(null)).await;
            assert!([403, 404].contains(&came.status.as_u16()), "{who}");
        }
        // The whole number lies in no row that can be read without the key: no answer, no event.
        let answers = test.app.read(|tx| Ok(tx.query("SELECT reply FROM sends", params![], |r| r.get::<String>(0))?));
        assert!(answers.await.unwrap().iter().all(|a| !a.contains(PHONE) && !a.contains(NAMES[0])));
        let number: Uuid = number.parse().unwrap();
        let told = test.app.read(move |tx| Ok(crate::chain::stream(tx, STREET, number, 0, 100)?)).await.unwrap();
        let told: Vec<String> = told.iter().map(|(e, _)| format!("{} {}", e.kind, e.text())).collect();
        assert!(told.iter().any(|e| e.starts_with("care.asker-called")), "{told:?}");
        assert!(told.iter().all(|e| !e.contains("1234") && !e.contains(NAMES[0])), "{told:?}");
    });
}

#[test]
fn who_did_not_come_is_forgotten_when_the_day_is_over_and_the_number_a_month_later() {
    both(async |test| {
        let station = Station::opens(test).await;
        let booked = books(test, &station, PHONE, "09:30").await.good();
        test.pass(Span::days(2)).await;
        retain_street(&test.app, code(STREET)).await.unwrap();
        assert_eq!(askers(test).await, 1, "the day is not over");
        test.pass(Span::minutes(45)).await;
        assert_eq!(link(test, &booked).await["state"], "late");
        test.pass(Span::days(1)).await;
        retain_street(&test.app, code(STREET)).await.unwrap();
        let lapsed = link(test, &booked).await;
        assert_eq!((text(&lapsed, "state"), &lapsed["can_cancel"]), ("lapsed".into(), &json!(false)));
        assert_eq!(askers(test).await, 0);
        let nurse: Caller<'_> = test.as_("partner").await;
        let left = station.queue(&nurse).await;
        assert_eq!((&left["expected"][0]["name"], left["counts"]["absent"].as_i64()), (&Value::Null, Some(1)));
        let number: Uuid = text(&left["expected"][0], "id").parse().unwrap();
        let told = test.app.read(move |tx| Ok(crate::chain::stream(tx, STREET, number, 0, 100)?)).await.unwrap();
        assert!(told.iter().any(|(e, _)| e.kind == "care.asker-forgotten" && e.text().contains("over")));
        test.pass(Span::days(29)).await;
        retain_street(&test.app, code(STREET)).await.unwrap();
        assert_eq!(text(&link(test, &booked).await, "state"), "lapsed", "thirty days are thirty days");
        test.pass(Span::days(1)).await;
        retain_street(&test.app, code(STREET)).await.unwrap();
        let path = format!("/public/bookings/{}", text(&booked, "token"));
        assert_eq!(test.public().get(&path).await.refused(404), "kernel.not-found");
        let told = test.app.read(move |tx| Ok(crate::chain::stream(tx, STREET, number, 0, 100)?)).await;
        assert!(told.unwrap().iter().all(|(entry, _)| entry.body.is_none()), "its chain says nothing any more");
    });
}
