//! The width of a post in an imported table. An empty cell must not widen it: a post for a whole street, or for a whole
//! community or grid where others of the table have a part, needs explicit words.

use std::collections::{BTreeSet, HashMap};

use crate::access::Role;
use crate::grid::Level;
use crate::kernel::text::fold;

/// Words for the whole street.
const WHOLE_STREET: [&str; 7] = ["全街道", "整个街道", "本街道", "街道全域", "全域", "全辖区", "wholestreet"];

/// Whether a cell means the whole street.
#[must_use]
pub fn is_whole_street(words: &str) -> bool {
    WHOLE_STREET.contains(&fold(words).replace(' ', "").as_str())
}

/// An empty cell would give the role the whole street.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Widens;

fn is_held_below(role: Role, level: Level) -> bool {
    role.levels().iter().any(|l| *l > level)
}

/// Whether a row gives a role for the whole street, by its place cells.
///
/// # Errors
/// [`Widens`] if all are empty and the role can also be held for a part.
pub fn of_street<'a>(role: Role, cells: impl IntoIterator<Item = &'a str>) -> Result<bool, Widens> {
    let (mut whole, mut named) = (false, false);
    for words in cells {
        whole |= is_whole_street(words);
        named |= !words.is_empty();
    }
    if whole {
        return Ok(true);
    }
    match !named && role.fits(Level::Street) {
        true if is_held_below(role, Level::Street) => Err(Widens),
        of_street => Ok(of_street),
    }
}

/// The place columns that some row of a role fills.
#[derive(Clone, Debug, Default)]
pub struct Filled(HashMap<Role, BTreeSet<usize>>);

impl Filled {
    /// Records the columns that a row fills; call it for all rows first.
    pub fn see(&mut self, role: Role, columns: impl IntoIterator<Item = usize>) {
        self.0.entry(role).or_default().extend(columns);
    }

    /// The column that is empty in a row and filled in others of its role, if that would make the post wider at this
    /// level.
    #[must_use]
    pub fn blank(&self, role: Role, level: Level, filled: &[usize]) -> Option<usize> {
        let wider = role.fits(level) && is_held_below(role, level);
        self.0.get(&role).filter(|_| wider)?.iter().copied().find(|at| !filled.contains(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_a_street_is_said_in_words() {
        for role in Role::ALL.iter().copied() {
            assert_eq!(of_street(role, ["全 街道", "", ""]), Ok(true), "{role:?}");
            assert_eq!(of_street(role, ["天骄西路社区", "", ""]), Ok(false), "{role:?}");
        }
        assert_eq!(
            of_street(Role::StreetDispatcher, ["", "", ""]),
            Ok(true),
            "held for the street and for nothing else"
        );
        assert_eq!(of_street(Role::MicroGridMember, ["", "", ""]), Ok(false), "never held for a street");
        assert_eq!(of_street(Role::Doctor, ["", "", ""]), Err(Widens), "held for a street or for a part of it");
        assert!(is_whole_street("Whole Street") && !is_whole_street("全社区"));
    }

    #[test]
    fn an_empty_cell_makes_no_post_wider_than_those_of_others() {
        let role = Role::Doctor;
        let mut filled = Filled::default();
        filled.see(role, [2, 3]);
        assert_eq!(filled.blank(role, Level::Community, &[2]), Some(3));
        assert_eq!(filled.blank(role, Level::Community, &[2, 3]), None);
        assert_eq!(filled.blank(role, Level::MicroGrid, &[2]), None, "nothing is below a micro-grid");
        assert_eq!(Filled::default().blank(role, Level::Community, &[]), None, "nobody else of the role is there");
    }
}
