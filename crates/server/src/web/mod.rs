//! The edge of HTTP: problems with stable codes, what handlers extract, limits, and the pages.

pub mod answer;
pub mod aside;
mod case_refused;
pub mod complete;
pub mod cursor;
pub mod damaged;
pub mod extract;
mod field_fault;
pub mod figures;
pub mod harden;
pub mod host;
#[cfg(test)]
mod host_tests;
pub mod openapi;
pub mod pace;
pub mod page;
pub mod peer;
pub mod problem;
#[cfg(test)]
mod slow_tests;
pub mod spa;
pub mod turns;
pub mod words;

pub use extract::{IdempotencyKey, IfMatch, Json, Query};
pub use problem::{FieldFault, Refusal};
