//! Self-corrections in speech: 不是天骄路66号，是天润路66号. The retracted words are replaced by spaces before parsing.

use super::surroundings::at;
use super::written::FoldedText;
use crate::kernel::text;

const DENIES: &[&str] = &["不是", "不在", "并非", "不住"];
const FORMERLY: &[&str] = &["以前", "原来", "过去", "从前", "原先", "早先", "曾经", "之前"];
const NOW: &[&str] = &["现在", "如今", "目前", "搬到", "搬来", "现住"];
const SPEAKER: &[&str] = &["我是", "我们是", "本人是"];
const CORRECTS: &[&str] = &["不对", "说错了", "写错了", "讲错了"];

/// Whether a character ends a clause.
pub(super) fn ends_clause(c: char) -> bool {
    matches!(c, ',' | '.' | ';' | '!' | '?' | ':' | '\n')
}

pub(super) fn retract(written: &mut FoldedText) {
    let chars = &written.chars;
    // Most texts are one clause without such words, and return unchanged at once.
    if !chars.iter().any(|c| "不错前来去先早曾之的".contains(*c)) {
        return;
    }
    let mut blank: Vec<(usize, usize)> = Vec::new();
    let starts = |from: usize, words: &[&str]| words.iter().any(|w| at(chars, from, w).is_some());
    let has = |from: usize, to: usize, words: &[&str]| (from..to).any(|i| starts(i, words));
    let mut from = 0;
    while from < chars.len() {
        let to = (from..chars.len()).find(|i| ends_clause(chars[*i])).unwrap_or(chars.len());
        let rest = to < chars.len();
        // 我原来住株洲, 老人不在这里: a subject may precede.
        let early = |words: &[&str], reach: usize| (from..to.min(from + reach)).any(|i| starts(i, words));
        let speaker = starts(from, SPEAKER) && to > from && chars[to - 1] == '的';
        if rest && (early(DENIES, 2) || speaker || (early(FORMERLY, 4) && has(to, chars.len(), NOW))) {
            blank.push((from, to));
        }
        blank.extend((from..to).filter(|i| starts(*i, CORRECTS)).filter_map(|i| number_before(chars, i)));
        from = to + 1;
    }
    for (from, to) in blank {
        written.chars[from..to].fill(' ');
    }
}

/// 十栋哦不对是四栋: the number before the correction.
fn number_before(chars: &[char], at: usize) -> Option<(usize, usize)> {
    let filler = |c: char| "哦嗯啊呃噢说我, ".contains(c);
    let to = (0..at).rev().find(|i| !filler(chars[*i]))? + 1;
    let mark = (0..to).rev().find(|i| !"栋幢号座楼单元室组".contains(chars[*i]))? + 1;
    let counts = |c: char| c.is_ascii_alphanumeric() || text::is_numeral(c);
    let from = (0..mark).rev().find(|i| !counts(chars[*i])).map_or(0, |i| i + 1);
    (from < mark && mark < to).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(text: &str) -> String {
        let mut written = FoldedText::read(text);
        retract(&mut written);
        written.chars.iter().collect::<String>().trim().to_owned()
    }

    #[test]
    fn what_was_taken_back_is_not_read() {
        assert_eq!(left("写错了：不是天骄路66号，是天润路66号"), "写错了:        ,是天润路66号");
        assert_eq!(left("以前在绵阳，现在搬到锦绣花园1栋"), ",现在搬到锦绣花园1栋");
        assert_eq!(left("和院公馆十栋哦不对是四栋"), "和院公馆  哦不对是四栋");
        assert_eq!(left("我是团结街道的，合作街道堵车"), ",合作街道堵车");
        for same in ["不是我家", "锦绣花园3栋,以前修过", "原来的老供销社"] {
            assert_eq!(left(same), same);
        }
    }
}
