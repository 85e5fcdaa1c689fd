//! The closed loop of care: readings, the rules that judge them, rechecks that are due, and the alert that only a human outcome closes.

pub mod alert;
pub mod changed;
pub mod condition;
pub mod judged;
pub mod possible;
pub mod reading;
pub mod recheck;
pub mod rules;
pub mod rules_file;
pub mod verdict;

#[cfg(test)]
mod judging;
#[cfg(test)]
mod measuring;
#[cfg(test)]
mod patients_tests;
#[cfg(test)]
mod vectors;

pub use crate::kernel::milli::Milli;
pub use alert::{Action, Alert, Fact, Refused, State, Status, Step};
pub use reading::{Meal, Quantity, Reading, Symptom, Unit, Value};
pub use rules::{Rule, Table, default_table};
pub use verdict::{Doubt, Judgement, Level, Patient, Side, Verdict};
