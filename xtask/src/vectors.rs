//! The shared test vectors in `vectors/`: each is used by a Rust test and a test of the pages; `gen vectors` writes
//! those that are generated.

use std::path::Path;

use crate::finding::Finding;
use crate::step;
use crate::tree::Tree;

const FOLDER: &str = "vectors/";

/// Checks that every file is named by a test on both sides.
#[must_use]
pub fn check(tree: &Tree) -> Vec<Finding> {
    let named = |folder: &str, endings: &[&str], name: &str| {
        let forms = [format!("fresh(\"{name}\""), format!("/vectors/{name}.json\""), format!("('{name}')")];
        tree.under(folder, endings).any(|f| forms.iter().any(|form| f.text.contains(form)))
    };
    let mut found = Vec::new();
    for file in tree.under(FOLDER, &["json"]) {
        let name = file.name().trim_end_matches(".json");
        for (side, folder, endings) in [("Rust", "crates/domain/src/", ["rs"]), ("TypeScript", "web/test/", ["ts"])] {
            if !named(folder, &endings, name) {
                let says = format!("no test in {side} runs these cases: see vectors/README.md");
                found.push(Finding::new("vectors", format!("{name} {side}"), &file.path, says));
            }
        }
    }
    found
}

/// Regenerates the files from the domain's tests.
///
/// # Errors
/// If the domain's tests do not build, or another of them fails.
pub fn write(root: &Path) -> Result<(), String> {
    let mut command =
        step::command(root, ".", "cargo", &["test", "--quiet", "--package", "weiguang-domain", "vectors::"]);
    command.env("WEIGUANG_WRITE", "1");
    step::output(&mut command).map(|_| println!("{FOLDER}: written"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::File;

    #[test]
    fn cases_that_one_side_does_not_run_are_found() {
        let file = |path: &str, text: &str| File { path: path.into(), text: text.into() };
        let tree = Tree {
            root: ".".into(),
            files: vec![
                file("crates/domain/src/a/vectors.rs", "fresh(\"both\", x); fresh(\"rust-only\", x);"),
                file("vectors/both.json", ""),
                file("vectors/pages-only.json", ""),
                file("vectors/rust-only.json", ""),
                file("web/test/a.test.ts", "vectors('both'); vectors('pages-only')"),
            ],
            others: Vec::new(),
        };
        let keys: Vec<String> = check(&tree).into_iter().map(|finding| finding.key).collect();
        assert_eq!(keys, ["pages-only Rust", "rust-only TypeScript"]);
    }
}
