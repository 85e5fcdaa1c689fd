//! Typed addresses: one place in a dozen spellings, some of them useless.

use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::geo::Point;
use weiguang_domain::kernel::text::numeral;

use crate::data::Data;
use crate::dice::Dice;
use crate::directory::{Addresses, Building, Spot};

/// A place with its typed address.
#[derive(Clone, Debug)]
pub struct Written {
    /// The typed address.
    pub address: String,
    /// The coordinate, if there is one.
    pub point: Option<Point>,
    /// The real cell.
    pub truth: GridCode,
}

/// A phone's inexact coordinate.
fn pin(point: Point, dice: &Dice) -> Point {
    let near = |degrees: f64| ((degrees + dice.within(-0.000_12, 0.000_12)) * 1e6).round() / 1e6;
    Point::new(near(point.lon), near(point.lat))
}

/// A typed address of a type of place (`home`, `building`, `quarter`, `shop`, `road`, `place`) in a street.
#[must_use]
pub fn write(data: &Data, all: &Addresses, street: GridCode, at: &str, dice: &Dice) -> Option<Written> {
    let lies_in = |code: &GridCode| street.contains(code);
    let houses: Vec<&Building> = all.buildings.iter().filter(|b| lies_in(&b.code)).collect();
    let shops: Vec<&Spot> = all.shops.iter().filter(|s| lies_in(&s.code)).collect();
    let named: Vec<&Spot> = all.named.iter().filter(|s| lies_in(&s.code)).collect();
    let house = *dice.pick(&houses)?;
    let with_pin = |percent, point| dice.percent(percent).then(|| pin(point, dice));
    if house.house > 0 && at != "place" {
        return Some(in_village(house, dice));
    }
    let (address, point, truth) = match at {
        "shop" => {
            let s = *dice.pick(&shops)?;
            let address = match dice.below(3) {
                0 => format!("{}{}号{}", s.road, s.number, s.name),
                1 => format!("{}{}号", s.road, s.number),
                _ => format!("合作街道{}{}号附{}号{}门口", s.road, s.number, 1 + dice.below(3), s.name),
            };
            (address, with_pin(50, s.point), s.code)
        }
        "road" => {
            let s = *dice.pick(&shops)?;
            let address = match dice.below(3) {
                0 => format!("{}{}号门口人行道", s.road, s.number),
                1 => s.road.clone(),
                _ => format!("{}和公交站中间那段", s.road),
            };
            (address, with_pin(60, s.point), s.code)
        }
        "place" => {
            let s = *dice.pick(&named)?;
            (format!("{}{}", s.name, ["", "门口", "旁边"][dice.below(3)]), with_pin(40, s.point), s.code)
        }
        "quarter" => {
            let spot = ["大门口", "中庭", "地下车库入口", "西门", "垃圾房旁边", "儿童乐园"][dice.below(6)];
            let address = match dice.below(3) {
                0 => format!("{}{spot}", house.quarter),
                1 => format!("{}{}栋背后", house.quarter, house.number),
                _ => format!("{}{}{spot}", house.road, house.quarter),
            };
            (address, with_pin(45, house.point), house.code)
        }
        _ => (in_building(data, house, at == "building", dice), with_pin(30, house.point), house.code),
    };
    Some(Written { address, point, truth })
}

fn in_building(data: &Data, b: &Building, shared: bool, dice: &Dice) -> String {
    let (quarter, building) = (&b.quarter, b.number);
    let (unit, floor, door) = (1 + dice.below(b.units), 1 + dice.below(b.floors), 1 + dice.below(b.doors));
    let communities = data.streets.street.iter().flat_map(|s| &s.community);
    let community = communities.into_iter().find(|c| c.code.contains(&b.code)).map_or("", |c| c.name.as_str());
    let numbers = |n: usize| numeral(u32::try_from(n).unwrap_or(1));
    if shared {
        return match dice.below(4) {
            0 => format!("{quarter}{building}栋{unit}单元"),
            1 => format!("{quarter}{}栋{}单元楼道", numbers(building), numbers(unit)),
            2 => format!("{quarter} {building}# {unit}单元 {floor}楼"),
            _ => format!("{community}{quarter}{building}栋{unit}单元门口"),
        };
    }
    match dice.below(6) {
        0 => format!("{quarter}{building}栋{unit}单元{floor}{door:02}"),
        1 => format!("{quarter}{building}-{unit}-{floor}{door:02}"),
        2 => format!("{quarter}{building}栋{unit}单元{floor}楼{door}号"),
        3 => format!("成都市郫都区合作街道{}{quarter}{building}栋{unit}单元{floor}{door:02}室", b.road),
        4 => format!("{community}{quarter}{building}幢{unit}单元"),
        _ => format!("{quarter}{}栋{}单元{floor}{door:02}", numbers(building), numbers(unit)),
    }
}

fn in_village(b: &Building, dice: &Dice) -> Written {
    let (village, group, house) = (&b.quarter, b.number, b.house);
    let (address, pinned) = match dice.below(4) {
        0 => (format!("{village}{group}组{house}号"), 20),
        1 => (format!("团结街道{village}{}组{house}号", numeral(u32::try_from(group).unwrap_or(1))), 20),
        2 => (format!("{village}{group}组{house}号门口路边"), 50),
        _ => (format!("{village}{group}组晒坝旁边"), 90),
    };
    Written { address, point: dice.percent(pinned).then(|| pin(b.point, dice)), truth: b.code }
}
