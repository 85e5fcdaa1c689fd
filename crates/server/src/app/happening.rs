//! Happenings: events of one room to which higher rooms must react in the same transaction. The originating room names no other room; the
//! others react in the order of the room list and return what they did.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};
use weiguang_domain::access::{Grant, Reach, Role, Verb, reach};
use weiguang_domain::grid::GridCode;
use weiguang_domain::grid::regrid::Effect;
use weiguang_domain::households::Merge;
use weiguang_domain::households::Resident;
use weiguang_domain::households::merge::Belonging;
use weiguang_domain::households::retention::Because;
use weiguang_domain::kernel::geo::Point;
use weiguang_domain::kernel::ids::{AccountId, MergeId, RegridId, ResidentId, TeamId};
use weiguang_domain::kernel::time::Day;
use weiguang_domain::people::Passed;

/// An event of a room.
#[derive(Clone, Copy)]
pub enum Happening<'a> {
    /// Grid: grid cells, and the posts at them, are about to end and begin. The old territory is still in force.
    CellsRedrawn(&'a CellsRedrawn<'a>),
    /// Grid: a grid cell has ended. The new territory is in force.
    CellEnded(&'a CellEnded<'a>),
    /// Grid: all cells that this re-grid ends have ended.
    Regridded {
        /// The re-grid.
        id: RegridId,
        /// The planned effect of the re-grid.
        effect: &'a Effect,
    },
    /// People: an account now holds fewer posts in the street of the transaction.
    AccessLost {
        /// The account.
        account: AccountId,
        /// The account's remaining posts.
        held: &'a [Grant],
    },
    /// People: a second person confirmed that a doctors' team is responsible for a grid cell.
    PairConfirmed {
        /// The team.
        team: TeamId,
        /// The cell.
        code: GridCode,
        /// The first day of the responsibility.
        since: Day,
        /// The team's members at the confirmation.
        members: &'a [AccountId],
    },
    /// People: a second person confirmed members of a doctors' team.
    TeamConfirmed {
        /// The team.
        team: TeamId,
        /// The team's doctor.
        doctor: AccountId,
        /// The new members.
        added: &'a [AccountId],
    },
    /// Households: a resident's grid cell or dwelling has changed.
    ResidentMoved(ResidentId),
    /// Households: a record that belongs to a resident is moved to another resident, by a merge or its undo.
    BelongingGiven {
        /// The record that is moved.
        thing: Belonging,
        /// The resident to whom the record belonged.
        from: ResidentId,
        /// The resident to whom the record belongs now.
        to: &'a Resident,
    },
    /// Households: two residents' records were merged. The data that belongs to them was moved before.
    ResidentsMerged {
        /// The merge.
        merge: MergeId,
        /// The record that ended.
        gone: &'a Resident,
        /// The record that was kept.
        kept: &'a Resident,
    },
    /// Households: a merge was undone. The data that belongs to the residents was moved back before.
    MergeUndone {
        /// The merge.
        merge: &'a Merge,
        /// The record that was kept by the merge.
        kept: &'a Resident,
        /// The record that is restored.
        gone: &'a Resident,
    },
    /// Households: a resident's record is erased.
    ResidentErased {
        /// The resident.
        resident: ResidentId,
        /// The reason for the erasure.
        because: Because,
    },
}

/// Grid cells that end and begin in a re-grid, and the posts at them.
pub struct CellsRedrawn<'a> {
    /// The cells that end and begin.
    pub effect: &'a Effect,
    /// For each new cell that replaces exactly one old cell: that old cell.
    pub successors: &'a BTreeMap<GridCode, GridCode>,
    /// The planned posts at new cells.
    pub posts: &'a [Post],
    /// The first day of the new cells.
    pub day: Day,
    /// Who drafted the re-grid.
    pub drafted_by: AccountId,
    /// Who reviewed the re-grid.
    pub reviewed_by: Option<AccountId>,
}

/// A planned post at a new cell, from the cell's first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// The new grid cell.
    pub code: GridCode,
    /// The account that will hold the post.
    pub account: AccountId,
    /// The role of the post.
    pub role: Role,
}

/// One grid cell that has ended.
pub struct CellEnded<'a> {
    /// The re-grid that ended the cell.
    pub regrid: RegridId,
    /// The cell that ended.
    pub old: GridCode,
    /// The cells that replace the ended cell.
    pub heirs: &'a [GridCode],
    /// The first day of the replacing cells.
    pub day: Day,
    /// Finds the replacing cell for a point; without a point, the default replacing cell.
    pub target: &'a dyn Fn(Option<Point>) -> GridCode,
}

/// What still names a cell that ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = GridRegridLeft)]
pub struct Left {
    /// `destination` or `token`.
    pub what: String,
    /// Its name.
    pub name: String,
    /// The cell that ended.
    pub code: String,
}

/// What all rooms did in reaction to a happening.
#[derive(Debug, Default)]
pub struct Reaction {
    /// Number of moved records, by kind.
    pub moved: BTreeMap<&'static str, u64>,
    /// Codes of cells that now have a holder.
    pub held: HashSet<GridCode>,
    /// Open work that was handed over to another account.
    pub passed: Vec<Passed>,
    /// Erased data: kind and number of records.
    pub removed: Vec<(String, u32)>,
    /// References that still name an ended cell.
    pub left: Vec<Left>,
}

impl Reaction {
    /// A reaction that consists of moved records.
    #[must_use]
    pub fn moved(what: &'static str, n: u64) -> Self {
        Self { moved: BTreeMap::from([(what, n)]), ..Self::default() }
    }
    /// A reaction that consists of handed-over work.
    #[must_use]
    pub fn passed(passed: Vec<Passed>) -> Self {
        Self { passed, ..Self::default() }
    }
    /// A reaction that consists of erased data.
    #[must_use]
    pub fn removed(removed: Vec<(String, u32)>) -> Self {
        Self { removed, ..Self::default() }
    }
    /// Number of moved records of a kind.
    #[must_use]
    pub fn count(&self, what: &str) -> u64 {
        self.moved.get(what).copied().unwrap_or(0)
    }
    /// Adds another room's reaction to this one.
    pub fn add(&mut self, more: Self) {
        for (what, n) in more.moved {
            *self.moved.entry(what).or_default() += n;
        }
        self.held.extend(more.held);
        self.passed.extend(more.passed);
        self.removed.extend(more.removed);
        self.left.extend(more.left);
    }
}

/// Whether these posts permit a verb in any place.
#[must_use]
pub fn reaches(held: &[Grant], verb: Verb) -> bool {
    held.iter().any(|grant| reach(grant.role, verb) != Reach::None)
}

/// Whether one of these posts is a doctor's.
#[must_use]
pub fn is_doctor(held: &[Grant]) -> bool {
    held.iter().any(|grant| grant.role == Role::Doctor)
}
