//! The number of a building, unit, room or house in four bytes; 3栋, `３＃` and 三号楼 are equal, and labels sort as numbers.

use serde::{Deserialize, Serialize};
use std::fmt;

use super::written::FoldedText;
use crate::kernel::text;

/// A number with at most one letter before and one after: `12`, `A3`, `3A`, 东, 甲2.
///
/// Packed as letter (6 bits), number (20 bits), letter (6 bits), so that labels sort by the letter before the number
/// first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Label(u32);

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz东西南北中甲乙丙丁戊";
const LARGEST: u32 = (1 << 20) - 1;

fn letter(c: char) -> Option<u32> {
    LETTERS.chars().position(|l| l == c).and_then(|at| u32::try_from(at + 1).ok())
}

fn letter_at(code: u32) -> Option<char> {
    usize::try_from(code).ok()?.checked_sub(1).and_then(|at| LETTERS.chars().nth(at))
}

/// Whether a character can be the letter of a label.
pub(super) fn is_letter(c: char) -> bool {
    letter(c).is_some()
}

impl Label {
    /// No label: parent of the rooms in a building without units.
    pub const NONE: Self = Self(0);

    /// A plain number; `None` above 1,048,575.
    #[must_use]
    pub const fn number(n: u32) -> Option<Self> {
        if n <= LARGEST { Some(Self(n << 6)) } else { None }
    }

    /// A number with letters; any part may be missing, but not all.
    #[must_use]
    pub fn with(before: Option<char>, n: Option<u32>, after: Option<char>) -> Option<Self> {
        let of = |c: Option<char>| c.map_or(Some(0), letter);
        let (before, after, n) = (of(before)?, of(after)?, n.unwrap_or(0));
        (n <= LARGEST).then_some(Self(before << 26 | n << 6 | after)).filter(|l| *l != Self::NONE)
    }

    /// Parses the directory's words: `3栋`, `2单元`, `501室`, `A座`, `5-1` (fifth floor, first door).
    #[must_use]
    pub fn read(words: &str) -> Option<Self> {
        let mut chars = FoldedText::read(words.trim()).chars;
        while chars.last().is_some_and(|c| "栋幢座号楼院单元室户房组社队层铺门#".contains(*c)) {
            chars.pop();
        }
        if chars.first() == Some(&'第') {
            chars.remove(0);
        }
        // 12号甲 is 12甲.
        if let [.., '号', letter] = chars[..]
            && is_letter(letter)
        {
            chars.remove(chars.len() - 2);
        }
        if let Some(dash) = chars.iter().position(|c| *c == '-') {
            let part = |cs: &[char]| text::number(&cs.iter().collect::<String>());
            let (floor, door) = (part(&chars[..dash])?, part(&chars[dash + 1..])?);
            return Self::door(floor, door);
        }
        let before = chars.first().copied().filter(|c| is_letter(*c));
        let rest = if before.is_some() { &chars[1..] } else { &chars[..] };
        let after = rest.last().copied().filter(|c| is_letter(*c));
        let rest = if after.is_some() { &rest[..rest.len() - 1] } else { rest };
        let n = if rest.is_empty() { None } else { Some(text::number(&rest.iter().collect::<String>())?) };
        Self::with(before, n, after)
    }

    /// The first room on the fifth floor is 501.
    #[must_use]
    pub fn door(floor: u32, door: u32) -> Option<Self> {
        (floor < 200 && door < 100).then(|| Self::number(floor * 100 + door)).flatten()
    }

    /// The number without its letters.
    #[must_use]
    pub const fn value(self) -> u32 {
        self.0 >> 6 & LARGEST
    }

    /// The letter before the number.
    #[must_use]
    pub fn before(self) -> Option<char> {
        letter_at(self.0 >> 26)
    }

    /// The same without the letter before it.
    #[must_use]
    pub const fn without_before(self) -> Self {
        Self(self.0 & 0x03FF_FFFF)
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, after) = (self.before(), letter_at(self.0 & 63));
        if let Some(c) = before {
            write!(f, "{}", c.to_ascii_uppercase())?;
        }
        if self.value() > 0 || (before.is_none() && after.is_none()) {
            write!(f, "{}", self.value())?;
        }
        after.map_or(Ok(()), |c| write!(f, "{}", c.to_ascii_uppercase()))
    }
}

impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Label({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_label_for_every_way_of_writing() {
        for words in ["3", "3栋", "３＃", "三号楼", "03幢", "第三栋"] {
            assert_eq!(Label::read(words), Label::number(3), "{words}");
        }
        for words in ["501室", "0501", "5-1", "五〇一", "501号"] {
            assert_eq!(Label::read(words), Label::number(501), "{words}");
        }
        assert_eq!(Label::read("A座").map(|l| l.to_string()), Some("A".to_owned()));
        assert_eq!(Label::read("b12栋").map(|l| l.to_string()), Some("B12".to_owned()));
        assert_eq!(Label::read("12B").map(|l| l.to_string()), Some("12B".to_owned()));
        for bad in ["", "栋", "商业楼", "9999999", "1-2-3"] {
            assert_eq!(Label::read(bad), None, "{bad}");
        }
    }
}
