//! Suggests kinds for a text by keywords, with the matched words as explanation.

use std::borrow::Cow;

use super::kind::{Kind, KindId, Manual};
use crate::kernel::text::{fold, stays};

/// A suggested kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The kind.
    pub kind: KindId,
    /// Matched characters of keywords; longer words count more.
    pub score: u32,
    /// The matched keywords, in the manual's order.
    pub because: Vec<String>,
}

/// Kinds with keywords in the text, best first; ties in the manual's order.
#[must_use]
pub fn suggest(manual: &Manual, text: &str) -> Vec<Suggestion> {
    let text = squeeze(text);
    let mut found: Vec<Suggestion> = manual.current().filter_map(|kind| weigh(kind, &text)).collect();
    found.sort_by_key(|s| std::cmp::Reverse(s.score));
    found
}

fn weigh(kind: &Kind, text: &str) -> Option<Suggestion> {
    let words = kind.keywords.iter().map(|word| (word, squeeze(word)));
    let hits: Vec<(&String, Cow<'_, str>)> =
        words.filter(|(_, word)| !word.is_empty() && text.contains(&**word)).collect();
    let mut score = 0;
    let mut because = Vec::new();
    for (n, (word, folded)) in hits.iter().enumerate() {
        // A keyword inside a longer match adds nothing.
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

/// Folded and without spaces. The manual's words are already in this form.
pub(super) fn squeeze(text: &str) -> Cow<'_, str> {
    if text.chars().all(stays) { Cow::Borrowed(text) } else { Cow::Owned(fold(text).replace(' ', "")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manual::default_manual;

    #[test]
    fn what_people_type_finds_its_kind() {
        for (text, expected) in [
            ("我们楼下的路灯 坏了三天，晚上黑漆漆的", "street-light-out"),
            ("电梯把人困在里面了，在15楼", "elevator-trapped"),
            ("井盖不见了，小孩差点掉下去", "manhole-cover-missing"),
            ("楼道里有人给电动车充电，飞线从窗户拉下来", "ebike-indoor-charging"),
            ("厨房闻到煤气味", "gas-smell"),
            ("楼上漏水，天花板都湿了", "water-leak"),
            ("想约家庭医生给老人看看", "family-doctor-booking"),
            ("隔壁的狗半夜一直叫", "dog-barking"),
            ("消防通道被私家车堵了", "fire-lane-blocked"),
            ("居住证怎么办理", "residence-permit"),
            ("夜里工地施工太吵睡不着", "construction-noise"),
        ] {
            let offered = suggest(default_manual(), text);
            assert_eq!(offered.first().map(|s| s.kind.as_str()), Some(expected), "{text}: {offered:?}");
        }
    }

    #[test]
    fn an_offer_says_why_and_nothing_is_offered_for_nothing() {
        let offered = suggest(default_manual(), "路灯不亮");
        assert!(offered[0].because.iter().any(|w| w.contains("路灯")), "{offered:?}");
        assert_eq!(offered[0].score, offered[0].because.iter().map(|w| w.chars().count() as u32).sum::<u32>());
        assert_eq!(suggest(default_manual(), ""), []);
        assert_eq!(suggest(default_manual(), "……"), []);
    }
}
