//! A campaign 专项任务: a list of doors, fixed when it starts, rounds, and a list of gaps that somebody else signs.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

use super::coverage::Gap;
use super::refused::Refused;
use crate::grid::GridCode;
use crate::kernel::ids::{AccountId, CampaignId, DwellingId};
use crate::kernel::time::Moment;

/// A door of a campaign. Where it stands today may change by a re-grid; where it stood at the start does not.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Door {
    /// Which.
    pub id: DwellingId,
    /// Its cell today.
    pub code: GridCode,
    /// Its cell when the campaign started.
    pub at_start: GridCode,
}

impl Door {
    /// A door as it is found at the start.
    #[must_use]
    pub const fn at(id: DwellingId, code: GridCode) -> Self {
        Self { id, code, at_start: code }
    }
}

/// A list of gaps as it was signed: what it was then, whatever comes in later.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Signature {
    /// By whom.
    pub by: AccountId,
    /// When.
    pub at: Moment,
    /// Each door that was left, and why.
    pub gaps: BTreeMap<DwellingId, String>,
    /// Why doors were left to which nobody ever went; empty if there were none.
    #[serde(default)]
    pub unvisited: String,
    /// SHA-256 over the doors with how each had ended, in hexadecimal: a later reader can recompute what was signed.
    pub digest: String,
}

/// Where a campaign stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum State {
    /// Being written; its doors are a question yet, and no list.
    Draft,
    /// Running: the list of doors is fixed.
    Running {
        /// Since when.
        since: Moment,
        /// Who started it.
        by: AccountId,
        /// How many doors.
        doors: u32,
        /// Which round, from 1.
        round: u8,
    },
    /// Signed: every door has ended, or is a gap that somebody answers for.
    Signed {
        /// How many doors.
        doors: u32,
        /// The signature.
        signature: Signature,
    },
    /// Given up.
    Withdrawn {
        /// When.
        since: Moment,
        /// Why.
        reason: String,
    },
}

/// A campaign.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Campaign {
    /// Which.
    pub id: CampaignId,
    /// What it is called.
    pub title: String,
    /// Why people are asked: told at every door.
    pub purpose: String,
    /// Where.
    pub code: GridCode,
    /// The form, pinned: id and version.
    pub form: (String, u32),
    /// Where it stands.
    pub state: State,
}

/// The digest of how every door ended.
#[must_use]
pub fn digest(ends: &BTreeMap<DwellingId, Option<super::Outcome>>) -> String {
    let mut sha = Sha256::new();
    for (door, end) in ends {
        sha.update(door.uuid().as_bytes());
        sha.update([end.map_or(0, |end| end as u8 + 1)]);
    }
    sha.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Campaign {
    /// Whether it may be put right: once it runs, its doors were promised this very campaign.
    ///
    /// # Errors
    /// [`Refused::NoDraft`].
    pub fn changeable(&self) -> Result<(), Refused> {
        if self.state == State::Draft { Ok(()) } else { Err(Refused::NoDraft) }
    }

    /// Fixes the list of doors and starts. From here on a door can end, and cannot be taken off or added.
    ///
    /// # Errors
    /// [`Refused::Standing`], [`Refused::NoDoors`], [`Refused::DoorTwice`].
    pub fn start(mut self, doors: &[Door], by: AccountId, now: Moment) -> Result<Self, Refused> {
        if self.state != State::Draft {
            return Err(Refused::Standing);
        }
        if doors.is_empty() {
            return Err(Refused::NoDoors);
        }
        let mut seen = BTreeSet::new();
        if let Some(twice) = doors.iter().find(|door| !seen.insert(door.id)) {
            return Err(Refused::DoorTwice(twice.id));
        }
        let doors = u32::try_from(doors.len()).unwrap_or(u32::MAX);
        self.state = State::Running { since: now, by, doors, round: 1 };
        Ok(self)
    }

    /// One more round to the doors where nobody answered.
    ///
    /// # Errors
    /// [`Refused::Standing`], [`Refused::NothingLeft`].
    pub fn next_round(mut self, gaps: &[Gap]) -> Result<Self, Refused> {
        let State::Running { round, .. } = &mut self.state else { return Err(Refused::Standing) };
        if gaps.is_empty() {
            return Err(Refused::NothingLeft);
        }
        *round = round.saturating_add(1);
        Ok(self)
    }

    /// Signs the list of gaps. It must name exactly the doors that are open, each with the reason why it is left, and whoever signs has not
    /// been to any of them. Doors to which nobody ever went need a reason of their own, `unvisited`.
    ///
    /// # Errors
    /// [`Refused::Standing`], [`Refused::OtherGaps`], [`Refused::GapWithoutReason`], [`Refused::OwnGaps`], [`Refused::NobodyWent`].
    pub fn sign(
        mut self,
        gaps: &[Gap],
        reasons: BTreeMap<DwellingId, String>,
        unvisited: &str,
        ends: &BTreeMap<DwellingId, Option<super::Outcome>>,
        by: AccountId,
        now: Moment,
    ) -> Result<Self, Refused> {
        let State::Running { doors, .. } = self.state else { return Err(Refused::Standing) };
        let open: BTreeSet<DwellingId> = gaps.iter().map(|gap| gap.door).collect();
        if open != reasons.keys().copied().collect() {
            return Err(Refused::OtherGaps);
        }
        if let Some((door, _)) = reasons.iter().find(|(_, reason)| reason.trim().is_empty()) {
            return Err(Refused::GapWithoutReason(*door));
        }
        if gaps.iter().any(|gap| gap.tries.iter().any(|(who, _)| *who == by)) {
            return Err(Refused::OwnGaps);
        }
        let nobody_went = gaps.iter().filter(|gap| gap.tries.is_empty()).count();
        let unvisited = if nobody_went == 0 { "" } else { unvisited.trim() };
        if nobody_went > 0 && unvisited.is_empty() {
            return Err(Refused::NobodyWent(nobody_went));
        }
        let signature = Signature { by, at: now, gaps: reasons, unvisited: unvisited.to_owned(), digest: digest(ends) };
        self.state = State::Signed { doors, signature };
        Ok(self)
    }

    /// Gives it up.
    ///
    /// # Errors
    /// [`Refused::Standing`], [`Refused::Reason`].
    pub fn withdraw(mut self, reason: &str, now: Moment) -> Result<Self, Refused> {
        if !matches!(self.state, State::Draft | State::Running { .. }) {
            return Err(Refused::Standing);
        }
        if reason.trim().is_empty() {
            return Err(Refused::Reason);
        }
        self.state = State::Withdrawn { since: now, reason: reason.trim().to_owned() };
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Outcome;
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_signature_holds_which_door_ended_how() {
        let door = |n: u128| DwellingId::new(Uuid::from_u128(n));
        let of = |ends: &[(u128, Option<Outcome>)]| digest(&ends.iter().map(|(n, end)| (door(*n), *end)).collect());
        let signed = of(&[(1, Some(Outcome::Done)), (2, None)]);
        assert_eq!(signed, of(&[(2, None), (1, Some(Outcome::Done))]));
        for other in [
            vec![(1, Some(Outcome::Refused)), (2, None)],
            vec![(1, Some(Outcome::Done)), (2, Some(Outcome::NotReached))],
            vec![(1, Some(Outcome::Done)), (3, None)],
            vec![(1, Some(Outcome::Done))],
        ] {
            assert_ne!(of(&other), signed, "{other:?}");
        }
    }
}
