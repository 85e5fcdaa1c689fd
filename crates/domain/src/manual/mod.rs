//! The operations manual 操作手册: kinds of matter with steps and time limits, and the working calendar.
//!
//! Streets can edit all of it without a programmer: Markdown files with a structured head for kinds, a TOML file per
//! year for holidays. The shipped version is the folder `manual/`, compiled in.

pub mod calendar;
pub mod clock;
pub mod danger;
pub mod fault;
mod files;
mod head;
pub mod hours;
pub mod kind;
mod pattern;
mod publish;
pub mod reading;
pub mod source;
pub mod suggest;
pub mod year;

#[cfg(test)]
mod vectors;

pub use calendar::Calendar;
pub use clock::{Allowance, Pace};
pub use danger::{Danger, Emergency, Noticed, default_danger};
pub use fault::Fault;
pub use kind::{Elsewhere, Kind, KindId, Manual, Pin, Taker, Urgency};
pub use reading::default_manual;
pub use source::Source;
pub use suggest::suggest;
