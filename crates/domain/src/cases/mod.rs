//! The life of a case: states, deadlines, escalation, the resident's answer, timeline.

pub mod act;
pub mod after_regrid;
pub mod alarm;
pub mod bring;
pub mod case;
pub mod clocks;
pub mod count;
pub mod danger;
pub mod fact;
mod holding;
pub mod likeness;
pub mod link;
pub mod nearby;
mod placed;
mod recount;
mod sentence;
pub mod since;
pub mod state;
pub mod ticket;
pub mod waiting;
pub mod words;

#[cfg(test)]
mod clock_stories;
#[cfg(test)]
mod stories;
#[cfg(test)]
mod vectors;

pub use act::{Action, Refused};
pub use after_regrid::{Late, late};
pub use alarm::Alarm;
pub use bring::may_bring;
pub use case::{Case, Context, KindPin, New, PauseWish, Placed, Step};
pub use clocks::{Clocks, Pause};
pub use fact::{Because, Fact, PartFact};
pub use link::Holder;
pub use since::Aspect;
pub use state::{Answer, Recorded, State, Status, Way};
