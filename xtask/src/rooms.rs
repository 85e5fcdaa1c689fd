//! Rooms have the same name everywhere, and use only permitted rooms; both by `xtask/rooms.toml`.

use regex::Regex;

use crate::finding::Finding;
use crate::rust_text::RustText;
use crate::tree::{File, Tree};

const TABLE: &str = "xtask/rooms.toml";
/// Private parts of a room; others use what its mod.rs exports.
const OWN: &[&str] = &["store", "ops", "http", "jobs"];
/// Programs, which use rooms through their public interface.
const PROGRAMS: &[&str] = &["crates/cli/", "crates/terminal/", "crates/tools/"];
/// The demonstration's parts of rooms: a file or folder named after each.
const PARTS: &str = "crates/demo/src/parts/";
/// Modules that assemble the rooms and may use private parts.
const COMPOSERS: &[&str] = &["router.rs", "statements.rs", "testing.rs", "lib.rs"];

/// A room of the table.
#[derive(Debug)]
pub struct Room {
    /// Its name.
    pub name: String,
    uses: Vec<String>,
    faces: Vec<String>,
}

impl Room {
    fn on_the_server(&self) -> bool {
        self.faces.iter().any(|f| f == "server")
    }
}

/// Reads the table.
///
/// # Errors
/// If it is missing or invalid.
pub fn table(tree: &Tree) -> Result<Vec<Room>, String> {
    let text = tree.file(TABLE).map(|f| f.text.as_str()).ok_or(format!("{TABLE} is missing"))?;
    let table: toml::Table = text.parse().map_err(|e| format!("{TABLE}: {e}"))?;
    let words = |room: &toml::Value, key: &str| -> Vec<String> {
        let list = room.get(key).and_then(toml::Value::as_array).into_iter().flatten();
        list.filter_map(|w| w.as_str().map(str::to_owned)).collect()
    };
    let rooms = table.iter().map(|(name, room)| Room {
        name: name.clone(),
        uses: words(room, "uses"),
        faces: words(room, "faces"),
    });
    Ok(rooms.collect())
}

/// Checks the lists of rooms and the imports.
///
/// # Errors
/// If the table cannot be read.
pub fn check(tree: &Tree) -> Result<Vec<Finding>, String> {
    let rooms = table(tree)?;
    let mut found = Vec::new();
    faces(tree, &rooms, &mut found);
    for file in tree.under("crates/", &["rs"]) {
        uses(file, &rooms, &mut found);
    }
    for file in tree.under("web/apps/", &["ts", "vue"]) {
        pages(file, &rooms, &mut found);
    }
    Ok(found)
}

/// The rooms found in each part of the project.
fn seen(tree: &Tree) -> [(&'static str, &'static str, Vec<String>); 5] {
    let openapi = tree.file("crates/server/src/contract/openapi.rs").map_or("", |f| f.text.as_str());
    let tags = Regex::new(r#"\(name = "(\w+)""#)
        .map(|tag| tag.captures_iter(openapi).map(|c| c[1].to_owned()).collect())
        .unwrap_or_default();
    // Guides with a hyphen are instructions; those of one word describe a room.
    let guides = tree
        .under("docs/guide/", &["md"])
        .map(|f| f.name().trim_end_matches(".md").to_owned())
        .filter(|n| !n.contains('-'))
        .collect();
    [
        ("domain", "crates/domain/src/", tree.folders("crates/domain/src/")),
        ("server", "crates/server/src/rooms/", tree.folders("crates/server/src/rooms/")),
        ("tag", "crates/server/src/contract/openapi.rs", tags),
        ("web", "web/apps/console/src/rooms/", tree.folders("web/apps/console/src/rooms/")),
        ("guide", "docs/guide/", guides),
    ]
}

fn faces(tree: &Tree, rooms: &[Room], found: &mut Vec<Finding>) {
    for (face, place, names) in seen(tree) {
        for room in rooms.iter().filter(|r| r.faces.iter().any(|f| f == face)) {
            if !names.contains(&room.name) {
                let says = format!("the room `{}` is missing here, or {TABLE} claims too much", room.name);
                found.push(Finding::new("rooms", format!("{face} {}", room.name), place, says));
            }
        }
        for name in &names {
            if !rooms.iter().any(|r| r.name == *name && r.faces.iter().any(|f| f == face)) {
                let says = format!("`{name}` stands here and not in {TABLE} under this face");
                found.push(Finding::new("rooms", format!("{face} {name}"), place, says));
            }
        }
    }
}

/// The room of a file, and whether it is on the server.
fn room_of<'a>(path: &'a str, rooms: &[Room]) -> Option<(&'a str, bool)> {
    let (rest, server) = match path.strip_prefix("crates/domain/src/") {
        Some(rest) => (rest, false),
        None => (path.strip_prefix("crates/server/src/rooms/")?, true),
    };
    let name = rest.split('/').next()?;
    rooms.iter().any(|r| r.name == name).then_some((name, server))
}

/// The room of a file in the demonstration; it may use what the room may use.
fn part_of<'a>(path: &'a str, rooms: &[Room]) -> Option<(&'a str, bool)> {
    let name = path.strip_prefix(PARTS)?.split(['/', '.']).next()?;
    rooms.iter().any(|r| r.name == name).then_some((name, true))
}

/// Tests may use all rooms.
fn is_test(file: &File) -> bool {
    file.is_test() || file.path.contains("/leaks/")
}

fn uses(file: &File, rooms: &[Room], found: &mut Vec<Finding>) {
    let in_server = file.path.starts_with("crates/server/src/");
    let in_program = PROGRAMS.iter().any(|program| file.path.starts_with(program));
    let in_demo = file.path.starts_with("crates/demo/");
    let home = room_of(&file.path, rooms);
    if home.is_none() && !in_server && !in_program && !in_demo || COMPOSERS.contains(&file.name()) || is_test(file) {
        return;
    }
    let read = RustText::read(&file.text);
    let mut report = |key: String, byte: usize, says: String| {
        let place = format!("{}:{}", file.path, file.line(byte));
        if !found.iter().any(|f| f.rule == "uses" && f.key == key) {
            found.push(Finding::new("uses", key, place, says));
        }
    };
    if let Some((home, server)) = home.or_else(|| part_of(&file.path, rooms)) {
        let me = rooms.iter().find(|r| r.name == home);
        for (byte, other) in rooms_used(&read.code, server) {
            let known = me.is_some_and(|m| m.uses.contains(&other) || (server && other == "access"));
            if other == "ROOMS" {
                let says =
                    format!("{home} names the list of all rooms, which is above it: use what App or UnitOfWork gives");
                report(format!("{} uses {other}", file.path), byte, says);
            } else if other != home && rooms.iter().any(|r| r.name == other) && !known {
                report(format!("{} uses {other}", file.path), byte, format!("{home} may not use {other}: see {TABLE}"));
            }
        }
    }
    let Ok(inside) = Regex::new(r"\b(\w+)::(\w+)\b") else { return };
    if in_server || in_program || in_demo {
        let mut from = 0;
        while let Some(hit) = inside.captures_at(&read.code, from) {
            let (Some(room), Some(part)) = (hit.get(1), hit.get(2)) else { break };
            // `a::b::c` is checked as a::b and as b::c.
            from = part.start();
            let other = rooms.iter().any(|r| r.name == room.as_str() && r.on_the_server())
                && home.is_none_or(|(h, _)| h != room.as_str());
            // The domain and the store have modules of these names, which are public.
            let ours = !read.code[..room.start()].ends_with("weiguang_domain::");
            let theirs = match part.as_str() {
                "http" => true,
                // Only the demonstration may write past events.
                p => OWN.contains(&p) && (in_server || in_program),
            };
            if other && ours && theirs && !read.in_tests(room.start()) {
                let used = format!("{}::{}", room.as_str(), part.as_str());
                let says = format!("{used} is that room's own: use a function in its mod.rs");
                report(format!("{} uses {used}", file.path), room.start(), says);
            }
        }
    }
}

/// The rooms used in this code: in the domain by `crate::`, on the server and in the demonstration by `rooms::` and `weiguang_domain::`.
fn rooms_used(code: &str, server: bool) -> Vec<(usize, String)> {
    let pattern = if server {
        r"\b(?:crate::rooms|weiguang_server::rooms|weiguang_domain)::(?:\{([^}]*)\}|(\w+))"
    } else {
        r"\bcrate::(?:\{([^}]*)\}|(\w+))"
    };
    let Ok(pattern) = Regex::new(pattern) else { return Vec::new() };
    let mut used = Vec::new();
    for hit in pattern.captures_iter(code) {
        let byte = hit.get(0).map_or(0, |m| m.start());
        let text = hit.get(1).or(hit.get(2)).map_or("", |m| m.as_str());
        for name in text.split(',') {
            used.push((byte, name.trim().split("::").next().unwrap_or("").to_owned()));
        }
    }
    used
}

/// Pages of a room do not import parts of another; what a room offers is in its `use-….ts`.
fn pages(file: &File, rooms: &[Room], found: &mut Vec<Finding>) {
    let Some((_, rest)) = file.path.split_once("/src/rooms/") else { return };
    let home = rest.split('/').next().unwrap_or("");
    let Ok(import) = Regex::new(r#"(?:from|import)\s*\(?\s*["'](?:\.\./)+(?:rooms/)?(\w+)/([^"']+)["']"#) else {
        return;
    };
    for hit in import.captures_iter(&file.text) {
        let (room, part) = (&hit[1], &hit[2]);
        if room != home && rooms.iter().any(|r| r.name == room) && !part.starts_with("use-") {
            let byte = hit.get(0).map_or(0, |m| m.start());
            let place = format!("{}:{}", file.path, file.line(byte));
            let says = format!("{room}/{part} is that room's own part: use its use-….ts");
            found.push(Finding::new("uses", format!("{} uses {room}/{part}", file.path), place, says));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        let rooms: Vec<Room> = [("grid", vec![]), ("people", vec!["grid"]), ("cases", vec!["grid", "people"])]
            .into_iter()
            .map(|(name, uses)| Room {
                name: name.into(),
                uses: uses.into_iter().map(str::to_owned).collect(),
                faces: vec!["server".into()],
            })
            .collect();
        let file = File { path: path.into(), text: text.into() };
        let mut found = Vec::new();
        uses(&file, &rooms, &mut found);
        pages(&file, &rooms, &mut found);
        found
            .into_iter()
            .map(|f| f.key.split_once(" uses ").map_or(String::new(), |(_, used)| used.to_owned()))
            .collect()
    }

    #[test]
    fn what_is_on_the_right_and_what_is_a_room_s_own_is_found() {
        assert_eq!(found("crates/domain/src/people/a.rs", "use crate::grid::X; use crate::cases::Y;"), ["cases"]);
        assert_eq!(found("crates/domain/src/grid/a.rs", "use crate::{cases::A, kernel};"), ["cases"]);
        assert_eq!(found("crates/server/src/rooms/grid/ops.rs", "crate::rooms::cases::carry(x)"), ["cases"]);
        assert_eq!(found("crates/server/src/rooms/cases/ops.rs", "use crate::rooms::ROOMS;"), ["ROOMS"]);
        assert_eq!(
            found(
                "crates/server/src/rooms/cases/ops.rs",
                "use crate::rooms::people;\nfn f() { people::store::seats() }"
            ),
            ["people::store"]
        );
        assert_eq!(found("crates/server/src/setup/http.rs", "use crate::rooms::cases::http::Json2;"), ["cases::http"]);
        assert!(
            found("crates/server/src/rooms/cases/ops.rs", "use weiguang_domain::people::duty; cases::store::x();")
                .is_empty()
        );
        let inside = "use crate::rooms::grid;\nfn f() { grid::store::x() }";
        assert_eq!(found("crates/server/src/leap.rs", inside), ["grid::store"], "nor what stands above the rooms");
        assert_eq!(found("crates/cli/src/a.rs", "weiguang_server::rooms::grid::store::x()"), ["grid::store"]);
        assert_eq!(found("crates/tools/src/a.rs", "weiguang_server::rooms::grid::store::x()"), ["grid::store"]);
        let part = |text| found("crates/demo/src/parts/people.rs", text);
        assert!(part("use weiguang_server::rooms::grid::store;").is_empty(), "a part of people may use grid");
        assert_eq!(part("use weiguang_server::rooms::cases::ops;"), ["cases"]);
        assert_eq!(part("use weiguang_server::rooms::grid::http::Json2;"), ["grid::http"]);
        assert_eq!(
            found("web/apps/console/src/rooms/cases/A.vue", "import B from '../grid/GridB.vue'"),
            ["grid/GridB.vue"]
        );
        assert!(found("web/apps/console/src/rooms/cases/A.vue", "import { b } from '../grid/use-grid'").is_empty());
    }
}
