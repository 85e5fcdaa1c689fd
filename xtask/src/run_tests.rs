//! Runs all checks, fast ones first, with one PostgreSQL cluster for all tests. The first failure ends the run. Checks
//! that cannot run are reported or fail.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::tree::Tree;
use crate::{generate, ignored, start, step, tidy};

/// Tools needed besides Rust and Node.js: purpose, detection, and the package of Debian and Ubuntu.
const TOOLS: &[(&str, &str, &str)] = &[
    ("the tests on PostgreSQL", "ls /usr/lib/postgresql/*/bin/initdb", "postgresql"),
    (
        "the browser's stories",
        "command -v chromium || command -v chromium-browser || command -v google-chrome",
        "chromium",
    ),
    ("a FHIR client in Python", "python3 -c 'import ensurepip, venv'", "python3-venv"),
    ("Chinese letters in the browser", "fc-list :lang=zh-cn | grep -q .", "fonts-noto-cjk"),
];

/// Runs everything.
///
/// # Errors
/// The first failure.
pub fn run(root: &Path) -> Result<(), String> {
    let began = Instant::now();
    let cargo = |words: &[&str]| step::command(root, ".", "cargo", words);
    let npm = |words: &[&str]| step::command(root, "web", "npm", words);

    tools()?;
    println!("\n── tidy");
    tidy::run(root)?;
    step::run("cargo fmt", &mut cargo(&["fmt", "--all", "--check"]))?;
    start::install(root)?;
    step::run("web: types, lint, unit tests", &mut npm(&["run", "check"]))?;
    step::run("web: build", &mut npm(&["run", "build"]))?;
    step::run("web: bytes", &mut npm(&["run", "bytes"]))?;
    deny(root)?;
    step::run(
        "clippy",
        &mut cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "--deny", "warnings"]),
    )?;
    let mut doc = cargo(&["doc", "--workspace", "--no-deps", "--document-private-items", "--locked"]);
    step::run("documentation", doc.env("RUSTDOCFLAGS", "--deny warnings"))?;
    tests(root)?;
    println!("\n── generated files");
    generate::run(root, true)?;
    step::run(
        "the programs",
        &mut cargo(&["build", "--locked", "--package", "weiguang", "--package", "weiguang-tools"]),
    )?;
    let program = root.join("target/debug/weiguang");
    step::run("browser: stories and a line that is cut", npm(&["run", "e2e:all"]).env("WEIGUANG_PROGRAM", &program))?;
    let python = python(root)?;
    for (what, script) in [("FHIR: two clients of others", "e2e:fhir"), ("OpenAPI: two tools of others", "e2e:openapi")]
    {
        let mut tools = npm(&["run", script]);
        step::run(what, tools.env("WEIGUANG_PROGRAM", &program).env("WEIGUANG_PYTHON", &python))?;
    }
    println!("\nall good in {:.0} s", began.elapsed().as_secs_f64());
    if ignored::data(root).is_none() {
        println!("{}", ignored::summary(&ignored::list(&Tree::read(root)?)));
    }
    Ok(())
}

/// Checks for the tools, and installs them if permitted: as root on a system with apt.
fn tools() -> Result<(), String> {
    let found = |look: &str| step::answers("sh", &["-c", look]);
    let missing: Vec<_> = TOOLS.iter().filter(|(_, look, _)| !found(look)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().map(|(_, _, package)| *package).collect();
    let line = format!("apt-get install --yes --no-install-recommends {}", packages.join(" "));
    if !found("test \"$(id -u)\" = 0 && command -v apt-get") {
        let why: Vec<_> = missing.iter().map(|(what, _, package)| format!("  {package}: {what}")).collect();
        return Err(format!("These are needed and are not here:\n{}\nAs root: {line}", why.join("\n")));
    }
    let mut install = Command::new("sh");
    install.args(["-c", &format!("apt-get update && {line}")]).env("DEBIAN_FRONTEND", "noninteractive");
    step::run("install what is missing", &mut install)?;
    match missing.iter().find(|(_, look, _)| !found(look)) {
        Some((what, _, package)) => Err(format!("{package} was installed and is still not found; it is for {what}")),
        None => Ok(()),
    }
}

/// Tidy already checks licences, bans and sources; `cargo deny` checks them again if installed.
fn deny(root: &Path) -> Result<(), String> {
    if !step::answers("cargo", &["deny", "--version"]) {
        if std::env::var("WEIGUANG_DENY").as_deref() != Ok("install") {
            println!(
                "\n── cargo deny: not installed, so tidy's own check of licences, bans and sources stands alone \
                 (WEIGUANG_DENY=install gets it)"
            );
            return Ok(());
        }
        let mut install = step::command(root, ".", "cargo", &["install", "--locked", "cargo-deny"]);
        step::run("install cargo-deny", &mut install)?;
    }
    let words = ["deny", "--offline", "--locked", "check", "licenses", "bans", "sources"];
    step::run("cargo deny", &mut step::command(root, ".", "cargo", &words))
}

/// A Python environment for the tests under target/; nothing is installed on the machine. Returns the interpreter.
fn python(root: &Path) -> Result<PathBuf, String> {
    let folder = root.join("target/fhirpy");
    let python = folder.join("bin/python");
    if !python.exists() {
        step::run("a Python of its own", Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    }
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]);
    step::run("its packages", install.arg(root.join("web/e2e/requirements.txt")))?;
    Ok(python)
}

/// All tests in one cluster: by nextest if installed, else by cargo; then doc tests.
fn tests(root: &Path) -> Result<(), String> {
    let with_cluster =
        ["run", "--quiet", "--locked", "--package", "weiguang-store", "--example", "with_cluster", "--", "cargo"];
    let nextest = step::answers("cargo", &["nextest", "--version"]);
    let runner: &[&str] = if nextest {
        &["nextest", "run", "--workspace", "--locked", "--no-fail-fast"]
    } else {
        println!("\ncargo-nextest is not installed: the tests run under `cargo test`, which is slower");
        &["test", "--workspace", "--locked", "--lib", "--bins", "--tests", "--no-fail-fast"]
    };
    // Tests that need real data run if there is some; else they count as skipped and are listed at the end.
    let data = ignored::data(root);
    let every: &[&str] = match (&data, nextest) {
        (None, _) => &[],
        (Some(_), true) => &["--run-ignored", "all"],
        (Some(_), false) => &["--", "--include-ignored"],
    };
    // Builds the binary as well, which the e2e tests run.
    let build = ["build", "--workspace", "--locked", "--bins"];
    step::run("build", &mut step::command(root, ".", "cargo", &build))?;
    let words: Vec<&str> = with_cluster.iter().chain(runner).chain(every).copied().collect();
    let mut tests = step::command(root, ".", "cargo", &words);
    if let Some(folder) = &data {
        tests.env(ignored::DATA, folder);
    }
    step::run("tests", &mut tests)?;
    step::run(
        "examples in the documentation",
        &mut step::command(root, ".", "cargo", &["test", "--workspace", "--locked", "--doc"]),
    )
}
