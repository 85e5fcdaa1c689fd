//! All checks of the tree. A finding fails the run unless listed in `xtask/exceptions.toml`, and so does an exception
//! that is no longer needed, so that the list can only shrink.

use std::path::Path;
use std::time::Instant;

use crate::finding::Finding;
use crate::tree::Tree;
use crate::{
    citations, codes, crates, cycles, faults, figures, ignored, new_room, pages, permits, plain, rooms, schemas,
    secrets, sheets, sources, sql, vectors,
};

/// The list of exceptions.
const EXCEPTIONS: &str = "xtask/exceptions.toml";
/// How far a long file may shrink below its listed number before the number must be lowered.
const SLACK: u64 = 25;

/// Runs every check.
///
/// # Errors
/// All findings as text.
pub fn run(root: &Path) -> Result<(), String> {
    let began = Instant::now();
    let tree = Tree::read(root)?;
    let mut findings = Vec::new();
    findings.extend(sources::check(&tree));
    findings.extend(rooms::check(&tree)?);
    findings.extend(cycles::check(&tree));
    findings.extend(sql::check(&tree));
    findings.extend(sheets::check(&tree));
    findings.extend(permits::check(&tree));
    findings.extend(pages::check(&tree));
    findings.extend(plain::check(&tree));
    findings.extend(crates::check(&tree)?);
    findings.extend(codes::check(&tree)?);
    findings.extend(citations::check(&tree));
    findings.extend(schemas::check(&tree));
    findings.extend(secrets::check(&tree));
    findings.extend(faults::check(&tree));
    findings.extend(new_room::check(&tree));
    findings.extend(vectors::check(&tree));
    findings.extend(ignored::check(&tree));
    findings.extend(figures::check(&tree));
    let listed: toml::Table = match tree.file(EXCEPTIONS) {
        Some(file) => file.text.parse().map_err(|e| format!("{EXCEPTIONS}: {e}"))?,
        None => toml::Table::new(),
    };
    let left = without_exceptions(findings, &listed);
    if left.is_empty() {
        println!("tidy: {} files, nothing found ({:.1} s)", tree.files.len(), began.elapsed().as_secs_f64());
        return Ok(());
    }
    let mut text = String::new();
    for finding in &left {
        text.push_str(&format!("{}: [{}] {}\n", finding.place, finding.rule, finding.says));
    }
    Err(format!(
        "{text}tidy: {} findings. Mend them; only where that must wait, name one in {EXCEPTIONS} under its rule, with the reason.",
        left.len()
    ))
}

/// Removes listed findings, and adds findings for exceptions that are no longer needed.
fn without_exceptions(findings: Vec<Finding>, listed: &toml::Table) -> Vec<Finding> {
    let entry = |rule: &str, key: &str| listed.get(rule).and_then(|t| t.get(key));
    let mut left: Vec<Finding> = Vec::new();
    for finding in &findings {
        let Some(entry) = entry(finding.rule, &finding.key) else {
            left.push(finding.clone());
            continue;
        };
        let Some(count) = finding.count else { continue };
        let allowed = entry.as_integer().and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
        if count > allowed {
            let says = format!("{} (the list allows {allowed})", finding.says);
            left.push(Finding { says, ..finding.clone() });
        } else if count + SLACK < allowed {
            let says = format!("it has shrunk to {count}: lower its number in the list from {allowed}");
            left.push(Finding { says, place: EXCEPTIONS.into(), ..finding.clone() });
        }
    }
    for (rule, entries) in listed {
        for key in entries.as_table().into_iter().flat_map(toml::Table::keys) {
            if !findings.iter().any(|f| f.rule == rule && f.key == *key) {
                let says = format!("`{key}` under [{rule}] is not found any more: remove the line");
                left.push(Finding::new("exceptions", key, EXCEPTIONS, says));
            }
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exception_lets_pass_only_what_it_names_and_falls_when_it_is_not_needed() {
        let listed: toml::Table =
            "[rule]\n\"a\" = \"why\"\n\"gone\" = \"why\"\n[size]\n\"big\" = 500\n\"far\" = 900\n".parse().unwrap();
        let size = |key: &str, n| Finding { count: Some(n), ..Finding::new("size", key, key, "long") };
        let found = vec![
            Finding::new("rule", "a", "a.rs", "x"),
            Finding::new("rule", "b", "b.rs", "x"),
            size("big", 501),
            size("far", 500),
        ];
        let left = without_exceptions(found, &listed);
        let keys: Vec<_> = left.iter().map(|f| f.key.as_str()).collect();
        assert_eq!(keys, ["b", "big", "far", "gone"]);
    }
}
