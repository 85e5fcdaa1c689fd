//! Sends every write again, as a phone does that received no answer: the write must have one effect, and the answer must be the same. The
//! sample requests of all rooms are used, so that a new endpoint is covered at once. Exceptions are listed, each with the rule that applies
//! instead.

use axum::http::Method;
use serde_json::Value;
use std::collections::BTreeSet;

use super::doors::doors;
use super::sample::Sample;
use super::someone::Someone;
use super::told::{FinishedStory, samples};
use super::world::World;
use super::writing::{everything, first};
use crate::testing::{TestApp, TestResponse};

/// The expected effect when a write is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Again {
    /// No further effect; the answer is the same as the first.
    Once,
    /// The request only looks something up. Continuation handles in the answer are encrypted anew.
    Reads,
    /// The request shows personal data and records each access: one entry for each repetition, and the same answer.
    Noted,
    /// Like [`Self::Noted`], but the answer also lists the earlier accesses.
    Copied,
    /// The request searches for a person, and each search is recorded.
    Looked,
    /// Each repetition begins a new session, because the cookie was lost with the answer; no other effect is repeated.
    Begins,
    /// The request ended its own session: a repetition is refused because it is signed out.
    SignedOut,
    /// The client chose the id of the new record: a repetition finds the record and answers 200 instead of 201.
    Found,
}

const OTHERWISE: &[(&str, Again)] = &[
    ("POST /api/v1/cases/nearby", Again::Reads),
    ("POST /api/v1/public/nearby", Again::Reads),
    ("POST /api/v1/grid/locate", Again::Reads),
    ("POST /api/v1/public/locate", Again::Reads),
    ("POST /api/v1/manual/suggest", Again::Reads),
    ("POST /api/v1/manual/kinds/check", Again::Reads),
    ("POST /api/v1/care/rules/trial", Again::Reads),
    ("POST /api/v1/public/invitations/look", Again::Reads),
    ("POST /api/v1/public/setup/look", Again::Reads),
    ("POST /api/v1/public/setup/areas", Again::Reads),
    ("POST /api/v1/cases/{id}/unmask", Again::Noted),
    ("POST /api/v1/people/accounts/{id}/unmask", Again::Noted),
    ("POST /api/v1/households/residents/{id}/unmask", Again::Noted),
    ("POST /api/v1/care/tickets/{id}/phone", Again::Noted),
    ("POST /api/v1/care/alerts/{id}/call", Again::Noted),
    ("POST /api/v1/households/residents/{id}/copy", Again::Copied),
    ("POST /api/v1/households/residents/find", Again::Reads),
    ("POST /api/fhir/r4/Patient/_search", Again::Looked),
    ("POST /api/v1/session", Again::Begins),
    ("POST /api/v1/public/invitations/accept", Again::Begins),
    ("POST /api/v1/public/setup", Again::Begins),
    ("PUT /api/v1/session/password", Again::SignedOut),
    ("POST /api/fhir/r4/Observation", Again::Found),
    ("PUT /api/fhir/r4/Observation/{id}", Again::Found),
];

/// Fields that only the first answer contains; the text beside the missing value says so (docs/api-design.md).
const SHOWN_ONCE: &[&str] = &["secret", "link", "code", "note"];
const SHOW_ONCE: &[&str] = &["/people/tokens", "/people/street-tokens", "/invitation", "/invitations", "/public/setup"];

/// Whether a later answer equals the first one, apart from fields that are shown once.
fn is_same(first: &Value, later: &Value) -> bool {
    match (first, later) {
        (Value::Object(first), Value::Object(later)) => {
            let same = |(name, value): (&String, &Value)| {
                let words = name == "note" && later.contains_key(name);
                let shown = SHOWN_ONCE.contains(&name.as_str()) && later.get(name) == Some(&Value::Null);
                words || shown || later.get(name).is_some_and(|other| is_same(value, other))
            };
            first.len() == later.len() && first.iter().all(same)
        }
        (Value::Array(first), Value::Array(later)) => {
            first.len() == later.len() && first.iter().zip(later).all(|(one, other)| is_same(one, other))
        }
        _ => first == later,
    }
}

/// Whether a repeated write got an equivalent answer.
fn is_alike(endpoint: &str, first: &TestResponse, later: &TestResponse) -> bool {
    let shows = SHOW_ONCE.iter().any(|path| endpoint.ends_with(path));
    first.status == later.status && (first.bytes == later.bytes || shows && is_same(&first.json(), &later.json()))
}

/// All rows of the store, once no import is running: an import runs after its answer. `watcher` may see the imports; the import of the test
/// data itself never ends and is ignored.
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

/// The rows in which two states of the store differ, each prefixed by its table.
fn effects(before: &BTreeSet<String>, after: &BTreeSet<String>) -> Vec<String> {
    after.symmetric_difference(before).map(|row| row.chars().take(160).collect()).collect()
}

/// Whether two repetitions had exactly the expected effect.
fn holds(again: Again, endpoint: &str, of_first: &[String], of_more: &[String], came: [&TestResponse; 3]) -> bool {
    let [first, second, third] = came;
    let only = |tables: &[&str]| of_more.iter().all(|row| tables.contains(&row.split(' ').next().unwrap_or_default()));
    let alike = [second, third].iter().all(|later| is_alike(endpoint, first, later));
    let good = [first, second, third].iter().all(|one| one.status.is_success());
    let entries = of_more.iter().filter(|row| row.starts_with("events ")).count();
    // A recorded access raises the version of its record, and other systems are notified, so these tables may change.
    let noted = only(&["events", "streams", "state_versions", "cases", "care_alerts", "messages"]) && entries == 2;
    let written = !of_first.is_empty();
    match again {
        Again::Once => good && alike && of_more.is_empty(),
        Again::Reads => good && !written && of_more.is_empty(),
        Again::Noted => good && alike && written && noted,
        Again::Copied => good && written && noted,
        Again::Looked => good && alike && written && only(&["looks", "events", "streams"]),
        Again::Begins => good && alike && written && only(&["sessions"]) && of_more.len() == 2,
        Again::SignedOut => first.status == 204 && second.status == 401 && third.status == 401 && of_more.is_empty(),
        Again::Found => {
            good && written && of_more.is_empty() && first.bytes == second.bytes && first.bytes == third.bytes
        }
    }
}

fn said(came: &TestResponse) -> String {
    let text = String::from_utf8_lossy(&came.bytes);
    format!("{} {}", came.status, text.chars().take(300).collect::<String>())
}

/// Sends a sample request once, then other writes, then the request twice more at the same time. Returns what is wrong.
async fn sent_thrice(test: &TestApp, world: &World, sample: &Sample, again: Again) -> Option<String> {
    let (watcher, one) = (world.one(test, "administrator").await, world.one(test, sample.by).await);
    let start = if again == Again::Once { BTreeSet::new() } else { everything(test).await };
    let once = first(test, &one, sample).await;
    let of_first =
        if again == Again::Once { Vec::new() } else { effects(&start, &at_rest(test, world, &watcher).await) };
    // Another account changes data meanwhile; the repeated answer must still be the stored one.
    test.bring(&world.as_(test, "dispatcher").await, "street-light-out", 0).await;
    let before = at_rest(test, world, &watcher).await;
    let send = || one.sends(sample, once.key, once.version);
    let (second, third) = tokio::join!(send(), send());
    let of_more = effects(&before, &at_rest(test, world, &watcher).await);
    let endpoint = sample.endpoint();
    let right = holds(again, &endpoint, &of_first, &of_more, [&once.came, &second, &third]);
    (!right).then(|| {
        let answers = [&once.came, &second, &third].map(said).join("\n  ");
        format!("{endpoint} is not {again:?}:\n  {answers}\n  {} rows of the first, then {of_more:#?}", of_first.len())
    })
}

fn again_of(endpoint: &str) -> Again {
    OTHERWISE.iter().find(|(one, _)| *one == endpoint).map_or(Again::Once, |(_, again)| *again)
}

#[test]
fn every_write_sent_three_times_happens_once_with_the_same_answer() {
    let told = FinishedStory::once();
    let all = samples(&told.world);
    let sampled: BTreeSet<String> = all.iter().map(Sample::endpoint).collect();
    let writes =
        doors().into_iter().filter(|(method, _)| *method != Method::GET).map(|(m, path)| format!("{m} {path}"));
    assert_eq!(sampled, writes.collect(), "each has a sample");
    let unknown: Vec<_> = OTHERWISE.iter().filter(|(endpoint, _)| !sampled.contains(*endpoint)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    let try_all = |samples: &[Sample]| -> Vec<String> {
        let sends = |sample: &Sample| {
            let again = again_of(&sample.endpoint());
            told.go_on(async |test, world| sent_thrice(test, world, sample, again).await)
        };
        samples.iter().filter_map(sends).collect()
    };
    let (one, other) = all.split_at(all.len() / 2);
    let faults = std::thread::scope(|scope| {
        let beside = scope.spawn(|| try_all(other));
        [try_all(one), beside.join().unwrap()].concat()
    });
    println!("{} samples of {} endpoints, {} of them otherwise", all.len(), sampled.len(), OTHERWISE.len());
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
