//! Stories told to the built binary: whatever it writes is for its owner only, and a restored copy holds its messages.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use weiguang_store::{Db, Settings, params};

fn run(folder: &Path, args: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_weiguang"));
    let done = command.args(args).arg("--folder").arg(folder).output().unwrap();
    assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
}

fn all_under(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all_under(&path, found);
        }
        found.push(path);
    }
}

/// Whether a store holds its messages.
fn held(folder: &Path) -> bool {
    let url = format!("sqlite:{}", folder.join("weiguang.db").display());
    let db = Db::open(&Settings { url, ..Settings::default() }).unwrap();
    let count = "SELECT COUNT(*) FROM settings WHERE name = 'sending_held'";
    let count: Option<i64> = db.read_blocking(|tx| tx.one(count, params![], |row| row.get(0))).unwrap();
    db.close();
    count == Some(1)
}

#[test]
fn every_file_is_for_its_owner_only_and_a_restored_copy_holds_its_messages() {
    let place = tempfile::tempdir().unwrap();
    let [first, second, third] = ["first", "second", "third"].map(|name| place.path().join(name));
    let [backup, dump] = ["backup.db", "dump.jsonl"].map(|name| place.path().join(name));
    // A file that was there with wide rights is replaced, not filled.
    fs::write(&dump, "before").unwrap();
    fs::set_permissions(&dump, fs::Permissions::from_mode(0o644)).unwrap();
    run(&first, &["migrate"]);
    run(&first, &["add-key"]);
    run(&first, &["backup", backup.to_str().unwrap()]);
    run(&first, &["export", dump.to_str().unwrap()]);
    run(&second, &["restore", backup.to_str().unwrap()]);
    run(&third, &["migrate"]);
    run(&third, &["load", dump.to_str().unwrap()]);
    let mut written = Vec::new();
    all_under(place.path(), &mut written);
    assert!(written.len() >= 9, "{written:?}");
    for path in written {
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{} can be read by others: {mode:o}", path.display());
    }
    assert!(!held(&first) && held(&second) && held(&third));
    run(&second, &["resume-sending"]);
}
