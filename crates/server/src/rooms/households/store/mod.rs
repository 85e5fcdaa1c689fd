//! SQL of households: dwellings, residents, contacts, needs, merges, teams. A record is sealed whole; its unsealed columns are for lists.
//! Where a column and the sealed record differ (a re-grid moved the cell), the column is right.

pub mod contacts;
pub mod doors;
pub mod merges;
pub mod needs;
pub mod residents;
pub mod retention;
pub mod teams;
