//! What strangers are told of known matters: by kind and territory alone, and no nearer than a micro-grid. Nothing that anybody typed
//! and no distance takes part, so that no number of questions finds a door or a word.

use crate::grid::{GridCode, Level};

/// The most that are offered.
pub const MOST: usize = 5;
/// Groups of the manual whose matters belong to a place that neighbours share. What concerns a person, a family or a household is told to
/// nobody else, and neither is anything of a group that this list does not know.
const SHARED: &[&str] = &["environment", "facilities", "housing", "noise", "parking", "safety", "space", "pets"];

/// How near a known matter is, the nearest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Nearness {
    /// In the same micro-grid.
    MicroGrid,
    /// In the same grid.
    Grid,
    /// In the same community; of one of the two no more is known.
    Community,
}

impl Nearness {
    /// Between two places; `None` if nobody would call them near.
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

/// Whether strangers are told that a matter of a kind of this group is known.
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
