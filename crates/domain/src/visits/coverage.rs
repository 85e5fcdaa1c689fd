//! Coverage 覆盖率: a proof and no counter. It is a fold over visits that gives the same whatever the order in which they came and however
//! often, so that the phone's figure and the server's are one.

use std::collections::{BTreeMap, BTreeSet};

use super::campaign::Door;
use super::visit::{Outcome, Plan, Visit};
use crate::grid::GridCode;
use crate::kernel::ids::{AccountId, CampaignId, DwellingId, VisitId};
use crate::kernel::time::Moment;

/// What the fold keeps of a visit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Went {
    outcome: Outcome,
    by: AccountId,
    at: Moment,
}

/// A door that has not ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gap {
    /// Which.
    pub door: DwellingId,
    /// Its cell today.
    pub code: GridCode,
    /// Who went and found nobody, and when; empty if nobody went.
    pub tries: Vec<(AccountId, Moment)>,
}

/// How the doors of a cell, or of everything, stand.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Coverage {
    /// All.
    pub doors: u32,
    /// Done.
    pub done: u32,
    /// Did not wish to be asked.
    pub refused: u32,
    /// Nobody lives there.
    pub vacant: u32,
    /// Moved away.
    pub moved: u32,
    /// Somebody went, and nobody answered.
    pub not_reached: u32,
    /// Nobody went.
    pub untried: u32,
}

impl Coverage {
    /// Puts so many doors that ended alike in.
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

    /// Puts the doors of another cell in.
    pub const fn add(&mut self, other: &Self) {
        self.doors += other.doors;
        self.done += other.done;
        self.refused += other.refused;
        self.vacant += other.vacant;
        self.moved += other.moved;
        self.not_reached += other.not_reached;
        self.untried += other.untried;
    }

    /// Doors that have ended.
    #[must_use]
    pub const fn ended(&self) -> u32 {
        self.done + self.refused + self.vacant + self.moved
    }

    /// Whether every door is in exactly one place.
    #[must_use]
    pub const fn adds_up(&self) -> bool {
        self.ended() + self.not_reached + self.untried == self.doors
    }
}

/// The visits of a campaign by door. Visits are put in one by one, as they come; a visit put in again changes nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fold {
    campaign: CampaignId,
    doors: BTreeMap<DwellingId, (Door, BTreeMap<VisitId, Went>)>,
    /// Visits that others put right. A correction may come before what it corrects.
    corrected: BTreeSet<VisitId>,
}

impl Fold {
    /// The doors of a campaign, nobody having gone.
    #[must_use]
    pub fn new(campaign: CampaignId, doors: &[Door]) -> Self {
        let doors = doors.iter().map(|door| (door.id, (*door, BTreeMap::new()))).collect();
        Self { campaign, doors, corrected: BTreeSet::new() }
    }

    /// Puts a visit in. Says whether it counts here: a visit of another campaign, or to a door that is not on the list, is a visit all the
    /// same and no part of this proof.
    pub fn add(&mut self, visit: &Visit) -> bool {
        let Plan::Campaign { campaign, .. } = visit.plan else { return false };
        if campaign != self.campaign {
            return false;
        }
        let Some((_, went)) = self.doors.get_mut(&visit.door) else { return false };
        went.insert(visit.id, Went { outcome: visit.outcome, by: visit.by, at: visit.at });
        self.corrected.extend(visit.corrects.map(|c| c.of));
        true
    }

    /// Carries the doors through a re-grid: where they stand changes, what was done and by whom does not.
    pub fn carry(&mut self, place: impl Fn(DwellingId, GridCode) -> GridCode) {
        for (door, _) in self.doors.values_mut() {
            door.code = place(door.id, door.code);
        }
    }

    /// How each door ended: by what its visits know, the most telling of them; `None` where nobody went.
    #[must_use]
    pub fn ends(&self) -> BTreeMap<DwellingId, Option<Outcome>> {
        self.doors.iter().map(|(id, (_, went))| (*id, self.end(went))).collect()
    }

    /// Everything.
    #[must_use]
    pub fn total(&self) -> Coverage {
        let mut all = Coverage::default();
        self.doors.values().for_each(|(_, went)| all.put(self.end(went), 1));
        all
    }

    /// By the cells of today, or by those of the start.
    #[must_use]
    pub fn by_cell(&self, at_start: bool) -> BTreeMap<GridCode, Coverage> {
        let mut cells: BTreeMap<GridCode, Coverage> = BTreeMap::new();
        for (door, went) in self.doors.values() {
            cells.entry(if at_start { door.at_start } else { door.code }).or_default().put(self.end(went), 1);
        }
        cells
    }

    /// The doors that have not ended, by cell: what a second round goes to, and what is signed off at the end.
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

    /// What somebody did in this campaign: their visits, wherever the doors stand today. It is shown to them, and to nobody as a ranking.
    #[must_use]
    pub fn credit(&self, who: AccountId) -> Vec<(VisitId, DwellingId, Outcome)> {
        let mine = self.doors.iter().flat_map(|(door, (_, went))| {
            self.counted(went).filter(|(_, w)| w.by == who).map(|(id, w)| (*id, *door, w.outcome))
        });
        mine.collect()
    }

    /// The visits to a door that nobody corrected.
    fn counted<'a>(&'a self, went: &'a BTreeMap<VisitId, Went>) -> impl Iterator<Item = (&'a VisitId, &'a Went)> {
        went.iter().filter(|(id, _)| !self.corrected.contains(*id))
    }

    fn end(&self, went: &BTreeMap<VisitId, Went>) -> Option<Outcome> {
        self.counted(went).map(|(_, w)| w.outcome).max()
    }
}

/// The same, counted from rows at once, as a store does it: how each door ended. It shares no line with [`Fold`], so that one can prove the other.
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
