//! The two engines, and what one transaction on either of them is: statements with parameters, rows, and the closure that is run.

pub mod postgres;
pub mod row;
pub mod sqlite;
pub mod tx;
pub mod work;
