//! Tables are exported by one writer, which escapes formulas.

use regex::Regex;

use crate::finding::Finding;
use crate::rust_text::RustText;
use crate::tree::Tree;

/// The writer; and the temporary file of an import, which is never exported.
const WRITERS: [&str; 2] = ["crates/server/src/outside/sheet.rs", "crates/server/src/rooms/imports/sink.rs"];

/// Checks every file that could write a table.
#[must_use]
pub fn check(tree: &Tree) -> Vec<Finding> {
    let (Ok(writes), Ok(named)) = (
        Regex::new(r"\bcsv::Writer|\bcsv::\{[^}]*Writer|\brust_xlsxwriter\b"),
        Regex::new(r#"["'`](text/csv|data:text/csv|application/vnd\.ms-excel)"#),
    ) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for file in tree.under("crates/", &["rs"]).filter(|f| !WRITERS.contains(&f.path.as_str()) && !f.is_test()) {
        let read = RustText::read(&file.text);
        let code = writes.find_iter(&read.code).map(|hit| hit.start());
        let words = read.literals.iter().filter(|l| l.text.starts_with("text/csv")).map(|l| l.start);
        for byte in code.chain(words).filter(|byte| !read.in_tests(*byte)) {
            let says = format!("a table that leaves goes through {}, so that no cell acts as a formula", WRITERS[0]);
            found.push(Finding::new("sheets", &file.path, format!("{}:{}", file.path, file.line(byte)), says));
        }
    }
    for file in tree.under("web/apps/", &["ts", "vue"]).chain(tree.under("web/packages/", &["ts", "vue"])) {
        for hit in named.find_iter(&file.text) {
            let says = "a table is made by the server, whose writer lets no cell act as a formula";
            found.push(Finding::new("sheets", &file.path, format!("{}:{}", file.path, file.line(hit.start())), says));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::File;

    fn found(path: &str, text: &str) -> usize {
        let file = File { path: path.into(), text: text.into() };
        check(&Tree { root: ".".into(), files: vec![file], others: Vec::new() }).len()
    }

    #[test]
    fn a_second_writer_of_tables_is_found() {
        let writer = "fn f() { let w = csv::WriterBuilder::new(); }";
        assert_eq!(found("crates/server/src/rooms/visits/list.rs", writer), 1);
        assert_eq!(found(WRITERS[0], writer), 0);
        assert_eq!(found("crates/server/src/rooms/visits/list_tests.rs", writer), 0);
        assert_eq!(found("crates/cli/src/list.rs", "use rust_xlsxwriter::Workbook;"), 1);
        assert_eq!(found("crates/server/src/rooms/care/list.rs", "const T: &str = \"text/csv; charset=utf-8\";"), 1);
        assert_eq!(
            found("crates/server/src/rooms/care/list.rs", "// a text/csv of old\nfn f() { csv::Reader::new() }"),
            0
        );
        assert_eq!(found("web/apps/console/src/list.ts", "new Blob([rows], { type: 'text/csv' })"), 1);
        assert_eq!(found("web/apps/console/src/list.ts", "accept = '.csv'"), 0);
    }
}
