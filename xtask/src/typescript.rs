//! The API's types for the pages, one file per room: the output of `openapi-typescript` is split by room, and an index
//! joins the files.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// The index, and the folder of the parts.
pub const INDEX: &str = "web/packages/api/schema.d.ts";
/// The folder of the rooms' files.
pub const FOLDER: &str = "web/packages/api/schema";

const HEAD: &str = "// Written by `cargo xtask gen` from openapi/openapi.json: do not change it here.\n";
/// The file of shared types.
const SHARED: &str = "kernel";

/// A room's part of each of the three lists.
#[derive(Default)]
struct Part {
    paths: String,
    schemas: String,
    operations: String,
}

/// The files by path.
///
/// # Errors
/// If the types have an unknown form.
pub fn split(types: &str, document: &Value) -> Result<BTreeMap<String, String>, String> {
    let mut parts: BTreeMap<String, Part> = BTreeMap::new();
    let (of_path, of_operation) = tags(document);
    for (name, text) in entries(section(types, "\nexport interface paths {\n")?, "    ") {
        let room = of_path.get(&name).ok_or(format!("the path {name} is not in the document"))?;
        parts.entry(room.clone()).or_default().paths.push_str(&text);
    }
    for (name, text) in entries(section(types, "\nexport interface operations {\n")?, "    ") {
        let room = of_operation.get(&name).ok_or(format!("the operation {name} is not in the document"))?;
        parts.entry(room.clone()).or_default().operations.push_str(&text);
    }
    // Setup has no room: its endpoints are public.
    let setup = "setup".to_owned();
    let rooms: BTreeSet<&String> = of_operation.values().chain([&setup]).collect();
    let components = section(types, "\nexport interface components {\n")?;
    let schemas = components.split_once("    schemas: {\n").map_or("", |(_, rest)| rest);
    for (name, text) in entries(schemas.split("\n    };\n").next().unwrap_or(""), "        ") {
        let less: String =
            text.lines().map(|line| format!("{}\n", line.strip_prefix("    ").unwrap_or(line))).collect();
        parts.entry(room_of(&name, &rooms).to_owned()).or_default().schemas.push_str(&less);
    }
    let mut files = BTreeMap::new();
    for (room, part) in &parts {
        files.insert(format!("{FOLDER}/{room}.d.ts"), file(part));
    }
    files.insert(INDEX.to_owned(), index(parts.keys()));
    Ok(files)
}

/// The room of a schema by its prefix: the room's tag or its singular (`cases` and `CaseRow`).
fn room_of<'r>(schema: &str, rooms: &BTreeSet<&'r String>) -> &'r str {
    let begins = |word: &str| {
        let (first, rest) = word.split_at(1);
        let after = schema.strip_prefix(&first.to_uppercase()).and_then(|name| name.strip_prefix(rest));
        after.is_some_and(|after| !after.starts_with(char::is_lowercase))
    };
    let own = |room: &&&String| begins(room) || begins(room.trim_end_matches('s'));
    rooms.iter().find(own).map_or(SHARED, |room| room.as_str())
}

/// The room of each path and each operation, by tag.
fn tags(document: &Value) -> (BTreeMap<String, String>, BTreeMap<String, String>) {
    let (mut of_path, mut of_operation) = (BTreeMap::new(), BTreeMap::new());
    for (path, operations) in document["paths"].as_object().into_iter().flatten() {
        for operation in operations.as_object().into_iter().flat_map(|all| all.values()) {
            let room = operation["tags"][0].as_str().unwrap_or(SHARED).to_owned();
            of_operation.insert(operation["operationId"].as_str().unwrap_or_default().to_owned(), room.clone());
            of_path.entry(path.clone()).or_insert(room);
        }
    }
    (of_path, of_operation)
}

/// The body of an interface.
fn section<'t>(types: &'t str, head: &str) -> Result<&'t str, String> {
    let rest = types.split_once(head).map(|(_, rest)| rest);
    rest.and_then(|rest| rest.split("\n}\n").next()).ok_or(format!("openapi-typescript wrote no `{}`", head.trim()))
}

/// The entries of a list by name, with comments: an entry ends with a line at the list's indent that ends with a
/// semicolon.
fn entries(list: &str, indent: &str) -> Vec<(String, String)> {
    let (mut found, mut text, mut name) = (Vec::new(), String::new(), None);
    for line in list.lines() {
        let _ = writeln!(text, "{line}");
        let own = line.strip_prefix(indent).filter(|rest| !rest.starts_with([' ', '/', '*']));
        let Some(own) = own else { continue };
        if name.is_none() {
            let key = own.strip_prefix('"').and_then(|rest| rest.split('"').next());
            name = Some(key.unwrap_or_else(|| own.split(':').next().unwrap_or(own)).to_owned());
        }
        if own.ends_with(';') {
            found.push((name.take().unwrap_or_default(), std::mem::take(&mut text)));
        }
    }
    found
}

fn file(part: &Part) -> String {
    // Empty lists as well, so that the index can join all.
    let list = |name: &str, text: &str| match text {
        "" => format!("\nexport interface {name} {{}}\n"),
        text => format!("\nexport interface {name} {{\n{text}}}\n"),
    };
    let body =
        [list("Paths", &part.paths), list("Schemas", &part.schemas), list("Operations", &part.operations)].concat();
    let uses: Vec<&str> =
        ["components", "operations"].into_iter().filter(|name| body.contains(&format!("{name}["))).collect();
    let import = match uses.as_slice() {
        [] => String::new(),
        uses => format!("import type {{ {} }} from '../schema'\n", uses.join(", ")),
    };
    format!("{HEAD}{import}{body}")
}

fn index<'r>(rooms: impl Iterator<Item = &'r String>) -> String {
    let rooms: Vec<&String> = rooms.collect();
    let mut text = HEAD.to_owned();
    for room in &rooms {
        let _ = writeln!(text, "import type * as {room} from './schema/{room}'");
    }
    for (name, list) in [("paths", "Paths"), ("schemas", "Schemas"), ("operations", "Operations")] {
        let all: Vec<String> = rooms.iter().map(|room| format!("{room}.{list}")).collect();
        let _ = write!(text, "\nexport interface {name}\n    extends {} {{}}\n", all.join(",\n        "));
    }
    text + "\nexport interface components {\n    schemas: schemas\n}\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_room_has_a_file_and_the_index_joins_them() {
        let types = "\nexport interface paths {\n    \"/a\": {\n        get: operations[\"see\"];\n    };\n}\nexport interface components {\n    schemas: {\n        /** @description One; two. */\n        CaseRow: {\n            of: components[\"schemas\"][\"Shared\"];\n        };\n        Shared: \"a\" | \"b\";\n    };\n    responses: never;\n}\nexport interface operations {\n    see: {\n        a: 1;\n    };\n}\n";
        let document = json!({ "paths": { "/a": { "get": { "operationId": "see", "tags": ["cases"] } } } });
        let files = split(types, &document).unwrap();
        let cases = &files["web/packages/api/schema/cases.d.ts"];
        assert!(cases.contains("import type { components, operations } from '../schema'"), "{cases}");
        assert!(cases.contains("    /** @description One; two. */\n    CaseRow: {\n"), "{cases}");
        assert!(
            !cases.contains("Shared:") && files["web/packages/api/schema/kernel.d.ts"].contains("    Shared: \"a\"")
        );
        assert!(files[INDEX].contains("extends cases.Paths,\n        kernel.Paths {}"), "{}", files[INDEX]);
        let rooms = ["care".to_owned(), "cases".to_owned()];
        let rooms: BTreeSet<&String> = rooms.iter().collect();
        assert_eq!(
            ["Careful", "CareAlert", "CaseRow", "Cases"].map(|name| room_of(name, &rooms)),
            [SHARED, "care", "cases", "cases"]
        );
    }
}
