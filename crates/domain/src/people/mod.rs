//! Staff: accounts, assignments, absence and deputies, and who is responsible for a cell now.

pub mod account;
pub mod duty;
pub mod granting;
#[cfg(test)]
mod granting_matrix;
pub mod invitation;
pub mod keepers;
pub mod leaving;
pub mod refused;
pub mod roster;
pub mod setup;
pub mod standing_in;
pub mod term;
pub mod width;

pub use duty::{Answer, Assignment, CurrentPost, Holder, answers};
pub use granting::{GrantRequest, Standing, What};
pub use leaving::Passed;
pub use refused::Refused;
pub use roster::{Post, roster};
pub use term::Absence;
