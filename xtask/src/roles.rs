//! Generates the pages' list of role names from the domain.

use regex::Regex;

use crate::tree::Tree;

/// The source.
const SOURCE: &str = "crates/domain/src/access/role.rs";
/// The pages' list.
pub const LIST: &str = "web/packages/api/roles.ts";

/// The list; `None` if the source has no roles.
#[must_use]
pub fn list(tree: &Tree) -> Option<String> {
    written(&tree.file(SOURCE)?.text)
}

fn written(source: &str) -> Option<String> {
    let role = Regex::new(r#"(?m)^\s+\w+ = "(\w+)" "([^"]+)" "([^"]+)" \["#).ok()?;
    let lines: Vec<String> =
        role.captures_iter(source).map(|c| format!("  {}: ['{}', '{}'],", &c[1], &c[2], &c[3])).collect();
    if lines.is_empty() {
        return None;
    }
    let head = format!(
        "// Written by `cargo xtask gen` from {SOURCE}: what each role is called on a screen, in both languages."
    );
    Some(format!("{head}\nexport const roles = {{\n{}\n}} as const\n", lines.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_is_a_pair_of_words() {
        let source =
            "roles! {\n    /// Leads.\n    GridLeader = \"grid_leader\" \"网格长\" \"Grid leader\" [Grid];\n}\n";
        assert!(written(source).unwrap().contains("\n  grid_leader: ['网格长', 'Grid leader'],\n"));
        assert_eq!(written("no roles"), None);
    }
}
