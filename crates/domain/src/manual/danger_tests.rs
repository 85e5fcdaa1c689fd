//! The matcher piece by piece, and the cases that the pages run, too.

use super::*;
use serde_json::Value;

/// The cases that the pages run, too.
const CASES: &str = include_str!("../../../../vectors/danger.json");

fn numbers(text: &str) -> Vec<String> {
    default_danger().notice(text).iter().flat_map(|n| n.emergency.calls.iter().map(|c| c.number.clone())).collect()
}

fn with(words: &str) -> Danger {
    let text = format!(
        "[[number]]\nnumber = \"1\"\nzh = \"一\"\nen = \"one\"\n[[emergency]]\nid = \"a\"\nnumbers = [\"1\"]\nname = {{ zh = \"一\", en = \"a\" }}\nsay = {{ zh = \"一\", en = \"a\" }}\nwords = {words}\n[lists]\nwho = [\"妈\", \"老妈妈\"]\n"
    );
    Danger::read("danger.toml", &text).unwrap()
}

fn with_ordinary(clause: &str, not: &str) -> Danger {
    let text = format!(
        "clause = {clause}\nnot = {not}\n[[number]]\nnumber = \"1\"\nzh = \"一\"\nen = \"one\"\n[[emergency]]\nid = \"a\"\nnumbers = [\"1\"]\nname = {{ zh = \"一\", en = \"a\" }}\nsay = {{ zh = \"一\", en = \"a\" }}\nwords = [\"火 > 烧\", \"淹\"]\n"
    );
    Danger::read("danger.toml", &text).unwrap()
}

fn because(danger: &Danger, text: &str) -> Vec<String> {
    danger.notice(text).into_iter().flat_map(|n| n.because).collect()
}

#[test]
fn parts_stand_within_their_distance_in_either_order() {
    let danger = with(r#"["$who + 叫不醒 ~3"]"#);
    assert_eq!(because(&danger, "妈一二三叫不醒"), ["妈", "叫不醒"]);
    assert_eq!(because(&danger, "叫不醒一二三妈"), ["妈", "叫不醒"]);
    assert_eq!(because(&danger, "妈一二三四叫不醒"), [""; 0]);
    assert_eq!(because(&danger, "老妈妈　叫 不 醒"), ["老妈妈", "叫不醒"]);
}

#[test]
fn what_must_come_behind_does() {
    let danger = with(r#"["火 > 烧|燃"]"#);
    assert_eq!(because(&danger, "火在烧"), ["火", "烧"]);
    assert_eq!(because(&danger, "烧了火"), [""; 0]);
    // A place once taken is not taken twice.
    assert_eq!(because(&with(r#"["叫 + 叫"]"#), "叫"), [""; 0]);
}

#[test]
fn what_is_no_danger_takes_its_words_away_and_no_others() {
    let danger = default_danger();
    assert!(danger.notice("跳楼价甩卖").is_empty());
    assert!(danger.notice("去年跳楼那户的阳台").is_empty());
    let first = |text| danger.notice(text).first().map(|n| n.emergency.id.to_string());
    assert_eq!(first("门口跳楼价甩卖的店，有人要跳楼").as_deref(), Some("suicide"));
    assert_eq!(first("灭火器就在旁边，可是着火了没人敢用").as_deref(), Some("fire"));
}

#[test]
fn no_clause_takes_away_what_another_says() {
    let danger = with_ordinary(r#"[",", "又"]"#, r#"["去年 + 火|淹"]"#);
    assert_eq!(because(&danger, "去年淹了"), [""; 0]);
    for text in ["去年好，淹了", "淹了，去年", "去年淹了又淹了"] {
        assert_eq!(because(&danger, text), ["淹"], "{text}");
    }
    // What is danger may be said over clauses.
    assert_eq!(because(&danger, "火，又烧"), ["火", "烧"]);
}

#[test]
fn an_ordinary_word_reaches_as_far_as_its_clause_and_its_distance() {
    let behind = with_ordinary(r#"[","]"#, r#"["去年 … ~3"]"#);
    assert_eq!(because(&behind, "去年一二淹"), [""; 0]);
    assert_eq!(because(&behind, "去年一二三淹"), ["淹"]);
    assert_eq!(because(&behind, "去年，淹"), ["淹"]);
    assert_eq!(because(&behind, "淹去年"), ["淹"]);
    let before = with_ordinary(r#"[","]"#, r#"["… 讲座|课 ~3"]"#);
    assert_eq!(because(&before, "淹一二讲座"), [""; 0]);
    assert_eq!(because(&before, "淹一二三讲座"), ["淹"]);
    assert_eq!(because(&before, "淹，讲座"), ["淹"]);
    assert_eq!(because(&before, "讲座淹"), ["淹"]);
    // Between the parts nothing is left either.
    assert_eq!(because(&with_ordinary("[]", r#"["防 + 课 …"]"#), "防淹课"), [""; 0]);
}

#[test]
fn what_the_whole_text_is_reaches_over_punctuation_but_not_past_a_turn() {
    let script = with_ordinary(r#"[",", "现在"]"#, r#"["脚本 ……"]"#);
    assert_eq!(because(&script, "脚本，有人喊，淹"), [""; 0]);
    assert_eq!(because(&script, "脚本，有人喊，现在淹"), ["淹"]);
    assert_eq!(because(&script, "淹，脚本"), ["淹"]);
    let story = with_ordinary(r#"[",", "现在"]"#, r#"["…… 小说"]"#);
    assert_eq!(because(&story, "淹，好看，小说"), [""; 0]);
    assert_eq!(because(&story, "淹，现在看小说"), ["淹"]);
}

#[test]
fn a_word_can_say_that_it_is_the_whole_sentence() {
    assert_eq!(because(default_danger(), "火灾"), ["火灾"]);
    assert_eq!(because(default_danger(), "火灾的作文怎么写"), [""; 0]);
}

#[test]
fn a_file_that_is_not_understood_is_refused_with_its_line() {
    let head = "[[number]]\nnumber = \"1\"\nzh = \"一\"\nen = \"one\"\n[[emergency]]\nid = \"a\"\nname = { zh = \"一\", en = \"a\" }\nsay = { zh = \"一\", en = \"a\" }\n";
    for (rest, code, line) in [
        ("numbers = [\"2\"]\nwords = [\"火\"]", "manual.bad-value", 9),
        ("numbers = [\"1\"]\nwords = [\"$谁 + 火\"]", "manual.bad-value", 10),
        ("numbers = [\"1\"]\nwords = [\"火 + \"]", "manual.bad-value", 10),
        ("numbers = [\"1\"]\nwords = [\"火 ~近\"]", "manual.bad-value", 10),
        ("numbers = [\"1\"]\nwords = [\"火\"]\nwrod = 1", "manual.unknown-key", 11),
    ] {
        let faults = Danger::read("danger.toml", &format!("{head}{rest}\n")).unwrap_err();
        assert_eq!((faults[0].code, faults[0].line), (code, Some(line)), "{rest}");
    }
}

#[test]
fn the_shared_cases_hold() {
    let cases: Vec<Value> = serde_json::from_str(CASES).unwrap();
    assert!(cases.len() >= 60);
    for case in cases {
        let text = case["text"].as_str().unwrap();
        let found: Vec<Value> = default_danger()
            .notice(text)
            .iter()
            .map(|n| serde_json::json!({ "id": n.emergency.id.as_str(), "because": n.because, "weight": n.weight }))
            .collect();
        assert_eq!(Value::from(found), case["noticed"], "{text}");
    }
}

#[test]
fn sentences_of_the_review_show_their_number() {
    for (text, number) in [
        ("有人要跳楼", "110"),
        ("隔壁老人躺地上喊不答应", "120"),
        ("我妈煤气中毒叫不醒", "120"),
        ("烧了蜂窝煤头晕", "120"),
        ("楼上男的打老婆，打得惨叫", "110"),
        ("三楼着伙了快来", "119"),
        ("灯杆带电，狗都被麻到了", "119"),
    ] {
        assert!(numbers(text).iter().any(|n| n == number), "{text}: {:?}", numbers(text));
    }
    for text in
        ["火锅店油烟大", "消防通道被堵", "去年跳楼那户", "笑死我了", "跳楼价甩卖", "想死你了", "打火机哪里买", ""]
    {
        assert_eq!(numbers(text), [""; 0], "{text}");
    }
}
