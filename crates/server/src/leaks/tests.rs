//! The tests of the matrix: every sample can be sent by who may; whoever must not is refused, reads nothing and hears nothing.

use axum::http::Method;
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use tempfile::TempDir;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_store::Engine;

use super::doors::{doors, is_public};
use super::sample::Sample;
use super::world::World;
use super::{around, outsiders, reading, world, writing};
use crate::rooms::ROOMS;
use crate::testing::{TestApp, both, on};

/// Every sample: of the rooms, and of what stands around them.
fn samples(world: &World) -> Vec<Sample> {
    ROOMS.iter().flat_map(|room| room.samples(world)).chain(around::samples(world)).collect()
}

/// The story, told once on SQLite and kept as a file, so that many can begin where it ends.
struct Told {
    world: World,
    accounts: HashMap<&'static str, AccountId>,
    folder: TempDir,
}

impl Told {
    fn once() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("story.db");
        let told = std::sync::Mutex::new(None);
        on(Engine::Sqlite, &async |test: &TestApp| {
            let world = world::told(test).await;
            let db = test.app.db().clone();
            tokio::task::spawn_blocking(move || db.close()).await.unwrap();
            std::fs::copy(test.file(), &file).unwrap();
            *told.lock().unwrap() = Some((world, test.accounts()));
        });
        let (world, accounts) = told.into_inner().unwrap().unwrap();
        Self { world, accounts, folder }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("story.db")
    }

    /// Goes on from where it ends, on a copy of its own.
    fn go_on<T>(&self, how: impl AsyncFn(&TestApp, &World) -> T) -> T {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let inside = runtime.enter();
        let test = TestApp::copied(&self.file(), self.world.now, self.accounts.clone());
        drop(inside);
        runtime.block_on(how(&test, &self.world))
    }
}

/// Every endpoint that writes has a sample, every sample is of an endpoint, and who may send it succeeds.
#[test]
fn every_endpoint_that_writes_has_a_sample_that_somebody_may_send() {
    let told = Told::once();
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

/// Nobody outside changes anything, and each is refused before their body is looked at.
#[test]
fn nobody_outside_changes_a_line_through_any_endpoint() {
    let told = Told::once();
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

/// Nobody outside reads a word of it, whatever they ask for.
#[test]
fn nobody_outside_reads_a_word_through_any_endpoint() {
    let told = Told::once();
    let mut leaks = Vec::new();
    for who in outsiders::ALL {
        leaks.extend(told.go_on(async |test, world| reading::shows(test, world, who).await));
    }
    assert!(leaks.is_empty(), "{} leaks:\n{}", leaks.len(), leaks.join("\n"));
}

/// The same on PostgreSQL, for fewer people: who stands next to it, who served there, and who manages another street.
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

/// Nobody outside hears on the live stream of what happens inside.
#[test]
fn nobody_outside_hears_of_it_live() {
    Told::once().go_on(async |test, world| super::hearing::hears_nothing(test, world).await);
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
