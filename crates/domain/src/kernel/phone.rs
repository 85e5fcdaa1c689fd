//! Phone numbers: parsing, stored form and mask. Implemented as well in `web/packages/i18n/phone.ts`; both are tested
//! with `vectors/phone-numbers.json` and `vectors/phone-numbers-drawn.json`.

pub use super::mask::phone as mask;
use super::text::{fold, is_invisible};

/// Maximum digits of an extension.
const EXTENSION: usize = 6;

/// Why a text is no dialable number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Fault {
    /// No digits, or invalid characters.
    #[error("this is not a phone number")]
    NotANumber,
    /// Rounded by a spreadsheet.
    #[error("a spreadsheet wrote this number in scientific form and lost its last digits")]
    Rounded,
    /// Masked with stars.
    #[error("some digits are hidden by stars: this number cannot be dialled")]
    Masked,
    /// Two numbers in one field.
    #[error("give one number only")]
    Several,
    /// A mobile number of the wrong length.
    #[error("a mobile number has 11 digits; this one has {0}")]
    Mobile(usize),
    /// A landline without its area code.
    #[error("write a landline with its area code, as 028-87654321")]
    NoAreaCode,
    /// No known form; the number of digits.
    #[error("a mobile number has 11 digits, a landline its area code; this one ({0} digits) cannot be dialled")]
    Unknown(usize),
}

impl Fault {
    /// The sentence in Chinese.
    #[must_use]
    pub fn chinese(self) -> String {
        match self {
            Self::NotANumber => "不是电话号码".into(),
            Self::Rounded => "号码被表格改成了科学计数，末几位已丢失".into(),
            Self::Masked => "号码带星号，拨不通".into(),
            Self::Several => "一格只填一个号码".into(),
            Self::Mobile(n) => format!("手机号应为 11 位，现在是 {n} 位"),
            Self::NoAreaCode => "固定电话请加区号，如 028-87654321".into(),
            Self::Unknown(n) => format!("号码拨不通（{n} 位）：手机 11 位，固定电话带区号"),
        }
    }

    /// The sentence in English.
    #[must_use]
    pub fn english(self) -> String {
        self.to_string()
    }
}

/// A number in stored form, with its note.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParsedPhone {
    /// `13812345678`, `02887654321`, `02887654321-801`, `4008001234`, `+85291234567`.
    pub number: String,
    /// A note in brackets, such as 儿子; not stored.
    pub note: Option<String>,
}

/// Parses a number as typed; `None` for empty text.
///
/// # Errors
/// [`Fault`].
pub fn read(text: &str) -> Result<Option<ParsedPhone>, Fault> {
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let folded = fold(&visible);
    if folded.is_empty() {
        return Ok(None);
    }
    if folded.contains('*') {
        return Err(Fault::Masked);
    }
    let (bare, note) = without_note(without_label(&folded));
    number(bare.trim()).map(|number| Some(ParsedPhone { number, note }))
}

/// The numbers in one table cell: separated by commas and the like, or by spaces or line breaks if each part is a
/// number.
#[must_use]
pub fn several(text: &str) -> Vec<&str> {
    let parts = text.split(['、', ',', '，', ';', '；', '/', '|', '\n']).map(str::trim).filter(|part| !part.is_empty());
    let mut numbers = Vec::new();
    for part in parts {
        let words: Vec<&str> = part.split_whitespace().collect();
        if words.len() > 1 && words.iter().all(|word| read(word).is_ok()) {
            numbers.extend(words);
        } else {
            numbers.push(part);
        }
    }
    numbers
}

fn without_label(text: &str) -> &str {
    let labels =
        ["联系电话", "手机号码", "手机号", "电话号码", "电话", "手机", "座机", "固话", "phone", "tel", "mobile"];
    let bare = labels.iter().find_map(|label| text.strip_prefix(label)).unwrap_or(text);
    bare.trim_start_matches([':', '.', ' '])
}

/// Removes the first brackets that contain words; `(028)` is an area code and remains.
fn without_note(text: &str) -> (String, Option<String>) {
    let mut from = 0;
    while let Some(open) = text[from..].find('(').map(|at| from + at) {
        let Some(close) = text[open..].find(')').map(|at| open + at) else { break };
        let inner = text[open + 1..close].trim();
        if !inner.is_empty() && !inner.contains(|c: char| c.is_ascii_digit()) {
            return (format!("{} {}", &text[..open], &text[close + 1..]), Some(inner.to_owned()));
        }
        from = close + 1;
    }
    (text.to_owned(), None)
}

fn number(text: &str) -> Result<String, Fault> {
    let marks = ["转", "分机", "extension", "ext", "#", "x"];
    let found = marks.iter().filter_map(|mark| text.find(mark).map(|at| (at, mark.len()))).min();
    if let Some((at, length)) = found {
        let main = plain(&text[..at])?;
        let extension: String = text[at + length..].chars().filter(|c| !" .:-号".contains(*c)).collect();
        return extended(&main, &extension);
    }
    let main = plain(text)?;
    match whole(&main) {
        Ok(number) => Ok(number),
        // 028-87654321-801: the part after the last dash may be an extension.
        Err(fault) => main
            .rsplit_once('-')
            .filter(|(_, extension)| !extension.is_empty())
            .and_then(|(main, extension)| extended(main, extension).ok())
            .ok_or(fault),
    }
}

/// A landline or a 400 number with its extension.
fn extended(main: &str, extension: &str) -> Result<String, Fault> {
    let number = whole(main)?;
    if extension.is_empty() {
        return Ok(number);
    }
    let fits = extension.len() <= EXTENSION && extension.bytes().all(|b| b.is_ascii_digit());
    if fits && !is_mobile(&number) { Ok(format!("{number}-{extension}")) } else { Err(Fault::NotANumber) }
}

/// Digits with an optional leading plus and dashes; other separators are removed.
fn plain(text: &str) -> Result<String, Fault> {
    let text = text.trim();
    let text = text.strip_suffix(".0").unwrap_or(text);
    let scientific = |(before, after): (&str, &str)| {
        before.ends_with(|c: char| c.is_ascii_digit())
            && after.trim_start_matches('+').bytes().all(|b| b.is_ascii_digit())
    };
    if text.split_once('e').is_some_and(scientific) {
        return Err(Fault::Rounded);
    }
    let fits = text.char_indices().all(|(at, c)| c.is_ascii_digit() || " -().,;/".contains(c) || (c == '+' && at == 0));
    if !fits || !text.contains(|c: char| c.is_ascii_digit()) {
        return Err(if text.contains(['、', '|']) { Fault::Several } else { Fault::NotANumber });
    }
    if text.contains([',', ';', '/']) {
        return Err(Fault::Several);
    }
    Ok(text.chars().filter(|c| c.is_ascii_digit() || matches!(c, '+' | '-')).collect())
}

/// The stored form of a number without an extension.
fn whole(text: &str) -> Result<String, Fault> {
    let all: String = text.chars().filter(|c| *c != '-').collect();
    let abroad = all.strip_prefix("+86").or_else(|| all.strip_prefix("0086"));
    let here = match abroad {
        Some(rest) => rest,
        None if all.starts_with('+') => {
            let length = all.len() - 1;
            let fits = (8..=15).contains(&length) && !all.starts_with("+0");
            return if fits { Ok(all) } else { Err(Fault::Unknown(length)) };
        }
        None => all.strip_prefix("86").filter(|rest| is_mobile(rest)).unwrap_or(&all),
    };
    if is_mobile(here) || is_landline(here) || is_400(here) || (abroad.is_none() && is_service(here)) {
        return Ok(here.to_owned());
    }
    // After +86 an area code has no leading zero.
    let with_zero = format!("0{here}");
    if abroad.is_some() && is_landline(&with_zero) {
        return Ok(with_zero);
    }
    let length = here.len();
    Err(match here.as_bytes() {
        _ if length >= 20 => Fault::Several,
        [b'1', ..] if length != 11 => Fault::Mobile(length),
        [b'2'..=b'9', ..] if length == 7 || length == 8 => Fault::NoAreaCode,
        _ => Fault::Unknown(length),
    })
}

fn is_mobile(digits: &str) -> bool {
    matches!((digits.len(), digits.as_bytes()), (11, [b'1', b'3'..=b'9', ..]))
}

/// 010 and 02x have three digits followed by eight; other area codes four, followed by seven or eight.
fn is_landline(digits: &str) -> bool {
    match digits.as_bytes() {
        [b'0', b'1', b'0', local, ..] | [b'0', b'2', _, local, ..] => digits.len() == 11 && *local != b'0',
        [b'0', b'3'..=b'9', _, _, local, ..] => matches!(digits.len(), 11 | 12) && *local != b'0',
        _ => false,
    }
}

fn is_400(digits: &str) -> bool {
    digits.len() == 10 && (digits.starts_with("400") || digits.starts_with("800"))
}

/// Service numbers: 12345, 95598, 962121.
fn is_service(digits: &str) -> bool {
    match digits.len() {
        5 => ["100", "12", "95", "96"].iter().any(|begin| digits.starts_with(begin)),
        6 => ["95", "96"].iter().any(|begin| digits.starts_with(begin)),
        _ => false,
    }
}

/// The display form: `028-87654321`, `400-800-1234`, `13812345678`.
#[must_use]
pub fn written(number: &str) -> String {
    let (main, extension) = number.split_once('-').map_or((number, ""), |(main, rest)| (main, rest));
    let area = if main.starts_with("010") || main.starts_with("02") { 3 } else { 4 };
    let main = match main.len() {
        10 if is_400(main) => format!("{}-{}-{}", &main[..3], &main[3..6], &main[6..]),
        _ if is_landline(main) => format!("{}-{}", &main[..area], &main[area..]),
        _ => main.to_owned(),
    };
    if extension.is_empty() { main } else { format!("{main}-{extension}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(serde::Deserialize)]
    struct Vectors {
        taken: Vec<Taken>,
        refused: Vec<Refused>,
    }
    #[derive(serde::Deserialize)]
    struct Taken {
        typed: String,
        number: String,
        mask: String,
        #[serde(default)]
        note: Option<String>,
    }
    #[derive(serde::Deserialize)]
    struct Refused {
        typed: String,
        zh: String,
        en: String,
    }

    #[test]
    fn the_vectors_of_both_twins() {
        let vectors: Vectors = serde_json::from_str(include_str!("../../../../vectors/phone-numbers.json")).unwrap();
        assert!(vectors.taken.len() > 20 && vectors.refused.len() > 15);
        for one in vectors.taken {
            let read = read(&one.typed).unwrap_or_else(|fault| panic!("{}: {fault}", one.typed)).unwrap();
            assert_eq!((&read.number, &read.note), (&one.number, &one.note), "{}", one.typed);
            assert_eq!(mask(&read.number), one.mask, "{}", one.typed);
        }
        for one in vectors.refused {
            let fault = read(&one.typed).expect_err(&one.typed);
            assert_eq!((fault.chinese(), fault.english()), (one.zh, one.en), "{}", one.typed);
        }
        assert_eq!(read("  "), Ok(None));
    }

    #[test]
    fn a_number_is_written_for_people_and_read_again() {
        for (stored, shown) in [
            ("02887654321", "028-87654321"),
            ("08131234567", "0813-1234567"),
            ("02887654321-801", "028-87654321-801"),
            ("4008001234", "400-800-1234"),
            ("13812345678", "13812345678"),
            ("12345", "12345"),
        ] {
            assert_eq!(written(stored), shown);
            assert_eq!(read(shown).unwrap().unwrap().number, stored);
        }
    }

    #[test]
    fn two_numbers_of_one_cell_are_two() {
        for typed in [
            "13812345678,13912345678",
            "13812345678 13912345678",
            "13812345678\n13912345678",
            "13812345678；13912345678",
        ] {
            assert_eq!(several(typed), ["13812345678", "13912345678"], "{typed:?}");
        }
        assert_eq!(several("138 1234 5678(儿子)、028-8765 4321"), ["138 1234 5678(儿子)", "028-8765 4321"]);
        assert!(several(" ").is_empty());
    }

    proptest! {
        #[test]
        fn what_was_read_is_read_again_as_itself(typed in "[0-9+() -]{1,24}") {
            if let Ok(Some(one)) = read(&typed) {
                prop_assert_eq!(read(&one.number).unwrap().unwrap().number, one.number.clone());
                prop_assert_eq!(mask(&one.number).chars().count(), one.number.chars().count());
            }
        }
    }
}
