//! Whether there is still somebody behind a record. Everything that points to a record asks here; nothing is removed by a death, so that
//! a death that was recorded by mistake can be taken back and everything is found again.

use super::contact::ContactKind;
use super::resident::Presence;

/// Why somebody is not met here any more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Gone {
    /// Died.
    Died,
    /// Moved away.
    Left,
    /// The record was erased, or went into another one.
    Erased,
}

impl Gone {
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
    /// Why somebody does not live here; nothing if they do. Who does not is not called to the desk, visited or asked to come again.
    #[must_use]
    pub const fn gone(&self) -> Option<Gone> {
        match self {
            Self::Here { .. } => None,
            Self::Left { .. } => Some(Gone::Left),
            Self::Died { .. } => Some(Gone::Died),
            Self::Merged { .. } | Self::Erased { .. } => Some(Gone::Erased),
        }
    }

    /// Why somebody cannot be asked any more as a contact of this kind. Kin, a landlord or an employer who moved away have their phone; a
    /// neighbour who moved away is none.
    #[must_use]
    pub fn out_of_reach(&self, kind: ContactKind) -> Option<Gone> {
        self.gone().filter(|gone| *gone != Gone::Left || kind == ContactKind::Neighbour)
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
            (Presence::Left { on }, Some(Gone::Left), None, Some(Gone::Left)),
            (Presence::Died { on }, Some(Gone::Died), Some(Gone::Died), Some(Gone::Died)),
            (merged, Some(Gone::Erased), Some(Gone::Erased), Some(Gone::Erased)),
            (Presence::Erased { on }, Some(Gone::Erased), Some(Gone::Erased), Some(Gone::Erased)),
        ] {
            assert_eq!(presence.gone(), gone);
            assert_eq!(presence.out_of_reach(ContactKind::Kin), kin);
            assert_eq!(presence.out_of_reach(ContactKind::Neighbour), neighbour);
        }
    }
}
