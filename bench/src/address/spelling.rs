//! Spellings of names and their distance for a human reader; implemented independently of the matcher.

use std::collections::HashMap;
use std::sync::OnceLock;

/// Characters of the same sound.
const ALIKE: &[&str] = &[
    "锦金今津",
    "绣秀锈袖",
    "佳嘉家加",
    "苑院园圆",
    "和合荷河何",
    "华花",
    "新兴馨心欣",
    "江疆",
    "城成程",
    "阳杨洋",
    "光广",
    "景静",
    "丽力利",
    "怡逸宜",
    "御玉誉",
    "福富府",
    "祥翔",
    "龙隆",
    "桥乔",
    "清青",
    "明鸣",
    "珠朱竹",
    "湖胡",
    "湾弯",
    "林琳",
    "枫风丰峰",
    "翠脆",
    "滨宾",
    "望旺",
    "骄娇交",
    "碧必",
    "紫子",
    "荆晶",
    "棠堂",
    "杏幸星",
    "梧吴",
    "桐同",
    "凤奉",
    "安庵",
    "乐月悦",
    "春纯",
    "世时石",
    "纪季",
    "香乡",
    "榭谢",
    "樟张",
    "莲连",
    "铂博",
    "书舒",
    "翰汉",
    "状壮",
    "英鹰",
    "百白",
    "圣胜盛",
    "万湾",
    "双爽",
    "沙莎",
    "都督",
    "蜀属",
    "团湍",
    "科柯",
    "恒横衡",
    "保宝",
    "利丽",
    "远源",
    "雅亚",
    "名明",
    "豪壕",
    "庭亭",
    "邸底",
    "泰太",
    "瑞锐",
    "昌畅",
];

pub(super) fn alike(c: char) -> Option<&'static str> {
    static GROUPS: OnceLock<HashMap<char, &'static str>> = OnceLock::new();
    let groups = || ALIKE.iter().rev().flat_map(|group| group.chars().map(|c| (c, *group))).collect();
    GROUPS.get_or_init(groups).get(&c).copied()
}

/// Cost of reading `typed` as `name`: a character of the same sound costs a third of another one.
pub(super) fn distance(typed: &[char], name: &[char]) -> f32 {
    let mut row: Vec<f32> = (0..=name.len()).map(|n| n as f32).collect();
    for (i, t) in typed.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = (i + 1) as f32;
        let group = alike(*t);
        for (j, n) in name.iter().enumerate() {
            let cost = if t == n {
                0.0
            } else if group.is_some_and(|g| g.contains(*n)) {
                0.3
            } else {
                1.0
            };
            let best = (diagonal + cost).min(row[j] + 1.0).min(row[j + 1] + 1.0);
            diagonal = row[j + 1];
            row[j + 1] = best;
        }
    }
    row[name.len()]
}

const LOOSE: &[&str] = &[
    "花园", "家园", "小区", "公寓", "雅苑", "家苑", "花苑", "名城", "新城", "新村", "新居", "大院", "华庭", "豪庭",
    "名苑", "佳苑", "广场", "山庄", "苑", "院", "府", "湾", "里",
];

/// A name without its suffix; phases are part of it.
pub(super) fn short(name: &str) -> Option<String> {
    let at = LOOSE.iter().filter_map(|e| name.rfind(e).map(|at| (at, *e))).filter(|(at, e)| {
        let rest = &name[at + e.len()..];
        rest.is_empty() || rest.starts_with('（') || rest.ends_with('期') || rest.ends_with('区')
    });
    let (at, ending) = at.min_by_key(|(at, _)| *at)?;
    (name[..at].chars().count() >= 2).then(|| format!("{}{}", &name[..at], &name[at + ending.len()..]))
}

/// A name as it is, without its suffix, and with 小区 as suffix.
pub(super) fn spellings(name: &str) -> [Option<Vec<char>>; 3] {
    let short = short(name);
    let general = short.as_ref().map(|s| format!("{s}小区").chars().collect());
    [Some(name.chars().collect()), short.map(|s| s.chars().collect()), general]
}
