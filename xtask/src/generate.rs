//! Generated files: handlers → OpenAPI → TypeScript, role names, and the table of problem codes; each can be checked.

use serde_json::Value;
use std::fs;
use std::path::Path;

use crate::tree::Tree;
use crate::{codes, roles, step, typescript};

/// The OpenAPI document.
const DOCUMENT: &str = "openapi/openapi.json";
const FOR_PAGES: &str = "target/openapi-for-pages.json";
/// The problem codes by room, included in the document.
const CODES: &str = "openapi/codes.json";

/// Writes the generated files, or with `look` only checks them.
///
/// # Errors
/// If one cannot be generated, or with `look` if one is outdated.
pub fn run(root: &Path, look: bool) -> Result<(), String> {
    table(root, look)?;
    let names = roles::list(&Tree::read(root)?).ok_or("there are no roles to write")?;
    put(root, roles::LIST, names.as_bytes(), look)?;
    let document = step::output(&mut step::command(
        root,
        ".",
        "cargo",
        &["run", "--quiet", "--locked", "--package", "weiguang", "--", "openapi"],
    ))?;
    put(root, DOCUMENT, &document, look)?;
    if !root.join("web/node_modules/.bin/openapi-typescript").exists() {
        return Err("openapi-typescript is not installed: run `npm ci` in web/".into());
    }
    fs::write(root.join(FOR_PAGES), for_pages(&document)?).map_err(|e| format!("{FOR_PAGES}: {e}"))?;
    let types = step::output(&mut step::command(
        root,
        "web",
        "npx",
        &["--no-install", "openapi-typescript", &format!("../{FOR_PAGES}")],
    ))?;
    let pages: Value = serde_json::from_slice(&document).map_err(|e| format!("{DOCUMENT}: {e}"))?;
    let types = String::from_utf8(types).map_err(|e| format!("openapi-typescript: {e}"))?;
    let files = typescript::split(&types, &pages)?;
    for (path, text) in &files {
        put(root, path, text.as_bytes(), look)?;
    }
    // Types of removed rooms are deleted.
    for left in fs::read_dir(root.join(typescript::FOLDER)).into_iter().flatten().flatten() {
        let path = format!("{}/{}", typescript::FOLDER, left.file_name().to_string_lossy());
        if !files.contains_key(&path) {
            if look {
                return Err(format!("{path} belongs to no room any more: run `cargo xtask gen` and commit it"));
            }
            fs::remove_file(left.path()).map_err(|e| format!("{path}: {e}"))?;
        }
    }
    Ok(())
}

/// The document for the pages' types: their client adds the key to every write and handles every refusal, so that calls
/// need neither.
fn for_pages(document: &[u8]) -> Result<String, String> {
    let mut document: Value = serde_json::from_slice(document).map_err(|e| format!("{DOCUMENT}: {e}"))?;
    if let Some(components) = document["components"].as_object_mut() {
        components.remove("responses");
    }
    let paths = document["paths"].as_object_mut().into_iter().flat_map(|paths| paths.values_mut());
    for operation in paths.filter_map(Value::as_object_mut).flat_map(|operations| operations.values_mut()) {
        if let Some(parameters) = operation.get_mut("parameters").and_then(Value::as_array_mut) {
            parameters.retain(|one| one["name"] != "Idempotency-Key");
        }
        if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
            responses.retain(|_, response| response.get("$ref").is_none());
        }
    }
    Ok(document.to_string())
}

/// The table of problem codes alone, which needs no build.
///
/// # Errors
/// If the page cannot be written, or with `look` if it is outdated.
pub fn table(root: &Path, look: bool) -> Result<(), String> {
    let page = codes::page(&Tree::read(root)?).ok_or(format!("{} has no marks for the table", codes::PAGE))?;
    put(root, codes::PAGE, page.as_bytes(), look)?;
    put(root, CODES, codes::by_room(&Tree::read(root)?).as_bytes(), look)
}

fn put(root: &Path, path: &str, bytes: &[u8], look: bool) -> Result<(), String> {
    let place = root.join(path);
    // Exactly one newline at the end.
    let mut wanted = bytes.trim_ascii_end().to_vec();
    wanted.push(b'\n');
    if fs::read(&place).is_ok_and(|there| there == wanted) {
        println!("{path}: fresh");
        return Ok(());
    }
    if look {
        return Err(format!("{path} is stale: run `cargo xtask gen` and commit it"));
    }
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder).map_err(|e| format!("{path}: {e}"))?;
    }
    fs::write(&place, wanted).map_err(|e| format!("{path}: {e}"))?;
    println!("{path}: written");
    Ok(())
}
