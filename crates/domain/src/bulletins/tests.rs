//! The rules of bulletins.

use super::{Refused, TITLE, title};

#[test]
fn a_title_has_bounds() {
    assert_eq!(title(" 一 "), Ok("一".to_owned()));
    assert_eq!(title("  "), Err(Refused::Missing));
    assert_eq!(title(&"字".repeat(TITLE)).map(|title| title.chars().count()), Ok(TITLE));
    assert_eq!(title(&"字".repeat(TITLE + 1)), Err(Refused::TooLong));
}
