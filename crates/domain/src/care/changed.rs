//! What a changed table would have done to readings of the past: shown before it is published, so that nobody learns on a Monday that
//! a comma doubled the alerts.

use std::collections::BTreeMap;

use super::reading::Measured;
use super::rules::Table;
use super::verdict::{Judged, Level, Patient, judge};
use crate::kernel::ids::ReadingId;

/// A reading that the new table would judge otherwise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Moved {
    /// Which.
    pub reading: ReadingId,
    /// What the old table says.
    pub from: Outcome,
    /// What the new one says.
    pub to: Outcome,
}

/// A verdict in one word.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Outcome {
    /// Asked again.
    Doubted,
    /// Believed.
    Level(Level),
}

/// What a change does.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Changes {
    /// How many readings were looked at.
    pub of: usize,
    /// How many come out as which, under the old table and the new.
    pub counts: BTreeMap<Outcome, (usize, usize)>,
    /// Every one that comes out otherwise.
    pub moved: Vec<Moved>,
}

fn outcome(table: &Table, measured: &Measured, patient: &Patient) -> Outcome {
    match judge(table, measured, patient) {
        Judged::Doubted { .. } => Outcome::Doubted,
        Judged::Verdict(verdict) => Outcome::Level(verdict.level),
    }
}

/// Judges past readings by two tables.
#[must_use]
pub fn changes<'a>(
    old: &Table,
    new: &Table,
    readings: impl IntoIterator<Item = (ReadingId, &'a Measured, &'a Patient)>,
) -> Changes {
    let mut all = Changes::default();
    for (reading, measured, patient) in readings {
        let (from, to) = (outcome(old, measured, patient), outcome(new, measured, patient));
        all.of += 1;
        all.counts.entry(from).or_default().0 += 1;
        all.counts.entry(to).or_default().1 += 1;
        if from != to {
            all.moved.push(Moved { reading, from, to });
        }
    }
    all
}
