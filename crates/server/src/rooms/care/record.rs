//! Records of care: a reading with its verdict, the follow-up data of a person, an alert with its subject.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use weiguang_domain::care::alert::told::Concern;
use weiguang_domain::care::recheck::Recheck;
use weiguang_domain::care::verdict::Illness;
use weiguang_domain::care::{Alert, Level, Patient, Quantity, Reading, Verdict, reading::Measured};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, MergeId, ResidentId};
use weiguang_domain::kernel::time::{Day, FOREVER, Moment};

use crate::chain::Head;

/// Sorts records without a moment after all others; the partial index excludes it.
pub const NEVER: i64 = i64::MAX;

/// A stored reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingRecord {
    /// The measured values, and whether they are valid.
    pub reading: Reading,
    /// The person's cell on that day.
    pub code: GridCode,
    /// Age and illnesses at that time, so that the verdict can be derived again.
    pub patient: Patient,
    /// The verdict of the rules, or for a doubted reading the one that it would have.
    pub verdict: Verdict,
    /// Inputs before corrections, in order.
    pub before: Vec<Typed>,
    /// Counted from 1.
    pub version: i64,
}

/// An input that was corrected later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// The time.
    pub at: Moment,
    /// The author.
    pub by: AccountId,
    /// The measured values.
    pub measured: Measured,
}

impl ReadingRecord {
    /// Whether the rules call it critical, and it is believed.
    #[must_use]
    pub fn is_critical(&self) -> bool {
        self.reading.stands() && self.verdict.level == Level::Critical
    }
}

/// A person's re-measurements and known illnesses at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// Due re-measurements.
    pub rechecks: Vec<Recheck>,
    /// Long illnesses.
    pub illnesses: BTreeSet<Illness>,
}

/// Follow-up data of two records at their merge. It is stored with the record that ended, and erased with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// The merge.
    pub merge: MergeId,
    /// Of the record that remains.
    pub kept: Course,
    /// Of the record that ended.
    pub gone: Course,
}

impl Joined {
    /// Illnesses that the merge added to the remaining record.
    fn illnesses(&self) -> BTreeSet<Illness> {
        self.gone.illnesses.difference(&self.kept.illnesses).copied().collect()
    }
}

/// Follow-up data of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    /// The resident.
    pub resident: ResidentId,
    /// Their cell.
    pub code: GridCode,
    /// Due re-measurements.
    pub rechecks: Vec<Recheck>,
    /// Long illnesses recorded by a doctor.
    pub illnesses: BTreeSet<Illness>,
    /// The former state, if the record was merged into another.
    pub joined: Option<Joined>,
}

impl Followed {
    /// A person without follow-up data.
    #[must_use]
    pub const fn new(resident: ResidentId, code: GridCode) -> Self {
        Self { resident, code, rechecks: Vec::new(), illnesses: BTreeSet::new(), joined: None }
    }

    fn course(&self) -> Course {
        Course { rechecks: self.rechecks.clone(), illnesses: self.illnesses.clone() }
    }

    /// Takes over re-measurements of the other record of the same person, so that a merge removes nobody from the overdue list. The other
    /// record stores both former states for an undo, and has no re-measurements itself.
    pub fn join(&mut self, gone: &mut Self, merge: MergeId) {
        gone.joined = Some(Joined { merge, kept: self.course(), gone: gone.course() });
        for recheck in std::mem::take(&mut gone.rechecks) {
            match self.rechecks.iter_mut().find(|r| r.of == recheck.of) {
                Some(known) => known.due = known.due.min(recheck.due),
                None => self.rechecks.push(Recheck { resident: self.resident, code: self.code, ..recheck }),
            }
        }
        self.illnesses.append(&mut gone.illnesses);
    }

    /// Restores both former states. An illness that a doctor recorded or removed since then stays so in the remaining record. Returns
    /// whether this merge had joined them.
    pub fn part(&mut self, gone: &mut Self, merge: MergeId) -> bool {
        let Some(joined) = gone.joined.take_if(|j| j.merge == merge) else { return false };
        let came = joined.illnesses();
        self.illnesses.retain(|illness| !came.contains(illness));
        let back = |rechecks: Vec<Recheck>, code: GridCode| -> Vec<Recheck> {
            rechecks.into_iter().map(|r| Recheck { code, ..r }).collect()
        };
        self.rechecks = back(joined.kept.rechecks, self.code);
        (gone.rechecks, gone.illnesses) = (back(joined.gone.rechecks, gone.code), joined.gone.illnesses);
        true
    }

    /// The last day of the nearest recheck.
    #[must_use]
    pub fn due(&self) -> Day {
        self.rechecks.iter().map(|r| r.due).min().unwrap_or(FOREVER)
    }

    /// Applies a valid reading: re-measurements that it answers are removed, those that it asks for are added. One that is asked for again
    /// keeps its earlier day.
    pub fn measured(&mut self, record: &ReadingRecord, asked: &[(Quantity, Day)]) {
        let (reading, day) = (&record.reading, record.reading.at.day());
        let of = |q: &Quantity| if *q == Quantity::Diastolic { Quantity::Systolic } else { *q };
        let answered =
            |r: &Recheck| reading.measured.values.keys().any(|q| r.is_answered_by(reading.resident, of(q), day));
        self.rechecks.retain(|r| !answered(r));
        for (of, due) in asked {
            match self.rechecks.iter_mut().find(|r| r.of == *of) {
                Some(known) => known.due = known.due.min(*due),
                None => self.rechecks.push(Recheck {
                    resident: reading.resident,
                    code: self.code,
                    reading: reading.id,
                    asked: day,
                    of: *of,
                    due: *due,
                }),
            }
        }
    }
}

/// The subject of an alert, besides the domain's own state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Concerns, one key each.
    pub concerns: Vec<Concern>,
    /// Quantities to measure again; empty for an alert by a sign alone.
    pub asks: BTreeSet<Quantity>,
    /// Who took its readings.
    pub measured_by: BTreeSet<AccountId>,
    /// The version of the rules with which it began.
    pub rules: u32,
}

impl About {
    /// Whether a measurement has one of the quantities to measure again.
    #[must_use]
    pub fn is_answered_by(&self, values: &BTreeMap<Quantity, weiguang_domain::care::Value>) -> bool {
        self.asks.is_empty() || self.asks.iter().any(|q| values.contains_key(q))
    }
}

/// A stored alert.
#[derive(Clone, Debug)]
pub struct AlertRecord {
    /// The domain's state.
    pub alert: Alert,
    /// What it is about.
    pub about: About,
    /// When it began.
    pub began_at: Moment,
    /// Last change.
    pub updated_at: Moment,
    /// The version and the end of the chain: each entry is a version.
    pub head: Head,
}

impl AlertRecord {
    /// The street.
    #[must_use]
    pub fn street(&self) -> GridCode {
        self.alert.code.street().unwrap_or(self.alert.code)
    }

    /// The deadline of its step, for sorting.
    #[must_use]
    pub fn due_at(&self) -> i64 {
        self.alert.due().map_or(NEVER, Moment::micros)
    }

    /// When the clock examines it next: at the deadline, or before it for a reminder.
    #[must_use]
    pub fn alarm_at(&self) -> i64 {
        self.alert.next_alarm().map_or(NEVER, Moment::micros)
    }

    /// Its parties: who measured, owns or owned it, did something, or looks in.
    #[must_use]
    pub fn parties(&self) -> BTreeSet<AccountId> {
        let mut all = self.alert.parties();
        all.extend(&self.about.measured_by);
        all
    }
}

/// The desk to call back in a street, and its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallBack {
    /// The desk's name: 合作街道治理服务中心.
    pub name: String,
    /// Its number.
    pub number: String,
    /// Who set it.
    pub by: AccountId,
    /// The time.
    pub at: Moment,
    /// Counted from 1.
    pub version: i64,
}

impl CallBack {
    /// As text for messages.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{} {}", self.name, self.number)
    }
}
