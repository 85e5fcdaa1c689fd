//! Checks of every source file: a comment at its start, its length, its name, no unexplained lint exceptions.

use regex::Regex;

use crate::finding::Finding;
use crate::rust_text::RustText;
use crate::tree::{File, Tree};

/// Maximum lines without a reason.
const LONG: usize = 400;
/// The same for pages, where the formatter puts each attribute on its own line.
const LONG_PAGE: usize = 560;
/// Names without meaning.
const EMPTY_NAMES: &[&str] = &["common", "utils", "util", "helpers", "shared", "models", "services", "types", "misc"];
/// Generated files are exempt.
const GENERATED: &str = "web/packages/api/schema";
/// Suffixes of source files.
const SOURCES: &[&str] = &["rs", "ts", "mjs", "vue", "css", "sql"];

/// Checks every source file.
#[must_use]
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in tree.files.iter().filter(|f| SOURCES.contains(&f.ending()) && !f.path.starts_with(GENERATED)) {
        opening(file, &mut found);
        length(file, &mut found);
        name(file, &mut found);
        left_over(file, &mut found);
        if file.ending() == "rs" {
            allowed_lints(file, &mut found);
        }
    }
    migrations(tree, &mut found);
    found
}

fn opening(file: &File, found: &mut Vec<Finding>) {
    let text = file.text.trim_start_matches('\u{feff}');
    // The first line of a script may be a shebang.
    let text = if text.starts_with("#!/") { text.split_once('\n').map_or("", |(_, rest)| rest) } else { text };
    let (wanted, good) = match file.ending() {
        "rs" => ("a `//!` line", text.starts_with("//!")),
        "vue" => ("an HTML comment", text.starts_with("<!--")),
        "css" => ("a comment", text.starts_with("/*")),
        "sql" => ("a `--` line", text.starts_with("--")),
        _ => ("a comment", text.starts_with("//") || text.starts_with("/*")),
    };
    if !good {
        let says = format!("open the file with {wanted} that says why it exists");
        found.push(Finding::new("opening", &file.path, &file.path, says));
    }
}

fn length(file: &File, found: &mut Vec<Finding>) {
    let lines = file.text.lines().count();
    let most = if matches!(file.ending(), "ts" | "mjs" | "vue" | "css") { LONG_PAGE } else { LONG };
    if lines > most {
        let says = format!("{lines} lines; more than {most} need a reason: split it by sense");
        let count = u64::try_from(lines).ok();
        found.push(Finding { count, ..Finding::new("long-files", &file.path, &file.path, says) });
    }
}

fn name(file: &File, found: &mut Vec<Finding>) {
    let stem = file.name().split('.').next().unwrap_or("");
    let folders = file.path.split('/').rev().skip(1);
    if let Some(word) = folders.chain([stem]).find(|w| EMPTY_NAMES.contains(w)) {
        let says = format!("`{word}` says nothing: name it after what it is in the field");
        found.push(Finding::new("names", &file.path, &file.path, says));
    }
}

/// Postponed work needs an issue number.
fn left_over(file: &File, found: &mut Vec<Finding>) {
    // Split, so that this file does not match.
    let words = ["TO", "DO|FIX", "ME|X", "XX"].concat();
    let Ok(wish) = Regex::new(&format!(r"\b({words})\b(\(#\d+\))?")) else { return };
    for hit in wish.captures_iter(&file.text) {
        let (Some(whole), None) = (hit.get(0), hit.get(2)) else { continue };
        let place = format!("{}:{}", file.path, file.line(whole.start()));
        found.push(Finding::new("left-over", &file.path, place, "put off without the number of an issue"));
    }
}

/// Lint exceptions need a reason and must be in use: `#[expect(…, reason = "…")]`.
fn allowed_lints(file: &File, found: &mut Vec<Finding>) {
    let read = RustText::read(&file.text);
    let attribute = ["#", "[allow("].concat();
    let inner = ["#!", "[allow("].concat();
    for (byte, _) in read.code.match_indices(&attribute).chain(read.code.match_indices(&inner)) {
        let place = format!("{}:{}", file.path, file.line(byte));
        found.push(Finding::new("allow", &file.path, place, "use `expect` with a reason"));
    }
    for (byte, _) in read.code.match_indices("[expect(") {
        let until = read.code[byte..].find(")]").map_or(read.code.len(), |n| byte + n);
        if !read.code[byte..until].contains("reason") {
            let place = format!("{}:{}", file.path, file.line(byte));
            found.push(Finding::new("allow", &file.path, place, "say the reason of the `expect`"));
        }
    }
}

/// Migrations are numbered from 1 without gaps, and each is in the program's list.
fn migrations(tree: &Tree, found: &mut Vec<Finding>) {
    let list = tree.file("crates/server/src/migrations.rs").map_or("", |f| f.text.as_str());
    let folder = "crates/server/migrations/";
    for (n, file) in tree.under(folder, &["sql"]).enumerate() {
        let wanted = format!("{:04}_", n + 1);
        if !file.name().starts_with(&wanted) {
            let says = format!("migrations are numbered without gaps; this place is that of {wanted}…");
            found.push(Finding::new("migrations", &file.path, &file.path, says));
        }
        if !list.contains(file.name()) {
            let says = "the migration is not in the list in crates/server/src/migrations.rs";
            found.push(Finding::new("migrations", &file.path, &file.path, says));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(path: &str, text: &str) -> Vec<&'static str> {
        let file = File { path: path.into(), text: text.into() };
        let tree = Tree { root: ".".into(), files: vec![file], others: Vec::new() };
        check(&tree).into_iter().map(|f| f.rule).collect()
    }

    #[test]
    fn each_rule_finds_what_it_is_for_and_nothing_in_a_good_file() {
        assert_eq!(rules("crates/a/src/case.rs", "//! Why.\nfn f() {}\n"), Vec::<&str>::new());
        assert_eq!(rules("crates/a/src/case.rs", "fn f() {}\n"), ["opening"]);
        assert_eq!(rules("web/a/Case.vue", "<template/>\n"), ["opening"]);
        assert_eq!(rules("web/a/utils/case.ts", "// Why.\n"), ["names"]);
        assert_eq!(rules("crates/a/src/case.rs", &format!("//! Why.\n{}", "\n".repeat(400))), ["long-files"]);
        let put_off = ["//! Why.\n// TO", "DO: later\n"].concat();
        assert_eq!(rules("crates/a/src/case.rs", &put_off), ["left-over"]);
        let numbered = ["//! Why.\n// TO", "DO(#7): later\n"].concat();
        assert_eq!(rules("crates/a/src/case.rs", &numbered), Vec::<&str>::new());
        assert_eq!(rules("crates/a/src/case.rs", &["//! Why.\n#", "[allow(x)]\nfn f() {}"].concat()), ["allow"]);
        assert_eq!(rules("crates/a/src/case.rs", "//! Why.\n#[expect(x)]\nfn f() {}"), ["allow"]);
        assert_eq!(rules("crates/server/migrations/0002_x.sql", "-- Why.\n"), ["migrations", "migrations"]);
    }
}
