//! Problem codes: collected from the sources, listed in `docs/api-design.md`, never reused once retired.

use regex::Regex;
use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::rooms;
use crate::rust_text::{Literal, RustText};
use crate::tree::Tree;

/// The page with the table.
pub const PAGE: &str = "docs/api-design.md";
const OPEN: &str = "<!-- codes: written by `cargo xtask gen` -->";
const RETIRED: &str = "<!-- retired: written by `cargo xtask gen` -->";
const CLOSE: &str = "<!-- end of codes -->";

/// A code in the sources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Made {
    /// The Chinese message as in the source; empty if it is built dynamically.
    zh: String,
    /// The English message likewise.
    en: String,
    /// The first file with it.
    path: String,
}

/// Checks that the page lists every code, that no retired code is used, and that each begins with a room's name.
///
/// # Errors
/// If the table of rooms cannot be read.
pub fn check(tree: &Tree) -> Result<Vec<Finding>, String> {
    let made = made(tree);
    let rooms = rooms::table(tree)?;
    let mut found = Vec::new();
    for (code, place) in &made {
        let room = code.split('.').next().unwrap_or("");
        if !rooms.iter().any(|r| r.name == room) {
            found.push(Finding::new("codes", code, &place.path, format!("`{code}` begins with no room's word")));
        }
    }
    let Some(page) = tree.file(PAGE) else {
        found.push(Finding::new("codes", PAGE, PAGE, "the page is missing"));
        return Ok(found);
    };
    for code in retired(&page.text) {
        if let Some(place) = made.get(&code) {
            let says = format!("`{code}` was retired and may not be used again: choose another word");
            found.push(Finding::new("codes", &code, &place.path, says));
        }
    }
    if written(&page.text, &made).is_none_or(|text| text != page.text) {
        found.push(Finding::new("codes", PAGE, PAGE, "the table of codes is stale: run `cargo xtask gen codes`"));
    }
    Ok(found)
}

/// The page with a regenerated table; `None` without the markers.
#[must_use]
pub fn page(tree: &Tree) -> Option<String> {
    written(&tree.file(PAGE)?.text, &made(tree))
}

/// The codes of each room as JSON, for the API description; shared ones are grouped by status.
#[must_use]
pub fn by_room(tree: &Tree) -> String {
    let mut rooms: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for code in made(tree).into_keys() {
        let room = code.split('.').next().unwrap_or_default().to_owned();
        if room != "kernel" {
            rooms.entry(room).or_default().push(code);
        }
    }
    serde_json::to_string_pretty(&rooms).unwrap_or_default()
}

fn written(page: &str, made: &BTreeMap<String, Made>) -> Option<String> {
    let (head, rest) = page.split_once(OPEN)?;
    let (_, tail) = rest.split_once(CLOSE)?;
    let mut text = format!("{head}{OPEN}\n\n| code | 中文 | English | made in |\n| --- | --- | --- | --- |\n");
    for (code, m) in made {
        text.push_str(&format!("| `{code}` | {} | {} | `{}` |\n", m.zh, m.en, m.path));
    }
    let mut gone = retired(page);
    gone.extend(table_codes(rest.split_once(RETIRED).map_or("", |(table, _)| table)));
    gone.retain(|code| !made.contains_key(code));
    gone.sort();
    gone.dedup();
    let list = if gone.is_empty() {
        "none".to_owned()
    } else {
        gone.iter().map(|c| format!("`{c}`")).collect::<Vec<_>>().join(", ")
    };
    text.push_str(&format!("\n{RETIRED}\n\nRetired, and not to be used again: {list}.\n\n{CLOSE}{tail}"));
    Some(text)
}

/// The codes in the first column of a table.
fn table_codes(text: &str) -> Vec<String> {
    text.lines().filter_map(|l| Some(l.strip_prefix("| `")?.split_once('`')?.0.to_owned())).collect()
}

/// The retired codes.
fn retired(page: &str) -> Vec<String> {
    let list = page.split_once(RETIRED).and_then(|(_, rest)| rest.split_once(CLOSE)).map_or("", |(list, _)| list);
    list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// All codes that the program can return. A code is recognised by the Chinese message after it.
fn made(tree: &Tree) -> BTreeMap<String, Made> {
    let mut all: BTreeMap<String, Made> = BTreeMap::new();
    let Ok(form) = Regex::new(r"^[a-z]+\.[a-z][a-z0-9-]*$") else { return all };
    let files = tree.under("crates/server/src/", &["rs"]).chain(tree.under("crates/domain/src/", &["rs"]));
    for file in files.filter(|f| !f.name().contains("test") && f.path != "crates/server/src/doctor/statements.rs") {
        let read = RustText::read(&file.text);
        for (n, literal) in read.literals.iter().enumerate() {
            if !form.is_match(&literal.text) || read.in_tests(literal.start) {
                continue;
            }
            let zh = sentence(&read, literal, read.literals.get(n + 1));
            let en =
                zh.as_ref().and(read.literals.get(n + 1)).and_then(|l| sentence(&read, l, read.literals.get(n + 2)));
            // Messages in variables have these names.
            let named = read.code[literal.end..].trim_start_matches([',', ' ', '\n', ')']).starts_with("zh");
            let chinese = zh.as_deref().is_some_and(|z| z.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)));
            if !chinese && !named {
                continue;
            }
            let entry = all.entry(literal.text.clone()).or_default();
            let (zh, en) = (zh.filter(|_| chinese).unwrap_or_default(), en.filter(|_| chinese).unwrap_or_default());
            // The most complete occurrence is shown.
            let more = |there: &str, here: &str| there.is_empty() && !here.is_empty();
            if entry.path.is_empty() || more(&entry.zh, &zh) || more(&entry.en, &en) {
                *entry = Made { zh: cell(&zh), en: cell(&en), path: file.path.clone() };
            }
        }
    }
    all
}

/// The next literal, if it is the next argument: only a comma, spaces, calls such as `format!(` or `.to_owned()`, and
/// arguments of the previous `format!` are between them.
fn sentence(read: &RustText, this: &Literal, next: Option<&Literal>) -> Option<String> {
    let next = next?;
    let between = &read.code[this.end..next.start];
    let plain = between.trim();
    let ends = plain == "," || plain.ends_with("format!(") || plain.ends_with(',') || plain.ends_with("t(");
    (ends && between.len() < 160 && !between.contains(';') && !between.contains("=>")).then(|| next.text.clone())
}

/// A message as a table cell: one line, escaped.
fn cell(text: &str) -> String {
    let joined = text.replace("\\\n", " ").replace("\\\"", "\"");
    joined.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|").replace('{', "‹").replace('}', "›")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::File;

    fn tree(source: &str) -> Tree {
        Tree {
            root: ".".into(),
            files: vec![File { path: "crates/server/src/problem/mod.rs".into(), text: source.into() }],
            others: Vec::new(),
        }
    }

    const SOURCE: &str = r#"
        fn f() { rule("cases.own-pause", "不能批准自己的", "not one's own"); tell("cases.changed", 1);
          let x = ("access.locked", format!("请在 {} 后再试", a), format!("after {}", b));
          fault("due", "cases.part-due", zh, en); }
    "#;

    #[test]
    fn a_code_is_known_by_its_chinese_sentence_and_an_event_is_none() {
        let made = made(&tree(SOURCE));
        assert_eq!(made.keys().collect::<Vec<_>>(), ["access.locked", "cases.own-pause", "cases.part-due"]);
        assert_eq!(made["access.locked"].zh, "请在 ‹› 后再试");
        assert_eq!(made["access.locked"].en, "after ‹›");
        assert_eq!(made["cases.own-pause"].en, "not one's own");
    }

    #[test]
    fn a_code_that_is_made_no_more_is_kept_as_retired() {
        let empty = format!("# Page\n{OPEN}\n{RETIRED}\n{CLOSE}\nend\n");
        let first = written(&empty, &made(&tree(SOURCE))).unwrap();
        assert!(
            first.contains("| `cases.own-pause` | 不能批准自己的 | not one's own |")
                && first.contains("used again: none.")
        );
        let second = written(&first, &made(&tree(""))).unwrap();
        assert_eq!(retired(&second), ["access.locked", "cases.own-pause", "cases.part-due"]);
        assert_eq!(written(&second, &made(&tree(""))).unwrap(), second, "written twice is written once");
    }
}
