//! The edge of HTTP: problems with stable codes, what handlers extract, limits, and the pages.

pub mod answer;
mod case_refused;
mod complete;
pub mod cursor;
pub mod extract;
pub mod figures;
pub mod harden;
pub mod host;
#[cfg(test)]
mod host_tests;
pub mod one_of;
pub mod openapi;
pub mod page;
pub mod peer;
pub mod problem;
pub mod spa;
pub mod words;

pub use extract::{IfMatch, Json, Query, SendKey};
pub use problem::{FieldFault, Refusal};
