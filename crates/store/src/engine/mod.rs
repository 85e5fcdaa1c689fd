//! The engines, and a transaction on either: statements, rows, jobs.

pub mod budget;
pub mod postgres;
pub mod row;
pub mod sqlite;
pub mod tx;
pub mod work;
