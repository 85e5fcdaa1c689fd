//! The rules of micro-grid governance 微网实格: what a matter is, where it belongs, who answers, and what must happen when.
//!
//! Nothing here reads a clock, draws a random number, opens a file or a socket. Time and chance come in as arguments, so
//! that every rule can be read, tested and replayed without a server. Rooms use what stands left of them:
//! kernel ← grid ← access ← people ← manual ← cases; people ← households ← visits, station ← care.

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
