//! Generated queries: the intended cell, and whether a person could tell it from the text.

use std::collections::BTreeSet;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::text::numeral;

use super::spelling::{alike, distance, short};
use super::town::{Quarter, Town, pick};
use crate::report::Chance;

pub(super) struct Query {
    pub(super) text: String,
    pub(super) kind: &'static str,
    /// The intended cell, if there is one.
    pub(super) cell: Option<GridCode>,
    /// The intended place, for error output.
    pub(super) meant: String,
    pub(super) resolvable: bool,
}

struct Written {
    name: String,
    kind: &'static str,
    /// The typed name is exactly one of the directory's.
    exact: bool,
}

fn write_name(quarter: &Quarter, chance: &mut Chance) -> Written {
    let name = quarter.name.clone();
    let mut chars: Vec<char> = name.chars().collect();
    let exact = |name: String, kind| Written { name, kind, exact: true };
    let bent = |name: String, kind| Written { name, kind, exact: false };
    match chance.below(100) {
        0..8 => short(&name).map_or_else(|| exact(name.clone(), "plain"), |n| bent(n, "short name")),
        8..22 => {
            let places: Vec<usize> = (0..chars.len()).filter(|i| alike(chars[*i]).is_some()).collect();
            if places.is_empty() {
                return exact(name, "plain");
            }
            let at = places[chance.below(places.len() as u64) as usize];
            let others: Vec<char> = alike(chars[at]).unwrap_or("").chars().filter(|c| *c != chars[at]).collect();
            chars[at] = others[chance.below(others.len() as u64) as usize];
            bent(chars.into_iter().collect(), "same sound")
        }
        22..27 => {
            let at = chance.below(chars.len().min(4) as u64) as usize;
            chars[at] = pick(chance, &["天", "大", "东", "好", "水", "木", "方"]).chars().next().unwrap_or('天');
            bent(chars.into_iter().collect(), "wrong character")
        }
        27..32 if chars.len() >= 4 => {
            chars.remove(chance.below(chars.len().min(4) as u64) as usize);
            bent(chars.into_iter().collect(), "missing character")
        }
        32..38 => {
            quarter.aliases.first().map_or_else(|| exact(name.clone(), "plain"), |alias| exact(alias.clone(), "alias"))
        }
        38..42 => short(&name)
            .filter(|s| !s.ends_with(['期', '区', '）']))
            .map_or_else(|| exact(name.clone(), "plain"), |n| bent(format!("{n}小区"), "other ending")),
        42..46 if name.contains('期') => exact(name.replace("一期", "1期").replace("二期", "2期"), "phase in digits"),
        _ => exact(name, "plain"),
    }
}

fn full_width(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xFEE0).unwrap_or(c) } else { c })
        .collect()
}

/// The parts that are written.
#[derive(Clone, Copy)]
struct WrittenParts {
    building: bool,
    unit: bool,
    room: bool,
}

struct Numbers {
    building: String,
    unit: u32,
    floor: u32,
    door: u32,
}

fn write_numbers(numbers: &Numbers, kept: WrittenParts, chance: &mut Chance) -> String {
    let Numbers { building: b, unit: u, floor, door } = numbers;
    let room = format!("{floor}{door:02}");
    let said = |n: &str| n.parse().map_or_else(|_| n.to_owned(), numeral);
    match (kept.building, kept.unit, kept.room) {
        (true, true, true) => match chance.below(11) {
            0 | 1 => format!("{b}栋{u}单元{room}"),
            2 => format!("{b}-{u}-{room}"),
            3 => format!("{b}栋{u}单元{room}室"),
            4 => format!("{}栋{}单元{}楼{}号", said(b), numeral(*u), numeral(*floor), numeral(*door)),
            5 => format!("{b}#{u}-{room}"),
            6 => format!("{b}幢{u}-{room}"),
            7 => format!("{b}号楼{u}单元{room}号"),
            8 => full_width(&format!("{b}#{u}-{room}")),
            9 => format!("{b}—{u}—{room}号"),
            _ => format!("{b}栋 {u}单元 {floor}楼{door}号"),
        },
        (true, true, false) => match chance.below(3) {
            0 => format!("{b}栋{u}单元"),
            1 => format!("{}栋{}单元", said(b), numeral(*u)),
            _ => format!("{b}#楼{u}单元{floor}楼"),
        },
        (true, false, true) => match chance.below(3) {
            0 => format!("{b}栋{room}"),
            1 => format!("{b}-{room}"),
            _ => format!("{b}幢{room}室"),
        },
        (true, false, false) => match chance.below(3) {
            0 => format!("{b}栋"),
            1 => format!("{}栋", said(b)),
            _ => format!("{b}号楼"),
        },
        (false, true, true) => format!("{u}单元{room}"),
        (false, false, true) => format!("{room}室"),
        _ => String::new(),
    }
}

fn before(town: &Town, quarter: &Quarter, chance: &mut Chance) -> (String, bool) {
    let (community, road) = (&town.communities[quarter.community].name, &town.roads[quarter.road].name);
    match chance.below(100) {
        0..10 => (format!("四川省成都市郫都区红光街道{community}"), true),
        10..16 => ("四川省成都市郫都区红光街道".to_owned(), false),
        16..22 => ("成都市郫都区".to_owned(), false),
        22..28 => (format!("红光街道{road}"), false),
        28..34 => (format!("我住在{road}"), false),
        34..38 => ("我住在".to_owned(), false),
        38..42 => ("你好，我是".to_owned(), false),
        42..46 => (community.clone(), true),
        46..50 => (format!("地址：{road}"), false),
        _ => (String::new(), false),
    }
}

const AFTER: &[&str] = &[
    "门口",
    "旁边",
    "楼下",
    "电梯里",
    "附近",
    "楼道里有人堆放电动车",
    "门口垃圾没人收",
    "，楼上漏水，麻烦处理一下",
    "电梯坏了三天了",
    "，电话13812341234",
    "楼下的路灯不亮",
    "有人高空抛物",
];

/// Whether another quarter fits the text as well as the intended one, with another cell.
fn rivalled(
    town: &Town,
    meant: usize,
    written: &Written,
    community: bool,
    kept: WrittenParts,
    numbers: &Numbers,
    cell: GridCode,
) -> bool {
    let fits = |at: usize| {
        let quarter = &town.quarters[at];
        at != meant
            && !(community && quarter.community != town.quarters[meant].community)
            && !cells(quarter, kept, numbers).is_empty()
            && cells(quarter, kept, numbers).iter().any(|c| *c != cell)
    };
    if written.exact {
        let name = written.name.replace("1期", "一期").replace("2期", "二期");
        return town.by_name.get(&name).is_some_and(|all| all.iter().any(|at| fits(*at)));
    }
    let typed: Vec<char> = written.name.chars().collect();
    let far = |at: usize, limit: f32| {
        // A missing or generic suffix is a small difference.
        let costs = town.spellings[at].iter().zip([0.0, 0.2, 0.2]).filter_map(|(spelling, more)| {
            let spelling = spelling.as_ref()?;
            (typed.len().abs_diff(spelling.len()) as f32 <= limit).then(|| distance(&typed, spelling) + more)
        });
        costs.fold(9.0, f32::min)
    };
    let own = far(meant, 9.0);
    (0..town.quarters.len()).any(|at| at != meant && far(at, own + 0.15) <= own + 0.15 && fits(at))
}

/// The cells that the numbers may mean in a quarter; empty if it has no such building, unit or room.
fn cells(quarter: &Quarter, kept: WrittenParts, numbers: &Numbers) -> BTreeSet<GridCode> {
    let mut out = BTreeSet::new();
    for building in &quarter.buildings {
        if kept.building && building.label.trim_end_matches(['栋', '座']) != numbers.building {
            continue;
        }
        let room = numbers.floor <= building.floors && numbers.door <= building.doors;
        for (unit, cell) in (1..).zip(&building.cells) {
            if (!kept.unit || unit == numbers.unit) && (!kept.room || room) {
                out.insert(*cell);
            }
        }
    }
    out
}

fn quarter_query(town: &Town, chance: &mut Chance) -> Query {
    let meant = chance.below(town.quarters.len() as u64) as usize;
    let quarter = &town.quarters[meant];
    let building = &quarter.buildings[chance.below(quarter.buildings.len() as u64) as usize];
    let unit = 1 + chance.below(u64::from(building.units)) as u32;
    let mut numbers = Numbers {
        building: building.label.trim_end_matches(['栋', '座']).to_owned(),
        unit,
        floor: 1 + chance.below(u64::from(building.floors)) as u32,
        door: 1 + chance.below(u64::from(building.doors)) as u32,
    };
    let kept = |building, unit, room| WrittenParts { building, unit, room };
    let kept = match chance.below(100) {
        0..60 => kept(true, true, true),
        60..75 => kept(true, true, false),
        75..83 => kept(true, false, true),
        83..93 => kept(true, false, false),
        93..96 => kept(false, true, true),
        _ => kept(false, false, false),
    };
    let written = write_name(quarter, chance);
    let telling = tells(written.kind, &quarter.name);
    let (mut before, community) = before(town, quarter, chance);
    let cell = building.cells[unit as usize - 1];
    let mut kind = written.kind;
    let mut possible = cells(quarter, kept, &numbers);
    // A new flat that is missing in the directory: its unit still gives the cell.
    if kept.room && kept.unit && chance.below(100) < 4 {
        numbers.door = 9;
        kind = "unknown room";
        possible = [cell].into();
    }
    let exists = if kind == "unknown room" { WrittenParts { room: false, ..kept } } else { kept };
    let resolvable = possible.len() == 1 && !rivalled(town, meant, &written, community, exists, &numbers, cell);
    let said = write_numbers(&numbers, kept, chance);
    let after = if chance.below(100) < 35 { pick(chance, AFTER) } else { "" };
    let mut name = written.name;
    if chance.below(100) < 4 && name.contains('（') {
        name = name.replace(['（', '）'], "");
    }
    let text = if chance.below(100) < 7 && kept.building {
        kind = if kind == "plain" { "other order" } else { kind };
        before.clear();
        format!("{} {name}{after}", write_numbers(&numbers, kept, chance))
    } else if chance.below(10) == 0 {
        format!("{before}{name} {said}{after}")
    } else {
        format!("{before}{name}{said}{after}")
    };
    let known_community = community && !before.is_empty();
    let resolvable = if community && !known_community {
        possible.len() == 1
            && !rivalled(town, meant, &Written { name, kind, exact: written.exact }, false, exists, &numbers, cell)
    } else {
        resolvable
    };
    let meant = format!("{}{}{unit}单元", quarter.name, building.label);
    Query { text, kind, cell: Some(cell), meant, resolvable: resolvable && telling }
}

/// Whether a name with one changed or missing character is still unambiguous: not if it has two or three characters and
/// a suffix that is another place's name (bench/address/README.md).
fn tells(kind: &str, name: &str) -> bool {
    let core = short(name).unwrap_or_else(|| name.to_owned()).chars().take_while(|c| *c != '（').count();
    !matches!(kind, "wrong character" | "missing character") || core >= 4
}

fn other_query(town: &Town, chance: &mut Chance) -> Query {
    let of = |text: String, kind, cell: Option<GridCode>, meant: &str, resolvable| Query {
        text,
        kind,
        cell,
        meant: meant.to_owned(),
        resolvable,
    };
    let after = if chance.below(100) < 35 { pick(chance, AFTER) } else { "" };
    match chance.below(100) {
        0..32 => {
            let road = &town.roads[chance.below(town.roads.len() as u64) as usize];
            let n = 1 + chance.below(road.doors.len() as u64) as usize;
            let text = match chance.below(4) {
                0 => format!("{}{n}号{after}", road.name),
                1 => format!("成都市郫都区红光街道{}{n}号{after}", road.name),
                2 => full_width(&format!("{}{n}号附{}号", road.name, 1 + chance.below(9))),
                _ => format!("我在{}{n}号门面{after}", road.name),
            };
            of(text, "road", Some(road.doors[n - 1]), &road.name, true)
        }
        32..55 => {
            let village = &town.villages[chance.below(town.villages.len() as u64) as usize];
            let group = chance.below(village.groups.len() as u64) as usize;
            let (cell, houses) = village.groups[group];
            let house = 1 + chance.below(u64::from(houses));
            let (g, said) = (group + 1, numeral(group as u32 + 1));
            let text = match chance.below(4) {
                0 => format!("{}{g}组{house}号{after}", village.name),
                1 => format!("{}{said}组", village.name),
                2 => format!("红光街道{}{said}组{house}号{after}", village.name),
                _ => format!("{}{g}社{house}号", village.name),
            };
            of(text, "village", Some(cell), &village.name, true)
        }
        55..70 => {
            let (name, cell) = &town.named[chance.below(town.named.len() as u64) as usize];
            let after = if after.starts_with('楼') || after.starts_with("电梯") { "" } else { after };
            of(
                format!("{}{name}{after}", pick(chance, &["", "", "我在", "红光街道"])),
                "named place",
                Some(*cell),
                name,
                true,
            )
        }
        70..82 => {
            // A quarter missing in the directory.
            let name = pick(
                chance,
                &[
                    "金鑫国际",
                    "卡布奇诺",
                    "麓山国际",
                    "戛纳湾",
                    "莱茵河畔",
                    "维也纳森林",
                    "米兰香洲",
                    "东方新城邦",
                    "鹭岛国际社区",
                    "誉峰",
                    "朗诗上林",
                    "凯德卓锦",
                    "复地御香山",
                    "雅居乐十里",
                    "蓝谷地",
                    "优品道",
                ],
            );
            of(
                format!(
                    "{}{name}{}栋{}单元{after}",
                    pick(chance, &["", "我住在", "郫都区"]),
                    1 + chance.below(8),
                    1 + chance.below(3)
                ),
                "unknown quarter",
                None,
                name,
                false,
            )
        }
        82..92 => {
            let quarter = &town.quarters[chance.below(town.quarters.len() as u64) as usize];
            let mask = pick(chance, &["A市A3区", "K8县", "B市", "A市A7县"]);
            let text = if chance.below(2) == 0 {
                format!("{mask}{}{}栋{after}", quarter.name, 1 + chance.below(5))
            } else {
                format!("XX小区{}栋{}单元{after}", 1 + chance.below(5), 1 + chance.below(3))
            };
            of(text, "masked", None, "", false)
        }
        _ => of(
            pick(
                chance,
                &[
                    "我家楼上天天装修",
                    "3栋2单元501",
                    "垃圾车早上六点就开始响",
                    "电梯坏了三天了没人修",
                    "二单元五楼一号漏水",
                    "请问社保怎么办",
                    "路灯不亮",
                    "小区门口乱停车",
                ],
            )
            .to_owned(),
            "no address",
            None,
            "",
            false,
        ),
    }
}

pub(super) fn draw(town: &Town, count: usize, chance: &mut Chance) -> Vec<Query> {
    (0..count)
        .map(|_| if chance.below(100) < 80 { quarter_query(town, chance) } else { other_query(town, chance) })
        // A spot beside a place is not that place.
        .map(|query| Query {
            resolvable: query.resolvable && !query.text.ends_with("旁边") && !query.text.ends_with("附近"),
            ..query
        })
        .collect()
}
