//! Offers kinds for a text while it is typed: by the keywords of the manual, so that every offer can say why it was made.

use super::kind::{Kind, KindId, Manual};
use crate::kernel::text::fold;

/// A kind that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The kind.
    pub kind: KindId,
    /// Characters of keywords found in the text; a longer word says more than a short one.
    pub score: u32,
    /// The keywords that were found, in the order of the manual.
    pub because: Vec<String>,
}

/// Kinds whose keywords stand in the text, best first; those of equal score in the manual's order. Empty where nothing is known.
#[must_use]
pub fn suggest(manual: &Manual, text: &str) -> Vec<Suggestion> {
    let text = squeeze(text);
    let mut found: Vec<Suggestion> = manual.current().filter_map(|kind| weigh(kind, &text)).collect();
    found.sort_by_key(|s| std::cmp::Reverse(s.score));
    found
}

fn weigh(kind: &Kind, text: &str) -> Option<Suggestion> {
    let words = kind.keywords.iter().map(|word| (word, squeeze(word)));
    let hits: Vec<(&String, String)> = words.filter(|(_, word)| !word.is_empty() && text.contains(&**word)).collect();
    let mut score = 0;
    let mut because = Vec::new();
    for (n, (word, folded)) in hits.iter().enumerate() {
        // A keyword inside a longer one that was found too says nothing new.
        let inside = hits
            .iter()
            .enumerate()
            .any(|(m, (_, other))| m != n && other.contains(&**folded) && (other.len() > folded.len() || m < n));
        if !inside {
            score += u32::try_from(folded.chars().count()).unwrap_or(u32::MAX);
            because.push((*word).clone());
        }
    }
    (score > 0).then(|| Suggestion { kind: kind.id.clone(), score, because })
}

/// Folded, and without spaces: people put them anywhere.
fn squeeze(text: &str) -> String {
    fold(text).replace(' ', "")
}
