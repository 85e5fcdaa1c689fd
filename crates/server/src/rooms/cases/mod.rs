//! Cases over the store. Other rooms use from here: the record, totals by cell, heads of chains, moving open work through a re-grid or a
//! leave.

pub mod carried;
mod checks;
pub mod figures;
pub mod files;
pub mod http;
pub mod intake;
pub mod jobs;
pub mod joined;
pub mod life;
pub mod notices;
pub mod ops;
pub mod parts;
pub mod public;
pub mod queue;
pub mod record;
mod refused;
pub mod room;
pub mod store;
pub mod view;
pub mod wire;

#[cfg(test)]
pub mod samples;
#[cfg(test)]
mod tests;

pub use ops::{Submit, submit};
pub use record::{Record, Reporter};
pub use store::{all_streams, read_external as by_external, rollup};

/// The clock of cases and their parts.
pub const CLOCK: &str = "clock-cases";
