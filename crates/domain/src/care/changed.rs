//! Dry run of a changed rule table on past readings, shown before it is published, to find mistakes such as a misplaced
//! decimal point.

use std::collections::BTreeMap;

use super::reading::Measured;
use super::rules::Table;
use super::verdict::{Judgement, Level, Patient, judge};
use crate::kernel::ids::ReadingId;

/// A reading that the new table judges differently.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ChangedVerdict {
    /// The reading.
    pub reading: ReadingId,
    /// The verdict of the old table.
    pub from: Outcome,
    /// The verdict of the new table.
    pub to: Outcome,
}

/// A verdict in one word.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Outcome {
    /// Implausible; asked about.
    Doubted,
    /// Accepted, with this level.
    Level(Level),
}

/// The effect of a change.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Changes {
    /// Number of readings examined.
    pub of: usize,
    /// Readings per outcome under the old and the new table.
    pub counts: BTreeMap<Outcome, (usize, usize)>,
    /// All readings with a different outcome.
    pub moved: Vec<ChangedVerdict>,
}

fn outcome(table: &Table, measured: &Measured, patient: &Patient) -> Outcome {
    match judge(table, measured, patient) {
        Judgement::Doubted { .. } => Outcome::Doubted,
        Judgement::Verdict(verdict) => Outcome::Level(verdict.level),
    }
}

/// Compares two tables on past readings.
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
            all.moved.push(ChangedVerdict { reading, from, to });
        }
    }
    all
}
