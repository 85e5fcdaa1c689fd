//! What an unpermitted account can read: calls every reading endpoint, with every query parameter, filled with secret values.

use axum::http::Method;
use serde_json::Value;

use super::doors::doors;
use super::outsiders::{is_open_to, knows_of_it};
use super::world::{
    CELL, COMMUNITY, IDENTITY, NEXT_WEEK, PHONE, READING, REPORTER, RESIDENT, SECRET, STREET, TODAY, World,
};
use crate::router;
use crate::testing::{TestApp, TestResponse};

/// Fills the parameters of a path; parameters that are not ids have fixed values.
pub fn filled(path: &str, id: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = path;
    while let Some((before, more)) = rest.split_once('{') {
        let (name, after) = more.split_once('}').unwrap();
        out += before;
        out += &match name {
            "day" => TODAY.to_owned(),
            "code" => CELL.to_owned(),
            "street" => STREET.to_owned(),
            "year" => "2027".to_owned(),
            "kind" => "directory".to_owned(),
            "layer" => "streets".to_owned(),
            "z" => "3".to_owned(),
            "x" | "y" => "1".to_owned(),
            _ => id(name),
        };
        rest = after;
    }
    out + rest
}

/// The name, in the test's world, of the record that `{id}` means in a path.
fn named<'a>(world: &'a World, path: &str) -> &'a str {
    let first = path.trim_start_matches("/api/v1/").trim_start_matches("/api/fhir/r4/");
    &world[match first.split("/{").next().unwrap_or_default() {
        "Appointment" | "care/tickets" => "ticket",
        "Flag" | "care/alerts" => "alert",
        "Observation" => "observation",
        "Task" => "task",
        "Patient" | "care/residents" | "households/residents" => "resident",
        "care/readings" => "reading",
        "care/stations" | "public/stations" => "station",
        "grid/regrids" => "regrid",
        "households" => "household",
        "imports" => "run",
        "manual/kinds" => "kind",
        "people/accounts" => "member",
        "people/handovers" => "handover",
        "visits" => "visit",
        "visits/campaigns" => "campaign",
        "visits/forms" => "form",
        "cases" => "case",
        // Records that a room created are named after the path of their endpoint.
        other => other.trim_start_matches("public/"),
    }]
}

/// Test values for a query parameter.
fn values(world: &World, name: &str) -> Vec<String> {
    let ids = |names: &[&str]| names.iter().map(|name| world[name].to_owned()).collect();
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    match name {
        "under" => texts(&[STREET, COMMUNITY, "510117019006009", CELL]),
        "code" => texts(&[CELL, STREET]),
        "street" => texts(&[STREET]),
        "q" => texts(&[SECRET, &world["number"], "甲member02"]),
        "patient" | "subject" => ids(&["resident"]),
        "_id" => ids(&["resident", "observation", "task", "alert", "ticket"]),
        "household" | "dwelling" | "place" | "campaign" | "station" => ids(&[name]),
        "device" => ids(&["case"]),
        "have" => texts(&["me:1,cases:1"]),
        "view" => texts(&["all", "mine", "home", "open", "closed", "parts"]),
        "state" => texts(&["waiting", "given_up"]),
        "status" => texts(&["running"]),
        "kind" => texts(&["corridor-clutter"]),
        "by" => texts(&["kind"]),
        "level" => texts(&["micro_grid"]),
        "since" | "from" => texts(&["2026-11-01"]),
        "until" | "to" | "day" => texts(&[NEXT_WEEK]),
        "mine" => texts(&["false"]),
        "open" | "at_start" | "lasting" => texts(&["true"]),
        "limit" | "_count" => texts(&["200"]),
        "months" => texts(&["12"]),
        "version" => texts(&["1"]),
        // Cursors, and FHIR's sorting and counting parameters, only narrow the result.
        "after" | "date" | "_lastUpdated" | "_sort" | "_summary" | "authored-on" => Vec::new(),
        other => panic!("say in values() what fills ?{other}="),
    }
}

/// The queries to try at an endpoint: none; each parameter alone; and the combinations that lists need, with several places.
fn queries(world: &World, parameters: &[String]) -> Vec<String> {
    let mut queries = vec![String::new()];
    let pairs = |name: &str| -> Vec<String> {
        values(world, name)
            .iter()
            .map(|value| format!("{name}={}", form_urlencoded::byte_serialize(value.as_bytes()).collect::<String>()))
            .collect()
    };
    let has = |name: &str| parameters.iter().any(|p| p == name);
    for name in parameters {
        queries.extend(pairs(name));
    }
    if has("view") && has("under") {
        queries.extend([format!("view=all&under={STREET}"), format!("view=all&under={CELL}")]);
    }
    if has("patient") {
        queries.extend(pairs("_id").into_iter().map(|id| format!("patient={}&{id}", &world["resident"])));
    }
    if has("code") && has("level") {
        queries.push(format!("code={CELL}&level=micro_grid"));
    }
    queries
}

/// The query parameters of a reading endpoint.
fn parameters(path: &str, document: &Value) -> Vec<String> {
    let all = document["paths"][path]["get"]["parameters"].as_array().cloned().unwrap_or_default();
    all.iter().filter(|p| p["in"] == "query").map(|p| p["name"].as_str().unwrap().to_owned()).collect()
}

/// Secret words in an answer. Text of the query that the answer repeats does not count.
pub fn words_in<'a>(came: &TestResponse, world: &'a World, who: &str, path: &str, asked: &[&str]) -> Vec<&'a str> {
    let shown = String::from_utf8_lossy(&came.bytes).into_owned();
    let shown = asked.iter().fold(shown, |shown, part| shown.replace(part, ""));
    let mut words = vec![IDENTITY, PHONE, REPORTER, READING];
    if !knows_of_it(who, path) {
        let ids = [
            "number",
            "case",
            "done",
            "resident",
            "twin",
            "household",
            "campaign",
            "visit",
            "dwelling",
            "contact",
            "need",
            "alert",
            "reading",
        ];
        words.extend([SECRET, RESIDENT].into_iter().chain(ids.map(|id| &world[id])));
    }
    words.retain(|word| shown.contains(word));
    words
}

/// Calls all reading endpoints as an unpermitted account; returns the leaked words.
pub async fn shows(test: &TestApp, world: &World, who: &'static str) -> Vec<String> {
    let one = world.one(test, who).await;
    let document: Value = serde_json::from_str(&router::document()).unwrap();
    let mut leaks = Vec::new();
    // The live stream never ends, so it is left out here; another test checks that it contains only changes that the account may see.
    for (_, path) in doors().into_iter().filter(|(method, path)| *method == Method::GET && !path.ends_with("/live")) {
        let filled = filled(&path, |name| match name {
            "id" => named(world, &path).to_owned(),
            "token" => "AAAA".to_owned(),
            name => world[name].to_owned(),
        });
        for query in queries(world, &parameters(&path, &document)) {
            let asked = if query.is_empty() { filled.clone() } else { format!("{filled}?{query}") };
            let came = one.reads(&asked).await;
            assert_ne!(came.status, 500, "{who} {asked}: {}", String::from_utf8_lossy(&came.bytes));
            if came.status.is_success() && path.contains("{id}") && !is_open_to(who, &path) {
                leaks.push(format!("{who} GET {asked} opens: {}", came.status.as_u16()));
            }
            let said: Vec<&str> = query.split(['&', '=']).filter(|part| part.len() > 8).collect();
            leaks.extend(
                words_in(&came, world, who, &path, &said).iter().map(|word| format!("{who} GET {asked} shows {word}")),
            );
        }
    }
    leaks
}
