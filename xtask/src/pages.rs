//! `weiguang bench pages` measures every request that reads many things: each one in the description of the API is in its list, so that
//! no list grows unmeasured.

use std::collections::BTreeSet;

use crate::finding::Finding;
use crate::tree::Tree;

const DESCRIPTION: &str = "openapi/openapi.json";
const PAGES: &str = "bench/src/pages.rs";

/// Finds reads without an id, and lists, that are not measured.
#[must_use]
pub fn check(tree: &Tree) -> Vec<Finding> {
    let (Some(description), Some(pages)) = (tree.file(DESCRIPTION), tree.file(PAGES)) else { return Vec::new() };
    let Ok(description) = serde_json::from_str::<serde_json::Value>(&description.text) else { return Vec::new() };
    let measured: BTreeSet<&str> = pages.text.split("(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let paths = description["paths"].as_object().into_iter().flatten();
    let reads = paths.filter_map(|(path, operations)| Some((path, operations["get"]["operationId"].as_str()?)));
    let many = reads.filter(|(path, name)| !path.contains('{') || name.starts_with("list_"));
    let missing = many.filter(|(_, name)| !measured.contains(name));
    missing
        .map(|(path, name)| {
            let says =
                format!("`{name}` ({path}) reads many things and is not in PAGES: add how it is asked, and by whom");
            Finding::new("measured-pages", name, PAGES, says)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::File;

    #[test]
    fn a_list_that_is_not_measured_is_found() {
        let api = r#"{"paths": {
            "/a": {"get": {"operationId": "count_a"}, "post": {"operationId": "make_a"}},
            "/a/{id}": {"get": {"operationId": "read_a"}},
            "/a/{id}/parts": {"get": {"operationId": "list_parts"}},
            "/b": {"get": {"operationId": "list_b"}}
        }}"#;
        let file = |path: &str, text: &str| File { path: path.into(), text: text.into() };
        let files = vec![file(PAGES, "    (\"list_b\", Who::Member, \"/b\"),\n"), file(DESCRIPTION, api)];
        let tree = Tree { root: ".".into(), files, others: Vec::new() };
        let keys: Vec<String> = check(&tree).into_iter().map(|f| f.key).collect();
        assert_eq!(keys, ["count_a", "list_parts"]);
    }
}
