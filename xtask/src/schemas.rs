//! Schema names are unique: of two types with one name, the description would silently contain only one, and the pages
//! would be checked against the wrong one.

use regex::Regex;
use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::tree::Tree;

/// The folder of described types.
const SERVER: &str = "crates/server/src/";

/// Finds names shared by two types.
#[must_use]
pub fn check(tree: &Tree) -> Vec<Finding> {
    let Ok(described) = Regex::new(
        r"#\[derive\(([^)]*)\)\]((?:\s*#\[[^\n]*\]|\s*///[^\n]*)*)\s*(?:pub(?:\([a-z:]+\))? )?(?:struct|enum) (\w+)",
    ) else {
        return Vec::new();
    };
    let Ok(renamed) = Regex::new(r"schema\(as = (\w+)\)") else { return Vec::new() };
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    let mut found = Vec::new();
    for file in tree.files.iter().filter(|f| f.path.starts_with(SERVER) && f.ending() == "rs") {
        for one in described.captures_iter(&file.text).filter(|c| c[1].contains("ToSchema")) {
            let name = renamed.captures(&one[2]).map_or(&one[3], |c| c.get(1).map_or("", |m| m.as_str())).to_owned();
            let place = format!("{}:{}", file.path, file.line(one.get(3).map_or(0, |m| m.start())));
            match first.get(&name) {
                Some(there) => {
                    let says =
                        format!("{name} is described at {there}, too: give one another name by #[schema(as = …)]");
                    found.push(Finding::new("schema-names", &name, place, says));
                }
                None => {
                    first.insert(name, place);
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::File;

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let files =
            files.iter().map(|(path, text)| File { path: (*path).into(), text: (*text).into() }).collect::<Vec<_>>();
        check(&Tree { root: std::path::PathBuf::new(), files, others: Vec::new() }).into_iter().map(|f| f.key).collect()
    }

    #[test]
    fn two_types_with_one_name_are_found_and_a_new_name_mends_it() {
        let one = ("crates/server/src/a.rs", "#[derive(Debug, ToSchema)]\npub struct Receipt {\n}\n");
        let other = "#[derive(Serialize, utoipa::ToSchema)]\n#[serde(untagged)]\npub(super) enum Receipt {\n}\n";
        assert_eq!(found(&[one, ("crates/server/src/b.rs", other)]), ["Receipt"]);
        let mended = other.replace("#[serde(untagged)]", "#[schema(as = OtherReceipt)]");
        assert_eq!(found(&[one, ("crates/server/src/b.rs", &mended)]), [""; 0]);
        let unlisted = ("crates/server/src/c.rs", "#[derive(Debug)]\npub struct Receipt;\n");
        assert_eq!(found(&[one, unlisted]), [""; 0]);
    }
}
