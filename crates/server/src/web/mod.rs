//! The HTTP layer: problems with stable codes, extractors of handlers, limits, and the pages.

pub mod answer;
pub mod api_docs;
pub mod aside;
pub mod cursor;
pub mod extract;
pub mod file;
pub mod harden;
pub mod host;
#[cfg(test)]
mod host_tests;
pub mod pace;
pub mod page;
pub mod peer;
#[cfg(test)]
mod slow_tests;
pub mod spa;
pub mod words;

pub use crate::problem;
pub use crate::problem::{FieldFault, Refusal, damaged};
pub use extract::{IdempotencyKey, IfMatch, Json, Query};
