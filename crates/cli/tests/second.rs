//! Tests of the binary: `demo` and `bench` run the program beside it, with the same arguments, input and exit code.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// Prints its arguments, a variable and its input, and exits with 7.
const SPEAKS: &str =
    "#!/bin/sh\nfor word in \"$@\"; do echo \"[$word]\"; done\necho \"$SAID_BESIDE\"\ncat\necho aside >&2\nexit 7\n";

/// The program in a temporary folder, as installed.
fn installed(second: Option<&str>) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("weiguang");
    let built = Path::new(env!("CARGO_BIN_EXE_weiguang"));
    fs::hard_link(built, &program).or_else(|_| fs::copy(built, &program).map(drop)).unwrap();
    if let Some(script) = second {
        let path = folder.path().join("weiguang-tools");
        fs::write(&path, script).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    (folder, program)
}

fn told(program: &Path, words: &[&str], input: &str) -> Output {
    let mut child = Command::new(program)
        .args(words)
        .env("SAID_BESIDE", "as it was set")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn all_words_the_environment_and_the_input_reach_the_second_program_and_its_end_is_the_end() {
    let (_folder, program) = installed(Some(SPEAKS));
    let lines: [&[&str]; 5] = [
        &["demo", "--serve", "--folder", "a b", "--until", "2026-11-23T16:00:00+08:00"],
        &["--folder", "x", "demo", "--fresh", "--store", "y"],
        &["demo", "--help"],
        &["bench", "-h"],
        &["bench", "crash", "--n", "3", "--json"],
    ];
    for words in lines {
        let done = told(&program, words, "一行\n");
        let mut wanted: String = words.iter().map(|word| format!("[{word}]\n")).collect();
        wanted += "as it was set\n一行\n";
        assert_eq!(String::from_utf8_lossy(&done.stdout), wanted, "{words:?}");
        assert_eq!(String::from_utf8_lossy(&done.stderr), "aside\n", "{words:?}");
        assert_eq!(done.status.code(), Some(7), "{words:?}");
    }
}

/// A signal to the process reaches the second program, because it replaces the first.
#[test]
fn the_second_program_takes_the_place_of_the_first() {
    let (_folder, program) = installed(Some("#!/bin/sh\necho $$\n"));
    let child = Command::new(program).args(["demo"]).stdout(Stdio::piped()).spawn().unwrap();
    let id = child.id();
    let done = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&done.stdout).trim(), id.to_string());
}

#[test]
fn where_the_second_program_is_missing_it_is_said_in_both_languages_what_is() {
    let (folder, program) = installed(None);
    for words in [["demo", "--serve"], ["bench", "list"], ["demo", "--help"]] {
        let done = told(&program, &words, "");
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!((done.status.code(), done.stdout.len()), (Some(1), 0), "{said}");
        let missing = folder.path().canonicalize().unwrap().join("weiguang-tools").display().to_string();
        assert!(
            said.contains(&format!("缺少程序 {missing}")) && said.contains(&format!("{missing} is missing")),
            "{said}"
        );
    }
    let help = told(&program, &["--help"], "");
    let said = String::from_utf8_lossy(&help.stdout).into_owned();
    assert!(help.status.success() && said.contains("\n  demo ") && said.contains("\n  bench "), "{said}");
}
