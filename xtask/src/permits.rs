//! A permit without a verb is an exception that needs a reason: whose record it is.

use regex::Regex;

use crate::finding::Finding;
use crate::rust_text::RustText;
use crate::tree::Tree;

/// Checks all crates but the domain, which defines it: each function that makes one.
#[must_use]
pub fn check(tree: &Tree) -> Vec<Finding> {
    let (Ok(own), Ok(function)) = (Regex::new(r"\bPermit::own\b"), Regex::new(r"\bfn (\w+)")) else {
        return Vec::new();
    };
    let mut found: Vec<Finding> = Vec::new();
    let files = tree.under("crates/", &["rs"]).filter(|f| !f.path.starts_with("crates/domain/") && !f.is_test());
    for file in files {
        let read = RustText::read(&file.text);
        for hit in own.find_iter(&read.code).filter(|hit| !read.in_tests(hit.start())) {
            let name =
                function.captures_iter(&read.code[..hit.start()]).last().map_or(String::new(), |c| c[1].to_owned());
            let key = format!("{} {name}", file.path);
            if found.iter().any(|f| f.key == key) {
                continue;
            }
            let place = format!("{}:{}", file.path, file.line(hit.start()));
            let says = "ask `Actor::may`; if the thing is the actor's own, say so in the list of exceptions";
            found.push(Finding::new("permits", key, place, says));
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
        let two = format!("{takes}\nfn g(actor: &Actor) {{ keep(Permit::own(actor)) }}");
        assert_eq!(found("crates/server/src/rooms/visits/ops/record.rs", &two), 2, "each function has its reason");
        assert_eq!(found("crates/demo/src/parts/visits.rs", takes), 1);
        assert_eq!(found("crates/domain/src/access/permit.rs", takes), 0);
        assert_eq!(found("crates/server/src/rooms/visits/tests.rs", takes), 0);
        assert_eq!(found("crates/server/src/rooms/visits/ops/record.rs", "fn f() { actor.may(v, c, false)? }"), 0);
        assert_eq!(found("crates/server/src/rooms/visits/ops/record.rs", "// Permit::own\nfn f() {}"), 0);
    }
}
