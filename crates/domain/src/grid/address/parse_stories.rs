//! Real spellings of addresses and their parsed parts.

use super::{Parts, parse};
use proptest::prelude::*;

/// The parts in one line: `b3 u2 f5 r501 n12 g3`.
fn told(parts: &Parts) -> String {
    let mut out = Vec::new();
    let mut say = |letter: &str, label: Option<String>| out.extend(label.map(|l| format!("{letter}{l}")));
    say("b", parts.building.map(|b| b.label.to_string()));
    say("u", parts.unit.map(|u| u.label.to_string()));
    say("f", parts.floor.map(|f| f.to_string()));
    say("r", parts.room.map(|r| r.label.to_string()));
    say("g", parts.group.map(|g| g.label.to_string()));
    say("n", parts.number.map(|n| n.label.to_string()));
    out.join(" ")
}

#[test]
fn what_people_write() {
    let table = [
        ("锦绣花园3栋2单元501", "锦绣花园", "b3 u2 r501"),
        ("锦绣花园３＃２－５０１", "锦绣花园", "b3 u2 r501"),
        ("锦绣花园3-2-501", "锦绣花园", "b3 u2 r501"),
        ("锦绣花园3-2-501室", "锦绣花园", "b3 u2 r501"),
        ("锦绣花园 3 2 501", "锦绣花园", "b3 u2 r501"),
        ("锦绣花园3—2—0501号", "锦绣花园", "b3 u2 r501"),
        ("三栋二单元五楼一号", "", "b3 u2 f5 r501"),
        ("锦绣花园三栋二单元五楼一号", "锦绣花园", "b3 u2 f5 r501"),
        ("锦绣花园3栋", "锦绣花园", "b3"),
        ("锦绣花园十二幢", "锦绣花园", "b12"),
        ("锦绣花园3号楼2单元501室", "锦绣花园", "b3 u2 r501"),
        ("501室 3栋 锦绣花园", "锦绣花园", "b3 r501"),
        ("501 3栋 锦绣花园", "锦绣花园", "b3 r501"),
        ("二单元501，锦绣花园3栋", "锦绣花园", "b3 u2 r501"),
        ("锦绣花园A座1203", "锦绣花园", "bA r1203"),
        ("锦绣花园b3栋1203", "锦绣花园", "bB3 r1203"),
        ("锦绣花园3栋501", "锦绣花园", "b3 r501"),
        ("锦绣花园3栋2-501", "锦绣花园", "b3 u2 r501"),
        ("锦绣花园3-501", "锦绣花园", "b3 r501"),
        ("锦绣花园3#楼2单元", "锦绣花园", "b3 u2"),
        ("锦绣花园3楼2单元501", "锦绣花园", "b3 u2 r501"),
        ("锦绣花园3栋负一楼", "锦绣花园", "b3 f-1"),
        ("锦绣花园3栋B1", "锦绣花园", "b3 f-1"),
        ("锦绣花园3栋-1楼", "锦绣花园", "b3 f-1"),
        ("锦绣花园地下一层", "锦绣花园", "f-1"),
        ("锦绣花园12号", "锦绣花园", "b12"),
        ("锦绣花园二期3栋", "锦绣花园", "b3"),
        ("天骄西路12号", "", "n12"),
        ("天骄西路12号锦绣花园3栋2单元501", "锦绣花园", "b3 u2 r501 n12"),
        ("人民南路四段27号", "", "n27"),
        ("石桥村3组12号", "石桥村", "g3 n12"),
        ("石桥村三组", "石桥村", "g3"),
        ("石桥村5社8号", "石桥村", "g5 n8"),
        ("三圣花园3栋", "三圣花园", "b3"),
        ("锦绣花园3棟2單元501號", "锦绣花园", "b3 u2 r501"),
        ("锦绣花园2单元5-1", "锦绣花园", "u2 r501"),
        ("四川省成都市郫都区红光街道锦绣花园3栋2单元501门口", "锦绣花园", "b3 u2 r501"),
        ("成都市郫都区红光镇天骄社区锦绣小区3-2-501旁边", "锦绣小区", "b3 u2 r501"),
        ("我住在天骄西路锦绣花园三栋二单元楼道里有人堆放电动车", "锦绣花园", "b3 u2"),
        ("锦绣花园3栋2单元5楼电梯里有3个人吵架", "锦绣花园", "b3 u2 f5"),
        ("锦绣花园3栋，电话13812341234，3月12号下午", "锦绣花园", "b3"),
        ("农贸市场门口", "农贸市场", ""),
        ("东风新村3栋", "东风新村", "b3"),
    ];
    let mut wrong = Vec::new();
    for (text, quarter, parts) in table {
        let read = parse(text);
        let first = read.quarter.first().map_or("", |p| p.text.as_str());
        if told(&read) != parts || first != quarter {
            wrong.push(format!("{text}: {first} {}", told(&read)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn spans_point_into_the_original() {
    let text = "我住在天骄西路锦绣花园 ３栋二单元５０１门口";
    let parts = parse(text);
    let words = |n: Option<super::Numbered>| n.map(|n| n.span.of(text));
    assert_eq!(parts.road.map(|r| r.span.of(text).to_owned()).as_deref(), Some("天骄西路"));
    assert_eq!(parts.quarter[0].span.of(text), "锦绣花园");
    assert_eq!(words(parts.building), Some("３栋"));
    assert_eq!(words(parts.unit), Some("二单元"));
    assert_eq!(words(parts.room), Some("５０１"));
    assert_eq!(parts.noise[0].span.of(text), "门口");
    assert_eq!(parts.quarter[0].span.in_chars(text), (7, 11));
}

#[test]
fn masks_are_seen() {
    for text in [
        "A市A3区一米阳光花园3栋",
        "K8县丁字街",
        "XX小区3栋",
        "某小区3栋2单元",
        "A市远旷洋湖",
        "**花园3栋",
        "I2区原二桥诊所",
    ] {
        assert!(parse(text).masked.is_some(), "{text}");
    }
    for text in ["锦绣花园A区3栋", "锦绣花园A座", "成都市郫都区"] {
        assert_eq!(parse(text).masked, None, "{text}");
    }
}

fn every_span(parts: &Parts) -> Vec<super::Span> {
    let numbered = [parts.number, parts.group, parts.building, parts.unit, parts.room, parts.phase];
    let named = [&parts.community, &parts.road, &parts.village, &parts.masked];
    let mut out: Vec<_> = numbered.iter().flatten().map(|n| n.span).collect();
    out.extend(named.into_iter().flatten().chain(&parts.quarter).chain(&parts.noise).map(|p| p.span));
    out.extend(parts.floor_span);
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_text_is_read_and_spans_lie_on_characters(text in "\\PC{0,60}") {
        for span in every_span(&parse(&text)) {
            prop_assert!(span.from < span.to && text.get(span.from..span.to).is_some(), "{:?} in {:?}", span, text);
        }
    }

    #[test]
    fn so_is_any_mix_of_address_words(text in "([0-9]{1,7}|[三十百零负第]|[A-D]|栋|单元|楼|号|室|组|路|村|区|社区|市|期|-|#| |锦绣|花园|İ|ß|门口|在|x|🏠){0,24}") {
        for span in every_span(&parse(&text)) {
            prop_assert!(span.from < span.to && text.get(span.from..span.to).is_some(), "{:?} in {:?}", span, text);
        }
    }
}
