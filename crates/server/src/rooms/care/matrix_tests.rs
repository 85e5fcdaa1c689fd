//! Every door of the room × every post of the street: what each is answered, as a table that a street office can read.

use axum::http::Method;
use serde_json::{Value, json};
use std::fmt::Write as _;

use super::reading_tests::{becomes_nurse, measure, resident, text};
use super::story_tests::thirty;
use crate::rooms::households::tests::pair;
use crate::router;
use crate::testing::{STAFF, TestApp, on};

fn body(door: &str, resident: &str, test: &TestApp) -> Value {
    match door.trim_start_matches("/api/v1/care") {
        "/readings" => json!({ "id": test.id(), "resident": resident, "measured": { "weight": "50" } }),
        "/readings/{id}/settle" => json!({ "answer": "confirmed" }),
        "/residents/{id}/illnesses" => json!({ "illnesses": [] }),
        "/alerts/{id}/actions" => json!({ "action": "note", "text": "x" }),
        "/alerts/{id}/call" => json!({ "rung": 3 }),
        "/rules" => json!({ "text": "", "seen": "" }),
        _ => json!({ "text": "" }),
    }
}

#[test]
fn every_door_by_every_post() {
    // Permission is decided before the store is asked: one engine tells it.
    on(weiguang_store::Engine::Sqlite, &async |test: &TestApp| {
        becomes_nurse(test, "partner").await;
        pair(test, "510117019006").await;
        let nurse = test.as_("partner").await;
        let id = resident(test, "王秀英").await;
        let reading = text(&measure(&nurse, test, &id, thirty("30.7")).await.good(), "id");
        measure(&nurse, test, &id, thirty("31.2")).await.good();
        let alert = text(&nurse.get("/care/alerts?view=mine").await.good()["items"][0], "id");
        let document: Value = serde_json::from_str(&router::document()).unwrap();
        let mut table = String::new();
        let posts = STAFF.iter().filter(|(who, ..)| !who.starts_with("other") && *who != "partner");
        let posts: Vec<&str> = posts.map(|(who, ..)| *who).chain(["other-dispatcher"]).collect();
        for (path, methods) in document["paths"].as_object().unwrap().iter().filter(|(p, _)| p.contains("/care/")) {
            for method in methods.as_object().unwrap().keys() {
                let Ok(method) = method.to_uppercase().parse::<Method>() else { continue };
                let it = if path.contains("/alerts") {
                    &alert
                } else if path.contains("/readings/") {
                    &reading
                } else {
                    &id
                };
                let real = path.replace("{id}", if path.contains("/residents/") { &id } else { it });
                let _ = write!(table, "{method:<4} {:<32}", path.trim_start_matches("/api/v1"));
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
