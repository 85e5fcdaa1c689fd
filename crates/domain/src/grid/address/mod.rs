//! The address directory: from typed text to a micro-grid, with evidence; doubtful results are never sure.
//! `Directory::find` in `matching.rs` is the entry: lessons, then `parse`, matching names (`hits`), the way down the
//! directory (`descend`), and the weighing of the cells (`placing`).

mod builder;
pub mod columns;
mod descend;
pub mod directory;
mod doubts;
mod elsewhere;
pub mod evidence;
mod hits;
pub mod label;
mod latin;
pub mod lessons;
mod matching;
mod name;
mod names;
mod numbers;
pub mod parse;
pub mod placing;
pub mod row;
mod spoken;
mod surroundings;
pub mod written;

pub use builder::Builder;
pub use directory::{Directory, Entry, Place};
pub use evidence::Evidence;
pub use label::Label;
pub use lessons::{Lesson, Lessons, Teaches, learn};
pub use parse::{Numbered, Parts, Piece, parse};
pub use placing::{Candidate, Handle, Outcome, Placing, SURE, combine};
pub use row::{Row, road_and_number};
pub use written::Span;

#[cfg(test)]
mod lines_stories;
#[cfg(test)]
mod matching_stories;
#[cfg(test)]
mod parse_stories;
