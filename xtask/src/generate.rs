//! The chain of generated files: handlers → OpenAPI → TypeScript, the roles' names, and the table of problem codes. Each link can be checked.

use serde_json::Value;
use std::fs;
use std::path::Path;

use crate::tree::Tree;
use crate::{codes, roles, step, typescript};

/// The OpenAPI document, as the program prints it.
const DOCUMENT: &str = "openapi/openapi.json";
const FOR_PAGES: &str = "target/openapi-for-pages.json";
/// The codes of problems by their room, which the document tells of.
const CODES: &str = "openapi/codes.json";

/// Writes the generated files, or only looks whether they are fresh.
///
/// # Errors
/// If one cannot be made, or, when only looking, if one is stale.
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
    // A room that is gone leaves no types behind.
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

/// The document as the pages' types are made of it: their own client puts the key on every write and reads every refusal, so that no call says
/// either.
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
/// If the page cannot be written, or, when only looking, if it is stale.
pub fn table(root: &Path, look: bool) -> Result<(), String> {
    let page = codes::page(&Tree::read(root)?).ok_or(format!("{} has no marks for the table", codes::PAGE))?;
    put(root, codes::PAGE, page.as_bytes(), look)?;
    put(root, CODES, codes::by_room(&Tree::read(root)?).as_bytes(), look)
}

fn put(root: &Path, path: &str, bytes: &[u8], look: bool) -> Result<(), String> {
    let place = root.join(path);
    // A line that ends as files end, whatever printed it.
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
