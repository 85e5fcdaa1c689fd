//! Masks of personal data: enough to recognise what one knows already, and no more.

/// 王小明 → 王**.
#[must_use]
pub fn name(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| format!("{first}{}", "*".repeat(chars.count().max(1))))
}

/// `138****1234`, with the original length so that a wrong one is visible. An extension is hidden.
#[must_use]
pub fn phone(number: &str) -> String {
    let (main, extension) = number.split_once('-').map_or((number, None), |(main, rest)| (main, Some(rest)));
    let mut masked = digits(main);
    if let Some(extension) = extension {
        masked.push('-');
        masked.extend(std::iter::repeat_n('*', extension.chars().count()));
    }
    masked
}

/// `510117********1234`: region and last four digits, as on certificates.
#[must_use]
pub fn identity(number: &str) -> String {
    ends(number, 6, 4)
}

fn digits(run: &str) -> String {
    match run.chars().count() {
        0..=4 => ends(run, 0, 0),
        5..=7 => ends(run, 1, 1),
        17.. => identity(run),
        _ => ends(run, 3, 4),
    }
}

fn ends(text: &str, begin: usize, end: usize) -> String {
    let all = text.chars().count();
    text.chars().enumerate().map(|(at, c)| if at < begin || at + end >= all { c } else { '*' }).collect()
}

const fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

/// Masks typed text of unknown kind about a person: both ends of numbers, the first letter of words. Idempotent.
#[must_use]
pub fn typed(text: &str) -> String {
    let words = runs(text, |run, count, _| if count >= 7 { digits(run) } else { run.to_owned() });
    let mut first = true;
    words.chars().map(|c| if c.is_alphabetic() && !std::mem::take(&mut first) { '*' } else { c }).collect()
}

/// Marks a foreigner's former card (three letters, twelve digits) in place of a count. Fifteen digits alone are a grid
/// code.
const OLD_CARD: usize = usize::MAX;

/// Masks phones and identity numbers in a sentence. Area codes, days and counts are unchanged.
#[must_use]
pub fn numbers(text: &str) -> String {
    runs(text, |run, count, parted| {
        let personal = match count {
            11 => run.starts_with(['1', '１']) || run.starts_with(['0', '０']),
            13 => run.starts_with("861"),
            10 | 12 => run.starts_with(['0', '０']),
            // Two adjacent codes are no identity number.
            18 => !parted,
            OLD_CARD => !parted,
            _ => false,
        };
        if personal { digits(run) } else { run.to_owned() }
    })
}

/// Replaces each run of digits by `show`. An X after 17 digits belongs to the run; single blanks and dashes do not end
/// it.
fn runs(text: &str, show: impl Fn(&str, usize, bool) -> String) -> String {
    let chars: Vec<char> = text.chars().collect();
    let (mut out, mut at) = (String::new(), 0);
    while at < chars.len() {
        if !is_digit(chars[at]) {
            out.push(chars[at]);
            at += 1;
            continue;
        }
        let (mut run, mut between, mut end) = (String::new(), Vec::new(), at);
        while end < chars.len() {
            let next = chars.get(end + 1).copied().unwrap_or(' ');
            if is_digit(chars[end]) || (run.chars().count() == 17 && matches!(chars[end], 'x' | 'X' | 'Ｘ')) {
                run.push(chars[end]);
            } else if matches!(chars[end], ' ' | '-') && is_digit(next) {
                between.push((run.chars().count(), chars[end]));
            } else {
                break;
            }
            end += 1;
        }
        let letters = chars[..at].iter().rev().take_while(|c| c.is_ascii_alphabetic()).count();
        let count = run.chars().count();
        let count = if count == 12 && letters == 3 { OLD_CARD } else { count };
        let shown: Vec<char> = show(&run, count, !between.is_empty()).chars().collect();
        for (n, c) in shown.into_iter().enumerate() {
            out.extend(between.iter().filter(|(before, _)| *before == n).map(|(_, c)| c));
            out.push(c);
        }
        at = end;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cards_of_foreigners_are_numbers_as_well() {
        assert_eq!(
            numbers("证件911124198108030024，旧证CAN110081080310"),
            "证件911124********0024，旧证CAN110*****0310"
        );
        assert_eq!(numbers("510117019006，510117019006009"), "510117019006，510117019006009", "codes stay");
    }

    #[test]
    fn masks_keep_little() {
        assert_eq!((name("王小明"), name("王"), name("")), ("王**".into(), "王*".into(), String::new()));
        assert_eq!((phone("13812341234"), phone("02887654321-801")), ("138****1234".into(), "028****4321-***".into()));
        assert_eq!(identity("11010519491231002X"), "110105********002X");
    }

    #[test]
    fn what_was_typed_in_the_wrong_form_is_masked_alike() {
        for (text, masked) in [
            ("王秀英", "王**"),
            ("138 1234 1234", "138 **** 1234"),
            ("13812341234(王建国)", "138****1234(王**)"),
            ("王秀英110105194912310021", "王**110105********0021"),
            ("11010519491231002X", "110105********002X"),
            ("１３８１２３４１２３４", "１３８****１２３４"),
            ("明天", "明*"),
            ("12", "12"),
        ] {
            assert_eq!(typed(text), masked, "{text}");
        }
    }

    #[test]
    fn a_sentence_loses_phones_and_identity_numbers_and_keeps_codes() {
        assert_eq!(numbers("王婆婆13812341234，找 028-87654321"), "王婆婆138****1234，找 028-****4321");
        assert_eq!(numbers("证件 11010519491231002x"), "证件 110105********002x");
        assert_eq!(numbers("座机021-6543210，0813 1234567"), "座机021-***3210，081* ***4567");
        for kept in
            ["没有编码为 51011701900600999 的网格", "510117019 510117009", "2026-01-02 10:30", "与第 12 行是同一个人"]
        {
            assert_eq!(numbers(kept), kept);
        }
    }

    proptest! {
        #[test]
        fn masking_twice_is_masking_once(text in "[0-9xX王秀 a\\-*]{0,24}") {
            prop_assert_eq!(typed(&typed(&text)), typed(&text));
        }
        #[test]
        fn no_run_of_nine_digits_is_left(text in "[0-9王 ]{0,30}") {
            let left = typed(&text);
            let longest = left.split(|c: char| !is_digit(c)).map(str::len).max().unwrap_or(0);
            prop_assert!(longest <= 6, "{} → {}", text, left);
        }
    }
}
