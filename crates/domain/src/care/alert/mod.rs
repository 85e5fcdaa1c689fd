//! The care alert 关爱预警, from the first critical reading to an outcome given by a person. An open alert always has an
//! owner and a next alarm; neither silence nor the program can close it.

pub mod act;
mod at_once;
pub mod clocks;
pub mod death;
pub mod fact;
pub mod ladder;
pub mod machine;
pub mod passing;
pub mod ring;
pub mod since;
pub mod state;
pub mod told;
pub mod words;

#[cfg(test)]
mod edge_stories;
#[cfg(test)]
mod hands_stories;
#[cfg(test)]
mod stories;
#[cfg(test)]
mod story;
#[cfg(test)]
mod walks;

pub use act::{Action, Refused};
pub use clocks::{Clock, Clocks};
pub use fact::Fact;
pub use ladder::{Rung, Try};
pub use machine::{Alert, Context, New, Step};
pub use since::Aspect;
pub use state::{Cause, Outcome, State, Status, With};
