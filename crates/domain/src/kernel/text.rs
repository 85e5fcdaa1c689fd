//! Normalisation of typed text: full-width forms, Chinese numerals, spaces.

pub use super::mask::name as mask_name;

/// Maximum characters of a title.
pub const TITLE_LIMIT: usize = 80;
/// Maximum characters of a detail, or of a text to suggest kinds for.
pub const DETAIL_LIMIT: usize = 4_000;
/// Maximum characters of an address.
pub const ADDRESS_LIMIT: usize = 200;

/// Folds similar characters: full-width to half-width, all spaces and dashes to one, upper to lower case. Chinese
/// characters are unchanged; leading, trailing and repeated spaces are removed.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if stays(c) {
            out.push(c);
            continue;
        }
        let c = match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            '\u{3000}' | '\u{00A0}' | '\t' | '\r' | '\n' => ' ',
            '—' | '–' | '―' | '─' | '‐' | '‑' | '−' | '﹣' => '-',
            '。' => '.',
            '\u{200B}'..='\u{200F}' | '\u{FEFF}' => continue,
            other => other,
        };
        if c == ' ' && (out.is_empty() || out.ends_with(' ')) {
            continue;
        }
        out.extend(c.to_lowercase());
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// Whether a character is invisible, such as those copied from chats, web pages or PDFs.
#[must_use]
pub const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// Whether folding leaves a character unchanged; a fast check for most text.
#[must_use]
pub const fn stays(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '!'..='@' | '['..='~')
}

/// A person's name for comparison: half-width, without spaces, with one form of the dot between parts (阿卜杜拉·买买提,
/// written · • ・ ‧ or .).
#[must_use]
pub fn name(name: &str) -> String {
    let dot = |c| matches!(c, '·' | '•' | '・' | '･' | '‧' | '∙' | '⋅' | '●' | '.' | '․' | '᛫' | 'ꞏ');
    fold(name).chars().filter(|c| !c.is_whitespace()).map(|c| if dot(c) { '·' } else { c }).collect()
}

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

fn digit(c: char) -> Option<u32> {
    match c {
        '零' | '〇' | '○' => Some(0),
        '一' | '壹' | '幺' => Some(1),
        '二' | '两' | '贰' => Some(2),
        '三' | '叁' => Some(3),
        '四' | '肆' => Some(4),
        '五' | '伍' => Some(5),
        '六' | '陆' => Some(6),
        '七' | '柒' => Some(7),
        '八' | '捌' => Some(8),
        '九' | '玖' => Some(9),
        _ => None,
    }
}

/// Whether the character can be in a Chinese numeral.
#[must_use]
pub fn is_numeral(c: char) -> bool {
    digit(c).is_some() || matches!(c, '十' | '拾' | '百' | '佰' | '千' | '仟' | '廿' | '卅')
}

/// Parses Arabic digits, a Chinese numeral (`二十一`, `廿一`, `一百零三`) or Chinese digits (`一〇三`).
#[must_use]
pub fn number(text: &str) -> Option<u32> {
    if text.is_empty() {
        return None;
    }
    if text.chars().all(|c| c.is_ascii_digit()) {
        return text.parse().ok();
    }
    if text.chars().all(|c| digit(c).is_some()) {
        return text.chars().try_fold(0u32, |n, c| n.checked_mul(10)?.checked_add(digit(c)?));
    }
    let (mut total, mut last, mut seen) = (0u32, None, false);
    for c in text.chars() {
        if let Some(d) = digit(c) {
            if last.is_some_and(|l| l != 0) {
                return None;
            }
            last = Some(d);
        } else {
            let unit = match c {
                '十' | '拾' => 10,
                '百' | '佰' => 100,
                '千' | '仟' => 1000,
                '廿' => {
                    total += 20;
                    last = None;
                    seen = true;
                    continue;
                }
                '卅' => {
                    total += 30;
                    last = None;
                    seen = true;
                    continue;
                }
                _ => return None,
            };
            let times = match last {
                None if unit == 10 && !seen => 1,
                None => return None,
                Some(0) => 1,
                Some(d) => d,
            };
            total = total.checked_add(times * unit)?;
            last = None;
        }
        seen = true;
    }
    total.checked_add(last.unwrap_or(0))
}

/// A number under 10,000 as a Chinese numeral in names: 6 → 六, 12 → 十二, 103 → 一百零三.
#[must_use]
pub fn numeral(n: u32) -> String {
    if n < 10 {
        return DIGITS[n as usize].to_string();
    }
    if n >= 10_000 {
        return n.to_string();
    }
    let mut out = String::new();
    let mut zero = false;
    for (unit, word) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let d = n / unit % 10;
        if d == 0 {
            zero = !out.is_empty();
            continue;
        }
        if zero && !n.is_multiple_of(unit * 10) {
            out.push('零');
        }
        zero = false;
        if !(unit == 10 && d == 1 && out.is_empty()) {
            out.push(DIGITS[d as usize]);
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn full_width_and_odd_spaces_fold() {
        assert_eq!(fold("　３栋２单元—５０１　Ａ座 "), "3栋2单元-501 a座");
    }

    #[test]
    fn one_name_however_its_dot_and_spaces_are_written() {
        for written in
            ["阿卜杜拉•买买提", "阿卜杜拉・买买提", "阿卜杜拉‧买买提", "阿卜杜拉．买买提", "阿卜杜拉 ·　买买提\u{2003}"]
        {
            assert_eq!(name(written), "阿卜杜拉·买买提", "{written}");
        }
        assert_eq!(name("王　小\u{2009}明"), "王小明");
        assert_eq!(name("𠮷田㛃"), "𠮷田㛃");
        assert_ne!(name("买买提"), name("买·买提"));
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, n) in [
            ("3", 3),
            ("三", 3),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("廿一", 21),
            ("一百零三", 103),
            ("一百一十", 110),
            ("一〇三", 103),
            ("两", 2),
            ("五〇一", 501),
            ("一千零五", 1005),
        ] {
            assert_eq!(number(text), Some(n), "{text}");
        }
        for bad in ["", "甲", "三三十", "百", "3栋"] {
            assert_eq!(number(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_said_is_heard(n in 0u32..10_000) {
            prop_assert_eq!(number(&numeral(n)), Some(n));
        }
    }
}
