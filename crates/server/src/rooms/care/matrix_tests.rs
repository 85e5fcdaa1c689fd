//! Every endpoint of the room × every post of the street: the answers as a table that a street office can read.

use axum::http::Method;
use serde_json::{Value, json};
use std::fmt::Write as _;

use super::reading_tests::{measure, resident, text};
use super::story_tests::thirty;
use crate::rooms::station::own_tests::books;
use crate::rooms::station::tests::{Station, WEDNESDAY};
use crate::router;
use crate::testing::{STAFF, TestApp, on};

fn body(door: &str, resident: &str, test: &TestApp) -> Value {
    match door.trim_start_matches("/api/v1/care") {
        "/readings" => json!({ "id": test.id(), "resident": resident, "measured": { "weight": "50" } }),
        "/readings/{id}/settle" => json!({ "answer": "confirmed" }),
        "/residents/{id}/illnesses" => json!({ "illnesses": [] }),
        "/alerts/{id}/actions" => json!({ "action": "note", "text": "x" }),
        "/call-back" => json!({ "name": "x", "number": "12345" }),
        "/alerts/{id}/call" => json!({ "rung": 3 }),
        "/stations/{id}/desks" => json!({ "session": test.id(), "desk": 1 }),
        "/stations/{id}/desks/leave" => json!({ "session": test.id() }),
        "/stations/{id}/days/{day}/call" => json!({ "desk": 1 }),
        "/stations/{id}/days/{day}/tickets" => json!({ "id": test.id() }),
        "/series/{id}/exceptions/{day}" => Value::Null,
        "/screens/{id}" => Value::Null,
        "/tickets/{id}/actions" => json!({ "action": "serve" }),
        "/rules" => json!({ "text": "", "seen": "" }),
        _ => json!({ "text": "" }),
    }
}

#[test]
fn every_door_by_every_post() {
    // Permission is decided before the store is read, so one engine is enough.
    on(weiguang_store::Engine::Sqlite, &async |test: &TestApp| {
        let station = Station::opens(test).await;
        let nurse = test.as_("partner").await;
        let id = resident(test, "王秀英").await;
        let reading = text(&measure(&nurse, test, &id, thirty("30.7")).await.good(), "id");
        measure(&nurse, test, &id, thirty("31.2")).await.good();
        let alert = text(&nurse.get("/care/alerts?view=mine").await.good()["items"][0], "id");
        let ticket = text(&station.books(test, &nurse, &id, "09:30").await.good(), "id");
        books(test, &station, "13812341234", "10:00").await.good();
        let own = text(&station.queue(&nurse).await["expected"][1], "id");
        let screen = nurse.post(&station.path("/screens"), &json!({ "id": test.id(), "name": "x" })).await.good();
        let screen = text(&screen, "id");
        let things = [
            ("/tickets/{id}/owners", &own),
            ("/tickets/{id}/phone", &own),
            ("/alerts/", &alert),
            ("/readings/", &reading),
            ("/stations/", &station.id),
            ("/series/", &station.series),
            ("/tickets/", &ticket),
            ("/screens/", &screen),
        ];
        let document: Value = serde_json::from_str(&router::document()).unwrap();
        let mut table = String::new();
        let posts = STAFF.iter().filter(|(who, ..)| !who.starts_with("other") && *who != "partner");
        let posts: Vec<&str> = posts.map(|(who, ..)| *who).chain(["other-dispatcher"]).collect();
        for (path, methods) in document["paths"].as_object().unwrap().iter().filter(|(p, _)| p.contains("/care/")) {
            for method in methods.as_object().unwrap().keys() {
                let Ok(method) = method.to_uppercase().parse::<Method>() else { continue };
                let it = things.iter().find(|(part, _)| path.contains(part)).map_or(&id, |(_, it)| *it);
                let it = if path.contains("/residents/") { &id } else { it };
                let real = path.replace("{id}", it).replace("{day}", WEDNESDAY);
                let _ = write!(table, "{:<6} {:<43}", method.as_str(), path.trim_start_matches("/api/v1"));
                for who in &posts {
                    let caller = test.as_(who).await;
                    let key = (method != Method::GET).then(|| test.id());
                    let sent = (method != Method::GET).then(|| body(path, &id, test));
                    let came = caller.send(method.clone(), &real, key, Some(1), sent.as_ref()).await;
                    let shown = String::from_utf8_lossy(&came.bytes);
                    assert!(!shown.contains("30.7") || *who == "doctor", "{who} {method} {path}: {shown}");
                    let _ = write!(table, " {}", came.status.as_u16());
                }
                table.push('\n');
            }
        }
        insta::assert_snapshot!(format!("columns: {}\n\n{table}", posts.join(", ")));
    });
}
