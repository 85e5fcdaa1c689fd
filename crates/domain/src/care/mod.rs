//! The station and the closed loop of care: readings, the rules that judge them, service days and their queue, rechecks that are
//! due, and the alert that only a human outcome closes.

pub mod alert;
pub mod changed;
pub mod condition;
pub mod desk;
pub mod finish;
pub mod judged;
pub mod own_booking;
pub mod possible;
pub mod queue;
pub mod reading;
pub mod recheck;
pub mod rules;
pub mod rules_file;
pub mod shown;
pub mod station;
pub mod verdict;

#[cfg(test)]
mod judging;
#[cfg(test)]
mod measuring;
#[cfg(test)]
mod own_story;
#[cfg(test)]
mod patients_tests;
#[cfg(test)]
mod service;
#[cfg(test)]
mod vectors;

pub use crate::kernel::milli::Milli;
pub use alert::{Action, Alert, Fact, Refused, State, Status, Step};
pub use reading::{Meal, Quantity, Reading, Symptom, Unit, Value};
pub use rules::{Rule, Table, default_table};
pub use verdict::{Doubt, Judged, Level, Patient, Side, Verdict};
