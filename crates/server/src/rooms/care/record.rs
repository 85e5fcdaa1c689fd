//! What the room keeps: a reading with how it was judged, what is followed of a person, an alert with what it is about.

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

/// What has no moment sorts after everything that has one; the partial index leaves it out.
pub const NEVER: i64 = i64::MAX;

/// A reading as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingRecord {
    /// What was measured, and whether it stands.
    pub reading: Reading,
    /// The person's cell on that day.
    pub code: GridCode,
    /// As whom it was judged: an age of that day, so that the verdict can be told again.
    pub patient: Patient,
    /// What the rules say of it, or would say if it were so.
    pub verdict: Verdict,
    /// What was typed before it was corrected, first first.
    pub before: Vec<Typed>,
    /// Counted from 1.
    pub version: i64,
}

/// Something that was typed and then corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: AccountId,
    /// What.
    pub measured: Measured,
}

impl ReadingRecord {
    /// Whether the rules call it critical, and it is believed.
    #[must_use]
    pub fn is_critical(&self) -> bool {
        self.reading.stands() && self.verdict.level == Level::Critical
    }
}

/// What was asked of somebody and is known of their illnesses, at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// What they were asked to have measured again.
    pub rechecks: Vec<Recheck>,
    /// Long illnesses.
    pub illnesses: BTreeSet<Illness>,
}

/// What was followed of two people when their records were made one. It stays with the record that went into the other, and is
/// forgotten with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// By which merge.
    pub merge: MergeId,
    /// Of the record that goes on.
    pub kept: Course,
    /// Of the one that went into it.
    pub gone: Course,
}

impl Joined {
    /// What came to the record that goes on, and was not known there.
    fn illnesses(&self) -> BTreeSet<Illness> {
        self.gone.illnesses.difference(&self.kept.illnesses).copied().collect()
    }
}

/// What is followed of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    /// Who.
    pub resident: ResidentId,
    /// Their cell.
    pub code: GridCode,
    /// What they were asked to have measured again.
    pub rechecks: Vec<Recheck>,
    /// Long illnesses, by a doctor's record.
    pub illnesses: BTreeSet<Illness>,
    /// What was theirs, if their record went into another.
    pub joined: Option<Joined>,
}

impl Followed {
    /// Somebody of whom nothing is followed yet.
    #[must_use]
    pub const fn new(resident: ResidentId, code: GridCode) -> Self {
        Self { resident, code, rechecks: Vec::new(), illnesses: BTreeSet::new(), joined: None }
    }

    fn course(&self) -> Course {
        Course { rechecks: self.rechecks.clone(), illnesses: self.illnesses.clone() }
    }

    /// Takes over what was asked of the other record of the same person: nobody drops off the overdue list by being written down once
    /// less. The other keeps what both had, for an undo, and is asked nothing itself.
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

    /// Gives both back what was theirs at the merge. An illness that a doctor wrote down or took away since stays so with the record that
    /// went on. Gives whether it was this merge that made them one.
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

    /// Takes a reading that stands into account: what it answers is gone, what it asks for is added. A recheck that is asked for
    /// once more is not put off by that.
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

/// What an alert is about, beside the domain's own state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// In a word each.
    pub concerns: Vec<Concern>,
    /// What is to be measured again; nothing where it is a sign alone.
    pub asks: BTreeSet<Quantity>,
    /// Who took its readings.
    pub measured_by: BTreeSet<AccountId>,
    /// The version of the rules under which it began.
    pub rules: u32,
}

impl About {
    /// Whether a measurement is one of what is to be measured again.
    #[must_use]
    pub fn is_answered_by(&self, values: &BTreeMap<Quantity, weiguang_domain::care::Value>) -> bool {
        self.asks.is_empty() || self.asks.iter().any(|q| values.contains_key(q))
    }
}

/// An alert as it is kept.
#[derive(Clone, Debug)]
pub struct AlertRecord {
    /// What the rules know.
    pub alert: Alert,
    /// What it is about.
    pub about: About,
    /// Since when.
    pub began_at: Moment,
    /// Last change.
    pub updated_at: Moment,
    /// The version and the end of the chain: an entry is a version.
    pub head: Head,
}

impl AlertRecord {
    /// The street.
    #[must_use]
    pub fn street(&self) -> GridCode {
        self.alert.code.street().unwrap_or(self.alert.code)
    }

    /// When the clock of its step runs out, for sorting.
    #[must_use]
    pub fn due_at(&self) -> i64 {
        self.alert.due().map_or(NEVER, Moment::micros)
    }

    /// When the clockwork looks at it next: at the clock, or before it to remind somebody.
    #[must_use]
    pub fn alarm_at(&self) -> i64 {
        self.alert.next_alarm().map_or(NEVER, Moment::micros)
    }

    /// Who is a party to it: who measured, who has or had it, who did something, who looks in.
    #[must_use]
    pub fn parties(&self) -> BTreeSet<AccountId> {
        let mut all = self.alert.parties();
        all.extend(&self.about.measured_by);
        all
    }
}

/// Whom to call back in a street: a desk and its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallBack {
    /// The desk: 合作街道治理服务中心.
    pub name: String,
    /// Its number.
    pub number: String,
    /// Who set it.
    pub by: AccountId,
    /// When.
    pub at: Moment,
    /// Counted from 1.
    pub version: i64,
}

impl CallBack {
    /// As it stands in the words that are said.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{} {}", self.name, self.number)
    }
}
