//! Happenings: what occurred in a room that the rooms above it must react to, in the same transaction. The room where it occurs names no
//! other room; each that has something to do reacts in the order of the list, and says what it did.

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

/// What occurred.
#[derive(Clone, Copy)]
pub enum Happening<'a> {
    /// Grid: cells are about to end and begin; posts end and begin with them. The territory in force is still the old one.
    CellsRedrawn(&'a CellsRedrawn<'a>),
    /// Grid: a cell has ended. The territory in force is the new one.
    CellEnded(&'a CellEnded<'a>),
    /// Grid: every cell that ends has ended.
    Regridded {
        /// The re-grid.
        id: RegridId,
        /// What it does.
        effect: &'a Effect,
    },
    /// People: somebody holds fewer posts than before in the street of the transaction.
    AccessLost {
        /// Who.
        account: AccountId,
        /// What they still hold.
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
    /// Households: a resident's cell or door has changed.
    ResidentMoved(ResidentId),
    /// Households: something of a resident's goes to another record, by a merge or its undo.
    BelongingGiven {
        /// What.
        thing: Belonging,
        /// From whom.
        from: ResidentId,
        /// To whom.
        to: &'a Resident,
    },
    /// Households: two records became one. Belongings were given before.
    ResidentsMerged {
        /// The merge.
        merge: MergeId,
        /// The record that goes into the other.
        gone: &'a Resident,
        /// The record that goes on.
        kept: &'a Resident,
    },
    /// Households: two records became two again. Belongings went back before.
    MergeUndone {
        /// The merge.
        merge: &'a Merge,
        /// The record that went on.
        kept: &'a Resident,
        /// The record that comes back.
        gone: &'a Resident,
    },
    /// Households: a record is erased.
    ResidentErased {
        /// Whose.
        resident: ResidentId,
        /// Why.
        because: Because,
    },
}

/// Cells that end and begin, with who serves them.
pub struct CellsRedrawn<'a> {
    /// What ends and begins.
    pub effect: &'a Effect,
    /// Cells that take the place of exactly one old cell each, by that one.
    pub successors: &'a BTreeMap<GridCode, GridCode>,
    /// Who is to serve new cells, by the plan.
    pub posts: &'a [Post],
    /// The first day of the new cells.
    pub day: Day,
    /// Who drafted it.
    pub drafted_by: AccountId,
    /// Who reviewed it.
    pub reviewed_by: Option<AccountId>,
}

/// Who is to serve a new cell from its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// The new cell.
    pub code: GridCode,
    /// Who.
    pub account: AccountId,
    /// As what.
    pub role: Role,
}

/// One cell that has ended.
pub struct CellEnded<'a> {
    /// The re-grid.
    pub regrid: RegridId,
    /// The cell.
    pub old: GridCode,
    /// The cells that take its place.
    pub heirs: &'a [GridCode],
    /// The first day of its heirs.
    pub day: Day,
    /// Which heir has a point; without one, the heir for what has no place.
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

/// What rooms did about a happening.
#[derive(Debug, Default)]
pub struct Reaction {
    /// How many records moved along, by what they are.
    pub moved: BTreeMap<&'static str, u64>,
    /// Codes at which somebody serves now.
    pub held: HashSet<GridCode>,
    /// Work that passed to somebody else.
    pub passed: Vec<Passed>,
    /// What was erased, by kind, and how much.
    pub removed: Vec<(String, u32)>,
    /// What still names a cell that ended.
    pub left: Vec<Left>,
}

impl Reaction {
    /// That records moved along.
    #[must_use]
    pub fn moved(what: &'static str, n: u64) -> Self {
        Self { moved: BTreeMap::from([(what, n)]), ..Self::default() }
    }
    /// That work passed on.
    #[must_use]
    pub fn passed(passed: Vec<Passed>) -> Self {
        Self { passed, ..Self::default() }
    }
    /// That something was erased.
    #[must_use]
    pub fn removed(removed: Vec<(String, u32)>) -> Self {
        Self { removed, ..Self::default() }
    }
    /// How many records of a sort moved.
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

/// Whether somebody who holds this may do something somewhere.
#[must_use]
pub fn reaches(held: &[Grant], verb: Verb) -> bool {
    held.iter().any(|grant| reach(grant.role, verb) != Reach::None)
}

/// Whether somebody who holds this is a doctor somewhere.
#[must_use]
pub fn is_doctor(held: &[Grant]) -> bool {
    held.iter().any(|grant| grant.role == Role::Doctor)
}
