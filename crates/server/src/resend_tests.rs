//! Every write sent again, as a phone does that has no answer: one effect, and the same answer. What is sent are the samples of all rooms, so
//! an endpoint is tried from its first day.

use axum::http::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

use crate::leaks::sample::Sample;
use crate::leaks::someone::Someone;
use crate::leaks::told::{Told, samples};
use crate::leaks::world::World;
use crate::leaks::writing::{everything, first};
use crate::router;
use crate::testing::{Came, TestApp};

/// The endpoints whose writes need a key, and those that write without one.
fn endpoints() -> (BTreeSet<String>, BTreeSet<String>) {
    let document: Value = serde_json::from_str(&router::document()).unwrap();
    let (mut keyed, mut without) = (BTreeSet::new(), BTreeSet::new());
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let endpoint = format!("{} {path}", method.to_uppercase());
            let asks = |p: &Value| p["name"] == "Idempotency-Key";
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            match method.parse::<Method>().map(|_| method.as_str()) {
                Ok("get") | Err(_) => continue,
                Ok(_) if parameters.iter().any(asks) => keyed.insert(endpoint),
                Ok(_) => without.insert(endpoint),
            };
        }
    }
    (keyed, without)
}

/// Everything in the store once no table is being read: a table is taken in after its answer. `watcher` sees the imports; that of the story
/// never ends.
async fn at_rest(test: &TestApp, world: &World, watcher: &Someone<'_>) -> BTreeSet<String> {
    loop {
        let runs = watcher.reads("/api/v1/imports").await.json();
        let busy = |run: &Value| {
            run["id"] != world["run"] && matches!(run["state"].as_str(), Some("reading" | "checking" | "writing"))
        };
        if !runs["items"].as_array().unwrap().iter().any(busy) {
            return everything(test).await;
        }
        tokio::task::yield_now().await;
    }
}

fn said(came: &Came) -> String {
    let text = String::from_utf8_lossy(&came.bytes);
    format!("{} {}", came.status, text.chars().take(300).collect::<String>())
}

/// What is shown once: it is in the first answer only (docs/api-design.md).
const SHOWN_ONCE: &[&str] = &["secret", "link", "code"];
const SHOW_ONCE: &[&str] = &["/people/tokens", "/people/street-tokens", "/invitation", "/invitations"];

/// Whether a later answer is the first one, but for what is shown once.
fn is_same(first: &Value, later: &Value) -> bool {
    match (first, later) {
        (Value::Object(first), Value::Object(later)) => {
            let same = |(name, value): (&String, &Value)| {
                let shown = SHOWN_ONCE.contains(&name.as_str()) && later.get(name) == Some(&Value::Null);
                shown || later.get(name).is_some_and(|other| is_same(value, other))
            };
            first.len() == later.len() && first.iter().all(same)
        }
        (Value::Array(first), Value::Array(later)) => {
            first.len() == later.len() && first.iter().zip(later).all(|(one, other)| is_same(one, other))
        }
        _ => first == later,
    }
}

/// Whether a write was answered alike again.
fn is_alike(endpoint: &str, first: &Came, later: &Came) -> bool {
    let shows = SHOW_ONCE.iter().any(|path| endpoint.ends_with(path));
    first.status == later.status && (first.bytes == later.bytes || shows && is_same(&first.json(), &later.json()))
}

/// What differs between two states of the store.
fn effects(before: &BTreeSet<String>, after: &BTreeSet<String>) -> Vec<String> {
    after.symmetric_difference(before).map(|row| row.chars().take(160).collect()).collect()
}

/// Other writes: somebody brings a matter, and somebody notes something on the matter of the story.
async fn others_write(test: &TestApp, world: &World) {
    let desk = world.as_(test, "dispatcher").await;
    test.bring(&desk, "street-light-out", 0).await;
    let note = json!({ "action": "note", "text": "已联系" });
    world.as_(test, "member02").await.act(&world["case"], &note).await;
}

/// Sends a sample four times: once, twice at the same moment, and once more after other writes. Gives what is wrong.
async fn again(test: &TestApp, world: &World, sample: &Sample) -> Vec<String> {
    let (endpoint, mut faults) = (sample.endpoint(), Vec::new());
    let (watcher, one) = (world.one(test, "administrator").await, world.one(test, sample.by).await);
    let once = first(test, &one, sample).await;
    if !once.came.status.is_success() {
        return vec![format!("{endpoint}: {}", said(&once.came))];
    }
    let before = at_rest(test, world, &watcher).await;
    let send = || one.sends(sample, once.key, once.version);
    let (second, third) = tokio::join!(send(), send());
    let after = at_rest(test, world, &watcher).await;
    for (turn, came) in [("second", &second), ("third", &third)] {
        if !is_alike(&endpoint, &once.came, came) {
            faults.push(format!("{endpoint}: first {}; {turn} {}", said(&once.came), said(came)));
        }
    }
    faults
        .extend(effects(&before, &after).into_iter().map(|row| format!("{endpoint}: an effect of the second: {row}")));
    others_write(test, world).await;
    let before = at_rest(test, world, &watcher).await;
    let last = send().await;
    if last.status != once.came.status {
        faults.push(format!("{endpoint}: first {}; after others {}", said(&once.came), said(&last)));
    }
    let after = at_rest(test, world, &watcher).await;
    faults.extend(effects(&before, &after).into_iter().map(|row| format!("{endpoint}: an effect after others: {row}")));
    faults
}

#[test]
fn every_write_with_a_key_sent_again_happens_once() {
    let told = Told::once();
    let (keyed, _) = endpoints();
    let samples: Vec<Sample> =
        samples(&told.world).into_iter().filter(|sample| keyed.contains(&sample.endpoint())).collect();
    let mut held: BTreeSet<String> = samples.iter().map(Sample::endpoint).collect();
    assert_eq!(held, keyed, "each has a sample");
    let mut all = Vec::new();
    for sample in &samples {
        let faults = told.go_on(async |test, world| again(test, world, sample).await);
        if !faults.is_empty() {
            held.remove(&sample.endpoint());
        }
        all.extend(faults);
    }
    println!("every write with a key, by {} samples: {} of {} happen once", samples.len(), held.len(), keyed.len());
    assert!(all.is_empty(), "{} faults:\n{}", all.len(), all.join("\n"));
}

/// What makes a request safe to send again that writes, or may write, and takes no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Safe {
    /// It looks something up, and leaves nothing.
    Reads,
    /// It looks something up, and each look is noted.
    Noted,
    /// What it brings has an id of its maker's: the second finds it there.
    OwnId,
    /// Each time a session begins, and nothing else.
    Begins,
    /// It ends the session, so the second time nobody is signed in.
    Ends,
}

const WITHOUT_KEY: &[(&str, Safe)] = &[
    ("POST /api/v1/session", Safe::Begins),
    ("DELETE /api/v1/session", Safe::Ends),
    ("POST /api/v1/cases/nearby", Safe::Reads),
    ("POST /api/v1/public/nearby", Safe::Reads),
    ("POST /api/v1/grid/locate", Safe::Reads),
    ("POST /api/v1/public/locate", Safe::Reads),
    ("POST /api/v1/households/residents/find", Safe::Noted),
    ("POST /api/v1/manual/suggest", Safe::Reads),
    ("POST /api/v1/manual/kinds/check", Safe::Reads),
    ("POST /api/v1/care/rules/trial", Safe::Reads),
    ("POST /api/v1/public/invitations/look", Safe::Reads),
    ("POST /api/v1/public/setup/look", Safe::Reads),
    ("POST /api/v1/public/setup/areas", Safe::Reads),
    ("POST /api/fhir/r4/Observation", Safe::OwnId),
    ("PUT /api/fhir/r4/Observation/{id}", Safe::OwnId),
    ("POST /api/fhir/r4/Patient/_search", Safe::Noted),
];

/// Sends it three times; what it leaves must be what makes it safe.
async fn is_safe(test: &TestApp, world: &World, sample: &Sample, safe: Safe) -> Vec<String> {
    let endpoint = sample.endpoint();
    let one = world.one(test, sample.by).await;
    let (start, came) = (everything(test).await, one.sends(sample, test.id(), 1).await);
    let first = everything(test).await;
    let (second, third) = tokio::join!(one.sends(sample, test.id(), 1), one.sends(sample, test.id(), 1));
    let last = everything(test).await;
    let (of_one, of_more) = (effects(&start, &first), effects(&first, &last));
    let only = |tables: &[&str]| of_more.iter().all(|row| tables.contains(&row.split(' ').next().unwrap_or_default()));
    let alike = [&second, &third].iter().all(|again| again.status == came.status);
    let holds = came.status.is_success()
        && match safe {
            Safe::Reads => of_one.is_empty() && of_more.is_empty() && alike,
            Safe::Noted => only(&["looks", "events", "streams"]) && alike,
            Safe::OwnId => {
                !of_one.is_empty() && of_more.is_empty() && second.status.is_success() && third.status.is_success()
            }
            Safe::Begins => only(&["sessions"]) && alike,
            Safe::Ends => of_more.is_empty() && second.status == 401 && third.status == 401,
        };
    if holds {
        return Vec::new();
    }
    vec![format!(
        "{endpoint} is not {safe:?}: {}; {}; {}; {} effects, then {of_more:#?}",
        said(&came),
        said(&second),
        said(&third),
        of_one.len()
    )]
}

#[test]
fn what_takes_no_key_is_safe_to_send_again_by_itself() {
    let told = Told::once();
    let (_, without) = endpoints();
    let listed: BTreeSet<String> = WITHOUT_KEY.iter().map(|(endpoint, _)| (*endpoint).to_owned()).collect();
    assert_eq!(without, listed, "each says what makes it safe");
    let samples = samples(&told.world);
    let mut faults = Vec::new();
    for (endpoint, safe) in WITHOUT_KEY {
        for sample in samples.iter().filter(|sample| sample.endpoint() == *endpoint) {
            faults.extend(told.go_on(async |test, world| is_safe(test, world, sample, *safe).await));
        }
    }
    println!(
        "without a key: {} of {} are safe by themselves",
        WITHOUT_KEY.len() - faults.len().min(WITHOUT_KEY.len()),
        WITHOUT_KEY.len()
    );
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
