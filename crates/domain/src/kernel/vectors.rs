//! Writes the shared test vectors in `vectors/` for rules that exist in Rust and TypeScript. Each file is written by a
//! test beside its rule and read by a test of the pages. Vectors of text, phone numbers and days are written here.

use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;

use super::phone;
use super::time::{Moment, Span};

/// Random numbers from a fixed seed (`SplitMix64`), so that every run gives the same cases.
pub struct Draw(u64);

impl Draw {
    /// Starts from a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % (n as u64)).unwrap()
    }

    /// A number from `from` to `to`, both included.
    pub fn between(&mut self, from: i32, to: i32) -> i32 {
        from + i32::try_from(self.below(usize::try_from(to - from).unwrap() + 1)).unwrap()
    }

    /// True once in `n`.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One element.
    pub fn one<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// Up to `most` elements, joined.
    pub fn joined(&mut self, all: &[&str], most: usize) -> String {
        (0..=self.below(most)).map(|_| *self.one(all)).collect()
    }
}

/// Fails unless `vectors/<name>.json` has this content; `WEIGUANG_WRITE=1` writes it. One line per list element, for
/// readable diffs.
pub fn fresh(name: &str, content: &Value) {
    let mut text = String::from("{\n");
    for (at, (key, value)) in content.as_object().unwrap().iter().enumerate() {
        let comma = if at == 0 { "" } else { ",\n" };
        let _ = write!(text, "{comma}\"{key}\": ");
        match value.as_array() {
            Some(list) => {
                let lines: Vec<String> = list.iter().map(ToString::to_string).collect();
                let _ = write!(text, "[\n{}\n]", lines.join(",\n"));
            }
            None => text.push_str(&value.to_string()),
        }
    }
    text.push_str("\n}\n");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../vectors/{name}.json"));
    if std::env::var_os("WEIGUANG_WRITE").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let differ = kept.lines().zip(text.lines()).find(|(old, new)| old != new);
    assert!(
        kept == text,
        "vectors/{name}.json is stale ({differ:?}): if the rule was meant to change, write it with `cargo xtask gen vectors`"
    );
}

#[test]
fn phone_numbers() {
    const PIECES: &[&str] = &[
        "138",
        "1381234",
        "5678",
        "13812345678",
        "028",
        "87654321",
        "0831",
        "400",
        "8001234",
        "12345",
        "95588",
        "120",
        "+86",
        "0086",
        "86",
        "+852",
        "91234567",
        "-",
        " ",
        "转",
        "801",
        "分机",
        "#",
        "x",
        "ext",
        "(儿子)",
        "（房东）",
        "手机",
        "电话：",
        "tel",
        "、",
        ",",
        "/",
        ".",
        ".0",
        "e+10",
        "*",
        "****",
        "１３８",
        "－",
        "—",
        "\u{200B}",
        "\u{3000}",
        "号",
        "无",
        "|",
        "0",
        "1",
        "9",
    ];
    let mut draw = Draw::new(1);
    let read = |typed: &str| match phone::read(typed) {
        Ok(None) => json!({ "typed": typed }),
        Ok(Some(read)) => json!({ "typed": typed, "number": read.number, "note": read.note }),
        Err(fault) => json!({ "typed": typed, "fault": { "zh": fault.chinese(), "en": fault.english() } }),
    };
    let mobiles = (0..80).map(|n| format!("1{}{:0width$}", n % 10, n * 7_919, width = 7 + n % 5)).collect::<Vec<_>>();
    let landlines = (0..80).map(|n| format!("0{:02}{}", n % 40, "23456789".repeat(2).get(..5 + n % 6).unwrap()));
    let drawn: Vec<String> = (0..400).map(|_| draw.joined(PIECES, 6)).collect();
    let cases: Vec<Value> = mobiles.into_iter().chain(landlines).chain(drawn).map(|typed| read(&typed)).collect();
    fresh("phone-numbers-drawn", &json!({ "cases": cases }));
}

/// The day of a moment in China, and which deadlines have passed: a deadline is met up to and including its moment.
#[test]
fn days_and_deadlines() {
    let mut draw = Draw::new(2);
    let begin: Moment = "2026-02-28T15:59:58Z".parse().unwrap();
    let edges = (0..5).map(|n| begin + Span::seconds(n)).collect::<Vec<_>>();
    let drawn = (0..200).map(|_| begin + Span::seconds(i64::from(draw.between(0, 63_072_000))));
    let days: Vec<Value> =
        edges.into_iter().chain(drawn).map(|at| json!({ "at": at.to_string(), "day": at.day().to_string() })).collect();
    fresh("days", &json!({ "cases": days }));
}

#[test]
fn the_same_seed_draws_the_same() {
    let drawn = |seed| {
        let mut draw = Draw::new(seed);
        (0..8).map(|_| draw.below(1_000)).collect::<Vec<_>>()
    };
    assert!(drawn(7) == drawn(7) && drawn(7) != drawn(8));
}
