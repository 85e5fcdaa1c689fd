//! Whether the place of a case is known, and who is responsible until then.

use crate::grid::GridCode;
use crate::people::duty;

/// Whether the place is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Placed {
    /// A micro-grid, found or picked.
    Sure,
    /// Several candidates; the code is their deepest common one.
    Unsure,
    /// Nothing was recognised; the code is the street or community that received it.
    Nothing,
}

impl Placed {
    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Sure => "sure",
            Self::Unsure => "unsure",
            Self::Nothing => "nothing",
        }
    }
    /// The codes searched for an owner, in order. Only a certain place reaches staff of a cell; otherwise the street's
    /// dispatcher picks the place.
    #[must_use]
    pub fn ladder(self, functional: Option<GridCode>, code: GridCode) -> Vec<GridCode> {
        match (self, code.street()) {
            (Self::Unsure | Self::Nothing, Some(street)) => duty::ladder(None, street),
            _ => duty::ladder(functional, code),
        }
    }
    /// Reads the stable key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Sure, Self::Unsure, Self::Nothing].into_iter().find(|p| p.key() == key)
    }
}
