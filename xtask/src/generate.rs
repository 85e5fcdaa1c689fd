//! The chain of generated files: handlers → OpenAPI → TypeScript, the roles' names, and the table of problem codes. Each link can be checked.

use std::fs;
use std::path::Path;

use crate::tree::Tree;
use crate::{codes, roles, step};

/// The OpenAPI document, as the program prints it.
const DOCUMENT: &str = "openapi/openapi.json";
/// The types that the pages are checked against.
const TYPES: &str = "web/packages/api/schema.d.ts";

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
    let types = step::output(&mut step::command(
        root,
        "web",
        "npx",
        &["--no-install", "openapi-typescript", &format!("../{DOCUMENT}")],
    ))?;
    put(root, TYPES, &types, look)
}

/// The table of problem codes alone, which needs no build.
///
/// # Errors
/// If the page cannot be written, or, when only looking, if it is stale.
pub fn table(root: &Path, look: bool) -> Result<(), String> {
    let page = codes::page(&Tree::read(root)?).ok_or(format!("{} has no marks for the table", codes::PAGE))?;
    put(root, codes::PAGE, page.as_bytes(), look)
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
