//! Comparison of names: the core counts, a missing 小区 hardly does, and a character of the same sound is a smaller error
//! than another.

use pinyin::ToPinyin;

use super::label::Label;
use super::written::FoldedText;

/// The pronunciation of a character: without tone, and with commonly confused sounds (zh/z, n/l, -ng/-n) merged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Pronunciation {
    pub(super) exact: u32,
    pub(super) near: u32,
}

fn hash(text: impl Iterator<Item = u8>) -> u32 {
    text.fold(0x811C_9DC5_u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

impl Pronunciation {
    pub(super) fn of(c: char) -> Self {
        let Some(plain) = c.to_pinyin().map(pinyin::Pinyin::plain) else {
            return Self { exact: c as u32, near: c as u32 };
        };
        let mut near = plain.as_bytes();
        if near.ends_with(b"ng") {
            near = &near[..near.len() - 1];
        }
        let flat = near.first().map(|b| if *b == b'l' { b'n' } else { *b });
        let rest = match near {
            [b'z' | b'c' | b's', b'h', rest @ ..] => rest,
            [_, rest @ ..] => rest,
            [] => &[],
        };
        Self { exact: hash(plain.bytes()), near: hash(flat.into_iter().chain(rest.iter().copied())) }
    }
}

/// A character with its pronunciation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct SoundedChar {
    pub(super) c: char,
    pub(super) sound: Pronunciation,
}

pub(super) fn heard(chars: &[char]) -> Vec<SoundedChar> {
    chars.iter().map(|c| SoundedChar { c: *c, sound: Pronunciation::of(*c) }).collect()
}

/// Cost of taking one character for another, 0 to 1.
pub(super) fn slip(a: SoundedChar, b: SoundedChar) -> f32 {
    if a.c == b.c {
        0.0
    } else if a.sound.exact == b.sound.exact {
        0.2
    } else if a.sound.near == b.sound.near {
        0.35
    } else {
        1.0
    }
}

/// Whether two names differ only in characters of similar sound: 天娇路 for 天骄路.
pub(super) fn alike(a: &str, b: &str) -> bool {
    let of = |s: &str| heard(&s.chars().collect::<Vec<_>>());
    let (a, b) = (of(a), of(b));
    a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| slip(*a, *b) < 0.3)
}

/// Cost of a missing or extra character.
pub(super) const GAP: f32 = 1.0;

/// Suffixes for a type of place; often dropped, or replaced by 小区.
const ENDINGS: &[&str] = &[
    "住宅小区",
    "花园小区",
    "家属院",
    "家属区",
    "安置小区",
    "安置房",
    "花园",
    "家园",
    "小区",
    "公寓",
    "院落",
    "大院",
    "小院",
    "雅苑",
    "家苑",
    "公馆",
    "花苑",
    "佳苑",
    "新苑",
    "名苑",
    "新村",
    "新居",
    "小苑",
    "庭院",
    "广场",
    "大厦",
    "名城",
    "新城",
    "华府",
    "华庭",
    "豪庭",
    "雅居",
    "名都",
    "名邸",
    "山庄",
    "宿舍",
    "苑",
    "院",
    "园",
    "城",
    "府",
    "庭",
    "轩",
    "阁",
    "居",
    "邸",
    "里",
    "村",
    "湾",
];

/// Suffixes without meaning: 锦绣小区 may mean 锦绣花园.
const GENERAL: &[&str] = &["小区", "住宅小区", "院落", "大院", "小院", "家属院", "家属区", "院"];

/// The longest suffix at the start of these characters.
pub(super) fn ending_at(chars: &[char]) -> Option<&'static str> {
    ENDINGS
        .iter()
        .filter(|e| e.chars().count() <= chars.len() && e.chars().zip(chars).all(|(a, b)| a == *b))
        .max_by_key(|e| e.chars().count())
        .copied()
}

pub(super) fn is_general(ending: &str) -> bool {
    GENERAL.contains(&ending)
}

/// A part of a quarter: 二期 equals 2期; A区 differs from 二期.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Phase {
    kind: char,
    pub(super) label: Label,
}

impl Phase {
    /// The phase at the start of these characters, and its length with brackets.
    pub(super) fn at(chars: &[char]) -> Option<(Self, usize)> {
        let open = usize::from(matches!(chars.first(), Some('(' | '-' | ' ' | '第')));
        let body = chars.get(open..)?;
        let end = body.iter().take(6).position(|c| matches!(c, '期' | '区' | '团'))?;
        let mut words = &body[..end];
        if body[end] == '团' {
            words = words.strip_suffix(&['组'])?;
        }
        let label = Label::read(&words.iter().collect::<String>())?;
        let taken = open + end + 1;
        let close = usize::from(open == 1 && chars[0] == '(' && chars.get(taken) == Some(&')'));
        Some((Self { kind: body[end], label }, taken + close))
    }
}

/// A name split for comparison.
#[derive(Clone, Debug, Default)]
pub(super) struct Name {
    /// The whole name, folded, without spaces.
    pub(super) whole: String,
    pub(super) core: Vec<SoundedChar>,
    pub(super) ending: String,
    pub(super) phase: Option<Phase>,
}

impl Name {
    /// Splits a name; `plain` (roads): the suffix belongs to the core.
    pub(super) fn read(words: &str, plain: bool) -> Self {
        let chars: Vec<char> = FoldedText::read(words).chars.into_iter().filter(|c| *c != ' ').collect();
        let whole: String = chars.iter().collect();
        if plain {
            return Self { whole, core: heard(&chars), ..Self::default() };
        }
        let phase = (1..chars.len()).rev().find_map(|from| {
            Phase::at(&chars[from..]).filter(|(_, taken)| from + taken == chars.len()).map(|(phase, _)| (phase, from))
        });
        // The longest run that parses as a phase: 十二期, not 二期.
        let phase = phase.map(|(phase, from)| {
            (1..from)
                .find_map(|left| {
                    Phase::at(&chars[left..]).filter(|(_, taken)| left + taken == chars.len()).map(|(p, _)| (p, left))
                })
                .unwrap_or((phase, from))
        });
        let body = &chars[..phase.map_or(chars.len(), |(_, from)| from)];
        // A core of one character or a number is no name, so 锦苑 and 七号院 include the suffix.
        let number = body.iter().all(|c| c.is_ascii_digit() || "号院大小".contains(*c));
        let ending_from = (2..body.len())
            .filter(|_| !number)
            .find(|from| ending_at(&body[*from..]).is_some_and(|e| e.chars().count() == body.len() - from));
        let core_to = ending_from.unwrap_or(body.len());
        Self {
            whole,
            core: heard(&body[..core_to]),
            ending: body[core_to..].iter().collect(),
            phase: phase.map(|(p, _)| p),
        }
    }
}

/// The best position of a core in a text, and its cost in characters.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Fit {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) cost: f32,
}

/// Aligns a core with any part of the text. Of equal results one at an `open` position wins.
pub(super) fn fit(core: &[SoundedChar], text: &[SoundedChar], open: &[bool]) -> Option<Fit> {
    if core.is_empty() || text.is_empty() {
        return None;
    }
    // One row per character of the core: cost and start for each end position.
    let mut row: Vec<(f32, usize)> = (0..=text.len()).map(|at| (0.0, at)).collect();
    for (i, c) in core.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = ((i + 1) as f32 * GAP, 0);
        for (j, t) in text.iter().enumerate() {
            let same = (diagonal.0 + slip(*c, *t), diagonal.1);
            let left_out = (row[j + 1].0 + GAP, row[j + 1].1);
            let put_in = (row[j].0 + GAP, row[j].1);
            diagonal = row[j + 1];
            row[j + 1] =
                [left_out, put_in].into_iter().fold(same, |best, other| if other.0 < best.0 { other } else { best });
        }
    }
    let better = |a: &(usize, (f32, usize)), b: &(usize, (f32, usize))| {
        let rank =
            |x: &(usize, (f32, usize))| x.1.0 - if open.get(x.1.1).copied().unwrap_or(false) { 0.05 } else { 0.0 };
        rank(a).total_cmp(&rank(b))
    };
    let (to, (cost, from)) = row.into_iter().enumerate().filter(|(to, (_, from))| to > from).min_by(better)?;
    Some(Fit { from, to, cost })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(words: &str) -> (String, String, Option<String>) {
        let name = Name::read(words, false);
        (name.core.iter().map(|h| h.c).collect(), name.ending, name.phase.map(|p| format!("{}{}", p.label, p.kind)))
    }

    #[test]
    fn core_ending_and_phase() {
        let told = |core: &str, ending: &str, phase: Option<&str>| {
            (core.to_owned(), ending.to_owned(), phase.map(str::to_owned))
        };
        assert_eq!(apart("锦绣花园"), told("锦绣", "花园", None));
        assert_eq!(apart("锦绣家园二期"), told("锦绣", "家园", Some("2期")));
        assert_eq!(apart("锦绣家园（十二期）"), told("锦绣", "家园", Some("12期")));
        assert_eq!(apart("锦绣花园A区"), told("锦绣", "花园", Some("A区")));
        assert_eq!(apart("锦苑"), told("锦苑", "", None));
        assert_eq!(apart("花园小区"), told("花园", "小区", None));
        assert_eq!(apart("锦绣小区"), told("锦绣", "小区", None));
    }

    #[test]
    fn what_sounds_alike_costs_little() {
        let fit_of = |a: &str, b: &str| {
            let text: Vec<char> = b.chars().collect();
            fit(&Name::read(a, true).core, &heard(&text), &[true]).map(|f| (f.cost, f.from, f.to))
        };
        assert_eq!(fit_of("锦绣", "我住锦绣花园"), Some((0.0, 2, 4)));
        assert_eq!(fit_of("锦绣", "锦秀花园"), Some((0.2, 0, 2)));
        assert_eq!(fit_of("锦绣", "京绣花园"), Some((0.35, 0, 2)));
        assert_eq!(fit_of("天骄锦绣", "天骄绣"), Some((GAP, 0, 3)));
    }
}
