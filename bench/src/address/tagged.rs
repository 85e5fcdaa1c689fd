//! Recall of `parse` on real, hand-tagged addresses; informative only, because the tags follow other rules (a shop
//! number is a room, a road number also in villages).

use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use weiguang_domain::grid::address::{Directory, Label, Lessons, Parts, parse};

/// Reads `dev.txt` (a character and its BIO tag per line, an empty line between addresses) and compares the numbers.
/// The addresses are of other cities, so none may be sure in the generated directory.
pub(super) fn recall(folder: &Path, directory: &Directory) -> Result<Value> {
    let file = folder.join("dev.txt");
    let content = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut found: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let (mut addresses, mut wrong_sure) = (0, 0);
    let lessons = Lessons::default();
    for block in content.split("\n\n") {
        let chunks = chunks(block);
        let text: String = chunks.iter().map(|(_, words)| words.as_str()).collect();
        if text.is_empty() {
            continue;
        }
        addresses += 1;
        let parts = parse(&text);
        let sure = directory.find(&text, &lessons).sure();
        wrong_sure += usize::from(sure.is_some());
        if sure.is_some() && std::env::var("WEIGUANG_SHOW").is_ok_and(|s| s == "elsewhere") {
            eprintln!("ELSEWHERE {text} {sure:?}");
        }
        for (tag, words) in &chunks {
            let (name, hit) = match tag.as_str() {
                "houseno" => ("building", same(&parts, "building", words)),
                "cellno" => ("unit", same(&parts, "unit", words)),
                "roomno" => ("room", same(&parts, "room", words)),
                "roadno" => ("road_number", same(&parts, "number", words)),
                "floorno" => (
                    "floor",
                    parts.floor.is_some_and(|f| {
                        number(words).is_some_and(|n| i64::from(f.unsigned_abs()) == i64::from(n.value()))
                    }),
                ),
                "road" => ("road", parts.road.as_ref().is_some_and(|r| r.text == words.to_lowercase())),
                _ => continue,
            };
            let count = found.entry(name).or_default();
            count.0 += usize::from(hit);
            count.1 += 1;
            if !hit && std::env::var("WEIGUANG_SHOW").is_ok_and(|s| s == name) {
                eprintln!("{text} {words}: {parts:?}\n");
            }
        }
    }
    let recall: serde_json::Map<String, Value> = found
        .iter()
        .map(|(name, (hit, all))| {
            ((*name).to_owned(), json!({ "n": all, "recall": super::rounded(*hit as f64 / *all as f64) }))
        })
        .collect();
    Ok(json!({ "addresses": addresses, "wrong_sure": wrong_sure, "parse_recall": recall }))
}

fn chunks(block: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for line in block.lines() {
        let Some((c, tag)) = line.rsplit_once(' ') else { continue };
        match (tag.split_once('-'), out.last_mut()) {
            (Some(("I", name)), Some((last, words))) if last == name => words.push_str(c),
            (Some((_, name)), _) => out.push((name.to_owned(), c.to_owned())),
            (None, _) => out.push((String::new(), c.to_owned())),
        }
    }
    out
}

fn number(words: &str) -> Option<Label> {
    Label::read(words)
}

fn same(parts: &Parts, part: &str, words: &str) -> bool {
    let part = match part {
        "building" => parts.building,
        "unit" => parts.unit,
        "room" => parts.room,
        _ => parts.number,
    };
    part.is_some_and(|p| Some(p.label) == number(words))
}
