//! From a clean checkout to the demonstration street in the browser: builds outdated pages and the programs, and serves.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use crate::step;

/// Serves the demonstration street; arguments after `start` are for `weiguang demo`.
///
/// # Errors
/// If a tool is missing, or a step fails.
pub fn run(root: &Path, rest: &[&str]) -> Result<(), String> {
    pages(root)?;
    println!(
        "\nThe first build takes some minutes. When the program says that it listens, open\n  \
         http://127.0.0.1:8420/        the console: sign in by a click on one of the made-up people\n  \
         http://127.0.0.1:8420/m/      the phone of a grid member, at work without a network too: sign in by a click, then cut the line\n  \
         http://127.0.0.1:8420/r/      what residents see: report a matter, follow it by its link\n  \
         http://127.0.0.1:8420/api/docs  the API\nCtrl-C ends it."
    );
    // Both programs: `demo` is in the second one.
    let build = ["build", "--release", "--locked", "--package", "weiguang", "--package", "weiguang-tools"];
    step::run("the programs", &mut step::command(root, ".", "cargo", &build))?;
    let mut words = vec!["run", "--release", "--locked", "--package", "weiguang", "--", "demo", "--serve"];
    words.extend(rest);
    step::run("the demonstration street", &mut step::command(root, ".", "cargo", &words))
}

/// Builds the pages, if a source is newer.
///
/// # Errors
/// If Node.js is missing or too old, or the build fails.
pub fn pages(root: &Path) -> Result<(), String> {
    install(root)?;
    let built = root.join("web/dist/console/index.html");
    let built = fs::metadata(&built).and_then(|m| m.modified()).ok();
    let newest = ["web/apps", "web/packages", "web/package-lock.json", "web/vite.face.ts"];
    let newest = newest.iter().filter_map(|p| newest_in(&root.join(p))).max();
    if built.is_some() && built > newest {
        println!("web: the pages are fresh");
        return Ok(());
    }
    step::run("web: build", &mut step::command(root, "web", "npm", &["run", "build"]))
}

/// Installs npm packages, if the lock file is newer.
///
/// # Errors
/// If Node.js is missing or too old, or npm fails.
pub fn install(root: &Path) -> Result<(), String> {
    if !step::answers("node", &["-e", "process.exit(+process.versions.node.split('.')[0] >= 20 ? 0 : 1)"]) {
        return Err("Node.js 20 or newer with npm is needed to build the pages (https://nodejs.org)".into());
    }
    // npm writes this file last.
    let there = newest_in(&root.join("web/node_modules/.package-lock.json"));
    if there.is_some() && there > newest_in(&root.join("web/package-lock.json")) {
        println!("web: node_modules are fresh");
        return Ok(());
    }
    step::run("web: install", &mut step::command(root, "web", "npm", &["ci", "--no-audit", "--no-fund"]))
}

/// The modification time of the newest file at or under this path.
fn newest_in(path: &Path) -> Option<SystemTime> {
    let about = fs::metadata(path).ok()?;
    if about.is_file() {
        return about.modified().ok();
    }
    fs::read_dir(path).ok()?.filter_map(Result::ok).filter_map(|entry| newest_in(&entry.path())).max()
}
