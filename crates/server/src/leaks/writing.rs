//! The effect of a sample, sent by a permitted account and by others.

use std::collections::BTreeSet;
use uuid::Uuid;

use super::outsiders::is_theirs;
use super::reading::words_in;
use super::sample::Sample;
use super::someone::Someone;
use super::world::World;
use crate::testing::{TestApp, TestResponse};

/// How a fault is described that was refused before the permission was checked.
pub const EARLY: &str = "before a permission was asked";
/// The highest version in the story.
const VERSIONS: i64 = 12;

/// Sends a sample as a permitted account: `None` if it succeeds, else the answer.
pub async fn works(test: &TestApp, world: &World, sample: &Sample) -> Option<String> {
    let one = world.one(test, sample.by).await;
    let first = first(test, &one, sample).await;
    (!first.came.status.is_success()).then(|| told(sample.by, sample, &first.came))
}

/// The first sending of a sample, and its answer.
pub struct First {
    /// Its idempotency key.
    pub key: Uuid,
    /// Its version.
    pub version: i64,
    /// The answer.
    pub came: TestResponse,
}

/// Sends a sample with the present version.
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

/// Sends every sample as an outsider: returns which were not refused, which were refused for another reason, new rows in the store, and
/// secret words shown.
pub async fn leaves_no_trace(test: &TestApp, world: &World, who: &'static str, samples: &[Sample]) -> Vec<String> {
    let one = world.one(test, who).await;
    // A token records its last use.
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
    // Permitted requests may change the caller's own data; they show no secret either. Signing out comes last.
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
