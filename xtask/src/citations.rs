//! Every path and test that a document mentions exists.

use regex::Regex;

use crate::codes;
use crate::finding::Finding;
use crate::tree::{File, Tree};

/// Prefixes that a document may omit.
const LEFT_OUT: &[&str] = &["", "crates/", "crates/server/src/", "crates/domain/src/", "crates/store/src/", "web/"];
/// Build and runtime output, which is in no checkout; and neighbours of the project.
const MADE: &[&str] = &["target", "web/dist", "web/node_modules", "data", "weiguang-demo", "keys", "backups", ".."];
/// Suffixes by which a word in backticks counts as a file.
const ENDINGS: &[&str] =
    &[".rs", ".toml", ".md", ".sql", ".ts", ".vue", ".json", ".css", ".snap", ".mjs", ".png", ".sh"];

/// Begins a line that lists the tests of the text above it.
const TESTS: &str = "Tests: ";

/// Checks every Markdown file.
#[must_use]
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    let (Ok(link), Ok(code)) = (Regex::new(r"\]\(([^)\s]+)\)"), Regex::new(r"`([^`\s]+)`")) else { return found };
    for file in tree.files.iter().filter(|f| f.ending() == "md") {
        let mut fenced = false;
        for (n, line) in file.text.lines().enumerate() {
            if line.trim_start().starts_with("```") {
                fenced = !fenced;
                continue;
            }
            // Generated rows of the table of codes; a code such as `kernel.json` is no file.
            if fenced || (file.path == codes::PAGE && line.starts_with("| `")) {
                continue;
            }
            for hit in link.captures_iter(line) {
                let target = hit[1].split('#').next().unwrap_or("");
                if !target.is_empty()
                    && !hit[1].contains("://")
                    && !hit[1].starts_with("mailto:")
                    && !beside(tree, file, target)
                {
                    found.push(finding(file, n, target));
                }
            }
            for hit in code.captures_iter(line) {
                let target = hit[1].trim_end_matches(['.', ',', '/']);
                if line.trim_start().starts_with(TESTS) && !is_path(tree, target) && !has_test(tree, target) {
                    found.push(finding(file, n, target));
                }
                if is_path(tree, target) && !exists(tree, file, target) {
                    found.push(finding(file, n, target));
                }
            }
        }
    }
    found
}

fn finding(file: &File, line: usize, target: &str) -> Finding {
    let place = format!("{}:{}", file.path, line + 1);
    Finding::new("citations", format!("{} {target}", file.path), place, format!("`{target}` does not exist"))
}

/// Whether a test of that name exists.
fn has_test(tree: &Tree, name: &str) -> bool {
    let declared = format!("fn {name}(");
    tree.files.iter().any(|file| file.ending() == "rs" && file.text.contains(&declared))
}

/// Whether a word in backticks is a path: it has a file suffix and a folder or is at the root, or begins with one of
/// our folders.
fn is_path(tree: &Tree, word: &str) -> bool {
    let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "._-/".contains(c));
    let ours = word.split_once('/').is_some_and(|(first, _)| !first.is_empty() && tree.root.join(first).is_dir());
    plain && !word.starts_with('/') && (ours || ENDINGS.iter().any(|e| word.ends_with(e)))
}

fn exists(tree: &Tree, file: &File, word: &str) -> bool {
    if MADE.iter().any(|m| word == *m || word.strip_prefix(m).is_some_and(|rest| rest.starts_with('/'))) {
        return true;
    }
    if LEFT_OUT.iter().any(|folder| tree.root.join(format!("{folder}{word}")).exists()) || beside(tree, file, word) {
        return true;
    }
    // A bare name such as `store.rs` means every file of that name.
    !word.contains('/') && tree.files.iter().any(|f| f.name() == word)
}

/// Whether a path exists relative to the document's folder.
fn beside(tree: &Tree, file: &File, target: &str) -> bool {
    let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    tree.root.join(folder).join(target).exists()
}
