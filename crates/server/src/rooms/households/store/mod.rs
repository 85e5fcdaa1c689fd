//! The SQL of households, by what is kept: doors, residents, contacts, needs, merges, teams. A record is sealed whole; the columns beside
//! it say what a list must know, and where the two differ (a re-grid moved the cell), the column is right.

pub mod contacts;
pub mod doors;
pub mod merges;
pub mod needs;
pub mod residents;
pub mod retention;
pub mod teams;
