//! SQL only in files whose statements a test prepares on both engines, and no branch on the engine in rooms.

use regex::Regex;

use crate::finding::Finding;
use crate::rust_text::RustText;
use crate::tree::{File, Tree};

/// Where statements outside rooms must be registered, for a test and for `doctor`.
const REGISTER: &str = "crates/server/src/doctor/statements.rs";
/// Folders of rooms: each room's statements are registered in its room.rs.
const ROOMS: &[&str] = &["crates/server/src/rooms/"];

/// Test files, by name: they may query rows and engines.
fn is_test(file: &File) -> bool {
    let name = file.name();
    file.is_test() || matches!(name, "testing.rs" | "stories.rs" | "data_classes.rs") || name.ends_with("_stories.rs")
}

/// Checks every Rust file outside the store.
#[must_use]
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    let (Ok(sql), Ok(engine), Ok(name)) = (
        Regex::new(r"(?s)^\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH|CREATE|DROP|ALTER|PRAGMA)\s"),
        Regex::new(r"\.engine\(\)|weiguang_store::(\{[^}]*)?\bEngine\b"),
        Regex::new(r"\bconst\s+(\w+)\s*:\s*&(?:'static )?str\s*=\s*(?:concat!\s*\(\s*)?$"),
    ) else {
        return found;
    };
    let ours = tree.files.iter().filter(|f| f.ending() == "rs" && !is_test(f));
    for file in ours.filter(|f| !f.path.starts_with("crates/store/") && !f.path.starts_with("xtask/")) {
        let read = RustText::read(&file.text);
        let statements = statements(&read.code);
        // SQL built by a macro or function: its list is a function as well.
        let made = read.code.contains("pub fn statements(");
        let place = |byte: usize| format!("{}:{}", file.path, file.line(byte));
        for literal in read.literals.iter().filter(|l| sql.is_match(&l.text) && !read.in_tests(l.start)) {
            let constant = name.captures(&read.code[..literal.start]).and_then(|c| c.get(1)).map(|m| m.as_str());
            let says = match (statements, constant) {
                (None, None) if made => continue,
                (None, _) => "SQL outside a file that exports STATEMENTS: move it to the room's store.rs".to_owned(),
                // A part of a text in a macro: only the resulting constant counts.
                (Some(_), None) => continue,
                (Some(list), Some(constant)) if !mentions(list, constant) => {
                    format!("{constant} is not in STATEMENTS, so no test prepares it")
                }
                _ => continue,
            };
            found.push(Finding::new("sql", &file.path, place(literal.start), says));
        }
        if (statements.is_some() || made) && file.path.starts_with("crates/server/src/") {
            let (register, list) = registered(tree, file);
            // Helpers that build statements are called by the lists of their users.
            let called = list.replace("STATEMENTS", "statements(");
            let called = called.rsplit("::").take(2).collect::<Vec<_>>();
            let called = called.into_iter().rev().collect::<Vec<_>>().join("::");
            let lists = tree.under("crates/server/src/", &["rs"]).filter(|f| f.path != file.path);
            let makes = made && lists.map(|f| &f.text).any(|text| text.contains(&called));
            if !makes && !tree.file(&register).is_some_and(|f| f.text.contains(&list)) {
                found.push(Finding::new("sql", &file.path, &file.path, format!("{list} is not in {register}")));
            }
        }
        let may_ask = !file.path.starts_with("crates/server/") && !file.path.starts_with("crates/cli/");
        for hit in engine.find_iter(&read.code).filter(|m| !may_ask && !read.in_tests(m.start())) {
            let says = "asks for the engine: what differs between engines is a named method of crates/store";
            found.push(Finding::new("engine", &file.path, place(hit.start()), says));
        }
    }
    found
}

/// The content of `pub const STATEMENTS`.
fn statements(code: &str) -> Option<&str> {
    let from = code.find("pub const STATEMENTS")?;
    let rest = &code[from..];
    Some(&rest[..rest.find("];").unwrap_or(rest.len())])
}

/// Whether a list contains this constant as a whole word.
fn mentions(list: &str, constant: &str) -> bool {
    list.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|word| word == constant)
}

/// Where a file's list must be registered, and its name there: `queue::STATEMENTS` in the room's `room.rs`, else
/// `access::store::STATEMENTS` in the register.
fn registered(tree: &Tree, file: &File) -> (String, String) {
    let list = |path: &str| {
        let path = path.trim_end_matches(".rs").trim_end_matches("/mod");
        format!("{}::STATEMENTS", path.replace('/', "::"))
    };
    for base in ROOMS {
        if let Some((room, rest)) = file.path.strip_prefix(base).and_then(|path| path.split_once('/'))
            && let register = format!("{base}{room}/room.rs")
            && tree.file(&register).is_some()
        {
            return (register, list(rest));
        }
    }
    (REGISTER.to_owned(), list(file.path.trim_start_matches("crates/server/src/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        let room = "crates/server/src/rooms/cases/room.rs";
        let register = File { path: room.into(), text: "//! x\nstore::STATEMENTS,".into() };
        let file = File { path: path.into(), text: text.into() };
        check(&Tree { root: ".".into(), files: vec![register, file], others: Vec::new() }).len()
    }

    #[test]
    fn sql_is_found_where_no_test_prepares_it() {
        let store = "const A: &str = \"SELECT 1\";\npub const STATEMENTS: &[(&str, &str)] = &[(\"A\", A)];";
        assert_eq!(found("crates/server/src/rooms/cases/store.rs", store), 0);
        assert_eq!(found("crates/server/src/rooms/cases/queue.rs", store), 1, "not registered");
        let forgotten = "const A: &str = \"SELECT 1\";\nconst B: &str = concat!(\"SELECT \", \"2\");\npub const STATEMENTS: &[(&str, &str)] = &[(\"A\", A)];";
        assert_eq!(found("crates/server/src/rooms/cases/store.rs", forgotten), 1, "B is prepared by nobody");
        let made = "macro_rules! a { () => { concat!(\"SELECT \", \"1\") } }\npub fn statements() {}";
        assert_eq!(found("crates/server/src/chain/kinds.rs", made), 1, "nobody asks for them");
        assert_eq!(found("crates/server/src/rooms/cases/ops.rs", "fn f() { q(\"DELETE FROM cases\"); }"), 1);
        assert_eq!(found("crates/server/src/rooms/cases/tests.rs", "fn f() { q(\"DELETE FROM cases\"); }"), 0);
        assert_eq!(found("crates/server/src/rooms/cases/ops.rs", "fn f() { say(\"Update the case\"); }"), 0);
        assert_eq!(found("crates/server/src/rooms/cases/ops.rs", "fn f() { if db.engine() == x {} }"), 1);
    }
}
