//! Simulates a power cut at any moment: the SQLite write-ahead log is truncated at every frame and in the middle of every frame, and a
//! wrong byte is put into every frame. The recovered store must contain everything that was acknowledged by then, and nothing else.
//!
//! A commit is acknowledged after its last frame was synced ([`weiguang_store`] requests the sync, and its tests check that), so a power
//! cut can remove only frames after that one; of those later frames, any may be on the disk without the frames before them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use weiguang_store::{Db, Settings};

use crate::doctor::Verdict;
use crate::leaks::told::{FinishedStory, samples};
use crate::leaks::writing::works;
use crate::testing::TestApp;

/// One request for every kind of transaction: a case and actions on it, a file, people, a visit, a reading that raises an alert, a post, a
/// table.
const WRITES: &[&str] = &[
    "POST /api/v1/cases",
    "POST /api/v1/cases/{id}/actions",
    "POST /api/v1/cases/{id}/attachments",
    "POST /api/v1/households/residents",
    "POST /api/v1/visits",
    "POST /api/v1/care/readings",
    "POST /api/v1/people/absences",
    "POST /api/v1/imports/{kind}",
];
/// Sizes in bytes of the log's header and of a frame's header.
const LOG_HEAD: usize = 32;
const FRAME_HEAD: usize = 24;

/// The state that was acknowledged when the log had `log` bytes; `store` is a hash of the whole store.
struct Acknowledged {
    log: usize,
    store: String,
}

/// The database file and its log as they are on disk after writes through the API.
struct Written {
    file: Vec<u8>,
    log: Vec<u8>,
    acknowledged: Vec<Acknowledged>,
}

fn log_of(file: &Path) -> PathBuf {
    PathBuf::from(format!("{}-wal", file.display()))
}

/// A hash of all data in the store.
async fn hash(test: &TestApp) -> String {
    let db = test.app.db().clone();
    tokio::task::spawn_blocking(move || db.export(&mut std::io::sink()).unwrap().sha256).await.unwrap()
}

/// The hash of the store and the length of the log, once no background job is writing.
async fn at_rest(test: &TestApp) -> Acknowledged {
    let length = || std::fs::metadata(log_of(&test.file())).map_or(0, |m| usize::try_from(m.len()).unwrap());
    loop {
        let (log, store) = (length(), hash(test).await);
        if log == length() {
            return Acknowledged { log, store };
        }
    }
}

fn written(told: &FinishedStory) -> Written {
    let samples: Vec<_> = samples(&told.world);
    told.go_on(async |test, world| {
        let mut acknowledged = vec![at_rest(test).await];
        for sample in samples.iter().filter(|sample| WRITES.contains(&sample.endpoint().as_str())) {
            // Some actions on a case exclude each other; refused ones are left out.
            if works(test, world, sample).await.is_none() {
                acknowledged.push(at_rest(test).await);
            }
        }
        let (file, log) = (std::fs::read(test.file()).unwrap(), std::fs::read(log_of(&test.file())).unwrap());
        Written { file, log, acknowledged }
    })
}

/// Recovers the store after a cut; returns its hash if the database is intact.
fn found(folder: &Path, file: &[u8], log: &[u8]) -> Result<String, String> {
    let path = folder.join("cut.db");
    std::fs::write(&path, file).unwrap();
    std::fs::write(log_of(&path), log).unwrap();
    let url = format!("sqlite:{}", path.display());
    let db = Db::open(&Settings { url, readers: 1, ..Settings::default() }).map_err(|e| e.to_string())?;
    let wrong = db.integrity().map_err(|e| e.to_string())?;
    let hash = db.export(&mut std::io::sink()).map_err(|e| e.to_string())?.sha256;
    db.close();
    if wrong.is_empty() { Ok(hash) } else { Err(wrong.join("; ")) }
}

/// Faults that `weiguang doctor` finds in a store after a cut.
fn examined(told: &FinishedStory, folder: &Path, file: &[u8], log: &[u8]) -> Vec<String> {
    let path = folder.join("examined.db");
    std::fs::write(&path, file).unwrap();
    std::fs::write(log_of(&path), log).unwrap();
    told.go_on_with(&path, async |test, _| {
        let all = test.examine().await;
        all.into_iter()
            .filter(|one| one.verdict == Verdict::Fault)
            .map(|one| format!("{}: {}", one.what, one.en))
            .collect()
    })
}

#[test]
fn at_every_frame_of_the_log_what_was_acknowledged_is_there_and_nothing_is_torn() {
    let told = FinishedStory::once();
    let Written { file, log, acknowledged } = written(&told);
    let page = u32::from_be_bytes(log[8..12].try_into().unwrap()) as usize;
    let size = FRAME_HEAD + page;
    assert_eq!((log.len() - LOG_HEAD) % size, 0, "whole frames");
    let frames = (log.len() - LOG_HEAD) / size;
    let end_of = |frame: usize| LOG_HEAD + frame * size;
    // The header of a transaction's last frame contains the size of the database in pages; other frames have 0 there.
    let ends_one = |frame: usize| log[end_of(frame) + 4..end_of(frame) + 8] != [0; 4];
    let folder = tempfile::tempdir().unwrap();
    let mut states: BTreeMap<usize, String> = BTreeMap::new();
    let (mut faults, mut torn) = (Vec::new(), 0);
    for whole in 0..=frames {
        let commit = (0..whole).rev().find(|frame| ends_one(*frame)).map_or(0, |frame| frame + 1);
        let there = found(folder.path(), &file, &log[..end_of(whole)]);
        // Between two commits, the recovered state must be the same.
        let state = states.entry(commit).or_insert_with(|| there.clone().unwrap_or_default()).clone();
        if there.as_ref() != Ok(&state) {
            faults.push(format!("frame {whole} of {frames}: {there:?} and not {state} as at frame {commit}"));
        }
        // At each commit, doctor must find no fault; and the state must be the one that was acknowledged by then.
        if commit == whole {
            let wrong = examined(&told, folder.path(), &file, &log[..end_of(whole)]);
            faults.extend(wrong.into_iter().map(|wrong| format!("frame {whole}: {wrong}")));
        }
        let Some(last) = acknowledged.iter().rev().find(|one| one.log <= end_of(whole)) else { continue };
        let of_last = last.log.saturating_sub(LOG_HEAD) / size;
        if commit == of_last && state != last.store {
            faults.push(format!("frame {whole}: what was acknowledged at frame {of_last} is not there"));
        }
        if commit < of_last {
            faults.push(format!("frame {whole}: acknowledged at frame {of_last}, before it was committed"));
        }
        if whole == frames {
            break;
        }
        // The log is cut in the middle of the next frame; and, separately, one byte of the next frame is wrong while all later frames are
        // intact.
        let mut wrong = log.clone();
        wrong[end_of(whole) + whole * 7 % size] ^= 0x40;
        for (how, log) in [("half a frame", &log[..end_of(whole) + size / 2]), ("a wrong byte", &wrong)] {
            torn += 1;
            let there = found(folder.path(), &file, log);
            if there.as_ref() != Ok(&state) {
                faults.push(format!("{how} after frame {whole}: {there:?} and not {state}"));
            }
        }
    }
    println!(
        "{} writes acknowledged, {} commits, {frames} frames: cut at each, and {torn} times in or before a torn one",
        acknowledged.len() - 1,
        states.len() - 1
    );
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(acknowledged.len() > WRITES.len() && frames > 100, "{} writes, {frames} frames", acknowledged.len());
}
