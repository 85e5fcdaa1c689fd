//! The sources of a kind: laws, standards and notices, with article and the day on which the text was last checked.
//! Laws change, so old checks must be renewed.

use super::fault::Fault;
use super::head::Head;
use super::kind::{Call, Manual};
use crate::kernel::time::Day;

/// Days after which a source must be checked again.
pub const STALE_AFTER: i32 = 180;

/// A law, a standard, a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The title, such as 《中华人民共和国消防法》.
    pub title: String,
    /// The article, such as 第二十八条.
    pub article: Option<String>,
    /// When the article's text was last checked; `None`: never.
    pub checked: Option<Day>,
}

impl Source {
    /// A title alone, the former format.
    #[must_use]
    pub const fn titled(title: String) -> Self {
        Self { title, article: None, checked: None }
    }

    /// Title and article in one line.
    #[must_use]
    pub fn cited(&self) -> String {
        format!("{}{}", self.title, self.article.as_deref().unwrap_or_default())
    }

    /// Whether the last check is too old.
    #[must_use]
    pub fn is_stale(&self, today: Day) -> bool {
        self.checked.is_some_and(|day| (today - day).get_days() > STALE_AFTER)
    }

    /// Parses `{ title, article?, checked? }`.
    pub(super) fn read(mut head: Head<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        head.require(&["title"], faults);
        let (title, article) = (head.text("title", faults), head.text("article", faults));
        let checked = head.day("checked", faults);
        head.end(faults);
        Some(Self { title: title?, article, checked })
    }
}

impl Call {
    /// Whether a street still has to enter the number: text without a digit.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !self.number.chars().any(|c| c.is_ascii_digit())
    }
}

/// Checks of the sources of the newest versions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Checked within [`STALE_AFTER`] days.
    pub fresh: usize,
    /// Checked earlier.
    pub stale: usize,
    /// Never checked.
    pub never: usize,
}

impl Manual {
    /// Counts the checks of the newest versions on a day.
    #[must_use]
    pub fn citations(&self, today: Day) -> Checked {
        let mut all = Checked::default();
        for source in self.current().flat_map(|kind| &kind.sources).chain(self.sources()) {
            *match source.checked {
                None => &mut all.never,
                Some(_) if source.is_stale(today) => &mut all.stale,
                Some(_) => &mut all.fresh,
            } += 1;
        }
        all
    }

    /// Numbers that the street still has to enter: the kind and the call, in the manual's order.
    pub fn open_calls(&self) -> impl Iterator<Item = (&super::kind::Kind, &Call)> {
        self.current().flat_map(|kind| kind.calls.iter().filter(|call| call.is_open()).map(move |call| (kind, call)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manual::default_manual;
    use jiff::civil::date;

    #[test]
    fn a_citation_is_read_again_after_half_a_year() {
        let source = Source {
            checked: Some(date(2026, 11, 30)), ..Source::titled("《中华人民共和国消防法》".into())
        };
        assert!(!source.is_stale(date(2027, 5, 29)), "the 180th day is in time");
        assert!(source.is_stale(date(2027, 5, 30)));
        assert!(!Source::titled("《民法典》".into()).is_stale(date(2030, 1, 1)), "never read is a matter of its own");
        let article = Source { article: Some("第二十八条".into()), ..source };
        assert_eq!(article.cited(), "《中华人民共和国消防法》第二十八条");
    }

    #[test]
    fn the_manual_that_ships_says_what_was_read_and_which_numbers_are_open() {
        let manual = default_manual();
        let (now, later) = (manual.citations(date(2026, 11, 30)), manual.citations(date(2027, 12, 1)));
        assert!(now.fresh > 20 && now.stale == 0, "{now:?}");
        assert_eq!((later.fresh, later.stale, later.never), (0, now.fresh, now.never));
        let open: Vec<&str> = manual.open_calls().map(|(kind, _)| kind.id.as_str()).collect();
        assert_eq!(open, ["elevator-trapped", "gas-smell", "utility-outage", "utility-outage"]);
        for kind in manual.current().filter(|kind| !kind.calls.is_empty()) {
            assert!(!kind.calls[0].is_open(), "{}: nobody in danger stands before an open number", kind.id.as_str());
        }
    }
}
