//! Stories of typed addresses and where they end: in a cell, among candidates, or nowhere.

use super::{Candidate, Directory, Entry, Evidence, Lessons, Outcome, Place, Placing, combine, learn};
use crate::grid::GridCode;

fn cell(community: u32, number: u32) -> GridCode {
    GridCode::parse(&format!("510117019{community:03}{:03}{:02}", 1 + number / 10, 1 + number % 10)).unwrap()
}

/// 锦绣花园: buildings 1–6, each in a cell of its own, but building 6 spread over two by unit. 锦绣家园: a near name. 幸福小区: twice, in
/// communities 1 and 2. 天骄西路, 石桥村 and 农贸市场 besides.
fn directory() -> Directory {
    let mut builder = Directory::builder();
    let mut id = 0;
    let mut add = |place: Place<'_>, code: GridCode, aliases: &[&str]| {
        id += 1;
        let stands = matches!(place, Place::Quarter { .. }).then_some(("天骄西路", ""));
        builder.add(&Entry { place, code, id, aliases, stands });
    };
    add(Place::Community { name: "天骄社区" }, GridCode::parse("510117019001").unwrap(), &[]);
    add(Place::Community { name: "石桥社区" }, GridCode::parse("510117019002").unwrap(), &[]);
    add(Place::Quarter { quarter: "锦绣花园" }, cell(1, 0), &["老纺织厂宿舍"]);
    for (quarter, community, base, buildings) in [
        ("锦绣花园", 1, 0, 6),
        ("锦绣家园", 1, 20, 3),
        ("幸福小区", 1, 40, 4),
        ("幸福小区", 2, 50, 8),
        ("金牛苑一期", 1, 60, 3),
        ("金牛苑二期", 1, 70, 3),
        ("凯旋公馆", 2, 80, 9),
    ] {
        for b in 1..=buildings {
            for u in 1..=3 {
                for room in [101, 102, 201, 202, 501, 1203] {
                    let spread = quarter == "锦绣花园" && b == 6 && u == 3;
                    let code = match quarter {
                        "凯旋公馆" => cell(community, base),
                        _ => cell(community, base + b + u32::from(spread)),
                    };
                    let (b, u, room) = (format!("{b}栋"), format!("{u}单元"), format!("{room}室"));
                    add(Place::Room { quarter, building: &b, unit: Some(&u), room: &room }, code, &[]);
                }
            }
        }
    }
    for n in 1..=30 {
        add(Place::Door { road: "天骄西路", number: &format!("{n}号") }, cell(1, 90 + n / 20), &[]);
    }
    for (group, number) in [(1, 1), (1, 2), (3, 12), (3, 13)] {
        let (group, number) = (format!("{group}组"), format!("{number}号"));
        let code = cell(2, 100 + u32::from(group == "3组"));
        add(Place::Village { village: "石桥村", group: Some(&group), number: Some(&number) }, code, &[]);
    }
    add(Place::Named { name: "石桥农贸市场" }, cell(2, 110), &["菜市场"]);
    builder.build()
}

fn find(text: &str) -> Placing {
    directory().find(text, &Lessons::default())
}

fn sure(text: &str) -> Option<GridCode> {
    find(text).sure()
}

#[test]
fn every_way_of_writing_ends_in_the_same_cell() {
    let directory = directory();
    for text in [
        "锦绣花园3栋2单元501",
        "锦绣花园３＃２－５０１",
        "锦绣花园3-2-501",
        "锦绣花园三栋二单元五楼一号",
        "锦绣花园3栋",
        "501室 3栋 锦绣花园",
        "3栋2单元501室锦绣花园",
        "四川省成都市郫都区红光街道天骄社区天骄西路12号锦绣花园3栋2单元501门口",
        "我住在天骄西路锦绣花园三栋二单元楼道里有人堆放电动车",
        "锦锈花园3栋2单元501",
        "锦绣花圆3栋2单元501",
        "老纺织厂宿舍3栋2单元",
        "锦绣花园3栋9单元",
        "锦绣花园3栋2单元909",
        "锦绣花园小区3栋",
    ] {
        let placing = directory.find(text, &Lessons::default());
        assert_eq!(placing.sure(), Some(cell(1, 3)), "{text}: {placing:?}");
    }
}

#[test]
fn roads_villages_and_places() {
    assert_eq!(sure("天骄西路12号"), Some(cell(1, 90)));
    assert_eq!(sure("天骄西路25号门面"), Some(cell(1, 91)));
    assert_eq!(sure("石桥村3组12号"), Some(cell(2, 101)));
    assert_eq!(sure("石桥村三组"), Some(cell(2, 101)));
    assert_eq!(sure("石桥农贸市场门口垃圾没人收"), Some(cell(2, 110)));
    assert_eq!(sure("天骄西路"), None);
}

#[test]
fn a_name_that_two_places_bear_is_unsure_until_something_tells_them_apart() {
    let placing = find("幸福小区3栋");
    assert_eq!(placing.sure(), None);
    let codes: Vec<_> = placing.candidates().iter().map(|c| c.code).collect();
    assert_eq!(codes, [cell(1, 43), cell(2, 53)]);
    assert_eq!(sure("天骄社区幸福小区3栋"), Some(cell(1, 43)));
    assert_eq!(sure("石桥社区幸福小区3栋2单元"), Some(cell(2, 53)));
    assert_eq!(sure("幸福小区7栋"), Some(cell(2, 57)), "only one of them has seven buildings");
}

#[test]
fn phases_and_near_names_are_told_apart() {
    assert_eq!(sure("金牛苑一期2栋"), Some(cell(1, 62)));
    assert_eq!(sure("金牛苑2期2栋"), Some(cell(1, 72)));
    assert_eq!(sure("金牛苑2栋"), None);
    assert_eq!(sure("锦绣家园2栋"), Some(cell(1, 22)));
    assert_eq!(sure("锦绣2栋"), None);
    assert_eq!(sure("锦绣5栋2单元"), Some(cell(1, 5)), "only 锦绣花园 has five buildings");
}

#[test]
fn a_spread_building_is_unsure_and_its_rooms_are_not() {
    let placing = find("锦绣花园6栋");
    assert_eq!(placing.candidates().len(), 2, "{placing:?}");
    assert!(placing.evidence.contains(&Evidence::SeveralCells { cells: 2 }));
    assert_eq!(sure("锦绣花园6栋3单元"), Some(cell(1, 7)));
    assert_eq!(sure("锦绣花园6栋1单元501"), Some(cell(1, 6)));
}

#[test]
fn a_quarter_in_one_cell_needs_no_building() {
    assert_eq!(sure("凯旋公馆"), Some(cell(2, 80)));
    assert_eq!(sure("凯旋公馆门口有人吵架"), Some(cell(2, 80)));
    assert_eq!(sure("锦绣花园"), None);
}

#[test]
fn what_nobody_can_know_is_never_sure() {
    for text in [
        "A市A3区锦绣花园3栋",
        "XX小区3栋2单元",
        "3栋2单元501",
        "",
        "今天天气很好",
        "碧桂园3栋",
        "锦绣花园33栋",
        "新锦绣花园酒店",
    ] {
        assert_eq!(sure(text), None, "{text}: {:?}", find(text));
    }
    assert_eq!(find("今天天气很好").outcome, Outcome::Nothing);
    assert!(matches!(find("A市A3区").outcome, Outcome::Unsure { .. }));
}

#[test]
fn a_pick_teaches_a_nickname_for_the_whole_quarter() {
    let directory = directory();
    assert_eq!(sure("大烟囱那里5栋"), None);
    let row = directory.find("凯旋公馆5栋2单元501", &Lessons::default());
    let Outcome::Sure { code, entry } = row.outcome else { panic!("{row:?}") };
    let lessons = Lessons::new(learn(&directory, "大烟囱5栋", code, entry));
    assert_eq!(directory.find("大烟囱5栋", &lessons).sure(), Some(cell(2, 80)));
    assert_eq!(
        directory.find("大烟囱7栋1单元", &lessons).sure(),
        Some(cell(2, 80)),
        "the nickname holds for all buildings"
    );
}

#[test]
fn picks_that_contradict_each_other_are_no_longer_sure() {
    let directory = directory();
    let mut picks = learn(&directory, "后头院子3栋", cell(1, 3), None);
    assert_eq!(directory.find("后头院子 3幢", &Lessons::new(picks.clone())).sure(), Some(cell(1, 3)));
    picks.extend(learn(&directory, "后头院子3栋", cell(2, 53), None));
    let placing = directory.find("后头院子3栋", &Lessons::new(picks));
    assert_eq!(placing.sure(), None);
    assert_eq!(placing.candidates().len(), 2);
    assert_eq!(placing.evidence, [Evidence::TaughtDifferently]);
}

#[test]
fn a_coordinate_agrees_chooses_or_contradicts() {
    let clear = find("锦绣花园3栋");
    let agreed = combine(&clear, Some(cell(1, 3)));
    assert!(agreed.sure() == Some(cell(1, 3)) && agreed.confidence > clear.confidence);
    let against = combine(&clear, Some(cell(2, 53)));
    assert_eq!(against.sure(), None);
    let codes: Vec<_> = against.candidates().iter().map(|c| c.code).collect();
    assert_eq!(codes, [cell(1, 3), cell(2, 53)]);
    assert_eq!(combine(&find("幸福小区3栋"), Some(cell(2, 53))).sure(), Some(cell(2, 53)));
    assert_eq!(combine(&find("幸福小区3栋"), Some(cell(2, 80))).sure(), None);
    assert_eq!(combine(&find("喂"), Some(cell(2, 80))).sure(), Some(cell(2, 80)));
    assert_eq!(combine(&clear, None), clear);
    // A weak candidate does not become sure because a phone happens to be there.
    let doubtful = |confidence| Candidate { code: cell(2, 53), entry: None, words: String::new(), confidence };
    let with = |confidence| Placing {
        outcome: Outcome::Unsure { candidates: vec![doubtful(confidence)] },
        confidence,
        evidence: Vec::new(),
    };
    assert_eq!(combine(&with(0.02), Some(cell(2, 53))).sure(), None);
    assert_eq!(combine(&with(0.2), Some(cell(2, 53))).sure(), Some(cell(2, 53)));
}

#[test]
fn a_text_in_which_a_name_was_made_unreadable_is_never_sure() {
    assert!(find("锦绣花园3栋2单元501").sure().is_some());
    for text in ["A市锦绣花园3栋2单元501", "K8县锦绣花园3栋2单元501", "某小区锦绣花园3栋2单元501"]
    {
        let placing = find(text);
        assert!(placing.sure().is_none() && !placing.candidates().is_empty(), "{text}: {placing:?}");
    }
}

#[test]
fn evidence_is_told_in_both_languages() {
    let placing = find("锦秀花园3栋2单元909");
    let chinese: Vec<String> = placing.evidence.iter().map(Evidence::chinese).collect();
    assert_eq!(
        chinese,
        [
            "名称相近：锦秀花园→锦绣花园",
            "楼栋在目录中：3栋",
            "单元在目录中：2单元",
            "房号不在目录中：909",
            "已知部分全在同一微网格"
        ]
    );
    assert!(placing.evidence.iter().all(|e| e.english().is_ascii() || e.english().contains("锦")));
}
