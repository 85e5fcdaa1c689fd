//! A generated street with a million rooms: thousands of quarters, many with similar names.

use std::collections::{HashMap, HashSet};
use weiguang_domain::grid::GridCode;
use weiguang_domain::grid::address::{Directory, Entry, Place};

use crate::report::Chance;

const STREET: &str = "510117019";
const WORDS: &[&str] = &[
    "锦绣", "锦秀", "幸福", "阳光", "金色", "翠竹", "嘉和", "佳和", "家和", "新华", "兴华", "望江", "滨河", "滨江",
    "龙湖", "天骄", "红光", "石桥", "东风", "和平", "建设", "蓝光", "碧水", "绿地", "紫荆", "玉兰", "桂花", "芙蓉",
    "牡丹", "海棠", "银杏", "梧桐", "清水", "凤凰", "凤翔", "祥和", "安康", "康乐", "永乐", "长乐", "长安", "怡和",
    "怡景", "逸景", "御景", "丽景", "丽水", "春晓", "春天", "西城", "东城", "南城", "北城", "中央", "时代", "世纪",
    "未来", "星河", "星光", "月亮", "明珠", "明月", "香榭", "香樟", "枫叶", "枫林", "竹林", "松林", "柳岸", "荷塘",
    "莲花", "花样", "尚品", "上品", "铂金", "铂悦", "温馨", "文馨", "学府", "书香", "翰林", "状元", "英伦", "欧洲",
    "百花", "百合", "三圣", "七里", "九龙", "万福", "万和", "千禧", "双桥", "双楠", "双清", "府河", "沙河", "锦江",
    "金江", "青羊", "青城", "都江", "蜀汉", "蜀都", "华西", "华阳", "光华", "光明", "团结", "友谊", "友爱", "互助",
    "西华", "犀浦", "郫筒", "何公", "田坝", "高店", "老街", "上街", "龙城", "泰和",
];
const BRANDS: &[&str] = &[
    "万科",
    "恒大",
    "保利",
    "龙湖",
    "中海",
    "华润",
    "绿地",
    "碧桂园",
    "金科",
    "融创",
    "世茂",
    "首创",
    "置信",
    "蓝光",
    "合景",
    "远大",
    "人居",
    "中铁",
];
const ENDINGS: &[&str] = &[
    "花园", "花园", "家园", "小区", "小区", "苑", "公寓", "雅苑", "家苑", "花苑", "名城", "新城", "新村", "新居", "院",
    "大院", "华庭", "豪庭", "名苑", "佳苑", "府", "广场", "山庄", "湾", "里",
];
const FIRST: &str = "金银玉翠锦华瑞祥福康宁安乐和泰昌盛隆兴旺荣富贵吉庆嘉佳美丽秀雅清静明光亮辉耀星月云霞虹彩春夏秋冬风雷雨露江河湖海山林森松柏竹梅兰菊荷桂桃李杏梨橙";
const SECOND: &str = "园苑居庭轩阁楼台亭榭桥畔岸滩洲岛屿城镇都邑府邸宅院里巷坊街道路门关塔寺庙堂馆厅台峰岭坡谷泉溪涧潭池塘沙石岩洞源海湾港口堡垒景色声香韵诗画琴棋书歌舞梦缘情意思";

pub(super) struct Building {
    pub(super) label: String,
    pub(super) units: u32,
    pub(super) floors: u32,
    pub(super) doors: u32,
    /// The cell of each unit; usually all equal.
    pub(super) cells: Vec<GridCode>,
}

impl Building {
    pub(super) fn rooms(&self) -> u32 {
        self.units * self.floors * self.doors
    }
}

pub(super) struct Quarter {
    pub(super) name: String,
    pub(super) aliases: Vec<String>,
    pub(super) community: usize,
    pub(super) road: usize,
    pub(super) buildings: Vec<Building>,
}

pub(super) struct Community {
    pub(super) name: String,
    pub(super) code: GridCode,
    cells: u32,
}

pub(super) struct Road {
    pub(super) name: String,
    /// Cell of each number, from 1.
    pub(super) doors: Vec<GridCode>,
}

pub(super) struct Village {
    pub(super) name: String,
    /// Cell and number of houses of each group, from 1.
    pub(super) groups: Vec<(GridCode, u32)>,
}

pub(super) struct Town {
    pub(super) communities: Vec<Community>,
    pub(super) quarters: Vec<Quarter>,
    pub(super) roads: Vec<Road>,
    pub(super) villages: Vec<Village>,
    pub(super) named: Vec<(String, GridCode)>,
    pub(super) by_name: HashMap<String, Vec<usize>>,
    /// Each quarter's name as it is, without its suffix, and with 小区.
    pub(super) spellings: Vec<[Option<Vec<char>>; 3]>,
}

pub(super) fn pick<'a, T: ?Sized>(chance: &mut Chance, from: &[&'a T]) -> &'a T {
    from[chance.below(from.len() as u64) as usize]
}

fn character(chance: &mut Chance, from: &str) -> char {
    let count = from.chars().count() as u64;
    from.chars().nth(chance.below(count) as usize).unwrap_or('金')
}

impl Community {
    /// The next micro-grid; ten per grid.
    fn cell(&mut self) -> GridCode {
        let at = self.cells % 9_990;
        self.cells += 1;
        self.code.child(1 + at / 10).and_then(|grid| grid.child(1 + at % 10)).unwrap_or(self.code)
    }
}

fn quarter_name(chance: &mut Chance) -> String {
    let mut name = String::new();
    let kind = chance.below(100);
    if kind < 30 {
        name.push_str(pick(chance, BRANDS));
    }
    if kind < 65 {
        name.push_str(pick(chance, WORDS));
    } else {
        name.push(character(chance, FIRST));
        name.push(character(chance, SECOND));
    }
    name + pick(chance, ENDINGS)
}

impl Town {
    pub(super) fn new(rooms: u64, chance: &mut Chance) -> Self {
        let mut communities: Vec<Community> = (1..=60)
            .filter_map(|n| {
                let code = GridCode::parse(&format!("510117019{n:03}")).ok()?;
                Some(Community { name: format!("{}社区", WORDS[(n * 2 - 1) % WORDS.len()]), code, cells: 0 })
            })
            .collect();
        let mut seen = HashSet::new();
        let mut roads: Vec<Road> = Vec::new();
        while roads.len() < 300 {
            let turn = pick(chance, &["", "东", "西", "南", "北", "一", "二"]);
            let name = format!("{}{turn}{}", pick(chance, WORDS), pick(chance, &["路", "街", "大道", "巷"]));
            if seen.insert(name.clone()) {
                let community = chance.below(60) as usize;
                let mut cell = communities[community].cell();
                let doors = (1..=40 + chance.below(160))
                    .map(|n| {
                        if n % 40 == 0 {
                            cell = communities[community].cell();
                        }
                        cell
                    })
                    .collect();
                roads.push(Road { name, doors });
            }
        }
        let mut villages = Vec::new();
        while villages.len() < 30 {
            let name = format!("{}村", pick(chance, WORDS));
            if seen.insert(name.clone()) {
                let community = chance.below(60) as usize;
                let groups = (0..3 + chance.below(10))
                    .map(|_| (communities[community].cell(), 10 + chance.below(40) as u32))
                    .collect();
                villages.push(Village { name, groups });
            }
        }
        let mut named = Vec::new();
        while named.len() < 150 {
            let name = format!(
                "{}{}",
                pick(chance, WORDS),
                pick(chance, &["农贸市场", "小学", "幼儿园", "卫生服务中心", "公园", "菜市场", "派出所"])
            );
            if seen.insert(name.clone()) {
                let community = chance.below(60) as usize;
                named.push((name, communities[community].cell()));
            }
        }
        let mut town = Self {
            communities,
            quarters: Vec::new(),
            roads,
            villages,
            named,
            by_name: HashMap::new(),
            spellings: Vec::new(),
        };
        town.settle(rooms, chance);
        town.spellings = town.quarters.iter().map(|q| super::spelling::spellings(&q.name)).collect();
        town
    }

    /// Adds quarters up to a number of rooms.
    fn settle(&mut self, rooms: u64, chance: &mut Chance) {
        let mut count = 0;
        while count < rooms {
            let name = if chance.below(100) < 4 && !self.quarters.is_empty() {
                self.quarters[chance.below(self.quarters.len() as u64) as usize].name.clone()
            } else {
                quarter_name(chance)
            };
            let phases: &[&str] = match chance.below(100) {
                0..8 => &["一期", "二期"],
                8..11 => &["A区", "B区", "C区"],
                11..13 => &["（一期）", "（二期）", "（三期）"],
                _ => &[""],
            };
            let (community, road) = (chance.below(60) as usize, chance.below(300) as usize);
            for phase in phases {
                let name = format!("{name}{phase}");
                let twice = self
                    .by_name
                    .get(&name)
                    .is_some_and(|at| at.iter().any(|q| self.quarters[*q].community == community));
                if twice {
                    continue;
                }
                let quarter = self.quarter(name, community, road, (rooms - count.min(rooms)) as u32, chance);
                count += quarter.buildings.iter().map(|b| u64::from(b.rooms())).sum::<u64>();
                for name in [&quarter.name].into_iter().chain(&quarter.aliases) {
                    self.by_name.entry(name.clone()).or_default().push(self.quarters.len());
                }
                self.quarters.push(quarter);
                if count >= rooms {
                    return;
                }
            }
        }
    }

    fn quarter(
        &mut self,
        name: String,
        community: usize,
        road: usize,
        room_limit: u32,
        chance: &mut Chance,
    ) -> Quarter {
        let lettered = chance.below(100) < 6;
        let (floors, doors) = match chance.below(4) {
            0 => (6, 2),
            1 => (7, 2 + chance.below(2) as u32),
            2 => (11, 2 + chance.below(2) as u32),
            _ => (18, 2 + chance.below(3) as u32),
        };
        let communities = &mut self.communities;
        let mut cell = communities[community].cell();
        let (mut in_cell, mut left) = (0, room_limit);
        let small = chance.below(100) < 10;
        let mut buildings = Vec::new();
        for at in 0..2 + chance.below(7) {
            let units = 1 + chance.below(4) as u32;
            let per_unit = floors * doors;
            let spread = chance.below(100) < 8;
            let mut cells = Vec::new();
            for _ in 0..units {
                if in_cell >= 90 && !small && (cells.is_empty() || spread) {
                    cell = communities[community].cell();
                    in_cell = 0;
                }
                in_cell += per_unit;
                cells.push(cell);
            }
            let letter = char::from(b'A' + u8::try_from(at).unwrap_or(0));
            let label = if lettered { format!("{letter}座") } else { format!("{}栋", at + 1) };
            let building = Building { label, units, floors, doors, cells };
            left = left.saturating_sub(building.rooms());
            buildings.push(building);
            if left == 0 {
                break;
            }
        }
        let mut aliases = Vec::new();
        if chance.below(100) < 8 {
            let nickname = pick(
                chance,
                &["老纺织厂", "机床厂", "粮站", "供销社", "电力局", "水泥厂", "火柴厂", "化肥厂", "运输公司", "邮电局"],
            );
            aliases.push(format!(
                "{}{nickname}{}",
                character(chance, "一二三四东西南北红新大小前后上下"),
                pick(chance, &["宿舍", "家属院", "老院子", "大院"])
            ));
        }
        Quarter { name, aliases, community, road, buildings }
    }

    pub(super) fn directory(&self) -> Directory {
        let mut builder = Directory::builder();
        let mut id = 0;
        // The generated texts mention 红光街道, with another code than here.
        builder.areas(GridCode::parse(STREET).map(|street| (street, "红光街道")));
        let mut add = |place: Place<'_>, code: GridCode, aliases: &[&str], stands: Option<(&str, &str)>| {
            id += 1;
            builder.add(&Entry { place, code, id, aliases, stands });
        };
        for community in &self.communities {
            add(Place::Community { name: &community.name }, community.code, &[], None);
        }
        for quarter in &self.quarters {
            let (aliases, name): (Vec<&str>, &str) =
                (quarter.aliases.iter().map(String::as_str).collect(), &quarter.name);
            let stands = Some((self.roads[quarter.road].name.as_str(), ""));
            if let Some(first) = quarter.buildings.first() {
                add(Place::Quarter { quarter: name }, first.cells[0], &aliases, stands);
            }
            for building in &quarter.buildings {
                for (unit, cell) in (1..).zip(&building.cells) {
                    let unit = format!("{unit}单元");
                    for floor in 1..=building.floors {
                        for door in 1..=building.doors {
                            let room = format!("{floor}{door:02}室");
                            add(
                                Place::Room {
                                    quarter: name,
                                    building: &building.label,
                                    unit: Some(&unit),
                                    room: &room,
                                },
                                *cell,
                                &[],
                                None,
                            );
                        }
                    }
                }
            }
        }
        for road in &self.roads {
            for (n, cell) in (1..).zip(&road.doors) {
                add(Place::Door { road: &road.name, number: &format!("{n}号") }, *cell, &[], None);
            }
        }
        for village in &self.villages {
            for (group, (cell, houses)) in (1..).zip(&village.groups) {
                for house in 1..=*houses {
                    let (group, number) = (format!("{group}组"), format!("{house}号"));
                    add(
                        Place::Village { village: &village.name, group: Some(&group), number: Some(&number) },
                        *cell,
                        &[],
                        None,
                    );
                }
            }
        }
        for (name, cell) in &self.named {
            add(Place::Named { name }, *cell, &[], None);
        }
        builder.build()
    }
}
