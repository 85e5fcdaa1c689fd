//! On what of a case each act rests: what else changed since somebody looked is in nobody's way.

use weiguang_domain::cases::since::{CALLING_IN, JOINING, PART_WORD, PLACING, SORTING};
use weiguang_domain::cases::{Action, Aspect};

use crate::rooms::cases::ops::Act;

impl Act {
    /// What it rests on.
    pub(in crate::rooms::cases) const fn rests_on(&self) -> &'static [Aspect] {
        match self {
            Self::Plain(action) => action.rests_on(),
            Self::Dispatch { .. } => Action::Dispatch.rests_on(),
            Self::Place { .. } => PLACING,
            Self::Kind { .. } | Self::Calm { .. } => SORTING,
            Self::Duplicate { .. } => JOINING,
            Self::AskPart(_) => CALLING_IN,
            Self::Part(_) => PART_WORD,
        }
    }
}
