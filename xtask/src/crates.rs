//! Dependencies: the domain has no IO, and every crate has a licence and a source permitted by `deny.toml`.
//!
//! `cargo deny` reads the same file and checks more; this check needs no other program and no network.

use serde_json::Value;
use spdx::{Expression, ParseMode};
use std::collections::BTreeMap;
use std::process::Command;

use crate::finding::Finding;
use crate::step;
use crate::tree::Tree;

/// Crates with IO, clocks or random numbers.
const BANNED_IN_DOMAIN: &[&str] = &[
    "async-std",
    "axum",
    "chrono",
    "fastrand",
    "getrandom",
    "hyper",
    "mio",
    "postgres",
    "rand",
    "rand_core",
    "reqwest",
    "rusqlite",
    "smol",
    "socket2",
    "sqlx",
    "tempfile",
    "time",
    "tokio",
    "tokio-postgres",
    "tower",
    "tower-http",
    "tracing",
    "ureq",
    "weiguang-server",
    "weiguang-store",
];
const DOMAIN: &str = "crates/domain/Cargo.toml";
const DENY: &str = "deny.toml";
const WORKSPACE: &str = "Cargo.toml";

/// Checks the domain's dependencies, and all crates against `deny.toml`.
///
/// # Errors
/// If a manifest or the list of crates cannot be read.
pub fn check(tree: &Tree) -> Result<Vec<Finding>, String> {
    let mut found = Vec::new();
    let text = |path: &str| tree.file(path).map(|f| f.text.as_str()).ok_or(format!("{path} is missing"));
    let domain: toml::Table = text(DOMAIN)?.parse().map_err(|e| format!("{DOMAIN}: {e}"))?;
    pure(&domain, &mut found);
    let deny: toml::Table = text(DENY)?.parse().map_err(|e| format!("{DENY}: {e}"))?;
    let mut cargo = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()));
    cargo.current_dir(&tree.root).args(["metadata", "--locked", "--format-version", "1"]);
    for platform in words(&deny, "graph", "targets") {
        cargo.args(["--filter-platform", &platform]);
    }
    let listed: Value =
        serde_json::from_slice(&step::output(&mut cargo)?).map_err(|e| format!("cargo metadata: {e}"))?;
    let used: Vec<&str> =
        listed["resolve"]["nodes"].as_array().into_iter().flatten().filter_map(|n| n["id"].as_str()).collect();
    let all = listed["packages"].as_array().into_iter().flatten();
    let all: Vec<&Value> = all.filter(|p| p["id"].as_str().is_some_and(|id| used.contains(&id))).collect();
    denied(all.iter().copied(), &deny, &mut found);
    wrapped(&all, &listed, &deny, &mut found);
    let workspace: toml::Table = text(WORKSPACE)?.parse().map_err(|e| format!("{WORKSPACE}: {e}"))?;
    unstripped(&all, &workspace, &mut found);
    Ok(found)
}

/// A program whose package has a section of the release profile keeps its symbols: Cargo ignores the profile's `strip` for it.
fn unstripped(all: &[&Value], workspace: &toml::Table, found: &mut Vec<Finding>) {
    let release = workspace.get("profile").and_then(|p| p.get("release"));
    let sections = release.and_then(|r| r.get("package")).and_then(toml::Value::as_table).into_iter().flatten();
    let is_program = |package: &&&Value| {
        let mut kinds = package["targets"].as_array().into_iter().flatten().flat_map(|t| t["kind"].as_array());
        kinds.any(|kinds| kinds.iter().any(|kind| kind == "bin"))
    };
    for (name, _) in sections {
        if all.iter().filter(|p| p["name"] == **name).any(|package| is_program(&package)) {
            let says = format!(
                "`{name}` is a program: a section of its own drops the profile's `strip`, and 15 MB of symbols stay"
            );
            found.push(Finding::new("crates", name, WORKSPACE, says));
        }
    }
}

/// A banned crate with wrappers may only be used by these.
fn wrapped(all: &[&Value], listed: &Value, deny: &toml::Table, found: &mut Vec<Finding>) {
    let names: BTreeMap<&str, &str> =
        all.iter().filter_map(|p| Some((p["id"].as_str()?, p["name"].as_str()?))).collect();
    for (banned, wrappers) in wrappers(deny) {
        for node in listed["resolve"]["nodes"].as_array().into_iter().flatten() {
            let mut uses = node["dependencies"].as_array().into_iter().flatten().filter_map(|d| names.get(d.as_str()?));
            let user = node["id"].as_str().and_then(|id| names.get(id)).copied().unwrap_or("");
            if uses.any(|used| *used == banned) && !wrappers.iter().any(|w| w == user) {
                found.push(Finding::new(
                    "crates",
                    user,
                    DENY,
                    format!("{user} uses {banned}, which is banned but for its wrappers"),
                ));
            }
        }
    }
}

/// The banned crates with permitted users.
fn wrappers(deny: &toml::Table) -> Vec<(String, Vec<String>)> {
    let list = deny.get("bans").and_then(|t| t.get("deny")).and_then(toml::Value::as_array).into_iter().flatten();
    let one = |entry: &toml::Value| {
        let by = entry.get("wrappers")?.as_array()?.iter().filter_map(|w| w.as_str().map(str::to_owned)).collect();
        Some((entry.get("crate")?.as_str()?.to_owned(), by))
    };
    list.filter_map(one).collect()
}

fn pure(manifest: &toml::Table, found: &mut Vec<Finding>) {
    for (name, wanted) in manifest.get("dependencies").and_then(toml::Value::as_table).into_iter().flatten() {
        if BANNED_IN_DOMAIN.contains(&name.as_str()) {
            let says = format!("the domain does no IO and draws no chance: it may not name `{name}`");
            found.push(Finding::new("domain", name, DOMAIN, says));
        }
        let features = wanted.get("features").and_then(toml::Value::as_array).into_iter().flatten();
        for feature in features.filter_map(toml::Value::as_str) {
            let draws = name == "uuid" && ["v1", "v4", "v6", "v7", "fast-rng", "rng"].contains(&feature);
            let reads = name == "jiff" && ["tz-system", "tzdb-zoneinfo", "default"].contains(&feature);
            if draws || reads {
                let says = format!("`{name}` with `{feature}` reads chance or the machine; both are arguments here");
                found.push(Finding::new("domain", format!("{name} {feature}"), DOMAIN, says));
            }
        }
    }
}

fn words(deny: &toml::Table, table: &str, key: &str) -> Vec<String> {
    let list = deny.get(table).and_then(|t| t.get(key)).and_then(toml::Value::as_array).into_iter().flatten();
    list.filter_map(|w| w.as_str().or_else(|| w.get("crate")?.as_str()).map(str::to_owned)).collect()
}

fn denied<'a>(packages: impl Iterator<Item = &'a Value>, deny: &toml::Table, found: &mut Vec<Finding>) {
    let (licences, mut banned) = (words(deny, "licenses", "allow"), words(deny, "bans", "deny"));
    banned.retain(|name| !wrappers(deny).iter().any(|(wrapped, _)| wrapped == name));
    let sources = words(deny, "sources", "allow-registry");
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in packages {
        let (name, version) = (package["name"].as_str().unwrap_or(""), package["version"].as_str().unwrap_or(""));
        versions.entry(name).or_default().push(version);
        let mut refuse =
            |says: String| found.push(Finding::new("crates", name, DENY, format!("{name} {version}: {says}")));
        let licence = package["license"].as_str().unwrap_or("");
        let known = Expression::parse_mode(licence, ParseMode::LAX)
            .is_ok_and(|e| e.evaluate(|wanted| licences.iter().any(|l| *l == wanted.to_string())));
        if !known {
            refuse(format!("its licence `{licence}` is not among the allowed"));
        }
        if banned.iter().any(|b| b == name) {
            refuse("is banned".to_owned());
        }
        // A crate without a source is part of this project.
        if let Some(source) = package["source"].as_str() {
            let place = source.strip_prefix("registry+").unwrap_or(source);
            if !sources.iter().any(|s| s == place) {
                refuse(format!("comes from {source}"));
            }
        }
    }
    let skipped = words(deny, "bans", "skip");
    for (name, versions) in versions.iter().filter(|(_, v)| v.len() > 1) {
        let listed = |version: &&&str| skipped.iter().any(|s| s == name || *s == format!("{name}@{version}"));
        // All but one of the versions must be listed with a reason.
        if versions.iter().filter(listed).count() + 1 < versions.len() {
            let says = format!(
                "{name} is there as {}: list all but one under bans.skip, with the reason",
                versions.join(", ")
            );
            found.push(Finding::new("crates", *name, DENY, says));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_program_with_a_profile_of_its_own_is_found() {
        let package = |name: &str, kind: &str| serde_json::json!({ "name": name, "targets": [{ "kind": [kind] }] });
        let (program, library) = (package("program", "bin"), package("library", "lib"));
        let text =
            "[profile.release.package.program]\nopt-level = 's'\n[profile.release.package.library]\nopt-level = 's'\n";
        let mut found = Vec::new();
        unstripped(&[&program, &library], &text.parse().unwrap(), &mut found);
        assert_eq!(found.into_iter().map(|f| f.key).collect::<Vec<_>>(), ["program"]);
    }

    #[test]
    fn the_domain_may_not_name_a_runtime_or_a_source_of_chance() {
        let manifest: toml::Table =
            "[dependencies]\ngeo = \"1\"\ntokio = \"1\"\nuuid = { version = \"1\", features = [\"serde\", \"v7\"] }"
                .parse()
                .unwrap();
        let mut found = Vec::new();
        pure(&manifest, &mut found);
        let keys: Vec<_> = found.into_iter().map(|f| f.key).collect();
        assert_eq!(keys, ["tokio", "uuid v7"]);
    }

    #[test]
    fn a_crate_needs_a_licence_and_a_source_that_are_allowed() {
        let deny: toml::Table = "[licenses]\nallow = [\"MIT\", \"Apache-2.0\", \"Unicode-3.0\"]\n[bans]\ndeny = [\"openssl\"]\nskip = []\n[sources]\nallow-registry = [\"https://x\"]".parse().unwrap();
        let package = |name: &str, version: &str, licence: &str, source: &str| json!({ "name": name, "version": version, "license": licence, "source": source });
        let all = [
            package("good", "1.0.0", "(MIT OR GPL-3.0) AND Unicode-3.0", "registry+https://x"),
            package("old-form", "1.0.0", "MIT/Apache-2.0", "registry+https://x"),
            package("viral", "1.0.0", "MIT AND GPL-3.0-only", "registry+https://x"),
            package("openssl", "1.0.0", "MIT", "registry+https://x"),
            package("wild", "1.0.0", "MIT", "git+https://y"),
            package("twice", "1.0.0", "MIT", "registry+https://x"),
            package("twice", "2.0.0", "MIT", "registry+https://x"),
        ];
        let mut found = Vec::new();
        denied(all.iter(), &deny, &mut found);
        let keys: Vec<_> = found.into_iter().map(|f| f.key).collect();
        assert_eq!(keys, ["viral", "openssl", "wild", "twice"]);
    }

    #[test]
    fn a_banned_crate_with_wrappers_is_for_these_alone() {
        let deny: toml::Table = "[bans]\ndeny = [{ crate = \"old-time\", wrappers = [\"calendar\"] }]".parse().unwrap();
        let names = ["old-time", "calendar", "ours"].map(|n| json!({ "id": n, "name": n }));
        let node = |id: &str, uses: &[&str]| json!({ "id": id, "dependencies": uses });
        let tree =
            |ours: &[&str]| json!({ "resolve": { "nodes": [node("calendar", &["old-time"]), node("ours", ours)] } });
        let all: Vec<&Value> = names.iter().collect();
        let mut found = Vec::new();
        wrapped(&all, &tree(&["calendar"]), &deny, &mut found);
        assert!(found.is_empty());
        wrapped(&all, &tree(&["calendar", "old-time"]), &deny, &mut found);
        assert_eq!(found.into_iter().map(|f| f.key).collect::<Vec<_>>(), ["ours"]);
    }
}
