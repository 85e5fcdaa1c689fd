//! The numbers in a text with the word that gives their type: the part of an address that can be parsed without a
//! directory.

use super::label::{Label, is_letter};
use super::written::FoldedText;
use crate::kernel::text;

/// The type of a number, by the word after it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mark {
    /// 栋, 幢, 座, 号楼, #.
    Building,
    /// 单元.
    Unit,
    /// 楼 or 层.
    Floor,
    /// 室, 户, 房.
    Room,
    /// 号: number on a road, house of a village, room behind a unit.
    Door,
    /// 组, 社, 队.
    Group,
    /// 期, 区, 组团: part of the quarter's name.
    Phase,
    /// 段: section of a road.
    Section,
    /// 号院: the number belongs to the name.
    Court,
    /// Date, price, telephone: no part of an address.
    Other,
    /// No word after it.
    Bare,
}

/// A number in the text; ranges of folded characters, half-open, including the mark.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Number {
    pub(super) from: usize,
    /// Where the digits end and the mark begins.
    pub(super) digits_to: usize,
    pub(super) to: usize,
    pub(super) label: Label,
    pub(super) mark: Mark,
    /// Chinese numerals, which names contain as well (三圣花园); a number only with a mark.
    pub(super) chinese: bool,
    /// Underground: 负一楼, B1.
    pub(super) below: bool,
}

const MARKS: &[(&str, Mark)] = &[
    ("号单元", Mark::Unit),
    ("号地块", Mark::Phase),
    ("号楼", Mark::Building),
    ("号栋", Mark::Building),
    ("号幢", Mark::Building),
    ("号座", Mark::Building),
    ("#楼", Mark::Building),
    ("#栋", Mark::Building),
    ("号院", Mark::Court),
    ("号大院", Mark::Court),
    ("号房", Mark::Room),
    ("号室", Mark::Room),
    ("号线", Mark::Other),
    ("号门", Mark::Other),
    ("号公馆", Mark::Court),
    ("单元", Mark::Unit),
    ("单员", Mark::Unit),
    ("单园", Mark::Unit),
    ("单", Mark::Unit),
    ("门洞", Mark::Unit),
    ("组团", Mark::Phase),
    ("村民小组", Mark::Group),
    ("小组", Mark::Group),
    ("大队", Mark::Other),
    ("组", Mark::Group),
    ("社区", Mark::Bare),
    ("社", Mark::Group),
    ("队", Mark::Other),
    ("栋", Mark::Building),
    ("动", Mark::Building),
    ("幢", Mark::Building),
    ("座", Mark::Building),
    ("#", Mark::Building),
    ("楼", Mark::Floor),
    ("层", Mark::Floor),
    ("f", Mark::Floor),
    ("室", Mark::Room),
    ("户", Mark::Room),
    ("房", Mark::Room),
    ("铺", Mark::Room),
    ("号", Mark::Door),
    ("期", Mark::Phase),
    ("区", Mark::Phase),
    ("段", Mark::Section),
    ("弄", Mark::Door),
    ("市", Mark::Other),
    ("县", Mark::Other),
    ("省", Mark::Other),
    ("镇", Mark::Other),
    ("路", Mark::Other),
    ("街", Mark::Other),
    ("环路", Mark::Other),
    ("年", Mark::Other),
    ("月", Mark::Other),
    ("日", Mark::Other),
    ("点", Mark::Other),
    ("点半", Mark::Other),
    ("点钟", Mark::Other),
    ("时", Mark::Other),
    ("分", Mark::Other),
    ("元", Mark::Other),
    ("块", Mark::Other),
    ("个", Mark::Other),
    ("人", Mark::Other),
    ("名", Mark::Other),
    ("天", Mark::Other),
    ("岁", Mark::Other),
    ("次", Mark::Other),
    ("辆", Mark::Other),
    ("台", Mark::Other),
    ("米", Mark::Other),
    ("公里", Mark::Other),
    ("平", Mark::Other),
    ("多", Mark::Other),
    ("级", Mark::Other),
    ("家", Mark::Other),
    ("条", Mark::Other),
    ("只", Mark::Other),
    ("小时", Mark::Other),
    ("路公交", Mark::Other),
    ("%", Mark::Other),
];

/// Words that only begin like a mark: 3楼道 is no floor, 2户外 no room.
const GOES_ON: &[(&str, &str)] = &[
    ("号门", "面市牌店口"),
    ("号楼", "下上道梯顶"),
    ("楼", "下上道梯顶"),
    ("房", "子产东屋"),
    ("户", "外口"),
    ("组", "织长"),
    ("社", "会"),
    ("动", "物静作"),
    ("单", "位身独"),
    ("区", "域"),
    ("座", "位"),
    ("室", "外友"),
    ("路", ""),
    ("f", "abcdeghijklmnopqrstuvwxyz"),
];

fn mark_at(chars: &[char], at: usize) -> (Mark, usize) {
    let mut best = (Mark::Bare, 0);
    for (word, mark) in MARKS {
        let len = word.chars().count();
        if len <= best.1 || !word.chars().enumerate().all(|(i, c)| chars.get(at + i) == Some(&c)) {
            continue;
        }
        let next = chars.get(at + len);
        let goes_on = GOES_ON.iter().any(|(w, on)| w == word && next.is_some_and(|n| on.contains(*n)));
        if !goes_on {
            best = (*mark, len);
        }
    }
    best
}

fn digits_end(chars: &[char], from: usize, of: impl Fn(char) -> bool) -> usize {
    chars[from..].iter().position(|c| !of(*c)).map_or(chars.len(), |n| from + n)
}

/// All numbers in order.
pub(super) fn numbers(written: &FoldedText) -> Vec<Number> {
    let chars = &written.chars;
    let mut out: Vec<Number> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        match number_at(chars, at, out.last()) {
            Some(mut number) => {
                // 3月12号 is a date.
                let day = number.from > 0 && chars[number.from - 1] == '月';
                // 12号附3号 is at number 12.
                let beside =
                    number.from > 0 && chars[number.from - 1] == '附' && matches!(number.mark, Mark::Door | Mark::Bare);
                if beside || (day && out.last().is_some_and(|l| l.to == number.from)) {
                    number.mark = Mark::Other;
                }
                at = number.to;
                out.push(number);
            }
            None => at += 1,
        }
    }
    out
}

fn number_at(chars: &[char], at: usize, last: Option<&Number>) -> Option<Number> {
    let c = chars[at];
    if c.is_ascii_digit() {
        return arabic(chars, at, at, None);
    }
    let next = chars.get(at + 1).copied();
    // #2楼 means 2#楼.
    if c == '#' && next.is_some_and(|n| n.is_ascii_digit()) && last.is_none_or(|l| l.to < at) {
        let number = arabic(chars, at, at + 1, None)?;
        return Some(Number { mark: Mark::Building, ..number });
    }
    if is_letter(c) {
        // A-1-602 is building A.
        if c.is_ascii_alphabetic()
            && (at == 0 || !chars[at - 1].is_ascii_alphanumeric())
            && next == Some('-')
            && chars.get(at + 2).is_some_and(char::is_ascii_digit)
        {
            let label = Label::with(Some(c), None, None)?;
            return Some(Number {
                from: at,
                digits_to: at + 1,
                to: at + 1,
                label,
                mark: Mark::Bare,
                chinese: false,
                below: false,
            });
        }
        let latin_before = at > 0 && chars[at - 1].is_ascii_alphabetic();
        if c.is_ascii_alphabetic() && latin_before {
            return None;
        }
        // A-3 is no label, A3 is; 东3 only with a mark, because names end in 东.
        if next.is_some_and(|n| n.is_ascii_digit()) {
            let number = arabic(chars, at, at + 1, Some(c))?;
            let close = c.is_ascii_alphabetic()
                || (matches!(number.mark, Mark::Building | Mark::Unit)
                    && last.is_none_or(|l| l.to <= at)
                    && (at == 0 || !super::written::is_han(chars[at - 1])));
            return if close { Some(number) } else { arabic(chars, at + 1, at + 1, None) };
        }
        if c.is_ascii_alphabetic() || matches!(c, '东' | '西' | '南' | '北' | '中' | '甲' | '乙' | '丙' | '丁')
        {
            let (mark, len) = mark_at(chars, at + 1);
            let fits = match mark {
                Mark::Building => len > 0,
                Mark::Unit | Mark::Phase => chars.get(at + len) != Some(&'单'),
                _ => false,
            };
            if fits {
                let label = Label::with(Some(c), None, None)?;
                return Some(Number {
                    from: at,
                    digits_to: at + 1,
                    to: at + 1 + len,
                    label,
                    mark,
                    chinese: !c.is_ascii_alphabetic(),
                    below: false,
                });
            }
        }
        return None;
    }
    let (from, below) = match c {
        '负' => (at + 1, true),
        '地' if next == Some('下') => (at + 2, true),
        '第' => (at + 1, false),
        '-' if last.is_none_or(|l| l.to < at || l.mark != Mark::Bare) && next.is_some_and(|n| n.is_ascii_digit()) => {
            (at + 1, true)
        }
        _ => (at, false),
    };
    let start = *chars.get(from)?;
    if start.is_ascii_digit() {
        let mut number = arabic(chars, from, from, None)?;
        if below && number.mark != Mark::Floor {
            return (c != '-').then_some(number);
        }
        number.from = at;
        number.below = below;
        return Some(number);
    }
    if !text::is_numeral(start) {
        return None;
    }
    let to = digits_end(chars, from, text::is_numeral);
    let n = text::number(&chars[from..to].iter().collect::<String>())?;
    let (mark, len) = mark_at(chars, to);
    // 一家, 三人 and 一个 are common words; numerals without a mark are left to the names.
    if matches!(mark, Mark::Bare | Mark::Other | Mark::Court) || (below && mark != Mark::Floor) {
        return None;
    }
    let label = Label::number(n)?;
    Some(Number { from: at, digits_to: to, to: to + len, label, mark, chinese: true, below })
}

fn arabic(chars: &[char], from: usize, digits: usize, before: Option<char>) -> Option<Number> {
    let to = digits_end(chars, digits, |c| c.is_ascii_digit());
    let n: Option<u32> =
        (to - digits <= 6).then(|| chars[digits..to].iter().collect::<String>().parse().ok()).flatten();
    let Some(n) = n else {
        // A telephone or identity number is consumed, so that its digits are not parsed.
        return Some(Number {
            from,
            digits_to: to,
            to,
            label: Label::NONE,
            mark: Mark::Other,
            chinese: false,
            below: false,
        });
    };
    let after = chars.get(to).copied().filter(|c| c.is_ascii_lowercase());
    let lone = after.is_some() && chars.get(to + 1).is_none_or(|c| !c.is_ascii_alphanumeric());
    let (mark, len) = mark_at(chars, to);
    if lone && (mark != Mark::Floor || before.is_some()) {
        let (mark, len) = mark_at(chars, to + 1);
        let label = Label::with(before, Some(n), after)?;
        return Some(Number { from, digits_to: to + 1, to: to + 1 + len, label, mark, chinese: false, below: false });
    }
    let below = before == Some('b') && n <= 5 && matches!(mark, Mark::Floor | Mark::Bare) && to - digits == 1;
    let label = Label::with(if below { None } else { before }, Some(n), None).or_else(|| Label::number(0))?;
    let mark = if below { Mark::Floor } else { mark };
    Some(Number { from, digits_to: to, to: to + len, label, mark, chinese: false, below })
}
