//! No keys in the tree. The key file of a test store is in the list of exceptions.

use std::fs;

use crate::finding::Finding;
use crate::tree::Tree;

/// Suffixes of key files.
const ENDINGS: &[&str] = &["key", "pem", "p12", "pfx", "jks"];
/// Beginnings of private keys in text, split so that this file contains none.
const PEM: &[&str] =
    &["-----BEGIN PRIVATE ", "-----BEGIN RSA PRIVATE ", "-----BEGIN EC PRIVATE ", "-----BEGIN OPENSSH "];

/// Whether a line is from a key file of this program: a number and 64 hexadecimal digits.
fn is_master_key(line: &str) -> bool {
    let digits =
        line.split_once(' ').filter(|(n, _)| n.parse::<u8>().is_ok()).map_or(line, |(_, digits)| digits).trim();
    digits.len() == 64 && digits.bytes().all(|b| b.is_ascii_hexdigit())
}

fn holds_a_key(text: &str) -> bool {
    PEM.iter().any(|begin| text.contains(&format!("{begin}KEY"))) || text.lines().any(is_master_key)
}

/// Files that contain a key or are named like one.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let named = |path: &str| path.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending));
    let small = |path: &str| fs::read(tree.root.join(path)).ok().filter(|bytes| bytes.len() < 16 * 1024);
    let text_files = tree.files.iter().filter(|f| named(&f.path) || holds_a_key(&f.text)).map(|f| f.path.as_str());
    let others = tree.others.iter().map(String::as_str).filter(|path| {
        named(path)
            || small(path).and_then(|bytes| String::from_utf8(bytes).ok()).is_some_and(|text| holds_a_key(&text))
    });
    text_files
        .chain(others)
        .map(|path| Finding::new("secrets", path, path, "a key has no place in the tree; remove it, and make another"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::File;

    #[test]
    fn a_key_is_found_by_its_name_and_by_its_text() {
        let digits = "0f".repeat(32);
        let texts = [
            ("docs/a.md", format!("1 {digits}\n")),
            ("docs/b.md", format!("{}KEY-----", PEM[0])),
            ("docs/c.md", format!("the digest {digits} of a file, in a sentence")),
            ("web/d.json", digits.clone()),
        ];
        let files = texts.map(|(path, text)| File { path: path.into(), text }).into();
        let tree = Tree {
            root: std::path::PathBuf::new(),
            files,
            others: vec!["x/demonstration.key".into(), "x/a.png".into()],
        };
        let found: Vec<String> = check(&tree).into_iter().map(|f| f.key).collect();
        assert_eq!(found, ["docs/a.md", "docs/b.md", "web/d.json", "x/demonstration.key"]);
    }
}
