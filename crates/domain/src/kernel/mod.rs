//! Basics of all rooms: ids, time, positions, text, pages and events.

pub mod events;
pub mod geo;
pub mod ids;
pub mod mask;
pub mod milli;
pub mod page;
pub mod phone;
pub mod sheet;
pub mod text;
pub mod time;
#[cfg(test)]
pub(crate) mod vectors;
pub mod words;
