//! Sends sample requests as permitted and as unpermitted accounts, and examines their effect.

use std::collections::BTreeSet;
use uuid::Uuid;

use super::outsiders::is_theirs;
use super::reading::words_in;
use super::sample::Sample;
use super::someone::Someone;
use super::world::World;
use crate::testing::{TestApp, TestResponse};

/// Prefix of the message for a request that was refused before its permission was checked.
pub const EARLY: &str = "before a permission was asked";
/// The highest version of any record in the test data.
const VERSIONS: i64 = 12;

/// Sends a sample request as a permitted account: `None` if it succeeds, else a description of the answer.
pub async fn works(test: &TestApp, world: &World, sample: &Sample) -> Option<String> {
    let one = world.one(test, sample.by).await;
    let first = first(test, &one, sample).await;
    (!first.came.status.is_success()).then(|| told(sample.by, sample, &first.came))
}

/// A sample request that was sent once, and its answer.
pub struct First {
    /// The request's idempotency key.
    pub key: Uuid,
    /// The version that the request was sent with.
    pub version: i64,
    /// The answer to the request.
    pub came: TestResponse,
}

/// Sends a sample request with the record's present version, which is found by trying.
pub async fn first(test: &TestApp, one: &Someone<'_>, sample: &Sample) -> First {
    let mut version = 0;
    loop {
        let key = test.id();
        let came = one.sends(sample, key, version).await;
        if came.status != 412 || version == VERSIONS {
            return First { key, version, came };
        }
        version += 1;
    }
}

/// Secret words in an answer.
fn shows(came: &TestResponse, world: &World, who: &str, sample: &Sample) -> Vec<String> {
    let words = words_in(came, world, who, sample.path, &[]);
    words.into_iter().map(|word| format!("{who} {} shows {word}", sample.endpoint())).collect()
}

fn told(who: &str, sample: &Sample, came: &TestResponse) -> String {
    let body: String = String::from_utf8_lossy(&came.bytes).chars().take(400).collect();
    format!("{who} {} {}: {body}", sample.endpoint(), came.status.as_u16())
}

/// Sends every sample request as an unpermitted account; returns the requests that were not refused or were refused for another reason, new
/// rows in the store, and secret words in answers.
pub async fn leaves_no_trace(test: &TestApp, world: &World, who: &'static str, samples: &[Sample]) -> Vec<String> {
    let one = world.one(test, who).await;
    // The token is used once before, because its first use is recorded in the store.
    one.reads("/api/v1/session").await;
    let before = everything(test).await;
    let mut faults = Vec::new();
    for sample in samples.iter().filter(|sample| !is_theirs(who, &sample.endpoint())) {
        let came = one.sends(sample, test.id(), 1).await;
        match came.status.as_u16() {
            401 | 403 | 404 => {}
            400 | 412 | 415 | 422 | 428 => faults.push(format!("{EARLY}: {}", told(who, sample, &came))),
            _ => faults.push(format!("not refused: {}", told(who, sample, &came))),
        }
        faults.extend(shows(&came, world, who, sample));
    }
    let after = everything(test).await;
    faults.extend(after.symmetric_difference(&before).map(|row| format!("{who} left a trace: {row}")));
    // Permitted requests may change the caller's own data, but must show no secret. Signing out is sent last.
    let (last, theirs): (Vec<_>, Vec<_>) = samples
        .iter()
        .filter(|sample| is_theirs(who, &sample.endpoint()))
        .partition(|sample| sample.endpoint() == "DELETE /api/v1/session");
    for sample in theirs.into_iter().chain(last) {
        let came = one.sends(sample, test.id(), 1).await;
        assert_ne!(came.status, 500, "{}", told(who, sample, &came));
        faults.extend(shows(&came, world, who, sample));
    }
    faults
}

/// Every row of the store, with the name of its table.
pub async fn everything(test: &TestApp) -> BTreeSet<String> {
    let db = test.app.db().clone();
    let dump = tokio::task::spawn_blocking(move || {
        let mut out = Vec::new();
        db.export(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    });
    let (mut table, mut rows) = (String::new(), BTreeSet::new());
    for line in dump.await.unwrap().lines().skip(1) {
        if let Some(name) = line.strip_prefix("{\"table\":\"") {
            name.trim_end_matches("\"}").clone_into(&mut table);
        } else if line.starts_with('[') {
            rows.insert(format!("{table} {line}"));
        }
    }
    rows
}
