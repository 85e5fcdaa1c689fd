//! The aspects of a case on which each act depends: changes of others do not conflict with it.

use weiguang_domain::cases::since::{CALLING_IN, JOINING, PART_WORD, PLACING, SORTING};
use weiguang_domain::cases::{Action, Aspect};

use crate::rooms::cases::ops::Act;

impl Act {
    /// The aspects on which it depends.
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
