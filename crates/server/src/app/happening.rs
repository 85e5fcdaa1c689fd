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
    /// Grid: cells are about to end and begin, and posts with them. The old territory is still in force.
    CellsRedrawn(&'a CellsRedrawn<'a>),
    /// Grid: a cell has ended. The territory in force is the new one.
    CellEnded(&'a CellEnded<'a>),
    /// Grid: every cell that ends has ended.
    Regridded {
        /// The re-grid.
        id: RegridId,
        /// The planned effect.
        effect: &'a Effect,
    },
    /// People: somebody now holds fewer posts in the street of the transaction.
    AccessLost {
        /// The account.
        account: AccountId,
        /// Their remaining posts.
        held: &'a [Grant],
    },
    /// People: a second person confirmed that a doctors' team is paired with a cell.
    PairConfirmed {
        /// The team.
        team: TeamId,
        /// The cell.
        code: GridCode,
        /// The first day.
        since: Day,
        /// The members for whom it was confirmed.
        members: &'a [AccountId],
    },
    /// People: a second person confirmed members of a doctors' team.
    TeamConfirmed {
        /// The team.
        team: TeamId,
        /// Its doctor.
        doctor: AccountId,
        /// The new members.
        added: &'a [AccountId],
    },
    /// Households: a resident's cell or dwelling has changed.
    ResidentMoved(ResidentId),
    /// Households: a belonging of a resident moves to another record, by a merge or its undo.
    BelongingGiven {
        /// The belonging.
        thing: Belonging,
        /// The former owner.
        from: ResidentId,
        /// The new owner.
        to: &'a Resident,
    },
    /// Households: two records became one. Their belongings moved before.
    ResidentsMerged {
        /// The merge.
        merge: MergeId,
        /// The record that ends.
        gone: &'a Resident,
        /// The record that remains.
        kept: &'a Resident,
    },
    /// Households: a merge was undone. Belongings moved back before.
    MergeUndone {
        /// The merge.
        merge: &'a Merge,
        /// The record that remained.
        kept: &'a Resident,
        /// The record that is restored.
        gone: &'a Resident,
    },
    /// Households: a record is erased.
    ResidentErased {
        /// The resident.
        resident: ResidentId,
        /// The reason.
        because: Because,
    },
}

/// Cells that end and begin, and the posts at them.
pub struct CellsRedrawn<'a> {
    /// What ends and begins.
    pub effect: &'a Effect,
    /// For cells that replace exactly one old cell: that old cell.
    pub successors: &'a BTreeMap<GridCode, GridCode>,
    /// The planned posts at new cells.
    pub posts: &'a [Post],
    /// The first day of the new cells.
    pub day: Day,
    /// Who drafted it.
    pub drafted_by: AccountId,
    /// Who reviewed it.
    pub reviewed_by: Option<AccountId>,
}

/// A planned post at a new cell, from the cell's first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// The new cell.
    pub code: GridCode,
    /// The account.
    pub account: AccountId,
    /// The role.
    pub role: Role,
}

/// One cell that has ended.
pub struct CellEnded<'a> {
    /// The re-grid.
    pub regrid: RegridId,
    /// The cell.
    pub old: GridCode,
    /// The cells that replace it.
    pub heirs: &'a [GridCode],
    /// The first day of the replacing cells.
    pub day: Day,
    /// Which replacing cell a point falls into; without a point, the default one.
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

/// What the rooms did about a happening.
#[derive(Debug, Default)]
pub struct Reaction {
    /// Number of moved records, by sort.
    pub moved: BTreeMap<&'static str, u64>,
    /// Codes that have a post now.
    pub held: HashSet<GridCode>,
    /// Open work that passed to somebody else.
    pub passed: Vec<Passed>,
    /// Erased data: kind and number.
    pub removed: Vec<(String, u32)>,
    /// References that still name an ended cell.
    pub left: Vec<Left>,
}

impl Reaction {
    /// A reaction that moved records.
    #[must_use]
    pub fn moved(what: &'static str, n: u64) -> Self {
        Self { moved: BTreeMap::from([(what, n)]), ..Self::default() }
    }
    /// A reaction that passed work on.
    #[must_use]
    pub fn passed(passed: Vec<Passed>) -> Self {
        Self { passed, ..Self::default() }
    }
    /// A reaction that erased data.
    #[must_use]
    pub fn removed(removed: Vec<(String, u32)>) -> Self {
        Self { removed, ..Self::default() }
    }
    /// Number of moved records of a sort.
    #[must_use]
    pub fn count(&self, what: &str) -> u64 {
        self.moved.get(what).copied().unwrap_or(0)
    }
    /// Adds what another room did.
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

/// Whether these posts permit a verb anywhere.
#[must_use]
pub fn reaches(held: &[Grant], verb: Verb) -> bool {
    held.iter().any(|grant| reach(grant.role, verb) != Reach::None)
}

/// Whether these posts include a doctor's.
#[must_use]
pub fn is_doctor(held: &[Grant]) -> bool {
    held.iter().any(|grant| grant.role == Role::Doctor)
}
