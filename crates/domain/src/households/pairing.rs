//! Pairing 结对 of family doctor teams with cells, so that every micro-grid has a doctor or a visible vacancy.

use serde::{Deserialize, Serialize};

use super::refused::Refused;
use crate::grid::GridCode;
use crate::kernel::ids::{AccountId, TeamId};
use crate::kernel::time::{Day, FOREVER};

/// A family doctor team.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Team {
    /// The id.
    pub id: TeamId,
    /// The name: 张医生团队.
    pub name: String,
    /// The doctor named for every cell paired with the team.
    pub doctor: AccountId,
    /// All members, the doctor included.
    pub members: Vec<AccountId>,
}

/// A team for a code between two days. A pair of a grid applies to its micro-grids without their own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Pair {
    /// The team.
    pub team: TeamId,
    /// The cell, or a code above it.
    pub code: GridCode,
    /// First day.
    pub since: Day,
    /// Last day; `FOREVER` if open.
    pub until: Day,
}

impl Pair {
    /// An open pair from a day.
    #[must_use]
    pub const fn from(team: TeamId, code: GridCode, since: Day) -> Self {
        Self { team, code, since, until: FOREVER }
    }

    /// Whether it is valid on a day.
    #[must_use]
    pub fn holds(&self, day: Day) -> bool {
        self.since <= day && day <= self.until
    }

    /// Ends it after a day.
    ///
    /// # Errors
    /// [`Refused::Backwards`].
    pub fn ended(mut self, until: Day) -> Result<Self, Refused> {
        if until < self.since {
            return Err(Refused::Backwards);
        }
        self.until = until;
        Ok(self)
    }
}

/// The team of a cell on a day: of the deepest valid pair; ties by age.
#[must_use]
pub fn team_of(code: &GridCode, pairs: &[Pair], day: Day) -> Option<TeamId> {
    pairs
        .iter()
        .filter(|p| p.holds(day) && p.code.contains(code))
        .max_by_key(|p| (p.code.level(), std::cmp::Reverse((p.since, p.team))))
        .map(|p| p.team)
}

/// Every cell with its team, or `None` for a vacancy.
#[must_use]
pub fn cover(cells: &[GridCode], pairs: &[Pair], day: Day) -> Vec<(GridCode, Option<TeamId>)> {
    cells.iter().map(|cell| (*cell, team_of(cell, pairs, day))).collect()
}

/// The codes of an account's teams today, without those below another: the upper limit of what a doctor reads. Cells
/// paired deeper with another team are excluded by [`team_of`] per record.
#[must_use]
pub fn codes_of(account: AccountId, teams: &[Team], pairs: &[Pair], day: Day) -> Vec<GridCode> {
    let mine = |team: TeamId| teams.iter().any(|t| t.id == team && t.members.contains(&account));
    let mut codes: Vec<GridCode> = pairs.iter().filter(|p| p.holds(day) && mine(p.team)).map(|p| p.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let all = codes.clone();
    codes.retain(|c| !all.iter().any(|other| other != c && other.contains(c)));
    codes
}

/// Whether an account belongs to the team of a cell today.
#[must_use]
pub fn is_paired(account: AccountId, code: &GridCode, teams: &[Team], pairs: &[Pair], day: Day) -> bool {
    let team = team_of(code, pairs, day);
    teams.iter().any(|t| Some(t.id) == team && t.members.contains(&account))
}
