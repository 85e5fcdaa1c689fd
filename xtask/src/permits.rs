//! A permit without a verb is an exception that needs a reason: whose record it is.

use regex::Regex;

use crate::finding::Finding;
use crate::rust_text::RustText;
use crate::tree::Tree;

/// Checks all crates but the domain, which defines it.
#[must_use]
pub fn check(tree: &Tree) -> Vec<Finding> {
    let Ok(own) = Regex::new(r"\bPermit::own\b") else { return Vec::new() };
    let mut found = Vec::new();
    for file in tree.under("crates/", &["rs"]).filter(|file| !file.path.starts_with("crates/domain/")) {
        if file.name() == "tests.rs" || file.name().ends_with("_tests.rs") || file.path.contains("/tests/") {
            continue;
        }
        let read = RustText::read(&file.text);
        if let Some(hit) = own.find_iter(&read.code).find(|hit| !read.in_tests(hit.start())) {
            let place = format!("{}:{}", file.path, file.line(hit.start()));
            let says = "ask `Actor::may`; if the thing is the actor's own, say so in the list of exceptions";
            found.push(Finding::new("permits", &file.path, place, says));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::File;

    fn found(path: &str, text: &str) -> usize {
        let file = File { path: path.into(), text: text.into() };
        check(&Tree { root: ".".into(), files: vec![file], others: Vec::new() }).len()
    }

    #[test]
    fn a_permit_that_nobody_was_asked_for_is_found() {
        let takes = "fn f(actor: &Actor) { keep(Permit::own(actor)) }";
        assert_eq!(found("crates/server/src/rooms/visits/ops/record.rs", takes), 1);
        assert_eq!(found("crates/demo/src/parts/visits.rs", takes), 1);
        assert_eq!(found("crates/domain/src/access/permit.rs", takes), 0);
        assert_eq!(found("crates/server/src/rooms/visits/tests.rs", takes), 0);
        assert_eq!(found("crates/server/src/rooms/visits/ops/record.rs", "fn f() { actor.may(v, c, false)? }"), 0);
        assert_eq!(found("crates/server/src/rooms/visits/ops/record.rs", "// Permit::own\nfn f() {}"), 0);
    }
}
