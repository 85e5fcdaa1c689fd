//! Tests with special requirements: marked as ignored with a reason, so that they count as not run and never as passed.

use regex::Regex;
use std::path::{Path, PathBuf};

use crate::finding::Finding;
use crate::tree::Tree;

/// The variable that names the folder of real data, and its default.
pub const DATA: &str = "WEIGUANG_DATA";
const BESIDE: &str = "../shared/data";

/// A test that runs only on request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// The function name.
    pub name: String,
    /// What it needs.
    pub reason: String,
    /// `path:line`.
    pub place: String,
}

/// All ignored tests with a reason.
#[must_use]
pub fn list(tree: &Tree) -> Vec<Ignored> {
    let Ok(marked) = Regex::new(r#"#\[ignore = "([^"]*)"\]\s*(?:#\[[^\]]*\]\s*)*(?:async )?fn (\w+)"#) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for file in tree.files.iter().filter(|file| file.ending() == "rs") {
        for found in marked.captures_iter(&file.text) {
            let byte = found.get(0).map_or(0, |whole| whole.start());
            let place = format!("{}:{}", file.path, file.line(byte));
            all.push(Ignored { name: found[2].to_owned(), reason: found[1].to_owned(), place });
        }
    }
    all
}

/// Ignored tests need a reason, and no test may skip itself.
#[must_use]
pub fn check(tree: &Tree) -> Vec<Finding> {
    let (bare, itself) = (["#[ign", "ore]"].concat(), ["println!(\"passed ", "over"].concat());
    let mut found = Vec::new();
    for file in tree.files.iter().filter(|file| file.ending() == "rs") {
        for (text, says) in [
            (&bare, "say what the test needs: `#[ignore = \"needs …\"]`"),
            (&itself, "a test that leaves itself out counts as passed: mark it `#[ignore = \"needs …\"]`"),
        ] {
            for (byte, _) in file.text.match_indices(text.as_str()) {
                let place = format!("{}:{}", file.path, file.line(byte));
                found.push(Finding::new("ignored", &file.path, place, says));
            }
        }
    }
    found
}

/// The folder of real data, if it exists.
#[must_use]
pub fn data(root: &Path) -> Option<PathBuf> {
    let folder = std::env::var_os(DATA).map_or_else(|| root.join(BESIDE), PathBuf::from);
    folder.is_dir().then(|| folder.canonicalize().ok()).flatten()
}

/// A summary of tests that did not run; empty if all did.
#[must_use]
pub fn summary(left: &[Ignored]) -> String {
    let lines: Vec<String> = left.iter().map(|one| format!("  {} ({}): {}", one.name, one.place, one.reason)).collect();
    if lines.is_empty() { String::new() } else { format!("{} tests were not run:\n{}", lines.len(), lines.join("\n")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::File;

    fn tree(text: &str) -> Tree {
        let file = File { path: "crates/a/src/b.rs".into(), text: text.into() };
        Tree { root: ".".into(), files: vec![file], others: Vec::new() }
    }

    #[test]
    fn what_is_left_out_is_named_with_its_reason() {
        let mark = ["#[ign", "ore = \"needs data\"]"].concat();
        let all = list(&tree(&format!("//! Why.\n#[test]\n{mark}\nfn reads_all() {{}}\n#[test]\nfn other() {{}}\n")));
        assert_eq!(all.len(), 1);
        assert_eq!(summary(&all), "1 tests were not run:\n  reads_all (crates/a/src/b.rs:3): needs data");
        assert_eq!(summary(&[]), "");
    }

    #[test]
    fn a_test_without_a_reason_and_one_that_leaves_itself_out_are_found() {
        let bare = ["#[ign", "ore]\nfn a() {}\n"].concat();
        let itself = ["println!(\"passed ", "over: no data\"); return;"].concat();
        let rules: Vec<_> = check(&tree(&format!("{bare}{itself}"))).into_iter().map(|f| (f.rule, f.place)).collect();
        assert_eq!(rules, [("ignored", "crates/a/src/b.rs:1".into()), ("ignored", "crates/a/src/b.rs:3".into())]);
    }
}
