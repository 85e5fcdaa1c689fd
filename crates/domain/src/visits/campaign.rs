//! A campaign 专项任务: a list of dwellings fixed at its start, rounds, and a list of gaps signed by a second person.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

use super::coverage::Gap;
use super::refused::Refused;
use crate::grid::GridCode;
use crate::kernel::ids::{AccountId, CampaignId, DwellingId};
use crate::kernel::time::Moment;

/// A dwelling of a campaign. Its present cell may change by a re-grid; the one at the start does not.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Door {
    /// The id.
    pub id: DwellingId,
    /// Its present cell.
    pub code: GridCode,
    /// Its cell at the start.
    pub at_start: GridCode,
}

impl Door {
    /// A dwelling at the start.
    #[must_use]
    pub const fn at(id: DwellingId, code: GridCode) -> Self {
        Self { id, code, at_start: code }
    }
}

/// A signed list of gaps; later visits do not change it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Signature {
    /// Who signed.
    pub by: AccountId,
    /// When.
    pub at: Moment,
    /// The unfinished dwellings with the reason.
    pub gaps: BTreeMap<DwellingId, String>,
    /// The reason for dwellings nobody visited; empty if there were none.
    #[serde(default)]
    pub unvisited: String,
    /// SHA-256 over all dwellings with their outcomes, hexadecimal, so that the signed state can be recomputed.
    pub digest: String,
}

/// The state of a campaign.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum State {
    /// Draft; the list of dwellings is not fixed.
    Draft,
    /// Running; the list is fixed.
    Running {
        /// Since when.
        since: Moment,
        /// Who started it.
        by: AccountId,
        /// Number of dwellings.
        doors: u32,
        /// Round, from 1.
        round: u8,
    },
    /// Signed: every dwelling is finished or a signed gap.
    Signed {
        /// Number of dwellings.
        doors: u32,
        /// The signature.
        signature: Signature,
    },
    /// Abandoned.
    Withdrawn {
        /// When.
        since: Moment,
        /// The reason.
        reason: String,
    },
}

/// A campaign.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Campaign {
    /// The id.
    pub id: CampaignId,
    /// What it is called.
    pub title: String,
    /// The purpose, told at every visit.
    pub purpose: String,
    /// The code.
    pub code: GridCode,
    /// Pinned form: id and version.
    pub form: (String, u32),
    /// Its state.
    pub state: State,
}

/// The digest of all outcomes.
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
    /// Whether it can be edited: a draft only, because people were told its purpose once it runs.
    ///
    /// # Errors
    /// [`Refused::NoDraft`].
    pub fn changeable(&self) -> Result<(), Refused> {
        if self.state == State::Draft { Ok(()) } else { Err(Refused::NoDraft) }
    }

    /// Starts it with a fixed list of dwellings.
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

    /// Starts another round for dwellings where nobody answered.
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

    /// Signs the list of gaps. It must name exactly the unfinished dwellings, each with a reason, and the signer must
    /// not have visited any. Dwellings that nobody visited need an additional reason, `unvisited`.
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

    /// Abandons it.
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
