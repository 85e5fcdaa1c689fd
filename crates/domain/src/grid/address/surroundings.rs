//! The surroundings of an address: province to village before it, roads beside it, and words like 门口 after it.

use super::numbers::{Mark, Number};
use super::written::{FoldedText, is_han};

/// Positions count folded characters; ranges are half-open.
pub(super) struct Cut {
    pub(super) road: Option<(usize, usize)>,
    pub(super) village: Option<(usize, usize)>,
    pub(super) community: Option<(usize, usize)>,
    pub(super) masked: Option<(usize, usize)>,
    pub(super) noise: Vec<(usize, usize)>,
    /// Where a name may begin: at the start, after a known place, after 我住在.
    pub(super) opens: Vec<bool>,
    /// Where only a lead-in precedes.
    pub(super) leads: Vec<bool>,
    /// Characters of a known surrounding place or a lead-in.
    pub(super) known: Vec<bool>,
}

/// Words that introduce an address in a sentence; a name may begin after them.
const LEADS: &[&str] = &[
    "我住在",
    "我家住",
    "我家在",
    "家住",
    "住在",
    "位于",
    "地址是",
    "地址",
    "我们这里是",
    "我们是",
    "我们",
    "我是",
    "我在",
    "请问",
    "你好",
    "您好",
    "投诉",
    "举报",
    "反映",
    "咨询",
    "关于",
    "这里是",
    "这边是",
    "就是",
    "来自",
    "在",
    "到",
    "是",
    "住",
    "往",
    "去",
    "请来",
    "请到",
    "麻烦到",
    "有人在",
    "户主在",
    "小区名",
    "送到",
];

/// Words that do not affect the cell.
const NOISE: &[&str] = &[
    "门口",
    "旁边",
    "楼下",
    "楼上",
    "电梯里面",
    "电梯里",
    "电梯口",
    "电梯间",
    "电梯",
    "附近",
    "楼道里面",
    "楼道里",
    "楼道",
    "对面",
    "里面",
    "后面",
    "前面",
    "楼顶",
    "天台",
    "地下停车场",
    "地下车库",
    "地下室",
    "停车场",
    "大门口",
    "大门",
    "单元门口",
    "过道",
    "走廊",
    "外面",
    "背后",
    "门卫室",
    "院坝",
    "院内",
    "隔壁",
    "侧门",
    "楼梯间",
];

/// Masks that exports use in place of a name.
const MASKS: &[&str] = &["xx", "**", "××", "某某", "某小区", "某社区", "某街道", "某村", "x小区", "x社区", "x街道"];

pub(super) fn at(chars: &[char], from: usize, word: &str) -> Option<usize> {
    let mut to = from;
    for c in word.chars() {
        if chars.get(to) != Some(&c) {
            return None;
        }
        to += 1;
    }
    Some(to)
}

pub(super) fn cut(written: &FoldedText, numbers: &[Number]) -> Cut {
    let chars = &written.chars;
    let len = chars.len();
    let mut cut = Cut {
        road: None,
        village: None,
        community: None,
        masked: None,
        noise: Vec::new(),
        opens: vec![false; len + 1],
        leads: vec![false; len + 1],
        known: vec![false; len],
    };
    for i in 0..len {
        cut.opens[i] |= i == 0 || !(is_han(chars[i - 1]) || chars[i - 1].is_alphanumeric());
        if let Some(to) = LEADS.iter().filter_map(|w| at(chars, i, w)).max() {
            cut.opens[to] = true;
            cut.leads[i] = to - i >= 2;
            if to - i >= 2 {
                cut.known[i..to].fill(true);
            }
        }
        if let Some(to) = NOISE.iter().filter_map(|w| at(chars, i, w)).max()
            && cut.noise.last().is_none_or(|(_, last)| *last <= i)
        {
            cut.noise.push((i, to));
        }
        if cut.masked.is_none()
            && let Some(to) = MASKS.iter().filter_map(|w| at(chars, i, w)).max()
        {
            cut.masked = Some((i, to));
        }
    }
    // A name may begin after a number: 3栋锦绣花园.
    for n in numbers {
        if n.mark != Mark::Phase {
            cut.opens[n.to] = true;
        }
    }
    masked_places(chars, &mut cut);
    administrative(chars, &mut cut);
    roads(chars, numbers, &mut cut);
    villages(chars, numbers, &mut cut);
    cut
}

/// `A市`, `K8县`, `A市A3区`: a letter instead of a name.
fn masked_places(chars: &[char], cut: &mut Cut) {
    let mut behind_mask = 0;
    for i in 0..chars.len() {
        if !chars[i].is_ascii_lowercase() || (i > 0 && chars[i - 1].is_ascii_alphanumeric()) {
            continue;
        }
        let digits = chars[i + 1..].iter().take_while(|c| c.is_ascii_digit()).count();
        let to = i + 1 + digits;
        let masked = match chars.get(to) {
            Some('市' | '县' | '省' | '镇' | '乡') => true,
            // A区 may be a part of a quarter; at the start or after a masked city it is a district.
            Some('区') => (i == 0 && digits > 0) || (behind_mask == i && i > 0),
            _ => false,
        };
        if masked {
            behind_mask = to + 1;
            let from = cut.masked.filter(|(_, last)| *last == i).map_or(i, |(from, _)| from);
            cut.masked = Some((from, to + 1));
            cut.opens[to + 1] = true;
            cut.known[i..=to].fill(true);
        }
    }
}

/// 四川省成都市郫都区红光街道: each part has the suffix of its level, and a name may begin after it.
fn administrative(chars: &[char], cut: &mut Cut) {
    let mut start = 0;
    for i in 0..chars.len() {
        if cut.opens[i] && i > start {
            start = i;
        }
        let (c, next) = (chars[i], chars.get(i + 1).copied());
        let before = if i > 0 { chars[i - 1] } else { ' ' };
        let long = i.saturating_sub(start);
        let word = match c {
            '省' => (1..=4).contains(&long),
            '市' => {
                (1..=5).contains(&long)
                    && !matches!(before, '城' | '超' | '门' | '夜')
                    && !next.is_some_and(|n| "场民政集中委口".contains(n))
            }
            '区' => {
                before == '社'
                    || ((2..=6).contains(&long) && is_han(before) && !"小院校园厂东西南北中地景期住".contains(before))
            }
            '县' => (1..=5).contains(&long),
            '道' => before == '街' && (3..=7).contains(&long),
            '镇' | '乡' => {
                (1..=4).contains(&long) && (start > 0 || i >= 2) && !next.is_some_and(|n| "中小卫政村".contains(n))
            }
            _ => false,
        };
        if !word {
            continue;
        }
        let to = i + 1;
        if c == '区' && before == '社' {
            if long >= 2 && cut.community.is_none() {
                cut.community = Some((start, to));
            }
        } else if !chars[start..to].iter().all(|c| is_han(*c)) {
            continue;
        }
        cut.known[start..to].fill(true);
        cut.opens[to] = true;
        start = to;
    }
}

/// 天骄西路, 人民南路四段, 建设巷: the name extends back to a possible beginning, at most seven characters.
fn roads(chars: &[char], numbers: &[Number], cut: &mut Cut) {
    for i in 1..chars.len() {
        let next = chars.get(i + 1).copied().unwrap_or(' ');
        let ends = match chars[i] {
            '路' => !"口灯桥面边由段过线障".contains(next) || next == '口',
            // 横街路 and 上街东路 are single roads.
            '街' => {
                let turned =
                    "东西南北中一二三四五".contains(next) && chars.get(i + 2).is_some_and(|c| "路街巷大".contains(*c));
                !"道坊头区舞巷路".contains(next) && !turned
            }
            '道' => chars[i - 1] == '大',
            '巷' => !"子道口".contains(next),
            _ => false,
        };
        if !ends {
            continue;
        }
        let mut from = i;
        while from > 0 && i - from < 7 && is_han(chars[from - 1]) && !cut.opens[from] {
            from -= 1;
        }
        if i - from < 1
            || !cut.opens[from]
            || chars[from..i].iter().any(|c| "苑院栋".contains(*c))
            || (from..i).any(|p| ["花园", "家园", "小区"].iter().any(|w| at(chars, p, w).is_some()))
        {
            continue;
        }
        let mut to = i + 1;
        // 融创上街3栋 is a quarter.
        if numbers.iter().any(|n| n.from == to && matches!(n.mark, Mark::Building | Mark::Unit)) {
            continue;
        }
        if let Some(section) = numbers.iter().find(|n| n.from == to && n.mark == Mark::Section) {
            to = section.to;
        } else if let Some(end) = ["东段", "西段", "南段", "北段", "中段"].iter().find_map(|w| at(chars, to, w))
        {
            to = end;
        }
        cut.known[from..to].fill(true);
        cut.opens[to] = true;
        // The road with a number after it is preferred.
        if cut.road.is_none() || numbers.iter().any(|n| n.from == to) {
            cut.road = Some((from, to));
        }
    }
}

/// 石桥村3组12号: a village only before a group, a house or the end; 东风新村3栋 is a quarter.
fn villages(chars: &[char], numbers: &[Number], cut: &mut Cut) {
    for i in 1..chars.len() {
        if chars[i] != '村' {
            continue;
        }
        let to = i + 1;
        let follows = numbers.iter().find(|n| n.from == to);
        let fits = follows.is_some_and(|n| matches!(n.mark, Mark::Group | Mark::Door))
            || (chars.len() == to && chars[i - 1] != '新');
        let mut from = i;
        while from > 0 && i - from < 6 && is_han(chars[from - 1]) && !cut.opens[from] {
            from -= 1;
        }
        if fits && i > from && cut.village.is_none() {
            cut.village = Some((from, to));
        }
    }
}
