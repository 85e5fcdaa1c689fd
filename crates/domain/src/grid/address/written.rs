//! Text folded character by character, with positions in the original.

use serde::{Deserialize, Serialize};

use crate::kernel::text;

/// A range of the original text: byte offsets, half-open, on character boundaries.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub from: usize,
    /// First byte after it.
    pub to: usize,
}

impl Span {
    /// The text of the range; empty if the span is not in bounds.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.from..self.to).unwrap_or("")
    }

    /// The range counted in characters.
    #[must_use]
    pub fn in_chars(self, text: &str) -> (usize, usize) {
        let count = |to: usize| text.char_indices().take_while(|(at, _)| *at < to).count();
        (count(self.from), count(self.to))
    }
}

/// Folded characters, each with its position in the original.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct FoldedText {
    pub(super) chars: Vec<char>,
    spans: Vec<Span>,
}

impl FoldedText {
    pub(super) fn read(original: &str) -> Self {
        let mut out = Self::default();
        for (from, c) in original.char_indices() {
            let span = Span { from, to: from + c.len_utf8() };
            if c.is_whitespace() {
                // Repeated spaces become one.
                if out.chars.last().is_some_and(|last| *last != ' ') {
                    out.push(' ', span);
                }
                continue;
            }
            if text::stays(c) || c.is_ascii_uppercase() {
                out.push(plain(c.to_ascii_lowercase()), span);
                continue;
            }
            let mut bytes = [0; 4];
            for folded in text::fold(c.encode_utf8(&mut bytes)).chars() {
                out.push(plain(folded), span);
            }
        }
        out.close_up();
        out.digits();
        out
    }

    /// Removes spaces if every character is followed by one: 银 杏 南 街.
    fn close_up(&mut self) {
        let spaces = self.chars.iter().filter(|c| **c == ' ').count();
        if spaces >= 3 && spaces * 2 + 1 >= self.chars.len() {
            let apart: Vec<_> = self.chars.iter().zip(&self.spans).filter(|(c, _)| **c != ' ').collect();
            (self.chars, self.spans) = apart.into_iter().map(|(c, span)| (*c, *span)).unzip();
        }
    }

    /// Converts Chinese numerals before 号 to digits, also in names: 二十五号 equals 25号.
    fn digits(&mut self) {
        let mut at = 0;
        while let Some(mark) = (at..self.chars.len()).find(|i| self.chars[*i] == '号') {
            let from = (at..mark).rev().find(|i| !text::is_numeral(self.chars[*i])).map_or(at, |i| i + 1);
            at = mark + 1;
            let Some(number) = text::number(&self.text(from, mark)) else { continue };
            let digits = number.to_string();
            let spans: Vec<Span> = (0..digits.len())
                .map(|i| Span {
                    from: self.spans[(from + i).min(mark - 1)].from,
                    to: self.spans[if i + 1 == digits.len() { mark - 1 } else { (from + i).min(mark - 1) }].to,
                })
                .collect();
            self.chars.splice(from..mark, digits.chars());
            self.spans.splice(from..mark, spans);
            at = from + digits.len() + 1;
        }
    }

    fn push(&mut self, c: char, span: Span) {
        self.chars.push(c);
        self.spans.push(span);
    }

    /// The original range of folded characters `from..to`.
    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        match (self.spans.get(from), to.checked_sub(1).and_then(|last| self.spans.get(last))) {
            (Some(first), Some(last)) if from < to => Span { from: first.from, to: last.to },
            _ => Span::default(),
        }
    }

    pub(super) fn text(&self, from: usize, to: usize) -> String {
        self.chars.get(from..to).unwrap_or(&[]).iter().collect()
    }
}

/// Replaces traditional and look-alike characters that occur in addresses.
fn plain(c: char) -> char {
    match c {
        '號' => '号',
        '棟' => '栋',
        '單' => '单',
        '樓' => '楼',
        '層' => '层',
        '區' => '区',
        '組' => '组',
        '園' => '园',
        '門' => '门',
        '鎮' => '镇',
        '鄉' => '乡',
        '邨' => '村',
        '/' | '_' | '~' | '·' | '•' | '、' => '-',
        '〈' | '《' | '【' | '「' => '(',
        '〉' | '》' | '】' | '」' => ')',
        '♯' => '#',
        other => other,
    }
}

/// Whether the character is Chinese.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{323AF}')
}
