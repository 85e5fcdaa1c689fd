//! What comes of a sample: for who may send it, and for who must not.

use std::collections::BTreeSet;
use uuid::Uuid;

use super::outsiders::is_theirs;
use super::reading::words_in;
use super::sample::Sample;
use super::someone::Someone;
use super::world::World;
use crate::testing::{TestApp, TestResponse};

/// How a fault is told that was refused before a permission was asked.
pub const EARLY: &str = "before a permission was asked";
/// As high as a version in the story gets.
const VERSIONS: i64 = 12;

/// Sends a sample as who may: nothing if it succeeds, else what was answered.
pub async fn works(test: &TestApp, world: &World, sample: &Sample) -> Option<String> {
    let one = world.one(test, sample.by).await;
    let first = first(test, &one, sample).await;
    (!first.came.status.is_success()).then(|| told(sample.by, sample, &first.came))
}

/// How a sample was sent first, and what was answered.
pub struct First {
    /// Under which key.
    pub key: Uuid,
    /// At which version.
    pub version: i64,
    /// The answer.
    pub came: TestResponse,
}

/// Sends a sample at the version that is there.
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

/// The secret words in what somebody was answered.
fn shows(came: &TestResponse, world: &World, who: &str, sample: &Sample) -> Vec<String> {
    let words = words_in(came, world, who, sample.path, &[]);
    words.into_iter().map(|word| format!("{who} {} shows {word}", sample.endpoint())).collect()
}

fn told(who: &str, sample: &Sample, came: &TestResponse) -> String {
    let body: String = String::from_utf8_lossy(&came.bytes).chars().take(400).collect();
    format!("{who} {} {}: {body}", sample.endpoint(), came.status.as_u16())
}

/// Sends every sample as somebody outside: gives what was not refused, what was refused for another reason, what stands in the store
/// afterwards that did not before, and what was shown.
pub async fn leaves_no_trace(test: &TestApp, world: &World, who: &'static str, samples: &[Sample]) -> Vec<String> {
    let one = world.one(test, who).await;
    // A token keeps when it was used last.
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
    // What is theirs may change something of theirs; it shows nothing either. Signing out comes last.
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
