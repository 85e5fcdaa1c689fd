//! Translates addresses in pinyin or English, in either order, to Chinese: `Room 2107, Tower B, Furong Lijing`.

use pinyin::ToPinyin;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::directory::{Directory, Kind};
use super::elsewhere::{each_division, short};
use super::written::FoldedText;

/// English words in names, in pinyin.
const IN_NAMES: &[(&str, &str)] = &[
    ("street", "jie"),
    ("st", "jie"),
    ("road", "lu"),
    ("rd", "lu"),
    ("lane", "xiang"),
    ("alley", "xiang"),
    ("avenue", "dadao"),
    ("ave", "dadao"),
    ("garden", "huayuan"),
    ("gardens", "huayuan"),
    ("park", "gongyuan"),
    ("market", "shichang"),
    ("kindergarten", "youeryuan"),
    ("village", "cun"),
    ("north", "bei"),
    ("south", "nan"),
    ("east", "dong"),
    ("west", "xi"),
    ("middle", "zhong"),
    ("first", "yi"),
    ("second", "er"),
    ("third", "san"),
    ("district", "qu"),
    ("city", "shi"),
    ("county", "xian"),
    ("province", "sheng"),
    ("subdistrict", "jiedao"),
    ("town", "zhen"),
];
/// Words before a number that give its type.
const BEFORE_NUMBER: &[(&str, &str)] = &[
    ("building", "栋"),
    ("bldg", "栋"),
    ("block", "栋"),
    ("tower", "座"),
    ("unit", "单元"),
    ("room", "室"),
    ("rm", "室"),
    ("apt", "室"),
    ("flat", "室"),
    ("floor", "楼"),
    ("group", "组"),
    ("no", "号"),
    ("number", "号"),
];
/// Words after a number.
const BEHIND_NUMBER: &[(&str, &str)] = &[
    ("dong", "栋"),
    ("zhuang", "幢"),
    ("zuo", "座"),
    ("danyuan", "单元"),
    ("shi", "室"),
    ("lou", "楼"),
    ("ceng", "层"),
    ("hao", "号"),
    ("zu", "组"),
];
/// Words for a spot beside a place.
const BESIDE: &[&str] = &["opposite", "near", "beside", "behind", "between", "outside"];
/// Maximum words of a name.
const LONGEST: usize = 8;

/// Provinces, cities, districts and counties in pinyin; provinces and cities also without their ending.
static DIVISIONS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut out = HashMap::new();
    each_division(|code, name| {
        out.entry(sound(name)).or_insert(name);
        if let Some(short) = short(name, code >= 1000).filter(|_| code < 10_000) {
            out.entry(sound(short)).or_insert(short);
        }
    });
    out
});

/// The pinyin of a name as one word; empty if it is not all Chinese.
pub(super) fn sound(name: &str) -> String {
    let sounds = name.chars().map(|c| c.to_pinyin().map(pinyin::Pinyin::plain)).collect::<Option<String>>();
    // 绿洲 is typed lvzhou.
    sounds.unwrap_or_default().replace('ü', "v")
}

#[derive(Clone, PartialEq)]
enum Token {
    Word(String),
    Number(String),
    Sign(char),
    /// A name; whether it is a road.
    Name(String, bool),
}

fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    for c in FoldedText::read(text).chars {
        match (out.last_mut(), c) {
            (Some(Token::Word(word)), 'a'..='z') | (Some(Token::Number(word)), '0'..='9') => word.push(c),
            (_, 'a'..='z') => out.push(Token::Word(c.into())),
            (_, '0'..='9') => out.push(Token::Number(c.into())),
            (_, c) => out.push(Token::Sign(c)),
        }
    }
    out
}

fn of(table: &[(&str, &'static str)], word: &str) -> Option<&'static str> {
    table.iter().find(|(w, _)| *w == word).map(|(_, to)| *to)
}

/// The first token at or after `at` that is neither a space nor a full stop.
fn next(tokens: &[Token], at: usize) -> Option<usize> {
    (at..tokens.len()).find(|i| !matches!(tokens[*i], Token::Sign(' ' | '.')))
}

/// The text in Chinese; `None` if nothing in it was pinyin or English.
pub(super) fn chinese(directory: &Directory, text: &str) -> Option<String> {
    let letters = text.as_bytes().windows(2).any(|w| w.iter().all(u8::is_ascii_alphabetic));
    if !letters {
        return None;
    }
    let tokens = tokens(text);
    let mut out: Vec<Token> = Vec::new();
    let (mut at, mut changed) = (0, false);
    while at < tokens.len() {
        let read = match &tokens[at] {
            Token::Word(word) => name_at(directory, &tokens, at).or_else(|| marked(&tokens, at, word)),
            Token::Number(n) => next(&tokens, at + 1).and_then(|i| {
                let Token::Word(word) = &tokens[i] else { return None };
                of(BEHIND_NUMBER, word).map(|mark| (Token::Word(format!("{n}{mark}")), i + 1))
            }),
            _ => None,
        };
        changed |= read.is_some();
        let (token, to) = read.unwrap_or_else(|| (tokens[at].clone(), at + 1));
        out.push(token);
        at = to;
    }
    changed.then(|| written(&out))
}

/// The longest run of words that is a name of the directory, the street or a division.
fn name_at(directory: &Directory, tokens: &[Token], from: usize) -> Option<(Token, usize)> {
    let (mut key, mut best) = (String::new(), None);
    let (mut at, mut words) = (from, 0);
    while let Some(Token::Word(word)) = tokens.get(at).filter(|_| words < LONGEST) {
        key.push_str(of(IN_NAMES, word).unwrap_or(word));
        at += 1;
        words += 1;
        let found = directory.names.in_pinyin(&key).map(|name| {
            let road = name.places.iter().any(|(top, _)| directory.tops[*top as usize].kind == Kind::Road);
            Token::Name(name.name.whole.clone(), road)
        });
        let street = || directory.region.street().filter(|s| sound(s) == key).map(|s| Token::Name(s, false));
        let division = || DIVISIONS.get(&key).map(|name| Token::Name((*name).to_owned(), false));
        if let Some(name) = found.or_else(street).or_else(division) {
            best = Some((name, at));
        }
        while matches!(tokens.get(at), Some(Token::Sign(' ' | '-' | '\''))) {
            at += 1;
        }
    }
    best
}

/// `Building 3`, `Tower B`, `No. 25`; and `near`.
fn marked(tokens: &[Token], at: usize, word: &str) -> Option<(Token, usize)> {
    if BESIDE.contains(&word) {
        return Some((Token::Word("靠近".to_owned()), next(tokens, at + 1).unwrap_or(at + 1)));
    }
    let mark = of(BEFORE_NUMBER, word)?;
    let i = next(tokens, at + 1)?;
    let count = match &tokens[i] {
        Token::Number(n) => n.clone(),
        Token::Word(letter) if letter.len() == 1 => letter.clone(),
        _ => return None,
    };
    Some((Token::Word(count + mark), i + 1))
}

/// Joins the tokens; a bare number beside a road is its house number.
fn written(tokens: &[Token]) -> String {
    let road = |at: usize| matches!(tokens.get(at), Some(Token::Name(_, true)));
    let space = |at: usize| tokens.get(at) == Some(&Token::Sign(' '));
    let mut out = String::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Word(text) | Token::Name(text, _) => out.push_str(text),
            Token::Sign(c) => out.push(*c),
            Token::Number(n) => {
                out.push_str(n);
                let behind = at >= 2 && space(at - 1) && road(at - 2);
                if behind || (space(at + 1) && road(at + 2)) {
                    out.push('号');
                }
            }
        }
    }
    out
}
