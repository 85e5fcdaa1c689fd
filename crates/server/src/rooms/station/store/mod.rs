//! The SQL of the station, table by table.

pub mod askers;
pub mod days;
pub mod desks;
pub mod screens;
pub mod series;
pub mod stations;
pub mod tickets;
