//! The tests of the leak matrix: every sample request succeeds for a permitted account; accounts that are not permitted are refused, and
//! they read and hear nothing.

use axum::http::Method;
use std::collections::BTreeSet;
use weiguang_store::Engine;

use super::doors::{doors, is_public};
use super::sample::Sample;
use super::told::{FinishedStory, samples};
use super::{outsiders, reading, world, writing};
use crate::testing::{TestApp, both, on};

/// Every writing endpoint has a sample request, every sample request belongs to an endpoint, and it succeeds for a permitted account.
#[test]
fn every_endpoint_that_writes_has_a_sample_that_somebody_may_send() {
    let told = FinishedStory::once();
    let samples = samples(&told.world);
    let writes =
        doors().into_iter().filter(|(method, _)| *method != Method::GET).map(|(m, path)| format!("{m} {path}"));
    let (writes, sampled): (BTreeSet<_>, BTreeSet<_>) =
        (writes.collect(), samples.iter().map(Sample::endpoint).collect());
    let missing: Vec<_> = writes.difference(&sampled).collect();
    assert!(missing.is_empty(), "without a sample in rooms/<room>/samples.rs: {missing:#?}");
    let unknown: Vec<_> = sampled.difference(&writes).collect();
    assert!(unknown.is_empty(), "samples of what is no endpoint: {unknown:#?}");
    let faults: Vec<String> = samples
        .iter()
        .filter_map(|sample| told.go_on(async |test, world| writing::works(test, world, sample).await))
        .collect();
    assert!(faults.is_empty(), "{} samples that nobody can send:\n{}", faults.len(), faults.join("\n"));
    println!("{} samples of {} endpoints", samples.len(), writes.len());
}

/// No unpermitted account changes anything, and each request is refused before its body is examined.
#[test]
fn nobody_outside_changes_a_line_through_any_endpoint() {
    let told = FinishedStory::once();
    let samples = samples(&told.world);
    let mut faults = Vec::new();
    for who in outsiders::ALL {
        faults.extend(told.go_on(async |test, world| writing::leaves_no_trace(test, world, who, &samples).await));
    }
    let early = faults.iter().filter(|fault| fault.contains(writing::EARLY)).count();
    println!(
        "{} samples, {} outsiders: {early} refused before a permission was asked",
        samples.len(),
        outsiders::ALL.len()
    );
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// No unpermitted account reads a secret word, whatever it requests.
#[test]
fn nobody_outside_reads_a_word_through_any_endpoint() {
    let told = FinishedStory::once();
    let mut leaks = Vec::new();
    for who in outsiders::ALL {
        leaks.extend(told.go_on(async |test, world| reading::shows(test, world, who).await));
    }
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
}

/// The same on PostgreSQL, for fewer people: a neighbour, a former holder, and the manager of another street.
#[test]
fn nobody_outside_reads_or_changes_a_line_on_postgresql() {
    on(Engine::Postgres, &async |test: &TestApp| {
        let world = world::told(test).await;
        let samples = samples(&world);
        let mut faults = Vec::new();
        for who in ["member01", "former", "other-manager"] {
            faults.extend(writing::leaves_no_trace(test, &world, who, &samples).await);
            faults.extend(reading::shows(test, &world, who).await);
        }
        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    });
}

/// No unpermitted account receives events about the micro-grid on the live stream.
#[test]
fn nobody_outside_hears_of_it_live() {
    FinishedStory::once().go_on(async |test, world| super::hearing::hears_nothing(test, world).await);
}

#[test]
fn every_door_but_the_public_ones_asks_who_is_there() {
    let story = async |test: &TestApp| {
        for (method, door) in doors().into_iter().filter(|(_, door)| !is_public(door)) {
            let path = reading::filled(&door, |_| test.id().to_string());
            let key = (method != Method::GET).then(|| test.id());
            let body = serde_json::json!({});
            let came = test.public().send(method.clone(), &path, key, Some(1), key.map(|_| &body)).await;
            assert_eq!(came.status.as_u16(), 401, "{method} {door}: {}", String::from_utf8_lossy(&came.bytes));
        }
    };
    both(story);
}
