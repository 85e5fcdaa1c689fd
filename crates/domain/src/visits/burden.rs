//! The burden meter: questions per household and month, and per member. It should fall. It measures forms, not people:
//! there is no ranking.

use std::collections::{BTreeMap, BTreeSet};

use super::visit::{AnswerOrigin, Visit};
use crate::kernel::ids::{DwellingId, VisitId};

/// Questions of one month.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Burden {
    /// Visits with at least one question.
    pub visits: u32,
    /// Questions asked.
    pub asked: u32,
    /// Questions only confirmed.
    pub confirmed: u32,
}

impl Burden {
    fn add(&mut self, visit: &Visit) {
        let confirmed = visit.answers.values().filter(|g| g.came == AnswerOrigin::Confirmed).count();
        self.visits += u32::from(!visit.answers.is_empty());
        self.confirmed += u32::try_from(confirmed).unwrap_or(u32::MAX);
        self.asked += u32::try_from(visit.answers.len() - confirmed).unwrap_or(u32::MAX);
    }

    /// The share of questions that were only confirmed, 0 to 1.
    #[must_use]
    pub fn spared(&self) -> f64 {
        let all = self.asked + self.confirmed;
        if all == 0 { 0.0 } else { f64::from(self.confirmed) / f64::from(all) }
    }
}

/// A month: year, month.
pub type Month = (i16, i8);

/// Counts by month and dwelling, and by month for a whole cell.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Meter {
    /// By dwelling.
    pub doors: BTreeMap<(Month, DwellingId), Burden>,
    /// Of all members together.
    pub months: BTreeMap<Month, Burden>,
    /// Number of members who asked. The load of one is the total divided by this, without a name.
    pub members: BTreeMap<Month, usize>,
}

/// Counts visits; duplicates once, corrected ones not at all.
#[must_use]
pub fn burden(visits: &[Visit]) -> Meter {
    let mut meter = Meter::default();
    let corrected: BTreeSet<VisitId> = visits.iter().filter_map(|v| v.corrects).map(|c| c.of).collect();
    let mut seen = BTreeSet::new();
    let mut who = BTreeSet::new();
    for visit in visits.iter().filter(|v| !corrected.contains(&v.id) && seen.insert(v.id)) {
        let day = visit.at.day();
        let month = (day.year(), day.month());
        meter.doors.entry((month, visit.door)).or_default().add(visit);
        meter.months.entry(month).or_default().add(visit);
        if who.insert((month, visit.by)) {
            *meter.members.entry(month).or_default() += 1;
        }
    }
    meter
}
