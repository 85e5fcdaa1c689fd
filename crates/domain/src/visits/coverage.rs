//! Coverage 覆盖率: a fold over visits that is independent of order and duplicates, so that phones and server agree.

use std::collections::{BTreeMap, BTreeSet};

use super::campaign::Door;
use super::visit::{Outcome, Plan, Visit};
use crate::grid::GridCode;
use crate::kernel::ids::{AccountId, CampaignId, DwellingId, VisitId};
use crate::kernel::time::Moment;

/// The fold's data of a visit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct CountedVisit {
    outcome: Outcome,
    by: AccountId,
    at: Moment,
}

/// An unfinished dwelling.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gap {
    /// The dwelling.
    pub door: DwellingId,
    /// Its present cell.
    pub code: GridCode,
    /// Unsuccessful visits; empty if nobody went.
    pub tries: Vec<(AccountId, Moment)>,
}

/// Counts of dwellings of a cell or of the campaign.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Coverage {
    /// Total.
    pub doors: u32,
    /// Done.
    pub done: u32,
    /// Declined to answer.
    pub refused: u32,
    /// Vacant.
    pub vacant: u32,
    /// Moved away.
    pub moved: u32,
    /// Visited, nobody answered.
    pub not_reached: u32,
    /// Not visited.
    pub untried: u32,
}

impl Coverage {
    /// Adds a number of dwellings with the same outcome.
    pub const fn put(&mut self, end: Option<Outcome>, doors: u32) {
        self.doors += doors;
        *match end {
            None => &mut self.untried,
            Some(Outcome::NotReached) => &mut self.not_reached,
            Some(Outcome::Vacant) => &mut self.vacant,
            Some(Outcome::Moved) => &mut self.moved,
            Some(Outcome::Refused) => &mut self.refused,
            Some(Outcome::Done) => &mut self.done,
        } += doors;
    }

    /// Adds the counts of another cell.
    pub const fn add(&mut self, other: &Self) {
        self.doors += other.doors;
        self.done += other.done;
        self.refused += other.refused;
        self.vacant += other.vacant;
        self.moved += other.moved;
        self.not_reached += other.not_reached;
        self.untried += other.untried;
    }

    /// Finished dwellings.
    #[must_use]
    pub const fn ended(&self) -> u32 {
        self.done + self.refused + self.vacant + self.moved
    }

    /// Whether every dwelling is counted exactly once.
    #[must_use]
    pub const fn adds_up(&self) -> bool {
        self.ended() + self.not_reached + self.untried == self.doors
    }
}

/// The visits of a campaign by dwelling. Adding a visit twice changes nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fold {
    campaign: CampaignId,
    doors: BTreeMap<DwellingId, (Door, BTreeMap<VisitId, CountedVisit>)>,
    /// Corrected visits. A correction may arrive before the visit that it corrects.
    corrected: BTreeSet<VisitId>,
}

impl Fold {
    /// A campaign without visits.
    #[must_use]
    pub fn new(campaign: CampaignId, doors: &[Door]) -> Self {
        let doors = doors.iter().map(|door| (door.id, (*door, BTreeMap::new()))).collect();
        Self { campaign, doors, corrected: BTreeSet::new() }
    }

    /// Adds a visit; returns whether it counts. Visits of another campaign, or to a dwelling not on the list, do not.
    pub fn add(&mut self, visit: &Visit) -> bool {
        let Plan::Campaign { campaign, .. } = visit.plan else { return false };
        if campaign != self.campaign {
            return false;
        }
        let Some((_, went)) = self.doors.get_mut(&visit.door) else { return false };
        went.insert(visit.id, CountedVisit { outcome: visit.outcome, by: visit.by, at: visit.at });
        self.corrected.extend(visit.corrects.map(|c| c.of));
        true
    }

    /// Updates the dwellings' cells after a re-grid; visits and their authors are unchanged.
    pub fn carry(&mut self, place: impl Fn(DwellingId, GridCode) -> GridCode) {
        for (door, _) in self.doors.values_mut() {
            door.code = place(door.id, door.code);
        }
    }

    /// The outcome of each dwelling: the most informative of its visits; `None` without a visit.
    #[must_use]
    pub fn ends(&self) -> BTreeMap<DwellingId, Option<Outcome>> {
        self.doors.iter().map(|(id, (_, went))| (*id, self.end(went))).collect()
    }

    /// The counts of all dwellings.
    #[must_use]
    pub fn total(&self) -> Coverage {
        let mut all = Coverage::default();
        self.doors.values().for_each(|(_, went)| all.put(self.end(went), 1));
        all
    }

    /// The counts by present cell, or by the cell at the start.
    #[must_use]
    pub fn by_cell(&self, at_start: bool) -> BTreeMap<GridCode, Coverage> {
        let mut cells: BTreeMap<GridCode, Coverage> = BTreeMap::new();
        for (door, went) in self.doors.values() {
            cells.entry(if at_start { door.at_start } else { door.code }).or_default().put(self.end(went), 1);
        }
        cells
    }

    /// The unfinished dwellings by cell: the next round visits them, and the sign-off of the campaign lists them.
    #[must_use]
    pub fn gaps(&self) -> Vec<Gap> {
        let open = self.doors.values().filter(|(_, went)| self.end(went).is_none_or(|end| !end.is_end()));
        let mut gaps: Vec<Gap> = open
            .map(|(door, went)| Gap {
                door: door.id,
                code: door.code,
                tries: self.counted(went).map(|(_, w)| (w.by, w.at)).collect(),
            })
            .collect();
        gaps.sort_by_key(|gap| (gap.code, gap.door));
        gaps
    }

    /// A member's own visits in this campaign, wherever the dwellings are now. Shown to the member only; there is no
    /// ranking.
    #[must_use]
    pub fn credit(&self, who: AccountId) -> Vec<(VisitId, DwellingId, Outcome)> {
        let mine = self.doors.iter().flat_map(|(door, (_, went))| {
            self.counted(went).filter(|(_, w)| w.by == who).map(|(id, w)| (*id, *door, w.outcome))
        });
        mine.collect()
    }

    /// The visits to a dwelling that are not corrected.
    fn counted<'a>(
        &'a self,
        went: &'a BTreeMap<VisitId, CountedVisit>,
    ) -> impl Iterator<Item = (&'a VisitId, &'a CountedVisit)> {
        went.iter().filter(|(id, _)| !self.corrected.contains(*id))
    }

    fn end(&self, went: &BTreeMap<VisitId, CountedVisit>) -> Option<Outcome> {
        self.counted(went).map(|(_, w)| w.outcome).max()
    }
}

/// The outcomes computed from rows, as the server does. Shares no code with [`Fold`], so that each verifies the other.
#[must_use]
pub fn count(campaign: CampaignId, doors: &[Door], rows: &[Visit]) -> BTreeMap<DwellingId, Option<Outcome>> {
    let mut best: BTreeMap<DwellingId, Outcome> = BTreeMap::new();
    let corrected = |row: &&Visit| !rows.iter().any(|other| other.corrects.is_some_and(|c| c.of == row.id));
    for row in rows
        .iter()
        .filter(corrected)
        .filter(|row| matches!(row.plan, Plan::Campaign { campaign: of, .. } if of == campaign))
    {
        let known = best.entry(row.door).or_insert(row.outcome);
        *known = row.outcome.max(*known);
    }
    doors.iter().map(|door| (door.id, best.get(&door.id).copied())).collect()
}
