//! Words that must not return in comments and type names, each with its replacement.

use regex::{Regex, RegexBuilder};

use crate::finding::Finding;
use crate::tree::{File, Tree};

/// Phrases in comments: a pattern without case, and what to write instead. A space matches a line break as well.
const PHRASES: &[(&str, &str)] = &[
    ("so-manieth", "nth"),
    ("whoever", "name the person: the owner, the actor, the client"),
    ("so many", "a number, or `too many`"),
    ("be it only", "even if only"),
    ("by the clock that runs", "unchanged deadline"),
    ("what is over", "what has expired, or what is closed"),
    ("by which door", "how, or through which endpoint"),
    ("side doors?", "other states, or other ways"),
    ("somebody who serves", "staff"),
    ("as far as can be", "as far as possible"),
    ("taken? in(to)? account(s)? of", "considered"),
    ("(takes?|taken|took) (it|them|what|a table|a file) in", "accept, or import"),
    ("(stands?|stood) (there|in it|beside it|behind it|under it|above it)", "is"),
    ("tells? of", "reports, shows, or is about"),
    ("is not sound", "is invalid"),
    ("the one who (has|had|owns) it", "the owner"),
];

/// Type names that do not say what a value is, and what to use instead.
const NAMES: &[(&str, &str)] = &[
    ("Told", "Change, Notification, or what else it is"),
    ("Kept", "Stored…"),
    ("Came", "Received, Arrival, or Response"),
    ("Went", "…Result"),
    ("Sound", "Pronunciation, or Valid…"),
    ("Seat", "CurrentPost"),
    ("Line", "…Row, Connection, or Threshold"),
    ("Said", "Confirmations, or Remark"),
    ("Send", "IdempotencyKey: `Send` is a name of the standard library"),
    ("SendKey", "IdempotencyKey"),
    ("ServerView", "StaffView"),
    ("Ground", "Territory, or Basis"),
    ("Work", "UnitOfWork"),
];

/// Generated files.
const GENERATED: &str = "web/packages/api/schema";
/// The list itself.
const SELF: &str = "xtask/src/plain.rs";

/// Checks comments and type names of all sources.
#[must_use]
pub fn check(tree: &Tree) -> Vec<Finding> {
    let (Some(comment), Some(name)) = (
        regex(r"(?m)(?:^|\s)//.*$|(?s)/\*.*?\*/|<!--.*?-->"),
        regex(r"(?m)^\s*(?:export )?(?:pub(?:\([a-z]+\))? )?(?:struct|enum|trait|type|interface|class) ([A-Z]\w*)"),
    ) else {
        return Vec::new();
    };
    let phrases: Vec<(Regex, &str)> = PHRASES
        .iter()
        .filter_map(|(phrase, instead)| {
            let spaced = phrase.replace(' ', r"[\s*/!]+");
            let built = RegexBuilder::new(&format!(r"\b{spaced}\b")).case_insensitive(true).build();
            Some((built.ok()?, *instead))
        })
        .collect();
    let mut found = Vec::new();
    for file in tree.files.iter().filter(|file| is_checked(file)) {
        for block in blocks(&comment, &file.text) {
            for (phrase, instead) in &phrases {
                for hit in phrase.find_iter(&file.text[block.0..block.1]) {
                    found.push(finding(file, block.0 + hit.start(), hit.as_str(), instead));
                }
            }
        }
        for hit in name.captures_iter(&file.text) {
            let Some(word) = hit.get(1) else { continue };
            if let Some((_, instead)) = NAMES.iter().find(|(name, _)| *name == word.as_str()) {
                found.push(finding(file, word.start(), word.as_str(), instead));
            }
        }
    }
    found
}

fn regex(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

fn is_checked(file: &File) -> bool {
    matches!(file.ending(), "rs" | "ts" | "vue" | "mjs") && !file.path.starts_with(GENERATED) && file.path != SELF
}

/// Byte ranges of comments; adjacent line comments are one range, so that a phrase is found across a line break.
fn blocks(comment: &Regex, text: &str) -> Vec<(usize, usize)> {
    let mut blocks: Vec<(usize, usize)> = Vec::new();
    for hit in comment.find_iter(text) {
        match blocks.last_mut() {
            Some(last) if text[last.1..hit.start()].trim().is_empty() => last.1 = hit.end(),
            _ => blocks.push((hit.start(), hit.end())),
        }
    }
    blocks
}

fn finding(file: &File, byte: usize, words: &str, instead: &str) -> Finding {
    let words = words.split_whitespace().filter(|w| !w.starts_with(['/', '*'])).collect::<Vec<_>>().join(" ");
    let place = format!("{}:{}", file.path, file.line(byte));
    let key = format!("{} {}", file.path, words.to_lowercase());
    Finding::new("plain", key, place, format!("`{words}`: write {instead}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        let file = File { path: path.into(), text: text.into() };
        let tree = Tree { root: ".".into(), files: vec![file], others: Vec::new() };
        check(&tree).into_iter().map(|finding| format!("{} {}", finding.place, finding.key)).collect()
    }

    #[test]
    fn phrases_are_found_in_comments_of_every_kind_and_across_lines() {
        let rust = "/// For the so-manieth time.\nfn f() {} // Whoever is here.\n//! By the clock\n//! that runs.\n";
        assert_eq!(
            found("crates/domain/src/a.rs", rust),
            [
                "crates/domain/src/a.rs:1 crates/domain/src/a.rs so-manieth",
                "crates/domain/src/a.rs:2 crates/domain/src/a.rs whoever",
                "crates/domain/src/a.rs:3 crates/domain/src/a.rs by the clock that runs",
            ]
        );
        assert_eq!(found("web/apps/a.vue", "<!-- whoever\nasks -->\n<template />").len(), 1);
        assert_eq!(found("web/apps/a.ts", "/**\n * What is\n * over.\n */\nexport const a = 1;").len(), 1);
    }

    #[test]
    fn code_and_text_on_screen_may_use_every_word() {
        assert!(found("web/apps/a.ts", "const told = 'whoever asks';").is_empty());
        assert!(found("crates/domain/src/a.rs", "const A: &str = \"so many\";").is_empty());
    }

    #[test]
    fn a_type_name_says_what_it_is() {
        assert_eq!(found("crates/domain/src/a.rs", "pub(super) struct Told {\n}").len(), 1);
        assert_eq!(found("web/apps/a.ts", "export interface Kept {\n}").len(), 1);
        assert!(found("crates/domain/src/a.rs", "pub struct StoredVisit;\nenum Way { Kept, Told }").is_empty());
    }

    #[test]
    fn generated_types_are_not_checked() {
        assert!(found("web/packages/api/schema/a.d.ts", "/** whoever */").is_empty());
    }
}
