//! Tests of the binary: files are readable by their owner only, a restored copy pauses sending, and data without its
//! key stops every command.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Permit, Verb};
use weiguang_domain::grid::GridCode;
use weiguang_server::{App, keys};
use weiguang_store::{Db, Settings, params};

fn run(folder: &Path, args: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_weiguang"));
    let done = command.args(args).arg("--folder").arg(folder).output().unwrap();
    assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// The error code of a missing or wrong key.
fn stopped(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_weiguang"));
    let done = command.args(args).arg("--folder").arg(folder).output().unwrap();
    let words = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(i32::from(keys::EXIT)), "{args:?}: {words}");
    let code = words.rsplit_once("(keys.").and_then(|(_, rest)| rest.split_once(')')).unwrap().0;
    format!("keys.{code}")
}

fn key_file(folder: &Path) -> PathBuf {
    folder.join("keys").join("master.key")
}

/// A store with sealed data.
fn with_data(folder: &Path) {
    let app = App::open(weiguang_server::Settings { folder: folder.to_owned(), ..Default::default() }).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let street = GridCode::parse("510117019").unwrap();
    let (system, first) = (Actor::system(), Uuid::from_u128(7));
    let write = app.transact(&system, street, move |work| {
        let permit = Permit::system(work.actor, Verb::PeopleManage)?;
        work.append_to(permit, first, "grid.street-begun", "{}".into())
    });
    runtime.block_on(write).unwrap();
    app.db().clone().close();
}

#[test]
fn data_without_its_key_stops_every_command_and_new_keys_are_for_an_empty_store_only() {
    let place = tempfile::tempdir().unwrap();
    let [folder, other, new] = ["folder", "other", "new"].map(|name| place.path().join(name));
    let [backup, dump, table] = ["backup.db", "dump.jsonl", "table.csv"].map(|name| place.path().join(name));
    fs::write(&table, "x\n").unwrap();
    let [backup, dump, table] = [&backup, &dump, &table].map(|path| path.to_str().unwrap());
    let commands: [&[&str]; 11] = [
        &["serve"],
        &["setup"],
        &["doctor"],
        &["verify"],
        &["migrate"],
        &["export", dump],
        &["backup", backup],
        &["check-config"],
        &["resume-sending"],
        &["confirm-clock"],
        &["import", "areas", table],
    ];
    with_data(&folder);
    let key = fs::read(key_file(&folder)).unwrap();

    fs::remove_file(key_file(&folder)).unwrap();
    for command in commands {
        assert_eq!(stopped(&folder, command), "keys.missing", "{command:?}");
    }
    assert_eq!(stopped(&folder, &["serve", "--new-keys"]), "keys.not-empty");
    assert!(!key_file(&folder).exists(), "nothing made a key");

    run(&other, &["setup"]);
    fs::copy(key_file(&other), key_file(&folder)).unwrap();
    for command in commands {
        assert_eq!(stopped(&folder, command), "keys.other", "{command:?}");
    }
    // A store of an older version has no key check; its sealed data serves as one.
    let url = format!("sqlite:{}", folder.join("weiguang.db").display());
    let db = Db::open(&Settings { url, ..Settings::default() }).unwrap();
    db.write_blocking(|tx| tx.exec("DELETE FROM store_keys", &[])).unwrap();
    db.close();
    assert_eq!(stopped(&folder, &["doctor"]), "keys.other");

    // An older copy of the right file.
    fs::write(key_file(&folder), &key).unwrap();
    run(&folder, &["add-key"]);
    run(&folder, &["resume-sending"]);
    fs::write(key_file(&folder), &key).unwrap();
    assert_eq!(stopped(&folder, &["serve"]), "keys.old");

    // A store without data can have new keys, but only on request.
    run(&new, &["setup"]);
    fs::remove_file(key_file(&new)).unwrap();
    assert_eq!(stopped(&new, &["setup"]), "keys.missing");
    run(&new, &["setup", "--new-keys"]);
    assert_eq!(stopped(&new, &["setup", "--new-keys"]), "keys.exists");
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

/// Whether sending is paused.
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
    // An existing file with wide permissions is replaced, not overwritten.
    fs::write(&dump, "before").unwrap();
    fs::set_permissions(&dump, fs::Permissions::from_mode(0o644)).unwrap();
    run(&first, &["setup"]);
    run(&first, &["add-key"]);
    run(&first, &["backup", backup.to_str().unwrap()]);
    run(&first, &["export", dump.to_str().unwrap()]);
    assert_eq!(stopped(&second, &["restore", backup.to_str().unwrap()]), "keys.missing");
    assert!(!second.join("weiguang.db").exists(), "nothing was put in place");
    for folder in [&second, &third] {
        fs::create_dir_all(folder.join("keys")).unwrap();
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
        fs::set_permissions(folder.join("keys"), fs::Permissions::from_mode(0o700)).unwrap();
        fs::copy(key_file(&first), key_file(folder)).unwrap();
    }
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
