//! What strangers are told of known cases: kind and territory only, no nearer than a micro-grid. No text and no
//! distance is used, so that no series of queries can find an address or a text.

use crate::grid::{GridCode, Level};

/// Maximum number offered.
pub const MOST: usize = 5;
/// Groups of the manual about shared places. Matters about a person or household are never shown to others; nor are
/// groups not in this list.
const SHARED: &[&str] = &["environment", "facilities", "housing", "noise", "parking", "safety", "space", "pets"];

/// Distance class of a known case, nearest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Nearness {
    /// In the same micro-grid.
    MicroGrid,
    /// In the same grid.
    Grid,
    /// In the same community; or the finer place of one of both is unknown.
    Community,
}

impl Nearness {
    /// The class of two codes; `None` if not near.
    #[must_use]
    pub fn between(a: &GridCode, b: &GridCode) -> Option<Self> {
        let both = |level: Level| a.at(level).is_some_and(|code| b.at(level) == Some(code));
        if both(Level::MicroGrid) {
            Some(Self::MicroGrid)
        } else if both(Level::Grid) {
            Some(Self::Grid)
        } else if both(Level::Community) && (a.contains(b) || b.contains(a)) {
            Some(Self::Community)
        } else {
            None
        }
    }

    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::MicroGrid => "micro_grid",
            Self::Grid => "grid",
            Self::Community => "community",
        }
    }

    /// On screen.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::MicroGrid => ("就在您这一片", "in the same micro-grid"),
            Self::Grid => ("就在附近", "nearby"),
            Self::Community => ("同一社区", "in the same community"),
        }
    }
}

/// Whether strangers are told of known cases in this group of kinds.
#[must_use]
pub fn is_shared(group: &str) -> bool {
    SHARED.contains(&group)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manual::default_manual;

    #[test]
    fn near_is_said_in_three_words_and_by_territory_alone() {
        let near = |a: &str, b: &str| Nearness::between(&GridCode::parse(a).unwrap(), &GridCode::parse(b).unwrap());
        let here = "51011701900600901";
        assert_eq!(near(here, here), Some(Nearness::MicroGrid));
        assert_eq!(near(here, "51011701900600902"), Some(Nearness::Grid));
        assert_eq!(near(here, "510117019006009"), Some(Nearness::Grid));
        assert_eq!(near(here, "510117019006"), Some(Nearness::Community));
        assert_eq!(near(here, "51011701900601001"), None, "another grid of the community");
        assert_eq!(near(here, "510117019"), None, "a street is no place");
        assert_eq!(near(here, "51011701900800101"), None);
    }

    #[test]
    fn what_concerns_a_person_is_told_to_no_stranger() {
        for kind in default_manual().current() {
            let told = is_shared(kind.group.id.as_str());
            let personal = ["neighbours", "care", "health", "policy", "other"].contains(&kind.group.id.as_str());
            assert_eq!(told, !personal, "{}", kind.id);
        }
        assert!(!is_shared("a-group-of-another-manual"));
    }
}
