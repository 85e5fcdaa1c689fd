//! The rules of micro-grid governance 微网实格.
//!
//! Nothing here reads a clock, random numbers, files or sockets: time and chance are arguments, so that every rule can
//! be tested and replayed without a server. Rooms use those to their left: kernel ← grid ← access ← people ← manual ←
//! cases; people ← households ← visits, station ← care.

pub mod access;
pub mod bulletins;
pub mod care;
pub mod cases;
pub mod grid;
pub mod households;
pub mod kernel;
pub mod manual;
pub mod people;
pub mod station;
pub mod visits;
