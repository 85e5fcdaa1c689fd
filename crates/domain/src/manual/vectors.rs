//! Shared test vectors of danger words, `vectors/danger-drawn.json`, and of text folding, `vectors/text-folding.json`.

use serde_json::{Value, json};

use super::default_danger;
use super::suggest::squeeze;
use crate::kernel::vectors::{Draw, fresh};

#[test]
fn danger() {
    let danger = default_danger();
    let han = |c: char| !matches!(c, '\u{4E00}'..='\u{9FFF}');
    let patterns = danger.ordinary.iter().chain(danger.emergencies.iter().flat_map(|one| &one.words));
    let alike = danger.alike.iter().flat_map(|(from, to)| [from, to]);
    let all = patterns.chain(danger.lists.values().flatten()).chain(&danger.clause).chain(alike);
    let mut words: Vec<&str> = all.flat_map(|text| text.split(han)).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.dedup();
    let between = ["", "", "", "，", "。", "！", " ", "在", "了", "我家", "的", "没有", "去年", "现在", "１号楼", "ok"];
    let mut draw = Draw::new(10);
    let cases: Vec<Value> = (0..600)
        .map(|_| {
            let pieces = 1 + draw.below(7);
            let text: String = (0..pieces).flat_map(|_| [*draw.one(&words), *draw.one(&between)]).collect();
            let noticed: Vec<Value> = danger
                .notice(&text)
                .iter()
                .map(|n| json!({ "id": n.emergency.id.as_str(), "because": n.because, "weight": n.weight }))
                .collect();
            json!({ "text": text, "noticed": noticed })
        })
        .collect();
    fresh("danger-drawn", &json!({ "cases": cases }));
}

#[test]
fn folding() {
    const PIECES: &[&str] = &[
        "着火", "Ａ", "ｚ", "A", "Z", "９", "！", "～", "。", "．", "，", "—", "–", "−", "﹣", "-", " ", "\u{3000}",
        "\u{A0}", "\t", "\n", "\r", "\u{200B}", "\u{FEFF}", "\u{AD}", "\u{2003}", "ß", "É", "İ", "Σ", "Ω", "😀", "𠮷",
        "①", "㎡", "½", "ﬁ", "가",
    ];
    let mut draw = Draw::new(11);
    let alone = PIECES.iter().map(|piece| (*piece).to_owned());
    let drawn: Vec<String> = (0..300).map(|_| draw.joined(PIECES, 8)).collect();
    let cases: Vec<Value> = alone.chain(drawn).map(|text| json!({ "text": text, "folded": squeeze(&text) })).collect();
    fresh("text-folding", &json!({ "cases": cases }));
}
