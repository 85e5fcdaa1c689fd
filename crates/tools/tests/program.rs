//! Tests of the binary: the demonstration is created once, in its own folder, and the help shows the user's command
//! names.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Output};

fn told(words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_weiguang-tools"));
    for variable in ["WEIGUANG_CONFIG", "WEIGUANG_FOLDER", "WEIGUANG_STORE", "WEIGUANG_LISTEN"] {
        command.env_remove(variable);
    }
    command.args(words).output().unwrap()
}

fn said(words: &[&str]) -> String {
    let done = told(words);
    assert!(done.status.success(), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

#[test]
fn help_speaks_of_what_people_type() {
    let demo = said(&["demo", "--help"]);
    assert!(demo.contains("Usage: weiguang demo [OPTIONS]"), "{demo}");
    assert!(["--serve", "--fresh", "--until", "--folder", "--listen"].iter().all(|flag| demo.contains(flag)), "{demo}");
    let bench = said(&["bench", "--help"]);
    assert!(bench.contains("Usage: weiguang bench [OPTIONS] <NAME>"), "{bench}");
    assert!(["--engine", "--data", "--keep", "--json"].iter().all(|flag| bench.contains(flag)), "{bench}");
    let goals = said(&["bench", "list"]);
    assert!(["crash", "intake", "locate"].iter().all(|name| goals.lines().any(|l| l.starts_with(name))), "{goals}");
    assert_eq!(told(&["bench", "nothing-of-the-kind"]).status.code(), Some(1));
}

#[test]
fn a_demonstration_is_made_once_for_its_owner_only_and_never_over_something_else() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("street");
    let words = ["demo", "--until", "2026-11-23T16:00:00+08:00", "--folder", folder.to_str().unwrap()];
    assert!(said(&words).contains("weiguang-yanshi"));
    assert_eq!(fs::read_to_string(folder.join("demonstration")).unwrap().trim(), "2026-11-23T08:00:00Z");
    for file in ["weiguang.db", "keys/master.key"] {
        let mode = fs::metadata(folder.join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{file} can be read by others");
    }
    let before = fs::read(folder.join("weiguang.db")).unwrap();
    assert!(said(&words).contains("There is a demonstration already, made for 2026-11-23T08:00:00Z"));
    assert!(before == fs::read(folder.join("weiguang.db")).unwrap(), "what is there was changed");

    let other = place.path().join("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("家谱.txt"), "x").unwrap();
    let done = told(&["demo", "--fresh", "--folder", other.to_str().unwrap()]);
    assert_eq!(done.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&done.stderr).contains("家谱.txt"));
    let apart = told(&["demo", "--store", "sqlite:/nowhere/x.db"]);
    assert_eq!(apart.status.code(), Some(1), "a demonstration never goes into a named store");
}
