//! Applies the faults of the list one by one in a copy of the tree, and checks that the named test fails. Faults of a
//! switched list are compiled in together and activated one by one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::faults::{self, Fault, Part};
use crate::step;
use crate::tree::Tree;

/// The copy and its build output, separate from the project's, because two trees with one target folder would use each
/// other's artefacts.
const COPY: &str = "target/faults/tree";
const BUILT: &str = "target/faults/built";
/// A test that runs longer counts as not ending, which is detected too.
const LONGEST: Duration = Duration::from_secs(180);

/// The result of a test.
enum Ended {
    /// Passed: the fault is not detected.
    Green,
    /// Failed, with the names of failed tests.
    Red(Vec<String>),
    /// Timed out.
    Never,
}

/// Applies the selected faults: by name, by part (`--domain`, `--server`, `--pages`), or all.
///
/// # Errors
/// If the list does not match the code, a test fails without a fault, or a fault is not detected.
pub fn run(root: &Path, words: &[&str]) -> Result<(), String> {
    let tree = Tree::read(root)?;
    let wrong: Vec<String> =
        faults::check(&tree).into_iter().map(|one| format!("{}: {}", one.place, one.says)).collect();
    if !wrong.is_empty() {
        return Err(wrong.join("\n"));
    }
    let chosen = choose(faults::read(&tree).0, words)?;
    let bench = Bench::make(root, tree, &chosen)?;
    bench.without_any(&chosen)?;
    let mut missed = Vec::new();
    println!("{:<44} {:<10} {:>5}  by", "fault", "caught", "s");
    for fault in &chosen {
        let began = Instant::now();
        let (caught, by) = match bench.with(fault)? {
            Ended::Red(failed) => ("yes", failed.join(", ")),
            Ended::Never => ("yes", format!("{} does not end", fault.test)),
            Ended::Green => {
                missed.push(fault);
                ("NO", format!("{}: {}", fault.test, fault.what))
            }
        };
        println!("{:<44} {caught:<10} {:>5.1}  {by}", fault.name, began.elapsed().as_secs_f64());
    }
    println!("{} planted, {} caught", chosen.len(), chosen.len() - missed.len());
    if missed.is_empty() {
        return Ok(());
    }
    Err(format!("not caught: {}", missed.iter().map(|fault| &*fault.name).collect::<Vec<_>>().join(", ")))
}

fn choose(all: Vec<Fault>, words: &[&str]) -> Result<Vec<Fault>, String> {
    let part = |word: &str| match word {
        "--domain" => Some(Part::Domain),
        "--server" => Some(Part::Server),
        "--pages" => Some(Part::Pages),
        _ => None,
    };
    let asked = |word: &str, fault: &Fault| part(word).map_or(fault.name == word, |part| fault.part() == part);
    if let Some(word) = words.iter().find(|word| part(word).is_none() && !all.iter().any(|fault| fault.name == **word))
    {
        return Err(format!("no fault is called `{word}`; --domain, --server and --pages are parts"));
    }
    Ok(all.into_iter().filter(|fault| words.is_empty() || words.iter().any(|word| asked(word, fault))).collect())
}

/// The copy of the tree.
struct Bench {
    tree: Tree,
    copy: PathBuf,
    built: PathBuf,
    /// The files with switched faults.
    switched: BTreeMap<String, String>,
}

impl Bench {
    /// Copies the tree with the switched faults. Unchanged files are not touched, so that they need not be rebuilt.
    fn make(root: &Path, tree: Tree, faults: &[Fault]) -> Result<Self, String> {
        let (copy, built) = (root.join(COPY), root.join(BUILT));
        let switched = faults::built_in(&tree, faults).map_err(|(_, why)| why)?;
        let all = tree.files.iter().map(|file| &file.path).chain(&tree.others);
        for path in all {
            let bytes = match switched.get(path) {
                Some(text) => text.clone().into_bytes(),
                None => fs::read(root.join(path)).map_err(|e| format!("{path}: {e}"))?,
            };
            if fs::read(copy.join(path)).is_ok_and(|there| there == bytes) {
                continue;
            }
            write(&copy.join(path), &bytes)?;
        }
        if copy.join("Cargo.toml").exists() {
            let there = Tree::read(&copy)?;
            let known = |path: &String| tree.others.contains(path) || tree.file(path).is_some();
            for path in there.files.iter().map(|file| &file.path).chain(&there.others).filter(|path| !known(path)) {
                fs::remove_file(copy.join(path)).map_err(|e| format!("{path}: {e}"))?;
            }
        }
        let modules = copy.join("web/node_modules");
        if !modules.exists() {
            std::os::unix::fs::symlink(root.join("web/node_modules"), &modules)
                .map_err(|e| format!("node_modules: {e}"))?;
        }
        Ok(Self { tree, copy, built, switched })
    }

    /// A test that fails without a fault proves nothing.
    fn without_any(&self, faults: &[Fault]) -> Result<(), String> {
        let mut places: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for fault in faults {
            places.entry(self.place(fault)).or_default().insert(&fault.test);
        }
        for (place, tests) in places {
            let tests: Vec<&str> = tests.into_iter().collect();
            match self.test(&place, &tests, "")? {
                Ended::Green => {}
                Ended::Red(failed) => return Err(format!("red without a fault: {}", failed.join(", "))),
                Ended::Never => return Err(format!("the tests of {place} do not end without a fault")),
            }
        }
        Ok(())
    }

    /// Applies or activates one fault, runs its test, and removes the fault.
    fn with(&self, fault: &Fault) -> Result<Ended, String> {
        let test = || {
            let ended = self.test(&self.place(fault), &[&fault.test], &fault.name);
            ended.map_err(|why| format!("`{}`: {why}", fault.name))
        };
        if fault.switched {
            return test();
        }
        let whole = || self.tree.file(&fault.file).map(|file| &file.text);
        let text = self.switched.get(&fault.file).or_else(whole).map_or("", String::as_str);
        let path = self.copy.join(&fault.file);
        write(&path, fault.planted(text)?.as_bytes())?;
        let ended = test();
        write(&path, text.as_bytes())?;
        ended
    }

    /// The location of a fault's test: a crate, or a file of the pages' tests.
    fn place(&self, fault: &Fault) -> String {
        match fault.part() {
            Part::Pages => fault.page_test(&self.tree).unwrap_or_default(),
            _ => fault.file.split('/').take(2).collect::<Vec<_>>().join("/"),
        }
    }

    fn test(&self, place: &str, tests: &[&str], on: &str) -> Result<Ended, String> {
        if let Some(file) = place.strip_prefix("web/") { self.page(file, tests) } else { self.rust(place, tests, on) }
    }

    /// Builds and runs the named tests of a crate, with one fault activated.
    fn rust(&self, folder: &str, tests: &[&str], on: &str) -> Result<Ended, String> {
        let words = ["test", "--locked", "--no-run", "--lib", "--quiet", "--message-format=json-render-diagnostics"];
        let mut build = step::command(&self.copy, folder, "cargo", &words);
        build.env("CARGO_TARGET_DIR", &self.built).env("CARGO_PROFILE_DEV_DEBUG", "false");
        let told = String::from_utf8_lossy(&step::output(&mut build)?).into_owned();
        let program = told.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        let program = program.filter_map(|one| one["executable"].as_str().map(ToOwned::to_owned)).next_back();
        let program = program.ok_or_else(|| format!("{folder} has no tests"))?;
        let mut run = step::command(&self.copy, folder, &program, tests);
        run.env("CARGO_MANIFEST_DIR", self.copy.join(folder)).env("INSTA_UPDATE", "no").env(faults::SWITCH, on);
        run.env("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "true");
        let Some(said) = said_in_time(&mut run, &self.built.join("said"))? else { return Ok(Ended::Never) };
        let ended = |how: &str| -> Vec<String> {
            let name =
                |line: &str| line.strip_prefix("test ")?.strip_suffix(how)?.rsplit("::").next().map(ToOwned::to_owned);
            said.lines().filter_map(name).collect()
        };
        let (failed, held) = (ended(" ... FAILED"), ended(" ... ok"));
        let ran = |test: &&&str| failed.iter().chain(&held).any(|name| name == **test);
        judged(tests, ran, failed.iter().any(|name| tests.contains(&&**name)).then(|| failed.clone()), &said)
    }

    /// Runs a file of the pages' tests.
    fn page(&self, file: &str, tests: &[&str]) -> Result<Ended, String> {
        let report = self.copy.join("target/page-tests.json");
        let out = format!("--outputFile={}", report.display());
        write(&report, b"")?;
        let words = ["node_modules/vitest/vitest.mjs", "run", file, "--reporter=json", &out];
        let mut run = step::command(&self.copy, "web", "node", &words);
        let Some(said) = said_in_time(&mut run, &self.copy.join("target/said"))? else { return Ok(Ended::Never) };
        let report = fs::read_to_string(&report).map_err(|e| e.to_string())?;
        let report: serde_json::Value =
            serde_json::from_str(&report).map_err(|_| format!("{file} did not run:\n{said}"))?;
        let files = report["testResults"].as_array().into_iter().flatten();
        let all: Vec<(&str, bool)> = files
            .flat_map(|file| file["assertionResults"].as_array().into_iter().flatten())
            .map(|one| (one["fullName"].as_str().unwrap_or_default(), one["status"] == "failed"))
            .collect();
        let ran = |test: &&&str| all.iter().any(|(name, _)| name.contains(**test));
        let failed: Vec<&str> = all.iter().filter(|(_, failed)| *failed).map(|(name, _)| *name).collect();
        let red = failed.iter().any(|name| tests.iter().any(|test| name.contains(test)));
        judged(tests, ran, red.then(|| failed.iter().take(3).map(|name| (*name).to_owned()).collect()), &said)
    }
}

/// The result of the requested tests; each of them must have run.
fn judged(
    tests: &[&str],
    ran: impl Fn(&&&str) -> bool,
    failed: Option<Vec<String>>,
    said: &str,
) -> Result<Ended, String> {
    match (tests.iter().find(|test| !ran(test)), failed) {
        (Some(test), _) => Err(format!("{test} did not run:\n{said}")),
        (None, Some(failed)) => Ok(Ended::Red(failed)),
        (None, None) => Ok(Ended::Green),
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let told = |e: std::io::Error| format!("{}: {e}", path.display());
    path.parent().map_or(Ok(()), fs::create_dir_all).map_err(told)?;
    fs::write(path, bytes).map_err(told)
}

/// The output of a program, unless it times out; written to a file, because a full pipe would block it.
fn said_in_time(command: &mut Command, path: &Path) -> Result<Option<String>, String> {
    write(path, b"")?;
    let file = fs::File::create(path).map_err(|e| e.to_string())?;
    let other = file.try_clone().map_err(|e| e.to_string())?;
    let began = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(file).stderr(other).spawn().map_err(|e| e.to_string())?;
    while child.try_wait().map_err(|e| e.to_string())?.is_none() {
        if began.elapsed() > LONGEST {
            child.kill().and_then(|()| child.wait()).map_err(|e| e.to_string())?;
            return Ok(None);
        }
        sleep(Duration::from_millis(20));
    }
    fs::read(path).map(|bytes| Some(String::from_utf8_lossy(&bytes).into_owned())).map_err(|e| e.to_string())
}
