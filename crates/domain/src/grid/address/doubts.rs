//! Reasons to doubt a place named in a text: the text means a spot beside it, several places, or several buildings.

use super::directory::Directory;
use super::evidence::Evidence;
use super::hits::Hit;
use super::label::Label;
use super::numbers::{Mark, Number};
use super::parse::Parts;
use super::spoken::ends_clause;
use super::surroundings::at;
use super::written::is_han;
use crate::kernel::text;

/// Words after a place that mean a spot outside it.
const BESIDE: &[&str] = &[
    "对面",
    "斜对",
    "对过",
    "旁边",
    "旁侧",
    "边上",
    "侧边",
    "隔壁",
    "附近",
    "周边",
    "周围",
    "背后",
    "后头",
    "后面",
    "后边",
    "后方",
    "前面",
    "前头",
    "前边",
    "前方",
    "侧面",
    "外头",
    "外面",
    "外边",
    "外侧",
    "墙外",
    "栏外",
    "出去",
    "往里走",
    "往外走",
    "往前",
    "往后",
    "往东",
    "往西",
    "往南",
    "往北",
    "向东",
    "向西",
    "向南",
    "向北",
    "以东",
    "以西",
    "以南",
    "以北",
    "挨到",
    "挨着",
    "挨倒",
    "紧邻",
    "紧挨",
    "紧靠",
    "靠近",
    "临近",
    "邻近",
    "毗邻",
    "一带",
    "交叉口",
    "十字路口",
    "路口",
    "街口",
    "巷口",
    "口子",
    "转角",
    "拐角",
    "倒拐",
    "交界",
    "交汇",
    "毗邻",
];
/// Words before a place that mean a spot outside it.
const BEFORE: &[&str] = &["靠近", "靠着", "挨着", "挨到", "紧邻", "紧挨", "临近", "邻近", "毗邻", "距离", "离", "离开"];
/// Words for a spot between two places.
const BETWEEN: &[&str] = &["之间", "中间", "交界"];
/// Maximum distance of such a word after the place, in characters.
const REACH: usize = 9;

/// Words between the ends of a range, and those of a list.
const TO: &str = "-到至";
const AND: &str = "和与跟及或";
/// Letters of house numbers: 12号甲.
const LETTERS: &str = "甲乙丙丁";

/// A spot outside the place at `from..to`, by the words around it. `between`: the place is one of two.
pub(super) fn beside(parts: &Parts, from: usize, to: usize, between: bool) -> Option<Evidence> {
    let chars = &parts.written.chars;
    let word_at = |i: usize, words: &[&'static str]| words.iter().copied().find(|w| at(chars, i, w).is_some());
    let (mut i, mut left) = (to, REACH);
    while i < chars.len() && left > 0 && !ends_clause(chars[i]) {
        if let Some(word) = word_at(i, BETWEEN).filter(|_| !between).or_else(|| word_at(i, BESIDE)) {
            return Some(Evidence::Beside { written: word.to_owned() });
        }
        left -= usize::from(is_han(chars[i]) && !in_number(parts, i));
        i += 1;
    }
    let before = (1..=4).filter_map(|n| from.checked_sub(n));
    let mut before = before.take_while(|i| !ends_clause(chars[*i]));
    before
        .find_map(|i| word_at(i, BEFORE).filter(|w| i + w.chars().count() <= from))
        .map(|word| Evidence::Beside { written: word.to_owned() })
}

fn in_number(parts: &Parts, at: usize) -> bool {
    parts.numbers.iter().any(|n| n.from <= at && at < n.to)
}

/// Several labels of one level, as `1-4栋` and 3栋和4栋 name them.
#[derive(Default, Debug)]
pub(super) struct Labels {
    pub(super) list: Vec<Label>,
    /// Whether all labels between first and last are meant.
    pub(super) stretch: bool,
}

impl Labels {
    /// All buildings, or all groups, in a text.
    pub(super) fn of(parts: &Parts, mark: Mark) -> Self {
        let mut out = Self::default();
        let chars = &parts.written.chars;
        for number in parts.numbers.iter().filter(|n| n.mark == mark) {
            out.put(number.label);
            let mut from = number.from;
            while let Some((label, start)) = joined_before(chars, from) {
                out.stretch |= TO.contains(chars[from - 1]);
                out.put(label);
                from = start;
            }
            out.stretch |= from > 0 && TO.contains(chars[from - 1]) && out.list.len() > 1;
        }
        out
    }

    pub(super) fn put(&mut self, label: Label) {
        if !self.list.contains(&label) {
            self.list.push(label);
        }
    }

    /// Whether a label is included.
    pub(super) fn has(&self, label: Label) -> bool {
        let ends = || self.list.iter().min().zip(self.list.iter().max());
        self.list.contains(&label) || (self.stretch && ends().is_some_and(|(a, b)| *a <= label && label <= *b))
    }
}

/// The `1` of `1-4栋`, the 二 of 二到五栋.
fn joined_before(chars: &[char], from: usize) -> Option<(Label, usize)> {
    let join = from.checked_sub(1).filter(|i| TO.contains(chars[*i]) || AND.contains(chars[*i]))?;
    let counts = |c: &&char| c.is_ascii_digit() || text::is_numeral(**c);
    let len = chars[..join].iter().rev().take_while(counts).count();
    let words: String = chars[join - len..join].iter().collect();
    text::number(&words).and_then(Label::number).filter(|l| l.value() < 100).map(|label| (label, join - len))
}

/// A house number on a road.
#[derive(Debug)]
pub(super) struct Door {
    pub(super) labels: Labels,
    /// 附3号 of 66号附3号.
    pub(super) sub: Option<Label>,
    /// 12号之一: a sub-number that no directory lists.
    pub(super) beside: bool,
    /// Where the number ends.
    pub(super) to: usize,
}

/// The number after a road, or directly before it (66号天骄路).
pub(super) fn door(parts: &Parts, from: usize, to: usize) -> Option<Door> {
    let chars = &parts.written.chars;
    let sign = |c: char| !is_han(c) && !c.is_alphanumeric();
    let counts = |n: &&Number| matches!(n.mark, Mark::Door | Mark::Bare | Mark::Court) && n.label != Label::NONE;
    let begins = (to..chars.len()).find(|i| !sign(chars[*i]));
    // 甲12号 is 12号甲.
    let ahead = begins.and_then(|i| chars.get(i)).copied().filter(|c| LETTERS.contains(*c));
    let begins = begins.map(|i| i + usize::from(ahead.is_some()));
    let behind = parts.numbers.iter().filter(counts).find(|n| Some(n.from) == begins);
    let marked = |n: &&Number| n.mark != Mark::Bare && n.to <= from && chars[n.to..from].iter().all(|c| sign(*c));
    let own = |n: &&Number| n.from == 0 || !"路街巷道段".contains(chars[n.from - 1]);
    let number =
        behind.or_else(|| parts.numbers.iter().filter(counts).filter(own).filter(|n| n.to <= from).find(marked))?;
    let mut out = Door { labels: Labels::default(), sub: None, beside: false, to: number.to };
    let letter = chars.get(number.to).copied().filter(|c| LETTERS.contains(*c)).or(ahead);
    out.labels.put(lettered(number.label, letter));
    let rest = number.to + usize::from(chars.get(number.to) == Some(&'-'));
    if chars.get(rest) == Some(&'附') {
        let sub = parts.numbers.iter().find(|n| n.from == rest + 1);
        out.sub = sub.map(|n| n.label);
        out.to = sub.map_or(out.to, |n| n.to);
    }
    out.beside = chars.get(number.to) == Some(&'之');
    let mut end = number.to;
    while let Some(next) = parts.numbers.iter().find(|n| n.from > end && n.from <= end + 3 && n.mark == Mark::Door) {
        let gap = &chars[end..next.from];
        if !gap.iter().all(|c| TO.contains(*c) || AND.contains(*c) || "者, ".contains(*c)) {
            break;
        }
        out.labels.stretch |= gap.iter().any(|c| TO.contains(*c));
        out.labels.put(next.label);
        end = next.to;
        out.to = out.to.max(end);
    }
    Some(out)
}

/// 甲12号 and 12号甲 are the same number.
pub(super) fn lettered(label: Label, letter: Option<char>) -> Label {
    let before = label.before().filter(|c| LETTERS.contains(*c));
    match letter.or(before) {
        Some(letter) => Label::with(None, Some(label.value()), Some(letter)).unwrap_or(label),
        None => label,
    }
}

impl Directory {
    /// The quarters and places at the road number in the text; as certain as the road itself.
    pub(super) fn at_doors(&self, hits: &[Hit], parts: &Parts) -> Vec<Hit> {
        let mut out = Vec::new();
        for hit in hits {
            let Some(doors) = self.doors.get(&hit.top) else { continue };
            let Some(door) = door(parts, hit.from, hit.to).filter(|d| d.labels.list.len() == 1) else { continue };
            let label = door.labels.list[0];
            let road = self.tops[hit.top as usize].name.to_string();
            for (_, top) in doors.iter().filter(|(l, _)| *l == label) {
                let known = Evidence::NumberKnown { label: label.to_string() };
                let evidence = vec![Evidence::RoadSame { name: road.clone() }, known];
                out.push(Hit { top: *top, to: door.to.max(hit.to), evidence, doubt: hit.doubt || door.beside, ..*hit });
            }
        }
        out
    }
}
