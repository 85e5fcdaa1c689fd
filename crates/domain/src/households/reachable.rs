//! Whether the person behind a record can still be reached. A death removes no references, so that a wrongly recorded
//! death can be undone.

use super::contact::ContactKind;
use super::resident::Presence;

/// Why somebody cannot be met here any more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Unreachable {
    /// Died.
    Died,
    /// Moved away.
    Left,
    /// The record was erased, or merged into another.
    Erased,
}

impl Unreachable {
    /// The stable key.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Died => "died",
            Self::Left => "left",
            Self::Erased => "erased",
        }
    }
    /// On a Chinese screen.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Died => "已去世",
            Self::Left => "已搬走",
            Self::Erased => "记录已删除",
        }
    }
    /// On an English screen.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::Died => "has died",
            Self::Left => "has moved away",
            Self::Erased => "record erased",
        }
    }
}

impl Presence {
    /// Why the resident does not live here; `None` if they do. Such residents are not called, visited or asked to
    /// return.
    #[must_use]
    pub const fn gone(&self) -> Option<Unreachable> {
        match self {
            Self::Here { .. } => None,
            Self::Left { .. } => Some(Unreachable::Left),
            Self::Died { .. } => Some(Unreachable::Died),
            Self::Merged { .. } | Self::Erased { .. } => Some(Unreachable::Erased),
        }
    }

    /// Why the resident cannot be asked as a contact of this kind. Kin, landlords and employers who moved away can be
    /// phoned; a neighbour who moved away is no longer one.
    #[must_use]
    pub fn out_of_reach(&self, kind: ContactKind) -> Option<Unreachable> {
        self.gone().filter(|gone| *gone != Unreachable::Left || kind == ContactKind::Neighbour)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::ids::{MergeId, ResidentId};
    use crate::kernel::time::Moment;

    #[test]
    fn who_moved_away_answers_the_phone_and_who_died_does_not() {
        let on = Moment::from_micros(0).day();
        let merged =
            Presence::Merged { into: ResidentId::new(uuid::Uuid::nil()), merge: MergeId::new(uuid::Uuid::nil()) };
        for (presence, gone, kin, neighbour) in [
            (Presence::Here { since: on }, None, None, None),
            (Presence::Left { on }, Some(Unreachable::Left), None, Some(Unreachable::Left)),
            (Presence::Died { on }, Some(Unreachable::Died), Some(Unreachable::Died), Some(Unreachable::Died)),
            (merged, Some(Unreachable::Erased), Some(Unreachable::Erased), Some(Unreachable::Erased)),
            (Presence::Erased { on }, Some(Unreachable::Erased), Some(Unreachable::Erased), Some(Unreachable::Erased)),
        ] {
            assert_eq!(presence.gone(), gone);
            assert_eq!(presence.out_of_reach(ContactKind::Kin), kin);
            assert_eq!(presence.out_of_reach(ContactKind::Neighbour), neighbour);
        }
    }
}
