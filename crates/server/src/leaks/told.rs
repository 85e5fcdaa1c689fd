//! Creates the test data of the sample requests once on SQLite and stores it as a file, so that many tests can start from a copy.

use std::collections::HashMap;
use std::path::PathBuf;
use tempfile::TempDir;
use weiguang_domain::kernel::ids::AccountId;

use super::sample::Sample;
use super::world::World;
use super::{around, world};
use crate::rooms::ROOMS;
use crate::testing::{TestApp, on_a_file};

/// All sample requests: those of the rooms, and those outside the rooms.
pub fn samples(world: &World) -> Vec<Sample> {
    ROOMS.iter().flat_map(|room| room.samples(world)).chain(around::samples(world)).collect()
}

/// The store with all test data.
pub struct FinishedStory {
    /// The ids and people of the test data, by name.
    pub world: World,
    accounts: HashMap<&'static str, AccountId>,
    folder: TempDir,
}

impl FinishedStory {
    /// Creates the test data.
    pub fn once() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("story.db");
        let told = std::sync::Mutex::new(None);
        on_a_file(&async |test: &TestApp| {
            let world = world::told(test).await;
            let db = test.app.db().clone();
            tokio::task::spawn_blocking(move || db.close()).await.unwrap();
            std::fs::copy(test.file(), &file).unwrap();
            *told.lock().unwrap() = Some((world, test.accounts()));
        });
        let (world, accounts) = told.into_inner().unwrap().unwrap();
        Self { world, accounts, folder }
    }

    /// Path of the SQLite file with the test data; its write-ahead log is merged into it.
    pub fn file(&self) -> PathBuf {
        self.folder.path().join("story.db")
    }

    /// Runs a test on a copy of the store with the test data.
    pub fn go_on<T>(&self, how: impl AsyncFn(&TestApp, &World) -> T) -> T {
        self.go_on_with(&self.file(), how)
    }

    /// Runs a test on a copy of another file and its write-ahead log.
    pub fn go_on_with<T>(&self, file: &std::path::Path, how: impl AsyncFn(&TestApp, &World) -> T) -> T {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let inside = runtime.enter();
        let test = TestApp::copied(file, self.world.now, self.accounts.clone());
        drop(inside);
        runtime.block_on(how(&test, &self.world))
    }
}
