//! `cargo xtask new-room`: creates a room that passes all checks at once. It writes the room's files from
//! `xtask/skeleton`, adds lines to the shared lists, and reports the changed files; see `docs/guide/add-a-room.md`.

use regex::Regex;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::finding::Finding;
use crate::tree::Tree;
use crate::{generate, step};

/// The files of a new room: template and path.
pub const FILES: &[(&str, &str, &str)] = &[
    (
        include_str!("../skeleton/domain.rs.in"),
        "crates/domain/src/@name@/mod.rs",
        "the rules: no IO, time is an argument",
    ),
    (include_str!("../skeleton/domain_tests.rs.in"), "crates/domain/src/@name@/tests.rs", "the borders of each rule"),
    (include_str!("../skeleton/mod.rs.in"), "crates/server/src/rooms/@name@/mod.rs", "what the room offers to others"),
    (include_str!("../skeleton/room.rs.in"), "crates/server/src/rooms/@name@/room.rs", "what the server knows of it"),
    (include_str!("../skeleton/store.rs.in"), "crates/server/src/rooms/@name@/store.rs", "its SQL"),
    (
        include_str!("../skeleton/ops.rs.in"),
        "crates/server/src/rooms/@name@/ops.rs",
        "its writes: permission, rule, chain, row",
    ),
    (include_str!("../skeleton/http.rs.in"), "crates/server/src/rooms/@name@/http.rs", "its endpoints and wire types"),
    (
        include_str!("../skeleton/samples.rs.in"),
        "crates/server/src/rooms/@name@/samples.rs",
        "a valid request to each write, for the leak test",
    ),
    (
        include_str!("../skeleton/tests.rs.in"),
        "crates/server/src/rooms/@name@/tests.rs",
        "stories over HTTP on both engines; the first is that of a neighbour",
    ),
    (
        include_str!("../skeleton/demo.rs.in"),
        "crates/demo/src/parts/@name@.rs",
        "its part of the demonstration, made by its own operations",
    ),
    (include_str!("../skeleton/migration.sql.in"), "crates/server/migrations/@NN@_@name@.sql", "its tables"),
    (
        include_str!("../skeleton/room.ts.in"),
        "web/apps/console/src/rooms/@name@/room.ts",
        "its addresses and its place in the side bar",
    ),
    (
        include_str!("../skeleton/words.ts.in"),
        "web/apps/console/src/rooms/@name@/words.ts",
        "its words, Chinese and English",
    ),
    (
        include_str!("../skeleton/say.ts.in"),
        "web/apps/console/src/rooms/@name@/say.ts",
        "the words under a `t` of their own",
    ),
    (
        include_str!("../skeleton/use-room.ts.in"),
        "web/apps/console/src/rooms/@name@/use-@name@.ts",
        "its calls of the API",
    ),
    (include_str!("../skeleton/List.vue.in"), "web/apps/console/src/rooms/@name@/@One@List.vue", "its first page"),
    (include_str!("../skeleton/guide.md.in"), "docs/guide/@name@.md", "its page of the guide"),
];

/// Lines added to shared lists: file, purpose, the pattern before whose first match it is inserted, and the line.
pub const LINES: &[(&str, &str, &str, &str)] = &[
    ("crates/domain/src/lib.rs", "the room's module", "@sorted@pub mod ", "pub mod @name@;\n"),
    (
        "crates/domain/src/kernel/ids.rs",
        "the type of its ids",
        r"(?m)^\}\n*\z",
        "    /// See the room `@name@`.\n    @One@Id,\n",
    ),
    (
        "crates/domain/src/access/verb.rs",
        "its verbs, with the words of a permission",
        "    /// Run an import.\n",
        "    /// See @name@.\n    @Name@Read = \"@name@.read\" \"查看@zh@\" \"see @name@\";\n    /// Write @name@.\n    @Name@Edit = \"@name@.edit\" \"维护@zh@\" \"edit @name@\";\n",
    ),
    (
        "crates/domain/src/access/policy.rs",
        "which role may do what",
        r"        \(R::Auditor, V::AuditRead",
        "        // @Name@.\n        (_, V::@Name@Read) => Scope,\n        (R::StreetManager, V::@Name@Edit) => Scope,\n\n",
    ),
    (
        "crates/domain/src/access/data.rs",
        "what its verbs let somebody learn",
        r"            V::PeopleManage \|",
        "            V::@Name@Read | V::@Name@Edit => Data::Nothing,\n",
    ),
    ("crates/server/src/rooms/mod.rs", "the room's module", "@sorted@pub mod ", "pub mod @name@;\n"),
    (
        "crates/server/src/rooms/mod.rs",
        "its place among the rooms",
        r"    &imports::room::Imports",
        "    &@name@::room::@Name@,\n",
    ),
    (
        "crates/server/src/migrations.rs",
        "its migration",
        r"(?m)^\];",
        "    step(@number@, \"@name@\", include_str!(\"../migrations/@NN@_@name@.sql\")),\n",
    ),
    (
        "crates/server/src/contract/openapi.rs",
        "its tag in the description of the API",
        r#"        \(name = "imports""#,
        "        (name = \"@name@\", description = \"@Name@ @zh@\"),\n",
    ),
    ("crates/demo/src/parts/mod.rs", "the module of its part of the demonstration", "@sorted@mod ", "mod @name@;\n"),
    ("crates/demo/src/parts/mod.rs", "that part, after those of lower rooms", r"(?m)^\];", "    &@name@::@Name@,\n"),
    (
        "docs/data-classes.toml",
        "the class of each of its columns",
        r"\z",
        "\n[@name@]\ntenant = \"internal\"\nid = \"internal\"\ncode = \"internal\"\ntitle = \"internal\"\n",
    ),
    (
        "xtask/rooms.toml",
        "which rooms it uses, and where it must be found",
        r"(?m)^\[imports\]",
        "[@name@]\nuses = [\"kernel\", \"grid\", \"access\", \"outbox\", \"people\"]\nfaces = [\"domain\", \"server\", \"tag\", \"web\", \"guide\"]\n\n",
    ),
];

/// The snapshot of the permission table; its rows for the new verbs follow the policy.
const SNAPSHOT: &str =
    "crates/domain/src/access/snapshots/weiguang_domain__access__policy__tests__the_whole_table.snap";

/// Values of the template variables.
struct Filled(Vec<(&'static str, String)>);

impl Filled {
    fn of(tree: &Tree, name: &str, one: &str, chinese: &str) -> Result<Self, String> {
        let word = Regex::new("^[a-z]{3,20}$").map_err(|e| e.to_string())?;
        for text in [name, one] {
            if !word.is_match(text) {
                return Err(format!("`{text}`: a room is one English word of 3 to 20 small letters"));
            }
        }
        if name == one {
            return Err(format!("`{name}` is no plural: give the word for one of them with --one"));
        }
        if chinese.is_empty() || chinese.chars().any(|c| c.is_ascii() || c.is_control()) {
            return Err("give the Chinese name with --zh: it is what people read".to_owned());
        }
        let taken = |list: &str, pattern: &str| -> Vec<String> {
            let Ok(pattern) = Regex::new(pattern) else { return Vec::new() };
            let files = tree.files.iter().filter(|f| f.path.starts_with(list));
            files.flat_map(|f| pattern.captures_iter(&f.text).map(|c| c[1].to_owned()).collect::<Vec<_>>()).collect()
        };
        if taken("xtask/rooms.toml", r"(?m)^\[(\w+)\]").iter().any(|room| room == name) {
            return Err(format!("there is a room `{name}` already"));
        }
        let last =
            taken("crates/server/src/migrations.rs", r"step\((\d+),").iter().filter_map(|n| n.parse().ok()).max();
        let number = last.unwrap_or(0_u32) + 1;
        let console = "web/apps/console/src/rooms/";
        let keys: BTreeSet<String> = taken(console, r"key: '(\w)'").into_iter().collect();
        let key = name.chars().chain('a'..='z').find(|c| !keys.contains(&c.to_string()));
        let order =
            taken(console, r"order: (\d+)").iter().filter_map(|n| n.parse().ok()).filter(|n: &u32| *n < 150).max();
        Ok(Self(vec![
            ("@name@", name.to_owned()),
            ("@Name@", capital(name)),
            ("@one@", one.to_owned()),
            ("@One@", capital(one)),
            ("@zh@", chinese.to_owned()),
            ("@number@", number.to_string()),
            ("@NN@", format!("{number:04}")),
            ("@key@", key.ok_or("every letter is the key of a place")?.to_string()),
            ("@order@", (order.unwrap_or(100) + 1).to_string()),
        ]))
    }

    fn fill(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (mark, value)| text.replace(mark, value))
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// The result of the command.
#[derive(Debug)]
pub struct Made {
    /// Files of the room.
    pub own: Vec<String>,
    /// Changed shared lists.
    pub shared: Vec<String>,
}

/// Parses the command line and creates the room.
///
/// # Errors
/// If an argument is missing, a list is not as expected, or a file cannot be written.
pub fn run(root: &Path, words: &[&str]) -> Result<(), String> {
    let (mut name, mut one, mut chinese) = ("", "", "");
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match *word {
            "--zh" => chinese = words.next().ok_or("--zh wants a name")?,
            "--one" => one = words.next().ok_or("--one wants a word")?,
            word if name.is_empty() && !word.starts_with('-') => name = word,
            other => return Err(format!("{other}: cargo xtask new-room NAME --zh 名称 [--one WORD]")),
        }
    }
    let one = if one.is_empty() { name.strip_suffix('s').unwrap_or(name) } else { one };
    let made = create(root, name, one, chinese)?;
    step::run("format", &mut step::command(root, ".", "cargo", &["fmt", "--all"]))?;
    println!("\nthe room's own files:");
    made.own.iter().for_each(|path| println!("  {path}"));
    println!("lines added in shared lists:");
    made.shared.iter().for_each(|path| println!("  {path}"));
    println!("next: cargo xtask gen (OpenAPI and types), then docs/guide/add-a-room.md");
    Ok(())
}

/// Creates the room in a tree.
///
/// # Errors
/// As [`run`]; nothing is written if a list is not as expected.
pub fn create(root: &Path, name: &str, one: &str, chinese: &str) -> Result<Made, String> {
    let tree = Tree::read(root)?;
    let filled = Filled::of(&tree, name, one, chinese)?;
    let own = FILES.iter().map(|(template, path, _)| (filled.fill(path), filled.fill(template)));
    let own: Vec<(String, String)> = own.collect();
    let mut shared: Vec<(String, String)> = Vec::new();
    for (path, _, before, line) in LINES {
        let there = shared.iter().position(|(known, _)| known == path);
        let text = match there {
            Some(at) => shared[at].1.clone(),
            None => tree.file(path).ok_or(format!("{path} is missing"))?.text.clone(),
        };
        let text =
            added(&text, before, &filled.fill(line)).ok_or(format!("{path}: no place for the line of a room"))?;
        match there {
            Some(at) => shared[at].1 = text,
            None => shared.push(((*path).to_owned(), text)),
        }
    }
    let table = fs::read_to_string(root.join(SNAPSHOT)).map_err(|e| format!("{SNAPSHOT}: {e}"))?;
    let rows = permissions(&table, name).ok_or(format!("{SNAPSHOT} is not as expected"))?;
    shared.push((SNAPSHOT.to_owned(), rows));
    for (path, text) in own.iter().chain(&shared) {
        let place = root.join(path);
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        }
        fs::write(&place, text).map_err(|e| format!("{path}: {e}"))?;
    }
    generate::table(root, false)?;
    let paths = |list: Vec<(String, String)>| list.into_iter().map(|(path, _)| path).collect();
    Ok(Made { own: paths(own), shared: paths(shared) })
}

/// Inserts a line: at its position in a sorted list (`@sorted@` and the prefix of its lines), or before a pattern.
fn added(text: &str, before: &str, line: &str) -> Option<String> {
    let at = match before.strip_prefix("@sorted@") {
        Some(begins) => {
            let mut at = None;
            let mut from = 0;
            for one in text.split_inclusive('\n') {
                if one.starts_with(begins) {
                    at = Some(if one < line { from + one.len() } else { at.unwrap_or(from) });
                    if one >= line {
                        break;
                    }
                }
                from += one.len();
            }
            at?
        }
        None => Regex::new(before).ok()?.find(text)?.start(),
    };
    Some(format!("{}{line}{}", &text[..at], &text[at..]))
}

/// The permission table with rows for the new verbs.
fn permissions(table: &str, name: &str) -> Option<String> {
    let head = table.lines().find_map(|line| line.strip_prefix("columns: "))?;
    let row = |act: &str, may: &dyn Fn(&str) -> bool| {
        let cells: String =
            head.split(", ").map(|role| format!(" {:<5}", if may(role) { "scope" } else { "." })).collect();
        format!("{:<20}{cells}\n", format!("{name}.{act}"))
    };
    let rows = row("read", &|_| true) + &row("edit", &|role| role == "street_manager");
    added(table, r"(?m)^imports\.run ", &rows)
}

/// The guide.
const GUIDE: &str = "docs/guide/add-a-room.md";
/// The trait with everything that a room can provide.
const TRAIT: &str = "crates/server/src/app/room.rs";

/// Finds what the guide omits: a file or line of the command, or an item of the trait.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let (Some(guide), Some(room)) = (tree.file(GUIDE), tree.file(TRAIT)) else {
        return vec![Finding::new("new-room", GUIDE, GUIDE, format!("{GUIDE} or {TRAIT} is missing"))];
    };
    let files = FILES.iter().map(|(_, path, why)| (*path, *why));
    let rows = files.chain(LINES.iter().map(|(path, why, ..)| (*path, *why)));
    let rows = rows.map(|(path, why)| format!("| `{}` | {why} |", place(path)));
    let provided = room.text.split_once("pub trait Room").map_or("", |(_, rest)| rest);
    let provided = provided.split("\n}\n").next().unwrap_or("").lines().filter_map(|line| line.strip_prefix("    fn "));
    let provided = provided.filter_map(|line| line.split(['(', '<']).next()).map(|name| format!("| `{name}` | "));
    let missing = rows.chain(provided).filter(|row| !guide.text.contains(row.as_str()));
    missing.map(|row| Finding::new("new-room", &row, GUIDE, format!("has no row `{row}`"))).collect()
}

/// A path as the guide writes it.
fn place(path: &str) -> String {
    path.replace("@name@", "<name>").replace("@One@", "<One>").replace("@NN@", "<NN>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy;

    /// A copy of the tree's text files in a temporary folder.
    fn copy() -> std::path::PathBuf {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned();
        let tree = Tree::read(&here).unwrap();
        let root = std::env::temp_dir().join(format!("weiguang-new-room-{}", std::process::id()));
        for file in &tree.files {
            let place = root.join(&file.path);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, &file.text).unwrap();
        }
        for path in &tree.others {
            let place = root.join(path);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::copy(here.join(path), place).unwrap();
        }
        root
    }

    #[test]
    fn a_new_room_is_tidy_at_once() {
        let root = copy();
        let made = create(&root, "errands", "errand", "跑腿代办").unwrap();
        let outcome = tidy::run(&root);
        let again = create(&root, "errands", "errand", "跑腿代办");
        fs::remove_dir_all(&root).unwrap();
        assert_eq!(outcome, Ok(()));
        assert!(made.own.contains(&"crates/server/src/rooms/errands/http.rs".to_owned()));
        assert_eq!((made.own.len(), made.shared.len()), (FILES.len(), 12));
        assert_eq!(again.unwrap_err(), "there is a room `errands` already");
    }

    #[test]
    fn what_the_guide_leaves_out_is_found() {
        let file = |path: &str, text: &str| crate::tree::File { path: path.into(), text: text.into() };
        let room = file(
            TRAIT,
            "pub trait Room: Sync {\n    fn name(&self) -> &str;\n    fn story<'a>(&'a self) {}\n}\n\nfn x() {}\n",
        );
        let files = vec![file(GUIDE, "| `story` | none |\n"), room];
        let found = check(&Tree { root: std::path::PathBuf::new(), files, others: Vec::new() });
        assert_eq!(found.len(), FILES.len() + LINES.len() + 1);
        assert_eq!(found.last().unwrap().key, "| `name` | ");
    }

    #[test]
    fn a_name_is_a_plural_in_small_letters_with_a_chinese_name() {
        let tree = Tree { root: std::path::PathBuf::new(), files: Vec::new(), others: Vec::new() };
        for (name, one, zh) in
            [("Errands", "errand", "代办"), ("errands", "errands", "代办"), ("errands", "errand", "")]
        {
            assert!(Filled::of(&tree, name, one, zh).is_err(), "{name} {one} {zh}");
        }
        assert!(Filled::of(&tree, "errands", "errand", "代办").is_ok());
    }

    #[test]
    fn a_line_goes_to_its_place_in_a_sorted_list() {
        let list = "//! Head.\n\npub mod access;\npub mod cases;\n\nuse x;\n";
        let with = |name: &str| added(list, "@sorted@pub mod ", &format!("pub mod {name};\n")).unwrap();
        assert_eq!(with("birds"), "//! Head.\n\npub mod access;\npub mod birds;\npub mod cases;\n\nuse x;\n");
        assert_eq!(with("aa"), "//! Head.\n\npub mod aa;\npub mod access;\npub mod cases;\n\nuse x;\n");
        assert_eq!(with("dogs"), "//! Head.\n\npub mod access;\npub mod cases;\npub mod dogs;\n\nuse x;\n");
        assert_eq!(added(list, "nowhere", "x"), None);
    }
}
