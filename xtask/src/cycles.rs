//! No import cycles between modules of a crate. A module is a file or folder directly under `src`; on the server every
//! room is one as well.

use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Finding;
use crate::rust_text::RustText;
use crate::tree::{File, Tree};

/// A folder whose children are modules themselves.
const ROOMS: &str = "rooms";
/// Test-only modules, which may use everything.
const FOR_TESTS: &[&str] = &["leaks", "testing"];
/// Crate roots.
const ROOTS: &[&str] = &["lib.rs", "main.rs"];

/// For each module the modules that it uses, with the first location.
type Uses = BTreeMap<String, BTreeMap<String, String>>;

/// The cycles of every crate, one finding for each.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let sources = sources(tree);
    let of = |source: &&str| circles(&uses(tree, source)).into_iter().map(|circle| told(source, &circle)).collect();
    sources.iter().flat_map(|source| -> Vec<Finding> { of(source) }).collect()
}

/// The source folders of all crates.
fn sources(tree: &Tree) -> BTreeSet<&str> {
    let of = |file: &File| file.path.find("/src/").map(|at| at + "/src/".len());
    tree.files
        .iter()
        .filter(|file| file.path.ends_with(".rs"))
        .filter_map(|file| Some(&file.path[..of(file)?]))
        .collect()
}

fn told(source: &str, circle: &[(String, String)]) -> Finding {
    let names: Vec<&str> = circle.iter().map(|(name, _)| name.as_str()).collect();
    let places: Vec<&str> = circle.iter().map(|(_, place)| place.as_str()).collect();
    let says = format!("{} → {}: {}", names.join(" → "), names[0], places.join(", "));
    Finding::new("cycles", names.join(" "), source, says)
}

fn is_test(file: &File) -> bool {
    file.is_test() || file.name() == "samples.rs"
}

/// The first module of a path below `src`, or after `crate::`.
fn module(mut parts: impl Iterator<Item = String>) -> Option<String> {
    let first = parts.next()?;
    if first != ROOMS {
        return Some(first);
    }
    // The list of rooms and the functions beside it are above the rooms.
    let room = parts.next().filter(|room| room != "mod" && room.chars().all(|c| c.is_lowercase() || c == '_'));
    Some(room.map_or_else(|| ROOMS.to_owned(), |room| format!("{ROOMS}/{room}")))
}

fn uses(tree: &Tree, source: &str) -> Uses {
    let mut all = Uses::new();
    let (Ok(named), Ok(grouped)) = (Regex::new(r"\bcrate::(\w+)(?:::(\w+))?"), Regex::new(r"\bcrate::\{([^;]*)\};"))
    else {
        return all;
    };
    let files: Vec<&File> = tree.under(source, &["rs"]).filter(|file| !is_test(file)).collect();
    let known: BTreeSet<String> = files.iter().filter_map(|file| of_file(file, source)).collect();
    for file in files.into_iter().filter(|file| !ROOTS.contains(&file.name())) {
        let Some(own) = of_file(file, source).filter(|own| !FOR_TESTS.contains(&own.as_str())) else { continue };
        let read = RustText::read(&file.text);
        let mut note = |byte: usize, other: Option<String>| {
            if let Some(other) =
                other.filter(|other| *other != own && known.contains(other) && !FOR_TESTS.contains(&other.as_str()))
                && !read.in_tests(byte)
            {
                let place = format!("{}:{}", file.path, file.line(byte));
                all.entry(own.clone()).or_default().entry(other).or_insert(place);
            }
        };
        for hit in named.captures_iter(&read.code) {
            let byte = hit.get(0).map_or(0, |m| m.start());
            let words = [hit.get(1), hit.get(2)].into_iter().flatten().map(|m| renamed(m.as_str()));
            note(byte, module(words));
        }
        for hit in grouped.captures_iter(&read.code) {
            let byte = hit.get(0).map_or(0, |m| m.start());
            for one in hit[1].split(',') {
                note(byte, module(one.trim().split("::").map(renamed)));
            }
        }
    }
    all
}

/// Modules re-exported under a shorter name.
fn renamed(word: &str) -> String {
    match word {
        "App" | "UnitOfWork" => "app".to_owned(),
        "Settings" => "config".to_owned(),
        other => other.to_owned(),
    }
}

fn of_file(file: &File, source: &str) -> Option<String> {
    let path = file.path.strip_prefix(source)?.trim_end_matches(".rs");
    module(path.split('/').map(str::to_owned))
}

/// A shortest cycle for each set of modules in one, with locations.
fn circles(uses: &Uses) -> Vec<Vec<(String, String)>> {
    let mut found = Vec::new();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for start in uses.keys() {
        if done.contains(start.as_str()) {
            continue;
        }
        if let Some(circle) = way_back(uses, start) {
            done.extend(circle.iter().filter_map(|(name, _)| uses.get_key_value(name).map(|(key, _)| key.as_str())));
            found.push(circle);
        }
    }
    found
}

/// The shortest path from a module back to itself.
fn way_back(uses: &Uses, start: &str) -> Option<Vec<(String, String)>> {
    let mut from: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    let mut next = std::collections::VecDeque::from([start]);
    while let Some(here) = next.pop_front() {
        for (other, place) in uses.get(here).into_iter().flatten() {
            if other == start {
                let mut way = vec![(here.to_owned(), place.clone())];
                let mut at = here;
                while let Some((before, place)) = from.get(at) {
                    way.push(((*before).to_owned(), (*place).to_owned()));
                    at = before;
                }
                way.reverse();
                return Some(way);
            }
            if other != start && !from.contains_key(other.as_str()) {
                from.insert(other, (here, place));
                next.push_back(other);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let file =
            |(path, text): &(&str, &str)| File { path: format!("crates/server/src/{path}"), text: (*text).into() };
        let tree =
            Tree { root: std::path::PathBuf::new(), files: files.iter().map(file).collect(), others: Vec::new() };
        check(&tree).into_iter().map(|finding| finding.key).collect()
    }

    #[test]
    fn a_circle_is_found_and_what_only_tests_use_is_none() {
        let web = ("web/mod.rs", "use crate::App;");
        assert_eq!(found(&[("app/mod.rs", "use crate::web::Refusal;"), web]), ["app web"]);
        assert!(found(&[("app/mod.rs", "use crate::problem::Refusal;"), web, ("problem.rs", "")]).is_empty());
        let tested = "fn f() {}\n#[cfg(test)]\nmod tests {\n    use crate::web::x;\n}\n";
        assert!(found(&[("app/mod.rs", tested), web, ("app/y_tests.rs", "use crate::web::x;")]).is_empty());
        let rooms = [
            ("rooms/mod.rs", "use crate::app::Room;\npub mod grid;\npub mod people;"),
            ("rooms/grid/ops.rs", "use crate::rooms::people::names;"),
            ("rooms/people/ops.rs", "use crate::{access, rooms::grid};"),
            ("app.rs", "use crate::access;"),
            ("access.rs", ""),
        ];
        assert_eq!(found(&rooms), ["rooms/grid rooms/people"]);
        let elsewhere = Tree {
            root: std::path::PathBuf::new(),
            files: [("new/src/part.rs", "use crate::parts::X;"), ("new/src/parts/mod.rs", "use crate::part::Y;")]
                .map(|(path, text)| File { path: path.into(), text: text.into() })
                .into(),
            others: Vec::new(),
        };
        assert_eq!(check(&elsewhere).len(), 1, "a new crate needs no line anywhere");
        assert_eq!(
            found(&[("a.rs", "crate::b::x()"), ("b.rs", "crate::c::x()"), ("c.rs", "crate::a::x()")]),
            ["a b c"]
        );
    }
}
