//! Accuracy on the four hundred lines of `bench/address`, written without knowledge of the parser: limits for wrong and
//! for missing answers.

use super::{Directory, Lessons, Row};
use crate::grid::GridCode;

const DIRECTORY: &str = include_str!("../../../../../bench/address/directory.csv");
const AREAS: &str = include_str!("../../../../../bench/address/areas.csv");
const LINES: &str = include_str!("../../../../../bench/address/lines.tsv");

fn directory() -> Directory {
    let mut builder = Directory::builder();
    let areas = AREAS.lines().filter_map(|line| line.split_once(','));
    builder.areas(areas.map(|(code, name)| (GridCode::parse(code).unwrap(), name)));
    for (id, line) in (1..).zip(DIRECTORY.lines().skip(1)) {
        let cells: Vec<&str> = line.split(',').collect();
        let [code, quarter, alias, road, number, village, group, building, unit, name] = cells[..] else {
            panic!("{line}")
        };
        let aliases: Vec<&str> = Some(alias).filter(|a| !a.is_empty()).into_iter().collect();
        let row = Row { quarter, building, unit, room: "", road, number, village, group, name, aliases: &aliases };
        builder.row(&row, GridCode::parse(code).unwrap(), id);
    }
    builder.build()
}

#[test]
fn of_four_hundred_lines_two_at_most_are_sure_and_wrong() {
    let (directory, lessons) = (directory(), Lessons::default());
    let (mut right, mut wrong) = (0, Vec::new());
    for line in LINES.lines() {
        let [id, text, want, _] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        match directory.find(text, &lessons).sure() {
            Some(code) if code.as_str() == want => right += 1,
            Some(code) => wrong.push(format!("{id} {text}: {code}")),
            None => {}
        }
    }
    assert!(wrong.len() <= 2, "{wrong:#?}");
    assert!(right >= 210, "{right}");
}

/// The reason shown for each kind of doubt.
#[test]
fn a_doubt_says_why() {
    let (directory, lessons) = (directory(), Lessons::default());
    for (text, why) in [
        ("北京市朝阳区竹影街25号院3栋", "写的是别处：北京市"),
        ("团结街道竹影街25号院3栋", "写的是别处：团结街道"),
        ("锦绣花园对面", "说的是旁边的地方：对面"),
        ("从锦绣花园3栋搬到望江雅居1栋", "还写了另一处：望江雅居"),
        ("竹影街45号", "门牌号不在目录中：45号"),
        ("天骄路66号锦绣花园3栋", "道路不符：天骄路"),
    ] {
        let placing = directory.find(text, &lessons);
        let said: Vec<String> = placing.evidence.iter().map(super::Evidence::chinese).collect();
        assert!(placing.sure().is_none() && said.iter().any(|s| s == why), "{text}: {placing:?} {said:?}");
    }
}
